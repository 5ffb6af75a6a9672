package relay_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peerstore"
	manet "github.com/multiformats/go-multiaddr/net"

	"go-acn/acn"
	"go-acn/envelope"
	"go-acn/relay"
)

// held keeps receipts until it is opened.
type held struct {
	mu       sync.Mutex
	receipts []envelope.Receipt
	arrived  chan struct{}
	open     bool
}

func newHeld() *held { return &held{arrived: make(chan struct{}, 1<<16)} }

func (h *held) deliver(_ envelope.Envelope, receipt envelope.Receipt) {
	h.mu.Lock()
	open := h.open
	if !open {
		h.receipts = append(h.receipts, receipt)
	}
	h.mu.Unlock()
	h.arrived <- struct{}{}
	if open {
		receipt.Done(nil)
	}
}

// release tells all outcomes, and from now on at once.
func (h *held) release(err error) {
	h.mu.Lock()
	receipts := h.receipts
	h.open, h.receipts = true, nil
	h.mu.Unlock()
	for _, receipt := range receipts {
		receipt.Done(err)
	}
}

// TestConnectionLost breaks the connection while envelopes are on their way,
// again and again: each has exactly one outcome, and the next is delivered.
func TestConnectionLost(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		alice := newAgent(t, acn.FetchAI, a.key)
		envelopes, first := 500, 10
		if b.isLegacy() {
			envelopes, first = 40, 40 // as many as are in flight at a time
		}
		for round := range 5 {
			sink := newHeld()
			b.local.delivers(sink.deliver)
			waiters := make([]*waiter, envelopes)
			for i := range waiters {
				waiters[i] = newWaiter(t)
				a.service.Send(b.ID(), alice.envelope(t, acn.Address(fmt.Sprint(i)), "hello"), alice.record, true, waiters[i])
			}
			for range first {
				<-sink.arrived
			}
			if round%2 == 0 {
				_ = a.Network().ClosePeer(b.ID())
			} else {
				_ = b.Network().ClosePeer(a.ID())
			}
			for i, w := range waiters {
				if err := w.wait(); err == nil {
					t.Errorf("round %d: envelope %d is said to be delivered", round, i)
				} else if errors.As(err, new(*acn.Failure)) {
					t.Errorf("round %d: envelope %d: %v, want no status", round, i, err)
				}
			}
			b.local.delivers(nil)
			sink.release(nil) // too late for anybody
			eventually(t, func() bool {
				return a.post(t, b, alice.envelope(t, "bob", fmt.Sprint(round)), alice.record, true) == nil
			})
		}
	})
}

// TestGateOutlivesConnection: what was submitted before its source heard of a
// loss must not overtake what was lost.
func TestGateOutlivesConnection(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		alice := newAgent(t, acn.FetchAI, a.key)
		if err := a.post(t, b, alice.envelope(t, "bob", "before"), alice.record, false); err != nil {
			t.Fatal(err)
		}
		sink := newHeld()
		b.local.delivers(sink.deliver)
		lost := newWaiter(t)
		a.service.Send(b.ID(), alice.envelope(t, "bob", "first"), alice.record, false, lost)
		<-sink.arrived
		_ = a.Network().ClosePeer(b.ID())
		if err := lost.wait(); err == nil {
			t.Fatal("first was delivered")
		}
		b.local.delivers(nil)
		if err := a.post(t, b, alice.envelope(t, "bob", "second"), alice.record, false); acn.StatusOf(err) != acn.StatusNotReady {
			t.Errorf("second: %v", err)
		}
		// The first try may still find the connection that is being closed.
		again := false
		eventually(t, func() bool {
			err := a.post(t, b, alice.envelope(t, "carl", "other"), alice.record, again)
			again = true
			return err == nil
		})
		for i, message := range []string{"first", "second"} {
			if err := a.post(t, b, alice.envelope(t, "bob", message), alice.record, i == 0); err != nil {
				t.Errorf("%s again: %v", message, err)
			}
		}
	})
}

// TestShutdown ends the sender's service, then the receiver's.
func TestShutdown(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		alice, bob := newAgent(t, acn.FetchAI, a.key), newAgent(t, acn.FetchAI, b.key)
		sink := newHeld()
		b.local.delivers(sink.deliver)
		waiters := make([]*waiter, 100)
		for i := range waiters {
			waiters[i] = newWaiter(t)
			a.service.Send(b.ID(), alice.envelope(t, acn.Address(fmt.Sprint(i%10)), "hello"), alice.record, false, waiters[i])
		}
		<-sink.arrived
		a.stop()
		for i, w := range waiters {
			if w.wait() == nil {
				t.Errorf("envelope %d was delivered", i)
			}
		}
		if a.post(t, b, alice.envelope(t, "bob", "late"), alice.record, true) == nil {
			t.Error("sent after the end")
		}
		if a.post(t, newHost(t), alice.envelope(t, "bob", "late"), alice.record, true) == nil {
			t.Error("sent to a new peer after the end")
		}
		if b.post(t, a, bob.envelope(t, "alice", "hello"), bob.record, true) == nil {
			t.Error("a node that has ended took an envelope")
		}
		b.stop() // with deliveries that have no outcome
		sink.release(nil)
	})
}

// TestPartingAnswers: what a node settles while it stops is still answered.
func TestPartingAnswers(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		alice, sink := newAgent(t, acn.FetchAI, a.key), newHeld()
		b.local.delivers(sink.deliver)
		waiters := fill(t, a, b, alice, sink, 10, slices.Repeat([]string{"x"}, 10)...)
		var stopping sync.WaitGroup
		stopping.Go(b.stop)
		eventually(t, func() bool { return !slices.Contains(b.Mux().Protocols(), acn.ProtocolRegister) })
		sink.release(nil)
		for i, w := range waiters {
			if err := w.wait(); err != nil {
				t.Errorf("envelope %d: %v", i, err)
			}
		}
		stopping.Wait()
	})
}

// TestSendBeforeRun queues until the service runs.
func TestSendBeforeRun(t *testing.T) {
	a, b := newHost(t), newNode(t, relay.Config{})
	a.knows(b)
	service, err := relay.New(relay.Config{}, a.Host, &local{t: t})
	if err != nil {
		t.Fatal(err)
	}
	alice, w := newAgent(t, acn.FetchAI, a.key), newWaiter(t)
	service.Send(b.ID(), alice.envelope(t, "bob", "early"), alice.record, false, w)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- service.Run(ctx) }()
	if err := w.wait(); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestDeadPeer: a dead peer fails, then fails at once; one that hangs keeps
// nobody else waiting.
func TestDeadPeer(t *testing.T) {
	a, live := newNode(t, relay.Config{BackoffMin: time.Hour, BackoffMax: time.Hour}), newNode(t, relay.Config{})
	dead, hanging := newHost(t), newHost(t)
	a.knows(live, dead)
	if err := dead.Close(); err != nil {
		t.Fatal(err)
	}
	// Connections are made and then nothing is said on them.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	addr, err := manet.FromNetAddr(listener.Addr())
	if err != nil {
		t.Fatal(err)
	}
	a.Peerstore().AddAddr(hanging.ID(), addr, peerstore.PermanentAddrTTL)

	alice := newAgent(t, acn.FetchAI, a.key)
	pending := newWaiter(t)
	a.service.Send(hanging.ID(), alice.envelope(t, "carl", "x"), alice.record, false, pending)
	for i := range 3 {
		err := a.post(t, dead, alice.envelope(t, "bob", "x"), alice.record, true)
		if err == nil || errors.As(err, new(*acn.Failure)) || strings.Contains(err.Error(), "a moment ago") != (i > 0) {
			t.Fatalf("dead peer, attempt %d: %v", i, err)
		}
	}
	if err := a.post(t, live, alice.envelope(t, "bob", "x"), alice.record, false); err != nil {
		t.Error(err)
	}
	if len(pending.done) > 0 {
		t.Errorf("the hanging peer has an outcome: %v", <-pending.done)
	}
	a.stop()
	if pending.wait() == nil {
		t.Error("delivered to a hanging peer")
	}
}

// TestPeerReturns: a peer that connects is not left to its backoff.
func TestPeerReturns(t *testing.T) {
	a, b := newNode(t, relay.Config{BackoffMin: time.Hour, BackoffMax: time.Hour}), newNode(t, relay.Config{})
	alice := newAgent(t, acn.FetchAI, a.key)
	for range 2 {
		if err := a.post(t, b, alice.envelope(t, "bob", "x"), alice.record, true); err == nil {
			t.Fatal("sent to a peer without address")
		}
	}
	b.knows(a)
	if _, err := b.Network().DialPeer(t.Context(), a.ID()); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return a.post(t, b, alice.envelope(t, "bob", "x"), alice.record, true) == nil })
}

// TestSilentPeers have somebody who accepts streams and says nothing.
func TestSilentPeers(t *testing.T) {
	short := 50 * time.Millisecond
	for name, test := range map[string]struct {
		cfg      relay.Config
		protocol string
	}{
		"legacy status": {relay.Config{FrameTimeout: short}, acn.ProtocolEnvelope},
		"link answer":   {relay.Config{AckTimeout: short}, acn.ProtocolLink},
		"link pong":     {relay.Config{PingInterval: short / 3}, acn.ProtocolLink},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := newNode(t, test.cfg), newHost(t)
			a.knows(b)
			b.SetStreamHandler(protocolID(test.protocol), func(network.Stream) {})
			alice := newAgent(t, acn.FetchAI, a.key)
			waiters := make([]*waiter, 5)
			for i := range waiters {
				waiters[i] = newWaiter(t)
				a.service.Send(b.ID(), alice.envelope(t, "bob", "x"), alice.record, false, waiters[i])
			}
			if err := waiters[0].wait(); err == nil || errors.As(err, new(*acn.Failure)) {
				t.Errorf("got %v", err)
			}
			for _, w := range waiters[1:] {
				if w.wait() == nil {
					t.Error("delivered")
				}
			}
			eventually(t, func() bool { return openStreams(a, protocolID(test.protocol)) == 0 })
		})
	}
}

// TestSilentAsked: a peer that does not answer a question.
func TestSilentAsked(t *testing.T) {
	a, b := newNode(t, relay.Config{FrameTimeout: 50 * time.Millisecond}), newHost(t)
	a.knows(b)
	for _, id := range []string{acn.ProtocolLookup, acn.ProtocolRegister} {
		b.SetStreamHandler(protocolID(id), func(network.Stream) {})
	}
	if _, err := a.service.Ask(t.Context(), b.ID(), "bob"); err == nil {
		t.Error("got a record")
	}
	if err := a.service.RegisterAt(t.Context(), b.ID(), newAgent(t, acn.FetchAI, a.key).record); err == nil {
		t.Error("registered")
	}
	patient := newNode(t, relay.Config{})
	patient.knows(b)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := patient.service.Ask(ctx, b.ID(), "bob"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	eventually(t, func() bool { return openStreams(a, acn.ProtocolLookup, acn.ProtocolRegister) == 0 })
}

// TestSilentSender: a stream on which nothing comes is not kept.
func TestSilentSender(t *testing.T) {
	b := newNode(t, relay.Config{FrameTimeout: 50 * time.Millisecond, IdleTimeout: 50 * time.Millisecond})
	a := newHost(t)
	a.knows(b)
	for _, id := range []string{acn.ProtocolEnvelope, acn.ProtocolLookup, acn.ProtocolRegister, acn.ProtocolLink} {
		for _, text := range []string{"", "\x00\x00", "\x00\x00\x00\x09\x01"} {
			stream := a.open(t, b, id)
			if _, err := stream.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
			readAll(stream)
			_ = stream.Reset()
		}
	}
}

// TestSlowAgent: a sender does not wait for an agent for ever, and others do
// not wait at all.
func TestSlowAgent(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		b = newNode(t, relay.Config{DeliverTimeout: 10 * time.Millisecond})
		if a.isLegacy() {
			b.legacy()
		}
		a.knows(b)
		sink := newHeld()
		b.local.delivers(func(e envelope.Envelope, receipt envelope.Receipt) {
			if e.To == "slow" {
				sink.deliver(e, receipt)
				return
			}
			receipt.Done(nil)
		})
		alice, slow := newAgent(t, acn.FetchAI, a.key), newWaiter(t)
		a.service.Send(b.ID(), alice.envelope(t, "slow", "x"), alice.record, false, slow)
		for range 10 {
			if err := a.post(t, b, alice.envelope(t, "bob", "x"), alice.record, false); err != nil {
				t.Error(err)
			}
		}
		if err := slow.wait(); acn.StatusOf(err) != acn.StatusNotReady {
			t.Errorf("got %v", err)
		}
		sink.release(nil)
		if err := a.post(t, b, alice.envelope(t, "slow", "x"), alice.record, true); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// TestIdleLink is closed, and opened again when needed.
func TestIdleLink(t *testing.T) {
	var links, ended atomic.Int32
	observer := relay.Observer{
		OutgoingLinks: func(open int) { links.Store(int32(open)) },
		LinkEnded: func(_ bool, reason relay.Reason) {
			if reason != relay.ReasonIdle {
				t.Errorf("ended: %s", reason)
			}
			ended.Add(1)
		},
	}
	a, b := newNode(t, relay.Config{IdleTimeout: 20 * time.Millisecond, Observer: observer}), newNode(t, relay.Config{})
	a.knows(b)
	alice := newAgent(t, acn.FetchAI, a.key)
	for round := range 3 {
		if err := a.post(t, b, alice.envelope(t, "bob", "x"), alice.record, false); err != nil {
			t.Error(err)
		}
		eventually(t, func() bool { return links.Load() == 0 && ended.Load() == int32(round+1) })
		eventually(t, func() bool { return openStreams(b, acn.ProtocolLink) == 0 })
	}
}

// TestIdleUnderUse: a link that is just being closed for idleness loses nothing.
func TestIdleUnderUse(t *testing.T) {
	a, b := newNode(t, relay.Config{IdleTimeout: time.Millisecond}), newNode(t, relay.Config{})
	a.knows(b)
	var running sync.WaitGroup
	for range 3 {
		alice := newAgent(t, acn.FetchAI, a.key)
		running.Go(func() {
			for i := range 300 {
				if err := a.post(t, b, alice.envelope(t, alice.Address(), fmt.Sprint(i)), alice.record, false); err != nil {
					t.Errorf("envelope %d: %v", i, err)
					return
				}
			}
		})
	}
	running.Wait()
}

// TestFlat: after thousands of envelopes nothing has stayed behind but, with
// our own nodes, one stream.
func TestFlat(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		envelopes, streams := 20_000, 1
		if b.isLegacy() {
			envelopes, streams = 3_000, 0
		}
		alice := newAgent(t, acn.FetchAI, a.key)
		e := alice.envelope(t, "bob", "hello")
		var goroutines int
		for round := range 2 {
			tokens := make(chan error, 100)
			for range cap(tokens) {
				tokens <- nil
			}
			for range envelopes {
				if err := <-tokens; err != nil {
					t.Fatal(err)
				}
				a.service.Send(b.ID(), e, alice.record, false, done(tokens))
			}
			for range cap(tokens) {
				<-tokens
			}
			count := func(n *node) int { return openStreams(n, acn.ProtocolLink, acn.ProtocolEnvelope) }
			eventually(t, func() bool { return count(a) == streams && count(b) == streams })
			if round == 0 {
				goroutines = runtime.NumGoroutine()
			}
		}
		eventually(t, func() bool { return runtime.NumGoroutine() <= goroutines+5 })
		a.stop()
		b.stop()
		eventually(t, func() bool { return openStreams(a, acn.ProtocolLink)+openStreams(b, acn.ProtocolLink) == 0 })
	})
}

// done is a receipt that passes its outcome on.
type done chan error

func (d done) Done(err error) { d <- err }
