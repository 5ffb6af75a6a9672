package node

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/host/eventbus"
)

const (
	dialTimeout   = 10 * time.Second
	relayBackoff  = time.Second
	entryPauseMin = time.Second
	entryPauseMax = time.Minute
	entryTag      = "acn-entry"
)

// entryKeeper stays connected to one entry peer for ever.
type entryKeeper struct {
	host host.Host
	peer peer.AddrInfo
	log  *slog.Logger
	// joined is called after every connect: notify the peer, register with it.
	joined func(ctx context.Context, p peer.ID) error
}

// Run dials, waits for the connection to end, and dials again, with growing
// pauses while it fails.
func (k *entryKeeper) Run(ctx context.Context) error {
	changes, err := k.host.EventBus().Subscribe(new(event.EvtPeerConnectednessChanged), eventbus.BufSize(256))
	if err != nil {
		return fmt.Errorf("watching connections: %w", err)
	}
	defer changes.Close()
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = entryPauseMin, entryPauseMax
	for ctx.Err() == nil {
		err := k.join(ctx)
		if err == nil {
			pause.Reset()
			k.waitForEnd(ctx, changes)
			continue
		}
		wait := pause.NextBackOff()
		k.log.Warn("entry peer is out of reach", "peer", k.peer.ID, "err", err, "retry", wait.Round(time.Millisecond))
		k.waitFor(ctx, changes, wait)
	}
	return nil
}

func (k *entryKeeper) join(ctx context.Context) error {
	dial, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	if err := k.host.Connect(dial, k.peer); err != nil {
		return fmt.Errorf("dialling: %w", err)
	}
	k.host.ConnManager().Protect(k.peer.ID, entryTag)
	if err := k.joined(ctx, k.peer.ID); err != nil {
		return err
	}
	k.log.Info("joined entry peer", "peer", k.peer.ID)
	return nil
}

// waitForEnd returns when the peer is no longer connected. The subscription
// sees every change, those during join as well.
func (k *entryKeeper) waitForEnd(ctx context.Context, changes event.Subscription) {
	// Should events be lost, a look now and then finds out.
	look := time.NewTicker(entryPauseMax)
	defer look.Stop()
	for k.host.Network().Connectedness(k.peer.ID) == network.Connected {
		select {
		case <-ctx.Done():
			return
		case <-changes.Out():
		case <-look.C:
		}
	}
}

// waitFor pauses, but not when the peer meanwhile connects to us.
func (k *entryKeeper) waitFor(ctx context.Context, changes event.Subscription, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		case change := <-changes.Out():
			if c, ok := change.(event.EvtPeerConnectednessChanged); ok && c.Peer == k.peer.ID && c.Connectedness == network.Connected {
				return
			}
		}
	}
}
