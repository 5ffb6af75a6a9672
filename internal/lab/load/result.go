package load

import (
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"go-acn/internal/lab/proc"
)

// Latency is the time from sending to arrival, in milliseconds.
type Latency struct {
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// Process is a node under measurement.
type Process struct {
	Name string
	Pid  int
}

// Usage is what one node used during the measurement; memory in bytes.
type Usage struct {
	Name       string  `json:"name"`
	CPUSeconds float64 `json:"cpu_seconds"`
	RSSBefore  uint64  `json:"rss_before_bytes"`
	RSSAfter   uint64  `json:"rss_after_bytes"`
	RSSPeak    uint64  `json:"rss_peak_bytes"` // of its whole life
}

// Result is one measurement. Counts are of everything that was sent, warm-up
// included; rates and CPU of what was delivered during the measurement;
// latencies of what was sent during it.
type Result struct {
	Counts
	Seconds      float64 `json:"seconds"`
	PerSecond    float64 `json:"envelopes_per_second"`
	Latency      Latency `json:"latency_ms"`
	NodeCPU      float64 `json:"node_cpu_seconds_per_1000"`      // all nodes together
	GeneratorCPU float64 `json:"generator_cpu_seconds_per_1000"` // sending and receiving agents
	Nodes        []Usage `json:"nodes,omitempty"`
	Disconnects  int64   `json:"disconnects"` // of agents, which then connect again
	Refusal      string  `json:"first_refusal,omitempty"`
	measured     int64
}

// probe is one look at the nodes and at this process.
type probe struct {
	nodes []proc.Usage
	self  proc.Usage
}

func look(processes []Process) (probe, error) {
	var p probe
	for _, process := range processes {
		usage, err := proc.Read(process.Pid)
		if err != nil {
			return probe{}, err
		}
		p.nodes = append(p.nodes, usage)
	}
	// Without /proc there is no figure for ourselves; nobody asked for one.
	p.self, _ = proc.Self()
	return p, nil
}

// charge shares the CPU time used between two looks among the envelopes.
func (r *Result) charge(processes []Process, before, after probe) {
	per1000 := func(cpu time.Duration) float64 {
		if r.measured == 0 {
			return 0
		}
		return cpu.Seconds() / float64(r.measured) * 1000
	}
	var total time.Duration
	for i, process := range processes {
		cpu := after.nodes[i].CPU - before.nodes[i].CPU
		total += cpu
		r.Nodes = append(r.Nodes, Usage{
			Name: process.Name, CPUSeconds: cpu.Seconds(),
			RSSBefore: before.nodes[i].RSS, RSSAfter: after.nodes[i].RSS, RSSPeak: after.nodes[i].PeakRSS,
		})
	}
	r.NodeCPU = per1000(total)
	r.GeneratorCPU = per1000(after.self.CPU - before.self.CPU)
}

// collect adds up the pairs after the end.
func collect(pairs []*pair, begin, end time.Duration) Result {
	var result Result
	latency := hdrhistogram.New(leastLatency, mostLatency, latencyDigits)
	for _, p := range pairs {
		p.mu.Lock()
		result.Counts.Add(p.tally.counts(p.sent.Load()))
		result.measured += p.measured
		latency.Merge(p.latency)
		result.Disconnects += p.sender.disconnects.Load() + p.target.disconnects.Load()
		if result.Refusal == "" && p.refusal != nil {
			result.Refusal = p.refusal.Error()
		}
		p.mu.Unlock()
	}
	if result.Seconds = (end - begin).Seconds(); result.Seconds > 0 {
		result.PerSecond = float64(result.measured) / result.Seconds
	}
	milliseconds := func(quantile float64) float64 { return float64(latency.ValueAtQuantile(quantile)) / 1000 }
	result.Latency = Latency{P50: milliseconds(50), P90: milliseconds(90), P99: milliseconds(99), Max: float64(latency.Max()) / 1000}
	return result
}
