package demo

import (
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"go-acn/internal/screen"
)

// teller tells the story as it happens. Names keep their colours throughout.
type teller struct {
	w       io.Writer
	paint   screen.Paint
	began   time.Time
	chapter int
	colours map[string]func(string) string
}

func newTeller(w io.Writer) *teller {
	return &teller{w: w, paint: screen.PaintFor(w), began: time.Now(), colours: make(map[string]func(string) string)}
}

// textWidth is where times are aligned.
const textWidth = 84

// title is the first line.
func (t *teller) title(name, subtitle string) {
	t.printf("%s  %s\n", t.paint.Bold(name), t.paint.Dim(subtitle))
}

// begin starts a chapter.
func (t *teller) begin(format string, args ...any) {
	t.chapter++
	text := fmt.Sprintf(format, args...)
	since := screen.Duration(time.Since(t.began))
	room := textWidth + 12 - utf8.RuneCountInString(text) - 4
	t.printf("\n%s  %s%s\n", t.paint.Cyan(fmt.Sprint(t.chapter)), t.paint.Bold(text), t.paint.Dim(screen.PadLeft("+"+since, room)))
}

// cell is a piece of a line with its width; negative widths align right.
type cell struct {
	text  string
	width int
	style func(string) string
}

func (t *teller) render(cells []cell) (text string, width int) {
	for i, c := range cells {
		if i > 0 {
			text, width = text+" ", width+1
		}
		padded := screen.Pad(c.text, c.width)
		if c.width < 0 {
			padded = screen.PadLeft(c.text, -c.width)
		}
		width += utf8.RuneCountInString(padded)
		if c.style != nil {
			padded = c.style(padded)
		}
		text += padded
	}
	return text, width
}

// fact is one line: a mark, cells, and how long it took.
func (t *teller) fact(took time.Duration, cells ...cell) {
	text, width := t.render(cells)
	tail := ""
	if took > 0 {
		tail = t.paint.Dim(screen.PadLeft(screen.Duration(took), max(textWidth-width, 0)+9))
	}
	t.printf("   %s%s\n", text, tail)
}

// say is a line of prose.
func (t *teller) say(format string, args ...any) {
	t.printf("   %s\n", t.paint.Dim(fmt.Sprintf(format, args...)))
}

// name is a node or an agent, in its colour.
func (t *teller) name(name string, width int) cell {
	style, known := t.colours[name]
	if !known {
		palette := []func(string) string{t.paint.Green, t.paint.Yellow, t.paint.Magenta, t.paint.Blue, t.paint.Cyan, t.paint.Red}
		style = palette[len(t.colours)%len(palette)]
		t.colours[name] = style
	}
	return cell{name, width, style}
}

func (t *teller) word(text string, width int) cell  { return cell{text, width, nil} }
func (t *teller) quiet(text string, width int) cell { return cell{text, width, t.paint.Dim} }
func (t *teller) good() cell                        { return cell{"✓", 1, t.paint.Green} }
func (t *teller) bad() cell                         { return cell{"✗", 1, t.paint.Red} }

// printf ignores errors: a reader that has gone misses nothing, and what is
// done is still checked.
func (t *teller) printf(format string, args ...any) { _, _ = fmt.Fprintf(t.w, format, args...) }

// short is the tail of a long id, enough to tell some apart.
func short(id string) string {
	const head, tail = 8, 6
	if len(id) <= head+tail+1 {
		return id
	}
	return id[:head] + "…" + id[len(id)-tail:]
}
