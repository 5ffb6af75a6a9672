package replica_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/ipfs/boxo/bitswap/network/bsnet"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/registry/replica"
	"go-acn/agentrt/registry/replica/plan"
)

// TestTraffic measures what it costs to have packages on three nodes, against
// the ideal that each of the two others gets every byte of the blocks once. Run
// it with -v for the table of docs/benchmarks.md.
func TestTraffic(t *testing.T) {
	cfg := quick(3)
	cfg.Plan.Period = plan.Config{}.WithDefaults().Period // a proof each way, and no more
	nodes := cluster(t, cfg, newMachines(t, 3))
	sizes := []int{2_000, 2_000, 40_000, 300_000, 1_000_000, 4 << 20}
	var all []pkg.Hash
	ideal := make(map[pkg.Hash]int64)
	for i, size := range sizes {
		name := fmt.Sprintf("p%d", i)
		folder := sample(name, uint64(i), size)
		parcel := pack(t, folder, name)
		if _, err := pkg.Measure(folder, name, pkg.Limits{}, func(b pkg.Block) error { ideal[parcel.pin.Package] += int64(len(b.Data)); return nil }); err != nil {
			t.Fatal(err)
		}
		h, err := nodes[i%3].push(t.Context(), parcel)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	for _, h := range all {
		for _, n := range nodes {
			eventually(t, "proofs of the two others", func() bool { _, sure := n.service.Copies(h); return sure == 3 })
		}
	}
	for _, n := range nodes {
		n.stop()
	}
	var out bytes.Buffer
	checkPackages(t, &out, nodes, all, ideal)
	checkNodes(t, &out, nodes, all, ideal)
	t.Log("\n" + out.String())
}

// checkPackages is the table of packages: blocks in and out, summed over the
// nodes, against twice the package.
func checkPackages(t *testing.T, out *bytes.Buffer, nodes []*node, all []pkg.Hash, ideal map[pkg.Hash]int64) {
	fmt.Fprintf(out, "| package | blocks | ideal | in | in / ideal | proofs in |\n|---:|---:|---:|---:|---:|---:|\n")
	for i, h := range all {
		var copies, proofs replica.Moved
		for _, n := range nodes {
			traffic := n.traffic(h)
			copies.In += traffic.Copies.In
			proofs.In += traffic.Proofs.In
			proofs.Out += traffic.Proofs.Out
		}
		want := 2 * ideal[h]
		fmt.Fprintf(out, "| %d | %d | %d | %d | %.3f | %d |\n", i, ideal[h], want, copies.In, float64(copies.In)/float64(want), proofs.In)
		if copies.In < want || copies.In > want*11/10+2_000 {
			t.Errorf("package %d: %d bytes of blocks for two copies of %d", i, copies.In, ideal[h])
		}
		if proofs.In != proofs.Out || proofs.In > 6*(300<<10) {
			t.Errorf("package %d: proofs of %d bytes came, of %d went", i, proofs.In, proofs.Out)
		}
	}
}

func (n *node) traffic(h pkg.Hash) replica.PackageTraffic {
	for _, p := range n.service.Status().Packages {
		if p.Package == h {
			return p.Traffic
		}
	}
	return replica.PackageTraffic{}
}

// checkNodes is the table of nodes: bytes of the streams as libp2p counts them.
func checkNodes(t *testing.T, out *bytes.Buffer, nodes []*node, all []pkg.Hash, ideal map[pkg.Hash]int64) {
	fmt.Fprintf(out, "\n| node | copies ideal in | in | out | registry protocol in | of it proofs | out |\n|---|---:|---:|---:|---:|---:|---:|\n")
	var wantAll, inAll int64
	for i, n := range nodes {
		var want, proofs int64
		for j, h := range all {
			if j%len(nodes) != i {
				want += ideal[h]
			}
			proofs += n.traffic(h).Proofs.In
		}
		copies, ours := n.bytes.of(exchange.Protocol, bsnet.ProtocolBitswap), n.bytes.of(replica.Protocol)
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d | %d | %d |\n", strings.Repeat("I", i+1), want, copies.In, copies.Out, ours.In, proofs, ours.Out)
		if in := copies.In; in < want || in > want*11/10+20_000 {
			t.Errorf("node %d: %d bytes came for copies, want about %d", i, in, want)
		}
		if talk := ours.In - proofs; talk > 200_000 {
			t.Errorf("node %d heard %d bytes besides proofs", i, talk)
		}
		wantAll += want
		inAll += copies.In
	}
	fmt.Fprintf(out, "\nin all %d bytes for copies, ideal %d, %.3f times\n", inAll, wantAll, float64(inAll)/float64(wantAll))
}
