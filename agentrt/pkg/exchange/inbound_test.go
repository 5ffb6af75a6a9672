package exchange

import (
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/ipfs/boxo/bitswap/network/bsnet"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
)

// open opens a stream of bitswap and writes to it.
func open(t *testing.T, from, to *side, raw []byte) network.Stream {
	t.Helper()
	s, err := from.host.NewStream(t.Context(), to.host.ID(), bsnet.ProtocolBitswap)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Reset() })
	_ = s.SetDeadline(time.Now().Add(patience))
	_, _ = s.Write(raw) // it may have been reset
	return s
}

// isReset waits for a stream to be reset, or for n of them not to be.
func isReset(s network.Stream) bool {
	_, err := s.Read(make([]byte, 1))
	return err != nil && !errors.Is(err, io.EOF) && !timedOut(err)
}

// TestClaimedMessages: five bytes that claim a large message cost no memory, and
// many that claim what a stranger may send cost little.
func TestClaimedMessages(t *testing.T) {
	to, stranger := start(t, Config{}), start(t, Config{})
	if err := stranger.host.Connect(t.Context(), info(to.host)); err != nil {
		t.Fatal(err)
	}
	for _, size := range []uint64{strangeMessage + 1, network.MessageSizeMax, 1 << 34, 1 << 62} {
		if !isReset(open(t, stranger, to, binary.AppendUvarint(nil, size))) {
			t.Errorf("a message of %d bytes is waited for", size)
		}
	}
	const asked = 20
	ended := make(chan bool, asked)
	for range asked {
		s := open(t, stranger, to, append(binary.AppendUvarint(nil, strangeMessage), 1))
		go func() { ended <- isReset(s) }()
	}
	for range asked - strangeBytes/strangeMessage {
		if !<-ended {
			t.Error("a message there is no room for is waited for")
		}
	}
	to.inbound.strange.mu.Lock()
	defer to.inbound.strange.mu.Unlock()
	if to.inbound.strange.used != strangeBytes {
		t.Errorf("there is room for %d bytes, want %d", to.inbound.strange.used, strangeBytes)
	}
}

// TestLargeMessages: one whom we fetch from may send what the library takes.
func TestLargeMessages(t *testing.T) {
	to, giver := start(t, Config{}), start(t, Config{})
	if err := giver.host.Connect(t.Context(), info(to.host)); err != nil {
		t.Fatal(err)
	}
	_, done, err := to.Sources(t.Context(), [32]byte{1}, []peer.AddrInfo{info(giver.host)})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	open(t, giver, to, binary.AppendUvarint(nil, network.MessageSizeMax))
	await(t, "room", func() bool {
		to.inbound.given.mu.Lock()
		defer to.inbound.given.mu.Unlock()
		return to.inbound.given.used == network.MessageSizeMax
	})
	if !isReset(open(t, giver, to, binary.AppendUvarint(nil, network.MessageSizeMax+1))) {
		t.Error("a message that is too large is waited for")
	}
}

// TestHalfMessages: one that was begun has to end.
func TestHalfMessages(t *testing.T) {
	to, stranger := start(t, impatient), start(t, Config{})
	if err := stranger.host.Connect(t.Context(), info(to.host)); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{
		"length":  {0x80},
		"message": append(binary.AppendUvarint(nil, 1000), make([]byte, 999)...),
	} {
		if !isReset(open(t, stranger, to, raw)) {
			t.Errorf("half a %s is waited for", name)
		}
	}
	await(t, "room", func() bool {
		to.inbound.streams.mu.Lock()
		defer to.inbound.streams.mu.Unlock()
		return to.inbound.streams.used == 0
	})
}

// TestManyStreams: at most so many streams of bitswap of one peer.
func TestManyStreams(t *testing.T) {
	to, stranger := start(t, Config{}), start(t, Config{})
	if err := stranger.host.Connect(t.Context(), info(to.host)); err != nil {
		t.Fatal(err)
	}
	const extra = 100
	ended := make(chan bool, inboundPeer+extra)
	for range inboundPeer + extra {
		s := open(t, stranger, to, []byte{0}) // an empty message
		go func() { ended <- isReset(s) }()
	}
	for range extra {
		if !<-ended {
			t.Error("a stream there is no room for stays")
		}
	}
	to.inbound.streams.mu.Lock()
	defer to.inbound.streams.mu.Unlock()
	if to.inbound.streams.used != inboundPeer {
		t.Errorf("%d streams, want %d", to.inbound.streams.used, inboundPeer)
	}
}
