package devchain

import (
	"math/big"
	"reflect"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/internal/devchain/contracts"
)

// Contracts are where the contracts of a chain with Config.Contracts are. From
// ComponentRegistry to SafeMultisigWithRecoveryModule these are the addresses
// of the network that others call "local". Account 0 owns all of them.
type Contracts struct {
	ComponentRegistry              common.Address `json:"component_registry"`
	AgentRegistry                  common.Address `json:"agent_registry"`
	RegistriesManager              common.Address `json:"registries_manager"`
	ServiceRegistry                common.Address `json:"service_registry"`
	ServiceRegistryTokenUtility    common.Address `json:"service_registry_token_utility"`
	Safe                           common.Address `json:"safe"`
	SafeProxyFactory               common.Address `json:"safe_proxy_factory"`
	GnosisSafeMultisig             common.Address `json:"gnosis_safe_multisig"`
	MultiSend                      common.Address `json:"multisend"`
	ServiceManager                 common.Address `json:"service_manager"`
	OperatorWhitelist              common.Address `json:"operator_whitelist"`
	ServiceManagerProxy            common.Address `json:"service_manager_proxy"`
	Token                          common.Address `json:"token"`
	RecoveryModule                 common.Address `json:"recovery_module"`
	SafeMultisigWithRecoveryModule common.Address `json:"safe_multisig_with_recovery_module"`
	PriceFeed                      common.Address `json:"price_feed"`
	Keep3r                         common.Address `json:"keep3r"`
	IntervalJob                    common.Address `json:"interval_job"`
	DemandJob                      common.Address `json:"demand_job"`
	Governor                       common.Address `json:"governor"`
	OtherToken                     common.Address `json:"other_token"`
	ManagedPool                    common.Address `json:"managed_pool"`
}

// Settings of the contracts, in what they are deployed with.
const (
	baseURI    = "https://gateway.autonolas.tech/ipfs/"
	bondTime   = 5 * time.Second // of Keep3r
	interval   = 10 * time.Second
	batch      = 3 // requests until DemandJob is due
	voteDelay  = 1 // blocks
	votePeriod = 20
)

// ether is so many of a token with 18 decimals.
func ether(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(params.Ether)) }

// creation is a contract that account 0 creates.
type creation struct {
	nonce uint64 // of account 0; its address follows from that
	what  *bind.MetaData
	args  []any
}

// creations are in the order of the fields of Contracts. The nonces up to 52
// are those of the network that others call "local".
func creations(c *Contracts) []creation {
	return []creation{
		{0, &contracts.ComponentRegistry, []any{"Component Registry", "AUTONOLAS-COMPONENT-V1", baseURI}},
		{1, &contracts.AgentRegistry, []any{"Agent Registry", "AUTONOLAS-AGENT-V1", baseURI, c.ComponentRegistry}},
		{2, &contracts.RegistriesManager, []any{c.ComponentRegistry, c.AgentRegistry}},
		{39, &contracts.ServiceRegistry, []any{"Service Registry", "AUTONOLAS-SERVICE-V1", baseURI, c.AgentRegistry}},
		{40, &contracts.ServiceRegistryTokenUtility, []any{c.ServiceRegistry}},
		{41, &contracts.Multisig, nil},
		{42, &contracts.MultisigFactory, nil},
		{43, &contracts.GnosisSafeMultisig, []any{c.Safe, c.SafeProxyFactory}},
		{45, &contracts.MultiSend, nil},
		{47, &contracts.ServiceManager, []any{c.ServiceRegistry, c.ServiceRegistryTokenUtility}},
		{48, &contracts.OperatorWhitelist, []any{c.ServiceRegistry}},
		{49, &contracts.ServiceManagerProxy, []any{c.ServiceManager, crypto.Keccak256([]byte("initialize()"))[:4]}},
		{50, &contracts.LabToken, []any{"Laboratory", "LAB"}},
		{51, &contracts.RecoveryModule, []any{c.MultiSend, c.ServiceRegistry}},
		{52, &contracts.SafeMultisigWithRecoveryModule, []any{c.Safe, c.SafeProxyFactory, c.RecoveryModule}},
		{53, &contracts.PriceFeed, []any{uint8(8), "ETH / USD"}},
		{54, &contracts.Keep3r, []any{c.Token, seconds(bondTime), ether(1)}},
		{55, &contracts.IntervalJob, []any{c.Keep3r, seconds(interval)}},
		{56, &contracts.DemandJob, []any{c.Keep3r, big.NewInt(batch)}},
		{57, &contracts.Governor, []any{c.Token, big.NewInt(voteDelay), big.NewInt(votePeriod), ether(1)}},
		{58, &contracts.LabToken, []any{"Other", "OTHER"}},
		{59, &contracts.ManagedPool, []any{[]common.Address{c.Token, c.OtherToken}, []*big.Int{half(), half()}}},
	}
}

func seconds(d time.Duration) *big.Int { return big.NewInt(int64(d / time.Second)) }

func half() *big.Int { return new(big.Int).Div(ether(1), big.NewInt(2)) }

// following is the nonce of account 0 after all that.
const following = 60

// predetermined are the addresses of what account 0 creates.
func predetermined() Contracts {
	var c Contracts
	fields := reflect.ValueOf(&c).Elem()
	for i, one := range creations(&c) {
		fields.Field(i).Set(reflect.ValueOf(crypto.CreateAddress(Accounts()[0].Address, one.nonce)))
	}
	return c
}

// Deployed is one of Contracts, named as in JSON.
type Deployed struct {
	Name    string
	Address common.Address
}

// List is all of them, in the order of their creation.
func (c Contracts) List() []Deployed {
	fields := reflect.ValueOf(c)
	all := make([]Deployed, fields.NumField())
	for i := range all {
		all[i] = Deployed{fields.Type().Field(i).Tag.Get("json"), fields.Field(i).Interface().(common.Address)}
	}
	return all
}

// instruction is a call of account 0 to what it created.
type instruction struct {
	to     common.Address
	what   *bind.MetaData
	method string
	args   []any
}

// instructions make the contracts know one another.
func instructions(c *Contracts) []instruction {
	owner := Accounts()[0].Address
	all := []instruction{
		{c.ComponentRegistry, &contracts.ComponentRegistry, "changeManager", []any{c.RegistriesManager}},
		{c.AgentRegistry, &contracts.AgentRegistry, "changeManager", []any{c.RegistriesManager}},
		{c.ServiceRegistry, &contracts.ServiceRegistry, "changeManager", []any{c.ServiceManagerProxy}},
		{c.ServiceRegistry, &contracts.ServiceRegistry, "changeDrainer", []any{owner}},
		{c.ServiceRegistry, &contracts.ServiceRegistry, "changeMultisigPermission", []any{c.GnosisSafeMultisig, true}},
		{c.ServiceRegistry, &contracts.ServiceRegistry, "changeMultisigPermission", []any{c.SafeMultisigWithRecoveryModule, true}},
		{c.ServiceRegistry, &contracts.ServiceRegistry, "changeMultisigPermission", []any{c.RecoveryModule, true}},
		{c.ServiceRegistryTokenUtility, &contracts.ServiceRegistryTokenUtility, "changeManager", []any{c.ServiceManagerProxy}},
		{c.ServiceRegistryTokenUtility, &contracts.ServiceRegistryTokenUtility, "changeDrainer", []any{owner}},
		{c.ServiceManagerProxy, &contracts.ServiceManager, "setOperatorWhitelist", []any{c.OperatorWhitelist}},
		{c.Keep3r, &contracts.Keep3r, "addJob", []any{c.IntervalJob}},
		{c.Keep3r, &contracts.Keep3r, "addJob", []any{c.DemandJob}},
		{c.Token, &contracts.LabToken, "approve", []any{c.Keep3r, ether(10_000)}}, // what keepers are paid from
	}
	for _, account := range Accounts() {
		all = append(all, instruction{c.Token, &contracts.LabToken, "mint", []any{account.Address, ether(100_000)}})
	}
	return all
}
