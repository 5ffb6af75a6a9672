package settle

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

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/signing"
)

// ManagerConfig says how much to pay and how sure to be. The zero value works
// for Ethereum.
type ManagerConfig struct {
	ChainID  uint64        // of the chain; required
	Depth    uint64        // blocks, the one with the event included, until it counts; default 6
	Lookback uint64        // blocks searched for events, which take a request per 1,000; default 50,000
	Patience time.Duration // until a transaction is replaced by one that pays more; default 20 s
	Quorum   int           // nodes that must agree on what is final; default more than half of node and witnesses
	Timeout  time.Duration // for witnesses to answer; default 10 s

	evm.FeeRules // what to pay; package networks knows what is usual where
}

// Progress is what a step found or did.
type Progress struct {
	Status chain.Status
	Report Report      // for Plan.Report; empty if there is nothing to say yet
	Detail string      // for people
	Tx     common.Hash // the newest transaction of this key for it, if any
}

// Manager sends settlements as one key on one chain. One goroutine owns it;
// nothing else may use the key there. It keeps nothing that has to survive.
type Manager struct {
	cfg    ManagerConfig
	node   Node
	signer signing.Signer
	look   observer
	right  bool    // the node is one of this chain
	flight *flight // nil: nothing of ours is on its way
}

// flight is a nonce of the key that a settlement was sent with.
type flight struct {
	hash   common.Hash // of the proposal
	nonce  uint64
	gas    uint64
	price  evm.Price
	sent   []*types.Transaction // the newest last; all have the same nonce
	taken  bool                 // the node has the newest
	at     time.Time            // when it was sent
	failed int                  // transactions before it that reverted in a block
}

// maxReverts is how many transactions may revert in blocks although simulation
// says they will not.
const maxReverts = 2

// NewManager checks the configuration; it asks the node nothing. Witnesses are
// nodes of other operators that have to confirm what the node calls final.
func NewManager(cfg ManagerConfig, node Node, signer signing.Signer, witnesses ...Node) (*Manager, error) {
	cfg.Quorum = cmp.Or(cfg.Quorum, (len(witnesses)+1)/2+1)
	cfg.Timeout = cmp.Or(cfg.Timeout, 10*time.Second)
	cfg.Depth = cmp.Or(cfg.Depth, 6)
	cfg.Lookback = cmp.Or(cfg.Lookback, 50_000)
	cfg.Patience = cmp.Or(cfg.Patience, 20*time.Second)
	var errs []error
	rules, err := cfg.FeeRules.Complete()
	if err != nil {
		errs = append(errs, err)
	}
	cfg.FeeRules = rules
	if cfg.ChainID == 0 {
		errs = append(errs, errors.New("no chain id"))
	}
	if cfg.Patience < 0 || cfg.Timeout < 0 {
		errs = append(errs, fmt.Errorf("a patience of %v, a timeout of %v", cfg.Patience, cfg.Timeout))
	}
	if cfg.Quorum < 1 || cfg.Quorum > len(witnesses)+1 {
		errs = append(errs, fmt.Errorf("a quorum of %d of %d nodes", cfg.Quorum, len(witnesses)+1))
	}
	if len(errs) > 0 {
		return nil, fmt.Errorf("transaction manager: %w", errors.Join(errs...))
	}
	return &Manager{
		cfg: cfg, node: node, signer: signer,
		look: observer{node, witnesses, cfg.Quorum, cfg.Timeout, cfg.Depth, cfg.Lookback},
	}, nil
}

// Step moves a settlement on as far as possible without waiting. An error is
// the node's or the signer's trouble: nothing is decided, step again; but for
// ErrTooOld, which stays. Time only counts from one call to the next.
func (m *Manager) Step(ctx context.Context, now time.Time, s Signed) (Progress, error) {
	if s.record.ChainID != m.cfg.ChainID {
		return Progress{}, fmt.Errorf("settling on chain %d: the transaction is for chain %d", m.cfg.ChainID, s.record.ChainID)
	}
	progress, err := m.step(ctx, now, s)
	if m.flight != nil && m.flight.hash == s.hash && len(m.flight.sent) > 0 {
		progress.Tx = m.flight.newest().Hash()
	}
	if err != nil {
		return progress, fmt.Errorf("settling: %w", err)
	}
	return progress, nil
}

func (m *Manager) step(ctx context.Context, now time.Time, s Signed) (Progress, error) {
	progress := Progress{Status: chain.Pending}
	if err := m.checkNode(ctx); err != nil {
		return progress, err
	}
	seen, err := m.look.look(ctx, s.Proposal)
	if err != nil {
		return progress, err
	}
	switch {
	case seen.status != chain.Pending:
		if m.flight != nil && m.flight.hash == s.hash {
			m.flight = nil
		}
		return Progress{Status: seen.status}, nil
	case seen.used:
		if m.flight != nil {
			m.flight.at = now // should the block be lost, patience begins anew
		}
		progress.Report, progress.Detail = ReportSent, "in a block that is not deep enough"
		return progress, nil
	case seen.disputed:
		progress.Detail = "the node says it is over, and others do not"
		return progress, nil
	case seen.early:
		progress.Detail = "an earlier transaction of the Safe is outstanding"
		return progress, nil
	}
	next, err := m.node.NonceAt(ctx, m.signer.Address(), nil)
	if err != nil {
		return progress, fmt.Errorf("reading the nonce of the key: %w", err)
	}
	if m.flight != nil && m.flight.hash != s.hash {
		if next <= m.flight.nonce {
			progress.Detail = "another settlement of this key is on its way"
			return progress, nil
		}
		m.flight = nil
	}
	if m.flight != nil && next > m.flight.nonce {
		if err := m.land(ctx); err != nil {
			return progress, err
		}
	}
	if m.flight == nil || len(m.flight.sent) == 0 {
		return m.launch(ctx, now, s, next)
	}
	return m.follow(ctx, now, s)
}

// checkNode asks the node once which chain it is on.
func (m *Manager) checkNode(ctx context.Context) error {
	if m.right {
		return nil
	}
	id, err := m.node.ChainID(ctx)
	if err != nil {
		return fmt.Errorf("reading the chain id: %w", err)
	}
	if !id.IsUint64() || id.Uint64() != m.cfg.ChainID {
		return fmt.Errorf("the node is on chain %v, not %d", id, m.cfg.ChainID)
	}
	m.right = true
	return nil
}

// land finds out what became of a nonce that is used up though the Safe did
// not move: a transaction of ours reverted, or a stranger has our key.
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
		if receipt.Status == types.ReceiptStatusFailed {
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

// follow looks after what was sent.
func (m *Manager) follow(ctx context.Context, now time.Time, s Signed) (Progress, error) {
	f := m.flight
	progress := Progress{Status: chain.Pending, Report: ReportSent}
	if !f.taken {
		return m.send(ctx, now, s, f)
	}
	if now.Sub(f.at) < m.cfg.Patience {
		return progress, nil
	}
	_, reason, err := m.simulate(ctx, s)
	if err != nil {
		return progress, err
	}
	if reason != "" {
		return m.refuse(ctx, s, reason)
	}
	raised := f.price.Bumped()
	if present, err := evm.Suggest(ctx, m.node, m.cfg.FeeRules); err == nil {
		raised = raised.AtLeast(present)
	} else if !errors.Is(err, evm.ErrDear) {
		return progress, err
	}
	if raised.Limit.Cmp(m.cfg.MaxFee) > 0 {
		progress.Detail = evm.ErrDear.Error()
		return progress, nil
	}
	replacement := *f
	replacement.price, replacement.taken = raised, false
	return m.send(ctx, now, s, &replacement)
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

// simulate is the gas a transaction needs, or why it reverts.
func (m *Manager) simulate(ctx context.Context, s Signed) (gas uint64, reason string, err error) {
	data, err := s.Calldata()
	if err != nil {
		return 0, "", err
	}
	gas, err = m.node.EstimateGas(ctx, ethereum.CallMsg{From: m.signer.Address(), To: &s.record.Safe, Data: data})
	if said, ok := evm.Reverted(err); ok {
		return 0, evm.RevertReason(said), nil
	}
	if err != nil {
		return 0, "", fmt.Errorf("simulating: %w", err)
	}
	return gas + gas/5, "", nil // the state may be another when it is mined
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
			progress.Report, progress.Detail = ReportPoor, short
			return progress, nil
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
			f.price = f.price.Bumped()
			if f.price.Limit.Cmp(m.cfg.MaxFee) > 0 {
				progress.Detail = "the pool holds a transaction that may not be outbid"
				return progress, nil
			}
		case refusal == evm.RefusedPoor:
			progress.Report, progress.Detail = ReportPoor, "the node says so"
			return progress, nil
		case refusal == evm.RefusedOldNonce:
			progress.Detail = "the nonce of the key was used meanwhile"
			return progress, nil
		default: // it may have got through nevertheless
			m.board(f, tx, now, false)
			return progress, fmt.Errorf("sending: %w", err)
		}
	}
	progress.Detail = "the pool holds a transaction that has not been outbid yet"
	m.flight = nil
	return progress, nil
}

// board remembers a transaction that is, or may be, on its way.
func (m *Manager) board(f *flight, tx *types.Transaction, now time.Time, taken bool) {
	if len(f.sent) == 0 || f.newest().Hash() != tx.Hash() {
		f.sent = append(f.sent[:len(f.sent):len(f.sent)], tx)
	}
	f.taken, f.at = taken, now
	m.flight = f
}

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
