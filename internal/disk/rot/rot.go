// Package rot damages files the way disks do. Tests call it.
package rot

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Flip changes one bit of the largest file whose name matches a pattern, as of
// filepath.Glob: 0 is its first byte, 0.5 the one in the middle.
func Flip(pattern string, part float64) error {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	var largest string
	var size int64
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		if info.Size() > size {
			largest, size = name, info.Size()
		}
	}
	if size == 0 {
		return fmt.Errorf("nothing to damage in %s", pattern)
	}
	file, err := os.OpenFile(largest, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	b, at := make([]byte, 1), int64(part*float64(size))
	_, err = file.ReadAt(b, at)
	b[0] ^= 1
	if err == nil {
		_, err = file.WriteAt(b, at)
	}
	return errors.Join(err, file.Close())
}
