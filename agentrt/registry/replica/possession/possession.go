// Package possession proves that somebody has a package: whoever doubts it
// sends a nonce, which picks a leaf of the package's DAG, and gets the blocks
// from the root down to it. The doubter need not have the package.
//
// Everything here is pure but for the blocks that Prove is given a way to read.
// Package replica calls both ends.
package possession

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/ipfs/boxo/ipld/merkledag"
	ipld "github.com/ipfs/go-ipld-format"

	"go-acn/agentrt/pkg"
)

const (
	// MaxBlocks is how many blocks a proof has at most: a file may be 24
	// folders deep, in two more and of two levels.
	MaxBlocks = 32
	// MaxBytes is how many bytes they have at most: all names of a package with
	// the most files, the longest names and nothing but folders on the way,
	// and a leaf.
	MaxBytes = 4 << 20
)

var (
	// ErrWrong means that a block is not the one its hash names. Prove verifies
	// what it sends, so only a liar sends such.
	ErrWrong = errors.New("wrong bytes")
	// ErrShort means that the blocks are right and do not end at a leaf.
	ErrShort = errors.New("no path from the root to a leaf")
)

// Nonce picks a leaf. A challenge has a fresh one.
type Nonce [32]byte

// step is where the path goes on from a block: to child, whose sub-DAG has size
// bytes, unless the block is a leaf. total is the size of the block's own.
//
// Child i is picked with a probability in proportion to its size, so that every
// byte of a package is asked for as likely as another:
//
//	r = first 8 bytes, big endian, of sha2-256( nonce, 32 bytes | depth, 1 byte | digest of the block, 32 bytes )
//	i = the first whose sizes up to and including its own add up to more than r mod the sum of all
func step(nonce Nonce, depth int, h pkg.Hash, data []byte) (child pkg.Hash, size, total uint64, leaf bool, err error) {
	node, err := merkledag.DecodeProtobuf(data)
	if err != nil {
		return child, 0, 0, false, fmt.Errorf("reading a block: %w", err)
	}
	links := node.Links()
	sum, err := sumOf(links)
	if err != nil || len(links) == 0 {
		return child, 0, uint64(len(data)), true, err
	}
	seed := sha256.Sum256(append(append(nonce[:], byte(depth)), h[:]...))
	r := binary.BigEndian.Uint64(seed[:]) % sum
	for _, link := range links {
		if r < link.Size {
			child, err = pkg.ParseHash(link.Cid.String())
			return child, link.Size, sum + uint64(len(data)), false, err
		}
		r -= link.Size
	}
	return child, 0, 0, false, errors.New("sizes do not add up")
}

// sumOf is what links say they lead to, which is at least a byte each.
func sumOf(links []*ipld.Link) (uint64, error) {
	var sum, carry uint64
	for _, link := range links {
		if sum, carry = bits.Add64(sum, link.Size, 0); carry > 0 || sum > math.MaxInt64 || link.Size == 0 {
			return 0, errors.New("a link to nothing, or to too much")
		}
	}
	return sum, nil
}

// Prove answers a challenge with blocks that block reads. Its error means that
// the package is not here, or not all of it, or damaged.
func Prove(ctx context.Context, root pkg.Hash, nonce Nonce, block func(context.Context, pkg.Hash) ([]byte, error)) ([][]byte, error) {
	var proof [][]byte
	bytes := 0
	for h, depth := root, 0; depth < MaxBlocks; depth++ {
		data, err := block(ctx, h)
		if err != nil {
			return nil, fmt.Errorf("proving possession of %s: %w", root, err)
		}
		if sha256.Sum256(data) != h {
			return nil, fmt.Errorf("proving possession of %s: block %s is damaged", root, h)
		}
		if bytes += len(data); bytes > MaxBytes {
			break
		}
		proof = append(proof, data)
		child, _, _, leaf, err := step(nonce, depth, h, data)
		if err != nil {
			return nil, fmt.Errorf("proving possession of %s: %w", root, err)
		}
		if leaf {
			return proof, nil
		}
		h = child
	}
	return nil, fmt.Errorf("proving possession of %s: %w", root, ErrShort)
}

// Verify checks an answer. ErrWrong is proof of a lie, other errors mean that
// nothing was proved. Sizes that do not add up show that the hash is that of no
// package, which nobody can have.
func Verify(root pkg.Hash, nonce Nonce, proof [][]byte) error {
	h, want := root, uint64(0)
	for depth, data := range proof {
		if len(data) > pkg.MaxBlock || sha256.Sum256(data) != h {
			return fmt.Errorf("block %d of %s: %w", depth, root, ErrWrong)
		}
		child, size, total, leaf, err := step(nonce, depth, h, data)
		if err != nil {
			return fmt.Errorf("block %d of %s: %w", depth, root, err)
		}
		if depth > 0 && total != want {
			return fmt.Errorf("block %d of %s: %d bytes and below it, want %d", depth, root, total, want)
		}
		if leaf {
			if depth+1 < len(proof) {
				return fmt.Errorf("%s: blocks after the leaf", root)
			}
			return nil
		}
		h, want = child, size
	}
	return fmt.Errorf("%s: %w", root, ErrShort)
}
