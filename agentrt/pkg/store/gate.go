package store

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/ipfs/go-datastore"

	"go-acn/agentrt/pkg"
)

// A Gate has the last word on a package that is complete and hashes to its
// name, before the store lists it and gives it to anybody. Its error is given
// to who wanted to put the package in. It may be called from several
// goroutines, and reads the store but never adds to it.
type Gate func(ctx context.Context, folder fs.FS, entry Entry) error

// NewGated is New with a gate that every package has to pass, whichever way it
// comes in.
func NewGated(data datastore.Batching, limits pkg.Limits, gate Gate) *Store {
	s := New(data, limits)
	s.gate = gate
	return s
}

func (s *Store) pass(ctx context.Context, entry Entry) error {
	if s.gate == nil {
		return nil
	}
	folder, _, err := s.view(ctx, entry.Hash)
	if err != nil {
		return err
	}
	return s.gate(ctx, folder, entry)
}

// Hold keeps Collect from what is here of a package that is not listed: one on
// its way in, or that the gate has not let pass yet. It comes before the blocks
// do, and does not outlive the process.
func (s *Store) Hold(h pkg.Hash) { s.held.add(h, 1) }

// Release ends one Hold.
func (s *Store) Release(h pkg.Hash) { s.held.add(h, -1) }

// holds are packages, and by how many each is held.
type holds struct {
	mu    sync.Mutex
	roots map[pkg.Hash]int
}

func (h *holds) add(root pkg.Hash, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.roots == nil {
		h.roots = make(map[pkg.Hash]int)
	}
	if h.roots[root] += n; h.roots[root] <= 0 {
		delete(h.roots, root)
	}
}

func (h *holds) all() []pkg.Hash {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Keys(h.roots))
}
