package dht

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/keytransform"
	kad "github.com/libp2p/go-libp2p-kad-dht"
	kadpb "github.com/libp2p/go-libp2p-kad-dht/pb"
	"github.com/libp2p/go-libp2p-kad-dht/records"
	kadrecord "github.com/libp2p/go-libp2p-record"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"

	"go-acn/acn"
)

const (
	// holderAge is how long a holder keeps a record it is not told of again:
	// the life of a record with the default settings.
	holderAge = 26 * time.Hour
	// gcInterval is how often stored records are swept.
	gcInterval = time.Hour

	// A public routing table takes at most so many peers of one IPv4 /16 or
	// IPv6 network, in one bucket and in all. The customary 2 and 3 suit a
	// network of thousands; here the honest nodes may well be a dozen machines
	// with one cloud provider.
	peersPerBucket = 5
	peersPerTable  = 10
)

// table is one running DHT and the messages it is built from.
type table struct {
	*kad.IpfsDHT
	messenger *kadpb.ProtocolMessenger
}

// tables are the running DHTs of one node.
type tables struct {
	own    table
	legacy *table // nil when disabled
	// local stores a record at this node, as a holder.
	local *records.ValueStore
}

// namespace is a part of the node's datastore.
func namespace(store datastore.Batching, name string) datastore.Batching {
	prefix := datastore.NewKey("/dht").ChildString(name)
	return keytransform.Wrap(store, keytransform.PrefixTransform{Prefix: prefix})
}

// startTables starts both DHTs. The caller closes them.
func (d *Directory) startTables() (*tables, error) {
	validators := kadrecord.NamespacedValidator{acn.RecordNamespace: d.validator}
	cache, err := newNoCache()
	if err != nil {
		return nil, err
	}
	own, err := d.startTable(
		kad.ProtocolPrefix(acn.KadPrefix), kad.OnRequestHook(d.ownRequest),
		kad.Validator(validators), kad.ValueDatastore(d.records), kad.MaxRecordAge(holderAge), kad.ValueGCInterval(gcInterval),
		kad.ProviderDatastore(d.offers), kad.ProviderManagerOpts(records.Cache(cache),
			records.ProvideValidity(holderAge), records.ProviderAddrTTL(holderAge), records.CleanupInterval(gcInterval)),
	)
	if err != nil {
		return nil, fmt.Errorf("starting own dht: %w", err)
	}
	t := &tables{own: own, local: records.NewValueStore(d.records, validators, holderAge)}
	if d.cfg.DisableLegacy {
		return t, nil
	}
	// The prefix alone would make the library insist on value records, which
	// this network does not use and nobody bounds.
	legacy, err := d.startTable(
		kad.ProtocolPrefix("/acn-legacy"), kad.V1ProtocolOverride(acn.LegacyKadPrefix+"/kad/1.0.0"),
		kad.OnRequestHook(d.limiter.request), kad.DisableValues(), kad.ProviderDatastore(d.providers),
	)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("starting legacy dht: %w", err), own.Close())
	}
	t.legacy = &legacy
	return t, nil
}

func (d *Directory) startTable(options ...kad.Option) (table, error) {
	mode := kad.ModeServer
	if d.cfg.Client {
		mode = kad.ModeClient
	}
	options = append(options, kad.Mode(mode))
	if d.cfg.EntryPeers != nil {
		options = append(options, kad.BootstrapPeersFunc(d.cfg.EntryPeers))
	}
	if d.cfg.Public {
		options = append(options,
			kad.AddressFilter(publicOnly),
			kad.QueryFilter(func(_ any, info peer.AddrInfo) bool { return reachable(info.Addrs) }),
			kad.RoutingTableFilter(func(_ any, p peer.ID) bool { return reachable(d.host.Peerstore().Addrs(p)) }),
			kad.RoutingTablePeerDiversityFilter(kad.NewRTPeerDiversityFilter(d.host, peersPerBucket, peersPerTable)),
		)
	}
	options = append(options, d.cfg.KadOptions...)
	running, err := kad.New(d.host, options...)
	if err != nil {
		return table{}, err
	}
	messenger, err := kadpb.NewProtocolMessenger(running.MessageSender())
	if err != nil {
		return table{}, errors.Join(err, running.Close())
	}
	return table{IpfsDHT: running, messenger: messenger}, nil
}

func (t *tables) close() error {
	err := t.own.Close()
	if t.legacy != nil {
		err = errors.Join(err, t.legacy.Close())
	}
	return err
}

// sizes is how many peers the routing tables hold.
func (t *tables) sizes() (own, legacy int) {
	own = t.own.RoutingTable().Size()
	if t.legacy != nil {
		legacy = t.legacy.RoutingTable().Size()
	}
	return own, legacy
}

// publicOnly leaves out addresses of private networks. Unlike the library's
// own filters it knows that DNS names are public: nodes of the existing
// network announce nothing else.
func publicOnly(addrs []multiaddr.Multiaddr) []multiaddr.Multiaddr {
	return slices.DeleteFunc(slices.Clone(addrs), func(addr multiaddr.Multiaddr) bool { return !manet.IsPublicAddr(addr) })
}

// reachable tells whether one of the addresses can be dialled by anybody
// without a relay.
func reachable(addrs []multiaddr.Multiaddr) bool {
	return slices.ContainsFunc(addrs, func(addr multiaddr.Multiaddr) bool {
		return manet.IsPublicAddr(addr) && !isCircuit(addr)
	})
}

// recordPlaces takes from the host's addresses what a record carries: those
// that fit, and the relays they go through.
func recordPlaces(addrs []multiaddr.Multiaddr, relayed bool) (places []multiaddr.Multiaddr, relays []peer.ID) {
	seen := make(map[string]bool, len(addrs))
	for _, addr := range addrs {
		raw := string(addr.Bytes())
		_, last := multiaddr.SplitLast(addr)
		if last == nil || last.Protocol().Code == multiaddr.P_P2P || isCircuit(addr) && !relayed {
			continue
		}
		if len(raw) > MaxAddrSize || len(places) == MaxAddrs || seen[raw] {
			continue
		}
		seen[raw] = true
		places = append(places, addr)
		if relay, ok := relayOf(addr); ok && len(relays) < MaxRelays && !slices.Contains(relays, relay) {
			relays = append(relays, relay)
		}
	}
	return places, relays
}

// relayOf is the peer a relayed address goes through.
func relayOf(addr multiaddr.Multiaddr) (peer.ID, bool) {
	if !isCircuit(addr) {
		return "", false
	}
	text, err := addr.ValueForProtocol(multiaddr.P_P2P)
	if err != nil {
		return "", false
	}
	relay, err := peer.Decode(text)
	return relay, err == nil
}

// circuitThrough is the address of a peer at a relay whose own addresses are
// known elsewhere.
func circuitThrough(relay peer.ID) (multiaddr.Multiaddr, error) {
	return multiaddr.NewMultiaddr("/p2p/" + relay.String() + "/p2p-circuit")
}
