package registries

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"sync"

	"github.com/ethereum/go-ethereum/accounts/abi"

	"go-acn/agentrt/chain/bindings"
	"go-acn/agentrt/settle"
)

// MultisigCall is what a call of a service's multisig does, as far as can be
// told without knowing the contract that is called. What the multisig does to
// itself is told in words: it changes who commands it.
func MultisigCall(s Service, a settle.Action) string {
	value := a.Value
	if value == nil {
		value = new(big.Int)
	}
	if a.To == s.Multisig {
		return fmt.Sprintf("have the multisig %v of %s change itself, with %v wei: %s", s.Multisig, s.ID, value, ownCall(a.Data))
	}
	if len(a.Data) == 0 {
		return fmt.Sprintf("send %v wei from the multisig %v of %s to %v", value, s.Multisig, s.ID, a.To)
	}
	return fmt.Sprintf("have the multisig %v of %s call %v with %v wei and %s", s.Multisig, s.ID, a.To, value, sizeOf(a.Data))
}

func sizeOf(data []byte) string {
	return fmt.Sprintf("%d bytes of data, which begin with 0x%s", len(data), hex.EncodeToString(data[:min(4, len(data))]))
}

// ownCalls says what functions of a Safe do that only it can call.
var ownCalls = map[string]string{
	"addOwnerWithThreshold": "it gets one more owner, and another number of signatures may be enough",
	"removeOwner":           "an owner is removed, and another number of signatures may be enough",
	"swapOwner":             "an owner is replaced by another",
	"changeThreshold":       "another number of signatures is enough",
	"enableModule":          "a module may do anything with it, without any signature",
	"disableModule":         "a module may not act for it any more",
}

var safeFunctions = sync.OnceValue(func() *abi.ABI {
	parsed, err := bindings.SafeMetaData.ParseABI()
	if err != nil {
		panic("registries: the bindings of a Safe are mistyped")
	}
	return parsed
})

// ownCall is what a Safe does to itself.
func ownCall(data []byte) string {
	unknown := "something that may change who commands it, with " + sizeOf(data)
	if len(data) == 0 {
		return "nothing"
	}
	if len(data) < 4 {
		return unknown
	}
	method, err := safeFunctions().MethodById(data[:4])
	if err != nil || ownCalls[method.Name] == "" {
		return unknown
	}
	values, err := method.Inputs.Unpack(data[4:])
	if err != nil || len(data) != 4+32*len(values) {
		return unknown
	}
	var args []string
	for i, value := range values {
		args = append(args, method.Inputs[i].Name+" "+shown(value))
	}
	return fmt.Sprintf("%s: %s(%s)", ownCalls[method.Name], method.Name, strings.Join(args, ", "))
}
