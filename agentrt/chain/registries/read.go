package registries

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain/bindings"
)

// Limits of what is read of a service; its owner could make it cost whoever
// looks any number of requests.
const (
	maxSlots     = 64
	maxInstances = 256
)

// Services counts them; their ids are 1 to that.
func (v *View) Services(ctx context.Context) (ServiceID, error) {
	if v.cfg.ServiceRegistry == (common.Address{}) {
		return 0, ErrNoServices
	}
	total, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackTotalSupply(), services().UnpackTotalSupply)
	if err != nil {
		return 0, fmt.Errorf("counting services: %w", v.unanswered(err))
	}
	return ServiceID(min(total.Uint64(), 1<<32-1)), nil
}

// Service reads one, with everybody who has put something down for it.
func (v *View) Service(ctx context.Context, id ServiceID) (Service, error) {
	s, err := v.service(ctx, id)
	if err != nil {
		return Service{}, fmt.Errorf("reading %s: %w", id, err)
	}
	return s, nil
}

func (v *View) service(ctx context.Context, id ServiceID) (Service, error) {
	if v.cfg.ServiceRegistry == (common.Address{}) {
		return Service{}, ErrNoServices
	}
	data, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackGetService(id.number()), services().UnpackGetService)
	switch {
	case err != nil:
		return Service{}, v.unanswered(err)
	case State(data.State) == NonExistent:
		return Service{}, ErrNotFound
	case State(data.State) > TerminatedBonded:
		return Service{}, fmt.Errorf("its state is %d", data.State)
	case len(data.AgentIds) > maxSlots || data.MaxNumAgentInstances > maxInstances:
		return Service{}, fmt.Errorf("%d agents and %d instances; at most %d and %d are read", len(data.AgentIds), data.MaxNumAgentInstances, maxSlots, maxInstances)
	}
	s := Service{
		ID: id, State: State(data.State), Config: data.ConfigHash, Threshold: data.Threshold, Count: data.MaxNumAgentInstances,
		Joined: data.NumAgentInstances, Multisig: data.Multisig, Deposit: data.SecurityDeposit, native: data.SecurityDeposit,
	}
	if s.Owner, err = ask(ctx, v, v.cfg.ServiceRegistry, services().PackOwnerOf(id.number()), services().UnpackOwnerOf); err != nil {
		return Service{}, err
	}
	steps := []func(context.Context, *Service, bindings.ServiceData) error{v.readHistory, v.readSlots, v.readToken, v.readOperators, v.readUnits}
	for _, step := range steps {
		if err := step(ctx, &s, data); err != nil {
			return Service{}, err
		}
	}
	return s, nil
}

// unanswered tells of a registry that refuses every question without a reason
// that it is none.
func (v *View) unanswered(err error) error {
	var revert *Revert
	if errors.Is(err, ErrNoContract) || errors.As(err, &revert) && len(revert.Data) == 0 {
		return fmt.Errorf("what is at %v does not answer as a registry of services: %w", v.cfg.ServiceRegistry, ErrNoContract)
	}
	return err
}

func (v *View) readHistory(ctx context.Context, s *Service, _ bindings.ServiceData) error {
	previous, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackGetPreviousHashes(s.ID.number()), services().UnpackGetPreviousHashes)
	s.Previous = hashesOf(previous.ConfigHashes)
	return err
}

func (v *View) readSlots(ctx context.Context, s *Service, data bindings.ServiceData) error {
	params, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackGetAgentParams(s.ID.number()), services().UnpackGetAgentParams)
	if err != nil {
		return err
	}
	if len(params.AgentParams) != len(data.AgentIds) {
		return fmt.Errorf("%d agents and parameters of %d", len(data.AgentIds), len(params.AgentParams))
	}
	for i, agent := range data.AgentIds {
		slot := Slot{Agent: ID(agent), Count: params.AgentParams[i].Slots, Bond: params.AgentParams[i].Bond}
		// Agent by agent: the list of all has a zero address for each instance
		// once a service is terminated.
		registered, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackGetInstancesForAgentId(s.ID.number(), number(agent)), services().UnpackGetInstancesForAgentId)
		if err != nil {
			return err
		}
		slot.Instances = registered.AgentInstances
		s.Slots, s.wraps = append(s.Slots, slot), append(s.wraps, slot.Bond)
	}
	if n := len(s.Instances()); n > maxInstances {
		return fmt.Errorf("%d instances", n)
	}
	return nil
}

// readToken puts deposit and bonds in tokens in place of the wei that stand
// for them.
func (v *View) readToken(ctx context.Context, s *Service, _ bindings.ServiceData) error {
	holder, err := v.tokenUtility(ctx)
	if err != nil || holder == (common.Address{}) {
		return err
	}
	deposit, err := ask(ctx, v, holder, utility().PackMapServiceIdTokenDeposit(s.ID.number()), utility().UnpackMapServiceIdTokenDeposit)
	if err != nil || deposit.Token == (common.Address{}) {
		return err
	}
	s.Token, s.Deposit = deposit.Token, deposit.SecurityDeposit
	for i, slot := range s.Slots {
		if s.Slots[i].Bond, err = ask(ctx, v, holder, utility().PackGetAgentBond(s.ID.number(), number(uint32(slot.Agent))), utility().UnpackGetAgentBond); err != nil {
			return err
		}
	}
	return nil
}

func (v *View) readOperators(ctx context.Context, s *Service, _ bindings.ServiceData) error {
	for _, instance := range s.Instances() {
		address, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackMapAgentInstanceOperators(instance), services().UnpackMapAgentInstanceOperators)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(s.Operators, func(o Operator) bool { return o.Address == address })
		if at < 0 {
			o, err := v.Bonded(ctx, *s, address)
			if err != nil {
				return err
			}
			at, s.Operators = len(s.Operators), append(s.Operators, o)
		}
		s.Operators[at].Instances = append(s.Operators[at].Instances, instance)
	}
	return nil
}

// Bonded is what an operator has put down for a service, slashing taken off.
// Instances are left empty: after termination the registry does not name
// them, and Remaining finds them.
func (v *View) Bonded(ctx context.Context, s Service, operator common.Address) (Operator, error) {
	native, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackGetOperatorBalance(operator, s.ID.number()), services().UnpackGetOperatorBalance)
	if err != nil {
		return Operator{}, err
	}
	o := Operator{Address: operator, Balance: native, Native: native}
	if s.Native() {
		return o, nil
	}
	holder, err := v.tokenUtility(ctx)
	if err != nil {
		return Operator{}, err
	}
	o.Balance, err = ask(ctx, v, holder, utility().PackGetOperatorBalance(operator, s.ID.number()), utility().UnpackGetOperatorBalance)
	return o, err
}

func (v *View) readUnits(ctx context.Context, s *Service, _ bindings.ServiceData) error {
	if v.cfg.AgentRegistry == (common.Address{}) {
		return nil
	}
	var err error
	if s.Components, err = v.unitsOf(ctx, Component, s.ID); err != nil {
		return err
	}
	s.Agents, err = v.unitsOf(ctx, Agent, s.ID)
	return err
}

// ServiceOf is the service that has a multisig, if the manager has noted it.
func (v *View) ServiceOf(ctx context.Context, multisig common.Address) (ServiceID, error) {
	way, err := v.serviceManager(ctx)
	if err != nil {
		return 0, err
	}
	id, err := ask(ctx, v, way, manager().PackMapMultisigServiceIds(multisig), manager().UnpackMapMultisigServiceIds)
	switch {
	case err != nil:
		return 0, fmt.Errorf("looking for the service of %v: %w", multisig, err)
	case id.Sign() == 0 || id.BitLen() > 32:
		return 0, ErrNotFound
	}
	return ServiceID(id.Uint64()), nil
}

var errZeroManager = errors.New("the registry of services has no manager")
