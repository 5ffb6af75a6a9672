package dht

import (
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
)

// Location is where an agent is reached.
type Location struct {
	Address acn.Address
	// Peer is the node to hand envelopes to.
	Peer peer.ID
	// Addrs are the addresses of Peer that came with the answer, possibly
	// none; they are in the host's peerstore already.
	Addrs []multiaddr.Multiaddr
	// Relays are peers through which Peer may be reached.
	Relays []peer.ID
	// Record is the wallet's proof for Peer.
	Record *acn.Record
	// Source says which of the DHTs it comes from.
	Source Source
	// Issued is when the node signed it; zero for an answer of a provider.
	Issued time.Time
	// Expires is when the answer is to be sought again.
	Expires time.Time

	order order // of the signed record, or the epoch alone
}

// maxShunned bounds the peers remembered as not having an agent.
const maxShunned = 8

// cache remembers what searches found, and that they found nothing. It is
// plain data with the time as a parameter, bounded, and not safe for
// concurrent use: the Directory guards it.
type cache struct {
	missTTL, shunTTL time.Duration
	entries          *simplelru.LRU[acn.Address, *cached]
}

// cached is what is known about one address: at most one location of each
// source, as only the newest signed record counts.
type cached struct {
	record   *Location
	provider *Location
	missed   time.Time // until when the address counts as unknown
	shunned  map[peer.ID]shunning
}

// shunning is a peer that was tried in vain: it is not given again until the
// time is over or it has signed something since.
type shunning struct {
	until      time.Time
	epoch, seq uint64 // of the last thing it had signed by then
}

func newCache(size int, missTTL, shunTTL time.Duration) (*cache, error) {
	entries, err := simplelru.NewLRU[acn.Address, *cached](size, nil)
	if err != nil {
		return nil, err
	}
	return &cache{missTTL: missTTL, shunTTL: shunTTL, entries: entries}, nil
}

// find is the location to use now. known is true as well for an address that
// was sought in vain a moment ago.
func (c *cache) find(now time.Time, addr acn.Address) (loc *Location, known bool) {
	entry, ok := c.entries.Get(addr)
	if !ok {
		return nil, false
	}
	for _, loc := range []*Location{entry.record, entry.provider} {
		if loc != nil && now.Before(loc.Expires) && !entry.shuns(now, loc) {
			return loc, true
		}
	}
	return nil, now.Before(entry.missed)
}

// add notes a location and tells whether it is one to use: neither older than
// what is known nor of a peer that was just tried in vain.
func (c *cache) add(now time.Time, loc Location) bool {
	entry := c.entry(loc.Address)
	if known := entry.record; known != nil && now.Before(known.Expires) {
		older := loc.Source == SourceRecord && loc.order.compare(known.order) < 0
		if older || loc.order.epoch < known.order.epoch {
			return false
		}
	}
	if entry.shuns(now, &loc) {
		return false
	}
	if loc.Source == SourceRecord {
		entry.record = &loc
	} else {
		entry.provider = &loc
	}
	if known := entry.provider; known != nil && known.order.epoch < loc.order.epoch {
		entry.provider = nil
	}
	entry.missed = time.Time{}
	return true
}

// gone notes a tombstone.
func (c *cache) gone(addr acn.Address, o order) {
	entry, ok := c.entries.Peek(addr)
	if !ok {
		return
	}
	if known := entry.record; known != nil && known.order.compare(o) < 0 {
		entry.record = nil
	}
	if known := entry.provider; known != nil && known.order.epoch < o.epoch {
		entry.provider = nil
	}
}

// departed forgets every location at p: the connection to it has ended, so its
// agents may be elsewhere by now, and dialling a node that is gone takes long.
func (c *cache) departed(p peer.ID) {
	for _, addr := range c.entries.Keys() {
		entry, _ := c.entries.Peek(addr)
		for _, source := range []**Location{&entry.record, &entry.provider} {
			if loc := *source; loc != nil && loc.Peer == p {
				*source = nil
			}
		}
	}
}

// miss notes that a search found nothing.
func (c *cache) miss(now time.Time, addr acn.Address) {
	c.entry(addr).missed = now.Add(c.missTTL)
}

// invalidate notes that p does not have the agent or cannot be reached. It is
// ignored when no location names p: then the word is about something that has
// been replaced.
func (c *cache) invalidate(now time.Time, addr acn.Address, p peer.ID) {
	entry, ok := c.entries.Peek(addr)
	if !ok {
		return
	}
	// Sequences are tied to the clock, so one above it was taken afterwards.
	shun := shunning{until: now.Add(c.shunTTL), seq: uint64(now.UnixMilli())}
	named := false
	for _, source := range []**Location{&entry.record, &entry.provider} {
		if loc := *source; loc != nil && loc.Peer == p {
			shun.epoch, shun.seq = max(shun.epoch, loc.order.epoch), max(shun.seq, loc.order.seq)
			named, *source = true, nil
		}
	}
	if named {
		entry.shun(now, p, shun)
	}
}

func (c *cache) entry(addr acn.Address) *cached {
	entry, ok := c.entries.Get(addr)
	if !ok {
		entry = new(cached)
		c.entries.Add(addr, entry)
	}
	return entry
}

func (e *cached) shuns(now time.Time, loc *Location) bool {
	shun, ok := e.shunned[loc.Peer]
	since := loc.Source == SourceRecord && (loc.order.epoch > shun.epoch || loc.order.seq > shun.seq)
	return ok && now.Before(shun.until) && !since
}

func (e *cached) shun(now time.Time, p peer.ID, shun shunning) {
	if e.shunned == nil {
		e.shunned = make(map[peer.ID]shunning)
	}
	for known, old := range e.shunned {
		if !now.Before(old.until) || len(e.shunned) >= maxShunned && known != p {
			delete(e.shunned, known)
		}
	}
	e.shunned[p] = shun
}
