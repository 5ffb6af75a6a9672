package send

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/chain/evm"
)

// coded is an error of JSON-RPC.
type coded string

func (c coded) Error() string { return string(c) }
func (coded) ErrorCode() int  { return -32000 }

const overCap coded = "tx fee (1.20 ether) exceeds the configured cap (1.00 ether)"

// gate is a node that says something else before it takes transactions, and is
// asked for blocks so many times before somebody loses patience.
type gate struct {
	evm.Client
	says  func(*types.Transaction) error
	looks int
	late  context.CancelFunc
}

func (g *gate) SendTransaction(ctx context.Context, tx *types.Transaction) error {
	if err := g.says(tx); err != nil {
		return err
	}
	return g.Client.SendTransaction(ctx, tx)
}

func (g *gate) HeaderByNumber(ctx context.Context, n *big.Int) (*types.Header, error) {
	if g.looks--; g.looks == 0 {
		g.late()
	}
	return g.Client.HeaderByNumber(ctx, n)
}

// gated is a sender by way of a gate, and a plan.
func (w *world) gated(says func(*types.Transaction) error, changes ...func(*Config)) (*Sender, Plan) {
	w.t.Helper()
	s := w.sender(changes...)
	p, err := s.Prepare(w.t.Context(), payment())
	must(w.t, err)
	s.node = &gate{Client: w.Client(), says: says}
	return s, p
}

// A node that does not want a transaction has not got it, and says why.
func TestRefusedForGood(t *testing.T) {
	w := newWorld(t)
	for _, said := range []coded{overCap, "exceeds block gas limit", "sender not an eoa", "transaction type not supported"} {
		s, p := w.gated(func(*types.Transaction) error { return said })
		_, err := s.Send(t.Context(), p)
		var outstanding *OutstandingError
		if err == nil || errors.As(err, &outstanding) || !strings.Contains(err.Error(), string(said)) {
			t.Errorf("%s: %v", said, err)
		}
	}
}

// Whoever waits for a transaction in vain is told what the node said to it,
// unless the node took it after all.
func TestOutstandingTellsWhy(t *testing.T) {
	unsure := errors.New("the sequencer does not answer")
	for name, c := range map[string]struct {
		says     func(*types.Transaction) error
		patience time.Duration
		want     string
		taken    bool
	}{
		"never taken":   {func(*types.Transaction) error { return unsure }, time.Hour, unsure.Error(), false},
		"taken at once": {func(*types.Transaction) error { return nil }, time.Hour, "", true},
		"taken the second time": {func() func(*types.Transaction) error {
			asked := 0
			return func(*types.Transaction) error {
				if asked++; asked == 1 {
					return unsure
				}
				return nil
			}
		}(), time.Nanosecond, "", true},
		"may not cost more": {func() func(*types.Transaction) error {
			var first *big.Int
			return func(tx *types.Transaction) error {
				if first == nil {
					first = tx.GasFeeCap()
				}
				if tx.GasFeeCap().Cmp(first) > 0 {
					return overCap
				}
				return nil
			}
		}(), time.Nanosecond, string(overCap), true},
	} {
		w := newWorld(t)
		s, p := w.gated(c.says, func(cfg *Config) { cfg.Patience, cfg.Poll = c.patience, time.Millisecond })
		ctx, late := context.WithCancel(t.Context())
		node := s.node.(*gate)
		node.looks, node.late = 5, late
		_, err := s.Send(ctx, p)
		late()
		var outstanding *OutstandingError
		switch {
		case !errors.As(err, &outstanding):
			t.Errorf("%s: %v", name, err)
		case outstanding.Taken != c.taken, strings.Contains(err.Error(), "may be on its way") == c.taken:
			t.Errorf("%s: %v", name, err)
		case c.want == "" && outstanding.Node != nil, c.want != "" && !strings.Contains(err.Error(), c.want):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is in a block was taken, whatever was said when it was sent.
func TestOutstandingInBlock(t *testing.T) {
	w := newWorld(t)
	s := w.sender()
	s.node = drops{w.Client(), true}
	f := w.launch(s, payment())
	var outstanding *OutstandingError
	if err := f.outstanding(context.Canceled, nil); !errors.As(err, &outstanding) || outstanding.Taken || outstanding.Node == nil {
		t.Error(err)
	}
	must(t, w.Mine(1))
	if receipt, err := f.Step(t.Context(), epoch); receipt != nil || err != nil {
		t.Error(receipt, err)
	}
	if err := f.outstanding(context.Canceled, nil); !errors.As(err, &outstanding) || !outstanding.Taken || outstanding.Node != nil {
		t.Error(err)
	}
}

// early is a node that has a receipt without a block as long as there is none.
type early struct{ evm.Client }

func (e early) TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error) {
	receipt, err := e.Client.TransactionReceipt(ctx, hash)
	if errors.Is(err, ethereum.NotFound) {
		return &types.Receipt{TxHash: hash}, nil
	}
	return receipt, err
}

// A receipt without a block is of a transaction that waits.
func TestReceiptWithoutBlock(t *testing.T) {
	w := newWorld(t)
	s := w.sender()
	s.node = early{w.Client()}
	f := w.launch(s, payment())
	if receipt, err := f.Step(t.Context(), epoch); receipt != nil || err != nil {
		t.Error(receipt, err)
	}
	if _, err := w.land(f); err != nil {
		t.Error(err)
	}
	w.paid(5)
}

// A price that the node does not let through leaves the transaction as it was,
// to be handed in again if it gets lost.
func TestRaiseRefused(t *testing.T) {
	w := newWorld(t)
	s, p := w.gated(func(tx *types.Transaction) error { return nil })
	f, err := s.Launch(t.Context(), epoch, p)
	must(t, err)
	first, price := f.Newest(), f.price
	again := 0
	s.node.(*gate).says = func(tx *types.Transaction) error {
		if tx.Hash() == first {
			again++
			return nil
		}
		return overCap
	}
	for i := range 3 {
		if _, err := f.Step(t.Context(), epoch.Add(time.Duration(i+1)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if again != 3 || f.Newest() != first || f.price.Limit.Cmp(price.Limit) != 0 {
		t.Errorf("handed in %d times again, %d sent, for %v instead of %v", again, len(f.sent), f.price, price)
	}
	if _, err := w.land(f); err != nil {
		t.Error(err)
	}
	w.paid(5)
}
