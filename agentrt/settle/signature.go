package settle

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain/signing"
)

// What can be wrong with signatures; test with errors.Is.
var (
	ErrMalformed = signing.ErrMalformed
	ErrNotSigner = errors.New("signed by somebody else, or something else")
	ErrNotOwner  = errors.New("not an owner of the Safe")
	ErrDuplicate = errors.New("a second signature of the same owner")
	ErrTooFew    = errors.New("fewer signatures than the Safe wants")
	ErrOrder     = errors.New("signatures not in ascending order of their owners")
)

// Owners are those who own a Safe, and how many of them must sign.
type Owners struct {
	addresses []common.Address // ascending
	threshold int
}

// MaxOwners bounds a Safe: each signature costs 7,000 gas.
const MaxOwners = 1000

// NewOwners checks that a Safe can have these owners and this threshold.
func NewOwners(addresses []common.Address, threshold int) (Owners, error) {
	sorted := slices.SortedFunc(slices.Values(addresses), common.Address.Cmp)
	distinct := len(slices.Compact(slices.Clone(sorted))) == len(sorted)
	switch {
	case len(sorted) == 0 || len(sorted) > MaxOwners:
		return Owners{}, fmt.Errorf("a Safe with %d owners", len(sorted))
	case !distinct:
		return Owners{}, errors.New("a Safe with an owner twice")
	case sorted[0].Cmp(common.Address{19: 1}) <= 0:
		return Owners{}, fmt.Errorf("a Safe owned by %v", sorted[0]) // 1 is the end of its list
	case threshold < 1 || threshold > len(sorted):
		return Owners{}, fmt.Errorf("a Safe of %d that wants %d signatures", len(sorted), threshold)
	}
	return Owners{sorted, threshold}, nil
}

// Addresses are the owners in ascending order; not to be changed.
func (o Owners) Addresses() []common.Address { return o.addresses }

// Threshold is how many must sign.
func (o Owners) Threshold() int { return o.threshold }

// Include tells whether an address is an owner.
func (o Owners) Include(a common.Address) bool {
	_, found := slices.BinarySearchFunc(o.addresses, a, common.Address.Cmp)
	return found
}

// Collection gathers the signatures of one proposal. Only valid ones get in.
type Collection struct {
	proposal   Proposal
	owners     Owners
	signatures map[common.Address][]byte
}

// Collect begins to gather signatures of a proposal.
func Collect(p Proposal, o Owners) *Collection {
	return &Collection{p, o, make(map[common.Address][]byte)}
}

// Add takes the signature that from has handed in, or says what is wrong with
// it: ErrMalformed, ErrNotSigner, ErrNotOwner or ErrDuplicate.
func (c *Collection) Add(from common.Address, signature []byte) error {
	signer, err := signing.Recover(c.proposal.hash, signature)
	switch {
	case err != nil:
		return err
	case signer != from:
		return ErrNotSigner
	case !c.owners.Include(from):
		return ErrNotOwner
	case c.signatures[from] != nil:
		return ErrDuplicate
	}
	c.signatures[from] = slices.Clone(signature)
	return nil
}

// Missing is how many more signatures are needed.
func (c *Collection) Missing() int { return max(0, c.owners.threshold-len(c.signatures)) }

// Absent are the owners that have not signed, in ascending order.
func (c *Collection) Absent() []common.Address {
	return slices.DeleteFunc(slices.Clone(c.owners.addresses), func(a common.Address) bool { return c.signatures[a] != nil })
}

// Signed is the transaction, or ErrTooFew. Of more signatures than needed it
// takes those of the lowest addresses: the Safe looks at no others.
func (c *Collection) Signed() (Signed, error) {
	if c.Missing() > 0 {
		return Signed{}, ErrTooFew
	}
	var packed []byte
	for _, owner := range c.owners.addresses {
		if len(packed) < c.owners.threshold*signing.SignatureSize {
			packed = append(packed, c.signatures[owner]...)
		}
	}
	return Signed{c.proposal, packed}, nil
}

// Signed is a proposal with signatures the Safe accepts: as many valid ones of
// different owners as it wants, in its order.
type Signed struct {
	Proposal
	signatures []byte
}

// ParseSigned checks signatures that somebody else put together.
func ParseSigned(p Proposal, o Owners, packed []byte) (Signed, error) {
	if len(packed)%signing.SignatureSize != 0 {
		return Signed{}, ErrMalformed
	}
	if len(packed) > len(o.addresses)*signing.SignatureSize {
		return Signed{}, ErrDuplicate
	}
	c := Collect(p, o)
	var last common.Address
	for one := range slices.Chunk(packed, signing.SignatureSize) {
		signer, err := signing.Recover(p.hash, one)
		if err != nil {
			return Signed{}, err
		}
		if err := c.Add(signer, one); err != nil {
			return Signed{}, err
		}
		if signer.Cmp(last) < 0 {
			return Signed{}, ErrOrder
		}
		last = signer
	}
	return c.Signed()
}

// Signatures are as the Safe reads them; not to be changed.
func (s Signed) Signatures() []byte { return s.signatures }
