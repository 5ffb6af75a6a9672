// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// AgentParams is an auto generated low-level Go binding around an user-defined struct.
type AgentParams struct {
	Slots uint32
	Bond  *big.Int
}

// ServiceData is an auto generated low-level Go binding around an user-defined struct.
type ServiceData struct {
	SecurityDeposit      *big.Int
	Multisig             common.Address
	ConfigHash           [32]byte
	Threshold            uint32
	MaxNumAgentInstances uint32
	NumAgentInstances    uint32
	State                uint8
	AgentIds             []uint32
}

// Unit is an auto generated low-level Go binding around an user-defined struct.
type Unit struct {
	UnitHash     [32]byte
	Dependencies []uint32
}

// ERC20MetaData contains all meta data concerning the ERC20 contract.
var ERC20MetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"}],\"name\":\"Approval\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"}],\"name\":\"Transfer\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"}],\"name\":\"allowance\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"}],\"name\":\"approve\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"balanceOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"decimals\",\"outputs\":[{\"internalType\":\"uint8\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"symbol\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"totalSupply\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"}],\"name\":\"transfer\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"}],\"name\":\"transferFrom\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "ERC20",
}

// ERC20 is an auto generated Go binding around an Ethereum contract.
type ERC20 struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *ERC20) GetABI() abi.ABI {
	return c.abi
}

// NewERC20 creates a new instance of ERC20.
func NewERC20() *ERC20 {
	parsed, err := ERC20MetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &ERC20{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *ERC20) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackAllowance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdd62ed3e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function allowance(address owner, address spender) view returns(uint256)
func (eRC20 *ERC20) PackAllowance(owner common.Address, spender common.Address) []byte {
	enc, err := eRC20.abi.Pack("allowance", owner, spender)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAllowance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdd62ed3e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function allowance(address owner, address spender) view returns(uint256)
func (eRC20 *ERC20) TryPackAllowance(owner common.Address, spender common.Address) ([]byte, error) {
	return eRC20.abi.Pack("allowance", owner, spender)
}

// UnpackAllowance is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xdd62ed3e.
//
// Solidity: function allowance(address owner, address spender) view returns(uint256)
func (eRC20 *ERC20) UnpackAllowance(data []byte) (*big.Int, error) {
	out, err := eRC20.abi.Unpack("allowance", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approve(address spender, uint256 value) returns(bool)
func (eRC20 *ERC20) PackApprove(spender common.Address, value *big.Int) []byte {
	enc, err := eRC20.abi.Pack("approve", spender, value)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approve(address spender, uint256 value) returns(bool)
func (eRC20 *ERC20) TryPackApprove(spender common.Address, value *big.Int) ([]byte, error) {
	return eRC20.abi.Pack("approve", spender, value)
}

// UnpackApprove is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x095ea7b3.
//
// Solidity: function approve(address spender, uint256 value) returns(bool)
func (eRC20 *ERC20) UnpackApprove(data []byte) (bool, error) {
	out, err := eRC20.abi.Unpack("approve", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function balanceOf(address account) view returns(uint256)
func (eRC20 *ERC20) PackBalanceOf(account common.Address) []byte {
	enc, err := eRC20.abi.Pack("balanceOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function balanceOf(address account) view returns(uint256)
func (eRC20 *ERC20) TryPackBalanceOf(account common.Address) ([]byte, error) {
	return eRC20.abi.Pack("balanceOf", account)
}

// UnpackBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x70a08231.
//
// Solidity: function balanceOf(address account) view returns(uint256)
func (eRC20 *ERC20) UnpackBalanceOf(data []byte) (*big.Int, error) {
	out, err := eRC20.abi.Unpack("balanceOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDecimals is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x313ce567.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function decimals() view returns(uint8)
func (eRC20 *ERC20) PackDecimals() []byte {
	enc, err := eRC20.abi.Pack("decimals")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDecimals is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x313ce567.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function decimals() view returns(uint8)
func (eRC20 *ERC20) TryPackDecimals() ([]byte, error) {
	return eRC20.abi.Pack("decimals")
}

// UnpackDecimals is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x313ce567.
//
// Solidity: function decimals() view returns(uint8)
func (eRC20 *ERC20) UnpackDecimals(data []byte) (uint8, error) {
	out, err := eRC20.abi.Unpack("decimals", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// PackSymbol is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x95d89b41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function symbol() view returns(string)
func (eRC20 *ERC20) PackSymbol() []byte {
	enc, err := eRC20.abi.Pack("symbol")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSymbol is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x95d89b41.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function symbol() view returns(string)
func (eRC20 *ERC20) TryPackSymbol() ([]byte, error) {
	return eRC20.abi.Pack("symbol")
}

// UnpackSymbol is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x95d89b41.
//
// Solidity: function symbol() view returns(string)
func (eRC20 *ERC20) UnpackSymbol(data []byte) (string, error) {
	out, err := eRC20.abi.Unpack("symbol", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalSupply() view returns(uint256)
func (eRC20 *ERC20) PackTotalSupply() []byte {
	enc, err := eRC20.abi.Pack("totalSupply")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalSupply() view returns(uint256)
func (eRC20 *ERC20) TryPackTotalSupply() ([]byte, error) {
	return eRC20.abi.Pack("totalSupply")
}

// UnpackTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x18160ddd.
//
// Solidity: function totalSupply() view returns(uint256)
func (eRC20 *ERC20) UnpackTotalSupply(data []byte) (*big.Int, error) {
	out, err := eRC20.abi.Unpack("totalSupply", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTransfer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa9059cbb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transfer(address to, uint256 value) returns(bool)
func (eRC20 *ERC20) PackTransfer(to common.Address, value *big.Int) []byte {
	enc, err := eRC20.abi.Pack("transfer", to, value)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransfer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa9059cbb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transfer(address to, uint256 value) returns(bool)
func (eRC20 *ERC20) TryPackTransfer(to common.Address, value *big.Int) ([]byte, error) {
	return eRC20.abi.Pack("transfer", to, value)
}

// UnpackTransfer is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa9059cbb.
//
// Solidity: function transfer(address to, uint256 value) returns(bool)
func (eRC20 *ERC20) UnpackTransfer(data []byte) (bool, error) {
	out, err := eRC20.abi.Unpack("transfer", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferFrom(address from, address to, uint256 value) returns(bool)
func (eRC20 *ERC20) PackTransferFrom(from common.Address, to common.Address, value *big.Int) []byte {
	enc, err := eRC20.abi.Pack("transferFrom", from, to, value)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferFrom(address from, address to, uint256 value) returns(bool)
func (eRC20 *ERC20) TryPackTransferFrom(from common.Address, to common.Address, value *big.Int) ([]byte, error) {
	return eRC20.abi.Pack("transferFrom", from, to, value)
}

// UnpackTransferFrom is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x23b872dd.
//
// Solidity: function transferFrom(address from, address to, uint256 value) returns(bool)
func (eRC20 *ERC20) UnpackTransferFrom(data []byte) (bool, error) {
	out, err := eRC20.abi.Unpack("transferFrom", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// ERC20Approval represents a Approval event raised by the ERC20 contract.
type ERC20Approval struct {
	Owner   common.Address
	Spender common.Address
	Value   *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const ERC20ApprovalEventName = "Approval"

// ContractEventName returns the user-defined event name.
func (ERC20Approval) ContractEventName() string {
	return ERC20ApprovalEventName
}

// UnpackApprovalEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Approval(address indexed owner, address indexed spender, uint256 value)
func (eRC20 *ERC20) UnpackApprovalEvent(log *types.Log) (*ERC20Approval, error) {
	event := "Approval"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != eRC20.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ERC20Approval)
	if len(log.Data) > 0 {
		if err := eRC20.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range eRC20.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ERC20Transfer represents a Transfer event raised by the ERC20 contract.
type ERC20Transfer struct {
	From  common.Address
	To    common.Address
	Value *big.Int
	Raw   *types.Log // Blockchain specific contextual infos
}

const ERC20TransferEventName = "Transfer"

// ContractEventName returns the user-defined event name.
func (ERC20Transfer) ContractEventName() string {
	return ERC20TransferEventName
}

// UnpackTransferEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Transfer(address indexed from, address indexed to, uint256 value)
func (eRC20 *ERC20) UnpackTransferEvent(log *types.Log) (*ERC20Transfer, error) {
	event := "Transfer"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != eRC20.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ERC20Transfer)
	if len(log.Data) > 0 {
		if err := eRC20.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range eRC20.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// MultiSendMetaData contains all meta data concerning the MultiSend contract.
var MultiSendMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"transactions\",\"type\":\"bytes\"}],\"name\":\"multiSend\",\"outputs\":[],\"stateMutability\":\"payable\",\"type\":\"function\"}]",
	ID:  "MultiSend",
}

// MultiSend is an auto generated Go binding around an Ethereum contract.
type MultiSend struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *MultiSend) GetABI() abi.ABI {
	return c.abi
}

// NewMultiSend creates a new instance of MultiSend.
func NewMultiSend() *MultiSend {
	parsed, err := MultiSendMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &MultiSend{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *MultiSend) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackMultiSend is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8d80ff0a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function multiSend(bytes transactions) payable returns()
func (multiSend *MultiSend) PackMultiSend(transactions []byte) []byte {
	enc, err := multiSend.abi.Pack("multiSend", transactions)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMultiSend is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8d80ff0a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function multiSend(bytes transactions) payable returns()
func (multiSend *MultiSend) TryPackMultiSend(transactions []byte) ([]byte, error) {
	return multiSend.abi.Pack("multiSend", transactions)
}

// MultisigErrorsMetaData contains all meta data concerning the MultisigErrors contract.
var MultisigErrorsMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[],\"name\":\"DelegatecallOnly\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"DuplicateModule\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"EmptyModulesOnly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"expected\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"provided\",\"type\":\"uint256\"}],\"name\":\"IncorrectDataLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"name\":\"MultisigAlreadyExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"provided\",\"type\":\"address\"}],\"name\":\"MultisigExecFailed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"sender\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"registry\",\"type\":\"address\"}],\"name\":\"RegistryOnly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"expected\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"provided\",\"type\":\"uint256\"}],\"name\":\"WrongNumOwners\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"provided\",\"type\":\"address\"}],\"name\":\"WrongOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"WrongServiceState\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"expected\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"provided\",\"type\":\"uint256\"}],\"name\":\"WrongThreshold\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroNonceOnly\",\"type\":\"error\"}]",
	ID:  "MultisigErrors",
}

// MultisigErrors is an auto generated Go binding around an Ethereum contract.
type MultisigErrors struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *MultisigErrors) GetABI() abi.ABI {
	return c.abi
}

// NewMultisigErrors creates a new instance of MultisigErrors.
func NewMultisigErrors() *MultisigErrors {
	parsed, err := MultisigErrorsMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &MultisigErrors{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *MultisigErrors) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (multisigErrors *MultisigErrors) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["DelegatecallOnly"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackDelegatecallOnlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["DuplicateModule"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackDuplicateModuleError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["EmptyModulesOnly"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackEmptyModulesOnlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["IncorrectDataLength"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackIncorrectDataLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["MultisigAlreadyExists"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackMultisigAlreadyExistsError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["MultisigExecFailed"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackMultisigExecFailedError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["RegistryOnly"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackRegistryOnlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["WrongNumOwners"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackWrongNumOwnersError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["WrongOwner"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackWrongOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["WrongServiceState"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackWrongServiceStateError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["WrongThreshold"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackWrongThresholdError(raw[4:])
	}
	if bytes.Equal(raw[:4], multisigErrors.abi.Errors["ZeroNonceOnly"].ID.Bytes()[:4]) {
		return multisigErrors.UnpackZeroNonceOnlyError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// MultisigErrorsDelegatecallOnly represents a DelegatecallOnly error raised by the MultisigErrors contract.
type MultisigErrorsDelegatecallOnly struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error DelegatecallOnly()
func MultisigErrorsDelegatecallOnlyErrorID() common.Hash {
	return common.HexToHash("0xf56b123bc0bff8ff15afd9df2c24dbce68f7c043e84fbfc64283e8070662e74b")
}

// UnpackDelegatecallOnlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error DelegatecallOnly()
func (multisigErrors *MultisigErrors) UnpackDelegatecallOnlyError(raw []byte) (*MultisigErrorsDelegatecallOnly, error) {
	out := new(MultisigErrorsDelegatecallOnly)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "DelegatecallOnly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsDuplicateModule represents a DuplicateModule error raised by the MultisigErrors contract.
type MultisigErrorsDuplicateModule struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error DuplicateModule()
func MultisigErrorsDuplicateModuleErrorID() common.Hash {
	return common.HexToHash("0xece918746874b2d16268b9dd39be428ea420f057aa64d1128901f2eb41391d4e")
}

// UnpackDuplicateModuleError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error DuplicateModule()
func (multisigErrors *MultisigErrors) UnpackDuplicateModuleError(raw []byte) (*MultisigErrorsDuplicateModule, error) {
	out := new(MultisigErrorsDuplicateModule)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "DuplicateModule", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsEmptyModulesOnly represents a EmptyModulesOnly error raised by the MultisigErrors contract.
type MultisigErrorsEmptyModulesOnly struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EmptyModulesOnly()
func MultisigErrorsEmptyModulesOnlyErrorID() common.Hash {
	return common.HexToHash("0x030e731650c0258dbf2135507228ec9c8c1087c3f6894aefb91640eaa67210b2")
}

// UnpackEmptyModulesOnlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EmptyModulesOnly()
func (multisigErrors *MultisigErrors) UnpackEmptyModulesOnlyError(raw []byte) (*MultisigErrorsEmptyModulesOnly, error) {
	out := new(MultisigErrorsEmptyModulesOnly)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "EmptyModulesOnly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsIncorrectDataLength represents a IncorrectDataLength error raised by the MultisigErrors contract.
type MultisigErrorsIncorrectDataLength struct {
	Expected *big.Int
	Provided *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error IncorrectDataLength(uint256 expected, uint256 provided)
func MultisigErrorsIncorrectDataLengthErrorID() common.Hash {
	return common.HexToHash("0x34c9027a1784ed018f8bdfb581b0b3187917e80be1f63544865bdb09f0c6b04b")
}

// UnpackIncorrectDataLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error IncorrectDataLength(uint256 expected, uint256 provided)
func (multisigErrors *MultisigErrors) UnpackIncorrectDataLengthError(raw []byte) (*MultisigErrorsIncorrectDataLength, error) {
	out := new(MultisigErrorsIncorrectDataLength)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "IncorrectDataLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsMultisigAlreadyExists represents a MultisigAlreadyExists error raised by the MultisigErrors contract.
type MultisigErrorsMultisigAlreadyExists struct {
	Multisig common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MultisigAlreadyExists(address multisig)
func MultisigErrorsMultisigAlreadyExistsErrorID() common.Hash {
	return common.HexToHash("0xf6349f03d35b9195e58abd16dbc59cd919140398fc5d5d899d5540d89923f596")
}

// UnpackMultisigAlreadyExistsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MultisigAlreadyExists(address multisig)
func (multisigErrors *MultisigErrors) UnpackMultisigAlreadyExistsError(raw []byte) (*MultisigErrorsMultisigAlreadyExists, error) {
	out := new(MultisigErrorsMultisigAlreadyExists)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "MultisigAlreadyExists", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsMultisigExecFailed represents a MultisigExecFailed error raised by the MultisigErrors contract.
type MultisigErrorsMultisigExecFailed struct {
	Provided common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MultisigExecFailed(address provided)
func MultisigErrorsMultisigExecFailedErrorID() common.Hash {
	return common.HexToHash("0xaab2d2f4f92b44d59087ccfbec2ede3fc95a2d59b95b70e9832b89c6932ffb17")
}

// UnpackMultisigExecFailedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MultisigExecFailed(address provided)
func (multisigErrors *MultisigErrors) UnpackMultisigExecFailedError(raw []byte) (*MultisigErrorsMultisigExecFailed, error) {
	out := new(MultisigErrorsMultisigExecFailed)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "MultisigExecFailed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsRegistryOnly represents a RegistryOnly error raised by the MultisigErrors contract.
type MultisigErrorsRegistryOnly struct {
	Sender   common.Address
	Registry common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error RegistryOnly(address sender, address registry)
func MultisigErrorsRegistryOnlyErrorID() common.Hash {
	return common.HexToHash("0xed9b7458ec46ec66df1b0f99ac03907c850f14a48c183abe34af15b3f049aed8")
}

// UnpackRegistryOnlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error RegistryOnly(address sender, address registry)
func (multisigErrors *MultisigErrors) UnpackRegistryOnlyError(raw []byte) (*MultisigErrorsRegistryOnly, error) {
	out := new(MultisigErrorsRegistryOnly)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "RegistryOnly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsWrongNumOwners represents a WrongNumOwners error raised by the MultisigErrors contract.
type MultisigErrorsWrongNumOwners struct {
	Expected *big.Int
	Provided *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongNumOwners(uint256 expected, uint256 provided)
func MultisigErrorsWrongNumOwnersErrorID() common.Hash {
	return common.HexToHash("0xf720290d5f0def840d003d0ddd122812e886d549063188867b363ae443338d3c")
}

// UnpackWrongNumOwnersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongNumOwners(uint256 expected, uint256 provided)
func (multisigErrors *MultisigErrors) UnpackWrongNumOwnersError(raw []byte) (*MultisigErrorsWrongNumOwners, error) {
	out := new(MultisigErrorsWrongNumOwners)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "WrongNumOwners", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsWrongOwner represents a WrongOwner error raised by the MultisigErrors contract.
type MultisigErrorsWrongOwner struct {
	Provided common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongOwner(address provided)
func MultisigErrorsWrongOwnerErrorID() common.Hash {
	return common.HexToHash("0x74dba6736aa708086b2fa27cda46a42c9e047a1417eb7ace73b5b2dd509b9a86")
}

// UnpackWrongOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongOwner(address provided)
func (multisigErrors *MultisigErrors) UnpackWrongOwnerError(raw []byte) (*MultisigErrorsWrongOwner, error) {
	out := new(MultisigErrorsWrongOwner)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "WrongOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsWrongServiceState represents a WrongServiceState error raised by the MultisigErrors contract.
type MultisigErrorsWrongServiceState struct {
	State     uint8
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongServiceState(uint8 state, uint256 serviceId)
func MultisigErrorsWrongServiceStateErrorID() common.Hash {
	return common.HexToHash("0x549292e7984e12fd317defbf1e202640283499afcdd9b91d0a8cbd6e02344454")
}

// UnpackWrongServiceStateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongServiceState(uint8 state, uint256 serviceId)
func (multisigErrors *MultisigErrors) UnpackWrongServiceStateError(raw []byte) (*MultisigErrorsWrongServiceState, error) {
	out := new(MultisigErrorsWrongServiceState)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "WrongServiceState", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsWrongThreshold represents a WrongThreshold error raised by the MultisigErrors contract.
type MultisigErrorsWrongThreshold struct {
	Expected *big.Int
	Provided *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongThreshold(uint256 expected, uint256 provided)
func MultisigErrorsWrongThresholdErrorID() common.Hash {
	return common.HexToHash("0x53724615ec2d16d6f7439fd8c3f694f30846521c872b2f43c06edd3f67a224c9")
}

// UnpackWrongThresholdError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongThreshold(uint256 expected, uint256 provided)
func (multisigErrors *MultisigErrors) UnpackWrongThresholdError(raw []byte) (*MultisigErrorsWrongThreshold, error) {
	out := new(MultisigErrorsWrongThreshold)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "WrongThreshold", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigErrorsZeroNonceOnly represents a ZeroNonceOnly error raised by the MultisigErrors contract.
type MultisigErrorsZeroNonceOnly struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroNonceOnly()
func MultisigErrorsZeroNonceOnlyErrorID() common.Hash {
	return common.HexToHash("0x7ee422c54b05a20810614d5541f133a1aed26584bb4aedbb2328709e826c3460")
}

// UnpackZeroNonceOnlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroNonceOnly()
func (multisigErrors *MultisigErrors) UnpackZeroNonceOnlyError(raw []byte) (*MultisigErrorsZeroNonceOnly, error) {
	out := new(MultisigErrorsZeroNonceOnly)
	if err := multisigErrors.abi.UnpackIntoInterface(out, "ZeroNonceOnly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// MultisigMakerMetaData contains all meta data concerning the MultisigMaker contract.
var MultisigMakerMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[],\"name\":\"DEFAULT_DATA_LENGTH\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address[]\",\"name\":\"owners\",\"type\":\"address[]\"},{\"internalType\":\"uint256\",\"name\":\"threshold\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"}],\"name\":\"create\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "MultisigMaker",
}

// MultisigMaker is an auto generated Go binding around an Ethereum contract.
type MultisigMaker struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *MultisigMaker) GetABI() abi.ABI {
	return c.abi
}

// NewMultisigMaker creates a new instance of MultisigMaker.
func NewMultisigMaker() *MultisigMaker {
	parsed, err := MultisigMakerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &MultisigMaker{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *MultisigMaker) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackDEFAULTDATALENGTH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf02fb774.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function DEFAULT_DATA_LENGTH() view returns(uint256)
func (multisigMaker *MultisigMaker) PackDEFAULTDATALENGTH() []byte {
	enc, err := multisigMaker.abi.Pack("DEFAULT_DATA_LENGTH")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDEFAULTDATALENGTH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf02fb774.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function DEFAULT_DATA_LENGTH() view returns(uint256)
func (multisigMaker *MultisigMaker) TryPackDEFAULTDATALENGTH() ([]byte, error) {
	return multisigMaker.abi.Pack("DEFAULT_DATA_LENGTH")
}

// UnpackDEFAULTDATALENGTH is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf02fb774.
//
// Solidity: function DEFAULT_DATA_LENGTH() view returns(uint256)
func (multisigMaker *MultisigMaker) UnpackDEFAULTDATALENGTH(data []byte) (*big.Int, error) {
	out, err := multisigMaker.abi.Unpack("DEFAULT_DATA_LENGTH", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackCreate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf398dba8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function create(address[] owners, uint256 threshold, bytes data) returns(address multisig)
func (multisigMaker *MultisigMaker) PackCreate(owners []common.Address, threshold *big.Int, data []byte) []byte {
	enc, err := multisigMaker.abi.Pack("create", owners, threshold, data)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf398dba8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function create(address[] owners, uint256 threshold, bytes data) returns(address multisig)
func (multisigMaker *MultisigMaker) TryPackCreate(owners []common.Address, threshold *big.Int, data []byte) ([]byte, error) {
	return multisigMaker.abi.Pack("create", owners, threshold, data)
}

// UnpackCreate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf398dba8.
//
// Solidity: function create(address[] owners, uint256 threshold, bytes data) returns(address multisig)
func (multisigMaker *MultisigMaker) UnpackCreate(data []byte) (common.Address, error) {
	out, err := multisigMaker.abi.Unpack("create", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// OperatorWhitelistMetaData contains all meta data concerning the OperatorWhitelist contract.
var OperatorWhitelistMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"serviceOwner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"OperatorsWhitelistCheckSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"serviceOwner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"address[]\",\"name\":\"operators\",\"type\":\"address[]\"},{\"indexed\":false,\"internalType\":\"bool[]\",\"name\":\"statuses\",\"type\":\"bool[]\"},{\"indexed\":false,\"internalType\":\"bool\",\"name\":\"setCheck\",\"type\":\"bool\"}],\"name\":\"OperatorsWhitelistUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"serviceOwner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"bool\",\"name\":\"setCheck\",\"type\":\"bool\"}],\"name\":\"SetOperatorsCheck\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"}],\"name\":\"isOperatorWhitelisted\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"status\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"}],\"name\":\"mapServiceIdOperators\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"mapServiceIdOperatorsCheck\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"serviceRegistry\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"bool\",\"name\":\"setCheck\",\"type\":\"bool\"}],\"name\":\"setOperatorsCheck\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"address[]\",\"name\":\"operators\",\"type\":\"address[]\"},{\"internalType\":\"bool[]\",\"name\":\"statuses\",\"type\":\"bool[]\"},{\"internalType\":\"bool\",\"name\":\"setCheck\",\"type\":\"bool\"}],\"name\":\"setOperatorsStatuses\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "OperatorWhitelist",
}

// OperatorWhitelist is an auto generated Go binding around an Ethereum contract.
type OperatorWhitelist struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *OperatorWhitelist) GetABI() abi.ABI {
	return c.abi
}

// NewOperatorWhitelist creates a new instance of OperatorWhitelist.
func NewOperatorWhitelist() *OperatorWhitelist {
	parsed, err := OperatorWhitelistMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &OperatorWhitelist{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *OperatorWhitelist) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackIsOperatorWhitelisted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x56a7b607.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isOperatorWhitelisted(uint256 serviceId, address operator) view returns(bool status)
func (operatorWhitelist *OperatorWhitelist) PackIsOperatorWhitelisted(serviceId *big.Int, operator common.Address) []byte {
	enc, err := operatorWhitelist.abi.Pack("isOperatorWhitelisted", serviceId, operator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsOperatorWhitelisted is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x56a7b607.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isOperatorWhitelisted(uint256 serviceId, address operator) view returns(bool status)
func (operatorWhitelist *OperatorWhitelist) TryPackIsOperatorWhitelisted(serviceId *big.Int, operator common.Address) ([]byte, error) {
	return operatorWhitelist.abi.Pack("isOperatorWhitelisted", serviceId, operator)
}

// UnpackIsOperatorWhitelisted is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x56a7b607.
//
// Solidity: function isOperatorWhitelisted(uint256 serviceId, address operator) view returns(bool status)
func (operatorWhitelist *OperatorWhitelist) UnpackIsOperatorWhitelisted(data []byte) (bool, error) {
	out, err := operatorWhitelist.abi.Unpack("isOperatorWhitelisted", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackMapServiceIdOperators is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c2f6ef4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mapServiceIdOperators(uint256 serviceId, address operator) view returns(bool)
func (operatorWhitelist *OperatorWhitelist) PackMapServiceIdOperators(serviceId *big.Int, operator common.Address) []byte {
	enc, err := operatorWhitelist.abi.Pack("mapServiceIdOperators", serviceId, operator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMapServiceIdOperators is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c2f6ef4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mapServiceIdOperators(uint256 serviceId, address operator) view returns(bool)
func (operatorWhitelist *OperatorWhitelist) TryPackMapServiceIdOperators(serviceId *big.Int, operator common.Address) ([]byte, error) {
	return operatorWhitelist.abi.Pack("mapServiceIdOperators", serviceId, operator)
}

// UnpackMapServiceIdOperators is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c2f6ef4.
//
// Solidity: function mapServiceIdOperators(uint256 serviceId, address operator) view returns(bool)
func (operatorWhitelist *OperatorWhitelist) UnpackMapServiceIdOperators(data []byte) (bool, error) {
	out, err := operatorWhitelist.abi.Unpack("mapServiceIdOperators", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackMapServiceIdOperatorsCheck is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xecc4060c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mapServiceIdOperatorsCheck(uint256 serviceId) view returns(bool)
func (operatorWhitelist *OperatorWhitelist) PackMapServiceIdOperatorsCheck(serviceId *big.Int) []byte {
	enc, err := operatorWhitelist.abi.Pack("mapServiceIdOperatorsCheck", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMapServiceIdOperatorsCheck is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xecc4060c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mapServiceIdOperatorsCheck(uint256 serviceId) view returns(bool)
func (operatorWhitelist *OperatorWhitelist) TryPackMapServiceIdOperatorsCheck(serviceId *big.Int) ([]byte, error) {
	return operatorWhitelist.abi.Pack("mapServiceIdOperatorsCheck", serviceId)
}

// UnpackMapServiceIdOperatorsCheck is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xecc4060c.
//
// Solidity: function mapServiceIdOperatorsCheck(uint256 serviceId) view returns(bool)
func (operatorWhitelist *OperatorWhitelist) UnpackMapServiceIdOperatorsCheck(data []byte) (bool, error) {
	out, err := operatorWhitelist.abi.Unpack("mapServiceIdOperatorsCheck", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackServiceRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbcf252a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function serviceRegistry() view returns(address)
func (operatorWhitelist *OperatorWhitelist) PackServiceRegistry() []byte {
	enc, err := operatorWhitelist.abi.Pack("serviceRegistry")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackServiceRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbcf252a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function serviceRegistry() view returns(address)
func (operatorWhitelist *OperatorWhitelist) TryPackServiceRegistry() ([]byte, error) {
	return operatorWhitelist.abi.Pack("serviceRegistry")
}

// UnpackServiceRegistry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcbcf252a.
//
// Solidity: function serviceRegistry() view returns(address)
func (operatorWhitelist *OperatorWhitelist) UnpackServiceRegistry(data []byte) (common.Address, error) {
	out, err := operatorWhitelist.abi.Unpack("serviceRegistry", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackSetOperatorsCheck is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbb4f56f0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setOperatorsCheck(uint256 serviceId, bool setCheck) returns()
func (operatorWhitelist *OperatorWhitelist) PackSetOperatorsCheck(serviceId *big.Int, setCheck bool) []byte {
	enc, err := operatorWhitelist.abi.Pack("setOperatorsCheck", serviceId, setCheck)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetOperatorsCheck is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbb4f56f0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setOperatorsCheck(uint256 serviceId, bool setCheck) returns()
func (operatorWhitelist *OperatorWhitelist) TryPackSetOperatorsCheck(serviceId *big.Int, setCheck bool) ([]byte, error) {
	return operatorWhitelist.abi.Pack("setOperatorsCheck", serviceId, setCheck)
}

// PackSetOperatorsStatuses is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45131adb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setOperatorsStatuses(uint256 serviceId, address[] operators, bool[] statuses, bool setCheck) returns()
func (operatorWhitelist *OperatorWhitelist) PackSetOperatorsStatuses(serviceId *big.Int, operators []common.Address, statuses []bool, setCheck bool) []byte {
	enc, err := operatorWhitelist.abi.Pack("setOperatorsStatuses", serviceId, operators, statuses, setCheck)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetOperatorsStatuses is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45131adb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setOperatorsStatuses(uint256 serviceId, address[] operators, bool[] statuses, bool setCheck) returns()
func (operatorWhitelist *OperatorWhitelist) TryPackSetOperatorsStatuses(serviceId *big.Int, operators []common.Address, statuses []bool, setCheck bool) ([]byte, error) {
	return operatorWhitelist.abi.Pack("setOperatorsStatuses", serviceId, operators, statuses, setCheck)
}

// OperatorWhitelistOperatorsWhitelistCheckSet represents a OperatorsWhitelistCheckSet event raised by the OperatorWhitelist contract.
type OperatorWhitelistOperatorsWhitelistCheckSet struct {
	ServiceOwner common.Address
	ServiceId    *big.Int
	Raw          *types.Log // Blockchain specific contextual infos
}

const OperatorWhitelistOperatorsWhitelistCheckSetEventName = "OperatorsWhitelistCheckSet"

// ContractEventName returns the user-defined event name.
func (OperatorWhitelistOperatorsWhitelistCheckSet) ContractEventName() string {
	return OperatorWhitelistOperatorsWhitelistCheckSetEventName
}

// UnpackOperatorsWhitelistCheckSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OperatorsWhitelistCheckSet(address indexed serviceOwner, uint256 indexed serviceId)
func (operatorWhitelist *OperatorWhitelist) UnpackOperatorsWhitelistCheckSetEvent(log *types.Log) (*OperatorWhitelistOperatorsWhitelistCheckSet, error) {
	event := "OperatorsWhitelistCheckSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != operatorWhitelist.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OperatorWhitelistOperatorsWhitelistCheckSet)
	if len(log.Data) > 0 {
		if err := operatorWhitelist.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range operatorWhitelist.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// OperatorWhitelistOperatorsWhitelistUpdated represents a OperatorsWhitelistUpdated event raised by the OperatorWhitelist contract.
type OperatorWhitelistOperatorsWhitelistUpdated struct {
	ServiceOwner common.Address
	ServiceId    *big.Int
	Operators    []common.Address
	Statuses     []bool
	SetCheck     bool
	Raw          *types.Log // Blockchain specific contextual infos
}

const OperatorWhitelistOperatorsWhitelistUpdatedEventName = "OperatorsWhitelistUpdated"

// ContractEventName returns the user-defined event name.
func (OperatorWhitelistOperatorsWhitelistUpdated) ContractEventName() string {
	return OperatorWhitelistOperatorsWhitelistUpdatedEventName
}

// UnpackOperatorsWhitelistUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OperatorsWhitelistUpdated(address indexed serviceOwner, uint256 indexed serviceId, address[] operators, bool[] statuses, bool setCheck)
func (operatorWhitelist *OperatorWhitelist) UnpackOperatorsWhitelistUpdatedEvent(log *types.Log) (*OperatorWhitelistOperatorsWhitelistUpdated, error) {
	event := "OperatorsWhitelistUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != operatorWhitelist.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OperatorWhitelistOperatorsWhitelistUpdated)
	if len(log.Data) > 0 {
		if err := operatorWhitelist.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range operatorWhitelist.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// OperatorWhitelistSetOperatorsCheck represents a SetOperatorsCheck event raised by the OperatorWhitelist contract.
type OperatorWhitelistSetOperatorsCheck struct {
	ServiceOwner common.Address
	ServiceId    *big.Int
	SetCheck     bool
	Raw          *types.Log // Blockchain specific contextual infos
}

const OperatorWhitelistSetOperatorsCheckEventName = "SetOperatorsCheck"

// ContractEventName returns the user-defined event name.
func (OperatorWhitelistSetOperatorsCheck) ContractEventName() string {
	return OperatorWhitelistSetOperatorsCheckEventName
}

// UnpackSetOperatorsCheckEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event SetOperatorsCheck(address indexed serviceOwner, uint256 indexed serviceId, bool setCheck)
func (operatorWhitelist *OperatorWhitelist) UnpackSetOperatorsCheckEvent(log *types.Log) (*OperatorWhitelistSetOperatorsCheck, error) {
	event := "SetOperatorsCheck"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != operatorWhitelist.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OperatorWhitelistSetOperatorsCheck)
	if len(log.Data) > 0 {
		if err := operatorWhitelist.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range operatorWhitelist.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RecoveryModuleMetaData contains all meta data concerning the RecoveryModule contract.
var RecoveryModuleMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"serviceOwner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"AccessRecovered\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"module\",\"type\":\"address\"}],\"name\":\"EnabledModule\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"serviceOwner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"address[]\",\"name\":\"owners\",\"type\":\"address[]\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"threshold\",\"type\":\"uint256\"}],\"name\":\"ServiceRedeployed\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"DEFAULT_DATA_LENGTH\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address[]\",\"name\":\"owners\",\"type\":\"address[]\"},{\"internalType\":\"uint256\",\"name\":\"threshold\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"}],\"name\":\"create\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"enableModule\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"multiSend\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"recoverAccess\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"serviceRegistry\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"}]",
	ID:  "RecoveryModule",
}

// RecoveryModule is an auto generated Go binding around an Ethereum contract.
type RecoveryModule struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *RecoveryModule) GetABI() abi.ABI {
	return c.abi
}

// NewRecoveryModule creates a new instance of RecoveryModule.
func NewRecoveryModule() *RecoveryModule {
	parsed, err := RecoveryModuleMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &RecoveryModule{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *RecoveryModule) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackDEFAULTDATALENGTH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf02fb774.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function DEFAULT_DATA_LENGTH() view returns(uint256)
func (recoveryModule *RecoveryModule) PackDEFAULTDATALENGTH() []byte {
	enc, err := recoveryModule.abi.Pack("DEFAULT_DATA_LENGTH")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDEFAULTDATALENGTH is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf02fb774.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function DEFAULT_DATA_LENGTH() view returns(uint256)
func (recoveryModule *RecoveryModule) TryPackDEFAULTDATALENGTH() ([]byte, error) {
	return recoveryModule.abi.Pack("DEFAULT_DATA_LENGTH")
}

// UnpackDEFAULTDATALENGTH is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf02fb774.
//
// Solidity: function DEFAULT_DATA_LENGTH() view returns(uint256)
func (recoveryModule *RecoveryModule) UnpackDEFAULTDATALENGTH(data []byte) (*big.Int, error) {
	out, err := recoveryModule.abi.Unpack("DEFAULT_DATA_LENGTH", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackCreate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf398dba8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function create(address[] owners, uint256 threshold, bytes data) returns(address multisig)
func (recoveryModule *RecoveryModule) PackCreate(owners []common.Address, threshold *big.Int, data []byte) []byte {
	enc, err := recoveryModule.abi.Pack("create", owners, threshold, data)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf398dba8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function create(address[] owners, uint256 threshold, bytes data) returns(address multisig)
func (recoveryModule *RecoveryModule) TryPackCreate(owners []common.Address, threshold *big.Int, data []byte) ([]byte, error) {
	return recoveryModule.abi.Pack("create", owners, threshold, data)
}

// UnpackCreate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf398dba8.
//
// Solidity: function create(address[] owners, uint256 threshold, bytes data) returns(address multisig)
func (recoveryModule *RecoveryModule) UnpackCreate(data []byte) (common.Address, error) {
	out, err := recoveryModule.abi.Unpack("create", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackEnableModule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24292962.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function enableModule() returns()
func (recoveryModule *RecoveryModule) PackEnableModule() []byte {
	enc, err := recoveryModule.abi.Pack("enableModule")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEnableModule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x24292962.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function enableModule() returns()
func (recoveryModule *RecoveryModule) TryPackEnableModule() ([]byte, error) {
	return recoveryModule.abi.Pack("enableModule")
}

// PackMultiSend is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe49cda08.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function multiSend() view returns(address)
func (recoveryModule *RecoveryModule) PackMultiSend() []byte {
	enc, err := recoveryModule.abi.Pack("multiSend")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMultiSend is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe49cda08.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function multiSend() view returns(address)
func (recoveryModule *RecoveryModule) TryPackMultiSend() ([]byte, error) {
	return recoveryModule.abi.Pack("multiSend")
}

// UnpackMultiSend is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe49cda08.
//
// Solidity: function multiSend() view returns(address)
func (recoveryModule *RecoveryModule) UnpackMultiSend(data []byte) (common.Address, error) {
	out, err := recoveryModule.abi.Unpack("multiSend", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackRecoverAccess is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d619683.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function recoverAccess(uint256 serviceId) returns()
func (recoveryModule *RecoveryModule) PackRecoverAccess(serviceId *big.Int) []byte {
	enc, err := recoveryModule.abi.Pack("recoverAccess", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRecoverAccess is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d619683.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function recoverAccess(uint256 serviceId) returns()
func (recoveryModule *RecoveryModule) TryPackRecoverAccess(serviceId *big.Int) ([]byte, error) {
	return recoveryModule.abi.Pack("recoverAccess", serviceId)
}

// PackServiceRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbcf252a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function serviceRegistry() view returns(address)
func (recoveryModule *RecoveryModule) PackServiceRegistry() []byte {
	enc, err := recoveryModule.abi.Pack("serviceRegistry")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackServiceRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbcf252a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function serviceRegistry() view returns(address)
func (recoveryModule *RecoveryModule) TryPackServiceRegistry() ([]byte, error) {
	return recoveryModule.abi.Pack("serviceRegistry")
}

// UnpackServiceRegistry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcbcf252a.
//
// Solidity: function serviceRegistry() view returns(address)
func (recoveryModule *RecoveryModule) UnpackServiceRegistry(data []byte) (common.Address, error) {
	out, err := recoveryModule.abi.Unpack("serviceRegistry", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// RecoveryModuleAccessRecovered represents a AccessRecovered event raised by the RecoveryModule contract.
type RecoveryModuleAccessRecovered struct {
	ServiceOwner common.Address
	ServiceId    *big.Int
	Raw          *types.Log // Blockchain specific contextual infos
}

const RecoveryModuleAccessRecoveredEventName = "AccessRecovered"

// ContractEventName returns the user-defined event name.
func (RecoveryModuleAccessRecovered) ContractEventName() string {
	return RecoveryModuleAccessRecoveredEventName
}

// UnpackAccessRecoveredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event AccessRecovered(address indexed serviceOwner, uint256 indexed serviceId)
func (recoveryModule *RecoveryModule) UnpackAccessRecoveredEvent(log *types.Log) (*RecoveryModuleAccessRecovered, error) {
	event := "AccessRecovered"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != recoveryModule.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RecoveryModuleAccessRecovered)
	if len(log.Data) > 0 {
		if err := recoveryModule.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range recoveryModule.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RecoveryModuleEnabledModule represents a EnabledModule event raised by the RecoveryModule contract.
type RecoveryModuleEnabledModule struct {
	Module common.Address
	Raw    *types.Log // Blockchain specific contextual infos
}

const RecoveryModuleEnabledModuleEventName = "EnabledModule"

// ContractEventName returns the user-defined event name.
func (RecoveryModuleEnabledModule) ContractEventName() string {
	return RecoveryModuleEnabledModuleEventName
}

// UnpackEnabledModuleEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event EnabledModule(address indexed module)
func (recoveryModule *RecoveryModule) UnpackEnabledModuleEvent(log *types.Log) (*RecoveryModuleEnabledModule, error) {
	event := "EnabledModule"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != recoveryModule.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RecoveryModuleEnabledModule)
	if len(log.Data) > 0 {
		if err := recoveryModule.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range recoveryModule.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RecoveryModuleServiceRedeployed represents a ServiceRedeployed event raised by the RecoveryModule contract.
type RecoveryModuleServiceRedeployed struct {
	ServiceOwner common.Address
	ServiceId    *big.Int
	Owners       []common.Address
	Threshold    *big.Int
	Raw          *types.Log // Blockchain specific contextual infos
}

const RecoveryModuleServiceRedeployedEventName = "ServiceRedeployed"

// ContractEventName returns the user-defined event name.
func (RecoveryModuleServiceRedeployed) ContractEventName() string {
	return RecoveryModuleServiceRedeployedEventName
}

// UnpackServiceRedeployedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ServiceRedeployed(address indexed serviceOwner, uint256 indexed serviceId, address[] owners, uint256 threshold)
func (recoveryModule *RecoveryModule) UnpackServiceRedeployedEvent(log *types.Log) (*RecoveryModuleServiceRedeployed, error) {
	event := "ServiceRedeployed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != recoveryModule.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RecoveryModuleServiceRedeployed)
	if len(log.Data) > 0 {
		if err := recoveryModule.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range recoveryModule.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistriesManagerMetaData contains all meta data concerning the RegistriesManager contract.
var RegistriesManagerMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"OwnerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"Pause\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"Unpause\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"agentRegistry\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"componentRegistry\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"unitType\",\"type\":\"uint8\"},{\"internalType\":\"address\",\"name\":\"unitOwner\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"unitHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint32[]\",\"name\":\"dependencies\",\"type\":\"uint32[]\"}],\"name\":\"create\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owner\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"paused\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"unitType\",\"type\":\"uint8\"},{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"},{\"internalType\":\"bytes32\",\"name\":\"unitHash\",\"type\":\"bytes32\"}],\"name\":\"updateHash\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "RegistriesManager",
}

// RegistriesManager is an auto generated Go binding around an Ethereum contract.
type RegistriesManager struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *RegistriesManager) GetABI() abi.ABI {
	return c.abi
}

// NewRegistriesManager creates a new instance of RegistriesManager.
func NewRegistriesManager() *RegistriesManager {
	parsed, err := RegistriesManagerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &RegistriesManager{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *RegistriesManager) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackAgentRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d1cfcae.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function agentRegistry() view returns(address)
func (registriesManager *RegistriesManager) PackAgentRegistry() []byte {
	enc, err := registriesManager.abi.Pack("agentRegistry")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAgentRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d1cfcae.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function agentRegistry() view returns(address)
func (registriesManager *RegistriesManager) TryPackAgentRegistry() ([]byte, error) {
	return registriesManager.abi.Pack("agentRegistry")
}

// UnpackAgentRegistry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0d1cfcae.
//
// Solidity: function agentRegistry() view returns(address)
func (registriesManager *RegistriesManager) UnpackAgentRegistry(data []byte) (common.Address, error) {
	out, err := registriesManager.abi.Unpack("agentRegistry", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackComponentRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xff0039cb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function componentRegistry() view returns(address)
func (registriesManager *RegistriesManager) PackComponentRegistry() []byte {
	enc, err := registriesManager.abi.Pack("componentRegistry")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackComponentRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xff0039cb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function componentRegistry() view returns(address)
func (registriesManager *RegistriesManager) TryPackComponentRegistry() ([]byte, error) {
	return registriesManager.abi.Pack("componentRegistry")
}

// UnpackComponentRegistry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xff0039cb.
//
// Solidity: function componentRegistry() view returns(address)
func (registriesManager *RegistriesManager) UnpackComponentRegistry(data []byte) (common.Address, error) {
	out, err := registriesManager.abi.Unpack("componentRegistry", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackCreate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x04246ba6.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function create(uint8 unitType, address unitOwner, bytes32 unitHash, uint32[] dependencies) returns(uint256 unitId)
func (registriesManager *RegistriesManager) PackCreate(unitType uint8, unitOwner common.Address, unitHash [32]byte, dependencies []uint32) []byte {
	enc, err := registriesManager.abi.Pack("create", unitType, unitOwner, unitHash, dependencies)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x04246ba6.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function create(uint8 unitType, address unitOwner, bytes32 unitHash, uint32[] dependencies) returns(uint256 unitId)
func (registriesManager *RegistriesManager) TryPackCreate(unitType uint8, unitOwner common.Address, unitHash [32]byte, dependencies []uint32) ([]byte, error) {
	return registriesManager.abi.Pack("create", unitType, unitOwner, unitHash, dependencies)
}

// UnpackCreate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x04246ba6.
//
// Solidity: function create(uint8 unitType, address unitOwner, bytes32 unitHash, uint32[] dependencies) returns(uint256 unitId)
func (registriesManager *RegistriesManager) UnpackCreate(data []byte) (*big.Int, error) {
	out, err := registriesManager.abi.Unpack("create", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (registriesManager *RegistriesManager) PackOwner() []byte {
	enc, err := registriesManager.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (registriesManager *RegistriesManager) TryPackOwner() ([]byte, error) {
	return registriesManager.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (registriesManager *RegistriesManager) UnpackOwner(data []byte) (common.Address, error) {
	out, err := registriesManager.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function paused() view returns(bool)
func (registriesManager *RegistriesManager) PackPaused() []byte {
	enc, err := registriesManager.abi.Pack("paused")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function paused() view returns(bool)
func (registriesManager *RegistriesManager) TryPackPaused() ([]byte, error) {
	return registriesManager.abi.Pack("paused")
}

// UnpackPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c975abb.
//
// Solidity: function paused() view returns(bool)
func (registriesManager *RegistriesManager) UnpackPaused(data []byte) (bool, error) {
	out, err := registriesManager.abi.Unpack("paused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackUpdateHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x38b398bb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function updateHash(uint8 unitType, uint256 unitId, bytes32 unitHash) returns(bool success)
func (registriesManager *RegistriesManager) PackUpdateHash(unitType uint8, unitId *big.Int, unitHash [32]byte) []byte {
	enc, err := registriesManager.abi.Pack("updateHash", unitType, unitId, unitHash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUpdateHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x38b398bb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function updateHash(uint8 unitType, uint256 unitId, bytes32 unitHash) returns(bool success)
func (registriesManager *RegistriesManager) TryPackUpdateHash(unitType uint8, unitId *big.Int, unitHash [32]byte) ([]byte, error) {
	return registriesManager.abi.Pack("updateHash", unitType, unitId, unitHash)
}

// UnpackUpdateHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x38b398bb.
//
// Solidity: function updateHash(uint8 unitType, uint256 unitId, bytes32 unitHash) returns(bool success)
func (registriesManager *RegistriesManager) UnpackUpdateHash(data []byte) (bool, error) {
	out, err := registriesManager.abi.Unpack("updateHash", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// RegistriesManagerOwnerUpdated represents a OwnerUpdated event raised by the RegistriesManager contract.
type RegistriesManagerOwnerUpdated struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const RegistriesManagerOwnerUpdatedEventName = "OwnerUpdated"

// ContractEventName returns the user-defined event name.
func (RegistriesManagerOwnerUpdated) ContractEventName() string {
	return RegistriesManagerOwnerUpdatedEventName
}

// UnpackOwnerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerUpdated(address indexed owner)
func (registriesManager *RegistriesManager) UnpackOwnerUpdatedEvent(log *types.Log) (*RegistriesManagerOwnerUpdated, error) {
	event := "OwnerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registriesManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistriesManagerOwnerUpdated)
	if len(log.Data) > 0 {
		if err := registriesManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registriesManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistriesManagerPause represents a Pause event raised by the RegistriesManager contract.
type RegistriesManagerPause struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const RegistriesManagerPauseEventName = "Pause"

// ContractEventName returns the user-defined event name.
func (RegistriesManagerPause) ContractEventName() string {
	return RegistriesManagerPauseEventName
}

// UnpackPauseEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Pause(address indexed owner)
func (registriesManager *RegistriesManager) UnpackPauseEvent(log *types.Log) (*RegistriesManagerPause, error) {
	event := "Pause"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registriesManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistriesManagerPause)
	if len(log.Data) > 0 {
		if err := registriesManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registriesManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistriesManagerUnpause represents a Unpause event raised by the RegistriesManager contract.
type RegistriesManagerUnpause struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const RegistriesManagerUnpauseEventName = "Unpause"

// ContractEventName returns the user-defined event name.
func (RegistriesManagerUnpause) ContractEventName() string {
	return RegistriesManagerUnpauseEventName
}

// UnpackUnpauseEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unpause(address indexed owner)
func (registriesManager *RegistriesManager) UnpackUnpauseEvent(log *types.Log) (*RegistriesManagerUnpause, error) {
	event := "Unpause"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registriesManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistriesManagerUnpause)
	if len(log.Data) > 0 {
		if err := registriesManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registriesManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryMetaData contains all meta data concerning the Registry contract.
var RegistryMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"Approval\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"string\",\"name\":\"baseURI\",\"type\":\"string\"}],\"name\":\"BaseURIChanged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"manager\",\"type\":\"address\"}],\"name\":\"ManagerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"OwnerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"Transfer\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"approve\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"baseURI\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newManager\",\"type\":\"address\"}],\"name\":\"changeManager\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newOwner\",\"type\":\"address\"}],\"name\":\"changeOwner\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"exists\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"getApproved\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"tokenOwner\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"}],\"name\":\"isApprovedForAll\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"manager\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owner\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"tokenOwner\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"safeTransferFrom\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"tokenURI\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"totalSupply\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"transferFrom\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Registry",
}

// Registry is an auto generated Go binding around an Ethereum contract.
type Registry struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Registry) GetABI() abi.ABI {
	return c.abi
}

// NewRegistry creates a new instance of Registry.
func NewRegistry() *Registry {
	parsed, err := RegistryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Registry{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Registry) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approve(address spender, uint256 id) returns()
func (registry *Registry) PackApprove(spender common.Address, id *big.Int) []byte {
	enc, err := registry.abi.Pack("approve", spender, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approve(address spender, uint256 id) returns()
func (registry *Registry) TryPackApprove(spender common.Address, id *big.Int) ([]byte, error) {
	return registry.abi.Pack("approve", spender, id)
}

// PackBaseURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c0360eb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function baseURI() view returns(string)
func (registry *Registry) PackBaseURI() []byte {
	enc, err := registry.abi.Pack("baseURI")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBaseURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c0360eb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function baseURI() view returns(string)
func (registry *Registry) TryPackBaseURI() ([]byte, error) {
	return registry.abi.Pack("baseURI")
}

// UnpackBaseURI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6c0360eb.
//
// Solidity: function baseURI() view returns(string)
func (registry *Registry) UnpackBaseURI(data []byte) (string, error) {
	out, err := registry.abi.Unpack("baseURI", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackChangeManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3fbbaae.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeManager(address newManager) returns()
func (registry *Registry) PackChangeManager(newManager common.Address) []byte {
	enc, err := registry.abi.Pack("changeManager", newManager)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3fbbaae.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeManager(address newManager) returns()
func (registry *Registry) TryPackChangeManager(newManager common.Address) ([]byte, error) {
	return registry.abi.Pack("changeManager", newManager)
}

// PackChangeOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6f9dae1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeOwner(address newOwner) returns()
func (registry *Registry) PackChangeOwner(newOwner common.Address) []byte {
	enc, err := registry.abi.Pack("changeOwner", newOwner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6f9dae1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeOwner(address newOwner) returns()
func (registry *Registry) TryPackChangeOwner(newOwner common.Address) ([]byte, error) {
	return registry.abi.Pack("changeOwner", newOwner)
}

// PackExists is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4f558e79.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (registry *Registry) PackExists(unitId *big.Int) []byte {
	enc, err := registry.abi.Pack("exists", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExists is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4f558e79.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (registry *Registry) TryPackExists(unitId *big.Int) ([]byte, error) {
	return registry.abi.Pack("exists", unitId)
}

// UnpackExists is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4f558e79.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (registry *Registry) UnpackExists(data []byte) (bool, error) {
	out, err := registry.abi.Unpack("exists", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackGetApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x081812fc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (registry *Registry) PackGetApproved(id *big.Int) []byte {
	enc, err := registry.abi.Pack("getApproved", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x081812fc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (registry *Registry) TryPackGetApproved(id *big.Int) ([]byte, error) {
	return registry.abi.Pack("getApproved", id)
}

// UnpackGetApproved is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x081812fc.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (registry *Registry) UnpackGetApproved(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("getApproved", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackIsApprovedForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe985e9c5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (registry *Registry) PackIsApprovedForAll(tokenOwner common.Address, operator common.Address) []byte {
	enc, err := registry.abi.Pack("isApprovedForAll", tokenOwner, operator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsApprovedForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe985e9c5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (registry *Registry) TryPackIsApprovedForAll(tokenOwner common.Address, operator common.Address) ([]byte, error) {
	return registry.abi.Pack("isApprovedForAll", tokenOwner, operator)
}

// UnpackIsApprovedForAll is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe985e9c5.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (registry *Registry) UnpackIsApprovedForAll(data []byte) (bool, error) {
	out, err := registry.abi.Unpack("isApprovedForAll", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x481c6a75.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function manager() view returns(address)
func (registry *Registry) PackManager() []byte {
	enc, err := registry.abi.Pack("manager")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x481c6a75.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function manager() view returns(address)
func (registry *Registry) TryPackManager() ([]byte, error) {
	return registry.abi.Pack("manager")
}

// UnpackManager is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x481c6a75.
//
// Solidity: function manager() view returns(address)
func (registry *Registry) UnpackManager(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("manager", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (registry *Registry) PackOwner() []byte {
	enc, err := registry.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (registry *Registry) TryPackOwner() ([]byte, error) {
	return registry.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (registry *Registry) UnpackOwner(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6352211e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (registry *Registry) PackOwnerOf(id *big.Int) []byte {
	enc, err := registry.abi.Pack("ownerOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6352211e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (registry *Registry) TryPackOwnerOf(id *big.Int) ([]byte, error) {
	return registry.abi.Pack("ownerOf", id)
}

// UnpackOwnerOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6352211e.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (registry *Registry) UnpackOwnerOf(data []byte) (common.Address, error) {
	out, err := registry.abi.Unpack("ownerOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackSafeTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42842e0e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function safeTransferFrom(address from, address to, uint256 id) returns()
func (registry *Registry) PackSafeTransferFrom(from common.Address, to common.Address, id *big.Int) []byte {
	enc, err := registry.abi.Pack("safeTransferFrom", from, to, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSafeTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42842e0e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function safeTransferFrom(address from, address to, uint256 id) returns()
func (registry *Registry) TryPackSafeTransferFrom(from common.Address, to common.Address, id *big.Int) ([]byte, error) {
	return registry.abi.Pack("safeTransferFrom", from, to, id)
}

// PackTokenURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc87b56dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (registry *Registry) PackTokenURI(unitId *big.Int) []byte {
	enc, err := registry.abi.Pack("tokenURI", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTokenURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc87b56dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (registry *Registry) TryPackTokenURI(unitId *big.Int) ([]byte, error) {
	return registry.abi.Pack("tokenURI", unitId)
}

// UnpackTokenURI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc87b56dd.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (registry *Registry) UnpackTokenURI(data []byte) (string, error) {
	out, err := registry.abi.Unpack("tokenURI", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalSupply() view returns(uint256)
func (registry *Registry) PackTotalSupply() []byte {
	enc, err := registry.abi.Pack("totalSupply")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalSupply() view returns(uint256)
func (registry *Registry) TryPackTotalSupply() ([]byte, error) {
	return registry.abi.Pack("totalSupply")
}

// UnpackTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x18160ddd.
//
// Solidity: function totalSupply() view returns(uint256)
func (registry *Registry) UnpackTotalSupply(data []byte) (*big.Int, error) {
	out, err := registry.abi.Unpack("totalSupply", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferFrom(address from, address to, uint256 id) returns()
func (registry *Registry) PackTransferFrom(from common.Address, to common.Address, id *big.Int) []byte {
	enc, err := registry.abi.Pack("transferFrom", from, to, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferFrom(address from, address to, uint256 id) returns()
func (registry *Registry) TryPackTransferFrom(from common.Address, to common.Address, id *big.Int) ([]byte, error) {
	return registry.abi.Pack("transferFrom", from, to, id)
}

// RegistryApproval represents a Approval event raised by the Registry contract.
type RegistryApproval struct {
	Owner   common.Address
	Spender common.Address
	Id      *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryApprovalEventName = "Approval"

// ContractEventName returns the user-defined event name.
func (RegistryApproval) ContractEventName() string {
	return RegistryApprovalEventName
}

// UnpackApprovalEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Approval(address indexed owner, address indexed spender, uint256 indexed id)
func (registry *Registry) UnpackApprovalEvent(log *types.Log) (*RegistryApproval, error) {
	event := "Approval"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryApproval)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryBaseURIChanged represents a BaseURIChanged event raised by the Registry contract.
type RegistryBaseURIChanged struct {
	BaseURI string
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryBaseURIChangedEventName = "BaseURIChanged"

// ContractEventName returns the user-defined event name.
func (RegistryBaseURIChanged) ContractEventName() string {
	return RegistryBaseURIChangedEventName
}

// UnpackBaseURIChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BaseURIChanged(string baseURI)
func (registry *Registry) UnpackBaseURIChangedEvent(log *types.Log) (*RegistryBaseURIChanged, error) {
	event := "BaseURIChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryBaseURIChanged)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryManagerUpdated represents a ManagerUpdated event raised by the Registry contract.
type RegistryManagerUpdated struct {
	Manager common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const RegistryManagerUpdatedEventName = "ManagerUpdated"

// ContractEventName returns the user-defined event name.
func (RegistryManagerUpdated) ContractEventName() string {
	return RegistryManagerUpdatedEventName
}

// UnpackManagerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ManagerUpdated(address indexed manager)
func (registry *Registry) UnpackManagerUpdatedEvent(log *types.Log) (*RegistryManagerUpdated, error) {
	event := "ManagerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryManagerUpdated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryOwnerUpdated represents a OwnerUpdated event raised by the Registry contract.
type RegistryOwnerUpdated struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const RegistryOwnerUpdatedEventName = "OwnerUpdated"

// ContractEventName returns the user-defined event name.
func (RegistryOwnerUpdated) ContractEventName() string {
	return RegistryOwnerUpdatedEventName
}

// UnpackOwnerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerUpdated(address indexed owner)
func (registry *Registry) UnpackOwnerUpdatedEvent(log *types.Log) (*RegistryOwnerUpdated, error) {
	event := "OwnerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryOwnerUpdated)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryTransfer represents a Transfer event raised by the Registry contract.
type RegistryTransfer struct {
	From common.Address
	To   common.Address
	Id   *big.Int
	Raw  *types.Log // Blockchain specific contextual infos
}

const RegistryTransferEventName = "Transfer"

// ContractEventName returns the user-defined event name.
func (RegistryTransfer) ContractEventName() string {
	return RegistryTransferEventName
}

// UnpackTransferEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Transfer(address indexed from, address indexed to, uint256 indexed id)
func (registry *Registry) UnpackTransferEvent(log *types.Log) (*RegistryTransfer, error) {
	event := "Transfer"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != registry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(RegistryTransfer)
	if len(log.Data) > 0 {
		if err := registry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range registry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// RegistryErrorsMetaData contains all meta data concerning the RegistryErrors contract.
var RegistryErrorsMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"}],\"name\":\"AgentInstanceRegistered\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"AgentInstancesSlotsFilled\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"agentId\",\"type\":\"uint256\"}],\"name\":\"AgentNotFound\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"agentId\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"AgentNotInService\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"AlreadyInitialized\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"componentId\",\"type\":\"uint256\"}],\"name\":\"ComponentNotFound\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"HashExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"msgHash\",\"type\":\"bytes32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"name\":\"HashNotApproved\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"msgHash\",\"type\":\"bytes32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"name\":\"HashNotValidated\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"sent\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"expected\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"IncorrectAgentBondingValue\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"sent\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"expected\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"IncorrectRegistrationDepositValue\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"provided\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"expected\",\"type\":\"uint256\"}],\"name\":\"IncorrectSignatureLength\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"InitializationFailed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"sender\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"manager\",\"type\":\"address\"}],\"name\":\"ManagerOnly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"existingServiceId\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"MultisigAlreadyBound\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"provided\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"expected\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"OnlyOwnServiceMultisig\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"OperatorHasNoInstances\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"provided\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"max\",\"type\":\"uint256\"}],\"name\":\"Overflow\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"sender\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"OwnerOnly\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Paused\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ReentrancyGuard\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"ServiceMustBeInactive\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"}],\"name\":\"TokenRejected\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"}],\"name\":\"TransferFailed\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"UnauthorizedAccount\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"name\":\"UnauthorizedMultisig\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"agentId\",\"type\":\"uint256\"}],\"name\":\"WrongAgentId\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"numValues1\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"numValues2\",\"type\":\"uint256\"}],\"name\":\"WrongArrayLength\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"metadataKey\",\"type\":\"string\"}],\"name\":\"WrongMetadataKey\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"WrongOperator\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"provided\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"expected\",\"type\":\"address\"}],\"name\":\"WrongOperatorAddress\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"state\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"WrongServiceState\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"currentThreshold\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"minThreshold\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"maxThreshold\",\"type\":\"uint256\"}],\"name\":\"WrongThreshold\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroAddress\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroOperatorAddress\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroValue\",\"type\":\"error\"}]",
	ID:  "RegistryErrors",
}

// RegistryErrors is an auto generated Go binding around an Ethereum contract.
type RegistryErrors struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *RegistryErrors) GetABI() abi.ABI {
	return c.abi
}

// NewRegistryErrors creates a new instance of RegistryErrors.
func NewRegistryErrors() *RegistryErrors {
	parsed, err := RegistryErrorsMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &RegistryErrors{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *RegistryErrors) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (registryErrors *RegistryErrors) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["AgentInstanceRegistered"].ID.Bytes()[:4]) {
		return registryErrors.UnpackAgentInstanceRegisteredError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["AgentInstancesSlotsFilled"].ID.Bytes()[:4]) {
		return registryErrors.UnpackAgentInstancesSlotsFilledError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["AgentNotFound"].ID.Bytes()[:4]) {
		return registryErrors.UnpackAgentNotFoundError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["AgentNotInService"].ID.Bytes()[:4]) {
		return registryErrors.UnpackAgentNotInServiceError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["AlreadyInitialized"].ID.Bytes()[:4]) {
		return registryErrors.UnpackAlreadyInitializedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["ComponentNotFound"].ID.Bytes()[:4]) {
		return registryErrors.UnpackComponentNotFoundError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["HashExists"].ID.Bytes()[:4]) {
		return registryErrors.UnpackHashExistsError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["HashNotApproved"].ID.Bytes()[:4]) {
		return registryErrors.UnpackHashNotApprovedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["HashNotValidated"].ID.Bytes()[:4]) {
		return registryErrors.UnpackHashNotValidatedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["IncorrectAgentBondingValue"].ID.Bytes()[:4]) {
		return registryErrors.UnpackIncorrectAgentBondingValueError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["IncorrectRegistrationDepositValue"].ID.Bytes()[:4]) {
		return registryErrors.UnpackIncorrectRegistrationDepositValueError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["IncorrectSignatureLength"].ID.Bytes()[:4]) {
		return registryErrors.UnpackIncorrectSignatureLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["InitializationFailed"].ID.Bytes()[:4]) {
		return registryErrors.UnpackInitializationFailedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["ManagerOnly"].ID.Bytes()[:4]) {
		return registryErrors.UnpackManagerOnlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["MultisigAlreadyBound"].ID.Bytes()[:4]) {
		return registryErrors.UnpackMultisigAlreadyBoundError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["OnlyOwnServiceMultisig"].ID.Bytes()[:4]) {
		return registryErrors.UnpackOnlyOwnServiceMultisigError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["OperatorHasNoInstances"].ID.Bytes()[:4]) {
		return registryErrors.UnpackOperatorHasNoInstancesError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["Overflow"].ID.Bytes()[:4]) {
		return registryErrors.UnpackOverflowError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["OwnerOnly"].ID.Bytes()[:4]) {
		return registryErrors.UnpackOwnerOnlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["Paused"].ID.Bytes()[:4]) {
		return registryErrors.UnpackPausedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["ReentrancyGuard"].ID.Bytes()[:4]) {
		return registryErrors.UnpackReentrancyGuardError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["ServiceMustBeInactive"].ID.Bytes()[:4]) {
		return registryErrors.UnpackServiceMustBeInactiveError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["TokenRejected"].ID.Bytes()[:4]) {
		return registryErrors.UnpackTokenRejectedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["TransferFailed"].ID.Bytes()[:4]) {
		return registryErrors.UnpackTransferFailedError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["UnauthorizedAccount"].ID.Bytes()[:4]) {
		return registryErrors.UnpackUnauthorizedAccountError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["UnauthorizedMultisig"].ID.Bytes()[:4]) {
		return registryErrors.UnpackUnauthorizedMultisigError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["WrongAgentId"].ID.Bytes()[:4]) {
		return registryErrors.UnpackWrongAgentIdError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["WrongArrayLength"].ID.Bytes()[:4]) {
		return registryErrors.UnpackWrongArrayLengthError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["WrongMetadataKey"].ID.Bytes()[:4]) {
		return registryErrors.UnpackWrongMetadataKeyError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["WrongOperator"].ID.Bytes()[:4]) {
		return registryErrors.UnpackWrongOperatorError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["WrongOperatorAddress"].ID.Bytes()[:4]) {
		return registryErrors.UnpackWrongOperatorAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["WrongServiceState"].ID.Bytes()[:4]) {
		return registryErrors.UnpackWrongServiceStateError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["WrongThreshold"].ID.Bytes()[:4]) {
		return registryErrors.UnpackWrongThresholdError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return registryErrors.UnpackZeroAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["ZeroOperatorAddress"].ID.Bytes()[:4]) {
		return registryErrors.UnpackZeroOperatorAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], registryErrors.abi.Errors["ZeroValue"].ID.Bytes()[:4]) {
		return registryErrors.UnpackZeroValueError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// RegistryErrorsAgentInstanceRegistered represents a AgentInstanceRegistered error raised by the RegistryErrors contract.
type RegistryErrorsAgentInstanceRegistered struct {
	Operator common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AgentInstanceRegistered(address operator)
func RegistryErrorsAgentInstanceRegisteredErrorID() common.Hash {
	return common.HexToHash("0x631695bd84581efa3746907c6ffd96cdc73f17b9fb72268652afee11c529bf9c")
}

// UnpackAgentInstanceRegisteredError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AgentInstanceRegistered(address operator)
func (registryErrors *RegistryErrors) UnpackAgentInstanceRegisteredError(raw []byte) (*RegistryErrorsAgentInstanceRegistered, error) {
	out := new(RegistryErrorsAgentInstanceRegistered)
	if err := registryErrors.abi.UnpackIntoInterface(out, "AgentInstanceRegistered", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsAgentInstancesSlotsFilled represents a AgentInstancesSlotsFilled error raised by the RegistryErrors contract.
type RegistryErrorsAgentInstancesSlotsFilled struct {
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AgentInstancesSlotsFilled(uint256 serviceId)
func RegistryErrorsAgentInstancesSlotsFilledErrorID() common.Hash {
	return common.HexToHash("0x12b4401ce7722c0aa871641f9afc1d619e0406b409d19d0de0b63b5e517c0da5")
}

// UnpackAgentInstancesSlotsFilledError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AgentInstancesSlotsFilled(uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackAgentInstancesSlotsFilledError(raw []byte) (*RegistryErrorsAgentInstancesSlotsFilled, error) {
	out := new(RegistryErrorsAgentInstancesSlotsFilled)
	if err := registryErrors.abi.UnpackIntoInterface(out, "AgentInstancesSlotsFilled", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsAgentNotFound represents a AgentNotFound error raised by the RegistryErrors contract.
type RegistryErrorsAgentNotFound struct {
	AgentId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AgentNotFound(uint256 agentId)
func RegistryErrorsAgentNotFoundErrorID() common.Hash {
	return common.HexToHash("0x0ede97598720f5054091b213f6f8c5dcea86b34dd9683145ae8e86cd1c3446ea")
}

// UnpackAgentNotFoundError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AgentNotFound(uint256 agentId)
func (registryErrors *RegistryErrors) UnpackAgentNotFoundError(raw []byte) (*RegistryErrorsAgentNotFound, error) {
	out := new(RegistryErrorsAgentNotFound)
	if err := registryErrors.abi.UnpackIntoInterface(out, "AgentNotFound", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsAgentNotInService represents a AgentNotInService error raised by the RegistryErrors contract.
type RegistryErrorsAgentNotInService struct {
	AgentId   *big.Int
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AgentNotInService(uint256 agentId, uint256 serviceId)
func RegistryErrorsAgentNotInServiceErrorID() common.Hash {
	return common.HexToHash("0xca0caf94d210018f11209f747e80397e12531a023af33baf9664c1cdde6186dc")
}

// UnpackAgentNotInServiceError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AgentNotInService(uint256 agentId, uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackAgentNotInServiceError(raw []byte) (*RegistryErrorsAgentNotInService, error) {
	out := new(RegistryErrorsAgentNotInService)
	if err := registryErrors.abi.UnpackIntoInterface(out, "AgentNotInService", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsAlreadyInitialized represents a AlreadyInitialized error raised by the RegistryErrors contract.
type RegistryErrorsAlreadyInitialized struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error AlreadyInitialized()
func RegistryErrorsAlreadyInitializedErrorID() common.Hash {
	return common.HexToHash("0x0dc149f07762891dbcea3fe72770f3d63a1863fc54b2f084e8c59ec476996927")
}

// UnpackAlreadyInitializedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error AlreadyInitialized()
func (registryErrors *RegistryErrors) UnpackAlreadyInitializedError(raw []byte) (*RegistryErrorsAlreadyInitialized, error) {
	out := new(RegistryErrorsAlreadyInitialized)
	if err := registryErrors.abi.UnpackIntoInterface(out, "AlreadyInitialized", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsComponentNotFound represents a ComponentNotFound error raised by the RegistryErrors contract.
type RegistryErrorsComponentNotFound struct {
	ComponentId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ComponentNotFound(uint256 componentId)
func RegistryErrorsComponentNotFoundErrorID() common.Hash {
	return common.HexToHash("0x922a0c328b95567539250550790b98bc4db2c66cc85de9fc7fb67d9e94d950c8")
}

// UnpackComponentNotFoundError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ComponentNotFound(uint256 componentId)
func (registryErrors *RegistryErrors) UnpackComponentNotFoundError(raw []byte) (*RegistryErrorsComponentNotFound, error) {
	out := new(RegistryErrorsComponentNotFound)
	if err := registryErrors.abi.UnpackIntoInterface(out, "ComponentNotFound", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsHashExists represents a HashExists error raised by the RegistryErrors contract.
type RegistryErrorsHashExists struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error HashExists()
func RegistryErrorsHashExistsErrorID() common.Hash {
	return common.HexToHash("0x309573ad694b5ea790ef6293adf452dcf2622ae5f1efbc105e53d89b4e7998b7")
}

// UnpackHashExistsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error HashExists()
func (registryErrors *RegistryErrors) UnpackHashExistsError(raw []byte) (*RegistryErrorsHashExists, error) {
	out := new(RegistryErrorsHashExists)
	if err := registryErrors.abi.UnpackIntoInterface(out, "HashExists", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsHashNotApproved represents a HashNotApproved error raised by the RegistryErrors contract.
type RegistryErrorsHashNotApproved struct {
	Operator  common.Address
	MsgHash   [32]byte
	Signature []byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error HashNotApproved(address operator, bytes32 msgHash, bytes signature)
func RegistryErrorsHashNotApprovedErrorID() common.Hash {
	return common.HexToHash("0x12cf83255cadb925e39f2a7f40debe7011a81e29c961710df9ff06177448d46f")
}

// UnpackHashNotApprovedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error HashNotApproved(address operator, bytes32 msgHash, bytes signature)
func (registryErrors *RegistryErrors) UnpackHashNotApprovedError(raw []byte) (*RegistryErrorsHashNotApproved, error) {
	out := new(RegistryErrorsHashNotApproved)
	if err := registryErrors.abi.UnpackIntoInterface(out, "HashNotApproved", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsHashNotValidated represents a HashNotValidated error raised by the RegistryErrors contract.
type RegistryErrorsHashNotValidated struct {
	Operator  common.Address
	MsgHash   [32]byte
	Signature []byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error HashNotValidated(address operator, bytes32 msgHash, bytes signature)
func RegistryErrorsHashNotValidatedErrorID() common.Hash {
	return common.HexToHash("0x694d54dd620180b1b6b2f852a5b8302adc3ccb44393055cd942cc2e973d53edd")
}

// UnpackHashNotValidatedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error HashNotValidated(address operator, bytes32 msgHash, bytes signature)
func (registryErrors *RegistryErrors) UnpackHashNotValidatedError(raw []byte) (*RegistryErrorsHashNotValidated, error) {
	out := new(RegistryErrorsHashNotValidated)
	if err := registryErrors.abi.UnpackIntoInterface(out, "HashNotValidated", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsIncorrectAgentBondingValue represents a IncorrectAgentBondingValue error raised by the RegistryErrors contract.
type RegistryErrorsIncorrectAgentBondingValue struct {
	Sent      *big.Int
	Expected  *big.Int
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error IncorrectAgentBondingValue(uint256 sent, uint256 expected, uint256 serviceId)
func RegistryErrorsIncorrectAgentBondingValueErrorID() common.Hash {
	return common.HexToHash("0xfd779572f34ea81e14512c69771d57ff42f84afb6c822a947b42795635f3780b")
}

// UnpackIncorrectAgentBondingValueError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error IncorrectAgentBondingValue(uint256 sent, uint256 expected, uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackIncorrectAgentBondingValueError(raw []byte) (*RegistryErrorsIncorrectAgentBondingValue, error) {
	out := new(RegistryErrorsIncorrectAgentBondingValue)
	if err := registryErrors.abi.UnpackIntoInterface(out, "IncorrectAgentBondingValue", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsIncorrectRegistrationDepositValue represents a IncorrectRegistrationDepositValue error raised by the RegistryErrors contract.
type RegistryErrorsIncorrectRegistrationDepositValue struct {
	Sent      *big.Int
	Expected  *big.Int
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error IncorrectRegistrationDepositValue(uint256 sent, uint256 expected, uint256 serviceId)
func RegistryErrorsIncorrectRegistrationDepositValueErrorID() common.Hash {
	return common.HexToHash("0xe1855dd8fbc01608cbeed522d6585e0489bc997b6950999191043d9508e93fa4")
}

// UnpackIncorrectRegistrationDepositValueError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error IncorrectRegistrationDepositValue(uint256 sent, uint256 expected, uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackIncorrectRegistrationDepositValueError(raw []byte) (*RegistryErrorsIncorrectRegistrationDepositValue, error) {
	out := new(RegistryErrorsIncorrectRegistrationDepositValue)
	if err := registryErrors.abi.UnpackIntoInterface(out, "IncorrectRegistrationDepositValue", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsIncorrectSignatureLength represents a IncorrectSignatureLength error raised by the RegistryErrors contract.
type RegistryErrorsIncorrectSignatureLength struct {
	Signature []byte
	Provided  *big.Int
	Expected  *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error IncorrectSignatureLength(bytes signature, uint256 provided, uint256 expected)
func RegistryErrorsIncorrectSignatureLengthErrorID() common.Hash {
	return common.HexToHash("0x1d9f5a5fae36730c100768ff460f7ecc31ca1e29e591aea5c9f7c4d626c5e125")
}

// UnpackIncorrectSignatureLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error IncorrectSignatureLength(bytes signature, uint256 provided, uint256 expected)
func (registryErrors *RegistryErrors) UnpackIncorrectSignatureLengthError(raw []byte) (*RegistryErrorsIncorrectSignatureLength, error) {
	out := new(RegistryErrorsIncorrectSignatureLength)
	if err := registryErrors.abi.UnpackIntoInterface(out, "IncorrectSignatureLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsInitializationFailed represents a InitializationFailed error raised by the RegistryErrors contract.
type RegistryErrorsInitializationFailed struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InitializationFailed()
func RegistryErrorsInitializationFailedErrorID() common.Hash {
	return common.HexToHash("0x19b991a8b4e4b118c8786f45ab5aad90f4356f0da0984fa0cc1cd5c381581784")
}

// UnpackInitializationFailedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InitializationFailed()
func (registryErrors *RegistryErrors) UnpackInitializationFailedError(raw []byte) (*RegistryErrorsInitializationFailed, error) {
	out := new(RegistryErrorsInitializationFailed)
	if err := registryErrors.abi.UnpackIntoInterface(out, "InitializationFailed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsManagerOnly represents a ManagerOnly error raised by the RegistryErrors contract.
type RegistryErrorsManagerOnly struct {
	Sender  common.Address
	Manager common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ManagerOnly(address sender, address manager)
func RegistryErrorsManagerOnlyErrorID() common.Hash {
	return common.HexToHash("0x625a43fe46455c7a2cbbdf56e1e430740434270be6224ea0925a03d076e16702")
}

// UnpackManagerOnlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ManagerOnly(address sender, address manager)
func (registryErrors *RegistryErrors) UnpackManagerOnlyError(raw []byte) (*RegistryErrorsManagerOnly, error) {
	out := new(RegistryErrorsManagerOnly)
	if err := registryErrors.abi.UnpackIntoInterface(out, "ManagerOnly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsMultisigAlreadyBound represents a MultisigAlreadyBound error raised by the RegistryErrors contract.
type RegistryErrorsMultisigAlreadyBound struct {
	Multisig          common.Address
	ExistingServiceId *big.Int
	ServiceId         *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MultisigAlreadyBound(address multisig, uint256 existingServiceId, uint256 serviceId)
func RegistryErrorsMultisigAlreadyBoundErrorID() common.Hash {
	return common.HexToHash("0xb724115eb1fe60220f5e5750f3631964a2171acd062e0c9e768dd99c6ade674d")
}

// UnpackMultisigAlreadyBoundError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MultisigAlreadyBound(address multisig, uint256 existingServiceId, uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackMultisigAlreadyBoundError(raw []byte) (*RegistryErrorsMultisigAlreadyBound, error) {
	out := new(RegistryErrorsMultisigAlreadyBound)
	if err := registryErrors.abi.UnpackIntoInterface(out, "MultisigAlreadyBound", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsOnlyOwnServiceMultisig represents a OnlyOwnServiceMultisig error raised by the RegistryErrors contract.
type RegistryErrorsOnlyOwnServiceMultisig struct {
	Provided  common.Address
	Expected  common.Address
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OnlyOwnServiceMultisig(address provided, address expected, uint256 serviceId)
func RegistryErrorsOnlyOwnServiceMultisigErrorID() common.Hash {
	return common.HexToHash("0x79f91cd3da150a9f7ba1e16f1a455965dff3d4ab48a188195539d4184dd3d412")
}

// UnpackOnlyOwnServiceMultisigError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OnlyOwnServiceMultisig(address provided, address expected, uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackOnlyOwnServiceMultisigError(raw []byte) (*RegistryErrorsOnlyOwnServiceMultisig, error) {
	out := new(RegistryErrorsOnlyOwnServiceMultisig)
	if err := registryErrors.abi.UnpackIntoInterface(out, "OnlyOwnServiceMultisig", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsOperatorHasNoInstances represents a OperatorHasNoInstances error raised by the RegistryErrors contract.
type RegistryErrorsOperatorHasNoInstances struct {
	Operator  common.Address
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OperatorHasNoInstances(address operator, uint256 serviceId)
func RegistryErrorsOperatorHasNoInstancesErrorID() common.Hash {
	return common.HexToHash("0xdf2ddd73f2cd81c2617bc6dfad6a95a5ea04df55d65c3a8c2cb8ad2febc6f76b")
}

// UnpackOperatorHasNoInstancesError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OperatorHasNoInstances(address operator, uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackOperatorHasNoInstancesError(raw []byte) (*RegistryErrorsOperatorHasNoInstances, error) {
	out := new(RegistryErrorsOperatorHasNoInstances)
	if err := registryErrors.abi.UnpackIntoInterface(out, "OperatorHasNoInstances", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsOverflow represents a Overflow error raised by the RegistryErrors contract.
type RegistryErrorsOverflow struct {
	Provided *big.Int
	Max      *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Overflow(uint256 provided, uint256 max)
func RegistryErrorsOverflowErrorID() common.Hash {
	return common.HexToHash("0x7ae59685f8eacfdf7d2f87d7f9fb876f8a70e6a94d9d50e3cdfebc117e7c93d6")
}

// UnpackOverflowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Overflow(uint256 provided, uint256 max)
func (registryErrors *RegistryErrors) UnpackOverflowError(raw []byte) (*RegistryErrorsOverflow, error) {
	out := new(RegistryErrorsOverflow)
	if err := registryErrors.abi.UnpackIntoInterface(out, "Overflow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsOwnerOnly represents a OwnerOnly error raised by the RegistryErrors contract.
type RegistryErrorsOwnerOnly struct {
	Sender common.Address
	Owner  common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OwnerOnly(address sender, address owner)
func RegistryErrorsOwnerOnlyErrorID() common.Hash {
	return common.HexToHash("0xa43d6ada505a46429febd7ac74d4effaaa4ab3786fbdea8f50a687158b18556e")
}

// UnpackOwnerOnlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OwnerOnly(address sender, address owner)
func (registryErrors *RegistryErrors) UnpackOwnerOnlyError(raw []byte) (*RegistryErrorsOwnerOnly, error) {
	out := new(RegistryErrorsOwnerOnly)
	if err := registryErrors.abi.UnpackIntoInterface(out, "OwnerOnly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsPaused represents a Paused error raised by the RegistryErrors contract.
type RegistryErrorsPaused struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Paused()
func RegistryErrorsPausedErrorID() common.Hash {
	return common.HexToHash("0x9e87fac88ff661f02d44f95383c817fece4bce600a3dab7a54406878b965e752")
}

// UnpackPausedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Paused()
func (registryErrors *RegistryErrors) UnpackPausedError(raw []byte) (*RegistryErrorsPaused, error) {
	out := new(RegistryErrorsPaused)
	if err := registryErrors.abi.UnpackIntoInterface(out, "Paused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsReentrancyGuard represents a ReentrancyGuard error raised by the RegistryErrors contract.
type RegistryErrorsReentrancyGuard struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReentrancyGuard()
func RegistryErrorsReentrancyGuardErrorID() common.Hash {
	return common.HexToHash("0x8beb9d16a3221cbf1015f85b83cefc338bf19e51d9cdecdc4e1584fc1d934a55")
}

// UnpackReentrancyGuardError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReentrancyGuard()
func (registryErrors *RegistryErrors) UnpackReentrancyGuardError(raw []byte) (*RegistryErrorsReentrancyGuard, error) {
	out := new(RegistryErrorsReentrancyGuard)
	if err := registryErrors.abi.UnpackIntoInterface(out, "ReentrancyGuard", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsServiceMustBeInactive represents a ServiceMustBeInactive error raised by the RegistryErrors contract.
type RegistryErrorsServiceMustBeInactive struct {
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ServiceMustBeInactive(uint256 serviceId)
func RegistryErrorsServiceMustBeInactiveErrorID() common.Hash {
	return common.HexToHash("0xb2c1a45e3a056127d759092d804884d3406d13627d84d0c505098d1dc1fc6d1f")
}

// UnpackServiceMustBeInactiveError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ServiceMustBeInactive(uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackServiceMustBeInactiveError(raw []byte) (*RegistryErrorsServiceMustBeInactive, error) {
	out := new(RegistryErrorsServiceMustBeInactive)
	if err := registryErrors.abi.UnpackIntoInterface(out, "ServiceMustBeInactive", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsTokenRejected represents a TokenRejected error raised by the RegistryErrors contract.
type RegistryErrorsTokenRejected struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TokenRejected(address token)
func RegistryErrorsTokenRejectedErrorID() common.Hash {
	return common.HexToHash("0xe77376f3bb21aa49531f73484f5f9abd1695306345e9ca4a8c2ac4ff591915cc")
}

// UnpackTokenRejectedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TokenRejected(address token)
func (registryErrors *RegistryErrors) UnpackTokenRejectedError(raw []byte) (*RegistryErrorsTokenRejected, error) {
	out := new(RegistryErrorsTokenRejected)
	if err := registryErrors.abi.UnpackIntoInterface(out, "TokenRejected", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsTransferFailed represents a TransferFailed error raised by the RegistryErrors contract.
type RegistryErrorsTransferFailed struct {
	Token common.Address
	From  common.Address
	To    common.Address
	Value *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error TransferFailed(address token, address from, address to, uint256 value)
func RegistryErrorsTransferFailedErrorID() common.Hash {
	return common.HexToHash("0xcd3f165985b63ac3907d23a28d093bfbd486cad8bcb1c454a4efb5e526bb2e4d")
}

// UnpackTransferFailedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error TransferFailed(address token, address from, address to, uint256 value)
func (registryErrors *RegistryErrors) UnpackTransferFailedError(raw []byte) (*RegistryErrorsTransferFailed, error) {
	out := new(RegistryErrorsTransferFailed)
	if err := registryErrors.abi.UnpackIntoInterface(out, "TransferFailed", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsUnauthorizedAccount represents a UnauthorizedAccount error raised by the RegistryErrors contract.
type RegistryErrorsUnauthorizedAccount struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnauthorizedAccount(address account)
func RegistryErrorsUnauthorizedAccountErrorID() common.Hash {
	return common.HexToHash("0x32b2baa33ecee8810f338b53967a81e08a36f7d812c6018b75f180bc02143720")
}

// UnpackUnauthorizedAccountError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnauthorizedAccount(address account)
func (registryErrors *RegistryErrors) UnpackUnauthorizedAccountError(raw []byte) (*RegistryErrorsUnauthorizedAccount, error) {
	out := new(RegistryErrorsUnauthorizedAccount)
	if err := registryErrors.abi.UnpackIntoInterface(out, "UnauthorizedAccount", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsUnauthorizedMultisig represents a UnauthorizedMultisig error raised by the RegistryErrors contract.
type RegistryErrorsUnauthorizedMultisig struct {
	Multisig common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnauthorizedMultisig(address multisig)
func RegistryErrorsUnauthorizedMultisigErrorID() common.Hash {
	return common.HexToHash("0x14460f2036c8eb289c3064dc3e2a24fed2e9db4de455d7fbacff2c1d9fd7f79f")
}

// UnpackUnauthorizedMultisigError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnauthorizedMultisig(address multisig)
func (registryErrors *RegistryErrors) UnpackUnauthorizedMultisigError(raw []byte) (*RegistryErrorsUnauthorizedMultisig, error) {
	out := new(RegistryErrorsUnauthorizedMultisig)
	if err := registryErrors.abi.UnpackIntoInterface(out, "UnauthorizedMultisig", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsWrongAgentId represents a WrongAgentId error raised by the RegistryErrors contract.
type RegistryErrorsWrongAgentId struct {
	AgentId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongAgentId(uint256 agentId)
func RegistryErrorsWrongAgentIdErrorID() common.Hash {
	return common.HexToHash("0xaac42c2cfe291e7c931eec3c84f695865d17df2ee5e7087add7363a2f7ae909b")
}

// UnpackWrongAgentIdError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongAgentId(uint256 agentId)
func (registryErrors *RegistryErrors) UnpackWrongAgentIdError(raw []byte) (*RegistryErrorsWrongAgentId, error) {
	out := new(RegistryErrorsWrongAgentId)
	if err := registryErrors.abi.UnpackIntoInterface(out, "WrongAgentId", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsWrongArrayLength represents a WrongArrayLength error raised by the RegistryErrors contract.
type RegistryErrorsWrongArrayLength struct {
	NumValues1 *big.Int
	NumValues2 *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongArrayLength(uint256 numValues1, uint256 numValues2)
func RegistryErrorsWrongArrayLengthErrorID() common.Hash {
	return common.HexToHash("0x8151c1107671d46c04c9386389df252314c5ad32fee86577f733aff6f02dd6ac")
}

// UnpackWrongArrayLengthError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongArrayLength(uint256 numValues1, uint256 numValues2)
func (registryErrors *RegistryErrors) UnpackWrongArrayLengthError(raw []byte) (*RegistryErrorsWrongArrayLength, error) {
	out := new(RegistryErrorsWrongArrayLength)
	if err := registryErrors.abi.UnpackIntoInterface(out, "WrongArrayLength", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsWrongMetadataKey represents a WrongMetadataKey error raised by the RegistryErrors contract.
type RegistryErrorsWrongMetadataKey struct {
	MetadataKey string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongMetadataKey(string metadataKey)
func RegistryErrorsWrongMetadataKeyErrorID() common.Hash {
	return common.HexToHash("0x925cb6240d664695eeddc24d3d75db3cadbcd4670710741bdb76e5c54038f18f")
}

// UnpackWrongMetadataKeyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongMetadataKey(string metadataKey)
func (registryErrors *RegistryErrors) UnpackWrongMetadataKeyError(raw []byte) (*RegistryErrorsWrongMetadataKey, error) {
	out := new(RegistryErrorsWrongMetadataKey)
	if err := registryErrors.abi.UnpackIntoInterface(out, "WrongMetadataKey", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsWrongOperator represents a WrongOperator error raised by the RegistryErrors contract.
type RegistryErrorsWrongOperator struct {
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongOperator(uint256 serviceId)
func RegistryErrorsWrongOperatorErrorID() common.Hash {
	return common.HexToHash("0x8b77af645e9e6c64a075958a834c83cf41791aee57e18ebcc6c551aefbcb0a82")
}

// UnpackWrongOperatorError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongOperator(uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackWrongOperatorError(raw []byte) (*RegistryErrorsWrongOperator, error) {
	out := new(RegistryErrorsWrongOperator)
	if err := registryErrors.abi.UnpackIntoInterface(out, "WrongOperator", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsWrongOperatorAddress represents a WrongOperatorAddress error raised by the RegistryErrors contract.
type RegistryErrorsWrongOperatorAddress struct {
	Provided common.Address
	Expected common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongOperatorAddress(address provided, address expected)
func RegistryErrorsWrongOperatorAddressErrorID() common.Hash {
	return common.HexToHash("0xa806216dfaf3f71ce965e84f937054e46b7f45ce75aad3ae85e509391bb8cd58")
}

// UnpackWrongOperatorAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongOperatorAddress(address provided, address expected)
func (registryErrors *RegistryErrors) UnpackWrongOperatorAddressError(raw []byte) (*RegistryErrorsWrongOperatorAddress, error) {
	out := new(RegistryErrorsWrongOperatorAddress)
	if err := registryErrors.abi.UnpackIntoInterface(out, "WrongOperatorAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsWrongServiceState represents a WrongServiceState error raised by the RegistryErrors contract.
type RegistryErrorsWrongServiceState struct {
	State     *big.Int
	ServiceId *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongServiceState(uint256 state, uint256 serviceId)
func RegistryErrorsWrongServiceStateErrorID() common.Hash {
	return common.HexToHash("0xf014fe743aea62564962eea026b12ff85a81d782906ade67850913d8de341d5b")
}

// UnpackWrongServiceStateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongServiceState(uint256 state, uint256 serviceId)
func (registryErrors *RegistryErrors) UnpackWrongServiceStateError(raw []byte) (*RegistryErrorsWrongServiceState, error) {
	out := new(RegistryErrorsWrongServiceState)
	if err := registryErrors.abi.UnpackIntoInterface(out, "WrongServiceState", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsWrongThreshold represents a WrongThreshold error raised by the RegistryErrors contract.
type RegistryErrorsWrongThreshold struct {
	CurrentThreshold *big.Int
	MinThreshold     *big.Int
	MaxThreshold     *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error WrongThreshold(uint256 currentThreshold, uint256 minThreshold, uint256 maxThreshold)
func RegistryErrorsWrongThresholdErrorID() common.Hash {
	return common.HexToHash("0xeb3a8ba354320197822e6856b374be90f088ef3ee5f8c9fde421a49a77b2ae17")
}

// UnpackWrongThresholdError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error WrongThreshold(uint256 currentThreshold, uint256 minThreshold, uint256 maxThreshold)
func (registryErrors *RegistryErrors) UnpackWrongThresholdError(raw []byte) (*RegistryErrorsWrongThreshold, error) {
	out := new(RegistryErrorsWrongThreshold)
	if err := registryErrors.abi.UnpackIntoInterface(out, "WrongThreshold", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsZeroAddress represents a ZeroAddress error raised by the RegistryErrors contract.
type RegistryErrorsZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress()
func RegistryErrorsZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xd92e233df2717d4a40030e20904abd27b68fcbeede117eaaccbbdac9618c8c73")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress()
func (registryErrors *RegistryErrors) UnpackZeroAddressError(raw []byte) (*RegistryErrorsZeroAddress, error) {
	out := new(RegistryErrorsZeroAddress)
	if err := registryErrors.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsZeroOperatorAddress represents a ZeroOperatorAddress error raised by the RegistryErrors contract.
type RegistryErrorsZeroOperatorAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroOperatorAddress()
func RegistryErrorsZeroOperatorAddressErrorID() common.Hash {
	return common.HexToHash("0xe63f571f8bac70d173538f6542ad121e8691cefbd694a9b7d32b611908080fc9")
}

// UnpackZeroOperatorAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroOperatorAddress()
func (registryErrors *RegistryErrors) UnpackZeroOperatorAddressError(raw []byte) (*RegistryErrorsZeroOperatorAddress, error) {
	out := new(RegistryErrorsZeroOperatorAddress)
	if err := registryErrors.abi.UnpackIntoInterface(out, "ZeroOperatorAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// RegistryErrorsZeroValue represents a ZeroValue error raised by the RegistryErrors contract.
type RegistryErrorsZeroValue struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroValue()
func RegistryErrorsZeroValueErrorID() common.Hash {
	return common.HexToHash("0x7c946ed78134c23eac50c0c02964d68f22dd28448c070d39c9f8e8389b217469")
}

// UnpackZeroValueError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroValue()
func (registryErrors *RegistryErrors) UnpackZeroValueError(raw []byte) (*RegistryErrorsZeroValue, error) {
	out := new(RegistryErrorsZeroValue)
	if err := registryErrors.abi.UnpackIntoInterface(out, "ZeroValue", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// SafeMetaData contains all meta data concerning the Safe contract.
var SafeMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[],\"name\":\"VERSION\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"threshold\",\"type\":\"uint256\"}],\"name\":\"addOwnerWithThreshold\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"name\":\"approveHash\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"name\":\"approvedHashes\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"threshold\",\"type\":\"uint256\"}],\"name\":\"changeThreshold\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"dataHash\",\"type\":\"bytes32\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"},{\"internalType\":\"bytes\",\"name\":\"signatures\",\"type\":\"bytes\"}],\"name\":\"checkSignatures\",\"outputs\":[],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"prevModule\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"module\",\"type\":\"address\"}],\"name\":\"disableModule\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"domainSeparator\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"module\",\"type\":\"address\"}],\"name\":\"enableModule\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"},{\"internalType\":\"uint8\",\"name\":\"operation\",\"type\":\"uint8\"},{\"internalType\":\"uint256\",\"name\":\"safeTxGas\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"baseGas\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"gasPrice\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"gasToken\",\"type\":\"address\"},{\"internalType\":\"addresspayable\",\"name\":\"refundReceiver\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"signatures\",\"type\":\"bytes\"}],\"name\":\"execTransaction\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"payable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"start\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"pageSize\",\"type\":\"uint256\"}],\"name\":\"getModulesPaginated\",\"outputs\":[{\"internalType\":\"address[]\",\"name\":\"array\",\"type\":\"address[]\"},{\"internalType\":\"address\",\"name\":\"next\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"getOwners\",\"outputs\":[{\"internalType\":\"address[]\",\"name\":\"\",\"type\":\"address[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"getThreshold\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"value\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"},{\"internalType\":\"uint8\",\"name\":\"operation\",\"type\":\"uint8\"},{\"internalType\":\"uint256\",\"name\":\"safeTxGas\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"baseGas\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"gasPrice\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"gasToken\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"refundReceiver\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"_nonce\",\"type\":\"uint256\"}],\"name\":\"getTransactionHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"module\",\"type\":\"address\"}],\"name\":\"isModuleEnabled\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"isOwner\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"nonce\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"prevOwner\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"threshold\",\"type\":\"uint256\"}],\"name\":\"removeOwner\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address[]\",\"name\":\"owners\",\"type\":\"address[]\"},{\"internalType\":\"uint256\",\"name\":\"threshold\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"},{\"internalType\":\"address\",\"name\":\"fallbackHandler\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"paymentToken\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"payment\",\"type\":\"uint256\"},{\"internalType\":\"addresspayable\",\"name\":\"paymentReceiver\",\"type\":\"address\"}],\"name\":\"setup\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"prevOwner\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"oldOwner\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"newOwner\",\"type\":\"address\"}],\"name\":\"swapOwner\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Safe",
}

// Safe is an auto generated Go binding around an Ethereum contract.
type Safe struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Safe) GetABI() abi.ABI {
	return c.abi
}

// NewSafe creates a new instance of Safe.
func NewSafe() *Safe {
	parsed, err := SafeMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Safe{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Safe) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackVERSION is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xffa1ad74.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function VERSION() view returns(string)
func (safe *Safe) PackVERSION() []byte {
	enc, err := safe.abi.Pack("VERSION")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVERSION is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xffa1ad74.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function VERSION() view returns(string)
func (safe *Safe) TryPackVERSION() ([]byte, error) {
	return safe.abi.Pack("VERSION")
}

// UnpackVERSION is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xffa1ad74.
//
// Solidity: function VERSION() view returns(string)
func (safe *Safe) UnpackVERSION(data []byte) (string, error) {
	out, err := safe.abi.Unpack("VERSION", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackAddOwnerWithThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d582f13.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function addOwnerWithThreshold(address owner, uint256 threshold) returns()
func (safe *Safe) PackAddOwnerWithThreshold(owner common.Address, threshold *big.Int) []byte {
	enc, err := safe.abi.Pack("addOwnerWithThreshold", owner, threshold)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAddOwnerWithThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d582f13.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function addOwnerWithThreshold(address owner, uint256 threshold) returns()
func (safe *Safe) TryPackAddOwnerWithThreshold(owner common.Address, threshold *big.Int) ([]byte, error) {
	return safe.abi.Pack("addOwnerWithThreshold", owner, threshold)
}

// PackApproveHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd4d9bdcd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approveHash(bytes32 hash) returns()
func (safe *Safe) PackApproveHash(hash [32]byte) []byte {
	enc, err := safe.abi.Pack("approveHash", hash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApproveHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd4d9bdcd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approveHash(bytes32 hash) returns()
func (safe *Safe) TryPackApproveHash(hash [32]byte) ([]byte, error) {
	return safe.abi.Pack("approveHash", hash)
}

// PackApprovedHashes is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7d832974.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approvedHashes(address owner, bytes32 hash) view returns(uint256)
func (safe *Safe) PackApprovedHashes(owner common.Address, hash [32]byte) []byte {
	enc, err := safe.abi.Pack("approvedHashes", owner, hash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprovedHashes is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7d832974.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approvedHashes(address owner, bytes32 hash) view returns(uint256)
func (safe *Safe) TryPackApprovedHashes(owner common.Address, hash [32]byte) ([]byte, error) {
	return safe.abi.Pack("approvedHashes", owner, hash)
}

// UnpackApprovedHashes is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7d832974.
//
// Solidity: function approvedHashes(address owner, bytes32 hash) view returns(uint256)
func (safe *Safe) UnpackApprovedHashes(data []byte) (*big.Int, error) {
	out, err := safe.abi.Unpack("approvedHashes", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackChangeThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x694e80c3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeThreshold(uint256 threshold) returns()
func (safe *Safe) PackChangeThreshold(threshold *big.Int) []byte {
	enc, err := safe.abi.Pack("changeThreshold", threshold)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x694e80c3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeThreshold(uint256 threshold) returns()
func (safe *Safe) TryPackChangeThreshold(threshold *big.Int) ([]byte, error) {
	return safe.abi.Pack("changeThreshold", threshold)
}

// PackCheckSignatures is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x934f3a11.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function checkSignatures(bytes32 dataHash, bytes data, bytes signatures) view returns()
func (safe *Safe) PackCheckSignatures(dataHash [32]byte, data []byte, signatures []byte) []byte {
	enc, err := safe.abi.Pack("checkSignatures", dataHash, data, signatures)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCheckSignatures is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x934f3a11.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function checkSignatures(bytes32 dataHash, bytes data, bytes signatures) view returns()
func (safe *Safe) TryPackCheckSignatures(dataHash [32]byte, data []byte, signatures []byte) ([]byte, error) {
	return safe.abi.Pack("checkSignatures", dataHash, data, signatures)
}

// PackDisableModule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe009cfde.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function disableModule(address prevModule, address module) returns()
func (safe *Safe) PackDisableModule(prevModule common.Address, module common.Address) []byte {
	enc, err := safe.abi.Pack("disableModule", prevModule, module)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDisableModule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe009cfde.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function disableModule(address prevModule, address module) returns()
func (safe *Safe) TryPackDisableModule(prevModule common.Address, module common.Address) ([]byte, error) {
	return safe.abi.Pack("disableModule", prevModule, module)
}

// PackDomainSeparator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf698da25.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function domainSeparator() view returns(bytes32)
func (safe *Safe) PackDomainSeparator() []byte {
	enc, err := safe.abi.Pack("domainSeparator")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDomainSeparator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf698da25.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function domainSeparator() view returns(bytes32)
func (safe *Safe) TryPackDomainSeparator() ([]byte, error) {
	return safe.abi.Pack("domainSeparator")
}

// UnpackDomainSeparator is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf698da25.
//
// Solidity: function domainSeparator() view returns(bytes32)
func (safe *Safe) UnpackDomainSeparator(data []byte) ([32]byte, error) {
	out, err := safe.abi.Unpack("domainSeparator", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackEnableModule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x610b5925.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function enableModule(address module) returns()
func (safe *Safe) PackEnableModule(module common.Address) []byte {
	enc, err := safe.abi.Pack("enableModule", module)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEnableModule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x610b5925.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function enableModule(address module) returns()
func (safe *Safe) TryPackEnableModule(module common.Address) ([]byte, error) {
	return safe.abi.Pack("enableModule", module)
}

// PackExecTransaction is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6a761202.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns(bool success)
func (safe *Safe) PackExecTransaction(to common.Address, value *big.Int, data []byte, operation uint8, safeTxGas *big.Int, baseGas *big.Int, gasPrice *big.Int, gasToken common.Address, refundReceiver common.Address, signatures []byte) []byte {
	enc, err := safe.abi.Pack("execTransaction", to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, signatures)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExecTransaction is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6a761202.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns(bool success)
func (safe *Safe) TryPackExecTransaction(to common.Address, value *big.Int, data []byte, operation uint8, safeTxGas *big.Int, baseGas *big.Int, gasPrice *big.Int, gasToken common.Address, refundReceiver common.Address, signatures []byte) ([]byte, error) {
	return safe.abi.Pack("execTransaction", to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, signatures)
}

// UnpackExecTransaction is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6a761202.
//
// Solidity: function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns(bool success)
func (safe *Safe) UnpackExecTransaction(data []byte) (bool, error) {
	out, err := safe.abi.Unpack("execTransaction", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackGetModulesPaginated is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcc2f8452.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getModulesPaginated(address start, uint256 pageSize) view returns(address[] array, address next)
func (safe *Safe) PackGetModulesPaginated(start common.Address, pageSize *big.Int) []byte {
	enc, err := safe.abi.Pack("getModulesPaginated", start, pageSize)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetModulesPaginated is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcc2f8452.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getModulesPaginated(address start, uint256 pageSize) view returns(address[] array, address next)
func (safe *Safe) TryPackGetModulesPaginated(start common.Address, pageSize *big.Int) ([]byte, error) {
	return safe.abi.Pack("getModulesPaginated", start, pageSize)
}

// GetModulesPaginatedOutput serves as a container for the return parameters of contract
// method GetModulesPaginated.
type GetModulesPaginatedOutput struct {
	Array []common.Address
	Next  common.Address
}

// UnpackGetModulesPaginated is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcc2f8452.
//
// Solidity: function getModulesPaginated(address start, uint256 pageSize) view returns(address[] array, address next)
func (safe *Safe) UnpackGetModulesPaginated(data []byte) (GetModulesPaginatedOutput, error) {
	out, err := safe.abi.Unpack("getModulesPaginated", data)
	outstruct := new(GetModulesPaginatedOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Array = *abi.ConvertType(out[0], new([]common.Address)).(*[]common.Address)
	outstruct.Next = *abi.ConvertType(out[1], new(common.Address)).(*common.Address)
	return *outstruct, nil
}

// PackGetOwners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa0e67e2b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getOwners() view returns(address[])
func (safe *Safe) PackGetOwners() []byte {
	enc, err := safe.abi.Pack("getOwners")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetOwners is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa0e67e2b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getOwners() view returns(address[])
func (safe *Safe) TryPackGetOwners() ([]byte, error) {
	return safe.abi.Pack("getOwners")
}

// UnpackGetOwners is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa0e67e2b.
//
// Solidity: function getOwners() view returns(address[])
func (safe *Safe) UnpackGetOwners(data []byte) ([]common.Address, error) {
	out, err := safe.abi.Unpack("getOwners", data)
	if err != nil {
		return *new([]common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new([]common.Address)).(*[]common.Address)
	return out0, nil
}

// PackGetThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe75235b8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getThreshold() view returns(uint256)
func (safe *Safe) PackGetThreshold() []byte {
	enc, err := safe.abi.Pack("getThreshold")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetThreshold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe75235b8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getThreshold() view returns(uint256)
func (safe *Safe) TryPackGetThreshold() ([]byte, error) {
	return safe.abi.Pack("getThreshold")
}

// UnpackGetThreshold is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe75235b8.
//
// Solidity: function getThreshold() view returns(uint256)
func (safe *Safe) UnpackGetThreshold(data []byte) (*big.Int, error) {
	out, err := safe.abi.Unpack("getThreshold", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetTransactionHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd8d11f78.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 _nonce) view returns(bytes32)
func (safe *Safe) PackGetTransactionHash(to common.Address, value *big.Int, data []byte, operation uint8, safeTxGas *big.Int, baseGas *big.Int, gasPrice *big.Int, gasToken common.Address, refundReceiver common.Address, nonce *big.Int) []byte {
	enc, err := safe.abi.Pack("getTransactionHash", to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetTransactionHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd8d11f78.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 _nonce) view returns(bytes32)
func (safe *Safe) TryPackGetTransactionHash(to common.Address, value *big.Int, data []byte, operation uint8, safeTxGas *big.Int, baseGas *big.Int, gasPrice *big.Int, gasToken common.Address, refundReceiver common.Address, nonce *big.Int) ([]byte, error) {
	return safe.abi.Pack("getTransactionHash", to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce)
}

// UnpackGetTransactionHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd8d11f78.
//
// Solidity: function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 _nonce) view returns(bytes32)
func (safe *Safe) UnpackGetTransactionHash(data []byte) ([32]byte, error) {
	out, err := safe.abi.Unpack("getTransactionHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackIsModuleEnabled is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2d9ad53d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isModuleEnabled(address module) view returns(bool)
func (safe *Safe) PackIsModuleEnabled(module common.Address) []byte {
	enc, err := safe.abi.Pack("isModuleEnabled", module)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsModuleEnabled is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2d9ad53d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isModuleEnabled(address module) view returns(bool)
func (safe *Safe) TryPackIsModuleEnabled(module common.Address) ([]byte, error) {
	return safe.abi.Pack("isModuleEnabled", module)
}

// UnpackIsModuleEnabled is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2d9ad53d.
//
// Solidity: function isModuleEnabled(address module) view returns(bool)
func (safe *Safe) UnpackIsModuleEnabled(data []byte) (bool, error) {
	out, err := safe.abi.Unpack("isModuleEnabled", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackIsOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2f54bf6e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isOwner(address owner) view returns(bool)
func (safe *Safe) PackIsOwner(owner common.Address) []byte {
	enc, err := safe.abi.Pack("isOwner", owner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2f54bf6e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isOwner(address owner) view returns(bool)
func (safe *Safe) TryPackIsOwner(owner common.Address) ([]byte, error) {
	return safe.abi.Pack("isOwner", owner)
}

// UnpackIsOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x2f54bf6e.
//
// Solidity: function isOwner(address owner) view returns(bool)
func (safe *Safe) UnpackIsOwner(data []byte) (bool, error) {
	out, err := safe.abi.Unpack("isOwner", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaffed0e0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function nonce() view returns(uint256)
func (safe *Safe) PackNonce() []byte {
	enc, err := safe.abi.Pack("nonce")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaffed0e0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function nonce() view returns(uint256)
func (safe *Safe) TryPackNonce() ([]byte, error) {
	return safe.abi.Pack("nonce")
}

// UnpackNonce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xaffed0e0.
//
// Solidity: function nonce() view returns(uint256)
func (safe *Safe) UnpackNonce(data []byte) (*big.Int, error) {
	out, err := safe.abi.Unpack("nonce", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRemoveOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf8dc5dd9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function removeOwner(address prevOwner, address owner, uint256 threshold) returns()
func (safe *Safe) PackRemoveOwner(prevOwner common.Address, owner common.Address, threshold *big.Int) []byte {
	enc, err := safe.abi.Pack("removeOwner", prevOwner, owner, threshold)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRemoveOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf8dc5dd9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function removeOwner(address prevOwner, address owner, uint256 threshold) returns()
func (safe *Safe) TryPackRemoveOwner(prevOwner common.Address, owner common.Address, threshold *big.Int) ([]byte, error) {
	return safe.abi.Pack("removeOwner", prevOwner, owner, threshold)
}

// PackSetup is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb63e800d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver) returns()
func (safe *Safe) PackSetup(owners []common.Address, threshold *big.Int, to common.Address, data []byte, fallbackHandler common.Address, paymentToken common.Address, payment *big.Int, paymentReceiver common.Address) []byte {
	enc, err := safe.abi.Pack("setup", owners, threshold, to, data, fallbackHandler, paymentToken, payment, paymentReceiver)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetup is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb63e800d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver) returns()
func (safe *Safe) TryPackSetup(owners []common.Address, threshold *big.Int, to common.Address, data []byte, fallbackHandler common.Address, paymentToken common.Address, payment *big.Int, paymentReceiver common.Address) ([]byte, error) {
	return safe.abi.Pack("setup", owners, threshold, to, data, fallbackHandler, paymentToken, payment, paymentReceiver)
}

// PackSwapOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe318b52b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function swapOwner(address prevOwner, address oldOwner, address newOwner) returns()
func (safe *Safe) PackSwapOwner(prevOwner common.Address, oldOwner common.Address, newOwner common.Address) []byte {
	enc, err := safe.abi.Pack("swapOwner", prevOwner, oldOwner, newOwner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSwapOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe318b52b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function swapOwner(address prevOwner, address oldOwner, address newOwner) returns()
func (safe *Safe) TryPackSwapOwner(prevOwner common.Address, oldOwner common.Address, newOwner common.Address) ([]byte, error) {
	return safe.abi.Pack("swapOwner", prevOwner, oldOwner, newOwner)
}

// SafeFactoryMetaData contains all meta data concerning the SafeFactory contract.
var SafeFactoryMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"address\",\"name\":\"singleton\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"initializer\",\"type\":\"bytes\"},{\"internalType\":\"uint256\",\"name\":\"saltNonce\",\"type\":\"uint256\"}],\"name\":\"createProxyWithNonce\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"proxy\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "SafeFactory",
}

// SafeFactory is an auto generated Go binding around an Ethereum contract.
type SafeFactory struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *SafeFactory) GetABI() abi.ABI {
	return c.abi
}

// NewSafeFactory creates a new instance of SafeFactory.
func NewSafeFactory() *SafeFactory {
	parsed, err := SafeFactoryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &SafeFactory{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *SafeFactory) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackCreateProxyWithNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1688f0b9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns(address proxy)
func (safeFactory *SafeFactory) PackCreateProxyWithNonce(singleton common.Address, initializer []byte, saltNonce *big.Int) []byte {
	enc, err := safeFactory.abi.Pack("createProxyWithNonce", singleton, initializer, saltNonce)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreateProxyWithNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1688f0b9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns(address proxy)
func (safeFactory *SafeFactory) TryPackCreateProxyWithNonce(singleton common.Address, initializer []byte, saltNonce *big.Int) ([]byte, error) {
	return safeFactory.abi.Pack("createProxyWithNonce", singleton, initializer, saltNonce)
}

// UnpackCreateProxyWithNonce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1688f0b9.
//
// Solidity: function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns(address proxy)
func (safeFactory *SafeFactory) UnpackCreateProxyWithNonce(data []byte) (common.Address, error) {
	out, err := safeFactory.abi.Unpack("createProxyWithNonce", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// ServiceManagerMetaData contains all meta data concerning the ServiceManager contract.
var ServiceManagerMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"name\":\"CreateMultisig\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"implementation\",\"type\":\"address\"}],\"name\":\"ImplementationUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"MultisigBound\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"name\":\"OperatorHashApproved\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operatorWhitelist\",\"type\":\"address\"}],\"name\":\"OperatorWhitelistUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"OwnerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"Pause\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"address[]\",\"name\":\"agentInstances\",\"type\":\"address[]\"},{\"indexed\":false,\"internalType\":\"uint32[]\",\"name\":\"agentIds\",\"type\":\"uint32[]\"}],\"name\":\"RegisterAgentsWithSignatureExecuted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"refund\",\"type\":\"uint256\"}],\"name\":\"UnbondWithSignatureExecuted\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"Unpause\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"NAME\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"VERSION\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"activateRegistration\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"payable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"serviceOwner\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint32[]\",\"name\":\"agentIds\",\"type\":\"uint32[]\"},{\"components\":[{\"internalType\":\"uint32\",\"name\":\"slots\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"}],\"internalType\":\"structAgentParams[]\",\"name\":\"agentParams\",\"type\":\"tuple[]\"},{\"internalType\":\"uint32\",\"name\":\"threshold\",\"type\":\"uint32\"}],\"name\":\"create\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"multisigImplementation\",\"type\":\"address\"},{\"internalType\":\"bytes\",\"name\":\"data\",\"type\":\"bytes\"}],\"name\":\"deploy\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"getDomainSeparator\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getOperatorRegisterAgentsNonce\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"nonce\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getOperatorUnbondNonce\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"nonce\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"serviceOwner\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"address[]\",\"name\":\"agentInstances\",\"type\":\"address[]\"},{\"internalType\":\"uint32[]\",\"name\":\"agentIds\",\"type\":\"uint32[]\"},{\"internalType\":\"uint256\",\"name\":\"nonce\",\"type\":\"uint256\"}],\"name\":\"getRegisterAgentsHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"serviceOwner\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"nonce\",\"type\":\"uint256\"}],\"name\":\"getUnbondHash\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"initialize\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"name\":\"isOperatorHashApproved\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"name\":\"mapMultisigServiceIds\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"hash\",\"type\":\"bytes32\"}],\"name\":\"operatorApproveHash\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"operatorWhitelist\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owner\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"paused\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"address[]\",\"name\":\"agentInstances\",\"type\":\"address[]\"},{\"internalType\":\"uint32[]\",\"name\":\"agentIds\",\"type\":\"uint32[]\"}],\"name\":\"registerAgents\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"payable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"address[]\",\"name\":\"agentInstances\",\"type\":\"address[]\"},{\"internalType\":\"uint32[]\",\"name\":\"agentIds\",\"type\":\"uint32[]\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"name\":\"registerAgentsWithSignature\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"payable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"serviceRegistry\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"serviceRegistryTokenUtility\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newOperatorWhitelist\",\"type\":\"address\"}],\"name\":\"setOperatorWhitelist\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"terminate\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"},{\"internalType\":\"uint256\",\"name\":\"refund\",\"type\":\"uint256\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"unbond\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"},{\"internalType\":\"uint256\",\"name\":\"refund\",\"type\":\"uint256\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"name\":\"unbondWithSignature\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"},{\"internalType\":\"uint256\",\"name\":\"refund\",\"type\":\"uint256\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint32[]\",\"name\":\"agentIds\",\"type\":\"uint32[]\"},{\"components\":[{\"internalType\":\"uint32\",\"name\":\"slots\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"}],\"internalType\":\"structAgentParams[]\",\"name\":\"agentParams\",\"type\":\"tuple[]\"},{\"internalType\":\"uint32\",\"name\":\"threshold\",\"type\":\"uint32\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"update\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "ServiceManager",
}

// ServiceManager is an auto generated Go binding around an Ethereum contract.
type ServiceManager struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *ServiceManager) GetABI() abi.ABI {
	return c.abi
}

// NewServiceManager creates a new instance of ServiceManager.
func NewServiceManager() *ServiceManager {
	parsed, err := ServiceManagerMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &ServiceManager{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *ServiceManager) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackNAME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3f4df7e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function NAME() view returns(string)
func (serviceManager *ServiceManager) PackNAME() []byte {
	enc, err := serviceManager.abi.Pack("NAME")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackNAME is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3f4df7e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function NAME() view returns(string)
func (serviceManager *ServiceManager) TryPackNAME() ([]byte, error) {
	return serviceManager.abi.Pack("NAME")
}

// UnpackNAME is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa3f4df7e.
//
// Solidity: function NAME() view returns(string)
func (serviceManager *ServiceManager) UnpackNAME(data []byte) (string, error) {
	out, err := serviceManager.abi.Unpack("NAME", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackVERSION is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xffa1ad74.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function VERSION() view returns(string)
func (serviceManager *ServiceManager) PackVERSION() []byte {
	enc, err := serviceManager.abi.Pack("VERSION")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVERSION is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xffa1ad74.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function VERSION() view returns(string)
func (serviceManager *ServiceManager) TryPackVERSION() ([]byte, error) {
	return serviceManager.abi.Pack("VERSION")
}

// UnpackVERSION is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xffa1ad74.
//
// Solidity: function VERSION() view returns(string)
func (serviceManager *ServiceManager) UnpackVERSION(data []byte) (string, error) {
	out, err := serviceManager.abi.Unpack("VERSION", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackActivateRegistration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4d5a5827.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function activateRegistration(uint256 serviceId) payable returns(bool success)
func (serviceManager *ServiceManager) PackActivateRegistration(serviceId *big.Int) []byte {
	enc, err := serviceManager.abi.Pack("activateRegistration", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackActivateRegistration is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4d5a5827.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function activateRegistration(uint256 serviceId) payable returns(bool success)
func (serviceManager *ServiceManager) TryPackActivateRegistration(serviceId *big.Int) ([]byte, error) {
	return serviceManager.abi.Pack("activateRegistration", serviceId)
}

// UnpackActivateRegistration is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4d5a5827.
//
// Solidity: function activateRegistration(uint256 serviceId) payable returns(bool success)
func (serviceManager *ServiceManager) UnpackActivateRegistration(data []byte) (bool, error) {
	out, err := serviceManager.abi.Unpack("activateRegistration", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackCreate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe42cdd7c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function create(address serviceOwner, address token, bytes32 configHash, uint32[] agentIds, (uint32,uint96)[] agentParams, uint32 threshold) returns(uint256 serviceId)
func (serviceManager *ServiceManager) PackCreate(serviceOwner common.Address, token common.Address, configHash [32]byte, agentIds []uint32, agentParams []AgentParams, threshold uint32) []byte {
	enc, err := serviceManager.abi.Pack("create", serviceOwner, token, configHash, agentIds, agentParams, threshold)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe42cdd7c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function create(address serviceOwner, address token, bytes32 configHash, uint32[] agentIds, (uint32,uint96)[] agentParams, uint32 threshold) returns(uint256 serviceId)
func (serviceManager *ServiceManager) TryPackCreate(serviceOwner common.Address, token common.Address, configHash [32]byte, agentIds []uint32, agentParams []AgentParams, threshold uint32) ([]byte, error) {
	return serviceManager.abi.Pack("create", serviceOwner, token, configHash, agentIds, agentParams, threshold)
}

// UnpackCreate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe42cdd7c.
//
// Solidity: function create(address serviceOwner, address token, bytes32 configHash, uint32[] agentIds, (uint32,uint96)[] agentParams, uint32 threshold) returns(uint256 serviceId)
func (serviceManager *ServiceManager) UnpackCreate(data []byte) (*big.Int, error) {
	out, err := serviceManager.abi.Unpack("create", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDeploy is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d0d57a8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deploy(uint256 serviceId, address multisigImplementation, bytes data) returns(address multisig)
func (serviceManager *ServiceManager) PackDeploy(serviceId *big.Int, multisigImplementation common.Address, data []byte) []byte {
	enc, err := serviceManager.abi.Pack("deploy", serviceId, multisigImplementation, data)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeploy is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d0d57a8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deploy(uint256 serviceId, address multisigImplementation, bytes data) returns(address multisig)
func (serviceManager *ServiceManager) TryPackDeploy(serviceId *big.Int, multisigImplementation common.Address, data []byte) ([]byte, error) {
	return serviceManager.abi.Pack("deploy", serviceId, multisigImplementation, data)
}

// UnpackDeploy is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0d0d57a8.
//
// Solidity: function deploy(uint256 serviceId, address multisigImplementation, bytes data) returns(address multisig)
func (serviceManager *ServiceManager) UnpackDeploy(data []byte) (common.Address, error) {
	out, err := serviceManager.abi.Unpack("deploy", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetDomainSeparator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xed24911d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getDomainSeparator() view returns(bytes32)
func (serviceManager *ServiceManager) PackGetDomainSeparator() []byte {
	enc, err := serviceManager.abi.Pack("getDomainSeparator")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetDomainSeparator is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xed24911d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getDomainSeparator() view returns(bytes32)
func (serviceManager *ServiceManager) TryPackGetDomainSeparator() ([]byte, error) {
	return serviceManager.abi.Pack("getDomainSeparator")
}

// UnpackGetDomainSeparator is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xed24911d.
//
// Solidity: function getDomainSeparator() view returns(bytes32)
func (serviceManager *ServiceManager) UnpackGetDomainSeparator(data []byte) ([32]byte, error) {
	out, err := serviceManager.abi.Unpack("getDomainSeparator", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackGetOperatorRegisterAgentsNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa2e2ad7e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getOperatorRegisterAgentsNonce(address operator, uint256 serviceId) view returns(uint256 nonce)
func (serviceManager *ServiceManager) PackGetOperatorRegisterAgentsNonce(operator common.Address, serviceId *big.Int) []byte {
	enc, err := serviceManager.abi.Pack("getOperatorRegisterAgentsNonce", operator, serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetOperatorRegisterAgentsNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa2e2ad7e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getOperatorRegisterAgentsNonce(address operator, uint256 serviceId) view returns(uint256 nonce)
func (serviceManager *ServiceManager) TryPackGetOperatorRegisterAgentsNonce(operator common.Address, serviceId *big.Int) ([]byte, error) {
	return serviceManager.abi.Pack("getOperatorRegisterAgentsNonce", operator, serviceId)
}

// UnpackGetOperatorRegisterAgentsNonce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa2e2ad7e.
//
// Solidity: function getOperatorRegisterAgentsNonce(address operator, uint256 serviceId) view returns(uint256 nonce)
func (serviceManager *ServiceManager) UnpackGetOperatorRegisterAgentsNonce(data []byte) (*big.Int, error) {
	out, err := serviceManager.abi.Unpack("getOperatorRegisterAgentsNonce", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetOperatorUnbondNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5405ecb9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getOperatorUnbondNonce(address operator, uint256 serviceId) view returns(uint256 nonce)
func (serviceManager *ServiceManager) PackGetOperatorUnbondNonce(operator common.Address, serviceId *big.Int) []byte {
	enc, err := serviceManager.abi.Pack("getOperatorUnbondNonce", operator, serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetOperatorUnbondNonce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5405ecb9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getOperatorUnbondNonce(address operator, uint256 serviceId) view returns(uint256 nonce)
func (serviceManager *ServiceManager) TryPackGetOperatorUnbondNonce(operator common.Address, serviceId *big.Int) ([]byte, error) {
	return serviceManager.abi.Pack("getOperatorUnbondNonce", operator, serviceId)
}

// UnpackGetOperatorUnbondNonce is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5405ecb9.
//
// Solidity: function getOperatorUnbondNonce(address operator, uint256 serviceId) view returns(uint256 nonce)
func (serviceManager *ServiceManager) UnpackGetOperatorUnbondNonce(data []byte) (*big.Int, error) {
	out, err := serviceManager.abi.Unpack("getOperatorUnbondNonce", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetRegisterAgentsHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x757b1156.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getRegisterAgentsHash(address operator, address serviceOwner, uint256 serviceId, address[] agentInstances, uint32[] agentIds, uint256 nonce) view returns(bytes32)
func (serviceManager *ServiceManager) PackGetRegisterAgentsHash(operator common.Address, serviceOwner common.Address, serviceId *big.Int, agentInstances []common.Address, agentIds []uint32, nonce *big.Int) []byte {
	enc, err := serviceManager.abi.Pack("getRegisterAgentsHash", operator, serviceOwner, serviceId, agentInstances, agentIds, nonce)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetRegisterAgentsHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x757b1156.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getRegisterAgentsHash(address operator, address serviceOwner, uint256 serviceId, address[] agentInstances, uint32[] agentIds, uint256 nonce) view returns(bytes32)
func (serviceManager *ServiceManager) TryPackGetRegisterAgentsHash(operator common.Address, serviceOwner common.Address, serviceId *big.Int, agentInstances []common.Address, agentIds []uint32, nonce *big.Int) ([]byte, error) {
	return serviceManager.abi.Pack("getRegisterAgentsHash", operator, serviceOwner, serviceId, agentInstances, agentIds, nonce)
}

// UnpackGetRegisterAgentsHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x757b1156.
//
// Solidity: function getRegisterAgentsHash(address operator, address serviceOwner, uint256 serviceId, address[] agentInstances, uint32[] agentIds, uint256 nonce) view returns(bytes32)
func (serviceManager *ServiceManager) UnpackGetRegisterAgentsHash(data []byte) ([32]byte, error) {
	out, err := serviceManager.abi.Unpack("getRegisterAgentsHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackGetUnbondHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6a7187f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUnbondHash(address operator, address serviceOwner, uint256 serviceId, uint256 nonce) view returns(bytes32)
func (serviceManager *ServiceManager) PackGetUnbondHash(operator common.Address, serviceOwner common.Address, serviceId *big.Int, nonce *big.Int) []byte {
	enc, err := serviceManager.abi.Pack("getUnbondHash", operator, serviceOwner, serviceId, nonce)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUnbondHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6a7187f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUnbondHash(address operator, address serviceOwner, uint256 serviceId, uint256 nonce) view returns(bytes32)
func (serviceManager *ServiceManager) TryPackGetUnbondHash(operator common.Address, serviceOwner common.Address, serviceId *big.Int, nonce *big.Int) ([]byte, error) {
	return serviceManager.abi.Pack("getUnbondHash", operator, serviceOwner, serviceId, nonce)
}

// UnpackGetUnbondHash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa6a7187f.
//
// Solidity: function getUnbondHash(address operator, address serviceOwner, uint256 serviceId, uint256 nonce) view returns(bytes32)
func (serviceManager *ServiceManager) UnpackGetUnbondHash(data []byte) ([32]byte, error) {
	out, err := serviceManager.abi.Unpack("getUnbondHash", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackInitialize is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8129fc1c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function initialize() returns()
func (serviceManager *ServiceManager) PackInitialize() []byte {
	enc, err := serviceManager.abi.Pack("initialize")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackInitialize is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8129fc1c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function initialize() returns()
func (serviceManager *ServiceManager) TryPackInitialize() ([]byte, error) {
	return serviceManager.abi.Pack("initialize")
}

// PackIsOperatorHashApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe5da0753.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isOperatorHashApproved(address operator, bytes32 hash) view returns(bool)
func (serviceManager *ServiceManager) PackIsOperatorHashApproved(operator common.Address, hash [32]byte) []byte {
	enc, err := serviceManager.abi.Pack("isOperatorHashApproved", operator, hash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsOperatorHashApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe5da0753.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isOperatorHashApproved(address operator, bytes32 hash) view returns(bool)
func (serviceManager *ServiceManager) TryPackIsOperatorHashApproved(operator common.Address, hash [32]byte) ([]byte, error) {
	return serviceManager.abi.Pack("isOperatorHashApproved", operator, hash)
}

// UnpackIsOperatorHashApproved is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe5da0753.
//
// Solidity: function isOperatorHashApproved(address operator, bytes32 hash) view returns(bool)
func (serviceManager *ServiceManager) UnpackIsOperatorHashApproved(data []byte) (bool, error) {
	out, err := serviceManager.abi.Unpack("isOperatorHashApproved", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackMapMultisigServiceIds is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba541bea.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mapMultisigServiceIds(address multisig) view returns(uint256)
func (serviceManager *ServiceManager) PackMapMultisigServiceIds(multisig common.Address) []byte {
	enc, err := serviceManager.abi.Pack("mapMultisigServiceIds", multisig)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMapMultisigServiceIds is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba541bea.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mapMultisigServiceIds(address multisig) view returns(uint256)
func (serviceManager *ServiceManager) TryPackMapMultisigServiceIds(multisig common.Address) ([]byte, error) {
	return serviceManager.abi.Pack("mapMultisigServiceIds", multisig)
}

// UnpackMapMultisigServiceIds is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xba541bea.
//
// Solidity: function mapMultisigServiceIds(address multisig) view returns(uint256)
func (serviceManager *ServiceManager) UnpackMapMultisigServiceIds(data []byte) (*big.Int, error) {
	out, err := serviceManager.abi.Unpack("mapMultisigServiceIds", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOperatorApproveHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x07a3e0a8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function operatorApproveHash(bytes32 hash) returns()
func (serviceManager *ServiceManager) PackOperatorApproveHash(hash [32]byte) []byte {
	enc, err := serviceManager.abi.Pack("operatorApproveHash", hash)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOperatorApproveHash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x07a3e0a8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function operatorApproveHash(bytes32 hash) returns()
func (serviceManager *ServiceManager) TryPackOperatorApproveHash(hash [32]byte) ([]byte, error) {
	return serviceManager.abi.Pack("operatorApproveHash", hash)
}

// PackOperatorWhitelist is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x21561bfc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function operatorWhitelist() view returns(address)
func (serviceManager *ServiceManager) PackOperatorWhitelist() []byte {
	enc, err := serviceManager.abi.Pack("operatorWhitelist")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOperatorWhitelist is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x21561bfc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function operatorWhitelist() view returns(address)
func (serviceManager *ServiceManager) TryPackOperatorWhitelist() ([]byte, error) {
	return serviceManager.abi.Pack("operatorWhitelist")
}

// UnpackOperatorWhitelist is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x21561bfc.
//
// Solidity: function operatorWhitelist() view returns(address)
func (serviceManager *ServiceManager) UnpackOperatorWhitelist(data []byte) (common.Address, error) {
	out, err := serviceManager.abi.Unpack("operatorWhitelist", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (serviceManager *ServiceManager) PackOwner() []byte {
	enc, err := serviceManager.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (serviceManager *ServiceManager) TryPackOwner() ([]byte, error) {
	return serviceManager.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (serviceManager *ServiceManager) UnpackOwner(data []byte) (common.Address, error) {
	out, err := serviceManager.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function paused() view returns(bool)
func (serviceManager *ServiceManager) PackPaused() []byte {
	enc, err := serviceManager.abi.Pack("paused")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPaused is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5c975abb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function paused() view returns(bool)
func (serviceManager *ServiceManager) TryPackPaused() ([]byte, error) {
	return serviceManager.abi.Pack("paused")
}

// UnpackPaused is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5c975abb.
//
// Solidity: function paused() view returns(bool)
func (serviceManager *ServiceManager) UnpackPaused(data []byte) (bool, error) {
	out, err := serviceManager.abi.Unpack("paused", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackRegisterAgents is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd03ca40a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function registerAgents(uint256 serviceId, address[] agentInstances, uint32[] agentIds) payable returns(bool success)
func (serviceManager *ServiceManager) PackRegisterAgents(serviceId *big.Int, agentInstances []common.Address, agentIds []uint32) []byte {
	enc, err := serviceManager.abi.Pack("registerAgents", serviceId, agentInstances, agentIds)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRegisterAgents is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd03ca40a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function registerAgents(uint256 serviceId, address[] agentInstances, uint32[] agentIds) payable returns(bool success)
func (serviceManager *ServiceManager) TryPackRegisterAgents(serviceId *big.Int, agentInstances []common.Address, agentIds []uint32) ([]byte, error) {
	return serviceManager.abi.Pack("registerAgents", serviceId, agentInstances, agentIds)
}

// UnpackRegisterAgents is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xd03ca40a.
//
// Solidity: function registerAgents(uint256 serviceId, address[] agentInstances, uint32[] agentIds) payable returns(bool success)
func (serviceManager *ServiceManager) UnpackRegisterAgents(data []byte) (bool, error) {
	out, err := serviceManager.abi.Unpack("registerAgents", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackRegisterAgentsWithSignature is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1ee81fb5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function registerAgentsWithSignature(address operator, uint256 serviceId, address[] agentInstances, uint32[] agentIds, bytes signature) payable returns(bool success)
func (serviceManager *ServiceManager) PackRegisterAgentsWithSignature(operator common.Address, serviceId *big.Int, agentInstances []common.Address, agentIds []uint32, signature []byte) []byte {
	enc, err := serviceManager.abi.Pack("registerAgentsWithSignature", operator, serviceId, agentInstances, agentIds, signature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRegisterAgentsWithSignature is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1ee81fb5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function registerAgentsWithSignature(address operator, uint256 serviceId, address[] agentInstances, uint32[] agentIds, bytes signature) payable returns(bool success)
func (serviceManager *ServiceManager) TryPackRegisterAgentsWithSignature(operator common.Address, serviceId *big.Int, agentInstances []common.Address, agentIds []uint32, signature []byte) ([]byte, error) {
	return serviceManager.abi.Pack("registerAgentsWithSignature", operator, serviceId, agentInstances, agentIds, signature)
}

// UnpackRegisterAgentsWithSignature is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1ee81fb5.
//
// Solidity: function registerAgentsWithSignature(address operator, uint256 serviceId, address[] agentInstances, uint32[] agentIds, bytes signature) payable returns(bool success)
func (serviceManager *ServiceManager) UnpackRegisterAgentsWithSignature(data []byte) (bool, error) {
	out, err := serviceManager.abi.Unpack("registerAgentsWithSignature", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackServiceRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbcf252a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function serviceRegistry() view returns(address)
func (serviceManager *ServiceManager) PackServiceRegistry() []byte {
	enc, err := serviceManager.abi.Pack("serviceRegistry")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackServiceRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbcf252a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function serviceRegistry() view returns(address)
func (serviceManager *ServiceManager) TryPackServiceRegistry() ([]byte, error) {
	return serviceManager.abi.Pack("serviceRegistry")
}

// UnpackServiceRegistry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcbcf252a.
//
// Solidity: function serviceRegistry() view returns(address)
func (serviceManager *ServiceManager) UnpackServiceRegistry(data []byte) (common.Address, error) {
	out, err := serviceManager.abi.Unpack("serviceRegistry", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackServiceRegistryTokenUtility is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x28714051.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function serviceRegistryTokenUtility() view returns(address)
func (serviceManager *ServiceManager) PackServiceRegistryTokenUtility() []byte {
	enc, err := serviceManager.abi.Pack("serviceRegistryTokenUtility")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackServiceRegistryTokenUtility is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x28714051.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function serviceRegistryTokenUtility() view returns(address)
func (serviceManager *ServiceManager) TryPackServiceRegistryTokenUtility() ([]byte, error) {
	return serviceManager.abi.Pack("serviceRegistryTokenUtility")
}

// UnpackServiceRegistryTokenUtility is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x28714051.
//
// Solidity: function serviceRegistryTokenUtility() view returns(address)
func (serviceManager *ServiceManager) UnpackServiceRegistryTokenUtility(data []byte) (common.Address, error) {
	out, err := serviceManager.abi.Unpack("serviceRegistryTokenUtility", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackSetOperatorWhitelist is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x599be46f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setOperatorWhitelist(address newOperatorWhitelist) returns()
func (serviceManager *ServiceManager) PackSetOperatorWhitelist(newOperatorWhitelist common.Address) []byte {
	enc, err := serviceManager.abi.Pack("setOperatorWhitelist", newOperatorWhitelist)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetOperatorWhitelist is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x599be46f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setOperatorWhitelist(address newOperatorWhitelist) returns()
func (serviceManager *ServiceManager) TryPackSetOperatorWhitelist(newOperatorWhitelist common.Address) ([]byte, error) {
	return serviceManager.abi.Pack("setOperatorWhitelist", newOperatorWhitelist)
}

// PackTerminate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7a828b28.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function terminate(uint256 serviceId) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) PackTerminate(serviceId *big.Int) []byte {
	enc, err := serviceManager.abi.Pack("terminate", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTerminate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x7a828b28.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function terminate(uint256 serviceId) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) TryPackTerminate(serviceId *big.Int) ([]byte, error) {
	return serviceManager.abi.Pack("terminate", serviceId)
}

// TerminateOutput serves as a container for the return parameters of contract
// method Terminate.
type TerminateOutput struct {
	Success bool
	Refund  *big.Int
}

// UnpackTerminate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x7a828b28.
//
// Solidity: function terminate(uint256 serviceId) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) UnpackTerminate(data []byte) (TerminateOutput, error) {
	out, err := serviceManager.abi.Unpack("terminate", data)
	outstruct := new(TerminateOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Success = *abi.ConvertType(out[0], new(bool)).(*bool)
	outstruct.Refund = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackUnbond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27de9e32.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unbond(uint256 serviceId) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) PackUnbond(serviceId *big.Int) []byte {
	enc, err := serviceManager.abi.Pack("unbond", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnbond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x27de9e32.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unbond(uint256 serviceId) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) TryPackUnbond(serviceId *big.Int) ([]byte, error) {
	return serviceManager.abi.Pack("unbond", serviceId)
}

// UnbondOutput serves as a container for the return parameters of contract
// method Unbond.
type UnbondOutput struct {
	Success bool
	Refund  *big.Int
}

// UnpackUnbond is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x27de9e32.
//
// Solidity: function unbond(uint256 serviceId) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) UnpackUnbond(data []byte) (UnbondOutput, error) {
	out, err := serviceManager.abi.Unpack("unbond", data)
	outstruct := new(UnbondOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Success = *abi.ConvertType(out[0], new(bool)).(*bool)
	outstruct.Refund = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackUnbondWithSignature is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x28f22342.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unbondWithSignature(address operator, uint256 serviceId, bytes signature) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) PackUnbondWithSignature(operator common.Address, serviceId *big.Int, signature []byte) []byte {
	enc, err := serviceManager.abi.Pack("unbondWithSignature", operator, serviceId, signature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnbondWithSignature is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x28f22342.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unbondWithSignature(address operator, uint256 serviceId, bytes signature) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) TryPackUnbondWithSignature(operator common.Address, serviceId *big.Int, signature []byte) ([]byte, error) {
	return serviceManager.abi.Pack("unbondWithSignature", operator, serviceId, signature)
}

// UnbondWithSignatureOutput serves as a container for the return parameters of contract
// method UnbondWithSignature.
type UnbondWithSignatureOutput struct {
	Success bool
	Refund  *big.Int
}

// UnpackUnbondWithSignature is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x28f22342.
//
// Solidity: function unbondWithSignature(address operator, uint256 serviceId, bytes signature) returns(bool success, uint256 refund)
func (serviceManager *ServiceManager) UnpackUnbondWithSignature(data []byte) (UnbondWithSignatureOutput, error) {
	out, err := serviceManager.abi.Unpack("unbondWithSignature", data)
	outstruct := new(UnbondWithSignatureOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Success = *abi.ConvertType(out[0], new(bool)).(*bool)
	outstruct.Refund = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackUpdate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbf994f8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function update(address token, bytes32 configHash, uint32[] agentIds, (uint32,uint96)[] agentParams, uint32 threshold, uint256 serviceId) returns(bool success)
func (serviceManager *ServiceManager) PackUpdate(token common.Address, configHash [32]byte, agentIds []uint32, agentParams []AgentParams, threshold uint32, serviceId *big.Int) []byte {
	enc, err := serviceManager.abi.Pack("update", token, configHash, agentIds, agentParams, threshold, serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUpdate is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbf994f8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function update(address token, bytes32 configHash, uint32[] agentIds, (uint32,uint96)[] agentParams, uint32 threshold, uint256 serviceId) returns(bool success)
func (serviceManager *ServiceManager) TryPackUpdate(token common.Address, configHash [32]byte, agentIds []uint32, agentParams []AgentParams, threshold uint32, serviceId *big.Int) ([]byte, error) {
	return serviceManager.abi.Pack("update", token, configHash, agentIds, agentParams, threshold, serviceId)
}

// UnpackUpdate is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcbf994f8.
//
// Solidity: function update(address token, bytes32 configHash, uint32[] agentIds, (uint32,uint96)[] agentParams, uint32 threshold, uint256 serviceId) returns(bool success)
func (serviceManager *ServiceManager) UnpackUpdate(data []byte) (bool, error) {
	out, err := serviceManager.abi.Unpack("update", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// ServiceManagerCreateMultisig represents a CreateMultisig event raised by the ServiceManager contract.
type ServiceManagerCreateMultisig struct {
	Multisig common.Address
	Raw      *types.Log // Blockchain specific contextual infos
}

const ServiceManagerCreateMultisigEventName = "CreateMultisig"

// ContractEventName returns the user-defined event name.
func (ServiceManagerCreateMultisig) ContractEventName() string {
	return ServiceManagerCreateMultisigEventName
}

// UnpackCreateMultisigEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CreateMultisig(address indexed multisig)
func (serviceManager *ServiceManager) UnpackCreateMultisigEvent(log *types.Log) (*ServiceManagerCreateMultisig, error) {
	event := "CreateMultisig"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerCreateMultisig)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerImplementationUpdated represents a ImplementationUpdated event raised by the ServiceManager contract.
type ServiceManagerImplementationUpdated struct {
	Implementation common.Address
	Raw            *types.Log // Blockchain specific contextual infos
}

const ServiceManagerImplementationUpdatedEventName = "ImplementationUpdated"

// ContractEventName returns the user-defined event name.
func (ServiceManagerImplementationUpdated) ContractEventName() string {
	return ServiceManagerImplementationUpdatedEventName
}

// UnpackImplementationUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ImplementationUpdated(address indexed implementation)
func (serviceManager *ServiceManager) UnpackImplementationUpdatedEvent(log *types.Log) (*ServiceManagerImplementationUpdated, error) {
	event := "ImplementationUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerImplementationUpdated)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerMultisigBound represents a MultisigBound event raised by the ServiceManager contract.
type ServiceManagerMultisigBound struct {
	Multisig  common.Address
	ServiceId *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceManagerMultisigBoundEventName = "MultisigBound"

// ContractEventName returns the user-defined event name.
func (ServiceManagerMultisigBound) ContractEventName() string {
	return ServiceManagerMultisigBoundEventName
}

// UnpackMultisigBoundEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MultisigBound(address indexed multisig, uint256 indexed serviceId)
func (serviceManager *ServiceManager) UnpackMultisigBoundEvent(log *types.Log) (*ServiceManagerMultisigBound, error) {
	event := "MultisigBound"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerMultisigBound)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerOperatorHashApproved represents a OperatorHashApproved event raised by the ServiceManager contract.
type ServiceManagerOperatorHashApproved struct {
	Operator common.Address
	Hash     [32]byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const ServiceManagerOperatorHashApprovedEventName = "OperatorHashApproved"

// ContractEventName returns the user-defined event name.
func (ServiceManagerOperatorHashApproved) ContractEventName() string {
	return ServiceManagerOperatorHashApprovedEventName
}

// UnpackOperatorHashApprovedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OperatorHashApproved(address indexed operator, bytes32 hash)
func (serviceManager *ServiceManager) UnpackOperatorHashApprovedEvent(log *types.Log) (*ServiceManagerOperatorHashApproved, error) {
	event := "OperatorHashApproved"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerOperatorHashApproved)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerOperatorWhitelistUpdated represents a OperatorWhitelistUpdated event raised by the ServiceManager contract.
type ServiceManagerOperatorWhitelistUpdated struct {
	OperatorWhitelist common.Address
	Raw               *types.Log // Blockchain specific contextual infos
}

const ServiceManagerOperatorWhitelistUpdatedEventName = "OperatorWhitelistUpdated"

// ContractEventName returns the user-defined event name.
func (ServiceManagerOperatorWhitelistUpdated) ContractEventName() string {
	return ServiceManagerOperatorWhitelistUpdatedEventName
}

// UnpackOperatorWhitelistUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OperatorWhitelistUpdated(address indexed operatorWhitelist)
func (serviceManager *ServiceManager) UnpackOperatorWhitelistUpdatedEvent(log *types.Log) (*ServiceManagerOperatorWhitelistUpdated, error) {
	event := "OperatorWhitelistUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerOperatorWhitelistUpdated)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerOwnerUpdated represents a OwnerUpdated event raised by the ServiceManager contract.
type ServiceManagerOwnerUpdated struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const ServiceManagerOwnerUpdatedEventName = "OwnerUpdated"

// ContractEventName returns the user-defined event name.
func (ServiceManagerOwnerUpdated) ContractEventName() string {
	return ServiceManagerOwnerUpdatedEventName
}

// UnpackOwnerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerUpdated(address indexed owner)
func (serviceManager *ServiceManager) UnpackOwnerUpdatedEvent(log *types.Log) (*ServiceManagerOwnerUpdated, error) {
	event := "OwnerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerOwnerUpdated)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerPause represents a Pause event raised by the ServiceManager contract.
type ServiceManagerPause struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const ServiceManagerPauseEventName = "Pause"

// ContractEventName returns the user-defined event name.
func (ServiceManagerPause) ContractEventName() string {
	return ServiceManagerPauseEventName
}

// UnpackPauseEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Pause(address indexed owner)
func (serviceManager *ServiceManager) UnpackPauseEvent(log *types.Log) (*ServiceManagerPause, error) {
	event := "Pause"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerPause)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerRegisterAgentsWithSignatureExecuted represents a RegisterAgentsWithSignatureExecuted event raised by the ServiceManager contract.
type ServiceManagerRegisterAgentsWithSignatureExecuted struct {
	Operator       common.Address
	ServiceId      *big.Int
	AgentInstances []common.Address
	AgentIds       []uint32
	Raw            *types.Log // Blockchain specific contextual infos
}

const ServiceManagerRegisterAgentsWithSignatureExecutedEventName = "RegisterAgentsWithSignatureExecuted"

// ContractEventName returns the user-defined event name.
func (ServiceManagerRegisterAgentsWithSignatureExecuted) ContractEventName() string {
	return ServiceManagerRegisterAgentsWithSignatureExecutedEventName
}

// UnpackRegisterAgentsWithSignatureExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event RegisterAgentsWithSignatureExecuted(address indexed operator, uint256 indexed serviceId, address[] agentInstances, uint32[] agentIds)
func (serviceManager *ServiceManager) UnpackRegisterAgentsWithSignatureExecutedEvent(log *types.Log) (*ServiceManagerRegisterAgentsWithSignatureExecuted, error) {
	event := "RegisterAgentsWithSignatureExecuted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerRegisterAgentsWithSignatureExecuted)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerUnbondWithSignatureExecuted represents a UnbondWithSignatureExecuted event raised by the ServiceManager contract.
type ServiceManagerUnbondWithSignatureExecuted struct {
	Operator  common.Address
	ServiceId *big.Int
	Refund    *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceManagerUnbondWithSignatureExecutedEventName = "UnbondWithSignatureExecuted"

// ContractEventName returns the user-defined event name.
func (ServiceManagerUnbondWithSignatureExecuted) ContractEventName() string {
	return ServiceManagerUnbondWithSignatureExecutedEventName
}

// UnpackUnbondWithSignatureExecutedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event UnbondWithSignatureExecuted(address indexed operator, uint256 indexed serviceId, uint256 refund)
func (serviceManager *ServiceManager) UnpackUnbondWithSignatureExecutedEvent(log *types.Log) (*ServiceManagerUnbondWithSignatureExecuted, error) {
	event := "UnbondWithSignatureExecuted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerUnbondWithSignatureExecuted)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceManagerUnpause represents a Unpause event raised by the ServiceManager contract.
type ServiceManagerUnpause struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const ServiceManagerUnpauseEventName = "Unpause"

// ContractEventName returns the user-defined event name.
func (ServiceManagerUnpause) ContractEventName() string {
	return ServiceManagerUnpauseEventName
}

// UnpackUnpauseEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unpause(address indexed owner)
func (serviceManager *ServiceManager) UnpackUnpauseEvent(log *types.Log) (*ServiceManagerUnpause, error) {
	event := "Unpause"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceManager.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceManagerUnpause)
	if len(log.Data) > 0 {
		if err := serviceManager.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceManager.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryMetaData contains all meta data concerning the ServiceRegistry contract.
var ServiceRegistryMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"ActivateRegistration\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"Approval\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"string\",\"name\":\"baseURI\",\"type\":\"string\"}],\"name\":\"BaseURIChanged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"name\":\"CreateMultisigWithAgents\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"CreateService\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"DeployService\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"sender\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Deposit\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"drainer\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Drain\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"drainer\",\"type\":\"address\"}],\"name\":\"DrainerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"manager\",\"type\":\"address\"}],\"name\":\"ManagerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"OperatorSlashed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"OperatorUnbond\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"OwnerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"receiver\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Refund\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"agentInstance\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"agentId\",\"type\":\"uint256\"}],\"name\":\"RegisterInstance\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"TerminateService\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"Transfer\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"}],\"name\":\"UpdateService\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"approve\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"baseURI\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newDrainer\",\"type\":\"address\"}],\"name\":\"changeDrainer\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newManager\",\"type\":\"address\"}],\"name\":\"changeManager\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"permission\",\"type\":\"bool\"}],\"name\":\"changeMultisigPermission\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newOwner\",\"type\":\"address\"}],\"name\":\"changeOwner\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"drain\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"drainer\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"exists\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getAgentInstances\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"numAgentInstances\",\"type\":\"uint256\"},{\"internalType\":\"address[]\",\"name\":\"agentInstances\",\"type\":\"address[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getAgentParams\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"numAgentIds\",\"type\":\"uint256\"},{\"components\":[{\"internalType\":\"uint32\",\"name\":\"slots\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"}],\"internalType\":\"structAgentParams[]\",\"name\":\"agentParams\",\"type\":\"tuple[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"getApproved\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"agentId\",\"type\":\"uint256\"}],\"name\":\"getInstancesForAgentId\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"numAgentInstances\",\"type\":\"uint256\"},{\"internalType\":\"address[]\",\"name\":\"agentInstances\",\"type\":\"address[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getOperatorBalance\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"balance\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getPreviousHashes\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"numHashes\",\"type\":\"uint256\"},{\"internalType\":\"bytes32[]\",\"name\":\"configHashes\",\"type\":\"bytes32[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getService\",\"outputs\":[{\"components\":[{\"internalType\":\"uint96\",\"name\":\"securityDeposit\",\"type\":\"uint96\"},{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint32\",\"name\":\"threshold\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"maxNumAgentInstances\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"numAgentInstances\",\"type\":\"uint32\"},{\"internalType\":\"uint8\",\"name\":\"state\",\"type\":\"uint8\"},{\"internalType\":\"uint32[]\",\"name\":\"agentIds\",\"type\":\"uint32[]\"}],\"internalType\":\"structServiceData\",\"name\":\"service\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"tokenOwner\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"}],\"name\":\"isApprovedForAll\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"manager\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"instance\",\"type\":\"address\"}],\"name\":\"mapAgentInstanceOperators\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"}],\"name\":\"mapMultisigs\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"mapServices\",\"outputs\":[{\"internalType\":\"uint96\",\"name\":\"securityDeposit\",\"type\":\"uint96\"},{\"internalType\":\"address\",\"name\":\"multisig\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint32\",\"name\":\"threshold\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"maxNumAgentInstances\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"numAgentInstances\",\"type\":\"uint32\"},{\"internalType\":\"uint8\",\"name\":\"state\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owner\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"tokenOwner\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"safeTransferFrom\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address[]\",\"name\":\"agentInstances\",\"type\":\"address[]\"},{\"internalType\":\"uint96[]\",\"name\":\"amounts\",\"type\":\"uint96[]\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"slash\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"slashedFunds\",\"outputs\":[{\"internalType\":\"uint96\",\"name\":\"\",\"type\":\"uint96\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"tokenURI\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"totalSupply\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"transferFrom\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "ServiceRegistry",
}

// ServiceRegistry is an auto generated Go binding around an Ethereum contract.
type ServiceRegistry struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *ServiceRegistry) GetABI() abi.ABI {
	return c.abi
}

// NewServiceRegistry creates a new instance of ServiceRegistry.
func NewServiceRegistry() *ServiceRegistry {
	parsed, err := ServiceRegistryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &ServiceRegistry{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *ServiceRegistry) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approve(address spender, uint256 id) returns()
func (serviceRegistry *ServiceRegistry) PackApprove(spender common.Address, id *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("approve", spender, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approve(address spender, uint256 id) returns()
func (serviceRegistry *ServiceRegistry) TryPackApprove(spender common.Address, id *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("approve", spender, id)
}

// PackBaseURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c0360eb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function baseURI() view returns(string)
func (serviceRegistry *ServiceRegistry) PackBaseURI() []byte {
	enc, err := serviceRegistry.abi.Pack("baseURI")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBaseURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c0360eb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function baseURI() view returns(string)
func (serviceRegistry *ServiceRegistry) TryPackBaseURI() ([]byte, error) {
	return serviceRegistry.abi.Pack("baseURI")
}

// UnpackBaseURI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6c0360eb.
//
// Solidity: function baseURI() view returns(string)
func (serviceRegistry *ServiceRegistry) UnpackBaseURI(data []byte) (string, error) {
	out, err := serviceRegistry.abi.Unpack("baseURI", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackChangeDrainer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x10c6aa19.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeDrainer(address newDrainer) returns()
func (serviceRegistry *ServiceRegistry) PackChangeDrainer(newDrainer common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("changeDrainer", newDrainer)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeDrainer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x10c6aa19.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeDrainer(address newDrainer) returns()
func (serviceRegistry *ServiceRegistry) TryPackChangeDrainer(newDrainer common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("changeDrainer", newDrainer)
}

// PackChangeManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3fbbaae.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeManager(address newManager) returns()
func (serviceRegistry *ServiceRegistry) PackChangeManager(newManager common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("changeManager", newManager)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3fbbaae.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeManager(address newManager) returns()
func (serviceRegistry *ServiceRegistry) TryPackChangeManager(newManager common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("changeManager", newManager)
}

// PackChangeMultisigPermission is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x82694b1d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeMultisigPermission(address multisig, bool permission) returns(bool success)
func (serviceRegistry *ServiceRegistry) PackChangeMultisigPermission(multisig common.Address, permission bool) []byte {
	enc, err := serviceRegistry.abi.Pack("changeMultisigPermission", multisig, permission)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeMultisigPermission is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x82694b1d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeMultisigPermission(address multisig, bool permission) returns(bool success)
func (serviceRegistry *ServiceRegistry) TryPackChangeMultisigPermission(multisig common.Address, permission bool) ([]byte, error) {
	return serviceRegistry.abi.Pack("changeMultisigPermission", multisig, permission)
}

// UnpackChangeMultisigPermission is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x82694b1d.
//
// Solidity: function changeMultisigPermission(address multisig, bool permission) returns(bool success)
func (serviceRegistry *ServiceRegistry) UnpackChangeMultisigPermission(data []byte) (bool, error) {
	out, err := serviceRegistry.abi.Unpack("changeMultisigPermission", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackChangeOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6f9dae1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeOwner(address newOwner) returns()
func (serviceRegistry *ServiceRegistry) PackChangeOwner(newOwner common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("changeOwner", newOwner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6f9dae1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeOwner(address newOwner) returns()
func (serviceRegistry *ServiceRegistry) TryPackChangeOwner(newOwner common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("changeOwner", newOwner)
}

// PackDrain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9890220b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function drain() returns(uint256 amount)
func (serviceRegistry *ServiceRegistry) PackDrain() []byte {
	enc, err := serviceRegistry.abi.Pack("drain")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDrain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9890220b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function drain() returns(uint256 amount)
func (serviceRegistry *ServiceRegistry) TryPackDrain() ([]byte, error) {
	return serviceRegistry.abi.Pack("drain")
}

// UnpackDrain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9890220b.
//
// Solidity: function drain() returns(uint256 amount)
func (serviceRegistry *ServiceRegistry) UnpackDrain(data []byte) (*big.Int, error) {
	out, err := serviceRegistry.abi.Unpack("drain", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDrainer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x57838e85.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function drainer() view returns(address)
func (serviceRegistry *ServiceRegistry) PackDrainer() []byte {
	enc, err := serviceRegistry.abi.Pack("drainer")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDrainer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x57838e85.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function drainer() view returns(address)
func (serviceRegistry *ServiceRegistry) TryPackDrainer() ([]byte, error) {
	return serviceRegistry.abi.Pack("drainer")
}

// UnpackDrainer is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x57838e85.
//
// Solidity: function drainer() view returns(address)
func (serviceRegistry *ServiceRegistry) UnpackDrainer(data []byte) (common.Address, error) {
	out, err := serviceRegistry.abi.Unpack("drainer", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackExists is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4f558e79.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (serviceRegistry *ServiceRegistry) PackExists(unitId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("exists", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExists is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4f558e79.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (serviceRegistry *ServiceRegistry) TryPackExists(unitId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("exists", unitId)
}

// UnpackExists is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4f558e79.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (serviceRegistry *ServiceRegistry) UnpackExists(data []byte) (bool, error) {
	out, err := serviceRegistry.abi.Unpack("exists", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackGetAgentInstances is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4d486f85.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAgentInstances(uint256 serviceId) view returns(uint256 numAgentInstances, address[] agentInstances)
func (serviceRegistry *ServiceRegistry) PackGetAgentInstances(serviceId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("getAgentInstances", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAgentInstances is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4d486f85.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAgentInstances(uint256 serviceId) view returns(uint256 numAgentInstances, address[] agentInstances)
func (serviceRegistry *ServiceRegistry) TryPackGetAgentInstances(serviceId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("getAgentInstances", serviceId)
}

// GetAgentInstancesOutput serves as a container for the return parameters of contract
// method GetAgentInstances.
type GetAgentInstancesOutput struct {
	NumAgentInstances *big.Int
	AgentInstances    []common.Address
}

// UnpackGetAgentInstances is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4d486f85.
//
// Solidity: function getAgentInstances(uint256 serviceId) view returns(uint256 numAgentInstances, address[] agentInstances)
func (serviceRegistry *ServiceRegistry) UnpackGetAgentInstances(data []byte) (GetAgentInstancesOutput, error) {
	out, err := serviceRegistry.abi.Unpack("getAgentInstances", data)
	outstruct := new(GetAgentInstancesOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NumAgentInstances = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.AgentInstances = *abi.ConvertType(out[1], new([]common.Address)).(*[]common.Address)
	return *outstruct, nil
}

// PackGetAgentParams is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1de286ba.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAgentParams(uint256 serviceId) view returns(uint256 numAgentIds, (uint32,uint96)[] agentParams)
func (serviceRegistry *ServiceRegistry) PackGetAgentParams(serviceId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("getAgentParams", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAgentParams is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1de286ba.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAgentParams(uint256 serviceId) view returns(uint256 numAgentIds, (uint32,uint96)[] agentParams)
func (serviceRegistry *ServiceRegistry) TryPackGetAgentParams(serviceId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("getAgentParams", serviceId)
}

// GetAgentParamsOutput serves as a container for the return parameters of contract
// method GetAgentParams.
type GetAgentParamsOutput struct {
	NumAgentIds *big.Int
	AgentParams []AgentParams
}

// UnpackGetAgentParams is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1de286ba.
//
// Solidity: function getAgentParams(uint256 serviceId) view returns(uint256 numAgentIds, (uint32,uint96)[] agentParams)
func (serviceRegistry *ServiceRegistry) UnpackGetAgentParams(data []byte) (GetAgentParamsOutput, error) {
	out, err := serviceRegistry.abi.Unpack("getAgentParams", data)
	outstruct := new(GetAgentParamsOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NumAgentIds = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.AgentParams = *abi.ConvertType(out[1], new([]AgentParams)).(*[]AgentParams)
	return *outstruct, nil
}

// PackGetApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x081812fc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (serviceRegistry *ServiceRegistry) PackGetApproved(id *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("getApproved", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x081812fc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (serviceRegistry *ServiceRegistry) TryPackGetApproved(id *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("getApproved", id)
}

// UnpackGetApproved is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x081812fc.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (serviceRegistry *ServiceRegistry) UnpackGetApproved(data []byte) (common.Address, error) {
	out, err := serviceRegistry.abi.Unpack("getApproved", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetInstancesForAgentId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x21e4f7bb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getInstancesForAgentId(uint256 serviceId, uint256 agentId) view returns(uint256 numAgentInstances, address[] agentInstances)
func (serviceRegistry *ServiceRegistry) PackGetInstancesForAgentId(serviceId *big.Int, agentId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("getInstancesForAgentId", serviceId, agentId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetInstancesForAgentId is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x21e4f7bb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getInstancesForAgentId(uint256 serviceId, uint256 agentId) view returns(uint256 numAgentInstances, address[] agentInstances)
func (serviceRegistry *ServiceRegistry) TryPackGetInstancesForAgentId(serviceId *big.Int, agentId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("getInstancesForAgentId", serviceId, agentId)
}

// GetInstancesForAgentIdOutput serves as a container for the return parameters of contract
// method GetInstancesForAgentId.
type GetInstancesForAgentIdOutput struct {
	NumAgentInstances *big.Int
	AgentInstances    []common.Address
}

// UnpackGetInstancesForAgentId is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x21e4f7bb.
//
// Solidity: function getInstancesForAgentId(uint256 serviceId, uint256 agentId) view returns(uint256 numAgentInstances, address[] agentInstances)
func (serviceRegistry *ServiceRegistry) UnpackGetInstancesForAgentId(data []byte) (GetInstancesForAgentIdOutput, error) {
	out, err := serviceRegistry.abi.Unpack("getInstancesForAgentId", data)
	outstruct := new(GetInstancesForAgentIdOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NumAgentInstances = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.AgentInstances = *abi.ConvertType(out[1], new([]common.Address)).(*[]common.Address)
	return *outstruct, nil
}

// PackGetOperatorBalance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a2bd86f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getOperatorBalance(address operator, uint256 serviceId) view returns(uint256 balance)
func (serviceRegistry *ServiceRegistry) PackGetOperatorBalance(operator common.Address, serviceId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("getOperatorBalance", operator, serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetOperatorBalance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a2bd86f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getOperatorBalance(address operator, uint256 serviceId) view returns(uint256 balance)
func (serviceRegistry *ServiceRegistry) TryPackGetOperatorBalance(operator common.Address, serviceId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("getOperatorBalance", operator, serviceId)
}

// UnpackGetOperatorBalance is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8a2bd86f.
//
// Solidity: function getOperatorBalance(address operator, uint256 serviceId) view returns(uint256 balance)
func (serviceRegistry *ServiceRegistry) UnpackGetOperatorBalance(data []byte) (*big.Int, error) {
	out, err := serviceRegistry.abi.Unpack("getOperatorBalance", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetPreviousHashes is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa60e4c3c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getPreviousHashes(uint256 serviceId) view returns(uint256 numHashes, bytes32[] configHashes)
func (serviceRegistry *ServiceRegistry) PackGetPreviousHashes(serviceId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("getPreviousHashes", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetPreviousHashes is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa60e4c3c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getPreviousHashes(uint256 serviceId) view returns(uint256 numHashes, bytes32[] configHashes)
func (serviceRegistry *ServiceRegistry) TryPackGetPreviousHashes(serviceId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("getPreviousHashes", serviceId)
}

// GetPreviousHashesOutput serves as a container for the return parameters of contract
// method GetPreviousHashes.
type GetPreviousHashesOutput struct {
	NumHashes    *big.Int
	ConfigHashes [][32]byte
}

// UnpackGetPreviousHashes is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa60e4c3c.
//
// Solidity: function getPreviousHashes(uint256 serviceId) view returns(uint256 numHashes, bytes32[] configHashes)
func (serviceRegistry *ServiceRegistry) UnpackGetPreviousHashes(data []byte) (GetPreviousHashesOutput, error) {
	out, err := serviceRegistry.abi.Unpack("getPreviousHashes", data)
	outstruct := new(GetPreviousHashesOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NumHashes = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.ConfigHashes = *abi.ConvertType(out[1], new([][32]byte)).(*[][32]byte)
	return *outstruct, nil
}

// PackGetService is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xef0e239b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getService(uint256 serviceId) view returns((uint96,address,bytes32,uint32,uint32,uint32,uint8,uint32[]) service)
func (serviceRegistry *ServiceRegistry) PackGetService(serviceId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("getService", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetService is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xef0e239b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getService(uint256 serviceId) view returns((uint96,address,bytes32,uint32,uint32,uint32,uint8,uint32[]) service)
func (serviceRegistry *ServiceRegistry) TryPackGetService(serviceId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("getService", serviceId)
}

// UnpackGetService is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xef0e239b.
//
// Solidity: function getService(uint256 serviceId) view returns((uint96,address,bytes32,uint32,uint32,uint32,uint8,uint32[]) service)
func (serviceRegistry *ServiceRegistry) UnpackGetService(data []byte) (ServiceData, error) {
	out, err := serviceRegistry.abi.Unpack("getService", data)
	if err != nil {
		return *new(ServiceData), err
	}
	out0 := *abi.ConvertType(out[0], new(ServiceData)).(*ServiceData)
	return out0, nil
}

// PackIsApprovedForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe985e9c5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (serviceRegistry *ServiceRegistry) PackIsApprovedForAll(tokenOwner common.Address, operator common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("isApprovedForAll", tokenOwner, operator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsApprovedForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe985e9c5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (serviceRegistry *ServiceRegistry) TryPackIsApprovedForAll(tokenOwner common.Address, operator common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("isApprovedForAll", tokenOwner, operator)
}

// UnpackIsApprovedForAll is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe985e9c5.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (serviceRegistry *ServiceRegistry) UnpackIsApprovedForAll(data []byte) (bool, error) {
	out, err := serviceRegistry.abi.Unpack("isApprovedForAll", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x481c6a75.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function manager() view returns(address)
func (serviceRegistry *ServiceRegistry) PackManager() []byte {
	enc, err := serviceRegistry.abi.Pack("manager")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x481c6a75.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function manager() view returns(address)
func (serviceRegistry *ServiceRegistry) TryPackManager() ([]byte, error) {
	return serviceRegistry.abi.Pack("manager")
}

// UnpackManager is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x481c6a75.
//
// Solidity: function manager() view returns(address)
func (serviceRegistry *ServiceRegistry) UnpackManager(data []byte) (common.Address, error) {
	out, err := serviceRegistry.abi.Unpack("manager", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackMapAgentInstanceOperators is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4eb780da.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mapAgentInstanceOperators(address instance) view returns(address)
func (serviceRegistry *ServiceRegistry) PackMapAgentInstanceOperators(instance common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("mapAgentInstanceOperators", instance)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMapAgentInstanceOperators is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4eb780da.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mapAgentInstanceOperators(address instance) view returns(address)
func (serviceRegistry *ServiceRegistry) TryPackMapAgentInstanceOperators(instance common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("mapAgentInstanceOperators", instance)
}

// UnpackMapAgentInstanceOperators is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4eb780da.
//
// Solidity: function mapAgentInstanceOperators(address instance) view returns(address)
func (serviceRegistry *ServiceRegistry) UnpackMapAgentInstanceOperators(data []byte) (common.Address, error) {
	out, err := serviceRegistry.abi.Unpack("mapAgentInstanceOperators", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackMapMultisigs is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x17351f7e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mapMultisigs(address multisig) view returns(bool)
func (serviceRegistry *ServiceRegistry) PackMapMultisigs(multisig common.Address) []byte {
	enc, err := serviceRegistry.abi.Pack("mapMultisigs", multisig)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMapMultisigs is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x17351f7e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mapMultisigs(address multisig) view returns(bool)
func (serviceRegistry *ServiceRegistry) TryPackMapMultisigs(multisig common.Address) ([]byte, error) {
	return serviceRegistry.abi.Pack("mapMultisigs", multisig)
}

// UnpackMapMultisigs is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x17351f7e.
//
// Solidity: function mapMultisigs(address multisig) view returns(bool)
func (serviceRegistry *ServiceRegistry) UnpackMapMultisigs(data []byte) (bool, error) {
	out, err := serviceRegistry.abi.Unpack("mapMultisigs", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackMapServices is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4236aff8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mapServices(uint256 serviceId) view returns(uint96 securityDeposit, address multisig, bytes32 configHash, uint32 threshold, uint32 maxNumAgentInstances, uint32 numAgentInstances, uint8 state)
func (serviceRegistry *ServiceRegistry) PackMapServices(serviceId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("mapServices", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMapServices is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4236aff8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mapServices(uint256 serviceId) view returns(uint96 securityDeposit, address multisig, bytes32 configHash, uint32 threshold, uint32 maxNumAgentInstances, uint32 numAgentInstances, uint8 state)
func (serviceRegistry *ServiceRegistry) TryPackMapServices(serviceId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("mapServices", serviceId)
}

// MapServicesOutput serves as a container for the return parameters of contract
// method MapServices.
type MapServicesOutput struct {
	SecurityDeposit      *big.Int
	Multisig             common.Address
	ConfigHash           [32]byte
	Threshold            uint32
	MaxNumAgentInstances uint32
	NumAgentInstances    uint32
	State                uint8
}

// UnpackMapServices is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4236aff8.
//
// Solidity: function mapServices(uint256 serviceId) view returns(uint96 securityDeposit, address multisig, bytes32 configHash, uint32 threshold, uint32 maxNumAgentInstances, uint32 numAgentInstances, uint8 state)
func (serviceRegistry *ServiceRegistry) UnpackMapServices(data []byte) (MapServicesOutput, error) {
	out, err := serviceRegistry.abi.Unpack("mapServices", data)
	outstruct := new(MapServicesOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.SecurityDeposit = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.Multisig = *abi.ConvertType(out[1], new(common.Address)).(*common.Address)
	outstruct.ConfigHash = *abi.ConvertType(out[2], new([32]byte)).(*[32]byte)
	outstruct.Threshold = *abi.ConvertType(out[3], new(uint32)).(*uint32)
	outstruct.MaxNumAgentInstances = *abi.ConvertType(out[4], new(uint32)).(*uint32)
	outstruct.NumAgentInstances = *abi.ConvertType(out[5], new(uint32)).(*uint32)
	outstruct.State = *abi.ConvertType(out[6], new(uint8)).(*uint8)
	return *outstruct, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (serviceRegistry *ServiceRegistry) PackOwner() []byte {
	enc, err := serviceRegistry.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (serviceRegistry *ServiceRegistry) TryPackOwner() ([]byte, error) {
	return serviceRegistry.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (serviceRegistry *ServiceRegistry) UnpackOwner(data []byte) (common.Address, error) {
	out, err := serviceRegistry.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6352211e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (serviceRegistry *ServiceRegistry) PackOwnerOf(id *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("ownerOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6352211e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (serviceRegistry *ServiceRegistry) TryPackOwnerOf(id *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("ownerOf", id)
}

// UnpackOwnerOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6352211e.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (serviceRegistry *ServiceRegistry) UnpackOwnerOf(data []byte) (common.Address, error) {
	out, err := serviceRegistry.abi.Unpack("ownerOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackSafeTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42842e0e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function safeTransferFrom(address from, address to, uint256 id) returns()
func (serviceRegistry *ServiceRegistry) PackSafeTransferFrom(from common.Address, to common.Address, id *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("safeTransferFrom", from, to, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSafeTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42842e0e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function safeTransferFrom(address from, address to, uint256 id) returns()
func (serviceRegistry *ServiceRegistry) TryPackSafeTransferFrom(from common.Address, to common.Address, id *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("safeTransferFrom", from, to, id)
}

// PackSlash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x73b8b6a2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function slash(address[] agentInstances, uint96[] amounts, uint256 serviceId) returns(bool success)
func (serviceRegistry *ServiceRegistry) PackSlash(agentInstances []common.Address, amounts []*big.Int, serviceId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("slash", agentInstances, amounts, serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSlash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x73b8b6a2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function slash(address[] agentInstances, uint96[] amounts, uint256 serviceId) returns(bool success)
func (serviceRegistry *ServiceRegistry) TryPackSlash(agentInstances []common.Address, amounts []*big.Int, serviceId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("slash", agentInstances, amounts, serviceId)
}

// UnpackSlash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x73b8b6a2.
//
// Solidity: function slash(address[] agentInstances, uint96[] amounts, uint256 serviceId) returns(bool success)
func (serviceRegistry *ServiceRegistry) UnpackSlash(data []byte) (bool, error) {
	out, err := serviceRegistry.abi.Unpack("slash", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackSlashedFunds is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6f99f15c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function slashedFunds() view returns(uint96)
func (serviceRegistry *ServiceRegistry) PackSlashedFunds() []byte {
	enc, err := serviceRegistry.abi.Pack("slashedFunds")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSlashedFunds is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6f99f15c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function slashedFunds() view returns(uint96)
func (serviceRegistry *ServiceRegistry) TryPackSlashedFunds() ([]byte, error) {
	return serviceRegistry.abi.Pack("slashedFunds")
}

// UnpackSlashedFunds is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6f99f15c.
//
// Solidity: function slashedFunds() view returns(uint96)
func (serviceRegistry *ServiceRegistry) UnpackSlashedFunds(data []byte) (*big.Int, error) {
	out, err := serviceRegistry.abi.Unpack("slashedFunds", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTokenURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc87b56dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (serviceRegistry *ServiceRegistry) PackTokenURI(unitId *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("tokenURI", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTokenURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc87b56dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (serviceRegistry *ServiceRegistry) TryPackTokenURI(unitId *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("tokenURI", unitId)
}

// UnpackTokenURI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc87b56dd.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (serviceRegistry *ServiceRegistry) UnpackTokenURI(data []byte) (string, error) {
	out, err := serviceRegistry.abi.Unpack("tokenURI", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalSupply() view returns(uint256)
func (serviceRegistry *ServiceRegistry) PackTotalSupply() []byte {
	enc, err := serviceRegistry.abi.Pack("totalSupply")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalSupply() view returns(uint256)
func (serviceRegistry *ServiceRegistry) TryPackTotalSupply() ([]byte, error) {
	return serviceRegistry.abi.Pack("totalSupply")
}

// UnpackTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x18160ddd.
//
// Solidity: function totalSupply() view returns(uint256)
func (serviceRegistry *ServiceRegistry) UnpackTotalSupply(data []byte) (*big.Int, error) {
	out, err := serviceRegistry.abi.Unpack("totalSupply", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferFrom(address from, address to, uint256 id) returns()
func (serviceRegistry *ServiceRegistry) PackTransferFrom(from common.Address, to common.Address, id *big.Int) []byte {
	enc, err := serviceRegistry.abi.Pack("transferFrom", from, to, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferFrom(address from, address to, uint256 id) returns()
func (serviceRegistry *ServiceRegistry) TryPackTransferFrom(from common.Address, to common.Address, id *big.Int) ([]byte, error) {
	return serviceRegistry.abi.Pack("transferFrom", from, to, id)
}

// ServiceRegistryActivateRegistration represents a ActivateRegistration event raised by the ServiceRegistry contract.
type ServiceRegistryActivateRegistration struct {
	ServiceId *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryActivateRegistrationEventName = "ActivateRegistration"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryActivateRegistration) ContractEventName() string {
	return ServiceRegistryActivateRegistrationEventName
}

// UnpackActivateRegistrationEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ActivateRegistration(uint256 indexed serviceId)
func (serviceRegistry *ServiceRegistry) UnpackActivateRegistrationEvent(log *types.Log) (*ServiceRegistryActivateRegistration, error) {
	event := "ActivateRegistration"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryActivateRegistration)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryApproval represents a Approval event raised by the ServiceRegistry contract.
type ServiceRegistryApproval struct {
	Owner   common.Address
	Spender common.Address
	Id      *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryApprovalEventName = "Approval"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryApproval) ContractEventName() string {
	return ServiceRegistryApprovalEventName
}

// UnpackApprovalEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Approval(address indexed owner, address indexed spender, uint256 indexed id)
func (serviceRegistry *ServiceRegistry) UnpackApprovalEvent(log *types.Log) (*ServiceRegistryApproval, error) {
	event := "Approval"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryApproval)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryBaseURIChanged represents a BaseURIChanged event raised by the ServiceRegistry contract.
type ServiceRegistryBaseURIChanged struct {
	BaseURI string
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryBaseURIChangedEventName = "BaseURIChanged"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryBaseURIChanged) ContractEventName() string {
	return ServiceRegistryBaseURIChangedEventName
}

// UnpackBaseURIChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BaseURIChanged(string baseURI)
func (serviceRegistry *ServiceRegistry) UnpackBaseURIChangedEvent(log *types.Log) (*ServiceRegistryBaseURIChanged, error) {
	event := "BaseURIChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryBaseURIChanged)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryCreateMultisigWithAgents represents a CreateMultisigWithAgents event raised by the ServiceRegistry contract.
type ServiceRegistryCreateMultisigWithAgents struct {
	ServiceId *big.Int
	Multisig  common.Address
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryCreateMultisigWithAgentsEventName = "CreateMultisigWithAgents"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryCreateMultisigWithAgents) ContractEventName() string {
	return ServiceRegistryCreateMultisigWithAgentsEventName
}

// UnpackCreateMultisigWithAgentsEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CreateMultisigWithAgents(uint256 indexed serviceId, address indexed multisig)
func (serviceRegistry *ServiceRegistry) UnpackCreateMultisigWithAgentsEvent(log *types.Log) (*ServiceRegistryCreateMultisigWithAgents, error) {
	event := "CreateMultisigWithAgents"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryCreateMultisigWithAgents)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryCreateService represents a CreateService event raised by the ServiceRegistry contract.
type ServiceRegistryCreateService struct {
	ServiceId *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryCreateServiceEventName = "CreateService"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryCreateService) ContractEventName() string {
	return ServiceRegistryCreateServiceEventName
}

// UnpackCreateServiceEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CreateService(uint256 indexed serviceId)
func (serviceRegistry *ServiceRegistry) UnpackCreateServiceEvent(log *types.Log) (*ServiceRegistryCreateService, error) {
	event := "CreateService"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryCreateService)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryDeployService represents a DeployService event raised by the ServiceRegistry contract.
type ServiceRegistryDeployService struct {
	ServiceId *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryDeployServiceEventName = "DeployService"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryDeployService) ContractEventName() string {
	return ServiceRegistryDeployServiceEventName
}

// UnpackDeployServiceEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event DeployService(uint256 indexed serviceId)
func (serviceRegistry *ServiceRegistry) UnpackDeployServiceEvent(log *types.Log) (*ServiceRegistryDeployService, error) {
	event := "DeployService"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryDeployService)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryDeposit represents a Deposit event raised by the ServiceRegistry contract.
type ServiceRegistryDeposit struct {
	Sender common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryDepositEventName = "Deposit"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryDeposit) ContractEventName() string {
	return ServiceRegistryDepositEventName
}

// UnpackDepositEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Deposit(address indexed sender, uint256 amount)
func (serviceRegistry *ServiceRegistry) UnpackDepositEvent(log *types.Log) (*ServiceRegistryDeposit, error) {
	event := "Deposit"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryDeposit)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryDrain represents a Drain event raised by the ServiceRegistry contract.
type ServiceRegistryDrain struct {
	Drainer common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryDrainEventName = "Drain"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryDrain) ContractEventName() string {
	return ServiceRegistryDrainEventName
}

// UnpackDrainEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Drain(address indexed drainer, uint256 amount)
func (serviceRegistry *ServiceRegistry) UnpackDrainEvent(log *types.Log) (*ServiceRegistryDrain, error) {
	event := "Drain"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryDrain)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryDrainerUpdated represents a DrainerUpdated event raised by the ServiceRegistry contract.
type ServiceRegistryDrainerUpdated struct {
	Drainer common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryDrainerUpdatedEventName = "DrainerUpdated"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryDrainerUpdated) ContractEventName() string {
	return ServiceRegistryDrainerUpdatedEventName
}

// UnpackDrainerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event DrainerUpdated(address indexed drainer)
func (serviceRegistry *ServiceRegistry) UnpackDrainerUpdatedEvent(log *types.Log) (*ServiceRegistryDrainerUpdated, error) {
	event := "DrainerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryDrainerUpdated)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryManagerUpdated represents a ManagerUpdated event raised by the ServiceRegistry contract.
type ServiceRegistryManagerUpdated struct {
	Manager common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryManagerUpdatedEventName = "ManagerUpdated"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryManagerUpdated) ContractEventName() string {
	return ServiceRegistryManagerUpdatedEventName
}

// UnpackManagerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ManagerUpdated(address indexed manager)
func (serviceRegistry *ServiceRegistry) UnpackManagerUpdatedEvent(log *types.Log) (*ServiceRegistryManagerUpdated, error) {
	event := "ManagerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryManagerUpdated)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryOperatorSlashed represents a OperatorSlashed event raised by the ServiceRegistry contract.
type ServiceRegistryOperatorSlashed struct {
	Amount    *big.Int
	Operator  common.Address
	ServiceId *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryOperatorSlashedEventName = "OperatorSlashed"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryOperatorSlashed) ContractEventName() string {
	return ServiceRegistryOperatorSlashedEventName
}

// UnpackOperatorSlashedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OperatorSlashed(uint256 amount, address indexed operator, uint256 indexed serviceId)
func (serviceRegistry *ServiceRegistry) UnpackOperatorSlashedEvent(log *types.Log) (*ServiceRegistryOperatorSlashed, error) {
	event := "OperatorSlashed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryOperatorSlashed)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryOperatorUnbond represents a OperatorUnbond event raised by the ServiceRegistry contract.
type ServiceRegistryOperatorUnbond struct {
	Operator  common.Address
	ServiceId *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryOperatorUnbondEventName = "OperatorUnbond"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryOperatorUnbond) ContractEventName() string {
	return ServiceRegistryOperatorUnbondEventName
}

// UnpackOperatorUnbondEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OperatorUnbond(address indexed operator, uint256 indexed serviceId)
func (serviceRegistry *ServiceRegistry) UnpackOperatorUnbondEvent(log *types.Log) (*ServiceRegistryOperatorUnbond, error) {
	event := "OperatorUnbond"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryOperatorUnbond)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryOwnerUpdated represents a OwnerUpdated event raised by the ServiceRegistry contract.
type ServiceRegistryOwnerUpdated struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryOwnerUpdatedEventName = "OwnerUpdated"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryOwnerUpdated) ContractEventName() string {
	return ServiceRegistryOwnerUpdatedEventName
}

// UnpackOwnerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerUpdated(address indexed owner)
func (serviceRegistry *ServiceRegistry) UnpackOwnerUpdatedEvent(log *types.Log) (*ServiceRegistryOwnerUpdated, error) {
	event := "OwnerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryOwnerUpdated)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryRefund represents a Refund event raised by the ServiceRegistry contract.
type ServiceRegistryRefund struct {
	Receiver common.Address
	Amount   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryRefundEventName = "Refund"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryRefund) ContractEventName() string {
	return ServiceRegistryRefundEventName
}

// UnpackRefundEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Refund(address indexed receiver, uint256 amount)
func (serviceRegistry *ServiceRegistry) UnpackRefundEvent(log *types.Log) (*ServiceRegistryRefund, error) {
	event := "Refund"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryRefund)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryRegisterInstance represents a RegisterInstance event raised by the ServiceRegistry contract.
type ServiceRegistryRegisterInstance struct {
	Operator      common.Address
	ServiceId     *big.Int
	AgentInstance common.Address
	AgentId       *big.Int
	Raw           *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryRegisterInstanceEventName = "RegisterInstance"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryRegisterInstance) ContractEventName() string {
	return ServiceRegistryRegisterInstanceEventName
}

// UnpackRegisterInstanceEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event RegisterInstance(address indexed operator, uint256 indexed serviceId, address indexed agentInstance, uint256 agentId)
func (serviceRegistry *ServiceRegistry) UnpackRegisterInstanceEvent(log *types.Log) (*ServiceRegistryRegisterInstance, error) {
	event := "RegisterInstance"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryRegisterInstance)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryTerminateService represents a TerminateService event raised by the ServiceRegistry contract.
type ServiceRegistryTerminateService struct {
	ServiceId *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryTerminateServiceEventName = "TerminateService"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryTerminateService) ContractEventName() string {
	return ServiceRegistryTerminateServiceEventName
}

// UnpackTerminateServiceEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TerminateService(uint256 indexed serviceId)
func (serviceRegistry *ServiceRegistry) UnpackTerminateServiceEvent(log *types.Log) (*ServiceRegistryTerminateService, error) {
	event := "TerminateService"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryTerminateService)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryTransfer represents a Transfer event raised by the ServiceRegistry contract.
type ServiceRegistryTransfer struct {
	From common.Address
	To   common.Address
	Id   *big.Int
	Raw  *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryTransferEventName = "Transfer"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryTransfer) ContractEventName() string {
	return ServiceRegistryTransferEventName
}

// UnpackTransferEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Transfer(address indexed from, address indexed to, uint256 indexed id)
func (serviceRegistry *ServiceRegistry) UnpackTransferEvent(log *types.Log) (*ServiceRegistryTransfer, error) {
	event := "Transfer"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryTransfer)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryUpdateService represents a UpdateService event raised by the ServiceRegistry contract.
type ServiceRegistryUpdateService struct {
	ServiceId  *big.Int
	ConfigHash [32]byte
	Raw        *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryUpdateServiceEventName = "UpdateService"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryUpdateService) ContractEventName() string {
	return ServiceRegistryUpdateServiceEventName
}

// UnpackUpdateServiceEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event UpdateService(uint256 indexed serviceId, bytes32 configHash)
func (serviceRegistry *ServiceRegistry) UnpackUpdateServiceEvent(log *types.Log) (*ServiceRegistryUpdateService, error) {
	event := "UpdateService"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryUpdateService)
	if len(log.Data) > 0 {
		if err := serviceRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryL1MetaData contains all meta data concerning the ServiceRegistryL1 contract.
var ServiceRegistryL1MetaData = bind.MetaData{
	ABI: "[{\"inputs\":[],\"name\":\"agentRegistry\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"unitType\",\"type\":\"uint8\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getUnitIdsOfService\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"numUnitIds\",\"type\":\"uint256\"},{\"internalType\":\"uint32[]\",\"name\":\"unitIds\",\"type\":\"uint32[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"}]",
	ID:  "ServiceRegistryL1",
}

// ServiceRegistryL1 is an auto generated Go binding around an Ethereum contract.
type ServiceRegistryL1 struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *ServiceRegistryL1) GetABI() abi.ABI {
	return c.abi
}

// NewServiceRegistryL1 creates a new instance of ServiceRegistryL1.
func NewServiceRegistryL1() *ServiceRegistryL1 {
	parsed, err := ServiceRegistryL1MetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &ServiceRegistryL1{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *ServiceRegistryL1) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackAgentRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d1cfcae.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function agentRegistry() view returns(address)
func (serviceRegistryL1 *ServiceRegistryL1) PackAgentRegistry() []byte {
	enc, err := serviceRegistryL1.abi.Pack("agentRegistry")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAgentRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0d1cfcae.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function agentRegistry() view returns(address)
func (serviceRegistryL1 *ServiceRegistryL1) TryPackAgentRegistry() ([]byte, error) {
	return serviceRegistryL1.abi.Pack("agentRegistry")
}

// UnpackAgentRegistry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0d1cfcae.
//
// Solidity: function agentRegistry() view returns(address)
func (serviceRegistryL1 *ServiceRegistryL1) UnpackAgentRegistry(data []byte) (common.Address, error) {
	out, err := serviceRegistryL1.abi.Unpack("agentRegistry", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetUnitIdsOfService is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x92080b23.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUnitIdsOfService(uint8 unitType, uint256 serviceId) view returns(uint256 numUnitIds, uint32[] unitIds)
func (serviceRegistryL1 *ServiceRegistryL1) PackGetUnitIdsOfService(unitType uint8, serviceId *big.Int) []byte {
	enc, err := serviceRegistryL1.abi.Pack("getUnitIdsOfService", unitType, serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUnitIdsOfService is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x92080b23.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUnitIdsOfService(uint8 unitType, uint256 serviceId) view returns(uint256 numUnitIds, uint32[] unitIds)
func (serviceRegistryL1 *ServiceRegistryL1) TryPackGetUnitIdsOfService(unitType uint8, serviceId *big.Int) ([]byte, error) {
	return serviceRegistryL1.abi.Pack("getUnitIdsOfService", unitType, serviceId)
}

// GetUnitIdsOfServiceOutput serves as a container for the return parameters of contract
// method GetUnitIdsOfService.
type GetUnitIdsOfServiceOutput struct {
	NumUnitIds *big.Int
	UnitIds    []uint32
}

// UnpackGetUnitIdsOfService is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x92080b23.
//
// Solidity: function getUnitIdsOfService(uint8 unitType, uint256 serviceId) view returns(uint256 numUnitIds, uint32[] unitIds)
func (serviceRegistryL1 *ServiceRegistryL1) UnpackGetUnitIdsOfService(data []byte) (GetUnitIdsOfServiceOutput, error) {
	out, err := serviceRegistryL1.abi.Unpack("getUnitIdsOfService", data)
	outstruct := new(GetUnitIdsOfServiceOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NumUnitIds = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.UnitIds = *abi.ConvertType(out[1], new([]uint32)).(*[]uint32)
	return *outstruct, nil
}

// ServiceRegistryL2MetaData contains all meta data concerning the ServiceRegistryL2 contract.
var ServiceRegistryL2MetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"configHash\",\"type\":\"bytes32\"}],\"name\":\"CreateService\",\"type\":\"event\"}]",
	ID:  "ServiceRegistryL2",
}

// ServiceRegistryL2 is an auto generated Go binding around an Ethereum contract.
type ServiceRegistryL2 struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *ServiceRegistryL2) GetABI() abi.ABI {
	return c.abi
}

// NewServiceRegistryL2 creates a new instance of ServiceRegistryL2.
func NewServiceRegistryL2() *ServiceRegistryL2 {
	parsed, err := ServiceRegistryL2MetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &ServiceRegistryL2{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *ServiceRegistryL2) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// ServiceRegistryL2CreateService represents a CreateService event raised by the ServiceRegistryL2 contract.
type ServiceRegistryL2CreateService struct {
	ServiceId  *big.Int
	ConfigHash [32]byte
	Raw        *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryL2CreateServiceEventName = "CreateService"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryL2CreateService) ContractEventName() string {
	return ServiceRegistryL2CreateServiceEventName
}

// UnpackCreateServiceEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CreateService(uint256 indexed serviceId, bytes32 configHash)
func (serviceRegistryL2 *ServiceRegistryL2) UnpackCreateServiceEvent(log *types.Log) (*ServiceRegistryL2CreateService, error) {
	event := "CreateService"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistryL2.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryL2CreateService)
	if len(log.Data) > 0 {
		if err := serviceRegistryL2.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistryL2.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryTokenUtilityMetaData contains all meta data concerning the ServiceRegistryTokenUtility contract.
var ServiceRegistryTokenUtilityMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"drainer\",\"type\":\"address\"}],\"name\":\"DrainerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"OperatorTokenSlashed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"TokenDeposit\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"drainer\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"TokenDrain\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"TokenRefund\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newDrainer\",\"type\":\"address\"}],\"name\":\"changeDrainer\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newManager\",\"type\":\"address\"}],\"name\":\"changeManager\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"}],\"name\":\"drain\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"drainer\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"agentId\",\"type\":\"uint256\"}],\"name\":\"getAgentBond\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"bond\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"getOperatorBalance\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"balance\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"isTokenSecuredService\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"manager\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"mapServiceIdTokenDeposit\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"securityDeposit\",\"type\":\"uint96\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"}],\"name\":\"mapSlashedFunds\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owner\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"serviceRegistry\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address[]\",\"name\":\"agentInstances\",\"type\":\"address[]\"},{\"internalType\":\"uint256[]\",\"name\":\"amounts\",\"type\":\"uint256[]\"},{\"internalType\":\"uint256\",\"name\":\"serviceId\",\"type\":\"uint256\"}],\"name\":\"slash\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"success\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "ServiceRegistryTokenUtility",
}

// ServiceRegistryTokenUtility is an auto generated Go binding around an Ethereum contract.
type ServiceRegistryTokenUtility struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *ServiceRegistryTokenUtility) GetABI() abi.ABI {
	return c.abi
}

// NewServiceRegistryTokenUtility creates a new instance of ServiceRegistryTokenUtility.
func NewServiceRegistryTokenUtility() *ServiceRegistryTokenUtility {
	parsed, err := ServiceRegistryTokenUtilityMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &ServiceRegistryTokenUtility{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *ServiceRegistryTokenUtility) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackChangeDrainer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x10c6aa19.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeDrainer(address newDrainer) returns()
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackChangeDrainer(newDrainer common.Address) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("changeDrainer", newDrainer)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeDrainer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x10c6aa19.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeDrainer(address newDrainer) returns()
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackChangeDrainer(newDrainer common.Address) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("changeDrainer", newDrainer)
}

// PackChangeManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3fbbaae.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeManager(address newManager) returns()
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackChangeManager(newManager common.Address) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("changeManager", newManager)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3fbbaae.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeManager(address newManager) returns()
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackChangeManager(newManager common.Address) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("changeManager", newManager)
}

// PackDrain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xece53132.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function drain(address token) returns(uint256 amount)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackDrain(token common.Address) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("drain", token)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDrain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xece53132.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function drain(address token) returns(uint256 amount)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackDrain(token common.Address) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("drain", token)
}

// UnpackDrain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xece53132.
//
// Solidity: function drain(address token) returns(uint256 amount)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackDrain(data []byte) (*big.Int, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("drain", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDrainer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x57838e85.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function drainer() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackDrainer() []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("drainer")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDrainer is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x57838e85.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function drainer() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackDrainer() ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("drainer")
}

// UnpackDrainer is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x57838e85.
//
// Solidity: function drainer() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackDrainer(data []byte) (common.Address, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("drainer", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetAgentBond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x75c1f934.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getAgentBond(uint256 serviceId, uint256 agentId) view returns(uint256 bond)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackGetAgentBond(serviceId *big.Int, agentId *big.Int) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("getAgentBond", serviceId, agentId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetAgentBond is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x75c1f934.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getAgentBond(uint256 serviceId, uint256 agentId) view returns(uint256 bond)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackGetAgentBond(serviceId *big.Int, agentId *big.Int) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("getAgentBond", serviceId, agentId)
}

// UnpackGetAgentBond is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x75c1f934.
//
// Solidity: function getAgentBond(uint256 serviceId, uint256 agentId) view returns(uint256 bond)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackGetAgentBond(data []byte) (*big.Int, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("getAgentBond", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackGetOperatorBalance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a2bd86f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getOperatorBalance(address operator, uint256 serviceId) view returns(uint256 balance)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackGetOperatorBalance(operator common.Address, serviceId *big.Int) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("getOperatorBalance", operator, serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetOperatorBalance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8a2bd86f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getOperatorBalance(address operator, uint256 serviceId) view returns(uint256 balance)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackGetOperatorBalance(operator common.Address, serviceId *big.Int) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("getOperatorBalance", operator, serviceId)
}

// UnpackGetOperatorBalance is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8a2bd86f.
//
// Solidity: function getOperatorBalance(address operator, uint256 serviceId) view returns(uint256 balance)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackGetOperatorBalance(data []byte) (*big.Int, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("getOperatorBalance", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackIsTokenSecuredService is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46d7836d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isTokenSecuredService(uint256 serviceId) view returns(bool)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackIsTokenSecuredService(serviceId *big.Int) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("isTokenSecuredService", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsTokenSecuredService is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46d7836d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isTokenSecuredService(uint256 serviceId) view returns(bool)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackIsTokenSecuredService(serviceId *big.Int) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("isTokenSecuredService", serviceId)
}

// UnpackIsTokenSecuredService is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x46d7836d.
//
// Solidity: function isTokenSecuredService(uint256 serviceId) view returns(bool)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackIsTokenSecuredService(data []byte) (bool, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("isTokenSecuredService", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x481c6a75.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function manager() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackManager() []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("manager")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x481c6a75.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function manager() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackManager() ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("manager")
}

// UnpackManager is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x481c6a75.
//
// Solidity: function manager() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackManager(data []byte) (common.Address, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("manager", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackMapServiceIdTokenDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3cebfa4f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mapServiceIdTokenDeposit(uint256 serviceId) view returns(address token, uint96 securityDeposit)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackMapServiceIdTokenDeposit(serviceId *big.Int) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("mapServiceIdTokenDeposit", serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMapServiceIdTokenDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3cebfa4f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mapServiceIdTokenDeposit(uint256 serviceId) view returns(address token, uint96 securityDeposit)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackMapServiceIdTokenDeposit(serviceId *big.Int) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("mapServiceIdTokenDeposit", serviceId)
}

// MapServiceIdTokenDepositOutput serves as a container for the return parameters of contract
// method MapServiceIdTokenDeposit.
type MapServiceIdTokenDepositOutput struct {
	Token           common.Address
	SecurityDeposit *big.Int
}

// UnpackMapServiceIdTokenDeposit is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3cebfa4f.
//
// Solidity: function mapServiceIdTokenDeposit(uint256 serviceId) view returns(address token, uint96 securityDeposit)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackMapServiceIdTokenDeposit(data []byte) (MapServiceIdTokenDepositOutput, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("mapServiceIdTokenDeposit", data)
	outstruct := new(MapServiceIdTokenDepositOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Token = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.SecurityDeposit = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackMapSlashedFunds is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbd413a5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function mapSlashedFunds(address token) view returns(uint256)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackMapSlashedFunds(token common.Address) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("mapSlashedFunds", token)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMapSlashedFunds is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbd413a5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function mapSlashedFunds(address token) view returns(uint256)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackMapSlashedFunds(token common.Address) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("mapSlashedFunds", token)
}

// UnpackMapSlashedFunds is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcbd413a5.
//
// Solidity: function mapSlashedFunds(address token) view returns(uint256)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackMapSlashedFunds(data []byte) (*big.Int, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("mapSlashedFunds", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackOwner() []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackOwner() ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackOwner(data []byte) (common.Address, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackServiceRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbcf252a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function serviceRegistry() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackServiceRegistry() []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("serviceRegistry")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackServiceRegistry is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xcbcf252a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function serviceRegistry() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackServiceRegistry() ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("serviceRegistry")
}

// UnpackServiceRegistry is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xcbcf252a.
//
// Solidity: function serviceRegistry() view returns(address)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackServiceRegistry(data []byte) (common.Address, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("serviceRegistry", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackSlash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5419bb8c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function slash(address[] agentInstances, uint256[] amounts, uint256 serviceId) returns(bool success)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) PackSlash(agentInstances []common.Address, amounts []*big.Int, serviceId *big.Int) []byte {
	enc, err := serviceRegistryTokenUtility.abi.Pack("slash", agentInstances, amounts, serviceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSlash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5419bb8c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function slash(address[] agentInstances, uint256[] amounts, uint256 serviceId) returns(bool success)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) TryPackSlash(agentInstances []common.Address, amounts []*big.Int, serviceId *big.Int) ([]byte, error) {
	return serviceRegistryTokenUtility.abi.Pack("slash", agentInstances, amounts, serviceId)
}

// UnpackSlash is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5419bb8c.
//
// Solidity: function slash(address[] agentInstances, uint256[] amounts, uint256 serviceId) returns(bool success)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackSlash(data []byte) (bool, error) {
	out, err := serviceRegistryTokenUtility.abi.Unpack("slash", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// ServiceRegistryTokenUtilityDrainerUpdated represents a DrainerUpdated event raised by the ServiceRegistryTokenUtility contract.
type ServiceRegistryTokenUtilityDrainerUpdated struct {
	Drainer common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryTokenUtilityDrainerUpdatedEventName = "DrainerUpdated"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryTokenUtilityDrainerUpdated) ContractEventName() string {
	return ServiceRegistryTokenUtilityDrainerUpdatedEventName
}

// UnpackDrainerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event DrainerUpdated(address indexed drainer)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackDrainerUpdatedEvent(log *types.Log) (*ServiceRegistryTokenUtilityDrainerUpdated, error) {
	event := "DrainerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistryTokenUtility.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryTokenUtilityDrainerUpdated)
	if len(log.Data) > 0 {
		if err := serviceRegistryTokenUtility.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistryTokenUtility.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryTokenUtilityOperatorTokenSlashed represents a OperatorTokenSlashed event raised by the ServiceRegistryTokenUtility contract.
type ServiceRegistryTokenUtilityOperatorTokenSlashed struct {
	Amount    *big.Int
	Operator  common.Address
	ServiceId *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryTokenUtilityOperatorTokenSlashedEventName = "OperatorTokenSlashed"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryTokenUtilityOperatorTokenSlashed) ContractEventName() string {
	return ServiceRegistryTokenUtilityOperatorTokenSlashedEventName
}

// UnpackOperatorTokenSlashedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OperatorTokenSlashed(uint256 amount, address indexed operator, uint256 indexed serviceId)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackOperatorTokenSlashedEvent(log *types.Log) (*ServiceRegistryTokenUtilityOperatorTokenSlashed, error) {
	event := "OperatorTokenSlashed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistryTokenUtility.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryTokenUtilityOperatorTokenSlashed)
	if len(log.Data) > 0 {
		if err := serviceRegistryTokenUtility.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistryTokenUtility.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryTokenUtilityTokenDeposit represents a TokenDeposit event raised by the ServiceRegistryTokenUtility contract.
type ServiceRegistryTokenUtilityTokenDeposit struct {
	Account common.Address
	Token   common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryTokenUtilityTokenDepositEventName = "TokenDeposit"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryTokenUtilityTokenDeposit) ContractEventName() string {
	return ServiceRegistryTokenUtilityTokenDepositEventName
}

// UnpackTokenDepositEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TokenDeposit(address indexed account, address indexed token, uint256 amount)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackTokenDepositEvent(log *types.Log) (*ServiceRegistryTokenUtilityTokenDeposit, error) {
	event := "TokenDeposit"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistryTokenUtility.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryTokenUtilityTokenDeposit)
	if len(log.Data) > 0 {
		if err := serviceRegistryTokenUtility.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistryTokenUtility.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryTokenUtilityTokenDrain represents a TokenDrain event raised by the ServiceRegistryTokenUtility contract.
type ServiceRegistryTokenUtilityTokenDrain struct {
	Drainer common.Address
	Token   common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryTokenUtilityTokenDrainEventName = "TokenDrain"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryTokenUtilityTokenDrain) ContractEventName() string {
	return ServiceRegistryTokenUtilityTokenDrainEventName
}

// UnpackTokenDrainEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TokenDrain(address indexed drainer, address indexed token, uint256 amount)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackTokenDrainEvent(log *types.Log) (*ServiceRegistryTokenUtilityTokenDrain, error) {
	event := "TokenDrain"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistryTokenUtility.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryTokenUtilityTokenDrain)
	if len(log.Data) > 0 {
		if err := serviceRegistryTokenUtility.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistryTokenUtility.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// ServiceRegistryTokenUtilityTokenRefund represents a TokenRefund event raised by the ServiceRegistryTokenUtility contract.
type ServiceRegistryTokenUtilityTokenRefund struct {
	Account common.Address
	Token   common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const ServiceRegistryTokenUtilityTokenRefundEventName = "TokenRefund"

// ContractEventName returns the user-defined event name.
func (ServiceRegistryTokenUtilityTokenRefund) ContractEventName() string {
	return ServiceRegistryTokenUtilityTokenRefundEventName
}

// UnpackTokenRefundEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event TokenRefund(address indexed account, address indexed token, uint256 amount)
func (serviceRegistryTokenUtility *ServiceRegistryTokenUtility) UnpackTokenRefundEvent(log *types.Log) (*ServiceRegistryTokenUtilityTokenRefund, error) {
	event := "TokenRefund"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != serviceRegistryTokenUtility.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ServiceRegistryTokenUtilityTokenRefund)
	if len(log.Data) > 0 {
		if err := serviceRegistryTokenUtility.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range serviceRegistryTokenUtility.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnitRegistryMetaData contains all meta data concerning the UnitRegistry contract.
var UnitRegistryMetaData = bind.MetaData{
	ABI: "[{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"Approval\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"string\",\"name\":\"baseURI\",\"type\":\"string\"}],\"name\":\"BaseURIChanged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"uType\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"unitHash\",\"type\":\"bytes32\"}],\"name\":\"CreateUnit\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"manager\",\"type\":\"address\"}],\"name\":\"ManagerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"OwnerUpdated\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"Transfer\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"uType\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"unitHash\",\"type\":\"bytes32\"}],\"name\":\"UpdateUnitHash\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"spender\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"approve\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"baseURI\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint32[]\",\"name\":\"unitIds\",\"type\":\"uint32[]\"}],\"name\":\"calculateSubComponents\",\"outputs\":[{\"internalType\":\"uint32[]\",\"name\":\"subComponentIds\",\"type\":\"uint32[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newManager\",\"type\":\"address\"}],\"name\":\"changeManager\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"newOwner\",\"type\":\"address\"}],\"name\":\"changeOwner\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"exists\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"getApproved\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"getDependencies\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"numDependencies\",\"type\":\"uint256\"},{\"internalType\":\"uint32[]\",\"name\":\"dependencies\",\"type\":\"uint32[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"getLocalSubComponents\",\"outputs\":[{\"internalType\":\"uint32[]\",\"name\":\"subComponentIds\",\"type\":\"uint32[]\"},{\"internalType\":\"uint256\",\"name\":\"numSubComponents\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"getUnit\",\"outputs\":[{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"unitHash\",\"type\":\"bytes32\"},{\"internalType\":\"uint32[]\",\"name\":\"dependencies\",\"type\":\"uint32[]\"}],\"internalType\":\"structUnit\",\"name\":\"unit\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"getUpdatedHashes\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"numHashes\",\"type\":\"uint256\"},{\"internalType\":\"bytes32[]\",\"name\":\"unitHashes\",\"type\":\"bytes32[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"tokenOwner\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"}],\"name\":\"isApprovedForAll\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"manager\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"owner\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"tokenOwner\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"safeTransferFrom\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"unitId\",\"type\":\"uint256\"}],\"name\":\"tokenURI\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"totalSupply\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"transferFrom\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"unitType\",\"outputs\":[{\"internalType\":\"uint8\",\"name\":\"\",\"type\":\"uint8\"}],\"stateMutability\":\"view\",\"type\":\"function\"}]",
	ID:  "UnitRegistry",
}

// UnitRegistry is an auto generated Go binding around an Ethereum contract.
type UnitRegistry struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *UnitRegistry) GetABI() abi.ABI {
	return c.abi
}

// NewUnitRegistry creates a new instance of UnitRegistry.
func NewUnitRegistry() *UnitRegistry {
	parsed, err := UnitRegistryMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &UnitRegistry{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *UnitRegistry) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approve(address spender, uint256 id) returns()
func (unitRegistry *UnitRegistry) PackApprove(spender common.Address, id *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("approve", spender, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approve(address spender, uint256 id) returns()
func (unitRegistry *UnitRegistry) TryPackApprove(spender common.Address, id *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("approve", spender, id)
}

// PackBaseURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c0360eb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function baseURI() view returns(string)
func (unitRegistry *UnitRegistry) PackBaseURI() []byte {
	enc, err := unitRegistry.abi.Pack("baseURI")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBaseURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6c0360eb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function baseURI() view returns(string)
func (unitRegistry *UnitRegistry) TryPackBaseURI() ([]byte, error) {
	return unitRegistry.abi.Pack("baseURI")
}

// UnpackBaseURI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6c0360eb.
//
// Solidity: function baseURI() view returns(string)
func (unitRegistry *UnitRegistry) UnpackBaseURI(data []byte) (string, error) {
	out, err := unitRegistry.abi.Unpack("baseURI", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackCalculateSubComponents is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x09b3b87e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function calculateSubComponents(uint32[] unitIds) view returns(uint32[] subComponentIds)
func (unitRegistry *UnitRegistry) PackCalculateSubComponents(unitIds []uint32) []byte {
	enc, err := unitRegistry.abi.Pack("calculateSubComponents", unitIds)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCalculateSubComponents is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x09b3b87e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function calculateSubComponents(uint32[] unitIds) view returns(uint32[] subComponentIds)
func (unitRegistry *UnitRegistry) TryPackCalculateSubComponents(unitIds []uint32) ([]byte, error) {
	return unitRegistry.abi.Pack("calculateSubComponents", unitIds)
}

// UnpackCalculateSubComponents is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x09b3b87e.
//
// Solidity: function calculateSubComponents(uint32[] unitIds) view returns(uint32[] subComponentIds)
func (unitRegistry *UnitRegistry) UnpackCalculateSubComponents(data []byte) ([]uint32, error) {
	out, err := unitRegistry.abi.Unpack("calculateSubComponents", data)
	if err != nil {
		return *new([]uint32), err
	}
	out0 := *abi.ConvertType(out[0], new([]uint32)).(*[]uint32)
	return out0, nil
}

// PackChangeManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3fbbaae.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeManager(address newManager) returns()
func (unitRegistry *UnitRegistry) PackChangeManager(newManager common.Address) []byte {
	enc, err := unitRegistry.abi.Pack("changeManager", newManager)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa3fbbaae.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeManager(address newManager) returns()
func (unitRegistry *UnitRegistry) TryPackChangeManager(newManager common.Address) ([]byte, error) {
	return unitRegistry.abi.Pack("changeManager", newManager)
}

// PackChangeOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6f9dae1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function changeOwner(address newOwner) returns()
func (unitRegistry *UnitRegistry) PackChangeOwner(newOwner common.Address) []byte {
	enc, err := unitRegistry.abi.Pack("changeOwner", newOwner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChangeOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6f9dae1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function changeOwner(address newOwner) returns()
func (unitRegistry *UnitRegistry) TryPackChangeOwner(newOwner common.Address) ([]byte, error) {
	return unitRegistry.abi.Pack("changeOwner", newOwner)
}

// PackExists is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4f558e79.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (unitRegistry *UnitRegistry) PackExists(unitId *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("exists", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExists is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4f558e79.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (unitRegistry *UnitRegistry) TryPackExists(unitId *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("exists", unitId)
}

// UnpackExists is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4f558e79.
//
// Solidity: function exists(uint256 unitId) view returns(bool)
func (unitRegistry *UnitRegistry) UnpackExists(data []byte) (bool, error) {
	out, err := unitRegistry.abi.Unpack("exists", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackGetApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x081812fc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (unitRegistry *UnitRegistry) PackGetApproved(id *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("getApproved", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x081812fc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (unitRegistry *UnitRegistry) TryPackGetApproved(id *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("getApproved", id)
}

// UnpackGetApproved is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x081812fc.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (unitRegistry *UnitRegistry) UnpackGetApproved(data []byte) (common.Address, error) {
	out, err := unitRegistry.abi.Unpack("getApproved", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackGetDependencies is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x661a0d0b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getDependencies(uint256 unitId) view returns(uint256 numDependencies, uint32[] dependencies)
func (unitRegistry *UnitRegistry) PackGetDependencies(unitId *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("getDependencies", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetDependencies is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x661a0d0b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getDependencies(uint256 unitId) view returns(uint256 numDependencies, uint32[] dependencies)
func (unitRegistry *UnitRegistry) TryPackGetDependencies(unitId *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("getDependencies", unitId)
}

// GetDependenciesOutput serves as a container for the return parameters of contract
// method GetDependencies.
type GetDependenciesOutput struct {
	NumDependencies *big.Int
	Dependencies    []uint32
}

// UnpackGetDependencies is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x661a0d0b.
//
// Solidity: function getDependencies(uint256 unitId) view returns(uint256 numDependencies, uint32[] dependencies)
func (unitRegistry *UnitRegistry) UnpackGetDependencies(data []byte) (GetDependenciesOutput, error) {
	out, err := unitRegistry.abi.Unpack("getDependencies", data)
	outstruct := new(GetDependenciesOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NumDependencies = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.Dependencies = *abi.ConvertType(out[1], new([]uint32)).(*[]uint32)
	return *outstruct, nil
}

// PackGetLocalSubComponents is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa25e29d3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getLocalSubComponents(uint256 unitId) view returns(uint32[] subComponentIds, uint256 numSubComponents)
func (unitRegistry *UnitRegistry) PackGetLocalSubComponents(unitId *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("getLocalSubComponents", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetLocalSubComponents is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa25e29d3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getLocalSubComponents(uint256 unitId) view returns(uint32[] subComponentIds, uint256 numSubComponents)
func (unitRegistry *UnitRegistry) TryPackGetLocalSubComponents(unitId *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("getLocalSubComponents", unitId)
}

// GetLocalSubComponentsOutput serves as a container for the return parameters of contract
// method GetLocalSubComponents.
type GetLocalSubComponentsOutput struct {
	SubComponentIds  []uint32
	NumSubComponents *big.Int
}

// UnpackGetLocalSubComponents is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa25e29d3.
//
// Solidity: function getLocalSubComponents(uint256 unitId) view returns(uint32[] subComponentIds, uint256 numSubComponents)
func (unitRegistry *UnitRegistry) UnpackGetLocalSubComponents(data []byte) (GetLocalSubComponentsOutput, error) {
	out, err := unitRegistry.abi.Unpack("getLocalSubComponents", data)
	outstruct := new(GetLocalSubComponentsOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.SubComponentIds = *abi.ConvertType(out[0], new([]uint32)).(*[]uint32)
	outstruct.NumSubComponents = abi.ConvertType(out[1], new(big.Int)).(*big.Int)
	return *outstruct, nil
}

// PackGetUnit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1655bfbe.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUnit(uint256 unitId) view returns((bytes32,uint32[]) unit)
func (unitRegistry *UnitRegistry) PackGetUnit(unitId *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("getUnit", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUnit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1655bfbe.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUnit(uint256 unitId) view returns((bytes32,uint32[]) unit)
func (unitRegistry *UnitRegistry) TryPackGetUnit(unitId *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("getUnit", unitId)
}

// UnpackGetUnit is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1655bfbe.
//
// Solidity: function getUnit(uint256 unitId) view returns((bytes32,uint32[]) unit)
func (unitRegistry *UnitRegistry) UnpackGetUnit(data []byte) (Unit, error) {
	out, err := unitRegistry.abi.Unpack("getUnit", data)
	if err != nil {
		return *new(Unit), err
	}
	out0 := *abi.ConvertType(out[0], new(Unit)).(*Unit)
	return out0, nil
}

// PackGetUpdatedHashes is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf733f6b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getUpdatedHashes(uint256 unitId) view returns(uint256 numHashes, bytes32[] unitHashes)
func (unitRegistry *UnitRegistry) PackGetUpdatedHashes(unitId *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("getUpdatedHashes", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetUpdatedHashes is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbf733f6b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getUpdatedHashes(uint256 unitId) view returns(uint256 numHashes, bytes32[] unitHashes)
func (unitRegistry *UnitRegistry) TryPackGetUpdatedHashes(unitId *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("getUpdatedHashes", unitId)
}

// GetUpdatedHashesOutput serves as a container for the return parameters of contract
// method GetUpdatedHashes.
type GetUpdatedHashesOutput struct {
	NumHashes  *big.Int
	UnitHashes [][32]byte
}

// UnpackGetUpdatedHashes is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbf733f6b.
//
// Solidity: function getUpdatedHashes(uint256 unitId) view returns(uint256 numHashes, bytes32[] unitHashes)
func (unitRegistry *UnitRegistry) UnpackGetUpdatedHashes(data []byte) (GetUpdatedHashesOutput, error) {
	out, err := unitRegistry.abi.Unpack("getUpdatedHashes", data)
	outstruct := new(GetUpdatedHashesOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.NumHashes = abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	outstruct.UnitHashes = *abi.ConvertType(out[1], new([][32]byte)).(*[][32]byte)
	return *outstruct, nil
}

// PackIsApprovedForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe985e9c5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (unitRegistry *UnitRegistry) PackIsApprovedForAll(tokenOwner common.Address, operator common.Address) []byte {
	enc, err := unitRegistry.abi.Pack("isApprovedForAll", tokenOwner, operator)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsApprovedForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe985e9c5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (unitRegistry *UnitRegistry) TryPackIsApprovedForAll(tokenOwner common.Address, operator common.Address) ([]byte, error) {
	return unitRegistry.abi.Pack("isApprovedForAll", tokenOwner, operator)
}

// UnpackIsApprovedForAll is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe985e9c5.
//
// Solidity: function isApprovedForAll(address tokenOwner, address operator) view returns(bool)
func (unitRegistry *UnitRegistry) UnpackIsApprovedForAll(data []byte) (bool, error) {
	out, err := unitRegistry.abi.Unpack("isApprovedForAll", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x481c6a75.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function manager() view returns(address)
func (unitRegistry *UnitRegistry) PackManager() []byte {
	enc, err := unitRegistry.abi.Pack("manager")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackManager is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x481c6a75.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function manager() view returns(address)
func (unitRegistry *UnitRegistry) TryPackManager() ([]byte, error) {
	return unitRegistry.abi.Pack("manager")
}

// UnpackManager is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x481c6a75.
//
// Solidity: function manager() view returns(address)
func (unitRegistry *UnitRegistry) UnpackManager(data []byte) (common.Address, error) {
	out, err := unitRegistry.abi.Unpack("manager", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owner() view returns(address)
func (unitRegistry *UnitRegistry) PackOwner() []byte {
	enc, err := unitRegistry.abi.Pack("owner")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwner is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8da5cb5b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owner() view returns(address)
func (unitRegistry *UnitRegistry) TryPackOwner() ([]byte, error) {
	return unitRegistry.abi.Pack("owner")
}

// UnpackOwner is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8da5cb5b.
//
// Solidity: function owner() view returns(address)
func (unitRegistry *UnitRegistry) UnpackOwner(data []byte) (common.Address, error) {
	out, err := unitRegistry.abi.Unpack("owner", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6352211e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (unitRegistry *UnitRegistry) PackOwnerOf(id *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("ownerOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6352211e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (unitRegistry *UnitRegistry) TryPackOwnerOf(id *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("ownerOf", id)
}

// UnpackOwnerOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6352211e.
//
// Solidity: function ownerOf(uint256 id) view returns(address tokenOwner)
func (unitRegistry *UnitRegistry) UnpackOwnerOf(data []byte) (common.Address, error) {
	out, err := unitRegistry.abi.Unpack("ownerOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackSafeTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42842e0e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function safeTransferFrom(address from, address to, uint256 id) returns()
func (unitRegistry *UnitRegistry) PackSafeTransferFrom(from common.Address, to common.Address, id *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("safeTransferFrom", from, to, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSafeTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42842e0e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function safeTransferFrom(address from, address to, uint256 id) returns()
func (unitRegistry *UnitRegistry) TryPackSafeTransferFrom(from common.Address, to common.Address, id *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("safeTransferFrom", from, to, id)
}

// PackTokenURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc87b56dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (unitRegistry *UnitRegistry) PackTokenURI(unitId *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("tokenURI", unitId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTokenURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc87b56dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (unitRegistry *UnitRegistry) TryPackTokenURI(unitId *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("tokenURI", unitId)
}

// UnpackTokenURI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc87b56dd.
//
// Solidity: function tokenURI(uint256 unitId) view returns(string)
func (unitRegistry *UnitRegistry) UnpackTokenURI(data []byte) (string, error) {
	out, err := unitRegistry.abi.Unpack("tokenURI", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function totalSupply() view returns(uint256)
func (unitRegistry *UnitRegistry) PackTotalSupply() []byte {
	enc, err := unitRegistry.abi.Pack("totalSupply")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTotalSupply is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x18160ddd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function totalSupply() view returns(uint256)
func (unitRegistry *UnitRegistry) TryPackTotalSupply() ([]byte, error) {
	return unitRegistry.abi.Pack("totalSupply")
}

// UnpackTotalSupply is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x18160ddd.
//
// Solidity: function totalSupply() view returns(uint256)
func (unitRegistry *UnitRegistry) UnpackTotalSupply(data []byte) (*big.Int, error) {
	out, err := unitRegistry.abi.Unpack("totalSupply", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferFrom(address from, address to, uint256 id) returns()
func (unitRegistry *UnitRegistry) PackTransferFrom(from common.Address, to common.Address, id *big.Int) []byte {
	enc, err := unitRegistry.abi.Pack("transferFrom", from, to, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferFrom(address from, address to, uint256 id) returns()
func (unitRegistry *UnitRegistry) TryPackTransferFrom(from common.Address, to common.Address, id *big.Int) ([]byte, error) {
	return unitRegistry.abi.Pack("transferFrom", from, to, id)
}

// PackUnitType is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x85ad4f90.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unitType() view returns(uint8)
func (unitRegistry *UnitRegistry) PackUnitType() []byte {
	enc, err := unitRegistry.abi.Pack("unitType")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnitType is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x85ad4f90.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unitType() view returns(uint8)
func (unitRegistry *UnitRegistry) TryPackUnitType() ([]byte, error) {
	return unitRegistry.abi.Pack("unitType")
}

// UnpackUnitType is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x85ad4f90.
//
// Solidity: function unitType() view returns(uint8)
func (unitRegistry *UnitRegistry) UnpackUnitType(data []byte) (uint8, error) {
	out, err := unitRegistry.abi.Unpack("unitType", data)
	if err != nil {
		return *new(uint8), err
	}
	out0 := *abi.ConvertType(out[0], new(uint8)).(*uint8)
	return out0, nil
}

// UnitRegistryApproval represents a Approval event raised by the UnitRegistry contract.
type UnitRegistryApproval struct {
	Owner   common.Address
	Spender common.Address
	Id      *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const UnitRegistryApprovalEventName = "Approval"

// ContractEventName returns the user-defined event name.
func (UnitRegistryApproval) ContractEventName() string {
	return UnitRegistryApprovalEventName
}

// UnpackApprovalEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Approval(address indexed owner, address indexed spender, uint256 indexed id)
func (unitRegistry *UnitRegistry) UnpackApprovalEvent(log *types.Log) (*UnitRegistryApproval, error) {
	event := "Approval"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != unitRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(UnitRegistryApproval)
	if len(log.Data) > 0 {
		if err := unitRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range unitRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnitRegistryBaseURIChanged represents a BaseURIChanged event raised by the UnitRegistry contract.
type UnitRegistryBaseURIChanged struct {
	BaseURI string
	Raw     *types.Log // Blockchain specific contextual infos
}

const UnitRegistryBaseURIChangedEventName = "BaseURIChanged"

// ContractEventName returns the user-defined event name.
func (UnitRegistryBaseURIChanged) ContractEventName() string {
	return UnitRegistryBaseURIChangedEventName
}

// UnpackBaseURIChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BaseURIChanged(string baseURI)
func (unitRegistry *UnitRegistry) UnpackBaseURIChangedEvent(log *types.Log) (*UnitRegistryBaseURIChanged, error) {
	event := "BaseURIChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != unitRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(UnitRegistryBaseURIChanged)
	if len(log.Data) > 0 {
		if err := unitRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range unitRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnitRegistryCreateUnit represents a CreateUnit event raised by the UnitRegistry contract.
type UnitRegistryCreateUnit struct {
	UnitId   *big.Int
	UType    uint8
	UnitHash [32]byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const UnitRegistryCreateUnitEventName = "CreateUnit"

// ContractEventName returns the user-defined event name.
func (UnitRegistryCreateUnit) ContractEventName() string {
	return UnitRegistryCreateUnitEventName
}

// UnpackCreateUnitEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event CreateUnit(uint256 unitId, uint8 uType, bytes32 unitHash)
func (unitRegistry *UnitRegistry) UnpackCreateUnitEvent(log *types.Log) (*UnitRegistryCreateUnit, error) {
	event := "CreateUnit"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != unitRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(UnitRegistryCreateUnit)
	if len(log.Data) > 0 {
		if err := unitRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range unitRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnitRegistryManagerUpdated represents a ManagerUpdated event raised by the UnitRegistry contract.
type UnitRegistryManagerUpdated struct {
	Manager common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const UnitRegistryManagerUpdatedEventName = "ManagerUpdated"

// ContractEventName returns the user-defined event name.
func (UnitRegistryManagerUpdated) ContractEventName() string {
	return UnitRegistryManagerUpdatedEventName
}

// UnpackManagerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ManagerUpdated(address indexed manager)
func (unitRegistry *UnitRegistry) UnpackManagerUpdatedEvent(log *types.Log) (*UnitRegistryManagerUpdated, error) {
	event := "ManagerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != unitRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(UnitRegistryManagerUpdated)
	if len(log.Data) > 0 {
		if err := unitRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range unitRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnitRegistryOwnerUpdated represents a OwnerUpdated event raised by the UnitRegistry contract.
type UnitRegistryOwnerUpdated struct {
	Owner common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const UnitRegistryOwnerUpdatedEventName = "OwnerUpdated"

// ContractEventName returns the user-defined event name.
func (UnitRegistryOwnerUpdated) ContractEventName() string {
	return UnitRegistryOwnerUpdatedEventName
}

// UnpackOwnerUpdatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event OwnerUpdated(address indexed owner)
func (unitRegistry *UnitRegistry) UnpackOwnerUpdatedEvent(log *types.Log) (*UnitRegistryOwnerUpdated, error) {
	event := "OwnerUpdated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != unitRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(UnitRegistryOwnerUpdated)
	if len(log.Data) > 0 {
		if err := unitRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range unitRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnitRegistryTransfer represents a Transfer event raised by the UnitRegistry contract.
type UnitRegistryTransfer struct {
	From common.Address
	To   common.Address
	Id   *big.Int
	Raw  *types.Log // Blockchain specific contextual infos
}

const UnitRegistryTransferEventName = "Transfer"

// ContractEventName returns the user-defined event name.
func (UnitRegistryTransfer) ContractEventName() string {
	return UnitRegistryTransferEventName
}

// UnpackTransferEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Transfer(address indexed from, address indexed to, uint256 indexed id)
func (unitRegistry *UnitRegistry) UnpackTransferEvent(log *types.Log) (*UnitRegistryTransfer, error) {
	event := "Transfer"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != unitRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(UnitRegistryTransfer)
	if len(log.Data) > 0 {
		if err := unitRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range unitRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnitRegistryUpdateUnitHash represents a UpdateUnitHash event raised by the UnitRegistry contract.
type UnitRegistryUpdateUnitHash struct {
	UnitId   *big.Int
	UType    uint8
	UnitHash [32]byte
	Raw      *types.Log // Blockchain specific contextual infos
}

const UnitRegistryUpdateUnitHashEventName = "UpdateUnitHash"

// ContractEventName returns the user-defined event name.
func (UnitRegistryUpdateUnitHash) ContractEventName() string {
	return UnitRegistryUpdateUnitHashEventName
}

// UnpackUpdateUnitHashEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event UpdateUnitHash(uint256 unitId, uint8 uType, bytes32 unitHash)
func (unitRegistry *UnitRegistry) UnpackUpdateUnitHashEvent(log *types.Log) (*UnitRegistryUpdateUnitHash, error) {
	event := "UpdateUnitHash"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != unitRegistry.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(UnitRegistryUpdateUnitHash)
	if len(log.Data) > 0 {
		if err := unitRegistry.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range unitRegistry.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}
