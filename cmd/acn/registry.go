package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/kuboapi"
	"go-acn/agentrt/registry/replica"
	"go-acn/agentrt/registry/replica/keeper"
	"go-acn/internal/node"
	"go-acn/internal/settings"
)

// registryNode runs a registry on a node: the store and its gate, the two HTTP
// services, the exchange with other nodes, and the copies that registries keep
// for each other.
type registryNode struct {
	settings *settings.Registry
	dataDir  string
	gateways []store.Source
	members  []peer.AddrInfo
	ready    func(api, kubo string) // when all of it listens
}

// Files of a registry in the data directory.
const (
	auditFile  = "registry-audit.jsonl"
	uploadsDir = "registry-uploads"
)

// newRegistryNode checks what the settings cannot.
func newRegistryNode(s *settings.Settings, ready func(api, kubo string)) (*registryNode, error) {
	gateways, err := gatewaySources(s.Registry.Gateways)
	if err != nil {
		return nil, err
	}
	members, err := exchange.ParsePeers(s.Registry.Members)
	if err != nil {
		return nil, wrongUse("a node prints its multiaddrs when it starts", "--registry-member: %w", err)
	}
	return &registryNode{&s.Registry, s.DataDir, gateways, members, ready}, nil
}

// Run implements node.Service.
func (n *registryNode) Run(ctx context.Context, on node.Platform) error {
	var copies atomic.Pointer[replica.Service] // made when the registry is
	var e *exchange.Exchange
	cfg, err := n.config(on, observe(on.Meters(), &copies))
	if err != nil {
		return err
	}
	cfg.Find = func(ctx context.Context, h pkg.Hash) ([]store.Source, func(), error) { return n.find(ctx, on, e, h) }
	cfg.Also = func(ctx context.Context) ([]pkg.Hash, error) { return copies.Load().Fed(ctx) }
	r, err := registry.New(cfg, on.Store)
	if err != nil {
		return err
	}
	if e, err = exchange.New(exchange.Config{Observer: exchange.Observer{
		Moved: func(t exchange.Traffic) { copies.Load().Copied(t.Package, t.Out, t.Bytes) },
		Faulty: func(p peer.ID, fault exchange.Fault) {
			if fault == exchange.FaultWrong {
				copies.Load().Wrong(p, "wrong bytes in a copy")
			}
		},
	}}, on.Host, r.Store()); err != nil {
		return err
	}
	s, err := n.copies(on, r, e)
	if err != nil {
		return err
	}
	copies.Store(s)
	if err := r.Open(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return r.Run(ctx) })
	group.Go(func() error { return e.Run(ctx) })
	group.Go(func() error { return s.Run(ctx) })
	group.Go(func() error { return n.serve(ctx, on, r, s) })
	return group.Wait()
}

// config is what the settings and the node say about a registry.
func (n *registryNode) config(on node.Platform, observer registry.Observer) (registry.Config, error) {
	operator, err := acn.WalletFromSecret(acn.Ethereum, on.Identity.Secret())
	if err != nil {
		return registry.Config{}, err
	}
	publishers, err := keeper.Admit(n.settings.Publishers, n.members)
	if err != nil {
		return registry.Config{}, fail(err, "members are nodes of this project; a node prints its multiaddrs when it starts")
	}
	return registry.Config{
		Operator: operator, Publishers: publishers, Quota: n.settings.Quota, Lease: n.settings.Lease,
		CollectEvery: n.settings.Collect, Reserve: n.settings.Reserve, Free: freeSpace(n.dataDir),
		AuditFile: filepath.Join(n.dataDir, auditFile), Logger: on.Logger, Observer: observer,
	}, nil
}

// findTimeout is how long to look for a package in the network: whoever pushes
// what needs it waits meanwhile.
const findTimeout = 10 * time.Second

// find looks for a package with other nodes, and then at gateways.
func (n *registryNode) find(ctx context.Context, on node.Platform, e *exchange.Exchange, h pkg.Hash) ([]store.Source, func(), error) {
	looking, cancel := context.WithTimeout(ctx, findTimeout)
	defer cancel()
	peers, err := on.Contents.Providers(looking, h)
	if err != nil {
		on.Logger.Debug("looking for a package", "err", err)
	}
	for _, member := range n.members {
		if !slices.ContainsFunc(peers, func(p peer.AddrInfo) bool { return p.ID == member.ID }) {
			peers = append(peers, member)
		}
	}
	sources, done, err := e.Sources(ctx, h, peers)
	if err != nil {
		return nil, nil, err
	}
	return append(sources, n.gateways...), done, nil
}

// serve listens for publishers, and for tools.
func (n *registryNode) serve(ctx context.Context, on node.Platform, r *registry.Registry, s *replica.Service) error {
	uploads := filepath.Join(n.dataDir, uploadsDir)
	// What an upload that was killed has left is nobody's.
	if err := errors.Join(os.RemoveAll(uploads), os.MkdirAll(uploads, 0o700)); err != nil {
		return err
	}
	key := on.Host.Peerstore().PubKey(on.Host.ID())
	public, err := key.Raw()
	if err != nil {
		return err
	}
	kubo := kuboapi.Handler(kuboapi.Config{
		PeerID: on.Host.ID().String(), PublicKey: base64.StdEncoding.EncodeToString(public), Version: readVersion().Version,
		Folder: uploads, Hosts: n.settings.KuboHosts,
	}, r)
	group, ctx := errgroup.WithContext(ctx)
	var addrs [2]string
	for i, one := range []struct {
		listen  string
		handler http.Handler
	}{{n.settings.Listen, api(r, s)}, {n.settings.KuboListen, kubo}} {
		if one.listen == "" {
			continue
		}
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", one.listen)
		if err != nil {
			return errors.Join(err, cancelled(group))
		}
		addrs[i] = listener.Addr().String()
		group.Go(func() error { return registry.Serve(ctx, listener, one.handler) })
	}
	on.Logger.Info("registry is open", "addrs", addrs[:], "agent", slog.StringValue(string(r.Operator())))
	if n.ready != nil {
		n.ready(addrs[0], addrs[1])
	}
	return group.Wait()
}

var errListen = errors.New("cannot listen")

// cancelled ends what a group has begun.
func cancelled(group *errgroup.Group) error {
	group.Go(func() error { return errListen })
	if err := group.Wait(); !errors.Is(err, errListen) {
		return err
	}
	return nil
}

// observe is how what happens in a registry becomes metrics, and known to those
// who make copies.
func observe(meters node.Meters, copies *atomic.Pointer[replica.Service]) registry.Observer {
	pushes := meters.Counter("acn_registry_pushes_total", "What was to be put in, by the code of the refusal or accepted.", "outcome")
	bytes := meters.Counter("acn_registry_received_bytes_total", "Bytes that came with it.")
	collected := meters.Counter("acn_registry_collected_blocks_total", "Blocks deleted as nobody needed them.")
	lies := meters.Counter("acn_registry_wrong_bytes_total", "Sources that gave wrong bytes.")
	packages := meters.Gauge("acn_registry_packages", "Packages and files kept, after the last collection.")
	size := meters.Gauge("acn_registry_packages_bytes", "Bytes of their files.")
	pins := meters.Gauge("acn_registry_pins", "Pins remembered.")
	return registry.Observer{
		Pushed: func(code registry.Code, n int64) {
			outcome := string(code)
			if outcome == "" {
				outcome = "accepted"
			}
			pushes(1, outcome)
			bytes(float64(n))
			if s := copies.Load(); s != nil {
				s.Changed()
			}
		},
		Collected: func(blocks, here int, held int64, remembered int) {
			collected(float64(blocks))
			packages(float64(here))
			size(float64(held))
			pins(float64(remembered))
		},
		Lied: func(string) { lies(1) },
	}
}

// registryReady prints where a registry listens.
func (c *console) registryReady(asJSON bool) func(api, kubo string) {
	return func(api, kubo string) {
		if asJSON {
			fmt.Fprintf(c.out, "{%q: %q, %q: %q}\n", "registry", api, "kubo", kubo)
			return
		}
		for _, line := range [][2]string{{"registry  http://", api}, {"kubo      http://", kubo}} {
			if line[1] != "" {
				fmt.Fprintln(c.out, line[0]+line[1])
			}
		}
	}
}
