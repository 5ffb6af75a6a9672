package node_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
	"go-acn/internal/node"
)

// patience bounds every wait of these tests; none passes by waiting.
const patience = 30 * time.Second

// running is a real node on loopback.
type running struct {
	node.Info
	node   *node.Node
	cfg    node.Config
	stop   context.CancelFunc
	ended  chan struct{}
	result error
}

// start runs a node and stops it with the test.
func start(t testing.TB, cfg node.Config, services ...node.Service) *running {
	t.Helper()
	if cfg.Identity == nil {
		identity, err := acn.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		cfg.Identity = identity
	}
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1:0"
	}
	if cfg.Public == "" && !cfg.Relayed {
		cfg.Public = "127.0.0.1:0"
	}
	if testing.Verbose() {
		cfg.Logger = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
	}
	ready := make(chan node.Info, 1)
	cfg.Ready = func(info node.Info) { ready <- info }
	n, err := node.New(cfg, node.Deps{Services: services})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{node: n, cfg: cfg, stop: cancel, ended: make(chan struct{})}
	go func() {
		defer close(r.ended)
		r.result = n.Run(ctx)
	}()
	t.Cleanup(func() { r.halt(t) })
	select {
	case r.Info = <-ready:
	case <-r.ended:
		t.Fatalf("node ended: %v", r.result)
	case <-time.After(patience):
		t.Fatal("node does not start")
	}
	return r
}

func (r *running) halt(t testing.TB) {
	t.Helper()
	r.stop()
	select {
	case <-r.ended:
	case <-time.After(patience):
		t.Fatal("node does not stop")
	}
	if r.result != nil {
		t.Errorf("node ended with %v", r.result)
	}
}

// entry is the node's address as an entry peer.
func (r *running) entry() string {
	for _, addr := range r.Addrs {
		if strings.Contains(addr.String(), "/tcp/") {
			return addr.String()
		}
	}
	return ""
}

func wallet(t testing.TB, ledger acn.Ledger) *acn.Wallet {
	t.Helper()
	w, err := acn.NewWallet(ledger)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// agent is a delegate client registered at the first of the nodes, until the
// test ends.
func agent(t testing.TB, cfg delegate.ClientConfig, w *acn.Wallet, nodes ...*running) *delegate.Client {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	return connect(t, ctx, cfg, w, nodes...)
}

// connect is agent with a life of its own.
func connect(t testing.TB, ctx context.Context, cfg delegate.ClientConfig, w *acn.Wallet, nodes ...*running) *delegate.Client {
	t.Helper()
	var at []delegate.Node
	for _, n := range nodes {
		at = append(at, delegate.Node{Address: n.Delegate, Key: n.NodeKey})
	}
	registered := make(chan struct{})
	var once sync.Once
	cfg.Connected = func(delegate.Node) { once.Do(func() { close(registered) }) }
	client, err := delegate.NewClient(cfg, w, at)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() { _ = client.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		group.Wait()
	})
	select {
	case <-registered:
	case <-time.After(patience):
		t.Fatal("agent does not get registered")
	}
	return client
}

func writeFile(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func send(t testing.TB, from *delegate.Client, to acn.Address, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	e, err := envelope.New(to, from.Address(), envelope.Content{ProtocolID: "fetchai/default:1.0.0", Message: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	if err := from.Send(ctx, e); err != nil {
		t.Fatalf("sending: %v", err)
	}
}

func expect(t testing.TB, at *delegate.Client, from acn.Address, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	e, err := at.Receive(ctx)
	if err != nil {
		t.Fatalf("receiving %.40q: %v", text, err)
	}
	if got := string(e.Content().Message); got != text || e.Sender != from {
		t.Fatalf("got %d bytes %.40q from %s, want %d bytes %.40q from %s", len(got), got, e.Sender, len(text), text, from)
	}
}

func TestEnvelopesBetweenNodes(t *testing.T) {
	boot := start(t, node.Config{DelegateListen: "127.0.0.1:0"})
	a := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{boot.entry()}})
	b := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{boot.entry()}, NoQUIC: true})

	alice := agent(t, delegate.ClientConfig{}, wallet(t, acn.Ethereum), a)
	bob := agent(t, delegate.ClientConfig{Legacy: true}, wallet(t, acn.Cosmos), b)
	carol := agent(t, delegate.ClientConfig{}, wallet(t, acn.FetchAI), boot)
	for _, pair := range [][2]*delegate.Client{{alice, bob}, {bob, alice}, {carol, bob}, {alice, carol}} {
		send(t, pair[0], pair[1].Address(), "hello")
		expect(t, pair[1], pair[0].Address(), "hello")
	}
	for n := range 200 {
		send(t, alice, bob.Address(), fmt.Sprint(n))
	}
	for n := range 200 {
		expect(t, bob, alice.Address(), fmt.Sprint(n))
	}
	large := strings.Repeat("x", 3_000_000)
	send(t, alice, bob.Address(), large)
	expect(t, bob, alice.Address(), large)
}
