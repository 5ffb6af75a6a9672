package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/kuboapi"
	"go-acn/agentrt/registry/station"
	"go-acn/internal/node"
	"go-acn/internal/settings"
)

// registryNode runs a registry on a node, and the two HTTP services around it.
type registryNode struct {
	settings *settings.Registry
	dataDir  string
	gateways []store.Source
	feeds    []*chainFeed
	ready    func(api, kubo string) // when all of it listens
}

// Files of a registry in the data directory.
const (
	auditFile  = "registry-audit.jsonl"
	uploadsDir = "registry-uploads"
)

// newRegistryNode checks what the settings cannot.
func (c *console) newRegistryNode(s *settings.Settings, ready func(api, kubo string)) (*registryNode, error) {
	gateways, err := gatewaySources(s.Registry.Gateways)
	if err != nil {
		return nil, err
	}
	if err := station.Check(s.Registry.Members); err != nil {
		return nil, wrongUse("members are nodes of this project; a node prints its multiaddrs when it starts", "--registry-member: %w", err)
	}
	feeds, err := c.chainFeeds(&s.Registry)
	if err != nil {
		return nil, err
	}
	return &registryNode{&s.Registry, s.DataDir, gateways, feeds, ready}, nil
}

// Run implements node.Service.
func (n *registryNode) Run(ctx context.Context, on node.Platform) error {
	for _, feed := range n.feeds {
		defer feed.node.Close()
	}
	s, err := station.New(n.config(on), station.Needs{Host: on.Host, Contents: on.Contents, Data: on.Store, Identity: on.Identity})
	if err != nil {
		return err
	}
	if err := s.Open(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.Run(ctx) })
	group.Go(func() error { return n.serve(ctx, on, s) })
	return group.Wait()
}

// config is what the settings and the node say about a registry.
func (n *registryNode) config(on node.Platform) station.Config {
	var feeds []station.Feed
	for _, feed := range n.feeds {
		feeds = append(feeds, feed)
	}
	return station.Config{
		Registry: registry.Config{
			Publishers: n.settings.Publishers, Quota: n.settings.Quota, Lease: n.settings.Lease,
			CollectEvery: n.settings.Collect, Reserve: n.settings.Reserve, Free: freeSpace(n.dataDir),
			AuditFile: filepath.Join(n.dataDir, auditFile), Logger: on.Logger, Observer: observeRegistry(on.Meters()),
		},
		Members: n.settings.Members, Factor: n.settings.Factor, Gateways: n.gateways, Feeds: feeds, Copies: observeCopies(on.Meters()), Blocks: observeBlocks(on.Meters()),
	}
}

// serve listens for publishers, and for tools.
func (n *registryNode) serve(ctx context.Context, on node.Platform, s *station.Station) error {
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
	}, s.Registry())
	group, ctx := errgroup.WithContext(ctx)
	var addrs [2]string
	var open []string
	for i, one := range []struct {
		flag    string
		listen  string
		handler http.Handler
	}{{"--registry-listen", n.settings.Listen, s.Handler()}, {"--registry-kubo-listen", n.settings.KuboListen, kubo}} {
		if one.listen == "" {
			continue
		}
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", one.listen)
		if err != nil {
			return errors.Join(fmt.Errorf("opening %s: %w", one.flag, err), cancelled(group))
		}
		addrs[i] = listener.Addr().String()
		open = append(open, addrs[i])
		group.Go(func() error { return registry.Serve(ctx, listener, one.handler) })
	}
	on.Logger.Info("registry is open", "addrs", open, "agent", string(s.Registry().Operator()))
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

// observeRegistry is how what happens in a registry becomes metrics.
func observeRegistry(meters node.Meters) registry.Observer {
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
