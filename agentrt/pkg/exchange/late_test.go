package exchange

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
)

// TestLateIsKept: what a peer may still send is not forgotten over what others,
// or itself, have not got, however much that is.
func TestLateIsKept(t *testing.T) {
	cfg := Config{}.withDefaults()
	w, err := newWants(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	// fetch asks a peer for blocks, of which it says that it has not got them,
	// and for one more, which is given up.
	fetch := func(p peer.ID, absent int, givenUp ...pkg.Hash) {
		t.Helper()
		s := newSession(p, pkg.Hash{1}, pace{patience: time.Second, rate: 1})
		w.open(s)
		for i := range absent {
			h := pkg.Hash{9, byte(i), byte(i >> 8)}
			answer, err := s.expect(h)
			if err != nil {
				t.Fatal(err)
			}
			s.answer(h, result{err: errAbsent})
			if r := <-answer; !errors.Is(r.err, errAbsent) {
				t.Fatal(r.err)
			}
		}
		for _, h := range givenUp {
			if _, err := s.expect(h); err != nil {
				t.Fatal(err)
			}
			s.forget(h)
		}
		w.close(s)
	}
	honest, owed := peer.ID("honest"), pkg.Hash{7}
	fetch(honest, 0, owed)
	fetch("empty", 5000)
	fetch(honest, 5000)
	for i := range 2 * mostLatePeers {
		fetch(peer.ID(fmt.Sprint("empty", i)), 10)
	}
	if !w.isLate(honest, owed) {
		t.Error("the block that the honest peer owes is forgotten: when it comes, it is blamed for wrong bytes")
	}
	if w.isLate("empty", owed) {
		t.Error("it is owed by somebody else, too")
	}
	few := pkg.Hash{9}
	if fetch("new", 1); w.isLate("new", few) {
		t.Error("there is no limit to peers")
	}
	fetch(honest, 0, noised(mostLate)...)
	if w.isLate(honest, owed) {
		t.Error("there is no limit to blocks")
	}
	for i := range mostLatePeers {
		fetch(peer.ID(fmt.Sprint("late", i)), 0, owed)
	}
	if w.isLate(honest, noised(1)[0]) || !w.isLate("late0", owed) {
		t.Error("there is no limit to peers, or too low a one")
	}
}

func noised(n int) []pkg.Hash {
	hashes := make([]pkg.Hash, n)
	for i := range hashes {
		hashes[i] = pkg.Hash{8, byte(i), byte(i >> 8)}
	}
	return hashes
}

// TestHasItLater: a peer that said it has not got a block, and sends it later,
// in the next fetch, does nothing wrong.
func TestHasItLater(t *testing.T) {
	cfg := Config{}.withDefaults()
	w, err := newWants(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := newSession("kubo", pkg.Hash{1}, pace{patience: time.Second, rate: 1})
	w.open(s)
	if _, err := s.expect(pkg.Hash{7}); err != nil {
		t.Fatal(err)
	}
	s.answer(pkg.Hash{7}, result{err: errAbsent})
	w.close(s)
	if !w.isLate("kubo", pkg.Hash{7}) {
		t.Error("it would be blamed for wrong bytes")
	}
}
