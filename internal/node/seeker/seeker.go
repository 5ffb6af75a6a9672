// Package seeker looks one address up in the network without being a node of
// it: a libp2p host that lives as long as the question, with a fresh key and
// no open port, and the directory as a client. cmd/acn's lookup calls it.
//
// It announces nothing and keeps nothing.
package seeker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ipfs/go-datastore"
	dssync "github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/dht"
	"go-acn/relay"
)

// Found is where an agent is reached, in plain text.
type Found struct {
	Address acn.Address
	Record  *acn.Record // the wallet's proof for the node
	PeerID  string
	Addrs   []string // multiaddrs, possibly none
	Relays  []string // peer ids that relay for the node
	Source  string   // "record": a signed record; "provider": what a node says
	Issued  time.Time
	Expires time.Time // of the signed record; zero for a provider
}

// Errors of Find, besides those of contexts.
var (
	ErrNotFound  = dht.ErrNotFound
	ErrNoNetwork = errors.New("no peer could be reached")
)

// Find looks addr up through peers, multiaddrs with /p2p/ID. It takes as long
// as ctx allows.
func Find(ctx context.Context, peers []string, addr acn.Address) (Found, error) {
	entries, err := parsePeers(peers)
	if err != nil {
		return Found{}, err
	}
	identity, err := acn.NewIdentity()
	if err != nil {
		return Found{}, err
	}
	h, err := newHost(identity)
	if err != nil {
		return Found{}, fmt.Errorf("starting libp2p: %w", err)
	}
	found, err := find(ctx, h, identity, entries, addr)
	return found, errors.Join(err, h.Close())
}

func parsePeers(peers []string) ([]peer.AddrInfo, error) {
	var entries []peer.AddrInfo
	var errs []error
	for _, text := range peers {
		info, err := peer.AddrInfoFromString(text)
		if err != nil || len(info.Addrs) == 0 {
			errs = append(errs, fmt.Errorf("peer %.80q is not a multiaddr like /dns4/HOST/tcp/PORT/p2p/ID", text))
			continue
		}
		entries = append(entries, *info)
	}
	return entries, errors.Join(errs...)
}

func newHost(identity *acn.Identity) (host.Host, error) {
	key, err := crypto.UnmarshalPrivateKey(identity.Libp2pPrivateKey())
	if err != nil {
		return nil, err
	}
	return libp2p.New(libp2p.Identity(key), libp2p.NoListenAddrs, libp2p.UserAgent(acn.AgentVersion), libp2p.DisableMetrics())
}

// asking is a relay that is never run, so it has no need of a node.
type asking struct{ relay.Local }

func find(ctx context.Context, h host.Host, identity *acn.Identity, entries []peer.AddrInfo, addr acn.Address) (Found, error) {
	asker, err := relay.New(relay.Config{}, h, asking{})
	if err != nil {
		return Found{}, err
	}
	cfg := dht.Config{
		Client: true,
		// The cache would otherwise forget a record before it expires.
		RecordTTL: dht.MaxRecordLife,
	}
	directory, err := dht.New(cfg, h, identity, dssync.MutexWrap(datastore.NewMapDatastore()), asker)
	if err != nil {
		return Found{}, err
	}
	// Before the directory runs: it takes up whoever is connected.
	if err := connect(ctx, h, entries); err != nil {
		return Found{}, err
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	group, running := errgroup.WithContext(running)
	group.Go(func() error { return directory.Run(running) })
	location, err := seek(running, directory, addr)
	stop()
	if ended := group.Wait(); err == nil {
		err = ended
	}
	if err != nil {
		return Found{}, err
	}
	return plain(location), nil
}

// seek waits for neighbours and asks.
func seek(ctx context.Context, directory *dht.Directory, addr acn.Address) (dht.Location, error) {
	select {
	case <-directory.Ready():
	case <-ctx.Done():
		return dht.Location{}, ctx.Err()
	}
	if err := settle(ctx, directory); err != nil {
		return dht.Location{}, err
	}
	location, err := directory.Locate(ctx, addr)
	if err != nil || location.Source == dht.SourceRecord {
		return location, err
	}
	return better(ctx, directory, location), nil
}

// better waits a moment for a signed record, which says more than a provider
// and may have come second.
func better(ctx context.Context, directory *dht.Directory, location dht.Location) dht.Location {
	tick := time.NewTicker(settleStep)
	defer tick.Stop()
	for waited := time.Duration(0); waited < settleMost; waited += settleStep {
		if known, ok := directory.Cached(location.Address); ok && known.Source == dht.SourceRecord {
			return known
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return location
		}
	}
	return location
}

// connect dials all entry peers; one is enough.
func connect(ctx context.Context, h host.Host, entries []peer.AddrInfo) error {
	if len(entries) == 0 {
		return ErrNoNetwork
	}
	errs := make([]error, len(entries))
	var dials errgroup.Group
	reached := false
	for i, entry := range entries {
		dials.Go(func() error {
			errs[i] = h.Connect(ctx, entry)
			return nil
		})
	}
	_ = dials.Wait() // they return nothing
	for _, err := range errs {
		reached = reached || err == nil
	}
	if !reached {
		return fmt.Errorf("%w: %w", ErrNoNetwork, errors.Join(errs...))
	}
	return nil
}

const (
	settleStep = 20 * time.Millisecond
	// settleMost is how long to wait for the second routing table when the
	// first has somebody: a peer need not speak both.
	settleMost = 500 * time.Millisecond
)

// settle waits until the routing tables have taken the peers up, which libp2p
// does after it has learnt what they speak, and without telling.
func settle(ctx context.Context, directory *dht.Directory) error {
	tick := time.NewTicker(settleStep)
	defer tick.Stop()
	var one time.Duration
	for {
		own, legacy := directory.Neighbours()
		if own > 0 && legacy > 0 || one > settleMost {
			return nil
		}
		if own > 0 || legacy > 0 {
			one += settleStep
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%w: those dialled speak none of our protocols", ErrNoNetwork)
		}
	}
}

func plain(location dht.Location) Found {
	found := Found{
		Address: location.Address, Record: location.Record, PeerID: location.Peer.String(),
		Source: string(location.Source), Issued: location.Issued,
	}
	for _, addr := range location.Addrs {
		found.Addrs = append(found.Addrs, addr.String())
	}
	for _, relay := range location.Relays {
		found.Relays = append(found.Relays, relay.String())
	}
	if location.Source == dht.SourceRecord {
		found.Expires = location.Expires
	}
	return found
}
