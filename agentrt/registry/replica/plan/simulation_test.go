package plan

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"go-acn/agentrt/pkg"
)

// network is registry nodes that talk to each other in steps of virtual time.
// Whatever takes time in the world takes at least a step here, so that every
// node acts on what is no longer true.
type network struct {
	t       *testing.T
	cfg     Config
	random  *rand.Rand
	now     time.Time
	nodes   []*simNode
	wanted  []pkg.Hash
	step    time.Duration
	pending []pendingAction
	told    int // claims passed on, as bytes on the wire would be

	fetches, drops, challenges, nowhere int

	placedFor string
	placed    map[pkg.Hash][]Node
}

// simNode is a node and what is true of it.
type simNode struct {
	id      Node
	machine *Machine // nil while it is down
	disk    map[pkg.Hash]bool
	heard   map[Node]map[pkg.Hash]bool // what it knows of others' disks
	version int                        // of the disk
	seen    map[Node]int               // versions of others' disks
	liar    bool                       // claims to hold everything wanted
	wrong   bool                       // answers challenges with wrong bytes
	down    time.Time
}

type pendingAction struct {
	at   time.Time
	node *simNode
	was  *Machine
	do   Action
}

func newNetwork(t *testing.T, seed uint64, n int, cfg Config) *network {
	w := &network{t: t, cfg: cfg.WithDefaults(), random: rand.New(rand.NewPCG(seed, 7)), now: time.Unix(1_800_000_000, 0), step: 10 * time.Second}
	for i := range n {
		w.nodes = append(w.nodes, &simNode{id: Node(fmt.Sprintf("node %02d", i)), disk: make(map[pkg.Hash]bool)})
	}
	for _, n := range w.nodes {
		w.start(n)
	}
	return w
}

// start makes a node's machine anew, as after a crash: it knows its disk.
func (w *network) start(n *simNode) {
	cfg := w.cfg
	cfg.Self = n.id
	if err := cfg.Validate(); err != nil {
		w.t.Fatal(err)
	}
	n.machine = New(w.now, cfg, w.random)
	var others []Node
	for _, other := range w.nodes {
		if other != n {
			others = append(others, other.id)
		}
	}
	n.machine.Members(w.now, others, true)
	n.machine.Want(w.wanted)
	for h := range n.disk {
		n.machine.Have(h, true)
	}
	n.heard, n.seen = make(map[Node]map[pkg.Hash]bool), make(map[Node]int)
	n.version++
}

func (w *network) kill(n *simNode) { n.machine, n.down = nil, w.now }

func (w *network) node(id Node) *simNode {
	return w.nodes[slices.IndexFunc(w.nodes, func(n *simNode) bool { return n.id == id })]
}

// want adds packages to the set, each on one random node's disk.
func (w *network) push(hashes ...pkg.Hash) {
	w.wanted = append(w.wanted, hashes...)
	for _, h := range hashes {
		w.nodes[w.random.IntN(len(w.nodes))].put(h)
	}
	for _, n := range w.nodes {
		if n.machine != nil {
			n.machine.Want(w.wanted)
			for h := range n.disk {
				n.machine.Have(h, true)
			}
		}
	}
}

func (n *simNode) put(h pkg.Hash) {
	n.disk[h] = true
	n.version++
}

// claims is what a node says it holds.
func (w *network) claims(n *simNode) map[pkg.Hash]bool {
	if !n.liar {
		return n.disk
	}
	all := make(map[pkg.Hash]bool)
	for _, h := range w.wanted {
		all[h] = true
	}
	return all
}

// visit passes on what differs, as the protocol does.
func (w *network) visit(from, to *simNode) {
	from.machine.Heard(w.now, to.id, 1)
	if from.seen[to.id] == to.version {
		return
	}
	from.seen[to.id] = to.version
	seen, claims := from.heard[to.id], w.claims(to)
	if seen == nil {
		seen = make(map[pkg.Hash]bool)
		from.heard[to.id] = seen
	}
	for h := range claims {
		if !seen[h] {
			seen[h] = true
			from.machine.Claim(w.now, to.id, h, true)
			w.told++
		}
	}
	for h := range seen {
		if !claims[h] {
			delete(seen, h)
			from.machine.Claim(w.now, to.id, h, false)
			w.told++
		}
	}
}

// tick is one step of time: what was begun ends, everybody visits everybody,
// and everybody begins what it decides on.
func (w *network) tick() {
	w.now = w.now.Add(w.step)
	var later []pendingAction
	for _, p := range w.pending {
		switch {
		case p.node.machine != p.was: // it died in between
		case p.at.After(w.now):
			later = append(later, p)
		default:
			w.finish(p)
		}
	}
	w.pending = later
	for _, n := range w.nodes {
		for _, other := range w.nodes {
			if n != other && n.machine != nil && other.machine != nil && n.machine.IsMember(w.now, other.id) {
				w.visit(n, other)
			}
		}
	}
	for _, n := range w.nodes {
		if n.machine == nil {
			continue
		}
		for _, action := range n.machine.Step(w.now) {
			delay := time.Duration(w.random.IntN(3)) * w.step
			w.pending = append(w.pending, pendingAction{w.now.Add(delay), n, n.machine, action})
		}
	}
}

func (w *network) finish(p pendingAction) {
	n, h := p.node, p.do.Package
	switch p.do.Do {
	case Fetch:
		ok := slices.ContainsFunc(p.do.From, func(id Node) bool { from := w.node(id); return from.machine != nil && from.disk[h] && !from.wrong })
		if ok {
			n.put(h)
			w.fetches++
		}
		if len(p.do.From) == 0 {
			w.nowhere++
		}
		n.machine.Fetched(w.now, h, ok)
	case Challenge:
		w.challenges++
		w.answer(n, p.do)
	case Drop:
		w.drops++
		delete(n.disk, h)
		n.version++
		if alive, all := w.holders(h); len(alive) < 1 || len(all) < w.cfg.Factor {
			w.t.Fatalf("%s dropped %s, which %d hold, %d of them alive", n.id, h, len(all), len(alive))
		}
		n.machine.Dropped(w.now, h, true)
	case Announce:
		n.machine.Announced(w.now, h, true)
	}
}

func (w *network) answer(n *simNode, a Action) {
	to := w.node(a.From[0])
	switch {
	case to.machine == nil:
		n.machine.Answered(w.now, a, Silent)
	case to.wrong:
		n.machine.Shut(w.now.Add(w.cfg.Quarantine), to.id, "wrong bytes")
		n.machine.Answered(w.now, a, Silent)
	case !to.disk[a.Package]:
		n.machine.Answered(w.now, a, Denied)
	case a.Rely && !to.machine.Promise(w.now, a.Package):
		n.machine.Answered(w.now, a, Declined)
	default:
		n.machine.Answered(w.now, a, Proven)
	}
}

// holders are the nodes that have a package on disk, and those of them that
// run.
func (w *network) holders(h pkg.Hash) (alive, all []Node) {
	for _, n := range w.nodes {
		if n.disk[h] && !n.wrong {
			all = append(all, n.id)
			if n.machine != nil {
				alive = append(alive, n.id)
			}
		}
	}
	return alive, all
}

// settled tells whether every package is where it belongs among the nodes that
// run and are honest, and nowhere else.
func (w *network) settled() bool {
	capacities := make(map[Node]int)
	for _, n := range w.nodes {
		if n.machine != nil && !n.liar && !n.wrong {
			capacities[n.id] = 1
		}
	}
	if key := fmt.Sprint(len(w.wanted), slices.Sorted(maps.Keys(capacities))); key != w.placedFor {
		w.placedFor, w.placed = key, make(map[pkg.Hash][]Node)
		for _, h := range w.wanted {
			want := Rank(h, capacities)
			w.placed[h] = slices.Sorted(slices.Values(want[:min(len(want), w.cfg.Factor)]))
		}
	}
	for _, h := range w.wanted {
		if alive, _ := w.holders(h); !slices.Equal(alive, w.placed[h]) {
			return false
		}
	}
	return true
}

// settle runs until everything is where it belongs.
func (w *network) settle(limit time.Duration) time.Duration {
	w.t.Helper()
	for begun := w.now; ; w.tick() {
		if w.settled() {
			return w.now.Sub(begun)
		}
		if w.now.Sub(begun) > limit {
			w.t.Fatalf("not settled after %s", limit)
		}
	}
}

// spread is how many packages have how many live holders.
func (w *network) spread() map[int]int {
	spread := make(map[int]int)
	for _, h := range w.wanted {
		alive, _ := w.holders(h)
		spread[len(alive)]++
	}
	return spread
}

// fast is pace that does not limit what is to be seen.
func fast() Config {
	return Config{Pause: time.Nanosecond, Fetches: 64, Challenges: 64, Announcements: 1 << 20, DropAfter: 5 * time.Minute}
}

// Twenty nodes, two thousand packages, and nodes that die, lose their disks or
// come back, two of them down at a time: nothing is ever without a holder, and
// in the end everything is where it belongs, moved little more often than it
// had to be.
func TestChurn(t *testing.T) {
	const members, packages, rounds = 20, 2_000, 3
	w := newNetwork(t, 1, members, fast())
	w.push(hashes(5, packages)...)
	took := w.settle(2 * time.Hour)
	ideal := packages * (w.cfg.Factor - 1)
	t.Logf("pushed: %d packages settled in %s with %d fetches, ideal %d to %d, %d dropped, %d challenges", packages, took, w.fetches, ideal, ideal+w.drops, w.drops, w.challenges)
	if w.fetches != ideal+w.drops {
		t.Errorf("%d fetches, want %d and one for each of the %d that were pushed where they do not belong", w.fetches, ideal, w.drops)
	}
	fetched, moved := w.fetches, 0
	for round := range rounds {
		victims := w.random.Perm(members)[:w.cfg.Factor-1]
		for _, i := range victims {
			w.kill(w.nodes[i])
			for range w.random.IntN(4) {
				w.tick()
				w.nobodyLacks(round)
			}
		}
		for range 12 { // longer than grace, and until most is repaired
			w.tick()
			w.nobodyLacks(round)
		}
		w.settle(time.Hour)
		for _, i := range victims {
			if w.random.IntN(2) == 0 {
				clear(w.nodes[i].disk) // it comes back empty
			}
			moved += packages * w.cfg.Factor / members
			w.start(w.nodes[i])
			w.tick()
			w.nobodyLacks(round)
		}
		w.settle(2 * time.Hour)
	}
	// Each death moves a node's share once, and its return with an empty disk
	// once more.
	t.Logf("churn: %d deaths, %d fetches, %d to %d needed, %d drops, %d challenges, %d claims told", 2*rounds, w.fetches-fetched, moved, 2*moved, w.drops, w.challenges, w.told)
	if got := w.fetches - fetched; got > 2*moved*5/4 {
		t.Errorf("%d fetches for %d deaths, want at most %d and a quarter", got, 2*rounds, 2*moved)
	}
}

func (w *network) nobodyLacks(round int) {
	w.t.Helper()
	if none := w.spread()[0]; none > 0 {
		w.t.Fatalf("round %d: %d packages have no holder", round, none)
	}
}

// A node that comes and goes faster than grace, or than it takes to settle,
// moves nothing.
func TestFlapping(t *testing.T) {
	w := newNetwork(t, 2, 6, fast())
	w.push(hashes(6, 300)...)
	w.settle(2 * time.Hour)
	fetched, dropped := w.fetches, w.drops
	for range 30 {
		w.kill(w.nodes[0])
		for range 4 {
			w.tick()
		}
		w.start(w.nodes[0])
		w.tick()
	}
	if w.fetches != fetched || w.drops != dropped {
		t.Errorf("%d fetches and %d drops for a node away 40 s at a time", w.fetches-fetched, w.drops-dropped)
	}
	// Away for longer than grace and back for less than it takes to settle, it
	// is gone for the others: its share moves once.
	share := 0
	for h := range maps.Keys(w.nodes[0].disk) {
		if alive, _ := w.holders(h); len(alive) > 0 {
			share++
		}
	}
	for range 20 {
		w.kill(w.nodes[0])
		for range 9 {
			w.tick()
		}
		w.start(w.nodes[0])
		w.tick()
		w.tick()
	}
	if got := w.fetches - fetched; got > share {
		t.Errorf("%d fetches for a node that flaps, it had %d packages", got, share)
	}
}

// Liars that claim everything and hold nothing, and members whose bytes are
// wrong, do not keep a package from being held by as many honest nodes.
func TestLiars(t *testing.T) {
	for _, kind := range []string{"claims", "wrong bytes"} {
		t.Run(kind, func(t *testing.T) {
			w := newNetwork(t, 3, 8, fast())
			w.nodes[0].liar = true
			w.nodes[0].wrong = kind == "wrong bytes"
			w.nodes[5].liar, w.nodes[5].wrong = true, w.nodes[0].wrong
			honest := hashes(7, 400)
			w.push(honest...)
			for _, n := range w.nodes {
				if n.liar { // what it was given is not lost with it
					for h := range n.disk {
						w.nodes[1].put(h)
						w.nodes[1].machine.Have(h, true)
					}
					clear(n.disk)
					n.version++
					n.machine = New(w.now, n.machine.cfg, w.random) // it does nothing
				}
			}
			for begun := w.now; w.now.Sub(begun) < time.Hour; {
				w.tick()
				w.nobodyLacks(0)
			}
			for count, n := range w.spread() {
				if count < w.cfg.Factor {
					t.Errorf("%d packages have %d honest holders", n, count)
				}
			}
			if kind == "wrong bytes" {
				for _, n := range w.nodes {
					if n.liar {
						continue
					}
					if s := n.machine.Standing(w.now); s[0].State != Quarantined || s[5].State != Quarantined {
						t.Errorf("%s has not caught both: %v %v", n.id, s[0], s[5])
					}
				}
			}
		})
	}
}
