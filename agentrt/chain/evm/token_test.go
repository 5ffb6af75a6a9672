package evm

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"go-acn/internal/devchain"
)

func TestTokenUnit(t *testing.T) {
	chain, err := devchain.Start(devchain.Config{Contracts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = chain.Close() }()
	unit, err := TokenUnit(t.Context(), chain.Client(), chain.Contracts().Token)
	if err != nil || unit != (Unit{"LAB", 18}) || unit.Amount(big.NewInt(15e17)) != "1.5 LAB" {
		t.Errorf("%+v, %v", unit, err)
	}
	for name, address := range map[string]common.Address{"nothing there": {9}, "another contract": chain.Contracts().ServiceRegistry} {
		if _, err := TokenUnit(t.Context(), chain.Client(), address); !errors.Is(err, ErrNoToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// answers are what a token says to decimals and symbol.
type tokenAnswers struct {
	decimals, symbol string
	err              error
}

func (a tokenAnswers) CallContract(_ context.Context, call ethereum.CallMsg, _ *big.Int) ([]byte, error) {
	if hexutil.Encode(call.Data) == "0x313ce567" {
		return common.FromHex(a.decimals), a.err
	}
	return common.FromHex(a.symbol), nil
}

func word(n int64) string { return common.BigToHash(big.NewInt(n)).Hex()[2:] }

// A token says of itself what it likes; what is no plain short word is not
// shown.
func TestTokensLie(t *testing.T) {
	plain := common.Address{1}.Hex()
	text := func(s string) string {
		return word(32) + word(int64(len(s))) + common.Bytes2Hex([]byte(s)) + strings.Repeat("00", 32)
	}
	for name, c := range map[string]struct{ decimals, symbol, want string }{
		"good": {word(6), text("USDC"), "USDC"}, "20": {word(6), text(strings.Repeat("A", 20)), strings.Repeat("A", 20)},
		"21": {word(6), text(strings.Repeat("A", 21)), "of token " + plain}, "control": {word(6), text("\x1b[2J"), "of token " + plain},
		"space": {word(6), text("1 ETH"), "of token " + plain}, "empty": {word(6), text(""), "of token " + plain}, "none": {word(6), "", "of token " + plain},
		"cut off": {word(6), word(32) + word(9) + "41", "of token " + plain}, "bytes32": {word(6), common.Bytes2Hex([]byte("MKR")), "of token " + plain},
		"77": {word(77), text("A"), "A"}, "78": {word(78), text("A"), ""}, "short": {"06", text("A"), ""},
	} {
		unit, err := TokenUnit(t.Context(), tokenAnswers{c.decimals, c.symbol, nil}, common.Address{1})
		if (err == nil) != (c.want != "") || err == nil && unit.Symbol != c.want {
			t.Errorf("%s: %+v, %v", name, unit, err)
		}
	}
	down := errors.New("connection refused")
	if _, err := TokenUnit(t.Context(), tokenAnswers{err: down}, common.Address{1}); !errors.Is(err, down) {
		t.Error(err)
	}
}
