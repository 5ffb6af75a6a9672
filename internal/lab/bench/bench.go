// Package bench measures nodes: cells of load, each repeated, for one
// implementation or for several side by side, and reports medians.
//
// Several sides are measured in one go, each repetition with fresh nodes of all
// of them, cell by cell in turns: whatever else the machine does hits all of
// them alike. cmd/acnlab calls it.
package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go-acn/internal/lab/fleet"
	"go-acn/internal/lab/load"
	"go-acn/internal/lab/proc"
)

// Side is one implementation under measurement, either a program, of which a
// bootstrap node and nodes A and B are started, or nodes that run already.
type Side struct {
	Name   string
	Binary string
	// Modes of the agents, each measured. Default legacy.
	Modes []load.Mode

	// From, To and Processes are nodes that run already; ignored with Binary.
	From, To  []load.Target
	Processes []load.Process
}

// Config of a benchmark.
type Config struct {
	Sides []Side
	Cells []Cell
	// Runs of each cell. Default 3, limit 100.
	Runs int
	// Warmup, Duration, Count and Patience are those of a load.Plan.
	Warmup, Duration time.Duration
	Count            int64
	Patience         time.Duration
	// Idle agents are registered first, to see what they cost: at the fresh
	// bootstrap node, or at the first node of From, whose process must be the
	// first of Processes. Default none.
	Idle int
	// IdleSettle is load.IdlePlan's Settle.
	IdleSettle time.Duration
	// Progress, if set, is told what is going on and which part of all is done.
	Progress func(label string, part float64, note string)
}

func (c Config) withDefaults() (Config, error) {
	var errs []error
	if c.Runs == 0 {
		c.Runs = 3
	}
	if c.Runs < 1 || c.Runs > 100 {
		errs = append(errs, fmt.Errorf("runs %d is not between 1 and 100", c.Runs))
	}
	if len(c.Sides) == 0 {
		errs = append(errs, errors.New("nothing to measure"))
	}
	if len(c.Cells) == 0 && c.Idle == 0 {
		errs = append(errs, errors.New("no cells to measure"))
	}
	c.Sides = slices.Clone(c.Sides)
	for i := range c.Sides {
		if len(c.Sides[i].Modes) == 0 {
			c.Sides[i].Modes = []load.Mode{load.Legacy}
		}
		if side := c.Sides[i]; side.Binary == "" && len(side.From) == 0 {
			errs = append(errs, fmt.Errorf("%s: neither a program nor nodes", side.Name))
		}
	}
	return c, errors.Join(errs...)
}

// contender is one side in one mode.
type contender struct {
	side int
	mode load.Mode
}

// Run measures everything. A cell that fails is in the Report; nodes that do
// not start or die end the benchmark.
func Run(ctx context.Context, cfg Config) (Report, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return Report{}, err
	}
	b := &benchmark{cfg: cfg, report: newReport(cfg)}
	for s, side := range cfg.Sides {
		for _, mode := range side.Modes {
			b.contenders = append(b.contenders, contender{side: s, mode: mode})
		}
	}
	b.total = cfg.Runs * len(b.contenders) * len(cfg.Cells)
	for run := range cfg.Runs {
		b.run = run
		if err := b.withSides(ctx, 0, nil, b.repetition); err != nil {
			return b.report, err
		}
	}
	b.report.Machine.LoadAfter = proc.LoadAverage()
	return b.report, nil
}

// benchmark is one Run under way.
type benchmark struct {
	cfg         Config
	contenders  []contender
	run         int // current repetition, from 0
	done, total int
	report      Report
}

// place is where the agents of a side connect.
type place struct {
	from, to         []load.Target
	processes, local []load.Process // of all nodes, and of those that local delivery uses
	idle             *idlePlace     // where idle agents go, nil for nowhere
}

type idlePlace struct {
	target  load.Target
	process load.Process
}

// placeOf is a fleet of boot, A and B: agents are at A and B, idle ones at
// boot.
func placeOf(nodes []fleet.Node) place {
	target := func(node fleet.Node) load.Target { return load.Target{Address: node.Delegate, Node: node.Key} }
	process := func(node fleet.Node) load.Process { return load.Process{Name: node.Name, Pid: node.Pid} }
	boot, a, b := nodes[0], nodes[1], nodes[2]
	return place{
		from: []load.Target{target(a)}, to: []load.Target{target(b)},
		processes: []load.Process{process(a), process(b)}, local: []load.Process{process(a)},
		idle: &idlePlace{target(boot), process(boot)},
	}
}

// placeOfRunning is nodes somebody else has started; idle agents go to the
// first one, if its process is known.
func placeOfRunning(side Side) place {
	p := place{from: side.From, to: side.To, processes: side.Processes, local: side.Processes}
	if len(side.Processes) > 0 {
		p.idle = &idlePlace{side.From[0], side.Processes[0]}
	}
	return p
}

// withSides starts what is to be started, side within side, and calls use.
func (b *benchmark) withSides(ctx context.Context, side int, places []place, use func(context.Context, []place) error) error {
	if side == len(b.cfg.Sides) {
		return use(ctx, places)
	}
	s := b.cfg.Sides[side]
	if s.Binary == "" {
		return b.withSides(ctx, side+1, append(places, placeOfRunning(s)), use)
	}
	b.progress(fmt.Sprintf("starting nodes: %s", s.Name), 0, "")
	err := fleet.Run(ctx, fleet.Config{Binary: s.Binary}, func(ctx context.Context, nodes []fleet.Node) error {
		return b.withSides(ctx, side+1, append(places, placeOf(nodes)), use)
	})
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	return err
}

// repetition measures each cell once for every contender. Who goes first
// changes from repetition to repetition.
func (b *benchmark) repetition(ctx context.Context, places []place) error {
	if err := b.idle(ctx, places); err != nil {
		return err
	}
	for cell := range b.cfg.Cells {
		for i := range b.contenders {
			index := (i + b.run) % len(b.contenders)
			if err := b.measure(ctx, cell, index, places[b.contenders[index].side]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *benchmark) measure(ctx context.Context, cell, index int, at place) error {
	kind, who := b.cfg.Cells[cell], b.contenders[index]
	label := fmt.Sprintf("run %d/%d  %s  %s %s", b.run+1, b.cfg.Runs, kind, b.cfg.Sides[who.side].Name, who.mode)
	plan := load.Plan{
		From: at.from, To: at.to, Pairs: kind.Pairs, Window: kind.Window, Size: kind.Size, Mode: who.mode,
		Warmup: b.cfg.Warmup, Duration: b.cfg.Duration, Count: b.cfg.Count, Patience: b.cfg.Patience, Processes: at.processes,
		Watch: func(part float64, delivered int64) {
			b.progress(label, min(max(part, 0), 1), count(delivered)+" delivered")
		},
	}
	if !kind.Cross {
		plan.To, plan.Processes = nil, at.local
	}
	result, err := load.Run(ctx, plan)
	b.done++
	if ctx.Err() != nil {
		return ctx.Err()
	}
	b.report.add(index*len(b.cfg.Cells)+cell, result, err)
	return nil
}

// idle looks at what fresh nodes and agents that do nothing cost.
func (b *benchmark) idle(ctx context.Context, places []place) error {
	for side, at := range places {
		if b.cfg.Idle == 0 || at.idle == nil {
			continue
		}
		name := b.cfg.Sides[side].Name
		result, err := load.Idle(ctx, load.IdlePlan{
			At: at.idle.target, Node: at.idle.process, Agents: b.cfg.Idle, Settle: b.cfg.IdleSettle,
			Mode: b.cfg.Sides[side].Modes[0], Patience: b.cfg.Patience,
			Watch: func(registered int) {
				b.progress(fmt.Sprintf("run %d/%d  idle agents  %s", b.run+1, b.cfg.Runs, name), 0, count(int64(registered)))
			},
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b.report.Idle[side].Runs = append(b.report.Idle[side].Runs, result)
	}
	return nil
}

// progress adds the part of the current measurement to what is done.
func (b *benchmark) progress(label string, part float64, note string) {
	if b.cfg.Progress != nil {
		b.cfg.Progress(label, (float64(b.done)+part)/float64(max(b.total, 1)), note)
	}
}
