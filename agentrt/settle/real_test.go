package settle

import (
	"bytes"
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/internal/devchain/published"
)

// Every field goes into our hash as it goes into the Safe's.
func TestHashIsTheSafes(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		for i, action := range []Action{
			{},
			{To: payee, Value: big.NewInt(1)},
			{To: payee, Data: []byte("data"), Operation: DelegateCall},
			{To: payee, SafeTxGas: 1, BaseGas: 2, GasPrice: big.NewInt(3), GasToken: common.Address{4}, RefundReceiver: common.Address{5}},
			{Value: new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)), Data: bytes.Repeat([]byte{1}, 1000), SafeTxGas: 1<<64 - 1},
		} {
			for _, nonce := range []uint64{0, 1, 1<<64 - 1} {
				p := w.propose(nonce, action)
				r := p.Record()
				data, err := setup.Pack("getTransactionHash", r.To, r.Value, r.Data, uint8(r.Operation), new(big.Int).SetUint64(r.SafeTxGas),
					new(big.Int).SetUint64(r.BaseGas), r.GasPrice, r.GasToken, r.RefundReceiver, new(big.Int).SetUint64(nonce))
				must(t, err)
				got, err := w.Client().CallContract(t.Context(), ethereum.CallMsg{To: &w.safe, Data: data}, nil)
				must(t, err)
				if !bytes.Equal(got, p.Hash().Bytes()) {
					t.Errorf("action %d, nonce %d: ours is %v, the Safe's %x", i, nonce, p.Hash(), got)
				}
			}
		}
	})
}

// Three of four move ether; the Safe's event names our hash.
func TestThreeOfFour(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		for nonce, owners := range [][]int{{0, 1, 2}, {3, 1, 0}, {3, 2, 1}, {0, 3, 2, 1}} {
			p := w.propose(uint64(nonce), Action{To: payee, Value: big.NewInt(5)})
			data, err := w.signed(p, owners...).Calldata()
			must(t, err)
			receipt := w.transact(w.funder, &w.safe, data, nil)
			execution, ok := executionIn(receipt.Logs)
			if !ok || execution.Hash != p.Hash() || !execution.Success {
				t.Errorf("nonce %d: %+v", nonce, execution)
			}
			t.Logf("nonce %d: %d gas", nonce, receipt.GasUsed)
		}
		if got := w.balance(payee); got.Int64() != 20 {
			t.Errorf("the payee has %v", got)
		}
	})
}

func executionIn(logs []*types.Log) (Execution, bool) {
	for _, log := range logs {
		if execution, ok := ParseExecution(log); ok {
			return execution, true
		}
	}
	return Execution{}, false
}

// A batch of two, through the real MultiSend.
func TestBatchOnChain(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		batch, err := Batch(w.multiSend, []Action{{To: payee, Value: big.NewInt(7)}, {To: common.Address{0xcd}, Value: big.NewInt(9), Data: []byte{1, 2, 3}}})
		must(t, err)
		data, err := w.signed(w.propose(0, batch), 0, 1, 3).Calldata()
		must(t, err)
		w.transact(w.funder, &w.safe, data, nil)
		if first, second := w.balance(payee), w.balance(common.Address{0xcd}); first.Int64() != 7 || second.Int64() != 9 {
			t.Errorf("paid %v and %v", first, second)
		}
	})
}

// What is refused here before anything is sent is what the Safe refuses.
func TestFaultySignatures(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		p := w.propose(0, Action{To: payee, Value: big.NewInt(5)})
		otherChain := p.Record()
		otherChain.ChainID = 1
		wrong, err := Propose(otherChain)
		must(t, err)
		who := w.owners.Addresses()
		sign := func(i int) []byte { return w.sign(who[i], p.Hash()) }
		damaged := slices.Clone(sign(2))
		damaged[40] ^= 1
		stranger := signWith(t, w.funder, p.Hash())

		good := pack(sign(0), sign(1), sign(2))
		if w.refuses(p, good) {
			t.Fatal("the Safe refuses what is right")
		}
		if _, err := ParseSigned(p, w.owners, good); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			packed []byte
			want   error
		}{
			"bad":            {pack(sign(0), sign(1), damaged), nil},
			"of a stranger":  {pack(sign(0), sign(1), stranger), ErrNotOwner},
			"missing":        {pack(sign(0), sign(1)), ErrTooFew},
			"none":           {nil, ErrTooFew},
			"cut off":        {pack(sign(0), sign(1), sign(2)[:64]), ErrMalformed},
			"duplicated":     {pack(sign(0), sign(1), sign(1)), ErrDuplicate},
			"out of order":   {pack(sign(1), sign(0), sign(2)), ErrOrder},
			"zero":           {pack(sign(0), sign(1), make([]byte, 65)), ErrMalformed},
			"wrong chain id": {pack(sign(0), sign(1), w.sign(who[2], wrong.Hash())), ErrNotOwner},
		} {
			_, err := ParseSigned(p, w.owners, c.packed)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
			if !w.refuses(p, c.packed) {
				t.Errorf("%s: the Safe takes it", name)
			}
		}
	})
}
