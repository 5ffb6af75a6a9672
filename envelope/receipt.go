package envelope

import "go-acn/acn"

// Receipt is told once what became of an envelope that was handed on: nil for
// delivered, an acn.Failure for a status of the other side, any other error
// for a transport that broke. Done may be called from any goroutine, also from
// within the call that handed the envelope on, and must not block.
type Receipt interface{ Done(err error) }

// Sink takes envelopes for one agent, in the order of the calls. Deliver never
// blocks; a full sink answers acn.StatusNotReady. After Close, which fails what
// is pending before it returns, every envelope is refused.
type Sink interface {
	Deliver(e Envelope, receipt Receipt)
	Close()
}

// Gate keeps the order of one source towards each destination when an envelope
// in the middle is refused: everything behind it is refused as well, until the
// source, which has seen the refusal, sends it again with the resume mark. The
// zero value is open; it is not safe for concurrent use.
type Gate struct{ shut map[acn.Address]struct{} }

// Admit tells whether an envelope for dest may pass; resume reopens.
func (g *Gate) Admit(dest acn.Address, resume bool) bool {
	if resume {
		delete(g.shut, dest)
		return true
	}
	_, shut := g.shut[dest]
	return !shut
}

// Refused shuts the gate for dest.
func (g *Gate) Refused(dest acn.Address) {
	if g.shut == nil {
		g.shut = make(map[acn.Address]struct{})
	}
	g.shut[dest] = struct{}{}
}

// Shut is how many destinations are shut, for a bound on hostile sources.
func (g *Gate) Shut() int { return len(g.shut) }
