package bench

import (
	"cmp"
	"slices"
	"time"

	"go-acn/internal/lab/load"
	"go-acn/internal/lab/proc"
)

// Report is the outcome of a benchmark, also as JSON.
type Report struct {
	Machine  Machine   `json:"machine"`
	Began    time.Time `json:"began"`
	Runs     int       `json:"runs"`
	Duration float64   `json:"seconds_each,omitempty"`
	Warmup   float64   `json:"warmup_seconds"`
	Rows     []Row     `json:"rows"` // by contender, then by cell
	Idle     []IdleRow `json:"idle,omitempty"`
}

// Machine is where it ran, and how busy that was otherwise.
type Machine struct {
	proc.Machine
	LoadAfter float64 `json:"load_average_after"`
}

// Row is one cell for one contender.
type Row struct {
	Side string    `json:"side"`
	Mode load.Mode `json:"mode"`
	Cell
	Runs     []load.Result `json:"runs"`
	Failures []string      `json:"failures,omitempty"`
}

// IdleRow is what fresh nodes and idle agents cost one side.
type IdleRow struct {
	Side string            `json:"side"`
	Runs []load.IdleResult `json:"runs"`
}

func newReport(cfg Config) Report {
	report := Report{
		Machine: Machine{Machine: proc.Describe()}, Began: time.Now().UTC().Truncate(time.Second),
		Runs: cfg.Runs, Warmup: cfg.Warmup.Seconds(),
	}
	if cfg.Count == 0 {
		report.Duration = cmp.Or(cfg.Duration, 5*time.Second).Seconds()
	}
	for _, side := range cfg.Sides {
		report.Idle = append(report.Idle, IdleRow{Side: side.Name})
		for _, mode := range side.Modes {
			for _, cell := range cfg.Cells {
				report.Rows = append(report.Rows, Row{Side: side.Name, Mode: mode, Cell: cell})
			}
		}
	}
	return report
}

func (r *Report) add(row int, result load.Result, err error) {
	if err != nil {
		r.Rows[row].Failures = append(r.Rows[row].Failures, err.Error())
		return
	}
	r.Rows[row].Runs = append(r.Rows[row].Runs, result)
}

// Spread is a figure of this row over its runs.
func (r Row) Spread(figure func(load.Result) float64) Spread {
	values := make([]float64, len(r.Runs))
	for i, run := range r.Runs {
		values[i] = figure(run)
	}
	return spreadOf(values)
}

// Total adds up what became of the envelopes of all runs.
func (r Row) Total() (total load.Counts) {
	for _, run := range r.Runs {
		total.Add(run.Counts)
	}
	return total
}

// Clean tells whether every run worked and every envelope arrived once, whole
// and in order.
func (r Row) Clean() bool { return len(r.Failures) == 0 && r.Total().Clean() }

// Clean is that of all rows.
func (r Report) Clean() bool {
	return !slices.ContainsFunc(r.Rows, func(row Row) bool { return !row.Clean() })
}

// Failed tells whether a cell could not be measured.
func (r Report) Failed() bool {
	return slices.ContainsFunc(r.Rows, func(row Row) bool { return len(row.Failures) > 0 })
}

// row finds the row of a contender for a cell, nil if it was not measured.
func (r Report) row(side string, mode load.Mode, cell Cell) *Row {
	i := slices.IndexFunc(r.Rows, func(row Row) bool { return row.Side == side && row.Mode == mode && row.Cell == cell })
	if i < 0 {
		return nil
	}
	return &r.Rows[i]
}

// Figures of a run that tables show.
func perSecond(r load.Result) float64    { return r.PerSecond }
func p50(r load.Result) float64          { return r.Latency.P50 }
func p90(r load.Result) float64          { return r.Latency.P90 }
func p99(r load.Result) float64          { return r.Latency.P99 }
func maximum(r load.Result) float64      { return r.Latency.Max }
func nodeCPU(r load.Result) float64      { return r.NodeCPU * 1000 } // ms per 1,000 envelopes
func generatorCPU(r load.Result) float64 { return r.GeneratorCPU * 1000 }
