package contracts_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/math"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/internal/devchain/contracts"
)

var ethToken = common.HexToAddress("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE")

// bondOf is how many instances of an agent, and what each puts down.
type bondOf struct {
	Slots uint32
	Bond  *big.Int
}

// In these tests account 1 owns services, account 2 operates, and accounts 3
// to 6 are the instances of service 1.
const owner, operator = 1, 2

var serviceID = big.NewInt(1)

func (w *world) service(from int, value *big.Int, method string, args ...any) call {
	return call{from, w.ServiceManagerProxy, &contracts.ServiceManager, method, args, value}
}

func (w *world) addresses(from, to int) (list []common.Address) {
	for _, account := range w.accounts[from:to] {
		list = append(list, account.Address)
	}
	return list
}

func (w *world) state(want uint8) {
	w.t.Helper()
	if got := w.read(w.ServiceRegistry, &contracts.ServiceRegistry, "mapServices", serviceID)[6].(uint8); got != want {
		w.t.Fatalf("the service is in state %d, want %d", got, want)
	}
}

// create makes service 1: four instances of agent 1, three of which sign.
func (w *world) create(token common.Address, bond *big.Int) {
	w.t.Helper()
	w.mintAll()
	w.do(w.service(5, nil, "create", w.accounts[owner].Address, token, firstHash, []uint32{1}, []bondOf{{4, bond}}, uint32(3)))
	w.state(1)
}

func (w *world) register(first, last int, value *big.Int) call {
	return w.service(operator, value, "registerAgents", serviceID, w.addresses(first, last), make1(last-first))
}

// make1 is as many times agent 1.
func make1(n int) []uint32 {
	ids := make([]uint32, n)
	for i := range ids {
		ids[i] = 1
	}
	return ids
}

// deployed goes from a new service to one that runs.
func (w *world) deployed(implementation common.Address, data []byte) common.Address {
	w.t.Helper()
	w.create(ethToken, milli(10))
	return w.redeployed(implementation, data, 3, 7)
}

// redeployed starts a service that exists, with instances from..to.
func (w *world) redeployed(implementation common.Address, data []byte, from, to int) common.Address {
	w.t.Helper()
	w.do(w.service(owner, milli(10), "activateRegistration", serviceID))
	w.state(2)
	w.do(w.register(from, to, milli(int64(to-from)*10)))
	w.state(3)
	receipt := w.do(w.service(owner, nil, "deploy", serviceID, implementation, data))
	w.state(4)
	return w.multisig(receipt)
}

// multisig is that of CreateMultisigWithAgents, and of the registry.
func (w *world) multisig(receipt *types.Receipt) common.Address {
	w.t.Helper()
	got := w.read(w.ServiceRegistry, &contracts.ServiceRegistry, "mapServices", serviceID)[1].(common.Address)
	for _, log := range receipt.Logs {
		if event, err := interfaceOf(w.t, &contracts.ServiceRegistry).EventByID(log.Topics[0]); err == nil && event.Name == "CreateMultisigWithAgents" {
			if common.Address(log.Topics[2][12:]) != got {
				w.t.Errorf("the event names another multisig than %v", got)
			}
			return got
		}
	}
	w.t.Fatal("no CreateMultisigWithAgents")
	return got
}

// withNonce is the data of SafeMultisigWithRecoveryModule.
func withNonce(n byte) []byte { return common.LeftPadBytes([]byte{n}, 64) }

func (w *world) slash(amount *big.Int, instances ...common.Address) action {
	amounts := make([]*big.Int, len(instances))
	for i := range amounts {
		amounts[i] = amount
	}
	return action{to: w.ServiceRegistry, data: w.data(call{what: &contracts.ServiceRegistry, method: "slash", args: []any{instances, amounts, serviceID}})}
}

// A service is born, runs, is slashed, ends, and starts again on the same
// multisig.
func TestLife(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := w.deployed(w.SafeMultisigWithRecoveryModule, withNonce(1))
		w.shows(text(w.addresses(3, 7)), multisig, &contracts.Multisig, "getOwners")
		w.shows("3", multisig, &contracts.Multisig, "getThreshold")
		w.shows("true", multisig, &contracts.Multisig, "isModuleEnabled", w.RecoveryModule)
		w.shows("3 [1 2 3", w.ServiceRegistry, &contracts.ServiceRegistry, "getUnitIdsOfService", uint8(0), serviceID)
		w.shows("1 [1", w.ServiceRegistry, &contracts.ServiceRegistry, "getUnitIdsOfService", uint8(1), serviceID)
		w.shows("1", w.ServiceManagerProxy, &contracts.ServiceManager, "mapMultisigServiceIds", multisig)

		balance := func(want *big.Int) {
			t.Helper()
			w.shows(want.String(), w.ServiceRegistry, &contracts.ServiceRegistry, "getOperatorBalance", w.accounts[operator].Address, serviceID)
		}
		balance(milli(40))
		w.act(multisig, w.slash(milli(4), w.accounts[3].Address), 3, 4, 5)
		balance(milli(36))
		w.shows(milli(4).String(), w.ServiceRegistry, &contracts.ServiceRegistry, "slashedFunds")

		before := w.balance(w.accounts[7].Address)
		w.do(call{owner, w.ServiceRegistry, &contracts.ServiceRegistry, "transferFrom", []any{w.accounts[owner].Address, w.accounts[7].Address, serviceID}, nil})
		got := events(t, w.do(w.service(7, nil, "terminate", serviceID)))
		if strings.Join(got, " ") != "Refund TerminateService" || new(big.Int).Sub(w.balance(w.accounts[7].Address), before).Cmp(milli(9)) < 0 {
			t.Errorf("the deposit did not go to the new owner; events %v", got)
		}
		w.do(call{7, w.ServiceRegistry, &contracts.ServiceRegistry, "transferFrom", []any{w.accounts[7].Address, w.accounts[owner].Address, serviceID}, nil})
		w.state(5)
		zeros := text(make([]common.Address, 4))
		w.shows("4 ["+zeros, w.ServiceRegistry, &contracts.ServiceRegistry, "getAgentInstances", serviceID)
		w.shows("0 ", w.ServiceRegistry, &contracts.ServiceRegistry, "getUnitIdsOfService", uint8(1), serviceID)

		before = w.balance(w.ServiceRegistry)
		w.do(w.service(operator, nil, "unbond", serviceID))
		if after := w.balance(w.ServiceRegistry); new(big.Int).Sub(before, after).Cmp(milli(36)) != 0 || after.Cmp(milli(4)) != 0 {
			t.Errorf("the registry had %v and has %v", before, after)
		}
		w.state(1)
		w.do(call{0, w.ServiceRegistry, &contracts.ServiceRegistry, "drain", nil, nil})
		if after := w.balance(w.ServiceRegistry); after.Sign() != 0 {
			t.Errorf("%v are left", after)
		}
		w.again(multisig)
	})
}

// again is the second life: updated, recovered by its owner, with other
// instances.
func (w *world) again(multisig common.Address) {
	w.t.Helper()
	w.do(w.service(owner, nil, "update", ethToken, secondHash, []uint32{1}, []bondOf{{5, milli(10)}}, uint32(4), serviceID))
	previous := w.read(w.ServiceRegistry, &contracts.ServiceRegistry, "getPreviousHashes", serviceID)
	if list := previous[1].([][32]byte); len(list) != 1 || list[0] != firstHash {
		w.t.Errorf("previous hashes %x", list)
	}
	recovery := call{owner, w.RecoveryModule, &contracts.RecoveryModule, "recoverAccess", []any{serviceID}, nil}
	w.do(recovery)
	w.shows(w.accounts[owner].Address.String(), multisig, &contracts.Multisig, "getOwners")
	w.shows("1", multisig, &contracts.Multisig, "getThreshold")
	if got := w.redeployed(w.RecoveryModule, math.U256Bytes(big.NewInt(1)), 4, 9); got != multisig {
		w.t.Errorf("the multisig was %v and is %v", multisig, got)
	}
	list := w.addresses(4, 9)
	for i := range list[:2] {
		list[i], list[4-i] = list[4-i], list[i]
	}
	w.shows(text(list), multisig, &contracts.Multisig, "getOwners") // reversed
	w.shows("4", multisig, &contracts.Multisig, "getThreshold")
	w.refused("WrongServiceState[4 1]", recovery)
}

// text is how shows writes a list.
func text[T any](list []T) string { return strings.Trim(fmt.Sprint(list), "[]") }

func TestThresholds(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.mintAll()
		for n, least := range map[uint32]uint32{1: 1, 2: 2, 3: 3, 4: 3, 5: 4, 6: 5, 7: 5, 10: 7, 31: 21} {
			create := func(threshold uint32) call {
				return w.service(5, nil, "create", w.accounts[owner].Address, ethToken, firstHash, []uint32{1}, []bondOf{{n, milli(1)}}, threshold)
			}
			w.refused("nothing", create(least))
			w.refused("nothing", create(n))
			w.refused(fmt.Sprintf("WrongThreshold[%d %d %d]", least-1, least, n), create(least-1))
			w.refused(fmt.Sprintf("WrongThreshold[%d %d %d]", n+1, least, n), create(n+1))
		}
	})
}

func TestCreateRefusals(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.mintAll()
		someone := w.accounts[owner].Address
		for _, c := range []struct {
			want   string
			owner  common.Address
			token  common.Address
			hash   common.Hash
			ids    []uint32
			params []bondOf
		}{
			{"ZeroAddress[]", common.Address{}, ethToken, firstHash, []uint32{1}, []bondOf{{1, milli(1)}}},
			{"ZeroAddress[]", someone, common.Address{}, firstHash, []uint32{1}, []bondOf{{1, milli(1)}}},
			{"ZeroValue[]", someone, ethToken, common.Hash{}, []uint32{1}, []bondOf{{1, milli(1)}}},
			{"ZeroValue[]", someone, ethToken, firstHash, []uint32{1}, []bondOf{{1, new(big.Int)}}},
			{"ZeroValue[]", someone, ethToken, firstHash, []uint32{1}, []bondOf{{0, milli(1)}}},
			{"WrongArrayLength[0 0]", someone, ethToken, firstHash, []uint32{}, []bondOf{}},
			{"WrongArrayLength[1 2]", someone, ethToken, firstHash, []uint32{1}, []bondOf{{1, milli(1)}, {1, milli(1)}}},
			{"WrongAgentId[2]", someone, ethToken, firstHash, []uint32{2}, []bondOf{{1, milli(1)}}},
			{"WrongAgentId[1]", someone, ethToken, firstHash, []uint32{1, 1}, []bondOf{{1, milli(1)}, {1, milli(1)}}},
			{"TokenRejected[" + someone.String() + "]", someone, someone, firstHash, []uint32{1}, []bondOf{{1, milli(1)}}},
			{"TokenRejected[" + w.MultiSend.String() + "]", someone, w.MultiSend, firstHash, []uint32{1}, []bondOf{{1, milli(1)}}},
		} {
			w.refused(c.want, w.service(5, nil, "create", c.owner, c.token, c.hash, c.ids, c.params, uint32(1)))
		}
		direct := call{5, w.ServiceRegistry, &contracts.ServiceRegistry, "create", []any{someone, firstHash, []uint32{1}, []bondOf{{1, milli(1)}}, uint32(1)}, nil}
		w.refused("ManagerOnly["+w.accounts[5].Address.String()+" "+w.ServiceManagerProxy.String()+"]", direct)
		w.do(w.service(0, nil, "pause"))
		w.refused("Paused[]", w.service(5, nil, "create", someone, ethToken, firstHash, []uint32{1}, []bondOf{{1, milli(1)}}, uint32(1)))
	})
}

// Each step wants its state, its caller and its money.
func TestLifeRefusals(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.create(ethToken, milli(10))
		me, notMe := w.accounts[owner].Address.String(), w.accounts[5].Address.String()
		activate := w.service(owner, milli(10), "activateRegistration", serviceID)
		deploy := func(from int, implementation common.Address, data []byte) call {
			return w.service(from, nil, "deploy", serviceID, implementation, data)
		}
		w.refused("OwnerOnly["+notMe+" "+me+"]", w.service(5, milli(10), "activateRegistration", serviceID))
		w.refused("IncorrectRegistrationDepositValue["+milli(9).String()+" "+milli(10).String()+" 1]", w.service(owner, milli(9), "activateRegistration", serviceID))
		w.refused("WrongServiceState[1 1]", w.register(3, 4, milli(10)))
		w.refused("WrongServiceState[1 1]", w.service(owner, nil, "terminate", serviceID))
		w.refused("WrongServiceState[1 1]", w.service(operator, nil, "unbond", serviceID))
		w.refused("OwnerOnly["+notMe+" "+me+"]", w.service(5, nil, "update", ethToken, secondHash, []uint32{1}, []bondOf{{4, milli(10)}}, uint32(3), serviceID))
		w.do(activate)

		w.refused("ServiceMustBeInactive[1]", activate)
		w.refused("WrongServiceState[2 1]", w.service(owner, nil, "update", ethToken, secondHash, []uint32{1}, []bondOf{{4, milli(10)}}, uint32(3), serviceID))
		w.refused("IncorrectAgentBondingValue["+milli(10).String()+" "+milli(20).String()+" 1]", w.register(3, 5, milli(10)))
		w.refused("WrongOperator[1]", w.register(2, 3, milli(10)))
		w.refused("AgentNotInService[2 1]", w.service(operator, milli(10), "registerAgents", serviceID, w.addresses(3, 4), []uint32{2}))
		w.refused("WrongArrayLength[2 1]", w.service(operator, milli(10), "registerAgents", serviceID, w.addresses(3, 5), []uint32{1}))
		w.refused("AgentInstancesSlotsFilled[1]", w.register(3, 8, milli(50)))
		w.do(w.register(3, 4, milli(10)))
		w.refused("AgentInstanceRegistered["+w.accounts[operator].Address.String()+"]", w.register(3, 4, milli(10)))
		w.refused("WrongOperator[1]", w.service(3, milli(10), "registerAgents", serviceID, w.addresses(4, 5), []uint32{1}))
		w.refused("WrongServiceState[2 1]", deploy(owner, w.GnosisSafeMultisig, nil))
		w.do(w.register(4, 7, milli(30)))

		w.refused("WrongServiceState[3 1]", w.register(7, 8, milli(10)))
		w.refused("OwnerOnly["+notMe+" "+me+"]", deploy(5, w.GnosisSafeMultisig, nil))
		w.refused("UnauthorizedMultisig["+w.MultiSend.String()+"]", deploy(owner, w.MultiSend, nil))
		w.refused("IncorrectDataLength[144 143]", deploy(owner, w.GnosisSafeMultisig, make([]byte, 143)))
		w.refused("IncorrectDataLength[64 63]", deploy(owner, w.SafeMultisigWithRecoveryModule, make([]byte, 63)))
		w.refused("ZeroAddress[]", deploy(owner, w.RecoveryModule, math.U256Bytes(big.NewInt(1))))
		multisig := w.multisig(w.do(deploy(owner, w.GnosisSafeMultisig, nil)))

		w.refused("WrongServiceState[4 1]", w.service(operator, nil, "unbond", serviceID))
		w.refused("OwnerOnly["+notMe+" "+me+"]", w.service(5, nil, "terminate", serviceID))
		slash := call{owner, w.ServiceRegistry, &contracts.ServiceRegistry, "slash", []any{w.addresses(3, 4), []*big.Int{milli(1)}, serviceID}, nil}
		w.refused("OnlyOwnServiceMultisig["+me+" "+multisig.String()+" 1]", slash)
		w.do(w.service(owner, nil, "terminate", serviceID))
		w.refused("WrongServiceState[5 1]", slash)
		w.refused("OperatorHasNoInstances["+me+" 1]", w.service(owner, nil, "unbond", serviceID))
		w.refused("ManagerOnly["+me+" "+w.accounts[0].Address.String()+"]", call{owner, w.ServiceRegistry, &contracts.ServiceRegistry, "drain", nil, nil})

		// The same owners and no salt make the same address: it is taken.
		w.do(w.service(operator, nil, "unbond", serviceID))
		w.do(activate)
		w.do(w.register(3, 7, milli(40)))
		w.refused("Create2 call failed", deploy(owner, w.GnosisSafeMultisig, nil))
		w.refused("WrongOwner["+w.accounts[3].Address.String()+"]", deploy(owner, w.RecoveryModule, math.U256Bytes(big.NewInt(1))))
	})
}

// Slashing stops at what there is, and the event tells what was asked for.
func TestSlashingTooMuch(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		multisig := w.deployed(w.GnosisSafeMultisig, nil)
		w.refusedAction("GS020", multisig, w.slash(milli(1), w.accounts[3].Address), 3, 4)
		receipt := w.act(multisig, w.slash(milli(30), w.addresses(3, 5)...), 3, 4, 6)
		if got := new(big.Int).SetBytes(receipt.Logs[1].Data); got.Cmp(milli(30)) != 0 {
			t.Errorf("the event says %v", got)
		}
		w.shows("0", w.ServiceRegistry, &contracts.ServiceRegistry, "getOperatorBalance", w.accounts[operator].Address, serviceID)
		w.shows(milli(40).String(), w.ServiceRegistry, &contracts.ServiceRegistry, "slashedFunds")
		w.do(w.service(owner, nil, "terminate", serviceID))
		if got := events(t, w.do(w.service(operator, nil, "unbond", serviceID))); strings.Join(got, " ") != "OperatorUnbond" {
			t.Errorf("events %v", got) // no Refund
		}
	})
}

// The packed payload of the older implementation: each field gets where it
// belongs.
func TestPackedPayload(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		handler, receiver := common.Address{0xfa}, common.Address{0xab}
		var data []byte
		data = append(data, w.RecoveryModule[:]...)
		data = append(data, handler[:]...)
		data = append(data, w.Token[:]...)
		data = append(data, receiver[:]...)
		data = append(data, math.U256Bytes(new(big.Int))...) // payment
		data = append(data, math.U256Bytes(big.NewInt(7))...)
		data = append(data, w.data(call{what: &contracts.RecoveryModule, method: "enableModule"})...)
		multisig := w.deployed(w.GnosisSafeMultisig, data)
		w.shows("true", multisig, &contracts.Multisig, "isModuleEnabled", w.RecoveryModule)
		slot, err := w.Client().StorageAt(t.Context(), multisig, common.HexToHash("0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5"), nil)
		must(t, err)
		if common.BytesToAddress(slot) != handler {
			t.Errorf("the fallback handler is %x", slot)
		}
	})
}

// The recovery module serves the registry and the owner of a service, and a
// service cannot name another's multisig.
func TestRecoveryRefusals(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		module := func(from int, method string, args ...any) call {
			return call{from, w.RecoveryModule, &contracts.RecoveryModule, method, args, nil}
		}
		me, notMe := w.accounts[owner].Address.String(), w.accounts[5].Address.String()
		w.create(ethToken, milli(10))
		w.refused("DelegatecallOnly[]", module(5, "enableModule"))
		w.refused("OwnerOnly["+notMe+" "+me+"]", module(5, "recoverAccess", serviceID))
		w.refused("ZeroAddress[]", module(owner, "recoverAccess", serviceID))
		w.refused("RegistryOnly["+notMe+" "+w.ServiceRegistry.String()+"]", module(5, "create", w.addresses(3, 7), big.NewInt(3), word(1)))
		w.redeployed(w.SafeMultisigWithRecoveryModule, withNonce(1), 3, 7)

		// Service 2 wants the multisig of service 1.
		second := big.NewInt(2)
		w.do(w.service(owner, nil, "create", w.accounts[owner].Address, ethToken, firstHash, []uint32{1}, []bondOf{{1, milli(10)}}, uint32(1)))
		w.do(w.service(owner, milli(10), "activateRegistration", second))
		w.do(w.service(operator, milli(10), "registerAgents", second, w.addresses(8, 9), []uint32{1}))
		deploy := func(data []byte) call {
			return w.service(owner, nil, "deploy", second, w.RecoveryModule, data)
		}
		w.refused("WrongThreshold[3 1]", deploy(word(1)))
		w.refused("ZeroAddress[]", deploy(word(2)))
		w.refused("IncorrectDataLength[32 31]", deploy(make([]byte, 31)))
	})
}

// While its owner alone holds the multisig of a service that does not run,
// another service like it cannot be given it.
func TestRecoveredIsNotForOthers(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.deployed(w.SafeMultisigWithRecoveryModule, withNonce(1))
		w.do(w.service(owner, nil, "terminate", serviceID))
		w.do(w.service(operator, nil, "unbond", serviceID))
		w.do(call{owner, w.RecoveryModule, &contracts.RecoveryModule, "recoverAccess", []any{serviceID}, nil})

		const thief = 8
		second := big.NewInt(2)
		w.do(w.service(thief, nil, "create", w.accounts[thief].Address, ethToken, firstHash, []uint32{1}, []bondOf{{4, milli(10)}}, uint32(3)))
		w.do(w.service(thief, milli(10), "activateRegistration", second))
		w.do(w.service(operator, milli(40), "registerAgents", second, w.addresses(3, 7), make1(4)))
		w.refused("WrongNumOwners[0 4]", w.service(thief, nil, "deploy", second, w.RecoveryModule, word(1)))
	})
}

// An owner that takes no money cannot end its service.
func TestUnpayable(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.create(ethToken, milli(10))
		w.do(w.service(owner, milli(10), "activateRegistration", serviceID))
		broke := w.deployCode("60006000fd") // takes no money
		w.do(call{owner, w.ServiceRegistry, &contracts.ServiceRegistry, "transferFrom", []any{w.accounts[owner].Address, broke, serviceID}, nil})
		terminate := w.data(w.service(0, nil, "terminate", serviceID))
		want := "TransferFailed[" + common.Address{}.String() + " " + w.ServiceRegistry.String() + " " + broke.String() + " " + milli(10).String() + "]"
		if got := w.refusal(broke, w.ServiceManagerProxy, terminate, nil); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}
