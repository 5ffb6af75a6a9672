package settle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/signing"
)

// ManagerConfig says how much to pay and how sure to be. The zero value works
// for Ethereum.
type ManagerConfig struct {
	ChainID  uint64        // of the chain; required
	Depth    uint64        // blocks, the one with the event included, until it counts; default 6
	Lookback uint64        // blocks searched for events; default 50,000
	Patience time.Duration // until a transaction is replaced by one that pays more; default 20 s
	Quorum   int           // nodes that must agree on what is final; default more than half of node and witnesses
	Timeout  time.Duration // for a witness to answer one request; default 10 s

	// Replace outbids a transaction of the key that waits in the pool and is
	// none of this manager's, perhaps what it sent before a restart. Default: it
	// waits until that is in a block.
	Replace bool

	evm.FeeRules // what to pay; package networks knows what is usual where
}

// Progress is what a step found or did.
type Progress struct {
	Status chain.Status
	Report Report      // for Plan.Report; empty if there is nothing to say yet
	Detail string      // for people
	Tx     common.Hash // the newest transaction of this key for it, if any
}

// Manager sends settlements as one key on one chain. One goroutine owns it. It
// keeps nothing that has to survive, and takes turns with whatever else sends
// with the key there.
type Manager struct {
	cfg    ManagerConfig
	node   Node
	signer signing.Signer
	look   observer
	right  bool    // the node is one of this chain
	flight *flight // nil: nothing of ours is on its way
	own    uint64  // one more than the nonce of what a node took last; 0: none
}

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
// the node's or the signer's trouble: nothing is decided, step again; ErrTooOld
// goes away only if the node lagged behind. Time only counts from one call to the next.
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
		if len(m.flight.sent) > 0 && next <= m.flight.nonce {
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
