package store

import (
	"context"
	"errors"
	"fmt"

	"go-acn/agentrt/pkg"
)

// MaxPackages is how many packages one may need, itself included.
const MaxPackages = 1000

// FetchAll is FetchAllWatched that reports faulty sources alone.
func (s *Store) FetchAll(ctx context.Context, h pkg.Hash, sources []Source, report func(Source, error)) ([]pkg.Ref, error) {
	return s.FetchAllWatched(ctx, h, sources, Watch{Faulty: report})
}

// FetchAllWatched gets a package and everything it needs, directly or not, and puts
// it in. It gives what it got, dependents first. A dependency must be the
// package that its dependent names, and the same for all of them.
func (s *Store) FetchAllWatched(ctx context.Context, h pkg.Hash, sources []Source, watch Watch) ([]pkg.Ref, error) {
	type need struct {
		pkg.Ref
		by pkg.ID // zero for the package itself
	}
	var found []pkg.Ref
	from := newRoster(sources)
	wanted := []need{{Ref: pkg.Ref{Hash: h}}} // whatever it is
	seen := make(map[pkg.ID]pkg.Hash)
	for len(wanted) > 0 {
		want := wanted[0]
		wanted = wanted[1:]
		if have, ok := seen[want.ID]; ok {
			if have != want.Hash {
				return nil, fmt.Errorf("%s is needed as %s and as %s", want.ID, have, want.Hash)
			}
			continue
		}
		if len(found) == MaxPackages {
			return nil, fmt.Errorf("%s needs more than %d packages", h, MaxPackages)
		}
		config, err := s.fetchConfig(ctx, want.Ref, from, watch)
		if err != nil && want.by != (pkg.ID{}) {
			err = fmt.Errorf("%s, which %s needs: %w", want.ID, want.by, err)
		}
		if err != nil {
			return nil, err
		}
		seen[config.ID] = want.Hash
		found = append(found, pkg.Ref{ID: config.ID, Hash: want.Hash})
		for _, ref := range config.Dependencies {
			wanted = append(wanted, need{Ref: ref, by: config.ID})
		}
	}
	return found, nil
}

// Tree is the dependency tree of what FetchAll gave, which was not empty.
func (s *Store) Tree(ctx context.Context, found []pkg.Ref) (*pkg.Node, error) {
	configs := make(map[pkg.ID]*pkg.Config, len(found))
	for _, ref := range found {
		config, err := s.config(ctx, ref)
		if err != nil {
			return nil, err
		}
		configs[ref.ID] = config
	}
	return pkg.Tree(found[0], configs), nil
}

// fetchConfig fetches one package and reads its configuration.
func (s *Store) fetchConfig(ctx context.Context, want pkg.Ref, from *roster, watch Watch) (*pkg.Config, error) {
	if want.Hash.IsZero() {
		return nil, errors.New("it is named without a hash")
	}
	if _, err := s.fetchFrom(ctx, want.Hash, from, watch); err != nil {
		return nil, err
	}
	return s.config(ctx, want)
}

// config reads the configuration of a package that is here, which has to be
// the wanted one.
func (s *Store) config(ctx context.Context, want pkg.Ref) (*pkg.Config, error) {
	folder, _, err := s.Open(ctx, want.Hash)
	if err != nil {
		return nil, err
	}
	kind, err := pkg.KindOf(folder)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", want.Hash, err)
	}
	config, err := pkg.ReadConfig(folder, kind)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", want.Hash, err)
	}
	if want.ID != (pkg.ID{}) && config.ID != want.ID {
		return nil, fmt.Errorf("%s is %s and not %s", want.Hash, config.ID, want.ID)
	}
	return config, nil
}
