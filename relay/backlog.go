package relay

import (
	"go-acn/acn"
	"go-acn/envelope"
)

// posting is one envelope on its way to a peer.
type posting struct {
	envelope envelope.Envelope
	record   *acn.Record
	resume   bool
	receipt  envelope.Receipt
}

func (p *posting) size() int { return len(p.envelope.Bytes()) }

// outcome is a receipt that can be told; it is told outside every lock.
type outcome struct {
	receipt envelope.Receipt
	err     error
}

func tell(outcomes []outcome) {
	for _, o := range outcomes {
		o.receipt.Done(o.err)
	}
}

// Refusals of the sending side. All shut the gate of the destination.
var (
	errFull   = acn.Fail(acn.StatusNotReady, "queue towards the peer is full")
	errBehind = acn.Fail(acn.StatusNotReady, "an earlier envelope for the destination was refused")
)

// mostShut is how many refused destinations the sending side remembers before
// it ages its gates early.
const mostShut = 4096

// backlog is what one peer has been given and has not answered: the envelopes
// that wait, and a count of those the transport has taken. It outlives the
// transport, and so does its gate: an envelope that was submitted before its
// source heard of a refusal does not slip through a new one.
type backlog struct {
	most, mostBytes int

	waiting fifo[posting]
	held    int // waiting and taken
	bytes   int // of those
	gates   gates
}

// submit queues p or says why not.
func (b *backlog) submit(p posting) error {
	to, size := p.envelope.To, p.size()
	switch {
	case !b.gates.admit(to, p.resume):
		return errBehind
	case b.held >= b.most || b.held > 0 && b.bytes+size > b.mostBytes:
		b.refuse(to)
		return errFull
	}
	b.held++
	b.bytes += size
	b.waiting.push(p)
	return nil
}

// refuse notes that an envelope for to came back.
func (b *backlog) refuse(to acn.Address) {
	if b.gates.young.Shut() >= mostShut {
		b.gates.age()
	}
	b.gates.shut(to)
}

// overtaken tells whether p was queued before an earlier one was refused.
func (b *backlog) overtaken(p *posting) bool {
	return !p.resume && !b.gates.admit(p.envelope.To, false)
}

// settle makes the outcome of an envelope that was submitted.
func (b *backlog) settle(to acn.Address, size int, receipt envelope.Receipt, err error) outcome {
	b.held--
	b.bytes -= size
	if err != nil {
		b.refuse(to)
	}
	return outcome{receipt, err}
}

// fail settles everything that waits.
func (b *backlog) fail(err error, out []outcome) []outcome {
	for b.waiting.len() > 0 {
		p := b.waiting.pop()
		out = append(out, b.settle(p.envelope.To, p.size(), p.receipt, err))
	}
	return out
}
