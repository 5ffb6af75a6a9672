// Package screen prints for people: colours where they are wanted, aligned and
// markdown tables, a progress line. Off a terminal everything comes out as
// plain text without control characters.
//
// Nothing here is safe for concurrent use unless it says so.
package screen

import (
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"
)

// Paint colours text, or leaves it alone. The zero value leaves it alone.
type Paint struct{ On bool }

// PaintFor colours what goes to a terminal, unless NO_COLOR is set
// (https://no-color.org) or the terminal is a dumb one.
func PaintFor(w io.Writer) Paint {
	return Paint{On: IsTerminal(w) && os.Getenv("NO_COLOR") == ""}
}

// IsTerminal tells whether a person looks at w and control characters work.
func IsTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(file.Fd()))
}

// Width is how many columns w has, fallback if it is no terminal.
func Width(w io.Writer, fallback int) int {
	if file, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return fallback
}

func (p Paint) wrap(code, text string) string {
	if !p.On || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// Bold, Dim, Red, Green, Yellow, Blue, Magenta and Cyan are the styles there
// are.
func (p Paint) Bold(text string) string    { return p.wrap("1", text) }
func (p Paint) Dim(text string) string     { return p.wrap("2", text) }
func (p Paint) Red(text string) string     { return p.wrap("31", text) }
func (p Paint) Green(text string) string   { return p.wrap("32", text) }
func (p Paint) Yellow(text string) string  { return p.wrap("33", text) }
func (p Paint) Blue(text string) string    { return p.wrap("34", text) }
func (p Paint) Magenta(text string) string { return p.wrap("35", text) }
func (p Paint) Cyan(text string) string    { return p.wrap("36", text) }

// Pad adds blanks on the right until text is width columns wide. Text must not
// be painted yet.
func Pad(text string, width int) string { return text + blanks(width-utf8.RuneCountInString(text)) }

// PadLeft is Pad with the blanks on the left.
func PadLeft(text string, width int) string {
	return blanks(width-utf8.RuneCountInString(text)) + text
}

func blanks(n int) string {
	const some = "                                        "
	if n <= 0 {
		return ""
	}
	if n <= len(some) {
		return some[:n]
	}
	return some + blanks(n-len(some))
}
