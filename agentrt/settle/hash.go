package settle

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
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
