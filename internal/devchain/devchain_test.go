package devchain

import (
	"context"
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
	"github.com/ethereum/go-ethereum/rpc"
)

func start(t *testing.T, cfg Config) *Chain {
	t.Helper()
	c, err := Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// run lets c make blocks by itself until the test ends.
func run(t *testing.T, c *Chain) {
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() {
		if err := c.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { stop(); done.Wait() })
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// pay sends one wei and a tip from the first account to nobody.
func pay(t *testing.T, c *Chain, nonce uint64, tip int64) *types.Transaction {
	t.Helper()
	tx, err := payment(nonce, tip)
	check(t, err)
	check(t, c.Client().SendTransaction(t.Context(), tx))
	return tx
}

func payment(nonce uint64, tip int64) (*types.Transaction, error) {
	return types.SignNewTx(Accounts()[0].Key, types.LatestSignerForChainID(big.NewInt(ChainID)), &types.DynamicFeeTx{
		ChainID: big.NewInt(ChainID), Nonce: nonce, GasTipCap: big.NewInt(tip), GasFeeCap: big.NewInt(10*params.GWei + tip),
		Gas: 21_000, To: &common.Address{19: 0xee}, Value: big.NewInt(1),
	})
}

func head(t *testing.T, c *Chain) *types.Header {
	t.Helper()
	header, err := c.Client().HeaderByNumber(t.Context(), nil)
	check(t, err)
	return header
}

func TestAccounts(t *testing.T) {
	c := start(t, Config{})
	want := []string{
		"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
		"0x90F79bf6EB2c4f870365E785982E1f101E93b906", "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65", "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc",
		"0x976EA74026E726554dB657fA54763abd0C3a0aa9", "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955", "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f",
		"0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
	}
	for i, account := range Accounts() {
		if got := account.Address.Hex(); !strings.EqualFold(got, want[i]) {
			t.Errorf("account %d is %s, want %s", i, got, want[i])
		}
		balance, err := c.Client().BalanceAt(t.Context(), account.Address, nil)
		check(t, err)
		if want := new(big.Int).Mul(big.NewInt(10_000), big.NewInt(params.Ether)); balance.Cmp(want) != 0 {
			t.Errorf("account %d has %v wei", i, balance)
		}
	}
}

func TestConfig(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer taken.Close()
	for name, cfg := range map[string]Config{
		"all interfaces": {Listen: "0.0.0.0:0"},
		"a name":         {Listen: "localhost:0"},
		"no port":        {Listen: "127.0.0.1"},
		"a bad port":     {Listen: "127.0.0.1:65536"},
		"a taken port":   {Listen: taken.Addr().String()},
		"too fast":       {Interval: time.Second - 1},
		"going backward": {Interval: -time.Second},
		"debts":          {Balance: big.NewInt(-1)},
		"a fortune":      {Balance: new(big.Int).Lsh(big.NewInt(1), 128)},
	} {
		t.Run(name, func(t *testing.T) {
			if c, err := Start(cfg); err == nil {
				t.Errorf("started: %v", c.Close())
			}
		})
	}
}

// Both servers are geth's, on one port of loopback, with the rules of mainnet.
func TestServers(t *testing.T) {
	c := start(t, Config{})
	for _, url := range []string{c.URL(), c.WebSocketURL()} {
		client, err := ethclient.DialContext(t.Context(), url)
		check(t, err)
		defer client.Close()
		id, err := client.ChainID(t.Context())
		check(t, err)
		if id.Int64() != ChainID || !strings.Contains(url, "://127.0.0.1:") {
			t.Errorf("%s has chain id %v", url, id)
		}
	}
	if r := rules().Rules(common.Big1, true, 1<<40); !r.IsOsaka || r.IsAmsterdam || r.IsBogota || r.IsUBT {
		t.Errorf("rules are %+v", r)
	}
}

// Run makes a block for a transaction without being asked; not while paused.
func TestRunMinesOnDemand(t *testing.T) {
	c := start(t, Config{})
	socket, err := ethclient.DialContext(t.Context(), c.WebSocketURL())
	check(t, err)
	defer socket.Close()
	heads := make(chan *types.Header, 8)
	subscription, err := socket.SubscribeNewHead(t.Context(), heads)
	check(t, err)
	defer subscription.Unsubscribe()
	run(t, c)

	pay(t, c, 0, 1)
	if header := <-heads; header.Number.Uint64() != 1 || header.GasUsed != 21_000 {
		t.Errorf("block %v with gas %d", header.Number, header.GasUsed)
	}
	c.Pause()
	pay(t, c, 1, 1)
	if err := c.Mine(1); err != nil { // by hand it works
		t.Fatal(err)
	}
	<-heads
	tx := pay(t, c, 2, 1)
	if _, pending, err := c.Client().TransactionByHash(t.Context(), tx.Hash()); err != nil || !pending {
		t.Errorf("pending %v, %v", pending, err)
	}
	if n := head(t, c).Number.Uint64(); n != 2 {
		t.Errorf("at block %d while paused", n)
	}
	c.Resume()
	if header := <-heads; header.Number.Uint64() != 3 || header.GasUsed != 21_000 {
		t.Errorf("block %v with gas %d", header.Number, header.GasUsed)
	}
}

func TestRunMinesByTheClock(t *testing.T) {
	c := start(t, Config{Interval: time.Second})
	heads := make(chan *types.Header, 8)
	subscription, err := c.Client().SubscribeNewHead(t.Context(), heads)
	check(t, err)
	defer subscription.Unsubscribe()
	run(t, c)
	if header := <-heads; header.Number.Uint64() != 1 || header.GasUsed != 0 {
		t.Errorf("block %v with gas %d", header.Number, header.GasUsed)
	}
}

// As on mainnet, another transaction with the nonce of a waiting one has to
// pay 10 % more.
func TestReplacement(t *testing.T) {
	c := start(t, Config{})
	pay(t, c, 0, 10*params.GWei) // a cap of 20 gwei
	small, err := payment(0, 11*params.GWei)
	check(t, err)
	if err := c.Client().SendTransaction(t.Context(), small); err == nil || !strings.Contains(err.Error(), "underpriced") {
		t.Errorf("5 %% more: %v", err)
	}
	tx := pay(t, c, 0, 12*params.GWei)
	check(t, c.Mine(1))
	_, err = c.Client().TransactionReceipt(t.Context(), tx.Hash())
	check(t, err)
}

func TestWarp(t *testing.T) {
	c := start(t, Config{})
	check(t, c.Mine(1))
	before := head(t, c)
	pay(t, c, 0, 1)
	check(t, c.Warp(240*time.Hour))
	after := head(t, c)
	if after.Number.Uint64() != 3 || after.GasUsed != 0 || after.Time < before.Time+240*3600 {
		t.Errorf("from block %v at %d to block %v at %d", before.Number, before.Time, after.Number, after.Time)
	}
	check(t, c.Mine(1))
	if later := head(t, c); later.Time <= after.Time {
		t.Errorf("after %d comes %d", after.Time, later.Time)
	}
}

// Two blocks are lost: their transactions come back, in other blocks.
func TestReorg(t *testing.T) {
	c := start(t, Config{})
	check(t, c.Mine(1))
	first := pay(t, c, 0, 1)
	check(t, c.Mine(1))
	second := pay(t, c, 1, 1)
	check(t, c.Mine(1))
	lost := head(t, c)

	heads := make(chan *types.Header, 8)
	subscription, err := c.Client().SubscribeNewHead(t.Context(), heads)
	check(t, err)
	defer subscription.Unsubscribe()
	check(t, c.Reorg(2, false))

	if now := head(t, c); now.Number.Uint64() != 4 {
		t.Errorf("at block %v", now.Number)
	}
	if _, err := c.Client().HeaderByNumber(t.Context(), lost.Number); err != nil {
		t.Error(err)
	}
	for _, tx := range []*types.Transaction{first, second} {
		receipt, err := c.Client().TransactionReceipt(t.Context(), tx.Hash())
		check(t, err)
		if receipt.BlockNumber.Uint64() != 2 || receipt.BlockHash == lost.Hash() {
			t.Errorf("in block %v", receipt.BlockNumber)
		}
	}
}

func TestReorgForgets(t *testing.T) {
	c := start(t, Config{})
	check(t, c.Mine(1))
	tx := pay(t, c, 0, 1)
	check(t, c.Mine(1))
	check(t, c.Reorg(1, true))
	if _, err := c.Client().TransactionReceipt(t.Context(), tx.Hash()); err != ethereum.NotFound {
		t.Errorf("receipt: %v", err)
	}
	nonce, err := c.Client().PendingNonceAt(t.Context(), Accounts()[0].Address)
	check(t, err)
	if nonce != 0 {
		t.Errorf("next nonce is %d", nonce)
	}
}

func TestLimits(t *testing.T) {
	c := start(t, Config{})
	check(t, c.Mine(1))
	for name, err := range map[string]error{
		"mine nothing":         c.Mine(0),
		"mine too much":        c.Mine(MaxMine + 1),
		"warp nowhere":         c.Warp(0),
		"warp a fraction":      c.Warp(1500 * time.Millisecond),
		"warp too far":         c.Warp(MaxWarp + time.Second),
		"undo nothing":         c.Reorg(0, false),
		"undo too much":        c.Reorg(MaxReorg+1, false),
		"undo more than there": c.Reorg(2, false),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	check(t, c.Warp(MaxWarp))
	check(t, c.Mine(MaxReorg))
	check(t, c.Reorg(MaxReorg, false))
}

// The controls are there for those who come over a socket.
func TestControls(t *testing.T) {
	c := start(t, Config{})
	client, err := rpc.DialContext(t.Context(), c.URL())
	check(t, err)
	defer client.Close()
	for _, step := range []struct {
		method string
		args   []any
		want   uint64 // block afterwards; 0 if refused
	}{
		{"dev_mine", nil, 1},
		{"dev_mine", []any{2}, 3},
		{"dev_pause", nil, 3},
		{"dev_resume", nil, 3},
		{"dev_warp", []any{60}, 4},
		{"dev_reorg", []any{1}, 5},
		{"dev_reorg", []any{2, true}, 6},
		{"dev_reorg", []any{4_294_967_295}, 0},
		{"dev_warp", []any{0}, 0},
		{"dev_mine", []any{-1}, 0},
	} {
		err := client.CallContext(t.Context(), nil, step.method, step.args...)
		if (err == nil) != (step.want != 0) {
			t.Errorf("%s %v: %v", step.method, step.args, err)
		}
		if n := head(t, c).Number.Uint64(); err == nil && n != step.want {
			t.Errorf("%s %v: at block %d, want %d", step.method, step.args, n, step.want)
		}
	}
}

func TestClosed(t *testing.T) {
	c, err := Start(Config{})
	check(t, err)
	check(t, c.Close())
	check(t, c.Close())
	if c.Mine(1) == nil || c.Warp(time.Second) == nil || c.Reorg(1, false) == nil {
		t.Error("a closed chain obeys")
	}
}
