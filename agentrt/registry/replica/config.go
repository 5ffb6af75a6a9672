package replica

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/pin"
	"go-acn/agentrt/registry/replica/plan"
)

// Config tunes a Service. A field left zero means its default.
type Config struct {
	// Members are the other registry nodes, with addresses where they are
	// known; at most plan.MaxMembers-1. Each has to list this node too. This
	// node is left out, so that all can have the same list.
	Members []peer.AddrInfo
	// Plan is when copies are made, doubted and given up. Self is the host's
	// id and need not be set.
	Plan plan.Config

	// Visit is the time between two visits of a member, give or take a
	// quarter; 10 s, less than a third of Plan.Silence. Visits are also made
	// at once when something has changed here or there.
	Visit time.Duration
	// VisitPause is the least time between two visits of a member; 200 ms.
	VisitPause time.Duration
	// Refresh is how often the pins and the store are looked at; 2 s.
	Refresh time.Duration
	// FeedEvery is how often feeds are asked; 1 min.
	FeedEvery time.Duration
	// Timeout bounds one question to a member with its answer; 10 s.
	Timeout time.Duration
	// FetchTimeout bounds getting one package; 10 min.
	FetchTimeout time.Duration
	// MaxKeys is how many holdings, and how many pins, of one member are
	// heard; 200,000.
	MaxKeys int
	// Rate and Burst are how many questions of one member are answered, a
	// second and at once; 200 and 2,000.
	Rate, Burst int
	// Streams is how many streams of one member are served at a time; 16.
	Streams int

	// Log takes lifecycle and misbehaviour; default: nothing is logged.
	Log      *slog.Logger
	Observer Observer
}

// Needs are what a Service works with. Feeds, Announcer and Data may be
// missing.
type Needs struct {
	Host      host.Host
	Packages  Packages
	Pins      Pins
	Feeds     []Feed
	Announcer Announcer
	Data      datastore.Batching // remembers who is in quarantine, under /quarantine
}

// Packages is the registry's store, and the way into it.
type Packages interface {
	// Held lists what is here and was accepted.
	Held(ctx context.Context) ([]pkg.Hash, error)
	// Block is a verified block of one of them.
	Block(ctx context.Context, h pkg.Hash) ([]byte, error)
	// Fetch gets a package from one of the peers, or from wherever it is if
	// there are none, and accepts it.
	Fetch(ctx context.Context, h pkg.Hash, from []peer.ID) error
	// Drop gives up packages, but those that others need which stay, and says
	// which are gone.
	Drop(ctx context.Context, packages []pkg.Hash) (gone []pkg.Hash, err error)
	// Damaged notes a package that cannot be read as a whole, so that what is
	// broken of it is fetched again.
	Damaged(ctx context.Context, h pkg.Hash) error
}

// Pins are the signed wishes of publishers; registry.Pins is one.
type Pins interface {
	All() []*pin.Pin
	Merge(ctx context.Context, p *pin.Pin) (changed bool, err error)
	Packages(now time.Time) []pin.Wanted
}

// Feed says which packages are to be kept besides those that are pinned, such
// as what units on a chain refer to.
type Feed interface {
	Packages(ctx context.Context) ([]pkg.Hash, error)
}

// Announcer tells the network who has what; dht.Directory is one.
type Announcer interface {
	Provide(ctx context.Context, content [32]byte) (told int, err error)
}

// Observer is told what happens; nil fields are skipped. Members are named by
// their peer ids. Calls come from many goroutines and must return quickly.
type Observer struct {
	// Fetched is called after each attempt to get a package.
	Fetched func(h pkg.Hash, took time.Duration, err error)
	// Challenged is called after each challenge to a member.
	Challenged func(member string, h pkg.Hash, answer plan.Answer)
	// Dropped is called when the copy here was given up, since enough others
	// hold the package.
	Dropped func(h pkg.Hash)
	// Quarantined is called when a member gave wrong bytes.
	Quarantined func(member, reason string)
	// Lost is called when a package here turned out to be damaged.
	Lost func(h pkg.Hash, err error)
	// Talked counts the bytes of this protocol, by the kind of the question.
	Talked func(member, question string, in, out int)
}

func (c Config) withDefaults(self peer.ID) Config {
	c.Plan.Self = plan.Node(self)
	c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m peer.AddrInfo) bool { return m.ID == self })
	c.Plan = c.Plan.WithDefaults()
	setDefault(&c.Visit, min(10*time.Second, c.Plan.Silence/3))
	setDefault(&c.VisitPause, min(200*time.Millisecond, c.Visit))
	setDefault(&c.Refresh, 2*time.Second)
	setDefault(&c.FeedEvery, time.Minute)
	setDefault(&c.Timeout, 10*time.Second)
	setDefault(&c.FetchTimeout, 10*time.Minute)
	setDefault(&c.MaxKeys, 200_000)
	setDefault(&c.Rate, 200)
	setDefault(&c.Burst, 2_000)
	setDefault(&c.Streams, 16)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func setDefault[T ~int | ~int64](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

// validate wants defaults filled in. It reports everything at once.
func (c Config) validate() error {
	errs := []error{c.Plan.Validate()}
	refuse := func(bad bool, format string, args ...any) {
		if bad {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	refuse(len(c.Members) >= plan.MaxMembers, "%d members besides this node, limit %d", len(c.Members), plan.MaxMembers-1)
	for _, member := range c.Members {
		refuse(member.ID.Validate() != nil, "a member without a peer id")
	}
	refuse(c.Visit > c.Plan.Silence/3, "visits every %s are too rare for a silence of %s", c.Visit, c.Plan.Silence)
	for _, field := range []struct {
		name  string
		value int64
	}{
		{"visit", int64(c.Visit)}, {"visit pause", int64(c.VisitPause)}, {"refresh", int64(c.Refresh)}, {"feed every", int64(c.FeedEvery)},
		{"timeout", int64(c.Timeout)}, {"fetch timeout", int64(c.FetchTimeout)}, {"max keys", int64(c.MaxKeys)},
		{"rate", int64(c.Rate)}, {"burst", int64(c.Burst)}, {"streams", int64(c.Streams)},
	} {
		refuse(field.value < 0, "%s is negative: %d", field.name, field.value)
	}
	return errors.Join(errs...)
}
