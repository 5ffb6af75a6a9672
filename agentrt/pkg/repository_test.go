package pkg_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/pkg"
)

const emptyIndex = `{"dev": {}, "third_party": {}}`

// rawTree is a service down to a protocol, with hashes that are all wrong and
// nothing in packages.json.
func rawTree() fstest.MapFS {
	return folder(map[string]string{
		"packages.json":                            emptyIndex,
		"__init__.py":                              "x",
		"acme/protocols/price/protocol.yaml":       protocolYAML,
		"acme/protocols/price/README.md":           "price",
		"acme/skills/oracle/skill.yaml":            skillYAML,
		"acme/skills/oracle/handlers.py":           "handle",
		"acme/skills/oracle/notes.txt":             "not in the fingerprint",
		"acme/skills/oracle/tests/: odd name.py":   "test",
		"acme/skills/oracle/tests/data/skill.yaml": "somebody else's",
		"acme/agents/asker/aea-config.yaml":        agentYAML,
		"acme/services/asking/service.yaml":        serviceYAML,
		"acme/services/asking/README.md":           "ask",
		"acme/wasms/median/wasm.yaml":              wasmYAML,
		"acme/wasms/median/median.wasm":            "\x00asm",
	})
}

func open(t testing.TB, fsys fstest.MapFS) *pkg.Repository {
	t.Helper()
	repository, err := pkg.Open(fsys, pkg.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return repository
}

// lock locks a tree in place and tells which packages changed.
func lock(t testing.TB, fsys fstest.MapFS) []string {
	t.Helper()
	repository := open(t, fsys)
	unlisted, err := repository.Unlisted()
	if err != nil {
		t.Fatal(err)
	}
	locked, err := repository.Lock(unlisted)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range locked.Files {
		fsys[name] = &fstest.MapFile{Data: text, Mode: 0o644}
	}
	var names []string
	for _, ref := range locked.Updated {
		names = append(names, ref.Name)
	}
	return names
}

func lockedTree(t testing.TB) fstest.MapFS {
	t.Helper()
	fsys := rawTree()
	lock(t, fsys)
	return fsys
}

func TestLock(t *testing.T) {
	fsys := rawTree()
	updated := lock(t, fsys)
	before := func(a, b string) bool { return slices.Index(updated, a) < slices.Index(updated, b) }
	if len(updated) != 5 || !before("price", "oracle") || !before("oracle", "asker") || !before("asker", "asking") || !before("price", "median") {
		t.Errorf("locked %v", updated)
	}
	report := open(t, fsys).Check()
	if report.Packages != 5 || report.Equal != 5 || report.Rows != 5 || len(report.Differences) > 0 {
		t.Errorf("%+v", report)
	}
	if again := lock(t, fsys); len(again) > 0 {
		t.Errorf("locked once more: %v", again)
	}
	// Only hashes have changed.
	skill := string(fsys["acme/skills/oracle/skill.yaml"].Data)
	content := measure(t, mustSub(t, fsys, "acme/skills/oracle"), "oracle")
	row := func(name string) pkg.Hash {
		return content.Files[slices.IndexFunc(content.Files, func(f pkg.File) bool { return f.Path == name })].Hash
	}
	price, _ := open(t, fsys).Index.Find(pkg.ID{Kind: pkg.Protocol, Author: "acme", Name: "price", Version: "0.1.0"})
	want := strings.Replace(skillYAML, "  handlers.py: "+helloV1+"\n",
		fmt.Sprintf("  handlers.py: %s\n  'tests/: odd name.py': %s\n", row("handlers.py"), row("tests/: odd name.py")), 1)
	want = strings.Replace(want, demoCID, price.Hash.String(), 1)
	if diff := cmp.Diff(want, skill); diff != "" {
		t.Error(diff)
	}
	// A change below goes all the way up, and nowhere else.
	fsys["acme/skills/oracle/handlers.py"] = &fstest.MapFile{Data: []byte("handle more")}
	if diff := cmp.Diff([]string{"oracle", "asker", "asking"}, lock(t, fsys)); diff != "" {
		t.Error(diff)
	}
}

// Configurations that are written another way are locked as well, or refused.
func TestLockStyles(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"as it is", "", "", ""},
		{"flow list", "protocols:\n- acme/price:0.1.0:" + demoCID, "protocols: [acme/price:0.1.0:" + demoCID + "]", ""},
		{"quoted", "- acme/price:0.1.0:" + demoCID, "- 'acme/price:0.1.0:" + demoCID + "'", ""},
		{"indented", "- acme/price:0.1.0:" + demoCID, "  - acme/price:0.1.0:" + demoCID + " # the price", ""},
		{"old CID", demoCID, "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", ""},
		{"no hash", ":" + demoCID, "", ""},
		{"flow map", "fingerprint:\n  handlers.py: " + helloV1, "fingerprint: {handlers.py: " + helloV1 + "}", ""},
		{"flow map in lines", "fingerprint:\n  handlers.py: " + helloV1, "fingerprint: {\n  handlers.py: " + helloV1 + "\n}", "after the change"},
		{"at the end", "fingerprint:\n  handlers.py: " + helloV1 + "\n", "", "fingerprint is missing"},
		{"comment below", "fingerprint_ignore", "# rows above\nfingerprint_ignore", ""},
		{"folded", "- acme/price:0.1.0:" + demoCID, "- \"acme/price:\\\n  0.1.0:" + demoCID + "\"", "not there exactly once"},
		{"null", "fingerprint:\n  handlers.py: " + helloV1 + "\n", "fingerprint:\n", "want a map"},
	} {
		fsys := rawTree()
		fsys["acme/skills/oracle/skill.yaml"].Data = []byte(strings.Replace(skillYAML, test.old, test.new, 1))
		repository := open(t, fsys)
		unlisted, err := repository.Unlisted()
		var locked *pkg.Locked
		if err == nil {
			locked, err = repository.Lock(unlisted)
		}
		switch {
		case test.want != "":
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: %v, want %s", test.name, err, test.want)
			}
		case err != nil:
			t.Errorf("%s: %v", test.name, err)
		default:
			for name, text := range locked.Files {
				fsys[name] = &fstest.MapFile{Data: text}
			}
			if report := open(t, fsys).Check(); len(report.Differences) > 0 {
				t.Errorf("%s: %v", test.name, report.Differences)
			}
		}
	}
}

func TestLockRefuses(t *testing.T) {
	third := func(fsys fstest.MapFS, name string) {
		index := string(fsys["packages.json"].Data)
		i := strings.Index(index, `        "`+name)
		line := strings.TrimRight(index[i:i+strings.Index(index[i:], "\n")], ",")
		index = strings.Replace(index, line+",\n", "", 1)
		index = strings.Replace(index, `"third_party": {}`, "\"third_party\": {\n"+line+"\n    }", 1)
		fsys["packages.json"] = &fstest.MapFile{Data: []byte(index)}
	}
	for _, test := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"unlisted", func(f fstest.MapFS) { f["packages.json"] = &fstest.MapFile{Data: []byte(emptyIndex)} }, "in the tree and not in packages.json"},
		{"absent", func(f fstest.MapFS) {
			maps.DeleteFunc(f, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "acme/protocols/") })
		}, "protocol/acme/price/0.1.0: no configuration"},
		{"broken", func(f fstest.MapFS) { f["acme/skills/oracle/skill.yaml"] = &fstest.MapFile{Data: []byte("{")} }, "skill/acme/oracle/1.2.0: skill.yaml: reading YAML"},
		{"moved", func(f fstest.MapFS) {
			f["acme/skills/oracle/skill.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(skillYAML, "1.2.0", "1.3.0", 1))}
		}, "it is that of skill/acme/oracle/1.3.0"},
		{"needs itself", func(f fstest.MapFS) {
			f["acme/skills/oracle/skill.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(skillYAML, "skills: []", "skills: [acme/oracle:1.2.0]", 1))}
		}, "skill/acme/oracle/1.2.0 depends on itself"},
		{"needs another", func(f fstest.MapFS) {
			f["acme/skills/oracle/skill.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(skillYAML, "skills: []", "skills: [acme/other:1.2.0]", 1))}
		}, "depends on skill/acme/other/1.2.0, which is not in packages.json"},
		{"of a third party", func(f fstest.MapFS) {
			third(f, "protocol")
			f["acme/protocols/price/README.md"] = &fstest.MapFile{Data: []byte("changed")}
		}, "a package of a third party is bafybei"},
		{"empty file", func(f fstest.MapFS) { f["acme/skills/oracle/empty"] = &fstest.MapFile{} }, "oracle/1.2.0: empty: the file is empty"},
	} {
		fsys := lockedTree(t)
		test.change(fsys)
		if _, err := open(t, fsys).Lock(nil); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
	repository := open(t, lockedTree(t))
	if _, err := repository.Lock([]pkg.ID{repository.Index.Dev[0].ID}); err == nil {
		t.Error("a package is adopted twice")
	}
	// A package of a third party that is elsewhere is taken at its word.
	fsys := lockedTree(t)
	third(fsys, "protocol")
	maps.DeleteFunc(fsys, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "acme/protocols/") })
	if locked, err := open(t, fsys).Lock(nil); err != nil || len(locked.Files) > 0 {
		t.Errorf("%v", err)
	}
	report := open(t, fsys).Check()
	if report.Equal != 4 || len(report.Elsewhere) != 1 || len(report.Differences) > 0 {
		t.Errorf("%+v", report)
	}
}

// names tells whether a report names a file of a package by its path in the
// tree.
func names(report *pkg.Report, file string) bool {
	parts := strings.SplitN(file, "/", 4)
	return slices.ContainsFunc(report.Differences, func(d pkg.Difference) bool {
		return d.Package.Name == parts[2] && (d.File == parts[3] || strings.Contains(d.Note, parts[3]))
	})
}

// One flipped bit anywhere in a package is found, and the file is named.
func TestCheckNamesFlippedBytes(t *testing.T) {
	for name, file := range lockedTree(t) {
		if strings.Count(name, "/") < 3 {
			continue
		}
		for i := 0; i < len(file.Data); i += 1 + len(file.Data)/40 {
			fsys := lockedTree(t)
			fsys[name].Data = bytes.Clone(file.Data)
			fsys[name].Data[i] ^= 1
			report := open(t, fsys).Check()
			if !names(report, name) {
				t.Errorf("%s, byte %d: %v", name, i, report.Differences)
			}
		}
	}
}

func TestCheckFindings(t *testing.T) {
	const oracle = "acme/skills/oracle/"
	write := func(name, text string) func(fstest.MapFS) {
		return func(f fstest.MapFS) { f[name] = &fstest.MapFile{Data: []byte(text)} }
	}
	for _, test := range []struct {
		name   string
		change func(fstest.MapFS)
		want   []string // package, finding, file
	}{
		{"changed", write(oracle+"handlers.py", "x"), []string{"oracle changed handlers.py", "oracle hash "}},
		{"extra", write(oracle+"more.py", "x"), []string{"oracle extra more.py", "oracle hash "}},
		{"missing", func(f fstest.MapFS) { delete(f, oracle+"handlers.py") }, []string{"oracle missing handlers.py", "oracle hash "}},
		{"ignored", write(oracle+"more.txt", "x"), []string{"oracle hash skill.yaml"}},
		{"empty", write(oracle+"more.txt", ""), []string{"oracle unreadable more.txt"}},
		{"two configurations", write(oracle+"service.yaml", "x"), []string{"oracle config ", "oracle hash "}},
		{"broken", write(oracle+"skill.yaml", "{"), []string{"oracle config skill.yaml", "oracle hash "}},
		{"unlisted", write("acme/protocols/cost/protocol.yaml", strings.Replace(protocolYAML, "name: price", "name: cost", 1)), []string{"cost not-in-index "}},
		{"in another's folder", write("other/protocols/price/protocol.yaml", protocolYAML), []string{" config other/protocols/price/protocol.yaml"}},
		{"absent", func(f fstest.MapFS) {
			maps.DeleteFunc(f, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "acme/wasms/") })
		}, []string{"median absent "}},
		{"other hash", func(f fstest.MapFS) {
			index := open(t, f).Index
			index.Dev[slices.IndexFunc(index.Dev, func(r pkg.Ref) bool { return r.Name == "asker" })].Hash = mustHash(t, helloV1)
			f["packages.json"] = &fstest.MapFile{Data: index.Text()}
		}, []string{"asker hash aea-config.yaml", "asking dependency service.yaml"}},
		{"not named", func(f fstest.MapFS) {
			index := open(t, f).Index
			index.Dev = slices.DeleteFunc(index.Dev, func(r pkg.Ref) bool { return r.Name == "asker" })
			f["packages.json"] = &fstest.MapFile{Data: index.Text()}
		}, []string{"asking dependency service.yaml", "asker not-in-index "}},
	} {
		fsys := lockedTree(t)
		test.change(fsys)
		var got []string
		for _, d := range open(t, fsys).Check().Differences {
			got = append(got, fmt.Sprintf("%s %s %s", d.Package.Name, d.Finding, d.File))
			if d.String() == "" {
				t.Errorf("%s: nothing to say about %+v", test.name, d)
			}
		}
		slices.Sort(got)
		slices.Sort(test.want)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestTrees(t *testing.T) {
	fsys := lockedTree(t)
	maps.DeleteFunc(fsys, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, "acme/protocols/") })
	trees, err := open(t, fsys).Trees()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	var walk func(n *pkg.Node, indent string)
	walk = func(n *pkg.Node, indent string) {
		lines = append(lines, fmt.Sprintf("%s%s %t %t", indent, n.ID.Name, n.Missing, n.Repeated))
		for _, need := range n.Needs {
			walk(need, indent+" ")
		}
	}
	for _, tree := range trees {
		walk(tree, "")
	}
	want := []string{
		"asking false false", " asker false false", "  price true false", "  oracle false false", "   price true false",
		"median false false", " price true false",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if _, err := open(t, fsys).Trees(pkg.ID{Kind: pkg.Agent}); err == nil {
		t.Error("a tree of what is not there")
	}
}
