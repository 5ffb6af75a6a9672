// Package station is a registry with all that it takes on a node: the exchange
// with other nodes, and the copies that registries keep for each other. It is
// where these parts meet; cmd/acn makes one from settings, opens and runs it,
// and serves its handler. What it does is in the packages it puts together.
package station

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/replica"
	"go-acn/agentrt/registry/replica/keeper"
	"go-acn/agentrt/registry/replica/plan"
)

// Config is one station. Its zero value keeps packages for nobody but the
// operator, and shares them with no other registry.
type Config struct {
	// Registry is the registry's; Operator, Find, Also and Copied are filled in.
	Registry registry.Config
	// Members are multiaddrs with /p2p/ID of the other registries that keep
	// copies, and Factor how many of them hold each package; default 3.
	Members []string
	Factor  int
	// Gateways are asked for packages that others need and no node has.
	Gateways []store.Source
	// Feeds name packages that are wanted besides those that are pinned.
	Feeds  []Feed
	Copies Observer
	// Blocks is told of blocks that come and go, after the station itself.
	Blocks BlockObserver
}

// Observer is told what happens to copies; nil fields are skipped.
type Observer struct {
	Fetched     func(err error)     // a copy was to be made here
	Challenged  func(answer string) // another registry: proven, denied, declined or silent
	Dropped     func()              // a copy here was given up
	Quarantined func()              // another registry was shut out
	Lost        func()              // a package here was found damaged
	Talked      func(in, out int)   // bytes of the registries' protocol
}

// BlockObserver is exchange.Observer without the peers; nil fields are skipped.
type BlockObserver struct {
	Moved   func(exchange.Traffic)
	Faulty  func(exchange.Fault)
	Refused func()
}

// Contents finds content and tells others what is here, as dht.Directory does.
type Contents interface {
	Provide(ctx context.Context, content [32]byte) (told int, err error)
	Providers(ctx context.Context, content [32]byte) ([]peer.AddrInfo, error)
}

// Needs are what a station works with.
type Needs struct {
	Host     host.Host
	Contents Contents
	Data     datastore.Batching // for the station alone
	Identity *acn.Identity      // of the node, whose operator it stands for
}

// Station is one, to be run once.
type Station struct {
	registry *registry.Registry
	exchange *exchange.Exchange
	copies   *replica.Service
	needs    Needs
	members  []peer.AddrInfo
	gateways []store.Source
}

// Check finds what is wrong with members before anything is opened.
func Check(members []string) error {
	peers, err := exchange.ParsePeers(members)
	if err == nil {
		_, err = keeper.Admit(nil, peers)
	}
	return err
}

// New puts the parts together.
func New(cfg Config, needs Needs) (*Station, error) {
	members, err := exchange.ParsePeers(cfg.Members)
	if err != nil {
		return nil, err
	}
	s := &Station{needs: needs, members: members, gateways: cfg.Gateways}
	if cfg.Registry.Operator, err = acn.WalletFromSecret(acn.Ethereum, needs.Identity.Secret()); err != nil {
		return nil, err
	}
	if cfg.Registry.Publishers, err = keeper.Admit(cfg.Registry.Publishers, members); err != nil {
		return nil, err
	}
	var copies atomic.Pointer[replica.Service] // made last
	pushed := cfg.Registry.Observer.Pushed
	cfg.Registry.Observer.Pushed = func(code registry.Code, bytes int64) {
		if pushed != nil {
			pushed(code, bytes)
		}
		copies.Load().Changed()
	}
	cfg.Registry.Find = s.find
	cfg.Registry.Also = func(ctx context.Context) ([]pkg.Hash, error) { return copies.Load().Fed(ctx) }
	cfg.Registry.Copied = func(ctx context.Context, h pkg.Hash, n int) int { return copies.Load().Await(ctx, h, n) }
	if s.registry, err = registry.New(cfg.Registry, needs.Data); err != nil {
		return nil, err
	}
	if s.exchange, err = exchange.New(exchange.Config{Observer: cfg.observeBlocks(copies.Load)}, needs.Host, s.registry.Store()); err != nil {
		return nil, err
	}
	replicas := replica.Config{Members: members, Log: cfg.Registry.Logger, Observer: cfg.Copies.observer()}
	replicas.Plan.Factor = cfg.Factor
	feeds, err := s.feeds(cfg.Feeds)
	if err != nil {
		return nil, err
	}
	s.copies, err = replica.New(replicas, replica.Needs{
		Host: needs.Host, Packages: keeper.New(s.registry, s.exchange, s.find), Pins: s.registry.Pins(), Feeds: feeds,
		Announcer: needs.Contents, Data: needs.Data,
	})
	copies.Store(s.copies)
	return s, err
}

// observeBlocks tells the copies, once they are there, and whoever else wants to
// know.
func (c Config) observeBlocks(copies func() *replica.Service) exchange.Observer {
	also := c.Blocks
	return exchange.Observer{
		Moved: func(t exchange.Traffic) {
			copies().Copied(t.Package, t.Out, t.Bytes)
			if also.Moved != nil {
				also.Moved(t)
			}
		},
		Faulty: func(p peer.ID, fault exchange.Fault) {
			if fault == exchange.FaultWrong {
				copies().Wrong(p, "wrong bytes in a copy")
			}
			if also.Faulty != nil {
				also.Faulty(fault)
			}
		},
		Refused: func(peer.ID) {
			if also.Refused != nil {
				also.Refused()
			}
		},
	}
}

// observer is o in the words of replica.
func (o Observer) observer() replica.Observer {
	answers := map[plan.Answer]string{plan.Proven: "proven", plan.Denied: "denied", plan.Declined: "declined", plan.Silent: "silent"}
	call := func(f func()) {
		if f != nil {
			f()
		}
	}
	return replica.Observer{
		Fetched: func(_ pkg.Hash, _ time.Duration, err error) {
			if o.Fetched != nil {
				o.Fetched(err)
			}
		},
		Challenged: func(_ string, _ pkg.Hash, answer plan.Answer) {
			if o.Challenged != nil {
				o.Challenged(answers[answer])
			}
		},
		Dropped:     func(pkg.Hash) { call(o.Dropped) },
		Quarantined: func(string, string) { call(o.Quarantined) },
		Lost:        func(pkg.Hash, error) { call(o.Lost) },
		Talked: func(_, _ string, in, out int) {
			if o.Talked != nil {
				o.Talked(in, out)
			}
		},
	}
}

// findTimeout is how long to look for a package in the network: whoever pushes
// what needs it waits meanwhile.
const findTimeout = 10 * time.Second

// find looks for a package with other nodes, and then at gateways.
func (s *Station) find(ctx context.Context, h pkg.Hash) ([]store.Source, func(), error) {
	looking, cancel := context.WithTimeout(ctx, findTimeout)
	defer cancel()
	// Members are asked also if nobody can be found.
	peers, searched := s.needs.Contents.Providers(looking, h)
	for _, member := range s.members {
		if !slices.ContainsFunc(peers, func(p peer.AddrInfo) bool { return p.ID == member.ID }) {
			peers = append(peers, member)
		}
	}
	if len(peers)+len(s.gateways) == 0 && searched != nil {
		return nil, nil, fmt.Errorf("looking for %s: %w", h, searched)
	}
	sources, done, err := s.exchange.Sources(ctx, h, peers)
	if err != nil {
		return nil, nil, err
	}
	return append(sources, s.gateways...), done, nil
}

// Registry is the station's.
func (s *Station) Registry() *registry.Registry { return s.registry }

// Open reads what an earlier process left. Nothing is served or taken before.
func (s *Station) Open(ctx context.Context) error { return s.registry.Open(ctx) }

// Ready is closed when other nodes are served.
func (s *Station) Ready() <-chan struct{} { return s.exchange.Ready() }

// Run runs all parts until ctx ends.
func (s *Station) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.registry.Run(ctx) })
	group.Go(func() error { return s.exchange.Run(ctx) })
	group.Go(func() error { return s.copies.Run(ctx) })
	return group.Wait()
}

// How many questions for the state of the copies are answered at once, in all
// and of one place: each is a list of all packages.
const maxStatus, maxStatusOf = 8, 2

// Handler is the registry's, with the state of its copies.
func (s *Station) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(replica.StatusPath, registry.Limited(maxStatus, maxStatusOf, s.copies.Handler()))
	mux.Handle("/", s.registry.Handler())
	return mux
}
