package evm

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"
)

// Reverted tells whether an error of a node means that the call itself
// reverts, and what the contract said. Everything else is the node's own
// trouble.
func Reverted(err error) (data []byte, ok bool) {
	var coded rpc.Error
	said := err != nil && strings.Contains(err.Error(), "execution reverted")
	if !said && !(errors.As(err, &coded) && coded.ErrorCode() == codeReverted) {
		return nil, false
	}
	var detailed rpc.DataError
	if errors.As(err, &detailed) {
		if text, ok := detailed.ErrorData().(string); ok {
			if data, err := hexutil.Decode(text); err == nil {
				return data, true
			}
		}
	}
	return nil, true
}

// RevertReason reads what a contract gives as its reason: a text, or an error
// of its own, which is named by its selector.
func RevertReason(data []byte) string {
	if reason, err := abi.UnpackRevert(data); err == nil {
		const longest = 200 // it comes from a stranger's contract
		return strings.ToValidUTF8(reason[:min(len(reason), longest)], "?")
	}
	if len(data) >= 4 {
		return fmt.Sprintf("error %#x", data[:4])
	}
	return "reverted without a reason"
}
