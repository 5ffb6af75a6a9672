package plan

import (
	"maps"
	"slices"
	"time"

	"go-acn/agentrt/pkg"
)

// State is how a member stands.
type State string

// States of members.
const (
	Here        State = "self"
	Live        State = "live"        // heard, has its place
	Settling    State = "settling"    // back after it was gone, has no place yet
	Quiet       State = "quiet"       // not heard for Silence, keeps its place
	Gone        State = "gone"        // not heard for Grace: what it held is repaired
	Quarantined State = "quarantined" // it gave wrong bytes
)

// Member is what is known of a registry node.
type Member struct {
	Node     Node
	State    State
	Capacity int
	Heard    time.Time // zero if never
	Claims   int       // packages it says it holds; with self those it holds
	Until    time.Time // end of the quarantine
	Reason   string    // of the quarantine
}

// Holder is a node that holds a package, as far as is known.
type Holder struct {
	Node   Node
	Proven time.Time // when it last proved it; zero if never, or if it is this node
}

// Package is what is known of one package.
type Package struct {
	Hash     pkg.Hash
	Held     bool     // here
	Busy     bool     // being fetched or dropped
	Holders  []Holder // live ones whose claim is good, this node included
	Places   []Node   // who should hold it
	Promised time.Time
}

// Standing lists the members in the order of their ids.
func (m *Machine) Standing(now time.Time) []Member {
	held := 0
	for _, it := range m.items {
		if it.wanted && it.held {
			held++
		}
	}
	var all []Member
	for _, node := range slices.Sorted(maps.Keys(m.members)) {
		mb := m.members[node]
		row := Member{Node: node, State: m.state(now, mb), Capacity: mb.capacity, Claims: mb.claims}
		if mb == m.self {
			row.Claims = held
		}
		if mb.real {
			row.Heard = mb.heard
		}
		if row.State == Quarantined {
			row.Until, row.Reason = mb.shut, mb.reason
		}
		all = append(all, row)
	}
	return all
}

func (m *Machine) state(now time.Time, mb *member) State {
	switch {
	case mb == m.self:
		return Here
	case now.Before(mb.shut):
		return Quarantined
	case now.Sub(mb.heard) > m.cfg.Grace:
		return Gone
	case !m.live(now, mb):
		return Quiet
	case !m.placed(now, mb):
		return Settling
	}
	return Live
}

// Company tells whether another member was there lately, or is presumed to be:
// what is pushed here has somewhere to go.
func (m *Machine) Company(now time.Time) bool {
	for _, mb := range m.members {
		if mb != m.self && now.Sub(mb.heard) <= m.cfg.Silence && !now.Before(mb.shut) {
			return true
		}
	}
	return false
}

// Packages lists what is wanted, in the order of hashes.
func (m *Machine) Packages(now time.Time) []Package {
	var all []Package
	for _, it := range m.items {
		if it.wanted {
			all = append(all, m.describe(now, it))
		}
	}
	slices.SortFunc(all, func(a, b Package) int { return compareHashes(a.Hash, b.Hash) })
	return all
}

// Package is what is known of one package that is wanted.
func (m *Machine) Package(now time.Time, h pkg.Hash) (Package, bool) {
	it := m.items[h]
	if it == nil || !it.wanted {
		return Package{}, false
	}
	return m.describe(now, it), true
}

func (m *Machine) describe(now time.Time, it *item) Package {
	m.rank(it)
	p := Package{Hash: it.hash, Held: it.held, Busy: it.fetching || it.dropping, Promised: it.promised}
	for i := range it.claims {
		c := &it.claims[i]
		switch {
		case c.member == m.self && it.held:
			p.Holders = append(p.Holders, Holder{Node: m.cfg.Self})
		case m.holds(now, c):
			p.Holders = append(p.Holders, Holder{c.member.node, c.proven})
		}
		if len(p.Places) < m.cfg.Factor && m.placed(now, c.member) && !now.Before(c.void) {
			p.Places = append(p.Places, c.member.node)
		}
	}
	return p
}
