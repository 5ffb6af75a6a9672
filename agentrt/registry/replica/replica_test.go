package replica_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica"
	"go-acn/agentrt/registry/replica/plan"
)

// cluster starts all machines.
func cluster(t testing.TB, cfg replica.Config, machines []*machine) []*node {
	t.Helper()
	nodes := make([]*node, len(machines))
	for i, m := range machines {
		nodes[i] = m.start(t, cfg, machines)
	}
	return nodes
}

func without(nodes []*node, one *node) []*node {
	return slices.DeleteFunc(slices.Clone(nodes), func(n *node) bool { return n == one })
}

// A package pushed to one of three nodes is on all of them before long, proved
// to be, and can be fetched from any.
func TestThreeNodes(t *testing.T) {
	nodes := cluster(t, quick(3), newMachines(t, 3))
	for i, size := range []int{3_000, 100_000, 700_000} {
		name := fmt.Sprintf("p%d", i)
		h, err := nodes[i].push(t.Context(), pack(t, sample(name, uint64(i), size), name))
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, "three holders", func() bool { return holders(h, nodes...) == 3 })
		for _, n := range nodes {
			if err := fetch(t.Context(), t, h, n); err != nil {
				t.Error(err)
			}
			eventually(t, "proofs of the two others", func() bool { _, sure := n.service.Copies(h); return sure == 3 })
		}
	}
	for _, n := range nodes {
		if got := n.registry.Pins().Digest(); got != nodes[0].registry.Pins().Digest() || n.registry.Pins().Len() != 3 {
			t.Errorf("%d pins, and others than the first node has", n.registry.Pins().Len())
		}
	}
}

// What a dead node has held is held by the others; one that takes its place gets
// a share of everything; and what the dead one takes back when it returns is
// given up elsewhere.
func TestRepairAndRebalance(t *testing.T) {
	machines := newMachines(t, 5)
	nodes := make([]*node, 5)
	for i, m := range machines[:4] { // the fifth has been listed, and never been there
		nodes[i] = m.start(t, quick(3), machines)
	}
	var all []pkg.Hash
	for i := range 12 {
		name := fmt.Sprintf("p%d", i)
		h, err := nodes[i%4].push(t.Context(), pack(t, sample(name, uint64(i), 5_000), name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	each := func(want int, nodes []*node) func() bool {
		return func() bool {
			return !slices.ContainsFunc(all, func(h pkg.Hash) bool { return holders(h, nodes...) != want })
		}
	}
	eventually(t, "three holders of each package", each(3, nodes[:4]))
	nodes[0].stop()
	eventually(t, "three holders of each without the dead one", each(3, nodes[1:4]))
	nodes[4] = machines[4].start(t, quick(3), machines)
	eventually(t, "three holders of each with the one in its place, no more", func() bool {
		return each(3, nodes[1:])() && slices.ContainsFunc(all, nodes[4].has)
	})
	for _, h := range all {
		for _, n := range nodes[1:] {
			if n.has(h) {
				if err := fetch(t.Context(), t, h, n); err != nil {
					t.Error(err)
				}
			}
		}
	}
	nodes[0] = machines[0].start(t, quick(3), machines)
	eventually(t, "three holders of each of five, no more", each(3, nodes))
	nodes[0].mu.Lock()
	defer nodes[0].mu.Unlock()
	if n := nodes[0]; len(n.lost)+len(n.quarantined) > 0 {
		t.Errorf("lost %v, in quarantine %v", n.lost, n.quarantined)
	}
}

// hooked calls then once half of it was read.
type hooked struct {
	io.Reader
	left int
	then func()
}

func (h *hooked) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p[:min(len(p), 512)])
	if h.left -= n; h.left <= 0 && h.then != nil {
		h.then()
		h.then = nil
	}
	return n, err
}

// moments are when a node dies in the life of a push.
var moments = []string{"before the push", "as it is pushed", "when it is acknowledged", "while it is copied", "when there is a copy", "when it is replicated", "at random"}

// Whoever dies, and whenever: what was acknowledged with two copies, or was known
// to be replicated, is with those that are left, which restore the factor. What
// was acknowledged with one copy is there again with the node that did.
func TestKilledAtAnyMoment(t *testing.T) {
	const factor = 3
	machines := newMachines(t, 4)
	nodes := cluster(t, quick(factor), machines)
	random := rand.New(rand.NewPCG(11, 12))
	var acknowledged []pkg.Hash
	for round := range 2 * len(moments) {
		moment, at := moments[round/2], round%len(nodes)
		pushed, victim := nodes[at], at
		if round%2 == 1 {
			victim = (at + 1) % len(nodes)
		}
		name := fmt.Sprintf("p%d", round)
		parcel := pack(t, sample(name, uint64(round), 300_000), name)
		h := parcel.pin.Package
		kill := nodes[victim].stop
		var car io.Reader = bytes.NewReader(parcel.car)
		switch moment {
		case "before the push":
			kill()
		case "as it is pushed":
			car = &hooked{car, len(parcel.car) / 2, kill}
		}
		pushed.mu.Lock()
		out := pushed.moved.Out
		pushed.mu.Unlock()
		acknowledge := make(chan int, 1) // how many copies there are; 0 if it is refused
		if moment != "before the push" || victim != at {
			go func() { acknowledge <- pushed.pushAndWait(t.Context(), parcel, car) }()
		} else {
			acknowledge <- 0
		}
		copies := -1
		others := without(nodes, pushed)
		replicated := false
		switch moment {
		case "as it is pushed", "when it is acknowledged":
			copies = <-acknowledge
		case "while it is copied":
			eventually(t, "a copy begins", func() bool { pushed.mu.Lock(); defer pushed.mu.Unlock(); return pushed.moved.Out > out })
		case "when there is a copy":
			eventually(t, "a copy", func() bool { return holders(h, others...) > 0 })
		case "when it is replicated":
			eventually(t, "replication", func() bool { _, sure := pushed.service.Copies(h); return sure >= factor })
			replicated = true
		case "at random":
			delay, cancel := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(50*time.Millisecond))))
			<-delay.Done()
			cancel()
		}
		kill()
		if copies < 0 {
			copies = <-acknowledge
		}
		left := without(nodes, nodes[victim])
		if copies >= 2 && holders(h, left...) == 0 {
			t.Errorf("%s: acknowledged with %d copies, and gone with one node", moment, copies)
		}
		if replicated || copies >= 2 || copies > 0 && victim != at {
			eventually(t, moment+": the factor without the dead node", func() bool { return holders(h, left...) == factor })
			if err := fetch(t.Context(), t, h, left[round%len(left)]); err != nil {
				t.Errorf("%s: %v", moment, err)
			}
		}
		nodes[victim] = machines[victim].start(t, quick(factor), machines)
		if copies > 0 {
			acknowledged = append(acknowledged, h)
		}
		for _, h := range acknowledged {
			eventually(t, moment+": the factor again", func() bool { return holders(h, nodes...) >= factor })
		}
	}
	if want := 2*len(moments) - 2; len(acknowledged) < want {
		t.Errorf("%d pushes were acknowledged, want at least %d", len(acknowledged), want)
	}
	for _, h := range acknowledged {
		eventually(t, "the factor at last", func() bool { return holders(h, nodes...) >= factor })
		for _, n := range nodes {
			if n.has(h) {
				if err := fetch(t.Context(), t, h, n); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// A copy that rots is noticed when it is to be proved, and replaced.
func TestRottenCopy(t *testing.T) {
	nodes := cluster(t, quick(3), newMachines(t, 3))
	h, err := nodes[0].push(t.Context(), pack(t, sample("p", 1, 200_000), "p"))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "three holders", func() bool { return holders(h, nodes...) == 3 })
	rotten := nodes[1]
	rotten.rot(t)
	if rotten.has(h) {
		t.Fatal("nothing is rotten")
	}
	eventually(t, "a copy that is good again", func() bool { return rotten.has(h) })
	rotten.mu.Lock()
	defer rotten.mu.Unlock()
	if !slices.Contains(rotten.lost, h) {
		t.Error("the node did not say that it lost the package")
	}
	for _, n := range nodes {
		if s := n.service.Status(); slices.ContainsFunc(s.Members, func(m replica.MemberStatus) bool { return m.State == plan.Quarantined }) {
			t.Errorf("an honest node is in quarantine: %+v", s.Members)
		}
	}
}

// list is a feed that says what it is told to.
type list struct {
	mu       sync.Mutex
	packages []pkg.Hash
	err      error
	asked    int
}

// Packages implements replica.Feed.
func (l *list) Packages(context.Context) ([]pkg.Hash, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	return l.packages, l.err
}

func (l *list) say(err error, packages ...pkg.Hash) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.packages, l.err, l.asked = packages, err, 0
}

func (l *list) heard() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked
}

// What a list names is kept though nobody has pinned it, announced, and goes
// on being kept while the list cannot be read.
func TestFeeds(t *testing.T) {
	machines := newMachines(t, 3)
	chain := new(list)
	for _, m := range machines {
		m.feeds = []replica.Feed{chain}
	}
	cfg := quick(3)
	cfg.FeedEvery = 20 * time.Millisecond
	nodes := cluster(t, cfg, machines)
	// One of them has the package, from before anybody pinned or named it.
	entry, err := nodes[0].registry.Store().Add(t.Context(), sample("p", 1, 50_000), "p")
	if err != nil {
		t.Fatal(err)
	}
	if holders(entry.Hash, nodes...) != 1 {
		t.Fatal("the package is elsewhere already")
	}
	chain.say(nil, entry.Hash)
	eventually(t, "three holders", func() bool { return holders(entry.Hash, nodes...) == 3 })
	for i, m := range machines {
		eventually(t, "an announcement", func() bool { return m.told.of(entry.Hash) == 1 })
		nodes[i].mu.Lock()
		if fetched := nodes[i].fetched[entry.Hash]; i > 0 && fetched != 1 {
			t.Errorf("node %d fetched it %d times", i, fetched)
		}
		nodes[i].mu.Unlock()
	}
	chain.say(errors.New("no chain"))
	eventually(t, "every node has asked in vain", func() bool { return chain.heard() > 6 })
	for i, n := range nodes {
		if _, err := n.registry.Collect(t.Context(), nil); err != nil || !n.has(entry.Hash) {
			t.Errorf("node %d gave the package up when the list could not be read: %v", i, err)
		}
	}
	chain.say(nil)
	eventually(t, "nobody wants it", func() bool { fed, err := nodes[0].service.Fed(t.Context()); return err == nil && len(fed) == 0 })
	if _, err := nodes[0].registry.Collect(t.Context(), nil); err != nil || nodes[0].has(entry.Hash) {
		t.Errorf("what nobody wants is still here: %v", err)
	}
}
