package settings

import (
	"fmt"
	"strings"
)

// Markdown is the table of settings for the documentation.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| flag | variable | of existing nodes | default | |\n| --- | --- | --- | --- | --- |\n")
	for _, l := range allLines() {
		flag := "–"
		if l.name != "" {
			flag = code(strings.TrimSpace("--" + l.name + " " + strings.ReplaceAll(l.kind.placeholder, "|", "\\|")))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", flag, code(l.env), code(l.legacy), code(l.preset), l.explain)
	}
	return b.String()
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}

// plain is help without the marks of the documentation. pflag would take a
// quoted word for the name of the value.
func plain(text string) string { return strings.ReplaceAll(text, "`", "") }
