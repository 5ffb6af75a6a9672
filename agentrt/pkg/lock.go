package pkg

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Locked is what Lock found that has to be written.
type Locked struct {
	Files   map[string][]byte // new texts by path in the tree, packages.json among them; empty if all is up to date
	Updated []Ref             // packages whose hash is another now, dependencies before dependents
}

// Lock recomputes fingerprints and hashes bottom up: the fingerprint of a
// package, the hashes of its dependencies in its configuration, then its own
// hash, which goes into those that depend on it and into packages.json. It
// writes nothing.
//
// Packages of third parties are not ours to change: one that differs from
// packages.json is an error, as is one in the tree that packages.json does not
// name; those in adopt are added to it first.
func (r *Repository) Lock(adopt []ID) (*Locked, error) {
	l := &locker{
		repository: r,
		index:      &Index{Dev: slices.Clone(r.Index.Dev), ThirdParty: slices.Clone(r.Index.ThirdParty)},
		locked:     Locked{Files: make(map[string][]byte)},
	}
	for _, id := range adopt {
		if _, listed := l.index.Find(id); listed {
			return nil, fmt.Errorf("%s is in %s already", id, IndexFile)
		}
		l.index.Dev = append(l.index.Dev, Ref{ID: id})
	}
	if err := l.checkUnlisted(); err != nil {
		return nil, err
	}
	order, err := l.order()
	if err != nil {
		return nil, err
	}
	for _, id := range order {
		if err := l.lock(id); err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
	}
	if len(l.locked.Updated) > 0 {
		l.locked.Files[IndexFile] = l.index.Text()
	}
	return &l.locked, nil
}

type locker struct {
	repository *Repository
	index      *Index // with the new hashes
	locked     Locked
}

func (l *locker) checkUnlisted() error {
	now := Repository{Index: l.index, fsys: l.repository.fsys}
	unlisted, err := now.Unlisted()
	if err != nil || len(unlisted) == 0 {
		return err
	}
	names := make([]string, 0, len(unlisted))
	for _, id := range unlisted {
		names = append(names, id.String())
	}
	return fmt.Errorf("in the tree and not in %s: %s", IndexFile, strings.Join(names, ", "))
}

// order is every package that is here, dependencies before dependents.
func (l *locker) order() ([]ID, error) {
	var order []ID
	done := make(map[ID]bool)
	var path []ID
	var visit func(id ID) error
	visit = func(id ID) error {
		if done[id] {
			return nil
		}
		if slices.Contains(path, id) {
			return fmt.Errorf("%s depends on itself", id)
		}
		config, err := l.repository.Config(id)
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		path = append(path, id)
		for _, ref := range config.Dependencies {
			if _, listed := l.index.Find(ref.ID); !listed {
				return fmt.Errorf("%s depends on %s, which is not in %s", id, ref.ID, IndexFile)
			}
			if l.here(ref.ID) {
				if err := visit(ref.ID); err != nil {
					return err
				}
			}
		}
		path, done[id] = path[:len(path)-1], true
		order = append(order, id)
		return nil
	}
	for _, ref := range slices.Concat(l.index.Dev, l.index.ThirdParty) {
		if !l.here(ref.ID) {
			continue
		}
		if err := visit(ref.ID); err != nil {
			return nil, err
		}
	}
	return order, nil
}

// here tells whether there is a folder to read: packages of third parties may
// be elsewhere, our own may not.
func (l *locker) here(id ID) bool { return !l.thirdParty(id) || l.repository.holds(id) }

func (l *locker) thirdParty(id ID) bool {
	return slices.ContainsFunc(l.index.ThirdParty, func(r Ref) bool { return r.ID == id })
}

func (l *locker) lock(id ID) error {
	content, err := l.repository.measure(id)
	if err != nil {
		return err
	}
	if l.thirdParty(id) {
		if entry, _ := l.index.Find(id); entry.Hash != content.Hash {
			return fmt.Errorf("a package of a third party is %s, %s says %s", content.Hash, IndexFile, entry.Hash)
		}
		return nil
	}
	config, err := l.repository.Config(id)
	if err != nil {
		return err
	}
	text, err := config.relocked(content.Fingerprint(id.Kind, config.IgnorePatterns), l.current(config))
	if err != nil {
		return &FileError{id.Kind.ConfigFile(), err}
	}
	if !bytes.Equal(text, config.text) {
		if content, err = l.repository.measureWith(id, text); err != nil {
			return err
		}
		l.locked.Files[path.Join(id.Folder(), id.Kind.ConfigFile())] = text
	}
	l.update(Ref{id, content.Hash})
	return nil
}

// current are a configuration's dependencies with the hashes they have now.
func (l *locker) current(config *Config) []Ref {
	refs := make([]Ref, 0, len(config.Dependencies))
	for _, ref := range config.Dependencies {
		entry, _ := l.index.Find(ref.ID) // order has found it
		refs = append(refs, entry)
	}
	return refs
}

func (l *locker) update(ref Ref) {
	i := slices.IndexFunc(l.index.Dev, func(r Ref) bool { return r.ID == ref.ID })
	if l.index.Dev[i].Hash != ref.Hash {
		l.index.Dev[i].Hash = ref.Hash
		l.locked.Updated = append(l.locked.Updated, ref)
	}
}
