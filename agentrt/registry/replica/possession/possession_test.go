package possession_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica/possession"
)

var errLost = errors.New("lost")

// blocks are those of a package.
type blocks map[pkg.Hash][]byte

func (b blocks) read(_ context.Context, h pkg.Hash) ([]byte, error) {
	if data, ok := b[h]; ok {
		return data, nil
	}
	return nil, errLost
}

// sample is a package with a file of several leaves among small ones.
func sample(t testing.TB) (pkg.Hash, blocks) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	large := make([]byte, 1_500_000)
	for i := range large {
		large[i] = byte(random.Uint32())
	}
	fsys := fstest.MapFS{
		"protocol.yaml": {Data: []byte("name: sample\n")}, "data/large.bin": {Data: large},
		"a/b/c/d/small.txt": {Data: []byte("small")}, "README.md": {Data: bytes.Repeat([]byte("read me\n"), 100)},
	}
	all := make(blocks)
	content, err := pkg.Measure(fsys, "sample", pkg.Limits{}, func(b pkg.Block) error {
		all[b.Hash] = b.Data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return content.Hash, all
}

func nonce(n uint64) possession.Nonce {
	var out possession.Nonce
	binary.BigEndian.PutUint64(out[:], n)
	return out
}

// Every nonce has a proof, all leaves are asked for, and how often depends on
// their size.
func TestProofs(t *testing.T) {
	root, all := sample(t)
	const rounds = 4_000
	asked := make(map[string]int)
	for n := range uint64(rounds) {
		proof, err := possession.Prove(t.Context(), root, nonce(n), all.read)
		if err != nil {
			t.Fatal(err)
		}
		if err := possession.Verify(root, nonce(n), proof); err != nil {
			t.Fatal(err)
		}
		asked[string(proof[len(proof)-1])]++
	}
	full := 0
	for leaf, n := range asked {
		if len(leaf) < 256<<10 {
			continue
		}
		full++
		p := float64(len(leaf)) / 1_501_500
		if deviation := math.Abs(float64(n)-rounds*p) / math.Sqrt(rounds*p*(1-p)); deviation > 5 {
			t.Errorf("a leaf of %d bytes was asked for %d times, want about %.0f", len(leaf), n, rounds*p)
		}
	}
	if full != 5 {
		t.Errorf("%d full leaves were asked for, want 5", full)
	}
}

// Whoever lacks a part fails in proportion: here a leaf of about a sixth.
func TestLossIsFound(t *testing.T) {
	root, all := sample(t)
	for h, data := range all {
		if len(data) > 256<<10 {
			delete(all, h)
			break
		}
	}
	failed := 0
	for n := range uint64(600) {
		if _, err := possession.Prove(t.Context(), root, nonce(n), all.read); errors.Is(err, errLost) {
			failed++
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if failed < 70 || failed > 140 {
		t.Errorf("%d of 600 challenges failed, want about 105", failed)
	}
}

// Whoever has a damaged block finds out and sends nothing.
func TestDamage(t *testing.T) {
	root, all := sample(t)
	for h, data := range all {
		if len(data) > 256<<10 {
			all[h] = append(bytes.Clone(data[:len(data)-1]), data[len(data)-1]^1)
		}
	}
	failed := 0
	for n := range uint64(50) {
		proof, err := possession.Prove(t.Context(), root, nonce(n), all.read)
		if err != nil {
			failed++
		} else if err := possession.Verify(root, nonce(n), proof); err != nil {
			t.Errorf("sent a proof that is none: %v", err)
		}
	}
	if failed < 30 {
		t.Errorf("%d of 50 challenges failed, though most is damaged", failed)
	}
}

func TestBadProofs(t *testing.T) {
	root, all := sample(t)
	proof, err := possession.Prove(t.Context(), root, nonce(1), all.read)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := func(at int) [][]byte {
		bad := append([][]byte(nil), proof...)
		bad[at] = append(bytes.Clone(bad[at]), 0)
		return bad
	}
	other := proof
	for n := uint64(2); bytes.Equal(other[len(other)-1], proof[len(proof)-1]); n++ {
		if other, err = possession.Prove(t.Context(), root, nonce(n), all.read); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		proof [][]byte
		wrong bool
	}{
		"nothing":        {nil, false},
		"no leaf":        {proof[:len(proof)-1], false},
		"two leaves":     {append(append([][]byte(nil), proof...), proof[len(proof)-1]), false},
		"a changed root": {spoilt(0), true},
		"a changed leaf": {spoilt(len(proof) - 1), true},
		"another leaf":   {other, true},
		"an empty block": {[][]byte{{}}, true},
		"one too large":  {[][]byte{make([]byte, pkg.MaxBlock+1)}, true},
	} {
		err := possession.Verify(root, nonce(1), c.proof)
		if err == nil || errors.Is(err, possession.ErrWrong) != c.wrong {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A DAG whose sizes are made up is that of no package.
func TestSizesAddUp(t *testing.T) {
	file := []byte("\x0a\x07\x08\x02\x12\x01x\x18\x01") // a file of one byte
	leaf := hash(file)
	for name, c := range map[string]struct {
		size uint64
		good bool
	}{
		"right": {uint64(len(file)), true}, "less": {1, false}, "more": {1 << 40, false}, "nothing": {0, false}, "overflow": {math.MaxUint64, false},
	} {
		folder := binary.AppendUvarint(append(append([]byte("\x12\x00\x0a\x22\x12\x20"), leaf[:]...), "\x12\x01a\x18"...), c.size)
		folder[1] = byte(len(folder) - 2)
		folder = append(folder, "\x0a\x02\x08\x01"...)
		root := hash(folder)
		both := blocks{leaf: file, root: folder}
		_, err := possession.Prove(t.Context(), root, nonce(1), both.read)
		if err == nil {
			err = possession.Verify(root, nonce(1), [][]byte{folder, file})
		}
		if (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func hash(data []byte) pkg.Hash { return sha256.Sum256(data) }

// Whatever blocks come, Verify ends, and takes only what it would prove itself.
func FuzzVerify(f *testing.F) {
	root, all := sample(f)
	for n := range uint64(3) {
		proof, err := possession.Prove(f.Context(), root, nonce(n), all.read)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(proof[0], proof[1], n)
	}
	f.Add([]byte("\x0a\x02\x08\x01"), []byte{}, uint64(1))
	f.Fuzz(func(t *testing.T, first, second []byte, n uint64) {
		proof := [][]byte{first, second}
		given := blocks{hash(first): first, hash(second): second}
		for _, proof := range [][][]byte{proof, proof[:1]} {
			if possession.Verify(hash(first), nonce(n), proof) != nil {
				continue
			}
			again, err := possession.Prove(t.Context(), hash(first), nonce(n), given.read)
			if err != nil || len(again) != len(proof) {
				t.Errorf("taken and not proved: %v", err)
			}
		}
	})
}
