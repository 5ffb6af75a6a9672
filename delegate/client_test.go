package delegate

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

// startClient runs a client until the test ends.
func startClient(t testing.TB, cfg ClientConfig, wallet *acn.Wallet, nodes ...Node) *Client {
	t.Helper()
	client, err := NewClient(cfg, wallet, nodes)
	if err != nil {
		t.Fatal(err)
	}
	runClient(t, client)
	return client
}

// runClient returns what ends the client and waits for it.
func runClient(t testing.TB, client *Client) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := client.Run(ctx); err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
	stop = func() { cancel(); running.Wait() }
	t.Cleanup(stop)
	return stop
}

func (n *testNode) node() Node { return Node{Address: n.addr, Key: n.identity.NodeKey()} }

// bothClients runs a test with a client that offers our protocol and with one
// that does not.
func bothClients(t *testing.T, f func(t *testing.T, cfg ClientConfig)) {
	t.Run("pipelined", func(t *testing.T) { f(t, ClientConfig{}) })
	t.Run("legacy", func(t *testing.T) { f(t, ClientConfig{Legacy: true}) })
}

func TestClientBothWays(t *testing.T) {
	bothClients(t, func(t *testing.T, cfg ClientConfig) {
		node := startNode(t, ServerConfig{})
		a, b := startClient(t, cfg, newWallet(), node.node()), startClient(t, cfg, newWallet(), node.node())
		eventually(t, "both are registered", func() bool { return node.Sessions() == 2 })
		for _, size := range []int{0, 100, 17_000, 3_000_000} {
			for _, way := range [][2]*Client{{a, b}, {b, a}} {
				from, to := way[0], way[1]
				sent := letter(from.Address(), to.Address(), size)
				if err := from.Send(t.Context(), sent); err != nil {
					t.Fatalf("sending %d bytes: %v", size, err)
				}
				got, err := to.Receive(t.Context())
				if err != nil || !bytes.Equal(got.Bytes(), sent.Bytes()) {
					t.Fatalf("receiving %d bytes: %v", size, err)
				}
			}
		}
		if err := a.Send(t.Context(), letter(a.Address(), "nobody", 1)); acn.StatusOf(err) != acn.StatusUnknownAddress {
			t.Errorf("sending to nobody: %v", err)
		}
	})
}

// Envelopes sent without waiting arrive complete and in order.
func TestClientOrder(t *testing.T) {
	bothClients(t, func(t *testing.T, cfg ClientConfig) {
		const count = 3000
		node := startNode(t, ServerConfig{})
		a, b := startClient(t, cfg, newWallet(), node.node()), startClient(t, cfg, newWallet(), node.node())
		eventually(t, "both are registered", func() bool { return node.Sessions() == 2 })
		var acknowledged sync.WaitGroup
		acknowledged.Add(count)
		go func() {
			for i := range count {
				message := []byte{byte(i >> 8), byte(i)}
				err := a.SendAsync(t.Context(), note(a.Address(), b.Address(), message), receiptFunc(func(err error) {
					if err != nil {
						t.Errorf("envelope %d: %v", i, err)
					}
					acknowledged.Done()
				}))
				if err != nil {
					t.Errorf("envelope %d: %v", i, err)
					acknowledged.Done()
				}
			}
		}()
		for i := range count {
			e, err := b.Receive(t.Context())
			if message := e.Content().Message; err != nil || int(message[0])<<8|int(message[1]) != i {
				t.Fatalf("received %x, %v, want number %d", message, err, i)
			}
		}
		acknowledged.Wait()
	})
}

// pretender is a node written out by the test.
type pretender struct {
	identity *acn.Identity
	tls      *tls.Config
	listener *pipeListener
	signed   []byte
}

func newPretender(protocol string) *pretender {
	identity := must(acn.NewIdentity())
	certificate := must(NewCertificate(identity))
	return &pretender{
		identity: identity, tls: certificate.serverTLS(protocol), signed: certificate.Signature(),
		listener: &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})},
	}
}

func (p *pretender) node() Node { return Node{Address: "node:1", Key: p.identity.NodeKey()} }

// config makes clients dial the pretender.
func (p *pretender) config() ClientConfig {
	return ClientConfig{Dial: func(context.Context, string, string) (net.Conn, error) { return p.listener.dial(), nil }}
}

// accept takes the next client up to its registration.
func (p *pretender) accept(t testing.TB) *rawClient {
	t.Helper()
	socket := must(p.listener.Accept())
	c := &rawClient{tls.Server(socket, p.tls), t}
	t.Cleanup(func() { _ = socket.Close() })
	c.put(p.signed)
	if m := c.message(); m.Kind != acn.KindRegister {
		t.Fatalf("client began with %v", m.Kind)
	}
	return c
}

// serve also says yes.
func (p *pretender) serve(t testing.TB) *rawClient {
	t.Helper()
	c := p.accept(t)
	c.ack(acn.StatusSuccess)
	return c
}

// withPretender runs a client of a pretender on simulated time.
func withPretender(t *testing.T, protocol string, edit func(*ClientConfig), f func(t *testing.T, p *pretender, client *Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := newPretender(protocol)
		cfg := p.config()
		if edit != nil {
			edit(&cfg)
		}
		client := must(NewClient(cfg, newWallet(), []Node{p.node()}))
		stop := runClient(t, client)
		f(t, p, client)
		// Whoever is dialling must meet somebody.
		go func() {
			for {
				select {
				case conn := <-p.listener.conns:
					_ = conn.Close()
				case <-p.listener.closed:
					return
				}
			}
		}()
		stop()
		_ = p.listener.Close()
	})
}

// sendAsync is the outcome of an envelope sent without waiting.
func sendAsync(t testing.TB, c *Client, e envelope.Envelope) <-chan error {
	t.Helper()
	result := make(outcome, 1)
	if err := c.SendAsync(t.Context(), e, result); err != nil {
		t.Fatal(err)
	}
	return result
}

// Towards a node that does not know our protocol one envelope is out at a
// time, and what it would corrupt is refused.
func TestClientOfExistingNode(t *testing.T) {
	withPretender(t, "", nil, func(t *testing.T, p *pretender, client *Client) {
		node := p.serve(t)
		var outcomes []<-chan error
		for i := range 3 {
			outcomes = append(outcomes, sendAsync(t, client, letter(client.Address(), "x", i)))
		}
		for i, outcome := range outcomes {
			if got := len(node.envelope().Content().Message); got != i {
				t.Fatalf("envelope %d has %d bytes", i, got)
			}
			synctest.Wait()
			if out := client.out(); out != 1 {
				t.Fatalf("%d are out", out)
			}
			node.ack(acn.StatusSuccess)
			if err := <-outcome; err != nil {
				t.Fatal(err)
			}
		}
		empty := len(letter(client.Address(), "x", 1000).Bytes()) - 1000
		most := maxLegacyFrame - legacyOverhead - empty
		if err := client.Send(t.Context(), letter(client.Address(), "x", most+1)); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%d bytes: %v", most+1, err)
		}
		fits := sendAsync(t, client, letter(client.Address(), "x", most))
		body := make([]byte, 2*maxLegacyFrame)
		if n, err := node.Read(body); err != nil || n > maxLegacyFrame {
			t.Errorf("record of %d bytes, %v", n, err)
		} else if want := int(body[2])<<8 | int(body[3]); n != 4+want {
			t.Errorf("record of %d bytes for a frame of %d", n, want)
		}
		node.ack(acn.StatusSuccess)
		if err := <-fits; err != nil {
			t.Error(err)
		}
	})
}

func (c *Client) out() int {
	c.mu.Lock()
	current := c.link
	c.mu.Unlock()
	current.mu.Lock()
	defer current.mu.Unlock()
	return current.window.out
}

func TestClientWindow(t *testing.T) {
	const window = Window + 10 // more than a node sends is allowed
	wide := func(cfg *ClientConfig) { cfg.Window = window }
	withPretender(t, acn.ALPNDelegate, wide, func(t *testing.T, p *pretender, client *Client) {
		node := p.serve(t)
		var outcomes []<-chan error
		for i := range window {
			outcomes = append(outcomes, sendAsync(t, client, letter(client.Address(), "x", i)))
		}
		for range window {
			node.envelope()
		}
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := client.SendAsync(impatient, letter(client.Address(), "x", 3), make(outcome, 1))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("one more envelope: %v", err)
		}
		for i, status := range []acn.Status{acn.StatusSuccess, acn.StatusNotReady, acn.StatusSuccess} {
			node.ack(status)
			if got := acn.StatusOf(<-outcomes[i]); got != status {
				t.Errorf("outcome %d is %v, want %v", i, got, status)
			}
		}
		sendAsync(t, client, letter(client.Address(), "x", 4))
		node.envelope()
	})
}

// What was out when the connection ended is reported and not sent again.
func TestClientReconnects(t *testing.T) {
	withPretender(t, acn.ALPNDelegate, nil, func(t *testing.T, p *pretender, client *Client) {
		node := p.serve(t)
		lost := sendAsync(t, client, letter(client.Address(), "x", 1))
		node.envelope()
		_ = node.Close()
		if err := <-lost; !errors.Is(err, ErrConnectionLost) {
			t.Errorf("outcome %v", err)
		}
		next := make(chan error, 1)
		go func() { next <- client.Send(t.Context(), letter(client.Address(), "x", 2)) }()
		node = p.serve(t)
		if got := len(node.envelope().Content().Message); got != 2 {
			t.Errorf("after reconnecting the client sent the envelope with %d bytes", got)
		}
		node.ack(acn.StatusSuccess)
		if err := <-next; err != nil {
			t.Error(err)
		}
	})
}

func TestClientAckTimeout(t *testing.T) {
	for _, protocol := range []string{"", acn.ALPNDelegate} {
		withPretender(t, protocol, nil, func(t *testing.T, p *pretender, client *Client) {
			node := p.serve(t)
			began := time.Now()
			lost := sendAsync(t, client, letter(client.Address(), "x", 1))
			node.envelope()
			if err := <-lost; !errors.Is(err, ErrConnectionLost) || time.Since(began) != 15*time.Second {
				t.Errorf("outcome %v after %v", err, time.Since(began))
			}
			node.wantEnd()
		})
	}
}

// Pauses grow, with jitter, up to their bound and begin anew after a
// connection that lasted.
func TestClientBackoff(t *testing.T) {
	withPretender(t, "", nil, func(t *testing.T, p *pretender, client *Client) {
		var pauses []time.Duration
		last := time.Now()
		for range 12 {
			conn := must(p.listener.Accept())
			pauses = append(pauses, time.Since(last))
			last = time.Now()
			_ = conn.Close()
		}
		if pauses[0] != 0 || pauses[1] > time.Second || pauses[11] < 10*time.Second || pauses[11] > 46*time.Second {
			t.Errorf("pauses %v", pauses)
		}
		node := p.serve(t)
		time.Sleep(time.Minute)
		last = time.Now()
		_ = node.Close()
		_ = must(p.listener.Accept()).Close()
		if pause := time.Since(last); pause > time.Second {
			t.Errorf("pause %v after a good connection", pause)
		}
	})
}

// A client whose agent takes nothing still sees the answers to what it sends,
// and acknowledges only what it has accepted.
func TestClientInbox(t *testing.T) {
	small := func(cfg *ClientConfig) { cfg.Inbox = 2 }
	withPretender(t, acn.ALPNDelegate, small, func(t *testing.T, p *pretender, client *Client) {
		node := p.serve(t)
		for i := range 5 {
			node.putEnvelope(letter("x", client.Address(), i))
		}
		node.want(acn.StatusSuccess)
		node.want(acn.StatusSuccess)
		answered := sendAsync(t, client, letter(client.Address(), "x", 1))
		if m := node.message(); m.Kind != acn.KindEnvelope {
			t.Fatalf("got %+v although the inbox is full", m)
		}
		node.ack(acn.StatusSuccess)
		if err := <-answered; err != nil {
			t.Fatal(err)
		}
		for i := range 5 {
			e, err := client.Receive(t.Context())
			if err != nil || len(e.Content().Message) != i {
				t.Fatalf("received %d bytes, %v, want %d", len(e.Content().Message), err, i)
			}
			if i < 3 {
				node.want(acn.StatusSuccess)
			}
		}
	})
}

// An envelope the client cannot read is refused in its turn.
func TestClientRefusesInOrder(t *testing.T) {
	withPretender(t, acn.ALPNDelegate, nil, func(t *testing.T, p *pretender, client *Client) {
		node := p.serve(t)
		node.putEnvelope(letter("x", client.Address(), 1))
		node.put(acn.AppendEnvelopeFrame(nil, []byte("\xff"), nil)[4:])
		node.putEnvelope(letter("x", client.Address(), 2))
		node.want(acn.StatusSuccess)
		node.want(acn.StatusDecode)
		node.want(acn.StatusSuccess)
		for want := 1; want <= 2; want++ {
			if e, err := client.Receive(t.Context()); err != nil || len(e.Content().Message) != want {
				t.Errorf("received %d bytes, %v", len(e.Content().Message), err)
			}
		}
	})
}

// Nodes that break the protocol are left; nothing they say is taken for
// something else.
func TestClientLeavesBadNodes(t *testing.T) {
	for name, misbehave := range map[string]func(node *rawClient, client *Client){
		"stray status":     func(node *rawClient, _ *Client) { node.ack(acn.StatusSuccess) },
		"other message":    func(node *rawClient, _ *Client) { node.put(acn.EncodeLookupRequest("x")) },
		"not protobuf":     func(node *rawClient, _ *Client) { node.put([]byte("\xff")) },
		"no body":          func(node *rawClient, _ *Client) { node.put([]byte("\x4a\x00")) },
		"too large":        func(node *rawClient, _ *Client) { _, _ = node.Write([]byte("\x00\x30\x00\x01")) },
		"half a frame":     func(node *rawClient, _ *Client) { _, _ = node.Write([]byte("\x00\x00\x00\x02x")) },
		"too many at once": floodClient,
	} {
		t.Run(name, func(t *testing.T) {
			small := func(cfg *ClientConfig) { cfg.Inbox = 1 }
			withPretender(t, acn.ALPNDelegate, small, func(t *testing.T, p *pretender, client *Client) {
				node := p.serve(t)
				began := time.Now()
				misbehave(node, client)
				p.serve(t) // the client is back
				if took := time.Since(began); took > time.Second && name != "half a frame" {
					t.Errorf("client stayed for %v", took)
				}
			})
		})
	}
}

func floodClient(node *rawClient, client *Client) {
	frame := acn.AppendEnvelopeFrame(nil, letter("x", client.Address(), 1).Bytes(), nil)
	for range Window + 10 {
		if _, err := node.Write(frame); err != nil {
			return
		}
	}
}

// Whatever goes wrong at one node, the client goes on to the next.
func TestClientTriesNextNode(t *testing.T) {
	good := startNode(t, ServerConfig{})
	other := startNode(t, ServerConfig{})
	wallet := newWallet()
	closed := must(net.Listen("tcp", "127.0.0.1:0"))
	_ = closed.Close()
	foreign := must(acn.Representation(wallet, good.identity.NodeKey()))
	refusing := startNode(t, ServerConfig{})
	refusing.Server.router = refusingRouter{refusing.router}
	for name, bad := range map[string]Node{
		"nobody listens":     {Address: closed.Addr().String(), Key: other.identity.NodeKey()},
		"another node's key": {Address: other.addr, Key: good.identity.NodeKey(), Record: foreign},
		"refuses":            refusing.node(),
	} {
		t.Run(name, func(t *testing.T) {
			connected, failed := make(chan Node, 1), make(chan Node, 1)
			client := startClient(t, ClientConfig{
				Connected: func(n Node) { connected <- n }, Failed: func(n Node, _ error) { failed <- n },
				MinBackoff: time.Millisecond,
			}, wallet, bad, good.node())
			if got := <-failed; got.Address != bad.Address {
				t.Errorf("failed at %s", got.Address)
			}
			if got := <-connected; got.Address != good.addr {
				t.Errorf("registered at %s", got.Address)
			}
			if err := client.Send(t.Context(), letter(client.Address(), client.Address(), 1)); err != nil {
				t.Error(err)
			}
		})
	}
}

// A client moves when its node goes away.
func TestClientSwitchesNodes(t *testing.T) {
	one, two := startNode(t, ServerConfig{}), startNode(t, ServerConfig{})
	connected, disconnected := make(chan Node, 1), make(chan Node, 1)
	client := startClient(t, ClientConfig{
		Connected: func(n Node) { connected <- n }, Disconnected: func(n Node, _ error) { disconnected <- n },
		MinBackoff: time.Millisecond,
	}, newWallet(), one.node(), two.node())
	if got := <-connected; got.Address != one.addr {
		t.Fatalf("registered at %s first", got.Address)
	}
	one.stop()
	if got := <-disconnected; got.Address != one.addr {
		t.Errorf("left %s", got.Address)
	}
	if got := <-connected; got.Address != two.addr {
		t.Errorf("registered at %s then", got.Address)
	}
	if err := client.Send(t.Context(), letter(client.Address(), client.Address(), 1)); err != nil {
		t.Error(err)
	}
}

// A node that cannot prove its key learns nothing from the client.
func TestClientChecksNodeFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPretender("")
		client := must(NewClient(p.config(), newWallet(), []Node{{Address: "node:1", Key: must(acn.NewIdentity()).NodeKey()}}))
		stop := runClient(t, client)
		socket := must(p.listener.Accept())
		conn := &rawClient{tls.Server(socket, p.tls), t}
		conn.put(p.signed)
		conn.wantEnd()
		stop()
	})
}

func TestClientDialTimeout(t *testing.T) {
	withPretender(t, "", nil, func(t *testing.T, p *pretender, _ *Client) {
		began := time.Now()
		p.accept(t).wantEnd() // never answers
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("client waited %v", took)
		}
	})
}

// What the agent has been given is acknowledged before the client leaves.
func TestClientSaysGoodbye(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPretender(acn.ALPNDelegate)
		client := must(NewClient(p.config(), newWallet(), []Node{p.node()}))
		stop := runClient(t, client)
		node := p.serve(t)
		node.putEnvelope(letter("x", client.Address(), 1))
		stopped := make(chan struct{})
		if _, err := client.Receive(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // the acknowledgement is being written
		go func() { defer close(stopped); stop() }()
		synctest.Wait()
		node.want(acn.StatusSuccess)
		node.wantEnd()
		_ = node.NetConn().Close()
		<-stopped
	})
}

// A node that does not read cannot keep a client from leaving.
func TestClientLeavesDeafNode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPretender(acn.ALPNDelegate)
		client := must(NewClient(p.config(), newWallet(), []Node{p.node()}))
		stop := runClient(t, client)
		p.serve(t)
		lost := sendAsync(t, client, letter(client.Address(), "x", 1))
		synctest.Wait() // it is being written
		began := time.Now()
		stop()
		if took := time.Since(began); took > 2*lingerTime {
			t.Errorf("leaving took %v", took)
		}
		if err := <-lost; !errors.Is(err, ErrConnectionLost) {
			t.Errorf("outcome %v", err)
		}
	})
}

func TestClientClosed(t *testing.T) {
	node := startNode(t, ServerConfig{})
	client := must(NewClient(ClientConfig{}, newWallet(), []Node{node.node()}))
	impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := client.Send(impatient, letter(client.Address(), "x", 1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Send before Run: %v", err)
	}
	if len(client.places) != 0 {
		t.Error("place in the window was not given back")
	}
	if err := client.Send(t.Context(), letter("somebody", "x", 1)); err == nil {
		t.Error("Send in another's name was accepted")
	}
	stop := runClient(t, client)
	if err := client.Send(t.Context(), letter(client.Address(), client.Address(), 7)); err != nil {
		t.Error(err)
	}
	eventually(t, "envelope is in the inbox", func() bool { return len(client.inbox) == 1 })
	stop()
	if e, err := client.Receive(t.Context()); err != nil || len(e.Content().Message) != 7 {
		t.Errorf("Receive of what came before the end: %v", err)
	}
	if _, err := client.Receive(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("Receive after the end: %v", err)
	}
	if err := client.Send(t.Context(), letter(client.Address(), "x", 1)); !errors.Is(err, ErrClosed) {
		t.Errorf("Send after the end: %v", err)
	}
}

func TestClientConfigErrors(t *testing.T) {
	key, wallet := must(acn.NewIdentity()).NodeKey(), newWallet()
	record := must(acn.Representation(newWallet(), key))
	for name, test := range map[string]struct {
		cfg   ClientConfig
		with  *acn.Wallet
		nodes []Node
		want  string
	}{
		"no nodes":        {ClientConfig{}, wallet, nil, "no nodes"},
		"address":         {ClientConfig{}, wallet, []Node{{Address: "host", Key: key}}, "host"},
		"key":             {ClientConfig{}, wallet, []Node{{Address: "host:1", Key: "02"}}, "no node key"},
		"no record":       {ClientConfig{}, nil, []Node{{Address: "host:1", Key: key}}, "neither record nor wallet"},
		"foreign record":  {ClientConfig{}, nil, []Node{{Address: "host:1", Key: must(acn.NewIdentity()).NodeKey(), Record: record}}, "speak for"},
		"two agents":      {ClientConfig{}, nil, []Node{{Address: "host:1", Key: key, Record: must(acn.Representation(wallet, key))}, {Address: "host:2", Key: key, Record: record}}, "another node's"},
		"other's record":  {ClientConfig{}, wallet, []Node{{Address: "host:1", Key: key, Record: record}}, "the wallet"},
		"window":          {ClientConfig{Window: 4097}, wallet, []Node{{Address: "host:1", Key: key}}, "Window"},
		"negative window": {ClientConfig{Window: -1}, wallet, []Node{{Address: "host:1", Key: key}}, "Window"},
		"ack timeout":     {ClientConfig{AckTimeout: time.Second}, wallet, []Node{{Address: "host:1", Key: key}}, "AckTimeout"},
	} {
		if _, err := NewClient(test.cfg, test.with, test.nodes); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	client, err := NewClient(ClientConfig{Window: 4096}, nil, []Node{{Address: "host:1", Key: key, Record: record}})
	if err != nil || client.Address() != record.Address {
		t.Errorf("client with a record only: %v", err)
	}
}
