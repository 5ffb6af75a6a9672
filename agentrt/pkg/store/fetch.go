package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"sync"

	"golang.org/x/sync/errgroup"

	"go-acn/agentrt/pkg"
)

// Source is somewhere to get blocks from: another node, a gateway. It need not
// be trusted.
type Source interface {
	// Block gives a block of at most pkg.MaxBlock bytes. The caller verifies
	// it. Several may be asked for at once.
	Block(ctx context.Context, h pkg.Hash) ([]byte, error)
	// String names the source in errors.
	String() string
}

// fetchers is how many blocks are asked for at once.
const fetchers = 16

// Fetch gets a package from the first source that has it, block by block, and
// puts it in. A block that is here already is not asked for, so that a fetch
// that broke off goes on where it was. A source that gives wrong bytes is not
// asked again; report, unless it is nil, is told about each such source.
func (s *Store) Fetch(ctx context.Context, h pkg.Hash, sources []Source, report func(Source, error)) (Entry, error) {
	unlock := s.collect.PinLock(ctx)
	defer unlock.Unlock(ctx)
	f := &fetch{
		store: s, sources: sources, report: report,
		bytes: 2 * s.limits.Total, links: s.mostLinks(), dropped: make([]bool, len(sources)),
	}
	seen := map[pkg.Hash]bool{h: true}
	// One level of the DAG after the other; most blocks are on the lowest two.
	for level := []pkg.Hash{h}; len(level) > 0; {
		below, err := f.level(ctx, level)
		if err != nil {
			return Entry{}, fmt.Errorf("fetching %s: %w", h, err)
		}
		level = level[:0]
		for _, child := range below {
			if !seen[child] {
				seen[child] = true
				level = append(level, child)
			}
		}
	}
	content, err := s.verify(ctx, h, seen)
	if err != nil {
		return Entry{}, fmt.Errorf("%s: %w", h, err)
	}
	return s.list(ctx, content, maps.Keys(seen))
}

// mostLinks is how many links a package may have: one for each file and
// folder, its own folder, and those in files of several leaves, all of which
// but the last have 256 KiB.
func (s *Store) mostLinks() int { return 2*s.limits.Files + 1 + int(s.limits.Total>>18) }

// fetch is one package on its way.
type fetch struct {
	store   *Store
	sources []Source
	report  func(Source, error)

	mu      sync.Mutex
	bytes   int64  // that it may still have
	links   int    // that it may still have
	dropped []bool // sources that gave wrong bytes
}

// level gets blocks side by side, and gives the links in them in order.
func (f *fetch) level(ctx context.Context, hashes []pkg.Hash) ([]pkg.Hash, error) {
	below := make([][]child, len(hashes))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(fetchers)
	for i, h := range hashes {
		group.Go(func() error {
			data, err := f.block(ctx, h)
			if err != nil {
				return err
			}
			n, err := decode(data)
			if err != nil {
				return fmt.Errorf("block %s: %w", h, err)
			}
			below[i] = n.children
			return f.follow(len(n.children))
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var all []pkg.Hash
	for _, children := range below {
		for _, c := range children {
			all = append(all, c.hash)
		}
	}
	return all, nil
}

// block is a block from here, or from the first source that has the right one.
func (f *fetch) block(ctx context.Context, h pkg.Hash) ([]byte, error) {
	data, err := f.store.block(ctx, h)
	switch {
	case err == nil:
		return data, f.spend(len(data))
	case errors.Is(err, ErrCorrupt): // in its place comes the right one
		if err := f.store.blocks.DeleteBlock(ctx, v0(h)); err != nil {
			return nil, err
		}
	}
	var failed []error
	for i, source := range f.sources {
		if f.isDropped(i) {
			continue
		}
		data, err := source.Block(ctx, h)
		if err == nil && (len(data) > pkg.MaxBlock || sha256.Sum256(data) != h) {
			err = ErrCorrupt
			f.drop(i)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", source, err))
			continue
		}
		return data, errors.Join(f.spend(len(data)), f.store.put(ctx, pkg.Block{Hash: h, Data: data}))
	}
	if len(failed) == 0 {
		failed = append(failed, errors.New("no source is left"))
	}
	return nil, fmt.Errorf("block %s: %w", h, errors.Join(failed...))
}

func (f *fetch) spend(n int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.bytes -= int64(n); f.bytes < 0 {
		return fmt.Errorf("more than %d bytes", 2*f.store.limits.Total)
	}
	return nil
}

func (f *fetch) follow(n int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.links -= n; f.links < 0 {
		return fmt.Errorf("more than %d links", f.store.mostLinks())
	}
	return nil
}

func (f *fetch) isDropped(i int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dropped[i]
}

// drop never asks a source again in this fetch, and reports it once.
func (f *fetch) drop(i int) {
	f.mu.Lock()
	before := f.dropped[i]
	f.dropped[i] = true
	f.mu.Unlock()
	if !before && f.report != nil {
		f.report(f.sources[i], ErrCorrupt)
	}
}
