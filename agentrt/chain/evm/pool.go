// Package evm talks to EVM chains through nodes that other people run, and that
// fail now and then.
//
// Pool is one node made of several. It is for whoever would use one
// *ethclient.Client, agentrt/settle above all. It does not compare what nodes
// say: that one lies is found out by settle's witnesses, and by Quorum, which
// answers what several of them agree on. Both may be used by several goroutines.
//
// Follower reads the events of contracts, none left out, over reorganisations,
// restarts and broken sockets.
package evm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// Client is one node; *ethclient.Client is one.
type Client interface {
	ethereum.ChainIDReader
	ethereum.ContractCaller
	ethereum.GasEstimator
	ethereum.FeeHistoryReader
	ethereum.TransactionSender
	HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error)
	BalanceAt(ctx context.Context, account common.Address, block *big.Int) (*big.Int, error)
	NonceAt(ctx context.Context, account common.Address, block *big.Int) (uint64, error)
	FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error)
	TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error)
}

// DefaultTimeout is how long a node may take to answer.
const DefaultTimeout = 10 * time.Second

// PoolConfig says how patient a pool is. The zero value works.
type PoolConfig struct {
	Timeout time.Duration // for one node to answer; default 10 s
	Rest    time.Duration // a node that failed is asked last for so long; default 30 s
}

// Pool asks its nodes in their order until one answers.
type Pool struct {
	cfg   PoolConfig
	nodes []*member
}

var _ Client = (*Pool)(nil)

// Open connects to a node.
type Open func(ctx context.Context) (Client, error)

// member is a node with its recent past.
type member struct {
	open Open // nil: the client is there from the start

	mu     sync.Mutex // guards what follows
	client Client     // nil: not connected yet
	failed time.Time  // zero: it has not, or answered since
}

// NewPool makes one node of several, of which the first is preferred.
func NewPool(cfg PoolConfig, nodes ...Client) (*Pool, error) {
	members := make([]*member, 0, len(nodes))
	for _, node := range nodes {
		members = append(members, &member{client: node})
	}
	return newPool(cfg, members)
}

// NewLazyPool is a pool of nodes that are connected to when they are first
// asked, and again as long as that fails.
func NewLazyPool(cfg PoolConfig, nodes ...Open) (*Pool, error) {
	members := make([]*member, 0, len(nodes))
	for _, open := range nodes {
		members = append(members, &member{open: open})
	}
	return newPool(cfg, members)
}

func newPool(cfg PoolConfig, members []*member) (*Pool, error) {
	if cfg.Timeout < 0 || cfg.Rest < 0 {
		return nil, fmt.Errorf("pool of nodes: a timeout of %v, a rest of %v", cfg.Timeout, cfg.Rest)
	}
	if len(members) == 0 {
		return nil, errors.New("pool of nodes: there are none")
	}
	cfg.Timeout = cmp.Or(cfg.Timeout, DefaultTimeout)
	cfg.Rest = cmp.Or(cfg.Rest, 30*time.Second)
	return &Pool{cfg, members}, nil
}

// connected is the node's client. Of callers that connect at once one keeps its
// client, for all, and the clients of the others are closed.
func (m *member) connected(ctx context.Context) (Client, error) {
	if client := m.keep(nil); client != nil {
		return client, nil
	}
	client, err := m.open(ctx)
	if err != nil {
		return nil, err
	}
	kept := m.keep(client)
	if kept == nil {
		return client, nil
	}
	if extra, ok := client.(interface{ Close() }); ok {
		extra.Close()
	}
	return kept, nil
}

// keep is the client that is there already; if there is none, this one is kept.
func (m *member) keep(client Client) Client {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := m.client
	if kept == nil {
		m.client = client
	}
	return kept
}

// order is the nodes that do not rest, then those that do.
func (p *Pool) order() []*member {
	now := time.Now()
	ready := make([]*member, 0, len(p.nodes))
	var resting []*member
	for _, m := range p.nodes {
		if m.rests(now, p.cfg.Rest) {
			resting = append(resting, m)
		} else {
			ready = append(ready, m)
		}
	}
	return append(ready, resting...)
}

func (m *member) rests(now time.Time, rest time.Duration) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !m.failed.IsZero() && now.Sub(m.failed) < rest
}

func (m *member) mark(failed time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failed = failed
}

// ErrSilent says that none of the nodes gave an answer.
var ErrSilent = errors.New("no node answers")

// ask puts a question to one node after the other. What is about the question
// rather than the node is an answer too, as the next would say the same.
func ask[A any](ctx context.Context, p *Pool, question func(context.Context, Client) (A, error)) (A, error) {
	var none A
	var errs []error
	for i, m := range p.order() {
		limited, cancel := context.WithTimeout(ctx, p.cfg.Timeout)
		answer, err := askOne(limited, m, question)
		cancel()
		switch {
		case err == nil:
			m.mark(time.Time{})
			return answer, nil
		case answers(err):
			m.mark(time.Time{})
			return none, Plain(err) // what a contract says is in it
		case ctx.Err() != nil:
			return none, ctx.Err() // the caller's time is up, which is not the node's fault
		}
		m.mark(time.Now())
		errs = append(errs, fmt.Errorf("node %d: %w", i+1, Plain(err)))
	}
	return none, fmt.Errorf("%w: %w", ErrSilent, errors.Join(errs...))
}

func askOne[A any](ctx context.Context, m *member, question func(context.Context, Client) (A, error)) (A, error) {
	client, err := m.connected(ctx)
	if err != nil {
		var none A
		return none, err
	}
	return question(ctx, client)
}

// aboutCall are the words of nodes about a call rather than themselves.
var aboutCall = words("insufficient", "gas")

// answers tells whether an error is an answer.
func answers(err error) bool {
	if errors.Is(err, ethereum.NotFound) {
		return true
	}
	var coded rpc.Error
	if !errors.As(err, &coded) {
		return false
	}
	_, reverted := Reverted(err)
	text := err.Error()
	return reverted || coded.ErrorCode() == codeServer && (aboutCall.MatchString(text) || saidRefusal(text) != "")
}

// ChainID is the chain of the first node that answers.
func (p *Pool) ChainID(ctx context.Context) (*big.Int, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) (*big.Int, error) { return c.ChainID(ctx) })
}

// CallContract simulates a call.
func (p *Pool) CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) ([]byte, error) { return c.CallContract(ctx, call, block) })
}

// EstimateGas is the gas a call needs.
func (p *Pool) EstimateGas(ctx context.Context, call ethereum.CallMsg) (uint64, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) (uint64, error) { return c.EstimateGas(ctx, call) })
}

// FeeHistory is what was paid lately.
func (p *Pool) FeeHistory(ctx context.Context, blocks uint64, last *big.Int, percentiles []float64) (*ethereum.FeeHistory, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) (*ethereum.FeeHistory, error) {
		return c.FeeHistory(ctx, blocks, last, percentiles)
	})
}

// HeaderByNumber is a block's header; nil is the newest.
func (p *Pool) HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) (*types.Header, error) { return c.HeaderByNumber(ctx, number) })
}

// BalanceAt is what an account has.
func (p *Pool) BalanceAt(ctx context.Context, account common.Address, block *big.Int) (*big.Int, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) (*big.Int, error) { return c.BalanceAt(ctx, account, block) })
}

// NonceAt is the next nonce of an account.
func (p *Pool) NonceAt(ctx context.Context, account common.Address, block *big.Int) (uint64, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) (uint64, error) { return c.NonceAt(ctx, account, block) })
}

// FilterLogs searches events.
func (p *Pool) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) ([]types.Log, error) { return c.FilterLogs(ctx, q) })
}

// TransactionReceipt is what became of a transaction.
func (p *Pool) TransactionReceipt(ctx context.Context, hash common.Hash) (*types.Receipt, error) {
	return ask(ctx, p, func(ctx context.Context, c Client) (*types.Receipt, error) { return c.TransactionReceipt(ctx, hash) })
}
