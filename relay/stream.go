package relay

import (
	"errors"
	"io"
	"os"
	"time"

	"github.com/libp2p/go-libp2p/core/network"

	"go-acn/acn"
)

// countingReader reports what it reads as bytes of a link.
type countingReader struct {
	r     io.Reader
	count func(protocol string, n int)
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.count != nil && n > 0 {
		c.count(acn.ProtocolLink, n)
	}
	return n, err
}

// patientReader gives every read the same time, and says when the last ended.
// Whoever closes ended moves the deadline of the stream after that.
type patientReader struct {
	ended    <-chan struct{}
	stream   network.Stream
	patience time.Duration
	now      time.Time
	deadline time.Time
}

func (p *patientReader) Read(buf []byte) (int, error) {
	// Moving the deadline costs more than a look at the clock.
	if p.now.IsZero() {
		p.now = time.Now()
	}
	if p.deadline.Sub(p.now) < p.patience*3/4 {
		p.deadline = p.now.Add(p.patience)
		_ = p.stream.SetReadDeadline(p.deadline)
		select {
		case <-p.ended: // the deadline may have been moved before
			return 0, os.ErrDeadlineExceeded
		default:
		}
	}
	n, err := p.stream.Read(buf)
	p.now = time.Now()
	return n, err
}

var errCrowded = errors.New("peers have as much unanswered as allowed")

// reservedReader counts what it reads against Config.IncomingBytes, until
// release.
type reservedReader struct {
	stream  network.Stream
	service *Service
	held    int
}

func (r *reservedReader) Read(p []byte) (int, error) {
	n, err := r.stream.Read(p)
	r.held += n
	if !r.service.reserve(n) {
		return n, errCrowded
	}
	return n, err
}

func (r *reservedReader) release() { r.service.release(r.held) }
