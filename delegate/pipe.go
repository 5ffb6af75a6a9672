package delegate

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

const (
	// batchBytes is about how much goes into one write to a peer of our own
	// protocol; larger envelopes go alone.
	batchBytes = 64 << 10
	// maxReplies bounds the statuses a peer may leave unread, in bytes, before
	// we stop reading from it.
	maxReplies = 64 << 10
	// keptReplies is what a pipe keeps allocated for them.
	keptReplies = 512
	// keptBuffer is the largest write buffer worth keeping.
	keptBuffer = 2 * batchBytes
	// lingerTime and lingerBytes bound what is read and thrown away after a
	// final status, so that closing does not destroy it on its way.
	lingerTime  = time.Second
	lingerBytes = 1 << 20
)

// Why a connection was given up by this side.
var (
	errSilent   = errors.New("peer owes an acknowledgement")
	errClosed   = errors.New("connection closed")
	errReplaced = errors.New("replaced by another connection")
)

// pipeConfig is what one end gives a pipe.
type pipeConfig struct {
	conn      net.Conn // the TLS connection
	pipelined bool     // the peer speaks acn.ALPNDelegate
	startle   bool     // if we end it, do so by a reset
	lost      error    // what receipts get when the connection ends
	full      error    // what receipts get when the queue is full
	stop      func()   // called once when the connection is given up

	ackTimeout, writeTimeout, frameTimeout time.Duration
	queueLength, queueBytes                int
}

// pipe is one registered connection, the same for the node and the agent:
// envelopes out and their acknowledgements in, envelopes in and our
// acknowledgements out. The goroutine that reads frames owns it; anybody may
// send, reply or close.
type pipe struct {
	pipeConfig
	frames frames

	retiring sync.Once
	ending   sync.Once
	writers  sync.WaitGroup

	mu       sync.Mutex
	window   window
	replies  []byte     // framed statuses to write, before envelopes
	drained  *sync.Cond // replies were taken, the writer ended, or the pipe closed
	writing  bool       // a writer runs, or nobody may write yet
	retired  bool       // envelopes are no longer taken
	closed   bool
	draining chan struct{} // closed when the last envelope out is acknowledged; nil unless draining
	cause    error         // why it closed
	timer    *time.Timer
	armed    bool
}

// init prepares a pipe; nothing is written before open.
func (p *pipe) init(cfg pipeConfig) {
	p.pipeConfig = cfg
	p.frames.conn, p.frames.patience = cfg.conn, cfg.frameTimeout
	p.window = window{size: 1, maxLength: cfg.queueLength, maxBytes: cfg.queueBytes}
	if cfg.pipelined {
		p.window.size = Window
	}
	p.drained = sync.NewCond(&p.mu)
	p.writing = true
}

// open lets writing begin.
func (p *pipe) open() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.writing = false
	p.kick()
}

// send queues an envelope; it never blocks.
func (p *pipe) send(raw []byte, receipt envelope.Receipt) {
	p.mu.Lock()
	var err error
	switch {
	case p.retired || p.closed || p.draining != nil:
		err = p.lost
	case !p.window.push(raw, receipt):
		err = p.full
	default:
		p.kick()
	}
	p.mu.Unlock()
	if err != nil {
		receipt.Done(err)
	}
}

// reply queues a status; flush makes sure it is written. It waits only for a
// peer that does not read its statuses.
func (p *pipe) reply(status acn.Status) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replies = acn.AppendStatusFrame(p.replies, status)
	for len(p.replies) > maxReplies && !p.closed {
		p.kick()
		p.drained.Wait()
	}
}

// flush starts writing what there is.
func (p *pipe) flush() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kick()
}

// kick starts a writer if there is something to write and none runs. The lock
// is held.
func (p *pipe) kick() {
	if p.writing || p.closed || len(p.replies) == 0 && !p.window.ready() {
		return
	}
	p.writing = true
	p.writers.Go(p.write)
}

// output is what a writer works with.
type output struct {
	buf      []byte
	batch    [][]byte
	patience time.Duration
}

var outputs = sync.Pool{New: func() any { return new(output) }}

// write writes until there is nothing left.
func (p *pipe) write() {
	out := outputs.Get().(*output)
	for p.take(out) {
		for _, raw := range out.batch {
			out.buf = acn.AppendEnvelopeFrame(out.buf, raw, nil)
		}
		clear(out.batch)
		err := p.conn.SetWriteDeadline(time.Now().Add(out.patience))
		if err == nil {
			_, err = p.conn.Write(out.buf)
		}
		if err != nil {
			p.close(err)
			break
		}
		p.written()
	}
	if cap(out.buf) > keptBuffer {
		out.buf = nil
	}
	outputs.Put(out)
}

// take fills out with the next write, or says that the writer is done. Clients
// of the existing network get each envelope in a write of its own, because
// they take what one TLS record holds for a frame.
func (p *pipe) take(out *output) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	out.buf, out.batch = append(out.buf[:0], p.replies...), out.batch[:0]
	if out.patience = p.writeTimeout; p.retired {
		out.patience = lingerTime // only goodbyes are left
	}
	if len(p.replies) > 0 {
		if p.replies = p.replies[:0]; cap(p.replies) > keptReplies {
			p.replies = nil
		}
		p.drained.Broadcast()
	}
	switch {
	case p.closed:
		return false
	case p.pipelined:
		out.batch = p.window.take(out.batch, batchBytes-len(out.buf))
	case len(out.buf) == 0:
		out.batch = p.window.take(out.batch, 0)
	}
	if len(out.buf) == 0 && len(out.batch) == 0 {
		p.writing = false
		p.drained.Broadcast()
		return false
	}
	return true
}

func (p *pipe) written() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.window.written(time.Now())
	p.arm(p.ackTimeout)
}

// arm makes sure that somebody looks after d whether the peer is silent. The
// lock is held.
func (p *pipe) arm(d time.Duration) {
	switch {
	case p.retired || p.armed || p.window.out == 0:
		return
	case p.timer == nil:
		p.timer = time.AfterFunc(d, p.expire)
	default:
		p.timer.Reset(d)
	}
	p.armed = true
}

// expire closes the pipe if the peer has owed an acknowledgement for too long:
// a later one could not be told from that of the next envelope.
func (p *pipe) expire() {
	p.mu.Lock()
	p.armed = false
	left := p.ackTimeout - p.window.silence(time.Now())
	if left > 0 {
		p.arm(left)
	}
	p.mu.Unlock()
	if left <= 0 {
		p.close(errSilent)
	}
}

// batch handles a frame that was just read, and with it those that came along;
// replies are written when no whole frame is left. Clients of the existing
// network send one at a time and have each answered at once.
func (p *pipe) batch(payload []byte, handle func([]byte) error) error {
	defer p.flush()
	for {
		if err := handle(payload); err != nil {
			return err
		}
		if !p.pipelined || !p.frames.whole() {
			return nil
		}
		var err error
		if payload, err = p.frames.next(); err != nil {
			return err
		}
	}
}

// acknowledged hands a status to the envelope it belongs to; false if there is
// none.
func (p *pipe) acknowledged(status acn.Status) bool {
	p.mu.Lock()
	receipt, ok := p.window.acked(time.Now())
	if ok && p.window.out == 0 && p.draining != nil {
		closeOnce(p.draining)
	}
	p.mu.Unlock()
	if !ok {
		return false
	}
	if status == acn.StatusSuccess {
		receipt.Done(nil)
	} else {
		receipt.Done(&acn.Failure{Status: status})
	}
	return true
}

// closeOnce closes a channel nobody sends on; calls must not race.
func closeOnce(c chan struct{}) {
	select {
	case <-c:
	default:
		close(c)
	}
}

// drain refuses new envelopes, gives up those not yet written, and returns a
// channel that is closed when all that are out have been acknowledged or given
// up.
func (p *pipe) drain() <-chan struct{} {
	p.mu.Lock()
	if p.draining == nil {
		p.draining = make(chan struct{})
	}
	dropped := p.window.dropWaiting()
	if p.window.out == 0 {
		closeOnce(p.draining)
	}
	idle := p.draining
	p.mu.Unlock()
	p.fail(dropped)
	return idle
}

// retire refuses new envelopes and fails what is pending before it returns,
// also for callers that come second.
func (p *pipe) retire() {
	p.retiring.Do(func() {
		p.mu.Lock()
		p.retired = true
		receipts := p.window.clear()
		if p.timer != nil {
			p.timer.Stop()
		}
		if p.draining != nil {
			closeOnce(p.draining)
		}
		p.mu.Unlock()
		p.fail(receipts)
	})
}

func (p *pipe) fail(receipts []envelope.Receipt) {
	for _, receipt := range receipts {
		receipt.Done(p.lost)
	}
}

// close retires the pipe and gives the connection up; it does not wait for the
// peer.
func (p *pipe) close(cause error) {
	p.ending.Do(func() {
		p.mu.Lock()
		p.closed, p.cause = true, cause
		p.drained.Broadcast()
		p.mu.Unlock()
		p.retire()
		p.stop()
		socket := underlying(p.conn)
		// Existing clients that only listen take an orderly end for silence
		// and never come back; a reset they notice at once.
		if tcp, ok := socket.(*net.TCPConn); ok && p.startle && (errors.Is(cause, errClosed) || errors.Is(cause, errSilent)) {
			_ = tcp.SetLinger(0)
		}
		// The socket itself, as closing TLS may wait for the peer.
		_ = socket.Close()
	})
}

// finish ends a pipe, once it was open, in order: all replies are written and
// the peer has a moment to read them. It returns the first cause given for the
// end.
func (p *pipe) finish(cause error) error {
	p.retire()
	_ = p.conn.SetWriteDeadline(time.Now().Add(lingerTime)) // for what is being written
	p.mu.Lock()
	for (p.writing || len(p.replies) > 0) && !p.closed {
		p.kick()
		p.drained.Wait()
	}
	closed := p.closed
	p.mu.Unlock()
	if !closed {
		linger(p.conn)
	}
	p.close(cause)
	p.writers.Wait()
	return p.cause
}

// linger says goodbye and waits a moment for the peer to do the same. Closing
// with unread input would reset the connection and may destroy what the peer
// has not read yet.
func linger(conn net.Conn) {
	socket := underlying(conn)
	if socket.SetDeadline(time.Now().Add(lingerTime)) != nil {
		return
	}
	if secure, ok := conn.(*tls.Conn); ok {
		_ = secure.CloseWrite()
	}
	if half, ok := socket.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(socket, lingerBytes))
}

// underlying is the socket below TLS.
func underlying(conn net.Conn) net.Conn {
	if secure, ok := conn.(*tls.Conn); ok {
		return secure.NetConn()
	}
	return conn
}
