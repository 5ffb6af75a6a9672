package disk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"

	"go-acn/internal/disk/rot"
)

const many = 256

func keyOf(i int) datastore.Key { return datastore.NewKey(fmt.Sprintf("/block/%03d", i)) }

// valueOf is what a test keeps under a key: noise, the same each time.
func valueOf(i int) []byte {
	value := make([]byte, 16<<10)
	source := rand.NewChaCha8([32]byte{byte(i), 1})
	_, _ = source.Read(value)
	return value
}

// fill makes a datastore with many values, all in tables, and closes it.
func fill(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	data := reopen(t, dir)
	for i := range many {
		if err := data.Put(t.Context(), keyOf(i), valueOf(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := data.Close(); err != nil { // which flushes
		t.Fatal(err)
	}
	return dir
}

func reopen(t *testing.T, dir string) datastore.Batching {
	t.Helper()
	data, err := OpenLarge(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	return data
}

func flip(t *testing.T, dir, pattern string, part float64) {
	t.Helper()
	if err := rot.Flip(filepath.Join(dir, pattern), part); err != nil {
		t.Fatal(err)
	}
}

// broken gives the keys that cannot be read, which must be few.
func broken(t *testing.T, data datastore.Datastore) (keys []int) {
	t.Helper()
	for i := range many {
		got, err := data.Get(t.Context(), keyOf(i))
		if errors.Is(err, ErrDamaged) {
			keys = append(keys, i)
		} else if err != nil || !bytes.Equal(got, valueOf(i)) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if len(keys) > 2 {
		t.Errorf("one bit took %d of %d values", len(keys), many)
	}
	return keys
}

// list reads a listing to its end.
func list(ctx context.Context, data datastore.Datastore, q query.Query) (int, error) {
	results, err := data.Query(ctx, q)
	if err != nil {
		return 0, err
	}
	rows, err := results.Rest()
	return len(rows), err
}

// One bit that flips on disk costs what it is part of: nothing crashes, what is
// listed is never taken for complete, and what is written anew is there, also
// after another start.
func TestFlippedBit(t *testing.T) {
	for _, when := range []string{"before the start", "at run time"} {
		t.Run(when, func(t *testing.T) {
			dir := fill(t)
			var data datastore.Batching
			if when == "at run time" {
				data = reopen(t, dir)
				if n, err := list(t.Context(), data, query.Query{Prefix: "/block", KeysOnly: true, Limit: 3}); n != 3 || err != nil {
					t.Fatalf("%d, %v", n, err)
				}
				flip(t, dir, "*.sst", 0.5)
			} else {
				flip(t, dir, "*.sst", 0.5)
				data = reopen(t, dir)
			}
			lost := broken(t, data)
			if len(lost) == 0 {
				t.Fatal("nothing is broken")
			}
			if has, err := data.Has(t.Context(), keyOf(lost[0])); !errors.Is(err, ErrDamaged) {
				t.Errorf("has: %t, %v", has, err)
			}
			if _, err := data.GetSize(t.Context(), keyOf(lost[0])); !errors.Is(err, ErrDamaged) {
				t.Errorf("size: %v", err)
			}
			for _, q := range []query.Query{
				{Prefix: "/block", KeysOnly: true}, {Prefix: "/", KeysOnly: true}, {Prefix: "/block", Orders: []query.Order{query.OrderByKey{}}},
				{Prefix: "/block", KeysOnly: true, Orders: []query.Order{query.OrderByKeyDescending{}}},
			} {
				if n, err := list(t.Context(), data, q); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), dir) {
					t.Errorf("%s: %d rows, %v", q, n, err)
				}
			}
			if n, err := list(t.Context(), data, query.Query{Prefix: "/block", Limit: 5}); n != 5 || err != nil {
				t.Errorf("the first 5: %d, %v", n, err)
			}
			for _, i := range lost {
				if err := data.Put(t.Context(), keyOf(i), valueOf(i)); err != nil {
					t.Fatal(err)
				}
			}
			if still := broken(t, data); len(still) > 0 {
				t.Errorf("written anew, and still broken: %v", still)
			}
			if err := data.Close(); err != nil {
				t.Fatal(err)
			}
			if still := broken(t, reopen(t, dir)); len(still) > 0 {
				t.Errorf("broken again after a start: %v", still)
			}
		})
	}
}

// What Pebble needs to start is not made up: the error says where it is and
// what can be done.
func TestFlippedManifest(t *testing.T) {
	dir := fill(t)
	flip(t, dir, "MANIFEST-*", 0.1)
	if _, err := OpenLarge(dir); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), dir) {
		t.Errorf("%v", err)
	}
}

// A batch mends as single writes do.
func TestMendInBatch(t *testing.T) {
	dir := fill(t)
	flip(t, dir, "*.sst", 0.5)
	data := reopen(t, dir)
	lost := broken(t, data)
	if len(lost) == 0 {
		t.Fatal("nothing is broken")
	}
	write, err := data.Batch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range lost {
		err = errors.Join(err, write.Put(t.Context(), keyOf(i), valueOf(i)))
	}
	if still := broken(t, data); len(still) != len(lost) {
		t.Errorf("mended before it was written: %v", still)
	}
	if err := errors.Join(err, write.Commit(t.Context())); err != nil {
		t.Fatal(err)
	}
	if still := broken(t, data); len(still) > 0 {
		t.Errorf("still broken: %v", still)
	}
}

// Listings are complete in every order and with every limit.
func TestListings(t *testing.T) {
	data := reopen(t, fill(t))
	for _, q := range []query.Query{
		{}, {Prefix: "/block"}, {KeysOnly: true}, {Limit: many}, {Limit: many + 1},
		{Orders: []query.Order{query.OrderByKey{}}}, {Orders: []query.Order{query.OrderByKeyDescending{}}},
	} {
		if n, err := list(t.Context(), data, q); n != many || err != nil {
			t.Errorf("%s: %d rows, %v", q, n, err)
		}
	}
	if n, err := list(t.Context(), data, query.Query{Prefix: "/bloc"}); n != 0 || err != nil {
		t.Errorf("nothing: %d rows, %v", n, err)
	}
}
