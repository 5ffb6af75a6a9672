package node

import (
	"sync"
	"sync/atomic"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
)

// agent is one way to a local agent: a delegate session, a mailbox session or
// the agent's own socket. As a Route of the Outbox it is compared by pointer.
type agent struct {
	record *acn.Record
	sink   envelope.Sink

	// shut keeps the order of this node's own sendings: after a refusal
	// nothing passes until the Outbox resumes. Other nodes' sendings pass the
	// gate of their link instead.
	shut atomic.Bool
}

// deliver hands an item of the Outbox to the sink.
func (a *agent) deliver(item *envelope.Item, resume bool) {
	if resume {
		a.shut.Store(false)
	}
	if a.shut.Load() {
		item.Done(errRefusedBefore)
		return
	}
	a.sink.Deliver(item.Envelope, &localReceipt{agent: a, item: item})
}

var errRefusedBefore = acn.Fail(acn.StatusNotReady, "an envelope before this one was refused")

// localReceipt shuts the agent before the Outbox can send the next envelope.
type localReceipt struct {
	agent *agent
	item  *envelope.Item
}

// Done implements envelope.Receipt.
func (r *localReceipt) Done(err error) {
	if err != nil {
		r.agent.shut.Store(true)
	}
	r.item.Done(err)
}

// agentTable knows the agents of this node. It is a leaf: nothing is called
// while mu is held.
type agentTable struct {
	mu        sync.RWMutex
	byAddress map[acn.Address]*agent
	away      map[acn.Address]time.Time // since when
}

func newAgentTable() *agentTable {
	return &agentTable{byAddress: make(map[acn.Address]*agent), away: make(map[acn.Address]time.Time)}
}

// route is the agent at addr, nil if it is not here.
func (t *agentTable) route(addr acn.Address) *agent {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.byAddress[addr]
}

// put makes a the route of its address. If the address is taken, the previous
// route is removed and returned instead: the caller closes it and tries again.
// An agent that has proved its wallet gives way only to one that has, too.
func (t *agentTable) put(a *agent) (previous *agent, err error) {
	addr := a.record.Address
	t.mu.Lock()
	defer t.mu.Unlock()
	if previous = t.byAddress[addr]; previous != nil {
		if previous.proven() && !a.proven() {
			return nil, acn.Fail(acn.StatusInvalidProof, "%s is here and has proved its wallet", addr)
		}
		delete(t.byAddress, addr)
		return previous, nil
	}
	t.byAddress[addr] = a
	delete(t.away, addr)
	return nil, nil
}

func (a *agent) proven() bool {
	sink, ok := a.sink.(delegate.Proven)
	return ok && sink.Proven()
}

// remove takes a out if it is still the route of its address.
func (t *agentTable) remove(a *agent, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if addr := a.record.Address; t.byAddress[addr] == a {
		delete(t.byAddress, addr)
		t.away[addr] = now
	}
}

// absent lists, once, the agents that left before a time and did not return.
func (t *agentTable) absent(before time.Time) []acn.Address {
	t.mu.Lock()
	defer t.mu.Unlock()
	var gone []acn.Address
	for addr, since := range t.away {
		if since.Before(before) {
			gone = append(gone, addr)
			delete(t.away, addr)
		}
	}
	return gone
}

func (t *agentTable) count() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.byAddress)
}
