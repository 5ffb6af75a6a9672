package settle

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/evm"
)

// Node is what is asked of an EVM node; *ethclient.Client is one.
type Node = evm.Client

// logRange is how many blocks are searched in one request: less than any
// provider refuses.
const logRange = 1000

var errMoved = errors.New("the chain was reorganised meanwhile")

// view is what the chain says about a proposal at one head.
type view struct {
	status   chain.Status
	early    bool // the Safe has not come to this nonce yet
	used     bool // the nonce is used up, but not deep enough to rely on
	disputed bool // one node says it is final, and too few others do
}

// observer reads what became of proposals.
type observer struct {
	node      Node
	witnesses []Node // are asked before something final is believed
	quorum    int    // how many have to agree, the node included
	timeout   time.Duration
	depth     uint64
	lookback  uint64
}

// look asks the node. What it says is final only if enough witnesses say the
// same; that something is pending needs none, as nothing follows from it.
func (o observer) look(ctx context.Context, p Proposal) (view, error) {
	v, err := o.ask(ctx, p)
	if err != nil || v.status == chain.Pending || o.quorum <= 1 {
		return v, err
	}
	if o.confirmed(ctx, p, v.status) < o.quorum-1 {
		return view{status: chain.Pending, disputed: true}, nil
	}
	return v, nil
}

// confirmed counts the witnesses that say the same, up to as many as are
// needed. One that fails or stalls says nothing.
func (o observer) confirmed(ctx context.Context, p Proposal, status chain.Status) int {
	ctx, stop := context.WithTimeout(ctx, o.timeout)
	answers := make(chan bool, len(o.witnesses))
	var asking sync.WaitGroup
	defer asking.Wait()
	defer stop()
	for _, witness := range o.witnesses {
		asking.Go(func() {
			other := o
			other.node = witness
			v, err := other.ask(ctx, p)
			answers <- err == nil && v.status == status
		})
	}
	count := 0
	for range o.witnesses {
		if <-answers {
			count++
		}
		if count == o.quorum-1 {
			break
		}
	}
	return count
}

// ask follows the section "What is true" of docs/settlement.md with one node.
func (o observer) ask(ctx context.Context, p Proposal) (view, error) {
	head, err := o.node.HeaderByNumber(ctx, nil)
	if err != nil {
		return view{}, fmt.Errorf("reading the head: %w", err)
	}
	nonce, err := o.safeNonce(ctx, p.record.Safe, head.Number)
	if err != nil {
		return view{}, err
	}
	if nonce <= p.record.Nonce {
		return view{status: chain.Pending, early: nonce < p.record.Nonce}, nil
	}
	v, err := o.explain(ctx, p, head.Number.Uint64())
	if err != nil {
		return view{}, err
	}
	again, err := o.node.HeaderByNumber(ctx, head.Number)
	if err != nil {
		return view{}, fmt.Errorf("reading block %v again: %w", head.Number, err)
	}
	if again.Hash() != head.Hash() {
		return view{}, errMoved
	}
	return v, nil
}

// explain tells what used up the nonce.
func (o observer) explain(ctx context.Context, p Proposal, head uint64) (view, error) {
	execution, block, err := Executed(ctx, o.node, p, head, head-min(head, o.lookback))
	if err != nil {
		return view{}, err
	}
	waiting := view{status: chain.Pending, used: true}
	switch {
	case execution != nil && head-block+1 < o.depth || head+1 < o.depth:
		return waiting, nil
	case execution != nil && execution.Success:
		return view{status: chain.Done, used: true}, nil
	case execution != nil:
		return view{status: chain.Failed, used: true}, nil
	}
	deep, err := o.safeNonce(ctx, p.record.Safe, new(big.Int).SetUint64(head+1-o.depth))
	if err != nil {
		return view{}, err
	}
	if deep > p.record.Nonce {
		return view{status: chain.Superseded, used: true}, nil
	}
	return waiting, nil
}

// Logs is where events are searched; nodes and quorums of them are ones.
type Logs interface {
	FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error)
}

// Executed is what a Safe said about a proposal, and in which block: the newest
// of its events from block head back to block oldest. Nil: it said nothing.
func Executed(ctx context.Context, node Logs, p Proposal, head, oldest uint64) (*Execution, uint64, error) {
	for last := head; ; last -= logRange {
		first := max(oldest, last-min(last, logRange-1))
		logs, err := node.FilterLogs(ctx, ethereum.FilterQuery{
			FromBlock: new(big.Int).SetUint64(first), ToBlock: new(big.Int).SetUint64(last),
			Addresses: []common.Address{p.record.Safe}, Topics: [][]common.Hash{{successTopic, failureTopic}},
		})
		if err != nil {
			return nil, 0, fmt.Errorf("searching the Safe's events: %w", err)
		}
		for i := range logs {
			if execution, ok := ParseExecution(&logs[i]); ok && execution.Hash == p.hash && !logs[i].Removed && logs[i].Address == p.record.Safe {
				return &execution, logs[i].BlockNumber, nil
			}
		}
		if first == oldest {
			return nil, 0, nil
		}
	}
}

// safeNonce is the next nonce of a Safe as of a block.
func (o observer) safeNonce(ctx context.Context, safeAddress common.Address, block *big.Int) (uint64, error) {
	answer, err := o.node.CallContract(ctx, ethereum.CallMsg{To: &safeAddress, Data: safe.Methods["nonce"].ID}, block)
	if err != nil {
		return 0, fmt.Errorf("reading the nonce of the Safe: %w", err)
	}
	nonce := new(big.Int).SetBytes(answer)
	if len(answer) != 32 || !nonce.IsUint64() {
		return 0, fmt.Errorf("there is no Safe at %v", safeAddress)
	}
	return nonce.Uint64(), nil
}
