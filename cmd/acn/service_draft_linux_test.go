package main

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A file that cannot be written to its end, as on a full disk, is not left half
// there, in the way of another try.
func TestWriteFreshHalf(t *testing.T) {
	path, text := filepath.Join(t.TempDir(), "permit.json"), make([]byte, 1000)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	few := before
	few.Cur = 100
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &few); err != nil {
		t.Fatal(err)
	}
	err := writeFresh(path, text)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(err, syscall.EFBIG) {
		t.Error(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half of it is there: %v", err)
	}
	if err := writeFresh(path, text); err != nil {
		t.Error(err)
	}
	if err := writeFresh(path, text); !errors.Is(err, os.ErrExist) || hintOf(err) != "choose a new file" {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 1000 {
		t.Errorf("the one that was there is lost: %v", err)
	}
}
