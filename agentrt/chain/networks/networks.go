// Package networks knows EVM chains by name: their ids, where the registries
// are, what a transaction may cost and how deep a block has to be, which nodes
// to ask, and which of them only to believe others with.
//
// The command line and the runtime load it once, from what is built in, a file
// and the environment; then it does not change. Nothing is asked of a chain
// until Connect, and every node is asked first which chain it is on.
package networks

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/settle"
	"go-acn/internal/nearest"
)

// Contract is what a contract is for.
type Contract string

// The contracts that are looked up by chain. The manager of the service
// registry is none of them, nor is the whitelist of operators: the registry
// names the one, and that the other.
const (
	ComponentRegistry Contract = "component_registry"
	AgentRegistry     Contract = "agent_registry"
	RegistriesManager Contract = "registries_manager" // mints components and agents
	ServiceRegistry   Contract = "service_registry"
	TokenUtility      Contract = "service_registry_token_utility"     // holds bonds in tokens
	RecoverableSafe   Contract = "safe_multisig_with_recovery_module" // makes a Safe that its service's owner can recover
	PlainSafe         Contract = "gnosis_safe_proxy_factory"          // makes one that cannot be recovered
	RecoveryModule    Contract = "recovery_module"                    // takes over one that can be recovered
	MultiSend         Contract = "multisend"                          // several calls in one
)

// Contracts are all of them, in the order in which they are shown.
var Contracts = []Contract{
	ComponentRegistry, AgentRegistry, RegistriesManager, ServiceRegistry, TokenUtility,
	RecoverableSafe, PlainSafe, RecoveryModule, MultiSend,
}

// Network is a chain and how to reach it.
type Network struct {
	Name      string
	ID        uint64
	Currency  string // what gas is paid in
	Contracts map[Contract]common.Address
	Fees      evm.FeeRules  // complete
	Depth     uint64        // blocks, the one with the event included, until it counts
	Pace      time.Duration // from block to block, at its fastest; 0: not known

	Nodes     []string // where to ask, best first; http, https, ws or wss
	Witnesses []string // nodes of other operators, asked before something counts as final
}

// Address is where a contract is, or an error that says how to name it.
func (n Network) Address(c Contract) (common.Address, error) {
	address, known := n.Contracts[c]
	if !known {
		return common.Address{}, &MissingError{
			fmt.Sprintf("no %s is known on %s", c, n.Name),
			fmt.Sprintf("name it in the file of chains (chains: %s: contracts: %s: 0x...)%s", n.Name, c, customHint(n.Name, " or with "+contractVariable(c))),
		}
	}
	return address, nil
}

// remembered is how long after a settlement it can still be told what came of
// it. It is what a service may be down for.
const remembered = 3 * 24 * time.Hour

// Settlement is how a settlement on this chain goes.
func (n Network) Settlement() settle.ManagerConfig {
	cfg := settle.ManagerConfig{ChainID: n.ID, Depth: n.Depth, FeeRules: n.Fees}
	if n.Pace > 0 {
		cfg.Lookback = uint64(remembered / n.Pace)
	}
	return cfg
}

// MissingError says what is not set, and how to set it.
type MissingError struct{ What, How string }

// Error is what is missing.
func (m *MissingError) Error() string { return m.What }

// Hint is what to do about it.
func (m *MissingError) Hint() string { return m.How }

// Set is all chains there are, by name.
type Set struct{ networks map[string]Network }

// All are sorted by name.
func (s *Set) All() []Network {
	return slices.SortedFunc(maps.Values(s.networks), func(a, b Network) int { return strings.Compare(a.Name, b.Name) })
}

// Find is the chain of a name.
func (s *Set) Find(name string) (Network, error) {
	if network, known := s.networks[name]; known {
		return network, nil
	}
	names := slices.Sorted(maps.Keys(s.networks))
	hint := "there are " + strings.Join(names, ", ") + "; a file of chains can name others"
	if near := nearest.Word(name, names); near != "" {
		hint = "did you mean " + near + "?"
	}
	if name == customName {
		hint = "set " + customID + " to its chain id, and " + rpcVariable(customName) + " to the URL of a node"
	}
	return Network{}, &MissingError{fmt.Sprintf("there is no chain %.40q", name), hint}
}

// check is everything that is wrong with a network.
func (n Network) check() error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("chain "+n.Name+": "+format, args...))
	}
	if n.ID == 0 {
		bad("no chain id")
	}
	if n.Depth == 0 || n.Depth > 10_000 {
		bad("a depth of %d blocks, want 1 to 10000", n.Depth)
	}
	if _, err := n.Fees.Complete(); err != nil {
		bad("%w", err)
	}
	for name, address := range n.Contracts {
		if !slices.Contains(Contracts, name) {
			bad("there is no contract %.40q", name)
		} else if address == (common.Address{}) {
			bad("%s is the zero address", name)
		}
	}
	for _, list := range []struct {
		what string
		urls []string
	}{{"node", n.Nodes}, {"witness", n.Witnesses}} {
		if len(list.urls) > MaxNodes {
			bad("%d of them is more than %d: %s", len(list.urls), MaxNodes, list.what)
		}
		for i, url := range list.urls {
			if err := checkURL(url); err != nil {
				bad("%s %d: %w", list.what, i+1, err)
			}
		}
	}
	return errors.Join(errs...)
}

// MaxNodes bounds the nodes of a chain, and its witnesses.
const MaxNodes = 16
