package main

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The registry's metrics are those of its page.
func TestRegistryMetrics(t *testing.T) {
	names := func(file, pattern string) []string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			found = append(found, match[1])
		}
		slices.Sort(found)
		return found
	}
	var code []string
	for _, file := range []string{"registry.go", "registry_copies.go", "registry_blocks.go"} {
		code = append(code, names(file, `"(acn_[a-z]+_[a-z_]+)"`)...)
	}
	slices.Sort(code)
	page := names("../../docs/registry.md", "`(acn_(?:registry|replica|exchange)_[a-z_]+)`")
	if diff := cmp.Diff(page, code); diff != "" || len(code) == 0 {
		t.Error(diff)
	}
}
