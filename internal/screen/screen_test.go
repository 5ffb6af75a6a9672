package screen

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func example() *Table {
	table := &Table{Head: []string{"path", "env/s"}, Left: []bool{true}}
	table.Add("A→B", "494")
	table.Add("a|b", "101,000", "cut")
	table.Add("short")
	return table
}

func TestTableWrite(t *testing.T) {
	var out bytes.Buffer
	if err := example().Write(&out, Paint{}); err != nil {
		t.Fatal(err)
	}
	want := "path     env/s\nA→B        494\na|b    101,000\nshort\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("plain table (-want +got):\n%s", diff)
	}
	out.Reset()
	if err := example().Write(&out, Paint{On: true}); err != nil {
		t.Fatal(err)
	}
	if want = strings.Replace(want, "path     env/s", "\x1b[1mpath     env/s\x1b[0m", 1); out.String() != want {
		t.Errorf("painted table is %q, want %q", out.String(), want)
	}
}

func TestTableMarkdown(t *testing.T) {
	var out bytes.Buffer
	if err := example().Markdown(&out); err != nil {
		t.Fatal(err)
	}
	want := "| path | env/s |\n| --- | ---: |\n| A→B | 494 |\n| a\\|b | 101,000 |\n| short |  |\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("markdown table (-want +got):\n%s", diff)
	}
}

func TestPaint(t *testing.T) {
	if got := (Paint{On: true}).Green("yes"); got != "\x1b[32myes\x1b[0m" {
		t.Errorf("painted %q", got)
	}
	if got := (Paint{}).Green("yes") + (Paint{On: true}).Red(""); got != "yes" {
		t.Errorf("unpainted %q", got)
	}
	if PaintFor(new(bytes.Buffer)).On {
		t.Error("a buffer was taken for a terminal")
	}
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if PaintFor(file).On || Width(file, 77) != 77 {
		t.Error("a file was taken for a terminal")
	}
}

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	progress := NewProgress(&out)
	progress.Show("A→B", 0.5, "")
	progress.Clear()
	if out.Len() != 0 {
		t.Errorf("wrote %q to something that is no terminal", out.String())
	}
	progress.on = true
	progress.Show("A→B", 0.5, "494/s")
	progress.Clear()
	if want := "\r\x1b[KA→B ━━━━━━━━━━━━────────────  50%  494/s\r\x1b[K"; out.String() != want {
		t.Errorf("wrote %q, want %q", out.String(), want)
	}
	progress.width = 40
	for _, part := range []float64{-1, 2, math.NaN()} {
		if got := progress.line("a label that is far too long", part, ""); len([]rune(got)) > 40 {
			t.Errorf("line %q is wider than 40", got)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{Duration(90 * time.Microsecond), "90 µs"},
		{Duration(-1590 * time.Microsecond), "-1.59 ms"},
		{Duration(12_340 * time.Microsecond), "12.3 ms"},
		{Duration(434 * time.Millisecond), "434 ms"},
		{Duration(1500 * time.Millisecond), "1.50 s"},
		{Duration(125 * time.Second), "2m5s"},
		{Count(0), "0"}, {Count(999), "999"}, {Count(1000), "1,000"}, {Count(-1234567), "-1,234,567"},
		{Bytes(1023), "1023 B"}, {Bytes(1024), "1.0 KiB"}, {Bytes(43_000), "42.0 KiB"}, {Bytes(31 << 20), "31.0 MiB"},
		{Bytes(5 << 30), "5.0 GiB"}, {Bytes(-2048), "-2.0 KiB"},
		{Pad("é", 3) + "|", "é  |"}, {PadLeft("é", 3), "  é"}, {Pad("long", 2), "long"}, {Pad("", 50), strings.Repeat(" ", 50)},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
