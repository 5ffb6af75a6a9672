package devchain

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
)

// deployer runs what account 0 does before the first block. A genesis that
// begins with its result is there at once, cannot be undone by a reorg, and
// needs no transactions to fill the gaps between the nonces.
type deployer struct {
	state   *state.StateDB
	evm     *vm.EVM
	rules   params.Rules
	from    common.Address
	created []common.Address
	touched map[common.Address][]common.Hash
}

func newDeployer() (*deployer, error) {
	db, err := state.New(types.EmptyRootHash, state.NewDatabaseForTesting())
	if err != nil {
		return nil, err
	}
	d := &deployer{state: db, from: Accounts()[0].Address, touched: make(map[common.Address][]common.Hash)}
	hooked := state.NewHookedState(db, &tracing.Hooks{
		OnCodeChange: func(a common.Address, _ common.Hash, _ []byte, _ common.Hash, _ []byte) {
			d.created = append(d.created, a)
		},
		OnStorageChange: func(a common.Address, slot, _, _ common.Hash) {
			d.touched[a] = append(d.touched[a], slot)
		},
	})
	block := vm.BlockContext{
		CanTransfer: core.CanTransfer, Transfer: core.Transfer, GetHash: func(uint64) common.Hash { return common.Hash{} },
		BlockNumber: new(big.Int), Difficulty: new(big.Int), BaseFee: new(big.Int), BlobBaseFee: new(big.Int), Random: new(common.Hash),
		GasLimit: params.MaxTxGas,
	}
	d.rules = rules().Rules(block.BlockNumber, true, block.Time)
	d.evm = vm.NewEVM(block, hooked, rules(), vm.Config{})
	d.evm.SetTxContext(vm.TxContext{Origin: d.from, GasPrice: common.U2560})
	return d, nil
}

// create makes a contract with a nonce that may be ahead.
func (d *deployer) create(one creation, want common.Address) error {
	types, err := one.what.ParseABI()
	if err != nil {
		return err
	}
	args, err := types.Pack("", one.args...)
	if err != nil {
		return err
	}
	d.state.SetNonce(d.from, one.nonce, tracing.NonceChangeUnspecified)
	d.begin(nil)
	answer, got, _, err := d.evm.Create(d.from, append(common.FromHex(one.what.Bin), args...), d.gas(), common.U2560)
	if err != nil {
		return reason(err, answer)
	}
	if got != want {
		return fmt.Errorf("it is at %v, and should be at %v", got, want)
	}
	return nil
}

func (d *deployer) call(one instruction) error {
	types, err := one.what.ParseABI()
	if err != nil {
		return err
	}
	input, err := types.Pack(one.method, one.args...)
	if err != nil {
		return err
	}
	d.begin(&one.to)
	answer, _, err := d.evm.Call(d.from, one.to, input, d.gas(), common.U2560)
	if err != nil {
		return reason(err, answer)
	}
	return nil
}

// begin is the begin of what would be a transaction.
func (d *deployer) begin(to *common.Address) {
	d.state.Prepare(d.rules, d.from, common.Address{}, to, vm.ActivePrecompiles(d.rules), nil)
}

func (d *deployer) gas() vm.GasBudget { return vm.NewGasBudget(params.MaxTxGas, 0) }

func reason(err error, answer []byte) error {
	if text, bad := abi.UnpackRevert(answer); bad == nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	return fmt.Errorf("%w: %x", err, answer)
}

// deployed is what the state begins with if there are contracts.
func deployed() (Contracts, types.GenesisAlloc, error) {
	c := predetermined()
	d, err := newDeployer()
	if err != nil {
		return Contracts{}, nil, err
	}
	var errs []error
	where := c.List()
	for i, one := range creations(&c) {
		if err := d.create(one, where[i].Address); err != nil {
			errs = append(errs, fmt.Errorf("creating %s: %w", where[i].Name, err))
		}
	}
	for _, one := range instructions(&c) {
		if err := d.call(one); err != nil {
			errs = append(errs, fmt.Errorf("calling %s of %v: %w", one.method, one.to, err))
		}
	}
	alloc := make(types.GenesisAlloc)
	for _, a := range d.created {
		account := types.Account{Code: d.state.GetCode(a), Nonce: d.state.GetNonce(a), Balance: new(big.Int), Storage: make(map[common.Hash]common.Hash)}
		for _, slot := range d.touched[a] {
			if value := d.state.GetState(a, slot); value != (common.Hash{}) {
				account.Storage[slot] = value
			}
		}
		alloc[a] = account
	}
	return c, alloc, errors.Join(errs...)
}
