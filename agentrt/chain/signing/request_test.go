package signing

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/agentrt/chain"
)

func TestTransactionsName(t *testing.T) {
	for name, tx := range map[string]types.TxData{
		"legacy":   &types.LegacyTx{Gas: 21_000, GasPrice: common.Big1},
		"no chain": &types.DynamicFeeTx{Gas: 21_000},
	} {
		if _, err := Transaction(types.NewTx(tx)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := Raw(chain.Digest{1}).SignedBy(t.Context(), Watcher{}); err == nil {
		t.Error("a digest becomes a transaction")
	}
}

func TestWatcher(t *testing.T) {
	w := Watcher{3}
	if w.Address() != (common.Address{3}) {
		t.Error(w.Address())
	}
	if _, err := Sign(t.Context(), w, Raw(chain.Digest{1})); !errors.Is(err, ErrNoKey) {
		t.Error(err)
	}
}

// liar says it has an account, and signs with whatever key.
type liar struct {
	*clef
	address common.Address
}

func (l liar) Address() common.Address { return l.address }

func (l liar) Sign(_ context.Context, r Request) ([]byte, error) {
	signature, err := crypto.Sign(r.digest[:], l.other)
	signature[64] += 27
	return signature, err
}

func TestSignersAreChecked(t *testing.T) {
	key := newKey(t)
	honest := liar{&clef{other: key}, crypto.PubkeyToAddress(key.PublicKey)}
	if _, err := Sign(t.Context(), honest, Raw(chain.Digest{1})); err != nil {
		t.Error(err)
	}
	if _, err := Sign(t.Context(), liar{&clef{other: key}, common.Address{1}}, Raw(chain.Digest{1})); err == nil {
		t.Error("a signature of another key is passed on")
	}
}

func TestDiffersSeesEverything(t *testing.T) {
	base := types.DynamicFeeTx{ChainID: big.NewInt(5), AccessList: types.AccessList{{Address: common.Address{1}}}}
	other := base
	other.AccessList = types.AccessList{{Address: common.Address{2}}}
	if got := differs(types.NewTx(&base), types.NewTx(&other)); got != "something" {
		t.Errorf("differs in %q", got)
	}
	if got := differs(types.NewTx(&base), types.NewTx(&base)); got != "" {
		t.Errorf("differs in %q", got)
	}
}
