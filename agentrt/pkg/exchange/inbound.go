package exchange

import (
	"context"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/protocol"
)

// The library reads messages of bitswap on as many streams as peers open, for as
// long as they take, and makes room for all of a message as soon as its length is
// there. So what it reads from is bounded here.
const (
	inboundStreams  = 1024
	inboundPlace    = 512             // of them, of one place
	inboundPeer     = 64              // and of one peer
	inboundIdle     = 2 * time.Minute // without a message
	longestPrefix   = 35              // bits; the library takes no message as long
	inboundBytes    = 64 << 20        // of messages on their way
	inboundPlaceful = inboundBytes / 2
	// Who gives us nothing sends nothing but what it wants.
	strangeMessage = 512 << 10
	strangeBytes   = 2 * strangeMessage
	// One whom we fetch from sends as much at a time as we do, or one block of
	// the largest size for each of eight workers, as others do.
	givenBytes = 8 * network.MessageSizeMax
	givenAll   = 8 * givenBytes
)

// inbound bounds the streams and messages of bitswap that come in.
type inbound struct {
	cfg     *Config
	wants   *wants
	streams *admission
	strange *admission // bytes of messages on their way, of peers nothing is fetched from
	given   *admission // and of the others
}

func newInbound(cfg *Config, w *wants) *inbound {
	return &inbound{
		cfg: cfg, wants: w,
		streams: newAdmission(inboundStreams, inboundPlace, inboundPeer),
		strange: newAdmission(inboundBytes, inboundPlaceful, strangeBytes),
		given:   newAdmission(givenAll, givenAll, givenBytes),
	}
}

// boundHost is a host for the library.
type boundHost struct {
	host.Host
	serve func(network.Stream, network.StreamHandler)
}

// SetStreamHandler implements host.Host.
func (h boundHost) SetStreamHandler(id protocol.ID, handle network.StreamHandler) {
	h.Host.SetStreamHandler(id, func(s network.Stream) { h.serve(s, handle) })
}

// serve has one stream handled.
func (in *inbound) serve(ctx context.Context, s network.Stream, handle network.StreamHandler) {
	v := visitorOn(s.Conn())
	if !in.streams.enter(v, 1) {
		in.cfg.Observer.refused(v.peer)
		_ = s.Reset()
		return
	}
	defer in.streams.leave(v, 1)
	stop := context.AfterFunc(ctx, func() { _ = s.Reset() })
	defer stop()
	m := &messages{Stream: s, in: in, from: v}
	defer m.done()
	handle(m)
}

// messages is a stream of messages, each with its length before it as a varint.
type messages struct {
	network.Stream
	in   *inbound
	from visitor

	length uint64     // as far as it has been read
	shift  int        // bits of it
	left   int        // bytes of the message that is being read
	room   *admission // that has room for it, until the next begins
	size   int
}

// Read implements network.Stream.
func (m *messages) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if m.left == 0 {
		return m.readPrefix(p[:1])
	}
	n, err := m.Stream.Read(p[:min(len(p), m.left)])
	m.left -= n
	return n, err
}

// readPrefix reads one byte of a length.
func (m *messages) readPrefix(p []byte) (int, error) {
	if m.shift == 0 { // the message before has been dealt with
		m.done()
		_ = m.SetReadDeadline(time.Now().Add(inboundIdle))
	}
	n, err := m.Stream.Read(p)
	if n == 0 {
		return n, err
	}
	m.length |= uint64(p[0]&0x7f) << m.shift
	if m.shift += 7; p[0] >= 0x80 {
		if m.shift >= longestPrefix {
			return 0, m.refuse()
		}
		_ = m.SetReadDeadline(time.Now().Add(m.in.cfg.Patience))
		return n, err
	}
	if err := m.begin(m.length); err != nil {
		return 0, err
	}
	m.length, m.shift = 0, 0
	return n, err
}

// begin makes room for a message.
func (m *messages) begin(length uint64) error {
	room, most := m.in.strange, uint64(strangeMessage)
	if len(m.in.wants.of(m.from.peer)) > 0 {
		room, most = m.in.given, network.MessageSizeMax
	}
	size := int(min(length, most))
	if length > most || !room.enter(m.from, size) {
		return m.refuse()
	}
	m.room, m.size, m.left = room, size, size
	took := time.Duration(size) * time.Second / time.Duration(m.in.cfg.Rate)
	return m.SetReadDeadline(time.Now().Add(m.in.cfg.Patience + took))
}

// refuse ends the stream, as the library then resets it.
func (m *messages) refuse() error {
	m.in.cfg.Observer.refused(m.from.peer)
	return network.ErrReset
}

// done gives the room of the last message back.
func (m *messages) done() {
	if m.room != nil {
		m.room.leave(m.from, m.size)
		m.room = nil
	}
}
