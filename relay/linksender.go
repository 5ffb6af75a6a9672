package relay

import (
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"go-acn/acn"
	"go-acn/envelope"
)

// batchBytes is how much is collected for one write.
const batchBytes = 64 << 10

// mostOverhead is what can go around an envelope: an introduction and a header.
const mostOverhead = acn.MaxRecord + 2*(frameHeader+1) + 3*mostNumber

// linkTimes are the patience of a linkSender; see Config.
type linkTimes struct{ ack, ping, idle time.Duration }

// linkSender is the sending end of a link, without its stream: take gives the
// bytes to write, feed takes the frames that were read, tick the clock. Every
// envelope it takes from the backlog it settles exactly once, in take, feed or
// fail. Not safe for concurrent use.
type linkSender struct {
	backlog *backlog
	times   linkTimes

	granted grant // what the receiver lets us have unanswered
	greeted bool
	ended   bool // idle: take takes nothing any more

	flights  []flight // by tag
	free     fifo[uint32]
	flying   int
	bytes    int // of those in flight
	answered int // envelopes answered in all

	slots *simplelru.LRU[*acn.Record, uint32]

	heard time.Time // last frame of the peer, or when the oldest in flight left, if later
	busy  time.Time // last time anything was sent or answered
	ping  pingState
}

// flight is one envelope in flight; a free tag has no receipt.
type flight struct {
	to      acn.Address
	size    int
	receipt envelope.Receipt
	sent    time.Time
}

type pingState uint8

const (
	pingNone pingState = iota
	pingDue
	pingSent
)

func newLinkSender(b *backlog, times linkTimes, now time.Time) *linkSender {
	slots, err := simplelru.NewLRU[*acn.Record, uint32](linkSlots, nil)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return &linkSender{
		backlog: b, times: times, slots: slots, heard: now, busy: now,
		granted: grant{envelopes: firstEnvelopes, bytes: firstBytes},
	}
}

// ready tells whether take has something to give.
func (s *linkSender) ready() bool {
	switch {
	case s.ended:
		return false
	case s.ping == pingDue || s.backlog.waiting.len() == 0:
		return s.ping == pingDue
	}
	p := s.backlog.waiting.front()
	return s.room(p.size()) || s.backlog.overtaken(p)
}

// room tells whether the receiver's grant allows one more.
func (s *linkSender) room(size int) bool {
	return s.flying < int(s.granted.envelopes) && s.bytes+size <= int(s.granted.bytes)
}

// take appends to buf, which should be empty, frames to write, about
// batchBytes of them. tail is to be written after buf: a large envelope that
// need not be copied. Nothing to write leaves buf as it was.
func (s *linkSender) take(now time.Time, buf []byte, out []outcome) (_, tail []byte, _ []outcome) {
	if s.ping == pingDue {
		buf, s.ping = appendEmpty(buf, kindPing), pingSent
	}
	for s.backlog.waiting.len() > 0 && !s.ended {
		p := s.backlog.waiting.front()
		size := p.size()
		if s.backlog.overtaken(p) {
			out = append(out, s.backlog.settle(p.envelope.To, size, p.receipt, errBehind))
			s.backlog.waiting.pop()
			continue
		}
		large := size+mostOverhead > batchBytes
		if !s.room(size) || len(buf) > 0 && len(buf)+size+mostOverhead > batchBytes {
			break
		}
		c := carriage{tag: s.launch(p, now), resume: p.resume, envelope: p.envelope.Bytes()}
		buf, c.slot = s.introduce(buf, p.record)
		buf = appendCarriage(buf, c)
		s.backlog.waiting.pop()
		if large {
			return buf, c.envelope, out
		}
		buf = append(buf, c.envelope...)
	}
	return buf, nil, out
}

// launch gives p a tag and notes it as in flight.
func (s *linkSender) launch(p *posting, now time.Time) uint32 {
	var tag uint32
	if s.free.len() > 0 {
		tag = s.free.pop()
	} else {
		tag = uint32(len(s.flights))
		s.flights = append(s.flights, flight{})
	}
	if s.flying == 0 && now.After(s.heard) {
		s.heard = now
	}
	s.busy = now
	s.flights[tag] = flight{to: p.envelope.To, size: p.size(), receipt: p.receipt, sent: now}
	s.flying++
	s.bytes += p.size()
	return tag
}

// introduce finds the slot of record, after giving it the one that was not
// used for longest if it has none.
func (s *linkSender) introduce(buf []byte, record *acn.Record) ([]byte, uint32) {
	if slot, known := s.slots.Get(record); known {
		return buf, slot
	}
	slot := uint32(s.slots.Len())
	if slot == linkSlots {
		_, slot, _ = s.slots.RemoveOldest()
	}
	s.slots.Add(record, slot)
	return appendIntroduction(buf, introduction{slot: slot, record: record.Bytes()}), slot
}

// feed takes a frame of the receiver. An error means that it lies and that the
// link has to end.
func (s *linkSender) feed(now time.Time, kind byte, body []byte, out []outcome) ([]outcome, error) {
	s.heard, s.ping = now, pingNone
	switch kind {
	case kindHello:
		return out, s.hello(body)
	case kindAnswer:
		return s.answer(now, body, out)
	case kindPong:
		if len(body) > 0 {
			return out, errMalformed
		}
		return out, nil
	}
	return out, errKind
}

// hello raises the grant, once. What is more than we want to use is not used.
func (s *linkSender) hello(body []byte) error {
	g, err := parseGrant(body)
	if err != nil {
		return err
	}
	if s.greeted {
		return errKind
	}
	if g.envelopes < firstEnvelopes || g.bytes < firstBytes {
		return errHello
	}
	s.greeted = true
	s.granted = grant{envelopes: min(g.envelopes, mostEnvelopes), bytes: min(g.bytes, mostBytes)}
	return nil
}

func (s *linkSender) answer(now time.Time, body []byte, out []outcome) ([]outcome, error) {
	if len(body) == 0 {
		return out, errMalformed
	}
	s.busy = now
	for len(body) > 0 {
		r, rest, err := parseRun(body)
		if err != nil {
			return out, err
		}
		body = rest
		failure := failureOf(r.status)
		for i := range r.count {
			if out, err = s.land(r.tag+i, failure, out); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// land settles one envelope in flight and frees its tag.
func (s *linkSender) land(tag uint32, failure error, out []outcome) ([]outcome, error) {
	if int(tag) >= len(s.flights) || s.flights[tag].receipt == nil {
		return out, errUnknownAck
	}
	f := s.flights[tag]
	s.flights[tag] = flight{}
	s.free.push(tag)
	s.flying--
	s.bytes -= f.size
	s.answered++
	return append(out, s.backlog.settle(f.to, f.size, f.receipt, failure)), nil
}

// tick looks at the clock: a fault means that the link has to end. It may make
// a ping due.
func (s *linkSender) tick(now time.Time) error {
	if s.flying == 0 {
		return s.rest(now)
	}
	for i := range s.flights {
		if f := &s.flights[i]; f.receipt != nil && now.Sub(f.sent) >= s.times.ack {
			return errAckTimeout
		}
	}
	switch quiet := now.Sub(s.heard); {
	case s.ping == pingSent && quiet >= 3*s.times.ping:
		return errSilent
	case s.ping == pingNone && quiet >= s.times.ping:
		s.ping = pingDue
	}
	return nil
}

// rest gives memory back when nothing is in flight, and ends an idle link.
func (s *linkSender) rest(now time.Time) error {
	quiet := now.Sub(s.busy)
	if s.backlog.waiting.len() > 0 || quiet < min(s.times.ping, s.times.idle) {
		return nil
	}
	s.flights, s.free, s.backlog.waiting = nil, fifo[uint32]{}, fifo[posting]{}
	if quiet >= s.times.idle {
		s.ended = true
		return errIdle
	}
	return nil
}

// fail settles everything in flight; what waits is left to the next link.
func (s *linkSender) fail(err error, out []outcome) []outcome {
	for tag := range s.flights {
		if s.flights[tag].receipt != nil {
			// The tag is in flight, so land has nothing to object.
			out, _ = s.land(uint32(tag), err, out)
		}
	}
	return out
}

// failures holds one error per status, as refusals may come in floods.
var failures = func() (all [256]error) {
	for status := 1; status < len(all); status++ {
		all[status] = acn.Fail(acn.Status(status), "answer of the peer")
	}
	return all
}()

// failureOf is nil for success.
func failureOf(status acn.Status) error { return failures[wireOrZero(status)] }

func wireOrZero(status acn.Status) byte {
	if status == acn.StatusSuccess {
		return 0
	}
	return wireStatus(status)
}
