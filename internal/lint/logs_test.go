package lint

import (
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// levels are the methods of a logger, with the position of the message.
var levels = map[string]int{
	"Debug": 0, "Info": 0, "Warn": 0, "Error": 0,
	"DebugContext": 1, "InfoContext": 1, "WarnContext": 1, "ErrorContext": 1,
	"With": -1, // attributes only
}

// attrMakers are the functions of log/slog that make an attribute.
var attrMakers = []string{"String", "Int", "Int64", "Uint64", "Float64", "Bool", "Time", "Duration", "Any", "Group"}

func checkLogs(m *module, p *problems) {
	known := logAttributes(m.root)
	for _, s := range m.sources {
		if !s.production() || s.main() {
			continue
		}
		slog := localName(s, "log/slog")
		ast.Inspect(s.syntax, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			if at, ok := logs(call); ok && len(call.Args) > at {
				if at >= 0 {
					checkLogMessage(call.Args[at], p)
				}
				checkLogKeys(call.Args[at+1:], known, p)
			}
			if pkg, name, ok := strings.Cut(callee(call), "."); ok && pkg == slog && slices.Contains(attrMakers, name) && len(call.Args) > 0 {
				checkLogKey(call.Args[0], known, p)
			}
			return true
		})
	}
}

// logAttributes are the quoted words of the chapter on log attributes.
func logAttributes(root fs.FS) []string {
	page, err := fs.ReadFile(root, "docs/design.md")
	if err != nil {
		return nil
	}
	_, chapter, _ := strings.Cut(string(page), "\n## Log attributes\n")
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	var names []string
	for _, match := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(chapter, -1) {
		names = append(names, match[1])
	}
	return names
}

// logs tells whether a call logs, and which argument is the message. A logger
// is something whose name ends in log or logger.
func logs(call *ast.CallExpr) (int, bool) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return 0, false
	}
	at, ok := levels[method.Sel.Name]
	if !ok {
		return 0, false
	}
	var name string
	switch x := method.X.(type) {
	case *ast.Ident:
		name = x.Name
	case *ast.SelectorExpr:
		name = x.Sel.Name
	}
	name = strings.ToLower(name)
	return at, strings.HasSuffix(name, "log") || strings.HasSuffix(name, "logger")
}

func checkLogMessage(arg ast.Expr, p *problems) {
	text, ok := stringLiteral(arg)
	if !ok {
		return // passed on from a caller, whose message is checked there or not at all
	}
	first, _ := utf8.DecodeRuneInString(text)
	if unicode.IsUpper(first) || strings.HasSuffix(text, ".") {
		p.at(arg.Pos(), "message %q: want lower case, without a full stop", text)
	}
}

// checkLogKeys walks alternating keys and values, and attributes among them.
func checkLogKeys(args []ast.Expr, known []string, p *problems) {
	for i := 0; i < len(args); i++ {
		if _, ok := stringLiteral(args[i]); ok {
			checkLogKey(args[i], known, p)
			i++
		}
	}
}

func checkLogKey(arg ast.Expr, known []string, p *problems) {
	if key, ok := stringLiteral(arg); ok && !slices.Contains(known, key) {
		p.at(arg.Pos(), "attribute %q is not in docs/design.md", key)
	}
}

func stringLiteral(x ast.Expr) (string, bool) {
	literal, ok := x.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}
