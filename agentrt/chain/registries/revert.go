package registries

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"sync"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain/bindings"
	"go-acn/agentrt/chain/evm"
)

// Revert is why a contract refuses a call.
type Revert struct {
	Name string // of the error, such as WrongThreshold; GS026 of a Safe; Error, Panic; empty if it is not known
	Args []Arg
	Text string // what a contract that has no names for errors says, shortened
	Why  string // what that means, and mostly what to do; empty if we do not know
	Data []byte // as it came
}

// Arg is an argument of an error.
type Arg struct{ Name, Value string }

// longestText is how much is kept of what a stranger's contract says.
const longestText = 200

// Error is such as "WrongThreshold(currentThreshold 2, minThreshold 3,
// maxThreshold 4): ...".
func (r *Revert) Error() string {
	said := r.said()
	if r.Why != "" {
		said += ": " + r.Why
	}
	return said
}

func (r *Revert) said() string {
	switch {
	case r.Name == "" && len(r.Data) >= 4:
		return fmt.Sprintf("reverted with an error that is not known, %#x", r.Data[:4])
	case r.Name == "":
		return "reverted without a reason"
	case r.Text != "":
		return r.Text
	case len(r.Args) == 0:
		return r.Name
	}
	var args []string
	for _, arg := range r.Args {
		args = append(args, arg.Name+" "+arg.Value)
	}
	return r.Name + "(" + strings.Join(args, ", ") + ")"
}

// known are all errors of the interfaces, by selector.
var known = sync.OnceValue(func() map[[4]byte]abi.Error {
	return knownErrors(&bindings.RegistryErrorsMetaData, &bindings.MultisigErrorsMetaData)
})

func knownErrors(interfaces ...*bind.MetaData) map[[4]byte]abi.Error {
	all := make(map[[4]byte]abi.Error)
	for _, one := range interfaces {
		parsed, err := one.ParseABI()
		if err != nil {
			panic("registries: the bindings of errors are mistyped")
		}
		for _, e := range parsed.Errors {
			all[[4]byte(e.ID[:4])] = e
		}
	}
	return all
}

// Selectors of what Solidity reverts with by itself.
var (
	textSelector  = [4]byte{0x08, 0xc3, 0x79, 0xa0} // Error(string)
	panicSelector = [4]byte{0x4e, 0x48, 0x7b, 0x71} // Panic(uint256)
)

// safeCode is how a Safe refuses.
var safeCode = regexp.MustCompile(`^GS[0-9]{3}$`)

// ParseRevert names what a contract reverts with. It never fails: what it does
// not know, or is malformed, has no name.
func ParseRevert(data []byte) *Revert {
	r := &Revert{Data: data}
	if len(data) < 4 {
		return r
	}
	switch selector := [4]byte(data[:4]); selector {
	case textSelector:
		r.text(data)
	case panicSelector:
		if len(data) == 4+32 {
			code := new(big.Int).SetBytes(data[4:])
			r.Name, r.Args, r.Why = "Panic", []Arg{{"code", "0x" + code.Text(16)}}, panics[code.Uint64()]
		}
	default:
		if e, ok := known()[selector]; ok {
			r.named(e, data[4:])
		}
	}
	return r
}

func (r *Revert) text(data []byte) {
	text, err := abi.UnpackRevert(data)
	if err != nil {
		return
	}
	r.Name, r.Text = "Error", clean(text)
	if safeCode.MatchString(text) {
		r.Name = text
	}
	r.Why = texts[text]
}

func (r *Revert) named(e abi.Error, data []byte) {
	values, err := e.Inputs.Unpack(data)
	if err != nil {
		return
	}
	r.Name, r.Why = e.Name, plain[e.Name]
	for i, value := range values {
		r.Args = append(r.Args, Arg{e.Inputs[i].Name, shown(value)})
	}
	if e.Name == "WrongServiceState" {
		r.Why = fmt.Sprintf(r.Why, stateArg(values[0]).Phrase())
	}
}

func stateArg(value any) State {
	switch n := value.(type) {
	case uint8:
		return State(n)
	case *big.Int:
		return State(min(n.Uint64(), 255))
	}
	return NonExistent
}

// shown is an argument as people read it.
func shown(value any) string {
	switch v := value.(type) {
	case common.Address:
		return v.Hex()
	case [32]byte:
		return "0x" + hex.EncodeToString(v[:])
	case []byte:
		return "0x" + hex.EncodeToString(v[:min(len(v), longestText/2)])
	case string:
		return fmt.Sprintf("%q", clean(v))
	}
	return fmt.Sprint(value)
}

// clean makes a stranger's text fit for a terminal and a log.
func clean(text string) string { return evm.Clean(text, longestText) }
