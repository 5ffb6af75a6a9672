package evm

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/event"
)

// dropping is a node that subscribes and ends that at once, after it has told
// of some blocks.
type dropping struct {
	tells   int
	refuses bool
	begun   []time.Time
	enough  context.CancelFunc // called when there were far too many
}

func (d *dropping) SubscribeNewHead(_ context.Context, ch chan<- *types.Header) (ethereum.Subscription, error) {
	if d.begun = append(d.begun, time.Now()); len(d.begun) > 1000 {
		d.enough()
	}
	if d.refuses {
		return nil, errGateway
	}
	for range d.tells {
		ch <- &types.Header{Number: new(big.Int)}
	}
	return event.NewSubscription(func(<-chan struct{}) error { return errors.New("dropped") }), nil
}

// counted counts the questions for the newest block.
type counted struct {
	*fakeChain
	looks int
}

func (c *counted) HeaderByNumber(ctx context.Context, n *big.Int) (*types.Header, error) {
	if n == nil {
		c.looks++
	}
	return c.fakeChain.HeaderByNumber(ctx, n)
}

// A node that drops each subscription is asked for another less and less often,
// and for blocks hardly more than without any.
func TestSubscriptionsDropped(t *testing.T) {
	for name, c := range map[string]struct {
		heads dropping
		most  int
	}{
		"refused": {dropping{refuses: true}, 6 + 9}, "at once": {dropping{}, 6 + 9},
		"after a block": {dropping{tells: 1}, 1 + 600/5}, "after many": {dropping{tells: 10}, 1 + 600/5},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
			defer stop()
			source := &counted{fakeChain: &fakeChain{}}
			source.extend(true)
			f := follower(t, FollowConfig{}, source, memory())
			c.heads.enough = stop
			f.heads = &c.heads
			if err := f.Run(ctx, func(context.Context, Batch) error { return nil }); err != nil {
				t.Error(err)
			}
			polls := 600/5 + 1
			if n := len(c.heads.begun); n < 10 || n > c.most {
				t.Errorf("%s: %d subscriptions in ten minutes", name, n)
			}
			if source.looks < polls-1 || source.looks > polls+2*len(c.heads.begun) {
				t.Errorf("%s: %d looks in ten minutes", name, source.looks)
			}
		})
	}
}

// The distance between attempts doubles up to its bound, and a block that is
// heard of makes it the first again, whoever takes notice.
func TestSubscriptionsBegin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		heads := &dropping{}
		l := NewHeadListener(heads)
		defer l.Stop()
		// attempts tries for a while, and tells the distances in seconds.
		attempts := func(d time.Duration, drain bool) (seconds []int) {
			heads.begun = nil
			for range d / time.Second {
				if l.Start(t.Context()); l.Broken() != nil {
					<-l.Broken()
					if drain {
						<-l.Fresh()
						l.Drain()
					}
					l.Stop()
				}
				time.Sleep(time.Second)
			}
			for i := range heads.begun[1:] {
				seconds = append(seconds, int(heads.begun[i+1].Sub(heads.begun[i]).Seconds()))
			}
			return seconds
		}
		if got := attempts(4*time.Minute, false); !slices.Equal(got, []int{1, 2, 4, 8, 16, 32, 60, 60}) {
			t.Errorf("%v", got)
		}
		time.Sleep(time.Minute)
		for _, drain := range []bool{true, false} {
			heads.tells = 2
			if got := attempts(5*time.Second, drain); !slices.Equal(got, []int{1, 1, 1, 1}) {
				t.Errorf("with drain %t: %v", drain, got)
			}
		}
		heads.tells = 0
		if got := attempts(5*time.Second, false); !slices.Equal(got, []int{2}) {
			t.Errorf("%v", got)
		}
	})
}
