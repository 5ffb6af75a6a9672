package evm

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Unit is what amounts are told in: the currency of a chain, or a token.
type Unit struct {
	Symbol   string // short and printable, as its contract chose it: no proof of anything
	Decimals uint8
}

// Ether is the unit of a chain's currency, whatever its name.
func Ether(symbol string) Unit { return Unit{symbol, 18} }

// Amount shows so many of the smallest units.
func (u Unit) Amount(n *big.Int) string { return FormatAmount(n, u.Decimals) + " " + u.Symbol }

// ErrNoToken says that there is no ERC-20 token at an address.
var ErrNoToken = errors.New("there is no token at that address")

// TokenUnit asks a token how it is told.
func TokenUnit(ctx context.Context, node ethereum.ContractCaller, token common.Address) (Unit, error) {
	read := func(signature string) ([]byte, error) {
		return node.CallContract(ctx, ethereum.CallMsg{To: &token, Data: crypto.Keccak256([]byte(signature))[:4]}, nil)
	}
	answer, err := read("decimals()")
	if _, reverted := Reverted(err); err != nil && !reverted {
		return Unit{}, fmt.Errorf("reading the token %v: %w", token, err)
	}
	decimals := new(big.Int).SetBytes(answer)
	if len(answer) != 32 || decimals.Cmp(big.NewInt(MaxDecimals)) > 0 {
		return Unit{}, fmt.Errorf("%v: %w", token, ErrNoToken)
	}
	unit := Unit{"of token " + token.Hex(), uint8(decimals.Uint64())}
	if answer, err := read("symbol()"); err == nil {
		if symbol := tokenSymbol(answer); symbol != "" {
			unit.Symbol = symbol
		}
	}
	return unit, nil
}

// tokenSymbol reads what a contract returned as a string, if it is a short word.
func tokenSymbol(answer []byte) string {
	if len(answer) < 64 || new(big.Int).SetBytes(answer[:32]).Cmp(big.NewInt(32)) != 0 {
		return ""
	}
	size, rest := new(big.Int).SetBytes(answer[32:64]), answer[64:]
	const longest = 20
	if size.Cmp(big.NewInt(longest)) > 0 || int(size.Uint64()) > len(rest) {
		return ""
	}
	symbol := string(rest[:size.Uint64()])
	plain := strings.Trim(symbol, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-+$") == ""
	if !plain {
		return ""
	}
	return symbol
}
