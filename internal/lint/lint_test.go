package lint

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// rule is one thing all code of this module keeps to.
type rule struct {
	name   string
	reason string
	check  func(*module, *problems)
}

var rules = []rule{
	{"direction", "packages form layers, so that each can be understood, tested and simulated without those above it", checkDirection},
	{"imports", "some packages have one place, and some have better successors", checkImports},
	{"testing", "test support in production code ends up in the product binary", checkTesting},
	{"sleep", "a sleep is a race that has not been lost yet; wait for the event, or test in virtual time", checkSleep},
	{"context", "work that no caller can end outlives its owner", checkContext},
	{"goroutines", "every goroutine has an owner that waits for it: WaitGroup.Go or an errgroup, inside some Run", checkGoroutines},
	{"init", "what happens at import can be neither configured nor tested", checkInit},
	{"exit", "only main may end the process; everything else returns an error", checkExit},
	{"unfinished", "a stub that panics is found by a user", checkUnfinished},
	{"logs", "logs of many nodes are searched together: constant lower-case messages, attributes of the one list in docs/design.md", checkLogs},
	{"package-docs", "a reader starts at the package comment", checkPackageDocs},
	{"docs", "an exported identifier is a promise, and its comment says which", checkDocs},
	{"length", "what does not fit the screen does not fit the head", checkLength},
	{"names", "a name like util says where code was left, not what it is", checkNames},
	{"fuzz", "input from outside is read by code that a fuzzer has tried to break", checkFuzz},
}

func TestRules(t *testing.T) {
	m := loadModule(t, os.DirFS("../.."))
	if len(m.sources) < 20 {
		t.Fatalf("found only %d Go files", len(m.sources))
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			found := run(r, m)
			if len(found) > 0 {
				t.Errorf("%s:\n%s", r.reason, strings.Join(found, "\n"))
			}
		})
	}
}

func run(r rule, m *module) []string {
	p := &problems{m: m}
	r.check(m, p)
	slices.Sort(p.list)
	return p.list
}

// Every rule finds what testdata/RULE.txtar says it finds, and nothing else:
// the archive holds a small module and, in its file "problems", the list.
func TestRulesCanFail(t *testing.T) {
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			archive, err := txtar.ParseFile(filepath.Join("testdata", r.name+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			root := make(fstest.MapFS)
			for _, file := range archive.Files {
				root[file.Name] = &fstest.MapFile{Data: file.Data}
			}
			want := strings.Split(strings.TrimSpace(string(root["problems"].Data)), "\n")
			slices.Sort(want)
			if len(want) == 0 || want[0] == "" {
				t.Fatal("the example breaks nothing")
			}
			if diff := cmp.Diff(want, run(r, loadModule(t, root))); diff != "" {
				t.Error(diff)
			}
		})
	}
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) != len(rules) {
		t.Errorf("%d archives for %d rules, %v", len(archives), len(rules), err)
	}
}
