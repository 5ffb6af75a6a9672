package disk

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
)

// size is what a folder takes on disk, in bytes.
func size(t *testing.T, dir string) (total int64) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err == nil {
			total += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return total
}

// What was deleted is given back, what was not is still there.
func TestShrink(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	store, err := OpenLarge(dir)
	if err != nil {
		t.Fatal(err)
	}
	value := make([]byte, 1<<20)
	key := func(i int) datastore.Key { return datastore.NewKey(fmt.Sprintf("/block/%d", i)) }
	const many = 96
	for i := range many {
		if _, err := rand.Read(value); err != nil {
			t.Fatal(err)
		}
		if err := store.Put(ctx, key(i), value); err != nil {
			t.Fatal(err)
		}
	}
	for i := 1; i < many; i++ {
		if err := store.Delete(ctx, key(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := Shrink(ctx, dir); err == nil {
		t.Error("shrank a store that is open")
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if before := size(t, dir); before < many<<19 {
		t.Errorf("%d bytes before: nothing to shrink", before)
	}
	if err := Shrink(ctx, dir); err != nil {
		t.Fatal(err)
	}
	if after := size(t, dir); after > 2<<20 {
		t.Errorf("%d bytes are left", after)
	}
	if store, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if got, err := store.Get(ctx, key(0)); err != nil || len(got) != len(value) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// A command that is interrupted meanwhile says so.
func TestShrinkInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	store, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(store.Put(ctx, datastore.NewKey("/a"), []byte("a")), store.Close()); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := Shrink(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// Who comes after the end gets an error.
func TestUseAfterClose(t *testing.T) {
	store, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ctx, key := t.Context(), datastore.NewKey("/a")
	batch, err := store.Batch(ctx)
	if err := errors.Join(err, batch.Put(ctx, key, []byte("x")), store.Put(ctx, key, []byte("x")), store.Close()); err != nil {
		t.Fatal(err)
	}
	for name, use := range map[string]func() error{
		"get":    func() error { _, err := store.Get(ctx, key); return err },
		"has":    func() error { _, err := store.Has(ctx, key); return err },
		"size":   func() error { _, err := store.GetSize(ctx, key); return err },
		"put":    func() error { return store.Put(ctx, key, nil) },
		"delete": func() error { return store.Delete(ctx, key) },
		"sync":   func() error { return store.Sync(ctx, key) },
		"batch":  func() error { _, err := store.Batch(ctx); return err },
		"commit": func() error { return batch.Commit(ctx) },
		"query":  func() error { _, err := store.Query(ctx, query.Query{}); return err },
	} {
		if use() == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}
