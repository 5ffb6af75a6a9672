package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"

	"go-acn/agentrt/pkg"
)

// Remove forgets a package or file; its blocks go with the next Collect.
func (s *Store) Remove(ctx context.Context, h pkg.Hash) error {
	key := entryKey(h)
	has, err := s.data.Has(ctx, key)
	if err == nil && !has {
		key = fileKey(h)
		has, err = s.data.Has(ctx, key)
	}
	if err == nil && !has {
		err = ErrNotFound
	}
	if err == nil {
		err = s.data.Delete(ctx, key)
	}
	if err != nil {
		return fmt.Errorf("removing %s: %w", h, err)
	}
	return nil
}

// Collect deletes the blocks that no package needs, and says how many. Who adds
// does not wait for it, nor it for them: what they have touched stays.
func (s *Store) Collect(ctx context.Context) (int, error) { return s.Sweep(ctx, nil) }

// Sweep is Collect that tells removed, unless it is nil, of each block.
func (s *Store) Sweep(ctx context.Context, removed func(pkg.Hash)) (int, error) {
	select {
	case s.sweeper <- struct{}{}:
		defer func() { <-s.sweeper }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	s.adding.hold()
	defer s.adding.release()
	packages, err := s.Packages(ctx)
	if err != nil {
		return 0, err
	}
	files, err := s.Files(ctx)
	if err != nil {
		return 0, err
	}
	listed := make(map[pkg.Hash]bool)
	for _, entry := range slices.Concat(packages, files) {
		if err := s.mark(ctx, entry.Hash, listed); err != nil {
			return 0, err
		}
	}
	needed := maps.Clone(listed)
	for _, root := range s.held.all() {
		if err := s.mark(ctx, root, needed); err != nil {
			return 0, err
		}
	}
	if err := s.disown(ctx, listed); err != nil {
		return 0, err
	}
	return s.sweep(ctx, needed, removed)
}

func (s *Store) mark(ctx context.Context, root pkg.Hash, needed map[pkg.Hash]bool) error {
	if err := s.walk(ctx, root, needed, func(pkg.Block) error { return nil }); err != nil {
		return fmt.Errorf("nothing deleted: %s: %w", root, err)
	}
	return nil
}

// disown takes back from others what is of no package that is listed. Its block
// may stay, as one that is held, or be gone already, as one that was damaged,
// and come again as part of a package that is refused.
func (s *Store) disown(ctx context.Context, listed map[pkg.Hash]bool) error {
	results, err := s.data.Query(ctx, query.Query{Prefix: "/accepted", KeysOnly: true})
	if err != nil {
		return fmt.Errorf("listing blocks: %w", err)
	}
	defer results.Close()
	for row := range results.Next() {
		if row.Error != nil {
			return fmt.Errorf("listing blocks: %w", row.Error)
		}
		h, err := pkg.ParseHash(path.Base(row.Key))
		if err != nil {
			return fmt.Errorf("listing blocks: %w", err)
		}
		if listed[h] {
			continue
		}
		if _, err := s.adding.unless(h, func() error { return s.data.Delete(ctx, datastore.NewKey(row.Key)) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) sweep(ctx context.Context, needed map[pkg.Hash]bool, removed func(pkg.Hash)) (int, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing
	keys, err := s.blocks.AllKeysChan(ctx)
	if err != nil {
		return 0, err
	}
	deleted := 0
	for key := range keys {
		var h pkg.Hash
		copy(h[:], key.Hash()[2:]) // put lets in nothing but sha2-256
		if needed[h] {
			continue
		}
		gone, err := s.adding.unless(h, func() error {
			return errors.Join(s.data.Delete(ctx, acceptedKey(h)), s.blocks.DeleteBlock(ctx, key))
		})
		if err != nil {
			return deleted, err
		}
		if !gone {
			continue
		}
		if deleted++; removed != nil {
			removed(h)
		}
	}
	return deleted, ctx.Err()
}

// additions is what those who add have touched. A lock on the whole store would
// do as well, were it not that blocks come from others, who take their time.
type additions struct {
	mu      sync.Mutex
	touched map[pkg.Hash]int // by how many
	held    bool             // a sweep runs, which has seen the list before they end
	ended   []*addition      // since it runs
}

// addition is one package on its way in, or several of one file. It has to be
// ended, after what it adds is listed.
type addition struct {
	all    *additions
	hashes map[pkg.Hash]struct{} // guarded by all.mu
}

func (a *additions) begin() *addition {
	return &addition{all: a, hashes: make(map[pkg.Hash]struct{})}
}

// touch keeps a block from being swept. It comes before the look whether the
// block is here.
func (a *addition) touch(h pkg.Hash) {
	a.all.mu.Lock()
	defer a.all.mu.Unlock()
	if _, twice := a.hashes[h]; twice {
		return
	}
	if a.all.touched == nil {
		a.all.touched = make(map[pkg.Hash]int)
	}
	a.hashes[h] = struct{}{}
	a.all.touched[h]++
}

func (a *addition) end() {
	a.all.mu.Lock()
	defer a.all.mu.Unlock()
	if a.all.held {
		a.all.ended = append(a.all.ended, a)
		return
	}
	a.forget()
}

// forget is called with the lock held.
func (a *addition) forget() {
	for h := range a.hashes {
		if a.all.touched[h]--; a.all.touched[h] == 0 {
			delete(a.all.touched, h)
		}
	}
	a.hashes = nil
}

func (a *additions) hold() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.held = true
}

func (a *additions) release() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, done := range a.ended {
		done.forget()
	}
	a.held, a.ended = false, nil
}

// unless deletes a block that nobody has touched. The lock is held meanwhile, so
// that who touches it then finds it gone.
func (a *additions) unless(h pkg.Hash, remove func() error) (done bool, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.touched[h] > 0 {
		return false, nil
	}
	return true, remove()
}
