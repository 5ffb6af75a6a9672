package published

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/internal/devchain"
	"go-acn/internal/devchain/contracts"
)

// Checkout is the variable that names a checkout of the registries'
// repository, for tests.
const Checkout = "ACN_TEST_REGISTRIES"

// baseURI is that of the deployed registries.
const baseURI = "https://gateway.autonolas.tech/ipfs/"

// DeployReal creates the published registries on a chain, with a Safe of
// version 1.3.0, and a token of ours. They know one another as on a real
// chain, and account 0 owns and may drain all of them. Fields for contracts
// that others did not write are zero.
func DeployReal(ctx context.Context, chain *devchain.Chain, checkout string) (devchain.Contracts, error) {
	return deploy(ctx, chain, checkout, false)
}

// DeployRealL2 does the same as on a chain without unit registries.
func DeployRealL2(ctx context.Context, chain *devchain.Chain, checkout string) (devchain.Contracts, error) {
	return deploy(ctx, chain, checkout, true)
}

func deploy(ctx context.Context, chain *devchain.Chain, checkout string, l2 bool) (devchain.Contracts, error) {
	safe, err := Safes()[0].Load(ctx)
	if err != nil {
		return devchain.Contracts{}, err
	}
	d := &deployment{folder: checkout, transact: func(to *common.Address, data []byte) (*types.Receipt, error) {
		return transact(ctx, chain, to, data)
	}}
	var c devchain.Contracts
	d.safes(&c, safe)
	d.registries(&c, l2)
	d.makers(&c)
	d.token(&c)
	d.introduce(&c)
	return c, d.err
}

// deployment creates contracts one after the other, until an error.
type deployment struct {
	folder   string
	transact func(to *common.Address, data []byte) (*types.Receipt, error)
	err      error
}

func (d *deployment) safes(c *devchain.Contracts, code Code) {
	c.Safe = d.create(&bind.MetaData{Bin: hexutil.Encode(code.Singleton)})
	c.SafeProxyFactory = d.create(&bind.MetaData{Bin: hexutil.Encode(code.Factory)})
	c.MultiSend = d.create(&bind.MetaData{Bin: hexutil.Encode(code.MultiSend)})
}

func (d *deployment) registries(c *devchain.Contracts, l2 bool) {
	if l2 {
		c.ServiceRegistry = d.create(d.read("0.8.28/ServiceRegistryL2"), "Service Registry", "AUTONOLAS-SERVICE-V1", baseURI)
	} else {
		c.ComponentRegistry = d.create(d.read("0.8.15/ComponentRegistry"), "Component Registry", "AUTONOLAS-COMPONENT-V1", baseURI)
		c.AgentRegistry = d.create(d.read("0.8.15/AgentRegistry"), "Agent Registry", "AUTONOLAS-AGENT-V1", baseURI, c.ComponentRegistry)
		c.RegistriesManager = d.create(d.read("0.8.15/RegistriesManager"), c.ComponentRegistry, c.AgentRegistry)
		c.ServiceRegistry = d.create(d.read("0.8.15/ServiceRegistry"), "Service Registry", "AUTONOLAS-SERVICE-V1", baseURI, c.AgentRegistry)
	}
	c.ServiceRegistryTokenUtility = d.create(d.read("0.8.28/ServiceRegistryTokenUtility"), c.ServiceRegistry)
	c.ServiceManager = d.create(d.read("0.8.30/ServiceManager"), c.ServiceRegistry, c.ServiceRegistryTokenUtility)
	c.ServiceManagerProxy = d.create(d.read("0.8.30/ServiceManagerProxy"), c.ServiceManager, crypto.Keccak256([]byte("initialize()"))[:4])
	c.OperatorWhitelist = d.create(d.read("0.8.28/OperatorWhitelist"), c.ServiceRegistry)
}

func (d *deployment) makers(c *devchain.Contracts) {
	c.GnosisSafeMultisig = d.create(d.read("0.8.28/GnosisSafeMultisig"), c.Safe, c.SafeProxyFactory)
	c.RecoveryModule = d.create(d.read("0.8.30/RecoveryModule"), c.MultiSend, c.ServiceRegistry)
	c.SafeMultisigWithRecoveryModule = d.create(d.read("0.8.30/SafeMultisigWithRecoveryModule"), c.Safe, c.SafeProxyFactory, c.RecoveryModule)
}

func (d *deployment) token(c *devchain.Contracts) {
	c.Token = d.create(&contracts.LabToken, "Laboratory", "LAB")
	for _, account := range devchain.Accounts() {
		d.call(c.Token, &contracts.LabToken, "mint", account.Address, new(big.Int).Mul(big.NewInt(100_000), big.NewInt(params.Ether)))
	}
}

// introduce makes the contracts know one another.
func (d *deployment) introduce(c *devchain.Contracts) {
	owner := devchain.Accounts()[0].Address
	if c.RegistriesManager != (common.Address{}) {
		d.call(c.ComponentRegistry, &contracts.ComponentRegistry, "changeManager", c.RegistriesManager)
		d.call(c.AgentRegistry, &contracts.AgentRegistry, "changeManager", c.RegistriesManager)
	}
	d.call(c.ServiceRegistry, &contracts.ServiceRegistry, "changeManager", c.ServiceManagerProxy)
	d.call(c.ServiceRegistry, &contracts.ServiceRegistry, "changeDrainer", owner)
	for _, maker := range []common.Address{c.GnosisSafeMultisig, c.SafeMultisigWithRecoveryModule, c.RecoveryModule} {
		d.call(c.ServiceRegistry, &contracts.ServiceRegistry, "changeMultisigPermission", maker, true)
	}
	d.call(c.ServiceRegistryTokenUtility, &contracts.ServiceRegistryTokenUtility, "changeManager", c.ServiceManagerProxy)
	d.call(c.ServiceRegistryTokenUtility, &contracts.ServiceRegistryTokenUtility, "changeDrainer", owner)
	d.call(c.ServiceManagerProxy, &contracts.ServiceManager, "setOperatorWhitelist", c.OperatorWhitelist)
}

// read is the interface and code of a contract in the checkout. Some files
// have the code as a text, and some as an object with one.
func (d *deployment) read(name string) *bind.MetaData {
	if d.err != nil {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(d.folder, "abis", filepath.FromSlash(name)+".json"))
	if err != nil {
		d.err = err
		return nil
	}
	m, err := parseArtefact(text)
	if err != nil {
		d.err = fmt.Errorf("%s: %w", name, err)
	}
	return m
}

func parseArtefact(text []byte) (*bind.MetaData, error) {
	var artefact struct {
		ABI      json.RawMessage
		Bytecode json.RawMessage
	}
	if err := json.Unmarshal(text, &artefact); err != nil {
		return nil, err
	}
	var code string
	if json.Unmarshal(artefact.Bytecode, &code) != nil {
		var object struct{ Object string }
		if err := json.Unmarshal(artefact.Bytecode, &object); err != nil {
			return nil, fmt.Errorf("code: %w", err)
		}
		code = object.Object
	}
	if len(common.FromHex(code)) == 0 {
		return nil, errors.New("no code")
	}
	return &bind.MetaData{ABI: string(artefact.ABI), Bin: code}, nil
}

func (d *deployment) create(what *bind.MetaData, args ...any) common.Address {
	if d.err != nil {
		return common.Address{}
	}
	var packed []byte
	if len(args) > 0 {
		packed = d.pack(what, "", args)
	}
	receipt := d.send(nil, append(common.FromHex(what.Bin), packed...))
	if d.err != nil {
		return common.Address{}
	}
	return receipt.ContractAddress
}

func (d *deployment) call(to common.Address, what *bind.MetaData, method string, args ...any) {
	if d.err == nil {
		d.send(&to, d.pack(what, method, args))
	}
}

func (d *deployment) pack(what *bind.MetaData, method string, args []any) []byte {
	var types *abi.ABI
	types, d.err = what.ParseABI()
	if d.err != nil {
		return nil
	}
	var packed []byte
	packed, d.err = types.Pack(method, args...)
	return packed
}

func (d *deployment) send(to *common.Address, data []byte) *types.Receipt {
	if d.err != nil {
		return nil
	}
	receipt, err := d.transact(to, data)
	if err == nil && receipt.Status != types.ReceiptStatusSuccessful {
		err = fmt.Errorf("transaction %v to %v failed", receipt.TxHash, to)
	}
	d.err = err
	return receipt
}

// transact has account 0 send a transaction, and makes a block.
func transact(ctx context.Context, chain *devchain.Chain, to *common.Address, data []byte) (*types.Receipt, error) {
	client, from := chain.Client(), devchain.Accounts()[0]
	nonce, err := client.PendingNonceAt(ctx, from.Address)
	if err != nil {
		return nil, err
	}
	id := big.NewInt(devchain.ChainID)
	tx, err := types.SignNewTx(from.Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, GasTipCap: big.NewInt(params.GWei), GasFeeCap: big.NewInt(10 * params.GWei), Gas: 10_000_000, To: to, Data: data,
	})
	if err != nil {
		return nil, err
	}
	if err := client.SendTransaction(ctx, tx); err != nil {
		return nil, err
	}
	if err := chain.Mine(1); err != nil {
		return nil, err
	}
	return client.TransactionReceipt(ctx, tx.Hash())
}
