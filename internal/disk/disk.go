// Package disk opens datastores that outlive the process: a node's own, and
// what commands keep between two runs. One process uses one at a time.
package disk

import (
	"fmt"

	"github.com/cockroachdb/pebble/v2"
	"github.com/ipfs/go-datastore"
	pebbleds "github.com/ipfs/go-ds-pebble"
)

// Open opens the datastore in a folder, which it makes: Pebble, as kad-dht's
// authors use it, with buffers for records of a few hundred bytes rather than
// for a database.
func Open(path string) (datastore.Batching, error) {
	return open(path, &pebble.Options{MemTableSize: 1 << 20})
}

// OpenLarge is Open for values of hundreds of kilobytes that come by the dozen:
// what is written at once fits into memory, and is not written to disk twice
// while somebody waits for it.
func OpenLarge(path string) (datastore.Batching, error) {
	return open(path, &pebble.Options{MemTableSize: 32 << 20})
}

func open(path string, options *pebble.Options) (datastore.Batching, error) {
	options.CacheSize, options.MaxOpenFiles, options.Logger = 4<<20, 128, silent{}
	store, err := pebbleds.NewDatastore(path, pebbleds.WithPebbleOpts(options))
	if err != nil {
		return nil, fmt.Errorf("opening datastore %s (is another process using it?): %w", path, err)
	}
	return store, nil
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
