package relay_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"github.com/libp2p/go-libp2p/core/protocol"
	rcmgr "github.com/libp2p/go-libp2p/p2p/host/resource-manager"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"

	"go-acn/acn"
	"go-acn/envelope"
	"go-acn/relay"
)

// node is a host with an identity; service is nil for a bare one.
type node struct {
	host.Host
	t       testing.TB
	key     acn.NodeKey
	service *relay.Service
	local   *local
	stop    func() // ends the service and waits for it
}

// newHost makes a host on loopback with a resource manager that does not get
// into the way.
func newHost(t testing.TB, more ...libp2p.Option) *node {
	t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	key, err := crypto.UnmarshalPrivateKey(identity.Libp2pPrivateKey())
	if err != nil {
		t.Fatal(err)
	}
	resources, err := rcmgr.NewResourceManager(rcmgr.NewFixedLimiter(rcmgr.InfiniteLimits))
	if err != nil {
		t.Fatal(err)
	}
	h, err := libp2p.New(append([]libp2p.Option{
		libp2p.Identity(key), libp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0"), libp2p.Transport(tcp.NewTCPTransport),
		libp2p.ResourceManager(resources), libp2p.DisableRelay(), libp2p.DisableMetrics(),
	}, more...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return &node{Host: h, t: t, key: identity.NodeKey()}
}

// newNode makes a host with a running service.
func newNode(t testing.TB, cfg relay.Config) *node {
	t.Helper()
	n := newHost(t)
	n.serve(t, cfg)
	return n
}

func (n *node) serve(t testing.TB, cfg relay.Config) {
	t.Helper()
	n.local = &local{t: t}
	service, err := relay.New(cfg, n.Host, n.local)
	if err != nil {
		t.Fatal(err)
	}
	n.service = service
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := service.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	n.stop = func() { cancel(); <-done }
	t.Cleanup(n.stop)
	// The handler of ProtocolNotify is the last one Run sets.
	for !slices.Contains(n.Mux().Protocols(), acn.ProtocolNotify) {
		runtime.Gosched()
	}
}

// knows puts the addresses of others into the peerstore.
func (n *node) knows(others ...*node) {
	for _, other := range others {
		n.Peerstore().AddAddrs(other.ID(), other.Addrs(), peerstore.PermanentAddrTTL)
	}
}

// legacy takes the link protocol away, which leaves a node of the existing
// network.
func (n *node) legacy() *node {
	n.RemoveStreamHandler(acn.ProtocolLink)
	// What it tells others about itself follows only after a moment.
	for n.tells(acn.ProtocolLink) {
		runtime.Gosched()
	}
	return n
}

// tells asks a node as a stranger whether it speaks a protocol.
func (n *node) tells(id protocol.ID) bool {
	n.t.Helper()
	stranger, err := libp2p.New(libp2p.NoListenAddrs)
	if err != nil {
		n.t.Fatal(err)
	}
	defer stranger.Close()
	if err := stranger.Connect(n.t.Context(), peer.AddrInfo{ID: n.ID(), Addrs: n.Addrs()}); err != nil {
		n.t.Fatal(err)
	}
	spoken, err := stranger.Peerstore().SupportsProtocols(n.ID(), id)
	if err != nil {
		n.t.Fatal(err)
	}
	return len(spoken) > 0
}

// local is a node's inside. Unless delivers says otherwise all envelopes are
// taken.
type local struct {
	t          testing.TB
	records    map[acn.Address]*acn.Record
	find       func(context.Context, acn.Address) (*acn.Record, error)
	registered map[peer.ID]bool
	register   func(*acn.Record, peer.ID) error
	notified   chan peer.ID

	mu      sync.Mutex
	deliver func(envelope.Envelope, envelope.Receipt)
	got     []envelope.Envelope
}

// delivers sets what happens to envelopes from now on.
func (l *local) delivers(deliver func(envelope.Envelope, envelope.Receipt)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deliver = deliver
}

func (l *local) Deliver(e envelope.Envelope, receipt envelope.Receipt) {
	l.mu.Lock()
	deliver := l.deliver
	l.mu.Unlock()
	if deliver != nil {
		deliver(e, receipt)
		return
	}
	l.keep(e)
	receipt.Done(nil)
}

func (l *local) keep(e envelope.Envelope) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.got = append(l.got, e)
}

// messages are the bodies of what arrived, in order.
func (l *local) messages() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []string
	for _, e := range l.got {
		all = append(all, string(e.Content().Message))
	}
	return all
}

func (l *local) Record(addr acn.Address) *acn.Record { return l.records[addr] }
func (l *local) Registered(p peer.ID) bool           { return l.registered[p] }
func (l *local) Find(ctx context.Context, addr acn.Address) (*acn.Record, error) {
	if l.find == nil {
		l.t.Errorf("searched for %s", addr)
		return nil, fmt.Errorf("no search expected")
	}
	return l.find(ctx, addr)
}
func (l *local) Register(rec *acn.Record, p peer.ID) error { return l.register(rec, p) }
func (l *local) Notified(p peer.ID)                        { l.notified <- p }

// agent is a wallet represented by a node.
type agent struct {
	*acn.Wallet
	record *acn.Record
}

func newAgent(t testing.TB, ledger acn.Ledger, node acn.NodeKey) *agent {
	t.Helper()
	wallet, err := acn.NewWallet(ledger)
	if err != nil {
		t.Fatal(err)
	}
	record, err := acn.Representation(wallet, node)
	if err != nil {
		t.Fatal(err)
	}
	return &agent{wallet, record}
}

func (a *agent) envelope(t testing.TB, to acn.Address, message string) envelope.Envelope {
	t.Helper()
	return newEnvelope(t, to, a.Address(), message)
}

func newEnvelope(t testing.TB, to, sender acn.Address, message string) envelope.Envelope {
	t.Helper()
	e, err := envelope.New(to, sender, envelope.Content{ProtocolID: "fetchai/default:1.0.0", Message: []byte(message)})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// waiter is a receipt that can be waited for and notices a second outcome.
type waiter struct {
	t    testing.TB
	done chan error
}

func newWaiter(t testing.TB) *waiter { return &waiter{t: t, done: make(chan error, 1)} }

func (w *waiter) Done(err error) {
	select {
	case w.done <- err:
	default:
		w.t.Errorf("second outcome: %v", err)
	}
}

// wait leaves a second outcome detectable.
func (w *waiter) wait() error {
	err := <-w.done
	w.done <- err
	return err
}

// eventually waits for what happens by itself; the test's own timeout is the
// limit.
func eventually(t testing.TB, condition func() bool) {
	t.Helper()
	for !condition() {
		if t.Context().Err() != nil {
			t.Fatal("does not come true")
		}
		runtime.Gosched()
	}
}

// openStreams counts the streams of a host that speak one of the protocols.
func openStreams(n *node, protocols ...protocol.ID) (open int) {
	for _, conn := range n.Network().Conns() {
		for _, stream := range conn.GetStreams() {
			if slices.Contains(protocols, stream.Protocol()) {
				open++
			}
		}
	}
	return open
}

func protocolID(id string) protocol.ID { return protocol.ID(id) }

func (n *node) isLegacy() bool { return !slices.Contains(n.Mux().Protocols(), acn.ProtocolLink) }

// open opens a raw stream.
func (n *node) open(t testing.TB, to *node, id string) network.Stream {
	t.Helper()
	stream, err := n.NewStream(t.Context(), to.ID(), protocolID(id))
	if err != nil {
		t.Fatal(err)
	}
	return stream
}

// readAll reads until the other side ends the stream, one way or the other.
func readAll(stream network.Stream) []byte {
	raw, _ := io.ReadAll(stream)
	return raw
}

// endOf reads until the stream ends and says how.
func endOf(stream network.Stream) (err error) {
	for buf := make([]byte, 1024); err == nil; {
		_, err = stream.Read(buf)
	}
	return err
}

// deadline is the test's own, less a little to report in.
func deadline(t testing.TB) time.Time {
	if limited, ok := t.(interface{ Deadline() (time.Time, bool) }); ok {
		if at, ok := limited.Deadline(); ok {
			return at.Add(-time.Second)
		}
	}
	return time.Time{}
}

func readN(stream network.Stream, n int) ([]byte, error) {
	raw := make([]byte, n)
	_, err := io.ReadFull(stream, raw)
	return raw, err
}

// readAnswers reads answer frames of a link until n envelopes are answered.
func readAnswers(t testing.TB, stream network.Stream, n int) map[int]acn.Status {
	t.Helper()
	got := make(map[int]acn.Status)
	for len(got) < n {
		payload, err := acn.ReadFrame(stream, nil, 1<<16)
		if err != nil || len(payload) == 0 || payload[0] != 5 {
			t.Fatalf("read %x, %v", payload, err)
		}
		for body := bytes.NewBuffer(payload[1:]); body.Len() > 0; {
			tag, _ := binary.ReadUvarint(body)
			word, _ := binary.ReadUvarint(body)
			var status byte
			if word&1 == 1 {
				status, _ = body.ReadByte()
			}
			for i := range word>>1 + 1 {
				got[int(tag+i)] = acn.Status(status)
			}
		}
	}
	return got
}
