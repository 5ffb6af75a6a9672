package relay

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/libp2p/go-libp2p/core/network"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
)

// runLegacy drives lanes towards a peer of the existing network until nothing
// is left or the peer cannot be reached. first is a stream of
// acn.ProtocolEnvelope that nothing was sent on yet.
func (o *outlet) runLegacy(ctx context.Context, first network.Stream) (progress bool, err error) {
	var answered atomic.Bool
	o.mu.Lock()
	o.lanes = newLanes(&o.backlog, o.service.cfg.LegacyStreams)
	o.awake = true
	o.mu.Unlock()

	group, inner := errgroup.WithContext(ctx)
	for {
		o.mu.Lock()
		posted, ok, refused := o.lanes.take(nil)
		empty := o.backlog.held == 0
		o.awake = ok
		o.mu.Unlock()
		o.tell(acn.ProtocolEnvelope, refused)
		if ok {
			stream := first
			first = nil
			group.Go(func() error { return o.post(inner, stream, posted, &answered) })
			continue
		}
		if empty || !o.await(inner) {
			break
		}
	}
	if first != nil {
		_ = first.Reset()
	}
	err = group.Wait()
	if err == nil {
		err = ctx.Err()
	}
	var failed []outcome
	o.mu.Lock()
	if err != nil {
		failed = o.lanes.fail(err, nil)
	}
	o.lanes, o.awake = nil, false
	o.mu.Unlock()
	o.tell(acn.ProtocolEnvelope, failed)
	return answered.Load(), err
}

// await returns true when there may be work.
func (o *outlet) await(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-o.alarm:
		return true
	}
}

// post delivers one envelope and settles it. The error is errUnreachable or
// nil: what befalls one stream is no reason to give up the others.
func (o *outlet) post(ctx context.Context, stream network.Stream, p posting, answered *atomic.Bool) error {
	err := o.service.deliver(ctx, o.peer, stream, p)
	var failure *acn.Failure
	if err == nil || errors.As(err, &failure) {
		answered.Store(true)
	}
	o.mu.Lock()
	outcomes := o.lanes.done(p, err, nil)
	rouse := o.rouse()
	o.mu.Unlock()
	o.signal(rouse)
	o.tell(acn.ProtocolEnvelope, outcomes)
	if errors.Is(err, errUnreachable) {
		return fmt.Errorf("delivering: %w", err)
	}
	return nil
}
