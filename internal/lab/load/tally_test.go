package load

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// step is one thing that happens to an envelope of ten sent.
type step struct {
	number uint64
	refuse bool
	freed  int
	first  bool // of arrivals
}

func TestTally(t *testing.T) {
	const sent = 10
	arrive := func(number uint64, freed int) step { return step{number: number, freed: freed, first: true} }
	again := func(number uint64) step { return step{number: number} }
	refuse := func(number uint64, freed int) step { return step{number: number, refuse: true, freed: freed} }
	for name, test := range map[string]struct {
		steps []step
		want  Counts
	}{
		"nothing arrives": {want: Counts{Lost: 10}},
		"in order": {
			steps: []step{arrive(0, 1), arrive(1, 1), arrive(2, 1)},
			want:  Counts{Delivered: 3, Lost: 7},
		},
		"one twice": {
			steps: []step{arrive(0, 1), again(0), arrive(1, 1), again(0), again(1)},
			want:  Counts{Delivered: 2, Lost: 8, Duplicates: 3},
		},
		"two swapped": {
			steps: []step{arrive(1, 2), arrive(0, 0), arrive(2, 1)},
			want:  Counts{Delivered: 3, Lost: 7, Misordered: 1},
		},
		"the last before all others": {
			steps: []step{arrive(9, 10), arrive(0, 0), arrive(1, 0), again(1)},
			want:  Counts{Delivered: 3, Lost: 7, Misordered: 2, Duplicates: 1},
		},
		"a gap is lost and frees its places": {
			steps: []step{arrive(0, 1), arrive(4, 4)},
			want:  Counts{Delivered: 2, Lost: 8},
		},
		"never sent": {
			steps: []step{again(10), again(1 << 63), arrive(9, 10)},
			want:  Counts{Delivered: 1, Lost: 9, Damaged: 2},
		},
		"refused": {
			steps: []step{arrive(0, 1), refuse(1, 1), arrive(2, 1)},
			want:  Counts{Delivered: 2, Refused: 1, Lost: 7},
		},
		"refused after a later one arrived": {
			steps: []step{arrive(2, 3), refuse(1, 0)},
			want:  Counts{Delivered: 1, Refused: 1, Lost: 8},
		},
		"refused but arrived next": {
			steps: []step{refuse(0, 1), arrive(0, 0), again(0)},
			want:  Counts{Delivered: 1, Lost: 9, Duplicates: 1},
		},
		"refused but arrived late": {
			steps: []step{refuse(0, 1), arrive(1, 1), arrive(0, 0)},
			want:  Counts{Delivered: 2, Lost: 8, Misordered: 1},
		},
		"refused although arrived": {
			steps: []step{arrive(0, 1), refuse(0, 0)},
			want:  Counts{Delivered: 1, Lost: 9},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var account tally
			for i, step := range test.steps {
				var freed int
				var first bool
				if step.refuse {
					freed = account.refuse(step.number)
				} else {
					freed, first = account.arrived(step.number, sent)
				}
				if freed != step.freed || first != step.first {
					t.Errorf("step %d of %d: freed %d places, first %v, want %d, %v", i+1, step.number, freed, first, step.freed, step.first)
				}
			}
			test.want.Sent = sent
			if diff := cmp.Diff(test.want, account.counts(sent)); diff != "" {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTallyShuffled compares with an account kept the slow way: the whole list
// of what arrived.
func TestTallyShuffled(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		const sent = 40
		var arrivals []uint64
		for number := range uint64(sent) {
			for range random.IntN(3) { // lost, once, twice
				arrivals = append(arrivals, number)
			}
		}
		for range random.IntN(10) {
			i, j := random.IntN(len(arrivals)), random.IntN(len(arrivals))
			arrivals[i], arrivals[j] = arrivals[j], arrivals[i]
		}
		var account tally
		freed := 0
		for _, number := range arrivals {
			places, _ := account.arrived(number, sent)
			freed += places
		}
		got := account.counts(sent)
		if want := slowly(arrivals, sent); got != want {
			t.Fatalf("arrivals %v: got %+v, want %+v", arrivals, got, want)
		}
		if want := slices.Max(arrivals) + 1; freed != int(want) {
			t.Fatalf("arrivals %v: freed %d places, want %d", arrivals, freed, want)
		}
	}
}

func slowly(arrivals []uint64, sent int64) Counts {
	counts := Counts{Sent: sent}
	for i, number := range arrivals {
		before := arrivals[:i]
		switch {
		case slices.Contains(before, number):
			counts.Duplicates++
		case len(before) > 0 && slices.Max(before) > number:
			counts.Misordered++
			counts.Delivered++
		default:
			counts.Delivered++
		}
	}
	counts.Lost = sent - counts.Delivered
	return counts
}

func TestClean(t *testing.T) {
	if !(Counts{Sent: 2, Delivered: 2}).Clean() {
		t.Error("all delivered is not clean")
	}
	for name, counts := range map[string]Counts{
		"missing":    {Sent: 2, Delivered: 1, Lost: 1},
		"refused":    {Sent: 2, Delivered: 1, Refused: 1},
		"duplicate":  {Sent: 2, Delivered: 2, Duplicates: 1},
		"misordered": {Sent: 2, Delivered: 2, Misordered: 1},
		"damaged":    {Sent: 2, Delivered: 2, Damaged: 1},
	} {
		if counts.Clean() {
			t.Errorf("%s counts as clean", name)
		}
	}
}

func TestCredits(t *testing.T) {
	never := make(chan struct{})
	window := newCredits(3)
	if got := window.take(never); got != 3 {
		t.Errorf("took %d of 3", got)
	}
	taken := make(chan int)
	go func() { taken <- window.take(never) }()
	window.give(0)
	window.give(2)
	if got := <-taken; got != 2 {
		t.Errorf("took %d of 2", got)
	}
	done := make(chan struct{})
	close(done)
	if got := window.take(done); got != 0 {
		t.Errorf("took %d of an empty window", got)
	}
}
