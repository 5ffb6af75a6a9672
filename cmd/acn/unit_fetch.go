package main

import (
	"context"
	"fmt"

	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// sought are files of metadata that are at hand, or given by somebody and
// verified.
type sought struct {
	c       *console
	from    *fetching
	store   *store.Store
	known   knownFiles
	sources []store.Source // of what is being fetched
	vain    *int           // files that were looked for in vain
}

// mostVain is how many files that nobody offers are looked for with entry
// peers, which takes a while each: the metadata of old versions may be gone.
const mostVain = 3

// fetchAndCompare gets metadata, the package they name and all it needs, and
// compares.
func (d *deal) fetchAndCompare(ctx context.Context, from fetching, known knownFiles, h pkg.Hash, compare comparison) (shown packageShown, err error) {
	from.asJSON = d.flags.json
	if err := from.checkSources(h.String()); err != nil {
		return shown, err
	}
	if metadata, err := registries.Describe(ctx, known, h); err == nil {
		from.hash = metadata.Code // what nobody has to be asked for
	}
	err = d.c.withStore(ctx, &from, func(ctx context.Context, from *fetching, s *store.Store, sources []store.Source) error {
		files := &sought{d.c, from, s, known, sources, new(int)}
		metadata, err := registries.Describe(ctx, files, h)
		if err != nil {
			return fail(err, "is it at any of the sources? acn package push --metadata puts it into a registry; --metadata names a file that is at hand")
		}
		shown = packageOf(metadata)
		return files.at(ctx, metadata.Code, func(ctx context.Context, files *sought) error {
			refs, err := d.c.fetchAll(ctx, files.from, s, files.sources)
			if err != nil {
				return err
			}
			if err := files.take(ctx, refs); err != nil {
				return err
			}
			tree, err := s.Tree(ctx, refs)
			if err != nil {
				return err
			}
			return shown.compare(ctx, files, tree, compare)
		})
	})
	return shown, err
}

// at does something with those who have a package or file: with entry peers,
// who they are is looked for anew.
func (s *sought) at(ctx context.Context, h pkg.Hash, do func(context.Context, *sought) error) error {
	from := *s.from
	if len(from.entries) == 0 || from.hash == h {
		from.hash = h
		return do(ctx, &sought{s.c, &from, s.store, s.known, s.sources, s.vain})
	}
	from.hash = h
	return s.c.withSources(ctx, &from, s.store, func(ctx context.Context, sources []store.Source) error {
		return do(ctx, &sought{s.c, &from, s.store, s.known, sources, s.vain})
	})
}

// take makes the metadata of packages that were fetched: most need not be asked
// for.
func (s *sought) take(ctx context.Context, refs []pkg.Ref) error {
	for _, ref := range refs {
		folder, _, err := s.store.Open(ctx, ref.Hash)
		if err != nil {
			return err
		}
		config, err := pkg.ReadConfig(folder, ref.ID.Kind)
		if err != nil {
			return fmt.Errorf("%s: %w", ref.ID, err)
		}
		if err := s.known.take(config, ref.Hash); err != nil {
			return err
		}
	}
	return nil
}

// File implements registries.Files. Those who have the package are asked first.
func (s *sought) File(ctx context.Context, h pkg.Hash) ([]byte, error) {
	text, err := s.known.File(ctx, h)
	if err == nil {
		return text, nil
	}
	if text, err = s.ask(ctx, h); err != nil && len(s.from.entries) > 0 && s.from.hash != h && *s.vain < mostVain {
		err = s.at(ctx, h, func(ctx context.Context, others *sought) error {
			text, err = others.ask(ctx, h)
			return err
		})
		if err != nil {
			*s.vain++
		}
	}
	if err == nil {
		s.known[h] = text
	}
	return text, err
}

// ask gets a file from the first source that has it.
func (s *sought) ask(ctx context.Context, h pkg.Hash) ([]byte, error) {
	watch, done := s.c.watch(s.from)
	defer done()
	return store.FetchFile(ctx, h, s.sources, watch.Faulty)
}
