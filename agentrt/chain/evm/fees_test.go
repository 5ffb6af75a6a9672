package evm

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// history is a node that knows nothing but fees.
type history struct {
	fees ethereum.FeeHistory
	err  error
}

func (h *history) FeeHistory(context.Context, uint64, *big.Int, []float64) (*ethereum.FeeHistory, error) {
	return &h.fees, h.err
}

func TestSuggest(t *testing.T) {
	tips := func(values ...int64) (rewards [][]*big.Int) {
		for _, value := range values {
			rewards = append(rewards, []*big.Int{big.NewInt(value)})
		}
		return rewards
	}
	for name, c := range map[string]struct {
		base        int64
		rewards     [][]*big.Int
		least, most int64
		tip, limit  int64 // 0: too dear
	}{
		"median":                 {100, tips(9, 1, 5), 1, 1000, 5, 205},
		"empty blocks":           {100, tips(0, 0, 7, 0), 1, 1000, 7, 207},
		"no transactions at all": {100, nil, 3, 1000, 3, 203},
		"malformed":              {100, [][]*big.Int{{}, nil, {nil}}, 3, 1000, 3, 203},
		"at least":               {100, tips(1), 3, 1000, 3, 203},
		"less room":              {100, tips(5), 1, 150, 5, 150},
		"just payable":           {100, tips(5), 1, 105, 5, 105},
		"too dear":               {100, tips(5), 1, 104, 0, 0},
	} {
		node := &history{fees: ethereum.FeeHistory{BaseFee: []*big.Int{big.NewInt(1), big.NewInt(c.base)}, Reward: c.rewards}}
		got, err := Suggest(t.Context(), node, FeeRules{MinTip: big.NewInt(c.least), MaxFee: big.NewInt(c.most)})
		switch {
		case c.limit == 0 && !errors.Is(err, ErrDear):
			t.Errorf("%s: %v", name, err)
		case c.limit != 0 && (err != nil || got.Tip.Int64() != c.tip || got.Limit.Int64() != c.limit):
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// A node that does not tell fees is made up for by a fallback, if there is one;
// trouble of a node is not.
func TestFallback(t *testing.T) {
	with, err := FeeRules{Fallback: Price{big.NewInt(3), big.NewInt(20)}}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	without, err := FeeRules{}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	noMethod := nodeError{"the method eth_feeHistory does not exist", -32601, nil}
	for name, node := range map[string]*history{"no base fee": {}, "null": {fees: ethereum.FeeHistory{BaseFee: []*big.Int{nil}}}, "no method": {err: noMethod}} {
		if got, err := Suggest(t.Context(), node, with); err != nil || got.Limit.Int64() != 20 || got.Tip.Int64() != 3 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if _, err := Suggest(t.Context(), node, without); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := Suggest(t.Context(), &history{err: context.DeadlineExceeded}, with); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestFeeRulesAreChecked(t *testing.T) {
	n := big.NewInt
	for name, rules := range map[string]FeeRules{
		"tip": {MinTip: n(-1)}, "ceiling": {MinTip: n(2), MaxFee: n(1)}, "half a fallback": {Fallback: Price{Tip: n(1)}},
		"fallback over the ceiling": {MaxFee: n(9), Fallback: Price{n(1), n(10)}}, "fallback's tip": {Fallback: Price{n(3), n(2)}},
	} {
		if _, err := rules.Complete(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := (FeeRules{MinTip: n(2), MaxFee: n(2), Fallback: Price{n(2), n(2)}}).Complete(); err != nil {
		t.Error(err)
	}
	if got := (Price{n(1), n(5)}).Cost(7); got.Int64() != 35 {
		t.Error(got)
	}
}

// A bump is at least a tenth of both, and more than nothing, however small they
// are.
func TestBumped(t *testing.T) {
	for _, n := range []int64{0, 1, 2, 7, 8, 9, 10, 11, 99, 1_000_000_007} {
		b := Price{big.NewInt(n), big.NewInt(2 * n)}.Bumped()
		if b.Tip.Int64() <= n || b.Tip.Int64()*10 < n*11 || b.Limit.Int64()*10 < 2*n*11 || b.Tip.Int64() > n+n/8+1 {
			t.Errorf("%d becomes %v and %v", n, b.Tip, b.Limit)
		}
	}
}

// nodeError is an error as JSON-RPC clients give it.
type nodeError struct {
	text string
	code int
	data any
}

func (e nodeError) Error() string  { return e.text }
func (e nodeError) ErrorCode() int { return e.code }
func (e nodeError) ErrorData() any { return e.data }

func TestReverted(t *testing.T) {
	gs026 := "0x08c379a0" + "0000000000000000000000000000000000000000000000000000000000000020" +
		"0000000000000000000000000000000000000000000000000000000000000005" + "4753303236000000000000000000000000000000000000000000000000000000"
	for name, c := range map[string]struct {
		err    error
		reason string // empty: not a revert
	}{
		"nothing":       {nil, ""},
		"text":          {nodeError{"execution reverted: GS026", 3, gs026}, "GS026"},
		"steering":      {nodeError{"execution reverted", 3, hexutil.Encode(reverts("\x1b[2J\ngone\u202e\u2028\xff"))}, "?[2J?gone???"},
		"without text":  {nodeError{"execution reverted", 3, hexutil.Encode(reverts(""))}, "reverted without a reason"},
		"long":          {nodeError{"execution reverted", 3, hexutil.Encode(reverts(strings.Repeat("a", 201)))}, strings.Repeat("a", 200)},
		"wrapped":       {fmt.Errorf("calling: %w", nodeError{"execution reverted: GS026", 3, gs026}), "GS026"},
		"custom error":  {nodeError{"execution reverted", 3, "0x79f91cd30001"}, "error 0x79f91cd3"},
		"no data":       {nodeError{"execution reverted", 3, nil}, "reverted without a reason"},
		"Nethermind":    {nodeError{"VM execution error.", -32015, "Reverted " + gs026}, "GS026"},
		"its other way": {nodeError{"VM execution error.", -32015, "err: 0xdf2d9b42 (supplied gas 36000000)"}, "error 0xdf2d9b42"},
		"and no reason": {nodeError{"VM execution error.", -32015, "err: revert (supplied gas 36000000)"}, "reverted without a reason"},
		"code alone":    {nodeError{"VM Exception", 3, "0x"}, "reverted without a reason"},
		"words alone":   {errors.New("execution reverted"), "reverted without a reason"},
		"bad data":      {nodeError{"execution reverted", 3, "0xzz"}, "reverted without a reason"},
		"another error": {nodeError{"header not found", -32000, nil}, ""},
		"timeout":       {context.DeadlineExceeded, ""},
	} {
		data, ok := Reverted(c.err)
		reason := ""
		if ok {
			reason = RevertReason(data)
		}
		if reason != c.reason || ok != (c.reason != "") {
			t.Errorf("%s: %q, %v", name, reason, ok)
		}
	}
}

// reverts is what a contract gives that refuses with a text.
func reverts(text string) []byte {
	size := common.BigToHash(big.NewInt(int64(len(text))))
	offset := common.BigToHash(big.NewInt(32))
	data := append(hexutil.MustDecode("0x08c379a0"), append(offset[:], size[:]...)...)
	return append(data, common.RightPadBytes([]byte(text), (len(text)+31)/32*32)...)
}

func FuzzRevertReason(f *testing.F) {
	f.Add(hexutil.MustDecode("0x08c379a0"))
	f.Add(reverts("\x1b[2Jgone\u202e"))
	f.Add(reverts(""))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if reason := RevertReason(data); reason == "" || len(reason) > 300 || !utf8.ValidString(reason) || strings.ContainsFunc(reason, steers) {
			t.Errorf("%x gives %q", data, reason)
		}
	})
}
