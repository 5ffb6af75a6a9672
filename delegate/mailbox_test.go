package delegate

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
	"go-acn/envelope"
)

// testMailbox is a running mailbox service.
type testMailbox struct {
	*Mailbox
	identity *acn.Identity
	router   *fakeRouter
	http     *http.Client
	url      string
	stop     func()
}

func startMailbox(t testing.TB, cfg MailboxConfig) *testMailbox {
	t.Helper()
	return startMailboxOn(t, cfg, must(net.Listen("tcp", "127.0.0.1:0")), nil)
}

func startMailboxOn(t testing.TB, cfg MailboxConfig, listener net.Listener, dial func(context.Context, string, string) (net.Conn, error)) *testMailbox {
	t.Helper()
	identity, router := must(acn.NewIdentity()), newFakeRouter()
	mailbox, err := NewMailbox(cfg, router, must(NewCertificate(identity)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- mailbox.Run(ctx, listener) }()
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true, DialContext: dial}
	stop := sync.OnceFunc(func() {
		transport.CloseIdleConnections()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
	t.Cleanup(stop)
	return &testMailbox{
		Mailbox: mailbox, identity: identity, router: router, stop: stop,
		http: &http.Client{Transport: transport}, url: "https://" + listener.Addr().String(),
	}
}

// ask makes a request and checks the code of the answer.
func (m *testMailbox) ask(t testing.TB, method, path, session string, body []byte, code int) []byte {
	t.Helper()
	request := must(http.NewRequest(method, m.url+path, bytes.NewReader(body)))
	if session != "" {
		request.Header.Set("session-id", session)
	}
	response, err := m.http.Do(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	if response.ProtoMajor != 1 {
		t.Errorf("%s %s: answered over %s", method, path, response.Proto)
	}
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != code {
		t.Fatalf("%s %s: %d %q, %v, want %d", method, path, response.StatusCode, answer, err, code)
	}
	return answer
}

func (m *testMailbox) record(wallet *acn.Wallet) *acn.Record {
	return must(acn.Representation(wallet, m.identity.NodeKey()))
}

func (m *testMailbox) register(t testing.TB, wallet *acn.Wallet) (session string) {
	t.Helper()
	return string(m.ask(t, "POST", "/register", "", m.record(wallet).Bytes(), 200))
}

func (m *testMailbox) deliver(e envelope.Envelope) error {
	result := make(outcome, 1)
	m.router.sink(e.To).Deliver(e, result)
	return <-result
}

func TestMailboxSignature(t *testing.T) {
	m := startMailbox(t, MailboxConfig{})
	response, err := m.http.Get(m.url + "/ssl_signature")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	signature := must(io.ReadAll(response.Body))
	point := must(response.TLS.PeerCertificates[0].PublicKey.(*ecdsa.PublicKey).Bytes())
	if err := m.identity.NodeKey().VerifyDER(point, signature); err != nil {
		t.Error(err)
	}
}

func TestMailboxBothWays(t *testing.T) {
	m := startMailbox(t, MailboxConfig{})
	alice, bob := newWallet(), newWallet()
	a, b := m.register(t, alice), m.register(t, bob)
	if !regexp.MustCompile("^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$").MatchString(a) || a == b {
		t.Errorf("session ids %q and %q", a, b)
	}
	if got := m.ask(t, "GET", "/get_envelope", b, nil, 200); len(got) != 0 {
		t.Errorf("empty mailbox gave %d bytes", len(got))
	}
	var sent [][]byte
	for _, size := range []int{0, 100, 40_000, 3_000_000} {
		e := letter(alice.Address(), bob.Address(), size)
		sent = append(sent, e.Bytes())
		if got := m.ask(t, "POST", "/send_envelope", a, e.Bytes(), 200); len(got) != 0 {
			t.Errorf("sending was answered with %q", got)
		}
	}
	for _, want := range sent {
		if got := m.ask(t, "GET", "/get_envelope", b, nil, 200); !bytes.Equal(got, want) {
			t.Errorf("fetched %d bytes, want %d", len(got), len(want))
		}
	}
	if got := m.ask(t, "GET", "/get_envelope", b, nil, 200); len(got) != 0 {
		t.Errorf("emptied mailbox gave %d bytes", len(got))
	}
	if held := m.held.Load(); held != 0 { // the last request has seen to that
		t.Errorf("empty mailboxes hold %d bytes", held)
	}
	m.ask(t, "GET", "/unregister", b, nil, 200)
	m.ask(t, "GET", "/get_envelope", b, nil, 400)
	if m.router.sink(bob.Address()) != nil || m.Sessions() != 1 {
		t.Error("route or session is still there")
	}
}

// Codes and texts as existing clients know them.
func TestMailboxRefusals(t *testing.T) {
	m := startMailbox(t, MailboxConfig{})
	wallet := newWallet()
	session := m.register(t, wallet)
	spoiled := proto.Clone(m.record(newWallet()).Wire()).(*acnpb.AgentRecord)
	spoiled.Signature = "0x"
	stranger := newWallet().Address()
	other := must(acn.Representation(newWallet(), must(acn.NewIdentity()).NodeKey()))
	for _, test := range []struct {
		method, path, session string
		body                  []byte
		code                  int
		text                  string
	}{
		{"POST", "/ssl_signature", "", nil, 400, "invalid method"},
		{"GET", "/register", "", nil, 400, "invalid method"},
		{"GET", "/send_envelope", session, nil, 400, "invalid method"},
		{"POST", "/get_envelope", session, nil, 400, "invalid method"},
		{"POST", "/unregister", session, nil, 400, "invalid method"},
		{"POST", "/register", "", nil, 400, "Empty body"},
		{"POST", "/register", "", []byte("\xff"), 400, "Error on agent record deserialize"},
		{"POST", "/register", "", must(proto.Marshal(spoiled)), 400, "Invalid PoR"},
		{"POST", "/register", "", other.Bytes(), 400, "Invalid PoR"},
		{"POST", "/register", "", must(acn.Representation(must(acn.NewWallet(acn.Solana)), m.identity.NodeKey())).Bytes(), 400, "Invalid PoR"},
		{"POST", "/register", "", make([]byte, MaxOpening), 400, "Error on agent record deserialize"},
		{"POST", "/register", "", make([]byte, MaxOpening+1), 413, "body too large"},
		{"POST", "/send_envelope", "", []byte("x"), 400, "invalid session_id header"},
		{"POST", "/send_envelope", "no session", []byte("x"), 400, "invalid session_id header"},
		{"POST", "/send_envelope", session, nil, 400, "Empty body"},
		{"POST", "/send_envelope", session, []byte("\xff"), 400, "cannot decode message"},
		{"POST", "/send_envelope", session, make([]byte, acn.MaxEnvelope+1), 413, "body too large"},
		{"POST", "/send_envelope", session, letter(stranger, wallet.Address(), 1).Bytes(), 400, "Envelope sender is not registered locally " + string(stranger)},
		{"POST", "/send_envelope", session, letter(wallet.Address(), "nobody", 1).Bytes(), 400, "unknown agent address"},
		{"GET", "/get_envelope", "", nil, 400, "invalid session_id header"},
		{"GET", "/unregister", strings.ToUpper(session), nil, 400, "invalid session_id header"},
		{"GET", "/elsewhere", "", nil, 404, "404 page not found\n"},
	} {
		got := m.ask(t, test.method, test.path, test.session, test.body, test.code)
		if string(got) != test.text {
			t.Errorf("%s %s: %q, want %q", test.method, test.path, got, test.text)
		}
	}
}

func TestMailboxLargestEnvelope(t *testing.T) {
	m := startMailbox(t, MailboxConfig{})
	wallet := newWallet()
	session := m.register(t, wallet)
	empty := len(letter(wallet.Address(), wallet.Address(), 1<<21).Bytes()) - 1<<21
	largest := letter(wallet.Address(), wallet.Address(), acn.MaxEnvelope-empty)
	m.ask(t, "POST", "/send_envelope", session, largest.Bytes(), 200)
	if got := m.ask(t, "GET", "/get_envelope", session, nil, 200); len(got) != acn.MaxEnvelope {
		t.Errorf("fetched %d bytes", len(got))
	}
}

// Registering again revokes the old session and empties the box.
func TestMailboxRegisterAgain(t *testing.T) {
	m := startMailbox(t, MailboxConfig{MaxSessions: 1})
	wallet := newWallet()
	first := m.register(t, wallet)
	if err := m.deliver(letter("x", wallet.Address(), 10)); err != nil {
		t.Fatal(err)
	}
	old := m.router.sink(wallet.Address())
	second := m.register(t, wallet) // although no session is free
	m.ask(t, "GET", "/get_envelope", first, nil, 400)
	if got := m.ask(t, "GET", "/get_envelope", second, nil, 200); len(got) != 0 {
		t.Errorf("new session got %d bytes of the old one", len(got))
	}
	m.ask(t, "GET", "/unregister", first, nil, 400)
	result := make(outcome, 1)
	old.Deliver(letter("x", wallet.Address(), 10), result)
	if status := acn.StatusOf(<-result); status != acn.StatusNotReady {
		t.Errorf("old box: %v", status)
	}
	if err := m.deliver(letter("x", wallet.Address(), 10)); err != nil {
		t.Errorf("new box: %v", err)
	}
}

func TestMailboxLimits(t *testing.T) {
	m := startMailbox(t, MailboxConfig{MaxSessions: 2, QueueLength: 3, QueueBytes: 1000, TotalBytes: 6000})
	one, two := newWallet(), newWallet()
	m.register(t, one)
	session := m.register(t, two)
	full := m.ask(t, "POST", "/register", "", m.record(newWallet()).Bytes(), 503)
	if string(full) != "too many mailboxes" {
		t.Errorf("third session: %q", full)
	}
	deliver := func(to *acn.Wallet, size int, want acn.Status) {
		t.Helper()
		if got := acn.StatusOf(m.deliver(letter("x", to.Address(), size))); got != want {
			t.Errorf("%d bytes: %v, want %v", size, got, want)
		}
	}
	for range 3 {
		deliver(one, 10, acn.StatusSuccess)
	}
	deliver(one, 10, acn.StatusNotReady)  // length
	deliver(two, 5000, acn.StatusSuccess) // alone, whatever its size
	deliver(two, 10, acn.StatusNotReady)  // bytes
	m.ask(t, "GET", "/get_envelope", session, nil, 200)
	m.ask(t, "GET", "/get_envelope", session, nil, 200) // waits for the end of the first
	deliver(two, 5900, acn.StatusNotReady)              // bytes of all
	deliver(two, 100, acn.StatusSuccess)
	m.ask(t, "GET", "/unregister", session, nil, 200)
	m.ask(t, "POST", "/register", "", m.record(two).Bytes(), 200)
	deliver(two, 5000, acn.StatusSuccess)
}

// stuckWriter is a client that goes away in the middle of its answer.
var errGoneAway = errors.New("client is gone")

// An envelope leaves the box only when it has been written, once, and nobody
// waits for the one who fetches but others who fetch.
func TestBoxFetch(t *testing.T) {
	m := must(NewMailbox(MailboxConfig{}, newFakeRouter(), must(NewCertificate(must(acn.NewIdentity())))))
	b := newBox(m, "id", must(acn.Representation(newWallet(), must(acn.NewIdentity()).NodeKey())))
	first, second := letter("x", "y", 1).Bytes(), letter("x", "y", 2).Bytes()
	_ = b.put(first)
	if err := b.fetch(t.Context(), func([]byte) error { return errGoneAway }); !errors.Is(err, errGoneAway) {
		t.Errorf("fetch returned %v", err)
	}
	err := b.fetch(t.Context(), func(raw []byte) error {
		if !bytes.Equal(raw, first) {
			t.Errorf("fetched %x after a failure", raw)
		}
		if err := b.put(second); err != nil {
			t.Errorf("delivery during a fetch: %v", err)
		}
		impatient, cancel := context.WithCancel(t.Context())
		cancel()
		if err := b.fetch(impatient, func([]byte) error { t.Error("fetched at the same time"); return nil }); err == nil {
			t.Error("two requests fetched at the same time")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	err = b.fetch(t.Context(), func(raw []byte) error {
		if !bytes.Equal(raw, second) {
			t.Errorf("fetched %x", raw)
		}
		b.Close()
		return nil
	})
	if err != nil || m.held.Load() != 0 {
		t.Errorf("closed while fetching: %v, %d bytes held", err, m.held.Load())
	}
}

// A box that is replaced while it gets its route does not keep it.
func TestBoxClosedWhileAttaching(t *testing.T) {
	m := must(NewMailbox(MailboxConfig{}, newFakeRouter(), must(NewCertificate(must(acn.NewIdentity())))))
	b := newBox(m, "id", must(acn.Representation(newWallet(), must(acn.NewIdentity()).NodeKey())))
	b.Close()
	detached := false
	b.attached(func() { detached = true })
	if !detached {
		t.Error("closed box keeps its route")
	}
}

// A session nobody uses ends; asking for mail is using it.
func TestMailboxExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
		m := startMailboxOn(t, MailboxConfig{}, listener, nil)
		register := func() (*acn.Wallet, *box) {
			wallet := newWallet()
			return wallet, must(m.Mailbox.register(m.record(wallet)))
		}
		used, b := register()
		unused, _ := register()
		for range 26 {
			time.Sleep(time.Hour)
			fetch := httptest.NewRequest("GET", "/get_envelope", nil)
			fetch.Header.Set(sessionHeader, b.id)
			m.handler().ServeHTTP(httptest.NewRecorder(), fetch)
			_ = m.deliver(letter("x", used.Address(), 1))
		}
		synctest.Wait()
		if m.Sessions() != 1 || m.router.sink(unused.Address()) != nil || m.router.sink(used.Address()) == nil {
			t.Errorf("%d sessions are left", m.Sessions())
		}
		m.stop()
		if m.Sessions() != 0 || m.router.sink(used.Address()) != nil || m.held.Load() != 0 {
			t.Error("sessions, routes or envelopes outlive the service")
		}
		if _, err := m.Mailbox.register(m.record(used)); err == nil {
			t.Error("stopped service opened a mailbox")
		}
	})
}

func TestMailboxConnectionLimit(t *testing.T) {
	refused := make(chan Refusal, 1)
	m := startMailbox(t, MailboxConfig{MaxPerAddress: 2, Observer: &Observer{Refused: func(why Refusal) { refused <- why }}})
	address := strings.TrimPrefix(m.url, "https://")
	silent := must(net.Dial("tcp", address))
	m.ask(t, "GET", "/ssl_signature", "", nil, 200) // keeps its connection
	over := must(net.Dial("tcp", address))
	defer over.Close()
	if _, err := over.Read(make([]byte, 1)); err == nil {
		t.Error("connection above the limit got something")
	}
	if why := <-refused; why != RefusedAddress {
		t.Errorf("refused for %q", why)
	}
	_ = silent.Close()
	eventually(t, "place is free", func() bool {
		m.roster.mu.Lock()
		defer m.roster.mu.Unlock()
		return m.roster.all == 1
	})
}

// A client that sends its request byte by byte, or not at all, ends in time.
func TestMailboxSlowRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
		m := startMailboxOn(t, MailboxConfig{}, listener, nil)
		for _, test := range []struct {
			request string
			within  time.Duration
		}{
			{"GET /get_envelope HTTP/1.1\r\nHost: x\r\n", 10 * time.Second},
			{"POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx", 60 * time.Second},
		} {
			began := time.Now()
			conn := tls.Client(listener.dial(), &tls.Config{InsecureSkipVerify: true})
			if _, err := conn.Write([]byte(test.request)); err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, conn)
			if took := time.Since(began); took > test.within+time.Second {
				t.Errorf("%q ended after %v", test.request, took)
			}
			_ = conn.NetConn().Close()
		}
		m.stop()
	})
}

func TestMailboxListenerBreaks(t *testing.T) {
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	m := must(NewMailbox(MailboxConfig{}, newFakeRouter(), must(NewCertificate(must(acn.NewIdentity())))))
	_ = listener.Close()
	if err := m.Run(context.Background(), listener); err == nil {
		t.Error("Run returned nil")
	}
}

func TestMailboxConfigErrors(t *testing.T) {
	_, err := NewMailbox(MailboxConfig{MaxSessions: -1, SessionLife: time.Millisecond}, newFakeRouter(), must(NewCertificate(must(acn.NewIdentity()))))
	if err == nil || !strings.Contains(err.Error(), "MaxSessions") || !strings.Contains(err.Error(), "SessionLife") {
		t.Errorf("got %v", err)
	}
}
