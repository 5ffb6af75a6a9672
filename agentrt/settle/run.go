package settle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/evm"
)

// RunConfig says how often to look. The zero value works.
type RunConfig struct {
	Poll time.Duration // between steps when no block is heard of; default 5 s
	Step time.Duration // a step may take; default 10 min, for three days of short blocks are a thousand requests

	// Observe is told of every step, for logs and metrics. It must not block.
	// Default: nobody.
	Observe func(Progress, error)
}

// maxTooOld is how often in a row a step has to say ErrTooOld. A node whose
// events lag behind its state says so for a while.
const maxTooOld = 5

// Run steps until the settlement has an end, or this key can do nothing more
// for it (reports refused or poor), or ctx ends. It steps at every new block
// heads tells of, and every Poll whatever happens: heads may be nil, and a
// subscription that breaks costs time but no block, as each step reads what it
// needs. Errors of steps are the node's trouble and end nothing, but for
// ErrTooOld five times in a row.
func (m *Manager) Run(ctx context.Context, cfg RunConfig, s Signed, heads evm.Heads) (Progress, error) {
	cfg.Poll, cfg.Step = cmp.Or(cfg.Poll, 5*time.Second), cmp.Or(cfg.Step, 10*time.Minute)
	if cfg.Poll < 0 || cfg.Step < 0 {
		return Progress{}, fmt.Errorf("settling: polls every %v, steps of %v", cfg.Poll, cfg.Step)
	}
	ticker := time.NewTicker(cfg.Poll)
	defer ticker.Stop()
	listen := evm.NewHeadListener(heads)
	defer listen.Stop()
	for tooOld := 0; ; {
		listen.Start(ctx)
		progress, err := m.timed(ctx, cfg.Step, s)
		if cfg.Observe != nil {
			cfg.Observe(progress, err)
		}
		if ended := progress.Status != chain.Pending || progress.Report == ReportRefused || progress.Report == ReportPoor; err == nil && ended {
			return progress, nil
		}
		if !errors.Is(err, ErrTooOld) {
			tooOld = 0
		} else if tooOld++; tooOld == maxTooOld {
			return progress, err
		}
		if err := wait(ctx, ticker, listen, tooOld > 0); err != nil {
			return progress, fmt.Errorf("settling: %w", err)
		}
	}
}

// wait is over with the next block that is heard of, or the next poll; with that
// alone where only time helps. A broken subscription is no reason to look: a node
// that breaks each at once would have its way.
func wait(ctx context.Context, ticker *time.Ticker, listen *evm.HeadListener, polls bool) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
			return nil
		case <-listen.Fresh():
			listen.Drain()
			if !polls {
				return nil
			}
		case <-listen.Broken():
			listen.Stop()
		}
	}
}

func (m *Manager) timed(ctx context.Context, limit time.Duration, s Signed) (Progress, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return m.Step(ctx, time.Now(), s)
}
