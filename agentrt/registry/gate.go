package registry

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// gate is what a package has to pass before the store lists it: nothing that
// pkg.Examine finds may be wrong with it, and everything it needs must be here.
func (r *Registry) gate(ctx context.Context, folder fs.FS, entry store.Entry) error {
	var missing []pkg.Ref
	x := pkg.Examine(folder, entry.Name, r.cfg.Limits, func(ref pkg.Ref) bool {
		known := r.knows(ctx, ref)
		if !known {
			missing = append(missing, ref)
		}
		return known
	})
	if err := ctx.Err(); err != nil { // then nothing that was found means anything
		return err
	}
	if len(x.Refused) == 0 {
		return nil
	}
	refusal := refuse(CodeGate)
	for _, d := range x.Refused {
		refusal.Reasons = append(refusal.Reasons, string(d.Finding)+": "+d.String())
	}
	if len(missing) == len(x.Refused) {
		refusal.missing = missing
	}
	return refusal
}

// knows tells whether a package is listed, and is what ref calls it.
func (r *Registry) knows(ctx context.Context, ref pkg.Ref) bool {
	config, err := r.config(ctx, ref.Hash)
	return err == nil && config.ID == ref.ID
}

// config reads the configuration of a listed package.
func (r *Registry) config(ctx context.Context, h pkg.Hash) (*pkg.Config, error) {
	folder, _, err := r.store.Open(ctx, h)
	if err != nil {
		return nil, err
	}
	kind, err := pkg.KindOf(folder)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", h, err)
	}
	return pkg.ReadConfig(folder, kind)
}

// budget bounds what is fetched because one package needs it.
type budget struct {
	packages int
	bytes    int64
}

// A Finder finds where to fetch a package from. The sources are used until done
// is called.
type Finder func(ctx context.Context, h pkg.Hash) (sources []store.Source, done func(), err error)

// From is a Finder that always finds the same.
func From(sources ...store.Source) Finder {
	return func(context.Context, pkg.Hash) ([]store.Source, func(), error) { return sources, func() {}, nil }
}

// take gets a package or file that is not here, and what it needs.
func (r *Registry) take(ctx context.Context, h pkg.Hash, find Finder, left *budget) (store.Entry, error) {
	if entry, err := r.store.Find(ctx, h); !errors.Is(err, store.ErrNotFound) && !r.damaged.has(h) {
		return entry, err
	}
	if left.packages--; left.packages < 0 {
		return store.Entry{}, refuse(CodeTooLarge)
	}
	entry, err := r.store.Settle(ctx, h) // a push that broke off may have brought it
	if errors.Is(err, store.ErrIncomplete) {
		entry, err = r.fetch(ctx, h, find)
	}
	var refusal *Refusal
	if err != nil && !errors.As(err, &refusal) {
		// What is no package may be a file, whose one block is here now.
		if file, failed := r.store.SettleFile(ctx, h, checkMetadata); failed == nil {
			entry, err = file, nil
		}
	}
	if err = r.supply(ctx, err, find, left); err == nil && entry.Hash.IsZero() {
		entry, err = r.store.Settle(ctx, h)
	}
	if err != nil {
		return store.Entry{}, err
	}
	r.damaged.remove(h)
	if left.bytes -= entry.Size; left.bytes < 0 {
		return store.Entry{}, refuse(CodeBytes)
	}
	return entry, nil
}

func checkMetadata(text []byte) error {
	_, err := ParseMetadata(text)
	return err
}

func (r *Registry) fetch(ctx context.Context, h pkg.Hash, find Finder) (store.Entry, error) {
	if find == nil {
		return store.Entry{}, fmt.Errorf("%s: %w", h, store.ErrNotFound)
	}
	sources, done, err := find(ctx, h)
	if err != nil {
		return store.Entry{}, fmt.Errorf("finding %s: %w", h, err)
	}
	defer done()
	return r.store.Fetch(ctx, h, sources, r.lied)
}

// supply fetches what a refused package needs. It gives nil if the package is
// worth another look, and otherwise the error it was given.
func (r *Registry) supply(ctx context.Context, err error, find Finder, left *budget) error {
	var refusal *Refusal
	if !errors.As(err, &refusal) || len(refusal.missing) == 0 || find == nil {
		return err
	}
	for _, ref := range refusal.missing {
		if ref.Hash.IsZero() {
			return err
		}
		if _, failed := r.take(ctx, ref.Hash, find, left); failed != nil {
			r.cfg.Logger.Debug("cannot fetch what a package needs", "reason", ref.Text(), "err", failed)
			return err
		}
	}
	return nil
}

// lied is told of sources that are not asked again for a package; most are only
// slow or silent.
func (r *Registry) lied(source store.Source, err error) {
	if !errors.Is(err, store.ErrCorrupt) {
		r.cfg.Logger.Info("a source of packages is not asked again", "remote", source.String(), "err", err)
		return
	}
	r.cfg.Logger.Warn("a source of packages gave wrong bytes", "remote", source.String(), "err", err)
	if r.cfg.Observer.Lied != nil {
		r.cfg.Observer.Lied(source.String())
	}
}
