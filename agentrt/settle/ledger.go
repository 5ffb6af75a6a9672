package settle

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain"
)

// Ledger is a Safe as all chains are seen. Its members are owners, written as
// addresses with mixed case; its sequence is the Safe's nonce in decimal; its
// actions are what Action.Encode gives. As with Manager, one goroutine owns it.
type Ledger struct {
	safe    common.Address
	manager *Manager
}

var _ chain.Ledger = (*Ledger)(nil)

// NewLedger looks at a Safe through a manager's node, and submits through the
// manager.
func NewLedger(safeAddress common.Address, m *Manager) *Ledger { return &Ledger{safeAddress, m} }

// Encode is the action in the bytes that ParseAction reads: the version of
// records, then a record from its field "to" on.
func (a Action) Encode() ([]byte, error) {
	r := Record{ChainID: 1, Safe: common.Address{1}, Action: a}
	p, err := Propose(r)
	if err != nil {
		return nil, err
	}
	return append([]byte{recordVersion}, p.bytes[actionStart:]...), nil
}

// actionStart is where a record's action begins.
const actionStart = 37

// ParseAction reads an action from bytes. They are the only ones for it.
func ParseAction(b []byte) (Action, error) {
	if len(b) == 0 {
		return Action{}, errors.New("an action of 0 bytes")
	}
	whole := Record{ChainID: 1, Safe: common.Address{1}}.head()
	whole[0] = b[0]
	p, err := ParseProposal(append(whole, b[1:]...))
	return p.record.Action, err
}

// State reads nonce, owners and threshold as of one block.
func (l *Ledger) State(ctx context.Context) (chain.State, error) {
	m := l.manager
	if err := m.checkNode(ctx); err != nil {
		return chain.State{}, err
	}
	head, err := m.node.HeaderByNumber(ctx, nil)
	if err != nil {
		return chain.State{}, fmt.Errorf("reading the head: %w", err)
	}
	nonce, err := m.look.safeNonce(ctx, l.safe, head.Number)
	if err != nil {
		return chain.State{}, err
	}
	owners, err := l.owners(ctx, head.Number)
	if err != nil {
		return chain.State{}, fmt.Errorf("reading the owners of the Safe: %w", err)
	}
	state := chain.State{Sequence: chain.Sequence(strconv.FormatUint(nonce, 10)), Threshold: owners.threshold}
	for _, owner := range owners.addresses {
		state.Members = append(state.Members, chain.Member(owner.Hex()))
	}
	return state, nil
}

func (l *Ledger) owners(ctx context.Context, block *big.Int) (Owners, error) {
	read := func(method string) ([]any, error) {
		answer, err := l.manager.node.CallContract(ctx, ethereum.CallMsg{To: &l.safe, Data: safe.Methods[method].ID}, block)
		if err != nil {
			return nil, err
		}
		return safe.Unpack(method, answer)
	}
	list, err := read("getOwners")
	if err != nil {
		return Owners{}, err
	}
	threshold, err := read("getThreshold")
	if err != nil {
		return Owners{}, err
	}
	addresses, _ := list[0].([]common.Address) // the interface says so
	wanted, _ := threshold[0].(*big.Int)
	if !wanted.IsUint64() || wanted.Uint64() > MaxOwners {
		return Owners{}, fmt.Errorf("a threshold of %v", wanted)
	}
	return NewOwners(addresses, int(wanted.Uint64()))
}

// Propose binds an encoded action to the Safe and the nonce of a state.
func (l *Ledger) Propose(action []byte, at chain.State) (chain.Proposal, error) {
	a, err := ParseAction(action)
	if err != nil {
		return chain.Proposal{}, err
	}
	nonce, err := strconv.ParseUint(string(at.Sequence), 10, 64)
	if err != nil {
		return chain.Proposal{}, fmt.Errorf("sequence of a Safe: %w", err)
	}
	p, err := Propose(Record{ChainID: l.manager.cfg.ChainID, Safe: l.safe, Nonce: nonce, Action: a})
	if err != nil {
		return chain.Proposal{}, err
	}
	return chain.Proposal{Digest: chain.Digest(p.hash), Sequence: at.Sequence, Body: p.bytes}, nil
}

// proposal reads what Propose made, and makes sure that it is about this Safe.
func (l *Ledger) proposal(p chain.Proposal) (Proposal, error) {
	parsed, err := ParseProposal(p.Body)
	if err != nil {
		return Proposal{}, err
	}
	if parsed.hash != common.Hash(p.Digest) || parsed.record.Safe != l.safe || parsed.record.ChainID != l.manager.cfg.ChainID {
		return Proposal{}, errors.New("a proposal of another account, or with another digest")
	}
	return parsed, nil
}

// ownersOf are the owners of a state.
func ownersOf(at chain.State) (Owners, error) {
	var addresses []common.Address
	for _, m := range at.Members {
		address, err := memberAddress(m)
		if err != nil {
			return Owners{}, err
		}
		addresses = append(addresses, address)
	}
	return NewOwners(addresses, at.Threshold)
}

func memberAddress(m chain.Member) (common.Address, error) {
	if !common.IsHexAddress(string(m)) {
		return common.Address{}, fmt.Errorf("member %q of a Safe", m)
	}
	return common.HexToAddress(string(m)), nil
}

// Verify tells whether a signature counts.
func (l *Ledger) Verify(p chain.Proposal, at chain.State, s chain.Signature) error {
	_, err := l.collect(p, at, []chain.Signature{s})
	return err
}

// Assemble puts signatures in the order of the Safe. One that does not count is
// an error, even if there are enough others.
func (l *Ledger) Assemble(p chain.Proposal, at chain.State, signatures []chain.Signature) (chain.Transaction, error) {
	c, err := l.collect(p, at, signatures)
	if err != nil {
		return chain.Transaction{}, err
	}
	signed, err := c.Signed()
	if err != nil {
		return chain.Transaction{}, err
	}
	return chain.Transaction{Proposal: p, Signatures: signed.signatures}, nil
}

func (l *Ledger) collect(p chain.Proposal, at chain.State, signatures []chain.Signature) (*Collection, error) {
	parsed, err := l.proposal(p)
	if err != nil {
		return nil, err
	}
	owners, err := ownersOf(at)
	if err != nil {
		return nil, err
	}
	c := Collect(parsed, owners)
	for _, s := range signatures {
		from, err := memberAddress(s.Member)
		if err != nil {
			return nil, err
		}
		if err := c.Add(from, s.Bytes); err != nil {
			return nil, fmt.Errorf("signature of %s: %w", s.Member, err)
		}
	}
	return c, nil
}

// Submit hands a transaction in, unless it happened already. The signatures
// are checked against the owners the Safe has now.
func (l *Ledger) Submit(ctx context.Context, t chain.Transaction) error {
	parsed, err := l.proposal(t.Proposal)
	if err != nil {
		return err
	}
	at, err := l.State(ctx)
	if err != nil {
		return err
	}
	owners, err := ownersOf(at)
	if err != nil {
		return err
	}
	signed, err := ParseSigned(parsed, owners, t.Signatures)
	if err != nil {
		return err
	}
	progress, err := l.manager.Step(ctx, time.Now(), signed)
	switch {
	case err != nil:
		return err
	case progress.Status == chain.Superseded:
		return errors.New("the nonce was used for something else")
	case progress.Status == chain.Pending && progress.Report != ReportSent:
		return fmt.Errorf("not sent: %s", progress.Detail)
	}
	return nil
}

// Status is what the chain says.
func (l *Ledger) Status(ctx context.Context, p chain.Proposal) (chain.Status, error) {
	parsed, err := l.proposal(p)
	if err != nil {
		return "", err
	}
	if err := l.manager.checkNode(ctx); err != nil {
		return "", err
	}
	seen, err := l.manager.look.look(ctx, parsed)
	return seen.status, err
}
