package registry_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/ipfs/boxo/blockstore"
	blocks "github.com/ipfs/go-block-format"
	"github.com/ipfs/go-cid"
	"github.com/ipfs/go-datastore"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	realdisk "go-acn/internal/disk"
	"go-acn/internal/disk/rot"
)

// rotten changes a block behind the registry's back, so that its hash is wrong.
func rotten(t *testing.T, data datastore.Batching, h pkg.Hash) {
	t.Helper()
	bs, c := blockstore.NewBlockstore(data), cid.NewCidV0(append([]byte{0x12, 32}, h[:]...))
	bad, err := blocks.NewBlockWithCid([]byte("rot"), c)
	if err != nil {
		t.Fatal(err)
	}
	if has, err := bs.Has(t.Context(), c); !has || err != nil {
		t.Fatalf("no block %s: %v", h, err)
	}
	if err := errors.Join(bs.DeleteBlock(t.Context(), c), bs.Put(t.Context(), bad)); err != nil {
		t.Fatal(err)
	}
}

// parts are blocks of a package: its root, and its files.
func parts(t *testing.T, folder fstest.MapFS) map[string]pkg.Hash {
	t.Helper()
	content := measure(t, folder, "a")
	parts := map[string]pkg.Hash{"root": content.Hash}
	for name, file := range folder {
		block, err := pkg.FileBlock(file.Data)
		if err != nil {
			t.Fatal(err)
		}
		parts[name] = block.Hash
	}
	return parts
}

// Whatever block of a package is damaged: the registry starts and collects,
// nothing that anybody pinned goes, what is damaged is not among what is held,
// and comes again from wherever it may.
func TestDamagedRestart(t *testing.T) {
	folder := func(dependency pkg.Hash) fstest.MapFS { return contract("a", need("d", dependency)) }
	for _, part := range []string{"root", "contract.yaml", "contract.py"} {
		for _, way := range []string{"take", "push", "add"} {
			t.Run(part+", "+way, func(t *testing.T) {
				data, cfg := memory(), config(t)
				from, r := newRegistry(t), open(t, cfg, data)
				d := mustPush(t, from, wallet(t, 1), contract("d"), "d")
				mustPush(t, from, wallet(t, 1), folder(d), "a")
				if _, _, err := r.AddFolder(t.Context(), contract("d"), "d", false); err != nil { // a keeps it
					t.Fatal(err)
				}
				a := mustPush(t, r, wallet(t, 1), folder(d), "a")
				b := mustPush(t, r, wallet(t, 1), contract("b"), "b")
				rotten(t, data, parts(t, folder(d))[part])
				collect(t, r)
				r = open(t, cfg, data)
				collect(t, r)
				held, err := r.Held(t.Context())
				if err != nil || !slices.Contains(held, b) || !slices.Contains(held, d) || slices.Contains(held, a) {
					t.Errorf("held: %v, %v", held, err)
				}
				switch way {
				case "take":
					_, err = r.Take(t.Context(), a, []store.Source{from.Store()})
				case "push":
					_, err = push(t, r, wallet(t, 1), folder(d), "a")
				case "add":
					_, _, err = r.AddFolder(t.Context(), folder(d), "a", true)
				}
				if err != nil {
					t.Fatal(err)
				}
				collect(t, r)
				if held, err := r.Held(t.Context()); err != nil || len(held) != 3 {
					t.Errorf("held: %v, %v", held, err)
				}
				if _, damaged, err := r.Store().Sweep(t.Context(), nil); err != nil || len(damaged) > 0 {
					t.Errorf("still damaged: %v, %v", damaged, err)
				}
			})
		}
	}
}

// The same on a real disk, of which a bit has flipped: among the blocks, or
// among the keys that say which of them others may have.
func TestFlippedBit(t *testing.T) {
	for _, part := range []float64{0.01, 0.1, 0.5} {
		t.Run(fmt.Sprint(part), func(t *testing.T) { flippedBit(t, part) })
	}
}

func flippedBit(t *testing.T, part float64) {
	dir, cfg, from := t.TempDir(), config(t), newRegistry(t)
	start := func() (*registry.Registry, datastore.Batching) {
		data, err := realdisk.OpenLarge(dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = data.Close() })
		return open(t, cfg, data), data
	}
	r, data := start()
	blocks := make(map[pkg.Hash]map[string]pkg.Hash)
	for i := range 40 {
		name := fmt.Sprintf("a%d", i)
		h := mustPush(t, r, wallet(t, 1), contract(name), name)
		mustPush(t, from, wallet(t, 1), contract(name), name)
		blocks[h] = parts(t, contract(name))
		blocks[h]["root"] = h
	}
	given := func(h pkg.Hash) (err error) {
		for _, block := range blocks[h] {
			_, failed := r.Store().Block(t.Context(), block)
			err = errors.Join(err, failed)
		}
		return err
	}
	// All of it goes into a table.
	if err := errors.Join(data.Close(), rot.Flip(filepath.Join(dir, "*.sst"), part)); err != nil {
		t.Fatal(err)
	}
	r, data = start()
	collect(t, r)
	held, err := r.Held(t.Context())
	if err != nil || len(held) >= len(blocks) || len(held) == 0 {
		t.Fatalf("%d of %d are held, %v", len(held), len(blocks), err)
	}
	for h := range blocks {
		if slices.Contains(held, h) {
			if err := given(h); err != nil {
				t.Errorf("held, but %v", err)
			}
			continue
		}
		if _, err := r.Take(t.Context(), h, []store.Source{from.Store()}); err != nil {
			t.Error(err)
		}
	}
	if err := data.Close(); err != nil {
		t.Fatal(err)
	}
	r, _ = start()
	if held, err := r.Held(t.Context()); err != nil || len(held) != len(blocks) {
		t.Errorf("%d of %d are held, %v", len(held), len(blocks), err)
	}
	for h := range blocks {
		if err := given(h); err != nil {
			t.Error(err)
		}
	}
}
