package lint

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// modulePath is the prefix of our own imports.
const modulePath = "go-acn"

// module is the parsed source of this module, or of a synthetic one.
type module struct {
	root    fs.FS
	fset    *token.FileSet
	sources []*source
}

// source is one Go file.
type source struct {
	path      string // slash separated, from the root of the module
	test      bool   // its name ends in _test.go
	generated bool
	lines     int
	syntax    *ast.File
}

func (s *source) dir() string { return path.Dir(s.path) }

// production tells whether the rules for shipped code apply.
func (s *source) production() bool { return !s.test && !s.generated }

func (s *source) main() bool { return s.syntax.Name.Name == "main" }

// loadModule parses every Go file of root but those in testdata and hidden
// folders.
func loadModule(t *testing.T, root fs.FS) *module {
	t.Helper()
	m := &module{root: root, fset: token.NewFileSet()}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if base := entry.Name(); name != "." && (base == "testdata" || strings.HasPrefix(base, ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		return m.add(name)
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *module) add(name string) error {
	text, err := fs.ReadFile(m.root, name)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(m.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	m.sources = append(m.sources, &source{
		path: name, test: strings.HasSuffix(name, "_test.go"), generated: ast.IsGenerated(syntax),
		lines: bytes.Count(text, []byte("\n")), syntax: syntax,
	})
	return nil
}

// dirs are the folders with Go files, in order.
func (m *module) dirs() []string {
	var dirs []string
	for _, s := range m.sources {
		dirs = append(dirs, s.dir())
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// in are the files of one folder.
func (m *module) in(dir string) []*source {
	var files []*source
	for _, s := range m.sources {
		if s.dir() == dir {
			files = append(files, s)
		}
	}
	return files
}

// problems collects what a rule finds, as "file:line: text".
type problems struct {
	m    *module
	list []string
}

func (p *problems) at(pos token.Pos, format string, args ...any) {
	where := p.m.fset.Position(pos)
	p.list = append(p.list, fmt.Sprintf("%s:%d: %s", where.Filename, where.Line, fmt.Sprintf(format, args...)))
}

// in reports about a file or folder as a whole.
func (p *problems) in(name, format string, args ...any) {
	p.list = append(p.list, name+": "+fmt.Sprintf(format, args...))
}

func importPath(spec *ast.ImportSpec) string {
	value, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
	return value
}

// localName is what a file calls an imported package; empty if it does not
// import it.
func localName(s *source, imported string) string {
	for _, spec := range s.syntax.Imports {
		if importPath(spec) != imported {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(imported)
	}
	return ""
}

// uses lists where a file names one of an imported package's identifiers.
func uses(s *source, imported string, names ...string) []ast.Node {
	local := localName(s, imported)
	if local == "" {
		return nil
	}
	var found []ast.Node
	ast.Inspect(s.syntax, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok && slices.Contains(names, selector.Sel.Name) {
			if pkg, ok := selector.X.(*ast.Ident); ok && pkg.Name == local {
				found = append(found, selector)
			}
		}
		return true
	})
	return found
}

// within tells whether dir is one of folders or below it.
func within(dir string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool {
		return dir == folder || strings.HasPrefix(dir, folder+"/")
	})
}
