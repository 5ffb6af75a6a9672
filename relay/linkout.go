package relay

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
)

// batches lends the buffers frames are collected in, so that a link at rest
// holds none.
var batches = sync.Pool{New: func() any { return new(batch) }}

type batch struct{ bytes [batchBytes]byte }

// answerBuffer is what the reader of answers buffers.
const answerBuffer = 8 << 10

// linkTag and linkTagValue tell the connection manager that a connection with
// an outgoing link is worth keeping.
const (
	linkTag      = "acn-link"
	linkTagValue = 50
)

// runLink drives a linkSender over stream until something is wrong or the link
// has been idle. progress tells whether the peer spoke the protocol at all.
func (o *outlet) runLink(ctx context.Context, stream network.Stream) (progress bool, err error) {
	s := o.service
	s.host.ConnManager().TagPeer(o.peer, linkTag, linkTagValue)
	s.cfg.Observer.outgoingLinks(int(s.outgoing.Add(1)))
	link := newLinkSender(&o.backlog, linkTimes{ack: s.cfg.AckTimeout, ping: s.cfg.PingInterval, idle: s.cfg.IdleTimeout}, time.Now())
	o.mu.Lock()
	o.link, o.awake = link, true
	o.mu.Unlock()
	o.signal(true)

	group, ctx := errgroup.WithContext(ctx)
	stop := context.AfterFunc(ctx, func() { _ = stream.ResetWithError(resetCode(context.Cause(ctx))) })
	group.Go(func() error { return o.writeLink(ctx, stream, link) })
	group.Go(func() error { return o.readLink(stream, link) })
	group.Go(func() error { return o.watchLink(ctx, link) })
	_ = group.Wait()
	err = context.Cause(ctx) // the first error, or why the caller's ended
	stop()
	_ = stream.ResetWithError(resetCode(context.Cause(ctx))) // unless that has happened

	s.host.ConnManager().UntagPeer(o.peer, linkTag)
	s.cfg.Observer.outgoingLinks(int(s.outgoing.Add(-1)))
	s.cfg.Observer.linkEnded(true, reasonOf(err))
	return o.endLink(link, err)
}

// endLink settles what the link had in flight, and what waits unless the link
// was only idle: then it is for the next one.
func (o *outlet) endLink(link *linkSender, err error) (progress bool, _ error) {
	if reasonOf(err) == ReasonViolation {
		o.service.gripe("peer broke the link protocol", o.peer, err)
	}
	idle := errors.Is(err, errIdle)
	err = fmt.Errorf("link to %s: %w", o.peer, err)
	o.mu.Lock()
	o.link, o.awake = nil, false
	failed := link.fail(err, nil)
	if !idle {
		failed = o.backlog.fail(err, failed)
	}
	progress = link.greeted || link.answered > 0
	o.mu.Unlock()
	o.tell(acn.ProtocolLink, failed)
	if idle {
		return true, nil
	}
	return progress, err
}

// writeLink writes all there is whenever there is something.
func (o *outlet) writeLink(ctx context.Context, stream network.Stream, link *linkSender) error {
	var refused []outcome
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-o.alarm:
		}
		buffer := batches.Get().(*batch)
		var err error
		refused, err = o.flushLink(stream, link, buffer.bytes[:0], refused)
		batches.Put(buffer)
		if err != nil {
			return err
		}
	}
}

// flushLink writes until nothing is left or the receiver's grant is used up.
func (o *outlet) flushLink(stream network.Stream, link *linkSender, buf []byte, refused []outcome) ([]outcome, error) {
	for {
		now := time.Now()
		o.mu.Lock()
		bytes, tail, out := link.take(now, buf, refused[:0])
		if len(bytes) == 0 {
			o.awake = false
		}
		o.mu.Unlock()
		o.tell(acn.ProtocolLink, out)
		clear(out)
		refused = out
		if len(bytes) == 0 {
			return refused, nil
		}
		if err := o.write(stream, now, bytes, tail); err != nil {
			return refused, err
		}
	}
}

func (o *outlet) write(stream network.Stream, now time.Time, parts ...[]byte) error {
	_ = stream.SetWriteDeadline(now.Add(o.service.cfg.AckTimeout))
	for _, part := range parts {
		if len(part) == 0 {
			continue
		}
		if _, err := stream.Write(part); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
		o.service.cfg.Observer.sentBytes(acn.ProtocolLink, len(part))
	}
	return nil
}

// readLink reads answers. It has no deadline of its own: watchLink looks after
// what is owed.
func (o *outlet) readLink(stream network.Stream, link *linkSender) error {
	frames := newFrameReader(&countingReader{stream, o.service.cfg.Observer.ReceivedBytes}, answerBuffer, mostAnswerFrame)
	var out []outcome
	for {
		kind, body, _, err := frames.next()
		if err != nil {
			return fmt.Errorf("reading: %w", err)
		}
		now := time.Now()
		o.mu.Lock()
		out, err = link.feed(now, kind, body, out[:0])
		rouse := o.rouse()
		o.mu.Unlock()
		o.signal(rouse)
		o.tell(acn.ProtocolLink, out)
		clear(out)
		if err != nil {
			return err
		}
	}
}

// watchLink looks at the clock.
func (o *outlet) watchLink(ctx context.Context, link *linkSender) error {
	times := link.times
	ticker := time.NewTicker(max(min(times.ack, times.ping, times.idle)/4, time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case now := <-ticker.C:
			o.mu.Lock()
			err := link.tick(now)
			if o.retired && err == nil {
				link.ended, err = true, errIdle
			}
			rouse := o.rouse()
			o.mu.Unlock()
			if err != nil {
				return err
			}
			o.signal(rouse)
		}
	}
}
