package settle

import (
	"context"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/event"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain"
)

// never is a poll that does not happen during a test.
const never = time.Hour

// Blocks heard of over a real WebSocket drive it; polling is not needed.
func TestRunByHeads(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		socket, err := ethclient.DialContext(t.Context(), w.WebSocketURL())
		must(t, err)
		defer socket.Close()
		progress, err := w.keeper(0).Run(t.Context(), RunConfig{Poll: never, Observe: w.mineOnStep()}, w.payment(0), socket)
		if err != nil || progress.Status != chain.Done {
			t.Errorf("%+v, %v", progress, err)
		}
	})
}

// mineOnStep makes a block after every step that is waiting for one.
func (w *world) mineOnStep() func(Progress, error) {
	return func(p Progress, err error) {
		if err == nil && p.Status == chain.Pending {
			must(w.t, w.Mine(1))
		}
	}
}

// Without a subscription there is polling.
func TestRunByPolling(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		progress, err := w.keeper(0).Run(t.Context(), RunConfig{Poll: time.Millisecond, Observe: w.mineOnStep()}, w.payment(0), nil)
		if err != nil || progress.Status != chain.Done {
			t.Errorf("%+v, %v", progress, err)
		}
	})
}

// The WebSocket breaks. Polling goes on, and the subscription is made anew: only
// then are there blocks again.
func TestRunWebSocketDrops(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		wire := newWire(t, strings.TrimPrefix(w.WebSocketURL(), "ws://"))
		socket, err := ethclient.DialContext(t.Context(), "ws://"+wire.listener.Addr().String())
		must(t, err)
		defer socket.Close()
		steps := 0
		mine := w.mineOnStep()
		progress, err := w.keeper(0).Run(t.Context(), RunConfig{Poll: 10 * time.Millisecond, Observe: func(p Progress, err error) {
			if steps++; steps == 2 {
				wire.cut()
			}
			if steps < 2 || wire.connections() == 2 {
				mine(p, err)
			}
		}}, w.payment(0), socket)
		if err != nil || progress.Status != chain.Done {
			t.Errorf("%+v, %v", progress, err)
		}
		w.paid(w.payment(0), 1)
	})
}

// breaking is a node that answers nothing and drops each subscription at once.
type breaking struct {
	Node
	subscribed int
}

func (b *breaking) ChainID(context.Context) (*big.Int, error) { return nil, errNode }

func (b *breaking) SubscribeNewHead(context.Context, chan<- *types.Header) (ethereum.Subscription, error) {
	b.subscribed++
	return event.NewSubscription(func(<-chan struct{}) error { return errNode }), nil
}

// A node that drops subscriptions has no more steps taken than one that polls.
func TestRunSubscriptionsBreak(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		node := &breaking{}
		m, err := NewManager(ManagerConfig{ChainID: 31337}, node, nil)
		must(t, err)
		p, err := Propose(sample())
		must(t, err)
		ctx, stop := context.WithTimeout(t.Context(), time.Minute-1)
		defer stop()
		steps := 0
		_, err = m.Run(ctx, RunConfig{Observe: func(Progress, error) { steps++ }}, Signed{p, nil}, node)
		if !errors.Is(err, context.DeadlineExceeded) || steps != 12 || node.subscribed < 2 {
			t.Errorf("%d steps in a minute, %d subscriptions: %v", steps, node.subscribed, err)
		}
	})
}

// wire is a network that can be cut.
type wire struct {
	listener net.Listener
	target   string
	done     sync.WaitGroup

	mu    sync.Mutex // guards what is below
	open  []net.Conn
	count int
}

func newWire(t *testing.T, target string) *wire {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	w := &wire{listener: listener, target: target}
	w.done.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			w.carry(near)
		}
	})
	t.Cleanup(func() { listener.Close(); w.cut(); w.done.Wait() })
	return w
}

func (w *wire) carry(near net.Conn) {
	far, err := net.Dial("tcp", w.target)
	if err != nil {
		near.Close()
		return
	}
	w.mu.Lock()
	w.open, w.count = append(w.open, near, far), w.count+1
	w.mu.Unlock()
	for _, ends := range [][2]net.Conn{{near, far}, {far, near}} {
		w.done.Go(func() {
			_, _ = io.Copy(ends[0], ends[1]) // until one of them is closed
			ends[0].Close()
		})
	}
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, conn := range w.open {
		conn.Close()
	}
	w.open = nil
}

func (w *wire) connections() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// Errors end nothing, refusals do, and so does the caller.
func TestRunEnds(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		broken := &flaky{Node: w.Client(), fail: func(call int) error {
			if call < 5 {
				return errNode
			}
			return nil
		}}
		m := w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = broken })
		much := w.signed(w.propose(0, Action{To: payee, Value: new(big.Int).Mul(big.NewInt(2), big.NewInt(params.Ether))}), 0, 1, 2)
		progress, err := m.Run(t.Context(), RunConfig{Poll: time.Millisecond}, much, nil)
		if err != nil || progress.Report != ReportRefused || broken.calls < 5 {
			t.Errorf("%+v, %v", progress, err)
		}

		ctx, cancel := context.WithCancel(t.Context())
		progress, err = m.Run(ctx, RunConfig{Poll: never, Observe: func(Progress, error) { cancel() }}, w.payment(0), nil)
		if !errors.Is(err, context.Canceled) || progress.Report != ReportSent {
			t.Errorf("%+v, %v", progress, err)
		}
		if _, err := m.Run(t.Context(), RunConfig{Poll: -1}, w.payment(0), nil); err == nil {
			t.Error("it polls backwards")
		}
	})
}
