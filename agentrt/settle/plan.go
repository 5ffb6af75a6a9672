package settle

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/agentrt/chain"
)

// Phase is how far a plan has come.
type Phase string

// The phases of a plan. Those from Settled on are ends.
const (
	Collecting Phase = "collecting" // owners sign
	Sending    Phase = "sending"    // the keeper sends
	Watching   Phase = "watching"   // everybody looks at the chain
	Settled    Phase = "settled"    // done, at depth
	Failed     Phase = "failed"     // carried out, and the call in it failed
	Superseded Phase = "superseded" // something else has the nonce
	Refused    Phase = "refused"    // the Safe or the call in it reverts
	Abandoned  Phase = "abandoned"  // given up; if Duty says it was sent, it may still happen
)

// Ended tells whether nothing more will come of it.
func (p Phase) Ended() bool { return p != Collecting && p != Sending && p != Watching }

// Report is what a keeper says about its turn.
type Report string

// What a keeper can report.
const (
	ReportSent    Report = "sent"    // the pool has it, or a block
	ReportRefused Report = "refused" // simulation, or a block, says it fails
	ReportPoor    Report = "poor"    // the keeper cannot pay
	ReportUnable  Report = "unable"  // the keeper's node does not answer
)

// PlanConfig bounds a plan's patience. The zero value works.
type PlanConfig struct {
	Collections int // timeouts of collecting before it is abandoned; default 3
	Tries       int // turns in a row of one keeper; default 3
	Turns       int // of all keepers together; default 3 for each owner
}

// Duty is what has to happen next.
type Duty struct {
	Phase  Phase
	Keeper common.Address // whose turn it is; in Sending and Watching
	Turn   int            // turns of keepers so far, this one included
	Sent   bool           // some keeper may have sent it
	Claim  string         // the keeper says it fails, and why: everybody simulates, for Judge
	Reason string         // of an end, for people
}

// ErrTurn is an input that does not belong to the plan's phase or comes from
// somebody whose turn it is not. It changes nothing.
var ErrTurn = errors.New("not what the plan waits for")

// Plan is the state machine of one settlement. All replicas give it the same
// inputs in the same order; none of its methods reads a clock, a network or
// chance. It is not for several goroutines.
type Plan struct {
	cfg        PlanConfig
	collection *Collection
	signed     Signed
	keepers    []common.Address // those that can still be asked, next one first
	tries      int              // turns in a row of the present keeper
	timeouts   int              // while collecting
	duty       Duty
}

// NewPlan begins to settle a proposal. Seed is randomness that was agreed on:
// it decides the order of keepers.
func NewPlan(cfg PlanConfig, p Proposal, o Owners, seed []byte) (*Plan, error) {
	if cfg.Collections < 0 || cfg.Tries < 0 || cfg.Turns < 0 {
		return nil, errors.New("a plan with negative patience")
	}
	if p.record.Safe == (common.Address{}) || o.threshold == 0 {
		return nil, errors.New("a plan for nothing")
	}
	cfg.Collections = cmp.Or(cfg.Collections, 3)
	cfg.Tries = cmp.Or(cfg.Tries, 3)
	cfg.Turns = cmp.Or(cfg.Turns, 3*len(o.addresses))
	return &Plan{cfg: cfg, collection: Collect(p, o), keepers: keeperOrder(o.addresses, seed), duty: Duty{Phase: Collecting}}, nil
}

// keeperOrder sorts by a hash that nobody can choose who does not choose the
// seed.
func keeperOrder(owners []common.Address, seed []byte) []common.Address {
	draw := func(a common.Address) []byte { return crypto.Keccak256(seed, a[:]) }
	return slices.SortedFunc(slices.Values(owners), func(a, b common.Address) int { return bytes.Compare(draw(a), draw(b)) })
}

// Duty is what has to happen next.
func (p *Plan) Duty() Duty { return p.duty }

// Signed is the transaction once enough have signed.
func (p *Plan) Signed() (Signed, bool) { return p.signed, p.signed.signatures != nil }

// Sign takes a signature that from handed in, or says what is wrong with it;
// then from is at fault and the plan as it was.
func (p *Plan) Sign(from common.Address, signature []byte) error {
	if p.duty.Phase != Collecting {
		return ErrTurn
	}
	if err := p.collection.Add(from, signature); err != nil {
		return fmt.Errorf("signature of %v: %w", from, err)
	}
	if p.collection.Missing() > 0 {
		return nil
	}
	signed, err := p.collection.Signed()
	if err != nil {
		return err
	}
	p.signed = signed
	p.give()
	return nil
}

// give begins a turn of the keeper that is first.
func (p *Plan) give() {
	switch {
	case len(p.keepers) == 0:
		p.end(Abandoned, "no keeper can pay")
	case p.duty.Turn >= p.cfg.Turns:
		p.end(Abandoned, "every keeper had its turns")
	default:
		p.tries++
		p.duty = Duty{Phase: Sending, Keeper: p.keepers[0], Turn: p.duty.Turn + 1, Sent: p.duty.Sent}
	}
}

// rotate begins a turn of the next keeper; the present one comes last.
func (p *Plan) rotate() {
	p.keepers = append(p.keepers[1:], p.keepers[0])
	p.tries = 0
	p.give()
}

func (p *Plan) end(phase Phase, reason string) {
	p.duty = Duty{Phase: phase, Turn: p.duty.Turn, Sent: p.duty.Sent, Reason: reason}
}

// Report takes what the keeper says about its turn; detail is for people.
func (p *Plan) Report(keeper common.Address, report Report, detail string) error {
	if p.duty.Phase != Sending || keeper != p.duty.Keeper {
		return ErrTurn
	}
	switch report {
	case ReportSent:
		p.duty.Phase, p.duty.Sent = Watching, true
	case ReportRefused:
		p.duty.Phase, p.duty.Claim = Watching, cmp.Or(detail, "it reverts")
	case ReportPoor:
		p.keepers = p.keepers[1:]
		p.tries = 0
		p.give()
	case ReportUnable:
		p.rotate()
	default:
		return fmt.Errorf("report %q: %w", report, ErrTurn)
	}
	return nil
}

// Observe takes what the replicas agreed the chain says about the proposal.
// It counts whatever the plan waits for: anybody may send a signed transaction.
func (p *Plan) Observe(status chain.Status) error {
	if p.duty.Phase.Ended() {
		return ErrTurn
	}
	switch status {
	case chain.Done:
		p.end(Settled, "")
	case chain.Failed:
		p.end(Failed, "the call in it failed")
	case chain.Superseded:
		p.end(Superseded, "something else has the nonce")
	case chain.Pending:
	default:
		return fmt.Errorf("status %q: %w", status, ErrTurn)
	}
	return nil
}

// Judge takes what the replicas agreed on about the keeper's claim, each from a
// simulation of its own. If it fails, be it that the Safe reverts or that the
// call in it does, that is the end: it is never tried again with the same
// signatures. Otherwise it is the next keeper's turn.
func (p *Plan) Judge(fails bool) error {
	if p.duty.Phase != Watching || p.duty.Claim == "" {
		return ErrTurn
	}
	if fails {
		p.end(Refused, p.duty.Claim)
	} else {
		p.rotate()
	}
	return nil
}

// Expire says that the time of the phase is over, by the agreed clock.
func (p *Plan) Expire() error {
	switch p.duty.Phase {
	case Collecting:
		if p.timeouts++; p.timeouts >= p.cfg.Collections {
			p.end(Abandoned, fmt.Sprintf("%d signatures are missing", p.collection.Missing()))
		}
	case Sending:
		p.duty.Sent = true // for all one knows
		p.rotate()
	case Watching:
		if p.duty.Claim == "" && p.tries < p.cfg.Tries {
			p.give() // to pay more
		} else {
			p.rotate()
		}
	default:
		return ErrTurn
	}
	return nil
}
