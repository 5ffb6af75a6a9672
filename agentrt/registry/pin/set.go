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
// older one that comes late cannot take its place.
//
// What is remembered does not depend on quotas, and so not on the order in
// which pins come: a pin that leaves no room for another may be withdrawn by
// one that comes later. Which of them are kept follows from the Set alone.
//
// A Set belongs to one goroutine, or is guarded.
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

// Check tells whether a pin may be taken from its publisher: nil, or one of the
// errors of this package. All that the publisher wants counts, so that what is
// taken is kept, unless another registry takes a pin at the same time that comes
// before it. What is kept already can be renewed, however much else is wanted.
func (s *Set) Check(p *Pin, now time.Time) error {
	if err := s.check(p, now); err != nil || !p.Live(now) || s.renews(p, now) {
		return err // a withdrawal takes no room, nor does a renewal
	}
	quota, used := s.quota(p.Publisher), s.used(p.Publisher, now, p.Package)
	switch {
	case used.Packages+1 > quota.Packages:
		return ErrPackages
	case p.Size > quota.Bytes-used.Bytes:
		return ErrBytes
	}
	return nil
}

// renews tells whether a pin takes the place of one that is kept, at no larger
// size.
func (s *Set) renews(p *Pin, now time.Time) bool {
	old := s.Find(p.Publisher, p.Package)
	return old != nil && p.Size <= old.Size && slices.Contains(s.kept(p.Publisher, now), old)
}

// check finds what is wrong with a pin besides its publisher's quota.
func (s *Set) check(p *Pin, now time.Time) error {
	old := s.Find(p.Publisher, p.Package)
	switch {
	case s.quota(p.Publisher).IsZero():
		return ErrClosed
	case p.Issued.After(now.Add(MaxSkew)):
		return ErrEarly
	case !now.Before(p.forgotten()):
		return ErrOver
	case old != nil && old.newer(p):
		return ErrOlder
	case old == nil && (s.count >= s.limits.Pins || len(s.pins[p.Publisher]) >= s.limits.PerPublisher):
		return ErrFull
	}
	return nil
}

// Merge takes a pin, whatever its publisher's quota, unless it is older than
// what is here, and tells whether anything changed. That it is merely older is
// no error. ErrEarly and ErrFull pass with time, ErrClosed and ErrOver do not.
func (s *Set) Merge(p *Pin, now time.Time) (changed bool, err error) {
	if news, err := s.News(p, now); err != nil || !news {
		return false, err
	}
	if s.Find(p.Publisher, p.Package) == nil {
		s.count++
	}
	if s.pins[p.Publisher] == nil {
		s.pins[p.Publisher] = make(map[pkg.Hash]*Pin)
	}
	s.pins[p.Publisher][p.Package] = p
	return true, nil
}

// News is what Merge would give.
func (s *Set) News(p *Pin, now time.Time) (bool, error) {
	if err := s.check(p, now); err != nil {
		if errors.Is(err, ErrOlder) {
			return false, nil
		}
		return false, err
	}
	old := s.Find(p.Publisher, p.Package)
	return old == nil || p.newer(old), nil
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

// Used is how much a publisher wants to be kept at now. It is more than its
// quota if it went to several registries at once.
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

// kept are the pins of a publisher that its quota has room for at now: each, in
// the order of packages, that fits with those before it. The order is one that
// renewals do not change, so that they change nothing that is kept.
func (s *Set) kept(publisher acn.Address, now time.Time) []*Pin {
	var live []*Pin
	for _, p := range s.pins[publisher] {
		if p.Live(now) {
			live = append(live, p)
		}
	}
	slices.SortFunc(live, order)
	left := s.quota(publisher)
	return slices.DeleteFunc(live, func(p *Pin) bool {
		if left.Packages < 1 || p.Size > left.Bytes {
			return true
		}
		left.Packages--
		left.Bytes -= p.Size
		return false
	})
}

// Packages are those that somebody wants at now and has room for, with their
// sizes, in the order of their hashes. If publishers disagree about a size, the
// largest counts.
func (s *Set) Packages(now time.Time) []Wanted {
	sizes := make(map[pkg.Hash]Wanted)
	for publisher := range s.pins {
		for _, p := range s.kept(publisher, now) {
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
