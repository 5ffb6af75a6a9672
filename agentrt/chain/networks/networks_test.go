package networks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/settle"
	"go-acn/internal/devchain"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, file string, env map[string]string) *Set {
	t.Helper()
	parsed, err := ParseFile([]byte(file))
	must(t, err)
	set, err := Load(parsed, env)
	must(t, err)
	return set
}

// What is built in is complete and not mistyped: the capitals of every address
// fit it, and every chain has what the life cycle of a service needs.
func TestBuiltin(t *testing.T) {
	ids := map[string]uint64{"ethereum": 1, "polygon": 137, "gnosis": 100, "arbitrum_one": 42161, "optimism": 10, "base": 8453, "celo": 42220, "mode": 34443, "local": 31337}
	if len(builtin) != len(ids) {
		t.Errorf("%d chains", len(builtin))
	}
	for _, f := range builtin {
		for name, text := range f.contracts {
			if address, err := ParseAddress(text); err != nil && f.name != "local" || err == nil && address == (common.Address{}) {
				t.Errorf("%s: %s: %v", f.name, name, err)
			}
		}
	}
	set, err := Load(nil, nil)
	must(t, err)
	for _, n := range set.All() {
		for _, name := range []Contract{ServiceRegistry, TokenUtility, RecoverableSafe, RecoveryModule, MultiSend} {
			if _, err := n.Address(name); err != nil {
				t.Errorf("%s: %v", n.Name, err)
			}
		}
		if n.ID != ids[n.Name] || (len(n.Nodes) > 0) != (n.Name == "local") {
			t.Errorf("%s has id %d and nodes %q", n.Name, n.ID, n.Nodes)
		}
		if _, err := settle.NewManager(n.Settlement(), nil, nil); err != nil {
			t.Errorf("%s: %v", n.Name, err)
		}
		if blocks := n.Settlement().Lookback; time.Duration(blocks)*n.Pace != 72*time.Hour {
			t.Errorf("%s: %d blocks are searched, one every %v", n.Name, blocks, n.Pace)
		}
	}
	gnosis, err := set.Find("gnosis")
	must(t, err)
	if s := gnosis.Settlement(); s.MaxFee.Cmp(gwei(30)) != 0 || s.MinTip.Cmp(gwei(1)) != 0 || s.ChainID != 100 || s.Depth != 8 {
		t.Errorf("%+v", s)
	}
	var missing *MissingError
	if _, err := gnosis.Address(ComponentRegistry); !errors.As(err, &missing) || !strings.Contains(missing.Hint(), "contracts: component_registry") {
		t.Error(err)
	}
}

func TestFile(t *testing.T) {
	set := load(t, `
chains:
  gnosis:
    rpc: [https://a.example, wss://b.example]
    witnesses: [https://c.example]
    max_fee: 2.5
    depth: 12
  mine:
    id: 77
    currency: COIN
    fallback: {limit: 3, tip: 1}
    contracts: {service_registry: 0x9338b5153AE39BB89f50468E608eD9d764B755fD}
`, map[string]string{"MINE_CHAIN_RPC": "http://x, ws://y ,", "GNOSIS_CHAIN_WITNESSES": "http://w"})
	gnosis, err := set.Find("gnosis")
	must(t, err)
	if gnosis.Fees.MaxFee.Int64() != 25e8 || gnosis.Depth != 12 || len(gnosis.Nodes) != 2 || gnosis.Witnesses[0] != "http://w" || gnosis.ID != 100 {
		t.Errorf("%+v", gnosis)
	}
	if gnosis.Fees.Fallback.Limit != nil {
		t.Error("the fallback is above the ceiling")
	}
	mine, err := set.Find("mine")
	must(t, err)
	if mine.ID != 77 || mine.Currency != "COIN" || mine.Fees.Fallback.Limit.Cmp(gwei(3)) != 0 || mine.Contracts[ServiceRegistry] == (common.Address{}) || mine.Nodes[1] != "ws://y" {
		t.Errorf("%+v", mine)
	}
	again, err := Load(nil, nil)
	must(t, err)
	if other, _ := again.Find("gnosis"); other.Fees.MaxFee.Cmp(gwei(30)) != 0 || other.Contracts[ServiceRegistry] != gnosis.Contracts[ServiceRegistry] {
		t.Error("a file changes what is built in")
	}
}

func TestCustomChain(t *testing.T) {
	env := map[string]string{"CUSTOM_CHAIN_RPC": "http://127.0.0.1:1", "CUSTOM_CHAIN_ID": "5", "CUSTOM_SERVICE_REGISTRY_ADDRESS": "0x9338b5153AE39BB89f50468E608eD9d764B755fD"}
	set, err := Load(nil, env)
	must(t, err)
	custom, err := set.Find("custom_chain")
	must(t, err)
	if custom.ID != 5 || custom.Nodes[0] != "http://127.0.0.1:1" || custom.Contracts[ServiceRegistry] == (common.Address{}) {
		t.Errorf("%+v", custom)
	}
	var missing *MissingError
	if _, err := custom.Address(RecoveryModule); !errors.As(err, &missing) || !strings.Contains(missing.Hint(), "CUSTOM_RECOVERY_MODULE_ADDRESS") {
		t.Error(err)
	}
	bare, err := Load(nil, nil)
	must(t, err)
	if _, err := bare.Find("custom_chain"); !errors.As(err, &missing) || !strings.Contains(missing.Hint(), "CUSTOM_CHAIN_ID") {
		t.Error(err)
	}
	if _, err := bare.Find("gnosys"); !errors.As(err, &missing) || missing.Hint() != "did you mean gnosis?" {
		t.Error(err)
	}
	if _, err := bare.Find("x"); !errors.As(err, &missing) || !strings.Contains(missing.Hint(), "arbitrum_one, base") {
		t.Error(err)
	}
}

// Everything that is wrong is told at once, and no URL is repeated: it may hold
// a secret.
func TestAllProblems(t *testing.T) {
	file, err := ParseFile([]byte(`
chains:
  gnosis: {max_fee: x, contracts: {service_registry: 0x9338b5153ae39BB89f50468E608eD9d764B755fD, nonsense: 0x9338b5153AE39BB89f50468E608eD9d764B755fD}}
  mine: {rpc: ["ftp://user:secret@h", "secret"], depth: 0}
  base: {min_tip: 101, contracts: {multisend: "0x0000000000000000000000000000000000000000"}}
`))
	must(t, err)
	_, err = Load(file, map[string]string{"CUSTOM_CHAIN_ID": "five", "CUSTOM_MULTISEND_ADDRESS": "0x1"})
	if err == nil {
		t.Fatal("accepted")
	}
	text := err.Error()
	for _, want := range []string{
		`chain gnosis: a price in gwei: "x"`, "chain gnosis: service_registry: ", "its capitals do not fit", `there is no contract "nonsense"`,
		"chain mine: no chain id", "chain mine: a depth of 0", `node 1: a URL of the scheme "ftp"`, "node 2: not a URL",
		"chain base: a tip of", "chain base: multisend is the zero address", `CUSTOM_CHAIN_ID is "five"`, "CUSTOM_MULTISEND_ADDRESS: ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not told:\n%s", want, text)
		}
	}
	if strings.Contains(text, "secret") {
		t.Errorf("a secret is told:\n%s", text)
	}
}

func TestFileLimits(t *testing.T) {
	long := strings.Repeat("#", MaxFile)
	if _, err := ParseFile([]byte(long)); err != nil {
		t.Error(err)
	}
	for name, raw := range map[string]string{
		"too long": long + "#", "unknown": "chains: {gnosis: {rcp: [x]}}", "two": "chains: {}\n---\nchains: {}", "name": "chains: {Gnosis: {}}",
		"reserved": "chains: {custom_chain: {id: 1}}", "no map": "[]",
	} {
		if _, err := ParseFile([]byte(raw)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for n, fits := range map[int]bool{MaxNodes: true, MaxNodes + 1: false} {
		if _, err := Load(nil, map[string]string{"BASE_CHAIN_RPC": strings.Repeat("http://h,", n)}); (err == nil) != fits {
			t.Errorf("%d nodes: %v", n, err)
		}
	}
}

func FuzzParseFile(f *testing.F) {
	f.Add([]byte("chains: {mine: {id: 77, rpc: [http://h], max_fee: 2.5, contracts: {multisend: 0x9338b5153AE39BB89f50468E608eD9d764B755fD}}}"))
	f.Add([]byte("chains:\n  gnosis:\n    fallback: {limit: 3}\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := ParseFile(raw)
		if err != nil {
			return
		}
		set, err := Load(file, nil)
		if err != nil {
			return
		}
		for _, n := range set.All() {
			if err := n.check(); err != nil {
				t.Error(err)
			}
		}
	})
}

func chain(t *testing.T) *devchain.Chain {
	t.Helper()
	c, err := devchain.Start(devchain.Config{})
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	must(t, c.Mine(3))
	return c
}

// A node that is down, and one of another chain, are passed over; the rest
// answers. Nobody sees what is behind the host's name.
func TestConnect(t *testing.T) {
	c := chain(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":"0x5"}`)
	}))
	defer other.Close()
	down := httptest.NewServer(nil)
	down.Close()
	env := func(urls ...string) map[string]string {
		return map[string]string{"LOCAL_CHAIN_RPC": strings.Join(urls, ",")}
	}
	secret := "/key-of-an-account"

	local, err := load(t, "", env(down.URL+secret, other.URL+secret, c.WebSocketURL(), c.URL())).Find("local")
	must(t, err)
	connection, err := local.Connect(evm.PoolConfig{})
	must(t, err)
	defer connection.Close()
	if head, err := connection.HeaderByNumber(t.Context(), nil); err != nil || head.Number.Int64() != 3 {
		t.Error(head, err)
	}
	var _ evm.Heads = connection
	heads := make(chan *types.Header, 1)
	for range 2 { // the socket is kept
		subscription, err := connection.SubscribeNewHead(t.Context(), heads)
		must(t, err)
		must(t, c.Mine(1))
		<-heads
		subscription.Unsubscribe()
	}
	if len(connection.sockets) != 1 {
		t.Errorf("%d sockets", len(connection.sockets))
	}

	wrong, err := load(t, "", env(other.URL+secret)).Find("local")
	must(t, err)
	alone, err := wrong.Connect(evm.PoolConfig{})
	must(t, err)
	defer alone.Close()
	if _, err := alone.HeaderByNumber(t.Context(), nil); !errors.Is(err, ErrOtherChain) || strings.Contains(err.Error(), secret) {
		t.Error(err)
	}
	if _, err := alone.SubscribeNewHead(t.Context(), heads); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
	dead, err := load(t, "", env(down.URL+secret)).Find("local")
	must(t, err)
	nobody, err := dead.Connect(evm.PoolConfig{})
	must(t, err)
	if _, err := nobody.BalanceAt(t.Context(), common.Address{}, nil); err == nil || strings.Contains(err.Error(), secret) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := nobody.ChainID(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestCheck(t *testing.T) {
	c := chain(t)
	down := httptest.NewServer(nil)
	down.Close()
	stalls := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then it notices that the client went away
		<-r.Context().Done()
	}))
	defer stalls.Close()
	local, err := load(t, "", map[string]string{"LOCAL_CHAIN_RPC": down.URL + "," + c.URL(), "LOCAL_CHAIN_WITNESSES": stalls.URL + "," + c.WebSocketURL()}).Find("local")
	must(t, err)
	answers := local.Check(t.Context(), evm.PoolConfig{Timeout: 500 * time.Millisecond})
	var got []string
	for _, a := range answers {
		got = append(got, fmt.Sprintf("%v %v %d", a.Witness, a.Err == nil, a.Head))
	}
	if want := "[false false 0 false true 3 true false 0 true true 3]"; fmt.Sprint(got) != want {
		t.Errorf("%v", got)
	}
	connection, err := local.Connect(evm.PoolConfig{})
	must(t, err)
	defer connection.Close()
	if witnesses := connection.Witnesses(); len(witnesses) != 2 {
		t.Error(len(witnesses))
	} else if id, err := witnesses[1].ChainID(t.Context()); err != nil || id.Cmp(big.NewInt(31337)) != 0 {
		t.Error(id, err)
	}
	if _, err := (Network{Name: "base"}).Connect(evm.PoolConfig{}); err == nil {
		t.Error("no node is accepted")
	}
}
