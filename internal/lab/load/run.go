package load

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// watchPeriod is how often Watch is called and ends are looked for.
const watchPeriod = 50 * time.Millisecond

// Run connects the agents, measures, waits for what is under way, and
// disconnects. The error is about the measurement as such; envelopes that did
// not arrive are in the Result.
func Run(ctx context.Context, plan Plan) (Result, error) {
	plan, err := plan.withDefaults()
	if err != nil {
		return Result{}, err
	}
	r := &run{plan: plan, clock: newClock()}
	for i := range plan.Pairs {
		p, err := newPair(plan, i, r.clock)
		if err != nil {
			return Result{}, fmt.Errorf("making agents: %w", err)
		}
		r.pairs = append(r.pairs, p)
	}
	ctx, cancel := context.WithCancel(ctx)
	var agents sync.WaitGroup
	defer agents.Wait()
	defer cancel()
	if err := r.connect(ctx, &agents); err != nil {
		return Result{}, err
	}
	return r.measure(ctx)
}

// run is one measurement under way.
type run struct {
	plan    Plan
	clock   *clock
	pairs   []*pair
	senders atomic.Int64  // still sending
	began   time.Duration // when the warm-up did
}

// connect starts the agents, receivers first, so that their nodes announce
// them while the senders connect.
func (r *run) connect(ctx context.Context, agents *sync.WaitGroup) error {
	const atOnce = 32
	for _, side := range []func(*pair) *agent{
		func(p *pair) *agent { return p.target },
		func(p *pair) *agent { return p.sender },
	} {
		var starting errgroup.Group
		starting.SetLimit(atOnce)
		for _, p := range r.pairs {
			starting.Go(func() error { return side(p).start(ctx, agents, r.plan.Patience) })
		}
		if err := starting.Wait(); err != nil {
			return err
		}
	}
	for _, p := range r.pairs {
		agents.Go(func() { p.receive(ctx) })
	}
	return nil
}

// measure runs the senders and looks at the nodes before and after.
func (r *run) measure(ctx context.Context) (Result, error) {
	senders, sending := errgroup.WithContext(ctx)
	sending, stop := context.WithCancel(sending)
	defer stop()
	r.senders.Store(int64(len(r.pairs)))
	for _, p := range r.pairs {
		senders.Go(func() error {
			defer r.senders.Add(-1)
			return p.send(sending)
		})
	}
	before, after, err := r.observe(sending)
	stop()
	if failed := senders.Wait(); failed != nil {
		err = failed // the cause of whatever else went wrong
	}
	if err == nil && r.plan.Count == 0 { // a count is settled already
		err = r.settle(ctx, r.decided)
	}
	if err != nil {
		return Result{}, err
	}
	end := time.Duration(r.clock.end.Load())
	if r.plan.Count > 0 {
		end = r.progress().last
	}
	result := collect(r.pairs, time.Duration(r.clock.begin.Load()), end)
	result.charge(r.plan.Processes, before, after)
	return result, nil
}

// observe lets the senders warm up and then measures them.
func (r *run) observe(ctx context.Context) (before, after probe, err error) {
	if err := r.introduce(ctx); err != nil {
		return before, after, err
	}
	release := sync.OnceFunc(func() { close(r.clock.introduced) })
	r.began = r.clock.now()
	if r.plan.Warmup > 0 {
		release()
		err = r.pause(ctx, r.plan.Warmup)
	}
	if err == nil {
		before, err = look(r.plan.Processes)
	}
	if err == nil {
		err = r.hold(ctx, release)
	}
	if err == nil {
		after, err = look(r.plan.Processes)
	}
	return before, after, err
}

// hold is the measurement itself.
func (r *run) hold(ctx context.Context, release func()) error {
	r.clock.begin.Store(int64(r.clock.now()))
	if r.plan.Count > 0 {
		r.clock.quota.Store(r.plan.Count)
		release()
		return r.settle(ctx, func() bool { return r.senders.Load() == 0 && r.decided() })
	}
	release()
	err := r.pause(ctx, r.plan.Duration)
	r.clock.end.Store(int64(r.clock.now()))
	return err
}

// introduce waits for the first envelope of each pair, so that receivers have
// been found before anything is measured.
func (r *run) introduce(ctx context.Context) error {
	strangers := func() (count int) {
		for _, p := range r.pairs {
			if p.progress().delivered == 0 {
				count++
			}
		}
		return count
	}
	if err := r.settle(ctx, func() bool { return strangers() == 0 }); err != nil {
		return err
	}
	left := strangers()
	if left == 0 {
		return nil
	}
	err := fmt.Errorf("the first envelope of %d of %d pairs did not arrive within %s", left, len(r.pairs), r.plan.Patience)
	// A node that said why, or an agent that read something else, explains it.
	if sofar := collect(r.pairs, 0, 0); sofar.Refusal != "" || sofar.Damaged > 0 {
		err = fmt.Errorf("%w: %d damaged, %d refused: %q", err, sofar.Damaged, sofar.Refused, sofar.Refusal)
	}
	return err
}

// settle waits until done, or until nothing has been decided for so long that
// nothing will be.
func (r *run) settle(ctx context.Context, done func() bool) error {
	tick := time.NewTicker(watchPeriod)
	defer tick.Stop()
	before, since := r.progress(), time.Now()
	for !done() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case now := <-tick.C:
			if current := r.progress(); current != before {
				before, since = current, now
			} else if now.Sub(since) > r.plan.Patience {
				return nil
			}
			r.watch()
		}
	}
	return nil
}

// pause lets the senders work for d.
func (r *run) pause(ctx context.Context, d time.Duration) error {
	tick := time.NewTicker(watchPeriod)
	defer tick.Stop()
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return nil
		case <-tick.C:
			r.watch()
		}
	}
}

// progress adds up the pairs.
func (r *run) progress() (total progress) {
	for _, p := range r.pairs {
		total.add(p.progress())
	}
	return total
}

// decided tells whether nothing is under way.
func (r *run) decided() bool {
	total := r.progress()
	return total.delivered+total.refused == total.sent
}

// watch tells how far the measurement is.
func (r *run) watch() {
	if r.plan.Watch == nil {
		return
	}
	total := r.progress()
	part := float64(r.clock.now()-r.began) / float64(r.plan.Warmup+r.plan.Duration)
	if r.plan.Count > 0 {
		part = float64(total.measured) / float64(r.plan.Count)
	}
	r.plan.Watch(part, total.delivered)
}
