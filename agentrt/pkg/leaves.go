package pkg

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"
	"google.golang.org/protobuf/encoding/protowire"
)

// LeafFile is a file that is read out of a DAG whose blocks have been verified.
// Its leaves need not be hashed a second time to find the hash of the file: they
// only have to be those that a builder would make.
type LeafFile interface {
	fs.File
	// Leaf gives the next leaf, in order, and io.EOF after the last. Each is a
	// dag-pb node of a UnixFS file: type, data, size of the data, in this order
	// and nothing else.
	Leaf() (Leaf, error)
}

// Leaf is a part of a file.
type Leaf struct {
	Hash  Hash
	Size  int // bytes of the file in it
	Block int // bytes of the block itself
}

// link is what a parent knows of a node.
type link struct {
	ipld.Node // nil
	cid       cid.Cid
	size      uint64
}

// Cid implements ipld.Node.
func (l link) Cid() cid.Cid { return l.cid }

// Size implements ipld.Node.
func (l link) Size() (uint64, error) { return l.size, nil }

// leafBlock is how many bytes the block of a leaf has that holds so many bytes:
// any that has more is written another way than builders do.
func leafBlock(size int) int {
	inner := 2 + 1 + protowire.SizeBytes(size) + 1 + protowire.SizeVarint(uint64(size))
	return 1 + protowire.SizeBytes(inner)
}

// nodeOfLeaves is the node of a file, as fileNode makes it from the bytes of
// which the leaves are; it adds how many they are to counted, which bounds them.
func nodeOfLeaves(f LeafFile, counted *counter) (ipld.Node, error) {
	bounded, ok := counted.r.(*io.LimitedReader)
	if !ok {
		return nil, errors.New("a file without a limit")
	}
	meta := unixfs.NewFSNode(unixfs.TFile)
	node := new(merkledag.ProtoNode)
	var first link
	n := 0
	for ; counted.n < bounded.N; n++ {
		leaf, err := f.Leaf()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		whole := counted.n == int64(n)*chunkSize // all before it
		if leaf.Size < 1 || leaf.Size > chunkSize || leaf.Block != leafBlock(leaf.Size) || !whole || n == fanOut {
			return nil, fmt.Errorf("leaf %d: it is not built as packages are", n)
		}
		counted.n += int64(leaf.Size)
		meta.AddBlockSize(uint64(leaf.Size))
		l := link{cid: cid.NewCidV0(leaf.Hash.multihash()), size: uint64(leaf.Block)}
		if err := node.AddNodeLink("", l); err != nil {
			return nil, err
		}
		if n == 0 {
			first = l
		}
	}
	if n == 1 {
		return first, nil
	}
	data, err := meta.GetBytes()
	if err != nil {
		return nil, err
	}
	node.SetData(data)
	return node, node.SetCidBuilder(merkledag.V0CidPrefix())
}
