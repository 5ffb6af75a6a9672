package registries

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Logs is where events are searched; evm.Pool and evm.Quorum are ones.
type Logs interface {
	FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error)
}

// logRange is how many blocks are searched in one request: less than any
// provider refuses.
const logRange = 1000

// Remaining are the operators who have not left a terminated service yet, by
// address, with the instances they registered. The registry does not name them
// any more, so they are searched among its events, from the view's block
// backwards until all are found, and not before block oldest; if there are
// more, it is ErrNotFound.
func (v *View) Remaining(ctx context.Context, logs Logs, s Service, oldest uint64) ([]Operator, error) {
	if err := s.need("looking for operators", TerminatedBonded); err != nil {
		return nil, err
	}
	left, joined := make(map[common.Address]bool), make(map[common.Address][]common.Address)
	found := uint32(0)
	for last := v.Block(); found < s.Joined && last >= oldest; last -= logRange {
		first := max(oldest, last-min(last, logRange-1))
		events, err := v.membership(ctx, logs, s.ID, first, last)
		if err != nil {
			return nil, fmt.Errorf("looking for operators of %s: %w", s.ID, err)
		}
		for _, event := range slices.Backward(events) {
			switch {
			case event.Kind == OperatorLeft:
				left[event.Account] = true
			case !left[event.Account] && found < s.Joined:
				joined[event.Account] = append(joined[event.Account], event.Instance)
				found++
			}
		}
		if last < logRange {
			break
		}
	}
	if found < s.Joined {
		return nil, fmt.Errorf("looking for operators of %s: %d of %d instances were registered since block %d: %w", s.ID, found, s.Joined, oldest, ErrNotFound)
	}
	var all []Operator
	for address, instances := range joined {
		o, err := v.Bonded(ctx, s, address)
		if err != nil {
			return nil, err
		}
		slices.Reverse(instances)
		o.Instances = instances
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b Operator) int { return a.Address.Cmp(b.Address) })
	return all, nil
}

// membership is who came to a service, and left it, in the order of the chain.
func (v *View) membership(ctx context.Context, logs Logs, id ServiceID, first, last uint64) ([]Event, error) {
	list, err := logs.FilterLogs(ctx, ethereum.FilterQuery{
		FromBlock: new(big.Int).SetUint64(first), ToBlock: new(big.Int).SetUint64(last), Addresses: []common.Address{v.cfg.ServiceRegistry},
		Topics: [][]common.Hash{
			{topic("RegisterInstance(address,uint256,address,uint256)"), topic("OperatorUnbond(address,uint256)")}, nil, {common.BigToHash(id.number())},
		},
	})
	if err != nil {
		return nil, err
	}
	var events []Event
	for i := range list {
		event, ok := ParseEvent(&list[i])
		if ok && event.Service == id && list[i].Address == v.cfg.ServiceRegistry && !list[i].Removed && (event.Kind == OperatorLeft || event.Kind == InstanceRegistered) {
			events = append(events, event)
		}
	}
	return events, nil
}
