package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
	"go-acn/dht"
	"go-acn/envelope"
)

// localSide is the node as package relay sees it.
type localSide struct{ parts *parts }

// Deliver implements relay.Local.
func (l *localSide) Deliver(e envelope.Envelope, receipt envelope.Receipt) {
	l.parts.router.Deliver(e, receipt)
}

// Record implements relay.Local: the own agent, delegates and mailboxes, then
// relay clients.
func (l *localSide) Record(addr acn.Address) *acn.Record {
	if record := l.parts.router.record(addr); record != nil {
		return record
	}
	return l.parts.clients.record(addr)
}

// findPause is the time between two searches for a relay client.
const findPause = 500 * time.Millisecond

// Find implements relay.Local: relay clients let their relay search. Those of
// the existing network drop the envelope at the first no, so the search goes
// on until ctx ends: the agent may have registered just now.
func (l *localSide) Find(ctx context.Context, addr acn.Address) (*acn.Record, error) {
	pause := time.NewTicker(findPause)
	defer pause.Stop()
	for {
		location, err := l.parts.directory.Locate(ctx, addr)
		if err == nil {
			return location.Record, nil
		}
		if !errors.Is(err, dht.ErrNotFound) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-pause.C:
		}
	}
}

// Registered implements relay.Local.
func (l *localSide) Registered(p peer.ID) bool { return l.parts.clients.registered(p) }

// Register implements relay.Local.
func (l *localSide) Register(record *acn.Record, _ peer.ID) error {
	if l.parts.cfg.Relayed {
		return acn.Fail(acn.StatusNotReady, "a relayed node is no relay")
	}
	if err := l.parts.clients.add(record); err != nil {
		return err
	}
	l.parts.directory.Announce(record)
	return nil
}

// Notified implements relay.Local: somebody joined through us.
func (l *localSide) Notified(peer.ID) { l.parts.directory.Refresh() }

// locator is the directory as the router sees it, with what relays know.
type locator struct {
	*dht.Directory
	parts *parts
}

// Cached answers from the cache and, for relay clients that are connected, from
// their registration: no search would say more.
func (l *locator) Cached(addr acn.Address) (dht.Location, bool) {
	if location, ok := l.Directory.Cached(addr); ok {
		return location, true
	}
	record := l.parts.clients.record(addr)
	if record == nil {
		return dht.Location{}, false
	}
	client := recordPeer(record)
	switch l.parts.host.Network().Connectedness(client) {
	case network.Connected, network.Limited:
		return dht.Location{Address: addr, Peer: client, Record: record}, true
	}
	return dht.Location{}, false
}

// circuitFor is how long what a relay answers may be dialled.
const circuitFor = 30 * time.Minute

// Locate asks the directory, which makes what it finds known to the host, and,
// on a relayed node, the relay, as clients of the existing network do.
func (l *locator) Locate(ctx context.Context, addr acn.Address) (dht.Location, error) {
	location, err := l.Directory.Locate(ctx, addr)
	if err != nil && l.parts.cfg.Relayed && errors.Is(err, dht.ErrNotFound) {
		return l.askRelays(ctx, addr)
	}
	return location, err
}

func (l *locator) askRelays(ctx context.Context, addr acn.Address) (dht.Location, error) {
	err := dht.ErrNotFound
	for _, relay := range l.parts.cfg.entries {
		var record *acn.Record
		if record, err = l.parts.relay.Ask(ctx, relay.ID, addr); err != nil {
			continue
		}
		// What the relay found may be another of its clients.
		client := recordPeer(record)
		if circuit, err := multiaddr.NewMultiaddr("/p2p/" + relay.ID.String() + "/p2p-circuit"); err == nil {
			l.parts.host.Peerstore().AddAddr(client, circuit, circuitFor)
		}
		return dht.Location{Address: addr, Peer: client, Relays: []peer.ID{relay.ID}, Record: record}, nil
	}
	return dht.Location{}, fmt.Errorf("asking relays: %w", err)
}
