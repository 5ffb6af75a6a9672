package send

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/signing"
)

// Flight is a transaction that was sent, with those that replace it: they all
// have one nonce, so one of them at most happens.
type Flight struct {
	sender *Sender
	plan   Plan
	nonce  uint64
	price  evm.Price
	sent   []*types.Transaction // the newest last
	at     time.Time            // when the newest was handed in
	taken  bool                 // a node said that it has one of them
	said   error                // what the node said to the newest instead of taking it; nil: it took it
}

// Newest is the transaction that was sent last.
func (f *Flight) Newest() common.Hash { return f.sent[len(f.sent)-1].Hash() }

// maxOutbids bounds how often the price is raised against what the pool holds:
// up to 16 times the price.
const maxOutbids = 24

// Launch sends a plan for the first time. After an error nothing was sent, as
// the node refused it. One that fails may have taken it; then Step finds out.
func (s *Sender) Launch(ctx context.Context, now time.Time, p Plan) (*Flight, error) {
	nonce, err := s.nonce(ctx)
	if err != nil {
		return nil, err
	}
	f := &Flight{sender: s, plan: p, nonce: nonce, price: p.Price, at: now}
	for range maxOutbids {
		var refusal evm.Refusal
		if refusal, err = f.hand(ctx, now); len(f.sent) > 0 {
			return f, nil
		}
		if refusal != evm.RefusedUnderpriced || !s.cfg.Replace {
			return nil, err
		}
		f.price = f.price.Bumped()
		if err := f.affordable(); err != nil {
			return nil, err
		}
	}
	return nil, err
}

// affordable tells whether the price is within what the rules and the account
// allow.
func (f *Flight) affordable() error {
	if f.price.Limit.Cmp(f.sender.cfg.MaxFee) > 0 {
		return evm.ErrDear
	}
	if cost := f.price.Cost(f.plan.Gas); cost.Add(cost, f.plan.Call.Value).Cmp(f.plan.Balance) > 0 {
		return ErrPoor
	}
	return nil
}

// hand signs the transaction at the present price and gives it to the node.
func (f *Flight) hand(ctx context.Context, now time.Time) (evm.Refusal, error) {
	call := f.plan.Call
	request, err := signing.Transaction(types.NewTx(&types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(f.sender.cfg.ChainID), Nonce: f.nonce, GasTipCap: f.price.Tip, GasFeeCap: f.price.Limit,
		Gas: f.plan.Gas, To: &call.To, Value: call.Value, Data: call.Data,
	}))
	if err != nil {
		return "", err
	}
	tx, err := request.SignedBy(ctx, f.sender.signer)
	if err != nil {
		return "", err
	}
	refusal, err := f.give(ctx, tx)
	if refusal == "" {
		f.sent, f.at = append(f.sent, tx), now // after an error it may have got through nevertheless
	}
	if refusal == evm.RefusedPoor {
		return refusal, ErrPoor
	}
	return refusal, err
}

// give hands a transaction in, and keeps what the node says. One that it knows
// it has taken.
func (f *Flight) give(ctx context.Context, tx *types.Transaction) (evm.Refusal, error) {
	f.said = nil
	err := f.sender.node.SendTransaction(ctx, tx)
	if err == nil || evm.RefusalOf(err) == evm.RefusedKnown {
		f.taken = true
		return "", nil
	}
	f.said = fmt.Errorf("sending: %w", evm.Plain(err))
	return evm.RefusalOf(err), f.said
}

// outstanding is the error of who gives up waiting for it.
func (f *Flight) outstanding(why, trouble error) error {
	return &OutstandingError{f.Newest(), f.taken, why, cmp.Or(trouble, f.said)}
}

// Step looks what became of the transaction: a receipt once it counts, an error
// that is Final, trouble of the node, or neither: then step again. One that
// gets into no block for Patience is replaced by one that pays more, and one
// whose block was lost is handed in again.
func (f *Flight) Step(ctx context.Context, now time.Time) (*Receipt, error) {
	head, err := f.sender.node.HeaderByNumber(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("reading the head: %w", err)
	}
	mined, err := f.mined(ctx)
	if errors.Is(err, errIndexing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if mined != nil {
		f.at, f.taken, f.said = now, true, nil // should the block be lost, patience begins anew
		return f.judge(ctx, head.Number.Uint64(), mined)
	}
	if err := f.overtaken(ctx, head.Number.Uint64()); err != nil {
		return nil, err
	}
	if now.Sub(f.at) < f.sender.cfg.Patience {
		return nil, nil
	}
	return nil, f.raise(ctx, now)
}

// errIndexing is a node that has just started and cannot tell yet.
var errIndexing = errors.New("the node is still indexing transactions")

// mined is the receipt of one of the transactions, if a block has one.
func (f *Flight) mined(ctx context.Context) (*types.Receipt, error) {
	for _, tx := range f.sent {
		receipt, err := f.sender.node.TransactionReceipt(ctx, tx.Hash())
		switch {
		case err == nil && receipt.BlockNumber != nil:
			return receipt, nil
		case err == nil, errors.Is(err, ethereum.NotFound): // some nodes give receipts of what waits, too
		case strings.Contains(err.Error(), "indexing is in progress"):
			return nil, errIndexing
		default:
			return nil, fmt.Errorf("reading a receipt: %w", err)
		}
	}
	return nil, nil
}

// judge tells what a receipt says once its block is deep enough and still the
// one at its height.
func (f *Flight) judge(ctx context.Context, head uint64, mined *types.Receipt) (*Receipt, error) {
	block := mined.BlockNumber.Uint64()
	if block > head || head-block+1 < f.sender.cfg.Depth {
		return nil, nil
	}
	header, err := f.sender.node.HeaderByNumber(ctx, mined.BlockNumber)
	if err != nil {
		return nil, fmt.Errorf("reading block %d: %w", block, err)
	}
	if header.Hash() != mined.BlockHash {
		return nil, nil // a reorganisation is under way
	}
	if mined.Status != types.ReceiptStatusSuccessful {
		return nil, &RevertError{Reason: f.why(ctx, mined.BlockNumber), Tx: mined.TxHash}
	}
	fee := new(big.Int).SetUint64(mined.GasUsed)
	if mined.EffectiveGasPrice != nil {
		fee.Mul(fee, mined.EffectiveGasPrice)
	}
	return &Receipt{Tx: mined.TxHash, Block: block, Gas: mined.GasUsed, Fee: fee, Logs: mined.Logs}, nil
}

// why asks for the reason of a revert as of the block before, and then as of
// the block itself, where another transaction may have come first.
func (f *Flight) why(ctx context.Context, block *big.Int) string {
	for _, at := range []*big.Int{new(big.Int).Sub(block, common.Big1), block} {
		_, err := f.sender.node.CallContract(ctx, f.sender.message(f.plan.Call), at)
		if data, reverts := evm.Reverted(err); reverts {
			return f.sender.cfg.Explain(data)
		}
	}
	return "for a reason that went away, or for lack of gas"
}

// overtaken is a *UsedError when something else took the nonce, deep enough.
func (f *Flight) overtaken(ctx context.Context, head uint64) error {
	if head+1 < f.sender.cfg.Depth {
		return nil
	}
	deep := new(big.Int).SetUint64(head + 1 - f.sender.cfg.Depth)
	next, err := f.sender.node.NonceAt(ctx, f.plan.From, deep)
	if err != nil {
		return fmt.Errorf("reading the nonce of the account: %w", err)
	}
	if next <= f.nonce {
		return nil
	}
	// A receipt may have come up since it was looked for.
	if mined, err := f.mined(ctx); err != nil || mined != nil {
		return err
	}
	return &UsedError{f.Newest()}
}

// raise sends again for an eighth more, or what is usual now if that is more;
// where that is not allowed, for as much as before, should it have been lost.
func (f *Flight) raise(ctx context.Context, now time.Time) error {
	next, err := f.sender.node.NonceAt(ctx, f.plan.From, nil)
	if err != nil {
		return fmt.Errorf("reading the nonce of the account: %w", err)
	}
	if next > f.nonce {
		return nil // a block has something with that nonce; look again
	}
	raised := f.price.Bumped()
	if present, err := evm.Suggest(ctx, f.sender.node, f.sender.cfg.FeeRules); err == nil {
		raised = raised.AtLeast(present)
	}
	before := f.price
	f.price, f.at = raised, now // whatever comes of it, nobody is asked again at once
	var dear error
	if f.affordable() == nil {
		switch refusal, err := f.hand(ctx, now); refusal {
		case "":
			return err
		case evm.RefusedOther:
			dear = err // more than the node lets anybody pay, say
		default: // one of them is in the pool, or in a block by now
			return nil
		}
	}
	f.price = before
	refusal, err := f.give(ctx, f.sent[len(f.sent)-1])
	f.said = cmp.Or(f.said, dear)
	if refusal == "" || refusal == evm.RefusedOther {
		return err
	}
	return nil
}
