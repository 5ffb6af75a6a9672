// Package node puts one node together: the libp2p host, the directory, the
// relay, the delegate and mailbox services, the agent's socket, metrics and
// the admin port. cmd/acn runs one from settings; the laboratory and the
// simulator run many in one process.
//
// It is the only place where these parts meet. Protocol logic lives in them,
// not here; the Router is the exception, as it is what joins them.
package node

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/keytransform"
	dssync "github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"go-acn/delegate"
	"go-acn/dht"
	"go-acn/internal/admin"
	"go-acn/internal/disk"
	"go-acn/relay"
)

// Deps are parts of a node that a simulator brings along. Nil fields are made
// from the Config.
type Deps struct {
	Host  host.Host
	Store datastore.Batching
	// Services run on the node. One that ends with an error ends the node.
	Services []Service
}

// Node is one node, to be run once.
type Node struct {
	cfg      Config
	deps     Deps
	registry *prometheus.Registry
	metrics  *metrics
}

// drainTimeout is how long a stopping node tries to get rid of its mail.
const drainTimeout = 5 * time.Second

// New checks the configuration, all of it at once. It opens nothing.
func New(cfg Config, deps Deps) (*Node, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	registry := prometheus.NewRegistry()
	return &Node{cfg: cfg, deps: deps, registry: registry, metrics: newMetrics(registry)}, nil
}

// Registry holds the node's metrics.
func (n *Node) Registry() *prometheus.Registry { return n.registry }

// Run runs the node until ctx ends: then it stops taking envelopes, delivers
// what it holds for at most drainTimeout, and closes everything it opened.
func (n *Node) Run(ctx context.Context) error {
	parts, err := n.open()
	if err != nil {
		return err
	}
	defer parts.close()

	// Two groups: what agents use stops first, what carries their mail last.
	core, stopCore := context.WithCancel(context.WithoutCancel(ctx))
	defer stopCore()
	inner, core := errgroup.WithContext(core)
	outer, front := errgroup.WithContext(ctx)
	parts.startCore(core, inner)
	outer.Go(func() error { return parts.serve(front, outer) })
	parts.startServices(front, outer)
	// A core part that dies takes the node with it.
	outer.Go(func() error {
		select {
		case <-front.Done():
		case <-core.Done():
		}
		return context.Cause(core)
	})
	err = outer.Wait()
	n.cfg.Logger.Info("stopping")
	drain, cancel := context.WithTimeout(core, drainTimeout)
	if left := parts.router.Drain(drain); left > 0 {
		n.cfg.Logger.Warn("stopped with mail undelivered", "count", left)
	}
	cancel()
	stopCore()
	if inner := inner.Wait(); !errors.Is(inner, context.Canceled) && !errors.Is(err, inner) {
		err = errors.Join(err, inner)
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = nil
	}
	return err
}

// parts are what one Run holds open.
type parts struct {
	*Node
	store     datastore.Batching
	services  datastore.Batching
	host      host.Host
	clients   *relayClients
	relay     *relay.Service
	directory *dht.Directory
	router    *Router
	known     *knownPeers
	closers   []func() error
}

func (n *Node) open() (_ *parts, err error) {
	p := &parts{Node: n}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if n.cfg.DataDir != "" {
		if err := os.MkdirAll(n.cfg.DataDir, 0o700); err != nil {
			return nil, fmt.Errorf("making data directory: %w", err)
		}
	}
	if err := p.openStore(); err != nil {
		return nil, err
	}
	if err := p.openClients(); err != nil {
		return nil, err
	}
	if err := p.openHost(); err != nil {
		return nil, err
	}
	if path := p.cfg.dataPath("known_peers.json"); path != "" {
		p.known = &knownPeers{path: path, host: p.host, log: p.cfg.Logger}
	}
	local := &localSide{parts: p}
	relayConfig := n.cfg.Relay
	relayConfig.Log = n.cfg.Logger
	relayConfig.Observer = n.metrics.relay()
	if p.relay, err = relay.New(relayConfig, p.host, local); err != nil {
		return nil, fmt.Errorf("making relay: %w", err)
	}
	if p.directory, err = dht.New(p.directoryConfig(), p.host, n.cfg.Identity, p.store, p.relay); err != nil {
		return nil, fmt.Errorf("making directory: %w", err)
	}
	p.router = newRouter(n.cfg, &locator{Directory: p.directory, parts: p}, p.relay, n.metrics.router())
	return p, nil
}

func (p *parts) openStore() error {
	switch {
	case p.deps.Store != nil:
		p.store = p.deps.Store
	case p.cfg.DataDir == "":
		p.store = dssync.MutexWrap(datastore.NewMapDatastore())
	default:
		store, err := disk.Open(p.cfg.dataPath("datastore"))
		if err != nil {
			return err
		}
		p.store = store
		p.closers = append(p.closers, store.Close)
	}
	return p.openServiceStore()
}

// openServiceStore gives services a store of their own where there is a disk:
// they keep packages, the node keeps small records.
func (p *parts) openServiceStore() error {
	if len(p.deps.Services) == 0 || p.deps.Store != nil || p.cfg.DataDir == "" {
		p.services = keytransform.Wrap(p.store, keytransform.PrefixTransform{Prefix: datastore.NewKey("/service")})
		return nil
	}
	store, err := disk.OpenLarge(p.cfg.dataPath("service"))
	if err != nil {
		return err
	}
	p.services = store
	p.closers = append(p.closers, store.Close)
	return nil
}

func (p *parts) openClients() error {
	path := p.cfg.RelayClientFile
	if path == "" {
		path = p.cfg.dataPath("relay_clients")
	}
	p.clients = newRelayClients(path)
	if _, err := p.clients.load(); err != nil {
		p.cfg.Logger.Warn("some relay clients are lost", "file", path, "err", err)
	}
	return nil
}

func (p *parts) openHost() error {
	if p.deps.Host != nil {
		p.host = p.deps.Host
		return nil
	}
	h, err := newHost(p.cfg, p.store, p.registry, p.clients.registered)
	if err != nil {
		return fmt.Errorf("starting libp2p: %w", err)
	}
	p.host = h
	p.closers = append(p.closers, h.Close)
	return nil
}

// close undoes open, last first.
func (p *parts) close() {
	for i := len(p.closers) - 1; i >= 0; i-- {
		if err := p.closers[i](); err != nil {
			p.cfg.Logger.Warn("closing", "err", err)
		}
	}
	p.closers = nil
}

// startCore starts what carries mail between nodes.
func (p *parts) startCore(ctx context.Context, group *errgroup.Group) {
	group.Go(func() error { return p.relay.Run(ctx) })
	group.Go(func() error { return p.directory.Run(ctx) })
	group.Go(func() error { return p.router.Run(ctx) })
	if p.known != nil {
		group.Go(func() error { return p.known.Run(ctx) })
	}
	for _, entry := range p.cfg.entries {
		keeper := &entryKeeper{host: p.host, peer: entry, log: p.cfg.Logger, joined: p.joined}
		group.Go(func() error { return keeper.Run(ctx) })
	}
	for _, record := range p.clients.all() {
		p.directory.Announce(record)
	}
}

// joined is what every connection to an entry peer begins with: legacy nodes
// announce what they have only when they are notified, and a relay must know
// its client.
func (p *parts) joined(ctx context.Context, id peer.ID) error {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	if p.cfg.Visitor {
		return nil // others have nothing to announce to it
	}
	if err := p.relay.Notify(ctx, id); err != nil {
		return fmt.Errorf("notifying entry peer: %w", err)
	}
	p.directory.Refresh()
	if !p.cfg.Relayed || p.cfg.Agent == nil {
		return nil
	}
	if err := p.relay.RegisterAt(ctx, id, p.cfg.Agent.Record); err != nil {
		return fmt.Errorf("registering at relay: %w", err)
	}
	return nil
}

func (p *parts) directoryConfig() dht.Config {
	cfg := p.cfg.DHT
	cfg.Logger = p.cfg.Logger
	cfg.Observer = p.metrics.directory()
	cfg.Public = p.cfg.PublicNetwork
	cfg.Client = p.cfg.Relayed || p.cfg.Visitor
	cfg.EntryPeers = p.bootstrapPeers
	return cfg
}

// bootstrapPeers are dialled by a routing table that has run empty.
func (p *parts) bootstrapPeers() []peer.AddrInfo {
	if p.known == nil {
		return p.cfg.entries
	}
	return slices.Concat(p.cfg.entries, p.known.load())
}

func (p *parts) delegateConfig() delegate.ServerConfig {
	cfg := p.cfg.Delegate
	cfg.Logger = p.cfg.Logger
	cfg.Observer = p.metrics.delegates()
	return cfg
}

func (p *parts) mailboxConfig() delegate.MailboxConfig {
	cfg := p.cfg.Mailbox
	cfg.Logger = p.cfg.Logger
	return cfg
}

func (p *parts) adminConfig() admin.Config {
	return admin.Config{Waiting: p.waiting, Metrics: p.registry, Profiling: p.cfg.Profiling, Logger: p.cfg.Logger}
}

// waiting is why the node is not ready: it was given entry peers and is
// connected to none. A lone bootstrap node is ready.
func (p *parts) waiting() []string {
	for _, entry := range p.cfg.entries {
		if p.host.Network().Connectedness(entry.ID) == network.Connected {
			return nil
		}
	}
	if len(p.cfg.entries) == 0 {
		return nil
	}
	return []string{"a connection to one of the entry peers"}
}
