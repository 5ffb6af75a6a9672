package pkg_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go-acn/agentrt/pkg"
)

// Each line is a change to a good package, and why it is refused then.
func TestExamine(t *testing.T) {
	tree := lockedTree(t)
	price, _ := open(t, tree).Index.Find(pkg.ID{Kind: pkg.Protocol, Author: "acme", Name: "price", Version: "0.1.0"})
	known := func(ref pkg.Ref) bool { return ref == price }
	config := string(tree["acme/skills/oracle/skill.yaml"].Data)
	edit := func(old, new string) func(fstest.MapFS) {
		return func(f fstest.MapFS) {
			f["skill.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(config, old, new, 1))}
		}
	}
	write := func(name, text string) func(fstest.MapFS) {
		return func(f fstest.MapFS) { f[name] = &fstest.MapFile{Data: []byte(text)} }
	}
	for _, test := range []struct {
		name    string
		change  func(fstest.MapFS)
		finding pkg.Finding
		want    string
	}{
		{"good", func(fstest.MapFS) {}, "", ""},
		{"ignored file", write("more.txt", "x"), "", ""},
		{"no configuration", func(f fstest.MapFS) { delete(f, "skill.yaml") }, pkg.FoundConfig, "no configuration at the top"},
		{"two configurations", write("service.yaml", "x"), pkg.FoundConfig, "more than one configuration"},
		{"not YAML", write("skill.yaml", "{"), pkg.FoundConfig, "reading YAML"},
		{"wrong schema", edit("license:", "licence:"), pkg.FoundConfig, "license is missing"},
		{"another name", edit("name: oracle", "name: other"), pkg.FoundConfig, "the name is other, that of the folder oracle"},
		{"changed file", write("handlers.py", "x"), pkg.FoundChanged, "handlers.py: is bafybei"},
		{"more files", write("more.py", "x"), pkg.FoundExtra, "more.py: is in the folder"},
		{"fewer files", func(f fstest.MapFS) { delete(f, "handlers.py") }, pkg.FoundMissing, "handlers.py: is in the fingerprint"},
		{"dependency without hash", edit(":"+price.Hash.String(), ""), pkg.FoundDependency, "is named without its hash"},
		{"unknown dependency", edit(price.Hash.String(), helloV1), pkg.FoundDependency, "is not known by this hash"},
		{"dependency that is none", edit("acme/price:0.1.0", "acme/price"), pkg.FoundConfig, "want one like 0.1.0"},
		{"fingerprint upwards", edit("handlers.py", "../handlers.py"), pkg.FoundConfig, `".." is no name`},
		{"empty file", write("empty.txt", ""), pkg.FoundUnreadable, "the file is empty"},
		{"odd name", write("a\nb.txt", "x"), pkg.FoundUnreadable, "control characters"},
		{"large file", write("large.txt", strings.Repeat("x", 2001)), pkg.FoundUnreadable, "more than 2000 bytes"},
		{"large configuration", func(f fstest.MapFS) {
			f["skill.yaml"] = &fstest.MapFile{Data: []byte(config + "#" + strings.Repeat("x", 2000))}
		}, pkg.FoundUnreadable, "more than 2000 bytes"},
	} {
		folder := make(fstest.MapFS)
		for name, file := range tree {
			if inside, ok := strings.CutPrefix(name, "acme/skills/oracle/"); ok {
				folder[inside] = file
			}
		}
		test.change(folder)
		x := pkg.Examine(folder, "oracle", pkg.Limits{File: 2000}, known)
		good := len(x.Refused) == 0
		if good != (test.finding == "") {
			t.Errorf("%s: %v", test.name, x.Refused)
		}
		if !good && !slices.ContainsFunc(x.Refused, func(d pkg.Difference) bool {
			return d.Finding == test.finding && strings.Contains(d.String(), test.want)
		}) {
			t.Errorf("%s: %v, want %s", test.name, x.Refused, test.want)
		}
	}
}
