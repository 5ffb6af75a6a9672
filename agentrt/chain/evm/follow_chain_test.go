package evm

import (
	"context"
	"io"
	"maps"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain/bindings"
	"go-acn/internal/devchain"
)

// line is a way to a server that can be cut.
type line struct {
	to     string
	listen net.Listener

	mu    sync.Mutex // guards what follows
	open  []net.Conn
	dead  bool
	taken int // connections, ever
}

// newLine forwards connections to a server until the test ends.
func newLine(t *testing.T, to string) *line {
	t.Helper()
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{to: to, listen: listen}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := listen.Accept()
			if err != nil {
				return
			}
			all.Go(func() { l.carry(conn) })
		}
	})
	t.Cleanup(func() { listen.Close(); l.cut(); all.Wait() })
	return l
}

func (l *line) carry(conn net.Conn) {
	defer conn.Close()
	server, err := net.Dial("tcp", l.to)
	if err != nil || !l.take(conn, server) {
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Go(func() { io.Copy(server, conn); server.Close() })
	both.Go(func() { io.Copy(conn, server); conn.Close() })
	both.Wait()
}

func (l *line) take(conns ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.taken++
	l.open = append(l.open, conns...)
	return !l.dead
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = true
	for _, conn := range l.open {
		conn.Close()
	}
	l.open = nil
}

func (l *line) mend() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = false
	return l.taken
}

// told is a running follower of token transfers.
type told struct {
	t       *testing.T
	chain   *devchain.Chain
	batches chan Batch
	known   map[uint64]string
	stop    func()
}

func follow(t *testing.T, chain *devchain.Chain, cfg FollowConfig, heads Heads, store Store) *told {
	t.Helper()
	w := &told{t: t, chain: chain, batches: make(chan Batch, 100), known: make(map[uint64]string)}
	cfg.Name = "transfers"
	f, err := NewFollower(cfg, Filter{Addresses: []common.Address{chain.Contracts().Token}}, chain.Client(), heads, store)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := f.Run(ctx, func(_ context.Context, b Batch) error { w.batches <- b; return nil }); err != nil {
			t.Error(err)
		}
	})
	w.stop = func() { cancel(); running.Wait() }
	t.Cleanup(w.stop)
	return w
}

// pay moves a token, in a block of its own.
func pay(t *testing.T, chain *devchain.Chain) {
	t.Helper()
	payer := devchain.Accounts()[1]
	nonce, err := chain.Client().PendingNonceAt(t.Context(), payer.Address)
	if err != nil {
		t.Fatal(err)
	}
	token, id := chain.Contracts().Token, big.NewInt(devchain.ChainID)
	tx, err := types.SignNewTx(payer.Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, GasTipCap: big.NewInt(1), GasFeeCap: big.NewInt(5 * params.GWei), Gas: 100_000, To: &token,
		Data: bindings.NewERC20().PackTransfer(common.Address{1}, big.NewInt(1)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := chain.Client().SendTransaction(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	if err := chain.Mine(1); err != nil {
		t.Fatal(err)
	}
}

// until waits for the consumer to know what is on the chain.
func (w *told) until(transfers int) {
	w.t.Helper()
	wake := time.NewTimer(30 * time.Second)
	defer wake.Stop()
	for {
		logs, err := w.chain.Client().FilterLogs(w.t.Context(), query(w.chain))
		if err != nil {
			w.t.Fatal(err)
		}
		want := make(map[uint64]string)
		for i := range logs {
			want[logs[i].BlockNumber] = LogKey(&logs[i])
		}
		if len(want) != transfers {
			w.t.Fatalf("%d transfers, want %d", len(want), transfers)
		}
		if maps.Equal(w.known, want) {
			return
		}
		select {
		case b := <-w.batches:
			m := model{events: w.known}
			if err := m.take(w.t.Context(), b); err != nil {
				w.t.Fatal(err)
			}
		case <-wake.C:
			w.t.Fatalf("knows %v, want %v", w.known, want)
		}
	}
}

func startChain(t *testing.T) *devchain.Chain {
	t.Helper()
	chain, err := devchain.Start(devchain.Config{Contracts: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := chain.Close(); err != nil {
			t.Error(err)
		}
	})
	return chain
}

func dialSocket(t *testing.T, url string) *ethclient.Client {
	t.Helper()
	client, err := ethclient.DialContext(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// From the past into the present, over a reorganisation and a restart; heard of
// by subscription alone, as polls are an hour apart.
func TestFollowChain(t *testing.T) {
	chain, store := startChain(t), memory()
	for range 5 {
		pay(t, chain)
	}
	socket := dialSocket(t, chain.WebSocketURL())
	cfg := FollowConfig{Range: 2, Poll: time.Hour}
	w := follow(t, chain, cfg, socket, store)
	w.until(5)
	pay(t, chain)
	w.until(6)
	if err := chain.Reorg(2, false); err != nil { // the transfers are in other blocks now
		t.Fatal(err)
	}
	w.until(blocksWith(t, chain))
	if err := chain.Reorg(1, true); err != nil {
		t.Fatal(err)
	}
	w.until(blocksWith(t, chain))

	w.stop()
	known := w.known
	if err := chain.Reorg(2, true); err != nil { // behind its back
		t.Fatal(err)
	}
	pay(t, chain)
	w = follow(t, chain, cfg, socket, store)
	w.known = known
	w.until(blocksWith(t, chain))
}

// blocksWith is how many blocks have transfers.
func blocksWith(t *testing.T, chain *devchain.Chain) int {
	t.Helper()
	logs, err := chain.Client().FilterLogs(t.Context(), query(chain))
	if err != nil {
		t.Fatal(err)
	}
	blocks := make(map[uint64]bool)
	for i := range logs {
		blocks[logs[i].BlockNumber] = true
	}
	return len(blocks)
}

// When the socket is cut there is polling, and later another subscription.
func TestFollowWithoutSocket(t *testing.T) {
	chain := startChain(t)
	l := newLine(t, strings.TrimPrefix(chain.WebSocketURL(), "ws://"))
	socket := dialSocket(t, "ws://"+l.listen.Addr().String())
	counted := &counting{Heads: socket, made: make(chan struct{}, 100)}
	w := follow(t, chain, FollowConfig{Poll: 20 * time.Millisecond}, counted, memory())
	<-counted.made
	pay(t, chain)
	w.until(1)
	l.cut()
	pay(t, chain)
	w.until(2)
	before := l.mend()
	<-counted.made // again
	pay(t, chain)
	w.until(3)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.taken <= before {
		t.Error("it never came back")
	}
}

// counting tells of subscriptions that were made.
type counting struct {
	Heads
	made chan struct{}
}

func (c *counting) SubscribeNewHead(ctx context.Context, ch chan<- *types.Header) (ethereum.Subscription, error) {
	subscription, err := c.Heads.SubscribeNewHead(ctx, ch)
	if err == nil {
		c.made <- struct{}{}
	}
	return subscription, err
}

// query is all transfers.
func query(chain *devchain.Chain) ethereum.FilterQuery {
	return ethereum.FilterQuery{FromBlock: new(big.Int), Addresses: []common.Address{chain.Contracts().Token}}
}
