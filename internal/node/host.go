package node

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/host/autorelay"
	rcmgr "github.com/libp2p/go-libp2p/p2p/host/resource-manager"
	"github.com/libp2p/go-libp2p/p2p/net/conngater"
	"github.com/libp2p/go-libp2p/p2p/net/connmgr"
	relayv2 "github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/relay"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	libp2ptls "github.com/libp2p/go-libp2p/p2p/security/tls"
	quic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	"github.com/libp2p/go-libp2p/p2p/transport/quicreuse"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
	"github.com/libp2p/go-libp2p/x/rate"
	"github.com/multiformats/go-multiaddr"
	"github.com/prometheus/client_golang/prometheus"

	"go-acn/acn"
)

// newHost makes the libp2p host of a node. clients decides who may be reached
// through our circuit relay.
func newHost(cfg Config, store datastore.Batching, registry prometheus.Registerer, clients func(peer.ID) bool) (host.Host, error) {
	key, err := crypto.UnmarshalPrivateKey(cfg.Identity.Libp2pPrivateKey())
	if err != nil {
		return nil, fmt.Errorf("reading node key: %w", err)
	}
	resources, err := newResourceManager(cfg.MaxConnections, registry)
	if err != nil {
		return nil, err
	}
	conns, err := connmgr.NewConnManager(cfg.MaxConnections*3/4, cfg.MaxConnections*15/16)
	if err != nil {
		return nil, fmt.Errorf("making connection manager: %w", err)
	}
	gater, err := conngater.NewBasicConnectionGater(store)
	if err != nil {
		return nil, fmt.Errorf("reading banned peers: %w", err)
	}
	options := []libp2p.Option{
		libp2p.Identity(key),
		libp2p.UserAgent(acn.AgentVersion),
		libp2p.ResourceManager(resources),
		libp2p.ConnectionManager(conns),
		libp2p.ConnectionGater(gater),
		libp2p.PrometheusRegisterer(registry),
		// TLS first: it is what both generations of existing nodes speak and
		// the cheaper one for bulk.
		libp2p.Security(libp2ptls.ID, libp2ptls.New),
		libp2p.Security(noise.ID, noise.New),
		libp2p.Transport(tcp.NewTCPTransport),
		libp2p.EnableAutoNATv2(),
		libp2p.EnableHolePunching(),
		libp2p.EnableRelay(),
	}
	if !cfg.NoQUIC {
		options = append(options, libp2p.Transport(quic.NewTransport), libp2p.QUICReuse(quicreuse.NewConnManager))
	}
	if cfg.NATPortMap {
		options = append(options, libp2p.NATPortMap())
	}
	switch {
	case cfg.Relayed:
		return libp2p.New(append(options, relayedOptions(cfg)...)...)
	case cfg.Visitor:
		return libp2p.New(append(options, libp2p.NoListenAddrs, libp2p.ForceReachabilityPrivate())...)
	}
	more, err := publicOptions(cfg, clients)
	if err != nil {
		return nil, err
	}
	return libp2p.New(append(options, more...)...)
}

// publicOptions are for a node that listens: what others reach it by, and what
// it does for those who cannot be reached.
func publicOptions(cfg Config, clients func(peer.ID) bool) ([]libp2p.Option, error) {
	listen, err := listenAddrs(cfg)
	if err != nil {
		return nil, err
	}
	options := []libp2p.Option{
		libp2p.ListenAddrs(listen...),
		libp2p.EnableNATService(),
		// Registered clients are agents: their circuits carry all their mail,
		// so they have no limit of time or data, and peers of the existing
		// network, which refuse limited connections, can use them.
		libp2p.EnableRelayService(
			relayv2.WithResources(circuitResources(cfg.MaxConnections)),
			relayv2.WithInfiniteLimits(),
			relayv2.WithACL(circuitACL{clients: clients})),
	}
	if cfg.Public == "" {
		return options, nil
	}
	// The relay service runs only where reachability is public, and an
	// operator who names a public address has said so.
	options = append(options, libp2p.ForceReachabilityPublic())
	public, err := publicAddrs(cfg)
	if err != nil {
		return nil, err
	}
	if len(public) == 0 {
		return options, nil
	}
	return append(options, libp2p.AddrsFactory(func(listening []multiaddr.Multiaddr) []multiaddr.Multiaddr {
		return withPorts(public, listening)
	})), nil
}

// relayedOptions are for a node that nobody can dial.
func relayedOptions(cfg Config) []libp2p.Option {
	return []libp2p.Option{
		libp2p.NoListenAddrs,
		libp2p.ForceReachabilityPrivate(),
		libp2p.EnableAutoRelayWithStaticRelays(cfg.entries,
			autorelay.WithNumRelays(min(len(cfg.entries), 2)), autorelay.WithBootDelay(0),
			autorelay.WithBackoff(relayBackoff), autorelay.WithMinInterval(relayBackoff)),
	}
}

// listenAddrs are TCP and, on the same port, QUIC.
func listenAddrs(cfg Config) ([]multiaddr.Multiaddr, error) {
	hostText, port, err := net.SplitHostPort(cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen address %q is not host:port", cfg.Listen)
	}
	if hostText == "" {
		hostText = "0.0.0.0"
	}
	family := "ip4"
	switch ip := net.ParseIP(hostText); {
	case hostText == "localhost":
		hostText = "127.0.0.1"
	case ip == nil:
		return nil, fmt.Errorf("listen address %q: give an IP address of this machine, or 0.0.0.0 for all", cfg.Listen)
	case ip.To4() == nil:
		family = "ip6"
	}
	addrs := []string{fmt.Sprintf("/%s/%s/tcp/%s", family, hostText, port)}
	if !cfg.NoQUIC {
		addrs = append(addrs, fmt.Sprintf("/%s/%s/udp/%s/quic-v1", family, hostText, port))
	}
	return parseAll(addrs)
}

// publicAddrs are the advertised addresses. A name, and for the sake of
// existing nodes an IP address too, is advertised as /dns4; a wildcard says
// nothing, so the node's own interfaces are advertised instead.
func publicAddrs(cfg Config) ([]multiaddr.Multiaddr, error) {
	hostText, port, err := net.SplitHostPort(cfg.Public)
	if err != nil {
		return nil, fmt.Errorf("public address %q is not host:port", cfg.Public)
	}
	ip := net.ParseIP(hostText)
	if ip != nil && ip.IsUnspecified() {
		return nil, nil
	}
	family := "dns4"
	if ip != nil && ip.To4() == nil {
		family = "ip6"
	}
	addrs := []string{fmt.Sprintf("/%s/%s/tcp/%s", family, hostText, port)}
	if !cfg.NoQUIC {
		quicFamily := family
		if ip != nil && ip.To4() != nil {
			quicFamily = "ip4"
		}
		addrs = append(addrs, fmt.Sprintf("/%s/%s/udp/%s/quic-v1", quicFamily, hostText, port))
	}
	return parseAll(addrs)
}

// withPorts replaces port 0 of an advertised address by the port of the
// listening address of the same transport, for nodes that let the system pick.
func withPorts(public, listening []multiaddr.Multiaddr) []multiaddr.Multiaddr {
	out := make([]multiaddr.Multiaddr, 0, len(public))
	for _, addr := range public {
		for _, code := range []int{multiaddr.P_TCP, multiaddr.P_UDP} {
			if port, err := addr.ValueForProtocol(code); err == nil && port == "0" {
				addr = replacePort(addr, code, listening)
			}
		}
		if addr != nil {
			out = append(out, addr)
		}
	}
	return out
}

func replacePort(addr multiaddr.Multiaddr, code int, listening []multiaddr.Multiaddr) multiaddr.Multiaddr {
	for _, other := range listening {
		port, err := other.ValueForProtocol(code)
		if err != nil {
			continue
		}
		first, rest := multiaddr.SplitFirst(addr)
		_, rest = multiaddr.SplitFirst(rest)
		fixed, err := multiaddr.NewComponent(multiaddr.ProtocolWithCode(code).Name, port)
		if err != nil {
			return nil
		}
		return multiaddr.Join(first, fixed, rest)
	}
	return nil
}

func parseAll(texts []string) ([]multiaddr.Multiaddr, error) {
	addrs := make([]multiaddr.Multiaddr, 0, len(texts))
	var errs []error
	for _, text := range texts {
		addr, err := multiaddr.NewMultiaddr(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("address %q: %w", text, err))
			continue
		}
		addrs = append(addrs, addr)
	}
	return addrs, errors.Join(errs...)
}

// circuitACL lets anybody reserve, within the resources, and anybody connect
// to a client that has registered with us.
type circuitACL struct{ clients func(peer.ID) bool }

// AllowReserve implements relayv2.ACLFilter.
func (circuitACL) AllowReserve(peer.ID, multiaddr.Multiaddr) bool { return true }

// AllowConnect implements relayv2.ACLFilter.
func (a circuitACL) AllowConnect(_ peer.ID, _ multiaddr.Multiaddr, dest peer.ID) bool {
	return a.clients(dest)
}

func circuitResources(maxConnections int) relayv2.Resources {
	resources := relayv2.DefaultResources()
	resources.MaxReservations = maxConnections / 2
	resources.MaxReservationsPerIP = maxConnections / 4
	resources.MaxReservationsPerASN = maxConnections / 2
	resources.MaxCircuits = 256
	resources.BufferSize = 16 << 10
	return resources
}

// newResourceManager sizes libp2p for a public node: what the defaults allow
// (8 connections per address, 252 inbound in all on a machine of 24 GiB) would
// turn agents away, and no limits at all would let one peer take everything.
func newResourceManager(maxConnections int, registry prometheus.Registerer) (network.ResourceManager, error) {
	conns := rcmgr.LimitVal(maxConnections)
	streams := conns * 16
	perPeer := rcmgr.ResourceLimits{
		Conns: 16, ConnsInbound: 12, ConnsOutbound: 8, FD: 16,
		Streams: 1024, StreamsInbound: 512, StreamsOutbound: 1024, Memory: 64 << 20,
	}
	all := rcmgr.ResourceLimits{
		Conns: conns, ConnsInbound: conns * 3 / 4, ConnsOutbound: conns / 2, FD: conns,
		Streams: streams, StreamsInbound: streams, StreamsOutbound: streams, Memory: 2 << 30,
	}
	transient := rcmgr.ResourceLimits{
		Conns: max(conns/8, 64), ConnsInbound: max(conns/8, 64), ConnsOutbound: max(conns/8, 64), FD: max(conns/8, 64),
		Streams: 4096, StreamsInbound: 2048, StreamsOutbound: 4096, Memory: 256 << 20,
	}
	limits := rcmgr.PartialLimitConfig{
		System: all, Transient: transient, PeerDefault: perPeer,
		ServiceDefault:      rcmgr.ResourceLimits{Streams: streams, StreamsInbound: streams, StreamsOutbound: streams, Memory: 1 << 30},
		ServicePeerDefault:  perPeer,
		ProtocolDefault:     rcmgr.ResourceLimits{Streams: streams, StreamsInbound: streams, StreamsOutbound: streams, Memory: 1 << 30},
		ProtocolPeerDefault: perPeer,
	}
	concrete := limits.Build(rcmgr.DefaultLimits.AutoScale())
	reporter, err := rcmgr.NewStatsTraceReporter()
	if err != nil {
		return nil, fmt.Errorf("making resource reporter: %w", err)
	}
	rcmgr.MustRegisterWith(registry)
	perAddress := max(maxConnections/8, 64)
	manager, err := rcmgr.NewResourceManager(rcmgr.NewFixedLimiter(concrete),
		rcmgr.WithTraceReporter(reporter),
		rcmgr.WithLimitPerSubnet(
			[]rcmgr.ConnLimitPerSubnet{{PrefixLength: 32, ConnCount: perAddress}},
			[]rcmgr.ConnLimitPerSubnet{{PrefixLength: 56, ConnCount: perAddress}, {PrefixLength: 48, ConnCount: 2 * perAddress}}),
		rcmgr.WithConnRateLimiters(connRate()))
	if err != nil {
		return nil, fmt.Errorf("making resource manager: %w", err)
	}
	return manager, nil
}

// connRate bounds new connections: 50 a second from one address (a cloud of
// agents behind one NAT restarts together, hence the burst), 1,000 in all.
func connRate() *rate.Limiter {
	return &rate.Limiter{
		GlobalLimit: rate.Limit{RPS: 1000, Burst: 4096},
		NetworkPrefixLimits: []rate.PrefixLimit{
			{Prefix: netip.MustParsePrefix("127.0.0.0/8")},
			{Prefix: netip.MustParsePrefix("::1/128")},
		},
		SubnetRateLimiter: rate.SubnetLimiter{
			IPv4SubnetLimits: []rate.SubnetLimit{{PrefixLength: 32, Limit: rate.Limit{RPS: 50, Burst: 256}}},
			IPv6SubnetLimits: []rate.SubnetLimit{{PrefixLength: 56, Limit: rate.Limit{RPS: 50, Burst: 256}}},
			GracePeriod:      time.Minute,
		},
	}
}

// dataPath is a file in the data directory, empty without one.
func (c Config) dataPath(name string) string {
	if c.DataDir == "" {
		return ""
	}
	return filepath.Join(c.DataDir, name)
}
