package main

import (
	"context"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/networks"
	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/station"
	"go-acn/internal/settings"
)

// chainFeed is what a registry keeps for the units and services of one chain.
type chainFeed struct {
	node   *networks.Connection
	reader *registries.Reader
	what   registries.Subscription
}

// Packages implements station.Feed.
func (f *chainFeed) Packages(ctx context.Context, files station.Files) ([]pkg.Hash, error) {
	return registries.NewFeed(f.reader, files, f.what).Packages(ctx)
}

// chainFeeds make a feed of each chain that is subscribed to. No node of a
// chain is asked anything yet.
func (c *console) chainFeeds(s *settings.Registry) (feeds []*chainFeed, err error) {
	if len(s.Subscribe) == 0 {
		return nil, nil
	}
	set, err := c.chains(&chainFlags{file: s.Chains})
	if err != nil {
		return nil, err
	}
	byChain := make(map[string]*chainFeed)
	for _, one := range s.Subscribe {
		feed := byChain[one.Chain]
		if feed == nil {
			if feed, err = c.chainFeed(set, one.Chain); err != nil {
				return nil, err
			}
			byChain[one.Chain] = feed
			feeds = append(feeds, feed)
		}
		switch one.Kind {
		case "service":
			feed.what.Services = append(feed.what.Services, registries.ServiceID(one.ID))
		case "agent":
			feed.what.Agents = append(feed.what.Agents, registries.ID(one.ID))
		default:
			feed.what.Components = append(feed.what.Components, registries.ID(one.ID))
		}
	}
	return feeds, nil
}

func (c *console) chainFeed(set *networks.Set, name string) (*chainFeed, error) {
	network, err := set.Find(name)
	if err != nil {
		return nil, err
	}
	node, err := network.Connect(evm.PoolConfig{})
	if err != nil {
		return nil, err
	}
	reader, err := newReader(network, node)
	if err != nil {
		node.Close()
		return nil, err
	}
	return &chainFeed{node: node, reader: reader}, nil
}
