package node_test

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
	"go-acn/internal/node"
)

// Each test here is a fault that the node of the existing network has, and
// that this one would fail if it had it.

// eventually polls a condition that other goroutines bring about.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-ctx.Done():
			t.Fatalf("never happened: %s", what)
		case <-tick.C:
		}
	}
}

// metric is the sum of a metric's series at a node.
func (r *running) metric(t testing.TB, name string) float64 {
	t.Helper()
	families, err := r.node.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, family := range families {
		if family.GetName() == name {
			for _, m := range family.GetMetric() {
				sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
			}
		}
	}
	return sum
}

// An agent registered at A, later at B, then went away. One envelope for it
// made the two nodes of the existing network ask each other for ever.
func TestNoEndlessLookupsForAnAgentThatLeft(t *testing.T) {
	a := start(t, node.Config{DelegateListen: "127.0.0.1:0"})
	b := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{a.entry()}})
	gone := wallet(t, acn.Ethereum)
	for _, at := range []*running{a, b} {
		ctx, cancel := context.WithCancel(context.Background())
		client := connect(t, ctx, delegate.ClientConfig{}, gone, at)
		sender := agent(t, delegate.ClientConfig{}, wallet(t, acn.Cosmos), a)
		send(t, sender, gone.Address(), "to be found there")
		expect(t, client, sender.Address(), "to be found there")
		cancel()
		eventually(t, "the session ends", func() bool { return at.metric(t, "acn_delegate_sessions") < 2 })
	}
	sender := agent(t, delegate.ClientConfig{}, wallet(t, acn.Cosmos), a)
	send(t, sender, gone.Address(), "too late")
	before := a.metric(t, "acn_relay_lookups_served_total") + b.metric(t, "acn_relay_lookups_served_total")
	// Live traffic of many rounds, during which nothing may multiply.
	other := agent(t, delegate.ClientConfig{}, wallet(t, acn.FetchAI), b)
	for n := range 300 {
		send(t, sender, other.Address(), fmt.Sprint(n))
		expect(t, other, sender.Address(), fmt.Sprint(n))
	}
	after := a.metric(t, "acn_relay_lookups_served_total") + b.metric(t, "acn_relay_lookups_served_total")
	if after-before > 20 {
		t.Errorf("%g lookups for one envelope", after-before)
	}
}

// A bootstrap node that restarts must serve its agents' addresses and find
// others again, without anybody else doing anything.
func TestRestartedBootstrapNode(t *testing.T) {
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	cfg := node.Config{Identity: identity, Listen: port, Public: port, DelegateListen: freePort(t), DataDir: t.TempDir(), NoQUIC: true}
	boot := start(t, cfg)
	a := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{boot.entry()}})
	atBoot := agent(t, delegate.ClientConfig{MaxBackoff: 100 * time.Millisecond, MinBackoff: 10 * time.Millisecond}, wallet(t, acn.Ethereum), boot)
	atA := agent(t, delegate.ClientConfig{}, wallet(t, acn.Ethereum), a)
	send(t, atA, atBoot.Address(), "before")
	expect(t, atBoot, atA.Address(), "before")

	boot.halt(t)
	again := start(t, cfg)
	if again.PeerID != boot.PeerID {
		t.Fatal("restarted as somebody else")
	}
	send(t, atA, atBoot.Address(), "after")
	expect(t, atBoot, atA.Address(), "after")
	send(t, atBoot, atA.Address(), "back")
	expect(t, atA, atBoot.Address(), "back")
}

// A node that dies takes its agents' route with it, not the mail for them:
// they register elsewhere and get it.
func TestAgentsMoveWhenTheirNodeDies(t *testing.T) {
	boot := start(t, node.Config{DelegateListen: "127.0.0.1:0"})
	a := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{boot.entry()}})
	b := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{boot.entry()}})
	alice := agent(t, delegate.ClientConfig{}, wallet(t, acn.Ethereum), a)
	bob := agent(t, delegate.ClientConfig{MinBackoff: 10 * time.Millisecond}, wallet(t, acn.Cosmos), b, boot)
	send(t, alice, bob.Address(), "at b")
	expect(t, bob, alice.Address(), "at b")
	b.halt(t)
	send(t, alice, bob.Address(), "wherever you are")
	expect(t, bob, alice.Address(), "wherever you are")
	send(t, bob, alice.Address(), "at boot")
	expect(t, alice, bob.Address(), "at boot")
}

func TestMessagesOfEverySizeArriveIntact(t *testing.T) {
	a := start(t, node.Config{DelegateListen: "127.0.0.1:0"})
	b := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{a.entry()}})
	alice := agent(t, delegate.ClientConfig{}, wallet(t, acn.Ethereum), a)
	bob := agent(t, delegate.ClientConfig{}, wallet(t, acn.Cosmos), b)
	for _, size := range []int{0, 1, 16_000, 16_253, 16_384, 17_000, 60_000, 1 << 20, 3_000_000} {
		var text strings.Builder
		for n := 0; text.Len() < size; n++ {
			fmt.Fprintf(&text, "%d,", n)
		}
		body := text.String()[:size]
		send(t, alice, bob.Address(), body)
		expect(t, bob, alice.Address(), body)
		send(t, bob, alice.Address(), body)
		expect(t, alice, bob.Address(), body)
	}
}

// The old connection of an agent often ends long after the new one began.
func TestOldConnectionsEndKeepsTheNewOne(t *testing.T) {
	a := start(t, node.Config{DelegateListen: "127.0.0.1:0"})
	w := wallet(t, acn.Ethereum)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	connect(t, ctx, delegate.ClientConfig{MinBackoff: time.Minute, MaxBackoff: time.Minute}, w, a)
	second := agent(t, delegate.ClientConfig{}, w, a)
	eventually(t, "the old session ends", func() bool { return a.metric(t, "acn_delegate_sessions") == 1 })
	cancel()
	sender := agent(t, delegate.ClientConfig{}, wallet(t, acn.Cosmos), a)
	send(t, sender, w.Address(), "still here")
	expect(t, second, sender.Address(), "still here")
}

// 5,000 envelopes to addresses that do not exist must neither hold up mail to
// one that does nor stay in memory.
func TestDeadAddressesDoNotDelayLiveOnes(t *testing.T) {
	a := start(t, node.Config{DelegateListen: "127.0.0.1:0", Outbox: envelope.OutboxConfig{Life: 2 * time.Second}})
	b := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{a.entry()}})
	flooder := agent(t, delegate.ClientConfig{Window: 4096}, wallet(t, acn.Ethereum), a)
	live := agent(t, delegate.ClientConfig{}, wallet(t, acn.Cosmos), b)
	send(t, flooder, live.Address(), "first")
	expect(t, live, flooder.Address(), "first")
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	const dead = 4000
	for n := range dead {
		e, err := envelope.New(acn.Address(fmt.Sprintf("0xdead%d", n)), flooder.Address(), envelope.Content{ProtocolID: "a/b:1.0.0"})
		if err != nil {
			t.Fatal(err)
		}
		if err := flooder.SendAsync(ctx, e, ignored{}); err != nil {
			t.Fatal(err)
		}
	}
	send(t, flooder, live.Address(), "live")
	expect(t, live, flooder.Address(), "live")
	if dropped := a.metric(t, "acn_router_dropped_total"); dropped >= dead {
		t.Error("the live envelope came after all dead ones were given up")
	}
	eventually(t, "the dead envelopes are given up", func() bool { return a.metric(t, "acn_router_dropped_total") >= dead })
	eventually(t, "nothing is queued", func() bool { return a.metric(t, "acn_router_queued_envelopes") == 0 })
}

type ignored struct{}

func (ignored) Done(error) {}

// 200,000 cross-node envelopes leave nothing behind: no goroutine, no stream,
// no memory that grows with their number.
func TestNothingLeaksOver200000Envelopes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	a := start(t, node.Config{DelegateListen: "127.0.0.1:0"})
	b := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{a.entry()}})
	alice := agent(t, delegate.ClientConfig{}, wallet(t, acn.Ethereum), a)
	bob := agent(t, delegate.ClientConfig{}, wallet(t, acn.Cosmos), b)
	stream(t, alice, bob, 10_000)
	heap, routines := settled()
	stream(t, alice, bob, 200_000)
	heapAfter, routinesAfter := settled()
	t.Logf("heap %d -> %d KiB, goroutines %d -> %d", heap>>10, heapAfter>>10, routines, routinesAfter)
	// 2.5 kB an envelope leaked would be 500 MB here.
	if heapAfter > heap+(16<<20) || routinesAfter > routines+50 {
		t.Errorf("heap grew from %d to %d KiB, goroutines from %d to %d", heap>>10, heapAfter>>10, routines, routinesAfter)
	}
}

// stream sends count envelopes, pipelined, and checks order at the other end.
func stream(t *testing.T, from, to *delegate.Client, count int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	var group sync.WaitGroup
	group.Go(func() {
		for n := range count {
			e, err := envelope.New(to.Address(), from.Address(), envelope.Content{ProtocolID: "a/b:1.0.0", Message: fmt.Append(nil, n)})
			if err == nil {
				err = from.SendAsync(ctx, e, ignored{})
			}
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	for n := range count {
		e, err := to.Receive(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(e.Content().Message); got != fmt.Sprint(n) {
			t.Fatalf("got %s as number %d", got, n)
		}
	}
	group.Wait()
}

func settled() (heap uint64, routines int) {
	var stats runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc, runtime.NumGoroutine()
}

// freePort is a port that was free a moment ago, for a node that must come
// back on the same one.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestTruncatedRelayClientFileDoesNotStopTheNode(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "relay_clients")
	writeFile(t, path, []byte{0, 0, 1, 30, 10})
	start(t, node.Config{DataDir: dir})
	if got := readFile(t, path); len(got) != 0 {
		t.Errorf("%d bytes of the broken file are left", len(got))
	}
}
