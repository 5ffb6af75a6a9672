package plan

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"go-acn/agentrt/pkg"
)

// Verb is what an Action does.
type Verb int

// What there is to do. Each is answered by one call, by the method named.
const (
	Fetch     Verb = iota + 1 // get a package from one of From, or from anywhere if there are none; Fetched
	Challenge                 // have From[0] prove that it holds a package; Answered
	Drop                      // give up the copy here; Dropped
	Announce                  // tell the network that the package is here; Announced
)

// String is the verb.
func (v Verb) String() string {
	return [...]string{"nothing", "fetch", "challenge", "drop", "announce"}[v]
}

// Action is something to do.
type Action struct {
	Do      Verb
	Package pkg.Hash
	From    []Node
	Rely    bool      // of Challenge: the answer is a promise to keep the package
	Asked   time.Time // of Challenge: what Answered is given back
}

// mostSources is how many holders a package is fetched from.
const mostSources = 3

// Step is what is to be done now and not under way yet. Call it whenever
// something happened, and every now and then.
func (m *Machine) Step(now time.Time) []Action {
	if m.sorted == nil {
		m.sorted = slices.SortedFunc(maps.Values(m.items), func(a, b *item) int { return compareHashes(a.hash, b.hash) })
	}
	var s sweep
	for _, it := range m.sorted {
		if it.wanted {
			m.look(now, it, &s)
		}
	}
	return slices.Concat(m.fetches(now, s.lacking), s.others, m.challenges(now, s.due))
}

// sweep is what one look at all packages found.
type sweep struct {
	lacking []lack
	due     []due
	others  []Action
}

// lack is a package that belongs here and is not.
type lack struct {
	it      *item
	holders []*claim
}

// due is a challenge that can be made.
type due struct {
	it   *item
	c    *claim
	rely bool
	at   time.Time
}

// turn puts first what a drop waits for, then claims that were never proved.
func (d due) turn() int {
	switch {
	case d.rely:
		return 0
	case d.c.proven.IsZero():
		return 1
	}
	return 2
}

func (m *Machine) look(now time.Time, it *item, s *sweep) {
	above := m.above(now, it)
	if !it.held {
		it.surplus = time.Time{}
		if above < m.cfg.Factor && !it.fetching && !now.Before(it.retry) {
			if holders := m.holders(now, it); m.known(now, it, holders) {
				s.lacking = append(s.lacking, lack{it, holders})
			}
		}
		// The next in line look after the holders as they do after each other:
		// they are the ones to step in, for as many liars as there are holders.
		if above < 2*m.cfg.Factor {
			m.routine(now, it, s)
		}
		return
	}
	m.routine(now, it, s)
	if !it.announcing && !now.Before(it.announce) && m.announcing < m.cfg.Announcements {
		it.announcing = true
		m.announcing++
		s.others = append(s.others, Action{Do: Announce, Package: it.hash})
	}
	if above < m.cfg.Factor {
		it.surplus = time.Time{}
		return
	}
	if it.surplus.IsZero() {
		it.surplus = now
	}
	m.giveUp(now, it, s)
}

// known tells whether it is known who holds a package. That nobody does is
// known after a while, unless there is nobody: what is wanted may be heard
// before who holds it.
func (m *Machine) known(now time.Time, it *item, holders []*claim) bool {
	if len(holders) > 0 || len(m.members) == 1 { // this node
		it.alone = time.Time{}
		return true
	}
	if it.alone.IsZero() {
		it.alone = now
	}
	return now.Sub(it.alone) >= m.cfg.Silence
}

// routine finds the holders whose turn it is to prove that they are.
func (m *Machine) routine(now time.Time, it *item, s *sweep) {
	for i := range it.claims {
		c := &it.claims[i]
		// Void claims are tried as well: passing restores them.
		if c.claimed && m.live(now, c.member) && !c.asking && !now.Before(c.next) {
			s.due = append(s.due, due{it: it, c: c, at: c.next})
		}
	}
}

// giveUp drops the copy here when all who count before this node have proved
// that they hold the package and promised to keep it; it asks those who have
// not.
func (m *Machine) giveUp(now time.Time, it *item, s *sweep) {
	if it.dropping || it.fetching || now.Sub(it.surplus) < m.cfg.DropAfter || now.Before(it.promised) || now.Before(it.dropRetry) {
		return
	}
	sure, asked := 0, 0
	for i := range it.claims {
		c := &it.claims[i]
		if c.member == m.self || asked == m.cfg.Factor {
			break
		}
		if !m.placed(now, c.member) || !m.holds(now, c) {
			continue
		}
		asked++
		switch {
		case now.Sub(c.relied) <= m.cfg.ProofFresh:
			sure++
		case !c.asking && !now.Before(c.nextRely):
			s.due = append(s.due, due{it: it, c: c, rely: true})
		}
	}
	if sure >= m.cfg.Factor && m.dropping < m.cfg.Drops {
		it.dropping = true
		m.dropping++
		s.others = append(s.others, Action{Do: Drop, Package: it.hash})
	}
}

// fetches begins with the packages that fewest hold.
func (m *Machine) fetches(now time.Time, lacking []lack) []Action {
	slices.SortStableFunc(lacking, func(a, b lack) int { return cmp.Compare(urgency(a), urgency(b)) })
	var actions []Action
	for _, l := range lacking {
		if m.fetching >= m.cfg.Fetches {
			break
		}
		m.random.Shuffle(len(l.holders), func(i, j int) { l.holders[i], l.holders[j] = l.holders[j], l.holders[i] })
		var from []Node
		for _, c := range l.holders[:min(len(l.holders), mostSources)] {
			from = append(from, c.member.node)
		}
		l.it.fetching = true
		m.fetching++
		actions = append(actions, Action{Do: Fetch, Package: l.it.hash, From: from})
	}
	return actions
}

// urgency puts what one node holds first and what nobody holds last: that may
// not be anywhere, and must not keep the rest from being repaired.
func urgency(l lack) int {
	if len(l.holders) == 0 {
		return MaxMembers
	}
	return len(l.holders)
}

// challenges takes turns, and in each those longest due.
func (m *Machine) challenges(now time.Time, all []due) []Action {
	if m.challenging >= m.cfg.Challenges || now.Before(m.nextChallenge) {
		return nil
	}
	// What was not used for a while may be used at once, within reason.
	if earliest := now.Add(-time.Duration(m.cfg.Challenges) * m.cfg.Pause); m.nextChallenge.Before(earliest) {
		m.nextChallenge = earliest
	}
	slices.SortStableFunc(all, func(a, b due) int { return cmp.Or(cmp.Compare(a.turn(), b.turn()), a.at.Compare(b.at)) })
	var actions []Action
	for _, d := range all {
		if m.challenging >= m.cfg.Challenges || now.Before(m.nextChallenge) {
			break
		}
		if d.c.asking {
			continue // found twice
		}
		d.c.asking = true
		m.challenging++
		m.nextChallenge = m.nextChallenge.Add(m.cfg.Pause)
		actions = append(actions, Action{Do: Challenge, Package: d.it.hash, From: []Node{d.c.member.node}, Rely: d.rely, Asked: now})
	}
	return actions
}
