package station

import (
	"context"
	"errors"
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry/replica"
)

// Feed names packages that somebody who pins nothing wants kept, such as those
// that units on a chain refer to. An error leaves what it said last.
type Feed interface {
	Packages(ctx context.Context, files Files) ([]pkg.Hash, error)
}

// Files gets files that are part of no package, of at most store.MaxFile bytes,
// verified.
type Files interface {
	File(ctx context.Context, h pkg.Hash) ([]byte, error)
}

// oddFiles is how many files are remembered that the registry does not keep.
const oddFiles = 256

// feeds are those of the configuration as replication takes them.
func (s *Station) feeds(all []Feed) ([]replica.Feed, error) {
	odd, err := lru.New[pkg.Hash, []byte](oddFiles)
	if err != nil {
		return nil, err
	}
	feeds := make([]replica.Feed, 0, len(all))
	for _, one := range all {
		feeds = append(feeds, feed{s, one, odd})
	}
	return feeds, nil
}

// feed adds to what a feed names the files that it read to tell: who looks at
// the unit on the chain needs them first.
type feed struct {
	station *Station
	from    Feed
	odd     *lru.Cache[pkg.Hash, []byte]
}

// Packages implements replica.Feed.
func (f feed) Packages(ctx context.Context) ([]pkg.Hash, error) {
	reading := &reading{feed: f}
	packages, err := f.from.Packages(ctx, reading)
	if err != nil {
		return nil, err
	}
	return append(packages, reading.kept...), nil
}

// reading is the files of one answer.
type reading struct {
	feed
	kept []pkg.Hash
}

// File implements Files. A file that the registry takes is here from then on;
// others are remembered for the next time.
func (r *reading) File(ctx context.Context, h pkg.Hash) ([]byte, error) {
	if text, ok := r.odd.Get(h); ok {
		return text, nil
	}
	kept := r.station.registry.Store()
	text, err := kept.File(ctx, h)
	if errors.Is(err, store.ErrNotFound) {
		if _, err = r.station.registry.TakeWith(ctx, h, r.station.find); err == nil {
			text, err = kept.File(ctx, h)
		}
	}
	if err == nil {
		r.kept = append(r.kept, h)
		return text, nil
	}
	if text, err = r.fetch(ctx, h); err != nil {
		return nil, err
	}
	r.odd.Add(h, text)
	return text, nil
}

// fetch gets a file that is not as those are that the registry keeps.
func (r *reading) fetch(ctx context.Context, h pkg.Hash) ([]byte, error) {
	sources, done, err := r.station.find(ctx, h)
	if err != nil {
		return nil, err
	}
	defer done()
	text, err := store.FetchFile(ctx, h, sources, nil)
	if err != nil {
		return nil, fmt.Errorf("file %s: %w", h, err)
	}
	return text, nil
}
