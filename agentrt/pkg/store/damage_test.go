package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/ipfs/go-datastore"
	dssync "github.com/ipfs/go-datastore/sync"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/internal/disk"
	"go-acn/internal/disk/rot"
)

// noise is a package of large files that nothing else shares.
func noise(seed byte) fstest.MapFS {
	folder := fstest.MapFS{}
	source := rand.NewChaCha8([32]byte{seed})
	for i := range 40 {
		data := make([]byte, 12<<10)
		_, _ = source.Read(data)
		folder[fmt.Sprintf("file%d", i)] = &fstest.MapFile{Data: data}
	}
	return folder
}

// counting counts the blocks a source gives.
type counting struct {
	store.Source
	blocks atomic.Int32
}

func (c *counting) Block(ctx context.Context, h pkg.Hash) ([]byte, error) {
	c.blocks.Add(1)
	return c.Source.Block(ctx, h)
}

func onDisk(t *testing.T, dir string) (*store.Store, datastore.Batching) {
	t.Helper()
	data, err := disk.OpenLarge(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	return store.New(data, pkg.Limits{}), data
}

// A bit flips on disk, at run time or before the start. It damages one package,
// and nothing else: a sweep names that, deletes what nobody ever listed and
// nothing that may still be needed, and a fetch brings what is broken and no
// more, also for the next process.
func TestFlippedBit(t *testing.T) {
	for _, running := range []bool{false, true} {
		t.Run(fmt.Sprintf("running=%t", running), func(t *testing.T) { flippedBit(t, running) })
	}
}

func flippedBit(t *testing.T, running bool) {
	ctx, dir := t.Context(), t.TempDir()
	from, _ := memory()
	s, data := onDisk(t, dir)
	var entries []store.Entry
	for i := range 4 {
		add(t, from, noise(byte(i)), "noise")
		entries = append(entries, add(t, s, noise(byte(i)), "noise"))
	}
	gone := add(t, s, noise(100), "gone")
	if err := errors.Join(s.Remove(ctx, gone.Hash), data.Close()); err != nil {
		t.Fatal(err)
	}
	if running {
		s, data = onDisk(t, dir)
	}
	if err := rot.Flip(filepath.Join(dir, "*.sst"), 0.5); err != nil {
		t.Fatal(err)
	}
	if !running {
		s, data = onDisk(t, dir)
	}
	stray, err := pkg.FileBlock([]byte("never listed"))
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	put, err := store.WritePart(&file, stray.Hash)
	if err := errors.Join(err, put(ctx, stray)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Receive(ctx, &file, stray.Hash); err != nil {
		t.Fatal(err)
	}
	var removed []pkg.Hash
	_, damaged, err := s.Sweep(ctx, func(h pkg.Hash) { removed = append(removed, h) })
	if err != nil {
		t.Fatal(err)
	}
	if len(damaged) == 1 && !slices.Contains(removed, stray.Hash) {
		t.Error("a sweep that knows of damage deletes nothing")
	}
	if len(damaged) == 1 && len(removed) != 1 {
		t.Errorf("%d blocks went, of what was listed once", len(removed)-1)
	}
	if len(damaged) > 1 {
		t.Fatalf("%d packages are damaged", len(damaged))
	}
	if len(damaged) == 0 {
		t.Fatal("no package is damaged")
	}
	for _, entry := range entries {
		err := s.Export(ctx, &bytes.Buffer{}, entry.Hash)
		if hit := entry.Hash == damaged[0]; hit != errors.Is(err, store.ErrCorrupt) || !hit && err != nil {
			t.Errorf("%s: %v", entry.Hash, err)
		}
	}
	asked := &counting{Source: from}
	if _, err := s.Fetch(ctx, damaged[0], []store.Source{asked}, nil); err != nil {
		t.Fatal(err)
	}
	if asked.blocks.Load() == 0 || asked.blocks.Load() > 2 {
		t.Errorf("%d blocks were fetched", asked.blocks.Load())
	}
	if err := data.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ = onDisk(t, dir)
	if _, damaged, err := s.Sweep(ctx, nil); err != nil || len(damaged) > 0 {
		t.Errorf("mended: %v, %v", damaged, err)
	}
	for _, entry := range entries {
		if !bytes.Equal(export(t, s, entry.Hash), export(t, from, entry.Hash)) {
			t.Errorf("%s is not what it was", entry.Hash)
		}
	}
}

// unreadable fails to read so many blocks.
type unreadable struct {
	datastore.Batching
	times int
}

func (d *unreadable) Get(ctx context.Context, key datastore.Key) ([]byte, error) {
	if d.times > 0 && datastore.NewKey("/blocks").IsAncestorOf(key) {
		d.times--
		return nil, disk.ErrDamaged
	}
	return d.Batching.Get(ctx, key)
}

// What cannot be read once may be read the next time: it is not deleted.
func TestUnreadableOnce(t *testing.T) {
	good, h := demoSource(t)
	data := &unreadable{Batching: dssync.MutexWrap(datastore.NewMapDatastore())}
	s := store.New(data, pkg.Limits{})
	if _, err := s.Fetch(t.Context(), h, []store.Source{good}, nil); err != nil {
		t.Fatal(err)
	}
	data.times = 1
	if _, err := s.Settle(t.Context(), h); err == nil {
		t.Error("a block that cannot be read is no trouble")
	}
	if _, err := s.Settle(t.Context(), h); err != nil {
		t.Error(err)
	}
}
