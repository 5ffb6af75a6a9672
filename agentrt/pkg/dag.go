package pkg

import (
	"context"
	"fmt"
	"io"

	chunk "github.com/ipfs/boxo/chunker"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/boxo/ipld/unixfs/importer/balanced"
	"github.com/ipfs/boxo/ipld/unixfs/importer/helpers"
	ipld "github.com/ipfs/go-ipld-format"
)

// How a package becomes a DAG, which is how go-ipfs did it by default before
// profiles: every parameter is part of the CID.
const (
	chunkSize = 256 << 10 // bytes in a leaf
	fanOut    = 174       // links in a node of a file
)

// MaxBlock is the most bytes one node may have, which only folders with
// thousands of long names come near. It is what other IPFS software takes.
const MaxBlock = 2 << 20

// Block is one node of a DAG: dag-pb, its links CIDs of version 0, its leaves
// dag-pb as well.
type Block struct {
	Hash Hash
	Data []byte
}

// Sink takes the blocks of a DAG, children before their parents. An error ends
// the building.
type Sink func(Block) error

func (s Sink) put(node ipld.Node) error {
	if n := len(node.RawData()); n > MaxBlock {
		return fmt.Errorf("a node of %d bytes, limit %d: too many files in one folder", n, MaxBlock)
	}
	if s == nil {
		return nil
	}
	hash, err := fromCID(node.Cid())
	if err != nil {
		return err
	}
	return s(Block{hash, node.RawData()})
}

// collector is the part of a DAG service that builders use: they only add.
type collector struct {
	ipld.DAGService
	sink Sink
}

// Add implements ipld.NodeAdder.
func (c collector) Add(_ context.Context, node ipld.Node) error { return c.sink.put(node) }

// fileNode builds the DAG of a file.
func fileNode(r io.Reader, sink Sink) (ipld.Node, error) {
	params := helpers.DagBuilderParams{Dagserv: collector{sink: sink}, Maxlinks: fanOut, CidBuilder: merkledag.V0CidPrefix()}
	builder, err := params.New(chunk.NewSizeSplitter(r, chunkSize))
	if err != nil {
		return nil, err
	}
	return balanced.Layout(builder)
}

// folder is a directory that is being built.
type folder struct{ node *merkledag.ProtoNode }

func newFolder() (folder, error) {
	node := unixfs.EmptyDirNode()
	return folder{node}, node.SetCidBuilder(merkledag.V0CidPrefix())
}

// add links a child, of which it keeps only name, CID and size.
func (f folder) add(name string, child ipld.Node) error { return f.node.AddNodeLink(name, child) }

// HashFile is the CID of one file on its own, as in the rows of a
// fingerprint.
func HashFile(r io.Reader) (Hash, error) {
	node, err := fileNode(r, nil)
	if err != nil {
		return Hash{}, fmt.Errorf("hashing a file: %w", err)
	}
	return fromCID(node.Cid())
}
