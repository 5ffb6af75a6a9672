// Package chain has the words in which the runtime speaks about chains of all
// families: an account that several agents own together, and what becomes of
// its transactions.
//
// agentrt/settle implements Ledger for a Safe on an EVM chain; docs/chains.md
// says how accounts of Cosmos and Solana fit. The package holds no keys and
// does no I/O.
package chain

import "context"

// Digest identifies a proposal. Where signatures cover 32 bytes it is also
// what is signed.
type Digest [32]byte

// Sequence changes whenever an account acts: at most one of two proposals with
// the same sequence takes effect. Only equality means something.
type Sequence string

// Member names one of those who own an account, in the chain's own notation.
type Member string

// State is a shared account at one moment.
type State struct {
	Sequence  Sequence
	Members   []Member
	Threshold int // how many of them must sign
}

// Proposal is an action bound to chain, account and sequence.
type Proposal struct {
	Digest   Digest
	Message  []byte // what is signed where a signature has no digest; otherwise nil
	Sequence Sequence
	Body     []byte // the same for everybody; from it a ledger tells everything else
}

// Signature is one member's.
type Signature struct {
	Member Member
	Bytes  []byte // as the chain has them
}

// Transaction is a proposal that enough members have signed, as it is
// submitted.
type Transaction struct {
	Proposal   Proposal
	Signatures []byte // as the chain wants them
}

// Status is what became of a proposal.
type Status string

// The statuses of a proposal. All but Pending are final.
const (
	Pending    Status = "pending"    // it may still happen, whoever gave up on it
	Done       Status = "done"       // it took effect, in a block deep enough
	Failed     Status = "failed"     // it used up its sequence without effect
	Superseded Status = "superseded" // something else used up its sequence
)

// Ledger is a shared account on a chain. Methods without a context are pure:
// equal arguments give equal results everywhere.
type Ledger interface {
	// State is what the account is now.
	State(ctx context.Context) (State, error)

	// Propose binds an action, in the encoding of the family, to a state.
	Propose(action []byte, at State) (Proposal, error)

	// Verify tells whether a signature of p is that of a member of the state.
	Verify(p Proposal, at State, s Signature) error

	// Assemble makes the transaction, or names what is wrong with the
	// signatures. Their order does not matter.
	Assemble(p Proposal, at State, signatures []Signature) (Transaction, error)

	// Submit hands a transaction in. A second time does no harm.
	Submit(ctx context.Context, t Transaction) error

	// Status is what became of a proposal.
	Status(ctx context.Context, p Proposal) (Status, error)
}
