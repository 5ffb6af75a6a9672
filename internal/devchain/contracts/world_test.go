package contracts_test

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"

	"go-acn/internal/devchain"
	"go-acn/internal/devchain/contracts"
	"go-acn/internal/devchain/published"
)

// all are the contracts, by name.
var all = map[string]*bind.MetaData{
	"AgentRegistry": &contracts.AgentRegistry, "ComponentRegistry": &contracts.ComponentRegistry, "DemandJob": &contracts.DemandJob,
	"GnosisSafeMultisig": &contracts.GnosisSafeMultisig, "Governor": &contracts.Governor, "IntervalJob": &contracts.IntervalJob,
	"Keep3r": &contracts.Keep3r, "LabToken": &contracts.LabToken, "ManagedPool": &contracts.ManagedPool, "MultiSend": &contracts.MultiSend,
	"Multisig": &contracts.Multisig, "MultisigFactory": &contracts.MultisigFactory, "MultisigProxy": &contracts.MultisigProxy,
	"OperatorWhitelist": &contracts.OperatorWhitelist, "PriceFeed": &contracts.PriceFeed, "RecoveryModule": &contracts.RecoveryModule,
	"RegistriesManager": &contracts.RegistriesManager, "SafeMultisigWithRecoveryModule": &contracts.SafeMultisigWithRecoveryModule,
	"ServiceManager": &contracts.ServiceManager, "ServiceManagerProxy": &contracts.ServiceManagerProxy,
	"ServiceRegistry": &contracts.ServiceRegistry, "ServiceRegistryTokenUtility": &contracts.ServiceRegistryTokenUtility,
}

// world is a chain with all contracts on it. Blocks are made by hand: one for
// each transaction.
type world struct {
	*devchain.Chain
	devchain.Contracts
	t        *testing.T
	accounts []devchain.Account
}

func newWorld(t *testing.T) *world {
	t.Helper()
	c, err := devchain.Start(devchain.Config{Contracts: true})
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	return &world{c, c.Contracts(), t, devchain.Accounts()}
}

// eachWorld runs a test on our contracts and, where a checkout of theirs is
// named, on the registries and the Safe 1.3.0 that others published: what the
// tests show of ours, they show of those.
func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("ours", func(t *testing.T) { test(t, newWorld(t)) })
	t.Run("published", func(t *testing.T) {
		checkout := os.Getenv(published.Checkout)
		if checkout == "" {
			t.Skip("needs a checkout of the registries' repository, named by " + published.Checkout)
		}
		c, err := devchain.Start(devchain.Config{})
		must(t, err)
		t.Cleanup(func() { must(t, c.Close()) })
		where, err := published.DeployReal(t.Context(), c, checkout)
		must(t, err)
		test(t, &world{c, where, t, devchain.Accounts()})
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func interfaceOf(t *testing.T, what *bind.MetaData) *abi.ABI {
	t.Helper()
	parsed, err := what.ParseABI()
	must(t, err)
	return parsed
}

// call is a call of a contract. Account 0 owns what can be owned.
type call struct {
	from   int // account
	to     common.Address
	what   *bind.MetaData
	method string
	args   []any
	value  *big.Int
}

func (w *world) data(c call) []byte {
	w.t.Helper()
	data, err := interfaceOf(w.t, c.what).Pack(c.method, c.args...)
	must(w.t, err)
	return data
}

// do carries it out.
func (w *world) do(c call) *types.Receipt {
	w.t.Helper()
	return w.send(w.accounts[c.from], &c.to, w.data(c), c.value)
}

// refused tells what the contract says instead.
func (w *world) refused(want string, c call) {
	w.t.Helper()
	if got := w.refusal(w.accounts[c.from].Address, c.to, w.data(c), c.value); got != want {
		w.t.Errorf("%s: %q, want %q", c.method, got, want)
	}
}

// refusalAt is like refusal, at a price of gas.
func (w *world) refusalAt(to common.Address, data []byte, price *big.Int) string {
	message := ethereum.CallMsg{From: w.accounts[9].Address, To: &to, Data: data, GasPrice: price}
	_, err := w.Client().CallContract(w.t.Context(), message, nil)
	return explain(err)
}

func (w *world) refusal(from, to common.Address, data []byte, value *big.Int) string {
	_, err := w.Client().CallContract(w.t.Context(), ethereum.CallMsg{From: from, To: &to, Data: data, Value: value}, nil)
	return explain(err)
}

// read is what a function returns.
func (w *world) read(to common.Address, what *bind.MetaData, method string, args ...any) []any {
	w.t.Helper()
	answer, err := w.Client().CallContract(w.t.Context(), ethereum.CallMsg{To: &to, Data: w.data(call{what: what, method: method, args: args})}, nil)
	if err != nil {
		w.t.Fatalf("%s: %s", method, explain(err))
	}
	values, err := interfaceOf(w.t, what).Unpack(method, answer)
	must(w.t, err)
	return values
}

// shows compares what a function returns, as text.
func (w *world) shows(want string, to common.Address, what *bind.MetaData, method string, args ...any) {
	w.t.Helper()
	if got := strings.Trim(fmt.Sprint(w.read(to, what, method, args...)), "[]"); got != want {
		w.t.Errorf("%s is %s, want %s", method, got, want)
	}
}

// explain names a refusal: the text, or the error and its arguments.
func explain(err error) string {
	if err == nil {
		return "nothing"
	}
	var detailed rpc.DataError
	if !errors.As(err, &detailed) {
		return err.Error()
	}
	text, _ := detailed.ErrorData().(string)
	data, bad := hexutil.Decode(text)
	if bad != nil || len(data) < 4 {
		return err.Error()
	}
	if reason, bad := abi.UnpackRevert(data); bad == nil {
		return reason
	}
	for _, what := range all {
		parsed, bad := what.ParseABI()
		if bad != nil {
			continue
		}
		if known, bad := parsed.ErrorByID([4]byte(data)); bad == nil {
			if args, bad := known.Inputs.Unpack(data[4:]); bad == nil {
				return known.Name + fmt.Sprint(args)
			}
		}
	}
	return text
}

func (w *world) send(from devchain.Account, to *common.Address, data []byte, value *big.Int) *types.Receipt {
	w.t.Helper()
	gas, err := w.Client().EstimateGas(w.t.Context(), ethereum.CallMsg{From: from.Address, To: to, Data: data, Value: value})
	if err != nil {
		w.t.Fatal(explain(err))
	}
	return w.sendWith(from, to, data, value, gas+gas/2) // it may cost more in the next block
}

func (w *world) sendWith(from devchain.Account, to *common.Address, data []byte, value *big.Int, gas uint64) *types.Receipt {
	w.t.Helper()
	nonce, err := w.Client().PendingNonceAt(w.t.Context(), from.Address)
	must(w.t, err)
	id := big.NewInt(devchain.ChainID)
	tx, err := types.SignNewTx(from.Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, GasTipCap: big.NewInt(1), GasFeeCap: big.NewInt(5 * params.GWei), Gas: gas, To: to, Data: data, Value: value,
	})
	must(w.t, err)
	must(w.t, w.Client().SendTransaction(w.t.Context(), tx))
	must(w.t, w.Mine(1))
	receipt, err := w.Client().TransactionReceipt(w.t.Context(), tx.Hash())
	must(w.t, err)
	if receipt.Status != types.ReceiptStatusSuccessful {
		w.t.Fatal("the transaction failed")
	}
	return receipt
}

func (w *world) balance(a common.Address) *big.Int {
	w.t.Helper()
	balance, err := w.Client().BalanceAt(w.t.Context(), a, nil)
	must(w.t, err)
	return balance
}

// events are those of a receipt that our contracts have, by name.
func events(t *testing.T, receipt *types.Receipt) []string {
	t.Helper()
	var names []string
	for _, log := range receipt.Logs {
		for _, what := range all {
			if event, err := interfaceOf(t, what).EventByID(log.Topics[0]); err == nil {
				names = append(names, event.Name)
				break
			}
		}
	}
	return names
}

// act has a multisig do something, signed by these accounts.
func (w *world) act(multisig common.Address, a action, signers ...int) *types.Receipt {
	w.t.Helper()
	return w.send(w.accounts[9], &multisig, w.signed(multisig, a, signers...), nil)
}

// refusedAction is like refused, of a multisig.
func (w *world) refusedAction(want string, multisig common.Address, a action, signers ...int) {
	w.t.Helper()
	if got := w.refusal(w.accounts[9].Address, multisig, w.signed(multisig, a, signers...), nil); got != want {
		w.t.Errorf("%q, want %q", got, want)
	}
}

// action is what a multisig is to do; signatures replace those of accounts.
type action struct {
	to                           common.Address
	value                        *big.Int
	data                         []byte
	operation                    uint8
	safeTxGas, baseGas, gasPrice *big.Int
	gasToken, refundReceiver     common.Address
	signatures                   []byte
}

func (a action) fields() []any {
	number := func(n *big.Int) *big.Int { return cmp.Or(n, new(big.Int)) }
	return []any{a.to, number(a.value), a.data, a.operation, number(a.safeTxGas), number(a.baseGas), number(a.gasPrice), a.gasToken, a.refundReceiver}
}

func (w *world) hash(multisig common.Address, a action) common.Hash {
	w.t.Helper()
	nonce := w.read(multisig, &contracts.Multisig, "nonce")[0]
	hash := w.read(multisig, &contracts.Multisig, "getTransactionHash", append(a.fields(), nonce)...)[0].([32]byte)
	return hash
}

func (w *world) signed(multisig common.Address, a action, signers ...int) []byte {
	w.t.Helper()
	signatures := a.signatures
	if signatures == nil {
		signatures = w.sign(w.hash(multisig, a), signers...)
	}
	return w.data(call{what: &contracts.Multisig, method: "execTransaction", args: append(a.fields(), signatures)})
}

// sign is the signatures of accounts, in the order a multisig wants.
func (w *world) sign(hash common.Hash, signers ...int) []byte {
	w.t.Helper()
	slices.SortFunc(signers, func(a, b int) int { return bytes.Compare(w.accounts[a].Address[:], w.accounts[b].Address[:]) })
	packed := []byte{}
	for _, i := range signers {
		signature, err := crypto.Sign(hash[:], w.accounts[i].Key)
		must(w.t, err)
		signature[64] += 27
		packed = append(packed, signature...)
	}
	return packed
}

// multisigOf is that of ProxyCreation.
func multisigOf(t *testing.T, receipt *types.Receipt) common.Address {
	t.Helper()
	for _, log := range receipt.Logs {
		if log.Topics[0] == crypto.Keccak256Hash([]byte("ProxyCreation(address,address)")) {
			return common.Address(log.Data[12:32])
		}
	}
	t.Fatal("no multisig was made")
	return common.Address{}
}

func ether(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(params.Ether)) }

func milli(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(params.Ether/1000)) }
