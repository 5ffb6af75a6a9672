package exchange

import (
	"sync"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/dht"
)

// visitor is a peer, and where on the network it is: peer ids cost nothing.
type visitor struct {
	peer  peer.ID
	place string
}

func visitorOn(conn network.Conn) visitor {
	return visitor{conn.RemotePeer(), dht.Origin(conn)}
}

// admission counts what peers use of something there is only so much of, and
// refuses what is too much.
type admission struct {
	all, perPlace, perPeer int

	running sync.WaitGroup

	mu     sync.Mutex
	used   int
	peers  map[peer.ID]int
	places map[string]int
	closed bool
}

func newAdmission(all, perPlace, perPeer int) *admission {
	return &admission{all: all, perPlace: perPlace, perPeer: perPeer, peers: make(map[peer.ID]int), places: make(map[string]int)}
}

// enter tells whether there is room for n more; who enters has to leave.
func (a *admission) enter(v visitor, n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed || a.used+n > a.all || a.places[v.place]+n > a.perPlace || a.peers[v.peer]+n > a.perPeer {
		return false
	}
	a.used += n
	a.places[v.place] += n
	a.peers[v.peer] += n
	a.running.Add(1)
	return true
}

func (a *admission) leave(v visitor, n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.used -= n
	if a.places[v.place] -= n; a.places[v.place] == 0 {
		delete(a.places, v.place)
	}
	if a.peers[v.peer] -= n; a.peers[v.peer] == 0 {
		delete(a.peers, v.peer)
	}
	a.running.Done()
}

// close admits nobody any more and waits until everybody has left.
func (a *admission) close() {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.running.Wait()
}
