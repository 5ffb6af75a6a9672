package registries

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// MakerKind is a way in which a service gets its multisig.
type MakerKind string

// The ways. Which one a contract is, is told by how much data it wants.
const (
	PlainSafe       MakerKind = "a new Safe"
	RecoverableSafe MakerKind = "a new Safe that the service's owner can recover"
	SameSafe        MakerKind = "the Safe of before, by the recovery module"
	OwnersMade      MakerKind = "a Safe whose owners made it theirs" // GnosisSafeSameAddressMultisig; deprecated
	OtherMaker      MakerKind = "a multisig"
)

// kinds are the ways by DEFAULT_DATA_LENGTH.
var kinds = map[uint64]MakerKind{144: PlainSafe, 64: RecoverableSafe, 32: SameSafe, 20: OwnersMade}

// Maker is a contract that deploy() gets a multisig from.
type Maker struct {
	Address common.Address
	Kind    MakerKind
	Allowed bool // by the registry
}

// Maker reads what a contract makes, and whether the registry allows it.
func (v *View) Maker(ctx context.Context, address common.Address) (Maker, error) {
	if v.cfg.ServiceRegistry == (common.Address{}) {
		return Maker{}, ErrNoServices
	}
	m := Maker{Address: address, Kind: OtherMaker}
	var err error
	if m.Allowed, err = ask(ctx, v, v.cfg.ServiceRegistry, services().PackMapMultisigs(address), services().UnpackMapMultisigs); err != nil {
		return Maker{}, fmt.Errorf("asking for permission of %v: %w", address, err)
	}
	length, err := maybe(ctx, v, address, makers().PackDEFAULTDATALENGTH(), makers().UnpackDEFAULTDATALENGTH)
	if err != nil {
		return Maker{}, fmt.Errorf("asking what %v makes: %w", address, err)
	}
	if length != nil && length.IsUint64() {
		if kind, ok := kinds[length.Uint64()]; ok {
			m.Kind = kind
		}
	}
	return m, nil
}

// DefaultHandler is the contract with which Safes of 1.3.0 answer calls that
// they do not have, such as those that tokens make, on most chains.
var DefaultHandler = common.HexToAddress("0xf48f2b2d2a534e402487b3ee7c18c33aec0fe5e4")

// NewSafe is the data for RecoverableSafe: a fallback handler, which may be
// zero, and a salt that the owner has not used before, such as the time.
func NewSafe(handler common.Address, salt *big.Int) []byte {
	return append(common.BytesToHash(handler[:]).Bytes(), common.BigToHash(salt).Bytes()...)
}

// NewPlainSafe is the data for PlainSafe.
//
//	0    20                40             60                80        112    144
//	+----+-----------------+--------------+-----------------+---------+------+
//	| to | fallbackHandler | paymentToken | paymentReceiver | payment | salt |
//	+----+-----------------+--------------+-----------------+---------+------+
func NewPlainSafe(handler common.Address, salt *big.Int) []byte {
	data := make([]byte, 144)
	copy(data[20:], handler[:])
	copy(data[112:], common.BigToHash(salt).Bytes())
	return data
}

// KeepSafe is the data for SameSafe.
func KeepSafe(id ServiceID) []byte { return common.BigToHash(id.number()).Bytes() }

// Foresight is what deploying would give.
type Foresight struct {
	Maker    Maker
	Multisig common.Address
	data     []byte
	service  ServiceID
	err      error // why it would give nothing
}

// Foresee tries a maker out, as the registry would call it, on the chain as it
// is: that tells the address of the multisig, or why there would be none. The
// instances have to be registered, all of them.
func (v *View) Foresee(ctx context.Context, s Service, m Maker, data []byte) (Foresight, error) {
	f := Foresight{Maker: m, data: data, service: s.ID}
	input := makers().PackCreate(s.Instances(), new(big.Int).SetUint64(uint64(s.Threshold)), data)
	var err error
	f.Multisig, err = askAs(ctx, v, v.cfg.ServiceRegistry, m.Address, input, makers().UnpackCreate)
	if revert := new(Revert); errors.As(err, &revert) {
		f.err, err = revert, nil
	}
	if err != nil {
		return Foresight{}, fmt.Errorf("trying to make a multisig: %w", err)
	}
	if f.err == nil && m.Kind == SameSafe {
		f.err = kept(s, f.Multisig)
	}
	return f, nil
}

// kept makes sure that it is the Safe of before.
func kept(s Service, multisig common.Address) error {
	if multisig != s.Multisig {
		return fmt.Errorf("the recovery module gives %v, and the service had %v", multisig, s.Multisig)
	}
	return nil
}

// Deploy makes the service run, with the multisig that was foreseen.
func (w *Writer) Deploy(s Service, f Foresight) (Call, error) {
	if err := s.need("deploying", FinishedRegistration); err != nil {
		return Call{}, err
	}
	switch {
	case f.service != s.ID:
		return Call{}, fmt.Errorf("deploying %s: what was foreseen is for %s", s.ID, f.service)
	case !f.Maker.Allowed:
		return Call{}, fmt.Errorf("deploying %s: the registry does not allow multisigs by %v", s.ID, f.Maker.Address)
	case f.err != nil:
		return Call{}, fmt.Errorf("deploying %s with %s: %w", s.ID, f.Maker.Kind, f.err)
	}
	return Call{
		To: w.ServiceManager, Data: manager().PackDeploy(s.ID.number(), f.Maker.Address, f.data), Value: new(big.Int),
		What: fmt.Sprintf("make %s run with %s, at %v, of which %d of %d instances have to sign", s.ID, f.Maker.Kind, f.Multisig, s.Threshold, s.Count),
		Who:  s.owned(), After: Deployed,
	}, nil
}

// Recover makes the owner of a service the only owner of the Safe of its last
// deployment, by way of the recovery module. Deploying with SameSafe hands it
// to the new instances.
func (w *Writer) Recover(s Service, m Multisig, module common.Address) (Call, error) {
	if err := s.need("recovering", PreRegistration); err != nil {
		return Call{}, err
	}
	switch {
	case s.Multisig == (common.Address{}):
		return Call{}, fmt.Errorf("recovering: %s was never deployed", s.ID)
	case m.Address != s.Multisig:
		return Call{}, fmt.Errorf("recovering: %v is not the multisig of %s", m.Address, s.ID)
	case !slices.Contains(m.Modules, module):
		return Call{}, fmt.Errorf("recovering: the multisig %v has no recovery module %v: its instances have to hand it over", m.Address, module)
	case slices.Equal(m.Owners, []common.Address{s.Owner}):
		return Call{}, fmt.Errorf("recovering: the multisig %v belongs to %v already", m.Address, s.Owner)
	case slices.Contains(m.Owners, s.Owner):
		return Call{}, fmt.Errorf("recovering: %v is one of several owners of the multisig %v, which the module cannot undo", s.Owner, m.Address)
	}
	return Call{
		To: module, Data: recovery().PackRecoverAccess(s.ID.number()), Value: new(big.Int),
		What: fmt.Sprintf("make %v the only owner of the multisig %v of %s, in place of %d instances", s.Owner, m.Address, s.ID, len(m.Owners)),
		Who:  s.owned(), After: PreRegistration,
	}, nil
}
