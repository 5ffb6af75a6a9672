package lint

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

func checkPackageDocs(m *module, p *problems) {
	for _, dir := range m.dirs() {
		var docs []*source
		var pkg *ast.File
		for _, s := range m.in(dir) {
			if s.test {
				continue
			}
			pkg = s.syntax
			if s.syntax.Doc != nil {
				docs = append(docs, s)
			}
		}
		switch {
		case pkg == nil:
		case len(docs) == 0:
			p.in(dir, "no package comment")
		case len(docs) > 1:
			p.in(dir, "package comments in %s and %s", path.Base(docs[0].path), path.Base(docs[1].path))
		default:
			checkOpening(docs[0], p)
		}
	}
}

func checkOpening(s *source, p *problems) {
	opening := "Package " + s.syntax.Name.Name + " "
	if s.main() {
		opening = "Command " + path.Base(s.dir()) + " "
	}
	text := strings.ReplaceAll(s.syntax.Doc.Text(), "\n", " ")
	if !strings.HasPrefix(text, opening) {
		p.at(s.syntax.Doc.Pos(), "package comment does not begin %q", opening)
	}
}

// wellKnown methods mean what the interface they come from says.
var wellKnown = []string{
	"Error", "Unwrap", "Is", "As", "String", "GoString", "Format", "LogValue",
	"MarshalText", "UnmarshalText", "MarshalJSON", "UnmarshalJSON", "MarshalBinary", "UnmarshalBinary", "MarshalYAML", "UnmarshalYAML",
	"Len", "Less", "Swap", "Push", "Pop", "Read", "Write", "Close", "ServeHTTP",
}

func checkDocs(m *module, p *problems) {
	for _, s := range m.sources {
		if !s.production() || s.main() {
			continue
		}
		lastDocumented := token.NoPos
		for _, decl := range s.syntax.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				// One comment may stand above a run of one-line methods.
				covered := lastDocumented.IsValid() && line(m, decl.Pos()) == line(m, lastDocumented)+1
				if decl.Doc == nil && !covered && promises(decl) {
					p.at(decl.Pos(), "%s has no comment", decl.Name.Name)
				}
				lastDocumented = token.NoPos
				if decl.Doc != nil || covered {
					lastDocumented = decl.End()
				}
			case *ast.GenDecl:
				lastDocumented = token.NoPos
				checkSpecs(decl, p)
			}
		}
	}
}

func line(m *module, pos token.Pos) int { return m.fset.Position(pos).Line }

// promises tells whether users of the package see a function and have to be
// told what it does.
func promises(f *ast.FuncDecl) bool {
	if !f.Name.IsExported() {
		return false
	}
	if f.Recv == nil {
		return true
	}
	return ast.IsExported(receiver(f)) && !slices.Contains(wellKnown, f.Name.Name)
}

// receiver is the name of a method's type.
func receiver(f *ast.FuncDecl) string {
	x := f.Recv.List[0].Type
	for {
		switch t := x.(type) {
		case *ast.StarExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}

func checkSpecs(decl *ast.GenDecl, p *problems) {
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && decl.Doc == nil && spec.Doc == nil {
				p.at(spec.Pos(), "%s has no comment", spec.Name.Name)
			}
		case *ast.ValueSpec:
			if spec.Names[0].IsExported() && decl.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				p.at(spec.Pos(), "%s has no comment", spec.Names[0].Name)
			}
		}
	}
}

// Limits in lines. Tests hold tables, which are long without being deep.
const (
	maxFile         = 800
	maxFunction     = 90
	maxTestFile     = 1000
	maxTestFunction = 150
)

func checkLength(m *module, p *problems) {
	for _, s := range m.sources {
		if s.generated {
			continue
		}
		file, function := maxFile, maxFunction
		if s.test {
			file, function = maxTestFile, maxTestFunction
		}
		if s.lines > file {
			p.in(s.path, "%d lines, limit %d", s.lines, file)
		}
		for _, decl := range s.syntax.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines := line(m, f.End()) - line(m, f.Pos()) + 1; lines > function {
				p.at(f.Pos(), "%s has %d lines, limit %d", f.Name.Name, lines, function)
			}
		}
	}
}

// emptyNames say nothing about what they name.
var emptyNames = []string{"util", "utils", "common", "helper", "helpers", "misc", "types", "shared", "base", "stuff"}

func checkNames(m *module, p *problems) {
	for _, dir := range m.dirs() {
		for _, part := range strings.Split(dir, "/") {
			if slices.Contains(emptyNames, part) {
				p.in(dir, "a folder named %s", part)
			}
		}
	}
	for _, s := range m.sources {
		stem := strings.TrimSuffix(strings.TrimSuffix(path.Base(s.path), ".go"), "_test")
		for _, part := range strings.Split(stem, "_") {
			if slices.Contains(emptyNames, part) {
				p.in(s.path, "a file named %s", part)
			}
		}
		if s.production() {
			checkIdentifiers(s, p)
		}
	}
}

// othersMethods are those that interfaces of other modules name like this.
var othersMethods = []string{"GetSize"} // blockstore.Blockstore

func checkIdentifiers(s *source, p *problems) {
	for _, decl := range s.syntax.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			rest, ok := strings.CutPrefix(decl.Name.Name, "Get")
			if ok && ast.IsExported(rest) && !(decl.Recv != nil && slices.Contains(othersMethods, decl.Name.Name)) {
				p.at(decl.Pos(), "%s: say %s", decl.Name.Name, rest)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					checkType(s, t, p)
				}
			}
		}
	}
}

func checkType(s *source, t *ast.TypeSpec, p *problems) {
	name, pkg := t.Name.Name, s.syntax.Name.Name
	if len(name) > len(pkg) && strings.EqualFold(name[:len(pkg)], pkg) && ast.IsExported(name) && ast.IsExported(name[len(pkg):]) {
		p.at(t.Pos(), "%s.%s stutters", pkg, name)
	}
	if _, ok := t.Type.(*ast.InterfaceType); ok && len(name) > 1 && name[0] == 'I' && ast.IsExported(name[1:]) {
		p.at(t.Pos(), "interface %s: drop the I", name)
	}
}
