package plan

import (
	"time"

	"go-acn/agentrt/pkg"
)

// Answer is what came of a challenge. Wrong bytes are none of these: see Shut.
type Answer int

// Answers to challenges.
const (
	Proven   Answer = iota + 1 // the member holds the package
	Denied                     // the member says it does not
	Declined                   // the member holds it and does not promise to keep it
	Silent                     // no answer in time, or none that can be used
)

// Fetched ends a Fetch. If it succeeded, the package is here and good.
func (m *Machine) Fetched(now time.Time, h pkg.Hash, ok bool) {
	it := m.items[h]
	if it == nil || !it.fetching {
		return
	}
	it.fetching = false
	m.fetching--
	if ok {
		it.held, it.tries = true, 0
	} else {
		it.retry = now.Add(m.pause(it.tries))
		it.tries++
	}
	m.tidy(h)
}

// Dropped ends a Drop.
func (m *Machine) Dropped(now time.Time, h pkg.Hash, ok bool) {
	it := m.items[h]
	if it == nil || !it.dropping {
		return
	}
	it.dropping = false
	m.dropping--
	if ok {
		m.Have(h, false)
		return
	}
	it.dropRetry = now.Add(m.cfg.Period) // another package needs it, and will for a while
}

// Announced ends an Announce.
func (m *Machine) Announced(now time.Time, h pkg.Hash, ok bool) {
	it := m.items[h]
	if it == nil || !it.announcing {
		return
	}
	it.announcing = false
	m.announcing--
	it.announce = now.Add(m.cfg.Announce)
	if !ok {
		it.announce = now.Add(m.cfg.RetryMax)
	}
	m.tidy(h)
}

// Answered ends the Challenge a. What a member proves holds from when it was
// asked.
func (m *Machine) Answered(now time.Time, a Action, answer Answer) {
	it, mb := m.items[a.Package], m.members[a.From[0]]
	m.challenging-- // whoever else is gone in the meantime
	if it == nil || mb == nil {
		return
	}
	c := m.claim(it, mb)
	if !c.asking {
		return
	}
	c.asking = false
	if !c.claimed {
		m.tidy(a.Package) // it has said so in the meantime
		return
	}
	switch answer {
	case Proven:
		m.proven(now, c, a)
	case Declined:
		c.timeouts = 0
		c.nextRely = now.Add(m.cfg.RetryMax)
	case Denied:
		c.void = now.Add(m.cfg.Suspect)
		c.next = now.Add(m.cfg.RetryMax)
	case Silent:
		if mb.heard.After(a.Asked) { // one that is dead is no liar
			c.timeouts++
		}
		if c.timeouts >= m.cfg.Timeouts {
			c.void = now.Add(m.cfg.Suspect)
		}
		c.next = now.Add(m.pause(c.timeouts))
		c.nextRely = c.next
	}
	m.tidy(a.Package)
}

func (m *Machine) proven(now time.Time, c *claim, a Action) {
	c.proven, c.void, c.timeouts = a.Asked, time.Time{}, 0
	if a.Rely {
		c.relied = a.Asked
	}
	quarter := m.cfg.Period / 4
	c.next = now.Add(m.cfg.Period - quarter)
	if quarter > 0 {
		c.next = c.next.Add(time.Duration(m.random.Int64N(2 * int64(quarter))))
	}
}

// pause doubles with every try.
func (m *Machine) pause(tries int) time.Duration {
	pause := m.cfg.RetryMin
	for range min(tries, 30) {
		pause = min(2*pause, m.cfg.RetryMax)
	}
	return pause
}
