package registry_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/ipfs/go-datastore"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
)

// collecting finds what sources have, or fails, after a collection.
func collecting(t *testing.T, r **registry.Registry, sources ...store.Source) registry.Finder {
	return func(ctx context.Context, _ pkg.Hash) ([]store.Source, func(), error) {
		if _, err := (*r).Collect(ctx, nil); err != nil {
			t.Error(err)
		}
		if len(sources) == 0 {
			return nil, nil, errors.New("nobody")
		}
		return sources, func() {}, nil
	}
}

// A package that was promised to wait is there when what it needs has come,
// though a collection ran while that was looked for.
func TestWaitingIsNotCollected(t *testing.T) {
	cfg := config(t)
	var r *registry.Registry
	cfg.Find = collecting(t, &r)
	r = open(t, cfg, memory())
	a := measure(t, contract("a"), "a").Hash
	b, waits, err := r.AddFolder(t.Context(), contract("b", need("a", a)), "b", true)
	if err != nil || !waits {
		t.Fatal(waits, err)
	}
	collect(t, r)
	if _, _, err := r.AddFolder(t.Context(), contract("a"), "a", true); err != nil {
		t.Fatal(err)
	}
	if !isHere(t, r, b.Hash) || len(r.Waiting()) != 0 {
		t.Errorf("here: %t, waiting: %v", isHere(t, r, b.Hash), r.Waiting())
	}
}

// Waiting twice is waiting once: nothing is held when it is over.
func TestWaitingTwice(t *testing.T) {
	r := newRegistry(t)
	a := measure(t, contract("a"), "a").Hash
	for range 2 {
		if _, waits, err := r.AddFolder(t.Context(), contract("b", need("a", a)), "b", false); err != nil || !waits {
			t.Fatal(waits, err)
		}
	}
	if _, _, err := r.AddFolder(t.Context(), contract("a"), "a", false); err != nil {
		t.Fatal(err)
	}
	if names := listed(t, r); len(names) != 2 {
		t.Fatal(names)
	}
	if n, err := r.Collect(t.Context(), nil); n < 6 || err != nil || len(listed(t, r)) != 0 {
		t.Errorf("%d blocks, %v", n, err)
	}
}

// What was refused, or has waited in vain, is held no longer.
func TestRefusedIsCollected(t *testing.T) {
	r := newRegistry(t)
	bad := change(contract("a"), "stray.py", "x")
	if _, err := push(t, r, wallet(t, 1), bad, "a"); err == nil {
		t.Fatal("accepted")
	}
	if _, _, err := r.AddFolder(t.Context(), bad, "a", true); err == nil {
		t.Fatal("accepted")
	}
	if n, err := r.Collect(t.Context(), nil); n == 0 || err != nil {
		t.Errorf("%d blocks, %v", n, err)
	}
}

// A push is not collected while its dependencies are fetched.
func TestPushIsNotCollected(t *testing.T) {
	from := newRegistry(t)
	a := mustPush(t, from, wallet(t, 1), contract("a"), "a")
	cfg := config(t)
	var r *registry.Registry
	cfg.Find = collecting(t, &r, from.Store())
	r = open(t, cfg, memory())
	if _, err := push(t, r, wallet(t, 1), contract("b", need("a", a)), "b"); err != nil {
		t.Error(err)
	}
}

// trigger does something when a key is asked for, and then obeys contexts.
type trigger struct {
	datastore.Batching
	key  datastore.Key
	then func()
}

func (d *trigger) Get(ctx context.Context, key datastore.Key) ([]byte, error) {
	if key == d.key {
		d.then()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return d.Batching.Get(ctx, key)
}

// Whoever brings what others wait for may hang up: they are listed still, once
// the registry gets to it.
func TestWaitingOutlivesRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		data := &trigger{Batching: memory()}
		r := open(t, config(t), data)
		a := measure(t, contract("a"), "a").Hash
		b, waits, err := r.AddFolder(t.Context(), contract("b", need("a", a)), "b", true)
		if err != nil || !waits {
			t.Fatal(waits, err)
		}
		ctx, hangUp := context.WithCancel(t.Context())
		// Asked for when b's dependency is looked at, after a was accepted.
		data.key, data.then = datastore.NewKey("/packages/"+a.String()), hangUp
		if entry, _, err := r.AddFolder(ctx, contract("a"), "a", true); err != nil || ctx.Err() == nil {
			t.Fatal(entry, err)
		}
		if isHere(t, r, b.Hash) || len(r.Waiting()) != 1 {
			t.Fatalf("here: %t, waiting: %v", isHere(t, r, b.Hash), r.Waiting())
		}
		running, stop := context.WithCancel(t.Context())
		var run sync.WaitGroup
		run.Go(func() {
			if err := r.Run(running); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		if !isHere(t, r, b.Hash) || len(r.Waiting()) != 0 {
			t.Errorf("here: %t, waiting: %v", isHere(t, r, b.Hash), r.Waiting())
		}
		stop()
		run.Wait()
	})
}

// written calls then after each key under a prefix has been written.
type written struct {
	datastore.Batching
	under datastore.Key
	then  func()
}

func (d *written) Put(ctx context.Context, key datastore.Key, value []byte) error {
	err := d.Batching.Put(ctx, key, value)
	if d.then != nil && key.IsDescendantOf(d.under) {
		d.then()
	}
	return err
}

// Whoever hangs up has the registry look at what waits, and not through all of
// its store.
func TestHangingUpCollectsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := config(t)
		var collections atomic.Int32
		cfg.Observer.Collected = func(int, int, int64, int) { collections.Add(1) }
		data := &written{Batching: memory(), under: datastore.NewKey("/pins")}
		r := open(t, cfg, data)
		h := mustPush(t, r, wallet(t, 1), contract("a"), "a")
		if _, _, err := r.AddFolder(t.Context(), contract("b", need("c", pkg.Hash{1})), "b", true); err != nil { // waits
			t.Fatal(err)
		}
		collections.Store(0)
		running, stop := context.WithCancel(t.Context())
		var run sync.WaitGroup
		run.Go(func() {
			if err := r.Run(running); err != nil {
				t.Error(err)
			}
		})
		size := measure(t, contract("a"), "a").Size
		hungUp := 0
		for i := range 20 {
			ctx, hangUp := context.WithCancel(t.Context())
			data.then = hangUp
			_, _ = r.Pin(ctx, sign(t, wallet(t, 1), wish(h, size, uint64(1000+i))), "")
			if ctx.Err() != nil {
				hungUp++
			}
			synctest.Wait()
			hangUp()
		}
		if n := collections.Load(); n != 0 || hungUp == 0 {
			t.Errorf("%d collections after %d requests that were broken off", n, hungUp)
		}
		stop()
		run.Wait()
	})
}

// A disk that fails for a moment ends no wait, and what was not listed is not
// given away.
func TestWaitingOutlivesDisk(t *testing.T) {
	data := &failing{Batching: memory()}
	r := open(t, config(t), data)
	a := measure(t, contract("a"), "a").Hash
	b, waits, err := r.AddFolder(t.Context(), contract("b", need("a", a)), "b", true)
	if err != nil || !waits {
		t.Fatal(waits, err)
	}
	data.key = datastore.NewKey("/packages/" + b.Hash.String())
	if _, _, err := r.AddFolder(t.Context(), contract("a"), "a", true); err != nil {
		t.Fatal(err)
	}
	if isHere(t, r, b.Hash) || len(r.Waiting()) != 1 { // isHere looks whether blocks are given away
		t.Errorf("here: %t, waiting: %v", isHere(t, r, b.Hash), r.Waiting())
	}
	data.key = datastore.Key{}
	if _, _, err := r.AddFolder(t.Context(), contract("c"), "c", true); err != nil {
		t.Fatal(err)
	}
	if !isHere(t, r, b.Hash) || len(r.Waiting()) != 0 {
		t.Errorf("here: %t, waiting: %v", isHere(t, r, b.Hash), r.Waiting())
	}
}

// failing cannot write a key. Its batches are written whole, or not at all.
type failing struct {
	datastore.Batching
	key datastore.Key
}

func (d *failing) Put(ctx context.Context, key datastore.Key, value []byte) error {
	if key == d.key {
		return syscall.ENOSPC
	}
	return d.Batching.Put(ctx, key, value)
}

func (d *failing) Batch(ctx context.Context) (datastore.Batch, error) {
	inner, err := d.Batching.Batch(ctx)
	return &failingBatch{Batch: inner, of: d}, err
}

type failingBatch struct {
	datastore.Batch
	of  *failing
	bad bool
}

func (b *failingBatch) Put(ctx context.Context, key datastore.Key, value []byte) error {
	b.bad = b.bad || key == b.of.key
	return b.Batch.Put(ctx, key, value)
}

func (b *failingBatch) Commit(ctx context.Context) error {
	if b.bad {
		return syscall.ENOSPC
	}
	return b.Batch.Commit(ctx)
}
