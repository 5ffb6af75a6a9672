package plan

import (
	"math/rand/v2"
	"slices"
	"time"

	"go-acn/agentrt/pkg"
)

// MaxMembers is how many registry nodes, this one included, take part.
const MaxMembers = 64

// Machine is what one registry node knows, and what follows from it. Its
// methods must not be called at the same time.
type Machine struct {
	cfg     Config
	random  *rand.Rand
	self    *member
	members map[Node]*member // with self
	items   map[pkg.Hash]*item
	sorted  []*item // by hash; nil when items has changed

	fetching, challenging, dropping, announcing int
	nextChallenge                               time.Time
}

// member is a registry node.
type member struct {
	node     Node
	capacity int
	heard    time.Time // last; at first when it became a member
	real     bool      // it was heard, and not only presumed there
	back     time.Time // since when it is there again after it was gone
	shut     time.Time // until when it is in quarantine
	reason   string    // why
	claims   int
}

// item is a package.
type item struct {
	hash   pkg.Hash
	wanted bool
	held   bool
	claims []claim // one per member, self included, in the order of Rank
	ranked bool    // claims are complete and in order

	fetching, dropping, announcing bool
	tries                          int
	retry                          time.Time // not fetched before
	announce                       time.Time // not announced before
	dropRetry                      time.Time
	surplus                        time.Time // since when enough others hold it
	promised                       time.Time // until when others rely on our copy
	looked                         time.Time // last, by above
	alone                          time.Time // since when nobody holds it
}

// claim is what is known of one member and one package.
type claim struct {
	member   *member
	score    uint64
	claimed  bool      // it says that it holds it
	missing  time.Time // since when it should and does not
	lacking  time.Time // when that was last so
	proven   time.Time // when it last proved it
	relied   time.Time // when a proof was asked for with which it promised to keep it
	void     time.Time // until when the claim counts for nothing
	timeouts int
	asking   bool
	next     time.Time // not challenged before
	nextRely time.Time
}

// New makes a Machine that is alone. The config has its defaults and is valid.
func New(now time.Time, cfg Config, random *rand.Rand) *Machine {
	m := &Machine{cfg: cfg, random: random, members: make(map[Node]*member), items: make(map[pkg.Hash]*item)}
	m.self = &member{node: cfg.Self, capacity: cfg.Capacity, heard: now, real: true}
	m.members[cfg.Self] = m.self
	return m
}

// Members says who takes part besides this node. A new member is presumed to be
// there if presumed is set, as when a node starts among others; otherwise it is
// given packages once it was heard for a while. At most MaxMembers-1 count.
func (m *Machine) Members(now time.Time, nodes []Node, presumed bool) {
	keep := map[Node]bool{m.cfg.Self: true}
	for _, node := range nodes {
		if len(keep) == MaxMembers {
			break
		}
		keep[node] = true
		if m.members[node] == nil {
			added := &member{node: node, capacity: 1}
			if presumed {
				added.heard = now
			}
			m.members[node] = added
		}
	}
	for node := range m.members {
		if !keep[node] {
			delete(m.members, node)
		}
	}
	for _, it := range m.items {
		it.ranked = false
		it.claims = slices.DeleteFunc(it.claims, func(c claim) bool { return m.members[c.member.node] != c.member })
	}
}

// Heard says that a member was there just now.
func (m *Machine) Heard(now time.Time, node Node, capacity int) {
	mb := m.members[node]
	if mb == nil || mb == m.self {
		return
	}
	if now.Sub(mb.heard) > m.cfg.Grace {
		mb.back = now
	}
	mb.heard, mb.real = now, true
	if capacity = min(max(capacity, 1), MaxCapacity); capacity != mb.capacity {
		mb.capacity = capacity
		for _, it := range m.items {
			it.ranked = false
		}
	}
}

// Claim says that a member says it holds a package, or no longer.
func (m *Machine) Claim(now time.Time, node Node, h pkg.Hash, claimed bool) {
	mb := m.members[node]
	if mb == nil || mb == m.self {
		return
	}
	if !claimed && m.items[h] == nil {
		return
	}
	c := m.claim(m.item(h), mb)
	if c.claimed == claimed {
		return
	}
	c.claimed = claimed
	if claimed {
		mb.claims++
		c.lacking, c.next = time.Time{}, now
		return
	}
	mb.claims--
	c.proven, c.relied, c.void, c.timeouts = time.Time{}, time.Time{}, time.Time{}, 0
	m.tidy(h)
}

// Want replaces the set of packages that are to be held by somebody.
func (m *Machine) Want(wanted []pkg.Hash) {
	now := make(map[pkg.Hash]bool, len(wanted))
	for _, h := range wanted {
		now[h] = true
		m.item(h).wanted = true
	}
	for h, it := range m.items {
		if it.wanted && !now[h] {
			it.wanted = false
			m.tidy(h)
		}
	}
}

// Have says whether this node holds a package.
func (m *Machine) Have(h pkg.Hash, held bool) {
	if !held && m.items[h] == nil {
		return
	}
	it := m.item(h)
	it.held = held
	if !held {
		it.surplus, it.announce = time.Time{}, time.Time{}
		m.tidy(h)
	}
}

// Promise asks, for another node that is about to give up its copy, whether
// this node holds a package and will keep it for Keep.
func (m *Machine) Promise(now time.Time, h pkg.Hash) bool {
	it := m.items[h]
	if it == nil || !it.wanted || !it.held || it.dropping || m.above(now, it) >= m.cfg.Factor {
		return false
	}
	it.promised = now.Add(m.cfg.Keep)
	return true
}

// Shut puts a member into quarantine: it gave wrong bytes.
func (m *Machine) Shut(until time.Time, node Node, reason string) {
	if mb := m.members[node]; mb != nil && mb != m.self && until.After(mb.shut) {
		mb.shut, mb.reason = until, reason
	}
}

// IsMember tells whether a node takes part, and is not in quarantine.
func (m *Machine) IsMember(now time.Time, node Node) bool {
	mb := m.members[node]
	return mb != nil && !now.Before(mb.shut)
}

func (m *Machine) item(h pkg.Hash) *item {
	it := m.items[h]
	if it == nil {
		it = &item{hash: h}
		m.items[h] = it
		m.sorted = nil
	}
	return it
}

// tidy forgets a package that nobody wants or holds and nothing is done about.
func (m *Machine) tidy(h pkg.Hash) {
	it := m.items[h]
	if it.wanted || it.held || it.fetching || it.dropping || it.announcing {
		return
	}
	if slices.ContainsFunc(it.claims, func(c claim) bool { return c.claimed || c.asking }) {
		return
	}
	delete(m.items, h)
	m.sorted = nil
}

func (m *Machine) claim(it *item, mb *member) *claim {
	for i := range it.claims {
		c := &it.claims[i]
		if c.member == mb {
			return c
		}
	}
	if it.claims == nil {
		it.claims = make([]claim, 0, len(m.members))
	}
	it.claims = append(it.claims, claim{member: mb})
	it.ranked = false
	return &it.claims[len(it.claims)-1]
}

// Holding lists the packages that are wanted and here, in no order.
func (m *Machine) Holding() []pkg.Hash {
	var held []pkg.Hash
	for h, it := range m.items {
		if it.wanted && it.held {
			held = append(held, h)
		}
	}
	return held
}
