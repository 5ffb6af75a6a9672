package settle

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/signing"
)

// The types of EIP-712 that a Safe hashes; its domain has neither name nor
// version from 1.3.0 on.
var (
	domainType = crypto.Keccak256([]byte("EIP712Domain(uint256 chainId,address verifyingContract)"))
	safeTxType = crypto.Keccak256([]byte("SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas," +
		"uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)"))
)

// hash is the Safe's getTransactionHash: EIP-712 over the whole record.
func (r Record) hash() common.Hash {
	domain := crypto.Keccak256(domainType, word(r.ChainID), padded(r.Safe))
	transaction := crypto.Keccak256(
		safeTxType,
		padded(r.To), common.BigToHash(r.Value).Bytes(), crypto.Keccak256(r.Data), word(uint64(r.Operation)),
		word(r.SafeTxGas), word(r.BaseGas), common.BigToHash(r.GasPrice).Bytes(), padded(r.GasToken), padded(r.RefundReceiver),
		word(r.Nonce),
	)
	return crypto.Keccak256Hash([]byte{0x19, 0x01}, domain, transaction)
}

func word(n uint64) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, 24, 32), n)
}

func padded(a common.Address) []byte {
	return append(make([]byte, 12, 32), a[:]...)
}

// field is a member of a type of EIP-712.
type field struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// document is typed data as wallets show it.
type document struct {
	Types       map[string][]field `json:"types"`
	PrimaryType string             `json:"primaryType"`
	Domain      map[string]string  `json:"domain"`
	Message     map[string]string  `json:"message"`
}

// safeFields are those of safeTxType, in its order.
var safeFields = []field{
	{"to", "address"}, {"value", "uint256"}, {"data", "bytes"}, {"operation", "uint8"}, {"safeTxGas", "uint256"},
	{"baseGas", "uint256"}, {"gasPrice", "uint256"}, {"gasToken", "address"}, {"refundReceiver", "address"}, {"nonce", "uint256"},
}

// Request is what an owner signs, for any signer.
func (p Proposal) Request() (signing.Request, error) {
	text, err := p.document()
	if err != nil {
		return signing.Request{}, fmt.Errorf("encoding a transaction of a Safe: %w", err)
	}
	return signing.Document(chain.Digest(p.hash), text), nil
}

// document is what is signed as typed data, for people to read.
func (p Proposal) document() ([]byte, error) {
	r := p.record
	number := func(n uint64) string { return strconv.FormatUint(n, 10) }
	large := func(n *big.Int) string { return n.String() }
	return json.Marshal(document{
		Types: map[string][]field{
			"EIP712Domain": {{"chainId", "uint256"}, {"verifyingContract", "address"}},
			"SafeTx":       safeFields,
		},
		PrimaryType: "SafeTx",
		Domain:      map[string]string{"chainId": number(r.ChainID), "verifyingContract": r.Safe.Hex()},
		Message: map[string]string{
			"to": r.To.Hex(), "value": large(r.Value), "data": hexutil.Encode(r.Data), "operation": number(uint64(r.Operation)),
			"safeTxGas": number(r.SafeTxGas), "baseGas": number(r.BaseGas), "gasPrice": large(r.GasPrice),
			"gasToken": r.GasToken.Hex(), "refundReceiver": r.RefundReceiver.Hex(), "nonce": number(r.Nonce),
		},
	})
}
