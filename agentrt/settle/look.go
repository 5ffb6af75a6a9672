package settle

import (
	"context"
	"errors"
	"fmt"
	"math"
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

// logRange is how many blocks are searched in one request: at first, which is
// less than any provider refuses, and at most.
const (
	logRange    = 1000
	maxLogRange = 10_000
)

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
	witnesses []Node        // are asked before something final is believed
	quorum    int           // how many have to agree, the node included
	timeout   time.Duration // for each request to a witness
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

// patient is a node that is given a time for each request that looking takes. A
// search far back is many of them, and may take as long as they need.
type patient struct {
	Node
	limit time.Duration
}

func (p patient) HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error) {
	ctx, stop := context.WithTimeout(ctx, p.limit)
	defer stop()
	return p.Node.HeaderByNumber(ctx, number)
}

func (p patient) CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, p.limit)
	defer stop()
	return p.Node.CallContract(ctx, call, block)
}

func (p patient) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	ctx, stop := context.WithTimeout(ctx, p.limit)
	defer stop()
	return p.Node.FilterLogs(ctx, q)
}

// confirmed counts the witnesses that say the same, up to as many as are
// needed. One that fails or stalls says nothing.
func (o observer) confirmed(ctx context.Context, p Proposal, status chain.Status) int {
	ctx, stop := context.WithCancel(ctx)
	answers := make(chan bool, len(o.witnesses))
	var asking sync.WaitGroup
	defer asking.Wait()
	defer stop()
	for _, witness := range o.witnesses {
		asking.Go(func() {
			other := o
			other.node = patient{witness, o.timeout}
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

// ErrTooOld says that the nonce of the Safe was used up, and that what used it
// up was not found among the events that there are, or that are searched. It
// may have been the very proposal that was asked about.
var ErrTooOld = errors.New("the nonce of the Safe was used up so long ago that nobody can tell what for")

// explain tells what used up the nonce. A Safe has one event for each nonce, so
// that counting them tells how far back to search: a node need not have the
// state of old blocks.
func (o observer) explain(ctx context.Context, p Proposal, head uint64) (view, error) {
	waiting := view{status: chain.Pending, used: true}
	if head+1 < o.depth {
		return waiting, nil
	}
	deep := head + 1 - o.depth
	nonce, err := o.safeNonce(ctx, p.record.Safe, new(big.Int).SetUint64(deep))
	switch {
	case errors.Is(err, errNoSafe): // it is newer than that
		return waiting, nil
	case err != nil:
		return view{}, err
	case nonce <= p.record.Nonce:
		return waiting, nil
	}
	since := nonce - p.record.Nonce
	found, err := search(ctx, o.node, p, deep, deep-min(deep, o.lookback), since)
	switch {
	case err != nil:
		return view{}, err
	case found.execution != nil && found.execution.Success:
		return view{status: chain.Done, used: true}, nil
	case found.execution != nil:
		return view{status: chain.Failed, used: true}, nil
	case found.others < since:
		return view{}, ErrTooOld
	}
	return view{status: chain.Superseded, used: true}, nil
}

// Logs is where events are searched; nodes and quorums of them are ones.
type Logs interface {
	FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error)
}

// Executed is what a Safe said about a proposal, and in which block, if it did
// so from block oldest to block head. Nil: it said nothing.
func Executed(ctx context.Context, node Logs, p Proposal, head, oldest uint64) (*Execution, uint64, error) {
	found, err := search(ctx, node, p, head, oldest, math.MaxUint64)
	return found.execution, found.block, err
}

// findings are what a search came upon.
type findings struct {
	execution *Execution // of the proposal; nil: not found
	block     uint64     // it is in
	others    uint64     // executions of other proposals
}

// search goes back through the events of a Safe until it finds the proposal, or
// has come upon enough others, or is past block oldest. The further back, the
// more blocks it asks for at once, as far as the node goes along with that.
func search(ctx context.Context, node Logs, p Proposal, head, oldest, enough uint64) (findings, error) {
	var found findings
	size, most := uint64(logRange), uint64(maxLogRange)
	for last := head; ; {
		first := max(oldest, last-min(last, size-1))
		logs, err := node.FilterLogs(ctx, ethereum.FilterQuery{
			FromBlock: new(big.Int).SetUint64(first), ToBlock: new(big.Int).SetUint64(last),
			Addresses: []common.Address{p.record.Safe}, Topics: [][]common.Hash{{successTopic, failureTopic}},
		})
		if err != nil && size > logRange && ctx.Err() == nil {
			size = max(size/2, logRange)
			most = size
			continue
		}
		if err != nil {
			return findings{}, fmt.Errorf("searching the Safe's events: %w", err)
		}
		if found.add(logs, p); found.execution != nil || found.others >= enough || first == oldest {
			return found, nil
		}
		last, size = first-1, min(2*size, most)
	}
}

// add takes what a range of blocks has.
func (f *findings) add(logs []types.Log, p Proposal) {
	for i := range logs {
		execution, ok := ParseExecution(&logs[i])
		switch {
		case !ok || logs[i].Removed || logs[i].Address != p.record.Safe:
		case execution.Hash == p.hash: // at most once ever
			f.execution, f.block = &execution, logs[i].BlockNumber
		default:
			f.others++
		}
	}
}

// errNoSafe is an address that has no nonce.
var errNoSafe = errors.New("there is no Safe")

// safeNonce is the next nonce of a Safe as of a block.
func (o observer) safeNonce(ctx context.Context, safeAddress common.Address, block *big.Int) (uint64, error) {
	answer, err := o.node.CallContract(ctx, ethereum.CallMsg{To: &safeAddress, Data: safe.Methods["nonce"].ID}, block)
	if err != nil {
		return 0, fmt.Errorf("reading the nonce of the Safe: %w", err)
	}
	nonce := new(big.Int).SetBytes(answer)
	if len(answer) != 32 || !nonce.IsUint64() {
		return 0, fmt.Errorf("%w at %v", errNoSafe, safeAddress)
	}
	return nonce.Uint64(), nil
}
