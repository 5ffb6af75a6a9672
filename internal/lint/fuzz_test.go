package lint

import (
	"go/ast"
	"slices"
	"strings"
)

// parserNames begin the names of functions that read input.
var parserNames = []string{"Parse", "Decode", "Read", "Unmarshal"}

// rawTypes are what input comes as.
var rawTypes = []string{"[]byte", "io.Reader", "bufio.Reader", "net.Conn"}

func checkFuzz(m *module, p *problems) {
	for _, dir := range m.dirs() {
		files := m.in(dir)
		reached, targets := fuzzed(files)
		for _, s := range files {
			if !s.production() {
				continue
			}
			for _, decl := range s.syntax.Decls {
				f, ok := decl.(*ast.FuncDecl)
				if !ok || !isParser(f) {
					continue
				}
				switch {
				case targets == 0:
					p.at(f.Pos(), "%s reads input, and the package has no fuzz target", f.Name.Name)
				case f.Name.IsExported() && !reached[f.Name.Name]:
					p.at(f.Pos(), "%s reads input, and no fuzz target calls it", f.Name.Name)
				}
			}
		}
	}
}

func isParser(f *ast.FuncDecl) bool {
	name := f.Name.Name
	if !slices.ContainsFunc(parserNames, func(prefix string) bool {
		return len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) && (len(name) == len(prefix) || ast.IsExported(name[len(prefix):]))
	}) {
		return false
	}
	if f.Recv != nil && slices.Contains(wellKnown, name) {
		return false // io.Reader and the like
	}
	for _, param := range f.Type.Params.List {
		if slices.Contains(rawTypes, typeName(param.Type)) {
			return true
		}
	}
	return false
}

// typeName spells the types that rawTypes lists.
func typeName(x ast.Expr) string {
	switch t := x.(type) {
	case *ast.ArrayType:
		if t.Len == nil {
			return "[]" + typeName(t.Elt)
		}
	case *ast.StarExpr:
		return typeName(t.X)
	case *ast.SelectorExpr:
		return typeName(t.X) + "." + t.Sel.Name
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// fuzzed are the names the fuzz targets of a package mention, directly or
// through functions of its tests, and how many targets there are.
func fuzzed(files []*source) (map[string]bool, int) {
	bodies := make(map[string][]string)
	var targets []string
	for _, s := range files {
		if !s.test {
			continue
		}
		for _, decl := range s.syntax.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				bodies[f.Name.Name] = append(bodies[f.Name.Name], identifiers(f)...)
				if f.Recv == nil && strings.HasPrefix(f.Name.Name, "Fuzz") {
					targets = append(targets, f.Name.Name)
				}
			}
		}
	}
	reached := make(map[string]bool)
	for queue := targets; len(queue) > 0; queue = queue[1:] {
		for _, name := range bodies[queue[0]] {
			if !reached[name] {
				reached[name] = true
				queue = append(queue, name)
			}
		}
	}
	return reached, len(targets)
}

func identifiers(f *ast.FuncDecl) []string {
	var names []string
	ast.Inspect(f, func(node ast.Node) bool {
		if ident, ok := node.(*ast.Ident); ok {
			names = append(names, ident.Name)
		}
		return true
	})
	return names
}
