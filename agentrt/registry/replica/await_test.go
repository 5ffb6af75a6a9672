package replica_test

import (
	"bytes"
	"context"
	"testing"
)

// Whoever waits for copies gets them, as many as there are to be, and not more.
func TestAwait(t *testing.T) {
	machines := newMachines(t, 3)
	cfg := quick(3)
	cfg.Plan.Silence, cfg.Plan.Grace = patience, patience // nobody is given up for being slow
	first, second, third := machines[0].start(t, cfg, machines), machines[1].start(t, cfg, machines), machines[2].start(t, cfg, machines)
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

// Nobody waits for others that are not there.
func TestAwaitAlone(t *testing.T) {
	machines := newMachines(t, 2)
	n := machines[0].start(t, quick(2), machines)
	p := pack(t, sample("a", 1, 2_000), "a")
	if copies := n.pushAndWait(t.Context(), p, bytes.NewReader(p.car)); copies != 1 {
		t.Errorf("%d copies without another node", copies)
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
