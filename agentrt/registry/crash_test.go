package registry_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	"github.com/ipfs/go-datastore/sync"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry"
)

// disk is a datastore that can be killed: what was synced is kept, of the rest
// the first few writes, as with a log that is written behind.
type disk struct {
	datastore.Batching
	journal []func(datastore.Datastore) error // not synced
	durable datastore.Batching
	left    int // writes until it dies
}

var errKilled = errors.New("killed")

func newDisk(durable datastore.Batching, left int) *disk {
	live := sync.MutexWrap(datastore.NewMapDatastore())
	copyTo(live, durable)
	return &disk{Batching: live, durable: durable, left: left}
}

func copyTo(to, from datastore.Batching) {
	results, err := from.Query(context.Background(), query.Query{})
	if err != nil {
		panic(err)
	}
	rows, err := results.Rest()
	if err != nil {
		panic(err)
	}
	for _, row := range rows {
		if err := to.Put(context.Background(), datastore.NewKey(row.Key), row.Value); err != nil {
			panic(err)
		}
	}
}

func (d *disk) write(ctx context.Context, do func(datastore.Datastore) error) error {
	if d.left--; d.left < 0 {
		return errKilled
	}
	d.journal = append(d.journal, do)
	return do(d.Batching)
}

func (d *disk) Put(ctx context.Context, key datastore.Key, value []byte) error {
	value = slices.Clone(value)
	return d.write(ctx, func(to datastore.Datastore) error { return to.Put(ctx, key, value) })
}

func (d *disk) Delete(ctx context.Context, key datastore.Key) error {
	return d.write(ctx, func(to datastore.Datastore) error { return to.Delete(ctx, key) })
}

// Batch hides that of the map, so that all writes pass here.
func (d *disk) Batch(context.Context) (datastore.Batch, error) {
	return datastore.NewBasicBatch(d), nil
}

func (d *disk) Sync(_ context.Context, _ datastore.Key) error {
	if d.left < 0 {
		return errKilled
	}
	return d.flush(len(d.journal))
}

func (d *disk) flush(n int) error {
	for _, do := range d.journal[:n] {
		if err := do(d.durable); err != nil {
			return err
		}
	}
	d.journal = d.journal[n:]
	return nil
}

// A registry that is killed at any write of a push, and comes up with what was
// synced and some of the rest, either has the package whole, pinned and good,
// or knows nothing of it. Then the push works.
func TestKilled(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	folder := contract("a")
	hash := measure(t, folder, "a").Hash
	finished := false
	for writes := 0; !finished; writes++ {
		if writes > 200 {
			t.Fatal("a push takes more than 200 writes")
		}
		durable := sync.MutexWrap(datastore.NewMapDatastore())
		d := newDisk(durable, 1000)
		r := open(t, config(t), d)
		d.left = writes
		_, err := push(t, r, wallet(t, 1), folder, "a")
		finished = err == nil
		if err := d.flush(random.IntN(len(d.journal) + 1)); err != nil {
			t.Fatal(err)
		}
		again := open(t, config(t), newDisk(durable, 1000))
		here, pins := isHere(t, again, hash), again.Pins().Len()
		if here != (pins == 1) || finished && !here {
			t.Fatalf("killed after %d writes: here %v, %d pins, push said %v", writes, here, pins, err)
		}
		if here {
			checkWhole(t, again, hash)
		}
		mustPush(t, again, wallet(t, 1), folder, "a")
		checkWhole(t, again, hash)
	}
}

func checkWhole(t *testing.T, r *registry.Registry, h pkg.Hash) {
	t.Helper()
	folder, entry, err := r.Store().Open(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	if content := measure(t, folder, entry.Name); content.Hash != h {
		t.Errorf("%s is %s", h, content.Hash)
	}
}
