// Package registries talks to the registries of components, agents and
// services on an EVM chain, in their own words: Unit, Service, Slot, Operator.
//
// A Reader reads; everything in one answer is as of one block. A Writer makes
// calls: what to send, who may send it, and what it does in a sentence, after
// checking against what was read that it can succeed. It neither signs nor
// sends. Errors of contracts are told by name, by ParseRevert. Resolve goes from
// the number of a service to its package, and Agree compares a service's units
// with a package's dependencies.
//
// The command line uses it to change services, and the runtime to find out who
// it is. Readers and Views may be used by several goroutines; the rest is
// values. What the contracts do is in contracts/interfaces and docs/chains.md;
// staking and rewards are not here.
package registries

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/chain/bindings"
	"go-acn/agentrt/chain/evm"
)

// Node is what is asked: evm.Pool, evm.Quorum or an *ethclient.Client.
type Node interface {
	ethereum.ContractCaller
	HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error)
}

var (
	_ Node = (*evm.Pool)(nil)
	_ Node = (*evm.Quorum)(nil)
)

// Config says where the registries are.
type Config struct {
	ChainID uint64

	// ServiceRegistry is needed for everything about services.
	ServiceRegistry common.Address

	// ComponentRegistry and AgentRegistry are both zero on chains that have
	// services only.
	ComponentRegistry, AgentRegistry common.Address
}

// Errors that callers branch on.
var (
	ErrNoUnits    = errors.New("this chain has no registries of components and agents")
	ErrNoServices = errors.New("this chain has no registry of services")
	ErrNotFound   = errors.New("there is none of that number")
	ErrNoContract = errors.New("there is no contract, or another one")
	ErrMoved      = errors.New("the chain was reorganised meanwhile")
)

// Bindings of what is called. They are parsed when first used: most commands of
// the product touch no chain.
var (
	services    = sync.OnceValue(bindings.NewServiceRegistry)
	servicesL1  = sync.OnceValue(bindings.NewServiceRegistryL1)
	manager     = sync.OnceValue(bindings.NewServiceManager)
	utility     = sync.OnceValue(bindings.NewServiceRegistryTokenUtility)
	units       = sync.OnceValue(bindings.NewUnitRegistry)
	unitManager = sync.OnceValue(bindings.NewRegistriesManager)
	whitelist   = sync.OnceValue(bindings.NewOperatorWhitelist)
	recovery    = sync.OnceValue(bindings.NewRecoveryModule)
	makers      = sync.OnceValue(bindings.NewMultisigMaker)
	safes       = sync.OnceValue(bindings.NewSafe)
	tokens      = sync.OnceValue(bindings.NewERC20)
)

// Reader reads the registries of one chain.
type Reader struct {
	cfg  Config
	node Node
}

// NewReader reads by way of node.
func NewReader(cfg Config, node Node) (*Reader, error) {
	var errs []error
	if cfg.ChainID == 0 {
		errs = append(errs, errors.New("no chain id"))
	}
	if (cfg.ComponentRegistry == common.Address{}) != (cfg.AgentRegistry == common.Address{}) {
		errs = append(errs, errors.New("one of the registries of components and agents without the other"))
	}
	if cfg.ServiceRegistry == (common.Address{}) && cfg.AgentRegistry == (common.Address{}) {
		errs = append(errs, errors.New("no registry at all"))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("registries: %w", err)
	}
	return &Reader{cfg, node}, nil
}

// View is the registries as of one block.
type View struct {
	cfg  Config
	node Node
	head *types.Header
}

// At is the registries as of a block; nil is the newest.
func (r *Reader) At(ctx context.Context, block *big.Int) (*View, error) {
	head, err := r.node.HeaderByNumber(ctx, block)
	if err != nil {
		return nil, fmt.Errorf("reading a block: %w", err)
	}
	return &View{r.cfg, r.node, head}, nil
}

// Block is the number of the view's block.
func (v *View) Block() uint64 { return v.head.Number.Uint64() }

// Still returns ErrMoved if the view's block is no longer in the chain: then
// what was read may be of different blocks.
func (v *View) Still(ctx context.Context) error {
	again, err := v.node.HeaderByNumber(ctx, v.head.Number)
	switch {
	case errors.Is(err, ethereum.NotFound):
		return ErrMoved
	case err != nil:
		return fmt.Errorf("reading block %v again: %w", v.head.Number, err)
	case again.Hash() != v.head.Hash():
		return ErrMoved
	}
	return nil
}

// Read answers a question about the newest block, with a view that held until
// the answer was complete.
func Read[A any](ctx context.Context, r *Reader, question func(context.Context, *View) (A, error)) (A, error) {
	const tries = 3
	var none A
	for try := 1; ; try++ {
		view, err := r.At(ctx, nil)
		if err != nil {
			return none, err
		}
		answer, err := question(ctx, view)
		moved := view.Still(ctx)
		switch {
		case moved == nil:
			return answer, err
		case !errors.Is(moved, ErrMoved) || try == tries:
			return none, moved
		}
	}
}

// ask calls a function that changes nothing, and decodes what it returns.
func ask[A any](ctx context.Context, v *View, to common.Address, input []byte, decode func([]byte) (A, error)) (A, error) {
	return askAs(ctx, v, common.Address{}, to, input, decode)
}

// askAs is ask with a caller.
func askAs[A any](ctx context.Context, v *View, from, to common.Address, input []byte, decode func([]byte) (A, error)) (A, error) {
	var none A
	output, err := v.node.CallContract(ctx, ethereum.CallMsg{From: from, To: &to, Data: input}, v.head.Number)
	if err != nil {
		if data, reverted := evm.Reverted(err); reverted {
			return none, ParseRevert(data)
		}
		return none, fmt.Errorf("calling %v: %w", to, evm.Plain(err))
	}
	answer, err := decode(output)
	if err != nil {
		return none, fmt.Errorf("%v: %w", to, ErrNoContract)
	}
	return answer, nil
}

// maybe is ask where a contract of an older version may not have the function:
// then the answer is the zero one.
func maybe[A any](ctx context.Context, v *View, to common.Address, input []byte, decode func([]byte) (A, error)) (A, error) {
	answer, err := ask(ctx, v, to, input, decode)
	var revert *Revert
	if errors.Is(err, ErrNoContract) || errors.As(err, &revert) && len(revert.Data) == 0 {
		var none A
		return none, nil
	}
	return answer, err
}

func number(n uint32) *big.Int { return new(big.Int).SetUint64(uint64(n)) }
