package replica_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ipfs/go-datastore"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica"
	"go-acn/agentrt/registry/replica/plan"
	"go-acn/internal/disk"
	"go-acn/internal/disk/rot"
)

// A bit flips on the disk of a node: it starts, gives nothing of what is damaged
// away, gets it from the others again, and nobody takes it for a liar.
func TestFlippedBit(t *testing.T) {
	machines, dir := newMachines(t, 3), t.TempDir()
	mount := func() datastore.Batching {
		data, err := disk.OpenLarge(dir)
		if err != nil {
			t.Fatal(err)
		}
		machines[1].data = data
		return data
	}
	data := mount()
	nodes := cluster(t, quick(3), machines)
	var all []pkg.Hash
	for i := range 6 {
		name := fmt.Sprintf("p%d", i)
		h, err := nodes[0].push(t.Context(), pack(t, sample(name, uint64(i), 100_000), name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	everywhere := func() bool {
		return !slices.ContainsFunc(all, func(h pkg.Hash) bool { return holders(h, nodes...) != len(nodes) })
	}
	eventually(t, "three holders of each", everywhere)
	nodes[1].stop()
	if err := errors.Join(data.Close(), rot.Flip(filepath.Join(dir, "*.sst"), 0.5)); err != nil {
		t.Fatal(err)
	}
	data = mount()
	nodes[1] = machines[1].start(t, quick(3), machines)
	eventually(t, "three holders again", everywhere)
	eventually(t, "what was fetched again is told", func() bool {
		nodes[1].mu.Lock()
		defer nodes[1].mu.Unlock()
		return len(nodes[1].fetched) > 0 && len(nodes[1].fetched) < len(all)
	})
	for _, n := range nodes {
		if s := n.service.Status(); slices.ContainsFunc(s.Members, func(m replica.MemberStatus) bool { return m.State == plan.Quarantined }) {
			t.Errorf("an honest node is in quarantine: %+v", s.Members)
		}
	}
	nodes[1].stop()
	if err := data.Close(); err != nil {
		t.Error(err)
	}
}
