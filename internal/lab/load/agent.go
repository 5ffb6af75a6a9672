package load

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
)

// agent is a delegate client with a fresh wallet that says when it is
// registered.
type agent struct {
	*delegate.Client
	node        Target
	registered  chan struct{} // closed at the first registration
	disconnects atomic.Int64
	failure     failure
}

func newAgent(ledger acn.Ledger, plan Plan, at Target) (*agent, error) {
	wallet, err := acn.NewWallet(ledger)
	if err != nil {
		return nil, err
	}
	a := &agent{node: at, registered: make(chan struct{})}
	var once sync.Once
	a.Client, err = delegate.NewClient(delegate.ClientConfig{
		Legacy: plan.Mode == Legacy, Window: plan.Window,
		DialTimeout:  plan.Patience,
		Connected:    func(delegate.Node) { once.Do(func() { close(a.registered) }) },
		Disconnected: func(delegate.Node, error) { a.disconnects.Add(1) },
		Logger:       slog.New(&a.failure),
	}, wallet, []delegate.Node{{Address: at.Address, Key: at.Node}})
	return a, err
}

// legacyLedger takes the ledgers every node knows in turns.
func legacyLedger(index int) acn.Ledger { return acn.LegacyLedgers[index%len(acn.LegacyLedgers)] }

// start runs the agent in group until ctx ends and waits for its registration.
func (a *agent) start(ctx context.Context, group *sync.WaitGroup, patience time.Duration) error {
	group.Go(func() { _ = a.Run(ctx) }) // returns nil when ctx ends
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-a.registered:
		return nil
	case <-late.C:
		return fmt.Errorf("registering at %s: nothing within %s: %w", a.node.Address, patience, a.failure.last())
	case <-ctx.Done():
		return ctx.Err()
	}
}

// failure is a log that keeps only the last error: the client tries again for
// ever and tells nobody else why.
type failure struct {
	mu  sync.Mutex
	err error
}

var errSilence = errors.New("no answer")

func (f *failure) last() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		return errSilence
	}
	return f.err
}

// Handle implements slog.Handler.
func (f *failure) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(attr slog.Attr) bool {
		if err, ok := attr.Value.Any().(error); ok {
			f.mu.Lock()
			f.err = err
			f.mu.Unlock()
		}
		return true
	})
	return nil
}

// Enabled, WithAttrs and WithGroup complete slog.Handler.
func (f *failure) Enabled(context.Context, slog.Level) bool { return true }
func (f *failure) WithAttrs([]slog.Attr) slog.Handler       { return f }
func (f *failure) WithGroup(string) slog.Handler            { return f }
