package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/agentrt/settle"
)

const goodCall = `{"chain":"local","service":7,"call":{"to":"0x00000000000000000000000000000000000000aa","value":"5","data":"0x01020304"},"record":"0x0102","signatures":[]}`

func TestParseDraftOfACall(t *testing.T) {
	for name, change := range map[string][2]string{
		"as it is": {"", ""}, "no value": {`"5"`, `"0"`}, "no data": {`0x01020304`, `0x`},
		"most data": {`0x01020304`, "0x" + strings.Repeat("00", settle.MaxData)},
	} {
		if _, err := parseDraft([]byte(strings.Replace(goodCall, change[0], change[1], 1))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string][2]string{
		"offences as well": {`"call"`, `"offences":[{"instance":"0x00000000000000000000000000000000000000aa","amount":"5"}],"call"`},
		"neither":          {`"call":{"to":"0x00000000000000000000000000000000000000aa","value":"5","data":"0x01020304"},`, ""},
		"nobody":           {"00aa", "0000"}, "negative": {`"5"`, `"-5"`}, "plus": {`"5"`, `"+5"`}, "zeros": {`"5"`, `"05"`}, "no number": {`"5"`, `""`},
		"huge": {`"5"`, `"` + strings.Repeat("9", 100) + `"`}, "nothing": {`"value":"5","data":"0x01020304"`, `"value":"0","data":"0x"`}, "another field": {`"to"`, `"operation":1,"to"`},
		"too much data": {`0x01020304`, "0x" + strings.Repeat("00", settle.MaxData+1)},
	} {
		if _, err := parseDraft([]byte(strings.Replace(goodCall, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// signs3 has three of the four instances sign a proposal.
func (s *shell) signs3(path string) {
	s.t.Helper()
	for i := range 3 {
		s.is(s.sends(instances+i, "service sign %s", path), "signatures", i+1)
	}
}

// tellsApart makes sure that whoever signs a call sees all of it, and the hash
// that tells it from any other.
func (s *shell) tellsApart(path, proposed string) {
	s.t.Helper()
	answer := s.does("service sign %s --dry-run --key %s", path, s.keys(instances))
	s.is(answer, "dry_run", true)
	_, _, errs := s.run("service sign %s --dry-run --key %s", path, s.keys(instances))
	answer = s.sends(instances, "service sign %s", path)
	terms := fmt.Sprintf("\n  data 0xa9059cbb%064x%064x\n  hash %v\n", 1, 2, answer["hash"])
	if !strings.HasSuffix(errs, terms) || !strings.HasSuffix(proposed, terms) {
		s.t.Errorf("%s is not at the end of %s or %s", terms, errs, proposed)
	}
	if text := fmt.Sprint(answer["call"]); !strings.Contains(text, fmt.Sprintf("data:0xa9059cbb%064x%064x ", 1, 2)) {
		s.t.Error(text)
	}
}

// Of much data both ends are shown, with what tells the middle apart.
func TestShownData(t *testing.T) {
	data := bytes.Repeat([]byte{0xab}, mostShown)
	if got := shownData(data); got != "0x"+strings.Repeat("ab", mostShown) {
		t.Errorf("all that may be shown is %.80s", got)
	}
	data = append(data, 0xcd)
	got, half := shownData(data), mostShown/2
	if want := fmt.Sprintf("0x%s...%scd, 2049 bytes, sha256 %x", strings.Repeat("ab", half), strings.Repeat("ab", half-1), sha256.Sum256(data)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	data[half] = 0
	if shownData(data) == got {
		t.Error("another byte in the middle is shown in the same way")
	}
}

// The owners of a multisig agree on anything: to pay, to call a contract, and
// to change the multisig, which is said in words. A Safe without the recovery
// module is handed over in that way.
func TestPropose(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
		propose := func(name, line string, args ...any) (string, string) {
			t.Helper()
			path := filepath.Join(s.dir, name)
			code, _, errs := s.run("service propose 1 %s %s", path, fmt.Sprintf(line, args...))
			if code != exitOK {
				t.Fatal(errs)
			}
			return path, errs
		}
		s.refuses("has no multisig yet", "service propose 1 %s --to %v --value 1", filepath.Join(s.dir, "none"), address(stranger))
		multisig := common.HexToAddress(s.begin("--multisig plain"))
		s.refuses("say whom to call", "service propose 1 %s --value 1", filepath.Join(s.dir, "none"))
		s.refuses("say what to send", "service propose 1 %s --to %v", filepath.Join(s.dir, "none"), address(stranger))
		s.refuses("even number of hex digits", "service propose 1 %s --to %v --data 0x1", filepath.Join(s.dir, "none"), address(stranger))
		s.refuses("even number of hex digits", "service propose 1 %s --to %v --data 12", filepath.Join(s.dir, "none"), address(stranger))

		// A payment, of money that is not there yet.
		pay, said := propose("pay.json", "--to %v --value 0.25", address(stranger))
		if !strings.Contains(said, fmt.Sprintf("It would send 0.25 ETH from the multisig %v of service 1 to %v.\n", multisig, address(stranger))) {
			t.Error(said)
		}
		text, err := os.ReadFile(pay)
		if err != nil {
			t.Fatal(err)
		}
		s.refuses("is not what its text says", "service sign %s --yes --key %s", s.write("forged.json", strings.Replace(string(text), `"250000000000000000"`, `"1"`, 1)), s.keys(instances))
		s.signs3(pay)
		s.refuses("it would revert", "service execute %s --yes --key %s", pay, s.keys(stranger))
		s.pays(multisig, big.NewInt(25e16))
		before := s.balance(address(stranger))
		answer := s.sends(owner, "service execute %s", pay)
		s.is(answer, "multisig", multisig.Hex())
		s.is(answer, "call", fmt.Sprintf("map[data:0x to:%v value:0.25 ETH value_units:250000000000000000]", address(stranger)))
		if got := new(big.Int).Sub(s.balance(address(stranger)), before); got.Cmp(big.NewInt(25e16)) != 0 {
			t.Errorf("%v came", got)
		}

		// A call, and one that changes the multisig: the next life of the service
		// is on the same one.
		call, said := propose("call.json", "--to %v --data 0xa9059cbb%064x%064x", s.where.Token, 1, 2)
		if !strings.Contains(said, fmt.Sprintf("call %v with 0 ETH and 68 bytes of data, which begin with 0xa9059cbb.\n", s.where.Token)) {
			t.Error(said)
		}
		s.tellsApart(call, said)
		s.end()
		s.wrong("has no recovery module", "service recover 1")
		module, said := propose("module.json", "--to %v --data 0x%x%064x", multisig, crypto.Keccak256([]byte("enableModule(address)"))[:4], s.where.RecoveryModule.Big())
		if !strings.Contains(said, "a module may do anything with it, without any signature: enableModule(module "+s.where.RecoveryModule.Hex()+")") {
			t.Error(said)
		}
		s.signs3(module)
		s.sends(stranger, "service execute %s", module)
		s.refuses("was carried out in block", "service execute %s --yes --key %s", module, s.keys(stranger))
		s.sends(owner, "service recover 1")
		if again := s.begin("--multisig same"); again != multisig.Hex() {
			t.Errorf("%s, and was %v", again, multisig)
		}
	})
}
