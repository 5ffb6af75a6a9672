package pin_test

import (
	"errors"
	"math/rand/v2"
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
		x.Size += int64(random.IntN(2))
		if random.IntN(3) == 0 {
			x.Until = x.Issued
		}
		pins = append(pins, sign(t, wallet(t, acn.Solana, byte(1+random.IntN(3))), x))
	}
	return pins
}

// Sets that have seen the same pins are equal, whatever the order, however
// often, and however they came to be joined.
func TestMergeIsAJoin(t *testing.T) {
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 1))
		pins := randomPins(t, random)
		all := newSet()
		for _, p := range pins {
			if _, err := all.Merge(p, start); err != nil {
				t.Fatal(err)
			}
		}
		merge(t, all, false, pins...) // idempotent
		shuffled := newSet()
		for _, i := range random.Perm(len(pins)) {
			if _, err := shuffled.Merge(pins[i], start); err != nil {
				t.Fatal(err)
			}
		}
		// Two sets with some of the pins each, that exchange what differs.
		a, b, cut := newSet(), newSet(), random.IntN(len(pins))
		for i, p := range pins {
			into := a
			if i >= cut {
				into = b
			}
			if _, err := into.Merge(p, start); err != nil {
				t.Fatal(err)
			}
		}
		toB, toA := a.Diff(b.Rows()), b.Diff(a.Rows())
		for _, p := range toB {
			_, _ = b.Merge(p, start)
		}
		for _, p := range toA {
			_, _ = a.Merge(p, start)
		}
		if all.Digest() != shuffled.Digest() || all.Digest() != a.Digest() || all.Digest() != b.Digest() {
			t.Fatalf("seed %d: the sets differ", seed)
		}
		if len(a.Diff(b.Rows())) > 0 {
			t.Fatalf("seed %d: equal sets differ", seed)
		}
	}
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

func TestQuotas(t *testing.T) {
	admitted := wallet(t, acn.Ethereum, 7)
	s := pin.NewSet(pin.Limits{}, func(a acn.Address) pin.Quota {
		if a == admitted.Address() {
			return pin.Quota{Bytes: 250, Packages: 3}
		}
		return pin.Quota{}
	})
	wantRefusal(t, s, sign(t, wallet(t, acn.Ethereum, 8), wish(1, 1)), start, pin.ErrClosed)
	merge(t, s, true, sign(t, admitted, wish(1, 1)), sign(t, admitted, wish(2, 1)))
	fifty := wish(3, 1)
	fifty.Size = 51
	wantRefusal(t, s, sign(t, admitted, fifty), start, pin.ErrBytes)
	fifty.Size = 50
	merge(t, s, true, sign(t, admitted, fifty))
	one := wish(4, 1)
	one.Size = 1
	wantRefusal(t, s, sign(t, admitted, one), start, pin.ErrPackages)
	merge(t, s, true, sign(t, admitted, wish(1, 2))) // renewing takes no more room
	gone := wish(2, 2)
	gone.Until = gone.Issued
	merge(t, s, true, sign(t, admitted, gone), sign(t, admitted, one))
	if used := s.Used(admitted.Address(), start); used != (pin.Quota{Bytes: 151, Packages: 3}) {
		t.Errorf("%+v", used)
	}
	if used := s.Used(admitted.Address(), start.Add(24*time.Hour)); used != (pin.Quota{}) {
		t.Errorf("%+v after the lease", used)
	}
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
