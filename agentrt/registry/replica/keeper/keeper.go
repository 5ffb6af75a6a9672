// Package keeper lets replication keep its copies in a registry, and get them
// with the exchange between nodes. Cmd/acn puts the three together. A Keeper
// may be used from any goroutine.
package keeper

import (
	"context"
	"errors"
	"fmt"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/registry"
)

// Keeper is a registry with what it takes to fill it. Held, Drop and Damaged
// are those of the registry.
type Keeper struct {
	*registry.Registry
	exchange *exchange.Exchange
	find     registry.Finder
}

// New makes a Keeper. What no registry has comes from where find says; with
// find nil packages come from registries alone.
func New(r *registry.Registry, e *exchange.Exchange, find registry.Finder) *Keeper {
	return &Keeper{Registry: r, exchange: e, find: find}
}

// Block is a verified block of something that is here.
func (k *Keeper) Block(ctx context.Context, h pkg.Hash) ([]byte, error) {
	return k.Store().Block(ctx, h)
}

var errNobody = errors.New("nobody is known to have it")

// Fetch gets a package through the gate of the registry.
func (k *Keeper) Fetch(ctx context.Context, h pkg.Hash, from []peer.ID) error {
	if len(from) == 0 {
		if k.find == nil {
			return fmt.Errorf("fetching %s: %w", h, errNobody)
		}
		_, err := k.TakeWith(ctx, h, k.find)
		return err
	}
	peers := make([]peer.AddrInfo, 0, len(from))
	for _, id := range from {
		peers = append(peers, peer.AddrInfo{ID: id}) // the host knows the addresses
	}
	sources, done, err := k.exchange.Sources(ctx, h, peers)
	if err != nil {
		return err
	}
	defer done()
	_, err = k.Take(ctx, h, sources)
	return err
}
