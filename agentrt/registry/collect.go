package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// Collect forgets pins that are over, packages and files that nobody wants and
// nothing wanted needs, and their blocks. It gives how many blocks; removed,
// unless it is nil, is told each.
func (r *Registry) Collect(ctx context.Context, removed func(pkg.Hash)) (int, error) {
	left, err := r.decide(ctx, r.also)
	if err != nil {
		return 0, err
	}
	return r.sweep(ctx, left, removed)
}

// also is what to keep besides what is pinned.
func (r *Registry) also(ctx context.Context) ([]pkg.Hash, error) {
	if r.cfg.Also == nil {
		return nil, nil
	}
	wanted, err := r.cfg.Also(ctx)
	if err != nil {
		r.cfg.Logger.Warn("keeping everything that was taken from others", "err", err)
		return r.taken(ctx)
	}
	return wanted, nil
}

// sweep deletes the blocks of what is not among those left.
func (r *Registry) sweep(ctx context.Context, left []store.Entry, removed func(pkg.Hash)) (int, error) {
	blocks, damaged, err := r.store.Sweep(ctx, removed)
	for _, h := range damaged {
		if r.damaged.add(h) {
			r.cfg.Logger.Error("a package is damaged and has to be fetched or pushed again", "package", h.String())
		}
	}
	if err != nil {
		return blocks, err
	}
	r.mess.clear()
	if r.cfg.Observer.Collected != nil {
		var bytes int64
		for _, entry := range left {
			bytes += entry.Size
		}
		r.cfg.Observer.Collected(blocks, len(left), bytes, r.pins.Len())
	}
	return blocks, nil
}

// decide removes what is not needed from the list, and gives what is left.
func (r *Registry) decide(ctx context.Context, also func(context.Context) ([]pkg.Hash, error)) ([]store.Entry, error) {
	wanted, err := also(ctx)
	if err != nil {
		return nil, err
	}
	r.keep.Lock()
	defer r.keep.Unlock()
	now := time.Now()
	if _, err := r.pins.expire(ctx, now); err != nil {
		return nil, fmt.Errorf("forgetting pins: %w", err)
	}
	for _, one := range r.waiting.expire(r.store, now) {
		r.record(event{Who: r.Operator(), What: doAdd, Package: one.entry.Hash, Name: one.entry.Name, Size: one.entry.Size}, one.refusal, 0)
	}
	entries, err := r.entries(ctx)
	if err != nil {
		return nil, err
	}
	for _, pinned := range r.pins.Packages(now) {
		wanted = append(wanted, pinned.Hash)
	}
	for _, one := range r.waiting.all() {
		for _, ref := range one.refusal.missing {
			wanted = append(wanted, ref.Hash)
		}
	}
	needed, err := r.closure(ctx, wanted)
	if err != nil && ctx.Err() == nil { // who knows what it needs
		r.cfg.Logger.Error("no package is forgotten until one that is damaged has come again", "err", err)
		return entries, nil
	}
	if err != nil {
		return nil, err
	}
	var left []store.Entry
	for _, entry := range entries {
		if needed[entry.Hash] {
			left = append(left, entry)
			continue
		}
		if err := r.forget(ctx, entry.Hash); err != nil {
			return nil, err
		}
		r.record(event{What: doCollect, Package: entry.Hash, Name: entry.Name, Size: entry.Size}, nil, 0)
	}
	return left, nil
}

// entries are all packages and files.
func (r *Registry) entries(ctx context.Context) ([]store.Entry, error) {
	packages, err := r.store.Packages(ctx)
	if err != nil {
		return nil, err
	}
	files, err := r.store.Files(ctx)
	return slices.Concat(packages, files), err
}

// closure is what is wanted and what that needs.
func (r *Registry) closure(ctx context.Context, open []pkg.Hash) (map[pkg.Hash]bool, error) {
	needed := make(map[pkg.Hash]bool)
	for len(open) > 0 {
		h := open[len(open)-1]
		open = open[:len(open)-1]
		if needed[h] {
			continue
		}
		needed[h] = true
		config, err := r.config(ctx, h)
		if errors.Is(err, store.ErrNotFound) {
			continue // a file, or not here
		}
		if err != nil {
			return nil, err
		}
		for _, ref := range config.Dependencies {
			open = append(open, ref.Hash)
		}
	}
	return needed, nil
}

func (m *mess) clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bytes = 0
}
