package relay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"

	"go-acn/acn"
)

// mostReply bounds a reply, in bytes: a record, or a status whose text may
// repeat what was asked.
const mostReply = 64 << 10

var errReply = errors.New("peer gave a reply out of place")

// Ask asks p for the record of addr. Whether its node can be p, and whether
// its delegation is current, is the caller's business. The error is an
// acn.Failure if p answered with a status or with a record that is no good.
func (s *Service) Ask(ctx context.Context, p peer.ID, addr acn.Address) (*acn.Record, error) {
	reply, err := s.call(ctx, p, acn.ProtocolLookup, acn.EncodeLookupRequest(addr))
	switch {
	case err != nil:
		return nil, fmt.Errorf("asking %s: %w", p, err)
	case reply.Kind == acn.KindLookupResponse:
		record, err := s.verifier.Verify(reply.Record, acn.Expect{Address: addr, Ledgers: acn.Ledgers})
		if err != nil {
			return nil, fmt.Errorf("asking %s: %w", p, err)
		}
		return record, nil
	case reply.Kind == acn.KindStatus && reply.Status != acn.StatusSuccess:
		return nil, fmt.Errorf("asking %s: %w", p, &acn.Failure{Status: reply.Status})
	}
	return nil, fmt.Errorf("asking %s: %w", p, errReply)
}

// RegisterAt registers the agent of rec, which names this node, at the relay
// p. The error is an acn.Failure if p refused.
func (s *Service) RegisterAt(ctx context.Context, p peer.ID, rec *acn.Record) error {
	reply, err := s.call(ctx, p, acn.ProtocolRegister, acn.EncodeRegister(rec))
	if err == nil {
		err = statusError(reply)
	}
	if err != nil {
		return fmt.Errorf("registering at %s: %w", p, err)
	}
	return nil
}

// Notify tells p that this node has joined the network.
func (s *Service) Notify(ctx context.Context, p peer.ID) error {
	stream, err := s.open(ctx, p, acn.ProtocolNotify)
	if err != nil {
		return fmt.Errorf("notifying %s: %w", p, err)
	}
	defer context.AfterFunc(ctx, func() { _ = stream.Reset() })()
	_ = stream.SetDeadline(time.Now().Add(s.cfg.FrameTimeout))
	// The existing network writes its protocol id, unframed; nobody reads it.
	if _, err := stream.Write([]byte(acn.ProtocolNotify)); err != nil {
		_ = stream.Reset()
		return fmt.Errorf("notifying %s: %w", p, err)
	}
	_ = stream.Close() // nobody answers, so there is nothing it could tell
	return nil
}

// mostDressing is what a legacy frame adds to an envelope and a record.
const mostDressing = 32

// deliver sends one envelope over a stream of its own, opened if there is
// none.
func (s *Service) deliver(ctx context.Context, p peer.ID, stream network.Stream, posted posting) error {
	if stream == nil {
		var err error
		if stream, err = s.open(ctx, p, acn.ProtocolEnvelope); err != nil {
			if s.host.Network().Connectedness(p) != network.Connected {
				err = fmt.Errorf("%w: %w", errUnreachable, err)
			}
			return err
		}
	}
	frame := make([]byte, 0, posted.size()+len(posted.record.Bytes())+mostDressing)
	reply, err := s.exchange(ctx, stream, acn.AppendEnvelopeFrame(frame, posted.envelope.Bytes(), posted.record))
	if err != nil {
		return fmt.Errorf("delivering to %s: %w", p, err)
	}
	return statusError(reply)
}

// statusError is nil for success.
func statusError(reply acn.Message) error {
	switch {
	case reply.Kind != acn.KindStatus:
		return errReply
	case reply.Status != acn.StatusSuccess:
		return &acn.Failure{Status: reply.Status}
	}
	return nil
}

// call opens a stream for one exchange.
func (s *Service) call(ctx context.Context, p peer.ID, id protocol.ID, payload []byte) (acn.Message, error) {
	stream, err := s.open(ctx, p, id)
	if err != nil {
		return acn.Message{}, err
	}
	return s.exchange(ctx, stream, acn.AppendFrame(nil, payload))
}

// exchange writes one frame and reads one. Either way the stream is done with.
func (s *Service) exchange(ctx context.Context, stream network.Stream, frame []byte) (acn.Message, error) {
	stop := context.AfterFunc(ctx, func() { _ = stream.Reset() })
	defer stop()
	reply, err := s.converse(stream, frame)
	if err != nil {
		_ = stream.Reset()
		return acn.Message{}, errors.Join(context.Cause(ctx), err)
	}
	_ = stream.Close()
	return reply, nil
}

func (s *Service) converse(stream network.Stream, frame []byte) (acn.Message, error) {
	_ = stream.SetDeadline(time.Now().Add(s.cfg.FrameTimeout))
	if _, err := stream.Write(frame); err != nil {
		return acn.Message{}, fmt.Errorf("writing: %w", err)
	}
	s.cfg.Observer.sentBytes(string(stream.Protocol()), len(frame))
	_ = stream.SetReadDeadline(time.Now().Add(s.cfg.FrameTimeout))
	payload, err := acn.ReadFrame(stream, nil, mostReply)
	if err != nil {
		return acn.Message{}, fmt.Errorf("reading reply: %w", err)
	}
	s.cfg.Observer.receivedBytes(string(stream.Protocol()), len(payload))
	reply, err := acn.DecodeMessage(payload)
	if err != nil {
		// Not with %w: this failure is the peer's, not an answer of the peer.
		return acn.Message{}, fmt.Errorf("%w: %v", errReply, err)
	}
	return reply, nil
}
