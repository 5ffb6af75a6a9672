package registries

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain/bindings"
)

// Managers are the contracts through which registries are written to, as the
// registries name them: they change with upgrades and are never assumed. Zero
// is one that the chain does not have.
type Managers struct {
	ServiceManager common.Address
	TokenUtility   common.Address // holds bonds in tokens
	Whitelist      common.Address // of operators
	ServicesPaused bool           // no new services

	UnitManager common.Address
	UnitsPaused bool // no new units

	Drainer, TokenDrainer   common.Address // get what was slashed
	SlashedFunds            *big.Int       // in the currency of the chain
	Name, Version           string         // of the service manager, as operators sign it
	ServiceOwner, UnitOwner common.Address // of the managers: may pause and upgrade them
}

// serviceManager is that of the registry now.
func (v *View) serviceManager(ctx context.Context) (common.Address, error) {
	if v.cfg.ServiceRegistry == (common.Address{}) {
		return common.Address{}, ErrNoServices
	}
	way, err := ask(ctx, v, v.cfg.ServiceRegistry, services().PackManager(), services().UnpackManager)
	switch {
	case err != nil:
		return way, v.unanswered(err)
	case way == (common.Address{}):
		return way, errZeroManager
	}
	return way, nil
}

// tokenUtility is that of the manager; zero if it has none, as early ones.
func (v *View) tokenUtility(ctx context.Context) (common.Address, error) {
	way, err := v.serviceManager(ctx)
	if err != nil {
		return common.Address{}, err
	}
	return maybe(ctx, v, way, manager().PackServiceRegistryTokenUtility(), manager().UnpackServiceRegistryTokenUtility)
}

// Managers reads them.
func (v *View) Managers(ctx context.Context) (Managers, error) {
	m := Managers{SlashedFunds: new(big.Int)}
	if v.cfg.ServiceRegistry != (common.Address{}) {
		if err := v.readServiceManager(ctx, &m); err != nil {
			return Managers{}, fmt.Errorf("reading the manager of services: %w", err)
		}
	}
	if v.cfg.AgentRegistry != (common.Address{}) {
		if err := v.readUnitManager(ctx, &m); err != nil {
			return Managers{}, fmt.Errorf("reading the manager of units: %w", err)
		}
	}
	return m, nil
}

func (v *View) readServiceManager(ctx context.Context, m *Managers) error {
	var err error
	if m.ServiceManager, err = v.serviceManager(ctx); err != nil {
		return err
	}
	registry, way := v.cfg.ServiceRegistry, m.ServiceManager
	read := reading{v: v}
	set(ctx, &read, &m.Drainer, registry, services().PackDrainer(), services().UnpackDrainer)
	set(ctx, &read, &m.SlashedFunds, registry, services().PackSlashedFunds(), services().UnpackSlashedFunds)
	set(ctx, &read, &m.ServiceOwner, way, manager().PackOwner(), manager().UnpackOwner)
	set(ctx, &read, &m.ServicesPaused, way, manager().PackPaused(), manager().UnpackPaused)
	set(ctx, &read, &m.TokenUtility, way, manager().PackServiceRegistryTokenUtility(), manager().UnpackServiceRegistryTokenUtility)
	set(ctx, &read, &m.Whitelist, way, manager().PackOperatorWhitelist(), manager().UnpackOperatorWhitelist)
	set(ctx, &read, &m.Name, way, manager().PackNAME(), manager().UnpackNAME)
	set(ctx, &read, &m.Version, way, manager().PackVERSION(), manager().UnpackVERSION)
	if m.TokenUtility != (common.Address{}) {
		set(ctx, &read, &m.TokenDrainer, m.TokenUtility, utility().PackDrainer(), utility().UnpackDrainer)
	}
	if m.SlashedFunds == nil {
		m.SlashedFunds = new(big.Int)
	}
	return read.err
}

func (v *View) readUnitManager(ctx context.Context, m *Managers) error {
	agents, err := ask(ctx, v, v.cfg.AgentRegistry, units().PackManager(), units().UnpackManager)
	if err != nil {
		return err
	}
	components, err := ask(ctx, v, v.cfg.ComponentRegistry, units().PackManager(), units().UnpackManager)
	if err != nil {
		return err
	}
	if agents != components {
		return errors.New("components and agents have different ones")
	}
	m.UnitManager = agents
	read := reading{v: v}
	set(ctx, &read, &m.UnitsPaused, agents, unitManager().PackPaused(), unitManager().UnpackPaused)
	set(ctx, &read, &m.UnitOwner, agents, unitManager().PackOwner(), unitManager().UnpackOwner)
	return read.err
}

// Multisig is a Safe as of the view's block.
type Multisig struct {
	Address   common.Address
	Version   string
	Owners    []common.Address // in the Safe's own order
	Threshold uint64
	Nonce     uint64
	Modules   []common.Address // may act without signatures
}

// maxModules is how many are read.
const maxModules = 100

// sentinel begins and ends the lists of a Safe.
var sentinel = common.BigToAddress(big.NewInt(1))

// Multisig reads a Safe.
func (v *View) Multisig(ctx context.Context, address common.Address) (Multisig, error) {
	m := Multisig{Address: address}
	var threshold, nonce *big.Int
	read := reading{v: v, strict: true}
	set(ctx, &read, &m.Version, address, safes().PackVERSION(), safes().UnpackVERSION)
	set(ctx, &read, &m.Owners, address, safes().PackGetOwners(), safes().UnpackGetOwners)
	set(ctx, &read, &threshold, address, safes().PackGetThreshold(), safes().UnpackGetThreshold)
	set(ctx, &read, &nonce, address, safes().PackNonce(), safes().UnpackNonce)
	var modules bindings.GetModulesPaginatedOutput
	set(ctx, &read, &modules, address, safes().PackGetModulesPaginated(sentinel, big.NewInt(maxModules)), safes().UnpackGetModulesPaginated)
	if read.err == nil && !(threshold.IsUint64() && nonce.IsUint64()) {
		read.err = ErrNoContract
	}
	if read.err != nil {
		return Multisig{}, fmt.Errorf("reading the multisig %v: %w", address, read.err)
	}
	m.Threshold, m.Nonce, m.Modules = threshold.Uint64(), nonce.Uint64(), modules.Array
	return m, nil
}

// reading is a row of questions that ends with the first error.
type reading struct {
	v      *View
	strict bool // functions are there in every version
	err    error
}

func set[A any](ctx context.Context, r *reading, into *A, to common.Address, input []byte, decode func([]byte) (A, error)) {
	if r.err != nil {
		return
	}
	question := maybe[A]
	if r.strict {
		question = ask[A]
	}
	*into, r.err = question(ctx, r.v, to, input, decode)
}
