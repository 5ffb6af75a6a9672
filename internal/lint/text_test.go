package lint

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// machinePath matches the beginning of an absolute path that means something on
// one machine only. It is put together so that it does not match itself.
var machinePath = regexp.MustCompile(`(?:^|[^\w./:-])/(?:` + strings.Join([]string{"work", "farm", "root", "home", "tmp", "Users"}, "|") + `)/`)

// machinePaths lists where the texts of a repository name such paths.
func machinePaths(t *testing.T, root fs.FS) []string {
	t.Helper()
	var found []string
	eachText(t, root, func(name string, text []byte) {
		for n, line := range bytes.Split(text, []byte("\n")) {
			if machinePath.Match(line) {
				found = append(found, fmt.Sprintf("%s:%d", name, n+1))
			}
		}
	})
	return found
}

// eachText visits the text files that belong to the repository.
func eachText(t *testing.T, root fs.FS, visit func(name string, text []byte)) {
	t.Helper()
	ignored := []string{".git", "dist", "bin"}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains(ignored, name) || entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		if info, err := entry.Info(); err != nil || !info.Mode().IsRegular() || info.Size() > 1<<20 {
			return err
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if utf8.Valid(text) {
			visit(name, text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoMachinePaths(t *testing.T) {
	if found := machinePaths(t, os.DirFS("../..")); len(found) > 0 {
		t.Errorf("paths of somebody's machine:\n%s", strings.Join(found, "\n"))
	}
}

func TestMachinePathsAreFound(t *testing.T) {
	bad := []string{"see /wo" + "rk/notes.txt", "/ro" + "ot/.cache", "path=\"/ho" + "me/me/x\"", "(/t" + "mp/x)"}
	good := []string{"/root", "homework/", "./work/x", "https://example.org/home/x", "$HOME/tmp/x", "/data/work/x", "a/tmp/b", "dir/root/x"}
	root := fstest.MapFS{
		"bad.md":      {Data: []byte(strings.Join(bad, "\n"))},
		"good.md":     {Data: []byte(strings.Join(good, "\n"))},
		"image.png":   {Data: []byte("\xff\xfe " + bad[0])},
		".git/config": {Data: []byte(bad[0])},
	}
	want := []string{"bad.md:1", "bad.md:2", "bad.md:3", "bad.md:4"}
	if diff := cmp.Diff(want, machinePaths(t, root)); diff != "" {
		t.Error(diff)
	}
}

// link matches a relative link of Markdown, without its anchor.
var link = regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)

// deadLinks lists relative links that lead nowhere.
func deadLinks(t *testing.T, root fs.FS) []string {
	t.Helper()
	var dead []string
	eachText(t, root, func(name string, text []byte) {
		if path.Ext(name) != ".md" {
			return
		}
		for _, match := range link.FindAllSubmatch(text, -1) {
			target := path.Join(path.Dir(name), string(match[1]))
			if _, err := fs.Stat(root, target); err != nil {
				dead = append(dead, name+" links to "+target)
			}
		}
	})
	return dead
}

func TestLinks(t *testing.T) {
	if dead := deadLinks(t, os.DirFS("../..")); len(dead) > 0 {
		t.Error(strings.Join(dead, "\n"))
	}
}

func TestDeadLinksAreFound(t *testing.T) {
	root := fstest.MapFS{
		"README.md":  {Data: []byte("[a](docs/a.md) [b](docs/b.md#part) [c](docs/c.md) [web](https://example.org/x) [here](#part)")},
		"docs/a.md":  {Data: []byte("[up](../README.md) [beside](b.md) [gone](gone.md#x)")},
		"docs/b.md":  {},
		"docs/b.txt": {Data: []byte("[no](markdown.md)")},
	}
	want := []string{"README.md links to docs/c.md", "docs/a.md links to docs/gone.md"}
	if diff := cmp.Diff(want, deadLinks(t, root)); diff != "" {
		t.Error(diff)
	}
}
