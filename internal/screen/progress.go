package screen

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Progress is one line that changes in place. Off a terminal it prints nothing,
// as a log of percentages helps nobody. It is safe for concurrent use.
type Progress struct {
	w     io.Writer
	on    bool
	width int
	paint Paint

	mu    sync.Mutex
	shown bool
}

// NewProgress shows progress on w if that is a terminal.
func NewProgress(w io.Writer) *Progress {
	return &Progress{w: w, on: IsTerminal(w), width: Width(w, 80), paint: PaintFor(w)}
}

// Show replaces the line: a label, a bar filled to part of 1, a note.
func (p *Progress) Show(label string, part float64, note string) {
	if !p.on {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = true
	_, _ = io.WriteString(p.w, "\r\x1b[K"+p.line(label, part, note)) // a terminal that is gone misses nothing
}

func (p *Progress) line(label string, part float64, note string) string {
	const bar = 24
	if !(part > 0) { // also 0/0, before anything is known
		part = 0
	}
	part = min(part, 1)
	filled := int(part * bar)
	tail := fmt.Sprintf(" %3.0f%%  %s", part*100, note)
	if room := p.width - bar - 2 - utf8.RuneCountInString(tail); utf8.RuneCountInString(label) > room {
		label = string([]rune(label)[:max(room, 0)])
	}
	return label + " " + p.paint.Cyan(strings.Repeat("━", filled)) + p.paint.Dim(strings.Repeat("─", bar-filled)) + tail
}

// Clear removes the line, so that other output can follow.
func (p *Progress) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		_, _ = io.WriteString(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// Duration is d with about three digits, in the unit that suits it.
func Duration(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + Duration(-d)
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
	return d.Round(time.Second).String()
}

// Count is n with commas between thousands.
func Count(n int64) string {
	if n < 0 {
		return "-" + Count(-n)
	}
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", Count(n/1000), n%1000)
}

// Bytes is n in the largest of B, KiB, MiB and GiB that gives 1 or more.
func Bytes(n int64) string {
	switch {
	case n < 0:
		return "-" + Bytes(-n)
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}
