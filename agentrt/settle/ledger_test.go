package settle

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/conformance"
	"go-acn/internal/devchain/published"
)

// Every version of the Safe is a ledger like any other.
func TestLedger(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		fuse := w.fuse()
		failing, err := Action{To: fuse, SafeTxGas: 50_000}.Encode()
		must(t, err)
		conformance.Test(t, conformance.Subject{
			Ledger: NewLedger(w.safe, w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = w.blowing(fuse) })),
			Sign: func(m chain.Member, p chain.Proposal) chain.Signature {
				return chain.Signature{Member: m, Bytes: w.sign(common.HexToAddress(string(m)), common.Hash(p.Digest))}
			},
			Action: func(n int) []byte {
				action, err := Action{To: payee, Value: big.NewInt(int64(n))}.Encode()
				must(t, err)
				return action
			},
			Failing: failing,
			Settle:  func() { must(t, w.Mine(depth)) },
		})
	})
}

// What is no Safe is not taken for one.
func TestLedgerOfNothing(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		if state, err := NewLedger(payee, w.keeper(0)).State(t.Context()); err == nil {
			t.Errorf("state %+v", state)
		}
	})
}

// A proposal for one Safe means nothing to another.
func TestLedgerOfAnotherSafe(t *testing.T) {
	m, err := NewManager(ManagerConfig{ChainID: 31337}, nil, nil)
	must(t, err)
	action, err := sample().Action.Encode()
	must(t, err)
	p, err := NewLedger(common.Address{1}, m).Propose(action, chain.State{Sequence: "7"})
	must(t, err)
	if _, err := NewLedger(common.Address{2}, m).Status(t.Context(), p); err == nil {
		t.Error("it has a status")
	}
	for _, sequence := range []chain.Sequence{"", "x", "-1", "18446744073709551616"} {
		if _, err := NewLedger(common.Address{1}, m).Propose(action, chain.State{Sequence: sequence}); err == nil {
			t.Errorf("sequence %q is taken", sequence)
		}
	}
}

func FuzzParseAction(f *testing.F) {
	action, err := sample().Action.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(action)
	f.Add(action[:1])
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := ParseAction(b)
		if err != nil {
			return
		}
		if again, err := a.Encode(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("%x is read as %x: %v", b, again, err)
		}
	})
}
