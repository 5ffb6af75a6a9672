package settle

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// feeBlocks is how many blocks the price of being included is taken from, and
// feePercentile which of the tips in each.
const (
	feeBlocks     = 20
	feePercentile = 50
)

// fees are the two prices of a transaction, in wei per gas.
type fees struct{ tip, limit *big.Int }

var errDear = errors.New("gas costs more than allowed")

// suggest is the present price: a tip as paid lately, and room for the base fee
// to double. It returns errDear when not even the next block can be paid.
func suggest(ctx context.Context, node Node, least, most *big.Int) (fees, error) {
	history, err := node.FeeHistory(ctx, feeBlocks, nil, []float64{feePercentile})
	if err != nil {
		return fees{}, fmt.Errorf("reading fees: %w", err)
	}
	if len(history.BaseFee) == 0 {
		return fees{}, errors.New("reading fees: no base fee")
	}
	base := history.BaseFee[len(history.BaseFee)-1] // of the next block
	tip := new(big.Int).Set(least)
	if m := median(history.Reward); m != nil && m.Cmp(least) > 0 {
		tip.Set(m)
	}
	if new(big.Int).Add(base, tip).Cmp(most) > 0 {
		return fees{}, errDear
	}
	limit := new(big.Int).Lsh(base, 1)
	limit.Add(limit, tip)
	if limit.Cmp(most) > 0 {
		limit.Set(most)
	}
	return fees{tip, limit}, nil
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

// bumped is an eighth more of both, rounded up; pools ask for a tenth.
func (f fees) bumped() fees {
	raise := func(n *big.Int) *big.Int {
		more := new(big.Int).Add(n, big.NewInt(7))
		return more.Add(n, more.Rsh(more, 3))
	}
	return fees{raise(f.tip), raise(f.limit)}
}

// atLeast is the higher of each.
func (f fees) atLeast(other fees) fees {
	if other.tip.Cmp(f.tip) > 0 {
		f.tip = other.tip
	}
	if other.limit.Cmp(f.limit) > 0 {
		f.limit = other.limit
	}
	return f
}
