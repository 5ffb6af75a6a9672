package lint

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

func checkSleep(m *module, p *problems) {
	for _, dir := range m.dirs() {
		files := m.in(dir)
		openers := bubbleOpeners(files)
		for _, s := range files {
			bubbles := calls(s.syntax, openers)
			for _, use := range uses(s, "time", "Sleep") {
				inside := slices.ContainsFunc(bubbles, func(b ast.Node) bool { return b.Pos() <= use.Pos() && use.End() <= b.End() })
				if !s.test || !inside {
					p.at(use.Pos(), "time.Sleep outside synctest.Test")
				}
			}
			if s.production() {
				for _, use := range uses(s, "time", "Tick") {
					p.at(use.Pos(), "time.Tick cannot be stopped; use time.NewTicker")
				}
			}
		}
	}
}

// bubbleOpeners are synctest.Test and those functions of a package's tests
// that call it.
func bubbleOpeners(files []*source) []string {
	openers := []string{"synctest.Test"}
	for _, s := range files {
		for _, decl := range s.syntax.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || !s.test || f.Recv != nil || strings.HasPrefix(f.Name.Name, "Test") {
				continue
			}
			if len(calls(f, openers[:1])) > 0 {
				openers = append(openers, f.Name.Name)
			}
		}
	}
	return openers
}

// calls are the calls of functions of these names below node.
func calls(node ast.Node, names []string) []ast.Node {
	var found []ast.Node
	ast.Inspect(node, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok && slices.Contains(names, callee(call)) {
			found = append(found, call)
		}
		return true
	})
	return found
}

// callee is how a call names its function: "f" or "x.f".
func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			return x.Name + "." + f.Sel.Name
		}
	}
	return ""
}

func checkContext(m *module, p *problems) {
	for _, s := range m.sources {
		if s.test {
			continue
		}
		if !s.main() {
			for _, use := range uses(s, "context", "Background", "TODO") {
				p.at(use.Pos(), "a context out of nothing; take the caller's")
			}
		}
		if s.generated {
			continue
		}
		ast.Inspect(s.syntax, func(node ast.Node) bool {
			if structure, ok := node.(*ast.StructType); ok {
				for _, field := range structure.Fields.List {
					if selector, ok := field.Type.(*ast.SelectorExpr); ok && selector.Sel.Name == "Context" && isIdent(selector.X, localName(s, "context")) {
						p.at(field.Pos(), "a context is passed, not stored")
					}
				}
			}
			return true
		})
	}
}

func isIdent(x ast.Expr, name string) bool {
	ident, ok := x.(*ast.Ident)
	return ok && name != "" && ident.Name == name
}

func checkGoroutines(m *module, p *problems) {
	for _, s := range m.sources {
		if !s.production() || s.main() {
			continue
		}
		ast.Inspect(s.syntax, func(node ast.Node) bool {
			if statement, ok := node.(*ast.GoStmt); ok {
				p.at(statement.Pos(), "bare go statement")
			}
			return true
		})
	}
}

func checkInit(m *module, p *problems) {
	for _, s := range m.sources {
		if !s.production() {
			continue
		}
		for _, decl := range s.syntax.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				p.at(f.Pos(), "func init")
			}
		}
	}
}

// enders are what ends the process.
var enders = map[string][]string{
	"os":      {"Exit"},
	"log":     {"Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"},
	"syscall": {"Exit"},
}

func checkExit(m *module, p *problems) {
	for _, s := range m.sources {
		if !s.production() || s.main() {
			continue
		}
		for pkg, names := range enders {
			for _, use := range uses(s, pkg, names...) {
				p.at(use.Pos(), "ends the process outside main")
			}
		}
	}
}

// unfinished are the words of a panic that stands for missing code.
var unfinished = []string{"not implemented", "unimplemented", "todo", "fixme", "not yet"}

func checkUnfinished(m *module, p *problems) {
	for _, s := range m.sources {
		if !s.production() {
			continue
		}
		ast.Inspect(s.syntax, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok && callee(call) == "panic" && mentions(call, unfinished) {
				p.at(call.Pos(), "a panic instead of code")
			}
			return true
		})
		for _, group := range s.syntax.Comments {
			for _, comment := range group.List {
				if marker := strings.TrimLeft(comment.Text, "/* "); strings.HasPrefix(marker, "TODO") || strings.HasPrefix(marker, "FIXME") {
					p.at(comment.Pos(), "a plan in place of code")
				}
			}
		}
	}
}

// mentions tells whether a literal below node holds one of the words.
func mentions(node ast.Node, words []string) bool {
	found := false
	ast.Inspect(node, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value) // the parser has checked it
			found = found || slices.ContainsFunc(words, func(word string) bool { return strings.Contains(strings.ToLower(text), word) })
		}
		return true
	})
	return found
}
