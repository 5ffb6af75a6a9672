package settle

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/evm"
	"go-acn/internal/devchain"
)

// ceiling is a change to a keeper that pays so much at most.
func ceiling(price *big.Int) func(*ManagerConfig, *Node) {
	return func(cfg *ManagerConfig, _ *Node) { cfg.MaxFee = price }
}

// handing is a node that tells of what is handed in before it takes it.
type handing struct {
	Node
	before func(*types.Transaction)
}

func (h *handing) SendTransaction(ctx context.Context, tx *types.Transaction) error {
	h.before(tx)
	return h.Node.SendTransaction(ctx, tx)
}

// The price rises up to the ceiling and not above it; from then on the same
// transaction is handed in whenever patience is over.
func TestFeeCeiling(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		handed := make(map[common.Hash]int)
		m, s := w.keeper(0, ceiling(big.NewInt(2*params.GWei)), func(_ *ManagerConfig, n *Node) {
			*n = &handing{*n, func(tx *types.Transaction) { handed[tx.Hash()]++ }}
		}), w.payment(0)
		w.step(m, epoch, s, chain.Pending, ReportSent)
		for minute := range 30 {
			w.step(m, epoch.Add(time.Duration(minute)*time.Minute), s, chain.Pending, ReportSent)
		}
		before := handed[m.flight.newest().Hash()]
		last := w.step(m, epoch.Add(time.Hour), s, chain.Pending, ReportSent)
		if price := w.transaction(last.Tx).GasFeeCap(); price.Cmp(big.NewInt(2*params.GWei)) > 0 || !strings.Contains(last.Detail, "more than allowed") {
			t.Errorf("at %v: %s", price, last.Detail)
		}
		if w.step(m, epoch.Add(time.Hour+time.Second), s, chain.Pending, ReportSent); before < 2 || handed[last.Tx] != before+1 {
			t.Errorf("handed in %d times, then %d", before, handed[last.Tx])
		}
		if status := w.settle(m, epoch.Add(time.Hour), s); status != chain.Done {
			t.Error(status)
		}
		w.paid(s, 1)
	})
}

// A reorganisation loses a transaction for which no more may be paid: it is
// handed in again, and gets into a block when gas is as cheap again.
func TestLostAtTheCeiling(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		head, err := w.Client().HeaderByNumber(t.Context(), nil)
		must(t, err)
		m, s := w.keeper(0, ceiling(new(big.Int).Add(head.BaseFee, big.NewInt(params.GWei+params.GWei/20)))), w.payment(0)
		sent := w.step(m, epoch, s, chain.Pending, ReportSent)
		must(t, w.Mine(2))
		w.step(m, epoch, s, chain.Pending, ReportSent)
		must(t, w.Reorg(2, true))
		if p := w.step(m, epoch.Add(time.Minute), s, chain.Pending, ReportSent); p.Tx != sent.Tx {
			t.Error("another one was sent, above the ceiling")
		}
		if status := w.settle(m, epoch.Add(time.Minute), s); status != chain.Done {
			t.Error(status)
		}
		w.paid(s, 1)
	})
}

// An eighth more is too much, but a tenth is not: what there is room for is
// paid, and real pools take it.
func TestRoomForATenth(t *testing.T) {
	price := evm.Price{Tip: big.NewInt(10), Limit: big.NewInt(45_000)}
	for most, want := range map[int64]int64{49_499: 0, 49_500: 49_500, 50_000: 50_000, 50_625: 50_625, 90_000: 50_625} {
		got, enough := raised(price, price, big.NewInt(most))
		if enough != (want > 0) || enough && (got.Limit.Int64() != want || got.Tip.Int64() != 12) {
			t.Errorf("up to %d: %v and %v, %v", most, got.Limit, got.Tip, enough)
		}
	}
	if got, enough := raised(evm.Price{Tip: big.NewInt(95), Limit: big.NewInt(100)}, price, big.NewInt(110)); !enough || got.Tip.Int64() != 107 {
		t.Errorf("tip %v", got.Tip)
	}
	if got, enough := raised(evm.Price{Tip: big.NewInt(100), Limit: big.NewInt(100)}, price, big.NewInt(110)); !enough || got.Tip.Int64() != 110 {
		t.Errorf("tip %v", got.Tip)
	}

	oneVersion(t, func(t *testing.T, w *world) {
		rules, err := evm.FeeRules{}.Complete()
		must(t, err)
		usual, err := evm.Suggest(t.Context(), w.Client(), rules)
		must(t, err)
		most := new(big.Int).Div(new(big.Int).Mul(usual.Limit, big.NewInt(111)), big.NewInt(100))
		m, s := w.keeper(0, ceiling(most)), w.payment(0)
		w.step(m, epoch, s, chain.Pending, ReportSent)
		p := w.step(m, epoch.Add(time.Minute), s, chain.Pending, ReportSent)
		if got := w.transaction(p.Tx).GasFeeCap(); got.Cmp(most) != 0 {
			t.Errorf("from %v to %v, want %v", usual.Limit, got, most)
		}
	})
}

// Its key can pay for what waits in the pool, and not for what would replace
// it: that is no reason to give up.
func TestPoorWhileWaiting(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		key, err := crypto.GenerateKey()
		must(t, err)
		address := crypto.PubkeyToAddress(key.PublicKey)
		m, err := NewManager(ManagerConfig{ChainID: devchain.ChainID, Depth: depth}, w.Client(), testKey{key})
		must(t, err)
		s := w.payment(0)
		var cost, has big.Int
		_, err = fmt.Sscanf(w.step(m, epoch, s, chain.Pending, ReportPoor).Detail, "it may cost %v wei, and the key has %v", &cost, &has)
		must(t, err)
		w.transact(w.funder, &address, nil, cost.Div(cost.Mul(&cost, big.NewInt(101)), big.NewInt(100)))
		sent := w.step(m, epoch, s, chain.Pending, ReportSent)
		for minute := range 3 {
			p := w.step(m, epoch.Add(time.Duration(minute+1)*time.Minute), s, chain.Pending, ReportSent)
			if p.Tx != sent.Tx || !strings.Contains(p.Detail, "and the key has") {
				t.Errorf("%+v", p)
			}
		}
		if status := w.settle(m, epoch.Add(time.Hour), s); status != chain.Done {
			t.Error(status)
		}
		w.paid(s, 1)
	})
}

// The key sends something else, too. That is waited for, even if the node does
// not tell how many transactions wait, and outbid only if that is wanted.
func TestOthersOfTheKey(t *testing.T) {
	for name, c := range map[string]struct{ silent, replace bool }{
		"waits": {}, "node is silent": {silent: true}, "outbids": {replace: true}, "outbids, silent": {true, true},
	} {
		t.Run(name, func(t *testing.T) {
			oneVersion(t, func(t *testing.T, w *world) {
				s, to := w.payment(0), common.Address{0xcd}
				other := w.send(devchain.Accounts()[0].Key, &to, nil, big.NewInt(1000), 21_000)
				m := w.keeper(0, func(cfg *ManagerConfig, n *Node) {
					cfg.Replace = c.replace
					if c.silent {
						*n = &forgetful{*n}
					}
				})
				report := Report("")
				if c.replace {
					report = ReportSent
				}
				for minute := range 3 {
					w.step(m, epoch.Add(time.Duration(minute)*time.Minute), s, chain.Pending, report)
				}
				if status := w.settle(m, epoch.Add(time.Hour), s); status != chain.Done {
					t.Error(status)
				}
				w.paid(s, 1)
				_, err := w.Client().TransactionReceipt(t.Context(), other.Hash())
				if gone := errors.Is(err, ethereum.NotFound); gone != c.replace {
					t.Errorf("the other transaction: %v", err)
				}
			})
		})
	}
}

// forgetful is a node that counts only what is in blocks.
type forgetful struct{ Node }

func (f *forgetful) NonceAt(ctx context.Context, account common.Address, _ *big.Int) (uint64, error) {
	return f.Node.NonceAt(ctx, account, nil)
}

// feeless is a node that does not tell what others pay, as long as it is silent.
type feeless struct {
	Node
	silent bool
}

func (f *feeless) FeeHistory(ctx context.Context, blocks uint64, last *big.Int, percentiles []float64) (*ethereum.FeeHistory, error) {
	if f.silent {
		return &ethereum.FeeHistory{}, nil
	}
	return f.Node.FeeHistory(ctx, blocks, last, percentiles)
}

// Another keeper was faster, and ours waits for nothing: the next settlement
// takes its place.
func TestOwnLeftOver(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		node := &feeless{w.Client(), true}
		m, rival := w.keeper(0, func(cfg *ManagerConfig, n *Node) {
			cfg.Fallback = evm.Price{Tip: big.NewInt(1), Limit: big.NewInt(1000)} // too little for a block
			*n = node
		}), w.keeper(1)
		first, second := w.payment(0), w.payment(1)
		w.step(m, epoch, first, chain.Pending, ReportSent)
		if status := w.settle(rival, epoch, first); status != chain.Done {
			t.Fatal(status)
		}
		w.step(m, epoch, first, chain.Done, "")
		node.silent = false
		w.step(m, epoch, second, chain.Pending, ReportSent)
		if status := w.settle(m, epoch, second); status != chain.Done || w.nonceOf(0) != 1 {
			t.Error(status, w.nonceOf(0))
		}
	})
}
