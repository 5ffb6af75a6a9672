package relay_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/libp2p/go-libp2p/core/network"

	"go-acn/acn"
	"go-acn/envelope"
	"go-acn/relay"
)

// fill sends messages to one destination each and returns their receipts once
// the sink has got the first few.
func fill(t *testing.T, a, b *node, from *agent, sink *held, first int, messages ...string) []*waiter {
	t.Helper()
	waiters := make([]*waiter, len(messages))
	for i, message := range messages {
		waiters[i] = newWaiter(t)
		a.service.Send(b.ID(), from.envelope(t, acn.Address(fmt.Sprint(i)), message), from.record, false, waiters[i])
	}
	for range first {
		<-sink.arrived
	}
	return waiters
}

// TestQueueLimits fills the queue towards a peer to the last place, by count
// and by size.
func TestQueueLimits(t *testing.T) {
	probe := newAgent(t, acn.FetchAI, newHost(t).key).envelope(t, "0", "x")
	for name, cfg := range map[string]relay.Config{
		"envelopes": {QueueEnvelopes: 10},
		"bytes":     {QueueBytes: 10 * len(probe.Bytes())},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := newNode(t, cfg), newNode(t, relay.Config{})
			a.knows(b)
			alice, sink := newAgent(t, acn.FetchAI, a.key), newHeld()
			b.local.delivers(sink.deliver)
			waiters := fill(t, a, b, alice, sink, 10, slices.Repeat([]string{"x"}, 11)...)
			if err := waiters[10].wait(); acn.StatusOf(err) != acn.StatusNotReady {
				t.Errorf("the eleventh: %v", err)
			}
			sink.release(nil)
			for i, w := range waiters[:10] {
				if err := w.wait(); err != nil {
					t.Errorf("envelope %d: %v", i, err)
				}
			}
			if err := a.post(t, b, alice.envelope(t, "10", "x"), alice.record, true); err != nil {
				t.Errorf("the eleventh again: %v", err)
			}
		})
	}
}

// TestWindow keeps to what the receiver grants, also when that is more than
// what the protocol starts with: a receiver resets a link that goes beyond.
func TestWindow(t *testing.T) {
	for _, window := range []int{64, 100, 4096} {
		var mu sync.Mutex
		unanswered, most := 0, 0
		count := func(n int) {
			mu.Lock()
			defer mu.Unlock()
			unanswered += n
			most = max(most, unanswered)
		}
		a, b := newNode(t, relay.Config{}), newNode(t, relay.Config{WindowEnvelopes: window})
		a.knows(b)
		alice, sink := newAgent(t, acn.FetchAI, a.key), newHeld()
		b.local.delivers(func(e envelope.Envelope, receipt envelope.Receipt) {
			count(1)
			sink.deliver(e, answered{receipt, count})
		})
		waiters := fill(t, a, b, alice, sink, window, slices.Repeat([]string{"x"}, window+50)...)
		sink.release(nil)
		for i, w := range waiters {
			if err := w.wait(); err != nil {
				t.Fatalf("window %d, envelope %d: %v", window, i, err)
			}
		}
		if most != window {
			t.Errorf("%d were unanswered at a time, want %d", most, window)
		}
	}
}

// answered counts before it passes the outcome on.
type answered struct {
	envelope.Receipt
	count func(int)
}

func (a answered) Done(err error) {
	a.count(-1)
	a.Receipt.Done(err)
}

// TestWindowBytes: large envelopes wait for each other.
func TestWindowBytes(t *testing.T) {
	a, b := newNode(t, relay.Config{}), newNode(t, relay.Config{WindowBytes: 4 << 20})
	a.knows(b)
	alice, sink := newAgent(t, acn.FetchAI, a.key), newHeld()
	b.local.delivers(sink.deliver)
	waiters := fill(t, a, b, alice, sink, 1, slices.Repeat([]string{strings.Repeat("x", 3<<20-5000)}, 3)...)
	sink.release(nil)
	for i, w := range waiters {
		if err := w.wait(); err != nil {
			t.Errorf("envelope %d: %v", i, err)
		}
	}
}

// TestStreamLimits: a peer, and all peers together, may open so many legacy
// streams; one more is told that we are busy.
func TestStreamLimits(t *testing.T) {
	for name, test := range map[string]struct {
		cfg  relay.Config
		from func(first, second *node) *node // who opens the third
	}{
		"per peer": {relay.Config{StreamsPerPeer: 2}, func(first, _ *node) *node { return first }},
		"in all":   {relay.Config{Streams: 2}, func(_, second *node) *node { return second }},
	} {
		t.Run(name, func(t *testing.T) {
			b := newNode(t, test.cfg).legacy()
			sink := newHeld()
			b.local.delivers(sink.deliver)
			first, second := newNode(t, relay.Config{}), newNode(t, relay.Config{})
			first.knows(b)
			second.knows(b)
			waiters := fill(t, first, b, newAgent(t, acn.FetchAI, first.key), sink, 2, "x", "y")
			third := test.from(first, second)
			alice := newAgent(t, acn.FetchAI, third.key)
			if err := third.post(t, b, alice.envelope(t, "bob", "x"), alice.record, false); acn.StatusOf(err) != acn.StatusNotReady {
				t.Errorf("the third: %v", err)
			}
			sink.release(nil)
			for _, w := range waiters {
				if err := w.wait(); err != nil {
					t.Error(err)
				}
			}
			eventually(t, func() bool {
				return third.post(t, b, alice.envelope(t, "bob", "x"), alice.record, true) == nil
			})
		})
	}
}

// TestLinkLimit: so many peers have links; another is refused, while one of
// them may replace its own.
func TestLinkLimit(t *testing.T) {
	b := newNode(t, relay.Config{Links: 2})
	hosts := []*node{newHost(t), newHost(t), newHost(t)}
	hello := linkFrame(4, 16384, 32<<20)
	dial := func(n *node) (network.Stream, error) {
		n.knows(b)
		stream := n.open(t, b, acn.ProtocolLink)
		_, _ = stream.Write(linkFrame(3))
		_ = stream.SetReadDeadline(deadline(t))
		_, err := readN(stream, len(hello))
		return stream, err
	}
	first, err := dial(hosts[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dial(hosts[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := dial(hosts[2]); !errors.Is(err, &network.StreamError{Remote: true, ErrorCode: network.StreamResourceLimitExceeded}) {
		t.Errorf("the third peer: %v", err)
	}
	replaced, err := dial(hosts[0])
	if err != nil {
		t.Fatalf("another link of the first peer: %v", err)
	}
	if err := endOf(first); !errors.Is(err, &network.StreamError{Remote: true, ErrorCode: network.StreamSupplanted}) {
		t.Errorf("the replaced link ended with %v", err)
	}
	_ = replaced.Close()
	eventually(t, func() bool {
		_, err := dial(hosts[2])
		return err == nil
	})
}

// TestIncomingBytes bounds what all peers together have unanswered.
func TestIncomingBytes(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		b = newNode(t, relay.Config{IncomingBytes: acn.MaxFrame})
		if a.isLegacy() {
			b.legacy()
		}
		a.knows(b)
		alice, sink := newAgent(t, acn.FetchAI, a.key), newHeld()
		b.local.delivers(sink.deliver)
		large := strings.Repeat("x", 1_000_000)
		waiters := fill(t, a, b, alice, sink, 3, large, large, large)
		if err := a.post(t, b, alice.envelope(t, "bob", large), alice.record, false); acn.StatusOf(err) != acn.StatusNotReady {
			t.Errorf("the fourth: %v", err)
		}
		sink.release(nil)
		for _, w := range waiters {
			if err := w.wait(); err != nil {
				t.Error(err)
			}
		}
		eventually(t, func() bool {
			return a.post(t, b, alice.envelope(t, "bob", large), alice.record, true) == nil
		})
	})
}

func TestPeerLimit(t *testing.T) {
	a := newNode(t, relay.Config{Peers: 2})
	alice := newAgent(t, acn.FetchAI, a.key)
	for i := range 3 {
		b := newNode(t, relay.Config{})
		a.knows(b)
		err := a.post(t, b, alice.envelope(t, "bob", "x"), alice.record, false)
		if i < 2 && err != nil || i == 2 && acn.StatusOf(err) != acn.StatusNotReady {
			t.Errorf("peer %d: %v", i, err)
		}
	}
}

// TestManySenders has more agents on one link than it has slots.
func TestManySenders(t *testing.T) {
	const agents = 1100 // 1024 slots
	a, b := newNode(t, relay.Config{}), newNode(t, relay.Config{})
	a.knows(b)
	var mu sync.Mutex
	got := make(map[acn.Address]int)
	b.local.delivers(func(e envelope.Envelope, receipt envelope.Receipt) {
		mu.Lock()
		defer mu.Unlock()
		got[e.Sender]++
		receipt.Done(nil)
	})
	want := make(map[acn.Address]int)
	var waiters []*waiter
	senders := make([]*agent, agents)
	for i := range senders {
		senders[i] = newAgent(t, acn.Solana, a.key)
	}
	for range 3 {
		for _, from := range senders {
			want[from.Address()]++
			w := newWaiter(t)
			waiters = append(waiters, w)
			a.service.Send(b.ID(), from.envelope(t, "bob", "x"), from.record, false, w)
		}
	}
	for i, w := range waiters {
		if err := w.wait(); err != nil {
			t.Fatalf("envelope %d: %v", i, err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// tally counts what an Observer is told.
type tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (c *tally) add(what string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = make(map[string]int)
	}
	c.counts[what] += n
}

func (c *tally) observer() relay.Observer {
	return relay.Observer{
		Sent:          func(protocol string, status acn.Status, n int) { c.add("sent "+status.String(), n) },
		Received:      func(protocol string, status acn.Status, n int) { c.add("received "+status.String(), n) },
		SentBytes:     func(protocol string, n int) { c.add("sent bytes", n) },
		ReceivedBytes: func(protocol string, n int) { c.add("received bytes", n) },
		LookupServed:  func(status acn.Status) { c.add("lookup "+status.String(), 1) },
	}
}

func TestObserver(t *testing.T) {
	var ours, theirs tally
	protocols(t, func(t *testing.T, a, b *node) {
		legacy := a.isLegacy()
		ours, theirs = tally{}, tally{}
		a, b = newNode(t, relay.Config{Observer: ours.observer()}), newNode(t, relay.Config{Observer: theirs.observer()})
		if legacy {
			b.legacy()
		}
		a.knows(b)
		alice := newAgent(t, acn.FetchAI, a.key)
		for range 3 {
			if err := a.post(t, b, alice.envelope(t, "bob", "x"), alice.record, false); err != nil {
				t.Error(err)
			}
		}
		b.local.delivers(func(_ envelope.Envelope, receipt envelope.Receipt) {
			receipt.Done(acn.Fail(acn.StatusUnknownAddress, "test"))
		})
		for range 2 {
			if err := a.post(t, b, alice.envelope(t, "bob", "x"), alice.record, true); err == nil {
				t.Error("delivered")
			}
		}
		if _, err := a.service.Ask(t.Context(), b.ID(), "bob"); err == nil {
			t.Error("found")
		}
		a.stop()
		b.stop()
		if ours.counts["sent bytes"] < 5*60 || theirs.counts["received bytes"] < 5*60 {
			t.Errorf("bytes: %v, %v", ours.counts, theirs.counts)
		}
		for _, counts := range []map[string]int{ours.counts, theirs.counts} {
			delete(counts, "sent bytes")
			delete(counts, "received bytes")
		}
		if diff := cmp.Diff(map[string]int{"sent success": 3, "sent unknown agent address": 2}, ours.counts); diff != "" {
			t.Errorf("sender: %s", diff)
		}
		want := map[string]int{"received success": 3, "received unknown agent address": 2, "lookup unknown agent address": 1}
		if diff := cmp.Diff(want, theirs.counts); diff != "" {
			t.Errorf("receiver: %s", diff)
		}
	})
}
