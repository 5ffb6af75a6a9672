package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	stdsync "sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/sync"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// patience bounds waits that no test passes by.
const patience = 30 * time.Second

// within fails a test that would hang.
func within(t *testing.T, what string, do func() error) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	case <-time.After(patience):
		t.Fatalf("%s waits", what)
	}
}

// A sender who takes his time holds up neither a collection nor, behind that,
// anybody else who adds; and what he has sent so far stays.
func TestSlowSender(t *testing.T) {
	from, _ := memory()
	slow, other := add(t, from, demo(), "slow"), demo()
	s, _ := memory()
	out, in := io.Pipe()
	received := make(chan error, 1)
	go func() {
		_, err := s.Receive(t.Context(), out, slow.Hash)
		received <- err
	}()
	file := export(t, from, slow.Hash)
	if _, err := in.Write(file[:len(file)-10]); err != nil {
		t.Fatal(err)
	}
	within(t, "collecting", func() error { _, err := s.Collect(t.Context()); return err })
	within(t, "adding", func() error { _, err := s.Add(t.Context(), other, "other"); return err })
	within(t, "the rest", func() error { _, err := in.Write(file[len(file)-10:]); _ = in.Close(); return err })
	within(t, "receiving", func() error { return <-received })
	if _, err := s.Settle(t.Context(), slow.Hash); err != nil {
		t.Errorf("the collection took what was on its way: %v", err)
	}
}

// Whatever comes and goes while blocks are collected, what is listed is whole.
func TestCollectMeanwhile(t *testing.T) {
	s, _ := memory()
	ctx, cancel := context.WithCancel(t.Context())
	var collecting stdsync.WaitGroup
	collecting.Go(func() {
		for ctx.Err() == nil {
			if _, err := s.Collect(ctx); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		}
	})
	var adding stdsync.WaitGroup
	for i := range 4 {
		adding.Go(func() {
			for range 50 { // all share the blocks of demo's files
				entry, err := s.Add(t.Context(), demo(), fmt.Sprint("demo", i))
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Export(t.Context(), io.Discard, entry.Hash); err != nil {
					t.Errorf("a listed package is not whole: %v", err)
				}
				if err := s.Remove(t.Context(), entry.Hash); err != nil {
					t.Error(err)
				}
			}
		})
	}
	adding.Wait()
	cancel()
	collecting.Wait()
	if _, err := s.Collect(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A block of an accepted package that was damaged, and went with it, is not
// given away when it comes again as part of something that is not accepted.
func TestAcceptedNoMore(t *testing.T) {
	s, data := memory()
	entry := add(t, s, demo(), "demo")
	file := export(t, s, entry.Hash)
	damage(t, data, entry.Hash)
	if _, err := s.Settle(t.Context(), entry.Hash); !errors.Is(err, store.ErrIncomplete) {
		t.Fatalf("a package without its root: %v", err)
	}
	if err := s.Remove(t.Context(), entry.Hash); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Collect(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Receive(t.Context(), bytes.NewReader(file), entry.Hash); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Block(t.Context(), entry.Hash); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a block that nobody has accepted is given away: %v", err)
	}
}

// damage changes a block behind the store's back.
func damage(t *testing.T, data datastore.Batching, h pkg.Hash) {
	t.Helper()
	for key, value := range blocksOf(t, data) {
		if sha256.Sum256(value) == h {
			if err := data.Put(t.Context(), datastore.NewKey(key), []byte("damaged")); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("no block %s", h)
}

// A file of as many blocks as a package may have is read, and one more is not:
// bytes alone would let in millions of empty ones.
func TestManyBlocks(t *testing.T) {
	const most = 2*2 + 1 + 1 // of two files or folders, and the package's own
	for n, ok := range map[int]bool{most: true, most + 1: false} {
		s := store.New(sync.MutexWrap(datastore.NewMapDatastore()), pkg.Limits{Files: 2, Total: 1000})
		var file bytes.Buffer
		var root pkg.Hash
		var blocks []pkg.Block
		for i := range n {
			b, err := pkg.FileBlock([]byte{byte(i)})
			if err != nil {
				t.Fatal(err)
			}
			root, blocks = b.Hash, append(blocks, b)
		}
		put, err := store.WritePart(&file, root)
		for _, b := range blocks {
			err = errors.Join(err, put(t.Context(), b))
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Receive(t.Context(), &file, root); (err == nil) != ok {
			t.Errorf("%d blocks: %v", n, err)
		}
	}
}

// One request is answered with as many bytes as one package may have.
func TestSendIsBounded(t *testing.T) {
	data := sync.MutexWrap(datastore.NewMapDatastore())
	s := store.New(data, pkg.Limits{Total: 1000})
	var wanted []pkg.Hash
	for i := range 3 {
		file := bytes.Repeat([]byte{byte(i)}, 900)
		wanted = append(wanted, add(t, s, fstest.MapFS{"file": {Data: file}}, "demo").Hash)
	}
	for n, ok := range map[int]bool{1: true, 3: false} {
		sent := 0
		err := s.Send(t.Context(), wanted[:n], func(data []byte) error { sent += len(data); return nil })
		if (err == nil) != ok || sent > 2000 {
			t.Errorf("%d packages: %d bytes, %v", n, sent, err)
		}
	}
}
