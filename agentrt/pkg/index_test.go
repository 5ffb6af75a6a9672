package pkg_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/pkg"
)

func mustSub(t testing.TB, fsys fs.FS, dir string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

const indexJSON = `{
    "dev": {
        "skill/acme/oracle/1.2.0": "` + demoCID + `",
        "agent/acme/asker/0.3.0": "` + helloV1 + `"
    },
    "third_party": {}
}`

func TestIndex(t *testing.T) {
	index, err := pkg.ParseIndex([]byte(indexJSON))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(indexJSON, string(index.Text())); diff != "" {
		t.Error(diff)
	}
	if ref, ok := index.Find(pkg.ID{Kind: pkg.Agent, Author: "acme", Name: "asker", Version: "0.3.0"}); !ok || ref.Hash.String() != helloV1 {
		t.Errorf("%v, %t", ref, ok)
	}
	if _, ok := index.Find(pkg.ID{Kind: pkg.Agent, Author: "acme", Name: "asker", Version: "0.3.1"}); ok {
		t.Error("another version is found")
	}
}

func TestIndexesRefused(t *testing.T) {
	entry := `"skill/acme/oracle/1.2.0": "` + demoCID + `"`
	for name, text := range map[string]string{
		"nothing":         "",
		"a list":          "[]",
		"cut off":         indexJSON[:len(indexJSON)-1],
		"more":            indexJSON + "{}",
		"unknown section": `{"prod": {}}`,
		"section twice":   `{"dev": {}, "dev": {}}`,
		"flat":            "{" + entry + "}",
		"twice":           `{"dev": {` + entry + "," + entry + "}}",
		"in both":         `{"dev": {` + entry + `}, "third_party": {` + entry + "}}",
		"no CID":          `{"dev": {"skill/acme/oracle/1.2.0": "x"}}`,
		"a number":        `{"dev": {"skill/acme/oracle/1.2.0": 1}}`,
		"a map":           `{"dev": {"skill/acme/oracle/1.2.0": {}}}`,
		"no id":           `{"dev": {"acme/oracle/1.2.0": "` + demoCID + `"}}`,
		"dots":            `{"dev": {"skill/../oracle/1.2.0": "` + demoCID + `"}}`,
	} {
		if index, err := pkg.ParseIndex([]byte(text)); err == nil {
			t.Errorf("%s: %+v", name, index)
		}
	}
}

func TestIndexLimits(t *testing.T) {
	entries := func(n int) []byte {
		var rows []string
		for i := range n {
			rows = append(rows, fmt.Sprintf(`"skill/acme/s%d/1.2.0": "%s"`, i, demoCID))
		}
		return []byte(`{"dev": {` + strings.Join(rows, ",") + "}}")
	}
	padded := func(n int) []byte { return []byte(emptyIndex + strings.Repeat(" ", n-len(emptyIndex))) }
	for name, test := range map[string]struct{ within, beyond []byte }{
		"bytes":   {padded(pkg.MaxIndex), padded(pkg.MaxIndex + 1)},
		"entries": {entries(pkg.MaxEntries), entries(pkg.MaxEntries + 1)},
	} {
		if _, err := pkg.ParseIndex(test.within); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := pkg.ParseIndex(test.beyond); err == nil {
			t.Errorf("%s: there is no limit", name)
		}
	}
	if _, err := pkg.Open(fstest.MapFS{"packages.json": {Data: padded(pkg.MaxIndex + 1)}}, pkg.Limits{}); err == nil {
		t.Error("a large file is read")
	}
	if _, err := pkg.Open(fstest.MapFS{}, pkg.Limits{}); err == nil {
		t.Error("a folder without packages.json is a tree")
	}
}

func FuzzParseIndex(f *testing.F) {
	f.Add([]byte(indexJSON))
	f.Fuzz(func(t *testing.T, raw []byte) {
		index, err := pkg.ParseIndex(raw)
		if err != nil {
			return
		}
		again, err := pkg.ParseIndex(index.Text())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(index, again); diff != "" {
			t.Error(diff)
		}
	})
}
