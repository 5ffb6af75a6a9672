package dht

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ipfs/go-datastore"

	"go-acn/acn"
)

func digestOf(text string) digest { return digest(acn.Address(text).Digest()) }

func TestFloorsRise(t *testing.T) {
	f := newFloors(memory(), position{}, 10)
	d, until := digestOf("a"), epoch.Add(time.Hour)
	for _, step := range []struct {
		raise, want order
	}{
		{order{0, 0, 5}, order{0, 0, 5}},
		{order{0, 0, 4}, order{0, 0, 5}},
		{order{0, 0, 6}, order{0, 0, 6}},
		{order{2, 0, 1}, order{2, 0, 1}},
		{order{1, 0, 9}, order{2, 0, 1}},
	} {
		f.raise(d, step.raise, until, epoch)
		if got := f.newest(d, epoch); got != step.want {
			t.Errorf("after %v: %v, want %v", step.raise, got, step.want)
		}
	}
	end := until.Add(floorAfterlife)
	if f.newest(d, end.Add(-time.Millisecond)) == (order{}) {
		t.Error("lapsed too early")
	}
	if got := f.newest(d, end); got != (order{}) {
		t.Errorf("still %v after its end", got)
	}
	f.raise(d, order{0, 0, 1}, end.Add(time.Hour), end)
	if got := f.newest(d, end); got != (order{0, 0, 1}) {
		t.Errorf("a lapsed floor is in the way: %v", got)
	}
}

// TestFloorKeepsLongerEnd: a short newer statement must not shorten what the
// one before it would have refused.
func TestFloorKeepsLongerEnd(t *testing.T) {
	f := newFloors(memory(), position{}, 10)
	d := digestOf("a")
	f.raise(d, order{1, 0, 1}, epoch.Add(100*time.Hour), epoch)
	f.raise(d, order{2, 0, 1}, epoch.Add(time.Hour), epoch)
	if got := f.newest(d, epoch.Add(100*time.Hour)); got != (order{2, 0, 1}) {
		t.Errorf("%v", got)
	}
}

func TestFloorsSurviveRestart(t *testing.T) {
	ctx, store := t.Context(), memory()
	f := newFloors(store, position{}, 10)
	held, kept, lapsing := digestOf("held"), digestOf("kept"), digestOf("lapsing")
	f.keep(kept, epoch)
	for _, d := range []digest{held, kept} {
		f.raise(d, order{3, 0, 4}, epoch.Add(time.Hour), epoch)
	}
	f.raise(lapsing, order{1, 0, 1}, epoch.Add(-floorAfterlife+time.Minute), epoch)
	if err := f.flush(ctx); err != nil {
		t.Fatal(err)
	}
	for _, junk := range []datastore.Key{
		datastore.NewKey("/held/short"), datastore.NewKey("/other/" + held.String()), datastore.NewKey("/deep/er/still"),
	} {
		if err := store.Put(ctx, junk, []byte("junk")); err != nil {
			t.Fatal(err)
		}
	}

	again := newFloors(store, position{}, 10)
	now := epoch.Add(time.Minute)
	if err := again.load(ctx, now); err != nil {
		t.Fatal(err)
	}
	for _, d := range []digest{held, kept} {
		if got := again.newest(d, now); got != (order{3, 0, 4}) {
			t.Errorf("%v after restart", got)
		}
	}
	if again.len() != 3 || again.kept.len() != 1 { // held and kept, and kept in both tables
		t.Errorf("%d floors, %d kept", again.len(), again.kept.len())
	}
	if err := again.flush(ctx); err != nil { // clears the junk away
		t.Fatal(err)
	}
	if left := count(t, store); left != 3 {
		t.Errorf("%d entries left", left)
	}
}

func TestFloorsSweep(t *testing.T) {
	ctx, store := t.Context(), memory()
	f := newFloors(store, position{}, 10)
	f.raise(digestOf("a"), order{1, 0, 1}, epoch, epoch)
	f.raise(digestOf("b"), order{1, 0, 1}, epoch.Add(time.Hour), epoch)
	if err := f.flush(ctx); err != nil {
		t.Fatal(err)
	}
	f.sweep(epoch.Add(floorAfterlife))
	if f.len() != 1 {
		t.Errorf("%d floors after the sweep", f.len())
	}
	if err := f.flush(ctx); err != nil {
		t.Fatal(err)
	}
	if left := count(t, store); left != 1 {
		t.Errorf("%d entries left", left)
	}
}

// TestFloorsBound fills a table: the farthest go, and what local agents deal
// with stays.
func TestFloorsBound(t *testing.T) {
	const most = 8
	ctx, store := t.Context(), memory()
	self := positionOf([]byte("self"))
	f := newFloors(store, self, most)
	friend := digestOf("friend")
	f.keep(friend, epoch)
	f.raise(friend, order{7, 0, 7}, epoch.Add(time.Hour), epoch)
	var farthest position
	for i := range 50 {
		d := digestOf(string(rune('A' + i)))
		f.raise(d, order{1, 0, 1}, epoch.Add(time.Hour), epoch)
		if f.held.len() > most {
			t.Fatalf("%d floors, limit %d", f.held.len(), most)
		}
	}
	for _, entry := range f.held.entries {
		if bytes.Compare(entry.distance[:], farthest[:]) > 0 {
			farthest = entry.distance
		}
	}
	for i := range 50 {
		d := digestOf(string(rune('A' + i)))
		distance := f.held.distance(d.position())
		if _, ok := f.held.value(d.String()); !ok && bytes.Compare(distance[:], farthest[:]) < 0 {
			t.Errorf("a floor that is closer than one still there was given up")
		}
	}
	if got := f.newest(friend, epoch); got != (order{7, 0, 7}) {
		t.Errorf("floor of a contact was crowded out: %v", got)
	}
	if err := f.flush(ctx); err != nil {
		t.Fatal(err)
	}
	if left := count(t, store); left != f.len() {
		t.Errorf("%d entries stored, %d remembered", left, f.len())
	}
}

// failing is a datastore whose batches fail at will.
type failing struct {
	datastore.Batching
	err error
}

func (f *failing) Batch(ctx context.Context) (datastore.Batch, error) {
	if f.err != nil {
		return nil, f.err
	}
	return f.Batching.Batch(ctx)
}

func TestFloorsFlushAgainAfterFailure(t *testing.T) {
	store := &failing{Batching: memory(), err: errors.New("disk full")}
	f := newFloors(store, position{}, 10)
	f.raise(digestOf("a"), order{1, 0, 1}, epoch, epoch)
	if err := f.flush(t.Context()); !errors.Is(err, store.err) {
		t.Fatalf("got %v", err)
	}
	store.err = nil
	if err := f.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := count(t, store); left != 1 {
		t.Errorf("%d entries stored", left)
	}
}

func FuzzDecodeFloor(f *testing.F) {
	f.Add(floor{order: order{1, 0, 2}, until: epoch}.encode())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if known, err := decodeFloor(raw); err == nil && !bytes.Equal(known.encode(), raw) {
			t.Fatalf("encodes as %x", known.encode())
		}
	})
}

func TestDecodeFloorRefuses(t *testing.T) {
	good := floor{order: order{1, 0, 2}, until: epoch}.encode()
	for name, raw := range map[string][]byte{
		"empty": nil, "short": good[:floorSize-1], "long": append(bytes.Clone(good), 0),
		"version 0": append([]byte{0}, good[1:]...), "end out of range": append(bytes.Clone(good[:17]), 0xff, 0, 0, 0, 0, 0, 0, 0),
	} {
		if known, err := decodeFloor(raw); err == nil {
			t.Errorf("%s: read as %v", name, known)
		}
	}
}
