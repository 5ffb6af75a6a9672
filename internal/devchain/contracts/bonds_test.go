package contracts_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/internal/devchain/contracts"
)

func (w *world) token(from int, method string, args ...any) call {
	return call{from, w.Token, &contracts.LabToken, method, args, nil}
}

// holds is what somebody has of the token.
func (w *world) holds(a common.Address) *big.Int {
	w.t.Helper()
	return w.read(w.Token, &contracts.LabToken, "balanceOf", a)[0].(*big.Int)
}

// A service with bonds in a token: both bonds are slashed, and what is left
// goes back.
func TestTokenBonds(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		utility := w.ServiceRegistryTokenUtility
		w.create(w.Token, ether(5))
		w.shows("true", utility, &contracts.ServiceRegistryTokenUtility, "isTokenSecuredService", serviceID)
		w.shows(ether(5).String(), utility, &contracts.ServiceRegistryTokenUtility, "getAgentBond", serviceID, big.NewInt(1))
		w.shows(w.Token.String()+" "+ether(5).String(), utility, &contracts.ServiceRegistryTokenUtility, "mapServiceIdTokenDeposit", serviceID)

		wei := big.NewInt(1)
		activate := w.service(owner, wei, "activateRegistration", serviceID)
		w.refused("IncorrectRegistrationDepositValue[0 "+ether(5).String()+" 1]", activate)
		w.do(w.token(owner, "approve", utility, ether(5)))
		w.refused("IncorrectRegistrationDepositValue[2 1 1]", w.service(owner, big.NewInt(2), "activateRegistration", serviceID))
		if got := events(t, w.do(activate)); strings.Join(got, " ") != "Transfer TokenDeposit ActivateRegistration" {
			t.Errorf("events %v", got)
		}
		w.refused("IncorrectAgentBondingValue[0 "+ether(20).String()+" 1]", w.register(3, 7, big.NewInt(4)))
		w.do(w.token(operator, "approve", utility, ether(20)))
		w.refused("IncorrectAgentBondingValue[5 4 1]", w.register(3, 7, big.NewInt(5)))
		w.do(w.register(3, 7, big.NewInt(4)))
		multisig := w.multisig(w.do(w.service(owner, nil, "deploy", serviceID, w.GnosisSafeMultisig, []byte{})))
		if got := w.holds(utility); got.Cmp(ether(25)) != 0 {
			t.Errorf("the utility holds %v", got)
		}

		slash := func(amount *big.Int) action {
			return action{to: utility, data: w.data(call{what: &contracts.ServiceRegistryTokenUtility, method: "slash",
				args: []any{w.addresses(3, 4), []*big.Int{amount}, serviceID}})}
		}
		if got := events(t, w.act(multisig, slash(ether(6)), 3, 4, 5)); strings.Join(got, " ") != "OperatorTokenSlashed ExecutionSuccess" {
			t.Errorf("events %v", got)
		}
		w.act(multisig, w.slash(big.NewInt(1), w.accounts[3].Address), 3, 4, 5) // the wei
		w.shows(ether(14).String(), utility, &contracts.ServiceRegistryTokenUtility, "getOperatorBalance", w.accounts[operator].Address, serviceID)
		w.refused("OnlyOwnServiceMultisig["+w.accounts[5].Address.String()+" "+multisig.String()+" 1]",
			call{5, utility, &contracts.ServiceRegistryTokenUtility, "slash", []any{w.addresses(3, 4), []*big.Int{ether(1)}, serviceID}, nil})

		before := w.holds(w.accounts[operator].Address)
		w.do(w.service(owner, nil, "terminate", serviceID))
		w.do(w.service(operator, nil, "unbond", serviceID))
		if got := w.holds(w.accounts[operator].Address); new(big.Int).Sub(got, before).Cmp(ether(14)) != 0 {
			t.Errorf("the operator had %v and has %v", before, got)
		}
		w.refused("OwnerOnly["+w.accounts[5].Address.String()+" "+w.accounts[0].Address.String()+"]",
			call{5, utility, &contracts.ServiceRegistryTokenUtility, "drain", []any{w.Token}, nil})
		w.do(call{0, utility, &contracts.ServiceRegistryTokenUtility, "drain", []any{w.Token}, nil})
		if got := w.holds(utility); got.Sign() != 0 {
			t.Errorf("the utility holds %v", got)
		}
		// From tokens to ether.
		w.do(w.service(owner, nil, "update", ethToken, firstHash, []uint32{1}, []bondOf{{4, milli(10)}}, uint32(3), serviceID))
		w.shows("false", utility, &contracts.ServiceRegistryTokenUtility, "isTokenSecuredService", serviceID)
		w.redeployed(w.SafeMultisigWithRecoveryModule, withNonce(2), 3, 7)
	})
}

func TestWhitelist(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.create(ethToken, milli(10))
		w.do(w.service(owner, milli(10), "activateRegistration", serviceID))
		list := func(from int, method string, args ...any) call {
			return call{from, w.OperatorWhitelist, &contracts.OperatorWhitelist, method, args, nil}
		}
		w.refused("OwnerOnly["+w.accounts[owner].Address.String()+" "+w.accounts[5].Address.String()+"]", list(5, "setOperatorsCheck", serviceID, true))
		w.refused("WrongArrayLength[1 0]", list(owner, "setOperatorsStatuses", serviceID, w.addresses(2, 3), []bool{}, true))
		w.refused("nothing", w.register(3, 4, milli(10)))
		w.do(list(owner, "setOperatorsCheck", serviceID, true))
		w.refused("WrongOperator[1]", w.register(3, 4, milli(10)))
		w.refused("nothing", w.service(owner, milli(10), "registerAgents", serviceID, w.addresses(3, 4), []uint32{1}))
		w.do(list(owner, "setOperatorsStatuses", serviceID, w.addresses(2, 3), []bool{true}, true))
		w.do(w.register(3, 4, milli(10)))
	})
}

// signAs is a signature of a plain hash.
func (w *world) signAs(account int, hash common.Hash) []byte {
	w.t.Helper()
	signature, err := crypto.Sign(hash[:], w.accounts[account].Key)
	must(w.t, err)
	signature[64] += 27
	return signature
}

// typed is an EIP-712 hash by hand, so that clients can rely on it.
func (w *world) typed(kind string, words ...[]byte) common.Hash {
	domain := crypto.Keccak256(
		crypto.Keccak256([]byte("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")),
		crypto.Keccak256([]byte("OLAS Service Manager")), crypto.Keccak256([]byte("1.2.0")),
		word(31337), common.LeftPadBytes(w.ServiceManagerProxy[:], 32))
	content := crypto.Keccak256(append([][]byte{crypto.Keccak256([]byte(kind))}, words...)...)
	return crypto.Keccak256Hash([]byte{0x19, 1}, domain, content)
}

func word(n int64) []byte { return common.BigToHash(big.NewInt(n)).Bytes() }

// The owner registers and releases an operator who signed for it.
func TestSignedByOperators(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.create(ethToken, milli(10))
		w.do(w.service(owner, milli(10), "activateRegistration", serviceID))
		who, me := w.accounts[operator].Address, w.accounts[owner].Address
		instances := w.addresses(3, 7)

		var encoded []byte // abi.encode(instances, ids)
		encoded = append(encoded, word(64)...)
		encoded = append(encoded, word(64+32*5)...)
		encoded = append(encoded, word(4)...)
		for _, instance := range instances {
			encoded = append(encoded, common.LeftPadBytes(instance[:], 32)...)
		}
		encoded = append(encoded, word(4)...)
		for range 4 {
			encoded = append(encoded, word(1)...)
		}
		hash := w.typed("RegisterAgents(address operator,address serviceOwner,uint256 serviceId,bytes32 agentsData,uint256 nonce)",
			common.LeftPadBytes(who[:], 32), common.LeftPadBytes(me[:], 32), word(1), crypto.Keccak256(encoded), word(0))
		register := func(from int, signature []byte) call {
			return w.service(from, milli(40), "registerAgentsWithSignature", who, serviceID, instances, make1(4), signature)
		}
		w.refused("OwnerOnly["+w.accounts[5].Address.String()+" "+me.String()+"]", register(5, w.signAs(operator, hash)))
		w.refused("WrongOperatorAddress["+w.accounts[5].Address.String()+" "+who.String()+"]", register(owner, w.signAs(5, hash)))
		if got := w.refusal(me, w.ServiceManagerProxy, w.data(register(owner, make([]byte, 64))), milli(40)); !strings.HasPrefix(got, "IncorrectSignatureLength[") {
			t.Error(got)
		}
		w.do(register(owner, w.signAs(operator, hash)))
		w.state(3)
		w.shows("1", w.ServiceManagerProxy, &contracts.ServiceManager, "getOperatorRegisterAgentsNonce", who, serviceID)

		w.do(w.service(owner, nil, "terminate", serviceID))
		hash = w.typed("Unbond(address operator,address serviceOwner,uint256 serviceId,uint256 nonce)",
			common.LeftPadBytes(who[:], 32), common.LeftPadBytes(me[:], 32), word(1), word(0))
		unbond := func(signature []byte) call {
			return w.service(owner, nil, "unbondWithSignature", who, serviceID, signature)
		}
		w.refused("WrongOperatorAddress["+w.accounts[5].Address.String()+" "+who.String()+"]", unbond(w.signAs(5, hash)))
		approved := append(common.LeftPadBytes(who[:], 32), make([]byte, 33)...)
		approved[64] = 5
		if got := w.refusal(me, w.ServiceManagerProxy, w.data(unbond(approved)), nil); !strings.HasPrefix(got, "HashNotApproved[") {
			t.Error(got)
		}
		w.refused("nothing", unbond(w.signAs(operator, hash)))
		w.do(w.service(operator, nil, "operatorApproveHash", hash))
		w.do(unbond(approved))
		w.state(1)
		w.shows("1", w.ServiceManagerProxy, &contracts.ServiceManager, "getOperatorUnbondNonce", who, serviceID)
	})
}

// The manager lies behind a proxy, whose owner can put another in its place.
func TestProxy(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.shows(w.ServiceManager.String(), w.ServiceManagerProxy, &contracts.ServiceManagerProxy, "getImplementation")
		w.refused("AlreadyInitialized[]", w.service(5, nil, "initialize"))
		w.refused("OwnerOnly["+w.accounts[5].Address.String()+" "+w.accounts[0].Address.String()+"]", w.service(5, nil, "changeImplementation", w.Token))
		w.do(w.service(0, nil, "changeImplementation", w.Token))
		w.shows(w.Token.String(), w.ServiceManagerProxy, &contracts.ServiceManagerProxy, "getImplementation")
	})
}
