package settle

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/signing"
)

// flight is a nonce of the key that a settlement was sent with.
type flight struct {
	hash   common.Hash // of the proposal
	nonce  uint64
	gas    uint64
	price  evm.Price
	sent   []*types.Transaction // the newest last; all have the same nonce
	taken  bool                 // there is nothing to hand in before patience is over
	held   *types.Transaction   // the newest that the node has, or had; nil: none
	at     time.Time            // when it was sent
	failed int                  // transactions before it that reverted in a block
}

// maxReverts is how many transactions may revert in blocks although simulation
// says they will not.
const maxReverts = 2

// land finds out what became of a nonce that is used up though the Safe did
// not move: a transaction of ours reverted, or something else was sent with
// the key.
func (m *Manager) land(ctx context.Context) error {
	failed := m.flight.failed
	for _, tx := range m.flight.sent {
		receipt, err := m.node.TransactionReceipt(ctx, tx.Hash())
		if errors.Is(err, ethereum.NotFound) {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading a receipt: %w", err)
		}
		if receipt.BlockNumber != nil && receipt.Status == types.ReceiptStatusFailed { // some nodes have receipts of what waits
			failed++
		}
	}
	m.flight = &flight{hash: m.flight.hash, failed: failed}
	return nil
}

// launch sends for the first time with a nonce.
func (m *Manager) launch(ctx context.Context, now time.Time, s Signed, nonce uint64) (Progress, error) {
	progress := Progress{Status: chain.Pending}
	f := &flight{hash: s.hash, nonce: nonce}
	if m.flight != nil {
		f.failed = m.flight.failed
	}
	if f.failed >= maxReverts {
		progress.Report, progress.Detail = ReportRefused, "it reverted in a block"
		return progress, nil
	}
	gas, reason, err := m.simulate(ctx, s)
	if err != nil {
		return progress, err
	}
	if reason != "" {
		return m.refuse(ctx, s, reason)
	}
	if taken, err := m.occupied(ctx, nonce); taken || err != nil {
		progress.Detail = waiting
		return progress, err
	}
	f.gas = gas
	f.price, err = evm.Suggest(ctx, m.node, m.cfg.FeeRules)
	if errors.Is(err, evm.ErrDear) {
		progress.Detail = evm.ErrDear.Error()
		return progress, nil
	}
	if err != nil {
		return progress, err
	}
	return m.send(ctx, now, s, f)
}

// waiting is for people, while the pool holds what may not be outbid.
const waiting = "another transaction of this key waits in the pool"

// pending is the state with what the pool holds.
var pending = big.NewInt(int64(rpc.PendingBlockNumber))

// occupied tells whether something waits in the pool at the next nonce of the
// key that may not be outbid. What was sent before a restart, or what a node
// failed to answer, cannot be told from what others send with the key, and it
// will happen or free the nonce anyway.
func (m *Manager) occupied(ctx context.Context, next uint64) (bool, error) {
	if m.mayOutbid(next) {
		return false, nil
	}
	queued, err := m.node.NonceAt(ctx, m.signer.Address(), pending)
	if err != nil {
		return false, fmt.Errorf("reading the nonce of the key: %w", err)
	}
	return queued > next, nil
}

// mayOutbid tells whether what the pool holds at a nonce of the key is ours, or
// may be outbid whatever it is.
func (m *Manager) mayOutbid(nonce uint64) bool { return m.cfg.Replace || nonce+1 == m.own }

// follow looks after what was sent.
func (m *Manager) follow(ctx context.Context, now time.Time, s Signed) (Progress, error) {
	f := m.flight
	progress := Progress{Status: chain.Pending, Report: ReportSent}
	if !f.taken {
		if others, err := m.occupied(ctx, f.nonce); others || err != nil {
			return Progress{Status: chain.Pending, Detail: waiting}, err
		}
		return m.send(ctx, now, s, f)
	}
	if now.Sub(f.at) < m.cfg.Patience {
		return progress, nil
	}
	gas, reason, err := m.simulate(ctx, s)
	if err != nil {
		return progress, err
	}
	if reason != "" {
		return m.refuse(ctx, s, reason)
	}
	present, err := evm.Suggest(ctx, m.node, m.cfg.FeeRules)
	if errors.Is(err, evm.ErrDear) {
		present = f.price // the next block is out of reach, and later ones may be not
	} else if err != nil {
		return progress, err
	}
	price, enough := raised(f.price, present, m.cfg.MaxFee)
	if !enough {
		return m.again(ctx, now, "a price that replaces it would be more than allowed")
	}
	replacement := *f
	replacement.price, replacement.gas, replacement.taken = price, max(f.gas, gas), false
	return m.send(ctx, now, s, &replacement)
}

// raised is a price that is an eighth higher, or the present one if that is
// more. Where the ceiling is in the way it is as much as that allows; false says
// that pools do not replace a transaction for so little.
func raised(price, present evm.Price, ceiling *big.Int) (evm.Price, bool) {
	more := price.Bumped().AtLeast(present)
	if more.Limit.Cmp(ceiling) > 0 {
		more.Limit = ceiling
	}
	if more.Tip.Cmp(more.Limit) > 0 {
		more.Tip = more.Limit
	}
	return more, aTenthMore(price.Tip, more.Tip) && aTenthMore(price.Limit, more.Limit)
}

func aTenthMore(before, after *big.Int) bool {
	return new(big.Int).Mul(after, big.NewInt(10)).Cmp(new(big.Int).Mul(before, big.NewInt(11))) >= 0
}

// cannotPay is for people, when a pool says so.
const cannotPay = "the node says that the key cannot pay"

// again hands in the newest transaction that was taken as it is: it may have
// been lost.
func (m *Manager) again(ctx context.Context, now time.Time, why string) (Progress, error) {
	progress := Progress{Status: chain.Pending, Report: ReportSent, Detail: why + "; the same one was handed in again"}
	if err := m.node.SendTransaction(ctx, m.flight.held); err != nil {
		switch evm.RefusalOf(err) {
		case "":
			return progress, fmt.Errorf("sending again: %w", err)
		case evm.RefusedPoor: // a pool that had it would say so
			m.drop(m.flight)
			return Progress{Status: chain.Pending, Report: ReportPoor, Detail: cannotPay}, nil
		}
	}
	m.flight.taken, m.flight.at = true, now // whatever the pool said, it is not asked again at once
	return progress, nil
}

// unable is for a transaction that cannot be sent. If it was to replace another,
// that one is on its way as before, paid for; only otherwise there is something
// to report.
func (m *Manager) unable(ctx context.Context, now time.Time, f *flight, report Report, why string) (Progress, error) {
	if f.held != nil {
		return m.again(ctx, now, why)
	}
	return Progress{Status: chain.Pending, Report: report, Detail: why}, nil
}

// refuse reports a revert, unless it is because another keeper's transaction
// got into a block just now.
func (m *Manager) refuse(ctx context.Context, s Signed, reason string) (Progress, error) {
	progress := Progress{Status: chain.Pending, Report: ReportRefused, Detail: reason}
	seen, err := m.look.look(ctx, s.Proposal)
	if err != nil || seen.used || seen.disputed || seen.status != chain.Pending {
		progress.Report, progress.Detail = "", "the nonce of the Safe was used meanwhile"
	}
	return progress, err
}

// maxOutbids bounds how often a step raises the price against a transaction
// that the pool holds and nobody here remembers: up to 16 times the price.
const maxOutbids = 24

// send hands in a transaction with the nonce and fees of f, which from then on
// is the one to follow.
func (m *Manager) send(ctx context.Context, now time.Time, s Signed, f *flight) (Progress, error) {
	progress := Progress{Status: chain.Pending}
	for range maxOutbids {
		short, err := m.short(ctx, f)
		if err != nil {
			return progress, err
		}
		if short != "" {
			return m.unable(ctx, now, f, ReportPoor, short)
		}
		tx, err := m.sign(ctx, s, f)
		if err != nil {
			return progress, err
		}
		err = m.node.SendTransaction(ctx, tx)
		var refusal evm.Refusal
		if err != nil {
			refusal = evm.RefusalOf(err)
		}
		switch {
		case err == nil || refusal == evm.RefusedKnown:
			m.board(f, tx, now, true)
			progress.Report = ReportSent
			return progress, nil
		case refusal == evm.RefusedUnderpriced:
			if replaces := strings.Contains(strings.ToLower(err.Error()), "replac"); replaces && !m.mayOutbid(f.nonce) {
				return m.unable(ctx, now, f, "", waiting)
			}
			price, enough := raised(f.price, f.price, m.cfg.MaxFee)
			if !enough {
				return m.unable(ctx, now, f, "", "the pool holds a transaction that may not be outbid")
			}
			f.price = price
		case refusal == evm.RefusedPoor:
			return m.unable(ctx, now, f, ReportPoor, cannotPay)
		case refusal == evm.RefusedOldNonce:
			progress.Detail = "the nonce of the key was used meanwhile"
			return progress, nil
		case refusal == evm.RefusedOther: // the price may be why
			if f.held != nil {
				return m.again(ctx, now, fmt.Sprintf("the node refuses what would replace it (%v)", evm.Plain(err)))
			}
			m.drop(f)
			return progress, fmt.Errorf("sending: %w", err)
		default: // it may have got through nevertheless
			m.board(f, tx, now, false)
			return progress, fmt.Errorf("sending: %w", err)
		}
	}
	if f.held == nil {
		m.drop(f)
	}
	return m.unable(ctx, now, f, "", "the pool holds a transaction that has not been outbid yet")
}

// board remembers a transaction that is, or may be, on its way.
func (m *Manager) board(f *flight, tx *types.Transaction, now time.Time, taken bool) {
	if len(f.sent) == 0 || f.newest().Hash() != tx.Hash() {
		f.sent = append(f.sent[:len(f.sent):len(f.sent)], tx)
	}
	f.taken, f.at = taken, now
	m.flight = f
	if taken {
		f.held, m.own = tx, f.nonce+1
	}
}

// drop forgets what was handed in, so that the next step begins anew, at the
// price of then.
func (m *Manager) drop(f *flight) { m.flight = &flight{hash: f.hash, failed: f.failed} }

func (f *flight) newest() *types.Transaction { return f.sent[len(f.sent)-1] }

// short says what the key lacks to pay, if anything.
func (m *Manager) short(ctx context.Context, f *flight) (string, error) {
	balance, err := m.node.BalanceAt(ctx, m.signer.Address(), nil)
	if err != nil {
		return "", fmt.Errorf("reading the balance: %w", err)
	}
	cost := f.price.Cost(f.gas)
	if balance.Cmp(cost) < 0 {
		return fmt.Sprintf("it may cost %v wei, and the key has %v", cost, balance), nil
	}
	return "", nil
}

func (m *Manager) sign(ctx context.Context, s Signed, f *flight) (*types.Transaction, error) {
	data, err := s.Calldata()
	if err != nil {
		return nil, err
	}
	tx := types.NewTx(&types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(m.cfg.ChainID), Nonce: f.nonce, GasTipCap: f.price.Tip, GasFeeCap: f.price.Limit, Gas: f.gas,
		To: &s.record.Safe, Value: new(big.Int), Data: data,
	})
	request, err := signing.Transaction(tx)
	if err != nil {
		return nil, err
	}
	return request.SignedBy(ctx, m.signer)
}
