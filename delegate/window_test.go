package delegate

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// named is a receipt that can be told from others.
type named string

func (named) Done(error) {}

func batchOf(batch [][]byte) (names []string) {
	for _, raw := range batch {
		names = append(names, string(raw))
	}
	return names
}

func TestWindowLimits(t *testing.T) {
	w := window{size: 2, maxLength: 3, maxBytes: 10}
	push := func(raw string, want bool) {
		t.Helper()
		if got := w.push([]byte(raw), named(raw)); got != want {
			t.Fatalf("push of %d bytes: %v, want %v", len(raw), got, want)
		}
	}
	push("a large one fits an empty queue", true)
	push("x", false)
	if got := batchOf(w.take(nil, 5)); len(got) != 1 {
		t.Fatalf("took %q, want the one whatever the budget", got)
	}
	push("0123456789", true)
	push("", true)
	push("y", false) // bytes
	push("", true)
	push("", false) // length
	if got := batchOf(w.take(nil, 100)); !cmp.Equal(got, []string{"0123456789"}) {
		t.Fatalf("took %q, want one more as two may be out", got)
	}
	if w.ready() {
		t.Error("ready although the window is used up")
	}
}

func TestWindowBudget(t *testing.T) {
	w := window{size: 10, maxLength: 10, maxBytes: 100}
	for _, raw := range []string{"aaaa", "bbbb", "cc", "dddd"} {
		w.push([]byte(raw), named(raw))
	}
	if got := batchOf(w.take(nil, 10)); !cmp.Equal(got, []string{"aaaa", "bbbb", "cc"}) {
		t.Errorf("took %q within 10 bytes", got)
	}
	if got := batchOf(w.take(nil, -1)); !cmp.Equal(got, []string{"dddd"}) {
		t.Errorf("then took %q", got)
	}
}

// The other end owes an acknowledgement from the time the envelope is written,
// not from the time writing began, and every acknowledgement counts.
func TestWindowSilence(t *testing.T) {
	at := func(seconds int) time.Time { return time.Unix(1_000+int64(seconds), 0) }
	w := window{size: 10, maxLength: 10, maxBytes: 100}
	silence := func(now int, want time.Duration) {
		t.Helper()
		if got := w.silence(at(now)); got != want {
			t.Errorf("at %d silence is %v, want %v", now, got, want)
		}
	}
	silence(0, 0)
	w.push([]byte("a"), named("a"))
	w.push([]byte("b"), named("b"))
	w.take(nil, 1)
	silence(50, 0) // a is being written
	w.written(at(50))
	silence(53, 3*time.Second)
	w.take(nil, 1)
	silence(54, 4*time.Second) // b is being written, a still owed
	w.acked(at(55))
	silence(60, 0) // only b, still being written
	w.written(at(61))
	silence(63, 2*time.Second)
	w.acked(at(64))
	silence(99, 0)
}

// An acknowledgement may overtake the return of the write it answers.
func TestWindowAckDuringWrite(t *testing.T) {
	w := window{size: 10, maxLength: 10, maxBytes: 100}
	w.push([]byte("a"), named("a"))
	w.push([]byte("b"), named("b"))
	w.take(nil, 100)
	if receipt, ok := w.acked(time.Unix(1, 0)); !ok || receipt != named("a") {
		t.Fatalf("acked %v, %v", receipt, ok)
	}
	if got := w.silence(time.Unix(9, 0)); got != 0 {
		t.Errorf("silence %v while b is being written", got)
	}
	w.acked(time.Unix(2, 0))
	if _, ok := w.acked(time.Unix(3, 0)); ok {
		t.Error("acknowledged more than was out")
	}
	w.written(time.Unix(4, 0))
	if got := w.silence(time.Unix(9, 0)); got != 0 {
		t.Errorf("silence %v with nothing out", got)
	}
}

// Against a plain model: order kept, everything comes out once.
func TestWindowModel(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		w := window{size: 1 + rng.IntN(5), maxLength: 1 + rng.IntN(100), maxBytes: 1 + rng.IntN(60)}
		var waiting, out []string
		bytes := 0
		for step := range 500 {
			switch rng.IntN(4) {
			case 0, 1:
				raw := fmt.Sprint(step)
				accept := len(waiting) < w.maxLength && (len(waiting) == 0 || bytes+len(raw) <= w.maxBytes)
				if got := w.push([]byte(raw), named(raw)); got != accept {
					t.Fatalf("seed %d step %d: push %v, want %v", seed, step, got, accept)
				}
				if accept {
					waiting, bytes = append(waiting, raw), bytes+len(raw)
				}
			case 2:
				taken := batchOf(w.take(nil, rng.IntN(20)))
				w.written(time.Unix(int64(step), 0))
				if n := len(taken); n > len(waiting) || !cmp.Equal(taken, append([]string(nil), waiting[:n]...)) || len(out)+n > w.size {
					t.Fatalf("seed %d step %d: took %q of %q", seed, step, taken, waiting)
				}
				for _, raw := range taken {
					waiting, out, bytes = waiting[1:], append(out, raw), bytes-len(raw)
				}
			case 3:
				receipt, ok := w.acked(time.Unix(int64(step), 0))
				if ok != (len(out) > 0) || ok && receipt != named(out[0]) {
					t.Fatalf("seed %d step %d: acked %v, %v of %q", seed, step, receipt, ok, out)
				}
				if ok {
					out = out[1:]
				}
			}
			if w.out != len(out) || w.waiting() != len(waiting) || w.bytes != bytes {
				t.Fatalf("seed %d step %d: %+v", seed, step, w)
			}
		}
		if got := len(w.dropWaiting()); got != len(waiting) {
			t.Fatalf("seed %d: dropped %d of %d", seed, got, len(waiting))
		}
		if got := len(w.clear()); got != len(out) {
			t.Fatalf("seed %d: cleared %d of %d", seed, got, len(out))
		}
	}
}

// What was used once must not be kept for ever by sessions that idle.
func TestWindowLetsMemoryGo(t *testing.T) {
	w := window{size: 1 << 20, maxLength: 1 << 20, maxBytes: 1 << 20}
	for range 10_000 {
		w.push([]byte("x"), named("x"))
	}
	w.take(nil, 1<<20)
	for range 10_000 {
		w.acked(time.Time{})
	}
	if cap(w.entries) > keptEntries {
		t.Errorf("empty window keeps %d entries", cap(w.entries))
	}
}
