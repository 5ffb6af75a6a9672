package exchange

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/sync/errgroup"

	"go-acn/agentrt/pkg"
)

// Contents is the directory of who has which content; the methods are those of
// dht.Directory.
type Contents interface {
	Provide(ctx context.Context, content [sha256.Size]byte) (told int, err error)
	Providers(ctx context.Context, content [sha256.Size]byte) ([]peer.AddrInfo, error)
}

// ErrNobody means that nobody offers a package.
var ErrNobody = errors.New("nobody offers it")

// findPause is how long Find waits before it asks again: who has just joined a
// network knows few of its members.
const findPause = 200 * time.Millisecond

// Find gives peers that offer a package. It asks until there is one or ctx
// ends; then the error is ErrNobody.
func Find(ctx context.Context, contents Contents, h pkg.Hash) ([]peer.AddrInfo, error) {
	for {
		found, err := contents.Providers(ctx, h)
		switch {
		case len(found) > 0:
			return found, nil
		case ctx.Err() != nil:
			return nil, ErrNobody
		case err != nil:
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ErrNobody
		case <-time.After(findPause):
		}
	}
}

// ParsePeers reads multiaddrs that end in /p2p/ID; those of one peer are put
// together.
func ParsePeers(texts []string) ([]peer.AddrInfo, error) {
	var peers []peer.AddrInfo
	for _, text := range texts {
		info, err := peer.AddrInfoFromString(text)
		if err != nil || len(info.Addrs) == 0 {
			return nil, fmt.Errorf("%q is not a multiaddr like /dns4/HOST/tcp/PORT/p2p/ID", text)
		}
		known := false
		for i := range peers {
			if peers[i].ID == info.ID {
				peers[i].Addrs, known = append(peers[i].Addrs, info.Addrs...), true
			}
		}
		if !known {
			peers = append(peers, *info)
		}
	}
	return peers, nil
}

// Times of an Announcer.
const (
	announcePeriod = 8 * time.Hour // holders forget after 26
	announceRetry  = 10 * time.Second
	announceMost   = 10 * time.Minute // between two tries that fail
	announcers     = 4
)

// Announcer keeps a set of packages announced, all of them when it starts: a
// directory forgets over a restart what was here.
type Announcer struct {
	contents Contents
	list     func(context.Context) ([]pkg.Hash, error)
}

// NewAnnouncer announces what list gives.
func NewAnnouncer(contents Contents, list func(context.Context) ([]pkg.Hash, error)) *Announcer {
	return &Announcer{contents: contents, list: list}
}

// Run announces until ctx ends. It fails only if list does.
func (a *Announcer) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for pause := announceRetry; ; {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
			done, err := a.round(ctx)
			switch {
			case ctx.Err() != nil:
				return nil
			case err != nil:
				return fmt.Errorf("listing what to announce: %w", err)
			case done:
				pause = announceRetry
				timer.Reset(announcePeriod)
			default:
				timer.Reset(pause)
				pause = min(2*pause, announceMost)
			}
		}
	}
}

// round announces everything; done is whether somebody was told of each.
func (a *Announcer) round(ctx context.Context) (done bool, err error) {
	all, err := a.list(ctx)
	if err != nil {
		return false, err
	}
	var untold atomic.Int64
	var group errgroup.Group
	group.SetLimit(announcers)
	for _, h := range all {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			if !a.announce(ctx, h) {
				untold.Add(1)
			}
			return nil
		})
	}
	_ = group.Wait()
	return untold.Load() == 0, nil
}

func (a *Announcer) announce(ctx context.Context, h pkg.Hash) bool {
	told, err := a.contents.Provide(ctx, h)
	return err == nil && told > 0
}
