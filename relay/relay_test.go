package relay_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/client"
	circuit "github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/relay"
	libp2pquic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
	"go-acn/envelope"
	"go-acn/relay"
)

// protocols runs a test towards a node of this project and towards one of the
// existing network.
func protocols(t *testing.T, test func(t *testing.T, a, b *node)) {
	for _, legacy := range []bool{false, true} {
		name := "link"
		if legacy {
			name = "legacy"
		}
		t.Run(name, func(t *testing.T) {
			a, b := newNode(t, relay.Config{}), newNode(t, relay.Config{})
			if legacy {
				a.legacy()
				b.legacy()
			}
			a.knows(b)
			test(t, a, b)
		})
	}
}

// post sends and waits.
func (n *node) post(t testing.TB, to *node, e envelope.Envelope, record *acn.Record, resume bool) error {
	t.Helper()
	w := newWaiter(t)
	n.service.Send(to.ID(), e, record, resume, w)
	return w.wait()
}

// TestBothWays carries envelopes of all sizes in order; the second node has
// only the first's connection to send back.
func TestBothWays(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		for _, direction := range []struct{ from, to *node }{{a, b}, {b, a}} {
			sender := newAgent(t, acn.Ethereum, direction.from.key)
			var want []string
			var waiters []*waiter
			for i, size := range []int{0, 1, 100, 10_000, 65_000, 65_536, 1_000_000, acn.MaxEnvelope - 200, 5} {
				message := fmt.Sprintf("%d%s", i, strings.Repeat(".", size))
				want = append(want, message)
				w := newWaiter(t)
				waiters = append(waiters, w)
				direction.from.service.Send(direction.to.ID(), sender.envelope(t, "bob", message), sender.record, false, w)
			}
			for i, w := range waiters {
				if err := w.wait(); err != nil {
					t.Fatalf("envelope %d: %v", i, err)
				}
			}
			if got := direction.to.local.messages(); !slices.Equal(got, want) {
				t.Errorf("%d of %d messages arrived unchanged and in order", len(got), len(want))
			}
		}
	})
}

// TestRelayedConnection carries envelopes and questions over the limited
// connection to a node that can only be reached through a circuit relay.
func TestRelayedConnection(t *testing.T) {
	middle := newHost(t, libp2p.EnableRelay())
	if _, err := circuit.New(middle.Host); err != nil {
		t.Fatal(err)
	}
	for _, legacy := range []bool{false, true} {
		a, b := newHost(t, libp2p.EnableRelay()), newHost(t, libp2p.EnableRelay())
		a.serve(t, relay.Config{})
		b.serve(t, relay.Config{})
		if legacy {
			b.legacy()
		}
		a.knows(middle)
		if _, err := client.Reserve(t.Context(), b.Host, peer.AddrInfo{ID: middle.ID(), Addrs: middle.Addrs()}); err != nil {
			t.Fatal(err)
		}
		via := multiaddr.StringCast(fmt.Sprintf("/p2p/%s/p2p-circuit", middle.ID()))
		a.Peerstore().AddAddr(b.ID(), via, peerstore.PermanentAddrTTL)
		alice := newAgent(t, acn.FetchAI, a.key)
		if err := a.post(t, b, alice.envelope(t, "bob", "hello"), alice.record, false); err != nil {
			t.Errorf("legacy %v: %v", legacy, err)
		}
		b.local.records = map[acn.Address]*acn.Record{alice.Address(): alice.record}
		if _, err := a.service.Ask(t.Context(), b.ID(), alice.Address()); err != nil {
			t.Errorf("legacy %v: %v", legacy, err)
		}
		if got := a.Network().Connectedness(b.ID()); got != network.Limited {
			t.Errorf("legacy %v: connection is %s", legacy, got)
		}
	}
}

// TestQUIC: everything works over QUIC too, whose streams end differently.
func TestQUIC(t *testing.T) {
	quic := []libp2p.Option{libp2p.Transport(libp2pquic.NewTransport), libp2p.ListenAddrStrings("/ip4/127.0.0.1/udp/0/quic-v1")}
	for _, legacy := range []bool{false, true} {
		a, b := newHost(t, quic...), newHost(t, quic...)
		a.serve(t, relay.Config{})
		b.serve(t, relay.Config{})
		if legacy {
			b.legacy()
		}
		b.local.notified = make(chan peer.ID, 1)
		b.local.register = func(*acn.Record, peer.ID) error { return nil }
		b.local.delivers(func(e envelope.Envelope, receipt envelope.Receipt) {
			if e.To == "nobody" {
				receipt.Done(acn.Fail(acn.StatusUnknownAddress, "test"))
				return
			}
			receipt.Done(nil)
		})
		for _, addr := range b.Addrs() {
			if _, err := addr.ValueForProtocol(multiaddr.P_QUIC_V1); err == nil {
				a.Peerstore().AddAddr(b.ID(), addr, peerstore.PermanentAddrTTL)
			}
		}
		alice := newAgent(t, acn.FetchAI, a.key)
		for i := range 100 {
			to, want := acn.Address("bob"), acn.StatusSuccess
			if i%2 == 1 {
				to, want = "nobody", acn.StatusUnknownAddress
			}
			if err := a.post(t, b, alice.envelope(t, to, strings.Repeat("x", 1000*i)), alice.record, true); acn.StatusOf(err) != want {
				t.Errorf("legacy %v: envelope %d: %v, want %s", legacy, i, err, want)
			}
		}
		if err := a.service.RegisterAt(t.Context(), b.ID(), alice.record); err != nil {
			t.Errorf("legacy %v: %v", legacy, err)
		}
		if _, err := a.service.Ask(t.Context(), b.ID(), "bob"); acn.StatusOf(err) != acn.StatusUnknownAddress {
			t.Errorf("legacy %v: %v", legacy, err)
		}
		if err := a.service.Notify(t.Context(), b.ID()); err != nil {
			t.Errorf("legacy %v: %v", legacy, err)
		}
		<-b.local.notified
	}
}

// TestStatuses sees every refusal arrive as what it is.
func TestStatuses(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		alice := newAgent(t, acn.Cosmos, a.key)
		for _, status := range []acn.Status{acn.StatusUnknownAddress, acn.StatusNotReady, acn.StatusGeneric, acn.StatusDecode} {
			b.local.delivers(func(_ envelope.Envelope, receipt envelope.Receipt) { receipt.Done(acn.Fail(status, "test")) })
			err := a.post(t, b, alice.envelope(t, "bob", "hello"), alice.record, true)
			var failure *acn.Failure
			if !errors.As(err, &failure) || failure.Status != status {
				t.Errorf("got %v, want %s", err, status)
			}
		}
		b.local.delivers(func(_ envelope.Envelope, receipt envelope.Receipt) { receipt.Done(errors.New("secret")) })
		if err := a.post(t, b, alice.envelope(t, "bob", "hello"), alice.record, true); acn.StatusOf(err) != acn.StatusGeneric || strings.Contains(err.Error(), "secret") {
			t.Errorf("got %v", err)
		}
	})
}

// TestSenderCheck: an envelope is of the agent its record speaks for, and the
// record of the node it comes from.
func TestSenderCheck(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		alice, mallory, stranger := newAgent(t, acn.FetchAI, a.key), newAgent(t, acn.FetchAI, a.key), newAgent(t, acn.FetchAI, b.key)
		lapsed, err := acn.SignRecord(alice.Wallet, a.key, &acn.Delegation{Epoch: 1, NotBefore: time.Unix(1, 0), NotAfter: time.Unix(2, 0)})
		if err != nil {
			t.Fatal(err)
		}
		for name, test := range map[string]struct {
			e      envelope.Envelope
			record *acn.Record
			want   acn.Status
		}{
			"no record":                    {alice.envelope(t, "bob", "x"), nil, acn.StatusInvalidProof},
			"record of another agent":      {alice.envelope(t, "bob", "x"), mallory.record, acn.StatusWrongAddress},
			"record for another node":      {stranger.envelope(t, "bob", "x"), stranger.record, acn.StatusWrongPublicKey},
			"delegation that has lapsed":   {alice.envelope(t, "bob", "x"), lapsed, acn.StatusInvalidProof},
			"no sender":                    {newEnvelope(t, "bob", "", "x"), alice.record, acn.StatusWrongAddress},
			"the spelling of another case": {newEnvelope(t, "bob", acn.Address(strings.ToUpper(string(alice.Address()))), "x"), alice.record, acn.StatusWrongAddress},
		} {
			if err := a.post(t, b, test.e, test.record, true); acn.StatusOf(err) != test.want {
				t.Errorf("%s: %v, want %s", name, err, test.want)
			}
		}
		if got := b.local.messages(); got != nil {
			t.Errorf("delivered %q", got)
		}
		if err := a.post(t, b, alice.envelope(t, "bob", "good"), alice.record, true); err != nil {
			t.Error(err)
		}
	})
}

// TestLedgers: envelopes on legacy streams are of the three ledgers the
// existing network knows; our own nodes know one more.
func TestLedgers(t *testing.T) {
	protocols(t, func(t *testing.T, a, b *node) {
		want := map[acn.Ledger]acn.Status{}
		if !slices.Contains(b.Mux().Protocols(), acn.ProtocolLink) {
			want[acn.Solana] = acn.StatusUnsupportedLedger
		}
		b.local.register = func(*acn.Record, peer.ID) error { return nil }
		for _, ledger := range acn.Ledgers {
			alice := newAgent(t, ledger, a.key)
			if err := a.post(t, b, alice.envelope(t, "bob", "hello"), alice.record, true); acn.StatusOf(err) != want[ledger] {
				t.Errorf("envelope of %s: %v", ledger, err)
			}
			if err := a.service.RegisterAt(t.Context(), b.ID(), alice.record); err != nil {
				t.Errorf("registration of %s: %v", ledger, err)
			}
		}
	})
}

// refusing delivers in order but refuses, now and then, what is not a second
// try: at once, or, like a sink with a queue, later and from another goroutine.
type refusing struct {
	local    *local
	every    int
	outcomes chan func() // nil: at once

	mu      sync.Mutex
	count   int
	refused map[string]bool // messages
	shut    envelope.Gate   // who refuses late keeps the order meanwhile
}

func (r *refusing) deliver(e envelope.Envelope, receipt envelope.Receipt) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var err error
	message := string(e.Content().Message)
	again := r.refused[message]
	r.count++
	switch {
	case r.outcomes != nil && !r.shut.Admit(e.To, again):
		err = acn.Fail(acn.StatusNotReady, "behind")
	case r.count%r.every == 0 && !again:
		err = acn.Fail(acn.StatusNotReady, "test")
		r.refused[message] = true
		r.shut.Refused(e.To)
	default:
		r.local.keep(e)
	}
	if r.outcomes == nil {
		receipt.Done(err)
		return
	}
	r.outcomes <- func() { receipt.Done(err) }
}

// tell runs the outcomes until none will come.
func (r *refusing) tell() {
	for outcome := range r.outcomes {
		outcome()
	}
}

// TestOrderUnderRefusal sends to several destinations through a receiver that
// refuses in the middle, and sends again as envelope.Gate asks its sources to.
func TestOrderUnderRefusal(t *testing.T) {
	const destinations, envelopes = 5, 100
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprintf("late=%v", late), func(t *testing.T) {
			protocols(t, func(t *testing.T, a, b *node) {
				sink := &refusing{local: b.local, every: 17, refused: make(map[string]bool)}
				if late {
					sink.outcomes = make(chan func(), destinations*envelopes)
					defer close(sink.outcomes)
					go sink.tell()
				}
				b.local.delivers(sink.deliver)
				alice := newAgent(t, acn.FetchAI, a.key)
				var running sync.WaitGroup
				for d := range destinations {
					running.Go(func() { sendInOrder(t, a, b, alice, acn.Address(fmt.Sprint(d)), envelopes) })
				}
				running.Wait()
				checkOrder(t, b.local.messages(), destinations, envelopes)
				if len(sink.refused) < destinations {
					t.Errorf("only %d were refused", len(sink.refused))
				}
			})
		})
	}
}

// sendInOrder sends numbered envelopes all at once, and what is refused again,
// until all have arrived.
func sendInOrder(t *testing.T, a, b *node, from *agent, to acn.Address, envelopes int) {
	var waiting []string
	for i := range envelopes {
		waiting = append(waiting, fmt.Sprintf("%s/%d", to, i))
	}
	for resume := false; len(waiting) > 0; resume = true {
		waiters := make([]*waiter, len(waiting))
		for i, message := range waiting {
			waiters[i] = newWaiter(t)
			a.service.Send(b.ID(), from.envelope(t, to, message), from.record, resume && i == 0, waiters[i])
		}
		var again []string
		for i, w := range waiters {
			if err := w.wait(); err != nil {
				if acn.StatusOf(err) != acn.StatusNotReady {
					t.Errorf("%s: %v", waiting[i], err)
				}
				again = append(again, waiting[i])
			}
		}
		waiting = again
	}
}

// checkOrder wants all numbers of all destinations, each in order.
func checkOrder(t *testing.T, messages []string, destinations, envelopes int) {
	got := make(map[string][]string)
	for _, message := range messages {
		dest, number, _ := strings.Cut(message, "/")
		got[dest] = append(got[dest], number)
	}
	var want []string
	for i := range envelopes {
		want = append(want, fmt.Sprint(i))
	}
	for d := range destinations {
		if diff := cmp.Diff(want, got[fmt.Sprint(d)]); diff != "" {
			t.Errorf("to destination %d: %s", d, diff)
		}
	}
}

// TestLookup: what is here is answered; only a registered relay client has the
// network searched, and not for long.
func TestLookup(t *testing.T) {
	a, b := newNode(t, relay.Config{}), newNode(t, relay.Config{FindTimeout: 1})
	a.knows(b)
	here, far := newAgent(t, acn.Ethereum, b.key), newAgent(t, acn.Solana, newHost(t).key)
	b.local.records = map[acn.Address]*acn.Record{here.Address(): here.record}

	record, err := a.service.Ask(t.Context(), b.ID(), here.Address())
	if err != nil || !slices.Equal(record.Bytes(), here.record.Bytes()) {
		t.Errorf("record of an agent here: %v, %v", record, err)
	}
	// local.Find fails the test if it is asked.
	for _, addr := range []acn.Address{far.Address(), "", acn.Address(strings.Repeat("x", acn.MaxAddress+1))} {
		if _, err := a.service.Ask(t.Context(), b.ID(), addr); acn.StatusOf(err) != acn.StatusUnknownAddress {
			t.Errorf("%.20q asked by a stranger: %v", addr, err)
		}
	}

	b.local.registered = map[peer.ID]bool{a.ID(): true}
	b.local.find = func(_ context.Context, addr acn.Address) (*acn.Record, error) { return far.record, nil }
	if record, err := a.service.Ask(t.Context(), b.ID(), far.Address()); err != nil || record.Address != far.Address() {
		t.Errorf("asked by a relay client: %v, %v", record, err)
	}
	if _, err := a.service.Ask(t.Context(), b.ID(), here.Address()+"?"); acn.StatusOf(err) != acn.StatusWrongAddress {
		t.Errorf("record of another agent: %v", err)
	}
	b.local.find = func(ctx context.Context, _ acn.Address) (*acn.Record, error) {
		<-ctx.Done() // FindTimeout
		return nil, ctx.Err()
	}
	if _, err := a.service.Ask(t.Context(), b.ID(), far.Address()); acn.StatusOf(err) != acn.StatusUnknownAddress {
		t.Errorf("search that takes too long: %v", err)
	}
}

func TestRegister(t *testing.T) {
	a, b := newNode(t, relay.Config{}), newNode(t, relay.Config{})
	a.knows(b)
	alice := newAgent(t, acn.FetchAI, a.key)
	b.local.register = func(rec *acn.Record, p peer.ID) error {
		if rec.Address != alice.Address() || p != a.ID() {
			t.Errorf("registered %s of %s", rec.Address, p)
		}
		return nil
	}
	if err := a.service.RegisterAt(t.Context(), b.ID(), alice.record); err != nil {
		t.Error(err)
	}
	if err := a.service.RegisterAt(t.Context(), b.ID(), newAgent(t, acn.FetchAI, b.key).record); acn.StatusOf(err) != acn.StatusWrongPublicKey {
		t.Errorf("record for another node: %v", err)
	}
	b.local.register = func(*acn.Record, peer.ID) error { return acn.Fail(acn.StatusNotReady, "full") }
	if err := a.service.RegisterAt(t.Context(), b.ID(), alice.record); acn.StatusOf(err) != acn.StatusNotReady {
		t.Errorf("refused registration: %v", err)
	}
}

// TestNotifyFlood hears one peer once in a while, and others meanwhile.
func TestNotifyFlood(t *testing.T) {
	const flood = 20
	refused := make(chan string, 2*flood)
	b := newNode(t, relay.Config{Observer: relay.Observer{Refused: func(protocol string) { refused <- protocol }}})
	b.local.notified = make(chan peer.ID, 2*flood)
	for range 2 {
		a := newNode(t, relay.Config{})
		a.knows(b)
		for range flood {
			if err := a.service.Notify(t.Context(), b.ID()); err != nil {
				t.Fatal(err)
			}
		}
		if p := <-b.local.notified; p != a.ID() {
			t.Errorf("heard %s, want %s", p, a.ID())
		}
		for range flood - 1 {
			if protocol := <-refused; protocol != acn.ProtocolNotify {
				t.Errorf("refused a stream of %s", protocol)
			}
		}
	}
}

func TestConfig(t *testing.T) {
	for name, test := range map[string]struct {
		cfg  relay.Config
		want []string
	}{
		"zero":             {},
		"smallest":         {cfg: relay.Config{WindowEnvelopes: 64, WindowBytes: 4 << 20, IncomingBytes: acn.MaxFrame}},
		"one less":         {relay.Config{WindowEnvelopes: 63, WindowBytes: 4<<20 - 1, IncomingBytes: acn.MaxFrame - 1}, []string{"WindowEnvelopes", "WindowBytes", "IncomingBytes"}},
		"one more":         {relay.Config{WindowEnvelopes: 1<<16 + 1, WindowBytes: 1<<30 + 1}, []string{"WindowEnvelopes", "WindowBytes"}},
		"negative":         {relay.Config{AckTimeout: -1, Streams: -1}, []string{"AckTimeout", "Streams"}},
		"backoff reversed": {relay.Config{BackoffMin: 2, BackoffMax: 1}, []string{"BackoffMax"}},
	} {
		_, err := relay.New(test.cfg, nil, nil)
		if (err == nil) != (test.want == nil) {
			t.Errorf("%s: %v", name, err)
		}
		for _, field := range test.want {
			if !strings.Contains(err.Error(), field) {
				t.Errorf("%s: %v does not name %s", name, err, field)
			}
		}
	}
}
