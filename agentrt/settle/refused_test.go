package settle

import (
	"context"
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain"
	"go-acn/internal/devchain"
)

// said is an error that a node answers.
type said string

func (s said) Error() string { return string(s) }
func (said) ErrorCode() int  { return -32000 }

// picky is a node that refuses some transactions, and in whose blocks gas costs
// several times as much.
type picky struct {
	Node
	refuse func(*types.Transaction) error // nil: it takes it
	times  int64                          // 0: once
}

func (p *picky) SendTransaction(ctx context.Context, tx *types.Transaction) error {
	if err := p.refuse(tx); err != nil {
		return err
	}
	return p.Node.SendTransaction(ctx, tx)
}

func (p *picky) FeeHistory(ctx context.Context, blocks uint64, last *big.Int, percentiles []float64) (*ethereum.FeeHistory, error) {
	history, err := p.Node.FeeHistory(ctx, blocks, last, percentiles)
	if err == nil && p.times > 0 {
		for _, fee := range history.BaseFee {
			fee.Mul(fee, big.NewInt(p.times))
		}
	}
	return history, err
}

// picking is a change to a keeper that asks a node that refuses.
func picking(node *picky) func(*ManagerConfig, *Node) {
	return func(_ *ManagerConfig, n *Node) { node.Node, *n = *n, node }
}

var errUnreached = errors.New("dial tcp: connection refused")

// While the node is not there gas gets dearer. What was to be sent is refused
// then, and sent for more.
func TestDearerMeanwhile(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		var first *big.Int
		node := &picky{refuse: func(tx *types.Transaction) error {
			switch {
			case first == nil:
				first = tx.GasFeeCap()
				return errUnreached
			case tx.GasFeeCap().Cmp(first) <= 0:
				return said("max fee per gas less than block base fee")
			}
			return nil
		}}
		m, s := w.keeper(0, picking(node)), w.payment(0)
		if _, err := m.Step(t.Context(), epoch, s); !errors.Is(err, errUnreached) {
			t.Fatal(err)
		}
		node.times = 5
		if p, err := m.Step(t.Context(), epoch, s); err == nil {
			t.Errorf("what is refused is no error: %+v", p)
		}
		w.step(m, epoch, s, chain.Pending, ReportSent)
		if status := w.settle(m, epoch, s); status != chain.Done || w.nonceOf(0) != 1 {
			t.Error(status, w.nonceOf(0))
		}
		w.paid(s, 1)
	})
}

// What was refused is not in the way of another settlement of the key.
func TestRefusedThenAnother(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		refused, other := w.payment(0), w.signed(w.propose(0, Action{To: payee, Value: big.NewInt(7)}), 0, 1, 2)
		node := &picky{refuse: func(*types.Transaction) error { return said("transaction type not supported") }}
		m := w.keeper(0, picking(node))
		if _, err := m.Step(t.Context(), epoch, refused); err == nil {
			t.Fatal("what is refused is no error")
		}
		node.refuse = func(*types.Transaction) error { return nil }
		w.step(m, epoch, other, chain.Pending, ReportSent)
	})
}

// The node lets nobody pay as much as a replacement would: the first one is
// handed in again, as it may have been lost, whether the replacement was
// refused at once or the node was away before.
func TestReplacementRefused(t *testing.T) {
	for name, away := range map[string]bool{"at once": false, "after a while": true} {
		t.Run(name, func(t *testing.T) {
			oneVersion(t, func(t *testing.T, w *world) {
				handed, first, away := make(map[common.Hash]int), common.Hash{}, away
				m, s := w.keeper(0, picking(&picky{refuse: func(tx *types.Transaction) error {
					if first == (common.Hash{}) {
						first = tx.Hash()
					}
					if handed[tx.Hash()]++; tx.Hash() == first {
						return nil
					}
					if away {
						away = false
						return errUnreached
					}
					return said("tx fee (1.20 ether) exceeds the configured cap (1.00 ether)")
				}})), w.payment(0)
				w.step(m, epoch, s, chain.Pending, ReportSent)
				if away {
					if _, err := m.Step(t.Context(), epoch.Add(time.Minute), s); !errors.Is(err, errUnreached) {
						t.Fatal(err)
					}
				}
				for minute := range 3 {
					w.step(m, epoch.Add(time.Duration(minute+1)*time.Minute), s, chain.Pending, ReportSent)
				}
				if handed[first] != 4 {
					t.Errorf("handed in %d times", handed[first])
				}
				if status := w.settle(m, epoch.Add(time.Hour), s); status != chain.Done || w.nonceOf(0) != 1 {
					t.Error(status, w.nonceOf(0))
				}
				w.paid(s, 1)
			})
		})
	}
}

// Whether the node has got what it did not answer is not known. What waits in
// the pool from then on may be somebody else's: it is waited for, not outbid.
func TestOthersBeforeTheAnswer(t *testing.T) {
	for name, replace := range map[string]bool{"waits": false, "outbids": true} {
		t.Run(name, func(t *testing.T) {
			oneVersion(t, func(t *testing.T, w *world) {
				away := true
				node := &picky{refuse: func(*types.Transaction) error {
					if away {
						return errUnreached
					}
					return nil
				}}
				m, s := w.keeper(0, picking(node), func(cfg *ManagerConfig, _ *Node) {
					cfg.MinTip, cfg.Replace = big.NewInt(3*params.GWei), replace // enough to outbid
				}), w.payment(0)
				if _, err := m.Step(t.Context(), epoch, s); !errors.Is(err, errUnreached) {
					t.Fatal(err)
				}
				away = false
				to := common.Address{0xcd}
				other := w.send(devchain.Accounts()[0].Key, &to, nil, big.NewInt(1000), 21_000)
				for minute := range 3 {
					p, err := m.Step(t.Context(), epoch.Add(time.Duration(minute)*time.Minute), s)
					if must(t, err); !replace && (p.Report != "" || p.Detail != waiting) {
						t.Errorf("%+v", p)
					}
				}
				if status := w.settle(m, epoch.Add(time.Hour), s); status != chain.Done {
					t.Error(status)
				}
				w.paid(s, 1)
				_, err := w.Client().TransactionReceipt(t.Context(), other.Hash())
				if gone := errors.Is(err, ethereum.NotFound); gone != replace {
					t.Errorf("the other transaction: %v", err)
				}
			})
		})
	}
}

// The pool has lost what was sent, and the key cannot pay for it any more: that
// is said, so that it is another keeper's turn.
func TestPoorAfterLoss(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		node := &picky{refuse: func(*types.Transaction) error { return nil }}
		m, s := w.keeper(0, picking(node)), w.payment(0)
		w.step(m, epoch, s, chain.Pending, ReportSent)
		must(t, w.Mine(1))
		must(t, w.Reorg(1, true))
		node.refuse = func(*types.Transaction) error { return said("insufficient funds for gas * price + value") }
		for minute := range 2 {
			w.step(m, epoch.Add(time.Duration(minute+1)*time.Minute), s, chain.Pending, ReportPoor)
		}
		node.refuse = func(*types.Transaction) error { return nil }
		w.step(m, epoch.Add(time.Hour), s, chain.Pending, ReportSent)
		if status := w.settle(m, epoch.Add(time.Hour), s); status != chain.Done || w.nonceOf(0) != 1 {
			t.Error(status, w.nonceOf(0))
		}
		w.paid(s, 1)
	})
}
