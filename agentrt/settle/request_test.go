package settle

import (
	"bytes"
	"encoding/json"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"
)

// What an external signer is shown has the hash that owners sign, as another
// implementation of EIP-712 computes it.
func TestDocumentHasTheHash(t *testing.T) {
	huge := new(big.Int).Sub(new(big.Int).Lsh(common.Big1, 256), common.Big1)
	for name, action := range map[string]Action{
		"empty":      {},
		"payment":    {To: payee, Value: big.NewInt(5)},
		"everything": {To: payee, Value: huge, Data: bytes.Repeat([]byte{7}, 100), Operation: DelegateCall, SafeTxGas: 1 << 63, BaseGas: 3, GasPrice: huge, GasToken: common.Address{1}, RefundReceiver: common.Address{2}},
	} {
		p, err := Propose(Record{ChainID: 31337, Safe: common.Address{0xab}, Nonce: 1 << 63, Action: action})
		must(t, err)
		text, err := p.document()
		must(t, err)
		var document apitypes.TypedData
		must(t, json.Unmarshal(text, &document))
		digest, _, err := apitypes.TypedDataAndHash(document)
		must(t, err)
		request, err := p.Request()
		must(t, err)
		if common.Hash(digest) != p.Hash() || request.Digest() != [32]byte(p.Hash()) {
			t.Errorf("%s: %x, want %v", name, digest, p.Hash())
		}
	}
}
