package networks

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain/evm"
)

// customName is the chain that existing tools describe with variables alone,
// and customID names its id.
const (
	customName = "custom_chain"
	customID   = "CUSTOM_CHAIN_ID"
)

// rpcVariable names the nodes of a chain, with commas between them, as existing
// tools do.
func rpcVariable(name string) string {
	if name == customName {
		return "CUSTOM_CHAIN_RPC"
	}
	return strings.ToUpper(name) + "_CHAIN_RPC"
}

func witnessVariable(name string) string {
	return strings.TrimSuffix(rpcVariable(name), "RPC") + "WITNESSES"
}

func contractVariable(c Contract) string { return "CUSTOM_" + strings.ToUpper(string(c)) + "_ADDRESS" }

func customHint(name, hint string) string {
	if name == customName {
		return hint
	}
	return ""
}

// Load puts what is built in, a file (nil is none) and the environment together;
// later ones count more. The error joins everything that is wrong.
func Load(file *File, env map[string]string) (*Set, error) {
	set := &Set{make(map[string]Network)}
	for _, f := range builtin {
		set.networks[f.name] = f.network()
	}
	var errs []error
	if file != nil {
		for _, name := range slices.Sorted(maps.Keys(file.chains)) {
			network, known := set.networks[name]
			if !known {
				network = blank(name)
			}
			errs = append(errs, file.chains[name].apply(&network))
			set.networks[name] = network
		}
	}
	custom, used, err := customNetwork(env)
	errs = append(errs, err)
	if used {
		set.networks[customName] = custom
	}
	for name, network := range set.networks {
		if text := env[rpcVariable(name)]; text != "" {
			network.Nodes = list(text)
		}
		if text := env[witnessVariable(name)]; text != "" {
			network.Witnesses = list(text)
		}
		set.networks[name] = network
	}
	for _, network := range set.All() {
		errs = append(errs, network.check())
	}
	return set, errors.Join(errs...)
}

// blank is a chain of which nothing is known but the name.
func blank(name string) Network {
	rules, _ := evm.FeeRules{}.Complete() // the zero value is fine
	n := Network{Name: name, Currency: "ETH", Depth: 6, Fees: rules, Contracts: make(map[Contract]common.Address)}
	n.Contracts[MultiSend] = common.HexToAddress(safeMultiSend)
	return n
}

func list(text string) []string {
	var all []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// customNetwork is the chain that variables describe, if they do.
func customNetwork(env map[string]string) (network Network, used bool, err error) {
	if env[customID] == "" && env[rpcVariable(customName)] == "" {
		return Network{}, false, nil
	}
	network = blank(customName)
	var errs []error
	if network.ID, err = strconv.ParseUint(env[customID], 10, 64); err != nil {
		errs = append(errs, fmt.Errorf("%s is %.20q, want the number of the chain", customID, env[customID]))
		network.ID = 1 // said once is enough
	}
	for _, contract := range Contracts {
		text := env[contractVariable(contract)]
		if text == "" {
			continue
		}
		address, err := ParseAddress(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", contractVariable(contract), err))
			continue
		}
		network.Contracts[contract] = address
	}
	return network, true, errors.Join(errs...)
}
