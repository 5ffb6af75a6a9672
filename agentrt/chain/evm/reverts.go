package evm

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rpc"
)

// revertData is within what nodes give as the data of an error: alone, after
// the word Reverted, or between other words.
var revertData = regexp.MustCompile("0x([0-9a-fA-F]{2})+")

// Reverted tells whether an error of a node means that the call itself
// reverts, and what the contract said. Everything else is the node's own
// trouble.
func Reverted(err error) (data []byte, ok bool) {
	var coded rpc.Error
	said := err != nil && strings.Contains(err.Error(), "execution reverted")
	if !said && !(errors.As(err, &coded) && (coded.ErrorCode() == codeReverted || coded.ErrorCode() == codeFailed)) {
		return nil, false
	}
	var detailed rpc.DataError
	if errors.As(err, &detailed) {
		if text, ok := detailed.ErrorData().(string); ok {
			return common.FromHex(revertData.FindString(text)), true
		}
	}
	return nil, true
}

// RevertReason reads what a contract gives as its reason: a text, or an error
// of its own, which is named by its selector.
func RevertReason(data []byte) string {
	const longest = 200
	switch reason, err := abi.UnpackRevert(data); {
	case err == nil && reason != "":
		return Clean(reason, longest)
	case err == nil:
		return "reverted without a reason"
	}
	if len(data) >= 4 {
		return fmt.Sprintf("error %#x", data[:4])
	}
	return "reverted without a reason"
}

// Clean makes the text of a stranger's contract fit for a terminal and a log:
// it is cut, and what would steer the terminal or turn the direction of writing
// is taken out.
func Clean(text string, longest int) string {
	text = strings.ToValidUTF8(text[:min(len(text), longest)], "?")
	return strings.Map(func(r rune) rune {
		if steers(r) {
			return '?'
		}
		return r
	}, text)
}

func steers(r rune) bool {
	return unicode.IsControl(r) || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Bidi_Control, r)
}
