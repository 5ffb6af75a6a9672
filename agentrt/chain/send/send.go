// Package send sends transactions of ordinary accounts, one at a time: it
// simulates them, prices them, and sees to it that each gets into a block, once
// and deep enough.
//
// The command line uses it for what a person decided; the transactions of a
// service's multisig are package settle's business. Prepare touches nothing;
// Launch and Step are the transaction's life, a step at a time, and Send is
// both with a clock. One goroutine owns a Sender. It keeps nothing: whoever
// starts anew looks at the chain first, as Launch refuses to queue behind
// something that is on its way.
package send

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/signing"
)

// Call is what an account shall do.
type Call struct {
	To    common.Address
	Value *big.Int // wei; nil is 0
	Data  []byte
}

// Config says how much to pay and how sure to be. The zero value of all but
// ChainID works for Ethereum.
type Config struct {
	ChainID  uint64        // of the chain; required
	Depth    uint64        // blocks, the one with the transaction included, until it counts; default 6
	Patience time.Duration // until a transaction is replaced by one that pays more; default 30 s
	Poll     time.Duration // between looks at the chain; default 2 s

	evm.FeeRules // what to pay

	// Explain names what a contract gave as its reason. Default
	// evm.RevertReason.
	Explain func(data []byte) string

	// Replace sends at the nonce of a transaction that is on its way, and
	// outbids it.
	Replace bool
}

// Errors of sending; test with errors.Is.
var (
	ErrPoor = errors.New("the account cannot pay for it")
	ErrBusy = errors.New("a transaction of the account is on its way already")
)

// UsedError says that another transaction of the account took the place of one
// that was sent, which cannot happen any more.
type UsedError struct{ Tx common.Hash }

// Error names the one that was sent.
func (u *UsedError) Error() string {
	return fmt.Sprintf("another transaction of the account took the place of %v", u.Tx)
}

// RevertError says that a call reverts, in simulation or in a block.
type RevertError struct {
	Reason string
	Data   []byte      // what the contract gave in simulation; empty: it did not say why
	Tx     common.Hash // in a block; zero: only in simulation, and nothing was sent
}

// Error is the reason.
func (r *RevertError) Error() string {
	if r.Tx != (common.Hash{}) {
		return fmt.Sprintf("transaction %v reverted: %s", r.Tx, r.Reason)
	}
	return "it would revert: " + r.Reason
}

// OutstandingError says that waiting ended, and the transaction may still
// happen.
type OutstandingError struct {
	Tx    common.Hash
	Taken bool  // a node said that it has it, or what it replaces
	Err   error // of the context
	Node  error // trouble of the node when it was looked for last, or else when it was sent last; nil: there was none
}

// Error is why waiting ended.
func (o *OutstandingError) Error() string {
	why := o.Err.Error()
	switch {
	case errors.Is(o.Err, context.Canceled):
		why = "interrupted"
	case errors.Is(o.Err, context.DeadlineExceeded):
		why = "the time for it is over"
	}
	if o.Node != nil {
		why += "; " + evm.Plain(o.Node).Error()
	}
	on := "is on its way"
	if !o.Taken {
		on = "may be on its way"
	}
	return fmt.Sprintf("transaction %v %s, and not in a block that is deep enough: %s", o.Tx, on, why)
}

// Unwrap is why waiting ended.
func (o *OutstandingError) Unwrap() error { return o.Err }

// Sender sends as one account on one chain.
type Sender struct {
	cfg    Config
	node   evm.Client
	signer signing.Signer
}

// New checks the configuration; it asks the node nothing.
func New(cfg Config, node evm.Client, signer signing.Signer) (*Sender, error) {
	cfg.Depth = cmp.Or(cfg.Depth, 6)
	cfg.Patience = cmp.Or(cfg.Patience, 30*time.Second)
	cfg.Poll = cmp.Or(cfg.Poll, 2*time.Second)
	if cfg.Explain == nil {
		cfg.Explain = evm.RevertReason
	}
	var errs []error
	if cfg.ChainID == 0 {
		errs = append(errs, errors.New("no chain id"))
	}
	if cfg.Patience < 0 || cfg.Poll < 0 {
		errs = append(errs, fmt.Errorf("a patience of %v, looks every %v", cfg.Patience, cfg.Poll))
	}
	rules, err := cfg.FeeRules.Complete()
	errs = append(errs, err)
	cfg.FeeRules = rules
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	return &Sender{cfg, node, signer}, nil
}

// Plan is a call that would succeed now, and what it would cost.
type Plan struct {
	Call    Call
	From    common.Address
	Gas     uint64
	Price   evm.Price
	Fee     *big.Int // the most that gas can cost, in wei
	Balance *big.Int // of the account, in wei
	Output  []byte   // what the call returns
}

// Total is the most that leaves the account, in wei.
func (p Plan) Total() *big.Int { return new(big.Int).Add(p.Fee, p.Call.Value) }

// Prepare simulates a call and prices it. The errors are *RevertError,
// evm.ErrDear, ErrPoor, or the node's trouble. With ErrPoor the plan is there,
// too, to tell what is lacking.
func (s *Sender) Prepare(ctx context.Context, call Call) (Plan, error) {
	if call.Value == nil {
		call.Value = new(big.Int)
	}
	p := Plan{Call: call, From: s.signer.Address()}
	if err := s.checkChain(ctx); err != nil {
		return p, err
	}
	var err error
	if p.Balance, err = s.node.BalanceAt(ctx, p.From, nil); err != nil {
		return p, fmt.Errorf("reading the balance: %w", err)
	}
	if p.Balance.Cmp(call.Value) < 0 { // else the node would say so, in words of its own
		p.Fee = new(big.Int)
		return p, ErrPoor
	}
	if p.Output, err = s.node.CallContract(ctx, s.message(call), nil); err != nil {
		return p, s.simulated(err)
	}
	gas, err := s.node.EstimateGas(ctx, s.message(call))
	if err != nil {
		return p, s.simulated(err)
	}
	p.Gas = gas + gas/5 // the state may be another when it is mined
	if p.Price, err = evm.Suggest(ctx, s.node, s.cfg.FeeRules); err != nil {
		return p, err
	}
	p.Fee = p.Price.Cost(p.Gas)
	if p.Balance.Cmp(p.Total()) < 0 {
		return p, ErrPoor
	}
	return p, nil
}

// checkChain asks the node which chain it is on: what is signed is good for
// one only.
func (s *Sender) checkChain(ctx context.Context) error {
	id, err := s.node.ChainID(ctx)
	if err != nil {
		return fmt.Errorf("reading the chain id: %w", err)
	}
	if !id.IsUint64() || id.Uint64() != s.cfg.ChainID {
		return fmt.Errorf("the node is on chain %v, not %d", id, s.cfg.ChainID)
	}
	return nil
}

func (s *Sender) message(call Call) ethereum.CallMsg {
	return ethereum.CallMsg{From: s.signer.Address(), To: &call.To, Value: call.Value, Data: call.Data}
}

// simulated is the error of a simulation.
func (s *Sender) simulated(err error) error {
	if data, reverts := evm.Reverted(err); reverts {
		return &RevertError{Reason: s.cfg.Explain(data), Data: data}
	}
	return fmt.Errorf("simulating: %w", err)
}

// pending is the block of what waits in the pool.
var pending = big.NewInt(int64(rpc.PendingBlockNumber))

// nonce is the one to send with.
func (s *Sender) nonce(ctx context.Context) (uint64, error) {
	next, err := s.node.NonceAt(ctx, s.signer.Address(), nil)
	if err != nil {
		return 0, fmt.Errorf("reading the nonce of the account: %w", err)
	}
	if s.cfg.Replace {
		return next, nil
	}
	queued, err := s.node.NonceAt(ctx, s.signer.Address(), pending)
	if err != nil {
		return 0, fmt.Errorf("reading the nonce of the account: %w", err)
	}
	if queued > next {
		return 0, ErrBusy // it may be the very same, sent a moment ago
	}
	return next, nil
}

// Receipt is a transaction that took effect, deep enough.
type Receipt struct {
	Tx    common.Hash
	Block uint64
	Gas   uint64   // used
	Fee   *big.Int // paid, in wei
	Logs  []*types.Log
}

// Send launches a plan and steps until it has an end, or ctx has. The latter
// is an *OutstandingError.
func (s *Sender) Send(ctx context.Context, p Plan) (Receipt, error) {
	flight, err := s.Launch(ctx, time.Now(), p)
	if err != nil {
		return Receipt{}, err
	}
	ticker := time.NewTicker(s.cfg.Poll)
	defer ticker.Stop()
	var trouble error
	for {
		receipt, err := flight.Step(ctx, time.Now())
		switch {
		case receipt != nil || Final(err):
			return *cmp.Or(receipt, &Receipt{}), err
		case ctx.Err() != nil:
			return Receipt{}, flight.outstanding(ctx.Err(), trouble)
		}
		trouble = err
		select {
		case <-ctx.Done():
			return Receipt{}, flight.outstanding(ctx.Err(), trouble)
		case <-ticker.C:
		}
	}
}

// Final tells whether an error of Step is the end of a transaction. Others are
// trouble of the node or the signer.
func Final(err error) bool {
	var reverted *RevertError
	var used *UsedError
	return errors.As(err, &used) || errors.As(err, &reverted)
}
