package pkg_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/pkg"
)

func TestFingerprint(t *testing.T) {
	files := make(map[string]string)
	for _, name := range []string{
		"skill.yaml", "wasm.yaml", "handlers.py", "tests/skill.yaml", "tests/data/a.txt", "tests/data/b.bin", "data/a.txt",
		".DS_Store", "eth_private_key.txt", "tests/x_private_key.txt", "a__pycache__", ".hidden",
	} {
		files[name] = name
	}
	content := measure(t, folder(files), "p")
	for _, test := range []struct {
		kind     pkg.Kind
		patterns []string
		want     []string
	}{
		{pkg.Skill, nil, []string{".hidden", "data/a.txt", "handlers.py", "tests/data/a.txt", "tests/data/b.bin", "wasm.yaml"}},
		{pkg.Wasm, nil, []string{".hidden", "data/a.txt", "handlers.py", "tests/data/a.txt", "tests/data/b.bin"}},
		{pkg.Skill, []string{"a.txt"}, []string{".hidden", "handlers.py", "tests/data/b.bin", "wasm.yaml"}},
		{pkg.Skill, []string{"tests/data/*"}, []string{".hidden", "data/a.txt", "handlers.py", "wasm.yaml"}},
		{pkg.Skill, []string{"*/data/*", "data/a.*"}, []string{".hidden", "handlers.py", "wasm.yaml"}},
		{pkg.Skill, []string{"*.[!pb]*", "*.yaml"}, []string{"handlers.py", "tests/data/b.bin"}},
		{pkg.Skill, []string{"./tests//data/./*"}, []string{".hidden", "data/a.txt", "handlers.py", "wasm.yaml"}},
		{pkg.Skill, []string{"tests"}, []string{".hidden", "data/a.txt", "handlers.py", "tests/data/a.txt", "tests/data/b.bin", "wasm.yaml"}},
	} {
		rows := content.Fingerprint(test.kind, test.patterns)
		if diff := cmp.Diff(test.want, slices.Sorted(maps.Keys(rows))); diff != "" {
			t.Errorf("%s %v: %s", test.kind, test.patterns, diff)
		}
	}
}

func TestPatternsRefused(t *testing.T) {
	for _, bad := range []string{"", "/abs", "dir/", `a\*`, "[^a]", "[a", "[]", ".", "./."} {
		if pkg.CheckPattern(bad) == nil {
			t.Errorf("%q is a pattern", bad)
		}
	}
	for _, good := range []string{"*", "a/*.py", "[!a]b", "a?c", "[a-z]*"} {
		if err := pkg.CheckPattern(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
