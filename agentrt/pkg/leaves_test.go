package pkg

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"testing"
	"testing/fstest"

	ipld "github.com/ipfs/go-ipld-format"
)

// leafFile gives the leaves of bytes, perhaps after something was done to them.
type leafFile struct {
	fs.File
	leaves []Leaf
}

func (f *leafFile) Leaf() (Leaf, error) {
	if len(f.leaves) == 0 {
		return Leaf{}, io.EOF
	}
	leaf := f.leaves[0]
	f.leaves = f.leaves[1:]
	return leaf, nil
}

// leavesOf are the leaves that the builder makes of so many bytes, and its node.
func leavesOf(t *testing.T, size int) ([]Leaf, ipld.Node) {
	t.Helper()
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(i % 251)
	}
	var blocks []Block
	node, err := fileNode(bytes.NewReader(data), func(b Block) error { blocks = append(blocks, b); return nil })
	if err != nil {
		t.Fatal(err)
	}
	var leaves []Leaf
	for i := 0; size > 0; i++ {
		n := min(size, chunkSize)
		leaves = append(leaves, Leaf{blocks[i].Hash, n, len(blocks[i].Data)})
		size -= n
	}
	return leaves, node
}

func rebuild(leaves []Leaf, limit int64) (ipld.Node, *counter, error) {
	counted := &counter{r: io.LimitReader(nil, limit)}
	node, err := nodeOfLeaves(&leafFile{leaves: leaves}, counted)
	return node, counted, err
}

// TestNodeOfLeaves: leaves and bytes make the same node, at every length where
// something changes.
func TestNodeOfLeaves(t *testing.T) {
	for _, size := range []int{1, 100, 127, 128, 16_000, 16_383, 16_384, chunkSize - 1, chunkSize, chunkSize + 1, 2 * chunkSize, 3*chunkSize - 7, 173*chunkSize + 1, MaxFile} {
		leaves, want := leavesOf(t, size)
		node, counted, err := rebuild(leaves, MaxFile+1)
		if err != nil || counted.n != int64(size) {
			t.Fatalf("%d bytes: %d, %v", size, counted.n, err)
		}
		a, _ := node.Size()
		b, _ := want.Size()
		if !node.Cid().Equals(want.Cid()) || a != b {
			t.Errorf("%d bytes: %s of %d, want %s of %d", size, node.Cid(), a, want.Cid(), b)
		}
	}
}

// TestLeavesRefused: leaves that no builder makes.
func TestLeavesRefused(t *testing.T) {
	for name, spoil := range map[string]func([]Leaf) []Leaf{
		"short in the middle": func(l []Leaf) []Leaf { l[0].Size, l[0].Block = 5, leafBlock(5); return l },
		"longer block":        func(l []Leaf) []Leaf { l[1].Block++; return l },
		"empty":               func(l []Leaf) []Leaf { l[2].Size, l[2].Block = 0, leafBlock(0); return l },
		"too long":            func(l []Leaf) []Leaf { l[2].Size = chunkSize + 1; l[2].Block = leafBlock(chunkSize + 1); return l },
		"negative":            func(l []Leaf) []Leaf { l[2].Size = -1; return l },
	} {
		leaves, _ := leavesOf(t, 3*chunkSize)
		if _, _, err := rebuild(spoil(leaves), MaxFile+1); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	// One leaf more than a file may have ends at the limit of its size.
	leaves, _ := leavesOf(t, MaxFile)
	if _, counted, err := rebuild(append(leaves, leaves[0]), MaxFile+1); err == nil {
		t.Errorf("%d leaves are taken, %d bytes", fanOut+1, counted.n)
	}
}

// TestLeafFileErrors reach the caller.
func TestLeafFileErrors(t *testing.T) {
	broken := errors.New("unreadable")
	if _, err := nodeOfLeaves(brokenLeaves{err: broken}, &counter{r: io.LimitReader(nil, 9)}); !errors.Is(err, broken) {
		t.Error(err)
	}
	if _, err := Measure(fstest.MapFS{"a": {Data: []byte("x")}}, "name", Limits{}, nil); err != nil {
		t.Errorf("files without leaves: %v", err)
	}
}

type brokenLeaves struct {
	fs.File
	err error
}

func (b brokenLeaves) Leaf() (Leaf, error) { return Leaf{}, b.err }
