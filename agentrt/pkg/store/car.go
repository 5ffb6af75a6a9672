package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"

	"github.com/ipfs/go-cid"
	"github.com/ipld/go-car/v2"
	"github.com/ipld/go-car/v2/storage"

	"go-acn/agentrt/pkg"
)

// MaxRoots is how many packages one CAR file may hold.
const MaxRoots = 100

// Export writes packages as a CAR file of version 1: the packages are its
// roots, the blocks follow parents first, each once.
func (s *Store) Export(ctx context.Context, w io.Writer, packages ...pkg.Hash) error {
	if len(packages) == 0 || len(packages) > MaxRoots {
		return fmt.Errorf("%d packages for one file, want 1 to %d", len(packages), MaxRoots)
	}
	roots := make([]cid.Cid, 0, len(packages))
	for _, h := range packages {
		if _, _, err := s.Open(ctx, h); err != nil {
			return err
		}
		roots = append(roots, cid.NewCidV1(cid.DagProtobuf, v0(h).Hash()))
	}
	out, err := storage.NewWritable(struct{ io.Writer }{w}, roots, car.WriteAsCarV1(true))
	if err != nil {
		return fmt.Errorf("writing a CAR file: %w", err)
	}
	seen := make(map[pkg.Hash]bool)
	for _, h := range packages {
		err := s.walk(ctx, h, seen, func(b pkg.Block) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return out.Put(ctx, v0(b.Hash).KeyString(), b.Data)
		})
		if err != nil {
			return fmt.Errorf("exporting %s: %w", h, err)
		}
	}
	return nil
}

// Import reads a CAR file of version 1 and puts in the packages that are its
// roots. All of their blocks must be in the file, in any order, and no others.
// If it fails, none of the packages is listed, and what has come is deleted by
// the next Collect.
func (s *Store) Import(ctx context.Context, r io.Reader) ([]Entry, error) {
	adding := s.adding.begin()
	defer adding.end()
	received, roots, err := s.receive(ctx, adding, r)
	if err != nil {
		return nil, fmt.Errorf("reading a CAR file: %w", err)
	}
	packages := make([]*pkg.Content, 0, len(roots))
	for _, h := range roots {
		content, err := s.verify(ctx, h, received)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h, err)
		}
		packages = append(packages, content)
	}
	for h, needed := range received {
		if !needed {
			return nil, fmt.Errorf("block %s is of none of the packages in the file", h)
		}
	}
	entries := make([]Entry, 0, len(packages))
	for _, content := range packages {
		entry, err := s.list(ctx, content, maps.Keys(received))
		if err != nil {
			return entries, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// receive stores the blocks of a file and gives their hashes.
func (s *Store) receive(ctx context.Context, adding *addition, r io.Reader) (map[pkg.Hash]bool, []pkg.Hash, error) {
	const header = MaxRoots * 64
	buffered := bufio.NewReader(r)
	if begin, err := buffered.Peek(len(car.Pragma)); err == nil && bytes.Equal(begin, car.Pragma) {
		return nil, nil, errors.New("it is one of version 2, want version 1")
	}
	in, err := car.NewBlockReader(buffered, car.MaxAllowedHeaderSize(header), car.MaxAllowedSectionSize(pkg.MaxBlock+64))
	if err != nil {
		return nil, nil, err
	}
	roots, err := hashes(in.Roots)
	if err != nil {
		return nil, nil, err
	}
	received := make(map[pkg.Hash]bool)
	left := int64(len(roots)) * s.mostBytes()
	for {
		block, err := in.Next()
		if errors.Is(err, io.EOF) {
			return received, roots, nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, nil, err
		}
		h, err := hashOf(block.Cid())
		if err != nil {
			return nil, nil, err
		}
		if left -= int64(len(block.RawData())); left < 0 {
			return nil, nil, errors.New("it is larger than its packages may be")
		}
		if err := s.put(ctx, adding, pkg.Block{Hash: h, Data: block.RawData()}); err != nil {
			return nil, nil, err
		}
		if received[h] = false; len(received) > len(roots)*s.mostBlocks() {
			return nil, nil, errors.New("it has more blocks than its packages may")
		}
	}
}

// verify builds the DAG of a package anew from its files, or their leaves. It
// reads only blocks that have been received, and hashed then, and marks those.
func (s *Store) verify(ctx context.Context, h pkg.Hash, received map[pkg.Hash]bool) (*pkg.Content, error) {
	v, err := newView(func(h pkg.Hash) ([]byte, error) {
		if _, here := received[h]; !here {
			return nil, fmt.Errorf("block %s is not in the file", h)
		}
		received[h] = true
		return s.load(ctx, h)
	})
	if err != nil {
		return nil, err
	}
	folder, name, err := v.unwrap(h)
	if err != nil {
		return nil, err
	}
	content, err := pkg.Measure(folder, name, s.limits, nil)
	if err != nil {
		return nil, err
	}
	if content.Hash != h {
		return nil, fmt.Errorf("it is not built as packages are: its files make %s", content.Hash)
	}
	return content, nil
}

func hashes(cids []cid.Cid) ([]pkg.Hash, error) {
	if len(cids) == 0 || len(cids) > MaxRoots {
		return nil, fmt.Errorf("%d roots, want 1 to %d", len(cids), MaxRoots)
	}
	roots := make([]pkg.Hash, 0, len(cids))
	for _, c := range cids {
		h, err := hashOf(c)
		if err != nil {
			return nil, err
		}
		roots = append(roots, h)
	}
	return roots, nil
}

// hashOf takes CIDs of either version, as long as packages may have them.
func hashOf(c cid.Cid) (pkg.Hash, error) { return pkg.ParseHash(c.String()) }
