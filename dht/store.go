package dht

import (
	"context"
	"encoding/base32"
	"fmt"
	"sync"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	recordpb "github.com/libp2p/go-libp2p-record/pb"
	"google.golang.org/protobuf/proto"
)

// quota bounds what is held for others in one datastore. When it is full, the
// entries farthest from this node go first, never the oldest: age would favour
// whoever writes most. A DHT uses it as its datastore; it is safe for
// concurrent use.
type quota struct {
	datastore.Batching
	table    Table
	most     int   // entries
	mostSize int64 // bytes of values
	observer *Observer

	mu      sync.Mutex
	entries *proximity[int] // size by datastore key
	size    int64
	bounds  bounds // further ones, or nil
}

// bounds are what a quota keeps to besides. They are called with its lock
// held, once for each entry that comes or goes.
type bounds interface {
	admit(key datastore.Key) error // before an entry is added
	added(key datastore.Key)
	removed(key datastore.Key)
}

func newQuota(store datastore.Batching, self position, table Table, most int, mostSize int64, observer *Observer) *quota {
	return &quota{Batching: store, table: table, most: most, mostSize: mostSize, observer: observer, entries: newProximity[int](self)}
}

// place is where the entry behind a datastore key belongs in the key space.
// Both kinds of keys of the DHT have it in base32 in their second part:
// /acn/<record key> and /providers/<multihash>/<peer>.
func place(key datastore.Key) position {
	if names := key.Namespaces(); len(names) >= 2 {
		if raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(names[1]); err == nil {
			return positionOf(raw)
		}
	}
	return positionOf([]byte(key.String()))
}

// load counts what earlier runs left behind.
func (q *quota) load(ctx context.Context) error {
	results, err := q.Query(ctx, query.Query{KeysOnly: true, ReturnsSizes: true})
	if err != nil {
		return fmt.Errorf("counting stored %s records: %w", q.table, err)
	}
	defer results.Close()
	q.mu.Lock()
	defer q.mu.Unlock()
	for result := range results.Next() {
		if result.Error != nil {
			return fmt.Errorf("counting stored %s records: %w", q.table, result.Error)
		}
		q.count(datastore.NewKey(result.Key), result.Size)
	}
	return nil
}

// count notes the size of an entry. The caller holds mu.
func (q *quota) count(key datastore.Key, size int) {
	old, known := q.entries.value(key.String())
	q.entries.put(key.String(), place(key), size)
	q.size += int64(size - old)
	if !known && q.bounds != nil {
		q.bounds.added(key)
	}
}

// Put stores the value if there is room for it or something farther away to
// give up, and refuses it otherwise.
func (q *quota) Put(ctx context.Context, key datastore.Key, value []byte) error {
	entries, size, err := q.put(ctx, key, value)
	if err != nil {
		q.observer.refused(err)
		return err
	}
	q.observer.stored(q.table, entries, size)
	return nil
}

func (q *quota) put(ctx context.Context, key datastore.Key, value []byte) (entries int, size int64, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if int64(len(value)) > q.mostSize {
		return 0, 0, refuse(RefusedFull, "value is larger than all there is for %s records", q.table)
	}
	old, known := q.entries.value(key.String())
	if !known && q.bounds != nil {
		if err := q.bounds.admit(key); err != nil {
			return 0, 0, err
		}
	}
	for q.full(known, len(value)-old) {
		victim, _, ok := q.entries.farthest(place(key))
		if !ok {
			return 0, 0, refuse(RefusedFull, "no room for more %s records", q.table)
		}
		if err := q.forget(ctx, datastore.RawKey(victim)); err != nil {
			return 0, 0, err
		}
	}
	if err := q.Batching.Put(ctx, key, value); err != nil {
		return 0, 0, err
	}
	q.count(key, len(value))
	return q.entries.len(), q.size, nil
}

// full tells whether an entry growing by so many bytes is too much.
func (q *quota) full(known bool, growth int) bool {
	return !known && q.entries.len() >= q.most || q.size+int64(growth) > q.mostSize
}

// Delete removes an entry.
func (q *quota) Delete(ctx context.Context, key datastore.Key) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.forget(ctx, key)
}

// forget deletes an entry and its count. The caller holds mu.
func (q *quota) forget(ctx context.Context, key datastore.Key) error {
	if err := q.Batching.Delete(ctx, key); err != nil {
		return err
	}
	size, known := q.entries.value(key.String())
	q.entries.remove(key.String())
	q.size -= int64(size)
	if known && q.bounds != nil {
		q.bounds.removed(key)
	}
	return nil
}

// Batch goes through Put and Delete, so that nothing escapes the count. What is
// refused does not keep the rest out: the library would try the whole batch
// again, and then drop it.
func (q *quota) Batch(context.Context) (datastore.Batch, error) {
	return datastore.NewBasicBatch(lenient{q}), nil
}

// lenient is a quota whose refusals are no errors.
type lenient struct{ *quota }

// Put implements datastore.Datastore.
func (l lenient) Put(ctx context.Context, key datastore.Key, value []byte) error {
	if err := l.quota.Put(ctx, key, value); reasonOf(err) == "" {
		return err
	}
	return nil
}

// recordStore is the datastore of our own DHT. The DHT checks a record when it
// is stored and, for its own searches, when it is read, but hands it to others
// as it is; here a record that is no longer current is not there any more.
type recordStore struct {
	*quota
	validator *validator
}

// Get hides what has expired or been overtaken. It does not delete it: a newer
// record may just be taking its place, and the DHT sweeps by age anyway.
func (s *recordStore) Get(ctx context.Context, key datastore.Key) ([]byte, error) {
	raw, err := s.quota.Get(ctx, key)
	if err != nil {
		return nil, err
	}
	if s.check(raw) != nil {
		return nil, datastore.ErrNotFound
	}
	return raw, nil
}

// Put refuses what was overtaken between the DHT's check and here.
func (s *recordStore) Put(ctx context.Context, key datastore.Key, raw []byte) error {
	if err := s.check(raw); err != nil {
		s.quota.observer.refused(err)
		return err
	}
	return s.quota.Put(ctx, key, raw)
}

func (s *recordStore) check(raw []byte) error {
	stored := new(recordpb.Record)
	if err := proto.Unmarshal(raw, stored); err != nil {
		return refuse(RefusedMalformed, "reading stored record: %w", err)
	}
	_, _, err := s.validator.current(string(stored.GetKey()), stored.GetValue())
	return err
}

// Batch goes through Put and Delete.
func (s *recordStore) Batch(context.Context) (datastore.Batch, error) {
	return datastore.NewBasicBatch(s), nil
}
