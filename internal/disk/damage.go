package disk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall"

	"github.com/cockroachdb/pebble/v2"
	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	pebbleds "github.com/ipfs/go-ds-pebble"
)

// ErrDamaged means that the disk does not give back what was written: bits that
// have flipped, sectors that cannot be read. What lies elsewhere on it can be
// used still, and what is written anew is read from its new place.
var ErrDamaged = errors.New("what is on disk is damaged")

func isDamage(err error) bool {
	return err != nil && (pebble.IsCorruptionError(err) || errors.Is(err, syscall.EIO))
}

func damaged(path string, err error) error {
	return fmt.Errorf("datastore %s: %w; if this stays, stop the process, move the folder away and start again without it: %w", path, ErrDamaged, err)
}

func explain(path string, err error) error {
	if isDamage(err) {
		return damaged(path, err)
	}
	return err
}

// guarded is a datastore that tells damage from other errors, and does not
// take a listing for complete that broke off.
type guarded struct {
	*pebbleds.Datastore
	path string
	lost lost

	mu     sync.RWMutex // held together by those who use it
	closed bool
}

// errClosed is for who comes after Close, as a handler of a network does that
// is closed at the same time. Pebble would panic.
var errClosed = errors.New("datastore is closed")

// open calls use unless the datastore is closed, which waits for it.
func (g *guarded) open(use func() error) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.closed {
		return errClosed
	}
	return use()
}

func guard(path string, options *pebble.Options) (datastore.Batching, error) {
	store, err := open(path, options)
	if err != nil {
		return nil, err
	}
	return &guarded{Datastore: store, path: path}, nil
}

// Get, Has and GetSize are those of the datastore.
func (g *guarded) Get(ctx context.Context, key datastore.Key) (value []byte, err error) {
	err = g.read(key, func() error { value, err = g.Datastore.Get(ctx, key); return err })
	return value, err
}

// Has is that of the datastore.
func (g *guarded) Has(ctx context.Context, key datastore.Key) (has bool, err error) {
	err = g.read(key, func() error { has, err = g.Datastore.Has(ctx, key); return err })
	return has, err
}

// GetSize is that of the datastore.
func (g *guarded) GetSize(ctx context.Context, key datastore.Key) (size int, err error) {
	err = g.read(key, func() error { size, err = g.Datastore.GetSize(ctx, key); return err })
	return size, err
}

func (g *guarded) read(key datastore.Key, read func() error) error {
	known, writes := g.lost.look(key)
	if known != nil {
		return known
	}
	err := explain(g.path, g.open(read))
	if errors.Is(err, ErrDamaged) {
		g.lost.add(key, err, writes)
	}
	return err
}

// Put is that of the datastore. Delete does not mend: below what it writes,
// Pebble looks again.
func (g *guarded) Put(ctx context.Context, key datastore.Key, value []byte) error {
	defer g.lost.written(key)
	return g.open(func() error { return g.Datastore.Put(ctx, key, value) })
}

// Delete is that of the datastore.
func (g *guarded) Delete(ctx context.Context, key datastore.Key) error {
	return g.open(func() error { return g.Datastore.Delete(ctx, key) })
}

// Sync is that of the datastore.
func (g *guarded) Sync(ctx context.Context, prefix datastore.Key) error {
	return g.open(func() error { return g.Datastore.Sync(ctx, prefix) })
}

// Batch is that of the datastore.
func (g *guarded) Batch(ctx context.Context) (datastore.Batch, error) {
	var inner datastore.Batch
	err := g.open(func() (err error) { inner, err = g.Datastore.Batch(ctx); return err })
	if err != nil {
		return nil, err
	}
	return &batch{Batch: inner, of: g}, nil
}

type batch struct {
	datastore.Batch
	of   *guarded
	keys []datastore.Key
}

// Put and Commit are those of the batch.
func (b *batch) Put(ctx context.Context, key datastore.Key, value []byte) error {
	b.keys = append(b.keys, key)
	return b.Batch.Put(ctx, key, value)
}

// Commit is that of the batch.
func (b *batch) Commit(ctx context.Context) error {
	defer b.of.lost.written(b.keys...)
	return b.of.open(func() error { return b.Batch.Commit(ctx) })
}

// lost remembers what cannot be read until it is written anew: at each try
// Pebble looks for the bit that has flipped, for seconds if a value is large.
type lost struct {
	mu     sync.Mutex
	keys   map[datastore.Key]error
	writes int
}

// mostLost is how many keys are remembered.
const mostLost = 10_000

// look gives the error that a key is known for, or what add needs.
func (l *lost) look(key datastore.Key) (known error, writes int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.keys[key], l.writes
}

// add remembers a key, unless something was written since look.
func (l *lost) add(key datastore.Key, err error, writes int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.writes != writes || len(l.keys) >= mostLost {
		return
	}
	if l.keys == nil {
		l.keys = make(map[datastore.Key]error)
	}
	l.keys[key] = err
}

func (l *lost) written(keys ...datastore.Key) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes++
	for _, key := range keys {
		delete(l.keys, key)
	}
}

// Query is that of the datastore, which ends a listing without a word at the
// first thing it cannot read. Here an error is its last result.
func (g *guarded) Query(ctx context.Context, q query.Query) (query.Results, error) {
	var results query.Results
	err := g.open(func() (err error) { results, err = g.Datastore.Query(ctx, q); return err })
	if err != nil {
		return nil, explain(g.path, err)
	}
	from, to := span(q.Prefix)
	rows, looked := 0, false
	next := func() (query.Result, bool) {
		row, more := results.NextSync()
		if more {
			if rows++; inOrder(q) && row.Error == nil {
				from = row.Key
			}
			row.Error = explain(g.path, row.Error)
			return row, true
		}
		if looked || q.Limit > 0 && rows == q.Limit {
			return row, false
		}
		looked = true
		err := g.readable(from, to)
		return query.Result{Error: err}, err != nil
	}
	return query.ResultsFromIterator(q, query.Iterator{Next: next, Close: results.Close}), nil
}

// inOrder tells whether results come in the order of keys, so that the last one
// is where a listing ended.
func inOrder(q query.Query) bool {
	if len(q.Orders) == 0 {
		return true
	}
	switch q.Orders[0].(type) {
	case query.OrderByKey, *query.OrderByKey:
		return true
	}
	return false
}

// span is where the keys below a prefix are.
func span(prefix string) (from, to string) {
	from = datastore.NewKey(prefix).String()
	if from != "/" {
		from += "/"
	}
	return from, from[:len(from)-1] + "0" // which follows the slash
}

// readable reads the keys of a span.
func (g *guarded) readable(from, to string) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.closed {
		return nil // as Query does
	}
	iter, err := g.DB.NewIter(&pebble.IterOptions{LowerBound: []byte(from), UpperBound: []byte(to)})
	if err != nil {
		return explain(g.path, err)
	}
	for iter.First(); iter.Valid(); iter.Next() {
	}
	return explain(g.path, errors.Join(iter.Error(), iter.Close()))
}

// Close is that of the datastore.
func (g *guarded) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil
	}
	g.closed = true
	return g.Datastore.Close()
}
