package dht

import (
	"time"

	"go-acn/acn"
)

// Observer is told what the directory does. Every field may be nil. Calls come
// from any goroutine and must return quickly.
type Observer struct {
	// Announced follows every attempt to publish something.
	Announced func(Announcement)
	// Located follows every search that ended; answers from the cache are not
	// searches.
	Located func(Search)
	// Refused counts what was not believed or not stored.
	Refused func(Reason)
	// Stored is how many entries are held for others, and their bytes, after a
	// change.
	Stored func(what Table, entries int, bytes int64)
	// Floors is how many floors are remembered, at each flush.
	Floors func(entries int)
	// Neighbours is how many peers each routing table holds, after a change.
	Neighbours func(own, legacy int)
}

// Table names one of the two DHTs, or what is held in it.
type Table string

// Tables.
const (
	TableOwn    Table = "own"    // signed records
	TableLegacy Table = "legacy" // provider records
	// TableContent is who offers content, in our own DHT.
	TableContent Table = "content"
)

// Announcement is one attempt to publish.
type Announcement struct {
	Address acn.Address
	Table   Table
	Gone    bool    // a tombstone
	Outcome Outcome // what became of it
	Holders int     // remote peers that acknowledged that they stored it; for TableLegacy those it was sent to
	Peers   int     // closest peers that were found and tried
	Took    time.Duration
}

// Outcome says what became of an announcement.
type Outcome string

// Outcomes. All but OutcomeStored and OutcomeYielded are tried again soon.
const (
	OutcomeStored  Outcome = "stored"  // by enough holders
	OutcomeShort   Outcome = "short"   // by fewer than wanted
	OutcomeAlone   Outcome = "alone"   // no peer in the routing table
	OutcomeYielded Outcome = "yielded" // another node has the newer statement
	OutcomeFailed  Outcome = "failed"  // lookup failed, or the record does not hold now
)

// Source says where a location comes from.
type Source string

// Sources of a location.
const (
	SourceRecord   Source = "record"   // a signed record of our DHT
	SourceProvider Source = "provider" // a provider record and the peer's answer
)

// Search is one search that ended.
type Search struct {
	Found bool
	First Source // of the first answer, if there was one
	// Took is the time to the first answer, or to the end if there was none.
	Took time.Duration
}

func (o *Observer) announced(a Announcement) {
	if o.Announced != nil {
		o.Announced(a)
	}
}

func (o *Observer) located(s Search) {
	if o.Located != nil {
		o.Located(s)
	}
}

func (o *Observer) refused(err error) {
	if reason := reasonOf(err); reason != "" && o.Refused != nil {
		o.Refused(reason)
	}
}

func (o *Observer) stored(what Table, entries int, bytes int64) {
	if o.Stored != nil {
		o.Stored(what, entries, bytes)
	}
}

func (o *Observer) floors(entries int) {
	if o.Floors != nil {
		o.Floors(entries)
	}
}

func (o *Observer) neighbours(own, legacy int) {
	if o.Neighbours != nil {
		o.Neighbours(own, legacy)
	}
}
