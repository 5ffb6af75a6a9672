package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/pkg/store"
	"go-acn/internal/node"
)

// service is a node's service that is a function.
type service func(ctx context.Context, on node.Platform) error

// Run implements node.Service.
func (s service) Run(ctx context.Context, on node.Platform) error { return s(ctx, on) }

// errDone ends a node whose service has done what it was for.
var errDone = errors.New("done")

// withSources calls do with everything to fetch from. If there are nodes among
// them, it is done as a visitor of their network, under a key for the occasion.
func (c *console) withSources(ctx context.Context, f *fetching, s *store.Store, do func(context.Context, []store.Source) error) error {
	gateways, err := gatewaySources(f.gateways)
	if err != nil {
		return err
	}
	if len(f.nodes)+len(f.entries) == 0 {
		return do(ctx, gateways)
	}
	identity, err := acn.NewIdentity()
	if err != nil {
		return err
	}
	visit := service(func(ctx context.Context, on node.Platform) error {
		return withExchange(ctx, on, s, func(ctx context.Context, e *exchange.Exchange) error {
			sources, done, err := c.nodeSources(ctx, f, on, e)
			if err != nil {
				return err
			}
			defer done()
			if len(sources)+len(gateways) == 0 {
				return f.nobody(len(on.Host.Network().Peers()) > 0)
			}
			return do(ctx, append(sources, gateways...))
		})
	})
	n, err := node.New(node.Config{Identity: identity, Visitor: true, EntryPeers: f.entries, Logger: slog.New(slog.DiscardHandler)}, node.Deps{Services: []node.Service{visit}})
	if err != nil {
		return misconfiguration(err)
	}
	if err := n.Run(ctx); !errors.Is(err, errDone) {
		return unwrapService(err)
	}
	return nil
}

// nobody is the error of looking in vain, in a network or without one.
func (f *fetching) nobody(connected bool) error {
	entries := strings.Join(f.entries, ", ")
	if !connected {
		return fail(fmt.Errorf("no entry peer can be reached, of %s", entries), "is a node up there, and is the last part of the address its peer id?")
	}
	return fail(fmt.Errorf("nobody in the network of %s offers %s", entries, f.hash),
		"is it the right CID, and is a node that has it up? A node that has just started takes a moment to be found; --node names one")
}

// unwrapService takes away what the node says about an error that is not its.
func unwrapService(err error) error {
	var known *failure
	if errors.As(err, &known) {
		return known
	}
	return err
}

// withExchange runs an exchange while do runs, and then ends the node.
func withExchange(ctx context.Context, on node.Platform, s *store.Store, do func(context.Context, *exchange.Exchange) error) error {
	e, err := exchange.New(exchange.Config{}, on.Host, s)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return e.Run(ctx) })
	group.Go(func() error {
		if err := do(ctx, e); err != nil {
			return err
		}
		return errDone
	})
	return group.Wait()
}

// nodeSources are the nodes that were named, and those that are found.
func (c *console) nodeSources(ctx context.Context, f *fetching, on node.Platform, e *exchange.Exchange) ([]store.Source, func(), error) {
	peers, err := exchange.ParsePeers(f.nodes)
	if err != nil {
		return nil, nil, err
	}
	if len(f.entries) > 0 {
		looking, cancel := context.WithTimeout(ctx, f.patience)
		defer cancel()
		found, err := exchange.Find(looking, on.Contents, f.hash)
		if err != nil && !errors.Is(err, exchange.ErrNobody) {
			return nil, nil, fail(fmt.Errorf("looking for %s: %w", f.hash, err), "is one of the entry peers up?")
		}
		peers = append(peers, found...)
	}
	return e.Sources(ctx, f.hash, peers)
}

// servePeers is a service that gives packages to other nodes, and says so in
// the network; up is called when it does.
func servePeers(s *store.Store, up func()) node.Service {
	return service(func(ctx context.Context, on node.Platform) error {
		e, err := exchange.New(exchange.Config{}, on.Host, s)
		if err != nil {
			return err
		}
		announcer := exchange.NewAnnouncer(on.Contents, func(ctx context.Context) ([]pkg.Hash, error) {
			entries, err := s.Packages(ctx)
			hashes := make([]pkg.Hash, len(entries))
			for i, entry := range entries {
				hashes[i] = entry.Hash
			}
			return hashes, err
		})
		group, ctx := errgroup.WithContext(ctx)
		group.Go(func() error { return e.Run(ctx) })
		group.Go(func() error { return announcer.Run(ctx) })
		group.Go(func() error {
			select {
			case <-e.Ready():
				up()
			case <-ctx.Done():
			}
			return nil
		})
		return group.Wait()
	})
}
