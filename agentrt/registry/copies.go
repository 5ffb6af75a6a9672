package registry

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// What follows is for whoever shares packages among nodes.

// takenPrefix is where is written what Take has brought.
const takenPrefix = "/taken"

func takenKey(h pkg.Hash) datastore.Key { return datastore.NewKey(takenPrefix + "/" + h.String()) }

// Take is TakeWith from sources that are known.
func (r *Registry) Take(ctx context.Context, h pkg.Hash, sources []store.Source) (store.Entry, error) {
	return r.TakeWith(ctx, h, From(sources...))
}

// TakeWith gets a package, or a file of metadata, that is to be kept here too,
// and whatever it needs and is not here. It stays as long as somebody pins it,
// Config.Also has it, or something kept needs it.
func (r *Registry) TakeWith(ctx context.Context, h pkg.Hash, find Finder) (store.Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, r.cfg.PushTimeout)
	defer cancel()
	if err := r.checkDisk(0); err != nil {
		return store.Entry{}, err
	}
	entry, err := r.take(ctx, h, find, &budget{store.MaxPackages, r.cfg.Limits.Total * 4})
	r.record(event{What: doTake, Package: h, Name: entry.Name, Size: entry.Size}, err, entry.Size)
	if err != nil {
		return store.Entry{}, err
	}
	if err := r.markTaken(ctx, h); err != nil {
		return store.Entry{}, fmt.Errorf("taking %s: %w", h, err)
	}
	r.settleWaiting(ctx)
	return entry, nil
}

// markTaken notes what Take has brought, unless it is collected already.
func (r *Registry) markTaken(ctx context.Context, h pkg.Hash) error {
	r.keep.RLock()
	defer r.keep.RUnlock()
	_, err := r.store.Find(ctx, h)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	key := takenKey(h)
	if err == nil {
		err = r.data.Put(ctx, key, nil)
	}
	if err == nil {
		err = r.data.Sync(ctx, key)
	}
	return err
}

// taken is what Take has brought.
func (r *Registry) taken(ctx context.Context) ([]pkg.Hash, error) {
	results, err := r.data.Query(ctx, query.Query{Prefix: takenPrefix, KeysOnly: true})
	if err != nil {
		return nil, fmt.Errorf("listing what was taken: %w", err)
	}
	rows, err := results.Rest()
	if err != nil {
		return nil, fmt.Errorf("listing what was taken: %w", err)
	}
	var taken []pkg.Hash
	for _, row := range rows {
		h, err := pkg.ParseHash(datastore.NewKey(row.Key).BaseNamespace())
		if err != nil {
			return nil, fmt.Errorf("listing what was taken: %w", err)
		}
		taken = append(taken, h)
	}
	return taken, nil
}

// Held lists the packages and files that are here and were accepted, but those
// that are damaged.
func (r *Registry) Held(ctx context.Context) ([]pkg.Hash, error) {
	entries, err := r.entries(ctx)
	if err != nil {
		return nil, err
	}
	held := make([]pkg.Hash, 0, len(entries))
	for _, entry := range entries {
		if !r.damaged.has(entry.Hash) {
			held = append(held, entry.Hash)
		}
	}
	return held, nil
}

// Drop gives up packages that others keep, pinned or not, but not those that
// packages need which stay. It says which are gone.
func (r *Registry) Drop(ctx context.Context, packages []pkg.Hash) (gone []pkg.Hash, err error) {
	r.keep.Lock()
	defer r.keep.Unlock()
	drop := make(map[pkg.Hash]bool)
	for _, h := range packages {
		drop[h] = true
	}
	entries, err := r.entries(ctx)
	if err != nil {
		return nil, err
	}
	var stay []pkg.Hash
	for _, entry := range entries {
		if !drop[entry.Hash] {
			stay = append(stay, entry.Hash)
		}
	}
	needed, err := r.closure(ctx, stay)
	if err != nil {
		return nil, err
	}
	for _, h := range packages {
		if needed[h] {
			continue
		}
		if err := r.forget(ctx, h); err != nil && !errors.Is(err, store.ErrNotFound) {
			return gone, err
		}
		gone = append(gone, h)
	}
	return gone, nil
}

// Damaged notes that a package which is here cannot be read, so that Take gets
// what is broken again. What can be read stays.
func (r *Registry) Damaged(ctx context.Context, h pkg.Hash) error {
	_, err := r.store.Find(ctx, h)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	r.damaged.add(h)
	return err
}

// forget takes something from the list; its blocks go with the next sweep.
func (r *Registry) forget(ctx context.Context, h pkg.Hash) error {
	r.damaged.remove(h)
	return errors.Join(r.store.Remove(ctx, h), r.data.Delete(ctx, takenKey(h)))
}

// damage is a set of packages and files that are listed and have to come again.
// Each sweep finds them anew, the first one at the start.
type damage struct {
	mu   sync.Mutex
	rows map[pkg.Hash]bool
}

// add tells whether it was not known.
func (d *damage) add(h pkg.Hash) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.rows == nil {
		d.rows = make(map[pkg.Hash]bool)
	}
	known := d.rows[h]
	d.rows[h] = true
	return !known
}

func (d *damage) remove(h pkg.Hash) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.rows, h)
}

func (d *damage) has(h pkg.Hash) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rows[h]
}
