package registries

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// Instance is an address that is to run an agent.
type Instance struct {
	Address common.Address `json:"address"`
	Agent   ID             `json:"agent"`
}

// Candidate is an operator who wants to register instances, with what the
// chain says about them.
type Candidate struct {
	Operator  common.Address
	Instances []Instance
	Purse     Purse

	answersTo map[common.Address]common.Address // operators of addresses that are instances somewhere
	unwanted  bool                              // the service has a whitelist without the operator
}

// Candidate reads what has to be known before an operator registers instances.
func (v *View) Candidate(ctx context.Context, s Service, operator common.Address, instances []Instance) (Candidate, error) {
	c := Candidate{Operator: operator, Instances: instances, answersTo: make(map[common.Address]common.Address)}
	if len(instances) > maxInstances {
		return Candidate{}, fmt.Errorf("%d instances, at most %d", len(instances), maxInstances)
	}
	addresses := []common.Address{operator}
	for _, instance := range instances {
		addresses = append(addresses, instance.Address)
	}
	for _, address := range addresses {
		other, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackMapAgentInstanceOperators(address), services().UnpackMapAgentInstanceOperators)
		if err != nil {
			return Candidate{}, err
		}
		if other != (common.Address{}) {
			c.answersTo[address] = other
		}
	}
	wanted, err := v.Wanted(ctx, s, operator)
	if err != nil {
		return Candidate{}, err
	}
	c.unwanted = !wanted
	c.Purse, err = v.Purse(ctx, s, operator)
	return c, err
}

// Wanted tells whether an operator may register instances with a service, as
// far as a whitelist goes.
func (v *View) Wanted(ctx context.Context, s Service, operator common.Address) (bool, error) {
	way, err := v.serviceManager(ctx)
	if err != nil {
		return false, err
	}
	list, err := maybe(ctx, v, way, manager().PackOperatorWhitelist(), manager().UnpackOperatorWhitelist)
	if err != nil || list == (common.Address{}) {
		return err == nil, err
	}
	return ask(ctx, v, list, whitelist().PackIsOperatorWhitelisted(s.ID.number(), operator), whitelist().UnpackIsOperatorWhitelisted)
}

// Admit has the service's whitelist name operators, or not name them any more,
// and has it count from now on, or not.
func (w *Writer) Admit(s Service, operators []common.Address, admitted, counts bool) (Call, error) {
	if w.Whitelist == (common.Address{}) {
		return Call{}, errors.New("this chain's registry has no whitelists")
	}
	if len(operators) == 0 {
		return Call{
			To: w.Whitelist, Data: whitelist().PackSetOperatorsCheck(s.ID.number(), counts), Value: new(big.Int),
			What: fmt.Sprintf("have the whitelist of %s count: %t", s.ID, counts), Who: s.owned(),
		}, nil
	}
	statuses := make([]bool, len(operators))
	for i, operator := range operators {
		if operator == (common.Address{}) {
			return Call{}, errors.New("an operator without address")
		}
		statuses[i] = admitted
	}
	return Call{
		To: w.Whitelist, Data: whitelist().PackSetOperatorsStatuses(s.ID.number(), operators, statuses, counts), Value: new(big.Int),
		What: fmt.Sprintf("set operators %v of %s on the whitelist: %t; the whitelist counts: %t", operators, s.ID, admitted, counts), Who: s.owned(),
	}, nil
}

// Register registers the candidate's instances; the candidate sends it.
func (w *Writer) Register(s Service, c Candidate) (Call, error) {
	if c.unwanted {
		return Call{}, fmt.Errorf("registering: %v is not on the whitelist of %s", c.Operator, s.ID)
	}
	if err := w.Registrable(s, c); err != nil {
		return Call{}, fmt.Errorf("registering with %s: %w", s.ID, err)
	}
	addresses, agents := c.packed()
	return Call{
		To: w.ServiceManager, Data: manager().PackRegisterAgents(s.ID.number(), addresses, agents), Value: s.wei(c.Instances),
		What: fmt.Sprintf("register %s with %s for operator %v, with bonds of %s", listed(c.Instances), s.ID, c.Operator, s.amount(s.bonds(c.Instances))) + s.lockedOut(c.Instances),
		Who:  Who{"operator", c.Operator}, After: s.afterJoining(c.Instances),
	}, nil
}

// lockedOut warns of instances that are operators of the service: the registry
// takes them, and nothing from them as operators any more.
func (s Service) lockedOut(instances []Instance) string {
	text := ""
	for _, instance := range instances {
		if slices.ContainsFunc(s.Operators, func(o Operator) bool { return o.Address == instance.Address }) {
			text += fmt.Sprintf("; %v is an operator of the service, and cannot register instances any more once it is one itself", instance.Address)
		}
	}
	return text
}

func (s Service) afterJoining(instances []Instance) State {
	if s.Joined+uint32(len(instances)) == s.Count {
		return FinishedRegistration
	}
	return ActiveRegistration
}

// Registrable finds what the registry would refuse, but for a whitelist: that
// does not count where the owner of the service sends what an operator signed.
func (w *Writer) Registrable(s Service, c Candidate) error {
	if err := s.need("registering", ActiveRegistration); err != nil {
		return err
	}
	if len(c.Instances) == 0 {
		return errors.New("no instances")
	}
	if c.Operator == (common.Address{}) {
		return errors.New("no operator")
	}
	if other, busy := c.answersTo[c.Operator]; busy {
		return fmt.Errorf("operator %v is an instance itself, of operator %v", c.Operator, other)
	}
	if err := s.room(c); err != nil {
		return err
	}
	return w.affordable(s, c.Operator, s.bonds(c.Instances), c.Purse)
}

// room tells whether the service wants these instances.
func (s Service) room(c Candidate) error {
	free := make(map[ID]int)
	for _, slot := range s.Slots {
		free[slot.Agent] = int(slot.Count) - len(slot.Instances)
	}
	seen := make(map[common.Address]bool)
	for _, instance := range c.Instances {
		left, wanted := free[instance.Agent]
		other, busy := c.answersTo[instance.Address]
		switch {
		case instance.Address == common.Address{}:
			return errors.New("an instance without address")
		case instance.Address == c.Operator:
			return fmt.Errorf("operator %v cannot be an instance as well", c.Operator)
		case seen[instance.Address]:
			return fmt.Errorf("instance %v is there twice", instance.Address)
		case busy:
			return fmt.Errorf("instance %v is registered already, by operator %v; an address serves one service at a time", instance.Address, other)
		case !wanted:
			return fmt.Errorf("the service has no slots for agent %d", instance.Agent)
		case left == 0:
			return fmt.Errorf("the slots for agent %d are taken", instance.Agent)
		}
		seen[instance.Address] = true
		free[instance.Agent]--
	}
	return nil
}

// bonds is what instances cost in what the service is bonded in, and wei in
// the currency of the chain.
func (s Service) bonds(instances []Instance) *big.Int {
	return s.total(instances, func(slot int) *big.Int { return s.Slots[slot].Bond })
}

func (s Service) wei(instances []Instance) *big.Int {
	return s.total(instances, func(slot int) *big.Int { return s.wraps[slot] })
}

func (s Service) total(instances []Instance, bond func(slot int) *big.Int) *big.Int {
	total := new(big.Int)
	for _, instance := range instances {
		for i, slot := range s.Slots {
			if slot.Agent == instance.Agent {
				total.Add(total, bond(i))
			}
		}
	}
	return total
}

func (c Candidate) packed() (addresses []common.Address, agents []uint32) {
	for _, instance := range c.Instances {
		addresses, agents = append(addresses, instance.Address), append(agents, uint32(instance.Agent))
	}
	return addresses, agents
}

func listed(instances []Instance) string {
	text := ""
	for i, instance := range instances {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%v as agent %d", instance.Address, instance.Agent)
	}
	return text
}
