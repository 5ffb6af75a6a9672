package replica_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/pin"
	"go-acn/agentrt/registry/replica"
)

// unpin withdraws a pin at a node.
func (n *node) unpin(t testing.TB, w *acn.Wallet, p *pin.Pin) {
	t.Helper()
	gone := p.Wish
	gone.Sequence, gone.Until = gone.Sequence+1, gone.Issued
	withdrawal, err := pin.Sign(w, gone)
	if err == nil {
		_, err = n.registry.Pin(t.Context(), withdrawal, "")
	}
	if err != nil {
		t.Fatal(err)
	}
	n.service.Changed()
}

// Publishers who have used up their quotas replace what they had while one node
// is away. It hears of the new pins in any order with the withdrawals that make
// room for them.
func TestReplacedWithinQuota(t *testing.T) {
	machines := newMachines(t, 3)
	for _, m := range machines {
		m.quota = pin.Quota{Bytes: 1 << 30, Packages: 1}
	}
	nodes := cluster(t, quick(3), machines)
	var first, second []parcel
	for i := range byte(8) {
		old, next := fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i)
		first = append(first, packFor(t, wallet(t, 200+i), sample(old, uint64(i), 2_000), old))
		second = append(second, packFor(t, wallet(t, 200+i), sample(next, uint64(100+i), 2_000), next))
	}
	everywhere := func(parcels []parcel) {
		t.Helper()
		for _, p := range parcels {
			eventually(t, "a holder at each node", func() bool { return holders(p.pin.Package, nodes...) == len(nodes) })
		}
	}
	push := func(p parcel) {
		t.Helper()
		if _, err := nodes[0].push(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range first {
		push(p)
	}
	everywhere(first)
	nodes[1].stop()
	for i, p := range second {
		nodes[0].unpin(t, wallet(t, byte(200+i)), first[i].pin)
		push(p)
	}
	nodes[1] = machines[1].start(t, quick(3), machines)
	everywhere(second)
	for _, n := range nodes {
		if n.registry.Pins().Digest() != nodes[0].registry.Pins().Digest() {
			t.Error("two nodes know other pins")
		}
	}
}

// failing are pins that cannot be written at first.
type failing struct {
	replica.Pins
	left atomic.Int32
}

func (f *failing) Merge(ctx context.Context, p *pin.Pin) (bool, error) {
	if f.left.Add(-1) >= 0 {
		return false, errors.New("the disk is full")
	}
	return f.Pins.Merge(ctx, p)
}

// A pin that could not be written is asked for again, though nothing changes at
// the member that has it.
func TestPinThatFails(t *testing.T) {
	machines := newMachines(t, 2)
	var pins *failing
	machines[1].pins = func(p replica.Pins) replica.Pins {
		pins = &failing{Pins: p}
		pins.left.Store(3)
		return pins
	}
	nodes := cluster(t, quick(2), machines)
	var all []pkg.Hash
	for i := range 3 {
		name := fmt.Sprintf("p%d", i)
		h, err := nodes[0].push(t.Context(), pack(t, sample(name, uint64(i), 2_000), name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	for _, h := range all {
		eventually(t, "two holders", func() bool { return holders(h, nodes...) == 2 })
	}
	if pins.left.Load() >= 0 {
		t.Error("nothing failed")
	}
}
