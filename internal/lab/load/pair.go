package load

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"go-acn/envelope"
)

// Latencies are kept in microseconds up to a minute with three digits.
const (
	leastLatency  = 1
	mostLatency   = 60_000_000
	latencyDigits = 3
)

// mostRefusals, one after another, end a pair.
const mostRefusals = 1000

// never is later than any measurement, and more envelopes than one sends.
const never = math.MaxInt64

// clock is when the measurement runs, in time since the pairs were made. All
// pairs read it for each envelope.
type clock struct {
	epoch      time.Time
	begin, end atomic.Int64
	quota      atomic.Int64  // envelopes that may still be sent
	introduced chan struct{} // closed when all pairs know each other
}

func newClock() *clock {
	c := &clock{epoch: time.Now(), introduced: make(chan struct{})}
	c.begin.Store(never)
	c.end.Store(never)
	c.quota.Store(never)
	return c
}

func (c *clock) now() time.Duration { return time.Since(c.epoch) }

// measured tells whether a moment is part of the measurement.
func (c *clock) measured(at time.Duration) bool {
	return int64(at) >= c.begin.Load() && int64(at) < c.end.Load()
}

// pair is one sending and one receiving agent.
type pair struct {
	writer
	clock          *clock
	sender, target *agent
	window         *credits
	sent           atomic.Uint64 // written by the sending goroutine only

	mu       sync.Mutex
	tally    tally
	latency  *hdrhistogram.Histogram
	measured int64         // delivered for the first time during the measurement
	last     time.Duration // when something was delivered last
	refusals int           // since the last delivery
	refusal  error         // the first one
}

// newPair makes two fresh wallets, on the ledgers in turns.
func newPair(plan Plan, index int, clock *clock) (*pair, error) {
	ledger := legacyLedger(index)
	target, err := newAgent(ledger, plan, plan.To[index%len(plan.To)])
	if err != nil {
		return nil, err
	}
	sender, err := newAgent(ledger, plan, plan.From[index%len(plan.From)])
	if err != nil {
		return nil, err
	}
	return &pair{
		writer: newWriter(target.Address(), sender.Address(), plan.Size, rand.New(rand.NewPCG(rand.Uint64(), uint64(index)))),
		clock:  clock, sender: sender, target: target, window: newCredits(plan.Window - 1),
		latency: hdrhistogram.New(leastLatency, mostLatency, latencyDigits),
	}, nil
}

// send introduces the pair with one envelope, whose place in the window comes
// back with it. Then it keeps the window full until ctx ends or the quota is
// used up.
func (p *pair) send(ctx context.Context) error {
	if err := p.sendOne(ctx); err != nil {
		return err
	}
	select {
	case <-p.clock.introduced:
	case <-ctx.Done():
		return nil
	}
	for {
		places := p.window.take(ctx.Done())
		if places == 0 {
			return nil
		}
		for range places {
			if p.clock.quota.Add(-1) < 0 || p.hopeless() {
				return nil
			}
			if err := p.sendOne(ctx); err != nil {
				return err
			}
		}
	}
}

// sendOne sends the next envelope. When ctx ends meanwhile it is not an error.
func (p *pair) sendOne(ctx context.Context) error {
	number := p.sent.Load()
	e, err := p.make(stamp{number: number, sent: p.clock.now()})
	if err != nil {
		return err
	}
	p.sent.Store(number + 1) // it may arrive before SendAsync returns
	if err := p.sender.SendAsync(ctx, e, receipt{pair: p, number: number}); err != nil {
		p.sent.Store(number) // it was not sent
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("sending from %s: %w", p.sender.Address(), err)
	}
	return nil
}

// receipt is the sending node's answer to one envelope.
type receipt struct {
	pair   *pair
	number uint64
}

// Done implements envelope.Receipt. Success says only that the node took the
// envelope; what counts is its arrival.
func (r receipt) Done(err error) {
	if err == nil {
		return
	}
	p := r.pair
	p.mu.Lock()
	freed := p.tally.refuse(r.number)
	p.refusals++
	if p.refusal == nil {
		p.refusal = err
	}
	p.mu.Unlock()
	p.window.give(freed)
}

// hopeless ends a pair whose every envelope is refused at once.
func (p *pair) hopeless() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refusals >= mostRefusals
}

// receive accounts for what arrives until ctx ends.
func (p *pair) receive(ctx context.Context) {
	for {
		e, err := p.target.Receive(ctx)
		if err != nil {
			return // ctx has ended, or the client with it
		}
		p.arrived(e, p.clock.now())
	}
}

func (p *pair) arrived(e envelope.Envelope, now time.Duration) {
	s, whole := p.read(e)
	p.mu.Lock()
	if !whole {
		p.tally.damaged++
		p.mu.Unlock()
		return
	}
	freed, first := p.tally.arrived(s.number, p.sent.Load())
	if first {
		p.refusals, p.last = 0, now
		if p.clock.measured(now) {
			p.measured++
		}
		if p.clock.measured(s.sent) {
			// Beyond the histogram's range is a minute: the top will do.
			_ = p.latency.RecordValue(min((now - s.sent).Microseconds(), mostLatency))
		}
	}
	p.mu.Unlock()
	p.window.give(freed)
}

// progress is how far a pair is, as data to compare and add.
type progress struct {
	sent, delivered, refused, measured int64
	last                               time.Duration
}

func (p *progress) add(other progress) {
	p.sent += other.sent
	p.delivered += other.delivered
	p.refused += other.refused
	p.measured += other.measured
	p.last = max(p.last, other.last)
}

func (p *pair) progress() progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	return progress{
		sent: int64(p.sent.Load()), delivered: p.tally.delivered, refused: int64(len(p.tally.refused)),
		measured: p.measured, last: p.last,
	}
}
