package replica

import (
	"bytes"
	"crypto/sha256"
	"slices"
)

// key names a member of a set: the digest of a package, or the sha2-256 of a
// pin.
type key [32]byte

func (k key) compare(other key) int { return bytes.Compare(k[:], other[:]) }

// buckets is how many parts a set is compared in: a key is in the one its first
// byte names. With n keys a change costs the sums and n/256 keys.
const buckets = 256

type (
	digest [32]byte // of a whole set
	sum    [16]byte // of a bucket
)

// index is a set to be compared with others. It does not change.
type index struct {
	keys   []key // rising
	sums   [buckets]sum
	digest digest
}

// newIndex takes ownership of keys.
//
// The sum of a bucket is the first half of the sha2-256 of its keys in rising
// order, or zero if there are none; the digest is the sha2-256 of all sums.
func newIndex(keys []key) *index {
	slices.SortFunc(keys, key.compare)
	x := &index{keys: slices.Compact(keys)}
	all := sha256.New()
	for b := range buckets {
		x.sums[b] = sumOf(x.bucket(byte(b)))
		all.Write(x.sums[b][:])
	}
	x.digest = digest(all.Sum(nil))
	return x
}

func sumOf(keys []key) sum {
	if len(keys) == 0 {
		return sum{}
	}
	hash := sha256.New()
	for _, k := range keys {
		hash.Write(k[:])
	}
	return sum(hash.Sum(nil))
}

// bucket is the part of the keys that begin with b.
func (x *index) bucket(b byte) []key {
	from, _ := slices.BinarySearchFunc(x.keys, b, func(k key, b byte) int { return int(k[0]) - int(b) })
	to, _ := slices.BinarySearchFunc(x.keys, int(b)+1, func(k key, b int) int { return int(k[0]) - b })
	return x.keys[from:to]
}

// page is what an answer to a listing holds.
func (x *index) page(b byte, after *key) []key {
	keys := x.bucket(b)
	from, found := 0, false
	if after != nil {
		from, found = slices.BinarySearchFunc(keys, *after, key.compare)
	}
	if found {
		from++
	}
	return keys[from:min(from+mostKeys, len(keys))]
}

func (x *index) has(k key) bool {
	_, found := slices.BinarySearchFunc(x.keys, k, key.compare)
	return found
}

// replaced is the index with other keys in one bucket.
func (x *index) replaced(b byte, keys []key) *index {
	next := slices.Clone(keys)
	for _, k := range x.keys {
		if k[0] != b {
			next = append(next, k)
		}
	}
	return newIndex(next)
}
