package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/internal/disk"
)

// packageStore is where a command keeps packages on disk.
type packageStore struct {
	*store.Store
	file io.Closer
	dir  string
	keep bool // when the command is done
	// temporary is a store that goes with the command, as another one has the
	// cache.
	temporary bool
}

// openPackageStore opens the store in a folder, or, if none is named, that in
// the user's cache, which keeps what an interrupted fetch has got.
func (c *console) openPackageStore(dir string) (*packageStore, error) {
	named := dir != ""
	if !named {
		cache, err := c.cacheDir()
		if err != nil {
			return nil, fail(err, "name a folder with --store")
		}
		dir = filepath.Join(cache, "acn", "packages")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fail(fmt.Errorf("making the store: %w", err), "name another folder with --store")
	}
	data, err := disk.OpenLarge(dir)
	switch {
	case errors.Is(err, syscall.EAGAIN) && !named:
		return c.openTemporaryStore()
	case errors.Is(err, syscall.EAGAIN):
		return nil, fail(err, "another fetch is under way; wait for it, or name another folder with --store")
	case err != nil:
		return nil, fail(err, "name another folder with --store")
	}
	return &packageStore{Store: store.New(data, pkg.Limits{}), file: data, dir: dir, keep: named}, nil
}

func (c *console) openTemporaryStore() (*packageStore, error) {
	fmt.Fprintln(c.err, "Another fetch has the cache: what this one gets is lost if it is interrupted. A folder named with --store would keep it.")
	dir, err := os.MkdirTemp("", "acn-packages-")
	if err != nil {
		return nil, fail(fmt.Errorf("making the store: %w", err), "name a folder with --store")
	}
	data, err := disk.OpenLarge(dir)
	if err != nil {
		return nil, fail(errors.Join(err, os.RemoveAll(dir)), "name a folder with --store")
	}
	return &packageStore{Store: store.New(data, pkg.Limits{}), file: data, dir: dir, temporary: true}, nil
}

// cacheDir is os.UserCacheDir of the environment the console was given.
func (c *console) cacheDir() (string, error) {
	if dir := c.env["XDG_CACHE_HOME"]; filepath.IsAbs(dir) {
		return dir, nil
	}
	return os.UserCacheDir()
}

// finish empties the store in the cache: what is complete is where it belongs.
func (s *packageStore) finish(ctx context.Context) error {
	if s.keep || s.temporary {
		return nil
	}
	entries, err := s.Packages(ctx)
	for i := 0; err == nil && i < len(entries); i++ {
		err = s.Remove(ctx, entries[i].Hash)
	}
	if err == nil {
		_, err = s.Collect(ctx)
	}
	return err
}

func (s *packageStore) close() {
	_ = s.file.Close() // everything that matters was synced
	if s.temporary {
		_ = os.RemoveAll(s.dir) // it is among the system's temporary files, which go at some time
	}
}

// shrink makes a store in the cache, which is empty and closed, a small one.
func (s *packageStore) shrink(ctx context.Context) error {
	if s.keep || s.temporary {
		return nil
	}
	err := disk.Shrink(ctx, s.dir)
	if errors.Is(err, syscall.EAGAIN) {
		return nil // by now another fetch has it, and shrinks it in turn
	}
	return err
}
