package delegate

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net"
	"net/netip"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
	"go-acn/envelope"
)

// registration is the first frame with a record that edit may spoil.
func registration(record *acn.Record, edit func(*acnpb.AgentRecord)) []byte {
	wire := proto.Clone(record.Wire()).(*acnpb.AgentRecord)
	edit(wire)
	return must(proto.Marshal(&acnpb.Message{Performative: &acnpb.Message_Register{Register: &acnpb.Register{Record: wire}}}))
}

// registrations builds, by the names in the vectors, what was sent when the
// replies there were observed.
func registrations(node acn.NodeKey) map[string][]byte {
	record := func(ledger acn.Ledger) *acn.Record {
		return must(acn.Representation(must(acn.NewWallet(ledger)), node))
	}
	ethereum, other, fetchai, cosmos := record(acn.Ethereum), record(acn.Ethereum), record(acn.FetchAI), record(acn.Cosmos)
	good := func(*acnpb.AgentRecord) {}
	edited := func(edit func(*acnpb.AgentRecord)) []byte { return registration(ethereum, edit) }
	fetched := func(edit func(*acnpb.AgentRecord)) []byte { return registration(fetchai, edit) }
	return map[string][]byte{
		"valid":                      edited(good),
		"valid, expired not_after":   edited(func(r *acnpb.AgentRecord) { r.NotAfter = "2020-01-01" }),
		"valid, no service id":       edited(func(r *acnpb.AgentRecord) { r.ServiceId = "" }),
		"address of another agent":   edited(func(r *acnpb.AgentRecord) { r.Address = string(other.Address) }),
		"lower case address":         edited(func(r *acnpb.AgentRecord) { r.Address = strings.ToLower(r.Address) }),
		"unsupported ledger solana":  edited(func(r *acnpb.AgentRecord) { r.LedgerId = "solana" }),
		"empty ledger":               edited(func(r *acnpb.AgentRecord) { r.LedgerId = "" }),
		"other peer key":             edited(func(r *acnpb.AgentRecord) { r.PeerPublicKey = string(must(acn.NewIdentity()).NodeKey()) }),
		"signature of another agent": edited(func(r *acnpb.AgentRecord) { r.Signature = other.Signature }),
		"signature with v=0/1":       edited(func(r *acnpb.AgentRecord) { r.Signature = lowerV(r.Signature) }),
		"signature not hex":          edited(func(r *acnpb.AgentRecord) { r.Signature = "no hex at all" }),
		"public key not hex":         edited(func(r *acnpb.AgentRecord) { r.PublicKey = "0x" + strings.Repeat("z", 128) }),
		"signature empty":            edited(func(r *acnpb.AgentRecord) { r.Signature = "" }),
		"fetchai valid":              fetched(good),
		"fetchai key under cosmos":   fetched(func(r *acnpb.AgentRecord) { r.LedgerId = "cosmos" }),
		"fetchai bad signature length": fetched(func(r *acnpb.AgentRecord) {
			r.Signature = base64.StdEncoding.EncodeToString([]byte("abc"))
		}),
		"fetchai empty signature":          fetched(func(r *acnpb.AgentRecord) { r.Signature = "" }),
		"fetchai bad public key":           fetched(func(r *acnpb.AgentRecord) { r.PublicKey = cosmos.PublicKey }),
		"cosmos valid":                     registration(cosmos, good),
		"not protobuf":                     []byte("\xff\xff\xff"),
		"empty AcnMessage (unknown field)": []byte("\x08\x01"),
		"envelope before register":         acn.AppendEnvelopeFrame(nil, letter(ethereum.Address, other.Address, 10).Bytes(), nil)[4:],
		"lookup request on delegate":       acn.EncodeLookupRequest(ethereum.Address),
	}
}

// lowerV turns V from 27 or 28 into 0 or 1.
func lowerV(signature string) string {
	raw := must(hex.DecodeString(signature[2:]))
	raw[64] -= 27
	return "0x" + hex.EncodeToString(raw)
}

func TestRegistrationReplies(t *testing.T) {
	node := startNode(t, ServerConfig{})
	frames := registrations(node.identity.NodeKey())
	cases := loadVectors(t).Replies.Cases
	if len(cases) == 0 {
		t.Fatal("no cases in the vectors")
	}
	for _, c := range cases {
		t.Run(c.Case, func(t *testing.T) {
			opening, ok := frames[c.Case]
			if !ok {
				t.Fatal("case is unknown to the test")
			}
			client := node.dial(t)
			client.put(opening)
			client.want(c.Status)
			if c.Status != acn.StatusSuccess {
				client.wantEnd()
			}
		})
	}
}

// Single frames that ended the process of other implementations, or could.
func TestHostileRegistrations(t *testing.T) {
	node := startNode(t, ServerConfig{})
	record := must(acn.Representation(newWallet(), node.identity.NodeKey()))
	for name, test := range map[string]struct {
		opening []byte
		want    acn.Status
	}{
		"no record":              {[]byte("\x42\x00"), acn.StatusInvalidProof},
		"empty record":           {[]byte("\x42\x02\x0a\x00"), acn.StatusUnsupportedLedger},
		"no payload":             {nil, acn.StatusUnexpectedPayload},
		"status":                 {acn.EncodeStatus(acn.StatusSuccess), acn.StatusUnexpectedPayload},
		"status without body":    {[]byte("\x4a\x00"), acn.StatusDecode},
		"lookup without record":  {[]byte("\x3a\x00"), acn.StatusUnexpectedPayload},
		"short signature":        {registration(record, func(r *acnpb.AgentRecord) { r.Signature = "0x1b" }), acn.StatusInvalidProof},
		"signature 0x":           {registration(record, func(r *acnpb.AgentRecord) { r.Signature = "0x" }), acn.StatusInvalidProof},
		"short public key":       {registration(record, func(r *acnpb.AgentRecord) { r.PublicKey = "0" }), acn.StatusWrongAddress},
		"no public key":          {registration(record, func(r *acnpb.AgentRecord) { r.PublicKey = "" }), acn.StatusWrongAddress},
		"short peer key":         {registration(record, func(r *acnpb.AgentRecord) { r.PeerPublicKey = "02" }), acn.StatusWrongPublicKey},
		"record of solana":       {registration(must(acn.Representation(must(acn.NewWallet(acn.Solana)), node.identity.NodeKey())), func(*acnpb.AgentRecord) {}), acn.StatusUnsupportedLedger},
		"oversized record field": {registration(record, func(r *acnpb.AgentRecord) { r.ServiceId = strings.Repeat("s", acn.MaxRecord) }), acn.StatusDecode},
	} {
		t.Run(name, func(t *testing.T) {
			client := node.dial(t)
			client.put(test.opening)
			client.want(test.want)
			client.wantEnd()
		})
	}
	node.join(t, newWallet()) // alive
}

func TestOpeningLimit(t *testing.T) {
	node := startNode(t, ServerConfig{})
	client := node.dial(t)
	client.put(make([]byte, MaxOpening))
	client.want(acn.StatusDecode)
	client = node.dial(t)
	_ = acn.WriteFrame(client, make([]byte, MaxOpening+1)) // may meet the end
	client.wantEnd()
}

// Our own protocol takes wallets the existing network does not know.
func TestSolanaOverOurProtocol(t *testing.T) {
	node := startNode(t, ServerConfig{})
	wallet := must(acn.NewWallet(acn.Solana))
	client := node.join(t, wallet, acn.ALPNDelegate)
	outcome := node.deliver(letter("x", wallet.Address(), 10))
	client.envelope()
	client.ack(acn.StatusSuccess)
	if err := <-outcome; err != nil {
		t.Error(err)
	}
}

// A record whose wallet has set it an end registers nobody after that end.
func TestExpiredDelegation(t *testing.T) {
	node := startNode(t, ServerConfig{})
	for _, test := range []struct {
		from, to time.Duration
		want     acn.Status
	}{
		{-time.Hour, time.Hour, acn.StatusSuccess},
		{-2 * time.Hour, -time.Hour, acn.StatusInvalidProof},
		{time.Hour, 2 * time.Hour, acn.StatusInvalidProof},
	} {
		now := time.Now()
		record := must(acn.SignRecord(newWallet(), node.identity.NodeKey(), &acn.Delegation{
			Epoch: 1, NotBefore: now.Add(test.from), NotAfter: now.Add(test.to),
		}))
		client := node.dial(t)
		client.put(acn.EncodeRegister(record))
		client.want(test.want)
	}
}

// refusingRouter has no place for anybody.
type refusingRouter struct{ *fakeRouter }

func (refusingRouter) Attach(*acn.Record, envelope.Sink) (func(), error) {
	return nil, acn.Fail(acn.StatusWrongAddress, "the node's own agent")
}

func TestRouterRefusesRegistration(t *testing.T) {
	node := startNode(t, ServerConfig{})
	node.Server.router = refusingRouter{node.router}
	client := node.dial(t)
	client.put(acn.EncodeRegister(must(acn.Representation(newWallet(), node.identity.NodeKey()))))
	client.want(acn.StatusWrongAddress)
	client.wantEnd()
}

// Connections that say nothing, that stop in the middle of the handshake and
// that never register keep nobody else out.
func TestSilentConnections(t *testing.T) {
	node := startNode(t, ServerConfig{})
	for range 20 {
		socket := must(net.Dial("tcp", node.addr))
		defer socket.Close()
	}
	half := must(net.Dial("tcp", node.addr))
	defer half.Close()
	if _, err := half.Write([]byte("\x16\x03\x01\x02\x00\x01")); err != nil {
		t.Fatal(err)
	}
	node.dial(t) // does not register
	node.join(t, newWallet())
}

// bubble runs a node on simulated time; its listener hands out pipes.
func bubble(t *testing.T, cfg ServerConfig, f func(t *testing.T, node *testNode, listener *pipeListener)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
		node := startNodeOn(t, cfg, listener)
		f(t, node, listener)
		node.stop()
	})
}

// pipeListener accepts what is dialled in the same process.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   atomic.Bool
}

func (l *pipeListener) dial() net.Conn {
	near, far := net.Pipe()
	l.conns <- far
	return near
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	if l.once.CompareAndSwap(false, true) {
		close(l.closed)
	}
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{} }

func TestOpeningTimeouts(t *testing.T) {
	cfg := ServerConfig{HandshakeTimeout: 7 * time.Second, RegisterTimeout: 20 * time.Second}
	bubble(t, cfg, func(t *testing.T, node *testNode, listener *pipeListener) {
		began := time.Now()
		silent := listener.dial()
		if _, err := silent.Read(make([]byte, 1)); err == nil {
			t.Error("got something from the node before the handshake")
		}
		if took := time.Since(began); took != cfg.HandshakeTimeout {
			t.Errorf("silent connection ended after %v", took)
		}
		began = time.Now()
		mute := node.secure(t, listener.dial())
		mute.wantEnd()
		if took := time.Since(began); took != cfg.RegisterTimeout {
			t.Errorf("connection without registration ended after %v", took)
		}
	})
}

// Existing clients connect once only to see the certificate; that is not worth
// a line in the log, nor a place.
func TestCertificateFetch(t *testing.T) {
	var registered atomic.Int32
	node := startNode(t, ServerConfig{
		MaxConnections: 1,
		Observer:       &Observer{Registered: func(acn.Status) { registered.Add(1) }},
	})
	for range 5 {
		conn, err := tls.Dial("tcp", node.addr, &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(conn.ConnectionState().PeerCertificates) != 1 {
			t.Error("no certificate")
		}
		_ = conn.Close()
		eventually(t, "connection is gone", func() bool { return node.connections() == 0 })
	}
	node.join(t, newWallet())
	eventually(t, "one registration is counted", func() bool { return registered.Load() == 1 })
}

func (n *testNode) connections() int {
	n.roster.mu.Lock()
	defer n.roster.mu.Unlock()
	return n.roster.all
}

func TestConnectionLimits(t *testing.T) {
	refused := make(chan Refusal, 1)
	node := startNode(t, ServerConfig{MaxPerAddress: 3, Observer: &Observer{Refused: func(why Refusal) { refused <- why }}})
	var clients []*rawClient
	for range 3 {
		clients = append(clients, node.join(t, newWallet()))
	}
	over := must(net.Dial("tcp", node.addr))
	defer over.Close()
	if _, err := over.Read(make([]byte, 1)); err == nil {
		t.Error("connection above the limit got something")
	}
	if why := <-refused; why != RefusedAddress {
		t.Errorf("refused for %q", why)
	}
	_ = clients[0].Close()
	eventually(t, "place is free", func() bool { return node.connections() == 2 })
	node.join(t, newWallet())
}

// Only connections that have not registered count as handshakes.
func TestHandshakeLimit(t *testing.T) {
	refused := make(chan Refusal, 1)
	node := startNode(t, ServerConfig{MaxHandshakes: 2, Observer: &Observer{Refused: func(why Refusal) { refused <- why }}})
	for range 5 {
		node.join(t, newWallet())
		eventually(t, "handshake is over", func() bool { return node.handshakes() == 0 })
	}
	for range 2 {
		defer must(net.Dial("tcp", node.addr)).Close()
	}
	defer must(net.Dial("tcp", node.addr)).Close()
	if why := <-refused; why != RefusedHandshakes {
		t.Errorf("refused for %q", why)
	}
}

func (n *testNode) handshakes() int {
	n.roster.mu.Lock()
	defer n.roster.mu.Unlock()
	return n.roster.handshakes
}

func TestRoster(t *testing.T) {
	one, other := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	r := roster{maxAll: 4, maxPerAddress: 2, maxHandshakes: 3}
	enter := func(from netip.Addr, want Refusal) {
		t.Helper()
		if got := r.enter(from); got != want {
			t.Fatalf("entering from %v: %q, want %q", from, got, want)
		}
	}
	enter(one, "")
	enter(one, "")
	enter(one, RefusedAddress)
	enter(other, "")
	enter(other, RefusedHandshakes)
	r.settle()
	enter(other, "")
	r.settle()
	enter(netip.Addr{}, RefusedFull)
	r.leave(one)
	enter(netip.Addr{}, "")
	r.leave(netip.Addr{})
	r.leave(one)
	r.leave(other)
	r.leave(other)
	if r.all != 0 || len(r.perAddress) != 0 {
		t.Errorf("empty roster holds %+v", r.perAddress)
	}
}

func TestOrigin(t *testing.T) {
	from := func(ip string) netip.Addr {
		return origin(addressed{addr: &net.TCPAddr{IP: net.ParseIP(ip), Port: 1}})
	}
	if a, b := from("2001:db8::1"), from("2001:db8::ffff:1:2:3"); a != b {
		t.Errorf("one network counts as two: %v, %v", a, b)
	}
	if a, b := from("2001:db8::1"), from("2001:db8:0:1::1"); a == b {
		t.Errorf("two networks count as one: %v", a)
	}
	if got := from("192.0.2.1"); got != netip.MustParseAddr("192.0.2.1") {
		t.Errorf("got %v", got)
	}
	if got := origin(addressed{addr: &net.UnixAddr{}}); got.IsValid() {
		t.Errorf("got %v of no IP connection", got)
	}
}

type addressed struct {
	net.Conn
	addr net.Addr
}

func (a addressed) RemoteAddr() net.Addr { return a.addr }

func TestNothingIsLeftBehind(t *testing.T) {
	node := startNode(t, ServerConfig{})
	node.join(t, newWallet()) // pools and caches are warm
	before := runtime.NumGoroutine()
	wallet := newWallet()
	for i := range 1000 {
		socket := must(net.Dial("tcp", node.addr))
		if i%10 == 0 { // the rest leave before or during the handshake
			node.secure(t, socket).register(node, wallet)
		}
		_ = socket.Close()
	}
	eventually(t, "only the first connection is left", func() bool { return node.connections() == 1 && node.Sessions() == 1 })
	eventually(t, "goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
}

func TestShutdownDrains(t *testing.T) {
	bubble(t, ServerConfig{DrainTimeout: 2 * time.Second}, func(t *testing.T, node *testNode, listener *pipeListener) {
		wallet, slow := newWallet(), newWallet()
		client, silent := node.secure(t, listener.dial()), node.secure(t, listener.dial())
		client.register(node, wallet)
		silent.register(node, slow)
		acknowledged := node.deliver(letter("x", wallet.Address(), 10))
		waiting := node.deliver(letter("x", wallet.Address(), 20))
		never := node.deliver(letter("x", slow.Address(), 10))
		client.envelope()
		silent.envelope()
		synctest.Wait() // until the node knows that both are written

		began := time.Now()
		stopped := make(chan time.Duration, 1)
		go func() { node.stop(); stopped <- time.Since(began) }()
		if status := acn.StatusOf(<-waiting); status != acn.StatusNotReady {
			t.Errorf("envelope that was not written yet: %v", status)
		}
		if status := acn.StatusOf(<-node.deliver(letter("x", wallet.Address(), 30))); status != acn.StatusNotReady {
			t.Errorf("envelope that came during shutdown: %v", status)
		}
		client.ack(acn.StatusSuccess)
		if err := <-acknowledged; err != nil {
			t.Errorf("envelope acknowledged during shutdown: %v", err)
		}
		if status := acn.StatusOf(<-never); status != acn.StatusNotReady {
			t.Errorf("envelope never acknowledged: %v", status)
		}
		client.wantEnd()
		if took := <-stopped; took != 2*time.Second {
			t.Errorf("shutdown took %v", took)
		}
		if node.Sessions() != 0 || node.router.sink(wallet.Address()) != nil {
			t.Error("sessions or routes are left")
		}
	})
}

// Shutdown ends with the last acknowledgement.
func TestShutdownIsSwift(t *testing.T) {
	bubble(t, ServerConfig{}, func(t *testing.T, node *testNode, listener *pipeListener) {
		wallet := newWallet()
		client := node.secure(t, listener.dial(), acn.ALPNDelegate)
		client.register(node, wallet)
		for range 3 {
			node.deliver(letter("x", wallet.Address(), 10))
			client.envelope()
		}
		began := time.Now()
		stopped := make(chan struct{})
		go func() { node.stop(); close(stopped) }()
		for range 3 {
			synctest.Wait()
			client.ack(acn.StatusSuccess)
		}
		<-stopped
		if took := time.Since(began); took > 0 {
			t.Errorf("shutdown took %v", took)
		}
	})
}

// Shutdown drains an agent that has only just registered, too.
func TestShutdownDrainsTheNewest(t *testing.T) {
	var told chan struct{}
	observer := &Observer{Registered: func(acn.Status) { <-told }}
	bubble(t, ServerConfig{Observer: observer}, func(t *testing.T, node *testNode, listener *pipeListener) {
		told = make(chan struct{}) // of this bubble
		wallet := newWallet()
		client := node.secure(t, listener.dial(), acn.ALPNDelegate)
		client.register(node, wallet)
		outcome := node.deliver(letter("x", wallet.Address(), 10))
		client.envelope()
		go node.stop()
		synctest.Wait() // until it waits for the acknowledgement
		close(told)
		client.ack(acn.StatusSuccess)
		if err := <-outcome; err != nil {
			t.Error(err)
		}
	})
}

// Shutdown waits for nobody who has not registered.
func TestShutdownDuringHandshake(t *testing.T) {
	bubble(t, ServerConfig{}, func(t *testing.T, node *testNode, listener *pipeListener) {
		began := time.Now()
		listener.dial()
		node.secure(t, listener.dial())
		synctest.Wait()
		node.stop()
		if took := time.Since(began); took > 0 {
			t.Errorf("shutdown took %v", took)
		}
	})
}

// brokenListener fails for a while, as one does that has run out of files.
type brokenListener struct {
	net.Listener
	failures int
}

func (l *brokenListener) Accept() (net.Conn, error) {
	if l.failures > 0 {
		l.failures--
		return nil, errors.New("too many open files")
	}
	return l.Listener.Accept()
}

func TestAcceptOutlastsTrouble(t *testing.T) {
	node := startNodeOn(t, ServerConfig{}, &brokenListener{must(net.Listen("tcp", "127.0.0.1:0")), 3})
	node.join(t, newWallet())
}

func TestListenerBreaks(t *testing.T) {
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	server := must(NewServer(ServerConfig{}, newFakeRouter(), must(NewCertificate(must(acn.NewIdentity())))))
	_ = listener.Close()
	if err := server.Run(context.Background(), listener); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Run returned %v", err)
	}
}

func TestServerConfigErrors(t *testing.T) {
	_, err := NewServer(ServerConfig{
		MaxConnections: -1, AckTimeout: time.Second, SubmitTimeout: LegacyPatience, QueueBytes: -1,
	}, newFakeRouter(), must(NewCertificate(must(acn.NewIdentity()))))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, field := range []string{"MaxConnections", "AckTimeout", "SubmitTimeout", "QueueBytes"} {
		if !strings.Contains(err.Error(), field) {
			t.Errorf("error does not name %s: %v", field, err)
		}
	}
}
