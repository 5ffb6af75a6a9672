package relay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/time/rate"
	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
	"go-acn/envelope"
)

// envelopeBuffer is what the reader of envelopes buffers.
const envelopeBuffer = 64 << 10

// Bad records are checked in a flood only this fast, as each costs a signature
// check; the sender of a flood waits.
const (
	badRecordRate  = 50 // a second
	badRecordBurst = 64
)

// linkIn is an incoming link: the handler's goroutine reads, another writes the
// answers, and the sinks of the envelopes settle them.
type linkIn struct {
	service *Service
	peer    peer.ID
	node    acn.NodeKey // of peer
	alarm               // there are answers to write
	cancel  context.CancelCauseFunc
	done    chan struct{}

	badRecords *rate.Limiter

	mu       sync.Mutex
	receiver *linkReceiver
	awake    bool // as in outlet
	ended    bool
}

// serveLink handles an incoming link stream. One peer has one link: a new one
// is served once nothing can come from the old one any more, so that it does
// not overtake.
func (s *Service) serveLink(ctx context.Context, stream network.Stream) {
	remote := stream.Conn().RemotePeer()
	if !s.links.enter(remote) {
		s.cfg.Observer.refused(acn.ProtocolLink)
		_ = stream.ResetWithError(network.StreamResourceLimitExceeded)
		return
	}
	defer s.links.leave(remote)
	node, err := acn.NodeKeyFromPeerID(remote.String())
	if err != nil {
		_ = stream.ResetWithError(network.StreamProtocolViolation)
		return
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := &linkIn{
		service: s, peer: remote, node: node, cancel: cancel,
		alarm: newAlarm(), done: make(chan struct{}),
		badRecords: rate.NewLimiter(badRecordRate, badRecordBurst),
		receiver:   newLinkReceiver(grant{uint32(s.cfg.WindowEnvelopes), uint32(s.cfg.WindowBytes)}, s.cfg.DeliverTimeout),
	}
	defer close(l.done)
	if previous := s.supplant(l); previous != nil {
		previous.cancel(errSupplanted)
		<-previous.done
	}
	defer s.drop(l)

	s.cfg.Observer.incomingLinks(int(s.incoming.Add(1)))
	err = l.run(ctx, stream)
	s.cfg.Observer.incomingLinks(int(s.incoming.Add(-1)))
	s.cfg.Observer.linkEnded(false, reasonOf(err))
	if reasonOf(err) == ReasonViolation {
		s.gripe("peer broke the link protocol", remote, err)
	}
	s.cfg.Log.Debug("incoming link ended", slog.String("peer", remote.String()), slog.Any("err", err))
}

// supplant makes l the link of its peer and returns the one before.
func (s *Service) supplant(l *linkIn) *linkIn {
	s.mu.Lock()
	defer s.mu.Unlock()
	previous := s.inbound[l.peer]
	s.inbound[l.peer] = l
	return previous
}

// drop forgets l unless it was supplanted.
func (s *Service) drop(l *linkIn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inbound[l.peer] == l {
		delete(s.inbound, l.peer)
	}
}

// run returns why the link ended. After it nothing is delivered any more.
func (l *linkIn) run(ctx context.Context, stream network.Stream) error {
	l.awake = true // for the hello
	l.signal(true)
	ctx, end := context.WithCancelCause(ctx)
	stop := context.AfterFunc(ctx, func() {
		if reasonOf(context.Cause(ctx)) != ReasonShutdown {
			_ = stream.ResetWithError(resetCode(context.Cause(ctx)))
			return
		}
		_ = stream.SetReadDeadline(time.Now())
		_ = stream.SetWriteDeadline(time.Now().Add(l.service.cfg.Grace))
	})
	defer stop()
	var written error
	var writing sync.WaitGroup
	writing.Go(func() {
		written = l.write(ctx, stream)
		end(written)
	})
	end(l.read(ctx, stream))
	writing.Wait()
	err := context.Cause(ctx)
	if reasonOf(err) == ReasonShutdown && reasonOf(written) == ReasonShutdown {
		l.part(ctx, stream)
	}
	l.mu.Lock()
	l.ended = true
	l.mu.Unlock()
	_ = stream.ResetWithError(resetCode(err))
	return err
}

// part answers what has been handed on and is about to be settled, as the node
// stops, and closes the link so that the answers arrive.
func (l *linkIn) part(ctx context.Context, stream network.Stream) {
	grace := time.NewTimer(l.service.cfg.Grace)
	defer grace.Stop()
	var buf []byte
	var err error
	for err == nil {
		buf, err = l.flush(ctx, stream, buf)
		l.mu.Lock()
		owed := l.receiver.owed()
		l.mu.Unlock()
		if !owed {
			break
		}
		select {
		case <-l.alarm:
		case <-grace.C:
			err = errShutdown
		}
	}
	if stream.CloseWrite() != nil || stream.SetReadDeadline(time.Now().Add(l.service.cfg.Grace)) != nil {
		return
	}
	// The sender ends the link when it has read to the end. Resetting it, or
	// closing the host, before would destroy answers on their way.
	_, _ = io.Copy(io.Discard, stream)
}

func (l *linkIn) read(ctx context.Context, stream network.Stream) error {
	source := &patientReader{ended: ctx.Done(), stream: stream, patience: 2 * l.service.cfg.IdleTimeout}
	frames := newFrameReader(&countingReader{source, l.service.cfg.Observer.ReceivedBytes}, envelopeBuffer, mostEnvelopeFrame)
	for {
		kind, body, own, err := frames.next()
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case errors.Is(err, io.EOF):
			return errIdle
		case err != nil:
			return fmt.Errorf("reading: %w", err)
		}
		switch kind {
		case kindEnvelope:
			err = l.envelope(source.now, body, own)
		case kindIntroduce:
			err = l.introduce(ctx, body)
		case kindPing:
			err = l.ping(body)
		default:
			err = errKind
		}
		if err != nil {
			return err
		}
	}
}

func (l *linkIn) envelope(now time.Time, body []byte, own bool) error {
	c, err := parseCarriage(body)
	if err != nil {
		return err
	}
	raw := c.envelope
	if !own {
		raw = bytes.Clone(raw)
	}
	e, unread := envelope.Parse(raw)
	room := l.service.reserve(len(raw))
	l.mu.Lock()
	serial, err := l.receiver.receive(now, c, e, acn.StatusOf(unread), room)
	rouse := l.rouse()
	l.mu.Unlock()
	l.signal(rouse)
	if serial == 0 {
		l.service.release(len(raw))
		return err
	}
	l.service.local.Deliver(e, &delivery{link: l, serial: serial, tag: c.tag, size: len(raw)})
	return nil
}

func (l *linkIn) introduce(ctx context.Context, body []byte) error {
	in, err := parseIntroduction(body)
	if err != nil {
		return err
	}
	record, err := l.verify(in.record)
	status := acn.StatusOf(err)
	l.mu.Lock()
	err = l.receiver.introduce(in.slot, record, status)
	l.mu.Unlock()
	if err == nil && status != acn.StatusSuccess {
		err = l.badRecords.Wait(ctx)
	}
	return err
}

func (l *linkIn) verify(raw []byte) (*acn.Record, error) {
	wire := new(acnpb.AgentRecord)
	if err := proto.Unmarshal(raw, wire); err != nil {
		return nil, acn.Fail(acn.StatusDecode, "reading record: %w", err)
	}
	return l.service.verifier.Verify(wire, acn.Expect{Node: l.node, Ledgers: acn.Ledgers})
}

func (l *linkIn) ping(body []byte) error {
	if len(body) > 0 {
		return errMalformed
	}
	l.mu.Lock()
	l.receiver.pong()
	rouse := l.rouse()
	l.mu.Unlock()
	l.signal(rouse)
	return nil
}

// write writes all answers there are whenever there are some, and makes some
// for agents that do not.
func (l *linkIn) write(ctx context.Context, stream network.Stream) error {
	ticker := time.NewTicker(max(l.service.cfg.DeliverTimeout/4, time.Millisecond))
	defer ticker.Stop()
	var buf []byte
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case now := <-ticker.C:
			l.mu.Lock()
			l.receiver.expire(now)
			l.mu.Unlock()
		case <-l.alarm:
		}
		var err error
		if buf, err = l.flush(ctx, stream, buf); err != nil {
			return err
		}
	}
}

// flush writes until nothing is left.
func (l *linkIn) flush(ctx context.Context, stream network.Stream, buf []byte) ([]byte, error) {
	cfg := &l.service.cfg
	var runs []run
	for {
		l.mu.Lock()
		buf, runs = l.receiver.take(buf[:0])
		l.awake = len(buf) > 0
		l.mu.Unlock()
		if len(buf) == 0 {
			return buf, nil
		}
		for _, r := range runs {
			cfg.Observer.received(acn.ProtocolLink, r.status, int(r.count))
		}
		now := time.Now()
		_ = stream.SetWriteDeadline(now.Add(cfg.AckTimeout))
		if ctx.Err() != nil { // its end may have moved the deadline before
			_ = stream.SetWriteDeadline(now.Add(cfg.Grace))
		}
		if _, err := stream.Write(buf); err != nil {
			return buf, fmt.Errorf("writing: %w", err)
		}
		cfg.Observer.sentBytes(acn.ProtocolLink, len(buf))
	}
}

// rouse is as in outlet.
func (l *linkIn) rouse() bool {
	if l.awake || !l.receiver.ready() {
		return false
	}
	l.awake = true
	return true
}

// delivery is the receipt of one envelope of a link.
type delivery struct {
	link   *linkIn
	serial uint64
	tag    uint32
	told   bool // guarded by link.mu
	size   int
}

// Done implements envelope.Receipt. A link that has ended cannot answer.
func (d *delivery) Done(err error) {
	l := d.link
	l.mu.Lock()
	if d.told {
		l.mu.Unlock()
		return
	}
	d.told = true
	rouse := false
	if !l.ended {
		l.receiver.settle(d.tag, d.serial, acn.StatusOf(err))
		rouse = l.rouse()
	}
	l.mu.Unlock()
	l.service.release(d.size)
	l.signal(rouse)
}
