package delegate

import (
	"context"
	"errors"
	"io"

	"go-acn/acn"
	"go-acn/envelope"
)

// session is a registered agent's connection and, as long as the Router says
// so, the agent's envelope.Sink.
type session struct {
	pipe
	server *Server
	record *acn.Record
	proven bool
	detach func()
}

var _ envelope.Sink = (*session)(nil)

// Deliver sends an envelope to the agent; its acknowledgement is the outcome.
func (s *session) Deliver(e envelope.Envelope, receipt envelope.Receipt) {
	s.send(e.Bytes(), receipt)
}

// Proven implements Proven.
func (s *session) Proven() bool { return s.proven }

// Close ends the session in favour of another one.
func (s *session) Close() { s.close(errReplaced) }

// run owns the session until it ends.
func (s *session) run(ctx context.Context) {
	var err error
	for err == nil {
		err = s.serve(ctx)
	}
	// What is pending fails before the route is gone: a new route must not
	// overtake it.
	s.retire()
	s.detach()
	cause := s.finish(err)
	s.frames.release()
	s.server.remove(s)
	s.report(cause)
}

// report says why a session ended.
func (s *session) report(cause error) {
	log := s.server.cfg.Logger.With("agent", s.record.Address)
	var failure *acn.Failure
	switch {
	case errors.Is(cause, errSilent):
		s.server.cfg.Observer.silent()
		log.Warn("agent disconnected", "err", cause)
	case errors.As(cause, &failure), errors.Is(cause, acn.ErrFrameTooLarge):
		log.Warn("agent disconnected", "err", cause)
	case errors.Is(cause, io.EOF):
		log.Info("agent left")
	default:
		log.Info("agent left", "err", cause)
	}
}

// serve waits for a frame and answers it, and with it those that came along.
// Together they keep the client waiting no longer than one may.
func (s *session) serve(ctx context.Context) error {
	payload, err := s.frames.next()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.server.cfg.SubmitTimeout)
	defer cancel()
	return s.batch(payload, func(payload []byte) error { return s.handle(ctx, payload) })
}

// handle takes one frame. An error has been answered and ends the session, as
// existing clients expect it.
func (s *session) handle(ctx context.Context, payload []byte) error {
	message, err := acn.DecodeMessage(payload)
	if err == nil {
		switch message.Kind {
		case acn.KindStatus:
			s.settle(message.Status)
			return nil
		case acn.KindEnvelope:
			err = s.accept(ctx, message.Envelope)
		default:
			err = acn.Fail(acn.StatusUnexpectedPayload, "message is no envelope and no status")
		}
	}
	if err != nil {
		s.reply(acn.StatusOf(err))
	}
	return err
}

// settle takes the acknowledgement of a delivery. One that nothing waits for
// is a mistake that harms nobody: whatever could have been meant is decided.
func (s *session) settle(status acn.Status) {
	if s.acknowledged(status) {
		s.server.cfg.Observer.delivered(status)
	} else {
		s.server.cfg.Observer.strayStatus()
	}
}

// accept takes an envelope of the agent and answers it; an error is one of
// decoding, not answered yet.
func (s *session) accept(ctx context.Context, raw []byte) error {
	e, err := envelope.Parse(raw)
	if err != nil {
		return err
	}
	status := s.submit(ctx, e)
	s.server.cfg.Observer.submitted(status, len(raw))
	s.reply(status)
	return nil
}

// submit is the status to answer an envelope with. Existing clients take any
// refusal for a broken connection and send again, so an envelope in another's
// name, which is never going to be accepted, is dropped under a success; our
// own clients are told.
func (s *session) submit(ctx context.Context, e envelope.Envelope) acn.Status {
	if e.Sender != s.record.Address {
		s.server.cfg.Observer.wrongSender()
		s.server.cfg.Logger.Debug("envelope in another's name", "agent", s.record.Address, "sender", e.Sender)
		if s.pipelined {
			return acn.StatusWrongAddress
		}
		return acn.StatusSuccess
	}
	return submitStatus(s.server.router.Submit(ctx, s.record, e))
}

// submitStatus is the status for an outcome of Router.Submit: a wait that ended
// says what a full queue says.
func submitStatus(err error) acn.Status {
	status := acn.StatusOf(err)
	if status == acn.StatusGeneric && (errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)) {
		return acn.StatusNotReady
	}
	return status
}
