package devchain

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// The contracts are where tools expect those of the network called "local",
// and account 0 goes on after them.
func TestContracts(t *testing.T) {
	c := start(t, Config{Contracts: true})
	where := c.Contracts()
	for name, address := range map[string][2]common.Address{
		"component registry":        {where.ComponentRegistry, common.HexToAddress("0x5FbDB2315678afecb367f032d93F642f64180aa3")},
		"agent registry":            {where.AgentRegistry, common.HexToAddress("0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512")},
		"registries manager":        {where.RegistriesManager, common.HexToAddress("0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0")},
		"service registry":          {where.ServiceRegistry, common.HexToAddress("0x998abeb3E57409262aE5b751f60747921B33613E")},
		"token utility":             {where.ServiceRegistryTokenUtility, common.HexToAddress("0x70e0bA845a1A0F2DA3359C97E0285013525FFC49")},
		"safe":                      {where.Safe, common.HexToAddress("0x4826533B4897376654Bb4d4AD88B7faFD0C98528")},
		"factory":                   {where.SafeProxyFactory, common.HexToAddress("0x99bbA657f2BbC93c02D617f8bA121cB8Fc104Acf")},
		"multisig":                  {where.GnosisSafeMultisig, common.HexToAddress("0x0E801D84Fa97b50751Dbf25036d067dCf18858bF")},
		"multisend":                 {where.MultiSend, common.HexToAddress("0x9d4454B023096f34B160D6B654540c56A1F81688")},
		"service manager":           {where.ServiceManager, common.HexToAddress("0x36C02dA8a0983159322a80FFE9F24b1acfF8B570")},
		"operator whitelist":        {where.OperatorWhitelist, common.HexToAddress("0x809d550fca64d94Bd9F66E60752A544199cfAC3D")},
		"service manager proxy":     {where.ServiceManagerProxy, common.HexToAddress("0x4c5859f0F772848b2D91F1D83E2Fe57935348029")},
		"token":                     {where.Token, common.HexToAddress("0x1291Be112d480055DaFd8a610b7d1e203891C274")},
		"recovery module":           {where.RecoveryModule, common.HexToAddress("0x5f3f1dBD7B74C6B46e8c44f98792A1dAf8d69154")},
		"multisig, recovery module": {where.SafeMultisigWithRecoveryModule, common.HexToAddress("0xb7278A61aa25c888815aFC32Ad3cC52fF24fE575")},
	} {
		if address[0] != address[1] {
			t.Errorf("%s is at %v, want %v", name, address[0], address[1])
		}
	}
	for _, one := range where.List() {
		code, err := c.Client().CodeAt(t.Context(), one.Address, nil)
		check(t, err)
		if len(code) == 0 || one.Name == "" {
			t.Errorf("no code of %q at %v", one.Name, one.Address)
		}
	}
	nonce, err := c.Client().PendingNonceAt(t.Context(), Accounts()[0].Address)
	check(t, err)
	if last := creations(&where); nonce != following || last[len(last)-1].nonce != following-1 {
		t.Errorf("the next nonce is %d", nonce)
	}
	if bare := start(t, Config{}); bare.Contracts() != (Contracts{}) {
		t.Errorf("a chain without contracts has %v", bare.Contracts())
	}
}

// docs/chains.md lists all of them, at their addresses.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/chains.md")
	check(t, err)
	where := predetermined()
	for _, one := range where.List() {
		if row := fmt.Sprintf("\n| `%s` | `%v` | ", one.Name, one.Address); !strings.Contains(string(text), row) {
			t.Errorf("docs/chains.md has no row %q", row)
		}
	}
}
