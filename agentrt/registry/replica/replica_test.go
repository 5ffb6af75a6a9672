package replica_test

import (
	"fmt"
	"testing"

	"go-acn/agentrt/registry/replica"
)

// cluster starts all machines.
func cluster(t testing.TB, cfg replica.Config, machines []*machine) []*node {
	t.Helper()
	nodes := make([]*node, len(machines))
	for i, m := range machines {
		nodes[i] = m.start(t, cfg, machines)
	}
	return nodes
}

// A package pushed to one of three nodes is on all of them before long, and
// can be fetched from any. What it costs is what it takes: every byte once to
// each of the two others.
func TestThreeNodes(t *testing.T) {
	nodes := cluster(t, quick(3), newMachines(t, 3))
	for i, size := range []int{3_000, 100_000, 700_000} {
		h, err := nodes[i].push(t.Context(), pack(t, sample(fmt.Sprintf("p%d", i), uint64(i), size), fmt.Sprintf("p%d", i)))
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, "three holders", func() bool { return holders(h, nodes...) == 3 })
		for _, n := range nodes {
			if err := fetch(t.Context(), t, h, n); err != nil {
				t.Error(err)
			}
			eventually(t, "proofs of the two others", func() bool { _, sure := n.service.Copies(h); return sure == 3 })
		}
	}
}
