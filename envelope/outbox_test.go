package envelope

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"go-acn/acn"
)

// world plays the driver of an Outbox: a clock, receivers with a gate each
// that refuse at random, and a record of what arrived.
type world struct {
	t       testing.TB
	rng     *rand.Rand
	now     time.Time
	box     *Outbox
	settled []func()
	gates   map[string]*Gate // per route and destination
	arrived map[acn.Address][]string
	dropped map[string]error
	rooms   map[acn.Address]int
	refuse  float64
	lost    float64 // share of searches that find nothing
	flying  []*Item
	counts  map[ActionKind]int
}

func newWorld(t testing.TB, seed uint64, cfg OutboxConfig) *world {
	w := &world{
		t: t, rng: rand.New(rand.NewPCG(seed, 1)), now: time.Unix(1000, 0),
		gates: map[string]*Gate{}, arrived: map[acn.Address][]string{}, dropped: map[string]error{},
		rooms: map[acn.Address]int{}, counts: map[ActionKind]int{},
	}
	cfg.Settle = func(it *Item, err error) { w.box.Done(w.now, it, err) }
	w.box = NewOutbox(cfg)
	return w
}

func (w *world) envelope(sender, to acn.Address, n int) Envelope {
	e, err := New(to, sender, Content{ProtocolID: "a/b:1.0.0", Message: fmt.Appendf(nil, "%s>%s %d", sender, to, n)})
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

// run carries out actions until none are left; sends stay in flight.
func (w *world) run() {
	for actions := w.box.Take(); len(actions) > 0; actions = w.box.Take() {
		for _, a := range actions {
			w.counts[a.Kind]++
			switch a.Kind {
			case ActionSearch:
				if w.rng.Float64() < w.lost {
					w.box.NotFound(w.now, a.Dest, errors.New("nobody knows"))
				} else {
					w.box.Found(w.now, a.Dest, "route")
				}
			case ActionSend:
				w.send(a)
			case ActionDrop:
				w.dropped[string(a.Item.Envelope.Content().Message)] = a.Err
			case ActionRoom:
				w.rooms[a.Sender]++
			}
		}
	}
}

// send delivers, or refuses, through the gate of the receiver.
func (w *world) send(a Action) {
	gate := w.gates[string(a.Dest)]
	if gate == nil {
		gate = new(Gate)
		w.gates[string(a.Dest)] = gate
	}
	it := a.Item
	if !gate.Admit(a.Dest, a.Resume) || w.rng.Float64() < w.refuse {
		gate.Refused(a.Dest)
		w.settled = append(w.settled, func() { it.Done(acn.Fail(acn.StatusNotReady, "busy")) })
		return
	}
	w.arrived[a.Dest] = append(w.arrived[a.Dest], string(it.Envelope.Content().Message))
	w.settled = append(w.settled, func() { it.Done(nil) })
}

// settleSome answers a random part of what is in flight, per destination in
// any order.
func (w *world) settleSome(share float64) {
	var rest []func()
	for _, settle := range w.settled {
		if w.rng.Float64() < share {
			settle()
		} else {
			rest = append(rest, settle)
		}
	}
	w.settled = rest
	w.run()
}

func TestOutboxKeepsOrderUnderRefusals(t *testing.T) {
	for seed := range uint64(50) {
		w := newWorld(t, seed, OutboxConfig{Window: 1 + int(seed%16), Life: time.Hour, RetryMin: time.Second, RetryMax: 4 * time.Second})
		w.refuse, w.lost = 0.2, 0.2
		const senders, dests, each = 3, 4, 40
		sent := map[acn.Address][]string{}
		for n := range each {
			for s := range senders {
				for d := range dests {
					e := w.envelope(acn.Address(fmt.Sprint("s", s)), acn.Address(fmt.Sprint("d", d)), n)
					if err := w.box.Submit(w.now, e, nil); err != nil {
						t.Fatal(err)
					}
					sent[e.To] = append(sent[e.To], string(e.Content().Message))
				}
			}
			w.run()
			w.settleSome(0.5)
			w.now = w.now.Add(time.Second)
			w.box.Tick(w.now)
		}
		w.refuse, w.lost = 0, 0
		for left := 1000; left > 0; left-- {
			if n, _ := w.box.Queued(); n == 0 {
				break
			}
			w.run()
			w.settleSome(1)
			w.now = w.now.Add(time.Second)
			w.box.Tick(w.now)
		}
		for dest, want := range sent {
			if got := w.arrived[dest]; fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("seed %d: %s got %d of %d, or out of order:\n%v", seed, dest, len(got), len(want), got)
			}
		}
		checkEmpty(t, w)
	}
}

// checkEmpty proves that nothing is kept for those who left.
func checkEmpty(t *testing.T, w *world) {
	t.Helper()
	envelopes, dests := w.box.Queued()
	if envelopes != 0 || dests != 0 || w.box.Bytes() != 0 || len(w.box.senders) != 0 || len(w.box.pairs) != 0 ||
		len(w.box.wakes) != 0 || w.box.search.running != 0 || len(w.box.search.bySender) != 0 || len(w.box.blocked) != 0 {
		t.Fatalf("outbox keeps %d envelopes, %d destinations, %d bytes, %d senders, %d pairs, %d wakes, %d searches, %d searchers, %d blocked",
			envelopes, dests, w.box.Bytes(), len(w.box.senders), len(w.box.pairs), len(w.box.wakes), w.box.search.running, len(w.box.search.bySender), len(w.box.blocked))
	}
}

func TestOutboxDropsDeadDestinations(t *testing.T) {
	w := newWorld(t, 1, OutboxConfig{Life: 30 * time.Second, SearchesPerSender: 4, Searches: 8})
	w.lost = 1
	for n := range 100 {
		if err := w.box.Submit(w.now, w.envelope("s", acn.Address(fmt.Sprint("dead", n)), n), nil); err != nil {
			t.Fatal(err)
		}
	}
	w.run()
	w.lost = 0
	if err := w.box.Submit(w.now, w.envelope("s", "live", 1), nil); err != nil {
		t.Fatal(err)
	}
	w.run()
	if len(w.arrived["live"]) != 1 {
		t.Fatal("a live destination waits behind dead ones")
	}
	w.settleSome(1)
	w.lost = 1
	for range 40 {
		w.now = w.now.Add(time.Second)
		w.box.Tick(w.now)
		w.run()
	}
	if len(w.dropped) != 100 {
		t.Fatalf("%d dropped, want 100", len(w.dropped))
	}
	for _, err := range w.dropped {
		if !errors.Is(err, ErrExpired) {
			t.Fatalf("dropped for %v", err)
		}
	}
	checkEmpty(t, w)
}

func TestOutboxLimits(t *testing.T) {
	w := newWorld(t, 1, OutboxConfig{PairLimit: 3, SenderLimit: 5, Window: 1})
	submit := func(to acn.Address) error { return w.box.Submit(w.now, w.envelope("s", to, 0), nil) }
	for _, step := range []struct {
		to   acn.Address
		full bool
	}{{"a", false}, {"a", false}, {"a", false}, {"a", true}, {"b", false}, {"b", false}, {"c", true}} {
		if err := submit(step.to); (err != nil) != step.full || err != nil && acn.StatusOf(err) != acn.StatusNotReady {
			t.Fatalf("to %s: %v", step.to, err)
		}
	}
	w.run()
	for range 10 {
		w.settleSome(1)
	}
	if w.rooms["s"] == 0 {
		t.Fatal("a blocked sender was never told of room")
	}
	if err := submit("c"); err != nil {
		t.Fatal(err)
	}
	w.run()
	w.settleSome(1)
	checkEmpty(t, w)
}

func TestOutboxPermanentRefusalGoesOn(t *testing.T) {
	w := newWorld(t, 1, OutboxConfig{})
	for n := range 3 {
		if err := w.box.Submit(w.now, w.envelope("s", "d", n), nil); err != nil {
			t.Fatal(err)
		}
	}
	var items []*Item
	w.box.Found(w.now, "d", "route")
	for _, a := range w.box.Take() {
		switch a.Kind {
		case ActionSend:
			items = append(items, a.Item)
		case ActionSearch:
			w.box.Found(w.now, "d", "route")
		}
	}
	for _, a := range w.box.Take() {
		if a.Kind == ActionSend {
			items = append(items, a.Item)
		}
	}
	if len(items) != 3 {
		t.Fatalf("%d in flight, want 3", len(items))
	}
	items[0].Done(nil)
	items[1].Done(acn.Fail(acn.StatusInvalidProof, "forged"))
	items[1].Done(nil) // a second outcome changes nothing
	items[2].Done(nil)
	w.run()
	if len(w.dropped) != 1 {
		t.Fatalf("dropped %v", w.dropped)
	}
	checkEmpty(t, w)
}

func TestOutboxArrivalEndsThePause(t *testing.T) {
	w := newWorld(t, 1, OutboxConfig{RetryMin: time.Hour, RetryMax: time.Hour, Life: 2 * time.Hour})
	w.lost = 1
	if err := w.box.Submit(w.now, w.envelope("s", "d", 1), nil); err != nil {
		t.Fatal(err)
	}
	w.run()
	w.lost = 0
	w.box.Arrived("d")
	w.run()
	if len(w.arrived["d"]) != 1 {
		t.Fatal("not sent on arrival")
	}
	w.settleSome(1)
	checkEmpty(t, w)
}

// The reason of the first refusal counts: the gate's refusals of what follows
// must not hide that the route is wrong.
func TestOutboxForgetsARouteThatIsWrong(t *testing.T) {
	for _, order := range [][]acn.Status{
		{acn.StatusUnknownAddress, acn.StatusNotReady},
		{acn.StatusNotReady, acn.StatusUnknownAddress},
	} {
		w := newWorld(t, 1, OutboxConfig{})
		var items []*Item
		for n := range 2 {
			if err := w.box.Submit(w.now, w.envelope("s", "d", n), nil); err != nil {
				t.Fatal(err)
			}
		}
		w.box.Found(w.now, "d", "route")
		for i, a := range w.box.Take() {
			if a.Kind == ActionSend {
				items = append(items, a.Item)
				if a.Resume != (len(items) == 1) {
					t.Errorf("action %d: resume is %v", i, a.Resume)
				}
			}
		}
		for i, status := range order {
			items[i].Done(acn.Fail(status, "refused"))
		}
		forgot := false
		for _, a := range w.box.Take() {
			forgot = forgot || a.Kind == ActionForget
		}
		if !forgot {
			t.Errorf("refusals %v: the route is kept", order)
		}
	}
}
