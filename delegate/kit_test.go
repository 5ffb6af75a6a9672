package delegate

import (
	"context"
	"crypto/ecdsa"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

// fakeRouter routes between the sinks of one node. At most cap(room) envelopes
// are on their way at a time; Submit waits for a place.
type fakeRouter struct {
	room   chan struct{}
	answer func(envelope.Envelope) error // of Submit, if set

	mu     sync.Mutex
	routes map[acn.Address]envelope.Sink
}

func newFakeRouter() *fakeRouter {
	return &fakeRouter{room: make(chan struct{}, 512), routes: make(map[acn.Address]envelope.Sink)}
}

func (f *fakeRouter) sink(addr acn.Address) envelope.Sink {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.routes[addr]
}

func (f *fakeRouter) set(addr acn.Address, sink envelope.Sink) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.routes[addr] = sink
}

func (f *fakeRouter) Attach(rec *acn.Record, sink envelope.Sink) (func(), error) {
	if old := f.sink(rec.Address); old != nil {
		old.Close()
	}
	f.set(rec.Address, sink)
	return func() {
		f.mu.Lock() // over both, or a sink attached in between would go
		defer f.mu.Unlock()
		if f.routes[rec.Address] == sink {
			f.routes[rec.Address] = nil
		}
	}, nil
}

func (f *fakeRouter) Submit(ctx context.Context, _ *acn.Record, e envelope.Envelope) error {
	if f.answer != nil {
		return f.answer(e)
	}
	select {
	case f.room <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if sink := f.sink(e.To); sink != nil {
		sink.Deliver(e, receiptFunc(func(error) { <-f.room }))
		return nil
	}
	<-f.room
	return acn.Fail(acn.StatusUnknownAddress, "no route")
}

type receiptFunc func(error)

func (f receiptFunc) Done(err error) { f(err) }

// testNode is a running delegate service.
type testNode struct {
	*Server
	identity *acn.Identity
	router   *fakeRouter
	addr     string
	stop     func() // ends it and waits
}

func startNode(t testing.TB, cfg ServerConfig) *testNode {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return startNodeOn(t, cfg, listener)
}

func startNodeOn(t testing.TB, cfg ServerConfig, listener net.Listener) *testNode {
	t.Helper()
	identity := must(acn.NewIdentity())
	router := newFakeRouter()
	server, err := NewServer(cfg, router, must(NewCertificate(identity)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx, listener) }()
	stop := sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
	t.Cleanup(stop)
	return &testNode{Server: server, identity: identity, router: router, addr: listener.Addr().String(), stop: stop}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func newWallet() *acn.Wallet { return must(acn.NewWallet(acn.Ethereum)) }

// rawClient speaks frames over TLS without the help of the code under test.
type rawClient struct {
	*tls.Conn
	t testing.TB
}

// dial connects as existing clients do, or offering protocols, and checks the
// signature frame.
func (n *testNode) dial(t testing.TB, protocols ...string) *rawClient {
	t.Helper()
	socket, err := net.Dial("tcp", n.addr)
	if err != nil {
		t.Fatal(err)
	}
	return n.secure(t, socket, protocols...)
}

func (n *testNode) secure(t testing.TB, socket net.Conn, protocols ...string) *rawClient {
	t.Helper()
	c := &rawClient{tls.Client(socket, &tls.Config{InsecureSkipVerify: true, NextProtos: protocols}), t}
	t.Cleanup(func() { _ = socket.Close() })
	signature := c.frame()
	point := must(c.ConnectionState().PeerCertificates[0].PublicKey.(*ecdsa.PublicKey).Bytes())
	if err := n.identity.NodeKey().VerifyDER(point, signature); err != nil {
		t.Fatalf("certificate signature: %v", err)
	}
	return c
}

// join connects and registers a wallet.
func (n *testNode) join(t testing.TB, wallet *acn.Wallet, protocols ...string) *rawClient {
	t.Helper()
	c := n.dial(t, protocols...)
	c.register(n, wallet)
	return c
}

func (c *rawClient) register(n *testNode, wallet *acn.Wallet) {
	c.t.Helper()
	c.put(acn.EncodeRegister(must(acn.Representation(wallet, n.identity.NodeKey()))))
	c.want(acn.StatusSuccess)
}

// put writes one frame.
func (c *rawClient) put(payload []byte) {
	c.t.Helper()
	if err := acn.WriteFrame(c, payload); err != nil {
		c.t.Fatalf("writing frame: %v", err)
	}
}

func (c *rawClient) putEnvelope(e envelope.Envelope) {
	c.t.Helper()
	if _, err := c.Write(acn.AppendEnvelopeFrame(nil, e.Bytes(), nil)); err != nil {
		c.t.Fatalf("writing envelope: %v", err)
	}
}

func (c *rawClient) frame() []byte {
	c.t.Helper()
	payload, err := acn.ReadFrame(c, nil, acn.MaxFrame)
	if err != nil {
		c.t.Fatalf("reading frame: %v", err)
	}
	return payload
}

func (c *rawClient) message() acn.Message {
	c.t.Helper()
	return must(acn.DecodeMessage(c.frame()))
}

// want reads a status.
func (c *rawClient) want(status acn.Status) {
	c.t.Helper()
	if m := c.message(); m.Kind != acn.KindStatus || m.Status != status {
		c.t.Fatalf("got %v %v, want status %v", m.Kind, m.Status, status)
	}
}

// envelope reads a delivery without acknowledging it.
func (c *rawClient) envelope() envelope.Envelope {
	c.t.Helper()
	m := c.message()
	if m.Kind != acn.KindEnvelope || m.Record != nil {
		c.t.Fatalf("got %+v, want an envelope", m)
	}
	return must(envelope.Parse(m.Envelope))
}

func (c *rawClient) ack(status acn.Status) {
	c.t.Helper()
	c.put(acn.EncodeStatus(status))
}

// wantEnd reads to the end of the connection, where nothing else may come.
func (c *rawClient) wantEnd() {
	c.t.Helper()
	if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
		c.t.Fatalf("read %d bytes, %v, want the end", n, err)
	} else if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		c.t.Fatalf("connection stays open")
	}
}

// pattern is so many bytes that differ from zero and from their neighbours.
func pattern(size int) []byte {
	bytes := make([]byte, size)
	for i := range bytes {
		bytes[i] = byte(1 + (i*7+i>>8)%255)
	}
	return bytes
}

// letter is an envelope with a message of so many bytes.
func letter(from, to acn.Address, size int) envelope.Envelope { return note(from, to, pattern(size)) }

func note(from, to acn.Address, message []byte) envelope.Envelope {
	return must(envelope.New(to, from, envelope.Content{ProtocolID: "fetchai/default:1.0.0", Message: message}))
}

// deliver hands an envelope to an agent of the node.
func (n *testNode) deliver(e envelope.Envelope) <-chan error {
	result := make(chan error, 1)
	n.router.sink(e.To).Deliver(e, receiptFunc(func(err error) { result <- err }))
	return result
}

// eventually waits for a condition that other goroutines bring about.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
		<-time.After(time.Millisecond)
	}
}

var _ io.Reader = (*rawClient)(nil)
