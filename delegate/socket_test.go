package delegate

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"

	"go-acn/acn"
	"go-acn/envelope"
)

// TestSocketRedials: an agent that loses its connection listens again, and the
// node comes back; what was not acknowledged is not lost in silence.
func TestSocketRedials(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	router, wallet := newFakeRouter(), newWallet()
	record := must(acn.Representation(wallet, must(acn.NewIdentity()).NodeKey()))
	socket := must(NewSocket(ServerConfig{}, router, listener.Addr().String(), record))
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := socket.Run(ctx); err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
	defer running.Wait()
	defer cancel()

	hello := must(envelope.New(wallet.Address(), "somebody", envelope.Content{ProtocolID: "a/b:1.0.0", Message: []byte("hello")}))
	for range 2 {
		conn := must(listener.Accept())
		// The node takes the agent's envelope, and gives it one.
		mine := must(envelope.New("nobody", wallet.Address(), envelope.Content{ProtocolID: "a/b:1.0.0"}))
		router.answer = func(envelope.Envelope) error { return nil }
		must(conn.Write(acn.AppendEnvelopeFrame(nil, mine.Bytes(), nil)))
		if m := must(acn.DecodeMessage(must(acn.ReadFrame(conn, nil, acn.MaxFrame)))); m.Kind != acn.KindStatus || m.Status != acn.StatusSuccess {
			t.Fatalf("the agent's envelope was answered %+v", m)
		}
		outcome := make(chan error, 2)
		router.sink(wallet.Address()).Deliver(hello, receiptFunc(func(err error) { outcome <- err }))
		if m := must(acn.DecodeMessage(must(acn.ReadFrame(conn, nil, acn.MaxFrame)))); m.Kind != acn.KindEnvelope {
			t.Fatalf("the agent got %+v", m)
		}
		must(conn.Write(acn.AppendStatusFrame(nil, acn.StatusSuccess)))
		if err := <-outcome; err != nil {
			t.Fatal(err)
		}
		router.sink(wallet.Address()).Deliver(hello, receiptFunc(func(err error) { outcome <- err }))
		must(acn.ReadFrame(conn, nil, acn.MaxFrame))
		_ = conn.Close()
		if err := <-outcome; acn.StatusOf(err) != acn.StatusNotReady {
			t.Fatalf("an envelope the agent did not acknowledge ended with %v", err)
		}
	}
}

func TestSocketConfiguration(t *testing.T) {
	if _, err := NewSocket(ServerConfig{QueueLength: -1}, nil, "127.0.0.1:1", nil); err == nil {
		t.Error("a negative queue was accepted")
	}
	var addr *net.AddrError
	if _, err := NewSocket(ServerConfig{}, nil, "no port", nil); !errors.As(err, &addr) {
		t.Errorf("an address without a port: %v", err)
	}
}
