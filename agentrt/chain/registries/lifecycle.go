package registries

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/chain/bindings"
	"go-acn/agentrt/pkg"
)

// Terms are what the owner of a service decides.
type Terms struct {
	Token     common.Address // of bonds; zero: the currency of the chain
	Config    pkg.Hash       // of the metadata
	Slots     []Slot         // by agent, ascending; instances do not matter
	Threshold uint32
}

// check finds what the registry would refuse. Agents is how many there are; 0
// where nobody knows.
func (t Terms) check(agents ID, updating bool) error {
	if t.Config.IsZero() {
		return errNoHash
	}
	if len(t.Slots) == 0 {
		return errors.New("a service without agents")
	}
	ids, n := make([]ID, len(t.Slots)), uint64(0)
	for i, slot := range t.Slots {
		ids[i] = slot.Agent
		n += uint64(slot.Count)
		switch {
		case slot.Count == 0 && !updating:
			return fmt.Errorf("agent %d has no instances", slot.Agent)
		case slot.Count > 0 && (slot.Bond == nil || slot.Bond.Sign() <= 0 || slot.Bond.Cmp(maxBond) > 0):
			return fmt.Errorf("agent %d: a bond of %v: it has to be positive, and less than 2^96", slot.Agent, slot.Bond)
		}
	}
	if agents == 0 {
		agents = 1<<32 - 1
	}
	if err := ascending(ids, agents); err != nil {
		return fmt.Errorf("agents: %w", err)
	}
	if n == 0 || n > maxInstances {
		return fmt.Errorf("%d instances: 1 to %d", n, maxInstances)
	}
	if least := LeastThreshold(uint32(n)); t.Threshold < least || uint64(t.Threshold) > n {
		return fmt.Errorf("a threshold of %d: with %d instances it has to be %d to %d", t.Threshold, n, least, n)
	}
	return nil
}

// packed are terms as the manager takes them.
func (t Terms) packed() (token common.Address, agents []uint32, params []bindings.AgentParams) {
	token = t.Token
	if token == (common.Address{}) {
		token = EtherToken
	}
	for _, slot := range t.Slots {
		bond := slot.Bond
		if slot.Count == 0 {
			bond = new(big.Int)
		}
		agents = append(agents, uint32(slot.Agent))
		params = append(params, bindings.AgentParams{Slots: slot.Count, Bond: bond})
	}
	return token, agents, params
}

func (t Terms) String() string {
	text := fmt.Sprintf("metadata %s, threshold %d", t.Config, t.Threshold)
	unit := "wei"
	if t.Token != (common.Address{}) {
		unit = fmt.Sprintf("of token %v", t.Token)
	}
	for _, slot := range t.Slots {
		text += fmt.Sprintf(", %d of agent %d with a bond of %v %s each", slot.Count, slot.Agent, slot.Bond, unit)
	}
	return text
}

// MintService makes a new service for owner. Agents is how many agents there
// are, or 0 on a chain where that is not known.
func (w *Writer) MintService(owner common.Address, t Terms, agents ID) (Call, error) {
	switch {
	case w.ServiceManager == (common.Address{}):
		return Call{}, ErrNoServices
	case w.ServicesPaused:
		return Call{}, errPaused
	case owner == (common.Address{}):
		return Call{}, errNoOwner
	case t.Token != (common.Address{}) && w.TokenUtility == (common.Address{}):
		return Call{}, errNoTokens
	}
	if err := t.check(agents, false); err != nil {
		return Call{}, fmt.Errorf("minting a service: %w", err)
	}
	token, ids, params := t.packed()
	return Call{
		To: w.ServiceManager, Data: manager().PackCreate(owner, token, t.Config, ids, params, t.Threshold), Value: new(big.Int),
		What: fmt.Sprintf("mint a service for %v: %v", owner, t), Who: anybody, After: PreRegistration,
	}, nil
}

// Update changes the terms of a service between two lives. An agent that the
// service has and the new terms do not name is removed.
func (w *Writer) Update(s Service, t Terms, agents ID) (Call, error) {
	if err := s.need("updating", PreRegistration); err != nil {
		return Call{}, err
	}
	if t.Token != (common.Address{}) && w.TokenUtility == (common.Address{}) {
		return Call{}, errNoTokens
	}
	t.Slots = withRemoved(t.Slots, s.Slots)
	if err := t.check(agents, true); err != nil {
		return Call{}, fmt.Errorf("updating %s: %w", s.ID, err)
	}
	token, ids, params := t.packed()
	return Call{
		To: w.ServiceManager, Data: manager().PackUpdate(token, t.Config, ids, params, t.Threshold, s.ID.number()), Value: new(big.Int),
		What: fmt.Sprintf("change %s: %v", s.ID, t) + exchanged(s.Token, t.Token), Who: s.owned(), After: PreRegistration,
	}, nil
}

// exchanged tells that bonds are in something else than before.
func exchanged(before, now common.Address) string {
	unit := func(token common.Address) string {
		if token == (common.Address{}) {
			return "the currency of the chain"
		}
		return "token " + token.Hex()
	}
	if before == now {
		return ""
	}
	return fmt.Sprintf("; bonds are no longer in %s but in %s", unit(before), unit(now))
}

// withRemoved adds slots of nothing for agents that are to go: the registry
// would keep what it has noted of them. Both lists go up.
func withRemoved(now, before []Slot) []Slot {
	var all []Slot
	for i, j := 0, 0; i < len(now) || j < len(before); {
		switch {
		case j == len(before) || i < len(now) && now[i].Agent < before[j].Agent:
			all = append(all, now[i])
			i++
		case i < len(now) && now[i].Agent == before[j].Agent:
			all = append(all, now[i])
			i, j = i+1, j+1
		default:
			all = append(all, Slot{Agent: before[j].Agent})
			j++
		}
	}
	return all
}

func (s Service) owned() Who { return Who{"owner of " + s.ID.String(), s.Owner} }

// Activate opens registration. The owner's tokens are checked if bonds are in
// tokens; otherwise purse does not matter.
func (w *Writer) Activate(s Service, purse Purse) (Call, error) {
	if err := s.need("activating", PreRegistration); err != nil {
		return Call{}, err
	}
	if err := w.affordable(s, s.Owner, s.Deposit, purse); err != nil {
		return Call{}, fmt.Errorf("activating %s: %w", s.ID, err)
	}
	return Call{
		To: w.ServiceManager, Data: manager().PackActivateRegistration(s.ID.number()), Value: s.native,
		What: fmt.Sprintf("open the registration of %s, with a deposit of %s", s.ID, s.amount(s.Deposit)), Who: s.owned(), After: ActiveRegistration,
	}, nil
}

// Terminate ends a service. The owner gets the deposit back.
func (w *Writer) Terminate(s Service) (Call, error) {
	if err := s.need("terminating", ActiveRegistration, FinishedRegistration, Deployed); err != nil {
		return Call{}, err
	}
	after := TerminatedBonded
	if s.Joined == 0 {
		after = PreRegistration
	}
	return Call{
		To: w.ServiceManager, Data: manager().PackTerminate(s.ID.number()), Value: new(big.Int),
		What: fmt.Sprintf("end %s and return its deposit of %s", s.ID, s.amount(s.Deposit)), Who: s.owned(), After: after,
	}, nil
}

// Unbond lets an operator leave a terminated service with what is left of the
// bonds. One who has nothing left has to leave as well: until the last one has
// left, the service stays terminated.
func (w *Writer) Unbond(s Service, o Operator) (Call, error) {
	if err := s.need("unbonding", TerminatedBonded); err != nil {
		return Call{}, err
	}
	return Call{
		To: w.ServiceManager, Data: manager().PackUnbond(s.ID.number()), Value: new(big.Int),
		What: fmt.Sprintf("leave %s and return to %v what is left of the bonds, at most %s", s.ID, o.Address, s.amount(o.Balance)),
		Who:  Who{"operator", o.Address},
	}, nil
}

// Drain sends what was slashed in the currency of the chain to the drainer.
func (w *Writer) Drain() (Call, error) {
	if w.SlashedFunds.Sign() == 0 {
		return Call{}, errors.New("draining: nothing was slashed")
	}
	return Call{
		To: w.cfg.ServiceRegistry, Data: services().PackDrain(), Value: new(big.Int),
		What: fmt.Sprintf("send the slashed %v wei to the drainer", w.SlashedFunds), Who: Who{"drainer", w.Drainer},
	}, nil
}

// DrainToken sends what was slashed in a token to the drainer.
func (w *Writer) DrainToken(token common.Address, slashed *big.Int) (Call, error) {
	switch {
	case w.TokenUtility == (common.Address{}):
		return Call{}, errNoTokens
	case slashed == nil || slashed.Sign() == 0:
		return Call{}, errors.New("draining: nothing was slashed")
	}
	return Call{
		To: w.TokenUtility, Data: utility().PackDrain(token), Value: new(big.Int),
		What: fmt.Sprintf("send the slashed %v units of token %v to the drainer", slashed, token), Who: Who{"drainer", w.TokenDrainer},
	}, nil
}

// SlashedTokens is how much of a token was slashed and not yet drained.
func (v *View) SlashedTokens(ctx context.Context, token common.Address) (*big.Int, error) {
	holder, err := v.tokenUtility(ctx)
	if err != nil {
		return nil, err
	}
	if holder == (common.Address{}) {
		return nil, errNoTokens
	}
	return ask(ctx, v, holder, utility().PackMapSlashedFunds(token), utility().UnpackMapSlashedFunds)
}

// MintedService is the id of a service that a transaction made, from its logs.
func MintedService(logs []*types.Log, registry common.Address) (ServiceID, bool) {
	for _, log := range logs {
		if event, ok := ParseEvent(log); ok && log.Address == registry && event.Kind == ServiceMinted {
			return event.Service, true
		}
	}
	return 0, false
}
