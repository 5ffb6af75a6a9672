package relay

import (
	"slices"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

// linkReceiver is the receiving end of a link, without its stream: introduce
// and receive take what was read, settle the outcomes, expire the clock, take
// gives the bytes to write. Not safe for concurrent use.
type linkReceiver struct {
	granted  grant
	patience time.Duration // with agents; see Config.DeliverTimeout
	greeted  bool
	ponging  bool

	slots  []introduced
	held   []holding // by tag
	bytes  int       // of those
	serial uint64    // of the last envelope
	gates  gates
	aging  int // envelopes received since the gates aged

	answers []answer
	runs    []run
}

// holding is an envelope whose answer is not yet written. The serial of a free
// tag is 0; that of an envelope tells it from a later one under its tag.
type holding struct {
	serial  uint64
	to      acn.Address
	size    int
	since   time.Time
	settled bool
}

// introduced is what a slot holds. A record that did not verify is kept as the
// status its envelopes get; a slot never used has neither.
type introduced struct {
	record *acn.Record
	status acn.Status
}

type answer struct {
	tag    uint32
	status acn.Status
}

func newLinkReceiver(granted grant, patience time.Duration) *linkReceiver {
	return &linkReceiver{granted: granted, patience: patience}
}

// introduce fills a slot; status is success for a good record.
func (r *linkReceiver) introduce(slot uint32, record *acn.Record, status acn.Status) error {
	if slot >= linkSlots {
		return errSlotRange
	}
	for int(slot) >= len(r.slots) {
		r.slots = append(r.slots, introduced{})
	}
	r.slots[slot] = introduced{record, status}
	return nil
}

// receive takes an envelope, or the status of one that could not be read; room
// tells whether the node can hold another. A serial above 0 asks to hand it on,
// and to call settle with its outcome. An error means that the sender lies and
// that the link has to end.
func (r *linkReceiver) receive(now time.Time, c carriage, e envelope.Envelope, unread acn.Status, room bool) (serial uint64, err error) {
	if err := r.occupy(now, c, e.To); err != nil {
		return 0, err
	}
	if unread != acn.StatusSuccess {
		// Nobody can tell whose order it would be in.
		r.held[c.tag].settled = true
		r.answers = append(r.answers, answer{c.tag, unread})
		return 0, nil
	}
	status := r.slots[c.slot].judge(now, e)
	switch admitted := r.gates.admit(e.To, c.resume); {
	case status != acn.StatusSuccess:
	case !admitted || !room:
		status = acn.StatusNotReady
	default:
		return r.serial, nil
	}
	r.settle(c.tag, r.serial, status)
	return 0, nil
}

// occupy checks the promises of the sender and takes the tag.
func (r *linkReceiver) occupy(now time.Time, c carriage, to acn.Address) error {
	if int64(c.slot) >= int64(len(r.slots)) || r.slots[c.slot] == (introduced{}) {
		return errSlot
	}
	if c.tag >= r.granted.envelopes {
		return errTag
	}
	for int(c.tag) >= len(r.held) {
		r.held = append(r.held, holding{})
	}
	if r.held[c.tag].serial != 0 {
		return errTag
	}
	if r.bytes+len(c.envelope) > int(r.granted.bytes) {
		return errOverrun
	}
	r.serial++
	r.held[c.tag] = holding{serial: r.serial, to: to, size: len(c.envelope), since: now}
	r.bytes += len(c.envelope)
	r.age()
	return nil
}

// age forgets refusals the sender has heard of. After the answer to a refused
// envelope is written, at most granted.envelopes more can come from a sender
// that has not read it: the next one needs a tag that was answered later, and
// answers are read in order. Until the answer is written there can be as many
// again. What waits two such spans is old.
func (r *linkReceiver) age() {
	if r.aging++; r.aging > 2*int(r.granted.envelopes) {
		r.gates.age()
		r.aging = 0
	}
}

// judge holds an envelope against the record it came under.
func (in *introduced) judge(now time.Time, e envelope.Envelope) acn.Status {
	switch {
	case in.status != acn.StatusSuccess:
		return in.status
	case !in.record.Current(now):
		return acn.StatusInvalidProof
	case e.Sender != in.record.Address:
		return acn.StatusWrongAddress
	}
	return acn.StatusSuccess
}

// settle notes the outcome of an envelope; one that was settled before is left
// alone. A refusal shuts the gate.
func (r *linkReceiver) settle(tag uint32, serial uint64, status acn.Status) {
	h := &r.held[tag]
	if h.serial != serial || h.settled {
		return
	}
	h.settled = true
	if status != acn.StatusSuccess {
		r.gates.shut(h.to)
	}
	r.answers = append(r.answers, answer{tag, status})
}

// expire settles what an agent has not answered in time, and gives memory back
// when nothing is held.
func (r *linkReceiver) expire(now time.Time) {
	for tag := range r.held {
		if h := &r.held[tag]; h.serial != 0 && !h.settled && now.Sub(h.since) >= r.patience {
			r.settle(uint32(tag), h.serial, acn.StatusNotReady)
		}
	}
	if !r.owed() {
		r.held, r.answers, r.runs = nil, nil, nil
	}
}

// pong makes one due.
func (r *linkReceiver) pong() { r.ponging = true }

// owed tells whether an envelope has no answer yet.
func (r *linkReceiver) owed() bool {
	return slices.ContainsFunc(r.held, func(h holding) bool { return h.serial != 0 })
}

// ready tells whether take has something to give.
func (r *linkReceiver) ready() bool { return !r.greeted || r.ponging || len(r.answers) > 0 }

// take appends everything there is to write to buf. The runs are the answers
// in it, valid until the next call; from now on their tags are free.
func (r *linkReceiver) take(buf []byte) ([]byte, []run) {
	if !r.greeted {
		buf, r.greeted = appendGrant(buf, r.granted), true
	}
	if r.ponging {
		buf, r.ponging = appendEmpty(buf, kindPong), false
	}
	r.runs = r.runs[:0]
	for _, a := range r.answers {
		r.bytes -= r.held[a.tag].size
		r.held[a.tag] = holding{}
		if n := len(r.runs) - 1; n >= 0 && r.runs[n].tag+r.runs[n].count == a.tag && r.runs[n].status == a.status {
			r.runs[n].count++
			continue
		}
		r.runs = append(r.runs, run{tag: a.tag, count: 1, status: a.status})
	}
	r.answers = r.answers[:0]
	return appendAnswers(buf, r.runs), r.runs
}

// appendAnswers appends runs as frames of at most mostAnswerFrame bytes.
func appendAnswers(buf []byte, runs []run) []byte {
	const mostRun = 2*mostNumber + 1
	for len(runs) > 0 {
		start := len(buf)
		buf = append(buf, 0, 0, 0, 0, kindAnswer)
		for len(runs) > 0 && len(buf)-start-frameHeader+mostRun <= mostAnswerFrame {
			buf, runs = appendRun(buf, runs[0]), runs[1:]
		}
		buf = closeFrame(buf, start, 0)
	}
	return buf
}
