package evm

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"
)

// Heads is a node that tells of new blocks; an *ethclient.Client over WebSocket
// is one.
type Heads interface {
	SubscribeNewHead(ctx context.Context, ch chan<- *types.Header) (ethereum.Subscription, error)
}

// subscribing may take that long, so that a dead node does not hold up polling.
const subscribing = 5 * time.Second

// HeadListener hears of new blocks as long as a node tells of them; whoever
// waits for blocks polls beside it. One goroutine uses it.
type HeadListener struct {
	heads        Heads // nil: there is nobody to hear
	fresh        chan *types.Header
	subscription ethereum.Subscription // nil: none
	broken       <-chan error          // of the subscription
}

// NewHeadListener makes one that has not begun. Heads may be nil: then it never
// hears of anything.
func NewHeadListener(heads Heads) *HeadListener {
	return &HeadListener{heads: heads, fresh: make(chan *types.Header, 16)}
}

// Start subscribes unless that is done. If it fails there is polling, and the
// next Start.
func (l *HeadListener) Start(ctx context.Context) {
	if l.heads == nil || l.subscription != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, subscribing)
	defer cancel()
	if subscription, err := l.heads.SubscribeNewHead(ctx, l.fresh); err == nil {
		l.subscription, l.broken = subscription, subscription.Err()
	}
}

// Fresh gets the headers of new blocks.
func (l *HeadListener) Fresh() <-chan *types.Header { return l.fresh }

// Broken gets a value when the subscription has broken; then it is to be
// stopped.
func (l *HeadListener) Broken() <-chan error { return l.broken }

// Stop ends the subscription; the next Start tries again.
func (l *HeadListener) Stop() {
	if l.subscription != nil {
		l.subscription.Unsubscribe()
	}
	l.subscription, l.broken = nil, nil
	l.Drain()
}

// Drain forgets blocks that one look answers all of.
func (l *HeadListener) Drain() {
	for {
		select {
		case <-l.fresh:
		default:
			return
		}
	}
}
