package delegate

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"sync"

	"go-acn/acn"
	"go-acn/envelope"
)

// link is a client's registered connection. One goroutine reads, so that
// acknowledgements are seen whatever the agent does; another hands envelopes
// to the agent and acknowledges them.
type link struct {
	pipe
	client  *Client
	arrived chan arrival // in order, not answered yet
	ended   chan struct{}
}

// arrival is a delivery of the node, or the status it is refused with.
type arrival struct {
	e      envelope.Envelope
	status acn.Status
}

// Ways in which a node breaks the protocol.
var (
	errTooMany = errors.New("node has too many envelopes outstanding")
	errStray   = errors.New("node sent a status no envelope waits for")
	errMessage = errors.New("node sent a message that is no envelope and no status")
)

func newLink(c *Client, conn *tls.Conn, pipelined bool) *link {
	l := &link{client: c, arrived: make(chan arrival, Window), ended: make(chan struct{})}
	l.pipe.init(pipeConfig{
		conn: conn, pipelined: pipelined, lost: ErrConnectionLost, full: ErrConnectionLost,
		stop:       func() { close(l.ended) },
		ackTimeout: c.cfg.AckTimeout, writeTimeout: c.cfg.WriteTimeout, frameTimeout: c.cfg.FrameTimeout,
		// The places of the client bound what is sent.
		queueLength: c.cfg.Window, queueBytes: c.cfg.Window * acn.MaxEnvelope,
	})
	if pipelined {
		l.window.size = c.cfg.Window
	}
	l.open()
	return l
}

// run owns the link until ctx or the connection ends.
func (l *link) run(ctx context.Context) error {
	var side sync.WaitGroup
	side.Go(l.hand)
	side.Go(func() {
		select {
		case <-ctx.Done():
			// Says goodbye under the reader, which then meets the end.
			_ = l.finish(errClosed)
		case <-l.ended:
		}
	})
	var err error
	for err == nil {
		err = l.serve()
	}
	l.client.use(nil)
	l.close(err)
	side.Wait()
	err = l.finish(err)
	l.frames.release()
	return err
}

func (l *link) serve() error {
	payload, err := l.frames.next()
	if err != nil {
		return err
	}
	return l.batch(payload, l.handle)
}

// handle takes one frame; an error ends the connection.
func (l *link) handle(payload []byte) error {
	message, err := acn.DecodeMessage(payload)
	if err != nil {
		return fmt.Errorf("node's message: %w", err)
	}
	switch message.Kind {
	case acn.KindStatus:
		if !l.acknowledged(message.Status) {
			return errStray
		}
		return nil
	case acn.KindEnvelope:
		e, err := envelope.Parse(message.Envelope)
		select {
		case l.arrived <- arrival{e: e, status: acn.StatusOf(err)}:
			return nil
		default:
			return errTooMany
		}
	}
	return errMessage
}

// hand gives what has arrived to the agent, one by one and in order, and
// answers it; answers are written when it would otherwise wait.
func (l *link) hand() {
	for {
		next, ok := l.nextArrival()
		if !ok || next.status == acn.StatusSuccess && !l.give(next.e) {
			return
		}
		l.reply(next.status)
	}
}

func (l *link) nextArrival() (arrival, bool) {
	select {
	case next := <-l.arrived:
		return next, true
	default:
	}
	l.flush()
	select {
	case next := <-l.arrived:
		return next, true
	case <-l.ended:
		return arrival{}, false
	}
}

func (l *link) give(e envelope.Envelope) bool {
	select {
	case l.client.inbox <- e:
		return true
	default:
	}
	l.flush()
	select {
	case l.client.inbox <- e:
		return true
	case <-l.ended:
		return false
	}
}

// legacyOverhead is more than what frame and message add to an envelope.
const legacyOverhead = 16

// fits refuses what a node of the existing network would corrupt.
func (l *link) fits(e envelope.Envelope) error {
	size := len(e.Bytes()) + legacyOverhead
	if l.pipelined || l.client.cfg.Legacy || size <= maxLegacyFrame {
		return nil
	}
	return fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, size, maxLegacyFrame)
}
