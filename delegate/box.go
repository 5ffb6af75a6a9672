package delegate

import (
	"context"
	"sync"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

// box is the mailbox of one agent and, as long as the Router says so, its
// envelope.Sink. An envelope counts as delivered when it is in the box.
type box struct {
	mailbox *Mailbox
	id      string
	record  *acn.Record
	turn    chan struct{} // held by the one request that fetches

	mu     sync.Mutex
	queue  [][]byte
	bytes  int
	used   time.Time
	closed bool
	detach func() // nil until attached
}

var _ envelope.Sink = (*box)(nil)

func newBox(m *Mailbox, id string, record *acn.Record) *box {
	return &box{mailbox: m, id: id, record: record, turn: make(chan struct{}, 1), used: time.Now()}
}

// Deliver puts an envelope into the box.
func (b *box) Deliver(e envelope.Envelope, receipt envelope.Receipt) {
	receipt.Done(b.put(e.Bytes()))
}

func (b *box) put(raw []byte) error {
	cfg := &b.mailbox.cfg
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return errGone
	case len(b.queue) >= cfg.QueueLength || len(b.queue) > 0 && b.bytes+len(raw) > cfg.QueueBytes:
		return errFull
	case b.mailbox.held.Add(int64(len(raw))) > int64(cfg.TotalBytes):
		b.mailbox.held.Add(-int64(len(raw)))
		return errFull
	}
	b.queue = append(b.queue, raw)
	b.bytes += len(raw)
	return nil
}

// Close empties the box and ends its session. What it held is lost, as it is
// held in memory only.
func (b *box) Close() {
	b.mu.Lock()
	closed := b.closed
	b.closed = true
	b.mailbox.held.Add(-int64(b.bytes))
	b.queue, b.bytes = nil, 0
	b.mu.Unlock()
	if !closed {
		b.mailbox.remove(b.id)
		b.mailbox.cfg.Observer.sessions(-1)
	}
}

// attached keeps the way to end the route, which may be over by now.
func (b *box) attached(detach func()) {
	b.mu.Lock()
	b.detach = detach
	closed := b.closed
	b.mu.Unlock()
	if closed {
		detach()
	}
}

// end closes the box and its route, in this order.
func (b *box) end() {
	b.Close()
	b.mu.Lock()
	detach := b.detach
	b.mu.Unlock()
	if detach != nil {
		detach()
	}
}

func (b *box) touch(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.used = now
}

func (b *box) lastUse() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.used
}

// fetch has the first envelope written, nil if there is none, and takes it out
// only if that went well. Requests of one agent take turns; deliveries wait
// for none of them.
func (b *box) fetch(ctx context.Context, write func([]byte) error) error {
	select {
	case b.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-b.turn }()
	raw := b.first()
	if err := write(raw); err != nil || raw == nil {
		return err
	}
	b.removeFirst()
	b.mailbox.cfg.Observer.delivered(acn.StatusSuccess)
	return nil
}

func (b *box) first() []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		return nil
	}
	return b.queue[0]
}

func (b *box) removeFirst() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 {
		return // closed meanwhile
	}
	size := len(b.queue[0])
	b.queue[0] = nil
	b.queue = b.queue[1:]
	b.bytes -= size
	b.mailbox.held.Add(-int64(size))
}
