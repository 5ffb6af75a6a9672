package node_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
	"go-acn/internal/node"
	"go-acn/relay"
)

// socketAgent is an agent that listens on loopback for the node it started, as
// open-aea's p2p_libp2p connection does.
type socketAgent struct {
	t        *testing.T
	listener net.Listener
	wallet   *acn.Wallet
	conn     net.Conn
	got      chan envelope.Envelope
}

func newSocketAgent(t *testing.T) *socketAgent {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return &socketAgent{t: t, listener: listener, wallet: wallet(t, acn.Cosmos), got: make(chan envelope.Envelope, 16)}
}

// config is that of the agent's node.
func (a *socketAgent) config(cfg node.Config) node.Config {
	a.t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		a.t.Fatal(err)
	}
	record, err := acn.Representation(a.wallet, identity.NodeKey())
	if err != nil {
		a.t.Fatal(err)
	}
	cfg.Identity = identity
	cfg.Agent = &node.AgentConfig{Socket: a.listener.Addr().String(), Record: record}
	return cfg
}

// accept waits for the node and acknowledges what it delivers.
func (a *socketAgent) accept() {
	a.t.Helper()
	conn, err := a.listener.Accept()
	if err != nil {
		a.t.Fatal(err)
	}
	a.conn = conn
	var reading sync.WaitGroup
	a.t.Cleanup(reading.Wait)
	a.t.Cleanup(func() { _ = conn.Close() })
	reading.Go(func() {
		for {
			payload, err := acn.ReadFrame(conn, nil, acn.MaxFrame)
			if err != nil {
				return
			}
			message, err := acn.DecodeMessage(payload)
			if err != nil || message.Kind != acn.KindEnvelope {
				continue // the node's acknowledgements
			}
			e, err := envelope.Parse(message.Envelope)
			if err != nil {
				a.t.Error(err)
				return
			}
			if _, err := conn.Write(acn.AppendStatusFrame(nil, acn.StatusSuccess)); err != nil {
				return
			}
			a.got <- e
		}
	})
}

func (a *socketAgent) send(to acn.Address, text string) {
	a.t.Helper()
	e, err := envelope.New(to, a.wallet.Address(), envelope.Content{ProtocolID: "a/b:1.0.0", Message: []byte(text)})
	if err != nil {
		a.t.Fatal(err)
	}
	if _, err := a.conn.Write(acn.AppendEnvelopeFrame(nil, e.Bytes(), nil)); err != nil {
		a.t.Fatal(err)
	}
}

func (a *socketAgent) expect(from acn.Address, text string) {
	a.t.Helper()
	select {
	case e := <-a.got:
		if got := string(e.Content().Message); got != text || e.Sender != from {
			a.t.Fatalf("agent got %q from %s", got, e.Sender)
		}
	case <-time.After(patience):
		a.t.Fatalf("agent never got %q", text)
	}
}

func TestNodeBesideAnAgent(t *testing.T) {
	boot := start(t, node.Config{DelegateListen: "127.0.0.1:0"})
	beside := newSocketAgent(t)
	markers := new(bytes.Buffer)
	own := start(t, beside.config(node.Config{EntryPeers: []string{boot.entry()}, Markers: markers, NoQUIC: true}))
	beside.accept()
	want := "MULTIADDRS_LIST_START\n" + own.entry() + "\nMULTIADDRS_LIST_END\n"
	if got := markers.String(); got != want || !strings.Contains(got, "/dns4/127.0.0.1/tcp/") {
		t.Errorf("printed %q, want %q", got, want)
	}
	delegated := agent(t, delegate.ClientConfig{}, wallet(t, acn.Ethereum), boot)
	send(t, delegated, beside.wallet.Address(), "hello, agent")
	beside.expect(delegated.Address(), "hello, agent")
	beside.send(delegated.Address(), "hello, delegate")
	expect(t, delegated, beside.wallet.Address(), "hello, delegate")

	// The agent loses the connection and listens again; mail waits for it.
	_ = beside.conn.Close()
	send(t, delegated, beside.wallet.Address(), "are you back?")
	beside.accept()
	beside.expect(delegated.Address(), "are you back?")
}

func TestRelayedNodes(t *testing.T) {
	boot := start(t, node.Config{DelegateListen: "127.0.0.1:0"})
	other := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{boot.entry()}})
	first, second := newSocketAgent(t), newSocketAgent(t)
	markers := new(bytes.Buffer)
	start(t, first.config(node.Config{Relayed: true, EntryPeers: []string{boot.entry()}, Markers: markers}))
	start(t, second.config(node.Config{Relayed: true, EntryPeers: []string{other.entry()}}))
	first.accept()
	second.accept()
	if got := markers.String(); got != "MULTIADDRS_LIST_START\n\nMULTIADDRS_LIST_END\n" {
		t.Errorf("a relayed node printed %q", got)
	}
	far := agent(t, delegate.ClientConfig{}, wallet(t, acn.Ethereum), other)
	first.send(far.Address(), "out")
	expect(t, far, first.wallet.Address(), "out")
	send(t, far, first.wallet.Address(), "in")
	first.expect(far.Address(), "in")
	// Larger than a limited circuit would carry.
	large := strings.Repeat("x", 300_000)
	first.send(second.wallet.Address(), large)
	second.expect(first.wallet.Address(), large)
	second.send(first.wallet.Address(), "and back")
	first.expect(second.wallet.Address(), "and back")
}

func TestMailboxAndDelegate(t *testing.T) {
	a := start(t, node.Config{MailboxListen: "127.0.0.1:0"})
	b := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{a.entry()}})
	polling, delegated := wallet(t, acn.FetchAI), agent(t, delegate.ClientConfig{}, wallet(t, acn.Ethereum), b)
	record, err := acn.Representation(polling, a.NodeKey)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Timeout: patience, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	defer client.CloseIdleConnections()
	session := ""
	call := func(method, route string, body []byte) []byte {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, "https://"+a.Mailbox+route, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Session-Id", session)
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		raw, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %q, %v", route, response.Status, raw, err)
		}
		return raw
	}
	session = string(call(http.MethodPost, "/register", record.Bytes()))

	out, err := envelope.New(delegated.Address(), polling.Address(), envelope.Content{ProtocolID: "a/b:1.0.0", Message: []byte("out")})
	if err != nil {
		t.Fatal(err)
	}
	call(http.MethodPost, "/send_envelope", out.Bytes())
	expect(t, delegated, polling.Address(), "out")

	send(t, delegated, polling.Address(), "in")
	eventually(t, "the mailbox has an envelope", func() bool {
		raw := call(http.MethodGet, "/get_envelope", nil)
		if len(raw) == 0 {
			return false
		}
		e, err := envelope.Parse(raw)
		if err != nil || string(e.Content().Message) != "in" {
			t.Errorf("the mailbox gave %q, %v", raw, err)
		}
		return true
	})
	call(http.MethodGet, "/unregister", nil)
}

// Relay clients of the existing network drop an envelope at the first "unknown",
// so a relay looks again for an agent that is only just registering.
func TestRelayGoesOnLooking(t *testing.T) {
	boot := start(t, node.Config{DelegateListen: "127.0.0.1:0", Relay: relay.Config{FindTimeout: patience}})
	other := start(t, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{boot.entry()}})
	beside := newSocketAgent(t)
	own := start(t, beside.config(node.Config{Relayed: true, EntryPeers: []string{boot.entry()}}))
	beside.accept()
	late := wallet(t, acn.Ethereum)
	beside.send(late.Address(), "whenever you come")
	eventually(t, "the envelope is on its way", func() bool { return own.metric(t, "acn_router_submitted_total") > 0 })
	there := agent(t, delegate.ClientConfig{}, late, other)
	expect(t, there, beside.wallet.Address(), "whenever you come")
}
