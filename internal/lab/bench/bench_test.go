package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"go-acn/internal/lab/load"
	"go-acn/internal/lab/proc"
	"go-acn/internal/screen"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// made is a report with invented figures.
func made() Report {
	cfg := Config{
		Sides: []Side{
			{Name: "ours", Modes: []load.Mode{load.Pipelined, load.Legacy}},
			{Name: "reference", Modes: []load.Mode{load.Legacy}},
		},
		Cells: []Cell{{false, 100, 1, 1}, {true, 10_000, 16, 32}},
		Runs:  3, Duration: 4 * time.Second, Warmup: time.Second,
	}
	report := newReport(cfg)
	report.Began = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	report.Machine = Machine{Machine: proc.Machine{CPU: "Fast One", Cores: 2, Kernel: "6.1", Go: "go1.26", Load: 1.234}, LoadAfter: 2}
	for i := range report.Rows {
		for run := range 3 {
			speed := float64((i + 1) * 1000 * (run + 1))
			result := load.Result{
				Counts: load.Counts{Sent: 10, Delivered: 10}, Seconds: 4, PerSecond: speed, NodeCPU: 1 / speed, GeneratorCPU: 0.1 / speed,
				Latency: load.Latency{P50: 1000 / speed, P90: 2000 / speed, P99: 5000 / speed, Max: 9000 / speed},
				Nodes:   []load.Usage{{Name: "A"}},
			}
			report.add(i, result, nil)
		}
	}
	last := &report.Rows[len(report.Rows)-1]
	last.Runs = last.Runs[:2]
	last.Failures = []string{"registering: nothing"}
	last.Runs[0].Counts = load.Counts{Sent: 1210, Delivered: 5, Lost: 1200, Refused: 5, Duplicates: 1, Misordered: 2, Damaged: 3}
	report.Idle[0].Runs = []load.IdleResult{{Agents: 200, RSSBefore: 40 << 20, RSSAfter: 48 << 20, PerAgent: 41_943, CPUSeconds: 0.2}}
	return report
}

func TestReportText(t *testing.T) {
	var out bytes.Buffer
	if err := made().Write(&out, screen.Paint{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.txt", out.Bytes())
	out.Reset()
	if err := made().Markdown(&out); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.md", out.Bytes())
}

func TestReportSingle(t *testing.T) {
	report := newReport(Config{Sides: []Side{{Name: "nodes", Modes: []load.Mode{load.Legacy}}}, Cells: full()[:1], Runs: 1, Count: 10})
	report.add(0, load.Result{Counts: load.Counts{Sent: 1, Delivered: 1}, PerSecond: 10}, nil)
	var out bytes.Buffer
	if err := report.Write(&out, screen.Paint{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"all arrived", "All figures", "until all its envelopes"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("report says nothing of %q:\n%s", want, out.String())
		}
	}
	for _, wrong := range []string{"Envelopes per second", "Memory"} {
		if strings.Contains(out.String(), wrong) {
			t.Errorf("report of one contender has %q", wrong)
		}
	}
}

func TestReportClean(t *testing.T) {
	report := made()
	if report.Clean() {
		t.Error("a report with losses and failures is clean")
	}
	for _, row := range report.Rows[:len(report.Rows)-1] {
		if !row.Clean() {
			t.Errorf("row %+v is not clean", row)
		}
	}
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var back Report
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if back.Rows[5].Window != 32 || back.Rows[5].Runs[0].Lost != 1200 || back.Rows[5].Total().Sent != 1220 {
		t.Errorf("came back as %+v", back.Rows[5])
	}
}

func TestSpread(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   Spread
	}{
		{nil, Spread{}},
		{[]float64{3}, Spread{3, 3, 3}},
		{[]float64{3, 1}, Spread{2, 1, 3}},
		{[]float64{9, 1, 2}, Spread{2, 1, 9}},
	} {
		if got := spreadOf(test.values); got != test.want {
			t.Errorf("%v: got %+v, want %+v", test.values, got, test.want)
		}
	}
	for _, test := range []struct{ got, want string }{
		{Spread{494, 484, 557}.String(), "494 [484..557]"},
		{Spread{0.198, 0.198, 0.198}.String(), "0.198"},
		{figure(0), "0"}, {figure(1234.5), "1,235"}, {figure(99.96), "100"}, {figure(99.94), "99.9"}, {figure(9.999), "10.0"},
		{figure(1.5), "1.50"}, {figure(-0.0123), "-0.0123"}, {figure(1e-9), "0.000000"}, {figure(math.NaN()), "-"}, {figure(math.Inf(1)), "-"},
		{ratio(20, 10), "2.00×"}, {ratio(300, 10), "30.0×"}, {ratio(1, 0), "-"}, {ratio(0, 1), "-"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

func TestCells(t *testing.T) {
	cells, err := Cells("full")
	if err != nil || len(cells) != 16 {
		t.Errorf("full grid has %d cells, %v", len(cells), err)
	}
	seen := make(map[Cell]bool)
	for _, cell := range cells {
		if seen[cell] {
			t.Errorf("%s is there twice", cell)
		}
		seen[cell] = true
	}
	if _, err := Cells("FULL"); err != nil {
		t.Error(err)
	}
	if _, err := Cells("all"); err == nil {
		t.Error("cells of an unknown name")
	}
}

func TestRunRefuses(t *testing.T) {
	side, cells := Side{Name: "x", From: []load.Target{{}}}, full()
	for name, cfg := range map[string]Config{
		"no sides":      {Cells: cells},
		"no cells":      {Sides: []Side{side}},
		"too many runs": {Sides: []Side{side}, Cells: cells, Runs: 101},
		"fewer than no": {Sides: []Side{side}, Cells: cells, Runs: -1},
		"no nodes":      {Sides: []Side{{Name: "x"}}, Cells: cells},
		"no program":    {Sides: []Side{{Name: "x", Binary: "/nonexistent/node"}}, Cells: cells},
	} {
		if _, err := Run(t.Context(), cfg); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestRunFailingCell checks that a cell that cannot be measured does not end
// the others.
func TestRunFailingCell(t *testing.T) {
	const key = "037ed15dcee3a317e590cbdd28768ad8e2d29960b3e5d4eccca14bc94f83747f09"
	nobody := load.Target{Address: "127.0.0.1:1", Node: key}
	var last float64
	report, err := Run(t.Context(), Config{
		Sides: []Side{{Name: "x", From: []load.Target{nobody}}}, Cells: full()[:2], Runs: 2, Patience: 50 * time.Millisecond,
		Progress: func(_ string, part float64, _ string) { last = part },
	})
	if err != nil {
		t.Fatal(err)
	}
	if report.Clean() || len(report.Rows) != 2 || len(report.Rows[1].Failures) != 2 || !strings.Contains(report.Rows[0].Failures[0], "refused") {
		t.Errorf("report %+v", report)
	}
	if last > 1 {
		t.Errorf("progress %f", last)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, Config{Sides: []Side{{Name: "x", From: []load.Target{nobody}}}, Cells: full()[:1]}); err == nil {
		t.Error("no error although it was interrupted")
	}
}
