package dht

import (
	"bytes"
	"container/heap"
	"crypto/sha256"
)

// position is a place in the key space of the DHTs: SHA-256 of a record key,
// of a multihash or of a peer id. Distances are XOR, as in Kademlia.
type position [sha256.Size]byte

func positionOf(key []byte) position { return sha256.Sum256(key) }

// proximity holds values by key and knows which is farthest from self, the one
// to give up when there are too many: whoever floods us with keys displaces
// only keys farther away than his own, which are the business of other nodes.
// It is not safe for concurrent use.
type proximity[V any] struct {
	self    position
	entries map[string]*placed[V]
	heap    farthestFirst[V]
}

type placed[V any] struct {
	key      string
	distance position
	index    int // in the heap
	value    V
}

func newProximity[V any](self position) *proximity[V] {
	return &proximity[V]{self: self, entries: make(map[string]*placed[V])}
}

func (p *proximity[V]) len() int { return len(p.entries) }

func (p *proximity[V]) value(key string) (V, bool) {
	if entry, ok := p.entries[key]; ok {
		return entry.value, true
	}
	var none V
	return none, false
}

// put sets the value of key, whose place is at.
func (p *proximity[V]) put(key string, at position, value V) {
	if entry, ok := p.entries[key]; ok {
		entry.value = value
		return
	}
	entry := &placed[V]{key: key, distance: p.distance(at), value: value}
	p.entries[key] = entry
	heap.Push(&p.heap, entry)
}

func (p *proximity[V]) remove(key string) {
	if entry, ok := p.entries[key]; ok {
		delete(p.entries, key)
		heap.Remove(&p.heap, entry.index)
	}
}

// farthest is the entry to give up next; ok is false when there is none that
// is farther away than at.
func (p *proximity[V]) farthest(at position) (key string, value V, ok bool) {
	if len(p.heap) == 0 {
		return "", value, false
	}
	top, distance := p.heap[0], p.distance(at)
	if bytes.Compare(top.distance[:], distance[:]) <= 0 {
		return "", value, false
	}
	return top.key, top.value, true
}

func (p *proximity[V]) distance(at position) position {
	var d position
	for i := range d {
		d[i] = at[i] ^ p.self[i]
	}
	return d
}

// farthestFirst is a heap with the greatest distance on top.
type farthestFirst[V any] []*placed[V]

func (h farthestFirst[V]) Len() int { return len(h) }
func (h farthestFirst[V]) Less(i, j int) bool {
	return bytes.Compare(h[i].distance[:], h[j].distance[:]) > 0
}
func (h farthestFirst[V]) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *farthestFirst[V]) Push(x any) {
	entry := x.(*placed[V])
	entry.index = len(*h)
	*h = append(*h, entry)
}
func (h *farthestFirst[V]) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return last
}
