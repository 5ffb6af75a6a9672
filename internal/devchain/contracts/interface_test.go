package contracts_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain/bindings"
)

// Selectors and topics are those of the public registries and of Safe 1.3.0,
// taken from testdata/selectors.txt: contract, selector or topic, signature,
// and for events which arguments are indexed.
func TestSelectors(t *testing.T) {
	text, err := os.ReadFile("testdata/selectors.txt")
	must(t, err)
	lines := 0
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		lines++
		name, id, signature := fields[0], common.FromHex(fields[1]), fields[2]
		what, ok := all[name]
		if !ok {
			t.Errorf("there is no %s", name)
			continue
		}
		parsed := interfaceOf(t, what)
		got := "nothing"
		switch {
		case len(id) == 32:
			if event, err := parsed.EventByID(common.Hash(id)); err == nil {
				got = event.Sig + " " + indexed(event.Inputs)
			}
			signature = strings.Join(fields[2:], " ")
		case fields[len(fields)-1] == "error":
			if known, err := parsed.ErrorByID([4]byte(id)); err == nil {
				got = known.Sig
			}
		default:
			if method, err := parsed.MethodById(id); err == nil {
				got = method.Sig
			}
		}
		if got != signature {
			t.Errorf("%s has %q as %s, want %q", name, got, fields[1], signature)
		}
	}
	if lines < 100 {
		t.Errorf("read %d lines", lines)
	}
}

// indexed is a mark for each argument: * if it is a topic.
func indexed(inputs abi.Arguments) string {
	marks := make([]byte, len(inputs))
	for i, input := range inputs {
		marks[i] = '-'
		if input.Indexed {
			marks[i] = '*'
		}
	}
	return string(marks)
}

// absent is what is in the bindings and not in every contract behind them.
var absent = map[string]string{
	"ComponentRegistry calculateSubComponents(uint32[])":            "agents have it",
	"OperatorWhitelist OperatorsWhitelistCheckSet(address,uint256)": "nothing emits it",
}

// What clients call and read through the bindings is what our contracts have.
func TestBindings(t *testing.T) {
	for name, client := range map[string]*bind.MetaData{
		"Multisig": &bindings.SafeMetaData, "MultisigFactory": &bindings.SafeFactoryMetaData, "MultiSend": &bindings.MultiSendMetaData,
		"RegistriesManager": &bindings.RegistriesManagerMetaData, "ComponentRegistry": &bindings.UnitRegistryMetaData,
		"AgentRegistry": &bindings.UnitRegistryMetaData, "ServiceRegistry": &bindings.ServiceRegistryMetaData,
		"ServiceRegistryTokenUtility": &bindings.ServiceRegistryTokenUtilityMetaData, "ServiceManager": &bindings.ServiceManagerMetaData,
		"OperatorWhitelist": &bindings.OperatorWhitelistMetaData, "RecoveryModule": &bindings.RecoveryModuleMetaData,
		"GnosisSafeMultisig": &bindings.MultisigMakerMetaData, "SafeMultisigWithRecoveryModule": &bindings.MultisigMakerMetaData,
		"LabToken": &bindings.ERC20MetaData,
	} {
		ours, theirs := interfaceOf(t, all[name]), interfaceOf(t, client)
		for _, want := range theirs.Methods {
			got, err := ours.MethodById(want.ID)
			if err != nil {
				if absent[name+" "+want.Sig] == "" {
					t.Errorf("%s lacks %s", name, want.Sig)
				}
				continue
			}
			if kinds(got.Outputs) != kinds(want.Outputs) || got.IsConstant() != want.IsConstant() || got.IsPayable() != want.IsPayable() {
				t.Errorf("%s has %v, clients expect %v", name, got, want)
			}
		}
		for _, want := range theirs.Events {
			if got, err := ours.EventByID(want.ID); absent[name+" "+want.Sig] == "" && (err != nil || indexed(got.Inputs) != indexed(want.Inputs)) {
				t.Errorf("%s lacks %v", name, want)
			}
		}
	}
}

func kinds(arguments abi.Arguments) string {
	var names []string
	for _, argument := range arguments {
		names = append(names, argument.Type.String())
	}
	return strings.Join(names, ",")
}

// What our registries and multisigs refuse with has a name for clients.
func TestErrorsAreKnown(t *testing.T) {
	known := make(map[[4]byte]bool)
	for _, client := range []*bind.MetaData{&bindings.RegistryErrorsMetaData, &bindings.MultisigErrorsMetaData} {
		for _, one := range interfaceOf(t, client).Errors {
			known[[4]byte(one.ID[:4])] = true
		}
	}
	for _, name := range []string{
		"AgentRegistry", "ComponentRegistry", "RegistriesManager", "ServiceRegistry", "ServiceRegistryTokenUtility", "ServiceManager",
		"OperatorWhitelist", "RecoveryModule", "GnosisSafeMultisig", "SafeMultisigWithRecoveryModule",
	} {
		for _, one := range interfaceOf(t, all[name]).Errors {
			if !known[[4]byte(one.ID[:4])] {
				t.Errorf("%s refuses with %s, which clients cannot name", name, one.Sig)
			}
		}
	}
}

// Every contract can be deployed on mainnet.
func TestSizes(t *testing.T) {
	w := newWorld(t)
	for _, one := range w.List() {
		code, err := w.Client().CodeAt(t.Context(), one.Address, nil)
		must(t, err)
		if len(code) == 0 || len(code) > params.MaxCodeSize {
			t.Errorf("%s has %d bytes", one.Name, len(code))
		}
	}
}

// Every contract is on the chain, but for the proxy, of which each multisig is
// one.
func TestAllAreDeployed(t *testing.T) {
	text, err := os.ReadFile("contracts.go")
	must(t, err)
	for line := range strings.Lines(string(text)) {
		if name, _, ok := strings.Cut(strings.TrimPrefix(line, "var "), " = bind.MetaData{"); ok && strings.HasPrefix(line, "var ") && all[name] == nil {
			t.Errorf("%s is not among what these tests look at", name)
		}
	}
	if n := len(newWorld(t).List()); n != len(all) { // a second token instead of the proxy
		t.Errorf("%d contracts are on the chain, and there are %d", n, len(all))
	}
	var names []string
	for _, one := range newWorld(t).List() {
		names = append(names, one.Name)
	}
	if sorted := slices.Compact(slices.Sorted(slices.Values(names))); len(sorted) != len(names) {
		t.Error(fmt.Sprint(names))
	}
}
