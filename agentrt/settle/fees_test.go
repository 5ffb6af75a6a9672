package settle

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"testing"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// history is a node that knows nothing but fees.
type history struct {
	Node
	fees ethereum.FeeHistory
}

func (h *history) FeeHistory(context.Context, uint64, *big.Int, []float64) (*ethereum.FeeHistory, error) {
	return &h.fees, nil
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
		got, err := suggest(t.Context(), node, big.NewInt(c.least), big.NewInt(c.most))
		switch {
		case c.limit == 0 && !errors.Is(err, errDear):
			t.Errorf("%s: %v", name, err)
		case c.limit != 0 && (err != nil || got.tip.Int64() != c.tip || got.limit.Int64() != c.limit):
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := suggest(t.Context(), &history{}, common.Big1, common.Big1); err == nil {
		t.Error("no base fee is accepted")
	}
}

// A bump is at least a tenth of both, however small they are.
func TestBumped(t *testing.T) {
	for _, n := range []int64{0, 1, 2, 7, 8, 9, 10, 11, 99, 1_000_000_007} {
		b := fees{big.NewInt(n), big.NewInt(2 * n)}.bumped()
		if b.tip.Int64()*10 < n*11 || b.limit.Int64()*10 < 2*n*11 || b.tip.Int64() > n+n/8+1 {
			t.Errorf("%d becomes %v and %v", n, b.tip, b.limit)
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
		"wrapped":       {fmt.Errorf("calling: %w", nodeError{"execution reverted: GS026", 3, gs026}), "GS026"},
		"custom error":  {nodeError{"execution reverted", 3, "0x79f91cd30001"}, "error 0x79f91cd3"},
		"no data":       {nodeError{"execution reverted", 3, nil}, "reverted without a reason"},
		"code alone":    {nodeError{"VM Exception", 3, "0x"}, "reverted without a reason"},
		"words alone":   {errors.New("execution reverted"), "reverted without a reason"},
		"bad data":      {nodeError{"execution reverted", 3, "0xzz"}, "reverted without a reason"},
		"another error": {nodeError{"header not found", -32000, nil}, ""},
		"timeout":       {context.DeadlineExceeded, ""},
	} {
		reason, ok := reverted(c.err)
		if reason != c.reason || ok != (c.reason != "") {
			t.Errorf("%s: %q, %v", name, reason, ok)
		}
	}
}

func FuzzRevertReason(f *testing.F) {
	f.Add(hexutil.MustDecode("0x08c379a0"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if reason := revertReason(data); len(reason) > 300 || !utf8.ValidString(reason) {
			t.Errorf("%x gives %q", data, reason)
		}
	})
}
