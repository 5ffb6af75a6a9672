package plan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"go-acn/agentrt/pkg"
)

// stage is one node among members a to f, and a package. They are named after
// their place in its ranking, and the node is the one called self.
type stage struct {
	*Machine
	t       *testing.T
	now     time.Time
	hash    pkg.Hash
	names   map[Node]string
	nodes   map[string]Node
	pending map[Verb]Action
}

// newStage puts self at a place in the ranking of six, 0 being the first.
func newStage(t *testing.T, self int) *stage {
	t.Helper()
	s := &stage{t: t, now: time.Unix(1_800_000_000, 0), hash: pkg.Hash{1}, names: make(map[Node]string), nodes: make(map[string]Node), pending: make(map[Verb]Action)}
	ranked := Rank(s.hash, nodes(6))
	cfg := Config{Self: ranked[self], Pause: time.Nanosecond}.WithDefaults()
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	s.Machine = New(s.now, cfg, rand.New(rand.NewPCG(1, 1)))
	s.Members(s.now, ranked, true)
	for i, node := range ranked {
		name := string(rune('a' + i))
		s.names[node], s.nodes[name] = name, node
	}
	s.Want([]pkg.Hash{s.hash})
	s.heard("abcdef")
	return s
}

func (s *stage) heard(names string) {
	for _, name := range names {
		s.Heard(s.now, s.nodes[string(name)], 1)
	}
}

func (s *stage) claim(names string, claimed bool) {
	for _, name := range names {
		s.Claim(s.now, s.nodes[string(name)], s.hash, claimed)
	}
}

// after lets time pass in which some members are heard.
func (s *stage) after(d time.Duration, names string) {
	for end := s.now.Add(d); s.now.Before(end); {
		s.now = s.now.Add(min(end.Sub(s.now), 5*time.Second))
		s.heard(names)
	}
}

// wants compares what a step gives, without announcements.
func (s *stage) wants(want ...string) {
	s.t.Helper()
	got := []string{}
	for _, a := range s.Step(s.now) {
		if a.Do == Announce {
			s.Announced(s.now, a.Package, true)
			continue
		}
		s.pending[a.Do] = a
		text := a.Do.String()
		var from []string
		for _, node := range a.From {
			from = append(from, s.names[node])
		}
		slices.Sort(from)
		if len(from) > 0 {
			text += " " + strings.Join(from, "")
		}
		if a.Rely {
			text += " rely"
		}
		got = append(got, text)
	}
	slices.Sort(got)
	if !slices.Equal(got, append([]string{}, want...)) {
		s.t.Fatalf("got %q, want %q", got, want)
	}
}

// answer ends challenges, as they come, until there are none.
func (s *stage) answer(answer Answer) (asked string) {
	var names []string
	for {
		found := false
		for _, a := range s.Step(s.now) {
			if a.Do == Challenge {
				found = true
				s.Answered(s.now, a, answer)
				names = append(names, s.names[a.From[0]])
			} else {
				s.pending[a.Do] = a
			}
		}
		if !found {
			slices.Sort(names)
			return strings.Join(names, "")
		}
	}
}

func TestFirstThreeHold(t *testing.T) {
	for place, fetches := range []bool{true, true, true, false, false, false} {
		s := newStage(t, place)
		s.claim("f", true)
		if place == 5 {
			continue // it is the one that holds it
		}
		got := slices.ContainsFunc(s.Step(s.now), func(a Action) bool { return a.Do == Fetch })
		if got != fetches {
			t.Errorf("place %d: fetches %v", place, got)
		}
	}
}

// A member that should hold and does not is waited for, and then the next in
// line steps in.
func TestPatience(t *testing.T) {
	s := newStage(t, 3)
	s.claim("ab", true)
	s.answer(Proven)
	s.wants()
	s.after(s.cfg.Patience, "abcdef")
	s.wants()
	s.after(time.Second, "abcdef")
	s.wants("fetch ab")
	s.Fetched(s.now, s.hash, false)
	s.wants()
	s.after(s.cfg.RetryMin, "abcdef")
	s.wants("fetch ab")
	s.after(2*time.Second, "abcdef")
	s.claim("c", true) // too late to stop it
	s.Fetched(s.now, s.hash, true)
	s.answer(Proven)
	if !s.items[s.hash].held {
		t.Error("fetched and not held")
	}
}

// Silence is no death, and death is no lie: within grace nothing moves, and a
// dead member's claim is good when it is back and has settled.
func TestGrace(t *testing.T) {
	s := newStage(t, 3)
	s.claim("abc", true)
	if got := s.answer(Proven); got != "abc" {
		t.Errorf("challenged %q", got)
	}
	s.after(s.cfg.Grace, "bcdef")
	s.wants()
	s.after(time.Second, "bcdef")
	s.wants("fetch bc")
	s.Fetched(s.now, s.hash, true)
	s.heard("a")
	s.after(s.cfg.Settle-time.Second, "abcdef")
	if s.above(s.now, s.items[s.hash]) != 2 {
		t.Error("a counts before it has settled")
	}
	s.after(time.Second, "abcdef")
	if s.above(s.now, s.items[s.hash]) != 3 {
		t.Error("a does not count though it has settled")
	}
}

// A copy that belongs elsewhere is given up when all who should hold the
// package have proved it just now and promised to keep it, and not otherwise.
func TestGiveUp(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*stage)
		drops bool
	}{
		{"nothing is wrong", func(*stage) {}, true},
		{"one is not heard", func(s *stage) { s.after(s.cfg.Silence+time.Second, "bcdef") }, false},
		{"one withdraws", func(s *stage) { s.claim("b", false) }, false},
		{"one is shut out", func(s *stage) { s.Shut(s.now.Add(time.Hour), s.nodes["c"], "x") }, false},
		{"the proofs are old", func(s *stage) { s.after(s.cfg.ProofFresh+time.Second, "abcdef") }, false},
		{"others rely on this one", func(s *stage) { s.items[s.hash].promised = s.now.Add(time.Second) }, false},
		{"it is not wanted any more", func(s *stage) { s.Want(nil) }, false},
	} {
		s := newStage(t, 3)
		s.Have(s.hash, true)
		s.claim("abc", true)
		s.answer(Proven)
		s.after(s.cfg.DropAfter-time.Second, "abcdef")
		if got := s.answer(Proven); got != "" {
			t.Fatalf("%s: challenged %q before it is time", c.name, got)
		}
		s.after(time.Second, "abcdef")
		s.wants("challenge a rely", "challenge b rely", "challenge c rely")
		for _, name := range "abc" {
			s.Answered(s.now, Action{Do: Challenge, Package: s.hash, From: []Node{s.nodes[string(name)]}, Rely: true, Asked: s.now}, Proven)
		}
		c.spoil(s)
		got := slices.ContainsFunc(s.Step(s.now), func(a Action) bool { return a.Do == Drop })
		if got != c.drops {
			t.Errorf("%s: drops %v", c.name, got)
		}
		for _, name := range "ab" { // now it would belong here, but for that it is going
			s.Shut(s.now.Add(time.Hour), s.nodes[string(name)], "x")
		}
		if got && s.Promise(s.now, s.hash) {
			t.Errorf("%s: promises what it is giving up", c.name)
		}
	}
}

// Only proofs with a promise count for that, and without one nothing is given
// up, however long.
func TestNoPromiseNoDrop(t *testing.T) {
	s := newStage(t, 4)
	s.Have(s.hash, true)
	s.claim("abc", true)
	for range 600 {
		s.after(time.Minute, "abcdef")
		for _, a := range s.Step(s.now) {
			switch {
			case a.Do == Drop:
				t.Fatal("gave up a copy without promises")
			case a.Do == Challenge && a.Rely && a.From[0] == s.nodes["b"]:
				s.Answered(s.now, a, Declined)
			case a.Do == Challenge:
				s.Answered(s.now, a, Proven)
			case a.Do == Announce:
				s.Announced(s.now, a.Package, true)
			}
		}
	}
}

// Promises are made by those that should hold the package, and kept.
func TestPromise(t *testing.T) {
	s := newStage(t, 2)
	if s.Promise(s.now, s.hash) {
		t.Error("promised what is not here")
	}
	s.Have(s.hash, true)
	if !s.Promise(s.now, s.hash) {
		t.Error("did not promise what is here and belongs here")
	}
	if p, ok := s.Package(s.now, s.hash); !ok || !p.Promised.Equal(s.now.Add(s.cfg.Keep)) {
		t.Errorf("%+v", p)
	}
	other := newStage(t, 3)
	other.Have(other.hash, true)
	other.claim("abc", true)
	if other.Promise(other.now, other.hash) {
		t.Error("promised what does not belong here")
	}
	if other.Promise(other.now, pkg.Hash{9}) {
		t.Error("promised what nobody wants")
	}
}

// What voids a claim, and what restores it.
func TestVoidClaims(t *testing.T) {
	for _, c := range []struct {
		answer  Answer
		times   int
		heard   string
		fetches bool
	}{
		{Denied, 1, "abcdef", true}, {Silent, 3, "abcdef", true}, {Silent, 2, "abcdef", false}, {Silent, 9, "bcdef", false}, {Declined, 9, "abcdef", false},
	} {
		s := newStage(t, 3)
		s.claim("abc", true)
		s.answer(Proven)
		for range c.times {
			s.claimOf("a").next = s.now
			asked := s.now
			s.now = s.now.Add(time.Millisecond)
			s.heard(c.heard)
			s.claimOf("a").asking = true
			s.challenging++
			s.Answered(s.now, Action{Do: Challenge, Package: s.hash, From: []Node{s.nodes["a"]}, Asked: asked}, c.answer)
		}
		got := slices.ContainsFunc(s.Step(s.now), func(a Action) bool { return a.Do == Fetch })
		if got != c.fetches {
			t.Errorf("answer %d, %d times, with %s heard: fetches %v", c.answer, c.times, c.heard, got)
		}
		if !c.fetches {
			continue
		}
		s.after(s.cfg.RetryMax, "abcdef")
		if asked := s.answer(Proven); asked != "a" || s.above(s.now, s.items[s.hash]) != 3 {
			t.Errorf("challenged %q again, and passing did not restore the claim", asked)
		}
	}
}

func (s *stage) claimOf(name string) *claim {
	return s.Machine.claim(s.items[s.hash], s.members[s.nodes[name]])
}

// What nobody holds is searched anywhere, once it is known that nobody does.
func TestNobodyHolds(t *testing.T) {
	s := newStage(t, 0)
	s.wants()
	s.after(s.cfg.Silence, "abcdef")
	s.wants("fetch")
	s.Fetched(s.now, s.hash, false)
	s.claim("f", true)
	s.after(s.cfg.RetryMin, "abcdef")
	s.wants("challenge f", "fetch f")
}

// Without other members there is nobody to hear from first.
func TestAlone(t *testing.T) {
	s := newStage(t, 0)
	s.Members(s.now, nil, false)
	s.wants("fetch")
}

// What fewest hold comes first, and no more at once than may be.
func TestUrgency(t *testing.T) {
	s := newStage(t, 0)
	all := hashes(9, 300)
	s.Want(all)
	for i, h := range all {
		for _, name := range "bcdef"[:1+i%5] {
			s.Claim(s.now, s.nodes[string(name)], h, true)
		}
	}
	fetches := 0
	for _, a := range s.Step(s.now) {
		if a.Do != Fetch {
			continue
		}
		if fetches++; len(a.From) != 1 {
			t.Errorf("fetches from %d", len(a.From))
		}
	}
	if fetches != s.cfg.Fetches {
		t.Errorf("%d fetches, want %d", fetches, s.cfg.Fetches)
	}
}

// Nothing is remembered of what nobody wants, holds or claims.
func TestForgets(t *testing.T) {
	s := newStage(t, 0)
	for i, h := range hashes(10, 100) {
		s.Claim(s.now, s.nodes["b"], h, true)
		if i%2 == 0 {
			s.Have(h, true)
		}
	}
	s.Want(nil)
	for _, h := range hashes(10, 100) {
		s.Claim(s.now, s.nodes["b"], h, false)
		s.Have(h, false)
	}
	if len(s.items) != 0 || s.members[s.nodes["b"]].claims != 0 {
		t.Errorf("%d items are left", len(s.items))
	}
}

func TestConfig(t *testing.T) {
	good := Config{Self: "x"}.WithDefaults()
	for name, c := range map[string]struct {
		change func(*Config)
		good   bool
	}{
		"defaults":            {func(*Config) {}, true},
		"no self":             {func(c *Config) { c.Self = "" }, false},
		"factor 0":            {func(c *Config) { c.Factor = -1 }, false},
		"most factor":         {func(c *Config) { c.Factor = MaxMembers }, true},
		"a factor more":       {func(c *Config) { c.Factor = MaxMembers + 1 }, false},
		"most capacity":       {func(c *Config) { c.Capacity = MaxCapacity }, true},
		"more capacity":       {func(c *Config) { c.Capacity = MaxCapacity + 1 }, false},
		"grace below silence": {func(c *Config) { c.Grace = c.Silence - 1 }, false},
		"keep too short":      {func(c *Config) { c.Keep = 2 * c.ProofFresh }, false},
		"drop before proof":   {func(c *Config) { c.DropAfter = c.ProofFresh - 1 }, false},
		"pauses swapped":      {func(c *Config) { c.RetryMax = c.RetryMin - 1 }, false},
		"a negative time":     {func(c *Config) { c.Period = -1 }, false},
		"a negative number":   {func(c *Config) { c.Fetches = -1 }, false},
	} {
		cfg := good
		c.change(&cfg)
		if err := cfg.Validate(); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
	m := New(time.Now(), good, rand.New(rand.NewPCG(1, 1)))
	var many []Node
	for i := range 2 * MaxMembers {
		many = append(many, Node(fmt.Sprint(i)))
	}
	if m.Members(time.Now(), many, true); len(m.members) != MaxMembers {
		t.Errorf("%d members, limit %d", len(m.members), MaxMembers)
	}
}
