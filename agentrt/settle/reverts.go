package settle

import (
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"
)

// revertCode is the code of JSON-RPC errors for reverted calls.
const revertCode = 3

// reverted tells whether an error of a node means that the call itself
// reverts, and why. Everything else is the node's own trouble.
func reverted(err error) (string, bool) {
	var coded rpc.Error
	said := err != nil && strings.Contains(err.Error(), "execution reverted")
	if !said && !(errors.As(err, &coded) && coded.ErrorCode() == revertCode) {
		return "", false
	}
	var detailed rpc.DataError
	if errors.As(err, &detailed) {
		if text, ok := detailed.ErrorData().(string); ok {
			if data, err := hexutil.Decode(text); err == nil {
				return revertReason(data), true
			}
		}
	}
	return "reverted without a reason", true
}

// revertReason reads what a contract gives as its reason: a text, or an error
// of its own, which is named by its selector.
func revertReason(data []byte) string {
	if reason, err := abi.UnpackRevert(data); err == nil {
		const longest = 200 // it comes from a stranger's contract
		return strings.ToValidUTF8(reason[:min(len(reason), longest)], "?")
	}
	if len(data) >= 4 {
		return fmt.Sprintf("error %#x", data[:4])
	}
	return "reverted without a reason"
}

// What pools of different nodes say, in lower case.
var (
	saysKnown       = []string{"already known", "alreadyknown", "already imported", "known transaction"}
	saysUnderpriced = []string{"underpriced", "replacementnotallowed", "fee too low to replace"}
	saysPoor        = []string{"insufficient funds", "insufficient balance"}
	saysOldNonce    = []string{"nonce too low", "oldnonce", "wrong transaction nonce"}
)

func says(err error, phrases []string) bool {
	text := strings.ToLower(err.Error())
	for _, phrase := range phrases {
		if strings.Contains(text, phrase) {
			return true
		}
	}
	return false
}
