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

// ErrFaulty is wrapped by the error of a Source that did what no source may do,
// or nothing for too long. It is not asked again.
var ErrFaulty = errors.New("not asked again")

// Watch is told how a fetch goes. Any of its fields may be nil; calls come from
// several goroutines.
type Watch struct {
	// Faulty is told once about each source that gave wrong bytes or wrapped
	// ErrFaulty.
	Faulty func(Source, error)
	// Progress is told how many bytes of blocks are here, of how many in all,
	// links and folders included. The total is that of the package's own root,
	// and 0 until that is here.
	Progress func(done, total int64)
	// Name is told what the package's folder is called as soon as its root is
	// here, before anything else is asked for. An error ends the fetch.
	Name func(string) error
}

// fetchers is how many blocks are asked for at once.
const fetchers = 16

// Fetch is FetchWatched that reports faulty sources alone.
func (s *Store) Fetch(ctx context.Context, h pkg.Hash, sources []Source, report func(Source, error)) (Entry, error) {
	return s.FetchWatched(ctx, h, sources, Watch{Faulty: report})
}

// FetchWatched gets a package from the first source that has it, and puts it
// in: whole if the source is a Streamer, and what is then missing block by
// block. What is here already is not asked for, so that a fetch that broke off
// goes on where it was.
func (s *Store) FetchWatched(ctx context.Context, h pkg.Hash, sources []Source, watch Watch) (Entry, error) {
	return s.fetchFrom(ctx, h, newRoster(sources), watch)
}

func (s *Store) fetchFrom(ctx context.Context, h pkg.Hash, from *roster, watch Watch) (Entry, error) {
	adding := s.adding.begin()
	defer adding.end()
	f := &fetch{store: s, adding: adding, root: h, roster: from, watch: watch}
	seen, err := f.streams(ctx)
	if err == nil && seen == nil {
		seen, err = f.levels(ctx)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("fetching %s: %w", h, err)
	}
	content, err := s.verify(ctx, h, seen)
	if err != nil {
		return Entry{}, fmt.Errorf("%s: %w", h, err)
	}
	return s.list(ctx, content, maps.Keys(seen))
}

// levels gets one level of the DAG after the other; most blocks are on the
// lowest two. It gives the hashes of all.
func (f *fetch) levels(ctx context.Context) (map[pkg.Hash]bool, error) {
	f.begin()
	seen := map[pkg.Hash]bool{f.root: true}
	for level := []pkg.Hash{f.root}; len(level) > 0; {
		below, err := f.level(ctx, level)
		if err != nil {
			return nil, err
		}
		level = level[:0]
		for _, child := range below {
			if !seen[child] {
				seen[child] = true
				level = append(level, child)
			}
		}
	}
	return seen, nil
}

// mostLinks is how many links a package may have: one for each file and
// folder, its own folder, and those in files of several leaves, all of which
// but the last have 256 KiB.
func (s *Store) mostLinks() int { return 2*s.limits.Files + 1 + int(s.limits.Total>>18) }

// mostBlocks is how many blocks a package may have.
func (s *Store) mostBlocks() int { return s.mostLinks() + 1 }

// mostBytes is how many bytes the blocks of a package may have: twice those of
// its files, for folders and links.
func (s *Store) mostBytes() int64 { return 2 * s.limits.Total }

// fetch is one package on its way.
type fetch struct {
	*roster
	store  *Store
	adding *addition
	root   pkg.Hash
	watch  Watch

	mu    sync.Mutex
	bytes int64 // seen in this pass over the DAG
	total int64 // bytes there are as the root says, or 0
	links int   // seen in this pass over the DAG
}

// begin starts another pass over the DAG.
func (f *fetch) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bytes, f.links = 0, 0
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
			below[i], err = f.count(h, data)
			return err
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
	if data, err := f.local(ctx, h); data != nil || err != nil {
		return data, err
	}
	var failed []error
	for i, source := range f.sources {
		if f.isDropped(i) {
			continue
		}
		data, err := source.Block(ctx, h)
		if err == nil && (len(data) > pkg.MaxBlock || sha256.Sum256(data) != h) {
			err = ErrCorrupt
		}
		if err != nil {
			f.judge(i, err)
			failed = append(failed, fmt.Errorf("%s: %w", source, err))
			continue
		}
		return data, f.store.save(ctx, f.adding, pkg.Block{Hash: h, Data: data})
	}
	if len(failed) == 0 {
		failed = append(failed, errors.New("no source is left"))
	}
	return nil, fmt.Errorf("block %s: %w", h, errors.Join(failed...))
}

// count reads the links in a block that is here, and ends the fetch if it is of
// no package or the package gets too large.
func (f *fetch) count(h pkg.Hash, data []byte) ([]child, error) {
	children, err := links(data)
	if err != nil {
		return nil, fmt.Errorf("block %s: %w", h, err)
	}
	if h == f.root && len(children) == 1 && f.watch.Name != nil {
		if err := f.watch.Name(children[0].name); err != nil {
			return nil, err
		}
	}
	done, total, err := f.add(h, data, children)
	if err == nil && f.watch.Progress != nil {
		f.watch.Progress(done, total)
	}
	return children, err
}

func (f *fetch) add(h pkg.Hash, data []byte, children []child) (done, total int64, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	most := f.store.mostBytes()
	if f.bytes += int64(len(data)); f.bytes > most {
		return 0, 0, fmt.Errorf("more than %d bytes", most)
	}
	if f.links += len(children); f.links > f.store.mostLinks() {
		return 0, 0, fmt.Errorf("more than %d links", f.store.mostLinks())
	}
	if h == f.root && len(children) == 1 {
		f.total = int64(len(data)) + children[0].total
	}
	return f.bytes, f.total, nil
}

// judge never asks a source again whose error says that it broke the rules,
// and reports it once.
func (f *fetch) judge(i int, err error) {
	if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrFaulty) {
		return
	}
	if f.drop(i) && f.watch.Faulty != nil {
		f.watch.Faulty(f.sources[i], err)
	}
}

// roster is the sources of one fetch, of a package or of all that one needs.
type roster struct {
	sources []Source

	mu      sync.Mutex
	dropped []bool // faulty sources
}

func newRoster(sources []Source) *roster {
	return &roster{sources: sources, dropped: make([]bool, len(sources))}
}

func (r *roster) isDropped(i int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dropped[i]
}

// drop tells whether a source was not dropped before.
func (r *roster) drop(i int) (first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	first, r.dropped[i] = !r.dropped[i], true
	return first
}
