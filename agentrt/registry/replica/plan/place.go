package plan

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"go-acn/agentrt/pkg"
)

// Node is a registry node: the bytes of its peer id.
type Node string

// MaxCapacity is the greatest share of packages a node can ask for, the least
// is 1.
const MaxCapacity = 64

// Rank orders nodes by how much they should hold a package, the first the most:
// rendezvous hashing. A node draws as many numbers as it has capacity and its
// greatest counts, so that shares are in proportion to capacities, integers
// are all it takes, and whoever joins or leaves moves nothing between others.
func Rank(h pkg.Hash, capacities map[Node]int) []Node {
	type scored struct {
		node  Node
		score uint64
	}
	all := make([]scored, 0, len(capacities))
	for node, capacity := range capacities {
		all = append(all, scored{node, score(h, node, capacity)})
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.node, b.node))
	})
	ranked := make([]Node, len(all))
	for i, s := range all {
		ranked[i] = s.node
	}
	return ranked
}

// score is the greatest of the first 8 bytes, big endian, of
//
//	sha2-256( digest of the package, 32 bytes | number of the draw, 1 byte | peer id )
func score(h pkg.Hash, node Node, capacity int) uint64 {
	text := append(append(h[:], 0), node...)
	var most uint64
	for draw := range min(max(capacity, 1), MaxCapacity) {
		text[len(h)] = byte(draw)
		sum := sha256.Sum256(text)
		most = max(most, binary.BigEndian.Uint64(sum[:]))
	}
	return most
}

func compareHashes(a, b pkg.Hash) int { return bytes.Compare(a[:], b[:]) }
