package registries

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// TransferService makes a service somebody else's. A contract that gets it has
// to say that it can hold such tokens.
func (w *Writer) TransferService(s Service, to common.Address) (Call, error) {
	if err := handed(s.ID.String(), s.Owner, to); err != nil {
		return Call{}, err
	}
	return Call{
		To: w.cfg.ServiceRegistry, Data: services().PackSafeTransferFrom(s.Owner, to, s.ID.number()), Value: new(big.Int),
		What: fmt.Sprintf("make %s belong to %v and no longer to %v: only the new owner can change, end or recover it then, and gets its deposit of %s back", s.ID, to, s.Owner, s.amount(s.Deposit)),
		Who:  s.owned(), After: s.State, Doubt: holds,
	}, nil
}

// TransferUnit makes a unit somebody else's, as TransferService does a service.
func (w *Writer) TransferUnit(u Unit, to common.Address) (Call, error) {
	if err := handed(u.String(), u.Owner, to); err != nil {
		return Call{}, err
	}
	registry := w.cfg.ComponentRegistry
	if u.Kind == Agent {
		registry = w.cfg.AgentRegistry
	}
	return Call{
		To: registry, Data: units().PackSafeTransferFrom(u.Owner, to, number(uint32(u.ID))), Value: new(big.Int),
		What: fmt.Sprintf("make %s belong to %v and no longer to %v: only the new owner can update it then", u, to, u.Owner),
		Who:  Who{"owner of the " + u.Kind.String(), u.Owner}, Doubt: holds,
	}, nil
}

const holds = "if the new owner is a contract, it has to say that it can hold such tokens (ERC-721): they would be stuck there otherwise"

func handed(what string, from, to common.Address) error {
	switch to {
	case common.Address{}:
		return fmt.Errorf("handing over %s: %w", what, errNoOwner)
	case from:
		return fmt.Errorf("handing over %s: it belongs to %v already", what, to)
	}
	return nil
}
