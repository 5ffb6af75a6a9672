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

// Subscriptions begin so far apart at least: the first distance, twice as much
// each time that nothing comes of one, and not more than the last.
const (
	firstPause = time.Second
	lastPause  = time.Minute
)

// HeadListener hears of new blocks as long as a node tells of them; whoever
// waits for blocks polls beside it. A node that does not subscribe, or drops
// what it subscribed, is left alone for a while. One goroutine uses it.
type HeadListener struct {
	heads        Heads // nil: there is nobody to hear
	fresh        chan *types.Header
	subscription ethereum.Subscription // nil: none
	broken       <-chan error          // of the subscription
	begun        time.Time             // of the last attempt
	pause        time.Duration         // from then on until the next
}

// NewHeadListener makes one that has not begun. Heads may be nil: then it never
// hears of anything.
func NewHeadListener(heads Heads) *HeadListener {
	return &HeadListener{heads: heads, fresh: make(chan *types.Header, 16)}
}

// Start subscribes unless that is done, or it is too early to try again. If it
// fails there is polling, and a later Start.
func (l *HeadListener) Start(ctx context.Context) {
	now := time.Now()
	if l.heads == nil || l.subscription != nil || now.Sub(l.begun) < l.pause {
		return
	}
	l.begun, l.pause = now, min(max(firstPause, 2*l.pause), lastPause)
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

// Stop ends the subscription; a later Start tries again.
func (l *HeadListener) Stop() {
	if l.subscription != nil {
		l.subscription.Unsubscribe()
	}
	l.subscription, l.broken = nil, nil
	if len(l.fresh) > 0 {
		l.Drain()
	}
}

// Drain is for whoever got something from Fresh: it forgets blocks that one
// look answers all of.
func (l *HeadListener) Drain() {
	l.pause = firstPause // the node does tell of blocks
	for {
		select {
		case <-l.fresh:
		default:
			return
		}
	}
}
