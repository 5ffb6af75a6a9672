package settle

import (
	"context"
	"math/big"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/chain"
)

// far is a node that takes its time for events, and where the Safe has one.
type far struct {
	Node
	proposal Proposal
	event    uint64 // in which block
	most     uint64 // blocks that are searched at once
}

const farHead = 2_000_000

func (*far) ChainID(context.Context) (*big.Int, error) { return big.NewInt(31337), nil }

func (*far) HeaderByNumber(context.Context, *big.Int) (*types.Header, error) {
	return &types.Header{Number: big.NewInt(farHead)}, nil
}

func (f *far) CallContract(context.Context, ethereum.CallMsg, *big.Int) ([]byte, error) {
	return word(f.proposal.record.Nonce + 1), nil
}

func (f *far) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(150 * time.Millisecond):
	}
	switch first, last := q.FromBlock.Uint64(), q.ToBlock.Uint64(); {
	case last-first >= f.most:
		return nil, said("block range is too wide")
	case first <= f.event && f.event <= last:
		topics := []common.Hash{successTopic, f.proposal.hash}
		return []types.Log{{Address: f.proposal.record.Safe, Topics: topics, Data: make([]byte, 32), BlockNumber: f.event}}, nil
	}
	return nil, nil
}

// Three days of the shortest blocks there are can be searched, and are by
// witnesses too, even if nodes take no more than a thousand blocks at once.
func TestFarSearch(t *testing.T) {
	for _, most := range []uint64{maxLogRange, logRange} {
		synctest.Test(t, func(t *testing.T) {
			p, err := Propose(sample())
			must(t, err)
			node := &far{proposal: p, event: farHead - 1_000_000, most: most}
			witness := *node
			m, err := NewManager(ManagerConfig{ChainID: 31337, Lookback: 1_036_800}, node, nil, &witness)
			must(t, err)
			steps := 0
			ctx, stop := context.WithTimeout(t.Context(), time.Hour)
			defer stop()
			progress, err := m.Run(ctx, RunConfig{Observe: func(Progress, error) { steps++ }}, Signed{p, nil}, nil)
			if err != nil || progress.Status != chain.Done || steps != 1 {
				t.Errorf("%d blocks at once: %+v, %v, %d steps", most, progress, err, steps)
			}
		})
	}
}
