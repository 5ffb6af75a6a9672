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

// Hold keeps Collect from the blocks of a package that is not listed: one whose
// blocks are all here, but that the gate has not let pass yet. It does not
// outlive the process.
func (s *Store) Hold(h pkg.Hash) { s.held.set(h, true) }

// Release ends Hold.
func (s *Store) Release(h pkg.Hash) { s.held.set(h, false) }

// holds is a set of packages.
type holds struct {
	mu    sync.Mutex
	roots map[pkg.Hash]bool
}

func (h *holds) set(root pkg.Hash, hold bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !hold {
		delete(h.roots, root)
		return
	}
	if h.roots == nil {
		h.roots = make(map[pkg.Hash]bool)
	}
	h.roots[root] = true
}

func (h *holds) all() []pkg.Hash {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Keys(h.roots))
}
