package relay

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/libp2p/go-libp2p/core/peer"
)

// admission counts what peers have open with us, refuses what is too much, and
// lets Run wait for the rest. Zero limits do not limit.
type admission struct {
	perPeer, peers, total int

	running sync.WaitGroup

	mu     sync.Mutex
	open   map[peer.ID]int
	all    int
	closed bool
}

// enter tells whether p may open one more; who enters has to leave.
func (a *admission) enter(p peer.ID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.open == nil {
		a.open = make(map[peer.ID]int)
	}
	own, more := a.open[p], func(have, most int) bool { return most == 0 || have < most }
	if a.closed || !more(own, a.perPeer) || !more(a.all, a.total) || own == 0 && !more(len(a.open), a.peers) {
		return false
	}
	a.open[p]++
	a.all++
	a.running.Add(1)
	return true
}

func (a *admission) leave(p peer.ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.open[p]--; a.open[p] == 0 {
		delete(a.open, p)
	}
	a.all--
	a.running.Done()
}

// close admits nobody any more and waits until everybody has left.
func (a *admission) close() {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.running.Wait()
}

// mostNotifiers is how many peers notices tells apart.
const mostNotifiers = 4096

// notices thins out what peers announce about themselves.
type notices struct {
	interval time.Duration

	mu   sync.Mutex
	last *simplelru.LRU[peer.ID, time.Time]
}

func newNotices(interval time.Duration) *notices {
	last, err := simplelru.NewLRU[peer.ID, time.Time](mostNotifiers, nil)
	if err != nil {
		panic(err) // only for a size below 1
	}
	return &notices{interval: interval, last: last}
}

// allow tells whether a notice of p is to be heard.
func (n *notices) allow(p peer.ID, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if heard, known := n.last.Get(p); known && now.Sub(heard) < n.interval {
		return false
	}
	n.last.Add(p, now)
	return true
}
