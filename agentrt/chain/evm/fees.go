package evm

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// feeBlocks is how many blocks the price of being included is taken from, and
// feePercentile which of the tips in each.
const (
	feeBlocks     = 20
	feePercentile = 50
)

// FeeRules bound what a transaction pays. The zero value works for Ethereum.
type FeeRules struct {
	MinTip *big.Int // wei per gas; default 1
	MaxFee *big.Int // wei per gas, base fee and tip together; default 1,500 gwei

	// Fallback is paid where nodes do not tell what others pay. Default: that
	// is an error.
	Fallback Price
}

// Complete fills in defaults and checks the rest.
func (r FeeRules) Complete() (FeeRules, error) {
	if r.MinTip == nil {
		r.MinTip = big.NewInt(1)
	}
	if r.MaxFee == nil {
		r.MaxFee = big.NewInt(1500 * params.GWei)
	}
	if r.MinTip.Sign() < 0 || r.MaxFee.Cmp(r.MinTip) < 0 {
		return r, fmt.Errorf("a tip of %v at least and a price of %v at most", r.MinTip, r.MaxFee)
	}
	if f := r.Fallback; (f.Tip == nil) != (f.Limit == nil) || f.Tip != nil && (f.Tip.Sign() < 0 || f.Limit.Cmp(f.Tip) < 0 || f.Limit.Cmp(r.MaxFee) > 0) {
		return r, fmt.Errorf("a fallback price of %v with a tip of %v, where %v is the most", f.Limit, f.Tip, r.MaxFee)
	}
	return r, nil
}

// Price is what a transaction pays, in wei per gas.
type Price struct {
	Tip   *big.Int // for whoever makes the block
	Limit *big.Int // base fee and tip together
}

// ErrDear says that the next block costs more than the rules allow.
var ErrDear = errors.New("gas costs more than allowed")

// codeNoMethod is that of JSON-RPC for a method a node does not have.
const codeNoMethod = -32601

// Suggest is the present price: a tip as paid lately, and room for the base fee
// to double. It returns ErrDear when not even the next block can be paid. The
// rules have to be complete.
func Suggest(ctx context.Context, node ethereum.FeeHistoryReader, rules FeeRules) (Price, error) {
	history, err := node.FeeHistory(ctx, feeBlocks, nil, []float64{feePercentile})
	var coded rpc.Error
	silent := err == nil && (len(history.BaseFee) == 0 || history.BaseFee[len(history.BaseFee)-1] == nil) || errors.As(err, &coded) && coded.ErrorCode() == codeNoMethod
	switch {
	case silent && rules.Fallback.Limit != nil:
		return rules.Fallback, nil
	case err != nil:
		return Price{}, fmt.Errorf("reading fees: %w", err)
	case silent:
		return Price{}, errors.New("reading fees: no base fee")
	}
	base := history.BaseFee[len(history.BaseFee)-1] // of the next block
	tip := new(big.Int).Set(rules.MinTip)
	if m := median(history.Reward); m != nil && m.Cmp(tip) > 0 {
		tip.Set(m)
	}
	if new(big.Int).Add(base, tip).Cmp(rules.MaxFee) > 0 {
		return Price{}, fmt.Errorf("%w: base fee and tip are %s gwei, and %s is the most", ErrDear,
			FormatAmount(new(big.Int).Add(base, tip), 9), FormatAmount(rules.MaxFee, 9))
	}
	limit := new(big.Int).Lsh(base, 1)
	limit.Add(limit, tip)
	if limit.Cmp(rules.MaxFee) > 0 {
		limit.Set(rules.MaxFee)
	}
	return Price{tip, limit}, nil
}

// median is that of the tips in blocks that had transactions, or nil.
func median(rewards [][]*big.Int) *big.Int {
	var tips []*big.Int
	for _, block := range rewards {
		if len(block) == 1 && block[0] != nil && block[0].Sign() > 0 {
			tips = append(tips, block[0])
		}
	}
	if len(tips) == 0 {
		return nil
	}
	slices.SortFunc(tips, (*big.Int).Cmp)
	return tips[len(tips)/2]
}

// Bumped is an eighth more of both, rounded up, and 1 instead of nothing; pools
// ask for a tenth, and for more.
func (p Price) Bumped() Price {
	raise := func(n *big.Int) *big.Int {
		if n.Sign() == 0 {
			return big.NewInt(1)
		}
		more := new(big.Int).Add(n, big.NewInt(7))
		return more.Add(n, more.Rsh(more, 3))
	}
	return Price{raise(p.Tip), raise(p.Limit)}
}

// AtLeast is the higher of each.
func (p Price) AtLeast(other Price) Price {
	if other.Tip.Cmp(p.Tip) > 0 {
		p.Tip = other.Tip
	}
	if other.Limit.Cmp(p.Limit) > 0 {
		p.Limit = other.Limit
	}
	return p
}

// Cost is the most that so much gas can cost, in wei.
func (p Price) Cost(gas uint64) *big.Int {
	return new(big.Int).Mul(p.Limit, new(big.Int).SetUint64(gas))
}
