package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/ipfs/boxo/blockstore"
	"github.com/ipfs/boxo/datastore/dshelp"
	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"

	"go-acn/agentrt/pkg"
	"go-acn/internal/disk"
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
func (s *Store) Collect(ctx context.Context) (int, error) {
	deleted, _, err := s.Sweep(ctx, nil)
	return deleted, err
}

// Sweep is Collect that tells removed, unless it is nil, of each block, and
// gives the packages and files that are listed, but not whole: blocks of theirs
// are damaged or gone. As long as there are such, nobody knows what else is
// theirs, and no block goes that was ever part of something listed.
func (s *Store) Sweep(ctx context.Context, removed func(pkg.Hash)) (deleted int, damaged []pkg.Hash, err error) {
	select {
	case s.sweeper <- struct{}{}:
		defer func() { <-s.sweeper }()
	case <-ctx.Done():
		return 0, nil, ctx.Err()
	}
	s.adding.hold()
	defer s.adding.release()
	packages, err := s.Packages(ctx)
	if err != nil {
		return 0, nil, err
	}
	files, err := s.Files(ctx)
	if err != nil {
		return 0, nil, err
	}
	listed := make(marks)
	for _, entry := range slices.Concat(packages, files) {
		whole, err := s.mark(ctx, entry.Hash, listed)
		if err != nil {
			return 0, nil, err
		}
		if !whole {
			damaged = append(damaged, entry.Hash)
		}
	}
	needed := maps.Clone(listed)
	for _, root := range s.held.all() { // of which not all need be here
		if _, err := s.mark(ctx, root, needed); err != nil {
			return 0, damaged, err
		}
	}
	if len(damaged) == 0 {
		err = s.disown(ctx, listed)
	}
	if err == nil {
		deleted, err = s.sweep(ctx, needed, len(damaged) > 0, removed)
	}
	return deleted, damaged, err
}

// marks are blocks that are needed: true if all below them is here.
type marks map[pkg.Hash]bool

// mark marks what there is of a DAG.
func (s *Store) mark(ctx context.Context, h pkg.Hash, marked marks) (whole bool, err error) {
	if whole, seen := marked[h]; seen {
		return whole, nil
	}
	marked[h] = false
	data, err := s.block(ctx, h)
	// What says that others may have it can be damaged by itself.
	if given := s.accepted(ctx, h); errors.Is(given, ErrCorrupt) {
		err = given
	}
	switch {
	case errors.Is(err, ErrCorrupt) || errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("nothing deleted: %w", err)
	}
	n, err := decode(data)
	if err != nil { // nothing of ours
		return false, nil
	}
	whole = true
	for _, child := range n.children {
		below, err := s.mark(ctx, child.hash, marked)
		if err != nil {
			return false, err
		}
		whole = whole && below
	}
	marked[h] = whole
	return whole, nil
}

// disown takes back from others what is of no package that is listed. Its block
// may stay, as one that is held, or be gone already, as one that was damaged,
// and come again as part of a package that is refused.
func (s *Store) disown(ctx context.Context, listed marks) error {
	return s.each(ctx, "/accepted", func(key datastore.Key) error {
		h, err := pkg.ParseHash(key.BaseNamespace())
		if err != nil {
			return err
		}
		if _, needed := listed[h]; needed {
			return nil
		}
		_, err = s.adding.unless(h, func() error { return s.data.Delete(ctx, key) })
		return err
	})
}

// sweep deletes blocks that are not needed; with careful set, only those that
// were never part of something listed.
func (s *Store) sweep(ctx context.Context, needed marks, careful bool, removed func(pkg.Hash)) (deleted int, err error) {
	err = s.each(ctx, blockstore.BlockPrefix.String(), func(key datastore.Key) error {
		hash, err := dshelp.BinaryFromDsKey(datastore.NewKey(key.BaseNamespace()))
		if err != nil || len(hash) != 2+sha256.Size { // put lets in nothing but sha2-256
			return fmt.Errorf("%s is the key of no block", key)
		}
		h := pkg.Hash(hash[2:])
		if _, is := needed[h]; is {
			return nil
		}
		if careful {
			if accepted, err := s.data.Has(ctx, acceptedKey(h)); accepted || err != nil {
				return nil // or it may have been
			}
		}
		gone, err := s.adding.unless(h, func() error {
			return errors.Join(s.data.Delete(ctx, acceptedKey(h)), s.data.Delete(ctx, key))
		})
		if err != nil || !gone {
			return err
		}
		if deleted++; removed != nil {
			removed(h)
		}
		return nil
	})
	return deleted, err
}

// each visits the keys below a prefix. Where the disk is damaged it comes from
// the other end as well, and leaves out what is between.
func (s *Store) each(ctx context.Context, prefix string, visit func(datastore.Key) error) error {
	for _, order := range []query.Order{query.OrderByKey{}, query.OrderByKeyDescending{}} {
		err := s.eachIn(ctx, query.Query{Prefix: prefix, KeysOnly: true, Orders: []query.Order{order}}, visit)
		if err == nil || !errors.Is(err, disk.ErrDamaged) {
			return err
		}
	}
	return nil
}

func (s *Store) eachIn(ctx context.Context, q query.Query, visit func(datastore.Key) error) error {
	results, err := s.data.Query(ctx, q)
	if err != nil {
		return fmt.Errorf("listing %s: %w", q.Prefix, err)
	}
	defer results.Close()
	for row, more := results.NextSync(); more; row, more = results.NextSync() {
		err := errors.Join(row.Error, ctx.Err())
		if err == nil {
			err = visit(datastore.RawKey(row.Key))
		}
		if err != nil {
			return fmt.Errorf("listing %s: %w", q.Prefix, err)
		}
	}
	return nil
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
