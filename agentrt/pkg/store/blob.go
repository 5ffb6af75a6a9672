package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/ipfs/go-datastore"

	"go-acn/agentrt/pkg"
)

// MaxFile is the most bytes a file outside of packages may have: it is one
// block.
const MaxFile = 64 << 10

func fileKey(h pkg.Hash) datastore.Key { return datastore.NewKey("/files/" + h.String()) }

// AddFile puts in a file that is part of no package, such as what describes one
// on a chain. It passes no gate: the caller knows what it wants.
func (s *Store) AddFile(ctx context.Context, data []byte) (Entry, error) {
	if len(data) == 0 || len(data) > MaxFile {
		return Entry{}, fmt.Errorf("a file of %d bytes, want 1 to %d", len(data), MaxFile)
	}
	adding := s.adding.begin()
	defer adding.end()
	block, err := pkg.FileBlock(data)
	if err != nil {
		return Entry{}, err
	}
	entry := Entry{Hash: block.Hash, Size: int64(len(data))}
	err = s.put(ctx, adding, block)
	if err == nil {
		err = s.write(ctx, fileKey(entry.Hash), entry, slices.Values([]pkg.Hash{entry.Hash}))
	}
	if err != nil {
		return Entry{}, fmt.Errorf("storing %s: %w", entry.Hash, err)
	}
	return entry, nil
}

// File is the content of a file that AddFile put in.
func (s *Store) File(ctx context.Context, h pkg.Hash) ([]byte, error) {
	has, err := s.data.Has(ctx, fileKey(h))
	if err == nil && !has {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", h, err)
	}
	raw, err := s.block(ctx, h)
	if err != nil {
		return nil, err
	}
	return ParseFile(raw)
}

// Files lists what AddFile put in, without names, in the order of hashes.
func (s *Store) Files(ctx context.Context) ([]Entry, error) { return s.entries(ctx, "/files") }

// FetchFile gets a file that is part of no package from the first source that
// has it, and does not keep it. Report, unless it is nil, is told about each
// source that gives wrong bytes.
func FetchFile(ctx context.Context, h pkg.Hash, sources []Source, report func(Source, error)) ([]byte, error) {
	errs := []error{ErrNotFound}
	for _, source := range sources {
		block, err := source.Block(ctx, h)
		if err == nil && sha256.Sum256(block) != h {
			err = ErrCorrupt
			if report != nil {
				report(source, err)
			}
		}
		if err == nil {
			return ParseFile(block)
		}
		errs = append(errs, fmt.Errorf("%s: %w", source, err))
	}
	return nil, errors.Join(errs...)
}

// ParseFile takes the content out of a block that is a whole file, as AddFile
// makes them.
func ParseFile(block []byte) ([]byte, error) {
	n, err := decode(block)
	if err != nil {
		return nil, err
	}
	if n.folder || len(n.children) > 0 || len(n.data) == 0 || len(n.data) > MaxFile {
		return nil, fmt.Errorf("it is no file of 1 to %d bytes", MaxFile)
	}
	again, err := pkg.FileBlock(n.data)
	if err == nil && !bytes.Equal(again.Data, block) {
		err = errors.New("the file is not built as those of packages are")
	}
	return n.data, err
}

// Find says what is known of a package or file that is listed.
func (s *Store) Find(ctx context.Context, h pkg.Hash) (Entry, error) {
	for _, key := range []datastore.Key{entryKey(h), fileKey(h)} {
		text, err := s.data.Get(ctx, key)
		if errors.Is(err, datastore.ErrNotFound) {
			continue
		}
		var entry Entry
		if err == nil {
			err = json.Unmarshal(text, &entry)
		}
		if err != nil {
			return Entry{}, fmt.Errorf("reading %s: %w", h, err)
		}
		return entry, nil
	}
	return Entry{}, fmt.Errorf("%s: %w", h, ErrNotFound)
}

// View is a file or folder, by the hash of its node: a package or one of its
// parts, or a file of AddFile. A file is "." of the view. Only blocks of what
// was listed are read.
func (s *Store) View(ctx context.Context, h pkg.Hash) (fs.FS, error) {
	v, err := newView(func(h pkg.Hash) ([]byte, error) { return s.Block(ctx, h) })
	if err != nil {
		return nil, err
	}
	if _, err := v.node(h); err != nil {
		return nil, err
	}
	v.root = h
	return v, nil
}
