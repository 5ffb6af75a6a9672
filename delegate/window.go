package delegate

import (
	"time"

	"go-acn/envelope"
)

// pending is an envelope on its way to the other end of a connection.
type pending struct {
	raw     []byte // let go once written
	receipt envelope.Receipt
}

// keptEntries is what an empty window keeps allocated: most sessions idle.
const keptEntries = 64

// window is the sending half of a connection as data: what waits, what is out
// and unacknowledged, and how long the other end has been silent. Acknowledgements
// carry no ids: the first belongs to the first that is out. It has no lock and
// reads no clock.
type window struct {
	size      int // most that may be out
	maxLength int // most that may wait
	maxBytes  int // most bytes that may wait, except that one envelope always may

	entries []pending // from head on: first those out, then those waiting
	head    int
	out     int
	writing int       // how many of those out, the last ones, are being written now
	bytes   int       // waiting
	since   time.Time // silence of the other end; zero if nothing is out or the first is being written
}

func (w *window) waiting() int { return len(w.entries) - w.head - w.out }

// push adds an envelope to those waiting, or refuses it.
func (w *window) push(raw []byte, receipt envelope.Receipt) bool {
	waiting := w.waiting()
	if waiting >= w.maxLength || waiting > 0 && w.bytes+len(raw) > w.maxBytes {
		return false
	}
	if len(w.entries) == cap(w.entries) && w.head > len(w.entries)/2 {
		kept := copy(w.entries, w.entries[w.head:])
		clear(w.entries[kept:])
		w.entries, w.head = w.entries[:kept], 0
	}
	w.entries = append(w.entries, pending{raw: raw, receipt: receipt})
	w.bytes += len(raw)
	return true
}

// ready tells whether take would yield something.
func (w *window) ready() bool { return w.out < w.size && w.waiting() > 0 }

// take moves envelopes from waiting to out, as many as the window allows and
// fit into budget bytes, at least one, and appends them to dst. The caller
// writes them and calls written; there is one such caller at a time.
func (w *window) take(dst [][]byte, budget int) [][]byte {
	for taken := 0; w.ready(); taken++ {
		next := &w.entries[w.head+w.out]
		size := len(next.raw)
		if taken > 0 && size > budget {
			break
		}
		dst = append(dst, next.raw)
		next.raw = nil
		budget -= size
		w.bytes -= size
		w.out++
		w.writing++
	}
	return dst
}

// written ends what take began.
func (w *window) written(now time.Time) {
	w.writing = 0
	if w.out > 0 && w.since.IsZero() {
		w.since = now
	}
}

// acked takes the first of those out; false if nothing is.
func (w *window) acked(now time.Time) (envelope.Receipt, bool) {
	if w.out == 0 {
		return nil, false
	}
	receipt := w.entries[w.head].receipt
	w.entries[w.head] = pending{}
	w.head++
	w.out--
	// The first out may have been acknowledged before our write returned.
	w.writing = min(w.writing, w.out)
	w.since = now
	if w.out == w.writing {
		w.since = time.Time{}
	}
	w.rewind()
	return receipt, true
}

func (w *window) rewind() {
	if w.head < len(w.entries) {
		return
	}
	w.entries, w.head = w.entries[:0], 0
	if cap(w.entries) > keptEntries {
		w.entries = nil
	}
}

// silence is how long the other end owes an acknowledgement. It does not
// count while the first envelope out is still being written.
func (w *window) silence(now time.Time) time.Duration {
	if w.since.IsZero() {
		return 0
	}
	return now.Sub(w.since)
}

// dropWaiting gives up what was never written.
func (w *window) dropWaiting() []envelope.Receipt {
	receipts := receiptsOf(w.entries[w.head+w.out:])
	clear(w.entries[w.head+w.out:])
	w.entries, w.bytes = w.entries[:w.head+w.out], 0
	return receipts
}

// clear gives up everything.
func (w *window) clear() []envelope.Receipt {
	receipts := receiptsOf(w.entries[w.head:])
	*w = window{size: w.size, maxLength: w.maxLength, maxBytes: w.maxBytes}
	return receipts
}

func receiptsOf(entries []pending) []envelope.Receipt {
	receipts := make([]envelope.Receipt, len(entries))
	for i := range entries {
		receipts[i] = entries[i].receipt
	}
	return receipts
}
