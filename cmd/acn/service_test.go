package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"

	"go-acn/internal/devchain"
	"go-acn/internal/devchain/published"
)

// shell runs acn on a development chain, as a script would: nobody is at a
// terminal.
type shell struct {
	t     *testing.T
	chain *devchain.Chain
	where devchain.Contracts
	env   map[string]string
	dir   string
}

// Who is who among the well-known accounts; instances are from 4 on.
const (
	deployer  = 0
	owner     = 1
	operatorA = 2
	operatorB = 3
	instances = 4
	stranger  = 9
)

// onChains runs a test with our contracts, and with those of others where a
// checkout is named.
func onChains(t *testing.T, test func(*testing.T, *shell)) {
	t.Run("ours", func(t *testing.T) {
		test(t, newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true}))
	})
	t.Run("published", func(t *testing.T) {
		checkout := os.Getenv(published.Checkout)
		if checkout == "" {
			t.Skip(published.Checkout + " names no checkout")
		}
		test(t, newShell(t, func(c *devchain.Chain) devchain.Contracts {
			where, err := published.DeployReal(t.Context(), c, checkout)
			if err != nil {
				t.Fatal(err)
			}
			return where
		}, devchain.Config{}))
	})
}

func newShell(t *testing.T, deploy func(*devchain.Chain) devchain.Contracts, cfg devchain.Config) *shell {
	t.Helper()
	chain, err := devchain.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := &shell{t: t, chain: chain, where: deploy(chain), dir: t.TempDir()}
	ctx, cancel := context.WithCancel(t.Context())
	running := make(chan error, 1)
	go func() { running <- chain.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-running
		if err := chain.Close(); err != nil {
			t.Error(err)
		}
	})
	s.env = map[string]string{
		"ACN_CHAIN": "custom_chain", "CUSTOM_CHAIN_ID": "31337", "CUSTOM_CHAIN_RPC": chain.URL(),
		"CUSTOM_COMPONENT_REGISTRY_ADDRESS":                 s.where.ComponentRegistry.Hex(),
		"CUSTOM_AGENT_REGISTRY_ADDRESS":                     s.where.AgentRegistry.Hex(),
		"CUSTOM_SERVICE_REGISTRY_ADDRESS":                   s.where.ServiceRegistry.Hex(),
		"CUSTOM_SAFE_MULTISIG_WITH_RECOVERY_MODULE_ADDRESS": s.where.SafeMultisigWithRecoveryModule.Hex(),
		"CUSTOM_GNOSIS_SAFE_PROXY_FACTORY_ADDRESS":          s.where.GnosisSafeMultisig.Hex(),
		"CUSTOM_RECOVERY_MODULE_ADDRESS":                    s.where.RecoveryModule.Hex(),
		"CUSTOM_MULTISEND_ADDRESS":                          s.where.MultiSend.Hex(),
	}
	for name, value := range s.env {
		if value == (common.Address{}).Hex() { // the chain has none
			delete(s.env, name)
		}
	}
	for i, account := range devchain.Accounts() {
		s.write(fmt.Sprintf("%d.key", i), fmt.Sprintf("%x\n", crypto.FromECDSA(account.Key)))
	}
	return s
}

func (s *shell) write(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// keys are the key files of accounts, with commas.
func (s *shell) keys(accounts ...int) string {
	var paths []string
	for _, i := range accounts {
		paths = append(paths, filepath.Join(s.dir, fmt.Sprintf("%d.key", i)))
	}
	return strings.Join(paths, ",")
}

func address(account int) common.Address { return devchain.Accounts()[account].Address }

// run runs one command line.
func (s *shell) run(line string, args ...any) (code int, out, errs string) {
	s.t.Helper()
	return s.runUntil(s.t.Context(), line, args...)
}

// runUntil runs one command line, which is interrupted when ctx ends.
func (s *shell) runUntil(ctx context.Context, line string, args ...any) (code int, out, errs string) {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	c := &console{env: s.env, in: strings.NewReader(""), out: &stdout, err: &stderr, terminal: -1}
	words := strings.Fields(fmt.Sprintf(line, args...))
	code = c.run(ctx, words)
	for i, account := range devchain.Accounts() {
		if secret := fmt.Sprintf("%x", crypto.FromECDSA(account.Key)); strings.Contains(stdout.String()+stderr.String(), secret[:16]) {
			s.t.Errorf("acn %v prints the key of account %d", words, i)
		}
	}
	return code, stdout.String(), stderr.String()
}

// does runs a command that has to work, and reads what it prints as JSON.
func (s *shell) does(line string, args ...any) map[string]any {
	s.t.Helper()
	code, out, errs := s.run(line+" --json", args...)
	if code != 0 {
		s.t.Fatalf("acn %s: %d\n%s", fmt.Sprintf(line, args...), code, errs)
	}
	var answer map[string]any
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		s.t.Fatalf("%v\n%s", err, out)
	}
	return answer
}

// sends runs a command that sends something as an account.
func (s *shell) sends(account int, line string, args ...any) map[string]any {
	s.t.Helper()
	return s.does(line+" --yes --depth 1 --key "+s.keys(account), args...)
}

// refuses runs a command that has to fail: one line that says why, one hint,
// and nothing sent.
func (s *shell) refuses(why, line string, args ...any) {
	s.t.Helper()
	before := s.nonces()
	code, out, errs := s.run(line, args...)
	lines := strings.Split(strings.TrimSpace(errs), "\n")
	if code == 0 || out != "" || len(lines) != 2 || !strings.HasPrefix(lines[0], "acn: ") || !strings.HasPrefix(lines[1], "hint: ") || !strings.Contains(errs, why) {
		s.t.Errorf("acn %s: %d, want %q\n%s%s", fmt.Sprintf(line, args...), code, why, out, errs)
	}
	if after := s.nonces(); before != after {
		s.t.Errorf("acn %s: something was sent", fmt.Sprintf(line, args...))
	}
}

// wrong is a command of the owner that has to fail.
func (s *shell) wrong(why, line string, args ...any) {
	s.t.Helper()
	s.refuses(why, "%s --yes --depth 1 --key %s", fmt.Sprintf(line, args...), s.keys(owner))
}

func (s *shell) nonces() (nonces [10]uint64) {
	for i := range nonces {
		nonce, err := s.chain.Client().PendingNonceAt(s.t.Context(), address(i))
		if err != nil {
			s.t.Fatal(err)
		}
		nonces[i] = nonce
	}
	return nonces
}

func (s *shell) balance(account common.Address) *big.Int {
	s.t.Helper()
	balance, err := s.chain.Client().BalanceAt(s.t.Context(), account, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return balance
}

// pays sends an account money of account 0.
func (s *shell) pays(to common.Address, wei *big.Int) {
	s.t.Helper()
	payer := devchain.Accounts()[deployer]
	tx, err := types.SignNewTx(payer.Key, types.LatestSignerForChainID(big.NewInt(31337)), &types.DynamicFeeTx{
		ChainID: big.NewInt(31337), Nonce: s.nonces()[deployer], GasTipCap: big.NewInt(1e9), GasFeeCap: big.NewInt(1e11), Gas: 100_000, To: &to, Value: wei,
	})
	if err == nil {
		err = s.chain.Client().SendTransaction(s.t.Context(), tx)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.settled(deployer)
}

// is checks a field of what a command printed.
func (s *shell) is(answer map[string]any, field string, want any) {
	s.t.Helper()
	if got := fmt.Sprint(answer[field]); got != fmt.Sprint(want) {
		s.t.Errorf("%s is %s, want %v", field, got, want)
	}
}

func digest(n int) string { return fmt.Sprintf("0x%064x", n) }

// units mints two components and an agent that needs both.
func (s *shell) units() {
	s.t.Helper()
	s.is(s.sends(owner, "unit mint --type component --hash %s", digest(1)), "unit", 1)
	s.is(s.sends(owner, "unit mint --type component --hash %s --deps 1", digest(2)), "unit", 2)
	s.is(s.sends(owner, "unit mint --type agent --hash %s --deps 1,2", digest(3)), "unit", 1)
}

// begin brings a service from activation to its multisig, and returns that.
func (s *shell) begin(deploy string) string {
	s.t.Helper()
	s.is(s.sends(owner, "service activate 1"), "state", "active registration")
	s.is(s.sends(operatorA, "service register 1 --instance %v,%v", address(instances), address(instances+1)), "state", "active registration")
	s.is(s.sends(operatorB, "service register 1 --instance 1:%v --instance 1:%v", address(instances+2), address(instances+3)), "state", "finished registration")
	answer := s.sends(owner, "service deploy 1 %s", deploy)
	s.is(answer, "state", "deployed")
	return fmt.Sprint(answer["multisig"])
}

// end brings it back to where it can begin again.
func (s *shell) end() {
	s.t.Helper()
	s.is(s.sends(owner, "service terminate 1"), "state", "terminated, with bonds")
	s.is(s.sends(operatorA, "service unbond 1"), "state", "terminated, with bonds")
	s.is(s.sends(operatorB, "service unbond 1"), "state", "pre-registration")
}

// The whole life of a service, through the command line alone.
func TestServiceLife(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.is(s.sends(owner, "unit update 1 --type component --hash %s", digest(11)), "unit", 1)
		unit := s.does("unit show 1 --type agent")
		s.is(unit, "needs", "[1 2]")
		s.is(s.does("unit show 1 --type component"), "earlier_metadata", "["+cid(1)+"]")

		s.is(s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4)), "service", 1)
		multisig := s.begin("")
		shown := s.does("service show 1")
		s.is(shown, "state", "deployed")
		s.is(shown, "multisig", multisig)
		s.is(shown, "threshold", 3)
		if n := strings.Count(fmt.Sprint(shown["agents"]), "0x"); n != 4 {
			t.Errorf("%d instances: %v", n, shown["agents"])
		}

		// 3 of 4 slash an operator by 0.005 of 0.02.
		s.is(s.does("service slash 1 --offence %v:0.005 --yes --depth 1 --key %s", address(instances), s.keys(instances+1, instances+2, instances+3)), "service", 1)
		if text := fmt.Sprint(s.does("service show 1")["operators"]); !strings.Contains(text, "balance:0.015 ETH") || !strings.Contains(text, "balance:0.02 ETH") {
			t.Errorf("operators %s", text)
		}

		s.is(s.sends(owner, "service terminate 1"), "state", "terminated, with bonds")
		after := s.does("service show 1")
		s.is(after, "last_multisig", multisig)
		s.is(after, "multisig", nil)
		if text := fmt.Sprint(after); strings.Contains(text, common.Address{}.Hex()) {
			t.Errorf("zero addresses are shown: %s", text)
		}
		if text := fmt.Sprint(after["operators"]); !strings.Contains(text, "balance:0.015 ETH") || strings.Count(strings.ToLower(text), strings.ToLower(address(operatorB).Hex())) != 1 {
			t.Errorf("who still has bonds: %s", text)
		}
		if short := s.does("service show 1 --blocks 0"); short["operators_not_found_since"] == nil || fmt.Sprint(short["operators"]) != "[]" {
			t.Errorf("in one block: %v", short)
		}
		before := s.balance(address(operatorA))
		s.is(s.sends(operatorA, "service unbond 1"), "state", "terminated, with bonds")
		got := new(big.Int).Sub(s.balance(address(operatorA)), before)
		if lost := new(big.Int).Sub(big.NewInt(15e15), got); lost.Sign() < 0 || lost.Cmp(big.NewInt(1e15)) > 0 { // gas
			t.Errorf("the operator got %v", got)
		}
		if text := fmt.Sprint(s.does("service show 1")["operators"]); strings.Count(text, "balance:") != 1 {
			t.Errorf("who still has bonds after one left: %s", text)
		}
		s.is(s.sends(operatorB, "service unbond 1"), "state", "pre-registration")

		// A second life on the same Safe.
		s.is(s.sends(owner, "service update 1 --hash %s --agent 1:4:0.02", digest(5)), "state", "pre-registration")
		s.is(s.sends(owner, "service recover 1"), "state", "pre-registration")
		if again := s.begin("--multisig same"); again != multisig {
			t.Errorf("the multisig is %s, and was %s", again, multisig)
		}
		s.is(s.does("service show 1"), "metadata", cid(5))
	})
}

// cid is how the metadata digest n is printed.
func cid(n int) string {
	h, err := parseDigest(digest(n))
	if err != nil {
		panic(err)
	}
	return h.String()
}

// Bonds in a token: allowing them is sent first, and slashing takes both the
// tokens and the wei that stand for them.
func TestTokenBonds(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.is(s.sends(owner, "service create --hash %s --agent 1:4:10 --token %v", digest(4), s.where.Token), "service", 1)
		answer := s.sends(owner, "service activate 1")
		if n := strings.Count(fmt.Sprint(answer["transactions"]), "function:"); n != 2 || !strings.Contains(fmt.Sprint(answer["transactions"]), "function:approve") {
			t.Errorf("%v", answer["transactions"])
		}
		if text := fmt.Sprint(answer["transactions"]); !strings.Contains(text, "to take 10 LAB (token "+s.where.Token.Hex()) {
			t.Errorf("%s", text)
		}
		s.sends(operatorA, "service register 1 --instance %v,%v", address(instances), address(instances+1))
		// The other one signs for it, but for the allowance, and the owner sends.
		permit := filepath.Join(s.dir, "permit.json")
		answer = s.sends(operatorB, "service permit 1 %s --instance %v,%v", permit, address(instances+2), address(instances+3))
		if text := fmt.Sprint(answer["transactions"]); strings.Count(text, "function:") != 1 || !strings.Contains(text, "function:approve") {
			t.Errorf("%s", text)
		}
		s.is(s.sends(owner, "service register 1 --permit %s", permit), "state", "finished registration")
		s.is(s.sends(owner, "service deploy 1"), "state", "deployed")

		// Operators on different machines: a proposal goes round.
		path := filepath.Join(s.dir, "slash.json")
		s.is(s.does("service slash 1 --offence %v:4 --propose %s", address(instances), path), "signatures", 0)
		copied := filepath.Join(s.dir, "copy.json")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s.write("copy.json", string(text))
		rival := s.write("rival.json", string(text))
		s.does("service slash 1 --offence %v:5 --propose %s", address(instances), filepath.Join(s.dir, "other.json"))
		forged := s.write("forged.json", strings.Replace(string(text), `"4000000000000000000"`, `"1"`, 1))
		s.refuses("is not what its text says", "service sign %s --yes --key %s", forged, s.keys(instances))
		s.refuses("signatures are missing: 3 of 3", "service execute %s --yes --key %s", path, s.keys(stranger))
		s.is(s.sends(instances+1, "service sign %s", path), "signatures", 1)
		s.is(s.sends(instances+2, "service sign %s", path), "signatures", 2)
		s.refuses("signatures are missing: 1 of 3", "service execute %s --yes --key %s", path, s.keys(stranger))
		s.is(s.sends(instances+3, "service sign %s", copied), "signatures", 1)
		s.refuses("is no owner of the multisig", "service sign %s --yes --key %s", copied, s.keys(stranger))
		s.is(s.sends(stranger, "service execute %s %s", path, copied), "slashed", fmt.Sprintf("[map[amount:4 LAB amount_units:4000000000000000000 instance:%v]]", address(instances)))
		if text := fmt.Sprint(s.does("service show 1")["operators"]); !strings.Contains(text, "balance:16 ") || !strings.Contains(text, "balance:20 ") {
			t.Errorf("operators %s", text)
		}
		s.refuses("the proposal was carried out in block", "service execute %s %s --yes --key %s", path, copied, s.keys(stranger))
		s.refuses("the proposal was carried out in block", "service sign %s --yes --key %s", rival, s.keys(instances))
		s.refuses("is for transaction 0 of the multisig, which is at 1", "service sign %s --yes --key %s", filepath.Join(s.dir, "other.json"), s.keys(instances))
		s.end()
	})
}

// Operators who sign, and an owner who sends that; the whitelist; and what was
// slashed goes to the drainer.
func TestServicePermits(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
		permit, leave := filepath.Join(s.dir, "permit.json"), filepath.Join(s.dir, "leave.json")
		s.refuses("has to be in active registration", "service permit 1 %s --instance %v --yes --key %s", permit, address(instances), s.keys(operatorA))
		s.sends(owner, "service activate 1")

		s.is(s.sends(owner, "service whitelist 1 %v", address(operatorB)), "state", "active registration")
		s.is(s.does("service show 1"), "whitelist", true)
		s.refuses("is not on the whitelist", "service register 1 --instance %v --yes --key %s", address(instances), s.keys(operatorA))

		before := s.nonces()
		s.is(s.sends(operatorA, "service permit 1 %s --instance %v,1:%v", permit, address(instances), address(instances+1)), "operator", address(operatorA))
		if s.nonces() != before {
			t.Error("a permit costs a transaction")
		}
		s.refuses("choose a new file", "service permit 1 %s --instance %v --yes --key %s", permit, address(instances), s.keys(operatorA))
		text, err := os.ReadFile(permit)
		if err != nil {
			t.Fatal(err)
		}
		edited := func(from, to string) string {
			return s.write("edited.json", strings.Replace(string(text), strings.ToLower(from), strings.ToLower(to), 1))
		}
		s.wrong("the signature does not fit", "service register 1 --permit %s", edited(address(instances+1).Hex(), address(instances+2).Hex()))
		s.wrong("the signature does not fit", "service register 1 --permit %s", edited(address(operatorA).Hex(), address(operatorB).Hex()))
		s.wrong("the permit is to register instances", "service unbond 1 --permit %s", permit)
		s.wrong("the permit is for service 2, and not for service 1", "service register 1 --permit %s", edited(`"service": 1`, `"service": 2`))
		s.wrong("leave --instance away", "service register 1 --permit %s --instance %v", permit, address(instances))
		s.refuses("use the --key of "+address(owner).Hex(), "service register 1 --permit %s --yes --key %s", permit, s.keys(operatorA))
		s.is(s.sends(owner, "service register 1 --permit %s", permit), "state", "active registration")
		s.wrong("registered already", "service register 1 --permit %s", permit)

		s.sends(owner, "service whitelist 1 %v --remove", address(operatorB))
		s.refuses("is not on the whitelist", "service register 1 --instance %v --yes --key %s", address(instances+2), s.keys(operatorB))
		s.sends(owner, "service whitelist 1 --off")
		s.is(s.does("service show 1"), "whitelist", false)
		s.wrong("say which operators to remove", "service whitelist 1 --remove")
		s.refuses("use the --key of "+address(owner).Hex(), "service whitelist 1 --yes --key %s", s.keys(stranger))
		s.sends(operatorB, "service register 1 --instance %v,%v", address(instances+2), address(instances+3))
		s.sends(owner, "service deploy 1")

		s.refuses("nothing was slashed", "service drain --yes --key %s", s.keys(deployer))
		s.does("service slash 1 --offence %v:0.005 --yes --depth 1 --key %s", address(instances), s.keys(instances+1, instances+2, instances+3))
		s.refuses("use the --key of "+address(deployer).Hex(), "service drain --yes --key %s", s.keys(stranger))
		funds := s.balance(address(deployer))
		s.sends(deployer, "service drain")
		got := new(big.Int).Sub(s.balance(address(deployer)), funds)
		if lost := new(big.Int).Sub(big.NewInt(5e15), got); lost.Sign() < 0 || lost.Cmp(big.NewInt(1e15)) > 0 { // gas
			t.Errorf("the drainer got %v", got)
		}

		s.sends(owner, "service terminate 1")
		s.sends(operatorA, "service permit 1 %s --unbond", leave)
		s.wrong("the permit is to unbond", "service register 1 --permit %s", leave)
		funds = s.balance(address(operatorA))
		s.is(s.sends(owner, "service unbond 1 --permit %s", leave), "state", "terminated, with bonds")
		if got := new(big.Int).Sub(s.balance(address(operatorA)), funds); got.Cmp(big.NewInt(15e15)) != 0 {
			t.Errorf("the operator got %v", got)
		}
		s.wrong("has it been used?", "service unbond 1 --permit %s", leave)
	})
}

// Whatever is done the wrong way: one line, a hint, and nothing sent.
func TestServiceMisuse(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
		poor := s.write("poor.key", strings.Repeat("5d", 32))
		s.refuses("there is nobody to ask", "service activate 1 --key %s", s.keys(owner))
		s.refuses("use the --key of "+address(owner).Hex(), "service activate 1 --yes --key %s", s.keys(stranger))
		s.wrong("has to be in finished registration", "service deploy 1")
		s.wrong("has to be in active registration", "service register 1 --instance %v", address(instances))
		s.wrong("has to be terminated", "service unbond 1")
		s.wrong("has to be deployed", "service slash 1 --offence %v:1", address(instances))
		s.wrong("never deployed", "service recover 1")
		s.wrong("there is none of that number", "service activate 2")
		s.wrong("a threshold of 2: with 4 instances it has to be 3 to 4", "service create --hash %s --agent 1:4:0.01 --threshold 2", digest(6))
		s.wrong("there are 1 to 1", "service create --hash %s --agent 2:4:0.01", digest(6))
		s.wrong("a bond of 0", "service create --hash %s --agent 1:4:0", digest(6))
		s.wrong("more than 18 decimals", "service create --hash %s --agent 1:4:0.0000000000000000001", digest(6))
		s.wrong("there is no token", "service create --hash %s --agent 1:4:1 --token %v", digest(6), address(stranger))
		s.wrong("there are 1 to 2", "unit mint --type agent --hash %s --deps 3", digest(7))
		s.wrong("component 1 of "+address(owner).Hex()+" has these metadata already", "unit mint --type component --hash %s", digest(1))
		s.wrong("service 1 of "+address(owner).Hex()+" has these metadata already", "service create --hash %s --agent 1:4:0.01", digest(4))
		s.refuses("and this takes up to", "service create --hash %s --agent 1:4:0.01 --yes --key %s", digest(6), poor)
		s.wrong("cannot be negative", "service activate 1 --wait=-1s")
		s.wrong("gas costs more than allowed", "service activate 1 --max-fee 0.000000001")
		s.wrong("no node answers", "service activate 1 --rpc http://127.0.0.1:1")
		s.wrong("the node is on another chain", "service activate 1 --chain gnosis --rpc %s", s.chain.URL())
		s.wrong("set GNOSIS_CHAIN_RPC", "service activate 1 --chain gnosis")
		s.wrong("did you mean gnosis?", "service activate 1 --chain gnosys")
		s.wrong("no number of a service", "service activate one")
		s.refuses("say which account sends", "service activate 1 --yes")
		s.refuses("check the path", "service activate 1 --yes --key %s", filepath.Join(s.dir, "none"))
		s.refuses("exclude each other", "service activate 1 --yes --signer http://127.0.0.1:1 --key %s", s.keys(owner))
		s.refuses("is it running", "service activate 1 --yes --signer http://127.0.0.1:1")

		// A dry run sends nothing, and needs no key.
		before := s.nonces()
		s.is(s.does("service activate 1 --dry-run --from %v", address(owner)), "dry_run", true)
		if s.nonces() != before {
			t.Error("a dry run sends")
		}
		s.sends(owner, "service activate 1")
		s.wrong("has to be in pre-registration", "service activate 1") // that very thing was done before
	})
}

// What a contract would refuse is told in its words, and a Safe without the
// recovery module cannot be recovered.
func TestPlainSafe(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
		s.begin("--multisig plain --salt 7")
		s.end()
		s.wrong("has no recovery module", "service recover 1")
		s.sends(owner, "service activate 1")
		s.sends(operatorA, "service register 1 --instance %v,%v", address(instances), address(instances+1))
		s.wrong("registered already", "service register 1 --instance %v", address(instances))
		s.refuses("the slots for agent 1 are taken", "service register 1 --yes --key %s --instance %v,%v,%v", s.keys(operatorB), address(instances+2), address(instances+3), address(stranger))
		s.sends(operatorB, "service register 1 --instance %v,%v", address(instances+2), address(instances+3))
		s.wrong("Create2 call failed", "service deploy 1 --multisig plain --salt 7")
		s.wrong("deploying service 1 with the Safe of before", "service deploy 1 --multisig same")
		s.wrong("there is no way", "service deploy 1 --multisig other")
		s.is(s.sends(owner, "service deploy 1 --multisig plain --salt 8"), "state", "deployed")
	})
}

// people are at an external signer at which everything is confirmed, or nothing.
type people struct {
	account devchain.Account
	denies  bool
	typed   atomic.Int64 // documents that were signed
}

func (s *people) List() []common.Address { return []common.Address{s.account.Address} }

func (s *people) SignTransaction(_ context.Context, args apitypes.SendTxArgs) (map[string]any, error) {
	if s.denies {
		return nil, errors.New("request denied")
	}
	tx, err := args.ToTransaction()
	if err != nil {
		return nil, err
	}
	signed, err := types.SignTx(tx, types.LatestSignerForChainID((*big.Int)(args.ChainID)), s.account.Key)
	if err != nil {
		return nil, err
	}
	raw, err := signed.MarshalBinary()
	return map[string]any{"raw": hexutil.Bytes(raw)}, err
}

// Whoever keeps keys in an external signer sends in the same way.
func TestExternalSigner(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	clef := &people{account: devchain.Accounts()[owner]}
	server := rpc.NewServer()
	if err := server.RegisterName("account", clef); err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(server)
	defer front.Close()
	s.is(s.does("unit mint --type component --hash %s --yes --depth 1 --signer %s", digest(1), front.URL), "owner", address(owner).Hex())
	clef.denies = true
	before := s.nonces()
	code, _, errs := s.run("unit mint --type component --hash %s --yes --depth 1 --signer %s", digest(2), front.URL)
	if code != exitFailed || !strings.HasSuffix(errs, "acn: signing: the signer said no\nhint: nothing was sent\n") || s.nonces() != before {
		t.Errorf("%d\n%s", code, errs)
	}
}

// Most chains have services and no units; agents are numbers there that nobody
// checks.
func TestWithoutUnits(t *testing.T) {
	checkout := os.Getenv(published.Checkout)
	if checkout == "" {
		t.Skip(published.Checkout + " names no checkout")
	}
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts {
		where, err := published.DeployRealL2(t.Context(), c, checkout)
		if err != nil {
			t.Fatal(err)
		}
		return where
	}, devchain.Config{})
	s.wrong("units are on ethereum", "unit mint --type component --hash %s", digest(1))
	s.is(s.sends(owner, "service create --hash %s --agent 77:4:0.01", digest(4)), "service", 1)
	s.sends(owner, "service activate 1")
	for i, operator := range []int{operatorA, operatorB} {
		s.sends(operator, "service register 1 --instance %v,%v", address(instances+2*i), address(instances+2*i+1))
	}
	s.is(s.sends(owner, "service deploy 1"), "state", "deployed")
	s.is(s.does("service show 1"), "state", "deployed")
	s.end()
}

// Key files of eth_account are opened with their passphrase, and not without.
func TestKeyFileOfEthAccount(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	for _, name := range []string{"eth_account_scrypt.json", "eth_account_pbkdf2.json", "geth.json"} {
		text, err := os.ReadFile(filepath.Join("../../agentrt/chain/signing/testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		path := s.write(name, string(text))
		for words, want := range map[string]string{"": "no passphrase was given", "other words": "the passphrase is wrong", "fixture words": "0x01B573f89AF22A95e7C03ffD5Cb08aFC36dca9F7 has 0 ETH"} {
			s.env["ACN_PASSPHRASE"] = words
			s.refuses(want, "unit mint --type component --hash %s --yes --key %s", digest(1), path)
		}
	}
}
