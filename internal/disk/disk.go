// Package disk opens datastores that outlive the process: a node's own, and
// what commands keep between two runs. One process uses one at a time.
package disk

import (
	"context"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
	"github.com/ipfs/go-datastore"
	pebbleds "github.com/ipfs/go-ds-pebble"
)

// Open opens the datastore in a folder, which it makes: Pebble, as kad-dht's
// authors use it, with buffers for records of a few hundred bytes rather than
// for a database.
func Open(path string) (datastore.Batching, error) {
	return guard(path, &pebble.Options{MemTableSize: 1 << 20})
}

// OpenLarge is Open for values of hundreds of kilobytes that come by the dozen:
// what is written at once fits into memory, and is not written to disk twice
// while somebody waits for it.
func OpenLarge(path string) (datastore.Batching, error) {
	return guard(path, &pebble.Options{MemTableSize: 32 << 20})
}

func open(path string, options *pebble.Options) (*pebbleds.Datastore, error) {
	options.CacheSize, options.MaxOpenFiles, options.Logger = 4<<20, 128, silent{}
	// Without this, Pebble calls Fatalf. Whoever reads gets the error.
	options.EventListener = &pebble.EventListener{DataCorruption: func(pebble.DataCorruptionInfo) {}}
	store, err := pebbleds.NewDatastore(path, pebbleds.WithPebbleOpts(options))
	switch {
	case isDamage(err):
		return nil, damaged(path, err)
	case err != nil:
		return nil, fmt.Errorf("opening datastore %s (is another process using it?): %w", path, err)
	}
	return store, nil
}

// Shrink gives back to the disk what was deleted from the datastore in a folder
// that nobody has open. Pebble does so in its own time, which a datastore that
// is open for moments only does not have; and it keeps logs to write on, until
// it is opened anew.
func Shrink(ctx context.Context, path string) error {
	store, err := open(path, &pebble.Options{})
	if err != nil {
		return err
	}
	err = store.DB.Compact(ctx, []byte{}, []byte{0xff}, true) // keys are paths
	if err := errors.Join(err, store.Close()); err != nil {
		return fmt.Errorf("shrinking datastore %s: %w", path, explain(path, err))
	}
	return nil
}

// silent drops what Pebble would print about its files.
type silent struct{}

// Infof, Errorf and Fatalf implement pebble.Logger. Pebble calls Fatalf for
// what it cannot survive and expects it not to return.
func (silent) Infof(string, ...any)  {}
func (silent) Errorf(string, ...any) {}
func (silent) Fatalf(format string, args ...any) {
	panic(fmt.Sprintf("datastore: "+format, args...))
}
