package screen

import (
	"io"
	"strings"
	"unicode/utf8"
)

// Table is text in columns. Rows shorter than Head are filled with empty cells,
// longer ones are cut.
type Table struct {
	Head []string
	// Left tells which columns hold words; the others hold numbers and are
	// aligned right.
	Left []bool
	Rows [][]string
}

// Add appends a row.
func (t *Table) Add(cells ...string) { t.Rows = append(t.Rows, cells) }

func (t *Table) left(column int) bool { return column < len(t.Left) && t.Left[column] }

func cell(row []string, column int) string {
	if column < len(row) {
		return row[column]
	}
	return ""
}

func (t *Table) widths() []int {
	widths := make([]int, len(t.Head))
	for column, head := range t.Head {
		widths[column] = utf8.RuneCountInString(head)
		for _, row := range t.Rows {
			widths[column] = max(widths[column], utf8.RuneCountInString(cell(row, column)))
		}
	}
	return widths
}

func (t *Table) pad(column int, text string, width int) string {
	if t.left(column) {
		return Pad(text, width)
	}
	return PadLeft(text, width)
}

// Write prints the table aligned, the head in bold.
func (t *Table) Write(w io.Writer, paint Paint) error {
	widths := t.widths()
	var out strings.Builder
	line := func(row []string, style func(string) string) {
		cells := make([]string, len(widths))
		for column, width := range widths {
			cells[column] = t.pad(column, cell(row, column), width)
		}
		out.WriteString(style(strings.TrimRight(strings.Join(cells, "  "), " ")) + "\n")
	}
	line(t.Head, paint.Bold)
	for _, row := range t.Rows {
		line(row, func(text string) string { return text })
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// Markdown prints the table for a document.
func (t *Table) Markdown(w io.Writer) error {
	var out strings.Builder
	line := func(cells []string) { out.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(t.Head)
	rules := make([]string, len(t.Head))
	for column := range rules {
		rules[column] = "---:"
		if t.left(column) {
			rules[column] = "---"
		}
	}
	line(rules)
	for _, row := range t.Rows {
		cells := make([]string, len(t.Head))
		for column := range cells {
			cells[column] = strings.ReplaceAll(cell(row, column), "|", "\\|")
		}
		line(cells)
	}
	_, err := io.WriteString(w, out.String())
	return err
}
