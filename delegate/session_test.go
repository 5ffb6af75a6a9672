package delegate

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

// bothModes runs a test against a client of the existing network and of ours.
func bothModes(t *testing.T, f func(t *testing.T, protocols ...string)) {
	t.Run("existing client", func(t *testing.T) { f(t) })
	t.Run("our client", func(t *testing.T) { f(t, acn.ALPNDelegate) })
}

func TestEnvelopesBothWays(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		node := startNode(t, ServerConfig{})
		alice, bob := newWallet(), newWallet()
		a, b := node.join(t, alice, protocols...), node.join(t, bob, protocols...)
		for _, size := range []int{0, 1, 100, 16_000, 16_253, 17_000, 60_000, 1 << 20, 3_000_000} {
			sent := letter(alice.Address(), bob.Address(), size)
			a.putEnvelope(sent)
			a.want(acn.StatusSuccess)
			if got := b.envelope(); !bytes.Equal(got.Bytes(), sent.Bytes()) {
				t.Fatalf("envelope with %d bytes arrived changed", size)
			}
			b.ack(acn.StatusSuccess)
		}
	})
}

// Existing Go clients read header and body with one call each and so need a
// frame that fits a TLS record to be one.
func TestFramesAreSingleRecords(t *testing.T) {
	node := startNode(t, ServerConfig{})
	wallet := newWallet()
	client := node.join(t, wallet)
	for range 3 { // dynamic record sizes would show in the first ones
		for _, size := range []int{10, 1_400, 4_000, 16_000} {
			sent := letter("sender", wallet.Address(), size)
			outcome := node.deliver(sent)
			header := make([]byte, 4)
			if n, err := client.Read(header); n != 4 || err != nil {
				t.Fatalf("header: read %d bytes, %v", n, err)
			}
			body := make([]byte, binary.BigEndian.Uint32(header))
			if n, err := client.Read(body); n != len(body) || err != nil {
				t.Fatalf("body of %d bytes: read %d, %v", len(body), n, err)
			}
			if got := must(acn.DecodeMessage(body)).Envelope; !bytes.Equal(got, sent.Bytes()) {
				t.Fatal("envelope arrived changed")
			}
			client.ack(acn.StatusSuccess)
			if err := <-outcome; err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Statuses and envelopes for an existing client do not share a write either.
func TestWritesAreSingleFrames(t *testing.T) {
	bubble(t, ServerConfig{}, func(t *testing.T, node *testNode, listener *pipeListener) {
		node.router.answer = func(envelope.Envelope) error { return nil }
		wallet := newWallet()
		client := node.secure(t, listener.dial())
		client.register(node, wallet)
		first, second := letter("x", wallet.Address(), 1), letter("x", wallet.Address(), 2)
		node.deliver(first)
		synctest.Wait() // it is being written
		node.deliver(second)
		client.putEnvelope(letter(wallet.Address(), "x", 3))
		client.ack(acn.StatusSuccess) // of the first
		synctest.Wait()
		for _, want := range [][]byte{
			acn.AppendEnvelopeFrame(nil, first.Bytes(), nil),
			acn.AppendStatusFrame(nil, acn.StatusSuccess),
			acn.AppendEnvelopeFrame(nil, second.Bytes(), nil),
		} {
			record := make([]byte, 16<<10)
			if n, err := client.Read(record); err != nil || !bytes.Equal(record[:n], want) {
				t.Fatalf("record of %d bytes, %v, want a frame of %d", n, err, len(want))
			}
		}
	})
}

// An existing client that does not wait for its answers gets each at once.
func TestExistingClientIsAnsweredAtOnce(t *testing.T) {
	node := startNode(t, ServerConfig{})
	proceed := make(chan struct{}, 3)
	proceed <- struct{}{}
	node.router.answer = func(envelope.Envelope) error { <-proceed; return nil }
	wallet := newWallet()
	client := node.join(t, wallet)
	var frames []byte
	for range 3 {
		frames = acn.AppendEnvelopeFrame(frames, letter(wallet.Address(), "x", 1).Bytes(), nil)
	}
	if _, err := client.Write(frames); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		client.want(acn.StatusSuccess)
		proceed <- struct{}{}
	}
}

// Every answer of a session, and whether it goes on afterwards.
func TestSessionReplies(t *testing.T) {
	record := must(acn.Representation(newWallet(), must(acn.NewIdentity()).NodeKey()))
	for name, test := range map[string]struct {
		payload []byte
		want    acn.Status
	}{
		"not protobuf":            {[]byte("\xff\xff"), acn.StatusDecode},
		"nothing":                 {nil, acn.StatusUnexpectedPayload},
		"unknown performative":    {[]byte("\x08\x01"), acn.StatusUnexpectedPayload},
		"another registration":    {acn.EncodeRegister(record), acn.StatusUnexpectedPayload},
		"registration of nobody":  {[]byte("\x42\x00"), acn.StatusUnexpectedPayload},
		"lookup":                  {acn.EncodeLookupRequest("x"), acn.StatusUnexpectedPayload},
		"lookup response, empty":  {[]byte("\x3a\x00"), acn.StatusUnexpectedPayload},
		"status without body":     {[]byte("\x4a\x00"), acn.StatusDecode},
		"envelope not protobuf":   {acn.AppendEnvelopeFrame(nil, []byte("\xff\xff"), nil)[4:], acn.StatusDecode},
		"envelope text not UTF-8": {acn.AppendEnvelopeFrame(nil, []byte("\x0a\x01\xff"), nil)[4:], acn.StatusDecode},
	} {
		t.Run(name, func(t *testing.T) {
			bothModes(t, func(t *testing.T, protocols ...string) {
				node := startNode(t, ServerConfig{})
				client := node.join(t, newWallet(), protocols...)
				client.put(test.payload)
				client.want(test.want)
				client.wantEnd()
			})
		})
	}
}

func TestSubmitOutcomes(t *testing.T) {
	for _, test := range []struct {
		err  error
		want acn.Status
	}{
		{nil, acn.StatusSuccess},
		{acn.Fail(acn.StatusNotReady, "full"), acn.StatusNotReady},
		{acn.Fail(acn.StatusUnknownAddress, "nobody"), acn.StatusUnknownAddress},
		{context.DeadlineExceeded, acn.StatusNotReady},
		{io.ErrClosedPipe, acn.StatusGeneric},
	} {
		bothModes(t, func(t *testing.T, protocols ...string) {
			node := startNode(t, ServerConfig{})
			node.router.answer = func(envelope.Envelope) error { return test.err }
			wallet := newWallet()
			client := node.join(t, wallet, protocols...)
			for range 2 { // the connection stays open
				client.putEnvelope(letter(wallet.Address(), "somebody", 10))
				client.want(test.want)
			}
		})
	}
}

// An envelope in another's name goes nowhere. Existing clients would take a
// refusal for a broken connection and send it again.
func TestWrongSender(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		var wrong, submitted atomic.Int32
		node := startNode(t, ServerConfig{Observer: &Observer{WrongSender: func() { wrong.Add(1) }}})
		node.router.answer = func(envelope.Envelope) error { submitted.Add(1); return nil }
		client := node.join(t, newWallet(), protocols...)
		client.putEnvelope(letter(newWallet().Address(), "somebody", 10))
		if len(protocols) == 0 {
			client.want(acn.StatusSuccess)
		} else {
			client.want(acn.StatusWrongAddress)
		}
		if wrong.Load() != 1 || submitted.Load() != 0 {
			t.Errorf("counted %d, submitted %d", wrong.Load(), submitted.Load())
		}
	})
}

func TestFrameLimit(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		node := startNode(t, ServerConfig{})
		client := node.join(t, newWallet(), protocols...)
		client.put(make([]byte, acn.MaxFrame)) // taken, though it makes no sense
		client.want(acn.StatusDecode)
		client = node.join(t, newWallet(), protocols...)
		if _, err := client.Write(binary.BigEndian.AppendUint32(nil, acn.MaxFrame+1)); err != nil {
			t.Fatal(err)
		}
		client.wantEnd()
	})
}

// A refusal reaches the client even if it had much more to say.
func TestFinalStatusSurvivesClose(t *testing.T) {
	node := startNode(t, ServerConfig{})
	wallet := newWallet()
	client := node.join(t, wallet)
	flood := acn.AppendFrame(nil, []byte("\xff"))
	for range 20 {
		flood = acn.AppendEnvelopeFrame(flood, letter(wallet.Address(), "x", 10_000).Bytes(), nil)
	}
	if _, err := client.Write(flood); err != nil {
		t.Fatal(err)
	}
	client.want(acn.StatusDecode)
	client.wantEnd()
}

// The acknowledgement comes within the time existing clients wait, whatever
// the state of the node's queues, and until then nothing more is read.
func TestBackPressure(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		bubble(t, ServerConfig{}, func(t *testing.T, node *testNode, listener *pipeListener) {
			node.router.room = make(chan struct{}) // nothing is ever accepted
			wallet := newWallet()
			client := node.secure(t, listener.dial(), protocols...)
			client.register(node, wallet)
			for range 2 {
				began := time.Now()
				client.putEnvelope(letter(wallet.Address(), "somebody", 10))
				client.want(acn.StatusNotReady)
				if took := time.Since(began); took != 4*time.Second {
					t.Errorf("answered after %v", took)
				}
			}
		})
	})
}

// Envelopes that came together share the time a client may be kept waiting.
func TestBackPressureOfABatch(t *testing.T) {
	bubble(t, ServerConfig{}, func(t *testing.T, node *testNode, listener *pipeListener) {
		node.router.room = make(chan struct{})
		wallet := newWallet()
		client := node.secure(t, listener.dial(), acn.ALPNDelegate)
		client.register(node, wallet)
		var frames []byte
		for range 10 {
			frames = acn.AppendEnvelopeFrame(frames, letter(wallet.Address(), "x", 10).Bytes(), nil)
		}
		began := time.Now()
		if _, err := client.Write(frames); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			client.want(acn.StatusNotReady)
		}
		// What fitted the first read makes one batch, the rest another.
		if took := time.Since(began); took > 2*4*time.Second {
			t.Errorf("answered after %v", took)
		}
	})
}

func TestDeliveryOutcomes(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		node := startNode(t, ServerConfig{})
		wallet := newWallet()
		client := node.join(t, wallet, protocols...)
		for _, status := range []acn.Status{acn.StatusSuccess, acn.StatusDecode, acn.StatusNotReady, acn.StatusSuccess} {
			outcome := node.deliver(letter("x", wallet.Address(), 10))
			client.envelope()
			client.ack(status)
			if got := acn.StatusOf(<-outcome); got != status {
				t.Errorf("outcome %v, want %v", got, status)
			}
		}
	})
}

// Existing clients get one envelope at a time, as acknowledgements have no ids.
func TestOneDeliveryAtATime(t *testing.T) {
	bubble(t, ServerConfig{}, func(t *testing.T, node *testNode, listener *pipeListener) {
		wallet := newWallet()
		client := node.secure(t, listener.dial())
		client.register(node, wallet)
		var outcomes []<-chan error
		for i := range 5 {
			outcomes = append(outcomes, node.deliver(letter("x", wallet.Address(), i)))
		}
		for i, outcome := range outcomes {
			if got := client.envelope(); len(got.Content().Message) != i {
				t.Fatalf("envelope %d has %d bytes", i, len(got.Content().Message))
			}
			synctest.Wait()
			if out := node.session(wallet).out(); out != 1 {
				t.Fatalf("%d are out", out)
			}
			client.ack(acn.StatusSuccess)
			if err := <-outcome; err != nil {
				t.Fatal(err)
			}
		}
	})
}

func (n *testNode) session(wallet *acn.Wallet) *session {
	return n.router.sink(wallet.Address()).(*session)
}

func (s *session) out() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.window.out
}

// Our clients get up to Window at once, in few writes, and acknowledge in order.
func TestWindowOfDeliveries(t *testing.T) {
	node := startNode(t, ServerConfig{})
	wallet := newWallet()
	client := node.join(t, wallet, acn.ALPNDelegate)
	var outcomes []<-chan error
	for i := range Window + 10 {
		outcomes = append(outcomes, node.deliver(letter("x", wallet.Address(), i)))
	}
	for i := range Window {
		if got := len(client.envelope().Content().Message); got != i {
			t.Fatalf("envelope %d has %d bytes", i, got)
		}
	}
	if out := node.session(wallet).out(); out != Window {
		t.Fatalf("%d are out, want %d", out, Window)
	}
	for i, outcome := range outcomes {
		status := acn.StatusSuccess
		if i == 7 {
			status = acn.StatusDecode
		}
		if i >= Window {
			client.envelope()
		}
		client.ack(status)
		if got := acn.StatusOf(<-outcome); got != status {
			t.Fatalf("outcome %d is %v, want %v", i, got, status)
		}
	}
}

// A status that nothing waits for counts for no later envelope.
func TestStrayStatus(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		stray := make(chan struct{}, 3)
		node := startNode(t, ServerConfig{Observer: &Observer{StrayStatus: func() { stray <- struct{}{} }}})
		wallet := newWallet()
		client := node.join(t, wallet, protocols...)
		for range 3 {
			client.ack(acn.StatusDecode)
		}
		for range 3 {
			<-stray
		}
		outcome := node.deliver(letter("x", wallet.Address(), 10))
		client.envelope()
		client.ack(acn.StatusSuccess)
		if err := <-outcome; err != nil {
			t.Errorf("outcome %v", err)
		}
	})
}

// A client that does not acknowledge is disconnected, so that a late status
// cannot be taken for that of the next envelope.
func TestAckTimeout(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		var silent atomic.Int32
		cfg := ServerConfig{AckTimeout: 6 * time.Second, Observer: &Observer{Silent: func() { silent.Add(1) }}}
		bubble(t, cfg, func(t *testing.T, node *testNode, listener *pipeListener) {
			wallet := newWallet()
			client := node.secure(t, listener.dial(), protocols...)
			client.register(node, wallet)
			began := time.Now()
			first, second := node.deliver(letter("x", wallet.Address(), 1)), node.deliver(letter("x", wallet.Address(), 2))
			client.envelope()
			if len(protocols) > 0 {
				client.envelope() // or the second is never written
			}
			for _, outcome := range []<-chan error{first, second} {
				if status := acn.StatusOf(<-outcome); status != acn.StatusNotReady {
					t.Errorf("outcome %v", status)
				}
			}
			if took := time.Since(began); took != cfg.AckTimeout {
				t.Errorf("gave up after %v", took)
			}
			client.wantEnd()
			synctest.Wait()
			if node.router.sink(wallet.Address()) != nil || silent.Load() != 1 {
				t.Error("route is still there, or nothing was counted")
			}

			again := node.secure(t, listener.dial(), protocols...)
			again.register(node, wallet)
			third := node.deliver(letter("x", wallet.Address(), 3))
			again.envelope()
			again.ack(acn.StatusSuccess)
			if err := <-third; err != nil {
				t.Errorf("outcome after reconnect %v", err)
			}
		})
	})
}

// Every delivery has the whole time, whenever the one before was sent.
func TestAckTimeoutOfLaterDelivery(t *testing.T) {
	cfg := ServerConfig{AckTimeout: 10 * time.Second}
	bubble(t, cfg, func(t *testing.T, node *testNode, listener *pipeListener) {
		wallet := newWallet()
		client := node.secure(t, listener.dial())
		client.register(node, wallet)
		first := node.deliver(letter("x", wallet.Address(), 1))
		client.envelope()
		time.Sleep(2 * time.Second)
		client.ack(acn.StatusSuccess)
		if err := <-first; err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		began := time.Now()
		second := node.deliver(letter("x", wallet.Address(), 2))
		client.envelope()
		if status := acn.StatusOf(<-second); status != acn.StatusNotReady || time.Since(began) != cfg.AckTimeout {
			t.Errorf("outcome %v after %v", status, time.Since(began))
		}
	})
}

// A slow client that acknowledges in time is left in peace, however long the
// whole takes.
func TestSlowButAlive(t *testing.T) {
	bubble(t, ServerConfig{}, func(t *testing.T, node *testNode, listener *pipeListener) {
		wallet := newWallet()
		client := node.secure(t, listener.dial(), acn.ALPNDelegate)
		client.register(node, wallet)
		var outcomes []<-chan error
		for i := range 20 {
			outcomes = append(outcomes, node.deliver(letter("x", wallet.Address(), i)))
		}
		for range outcomes {
			client.envelope()
		}
		for _, outcome := range outcomes {
			time.Sleep(9 * time.Second)
			client.ack(acn.StatusSuccess)
			if err := <-outcome; err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A client that stops reading costs a bounded queue and is let go in time.
func TestClientThatDoesNotRead(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		cfg := ServerConfig{QueueLength: 4, WriteTimeout: 8 * time.Second}
		bubble(t, cfg, func(t *testing.T, node *testNode, listener *pipeListener) {
			wallet := newWallet()
			client := node.secure(t, listener.dial(), protocols...)
			client.register(node, wallet)
			began := time.Now()
			stuck := node.deliver(letter("x", wallet.Address(), 100))
			synctest.Wait() // it is being written, for ever
			var waiting []<-chan error
			for range 4 {
				waiting = append(waiting, node.deliver(letter("x", wallet.Address(), 100)))
			}
			if status := acn.StatusOf(<-node.deliver(letter("x", wallet.Address(), 100))); status != acn.StatusNotReady {
				t.Errorf("queue is full: %v", status)
			}
			for _, outcome := range append(waiting, stuck) {
				if status := acn.StatusOf(<-outcome); status != acn.StatusNotReady {
					t.Errorf("outcome %v", status)
				}
			}
			if took := time.Since(began); took != cfg.WriteTimeout {
				t.Errorf("let go after %v", took)
			}
		})
	})
}

func TestQueueBytes(t *testing.T) {
	bubble(t, ServerConfig{QueueBytes: 1000}, func(t *testing.T, node *testNode, listener *pipeListener) {
		wallet := newWallet()
		client := node.secure(t, listener.dial())
		client.register(node, wallet)
		node.deliver(letter("x", wallet.Address(), 10))
		client.envelope() // out, the rest waits
		huge := node.deliver(letter("x", wallet.Address(), 5000))
		if status := acn.StatusOf(<-node.deliver(letter("x", wallet.Address(), 1))); status != acn.StatusNotReady {
			t.Errorf("queue is full: %v", status)
		}
		client.ack(acn.StatusSuccess)
		client.envelope()
		client.ack(acn.StatusSuccess)
		if err := <-huge; err != nil {
			t.Error(err)
		}
	})
}

// A client that never reads its statuses is not read from any more.
func TestRepliesAreBounded(t *testing.T) {
	bubble(t, ServerConfig{}, func(t *testing.T, node *testNode, listener *pipeListener) {
		var submitted atomic.Int32
		node.router.answer = func(envelope.Envelope) error { submitted.Add(1); return nil }
		wallet := newWallet()
		client := node.secure(t, listener.dial())
		client.register(node, wallet)
		frame := acn.AppendEnvelopeFrame(nil, letter(wallet.Address(), "x", 1).Bytes(), nil)
		written := 0
		for ; written < 3*maxReplies/8; written++ {
			if _, err := client.Write(frame); err != nil {
				break
			}
		}
		if got := int(submitted.Load()); got > 2*maxReplies/8 || got < maxReplies/8 {
			t.Errorf("%d envelopes were accepted of a client that reads nothing", got)
		}
	})
}

// A frame that begins must end; a session that says nothing may go on.
func TestFrameTimeout(t *testing.T) {
	bubble(t, ServerConfig{FrameTimeout: 9 * time.Second}, func(t *testing.T, node *testNode, listener *pipeListener) {
		idle, stuck := node.secure(t, listener.dial()), node.secure(t, listener.dial())
		wallet := newWallet()
		idle.register(node, wallet)
		stuck.register(node, newWallet())
		// Frames that came in pieces leave no deadline behind.
		for _, size := range []int{600, blockSize} {
			frame := acn.AppendEnvelopeFrame(nil, letter(wallet.Address(), "x", size).Bytes(), nil)
			for _, piece := range [][]byte{frame[:1], frame[1:500], frame[500:]} {
				time.Sleep(2 * time.Second)
				if _, err := idle.Write(piece); err != nil {
					t.Fatal(err)
				}
			}
			idle.want(acn.StatusUnknownAddress)
			time.Sleep(72 * time.Hour)
		}
		began := time.Now()
		if _, err := stuck.Write([]byte{0, 0, 1, 0, 'x'}); err != nil {
			t.Fatal(err)
		}
		stuck.wantEnd()
		if took := time.Since(began); took != 9*time.Second {
			t.Errorf("gave up after %v", took)
		}
		outcome := node.deliver(letter("x", wallet.Address(), 10))
		idle.envelope()
		idle.ack(acn.StatusSuccess)
		if err := <-outcome; err != nil {
			t.Error(err)
		}
	})
}

// The newest connection of an agent has the route, and keeps it when the old
// one ends, however late.
func TestNewConnectionReplacesOld(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		node := startNode(t, ServerConfig{})
		wallet := newWallet()
		old := node.join(t, wallet, protocols...)
		pending := node.deliver(letter("x", wallet.Address(), 1))
		old.envelope()
		renewed := node.join(t, wallet, protocols...)
		if status := acn.StatusOf(<-pending); status != acn.StatusNotReady {
			t.Errorf("envelope of the old connection: %v", status)
		}
		old.wantEnd()
		_ = old.Close()
		eventually(t, "old session is gone", func() bool { return node.Sessions() == 1 })
		outcome := node.deliver(letter("x", wallet.Address(), 2))
		if got := len(renewed.envelope().Content().Message); got != 2 {
			t.Errorf("got the envelope with %d bytes", got)
		}
		renewed.ack(acn.StatusSuccess)
		if err := <-outcome; err != nil {
			t.Error(err)
		}
	})
}

// eagerRouter has mail for everybody who registers.
type eagerRouter struct{ *fakeRouter }

func (r eagerRouter) Attach(record *acn.Record, sink envelope.Sink) (func(), error) {
	sink.Deliver(letter("x", record.Address, 10), receiptFunc(func(error) {}))
	return r.fakeRouter.Attach(record, sink)
}

// Waiting mail must not overtake the answer to the registration.
func TestSuccessComesFirst(t *testing.T) {
	bothModes(t, func(t *testing.T, protocols ...string) {
		node := startNode(t, ServerConfig{})
		node.Server.router = eagerRouter{node.router}
		for range 20 {
			client := node.join(t, newWallet(), protocols...) // wants the status
			client.envelope()
		}
	})
}

// After Close nothing is pending, also if somebody else has begun to fail it.
func TestCloseFailsPendingFirst(t *testing.T) {
	for name, first := range map[string]func(*session){
		"end of input": func(s *session) { s.retire() },
		"ack timeout":  func(s *session) { s.close(errSilent) },
		"another":      func(s *session) { s.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			s := looseSession(t)
			began, returned := make(chan struct{}), make(chan struct{})
			var decided atomic.Int32
			slow := sync.OnceFunc(func() {
				close(began)
				select {
				case <-returned:
					t.Error("Close returned while an envelope was being decided")
				case <-time.After(20 * time.Millisecond):
				}
			})
			for range 100 {
				s.Deliver(letter("x", "y", 1), receiptFunc(func(error) { slow(); decided.Add(1) }))
			}
			var closing sync.WaitGroup
			closing.Go(func() { first(s) })
			defer closing.Wait()
			<-began
			s.Close()
			close(returned)
			if got := decided.Load(); got != 100 {
				t.Errorf("Close returned with %d of 100 decided", got)
			}
			s.Deliver(letter("x", "y", 1), receiptFunc(func(error) { decided.Add(1) }))
			if decided.Load() != 101 {
				t.Error("closed session took an envelope")
			}
		})
	}
}

// looseSession is one of a server that does not run.
func looseSession(t *testing.T) *session {
	t.Helper()
	near, far := net.Pipe()
	t.Cleanup(func() { _ = far.Close() })
	server := must(NewServer(ServerConfig{}, newFakeRouter(), must(NewCertificate(must(acn.NewIdentity())))))
	return server.newSession(near, admission{record: &acn.Record{Address: "y"}}, func() {})
}

// Whatever a registered client writes, the session answers in whole frames,
// ends, and leaves no envelope undecided.
func FuzzSession(f *testing.F) {
	addr := acn.Address("me")
	f.Add(acn.AppendEnvelopeFrame(nil, letter(addr, "you", 10).Bytes(), nil), true)
	f.Add(acn.AppendStatusFrame(acn.AppendStatusFrame(nil, acn.StatusSuccess), acn.StatusDecode), false)
	f.Add([]byte("\x00\x00\x00\x02\x4a\x00"), true)
	f.Add([]byte("\x00\x00\x00\x02\x42\x00\x00\x00\x00\x00"), false)
	f.Add([]byte("\x00\x30\x00\x01"), true)
	server := must(NewServer(ServerConfig{}, newFakeRouter(), must(NewCertificate(must(acn.NewIdentity())))))
	f.Fuzz(func(t *testing.T, input []byte, pipelined bool) {
		near, far := net.Pipe()
		s := server.newSession(near, admission{record: &acn.Record{Address: addr}, pipelined: pipelined}, func() {})
		decided := make(chan error, 3)
		s.detach = func() {
			if len(decided) != cap(decided) {
				t.Error("route is gone before everything is decided")
			}
		}
		for range cap(decided) {
			s.Deliver(letter("x", addr, 1), receiptFunc(func(err error) { decided <- err }))
		}
		server.add(s)
		s.open()
		var done sync.WaitGroup
		done.Go(func() { s.run(context.Background()) })
		done.Go(func() {
			_, _ = far.Write(input)
			_ = far.Close()
		})
		for {
			payload, err := acn.ReadFrame(far, nil, acn.MaxFrame)
			if err != nil {
				break
			}
			if m, err := acn.DecodeMessage(payload); err != nil || m.Kind != acn.KindStatus && m.Kind != acn.KindEnvelope {
				t.Errorf("answered with %x", payload)
			}
		}
		done.Wait()
		for range cap(decided) {
			<-decided
		}
		if server.Sessions() != 0 {
			t.Error("session is still there")
		}
	})
}
