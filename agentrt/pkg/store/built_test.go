package store_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"testing"
	"testing/fstest"

	"google.golang.org/protobuf/encoding/protowire"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// A package is verified from the hashes and sizes of its leaves; their bytes are
// not cut and hashed anew. So every way to write the same files otherwise has to
// be found out by how the nodes are written.

func bytesField(n protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, n, protowire.BytesType), value)
}

func numberField(n protowire.Number, value uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, n, protowire.VarintType), value)
}

// written is a DAG written by hand: a file of two leaves in a package.
type written struct {
	leaves [2][]byte             // blocks
	cids   [2][]byte             // in their links, or nil for what is usual
	sizes  [2]uint64             // in their links
	names  [2][]byte             // of their links
	unixfs func(d []byte) []byte // of the file
	node   func(links, data []byte) []byte
	folder uint64 // added to the size in the link to the file
}

func usualCID(block []byte) []byte {
	h := sha256.Sum256(block)
	return append([]byte{0x12, 32}, h[:]...)
}

func pbLink(c, name []byte, size uint64) []byte {
	return bytesField(2, slices.Concat(bytesField(1, c), bytesField(2, name), numberField(3, size)))
}

func handLeaf(data []byte) []byte {
	return bytesField(1, slices.Concat(numberField(1, 2), bytesField(2, data), numberField(3, uint64(len(data)))))
}

// twoLeaves is what a builder makes of a file.
func twoLeaves(data []byte) *written {
	const chunk = 256 << 10
	w := &written{leaves: [2][]byte{handLeaf(data[:chunk]), handLeaf(data[chunk:])}}
	for i, leaf := range w.leaves {
		w.sizes[i] = uint64(len(leaf))
	}
	w.unixfs = func(d []byte) []byte { return d }
	w.node = func(links, data []byte) []byte { return slices.Concat(links, bytesField(1, data)) }
	return w
}

// blocks gives all blocks, the package's last.
func (w *written) blocks(data []byte) []pkg.Block {
	const chunk = 256 << 10
	var links []byte
	for i, leaf := range w.leaves {
		c := w.cids[i]
		if c == nil {
			c = usualCID(leaf)
		}
		links = append(links, pbLink(c, w.names[i], w.sizes[i])...)
	}
	meta := slices.Concat(numberField(1, 2), numberField(3, uint64(len(data))), numberField(4, chunk), numberField(4, uint64(len(data)-chunk)))
	file := w.node(links, w.unixfs(meta))
	size := uint64(len(file)) + w.sizes[0] + w.sizes[1] + w.folder
	folder := slices.Concat(pbLink(usualCID(file), []byte("f"), size), bytesField(1, numberField(1, 1)))
	size += uint64(len(folder))
	outer := slices.Concat(pbLink(usualCID(folder), []byte("p"), size), bytesField(1, numberField(1, 1)))
	var blocks []pkg.Block
	for _, block := range [][]byte{w.leaves[0], w.leaves[1], file, folder, outer} {
		blocks = append(blocks, pkg.Block{Hash: sha256.Sum256(block), Data: block})
	}
	return blocks
}

func TestWrittenOtherwise(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789"), 30_000)
	// A length in one byte more than it needs.
	longer := func(leaf []byte) []byte {
		inner, n := protowire.ConsumeBytes(leaf[1:])
		if n < 0 || inner[2] != 0x12 {
			t.Fatal("not a leaf")
		}
		length, n := protowire.ConsumeVarint(inner[3:])
		raw := protowire.AppendVarint(nil, length)
		raw[len(raw)-1] |= 0x80
		return bytesField(1, slices.Concat(inner[:3], raw, []byte{0}, inner[3+n:]))
	}
	for name, change := range map[string]func(w *written){
		"as it has to be":        func(*written) {},
		"a longer length":        func(w *written) { w.leaves[1] = longer(w.leaves[1]); w.sizes[1] = uint64(len(w.leaves[1])) },
		"one more field":         func(w *written) { w.leaves[0] = append(w.leaves[0], numberField(9, 1)...); w.sizes[0] += 2 },
		"a leaf of another type": func(w *written) { w.leaves[0] = bytes.Clone(w.leaves[0]); w.leaves[0][5] = 0 },
		"size of a leaf":         func(w *written) { w.sizes[0]++ },
		"size of the file":       func(w *written) { w.folder = 1 },
		"links with names":       func(w *written) { w.names[1] = []byte("x") },
		"links of version 1":     func(w *written) { w.cids[0] = append([]byte{1, 0x70}, usualCID(w.leaves[0])...) },
		"a raw leaf": func(w *written) {
			w.leaves[1] = data[256<<10:]
			w.sizes[1] = uint64(len(w.leaves[1]))
			w.cids[1] = append([]byte{1, 0x55}, usualCID(w.leaves[1])...)
		},
		"bytes beside the leaves": func(w *written) { w.unixfs = func(d []byte) []byte { return append(d, bytesField(2, []byte("x"))...) } },
		"no sizes of leaves":      func(w *written) { w.unixfs = func([]byte) []byte { return numberField(1, 2) } },
		"data before links":       func(w *written) { w.node = func(links, d []byte) []byte { return append(bytesField(1, d), links...) } },
		"the first leaf twice":    func(w *written) { w.leaves[1], w.sizes[1] = w.leaves[0], w.sizes[0] },
	} {
		w := twoLeaves(data)
		change(w)
		blocks := w.blocks(data)
		root := blocks[len(blocks)-1].Hash
		var file bytes.Buffer
		put, err := store.WritePart(&file, root)
		for _, b := range blocks {
			err = errors.Join(err, put(t.Context(), b))
		}
		if err != nil {
			t.Fatal(err)
		}
		s, _ := memory()
		_, err = s.Import(t.Context(), &file)
		if good := name == "as it has to be"; (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		} else if good {
			other, _ := memory()
			if want := add(t, other, fstest.MapFS{"f": {Data: data}}, "p"); want.Hash != root {
				t.Errorf("what is written by hand is %s, want %s", root, want.Hash)
			}
		}
	}
}
