package contracts_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/internal/devchain/contracts"
)

var nobody = common.Address{0xab, 19: 0xcd}

// multisigOf34 belongs to accounts 0 to 3, three of which sign, and has ether
// and tokens.
func (w *world) multisigOf34() common.Address {
	w.t.Helper()
	multisig := multisigOf(w.t, w.do(w.make(w.addresses(0, 4), 3, 1)))
	w.send(w.accounts[9], &multisig, nil, ether(1))
	w.do(w.token(9, "transfer", multisig, ether(1)))
	return multisig
}

func (w *world) make(owners []common.Address, threshold, salt int64) call {
	return call{9, w.SafeProxyFactory, &contracts.MultisigFactory, "createProxyWithNonce", []any{w.Safe, w.setup(owners, threshold), big.NewInt(salt)}, nil}
}

func (w *world) setup(owners []common.Address, threshold int64) []byte {
	return w.data(call{what: &contracts.Multisig, method: "setup", args: []any{
		owners, big.NewInt(threshold), common.Address{}, []byte{}, common.Address{}, common.Address{}, new(big.Int), common.Address{},
	}})
}

func (w *world) own(multisig common.Address, method string, args ...any) action {
	return action{to: multisig, data: w.data(call{what: &contracts.Multisig, method: method, args: args})}
}

func TestSetup(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		one := w.addresses(0, 1)
		empty := multisigOf(t, w.do(call{9, w.SafeProxyFactory, &contracts.MultisigFactory, "createProxyWithNonce", []any{w.Safe, []byte{}, new(big.Int)}, nil}))
		for _, c := range []struct {
			want      string
			owners    []common.Address
			threshold int64
		}{
			{"GS201", one, 2},
			{"GS202", one, 0},
			{"GS203", []common.Address{{}}, 1},
			{"GS203", []common.Address{{19: 1}}, 1},
			{"GS203", []common.Address{one[0], one[0]}, 1},
			{"GS204", []common.Address{one[0], nobody, one[0]}, 1},
			{"nothing", one, 1},
		} {
			if got := w.refusal(w.accounts[9].Address, empty, w.setup(c.owners, c.threshold), nil); got != c.want {
				t.Errorf("%d of %v: %q, want %q", c.threshold, c.owners, got, c.want)
			}
		}
		w.refused("execution reverted", w.make(one, 2, 1))
		multisig := w.multisigOf34()
		w.refused("Create2 call failed", w.make(w.addresses(0, 4), 3, 1))
		for _, set := range []common.Address{multisig, w.Safe} {
			w.refused("GS200", call{9, set, &contracts.Multisig, "setup", []any{
				one, big.NewInt(1), common.Address{}, []byte{}, common.Address{}, common.Address{}, new(big.Int), common.Address{}}, nil})
		}
		w.shows("1.3.0", multisig, &contracts.Multisig, "VERSION")
		w.shows("31337", multisig, &contracts.Multisig, "getChainId")
		code, err := w.Client().CodeAt(t.Context(), multisig, nil)
		must(t, err)
		if runtime := w.read(w.SafeProxyFactory, &contracts.MultisigFactory, "proxyRuntimeCode")[0].([]byte); string(code) != string(runtime) {
			t.Error("proxyRuntimeCode is not what lies at the proxy")
		}
		slot, err := w.Client().StorageAt(t.Context(), multisig, common.Hash{}, nil)
		must(t, err)
		if common.BytesToAddress(slot) != w.Safe {
			t.Errorf("slot 0 is %x", slot)
		}
	})
}

// ExecutionSuccess, ExecutionFailure and GS013.
func TestExecution(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := w.multisigOf34()
		tooMuch := action{to: nobody, value: ether(2)}
		w.refusedAction("GS013", multisig, tooMuch, 0, 1, 2)
		tooMuch.safeTxGas = big.NewInt(50_000)
		if got := events(t, w.act(multisig, tooMuch, 0, 1, 2)); strings.Join(got, " ") != "ExecutionFailure" {
			t.Errorf("events %v", got)
		}
		w.shows("1", multisig, &contracts.Multisig, "nonce")
		hash := w.hash(multisig, action{to: nobody, value: ether(1)})
		receipt := w.act(multisig, action{to: nobody, value: ether(1)}, 3, 1, 2)
		if log := last(receipt); len(log.Topics) != 1 || common.Hash(log.Data[:32]) != hash || len(log.Data) != 64 {
			t.Errorf("event %x of %v", log.Data, log.Topics)
		}
		if got := w.balance(nobody); got.Cmp(ether(1)) != 0 {
			t.Errorf("nobody has %v", got)
		}
		// Too little gas for what was signed: nothing happens, whoever sends it.
		a := action{to: nobody, safeTxGas: big.NewInt(20_000_000)}
		if got := w.refusal(w.accounts[9].Address, multisig, w.signed(multisig, a, 0, 1, 2), nil); got != "nothing" {
			t.Errorf("with enough gas: %s", got)
		}
		a.safeTxGas = new(big.Int).SetUint64(1 << 60)
		w.refusedAction("GS010", multisig, a, 0, 1, 2)
	})
}

func TestOwners(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := w.multisigOf34()
		who := w.addresses(0, 5)
		head := common.Address{19: 1}
		for method, args := range map[string][]any{
			"addOwnerWithThreshold": {nobody, big.NewInt(3)}, "removeOwner": {head, who[0], big.NewInt(3)}, "swapOwner": {head, who[0], nobody},
			"changeThreshold": {big.NewInt(1)}, "enableModule": {nobody}, "disableModule": {head, nobody}, "setFallbackHandler": {nobody},
		} {
			w.refused("GS031", call{0, multisig, &contracts.Multisig, method, args, nil})
		}
		twice := action{to: nobody}
		one, other := w.sign(w.hash(multisig, twice), 0), w.sign(w.hash(multisig, twice), 1)
		for _, signatures := range [][]byte{slices.Concat(one, one, other), slices.Concat(one, other, other), slices.Concat(other, other, one)} {
			twice.signatures = signatures
			w.refusedAction("GS026", multisig, twice)
		}
		for _, refused := range []action{
			w.own(multisig, "addOwnerWithThreshold", who[0], big.NewInt(3)),
			w.own(multisig, "addOwnerWithThreshold", multisig, big.NewInt(3)),
			w.own(multisig, "addOwnerWithThreshold", nobody, big.NewInt(6)),
			w.own(multisig, "removeOwner", head, who[1], big.NewInt(3)), // not the one after head
			w.own(multisig, "removeOwner", head, who[0], big.NewInt(4)),
			w.own(multisig, "removeOwner", head, who[0], new(big.Int)),
			w.own(multisig, "swapOwner", head, who[0], who[1]),
			w.own(multisig, "changeThreshold", big.NewInt(5)),
		} {
			w.refusedAction("GS013", multisig, refused, 0, 1, 2)
		}
		if got := events(t, w.act(multisig, w.own(multisig, "addOwnerWithThreshold", who[4], big.NewInt(4)), 0, 1, 2)); strings.Join(got, " ") != "AddedOwner ChangedThreshold ExecutionSuccess" {
			t.Errorf("events %v", got)
		}
		w.shows(text([]common.Address{who[4], who[0], who[1], who[2], who[3]}), multisig, &contracts.Multisig, "getOwners")
		w.refusedAction("GS020", multisig, action{to: nobody}, 0, 1, 2)
		w.act(multisig, w.own(multisig, "removeOwner", who[0], who[1], big.NewInt(2)), 0, 1, 2, 4)
		w.act(multisig, w.own(multisig, "swapOwner", head, who[4], nobody), 0, 4)
		w.shows(text([]common.Address{nobody, who[0], who[2], who[3]}), multisig, &contracts.Multisig, "getOwners")
		w.refusedAction("GS026", multisig, action{to: nobody}, 0, 1)
		w.refusedAction("GS026", multisig, action{to: nobody}, 0, 4)
		w.shows("true", multisig, &contracts.Multisig, "isOwner", nobody)
		w.shows("false", multisig, &contracts.Multisig, "isOwner", head)
	})
}

// A module acts without signatures, and is told what came of it.
func TestModules(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := w.multisigOf34()
		module, head := w.accounts[8].Address, common.Address{19: 1}
		pay := func(amount *big.Int) call {
			return call{8, multisig, &contracts.Multisig, "execTransactionFromModule", []any{nobody, amount, []byte{}, uint8(0)}, nil}
		}
		w.refused("GS104", pay(ether(1)))
		w.refusedAction("GS013", multisig, w.own(multisig, "enableModule", head), 0, 1, 2)
		w.act(multisig, w.own(multisig, "enableModule", module), 0, 1, 2)
		w.refusedAction("GS013", multisig, w.own(multisig, "enableModule", module), 0, 1, 2)
		for amount, want := range map[*big.Int]string{ether(5): "ExecutionFromModuleFailure", ether(1): "ExecutionFromModuleSuccess"} {
			receipt := w.sendWith(w.accounts[8], &multisig, w.data(pay(amount)), nil, 200_000)
			if got := events(t, receipt); strings.Join(got, " ") != want {
				t.Errorf("events %v", got)
			}
		}
		list := w.read(multisig, &contracts.Multisig, "getModulesPaginated", head, big.NewInt(10))
		if got := list[0].([]common.Address); len(got) != 1 || got[0] != module || list[1].(common.Address) != head {
			t.Errorf("modules %v", list)
		}
		w.act(multisig, w.own(multisig, "disableModule", head, module), 0, 1, 2)
		w.refused("GS104", pay(new(big.Int)))
	})
}

// The other kinds of signature: approved before, by sending, and a personal
// message.
func TestOtherSignatures(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := multisigOf(t, w.do(w.make(w.addresses(4, 5), 1, 1)))
		a := action{to: nobody}
		hash := w.hash(multisig, a)
		a.signatures = append(common.LeftPadBytes(w.accounts[4].Address[:], 32), make([]byte, 33)...)
		a.signatures[64] = 1
		w.refusedAction("GS025", multisig, a)
		if got := w.refusal(w.accounts[4].Address, multisig, w.signed(multisig, a), nil); got != "nothing" {
			t.Errorf("sent by the owner: %s", got)
		}
		w.refused("GS030", call{5, multisig, &contracts.Multisig, "approveHash", []any{hash}, nil})
		w.do(call{4, multisig, &contracts.Multisig, "approveHash", []any{hash}, nil})
		w.act(multisig, a)

		a.signatures[64] = 0 // a contract, which this owner is not
		a.signatures[63] = 64
		w.refusedAction("GS021", multisig, a)
		a.signatures[63] = 65
		w.refusedAction("GS022", multisig, a)
		a.signatures = append(a.signatures, word(1)...)
		w.refusedAction("GS023", multisig, a)

		personal := w.sign(common.BytesToHash(personalHash(w.hash(multisig, a))), 4)
		personal[64] += 4
		a.signatures = personal
		w.act(multisig, a)
	})
}

// A contract that owns a multisig signs by saying so.
func TestContractSignatures(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		yes := w.deployCode("6320c13b0b60e01b60005260206000f3") // returns isValidSignature's selector
		no := w.deployCode("60206000f3")
		for signer, want := range map[common.Address]string{yes: "nothing", no: "GS024"} {
			multisig := multisigOf(t, w.do(w.make([]common.Address{signer}, 1, 1)))
			a := action{to: nobody, signatures: common.LeftPadBytes(signer[:], 32)}
			a.signatures = append(a.signatures, word(65)...)
			a.signatures = append(a.signatures, 0)
			a.signatures = append(a.signatures, word(0)...) // an empty signature
			w.refusedAction(want, multisig, a)
		}
	})
}

// deployCode makes a contract of this code, which takes no setting up.
func (w *world) deployCode(code string) common.Address {
	w.t.Helper()
	runtime := common.FromHex(code)
	init := append(common.FromHex("60"+fmt.Sprintf("%02x", len(runtime))+"600c60003960"+fmt.Sprintf("%02x", len(runtime))+"6000f3"), runtime...)
	return w.send(w.accounts[9], nil, init, nil).ContractAddress
}

func personalHash(hash common.Hash) []byte {
	return crypto.Keccak256([]byte("\x19Ethereum Signed Message:\n32"), hash[:])
}

// Whoever sends the transaction is paid back in ether or tokens, if that was
// signed.
func TestRefund(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := w.multisigOf34()
		a := action{to: nobody, safeTxGas: big.NewInt(50_000), baseGas: big.NewInt(100_000), gasPrice: big.NewInt(100 * params.GWei), refundReceiver: nobody}
		receipt := w.act(multisig, a, 0, 1, 2)
		payment := new(big.Int).SetBytes(last(receipt).Data[32:])
		if got := w.balance(nobody); got.Cmp(payment) != 0 || got.Cmp(new(big.Int).Mul(a.baseGas, receipt.EffectiveGasPrice)) < 0 {
			t.Errorf("paid %v, the event says %v", got, payment)
		}
		// At the price that was paid, which is less than what was signed.
		if most := new(big.Int).SetUint64(receipt.GasUsed + a.baseGas.Uint64()); payment.Cmp(most.Mul(most, receipt.EffectiveGasPrice)) > 0 {
			t.Errorf("paid %v, at most %v were spent", payment, most)
		}
		a.gasToken = w.Token
		receipt = w.act(multisig, a, 0, 1, 2)
		payment = new(big.Int).SetBytes(last(receipt).Data[32:])
		if got := w.holds(nobody); got.Cmp(payment) != 0 || got.Cmp(new(big.Int).Mul(a.baseGas, a.gasPrice)) < 0 {
			t.Errorf("paid %v tokens, the event says %v", got, payment)
		}
		a.gasPrice = ether(1)
		w.refusedAction("GS012", multisig, a, 0, 1, 2)
		a.gasToken, a.gasPrice, a.baseGas = common.Address{}, ether(1), ether(1)
		if got := w.refusalAt(multisig, w.signed(multisig, a, 0, 1, 2), big.NewInt(5*params.GWei)); got != "GS011" {
			t.Error(got)
		}
	})
}

func TestMultiSend(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := w.multisigOf34()
		part := func(value *big.Int) []byte {
			packed := append([]byte{0}, nobody[:]...)
			packed = append(packed, common.BigToHash(value).Bytes()...)
			return append(packed, word(0)...)
		}
		batch := func(parts ...[]byte) action {
			var packed []byte
			for _, one := range parts {
				packed = append(packed, one...)
			}
			data := w.data(call{what: &contracts.MultiSend, method: "multiSend", args: []any{packed}})
			return action{to: w.MultiSend, data: data, operation: 1}
		}
		w.act(multisig, batch(part(milli(100)), part(milli(200))), 0, 1, 2)
		if got := w.balance(nobody); got.Cmp(milli(300)) != 0 {
			t.Errorf("paid %v", got)
		}
		w.refusedAction("GS013", multisig, batch(part(milli(100)), part(ether(1))), 0, 1, 2)
		if w.Contracts == w.Chain.Contracts() { // ours: theirs takes what is missing for zeros
			w.refusedAction("GS013", multisig, batch(part(milli(100))[:84]), 0, 1, 2)
		}
		odd := part(milli(100))
		odd[0] = 2
		w.refusedAction("GS013", multisig, batch(odd), 0, 1, 2)
		w.refused("MultiSend should only be called via delegatecall", call{0, w.MultiSend, &contracts.MultiSend, "multiSend", []any{[]byte{}}, nil})
	})
}

// last is the event of the execution: L2 versions of the Safe have one before.
func last(receipt *types.Receipt) *types.Log { return receipt.Logs[len(receipt.Logs)-1] }

// Ether that arrives is told of; what nobody knows goes to the handler.
func TestReceiving(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := w.multisigOf34()
		receipt := w.send(w.accounts[5], &multisig, nil, big.NewInt(1))
		if got := events(t, receipt); strings.Join(got, " ") != "SafeReceived" || common.Address(receipt.Logs[0].Topics[1][12:]) != w.accounts[5].Address {
			t.Errorf("events %v", got)
		}
		w.act(multisig, w.own(multisig, "setFallbackHandler", w.Token), 0, 1, 2)
		w.shows(ether(1).String(), multisig, &contracts.LabToken, "balanceOf", multisig)
	})
}
