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

// listener keeps a subscription alive: start tries, stop gives up.
type listener struct {
	heads        Heads // nil: there is nobody to hear
	fresh        chan *types.Header
	subscription ethereum.Subscription // nil: none
	broken       <-chan error          // of the subscription
}

func newListener(heads Heads) *listener {
	return &listener{heads: heads, fresh: make(chan *types.Header, 16)}
}

func (l *listener) start(ctx context.Context) {
	if l.heads == nil || l.subscription != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, subscribing)
	defer cancel()
	if subscription, err := l.heads.SubscribeNewHead(ctx, l.fresh); err == nil {
		l.subscription, l.broken = subscription, subscription.Err()
	}
}

// stop ends the subscription; the next start tries again.
func (l *listener) stop() {
	if l.subscription != nil {
		l.subscription.Unsubscribe()
	}
	l.subscription, l.broken = nil, nil
	l.drain()
}

// drain forgets blocks that one look answers all of.
func (l *listener) drain() {
	for {
		select {
		case <-l.fresh:
		default:
			return
		}
	}
}
