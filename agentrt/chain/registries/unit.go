package registries

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/pkg"
)

// Kind is what a unit is, with the number that contracts have for it.
type Kind uint8

// The kinds of units.
const (
	Component Kind = 0
	Agent     Kind = 1
)

// String is "component" or "agent".
func (k Kind) String() string {
	switch k {
	case Component:
		return "component"
	case Agent:
		return "agent"
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// ID numbers a unit among those of its kind, from 1 on.
type ID uint32

// Unit is a component or an agent: a package, as an NFT.
type Unit struct {
	Kind       Kind
	ID         ID
	Owner      common.Address
	Hash       pkg.Hash   // of its first metadata, which the token's URI shows for ever
	Updates    []pkg.Hash // of later metadata, oldest first
	Needs      []ID       // components, ascending
	Components []ID       // all that it needs, directly or not, ascending; a component is among its own
}

// Newest is the hash of the unit's latest metadata.
func (u Unit) Newest() pkg.Hash {
	if len(u.Updates) > 0 {
		return u.Updates[len(u.Updates)-1]
	}
	return u.Hash
}

// String is such as "component 7".
func (u Unit) String() string { return fmt.Sprintf("%s %d", u.Kind, u.ID) }

// registryOf is where units of a kind are.
func (v *View) registryOf(kind Kind) (common.Address, error) {
	switch {
	case v.cfg.AgentRegistry == (common.Address{}):
		return common.Address{}, ErrNoUnits
	case kind == Component:
		return v.cfg.ComponentRegistry, nil
	case kind == Agent:
		return v.cfg.AgentRegistry, nil
	}
	return common.Address{}, fmt.Errorf("units of %s", kind)
}

// Count is how many units of a kind there are; their ids are 1 to that.
func (v *View) Count(ctx context.Context, kind Kind) (ID, error) {
	registry, err := v.registryOf(kind)
	if err != nil {
		return 0, err
	}
	total, err := ask(ctx, v, registry, units().PackTotalSupply(), units().UnpackTotalSupply)
	if err != nil {
		return 0, fmt.Errorf("counting %ss: %w", kind, err)
	}
	return ID(min(total.Uint64(), 1<<32-1)), nil
}

// Unit reads one.
func (v *View) Unit(ctx context.Context, kind Kind, id ID) (Unit, error) {
	unit, err := v.unit(ctx, kind, id)
	if err != nil {
		return Unit{}, fmt.Errorf("reading %s %d: %w", kind, id, err)
	}
	return unit, nil
}

func (v *View) unit(ctx context.Context, kind Kind, id ID) (Unit, error) {
	registry, err := v.registryOf(kind)
	if err != nil {
		return Unit{}, err
	}
	n := number(uint32(id))
	known, err := ask(ctx, v, registry, units().PackExists(n), units().UnpackExists)
	if err != nil {
		return Unit{}, err
	}
	if !known {
		return Unit{}, ErrNotFound
	}
	u := Unit{Kind: kind, ID: id}
	if u.Owner, err = ask(ctx, v, registry, units().PackOwnerOf(n), units().UnpackOwnerOf); err != nil {
		return Unit{}, err
	}
	data, err := ask(ctx, v, registry, units().PackGetUnit(n), units().UnpackGetUnit)
	if err != nil {
		return Unit{}, err
	}
	u.Hash, u.Needs = data.UnitHash, idsOf(data.Dependencies)
	updates, err := ask(ctx, v, registry, units().PackGetUpdatedHashes(n), units().UnpackGetUpdatedHashes)
	if err != nil {
		return Unit{}, err
	}
	u.Updates = hashesOf(updates.UnitHashes)
	all, err := ask(ctx, v, registry, units().PackGetLocalSubComponents(n), units().UnpackGetLocalSubComponents)
	if err != nil {
		return Unit{}, err
	}
	u.Components = idsOf(all.SubComponentIds)
	return u, nil
}

// unitsOf are the units a service was deployed with.
func (v *View) unitsOf(ctx context.Context, kind Kind, id ServiceID) ([]ID, error) {
	list, err := ask(ctx, v, v.cfg.ServiceRegistry, servicesL1().PackGetUnitIdsOfService(uint8(kind), id.number()), servicesL1().UnpackGetUnitIdsOfService)
	if err != nil {
		return nil, err
	}
	return idsOf(list.UnitIds), nil
}

func idsOf(numbers []uint32) []ID {
	ids := make([]ID, len(numbers))
	for i, n := range numbers {
		ids[i] = ID(n)
	}
	return ids
}

func numbersOf(ids []ID) []uint32 {
	numbers := make([]uint32, len(ids))
	for i, id := range ids {
		numbers[i] = uint32(id)
	}
	return numbers
}

func hashesOf(words [][32]byte) []pkg.Hash {
	hashes := make([]pkg.Hash, len(words))
	for i, word := range words {
		hashes[i] = word
	}
	return hashes
}

// ascending tells whether ids go up and none is 0 or above the last that
// exists.
func ascending(ids []ID, last ID) error {
	for i, id := range ids {
		switch {
		case id == 0 || id > last:
			return fmt.Errorf("id %d: there are 1 to %d", id, last)
		case i > 0 && id <= ids[i-1]:
			return fmt.Errorf("ids have to go up, and %d comes after %d", id, ids[i-1])
		}
	}
	return nil
}

// MintUnit makes a new unit for owner. Count is how many components there are.
func (w *Writer) MintUnit(kind Kind, owner common.Address, metadata pkg.Hash, needs []ID, components ID) (Call, error) {
	switch {
	case w.UnitManager == (common.Address{}):
		return Call{}, ErrNoUnits
	case w.UnitsPaused:
		return Call{}, errPaused
	case kind != Component && kind != Agent:
		return Call{}, fmt.Errorf("minting units of %s", kind)
	case owner == (common.Address{}):
		return Call{}, errNoOwner
	case metadata.IsZero():
		return Call{}, errNoHash
	case kind == Agent && len(needs) == 0:
		return Call{}, fmt.Errorf("minting an agent: it needs one component at least")
	}
	if err := ascending(needs, components); err != nil {
		return Call{}, fmt.Errorf("minting: components it needs: %w", err)
	}
	return Call{
		To: w.UnitManager, Data: unitManager().PackCreate(uint8(kind), owner, metadata, numbersOf(needs)), Value: new(big.Int),
		What: fmt.Sprintf("mint %s for %v with metadata %s%s", article(kind), owner, metadata, needing(needs)), Who: anybody,
	}, nil
}

// UpdateUnit adds metadata of a new version.
func (w *Writer) UpdateUnit(u Unit, metadata pkg.Hash) (Call, error) {
	switch {
	case w.UnitManager == (common.Address{}):
		return Call{}, ErrNoUnits
	case metadata.IsZero():
		return Call{}, errNoHash
	case metadata == u.Newest():
		return Call{}, fmt.Errorf("updating %s: that is its metadata already", u)
	}
	return Call{
		To: w.UnitManager, Data: unitManager().PackUpdateHash(uint8(u.Kind), number(uint32(u.ID)), metadata), Value: new(big.Int),
		What: fmt.Sprintf("give %s the metadata %s in place of %s", u, metadata, u.Newest()), Who: Who{"owner of the " + u.Kind.String(), u.Owner},
	}, nil
}

func article(kind Kind) string {
	if kind == Agent {
		return "an agent"
	}
	return "a component"
}

func needing(needs []ID) string {
	if len(needs) == 0 {
		return ""
	}
	return fmt.Sprintf(", which needs components %v", needs)
}

// Minted is the id of a unit that a transaction made, from its logs.
func Minted(logs []*types.Log, registry common.Address) (ID, bool) {
	for _, log := range logs {
		if event, err := units().UnpackCreateUnitEvent(log); err == nil && log.Address == registry && event.UnitId.IsUint64() {
			return ID(event.UnitId.Uint64()), true
		}
	}
	return 0, false
}
