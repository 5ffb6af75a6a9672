package delegate

import (
	"context"

	"go-acn/acn"
	"go-acn/envelope"
)

// Router is what the delegate and mailbox services need of the node.
type Router interface {
	// Attach makes sink the route of rec.Address. The previous sink of that
	// address, if any, is closed first. detach removes the route only if it is
	// still this sink. The error is an *acn.Failure. A sink that is Proven is
	// not replaced by one that is not.
	Attach(rec *acn.Record, sink envelope.Sink) (detach func(), err error)
	// Submit accepts an envelope from the agent rec speaks for. It blocks for
	// back-pressure until ctx ends and must try once even when ctx has ended.
	// nil means accepted; an *acn.Failure otherwise.
	Submit(ctx context.Context, rec *acn.Record, e envelope.Envelope) error
}

// Proven is implemented by sinks of agents whose wallet may have signed the
// very session, which a replayed record cannot bring about.
type Proven interface{ Proven() bool }
