package load

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// IdlePlan measures what agents cost a node that do nothing but stay
// registered.
type IdlePlan struct {
	At     Target
	Node   Process // the node behind At
	Agents int     // limit MaxAgents
	// Mode defaults to Legacy.
	Mode Mode
	// Settle is how long the node is left alone before its memory is read.
	// Default 2 s.
	Settle time.Duration
	// Patience bounds each registration. Default 10 s.
	Patience time.Duration
	// Watch, if set, is told how many agents are registered.
	Watch func(registered int)
}

// MaxAgents bounds an IdlePlan: each takes two file descriptors of the machine.
const MaxAgents = 20_000

// IdleResult is what idle agents cost; memory in bytes.
type IdleResult struct {
	Agents      int     `json:"agents"`
	RSSBefore   uint64  `json:"rss_before_bytes"`
	RSSAfter    uint64  `json:"rss_after_bytes"`
	PerAgent    float64 `json:"rss_per_agent_bytes"`
	CPUSeconds  float64 `json:"node_cpu_seconds"` // to accept all of them
	Seconds     float64 `json:"seconds"`          // to register them one after another
	Disconnects int64   `json:"disconnects"`
}

func (p IdlePlan) withDefaults() (IdlePlan, error) {
	if p.Mode == "" {
		p.Mode = Legacy
	}
	if p.Settle == 0 {
		p.Settle = 2 * time.Second
	}
	if p.Patience == 0 {
		p.Patience = 10 * time.Second
	}
	_, err := ParseMode(string(p.Mode))
	if p.Node.Pid <= 0 {
		err = errors.Join(err, errors.New("idle agents: no process of the node to look at"))
	}
	return p, errors.Join(err, between("idle agents", p.Agents, 1, MaxAgents), between("settle", p.Settle, time.Millisecond, time.Hour),
		between("patience", p.Patience, time.Millisecond, 10*time.Minute))
}

// Idle registers agents one after another and looks at the node before and
// after.
func Idle(ctx context.Context, plan IdlePlan) (IdleResult, error) {
	plan, err := plan.withDefaults()
	if err != nil {
		return IdleResult{}, err
	}
	processes := []Process{plan.Node}
	before, err := look(processes)
	if err != nil {
		return IdleResult{}, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	began := time.Now()
	agents, err := plan.register(ctx, &running)
	if err != nil {
		return IdleResult{}, err
	}
	result := IdleResult{Agents: len(agents), Seconds: time.Since(began).Seconds(), RSSBefore: before.nodes[0].RSS}
	select {
	case <-ctx.Done():
		return IdleResult{}, ctx.Err()
	case <-time.After(plan.Settle):
	}
	after, err := look(processes)
	if err != nil {
		return IdleResult{}, err
	}
	for _, a := range agents {
		result.Disconnects += a.disconnects.Load()
	}
	result.RSSAfter = after.nodes[0].RSS
	result.PerAgent = (float64(result.RSSAfter) - float64(result.RSSBefore)) / float64(len(agents))
	result.CPUSeconds = (after.nodes[0].CPU - before.nodes[0].CPU).Seconds()
	return result, nil
}

func (p IdlePlan) register(ctx context.Context, running *sync.WaitGroup) ([]*agent, error) {
	var agents []*agent
	for i := range p.Agents {
		a, err := newAgent(legacyLedger(i), Plan{Mode: p.Mode, Window: 1, Patience: p.Patience}, p.At)
		if err != nil {
			return nil, fmt.Errorf("making agents: %w", err)
		}
		if err := a.start(ctx, running, p.Patience); err != nil {
			return nil, fmt.Errorf("agent %d: %w", i+1, err)
		}
		agents = append(agents, a)
		if p.Watch != nil {
			p.Watch(len(agents))
		}
	}
	return agents, nil
}
