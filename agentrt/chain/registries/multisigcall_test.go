package registries

import (
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/settle"
)

// Whoever signs is told in words when a multisig changes who commands it, and
// never wrongly that it does something harmless.
func TestMultisigCall(t *testing.T) {
	s := Service{ID: 7, Multisig: common.Address{19: 0xaa}}
	a, b := common.Address{19: 0xbb}, common.Address{19: 0xcc}
	three := big.NewInt(3)
	for _, test := range []struct {
		to   common.Address
		data []byte
		want string
	}{
		{s.Multisig, safes().PackAddOwnerWithThreshold(a, three), "one more owner, and another number of signatures may be enough: addOwnerWithThreshold(owner " + a.Hex() + ", threshold 3)"},
		{s.Multisig, safes().PackRemoveOwner(a, b, three), "an owner is removed, and another number of signatures may be enough: removeOwner(prevOwner " + a.Hex() + ", owner " + b.Hex() + ", threshold 3)"},
		{s.Multisig, safes().PackSwapOwner(sentinel, a, b), "replaced by another: swapOwner(prevOwner " + sentinel.Hex() + ", oldOwner " + a.Hex() + ", newOwner " + b.Hex() + ")"},
		{s.Multisig, safes().PackChangeThreshold(three), "another number of signatures is enough: changeThreshold(threshold 3)"},
		{s.Multisig, safes().PackDisableModule(a, b), "may not act for it any more"},
		{s.Multisig, append(safes().PackChangeThreshold(three), 0), "may change who commands it, with 37 bytes"},
		{s.Multisig, safes().PackChangeThreshold(three)[:20], "may change who commands it, with 20 bytes"},
		{s.Multisig, []byte{0xe1, 0x9a, 0x9d, 0xd9}, "may change who commands it, with 4 bytes of data, which begin with 0xe19a9dd9"},
		{s.Multisig, safes().PackApproveHash([32]byte{}), "may change who commands it"},
		{s.Multisig, []byte{1}, "may change who commands it, with 1 bytes"},
		{s.Multisig, nil, "with 5 wei: nothing"},
		{a, safes().PackChangeThreshold(three), "call " + a.Hex() + " with 5 wei and 36 bytes of data, which begin with 0x694e80c3"},
		{a, nil, "send 5 wei from the multisig " + s.Multisig.Hex() + " of service 7 to " + a.Hex()},
	} {
		if got := MultisigCall(s, settle.Action{To: test.to, Value: big.NewInt(5), Data: test.data}); !strings.Contains(got, test.want) {
			t.Errorf("%x: %q, want %q", test.data, got, test.want)
		}
	}
}
