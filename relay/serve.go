package relay

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
	"go-acn/envelope"
)

// accept answers the payload of one frame with another; nil is no answer.
type accept func(ctx context.Context, remote peer.ID, payload []byte) []byte

// responder serves a protocol of one exchange a stream.
func (s *Service) responder(ctx context.Context, id string, accept accept) network.StreamHandler {
	return func(stream network.Stream) {
		remote := stream.Conn().RemotePeer()
		if !s.streams.enter(remote) {
			s.turnAway(id, stream)
			return
		}
		defer s.streams.leave(remote)
		stop := context.AfterFunc(ctx, func() {
			_ = stream.SetReadDeadline(time.Now())
			_ = stream.SetWriteDeadline(time.Now().Add(2 * s.cfg.Grace))
		})
		defer stop()
		s.respond(ctx, id, stream, accept)
	}
}

// respond reads a frame, answers it and is done with the stream. An answer is
// always followed by the end of the stream, never by a reset, so that it
// arrives.
func (s *Service) respond(ctx context.Context, id string, stream network.Stream, accept accept) {
	_ = stream.SetReadDeadline(time.Now().Add(s.cfg.FrameTimeout))
	if ctx.Err() != nil { // its end may have moved the deadline before
		_ = stream.ResetWithError(network.StreamShutdown)
		return
	}
	reader := &reservedReader{stream: stream, service: s}
	defer reader.release()
	payload, err := acn.ReadFrame(reader, nil, acn.MaxFrame)
	s.cfg.Observer.receivedBytes(id, reader.held)
	var answer []byte
	switch {
	case err == nil:
		if answer = accept(ctx, stream.Conn().RemotePeer(), payload); answer == nil {
			_ = stream.Close()
			return
		}
	case errors.Is(err, acn.ErrFrameTooLarge):
		answer = acn.EncodeStatus(acn.StatusDecode)
	case errors.Is(err, errCrowded):
		answer = acn.EncodeStatus(acn.StatusNotReady)
	default:
		_ = stream.Reset()
		return
	}
	patience := s.cfg.FrameTimeout
	if ctx.Err() != nil {
		patience = s.cfg.Grace
	}
	if s.reply(stream, answer, patience) && err != nil {
		s.exhaust(stream)
	}
	_ = stream.Close()
}

// turnAway answers without reading.
func (s *Service) turnAway(id string, stream network.Stream) {
	s.cfg.Observer.refused(id)
	s.reply(stream, acn.EncodeStatus(acn.StatusNotReady), time.Second)
	_ = stream.Close()
}

// reply writes the last frame of a stream.
func (s *Service) reply(stream network.Stream, payload []byte, patience time.Duration) bool {
	_ = stream.SetWriteDeadline(time.Now().Add(patience))
	if acn.WriteFrame(stream, payload) != nil || stream.CloseWrite() != nil {
		_ = stream.Reset()
		return false
	}
	s.cfg.Observer.sentBytes(string(stream.Protocol()), len(payload))
	return true
}

// exhaust reads what a peer is still writing, within reason: one that is stuck
// in its write does not read the answer.
func (s *Service) exhaust(stream network.Stream) {
	_, _ = io.Copy(io.Discard, io.LimitReader(stream, acn.MaxFrame))
}

// acceptEnvelope serves acn.ProtocolEnvelope.
func (s *Service) acceptEnvelope(ctx context.Context, remote peer.ID, payload []byte) []byte {
	message, err := acn.DecodeMessage(payload)
	if err == nil && message.Kind == acn.KindStatus {
		return nil
	}
	if err == nil {
		err = s.deliverHere(ctx, remote, message)
	}
	status := acn.StatusOf(err)
	s.cfg.Observer.received(acn.ProtocolEnvelope, status, 1)
	return acn.EncodeStatus(status)
}

// deliverHere checks an envelope in the order of the existing network, then
// that its sender is who the record speaks for, and waits for the agent.
func (s *Service) deliverHere(ctx context.Context, remote peer.ID, message acn.Message) error {
	if message.Kind != acn.KindEnvelope {
		return acn.Fail(acn.StatusUnexpectedPayload, "want an envelope")
	}
	record, err := s.verifyOf(remote, message, acn.LegacyLedgers)
	if err != nil {
		return err
	}
	e, err := envelope.Parse(message.Envelope)
	if err != nil {
		return err
	}
	if e.Sender != record.Address {
		return errSender
	}
	outcome := make(receipt, 1)
	s.local.Deliver(e, outcome)
	return outcome.wait(ctx, s.cfg.DeliverTimeout, s.cfg.Grace)
}

// verifyOf checks a record that has to name the remote node.
func (s *Service) verifyOf(remote peer.ID, message acn.Message, ledgers []acn.Ledger) (*acn.Record, error) {
	node, err := acn.NodeKeyFromPeerID(remote.String())
	if err != nil {
		return nil, err
	}
	record, err := s.verifier.Verify(message.Record, acn.Expect{Node: node, Ledgers: ledgers})
	if err != nil {
		return nil, err
	}
	if !record.Current(time.Now()) {
		return nil, acn.Fail(acn.StatusInvalidProof, "delegation is not current")
	}
	return record, nil
}

// receipt waits for one outcome; it has room for it.
type receipt chan error

// Done implements envelope.Receipt.
func (r receipt) Done(err error) {
	select {
	case r <- err:
	default:
	}
}

var errLate = acn.Fail(acn.StatusNotReady, "agent did not answer in time")

// wait waits for the outcome; once ctx has ended only for grace.
func (r receipt) wait(ctx context.Context, patience, grace time.Duration) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	ended := ctx.Done()
	for {
		select {
		case err := <-r:
			return err
		case <-timer.C:
			return errLate
		case <-ended:
			ended = nil
			timer.Reset(min(patience, grace))
		}
	}
}

// acceptLookup serves acn.ProtocolLookup.
func (s *Service) acceptLookup(ctx context.Context, remote peer.ID, payload []byte) []byte {
	record, err := s.lookUp(ctx, remote, payload)
	status := acn.StatusOf(err)
	s.cfg.Observer.lookupServed(status)
	if err != nil {
		return acn.EncodeStatus(status)
	}
	return acn.EncodeLookupResponse(record)
}

var errUnknown = acn.Fail(acn.StatusUnknownAddress, "no such agent here")

// lookUp searches the network only for a relay client registered here: if
// nodes searched for each other, two stale providers would never stop.
func (s *Service) lookUp(ctx context.Context, remote peer.ID, payload []byte) (*acn.Record, error) {
	message, err := acn.DecodeMessage(payload)
	if err != nil {
		return nil, err
	}
	if message.Kind != acn.KindLookupRequest {
		return nil, acn.Fail(acn.StatusUnexpectedPayload, "want a lookup request")
	}
	addr := acn.Address(message.Address)
	if len(addr) > acn.MaxAddress {
		return nil, errUnknown
	}
	if record := s.local.Record(addr); record != nil {
		return record, nil
	}
	if !s.local.Registered(remote) {
		return nil, errUnknown
	}
	ctx, cancel := context.WithTimeout(ctx, s.cfg.FindTimeout)
	defer cancel()
	record, err := s.local.Find(ctx, addr)
	if err != nil || record == nil {
		return nil, errUnknown
	}
	return record, nil
}

// acceptRegister serves acn.ProtocolRegister.
func (s *Service) acceptRegister(_ context.Context, remote peer.ID, payload []byte) []byte {
	return acn.EncodeStatus(acn.StatusOf(s.register(remote, payload)))
}

func (s *Service) register(remote peer.ID, payload []byte) error {
	message, err := acn.DecodeMessage(payload)
	if err != nil {
		return err
	}
	if message.Kind != acn.KindRegister {
		return acn.Fail(acn.StatusUnexpectedPayload, "want a registration")
	}
	// A node of the existing network has no agent of another ledger to
	// register; one of ours may.
	record, err := s.verifyOf(remote, message, acn.Ledgers)
	if err != nil {
		return err
	}
	return s.local.Register(record, remote)
}

// serveNotify hears a notification, not too often of one peer. What is
// written on the stream does not matter.
func (s *Service) serveNotify(stream network.Stream) {
	remote := stream.Conn().RemotePeer()
	if !s.streams.enter(remote) {
		s.cfg.Observer.refused(acn.ProtocolNotify)
		_ = stream.Reset()
		return
	}
	defer s.streams.leave(remote)
	_ = stream.Close()
	if !s.notices.allow(remote, time.Now()) {
		s.cfg.Observer.refused(acn.ProtocolNotify)
		return
	}
	s.local.Notified(remote)
}
