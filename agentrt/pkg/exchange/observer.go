package exchange

import (
	"fmt"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// Way is how blocks travel.
type Way string

// Ways.
const (
	Bitswap Way = "bitswap"
	Stream  Way = "stream" // Protocol
)

// Traffic is blocks that came from a peer or went to it.
type Traffic struct {
	Peer peer.ID
	// Package is what they are part of: of what is received the package that is
	// fetched; of what is sent the hash that was asked for first, zero with
	// bitswap, which does not say.
	Package pkg.Hash
	Way     Way
	Out     bool // sent, not received
	Blocks  int
	Bytes   int64 // of the blocks alone
	Useless int64 // of them, bytes nobody had asked for, or twice
}

// Observer is told what an Exchange does. Every field may be nil. Calls come
// from any goroutine and must return quickly.
type Observer struct {
	// Moved follows every block with bitswap, every stream with Protocol.
	Moved func(Traffic)
	// Faulty is told about a peer that broke the rules or kept silent.
	Faulty func(peer.ID, Fault)
	// Refused counts requests that were too many or too much at a time, or none.
	Refused func(peer.ID)
}

// Fault is what a peer did that it may not.
type Fault string

// Faults.
const (
	FaultWrong  Fault = "wrong bytes"  // or a block nobody had asked it for
	FaultSilent Fault = "silence"      // nothing came for too long
	FaultSlow   Fault = "too slow"     // too little came in all
	FaultFrame  Fault = "not a stream" // of the protocol
)

// error is what a store is told, which tells apart who lied.
func (f Fault) error() error {
	if f == FaultWrong {
		return fmt.Errorf("%w: %s: %w", store.ErrFaulty, f, store.ErrCorrupt)
	}
	return fmt.Errorf("%w: %s", store.ErrFaulty, f)
}

func (o *Observer) moved(t Traffic) {
	if o.Moved != nil && t.Blocks > 0 {
		o.Moved(t)
	}
}

func (o *Observer) faulty(p peer.ID, fault Fault) {
	if o.Faulty != nil {
		o.Faulty(p, fault)
	}
}

func (o *Observer) refused(p peer.ID) {
	if o.Refused != nil {
		o.Refused(p)
	}
}
