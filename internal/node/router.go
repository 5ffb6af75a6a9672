package node

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
	"go-acn/dht"
	"go-acn/envelope"
)

// directory is what the router needs of package dht.
type directory interface {
	Announce(record *acn.Record)
	Withdraw(addr acn.Address)
	Locate(ctx context.Context, addr acn.Address) (dht.Location, error)
	Cached(addr acn.Address) (dht.Location, bool)
	Invalidate(addr acn.Address, p peer.ID)
}

// sender is what the router needs of package relay.
type sender interface {
	Send(p peer.ID, e envelope.Envelope, record *acn.Record, resume bool, receipt envelope.Receipt)
}

// RouterObserver is told what becomes of envelopes. Nil functions are skipped.
type RouterObserver struct {
	Submitted func()                 // accepted from a local agent
	Delivered func()                 // reached its agent, here or elsewhere
	Dropped   func(err error)        // given up
	Incoming  func(known bool)       // arrived from another node; known: its agent is here
	Agents    func(count int)        // local agents, set from state
	Queued    func(count, bytes int) // held by the outbox, set from state
}

// Router takes envelopes from local agents and from other nodes and hands each
// to a local agent or to the node that has it. It owns the table of local
// agents and drives the Outbox: inputs come from any goroutine, and whichever
// finds the Outbox idle carries out its actions for all. It implements
// delegate.Router and most of relay.Local.
type Router struct {
	directory directory
	sender    sender
	log       *slog.Logger
	observe   RouterObserver
	grace     time.Duration
	wake      chan struct{} // there is work for Run
	agents    *agentTable
	own       *acn.Record // of the agent the node runs beside, or nil

	// mu guards what follows; it is never held while an action runs.
	mu      sync.Mutex
	outbox  *envelope.Outbox
	running bool      // somebody carries out actions
	armed   time.Time // when Run's timer fires, zero if it does not
	waiters map[acn.Address]chan struct{}
	wanted  []acn.Address // to be searched for; Run begins
	active  int           // searches under way
}

const (
	// locateTimeout bounds one search; the Outbox repeats it while the
	// envelope lives.
	locateTimeout = 10 * time.Second
	// maxSearches bounds the Outbox's searches.
	maxSearches = 256
	// maxTurn is how many actions an agent's own goroutine carries out for
	// everybody before it leaves the rest to Run.
	maxTurn = 512
	// statePeriod is how often gauges are set and absent agents looked at.
	statePeriod = 5 * time.Second
)

func newRouter(cfg Config, dir directory, send sender, observe RouterObserver) *Router {
	r := &Router{
		directory: dir, sender: send, log: cfg.Logger, observe: observe, grace: cfg.DetachGrace,
		wake:   make(chan struct{}, 1),
		agents: newAgentTable(), waiters: make(map[acn.Address]chan struct{}),
	}
	if cfg.Agent != nil {
		r.own = cfg.Agent.Record
	}
	cfg.Outbox.Searches = maxSearches
	cfg.Outbox.Settle = r.settle
	r.outbox = envelope.NewOutbox(cfg.Outbox)
	return r
}

// Run searches, retries and expires until ctx ends.
func (r *Router) Run(ctx context.Context) error {
	var group sync.WaitGroup
	defer group.Wait()
	state := time.NewTicker(statePeriod)
	defer state.Stop()
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
			r.input(func(o *envelope.Outbox) { o.Tick(time.Now()) })
		case <-r.wake:
			r.input(func(*envelope.Outbox) {})
			r.beginSearches(ctx, &group)
		case now := <-state.C:
			r.withdrawAbsent(now)
			r.report()
		}
		if next := r.arm(); !next.IsZero() {
			timer.Reset(time.Until(next))
		}
	}
}

func (r *Router) arm() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.armed = r.outbox.Next()
	return r.armed
}

// input gives the Outbox an input and carries out what follows, unless another
// goroutine is at it already and will find it.
func (r *Router) input(give func(*envelope.Outbox)) {
	r.mu.Lock()
	give(r.outbox)
	if r.running {
		r.mu.Unlock()
		return
	}
	r.running = true
	turn := 0
	for actions := r.outbox.Take(); len(actions) > 0; actions = r.outbox.Take() {
		r.mu.Unlock()
		for i := range actions {
			r.execute(&actions[i])
		}
		turn += len(actions)
		r.mu.Lock()
		r.outbox.Reuse(actions)
		if turn > maxTurn && !r.outbox.Idle() {
			r.poke()
			break
		}
	}
	r.running = false
	if next := r.outbox.Next(); !next.IsZero() && (r.armed.IsZero() || next.Before(r.armed)) {
		r.poke()
	}
	r.mu.Unlock()
}

func (r *Router) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// execute carries out one action; it never blocks.
func (r *Router) execute(a *envelope.Action) {
	switch a.Kind {
	case envelope.ActionSearch:
		r.startSearch(*a)
	case envelope.ActionSend:
		switch route := a.Route.(type) {
		case *agent:
			route.deliver(a.Item, a.Resume)
		case peer.ID:
			r.sender.Send(route, a.Item.Envelope, a.Item.Record, a.Resume, a.Item)
		}
	case envelope.ActionForget:
		if p, ok := a.Route.(peer.ID); ok {
			r.directory.Invalidate(a.Dest, p)
		}
	case envelope.ActionDelivered:
		if r.observe.Delivered != nil {
			r.observe.Delivered()
		}
	case envelope.ActionDrop:
		r.log.Info("envelope dropped", "to", a.Dest, "sender", a.Sender, "err", a.Err)
		if r.observe.Dropped != nil {
			r.observe.Dropped(a.Err)
		}
	case envelope.ActionRoom:
		r.mu.Lock()
		if waiter := r.waiters[a.Sender]; waiter != nil {
			close(waiter)
			delete(r.waiters, a.Sender)
		}
		r.mu.Unlock()
	}
}

// startSearch answers from what is known here, and leaves the network to Run.
func (r *Router) startSearch(a envelope.Action) {
	if local := r.agents.route(a.Dest); local != nil {
		r.input(func(o *envelope.Outbox) { o.Found(time.Now(), a.Dest, local) })
		return
	}
	if location, ok := r.directory.Cached(a.Dest); ok {
		r.input(func(o *envelope.Outbox) { o.Found(time.Now(), a.Dest, location.Peer) })
		return
	}
	r.mu.Lock()
	r.wanted = append(r.wanted, a.Dest)
	r.mu.Unlock()
	r.poke()
}

// beginSearches begins what is wanted, as far as the bound allows. What the
// Outbox has given up meanwhile, as its envelopes have expired, is left out: so
// the list stays about as short as the Outbox's own bound.
func (r *Router) beginSearches(ctx context.Context, group *sync.WaitGroup) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.wanted) > 0 && r.active < maxSearches {
		dest := r.wanted[0]
		r.wanted = r.wanted[1:]
		if !r.outbox.Searching(dest) {
			continue
		}
		r.active++
		group.Go(func() {
			r.search(ctx, dest)
			r.mu.Lock()
			r.active--
			r.mu.Unlock()
			r.poke()
		})
	}
}

func (r *Router) search(ctx context.Context, dest acn.Address) {
	ctx, cancel := context.WithTimeout(ctx, locateTimeout)
	defer cancel()
	location, err := r.directory.Locate(ctx, dest)
	local := r.agents.route(dest) // it may have come meanwhile
	r.input(func(o *envelope.Outbox) {
		switch {
		case local != nil:
			o.Found(time.Now(), dest, local)
		case err != nil:
			o.NotFound(time.Now(), dest, err)
		default:
			o.Found(time.Now(), dest, location.Peer)
		}
	})
}

// settle is the outcome of one sending, from any goroutine.
func (r *Router) settle(item *envelope.Item, err error) {
	r.input(func(o *envelope.Outbox) { o.Done(time.Now(), item, err) })
}

// Submit implements delegate.Router: it accepts an envelope of a local agent
// and blocks while there is no room, until ctx ends.
func (r *Router) Submit(ctx context.Context, record *acn.Record, e envelope.Envelope) error {
	for {
		var err error
		var waiter chan struct{}
		r.input(func(o *envelope.Outbox) {
			if err = o.Submit(time.Now(), e, record); err != nil {
				waiter = r.waiter(e.Sender)
			}
		})
		if err == nil {
			if r.observe.Submitted != nil {
				r.observe.Submitted()
			}
			return nil
		}
		select {
		case <-waiter:
		case <-ctx.Done():
			return err
		}
	}
}

// waiter is called under mu.
func (r *Router) waiter(sender acn.Address) chan struct{} {
	waiter := r.waiters[sender]
	if waiter == nil {
		waiter = make(chan struct{})
		r.waiters[sender] = waiter
	}
	return waiter
}

// Deliver takes an envelope another node sent, for an agent of this one.
func (r *Router) Deliver(e envelope.Envelope, receipt envelope.Receipt) {
	local := r.agents.route(e.To)
	if r.observe.Incoming != nil {
		r.observe.Incoming(local != nil)
	}
	if local == nil {
		receipt.Done(errUnknownAgent)
		return
	}
	local.sink.Deliver(e, receipt)
}

var errUnknownAgent = acn.Fail(acn.StatusUnknownAddress, "no such agent at this node")

// Attach implements delegate.Router. The address of the node's own agent is
// not for delegates: its record is public, and whoever replays it would get
// the agent's mail.
func (r *Router) Attach(record *acn.Record, sink envelope.Sink) (detach func(), err error) {
	if r.own != nil && record.Address == r.own.Address {
		return nil, acn.Fail(acn.StatusWrongAddress, "%s is this node's own agent", record.Address)
	}
	return r.attach(&agent{record: record, sink: sink})
}

// attach makes a the route of its address, after the previous one is closed,
// so that nothing it still held can be overtaken.
func (r *Router) attach(a *agent) (detach func(), err error) {
	for {
		previous, err := r.agents.put(a)
		if err != nil {
			return nil, err
		}
		if previous == nil {
			break
		}
		previous.sink.Close()
	}
	r.directory.Announce(a.record)
	r.input(func(o *envelope.Outbox) { o.Arrived(a.record.Address) })
	return func() { r.agents.remove(a, time.Now()) }, nil
}

// ownAgent is the Router as the own agent's socket sees it.
type ownAgent struct{ *Router }

// Attach implements delegate.Router for the one agent that Router refuses.
func (r ownAgent) Attach(record *acn.Record, sink envelope.Sink) (detach func(), err error) {
	return r.attach(&agent{record: record, sink: sink})
}

// record is that of a local agent; the own agent's also while it is away.
func (r *Router) record(addr acn.Address) *acn.Record {
	if local := r.agents.route(addr); local != nil {
		return local.record
	}
	if r.own != nil && r.own.Address == addr {
		return r.own
	}
	return nil
}

// withdrawAbsent takes back the records of agents that did not return.
func (r *Router) withdrawAbsent(now time.Time) {
	for _, addr := range r.agents.absent(now.Add(-r.grace)) {
		if r.own == nil || addr != r.own.Address {
			r.directory.Withdraw(addr)
		}
	}
}

func (r *Router) report() {
	if r.observe.Agents != nil {
		r.observe.Agents(r.agents.count())
	}
	if r.observe.Queued != nil {
		r.mu.Lock()
		count, _ := r.outbox.Queued()
		bytes := r.outbox.Bytes()
		r.mu.Unlock()
		r.observe.Queued(count, bytes)
	}
}

// Drain waits until nothing is queued or ctx ends, and says what is left.
func (r *Router) Drain(ctx context.Context) (left int) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		r.mu.Lock()
		left, _ = r.outbox.Queued()
		r.mu.Unlock()
		if left == 0 {
			return 0
		}
		select {
		case <-ctx.Done():
			return left
		case <-tick.C:
		}
	}
}
