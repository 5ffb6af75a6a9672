package store

import (
	"bytes"
	"testing"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"

	"go-acn/agentrt/pkg"
)

// FuzzBlock: whatever a block holds, the short ways of reading it agree with
// the library's.
func FuzzBlock(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0x0a, 7, 8, 2, 0x12, 1, 'x', 0x18, 1})
	f.Add([]byte{0x0a, 7, 8, 2, 0x12, 1, 'x', 0x18, 2})
	f.Add([]byte{0x0a, 8, 8, 2, 0x12, 1, 'x', 0x18, 0x81, 0})
	f.Add(unixfs.EmptyDirNode().RawData())
	folder := unixfs.EmptyDirNode()
	_ = folder.AddNodeLink("a", merkledag.NodeWithData(unixfs.FilePBData([]byte("x"), 1)))
	f.Add(folder.RawData())
	f.Fuzz(func(t *testing.T, raw []byte) {
		if data, ok := leaf(raw); ok {
			node, err := merkledag.DecodeProtobuf(raw)
			if err != nil {
				t.Fatalf("a leaf that is no node: %v", err)
			}
			meta, err := unixfs.FSNodeFromBytes(node.Data())
			if err != nil || meta.Type() != unixfs.TFile || len(node.Links()) > 0 || meta.FileSize() != uint64(len(data)) || !bytes.Equal(meta.Data(), data) {
				t.Fatalf("a leaf that is none: %v", err)
			}
		}
		children, err := links(raw)
		n, whole := decode(raw)
		if whole == nil && (err != nil || len(children) != len(n.children)) {
			t.Fatalf("%d links of %d: %v", len(children), len(n.children), err)
		}
		if len(children) > len(raw)/34 {
			t.Fatalf("%d links in %d bytes", len(children), len(raw))
		}
		if whole == nil {
			for _, c := range n.children {
				if c.total < 0 || c.hash == (pkg.Hash{}) && len(raw) < 34 {
					t.Fatal("a link made of nothing")
				}
			}
		}
	})
}
