package bench

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"go-acn/internal/lab/load"
	"go-acn/internal/screen"
)

// table is every row with all its figures, as medians or as spreads, which
// take more room than a terminal has.
func (r Report) table(show func(Spread) string) *screen.Table {
	table := &screen.Table{
		Head: []string{"nodes", "agents", "path", "message", "pairs", "window", "env/s", "p50 ms", "p90 ms", "p99 ms", "max ms",
			"node CPU", "generator", "fate"},
		Left: []bool{true, true, true, 13: true},
	}
	for _, row := range r.Rows {
		line := row.key()
		for _, figure := range []func(load.Result) float64{perSecond, p50, p90, p99, maximum, nodeCPU, generatorCPU} {
			line = append(line, show(row.Spread(figure)))
		}
		if !row.hasNodes() {
			line[len(line)-2] = "-"
		}
		table.Add(append(line, row.fate())...)
	}
	return table
}

// median is the short form of a Spread.
func median(s Spread) string { return figure(s.Median) }

func (r Row) key() []string {
	return append([]string{r.Side, string(r.Mode)}, r.Cell.key()...)
}

func (c Cell) key() []string {
	return []string{c.Path(), count(int64(c.Size)) + " B", strconv.Itoa(c.Pairs), strconv.Itoa(c.Window)}
}

func (r Row) hasNodes() bool { return len(r.Runs) > 0 && len(r.Runs[0].Nodes) > 0 }

// fate says in words what did not arrive as it should.
func (r Row) fate() string {
	var parts []string
	if len(r.Failures) > 0 {
		parts = append(parts, fmt.Sprintf("%d failed: %s", len(r.Failures), r.Failures[0]))
	}
	total := r.Total()
	for _, part := range []struct {
		n    int64
		name string
	}{
		{total.Lost, "lost"}, {total.Refused, "refused"}, {total.Duplicates, "doubled"},
		{total.Misordered, "out of order"}, {total.Damaged, "damaged"},
	} {
		if part.n > 0 {
			parts = append(parts, count(part.n)+" "+part.name)
		}
	}
	if len(parts) == 0 {
		return "all arrived"
	}
	return strings.Join(parts, ", ")
}

// IdleTable is what fresh nodes and idle agents cost, nil if nobody looked.
func (r Report) IdleTable() *screen.Table {
	table := &screen.Table{
		Head: []string{"nodes", "fresh node MiB", "idle agents", "with them MiB", "each kB", "CPU s to accept them"},
		Left: []bool{true},
	}
	for _, row := range r.Idle {
		if len(row.Runs) == 0 {
			continue
		}
		over := func(figure func(load.IdleResult) float64) string {
			var values []float64
			for _, run := range row.Runs {
				values = append(values, figure(run))
			}
			return spreadOf(values).String()
		}
		const mebibyte = 1 << 20
		table.Add(row.Side,
			over(func(run load.IdleResult) float64 { return float64(run.RSSBefore) / mebibyte }),
			strconv.Itoa(row.Runs[0].Agents),
			over(func(run load.IdleResult) float64 { return float64(run.RSSAfter) / mebibyte }),
			over(func(run load.IdleResult) float64 { return run.PerAgent / 1000 }),
			over(func(run load.IdleResult) float64 { return run.CPUSeconds }))
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return table
}

// comparison is one figure side by side.
type comparison struct {
	title string
	value func(load.Result) float64
	// ratio puts a factor beside each contender but the last, so that above 1
	// is in favour of the contender.
	ratio func(value, base float64) string
}

var comparisons = []comparison{
	{"Envelopes per second", perSecond, ratio},
	{"Node CPU, ms per 1,000 envelopes", nodeCPU, func(value, base float64) string { return ratio(base, value) }},
	{"Latency p50, ms", p50, func(value, base float64) string { return ratio(base, value) }},
	{"Latency p99, ms", p99, func(value, base float64) string { return ratio(base, value) }},
}

// compare puts all contenders side by side, one row a cell; the last is what
// the others are compared with.
func (r Report) compare(c comparison, columns []column) *screen.Table {
	table := &screen.Table{Head: []string{"path", "message", "pairs", "window"}, Left: []bool{true}}
	base := columns[len(columns)-1]
	for _, column := range columns {
		table.Head = append(table.Head, column.String())
		if column != base {
			table.Head = append(table.Head, "×")
		}
	}
	for _, cell := range r.cells() {
		line := cell.key()
		for _, column := range columns {
			row, baseRow := r.row(column.side, column.mode, cell), r.row(base.side, base.mode, cell)
			if row == nil || baseRow == nil {
				continue
			}
			spread := row.Spread(c.value)
			line = append(line, spread.String())
			if column != base {
				line = append(line, c.ratio(spread.Median, baseRow.Spread(c.value).Median))
			}
		}
		table.Add(line...)
	}
	return table
}

// column is one contender.
type column struct {
	side string
	mode load.Mode
}

func (c column) String() string { return c.side + ", " + string(c.mode) }

func (r Report) columns() []column {
	var columns []column
	seen := make(map[column]bool)
	for _, row := range r.Rows {
		if c := (column{row.Side, row.Mode}); !seen[c] {
			seen[c] = true
			columns = append(columns, c)
		}
	}
	return columns
}

func (r Report) cells() []Cell {
	var cells []Cell
	seen := make(map[Cell]bool)
	for _, row := range r.Rows {
		if !seen[row.Cell] {
			seen[row.Cell] = true
			cells = append(cells, row.Cell)
		}
	}
	return cells
}

// Write prints the report for a person.
func (r Report) Write(w io.Writer, paint screen.Paint) error {
	return r.write(w, r.table(median), func(title string, table *screen.Table) error {
		if _, err := fmt.Fprintf(w, "\n%s\n", paint.Bold(title)); err != nil {
			return err
		}
		return table.Write(w, screen.Paint{})
	})
}

// Markdown prints the report for a document.
func (r Report) Markdown(w io.Writer) error {
	return r.write(w, r.table(Spread.String), func(title string, table *screen.Table) error {
		if _, err := fmt.Fprintf(w, "\n### %s\n\n", title); err != nil {
			return err
		}
		return table.Markdown(w)
	})
}

func (r Report) write(w io.Writer, all *screen.Table, show func(title string, table *screen.Table) error) error {
	columns := r.columns()
	if _, err := fmt.Fprintln(w, r.preface(columns)); err != nil {
		return err
	}
	type titled struct {
		title string
		table *screen.Table
	}
	var tables []titled
	if len(columns) > 1 {
		for _, c := range comparisons {
			tables = append(tables, titled{c.title, r.compare(c, columns)})
		}
	}
	if idle := r.IdleTable(); idle != nil {
		tables = append(tables, titled{"Memory of a node", idle})
	}
	if len(all.Rows) > 0 {
		tables = append(tables, titled{"All figures (CPU in ms per 1,000 envelopes)", all})
	}
	for _, t := range tables {
		if err := show(t.title, t.table); err != nil {
			return err
		}
	}
	return nil
}

// preface says what the tables are about.
func (r Report) preface(columns []column) string {
	m := r.Machine
	each := "each until all its envelopes were delivered"
	if r.Duration > 0 {
		each = fmt.Sprintf("each %s s after %s s of warm-up", figure(r.Duration), figure(r.Warmup))
	}
	lines := []string{
		fmt.Sprintf("%s: %d cores (%s), %s, Linux %s, load average %s before and %s after.", r.Began.Format("2006-01-02 15:04 UTC"),
			m.Cores, m.CPU, m.Go, m.Kernel, figure(m.Load), figure(m.LoadAfter)),
		fmt.Sprintf("Nodes and load generator share the machine. Runs of each cell: %d, %s.", r.Runs, each),
	}
	if len(columns) > 1 {
		lines = append(lines, fmt.Sprintf("Figures are medians [min..max]; × is how many times better than %q.", columns[len(columns)-1]))
	}
	return strings.Join(lines, "\n")
}
