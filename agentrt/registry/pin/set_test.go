package pin_test

import (
	"bytes"
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/pin"
)

func open(acn.Address) pin.Quota { return pin.Quota{Bytes: 1 << 30, Packages: 1000} }

func newSet() *pin.Set { return pin.NewSet(pin.Limits{}, open) }

func merge(t testing.TB, s *pin.Set, want bool, pins ...*pin.Pin) {
	t.Helper()
	for _, p := range pins {
		if changed, err := s.Merge(p, start); err != nil || changed != want {
			t.Errorf("%s: changed %v, %v", p, changed, err)
		}
	}
}

func wantRefusal(t testing.TB, s *pin.Set, p *pin.Pin, now time.Time, want error) {
	t.Helper()
	before := s.Digest()
	if changed, err := s.Merge(p, now); changed || !errors.Is(err, want) {
		t.Errorf("%s: changed %v, error %v, want %v", p, changed, err, want)
	}
	if s.Digest() != before {
		t.Errorf("%s was refused and changed the set", p)
	}
}

// randomPins are of three publishers for four packages, with few sequences,
// so that many are for the same thing, equal, or withdrawals.
func randomPins(t testing.TB, random *rand.Rand) []*pin.Pin {
	var pins []*pin.Pin
	for range 24 {
		x := wish(byte(random.IntN(4)), uint64(1+random.IntN(3)))
		x.Size += int64(random.IntN(100))
		x.Issued = x.Issued.Add(-time.Duration(random.IntN(3)) * time.Hour)
		if random.IntN(3) == 0 {
			x.Until = x.Issued
		}
		pins = append(pins, sign(t, wallet(t, acn.Solana, byte(1+random.IntN(3))), x))
	}
	return pins
}

// quotas for sets whose publishers want more than they may have.
func tight(acn.Address) pin.Quota { return pin.Quota{Bytes: 250, Packages: 2} }

// Sets that have seen the same pins are equal and keep the same, whatever the
// order, however often, however they came to be joined, and however little room
// there is.
func TestMergeIsAJoin(t *testing.T) {
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 1))
		pins := randomPins(t, random)
		quota := open
		if seed%2 == 1 {
			quota = tight
		}
		fill := func(pins []*pin.Pin) *pin.Set {
			s := pin.NewSet(pin.Limits{}, quota)
			for _, p := range pins {
				if _, err := s.Merge(p, start); err != nil {
					t.Fatal(err)
				}
			}
			return s
		}
		all := fill(pins)
		merge(t, all, false, pins...) // idempotent
		// Two sets with some of the pins each, that exchange what differs.
		cut := random.IntN(len(pins))
		a, b := fill(pins[:cut]), fill(pins[cut:])
		toB, toA := a.Diff(b.Rows()), b.Diff(a.Rows())
		for _, p := range toB {
			_, _ = b.Merge(p, start)
		}
		for _, p := range toA {
			_, _ = a.Merge(p, start)
		}
		random.Shuffle(len(pins), func(i, j int) { pins[i], pins[j] = pins[j], pins[i] })
		want := kept(pins, quota)
		for _, s := range []*pin.Set{all, fill(pins), a, b} {
			if s.Digest() != all.Digest() {
				t.Fatalf("seed %d: the sets differ", seed)
			}
			var got []pkg.Hash
			for _, w := range s.Packages(start) {
				got = append(got, w.Hash)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: %v are kept, want %v", seed, got, want)
			}
		}
		if len(a.Diff(b.Rows())) > 0 {
			t.Fatalf("seed %d: equal sets differ", seed)
		}
	}
}

// kept is what Packages should be, by brute force: of the pins that no other one
// replaces, each that its publisher has room for after those of packages before.
func kept(pins []*pin.Pin, quota func(acn.Address) pin.Quota) []pkg.Hash {
	pins = slices.DeleteFunc(slices.Clone(pins), func(p *pin.Pin) bool {
		return slices.ContainsFunc(pins, func(q *pin.Pin) bool {
			return q.Publisher == p.Publisher && q.Package == p.Package &&
				cmp.Or(cmp.Compare(q.Sequence, p.Sequence), bytes.Compare(q.Bytes(), p.Bytes())) > 0
		})
	})
	slices.SortFunc(pins, func(a, b *pin.Pin) int {
		return bytes.Compare(a.Package[:], b.Package[:])
	})
	used := make(map[acn.Address]pin.Quota)
	var hashes []pkg.Hash
	counted := make(map[string]bool)
	for _, p := range pins {
		now, may := used[p.Publisher], quota(p.Publisher)
		if counted[string(p.Bytes())] || !p.Live(start) || now.Packages+1 > may.Packages || now.Bytes+p.Size > may.Bytes {
			continue
		}
		counted[string(p.Bytes())] = true
		used[p.Publisher] = pin.Quota{Bytes: now.Bytes + p.Size, Packages: now.Packages + 1}
		hashes = append(hashes, p.Package)
	}
	slices.SortFunc(hashes, func(a, b pkg.Hash) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(hashes)
}

func TestNewestWins(t *testing.T) {
	w, s := wallet(t, acn.Ethereum, 7), newSet()
	first, second := sign(t, w, wish(1, 1)), sign(t, w, wish(1, 2))
	merge(t, s, true, second)
	merge(t, s, false, first, second)
	if err := s.Check(first, start); !errors.Is(err, pin.ErrOlder) {
		t.Error(err)
	}
	gone := wish(1, 3)
	gone.Until = gone.Issued
	merge(t, s, true, sign(t, w, gone))
	merge(t, s, false, second)
	if len(s.Packages(start)) != 0 || s.Len() != 1 || s.Used(w.Address(), start) != (pin.Quota{}) {
		t.Error("a withdrawal does not count as none, or is not remembered")
	}
	if len(s.Expire(start.Add(pin.MaxLease))) != 0 {
		t.Error("a withdrawal was forgotten while what it withdraws may come back")
	}
	if dropped := s.Expire(start.Add(pin.MaxLease + pin.MaxSkew)); len(dropped) != 1 || s.Len() != 0 {
		t.Errorf("dropped %v, %d left", dropped, s.Len())
	}
	wantRefusal(t, s, second, start.Add(pin.MaxLease+pin.MaxSkew), pin.ErrOver)
}

func TestLeasesRunOut(t *testing.T) {
	s := newSet()
	merge(t, s, true, sign(t, wallet(t, acn.Ethereum, 7), wish(1, 1)))
	later := wish(1, 1)
	later.Until, later.Size = later.Until.Add(time.Hour), 101
	merge(t, s, true, sign(t, wallet(t, acn.Ethereum, 8), later))
	got := s.Packages(start)
	if len(got) != 1 || got[0] != (pin.Wanted{Hash: pkg.Hash{1, 1}, Size: 101, Until: later.Until}) {
		t.Errorf("%+v", got)
	}
	if len(s.Packages(later.Until.Add(-time.Second))) != 1 || len(s.Packages(later.Until)) != 0 {
		t.Error("the lease ends elsewhere")
	}
}

func TestIssuedAhead(t *testing.T) {
	p, s := sign(t, wallet(t, acn.Ethereum, 7), wish(1, 1)), newSet()
	wantRefusal(t, s, p, start.Add(-pin.MaxSkew-time.Second), pin.ErrEarly)
	if _, err := s.Merge(p, start.Add(-pin.MaxSkew)); err != nil {
		t.Error(err)
	}
}

// admit is what a registry does with a pin from its publisher.
func admit(t testing.TB, s *pin.Set, want error, p *pin.Pin) {
	t.Helper()
	err := s.Check(p, start)
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", p, err, want)
	}
	if err == nil {
		merge(t, s, true, p)
	}
}

func TestQuotas(t *testing.T) {
	admitted := wallet(t, acn.Ethereum, 7)
	s := pin.NewSet(pin.Limits{}, func(a acn.Address) pin.Quota {
		if a == admitted.Address() {
			return pin.Quota{Bytes: 250, Packages: 3}
		}
		return pin.Quota{}
	})
	wantRefusal(t, s, sign(t, wallet(t, acn.Ethereum, 8), wish(1, 1)), start, pin.ErrClosed)
	admit(t, s, nil, sign(t, admitted, wish(1, 1)))
	admit(t, s, nil, sign(t, admitted, wish(2, 1)))
	fifty := wish(3, 1)
	fifty.Size = 51
	admit(t, s, pin.ErrBytes, sign(t, admitted, fifty))
	fifty.Size = 50
	admit(t, s, nil, sign(t, admitted, fifty))
	one := wish(4, 1)
	one.Size = 1
	admit(t, s, pin.ErrPackages, sign(t, admitted, one))
	admit(t, s, nil, sign(t, admitted, wish(1, 2))) // renewing takes no more room
	gone := wish(2, 2)
	gone.Until = gone.Issued
	admit(t, s, nil, sign(t, admitted, gone))
	admit(t, s, nil, sign(t, admitted, one))
	if used := s.Used(admitted.Address(), start); used != (pin.Quota{Bytes: 151, Packages: 3}) {
		t.Errorf("%+v", used)
	}
	if used := s.Used(admitted.Address(), start.Add(24*time.Hour)); used != (pin.Quota{}) {
		t.Errorf("%+v after the lease", used)
	}
}

// What other registries have taken is remembered though there is no room, kept
// when there is, and leaves none for more.
func TestOverQuota(t *testing.T) {
	w := wallet(t, acn.Ethereum, 7)
	s := pin.NewSet(pin.Limits{}, tight)
	merge(t, s, true, sign(t, w, wish(3, 1)), sign(t, w, wish(2, 1)), sign(t, w, wish(1, 1)))
	wantKept(t, s, 1, 2)
	admit(t, s, pin.ErrPackages, sign(t, w, wish(4, 1)))
	gone := wish(1, 2)
	gone.Until = gone.Issued
	admit(t, s, nil, sign(t, w, gone))
	wantKept(t, s, 2, 3)
}

func wantKept(t testing.TB, s *pin.Set, packages ...byte) {
	t.Helper()
	var got []byte
	for _, w := range s.Packages(start) {
		got = append(got, w.Hash[0])
	}
	if !slices.Equal(got, packages) {
		t.Errorf("%v are kept, want %v", got, packages)
	}
}

// A publisher whose quota was lowered can renew what is kept, which changes
// nothing that is kept, but can neither make it larger nor renew what is not.
func TestRenewalOverQuota(t *testing.T) {
	w, quota := wallet(t, acn.Ethereum, 7), open("")
	s := pin.NewSet(pin.Limits{}, func(acn.Address) pin.Quota { return quota })
	for n := range byte(3) {
		admit(t, s, nil, sign(t, w, wish(n, 1)))
	}
	quota = tight("")
	wantKept(t, s, 0, 1)
	renewed := func(n byte, size int64, sequence uint64) *pin.Pin {
		x := wish(n, sequence)
		x.Size, x.Issued = size, start.Add(time.Duration(sequence)*time.Second)
		return sign(t, w, x)
	}
	for sequence := range uint64(3) {
		for n := range byte(2) {
			admit(t, s, nil, renewed(n, 100, 10+sequence))
			wantKept(t, s, 0, 1)
		}
	}
	admit(t, s, pin.ErrPackages, renewed(0, 101, 20))
	admit(t, s, pin.ErrPackages, renewed(2, 100, 20))
	merge(t, s, true, renewed(2, 100, 20)) // elsewhere there is room
	wantKept(t, s, 0, 1)
	admit(t, s, nil, renewed(0, 99, 20))
	wantKept(t, s, 0, 1)
}

func TestLimits(t *testing.T) {
	s := pin.NewSet(pin.Limits{Pins: 3, PerPublisher: 2}, open)
	first, second := wallet(t, acn.Solana, 1), wallet(t, acn.Solana, 2)
	merge(t, s, true, sign(t, first, wish(1, 1)), sign(t, first, wish(2, 1)))
	wantRefusal(t, s, sign(t, first, wish(3, 1)), start, pin.ErrFull)
	merge(t, s, true, sign(t, second, wish(1, 1)))
	wantRefusal(t, s, sign(t, second, wish(2, 1)), start, pin.ErrFull)
	merge(t, s, true, sign(t, second, wish(1, 2)))
}

// A publisher that is admitted no longer loses its pins.
func TestExpelled(t *testing.T) {
	quota := pin.Quota{Bytes: 1000, Packages: 10}
	s := pin.NewSet(pin.Limits{}, func(acn.Address) pin.Quota { return quota })
	merge(t, s, true, sign(t, wallet(t, acn.Solana, 1), wish(1, 1)))
	if len(s.Expire(start)) != 0 {
		t.Error("dropped a pin of an admitted publisher")
	}
	quota = pin.Quota{}
	if len(s.Expire(start)) != 1 || s.Len() != 0 {
		t.Error("kept a pin of nobody")
	}
}
