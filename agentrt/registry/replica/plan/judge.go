package plan

import (
	"cmp"
	"slices"
	"time"
)

// live tells whether a member can be asked.
func (m *Machine) live(now time.Time, mb *member) bool {
	return mb != m.self && mb.real && now.Sub(mb.heard) <= m.cfg.Silence && !now.Before(mb.shut)
}

// placed tells whether a member has a place among those that hold packages.
func (m *Machine) placed(now time.Time, mb *member) bool {
	switch {
	case mb == m.self:
		return true
	case now.Before(mb.shut), now.Sub(mb.heard) > m.cfg.Grace:
		return false
	}
	return mb.back.IsZero() || now.Sub(mb.back) >= m.cfg.Settle
}

// holds tells whether a member can be fetched from or challenged.
func (m *Machine) holds(now time.Time, c *claim) bool {
	return c.claimed && m.live(now, c.member) && !now.Before(c.void)
}

// rank completes and orders the claims of a package.
func (m *Machine) rank(it *item) {
	if it.ranked {
		return
	}
	for _, mb := range m.members {
		m.claim(it, mb)
	}
	for i := range it.claims {
		c := &it.claims[i]
		c.score = score(it.hash, c.member.node, c.member.capacity)
	}
	slices.SortFunc(it.claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.member.node, b.member.node))
	})
	it.ranked = true
}

// above is how many members before this one hold a package as far as is known,
// or would be the next to, up to twice Factor: it belongs here if they are
// fewer than Factor. A member that should have it and has not got it after
// Patience does not count.
func (m *Machine) above(now time.Time, it *item) int {
	m.rank(it)
	before := it.looked
	it.looked = now
	n := 0
	for i := range it.claims {
		c := &it.claims[i]
		if c.member == m.self || n == 2*m.cfg.Factor {
			break
		}
		if !m.placed(now, c.member) || now.Before(c.void) {
			continue
		}
		if !c.claimed && n < m.cfg.Factor {
			if c.lacking.IsZero() || c.lacking.Before(before) {
				c.missing = now // it was not expected to have it when last looked at
			}
			c.lacking = now
			if now.Sub(c.missing) > m.cfg.Patience {
				continue
			}
		}
		n++
	}
	return n
}

// holders are the members other than this one that hold a package, for all
// that is known.
func (m *Machine) holders(now time.Time, it *item) []*claim {
	var found []*claim
	for i := range it.claims {
		c := &it.claims[i]
		if m.holds(now, c) {
			found = append(found, c)
		}
	}
	return found
}
