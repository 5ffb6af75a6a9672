// Package haul measures how fast a package gets from one node to another:
// between two nodes of ours, over one raw stream between the same two, and
// between two kubo nodes. All take turns in one run, each node is a process of
// its own, and all is on loopback. cmd/acnlab calls it.
package haul

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"go-acn/internal/lab/proc"
)

// Config of a benchmark.
type Config struct {
	// Node is the command line of a process that is RunNode; the data directory
	// comes after it.
	Node []string
	// Kubo is an ipfs program, or empty.
	Kubo string
	// Binaries are programs whose size is shown, by name.
	Binaries map[string]string
	// Size is how many bytes the files of a package have; default 16 MiB.
	Size int
	// Runs is how many packages are fetched by each; default 9.
	Runs int
	// Progress, if set, is told what is going on and which part of all is done.
	Progress func(label string, part float64, note string)
}

// Result is what one way of moving a package came to.
type Result struct {
	Name  string          `json:"name"`
	Took  []time.Duration `json:"took_ns"`
	CPU   time.Duration   `json:"cpu_ns"`         // of both sides for one package, on average
	Peaks [2]uint64       `json:"peak_rss_bytes"` // of giver and taker
}

// Median is the time in the middle.
func (r *Result) Median() time.Duration {
	if len(r.Took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(r.Took))
	return sorted[len(sorted)/2]
}

// Report is a benchmark.
type Report struct {
	Machine  proc.Machine     `json:"machine"`
	Begun    time.Time        `json:"begun"`
	Size     int              `json:"size"`
	Runs     int              `json:"runs"`
	Results  []*Result        `json:"results"`
	Binaries map[string]int64 `json:"binary_bytes"`
}

// side is two processes, between which a package can be moved.
type side interface {
	name() string
	// offer makes the giver have the package in a folder.
	offer(ctx context.Context, dir string) (cid string, err error)
	// fetch makes the taker get it.
	fetch(ctx context.Context, cid string) (time.Duration, error)
	pids() [2]int
	stop()
}

// Run measures. It works in a folder that it makes and takes away.
func Run(ctx context.Context, cfg Config) (*Report, error) {
	if cfg.Size == 0 {
		cfg.Size = 16 << 20
	}
	if cfg.Runs == 0 {
		cfg.Runs = 9
	}
	dir, err := os.MkdirTemp("", "acnlab-haul-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	report := &Report{Machine: proc.Describe(), Begun: time.Now().UTC(), Size: cfg.Size, Runs: cfg.Runs, Binaries: make(map[string]int64)}
	for name, path := range cfg.Binaries {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		report.Binaries[name] = info.Size()
	}
	sides, err := start(ctx, cfg, dir)
	defer func() {
		for _, s := range sides {
			s.stop()
		}
	}()
	if err != nil {
		return nil, err
	}
	return report, measure(ctx, cfg, dir, sides, report)
}

func start(ctx context.Context, cfg Config, dir string) (sides []side, err error) {
	onDisk, err := startOurs(ctx, cfg.Node, "acn", filepath.Join(dir, "ours"))
	if err != nil {
		return nil, err
	}
	sides = append(sides, onDisk)
	inMemory, err := startOurs(ctx, cfg.Node, "acn, stores in memory", "")
	if err != nil {
		return sides, err
	}
	sides = append(sides, inMemory, &rawStream{ours: inMemory, size: cfg.Size}, &file{dir: dir, size: cfg.Size})
	if cfg.Kubo == "" {
		return sides, nil
	}
	for _, profile := range []string{"", "pebbleds"} {
		k, err := startKubo(ctx, cfg.Kubo, profile, filepath.Join(dir, "kubo"+profile))
		if err != nil {
			return sides, fmt.Errorf("starting kubo: %w", err)
		}
		sides = append(sides, k)
	}
	return sides, nil
}

// measure moves one package after the other, each by all sides in turns. The
// first is to warm up, and not counted.
func measure(ctx context.Context, cfg Config, dir string, sides []side, report *Report) error {
	for _, s := range sides {
		report.Results = append(report.Results, &Result{Name: s.name()})
	}
	cpu := make([]time.Duration, len(sides))
	for run := range cfg.Runs + 1 {
		parcel := filepath.Join(dir, "parcel")
		if err := writePackage(parcel, cfg.Size, uint64(run)); err != nil {
			return err
		}
		cid := ""
		for i, s := range sides {
			if cfg.Progress != nil {
				cfg.Progress(s.name(), float64(run)/float64(cfg.Runs+1), fmt.Sprintf("package %d of %d", run, cfg.Runs))
			}
			offered, err := s.offer(ctx, parcel)
			switch {
			case err != nil:
				return fmt.Errorf("%s: offering: %w", s.name(), err)
			case cid == "":
				cid = offered
			case offered != cid && offered != "":
				return fmt.Errorf("%s: the package is %s, want %s", s.name(), offered, cid)
			}
			before := usage(s)
			took, err := s.fetch(ctx, cid)
			if err != nil {
				return fmt.Errorf("%s: fetching: %w", s.name(), err)
			}
			after := usage(s)
			result := report.Results[i]
			result.Peaks = [2]uint64{after[0].PeakRSS, after[1].PeakRSS}
			if run > 0 {
				result.Took = append(result.Took, took)
				cpu[i] += after[0].CPU + after[1].CPU - before[0].CPU - before[1].CPU
				result.CPU = cpu[i] / time.Duration(run)
			}
		}
	}
	return nil
}

func usage(s side) (both [2]proc.Usage) {
	for i, pid := range s.pids() {
		both[i], _ = proc.Read(pid) // zero where there is no /proc
	}
	return both
}

// files of a package, in bytes, until it is large enough.
var files = []int{270_554, 262_144, 262_145, 5 << 20, 3 << 20, 1<<20 + 7, 40_000}

// writePackage makes a folder with bytes that nobody can compress.
func writePackage(dir string, size int, seed uint64) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	random := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), 1})
	for i := 0; size > 0; i++ {
		data := make([]byte, min(size, files[i%len(files)]))
		if _, err := io.ReadFull(random, data); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("file%03d.bin", i)), data, 0o644); err != nil {
			return err
		}
		size -= len(data)
	}
	return nil
}

// ours are two nodes of ours.
type ours struct {
	giver, taker *process
	title        string
}

// startOurs starts nodes that keep packages below dir, or in memory without one.
func startOurs(ctx context.Context, command []string, title, dir string) (*ours, error) {
	if len(command) == 0 {
		return nil, errors.New("no command for a node of ours")
	}
	o := &ours{title: title}
	giver, taker := "", ""
	if dir != "" {
		giver, taker = filepath.Join(dir, "giver"), filepath.Join(dir, "taker")
	}
	var err error
	if o.giver, err = startProcess(ctx, command, giver); err != nil {
		return nil, err
	}
	if o.taker, err = startProcess(ctx, command, taker); err != nil {
		o.giver.stop()
		return nil, err
	}
	return o, nil
}

func (o *ours) name() string { return o.title }

func (o *ours) offer(_ context.Context, dir string) (string, error) {
	a, err := o.giver.ask("add " + dir)
	return a.Hash, err
}

func (o *ours) fetch(_ context.Context, cid string) (time.Duration, error) {
	a, err := o.taker.ask("fetch " + cid + " " + o.giver.addr)
	return a.Took, err
}

func (o *ours) pids() [2]int { return [2]int{o.giver.pid(), o.taker.pid()} }

func (o *ours) stop() {
	o.giver.stop()
	o.taker.stop()
}

// rawStream is one stream between our two nodes.
type rawStream struct {
	*ours
	size int
}

func (r *rawStream) name() string                                  { return "one raw stream" }
func (r *rawStream) offer(context.Context, string) (string, error) { return "", nil }
func (r *rawStream) stop()                                         {}
func (r *rawStream) fetch(context.Context, string) (time.Duration, error) {
	a, err := r.taker.ask(fmt.Sprintf("raw %d %s", r.size, r.giver.addr))
	return a.Took, err
}

// file is what the disk alone takes for as many bytes, in leaves.
type file struct {
	dir  string
	size int
}

func (f *file) name() string                                  { return "one file, synced" }
func (f *file) offer(context.Context, string) (string, error) { return "", nil }
func (f *file) pids() [2]int                                  { return [2]int{} }
func (f *file) stop()                                         {}
func (f *file) fetch(context.Context, string) (time.Duration, error) {
	leaf := make([]byte, 256<<10)
	started := time.Now()
	out, err := os.CreateTemp(f.dir, "file-*")
	if err != nil {
		return 0, err
	}
	for left := f.size; left > 0 && err == nil; left -= len(leaf) {
		_, err = out.Write(leaf[:min(left, len(leaf))])
	}
	err = errors.Join(err, out.Sync(), out.Close())
	return time.Since(started), err
}

// process is a RunNode.
type process struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	addr string
}

func startProcess(ctx context.Context, command []string, dataDir string) (*process, error) {
	cmd := exec.CommandContext(ctx, command[0], append(slices.Clone(command[1:]), dataDir)...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, in: in, out: bufio.NewReader(out)}
	up, err := p.read()
	if err == nil && len(up.Addrs) == 0 {
		err = errors.New("a node without an address")
	}
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("starting a node: %w", err)
	}
	p.addr = up.Addrs[0]
	return p, nil
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) ask(line string) (answer, error) {
	if _, err := fmt.Fprintln(p.in, line); err != nil {
		return answer{}, err
	}
	return p.read()
}

func (p *process) read() (answer, error) {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(line, &a); err != nil {
		return answer{}, err
	}
	if a.Error != "" {
		return a, errors.New(a.Error)
	}
	return a, nil
}

func (p *process) stop() {
	_ = p.in.Close() // it ends with its input
	_ = p.cmd.Wait()
}
