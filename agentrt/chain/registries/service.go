package registries

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/pkg"
)

// ServiceID numbers a service, from 1 on.
type ServiceID uint32

func (id ServiceID) number() *big.Int { return number(uint32(id)) }

// String is such as "service 7".
func (id ServiceID) String() string { return fmt.Sprintf("service %d", uint32(id)) }

// State is where in its life a service is, with the number that contracts have
// for it.
type State uint8

// The states, in the order in which a service comes through them.
const (
	NonExistent State = iota
	PreRegistration
	ActiveRegistration
	FinishedRegistration
	Deployed
	TerminatedBonded // agents are to leave; after the last it is PreRegistration again
)

var stateNames = [...]string{"non-existent", "pre-registration", "active registration", "finished registration", "deployed", "terminated, with bonds"}

// String is the state in words.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return fmt.Sprintf("state %d", uint8(s))
}

// Phrase is the state after "it is".
func (s State) Phrase() string {
	switch s {
	case PreRegistration, ActiveRegistration, FinishedRegistration:
		return "in " + s.String()
	}
	return s.String()
}

// Slot is how many instances of an agent a service has, and what an operator
// puts down for each.
type Slot struct {
	Agent     ID
	Count     uint32
	Bond      *big.Int         // in the currency or token of the service
	Instances []common.Address // those registered, in that order
}

// Service is a service as the registry has it.
type Service struct {
	ID        ServiceID
	Owner     common.Address // may be a staking contract
	State     State
	Config    pkg.Hash   // of the metadata in force
	Previous  []pkg.Hash // of earlier metadata, oldest first
	Threshold uint32
	Slots     []Slot
	Count     uint32         // instances of all slots together
	Joined    uint32         // how many of them are registered; after termination, how many are still bonded
	Multisig  common.Address // of the last deployment: see Running
	Token     common.Address // of deposit and bonds; zero: the currency of the chain
	Deposit   *big.Int       // of the owner, while registration is active and after; in that currency or token
	Operators []Operator     // of the registered instances

	// Components and Agents are the units it was deployed with; empty on a
	// chain that has no registries of units, and while it is not deployed.
	Components, Agents []ID

	native *big.Int   // deposit in the currency of the chain
	wraps  []*big.Int // bonds of slots in the currency of the chain
}

// Operator is who runs instances, with what is left of the bonds.
type Operator struct {
	Address   common.Address
	Instances []common.Address
	Balance   *big.Int // in the token, or the currency of the chain, that the service is bonded in
	Native    *big.Int // in the currency of the chain; a few wei if bonds are in a token
}

// Native tells whether bonds are in the currency of the chain.
func (s Service) Native() bool { return s.Token == common.Address{} }

// Running tells whether the multisig and the instances are the service's now:
// after termination the registry still names the multisig of before, and
// instances that are zero.
func (s Service) Running() bool { return s.State == Deployed }

// Instances are all registered ones, in the order in which they become owners
// of the multisig, which is also the one that numbers them.
func (s Service) Instances() []common.Address {
	var all []common.Address
	for _, slot := range s.Slots {
		all = append(all, slot.Instances...)
	}
	return all
}

// LeastThreshold is the smallest threshold for n instances: more than two
// thirds, ceil((2n+1)/3).
func LeastThreshold(n uint32) uint32 { return uint32((uint64(n)*2 + 3) / 3) }

// StateError says that a service is not where it has to be.
type StateError struct {
	Service ServiceID
	State   State
	Want    []State
	Doing   string
}

func (e *StateError) Error() string {
	want := ""
	for i, state := range e.Want {
		if i > 0 {
			want += " or "
		}
		want += state.Phrase()
	}
	return fmt.Sprintf("%s: %s is %s, and has to be %s", e.Doing, e.Service, e.State.Phrase(), want)
}

func (s Service) need(doing string, want ...State) error {
	for _, state := range want {
		if s.State == state {
			return nil
		}
	}
	return &StateError{s.ID, s.State, want, doing}
}
