package registries

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/settle"
)

// Offence is an instance whose operator is to lose something, in what the
// service is bonded in.
type Offence struct {
	Instance common.Address
	Amount   *big.Int
}

// Slash takes from the operators of instances, all of whose bonds for the
// service are one balance. What is not there is not taken: the events of the
// registries say what was asked for.
//
// Bonds in tokens are two: the real one, and a wei per instance that stands for
// it in the registry. Both are slashed, by the two calls given, which belong
// together: see SlashAction. Only the service's multisig may send them.
func (w *Writer) Slash(s Service, offences []Offence) ([]Call, error) {
	if err := s.need("slashing", Deployed); err != nil {
		return nil, err
	}
	if len(offences) == 0 {
		return nil, errors.New("slashing: nobody is named")
	}
	operators, left := make(map[common.Address]common.Address), make(map[common.Address]*big.Int)
	for _, o := range s.Operators {
		left[o.Address] = o.Balance
		for _, instance := range o.Instances {
			operators[instance] = o.Address
		}
	}
	var instances []common.Address
	var amounts, wraps []*big.Int
	seen := make(map[common.Address]bool)
	text := ""
	for _, offence := range offences {
		operator, known := operators[offence.Instance]
		switch {
		case !known:
			return nil, fmt.Errorf("slashing: %v is no instance of %s", offence.Instance, s.ID)
		case seen[offence.Instance]:
			return nil, fmt.Errorf("slashing: %v is there twice", offence.Instance)
		case offence.Amount == nil || offence.Amount.Sign() <= 0 || offence.Amount.Cmp(maxBond) > 0:
			return nil, fmt.Errorf("slashing %v: %v is no amount of a bond: it has to be positive, and less than 2^96", offence.Instance, offence.Amount)
		}
		seen[offence.Instance] = true
		instances, amounts, wraps = append(instances, offence.Instance), append(amounts, offence.Amount), append(wraps, big.NewInt(1))
		text += fmt.Sprintf(", %s from operator %v for instance %v", s.amount(offence.Amount), operator, offence.Instance)
		if offence.Amount.Cmp(left[operator]) > 0 {
			text += fmt.Sprintf(" (no more than %s is there)", s.amount(left[operator]))
		}
		left[operator] = new(big.Int).Sub(left[operator], bigMin(offence.Amount, left[operator]))
	}
	who := Who{"multisig of " + s.ID.String(), s.Multisig}
	native := Call{
		To: w.cfg.ServiceRegistry, Data: services().PackSlash(instances, amounts, s.ID.number()), Value: new(big.Int),
		What: "take" + text[1:], Who: who, After: Deployed,
	}
	if s.Native() {
		return []Call{native}, nil
	}
	real := native
	native.Data = services().PackSlash(instances, wraps, s.ID.number())
	native.What = "take the wei that stand for these bonds in the registry"
	real.To, real.Data = w.TokenUtility, utility().PackSlash(instances, amounts, s.ID.number())
	return []Call{real, native}, nil
}

func bigMin(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// SlashAction is what the instances sign: all calls, or none of them.
func SlashAction(multiSend common.Address, calls []Call) (settle.Action, error) {
	var parts []settle.Action
	for _, call := range calls {
		parts = append(parts, settle.Action{To: call.To, Value: call.Value, Data: call.Data})
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return settle.Batch(multiSend, parts)
}
