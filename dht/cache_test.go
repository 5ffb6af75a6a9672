package dht

import (
	"fmt"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
)

func cacheOf(size int) *cache { return must(newCache(size, 3*time.Second, 5*time.Second)) }

func at(p peer.ID, source Source, o order, life time.Duration) Location {
	return Location{Address: "a", Peer: p, Source: source, order: o, Expires: epoch.Add(life)}
}

// where is the peer the cache names at a time, "?" for an address known to be
// unknown, "" for one nothing is known about.
func where(c *cache, now time.Time) peer.ID {
	loc, known := c.find(now, "a")
	switch {
	case loc != nil:
		return loc.Peer
	case known:
		return "?"
	}
	return ""
}

func TestCacheLifetimes(t *testing.T) {
	c := cacheOf(4)
	if got := where(c, epoch); got != "" {
		t.Errorf("empty cache says %q", got)
	}
	c.miss(epoch, "a")
	for _, step := range []struct {
		after time.Duration
		want  peer.ID
	}{{0, "?"}, {3*time.Second - 1, "?"}, {3 * time.Second, ""}} {
		if got := where(c, epoch.Add(step.after)); got != step.want {
			t.Errorf("miss after %s: %q", step.after, got)
		}
	}
	c.miss(epoch, "a")
	c.add(epoch, at("P", SourceProvider, order{}, time.Minute))
	c.add(epoch, at("R", SourceRecord, order{0, 0, 1}, time.Second))
	for _, step := range []struct {
		after time.Duration
		want  peer.ID
	}{{0, "R"}, {time.Second - 1, "R"}, {time.Second, "P"}, {time.Minute - 1, "P"}, {time.Minute, ""}} {
		if got := where(c, epoch.Add(step.after)); got != step.want {
			t.Errorf("location after %s: %q, want %q", step.after, got, step.want)
		}
	}
}

func TestCacheOrder(t *testing.T) {
	c := cacheOf(4)
	for _, step := range []struct {
		name string
		loc  Location
		used bool
		want peer.ID
	}{
		{"provider first", at("P", SourceProvider, order{}, time.Minute), true, "P"},
		{"signed record wins", at("R", SourceRecord, order{0, 0, 5}, time.Minute), true, "R"},
		{"older record", at("S", SourceRecord, order{0, 0, 4}, time.Minute), false, "R"},
		{"the same again", at("R", SourceRecord, order{0, 0, 5}, time.Minute), true, "R"},
		{"newer record", at("S", SourceRecord, order{0, 0, 6}, time.Minute), true, "S"},
		{"later statement", at("T", SourceRecord, order{2, 0, 1}, time.Minute), true, "T"},
		{"earlier statement by provider", at("P", SourceProvider, order{1, 0, 0}, time.Minute), false, "T"},
		{"later statement by provider", at("Q", SourceProvider, order{2, 0, 0}, time.Minute), true, "T"},
	} {
		if used := c.add(epoch, step.loc); used != step.used {
			t.Errorf("%s: used %v", step.name, used)
		}
		if got := where(c, epoch); got != step.want {
			t.Errorf("%s: at %q, want %q", step.name, got, step.want)
		}
	}
	// The undated provider of the beginning does not come back.
	c.invalidate(epoch, "a", "T")
	if got := where(c, epoch); got != "Q" {
		t.Errorf("after the record's peer failed: %q", got)
	}
}

func TestCacheInvalidate(t *testing.T) {
	c := cacheOf(4)
	c.invalidate(epoch, "a", "R") // nothing known
	c.add(epoch, at("R", SourceRecord, order{0, 0, 5}, time.Hour))
	c.add(epoch, at("P", SourceProvider, order{}, time.Hour))
	c.invalidate(epoch, "a", "X")
	if got := where(c, epoch); got != "R" {
		t.Errorf("word about another peer moved the agent to %q", got)
	}
	c.invalidate(epoch, "a", "R")
	if got := where(c, epoch); got != "P" {
		t.Errorf("no next candidate: %q", got)
	}
	now := uint64(epoch.UnixMilli())
	if c.add(epoch, at("R", SourceRecord, order{0, 0, 5}, time.Hour)) || c.add(epoch, at("R", SourceRecord, order{0, 0, now}, time.Hour)) {
		t.Error("a record from before a peer was tried in vain is used")
	}
	c.invalidate(epoch, "a", "P")
	if got := where(c, epoch); got != "" {
		t.Errorf("all candidates failed, still %q", got)
	}
	if c.add(epoch, at("P", SourceRecord, order{0, 0, 5}, time.Hour)) {
		t.Error("a provider tried in vain is used for its record")
	}
	if !c.add(epoch, at("R", SourceRecord, order{0, 0, now + 1}, time.Hour)) {
		t.Error("a record signed since is not used")
	}
	c.invalidate(epoch, "a", "R")
	if c.add(epoch, at("R", SourceRecord, order{0, 0, now + 1}, time.Hour)) {
		t.Error("a record signed ahead of the clock is used again")
	}
	if !c.add(epoch, at("R", SourceRecord, order{1, 0, 1}, time.Hour)) {
		t.Error("a later statement is not used")
	}
	c.invalidate(epoch, "a", "R")
	if c.add(epoch.Add(5*time.Second-1), at("P", SourceProvider, order{1, 0, 0}, time.Hour)) {
		t.Error("provider tried in vain is used too early")
	}
	if !c.add(epoch.Add(5*time.Second), at("P", SourceProvider, order{1, 0, 0}, time.Hour)) {
		t.Error("provider is never tried again")
	}
}

func TestCacheGone(t *testing.T) {
	c := cacheOf(4)
	c.gone("a", order{9, 0, 9}) // nothing known
	c.add(epoch, at("R", SourceRecord, order{1, 0, 5}, time.Hour))
	c.add(epoch, at("P", SourceProvider, order{1, 0, 0}, time.Hour))
	c.gone("a", order{1, 0, 5})
	if got := where(c, epoch); got != "R" {
		t.Errorf("its own statement buried it: %q", got)
	}
	c.gone("a", order{1, 0, 6})
	if got := where(c, epoch); got != "P" {
		t.Errorf("a provider of the same statement is not buried with it: %q", got)
	}
	c.gone("a", order{2, 0, 0})
	if got := where(c, epoch); got != "" {
		t.Errorf("a later statement left %q", got)
	}
}

func TestCacheBounds(t *testing.T) {
	const size = 4
	c := cacheOf(size)
	for i := range 50 {
		addr := acn.Address(fmt.Sprint(i))
		c.miss(epoch, addr)
		if n := c.entries.Len(); n > size {
			t.Fatalf("%d entries, limit %d", n, size)
		}
	}
	for i := range 3 * maxShunned {
		p := peer.ID(fmt.Sprint(i))
		c.add(epoch, at(p, SourceRecord, order{0, 0, uint64(i)}, time.Hour))
		c.invalidate(epoch, "a", p)
	}
	entry, _ := c.entries.Get("a")
	if n := len(entry.shunned); n != maxShunned {
		t.Errorf("%d shunned peers, limit %d", n, maxShunned)
	}
}

func TestCacheDeparted(t *testing.T) {
	c := cacheOf(4)
	c.add(epoch, at("R", SourceRecord, order{0, 0, 5}, time.Hour))
	c.add(epoch, at("P", SourceProvider, order{0, 0, 0}, time.Hour))
	c.departed("elsewhere")
	if got := where(c, epoch); got != "R" {
		t.Errorf("another peer's departure left %q", got)
	}
	c.departed("R")
	if got := where(c, epoch); got != "P" {
		t.Errorf("after the record's node departed: %q", got)
	}
	if !c.add(epoch, at("R", SourceRecord, order{0, 0, 5}, time.Hour)) {
		t.Error("a node that departed is not found again")
	}
}
