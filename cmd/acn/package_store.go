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
	if err != nil {
		hint := "name another folder with --store"
		if errors.Is(err, syscall.EAGAIN) {
			hint = "another fetch is under way; wait for it, or name another folder with --store"
		}
		return nil, fail(err, hint)
	}
	return &packageStore{Store: store.New(data, pkg.Limits{}), file: data, dir: dir, keep: named}, nil
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
	if s.keep {
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

func (s *packageStore) close() { _ = s.file.Close() } // everything that matters was synced

// shrink makes a store in the cache, which is empty and closed, a small one.
func (s *packageStore) shrink(ctx context.Context) error {
	if s.keep {
		return nil
	}
	err := disk.Shrink(ctx, s.dir)
	if errors.Is(err, syscall.EAGAIN) {
		return nil // by now another fetch has it, and shrinks it in turn
	}
	return err
}
