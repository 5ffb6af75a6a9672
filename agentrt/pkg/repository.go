package pkg

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
)

// Repository is a tree of packages with its packages.json at the top.
type Repository struct {
	Index  *Index
	fsys   fs.FS
	limits Limits
}

// Open reads packages.json at the top of a tree. The packages themselves are
// read when they are needed.
func Open(fsys fs.FS, limits Limits) (*Repository, error) {
	f, err := fsys.Open(IndexFile)
	if err != nil {
		return nil, &FileError{IndexFile, err}
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, MaxIndex+1))
	if err != nil {
		return nil, &FileError{IndexFile, err}
	}
	index, err := ParseIndex(raw)
	if err != nil {
		return nil, &FileError{IndexFile, err}
	}
	return &Repository{Index: index, fsys: fsys, limits: limits}, nil
}

// holds tells whether the folder of a package is in the tree.
func (r *Repository) holds(id ID) bool {
	info, err := fs.Stat(r.fsys, id.Folder())
	return err == nil && info.IsDir()
}

// Config reads and checks the configuration of a package in the tree; its id
// is the one asked for.
func (r *Repository) Config(id ID) (*Config, error) {
	fsys, err := fs.Sub(r.fsys, id.Folder())
	if err != nil {
		return nil, err
	}
	kind, err := KindOf(fsys)
	if err != nil {
		return nil, err
	}
	config, err := ReadConfig(fsys, kind)
	if err != nil {
		return nil, err
	}
	if config.ID != id {
		return nil, &FileError{kind.ConfigFile(), fmt.Errorf("it is that of %s", config.ID)}
	}
	return config, nil
}

// measure hashes a package in the tree.
func (r *Repository) measure(id ID) (*Content, error) {
	fsys, err := fs.Sub(r.fsys, id.Folder())
	if err != nil {
		return nil, err
	}
	return Measure(fsys, path.Base(id.Folder()), r.limits, nil)
}

// measureWith hashes a package as it would be with another configuration.
func (r *Repository) measureWith(id ID, config []byte) (*Content, error) {
	fsys, err := fs.Sub(r.fsys, id.Folder())
	if err != nil {
		return nil, err
	}
	return Measure(replaced{fsys, id.Kind.ConfigFile(), config}, id.Name, r.limits, nil)
}

// Unlisted are the packages in the tree that packages.json does not name: the
// folders author/kinds/name with a configuration.
func (r *Repository) Unlisted() ([]ID, error) {
	listed := make(map[string]bool)
	for _, ref := range slices.Concat(r.Index.Dev, r.Index.ThirdParty) {
		listed[ref.Folder()] = true
	}
	var found []ID
	for _, kind := range Kinds {
		configs, err := fs.Glob(r.fsys, path.Join("*", kind.Plural(), "*", kind.ConfigFile()))
		if err != nil {
			return nil, err
		}
		for _, config := range configs {
			folder := path.Dir(config)
			if listed[folder] {
				continue
			}
			fsys, err := fs.Sub(r.fsys, folder)
			if err != nil {
				return nil, err
			}
			read, err := ReadConfig(fsys, kind)
			if err != nil {
				return nil, &FileError{folder, err}
			}
			if read.ID.Folder() != folder {
				return nil, &FileError{config, fmt.Errorf("it is that of %s", read.ID)}
			}
			found = append(found, read.ID)
		}
	}
	return found, nil
}

// fileOf says where an error happened, below the package's folder; empty if
// the error does not say.
func fileOf(err error) (string, error) {
	var at *FileError
	if errors.As(err, &at) {
		return at.File, at.Err
	}
	return "", err
}
