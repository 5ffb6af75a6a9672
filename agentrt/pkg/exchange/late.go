package exchange

import (
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
)

// late is what earlier fetches asked peers for and did not wait for, so that it
// is no fault when it comes. Each peer has a list of its own: no single peer can
// make us forget what another may still send. It is not for use by several
// goroutines.
type late struct {
	peers *simplelru.LRU[peer.ID, *lateBlocks]
}

type lateBlocks = simplelru.LRU[pkg.Hash, struct{}]

// Bounds of late. A fetch that is given up leaves a few blocks of each peer;
// how many wants a peer remembers, is 1024 with us and the common libraries.
const (
	mostLatePeers = 64
	mostLate      = 1024 // of a peer
)

func newLate() (*late, error) {
	peers, err := simplelru.NewLRU[peer.ID, *lateBlocks](mostLatePeers, nil)
	return &late{peers}, err
}

// add notes what is due from a peer, and what it said it has not got: it may
// have remembered who asked, and send that once it has it. As that is rare, it
// takes the place of nothing.
func (l *late) add(p peer.ID, due, absent []pkg.Hash) {
	blocks, ok := l.peers.Get(p)
	if !ok {
		if len(due) == 0 && (len(absent) == 0 || l.peers.Len() == mostLatePeers) {
			return
		}
		blocks, _ = simplelru.NewLRU[pkg.Hash, struct{}](mostLate, nil) // fails below 1 only
		l.peers.Add(p, blocks)
	}
	for _, h := range due {
		blocks.Add(h, struct{}{})
	}
	for _, h := range absent[:min(len(absent), mostLate-blocks.Len())] {
		blocks.Add(h, struct{}{})
	}
}

func (l *late) has(p peer.ID, h pkg.Hash) bool {
	blocks, ok := l.peers.Peek(p)
	return ok && blocks.Contains(h)
}
