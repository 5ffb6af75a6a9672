package plan

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"go-acn/agentrt/pkg"
)

func hashes(seed uint64, n int) []pkg.Hash {
	random := rand.New(rand.NewPCG(seed, 1))
	all := make([]pkg.Hash, n)
	for i := range all {
		for j := 0; j < len(all[i]); j += 8 {
			binary.BigEndian.PutUint64(all[i][j:], random.Uint64())
		}
	}
	return all
}

func nodes(n int) map[Node]int {
	capacities := make(map[Node]int)
	for i := range n {
		capacities[Node(fmt.Sprintf("node %d", i))] = 1
	}
	return capacities
}

// The vector is what another implementation has to agree with.
func TestRankVector(t *testing.T) {
	var h pkg.Hash
	for i := range h {
		h[i] = byte(i)
	}
	got := Rank(h, map[Node]int{"a": 1, "b": 1, "c": 3, "d": 1})
	if want := []Node{"c", "d", "b", "a"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Shares are within five standard deviations of the ideal, also for nodes of
// unequal capacity.
func TestRankBalance(t *testing.T) {
	const packages, factor = 20_000, 3
	equal := nodes(12)
	count := make(map[Node]int)
	for _, h := range hashes(1, packages) {
		for _, node := range Rank(h, equal)[:factor] {
			count[node]++
		}
	}
	p := float64(factor) / float64(len(equal))
	for node, n := range count {
		if deviation := math.Abs(float64(n)-packages*p) / math.Sqrt(packages*p*(1-p)); deviation > 5 {
			t.Errorf("%s holds %d, %.1f standard deviations from %.0f", node, n, deviation, packages*p)
		}
	}
	unequal := map[Node]int{"small": 1, "large": 4, "middle": 3}
	first := make(map[Node]int)
	for _, h := range hashes(2, packages) {
		first[Rank(h, unequal)[0]]++
	}
	for node, capacity := range unequal {
		p := float64(capacity) / 8
		if deviation := math.Abs(float64(first[node])-packages*p) / math.Sqrt(packages*p*(1-p)); deviation > 5 {
			t.Errorf("%s of capacity %d is first %d times, want about %.0f", node, capacity, first[node], packages*p)
		}
	}
}

// Whoever joins takes packages over, and nothing moves between the others;
// leaving is the same backwards. A node that grows only gains.
func TestRankMovesLittle(t *testing.T) {
	const factor = 3
	before, after, grown := nodes(9), nodes(10), nodes(9)
	grown["node 4"] = 2
	moved := 0
	all := hashes(3, 5_000)
	for _, h := range all {
		old := Rank(h, before)[:factor]
		for _, node := range Rank(h, after)[:factor] {
			switch {
			case slices.Contains(old, node):
			case node != "node 9":
				t.Fatalf("%s moved to %s, which was there before", h, node)
			default:
				moved++
			}
		}
		for _, node := range Rank(h, grown)[:factor] {
			if !slices.Contains(old, node) && node != "node 4" {
				t.Fatalf("%s moved to %s, which did not grow", h, node)
			}
		}
	}
	if want := float64(len(all)) * factor / 10; math.Abs(float64(moved)-want) > want/5 {
		t.Errorf("%d copies moved, want about %.0f", moved, want)
	}
}

// A map has no order, and every call walks it differently.
func TestRankIsTheSameEverywhere(t *testing.T) {
	for _, h := range hashes(4, 50) {
		want := Rank(h, nodes(20))
		for range 20 {
			if got := Rank(h, nodes(20)); !slices.Equal(got, want) {
				t.Fatalf("got %q, then %q", want, got)
			}
		}
	}
	var h pkg.Hash
	for capacity, same := range map[int]int{0: 1, -1: 1, MaxCapacity + 1: MaxCapacity} {
		if score(h, "a", capacity) != score(h, "a", same) {
			t.Errorf("capacity %d is not taken for %d", capacity, same)
		}
	}
	if score(h, "a", MaxCapacity) == score(h, "a", 1) {
		t.Error("capacity does not count")
	}
}
