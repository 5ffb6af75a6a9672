package node

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"

	"github.com/ipfs/go-datastore"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
)

// Service is something more that runs on a node, such as a registry of
// packages. The node does not know what it is.
type Service interface {
	// Run runs until ctx ends. It is called once, when the directory answers,
	// and has to have returned before the host is closed. An error ends the
	// node.
	Run(ctx context.Context, on Platform) error
}

// Platform is what a node gives its services.
type Platform struct {
	// Host is the node's. Handlers that a service sets on it, the service takes
	// away again.
	Host host.Host
	// Store is shared by the node's services: each keeps to keys of its own. It
	// survives restarts if the node has a data directory.
	Store datastore.Batching
	// Contents tells others what content is here, and finds theirs.
	Contents Contents
	// Metrics takes metrics, named acn_<package>_<thing>.
	Metrics prometheus.Registerer
	Logger  *slog.Logger
	// Identity is the node's key.
	Identity *acn.Identity
	// EntryPeers are the peers the node was told to join by.
	EntryPeers []peer.AddrInfo
}

// Contents finds content by its sha2-256 digest. dht.Directory says more about
// it.
type Contents interface {
	// Provide says once that the content is here, and gives how many peers
	// were told. It is forgotten after a day unless it is said again.
	Provide(ctx context.Context, content [sha256.Size]byte) (told int, err error)
	// Providers are peers that say they have the content.
	Providers(ctx context.Context, content [sha256.Size]byte) ([]peer.AddrInfo, error)
}

// startServices starts the services when the directory runs. They stop before
// the node delivers the rest of its mail.
func (p *parts) startServices(ctx context.Context, group *errgroup.Group) {
	platform := Platform{
		Host: p.host, Contents: p.directory, Metrics: p.registry,
		Store: p.services, Logger: p.cfg.Logger, Identity: p.cfg.Identity, EntryPeers: p.cfg.entries,
	}
	for _, service := range p.deps.Services {
		group.Go(func() error {
			select {
			case <-ctx.Done():
				return nil
			case <-p.directory.Ready():
			}
			if err := service.Run(ctx, platform); err != nil {
				return fmt.Errorf("running service: %w", err)
			}
			return nil
		})
	}
}
