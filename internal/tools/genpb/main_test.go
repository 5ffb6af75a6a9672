package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Generated code in the repository is what this tool makes of its source now.
func TestGeneratedCodeIsCurrent(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".proto" {
			return err
		}
		seen++
		if stale := diff(t, path); stale != "" {
			t.Errorf("%s is stale; run: go run ./internal/tools/genpb %s\n%s", path, strings.TrimPrefix(path, "../../../"), stale)
		}
		return nil
	})
	if err != nil || seen == 0 {
		t.Fatalf("%d .proto files, %v", seen, err)
	}
}

// diff tells how the code beside a .proto file differs from what it should be.
func diff(t *testing.T, path string) string {
	t.Helper()
	files, err := render(path)
	if err != nil {
		t.Fatal(err)
	}
	var all string
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(filepath.Dir(path), name))
		if err != nil {
			t.Fatal(err)
		}
		all += cmp.Diff(string(want), string(got))
	}
	return all
}

func TestStaleCodeIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.proto")
	write := func(text string) {
		t.Helper()
		source := "syntax = \"proto3\";\noption go_package = \"example.org/a\";\n" + text
		if err := os.WriteFile(path, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("message A { string b = 1; }")
	if err := generate(path); err != nil {
		t.Fatal(err)
	}
	if stale := diff(t, path); stale != "" {
		t.Errorf("fresh code is called stale:\n%s", stale)
	}
	write("message A { string b = 2; }")
	if diff(t, path) == "" {
		t.Error("a new field number is not noticed")
	}
	write("message A { string b = 0; }")
	if err := generate(path); err == nil {
		t.Error("a field number 0 is accepted")
	}
}
