package pin

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
)

// Why a Set does not take a pin.
var (
	ErrClosed   = errors.New("the publisher is not admitted")
	ErrBytes    = errors.New("the publisher's quota of bytes is used up")
	ErrPackages = errors.New("the publisher's quota of packages is used up")
	ErrFull     = errors.New("the registry remembers as many pins as it may")
	ErrOlder    = errors.New("a newer pin of this publisher for the package is known")
	ErrEarly    = errors.New("it was issued in the future")
	ErrOver     = errors.New("it was issued too long ago to matter")
)

// Quota bounds what is kept for one publisher. The zero Quota admits nobody.
type Quota struct {
	Bytes    int64 `json:"bytes"` // of files
	Packages int   `json:"packages"`
}

// IsZero tells whether the publisher is not admitted.
func (q Quota) IsZero() bool { return q == Quota{} }

// Limits bound a Set. A field that is zero has its default.
type Limits struct {
	Pins         int // remembered in all, withdrawals included; default 100,000
	PerPublisher int // of those, of one publisher; default 20,000
}

// WithDefaults fills in what is zero.
func (l Limits) WithDefaults() Limits {
	l.Pins = cmp.Or(max(l.Pins, 0), 100_000)
	l.PerPublisher = cmp.Or(max(l.PerPublisher, 0), 20_000)
	return l
}

// Set is the newest pin of each publisher for each package. A pin is
// remembered for MaxLease after it was issued, even if it withdraws: so an
// older one that comes late cannot take its place. A Set belongs to one
// goroutine, or is guarded.
type Set struct {
	limits Limits
	quota  func(acn.Address) Quota
	pins   map[acn.Address]map[pkg.Hash]*Pin // no empty maps
	count  int
}

// NewSet makes an empty one. quota says what is kept for a publisher.
func NewSet(limits Limits, quota func(acn.Address) Quota) *Set {
	return &Set{limits: limits.WithDefaults(), quota: quota, pins: make(map[acn.Address]map[pkg.Hash]*Pin)}
}

// Check tells whether Merge would take a pin: nil, or one of the errors of this
// package. A pin that is in the Set already is fine.
func (s *Set) Check(p *Pin, now time.Time) error {
	old := s.Find(p.Publisher, p.Package)
	switch quota := s.quota(p.Publisher); {
	case quota.IsZero():
		return ErrClosed
	case p.Issued.After(now.Add(MaxSkew)):
		return ErrEarly
	case !now.Before(p.forgotten()):
		return ErrOver
	case old != nil && old.newer(p):
		return ErrOlder
	case old == nil && (s.count >= s.limits.Pins || len(s.pins[p.Publisher]) >= s.limits.PerPublisher):
		return ErrFull
	case !p.Live(now):
		return nil // it takes no room
	default:
		return s.checkQuota(p, quota, now)
	}
}

// checkQuota counts what would be kept for the publisher, the pin instead of
// the one it replaces.
func (s *Set) checkQuota(p *Pin, quota Quota, now time.Time) error {
	used := s.used(p.Publisher, now, p.Package)
	switch {
	case used.Packages+1 > quota.Packages:
		return ErrPackages
	case p.Size > quota.Bytes-used.Bytes:
		return ErrBytes
	}
	return nil
}

// Merge takes a pin unless it is older than what is here, and tells whether
// anything changed. An error is that of Check, but a pin that is merely older
// is no error: nothing changes.
func (s *Set) Merge(p *Pin, now time.Time) (changed bool, err error) {
	switch err := s.Check(p, now); {
	case errors.Is(err, ErrOlder):
		return false, nil
	case err != nil:
		return false, err
	}
	old := s.Find(p.Publisher, p.Package)
	if old != nil && !p.newer(old) {
		return false, nil
	}
	if old == nil {
		s.count++
	}
	if s.pins[p.Publisher] == nil {
		s.pins[p.Publisher] = make(map[pkg.Hash]*Pin)
	}
	s.pins[p.Publisher][p.Package] = p
	return true, nil
}

// Expire drops pins that need not be remembered any more and those of
// publishers that are admitted no longer, and gives them.
func (s *Set) Expire(now time.Time) []*Pin {
	var dropped []*Pin
	for _, p := range s.All() {
		if now.Before(p.forgotten()) && !s.quota(p.Publisher).IsZero() {
			continue
		}
		delete(s.pins[p.Publisher], p.Package)
		if len(s.pins[p.Publisher]) == 0 {
			delete(s.pins, p.Publisher)
		}
		s.count--
		dropped = append(dropped, p)
	}
	return dropped
}

// Find is the newest pin of a publisher for a package, nil if there is none.
func (s *Set) Find(publisher acn.Address, h pkg.Hash) *Pin { return s.pins[publisher][h] }

// Len is how many pins are remembered.
func (s *Set) Len() int { return s.count }

// Used is how much is kept for a publisher at now.
func (s *Set) Used(publisher acn.Address, now time.Time) Quota {
	return s.used(publisher, now, pkg.Hash{})
}

func (s *Set) used(publisher acn.Address, now time.Time, but pkg.Hash) Quota {
	var used Quota
	for h, p := range s.pins[publisher] {
		if h != but && p.Live(now) {
			used.Bytes += p.Size
			used.Packages++
		}
	}
	return used
}

// Packages are those that somebody wants at now, with their sizes, in the
// order of their hashes. If publishers disagree about a size, the largest
// counts.
func (s *Set) Packages(now time.Time) []Wanted {
	sizes := make(map[pkg.Hash]Wanted)
	for p := range s.each() {
		if p.Live(now) {
			have := sizes[p.Package]
			until := have.Until
			if p.Until.After(until) {
				until = p.Until
			}
			sizes[p.Package] = Wanted{p.Package, max(have.Size, p.Size), until}
		}
	}
	all := make([]Wanted, 0, len(sizes))
	for _, w := range sizes {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b Wanted) int { return slices.Compare(a.Hash[:], b.Hash[:]) })
	return all
}

// Wanted is a package that at least one publisher wants kept.
type Wanted struct {
	Hash  pkg.Hash  `json:"hash"`
	Size  int64     `json:"size"`
	Until time.Time `json:"until"` // the latest of its leases
}

// All are the pins remembered, withdrawals included, in the order of
// publishers and packages.
func (s *Set) All() []*Pin {
	return slices.SortedFunc(s.each(), order)
}

// each visits all pins in no order.
func (s *Set) each() iter.Seq[*Pin] {
	return func(yield func(*Pin) bool) {
		for _, pins := range s.pins {
			for _, p := range pins {
				if !yield(p) {
					return
				}
			}
		}
	}
}

func order(a, b *Pin) int {
	return cmp.Or(cmp.Compare(a.Publisher, b.Publisher), slices.Compare(a.Package[:], b.Package[:]), cmp.Compare(a.Sequence, b.Sequence))
}

// A Digest is equal for Sets that remember the same.
type Digest [sha256.Size]byte

// Row says which pin a Set has, without the pin.
type Row struct {
	Publisher acn.Address
	Package   pkg.Hash
	Sequence  uint64
	Sum       [8]byte // begins the SHA-256 of the pin's bytes
}

// Rows are those of All.
func (s *Set) Rows() []Row {
	all := s.All()
	rows := make([]Row, len(all))
	for i, p := range all {
		sum := sha256.Sum256(p.raw)
		rows[i] = Row{p.Publisher, p.Package, p.Sequence, [8]byte(sum[:])}
	}
	return rows
}

// Digest is the SHA-256 of all pins' bytes in the order of All, each after its
// length in two bytes.
func (s *Set) Digest() Digest {
	sum := sha256.New()
	for _, p := range s.All() {
		sum.Write(binary.BigEndian.AppendUint16(nil, uint16(len(p.raw))))
		sum.Write(p.raw)
	}
	return Digest(sum.Sum(nil))
}

// Diff are the pins that a Set with these rows has not, or has older: what to
// send to it. Both sides send their Diff, merge what comes, and are equal.
func (s *Set) Diff(theirs []Row) []*Pin {
	type key struct {
		publisher acn.Address
		hash      pkg.Hash
	}
	known := make(map[key]Row, len(theirs))
	for _, row := range theirs {
		known[key{row.Publisher, row.Package}] = row
	}
	var send []*Pin
	for _, p := range s.All() {
		row, has := known[key{p.Publisher, p.Package}]
		sum := sha256.Sum256(p.raw)
		if !has || row.Sequence < p.Sequence || row.Sequence == p.Sequence && row.Sum != [8]byte(sum[:]) {
			send = append(send, p)
		}
	}
	return send
}

func (p *Pin) String() string {
	return fmt.Sprintf("pin of %s by %s, sequence %d, until %s", p.Package, p.Publisher, p.Sequence, p.Until.Format(time.RFC3339))
}
