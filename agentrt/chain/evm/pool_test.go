package evm

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/internal/devchain"
)

// node tells its number as a nonce, or an error; or never answers.
type node struct {
	Client
	number uint64
	err    error
	stalls bool
	asked  *[]uint64
}

func (n *node) NonceAt(ctx context.Context, _ common.Address, _ *big.Int) (uint64, error) {
	*n.asked = append(*n.asked, n.number)
	if n.stalls {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	return n.number, n.err
}

// said is an error of JSON-RPC.
type said struct {
	text string
	code int
}

func (s said) Error() string  { return s.text }
func (s said) ErrorCode() int { return s.code }

func three(t *testing.T) (pool *Pool, nodes []*node, asked *[]uint64) {
	asked = new([]uint64)
	var clients []Client
	for i := range uint64(3) {
		nodes = append(nodes, &node{number: i + 1, asked: asked})
		clients = append(clients, nodes[i])
	}
	pool, err := NewPool(PoolConfig{}, clients...)
	if err != nil {
		t.Fatal(err)
	}
	return pool, nodes, asked
}

// nonce asks and checks who was asked, in order.
func nonce(t *testing.T, p *Pool, asked *[]uint64, want ...uint64) (uint64, error) {
	t.Helper()
	*asked = nil
	got, err := p.NonceAt(t.Context(), common.Address{}, nil)
	if !slices.Equal(*asked, want) {
		t.Errorf("asked %v, want %v", *asked, want)
	}
	return got, err
}

// One that fails is passed over, rests, and is then preferred again.
func TestFailover(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, nodes, asked := three(t)
		if got, err := nonce(t, pool, asked, 1); got != 1 || err != nil {
			t.Error(got, err)
		}
		nodes[0].err = errors.New("bad gateway")
		if got, err := nonce(t, pool, asked, 1, 2); got != 2 || err != nil {
			t.Error(got, err)
		}
		nodes[0].err = nil
		time.Sleep(30*time.Second - 1)
		if got, err := nonce(t, pool, asked, 2); got != 2 || err != nil {
			t.Error(got, err)
		}
		time.Sleep(1)
		if got, err := nonce(t, pool, asked, 1); got != 1 || err != nil {
			t.Error(got, err)
		}
	})
}

// One that stalls costs its timeout, once.
func TestStall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, nodes, asked := three(t)
		nodes[0].stalls = true
		begun := time.Now()
		if got, err := nonce(t, pool, asked, 1, 2); got != 2 || err != nil || time.Since(begun) != 10*time.Second {
			t.Error(got, err, time.Since(begun))
		}
		if _, err := nonce(t, pool, asked, 2); err != nil || time.Since(begun) != 10*time.Second {
			t.Error(err, time.Since(begun))
		}
	})
}

// When all fail, all were asked, even those at rest, and all errors are told.
func TestAllFail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, nodes, asked := three(t)
		for _, n := range nodes {
			n.err = errors.New("bad gateway")
		}
		for range 2 {
			_, err := nonce(t, pool, asked, 1, 2, 3)
			for _, n := range nodes {
				if !errors.Is(err, n.err) {
					t.Errorf("%v", err)
				}
			}
		}
		nodes[2].err = nil
		if got, err := nonce(t, pool, asked, 1, 2, 3); got != 3 || err != nil {
			t.Error(got, err)
		}
	})
}

// A caller who gives up does not put the node to rest.
func TestCallerGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, nodes, asked := three(t)
		nodes[0].stalls = true
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := pool.NonceAt(ctx, common.Address{}, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		nodes[0].stalls = false
		if got, err := nonce(t, pool, asked, 1); got != 1 || err != nil {
			t.Error(got, err)
		}
	})
}

// What is about the question is not asked again.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		err  error
		want bool
	}{
		{said{"execution reverted: GS026", 3}, true},
		{said{"execution reverted", -32000}, true},
		{said{"VM execution error.", -32015}, true},
		{ethereum.NotFound, true},
		{said{"already known", -32000}, true},
		{said{"nonce too low: next nonce 5, tx nonce 4", -32000}, true},
		{said{"replacement transaction underpriced", -32000}, true},
		{said{"insufficient funds for gas * price + value", -32000}, true},
		{said{"header not found", -32000}, false},
		{said{"missing trie node", -32000}, false},
		{said{"daily request count exceeded", -32005}, false},
		{said{"method not found", -32601}, false},
		{errors.New("nonce of a proxy that is down"), false},
		{context.DeadlineExceeded, false},
	} {
		if got := answers(c.err); got != c.want {
			t.Errorf("%v: %v", c.err, got)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		pool, nodes, asked := three(t)
		nodes[0].err = said{"execution reverted", 3}
		for range 2 {
			if _, err := nonce(t, pool, asked, 1); !errors.Is(err, nodes[0].err) {
				t.Error(err)
			}
		}
	})
}

func TestNewPoolRefuses(t *testing.T) {
	for name, cfg := range map[string]PoolConfig{"timeout": {Timeout: -1}, "rest": {Rest: -1}} {
		if _, err := NewPool(cfg, &node{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := NewPool(PoolConfig{}); err == nil {
		t.Error("a pool of nothing")
	}
}

// The preferred node goes away; every question is answered by the other.
func TestRealNodes(t *testing.T) {
	var clients []Client
	var chains []*devchain.Chain
	for range 2 {
		c, err := devchain.Start(devchain.Config{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		client, err := ethclient.DialContext(t.Context(), c.URL())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(client.Close)
		clients, chains = append(clients, client), append(chains, c)
	}
	pool, err := NewPool(PoolConfig{}, clients...)
	if err != nil {
		t.Fatal(err)
	}
	if err := chains[0].Close(); err != nil {
		t.Fatal(err)
	}
	account := devchain.Accounts()[0]
	id := big.NewInt(devchain.ChainID)
	tx := types.MustSignNewTx(account.Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, GasTipCap: big.NewInt(1), GasFeeCap: big.NewInt(5 * params.GWei), Gas: 21_000, To: &common.Address{1},
	})
	check := func(name string, err error) {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	call := ethereum.CallMsg{From: account.Address, To: &common.Address{1}}
	_, err = pool.ChainID(t.Context())
	check("chain id", err)
	check("send", pool.SendTransaction(t.Context(), tx))
	check("mine", chains[1].Mine(1))
	_, err = pool.TransactionReceipt(t.Context(), tx.Hash())
	check("receipt", err)
	_, err = pool.CallContract(t.Context(), call, nil)
	check("call", err)
	_, err = pool.EstimateGas(t.Context(), call)
	check("gas", err)
	_, err = pool.FeeHistory(t.Context(), 1, nil, []float64{50})
	check("fees", err)
	_, err = pool.HeaderByNumber(t.Context(), nil)
	check("header", err)
	_, err = pool.BalanceAt(t.Context(), account.Address, nil)
	check("balance", err)
	_, err = pool.FilterLogs(t.Context(), ethereum.FilterQuery{})
	check("logs", err)
	if n, err := pool.NonceAt(t.Context(), account.Address, nil); n != 1 || err != nil {
		t.Error(n, err)
	}
}

// A node that cannot be connected to is tried again, one that could is not
// connected to twice, and until then the next one answers.
func TestLazyPool(t *testing.T) {
	var asked []uint64
	down := errors.New("connection refused")
	opened := 0
	first := func(context.Context) (Client, error) {
		if opened++; opened < 2 {
			return nil, down
		}
		return &node{number: 1, asked: &asked}, nil
	}
	second := func(context.Context) (Client, error) { return &node{number: 2, asked: &asked}, nil }
	p, err := NewLazyPool(PoolConfig{Rest: time.Nanosecond}, first, second)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []uint64{2, 1, 1} {
		if got, err := p.NonceAt(t.Context(), common.Address{}, nil); err != nil || got != want {
			t.Errorf("%d, %v, want %d", got, err, want)
		}
	}
	if opened != 2 {
		t.Errorf("connected %d times", opened)
	}
	alone, err := NewLazyPool(PoolConfig{}, func(context.Context) (Client, error) { return nil, down })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := alone.NonceAt(t.Context(), common.Address{}, nil); !errors.Is(err, down) {
		t.Error(err)
	}
}

// closing is a node that tells when its connection is closed.
type closing struct {
	node
	closed chan struct{}
}

func (c *closing) Close() { close(c.closed) }

// Of connections that are made at once one is kept, and the others are closed.
func TestLazyPoolConnectsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const callers = 3
		made := make(chan *closing, callers)
		together := make(chan struct{})
		pool, err := NewLazyPool(PoolConfig{}, func(context.Context) (Client, error) {
			<-together
			client := &closing{node{asked: new([]uint64), number: 7}, make(chan struct{})}
			made <- client
			return client, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var asking sync.WaitGroup
		for range callers {
			asking.Go(func() {
				if id, err := pool.ChainID(t.Context()); err != nil || id.Int64() != 7 {
					t.Error(id, err)
				}
			})
		}
		synctest.Wait()
		close(together)
		asking.Wait()
		open := 0
		for range callers {
			select {
			case <-(<-made).closed:
			default:
				open++
			}
		}
		if open != 1 {
			t.Errorf("%d connections are open", open)
		}
	})
}

func (c *closing) ChainID(context.Context) (*big.Int, error) {
	return new(big.Int).SetUint64(c.number), nil
}
