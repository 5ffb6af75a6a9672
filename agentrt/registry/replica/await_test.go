package replica_test

import (
	"bytes"
	"context"
	"testing"
)

// Whoever waits for copies gets them, as many as there are to be, and waits for
// nobody who is not there.
func TestAwait(t *testing.T) {
	machines := newMachines(t, 3)
	cfg := quick(3)
	first := machines[0].start(t, cfg, machines)
	alone := pack(t, sample("a", 1, 2_000), "a")
	if n := first.pushAndWait(t.Context(), alone, bytes.NewReader(alone.car)); n != 1 {
		t.Errorf("%d copies without another node", n)
	}
	second, third := machines[1].start(t, cfg, machines), machines[2].start(t, cfg, machines)
	eventually(t, "the others are heard", func() bool { _, sure := first.service.Copies(alone.pin.Package); return sure == 3 })
	both := pack(t, sample("b", 2, 2_000), "b")
	if n := first.pushAndWait(t.Context(), both, bytes.NewReader(both.car)); n < 2 || holders(both.pin.Package, second, third) == 0 {
		t.Errorf("%d copies, with others %d", n, holders(both.pin.Package, second, third))
	}
	if n := first.service.Await(t.Context(), both.pin.Package, 99); n != 3 {
		t.Errorf("%d copies, of three that there are to be", n)
	}
	hurry, cancel := context.WithCancel(t.Context())
	cancel()
	if n := first.service.Await(hurry, [32]byte{1}, 2); n != 1 {
		t.Errorf("%d copies of what nobody has", n)
	}
	first.stop()
	if n := first.service.Await(t.Context(), [32]byte{1}, 2); n != 1 {
		t.Errorf("%d copies of what nobody has", n)
	}
}

// A node that is alone by configuration has nobody to wait for.
func TestAwaitNobody(t *testing.T) {
	machines := newMachines(t, 1)
	n := machines[0].start(t, quick(3), machines)
	p := pack(t, sample("a", 1, 2_000), "a")
	if copies := n.pushAndWait(t.Context(), p, bytes.NewReader(p.car)); copies != 1 {
		t.Errorf("%d copies", copies)
	}
}
