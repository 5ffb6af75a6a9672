package relay

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

func TestFIFO(t *testing.T) {
	var q fifo[int]
	next, want := 0, 0
	for round := range 2000 {
		for range round % 7 {
			q.push(next)
			next++
		}
		for range min(q.len(), round%5) {
			if *q.front() != want || q.pop() != want {
				t.Fatalf("round %d: order is lost at %d", round, want)
			}
			want++
		}
	}
	for ; q.len() > 0; want++ {
		if got := q.pop(); got != want {
			t.Fatalf("got %d, want %d", got, want)
		}
	}
	if want != next || cap(q.items) > 2*next {
		t.Errorf("%d of %d came out, %d places kept", want, next, cap(q.items))
	}
}

func TestBackoff(t *testing.T) {
	cfg := Config{BackoffMin: time.Second, BackoffMax: 10 * time.Second}
	for failures, want := range []time.Duration{1, 2, 4, 8, 10, 10} {
		if got := backoff(failures, cfg); got != want*time.Second {
			t.Errorf("after %d failures: %s", failures, got)
		}
	}
	if got := backoff(1<<40, cfg); got != cfg.BackoffMax {
		t.Errorf("after very many failures: %s", got)
	}
}

// TestReceiverGateAges holds a refusal against the argument at
// linkReceiver.age: it must last for two windows, and not be kept for ever.
func TestReceiverGateAges(t *testing.T) {
	s := newStage(t)
	r, alice := s.receiver, s.records["alice"]
	if err := r.introduce(0, alice, acn.StatusSuccess); err != nil {
		t.Fatal(err)
	}
	receive := func(to string) acn.Status {
		e := s.envelope("alice", to, 1)
		serial, err := r.receive(s.now, carriage{tag: 0, envelope: e.Bytes()}, e, acn.StatusSuccess, true)
		if err != nil {
			t.Fatal(err)
		}
		r.settle(0, serial, acn.StatusSuccess)
		_, runs := r.take(nil)
		return runs[0].status
	}
	for offset := range 2 * firstEnvelopes {
		// Refusals at every place relative to the last aging.
		receive("somebody")
		r.gates.shut("bob")
		for range 2 * firstEnvelopes {
			receive("somebody")
		}
		if status := receive("bob"); status != acn.StatusNotReady {
			t.Fatalf("offset %d: bob's gate has opened after two windows: %s", offset, status)
		}
		r.gates.admit("bob", true)
	}
	for i := range 100 * firstEnvelopes {
		r.gates.shut(acn.Address(fmt.Sprint(i)))
		receive("somebody")
		if most := 2*(2*firstEnvelopes+1) + 1; r.gates.len() > most {
			t.Fatalf("%d gates are shut, want at most %d", r.gates.len(), most)
		}
	}
}

// TestLateOutcome: an outcome that comes after its tag was used again is not
// taken for that of the new envelope.
func TestLateOutcome(t *testing.T) {
	s := newStage(t)
	r := s.receiver
	if err := r.introduce(0, s.records["alice"], acn.StatusSuccess); err != nil {
		t.Fatal(err)
	}
	e := s.envelope("alice", "bob", 1)
	c := carriage{tag: 3, resume: true, envelope: e.Bytes()}
	first, err := r.receive(s.now, c, e, acn.StatusSuccess, true)
	if err != nil {
		t.Fatal(err)
	}
	r.expire(s.now.Add(r.patience))
	r.take(nil)
	second, err := r.receive(s.now, c, e, acn.StatusSuccess, true)
	if err != nil || second == first {
		t.Fatalf("serials %d and %d, %v", first, second, err)
	}
	r.settle(3, first, acn.StatusSuccess)
	if r.settle(3, second, acn.StatusUnknownAddress); len(r.answers) != 1 || r.answers[0].status != acn.StatusUnknownAddress {
		t.Errorf("answers are %v", r.answers)
	}
}

// TestBacklogGateBound shuts more gates than are remembered.
func TestBacklogGateBound(t *testing.T) {
	b := &backlog{most: 1, mostBytes: 1}
	for i := range 2 * mostShut {
		b.refuse(acn.Address(fmt.Sprint(i)))
	}
	if b.gates.admit("0", false) || b.gates.len() != 2*mostShut {
		t.Errorf("the first of %d is forgotten, %d are left", 2*mostShut, b.gates.len())
	}
	b.refuse("one more")
	if !b.gates.admit("0", false) || b.gates.len() != mostShut+1 {
		t.Errorf("the first of %d is remembered, %d are left", 2*mostShut+1, b.gates.len())
	}
}

// TestSlots sends for more records than there are slots, in an order that
// makes the oldest be replaced, and has the receiving machine understand it.
func TestSlots(t *testing.T) {
	s := newStage(t)
	s.backlog.most = 10 * linkSlots
	s.receiver = newLinkReceiver(grant{firstEnvelopes, firstBytes}, time.Second)
	introductions := 0
	send := func(i int) {
		record := &acn.Record{Address: acn.Address(fmt.Sprint("agent ", i))}
		if known := s.records[fmt.Sprint(i)]; known != nil {
			record = known
		}
		s.records[fmt.Sprint(i)] = record
		e := s.envelope(fmt.Sprint(i), "bob", 1)
		if err := s.backlog.submit(posting{e, record, false, numbered{s, i}}); err != nil {
			t.Fatal(err)
		}
		buf, _, _ := s.sender.take(s.now, nil, nil)
		introductions += relayFrames(t, s, buf, record)
		kindAndBody, _ := s.receiver.take(nil)
		frames := newFrameReader(bytes.NewReader(kindAndBody), 4096, mostAnswerFrame)
		for {
			kind, body, _, err := frames.next()
			if err != nil {
				return
			}
			if _, err := s.sender.feed(s.now, kind, body, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range linkSlots {
		send(i)
	}
	send(0) // used now, so 1 is the oldest
	if introductions != linkSlots {
		t.Fatalf("%d introductions for %d records", introductions, linkSlots)
	}
	send(linkSlots) // takes the slot of 1
	send(0)
	if introductions != linkSlots+1 {
		t.Errorf("%d introductions, want one more than %d: the slot in use was taken", introductions, linkSlots)
	}
	send(1)
	if introductions != linkSlots+2 || s.sender.slots.Len() != linkSlots || len(s.receiver.slots) != linkSlots {
		t.Errorf("%d introductions, %d and %d slots", introductions, s.sender.slots.Len(), len(s.receiver.slots))
	}
}

// relayFrames hands frames to the receiving machine, which has to deliver the
// envelope under record, and counts introductions.
func relayFrames(t *testing.T, s *stage, buf []byte, record *acn.Record) (introductions int) {
	frames := newFrameReader(bytes.NewReader(buf), 4096, mostEnvelopeFrame)
	for {
		kind, body, _, err := frames.next()
		if err != nil {
			return introductions
		}
		switch kind {
		case kindIntroduce:
			introductions++
			in, err := parseIntroduction(body)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.receiver.introduce(in.slot, record, acn.StatusSuccess); err != nil {
				t.Fatal(err)
			}
		case kindEnvelope:
			c, err := parseCarriage(body)
			if err != nil {
				t.Fatal(err)
			}
			e, err := envelope.Parse(c.envelope)
			if err != nil {
				t.Fatal(err)
			}
			serial, err := s.receiver.receive(s.now, c, e, acn.StatusSuccess, true)
			if err != nil || serial == 0 {
				t.Fatalf("envelope from %s is not delivered: %v", e.Sender, err)
			}
			s.receiver.settle(c.tag, serial, acn.StatusSuccess)
		}
	}
}

// TestTakeBatches looks at how much one write holds.
func TestTakeBatches(t *testing.T) {
	s := newStage(t)
	s.backlog.most, s.backlog.mostBytes = 1000, 1<<30
	post := func(size int) { s.post("alice", "bob", size, false) }
	for range firstEnvelopes {
		post(3000)
	}
	envelopes := 0
	for {
		buf, tail, _ := s.sender.take(s.now, nil, nil)
		if len(buf) == 0 {
			break
		}
		if len(buf) > batchBytes || tail != nil || s.sender.ready() && len(buf) < batchBytes-2*3000-mostOverhead {
			t.Errorf("a batch has %d bytes and a tail of %d", len(buf), len(tail))
		}
		envelopes += bytes.Count(buf, bytes.Repeat([]byte{0}, 3000))
	}
	if envelopes != firstEnvelopes || s.sender.ready() {
		t.Errorf("%d envelopes were taken, want %d; ready is %v", envelopes, firstEnvelopes, s.sender.ready())
	}
	tell(s.sender.fail(nil, nil))

	// A large one goes alone and is not copied.
	post(1)
	post(batchBytes)
	post(1)
	for i, large := range []bool{false, true, false} {
		buf, tail, _ := s.sender.take(s.now, nil, nil)
		if (tail != nil) != large || len(buf) == 0 || len(buf) > 200 {
			t.Errorf("batch %d has %d bytes and a tail of %d", i, len(buf), len(tail))
		}
	}
}

// FuzzLinkSender feeds arbitrary answers to a link with envelopes in flight:
// every receipt hears exactly one outcome.
func FuzzLinkSender(f *testing.F) {
	f.Add(appendAnswers(appendGrant(nil, grant{4096, 8 << 20}), []run{{tag: 0, count: 3}, {tag: 4, count: 1, status: 20}}))
	f.Add(appendAnswers(appendEmpty(nil, kindPong), []run{{tag: 6, count: 300}}))
	f.Fuzz(func(t *testing.T, wire []byte) {
		s := &stage{now: time.Unix(0, 0), backlog: &backlog{most: 100, mostBytes: 1 << 20}}
		sender := newLinkSender(s.backlog, linkTimes{ack: 1, ping: 1, idle: 1}, s.now)
		outcomes := make([]counted, 10)
		record := &acn.Record{Address: "alice"}
		for i := range outcomes {
			e, _ := envelope.New(acn.Address(rune('a'+i/2)), "alice", envelope.Content{})
			if s.backlog.submit(posting{e, record, false, &outcomes[i]}) != nil {
				t.Fatal("not accepted")
			}
			if i == 7 {
				sender.take(s.now, nil, nil) // the rest waits
			}
		}
		frames := newFrameReader(bytes.NewReader(wire), 64, mostAnswerFrame)
		for {
			kind, body, _, err := frames.next()
			if err != nil {
				break
			}
			out, err := sender.feed(s.now, kind, body, nil)
			tell(out)
			if err != nil {
				break
			}
			_, _, out = sender.take(s.now, nil, nil)
			tell(out)
		}
		tell(s.backlog.fail(errSilent, sender.fail(errSilent, nil)))
		for i, n := range outcomes {
			if n != 1 {
				t.Errorf("envelope %d has %d outcomes", i, n)
			}
		}
		if s.backlog.held != 0 || s.backlog.bytes != 0 || sender.flying != 0 || sender.bytes != 0 {
			t.Errorf("left over: %+v", s.backlog)
		}
	})
}

// counted is a receipt that counts its outcomes.
type counted int

func (c *counted) Done(error) { *c++ }
