package dht

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"

	"go-acn/acn"
)

// floorAfterlife is how long a floor outlives the statement it comes from: by
// then everything that was signed before that statement was seen has expired,
// so no old record can come back.
const floorAfterlife = 48 * time.Hour

// floor is the newest statement seen about a wallet. The DHT's own store
// forgets a record when it expires, and would then take an older one that
// lives longer; the floor does not.
//
//	0        1        9        17       25       33
//	+--------+--------+--------+--------+--------+
//	|version | epoch  | since  |sequence| until  |   big endian, until in Unix ms
//	+--------+--------+--------+--------+--------+
type floor struct {
	order
	until time.Time
}

const (
	floorVersion = 1
	floorSize    = 1 + 4*8
)

func (f floor) encode() []byte {
	out := make([]byte, 0, floorSize)
	out = append(out, floorVersion)
	for _, value := range []uint64{f.epoch, f.since, f.seq} {
		out = binary.BigEndian.AppendUint64(out, value)
	}
	return binary.BigEndian.AppendUint64(out, uint64(f.until.UnixMilli()))
}

func decodeFloor(raw []byte) (floor, error) {
	if len(raw) != floorSize || raw[0] != floorVersion {
		return floor{}, errors.New("floor is not of version 1")
	}
	number := func(i int) uint64 { return binary.BigEndian.Uint64(raw[1+8*i:]) }
	until := number(3)
	if until > maxMillis {
		return floor{}, errors.New("floor has a time out of range")
	}
	return floor{
		order: order{epoch: number(0), since: number(1), seq: number(2)},
		until: time.UnixMilli(int64(until)).UTC(),
	}, nil
}

// floors remembers the floor of every wallet a valid record was seen of, in
// two tables of the same size. Anybody can fill the first, held, with wallets
// of his own, so there the farthest goes first; the second, kept, is for the
// wallets announced from here and those local agents write to, which strangers
// cannot crowd out. It is safe for concurrent use.
type floors struct {
	store datastore.Batching
	most  int // of each table

	mu    sync.Mutex
	held  *proximity[floor]
	kept  *proximity[floor]
	dirty map[datastore.Key]struct{} // changed since the last flush
}

func newFloors(store datastore.Batching, self position, most int) *floors {
	return &floors{
		store: store, most: most,
		held: newProximity[floor](self), kept: newProximity[floor](self),
		dirty: make(map[datastore.Key]struct{}),
	}
}

// Names of the tables in the datastore.
const (
	heldTable = "held"
	keptTable = "kept"
)

func (f *floors) table(name string) *proximity[floor] {
	if name == keptTable {
		return f.kept
	}
	return f.held
}

// newest is the newest statement seen about the address, zero if none.
func (f *floors) newest(d digest, now time.Time) order {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.newestLocked(d, now)
}

func (f *floors) newestLocked(d digest, now time.Time) order {
	var newest order
	for _, table := range []*proximity[floor]{f.held, f.kept} {
		if known, ok := table.value(d.String()); ok && now.Before(known.until) && known.compare(newest) > 0 {
			newest = known.order
		}
	}
	return newest
}

// raise notes a valid statement that stands until the given time.
func (f *floors) raise(d digest, o order, until, now time.Time) {
	raised := floor{order: o, until: until.Add(floorAfterlife)}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.set(heldTable, d, raised, now)
	if _, ok := f.kept.value(d.String()); ok {
		f.set(keptTable, d, raised, now)
	}
}

// keep moves the address to the table strangers cannot crowd out.
func (f *floors) keep(d digest, now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.kept.value(d.String()); ok {
		return
	}
	known, ok := f.held.value(d.String())
	if !ok {
		known = floor{until: now.Add(floorAfterlife)}
	}
	f.set(keptTable, d, known, now)
}

// set writes one floor unless the one there is higher and still stands, and
// makes room for it. The caller holds mu.
func (f *floors) set(name string, d digest, raised floor, now time.Time) {
	table, key := f.table(name), d.String()
	known, ok := table.value(key)
	if ok && now.Before(known.until) {
		if known.compare(raised.order) > 0 || known == raised {
			return
		}
		// What the lower floor would still have refused, the raised one must.
		if known.until.After(raised.until) {
			raised.until = known.until
		}
	}
	if !ok && table.len() >= f.most {
		victim, _, found := table.farthest(d.position())
		if !found {
			return
		}
		table.remove(victim)
		f.dirty[floorKey(name, victim)] = struct{}{}
	}
	table.put(key, d.position(), raised)
	f.dirty[floorKey(name, key)] = struct{}{}
}

func floorKey(table, key string) datastore.Key {
	return datastore.KeyWithNamespaces([]string{table, key})
}

func parseFloorKey(key datastore.Key) (table string, d digest, ok bool) {
	names := key.Namespaces()
	if len(names) != 2 || names[0] != heldTable && names[0] != keptTable {
		return "", d, false
	}
	d, err := parseKey("/" + acn.RecordNamespace + "/" + names[1])
	return names[0], d, err == nil
}

// load reads what earlier runs flushed. It runs before the first record is
// judged.
func (f *floors) load(ctx context.Context, now time.Time) error {
	results, err := f.store.Query(ctx, query.Query{})
	if err != nil {
		return fmt.Errorf("reading floors: %w", err)
	}
	defer results.Close()
	f.mu.Lock()
	defer f.mu.Unlock()
	for result := range results.Next() {
		if result.Error != nil {
			return fmt.Errorf("reading floors: %w", result.Error)
		}
		f.restore(datastore.NewKey(result.Key), result.Value, now)
	}
	return nil
}

// restore takes one stored floor; what is damaged or has lapsed is marked for
// deletion. The caller holds mu.
func (f *floors) restore(key datastore.Key, raw []byte, now time.Time) {
	known, err := decodeFloor(raw)
	name, d, ok := parseFloorKey(key)
	if err != nil || !ok || !now.Before(known.until) {
		f.dirty[key] = struct{}{}
		return
	}
	if table := f.table(name); table.len() < f.most {
		table.put(d.String(), d.position(), known)
	}
}

// flush writes what has changed since the last time.
func (f *floors) flush(ctx context.Context) error {
	changed := f.changes()
	if len(changed) == 0 {
		return nil
	}
	if err := f.write(ctx, changed); err != nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		for key := range changed {
			f.dirty[key] = struct{}{}
		}
		return fmt.Errorf("writing floors: %w", err)
	}
	return nil
}

// changes takes the dirty set; nil stands for a floor that is gone.
func (f *floors) changes() map[datastore.Key][]byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	changed := make(map[datastore.Key][]byte, len(f.dirty))
	for key := range f.dirty {
		changed[key] = nil
		if name, d, ok := parseFloorKey(key); ok {
			if known, ok := f.table(name).value(d.String()); ok {
				changed[key] = known.encode()
			}
		}
	}
	clear(f.dirty)
	return changed
}

func (f *floors) write(ctx context.Context, changed map[datastore.Key][]byte) error {
	batch, err := f.store.Batch(ctx)
	if err != nil {
		return err
	}
	for key, raw := range changed {
		if raw == nil {
			err = batch.Delete(ctx, key)
		} else {
			err = batch.Put(ctx, key, raw)
		}
		if err != nil {
			return err
		}
	}
	return batch.Commit(ctx)
}

// sweep forgets floors that have lapsed.
func (f *floors) sweep(now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, name := range []string{heldTable, keptTable} {
		table := f.table(name)
		for key, entry := range table.entries {
			if !now.Before(entry.value.until) {
				table.remove(key)
				f.dirty[floorKey(name, key)] = struct{}{}
			}
		}
	}
}

func (f *floors) len() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.held.len() + f.kept.len()
}
