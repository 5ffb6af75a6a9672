package envelope

import (
	"container/heap"
	"errors"
	"time"

	"go-acn/acn"
)

// OutboxConfig bounds an Outbox. Zero values mean the defaults.
type OutboxConfig struct {
	// PairLimit is how many envelopes one sender may have queued for one
	// destination. Default 1,024.
	PairLimit int
	// SenderLimit and SenderBytes are what one sender may have queued in all.
	// Defaults 4,096 envelopes, 16 MiB (at least one envelope always fits).
	SenderLimit int
	SenderBytes int
	// TotalBytes is what all senders may have queued. Default 256 MiB.
	TotalBytes int
	// Window and WindowBytes are what may be in flight to one destination.
	// Defaults 256 envelopes, 4 MiB (at least one envelope always fits).
	Window      int
	WindowBytes int
	// Life is how long an envelope is tried before it is dropped. Default 30 s.
	Life time.Duration
	// RetryMin and RetryMax bound the pause after a failed attempt, which
	// doubles from one to the other. Defaults 100 ms, 5 s.
	RetryMin, RetryMax time.Duration
	// Searches is how many destinations may be searched for at once, and
	// SearchesPerSender how many of them for one sender, so that one sender's
	// dead addresses do not delay another's live ones. Defaults 256, 32.
	Searches          int
	SearchesPerSender int
	// Settle is what an Item's Done calls; the driver sets it and answers with
	// Outbox.Done under its own lock. Required.
	Settle func(item *Item, err error)
}

func (c OutboxConfig) withDefaults() OutboxConfig {
	setDefault(&c.PairLimit, 1024)
	setDefault(&c.SenderLimit, 4096)
	setDefault(&c.SenderBytes, 16<<20)
	setDefault(&c.TotalBytes, 256<<20)
	setDefault(&c.Window, 256)
	setDefault(&c.WindowBytes, 4<<20)
	setDefault(&c.Life, 30*time.Second)
	setDefault(&c.RetryMin, 100*time.Millisecond)
	setDefault(&c.RetryMax, 5*time.Second)
	setDefault(&c.Searches, 256)
	setDefault(&c.SearchesPerSender, 32)
	return c
}

func setDefault[T int | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}

// Route is where a destination was found: opaque to the Outbox, which hands it
// back in actions.
type Route any

// Item is one envelope in the Outbox; it is the Receipt of its own sending.
type Item struct {
	Envelope Envelope
	Record   *acn.Record // of the sender

	dest     *destination
	settle   func(*Item, error)
	deadline time.Time
	state    itemState
}

type itemState uint8

const (
	itemQueued itemState = iota
	itemFlying
	itemDelivered
	itemRefused
	itemDropped
)

// Done implements Receipt.
func (it *Item) Done(err error) { it.settle(it, err) }

// ActionKind says what the driver has to do.
type ActionKind uint8

// Actions. Dest is set in all of them but ActionRoom.
const (
	// ActionSearch: find Dest on behalf of Sender, answer with Found or NotFound.
	ActionSearch ActionKind = iota + 1
	// ActionSend: hand Item to Route; Resume goes along.
	ActionSend
	// ActionForget: Route was wrong for Dest; drop it from caches.
	ActionForget
	// ActionDelivered: Item reached its agent.
	ActionDelivered
	// ActionDrop: Item is given up for the reason Err.
	ActionDrop
	// ActionRoom: Sender, who was told ErrFull, may try again.
	ActionRoom
)

// Action is work the Outbox asks its driver for. Actions must be carried out
// in the order they were taken.
type Action struct {
	Kind   ActionKind
	Dest   acn.Address
	Sender acn.Address
	Route  Route
	Item   *Item
	Resume bool
	Err    error
}

// Errors of the Outbox. ErrFull is an acn.Failure with StatusNotReady.
var (
	ErrFull    = acn.Fail(acn.StatusNotReady, "outbox is full")
	ErrExpired = errors.New("gave up after the envelope's life")
)

// Outbox queues envelopes per destination and keeps their order: to each
// destination they leave in the order they were submitted, a refused one is
// sent again before any later one. It is a pure state machine: inputs are its
// methods, outputs the Actions of Take; it starts nothing, knows no clock and
// is not safe for concurrent use.
//
// What is full is refused with ErrFull, what is slow waits in its own
// destination's queue, what is dead is retried with growing pauses and dropped
// after its life.
type Outbox struct {
	cfg     OutboxConfig
	dests   map[acn.Address]*destination
	senders map[acn.Address]senderUse
	pairs   map[pairKey]int
	bytes   int
	wakes   wakeHeap
	search  searchQueue
	blocked map[acn.Address]struct{}
	actions []Action
}

// NewOutbox makes an empty one.
func NewOutbox(cfg OutboxConfig) *Outbox {
	if cfg.Settle == nil {
		panic("envelope: OutboxConfig.Settle is required")
	}
	cfg = cfg.withDefaults()
	return &Outbox{
		cfg:     cfg,
		dests:   make(map[acn.Address]*destination),
		senders: make(map[acn.Address]senderUse),
		pairs:   make(map[pairKey]int),
		blocked: make(map[acn.Address]struct{}),
		search:  searchQueue{most: cfg.Searches, mostPerSender: cfg.SearchesPerSender},
	}
}

// senderUse is what one sender has queued.
type senderUse struct{ count, bytes int }

type pairKey struct{ sender, to acn.Address }

// destination is one receiver with something queued or in flight.
type destination struct {
	addr    acn.Address
	state   destState
	route   Route
	pending deque[*Item] // not sent, or refused and to be sent again
	flight  deque[*Item] // sent, in order; delivered ones leave from the front
	flying  int          // those of flight without an outcome
	bytes   int          // of flight
	resume  bool         // the next one sent reopens the receiver's gate
	pause   time.Duration
	refusal error
	retryAt time.Time

	sender    acn.Address // on whose behalf a search runs
	searching bool        // the search runs, it does not only wait for its turn
	gone      bool        // forgotten by the Outbox

	wake      time.Time // zero: none
	wakeIndex int       // in wakes, -1: not there
}

type destState uint8

const (
	destSearching  destState = iota // a search is queued or runs
	destOpen                        // route is known
	destRecovering                  // something was refused; waits for the rest of the flight
	destWaiting                     // pauses until retryAt
)

// Take is the work since the last call. The slice is valid until the next
// input.
func (o *Outbox) Take() []Action {
	actions := o.actions
	o.actions = o.actions[len(o.actions):]
	return actions
}

// Reuse gives a taken slice back for new actions, when none are pending.
func (o *Outbox) Reuse(actions []Action) {
	if len(o.actions) == 0 {
		clear(actions)
		o.actions = actions[:0]
	}
}

// Idle tells that Take has nothing to give.
func (o *Outbox) Idle() bool { return len(o.actions) == 0 }

func (o *Outbox) act(a Action) { o.actions = append(o.actions, a) }

// Queued is the number of envelopes held and of destinations they are for.
func (o *Outbox) Queued() (envelopes, destinations int) {
	for _, use := range o.senders {
		envelopes += use.count
	}
	return envelopes, len(o.dests)
}

// Bytes is the size of the envelopes held.
func (o *Outbox) Bytes() int { return o.bytes }

// Submit takes an envelope; record is its sender's. ErrFull asks the sender to
// wait for ActionRoom.
func (o *Outbox) Submit(now time.Time, e Envelope, record *acn.Record) error {
	use, pair, size := o.senders[e.Sender], pairKey{e.Sender, e.To}, len(e.raw)
	if o.full(use, o.pairs[pair], size) {
		o.blocked[e.Sender] = struct{}{}
		return ErrFull
	}
	o.senders[e.Sender] = senderUse{use.count + 1, use.bytes + size}
	o.pairs[pair]++
	o.bytes += size

	d := o.dests[e.To]
	if d == nil {
		// A gate may still be shut for what was dropped here before.
		d = &destination{addr: e.To, wakeIndex: -1, resume: true}
		o.dests[e.To] = d
		o.startSearch(d, e.Sender)
	}
	d.pending.push(&Item{Envelope: e, Record: record, dest: d, settle: o.cfg.Settle, deadline: now.Add(o.cfg.Life)})
	o.pump(d)
	o.settleDestination(d)
	return nil
}

func (o *Outbox) full(use senderUse, pair, size int) bool {
	return use.count >= o.cfg.SenderLimit || pair >= o.cfg.PairLimit ||
		use.count > 0 && use.bytes+size > o.cfg.SenderBytes ||
		o.bytes > 0 && o.bytes+size > o.cfg.TotalBytes
}

// Searching tells whether an answer for addr is waited for.
func (o *Outbox) Searching(addr acn.Address) bool {
	d := o.dests[addr]
	return d != nil && d.state == destSearching
}

// Found answers a search.
func (o *Outbox) Found(now time.Time, addr acn.Address, route Route) {
	d := o.dests[addr]
	if d == nil || d.state != destSearching {
		return
	}
	o.endSearch(d)
	d.state, d.route = destOpen, route
	o.expire(now, d)
	o.pump(d)
	o.settleDestination(d)
}

// NotFound answers a search that failed; it is repeated after a pause.
func (o *Outbox) NotFound(now time.Time, addr acn.Address, err error) {
	d := o.dests[addr]
	if d == nil || d.state != destSearching {
		return
	}
	o.endSearch(d)
	d.refusal = err
	o.wait(now, d)
}

// Arrived ends the pause of a destination that is known to be back.
func (o *Outbox) Arrived(addr acn.Address) {
	if d := o.dests[addr]; d != nil && d.state == destWaiting {
		d.pause = 0
		o.research(d)
	}
}

// Done is the outcome of an ActionSend.
func (o *Outbox) Done(now time.Time, it *Item, err error) {
	if it.state != itemFlying {
		return
	}
	d := it.dest
	d.flying--
	if err == nil {
		it.state = itemDelivered
		d.pause = 0
		o.release(it)
		o.act(Action{Kind: ActionDelivered, Dest: d.addr, Item: it})
	} else {
		o.refused(d, it, err)
	}
	for d.state == destOpen && d.flight.len() > 0 && d.flight.front().state == itemDelivered {
		d.bytes -= len(d.flight.pop().Envelope.raw)
	}
	if d.state == destRecovering && d.flying == 0 {
		o.recover(now, d)
		return
	}
	o.pump(d)
	o.settleDestination(d)
}

// refused marks an envelope for another try, or drops it when its status says
// that no try will do better.
func (o *Outbox) refused(d *destination, it *Item, err error) {
	if permanent(acn.StatusOf(err)) {
		it.state = itemDropped
		o.drop(it, err)
	} else {
		it.state = itemRefused
		// What follows the first refusal is refused by the gate, as not
		// ready; the first says why.
		if d.state != destRecovering || acn.StatusOf(d.refusal) == acn.StatusNotReady {
			d.refusal = err
		}
	}
	d.state = destRecovering
}

// permanent statuses are about the envelope or its sender, not about where and
// when it was sent.
func permanent(status acn.Status) bool {
	switch status {
	case acn.StatusUnexpectedPayload, acn.StatusDecode, acn.StatusWrongAddress, acn.StatusInvalidProof,
		acn.StatusUnsupportedLedger, acn.StatusUnsupportedVersion:
		return true
	}
	return false
}

// recover puts what was refused back in front, once nothing is in flight.
func (o *Outbox) recover(now time.Time, d *destination) {
	var again deque[*Item]
	for d.flight.len() > 0 {
		if it := d.flight.pop(); it.state == itemRefused {
			it.state = itemQueued
			again.push(it)
		}
	}
	d.bytes = 0
	d.resume = true
	if again.len() == 0 {
		d.state = destOpen
		o.pump(d)
		o.settleDestination(d)
		return
	}
	for d.pending.len() > 0 {
		again.push(d.pending.pop())
	}
	d.pending = again
	if acn.StatusOf(d.refusal) != acn.StatusNotReady {
		o.act(Action{Kind: ActionForget, Dest: d.addr, Route: d.route})
	}
	o.wait(now, d)
}

// wait pauses a destination, the first time for RetryMin.
func (o *Outbox) wait(now time.Time, d *destination) {
	d.state, d.route = destWaiting, nil
	d.pause = min(max(2*d.pause, o.cfg.RetryMin), o.cfg.RetryMax)
	d.retryAt = now.Add(d.pause)
	o.expire(now, d)
	o.settleDestination(d)
}

// Tick drops what has outlived its life and ends pauses. Call it at Next.
func (o *Outbox) Tick(now time.Time) {
	for len(o.wakes) > 0 && !o.wakes[0].wake.After(now) {
		d := o.wakes[0]
		o.expire(now, d)
		if d.state == destWaiting && !d.retryAt.After(now) && d.pending.len() > 0 {
			o.research(d)
		}
		o.settleDestination(d)
	}
}

// Next is when Tick has something to do; zero if nothing is waiting.
func (o *Outbox) Next() time.Time {
	if len(o.wakes) == 0 {
		return time.Time{}
	}
	return o.wakes[0].wake
}

// expire drops from the front of the queue what is too old.
func (o *Outbox) expire(now time.Time, d *destination) {
	for d.pending.len() > 0 && !d.pending.front().deadline.After(now) {
		it := d.pending.pop()
		it.state = itemDropped
		reason := ErrExpired
		if d.refusal != nil {
			reason = errors.Join(ErrExpired, d.refusal)
		}
		o.drop(it, reason)
	}
}

// pump sends what the window allows.
func (o *Outbox) pump(d *destination) {
	for d.state == destOpen && d.pending.len() > 0 && d.flight.len() < o.cfg.Window {
		size := len(d.pending.front().Envelope.raw)
		if d.flight.len() > 0 && d.bytes+size > o.cfg.WindowBytes {
			return
		}
		it := d.pending.pop()
		it.state = itemFlying
		d.flight.push(it)
		d.flying++
		d.bytes += size
		o.act(Action{Kind: ActionSend, Dest: d.addr, Sender: it.Envelope.Sender, Route: d.route, Item: it, Resume: d.resume})
		d.resume = false
	}
}

// settleDestination sets the destination's wake, or forgets it when it is empty.
func (o *Outbox) settleDestination(d *destination) {
	if d.pending.len() == 0 && d.flight.len() == 0 {
		if d.state == destSearching {
			o.endSearch(d)
		}
		o.setWake(d, time.Time{})
		d.gone = true
		delete(o.dests, d.addr)
		return
	}
	var wake time.Time
	if d.pending.len() > 0 && d.state != destRecovering {
		wake = d.pending.front().deadline
	}
	if d.state == destWaiting && d.retryAt.Before(wake) {
		wake = d.retryAt
	}
	o.setWake(d, wake)
}

// research starts a search for what is at the front of the queue.
func (o *Outbox) research(d *destination) {
	o.startSearch(d, d.pending.front().Envelope.Sender)
}

func (o *Outbox) startSearch(d *destination, sender acn.Address) {
	d.state, d.sender = destSearching, sender
	o.search.want(d, o.searchNow)
}

func (o *Outbox) searchNow(d *destination) {
	o.act(Action{Kind: ActionSearch, Dest: d.addr, Sender: d.sender})
}

// endSearch gives the search's place to the next.
func (o *Outbox) endSearch(d *destination) {
	ran := d.searching
	d.searching = false
	o.search.done(d, ran, o.searchNow)
}

// drop and release end an item's account.
func (o *Outbox) drop(it *Item, err error) {
	o.release(it)
	o.act(Action{Kind: ActionDrop, Dest: it.dest.addr, Sender: it.Envelope.Sender, Item: it, Err: err})
}

func (o *Outbox) release(it *Item) {
	sender, size := it.Envelope.Sender, len(it.Envelope.raw)
	o.bytes -= size
	if use := o.senders[sender]; use.count == 1 {
		delete(o.senders, sender)
	} else {
		o.senders[sender] = senderUse{use.count - 1, use.bytes - size}
	}
	pair := pairKey{sender, it.dest.addr}
	if queued := o.pairs[pair]; queued == 1 {
		delete(o.pairs, pair)
	} else {
		o.pairs[pair] = queued - 1
	}
	if _, blocked := o.blocked[sender]; blocked {
		o.unblock(sender)
	}
	if room := o.cfg.TotalBytes * 3 / 4; o.bytes <= room && o.bytes+size > room {
		for blocked := range o.blocked {
			o.unblock(blocked)
		}
	}
}

// unblock wakes a blocked sender when it could submit again; a quarter of its
// limit must be free, so that it is not woken for every envelope.
func (o *Outbox) unblock(sender acn.Address) {
	if use := o.senders[sender]; use.count > o.cfg.SenderLimit*3/4 || use.bytes > o.cfg.SenderBytes*3/4 {
		return
	}
	if o.bytes > o.cfg.TotalBytes*3/4 {
		return
	}
	delete(o.blocked, sender)
	o.act(Action{Kind: ActionRoom, Sender: sender})
}

func (o *Outbox) setWake(d *destination, wake time.Time) {
	d.wake = wake
	switch {
	case wake.IsZero() && d.wakeIndex >= 0:
		heap.Remove(&o.wakes, d.wakeIndex)
	case wake.IsZero():
	case d.wakeIndex >= 0:
		heap.Fix(&o.wakes, d.wakeIndex)
	default:
		heap.Push(&o.wakes, d)
	}
}
