package capability_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"go-acn/acn"
	"go-acn/agentrt/pkg/capability"
)

const (
	alice = acn.Address("0x52908400098527886E0F7030069857D2E4169EE7")
	bob   = acn.Address("0x8617E340B3D01FA5F11F306F4090FD50E238070D")
	text  = `memory: 32
message:
- protocol: acme/price:0.1.0
  to: [members]
  from: [everyone]
- protocol: acme/order:0.1.0
  to: ["0x52908400098527886E0F7030069857D2E4169EE7"]
read:
  http:
  - https://api.example.org/v1
  - http://127.0.0.1:8545/
  chain:
  - id: 100
    contract: "0x8617E340B3D01FA5F11F306F4090FD50E238070D"
  - id: 1
store:
- prefix: price/
  bytes: 4096
propose:
- round: collect
  bytes: 10
`
)

func parse(t testing.TB, text string) *capability.Manifest {
	t.Helper()
	m, err := capability.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Without a word about it, nothing is allowed.
func TestDefaultDeny(t *testing.T) {
	for _, m := range []*capability.Manifest{{}, parse(t, ""), parse(t, "{}")} {
		_, _, stores := m.Quota("price/x")
		if m.MaySend("acme/price:0.1.0", alice, true) || m.MayReceive("acme/price:0.1.0", alice, true) || m.MayFetch("https://api.example.org/v1") ||
			m.MayCall(1, alice) || stores || m.MayPropose("collect", 0) {
			t.Errorf("%+v allows something", m)
		}
		if m.MemoryMiB() != 16 {
			t.Errorf("%d MiB", m.MemoryMiB())
		}
	}
}

func TestMessages(t *testing.T) {
	m := parse(t, text)
	for _, test := range []struct {
		protocol      string
		address       acn.Address
		member        bool
		send, receive bool
	}{
		{"acme/price:0.1.0", alice, true, true, true},
		{"acme/price:0.1.0", alice, false, false, true},
		{"acme/price:0.1.1", alice, true, false, false},
		{"acme/order:0.1.0", alice, false, true, false},
		{"acme/order:0.1.0", bob, true, false, false},
		{"", alice, true, false, false},
	} {
		if got := m.MaySend(test.protocol, test.address, test.member); got != test.send {
			t.Errorf("%+v: may send is %t", test, got)
		}
		if got := m.MayReceive(test.protocol, test.address, test.member); got != test.receive {
			t.Errorf("%+v: may receive is %t", test, got)
		}
	}
}

func TestFetch(t *testing.T) {
	m := parse(t, text)
	for url, want := range map[string]bool{
		"https://api.example.org/v1":                              true,
		"https://API.example.org/v1/":                             true,
		"https://api.example.org/v1/prices?of=a/../":              true,
		"http://127.0.0.1:8545":                                   true,
		"http://127.0.0.1:8545/any":                               true,
		"https://api.example.org/":                                false,
		"https://api.example.org/v10":                             false,
		"https://api.example.org/v1/../admin":                     false,
		"https://api.example.org/v1/%2e%2e/admin":                 false,
		"https://api.example.org/v1%2fx":                          false,
		"https://api.example.org/v1//x":                           false,
		`https://api.example.org/v1\x`:                            false,
		"https://api.example.org:444/v1":                          false,
		"https://api.example.org.evil.example/v1":                 false,
		"https://api.example.org@evil.example/v1":                 false,
		"https://u:p@api.example.org/v1":                          false,
		"http://api.example.org/v1":                               false,
		"http://127.0.0.1/":                                       false,
		"file:///v1":                                              false,
		"//api.example.org/v1":                                    false,
		"https:api.example.org/v1":                                false,
		"":                                                        false,
		"https://api.example.org/v1/" + strings.Repeat("x", 2021): true,
		"https://api.example.org/v1/" + strings.Repeat("x", 2022): false,
	} {
		if got := m.MayFetch(url); got != want {
			t.Errorf("%s: %t", url, got)
		}
	}
}

func TestOtherRequests(t *testing.T) {
	m := parse(t, text)
	if !m.MayCall(100, bob) || m.MayCall(100, alice) || !m.MayCall(1, alice) || m.MayCall(2, bob) {
		t.Error("contracts")
	}
	if prefix, bytes, ok := m.Quota("price/eth"); !ok || prefix != "price/" || bytes != 4096 {
		t.Error(prefix, bytes, ok)
	}
	for _, key := range []string{"", "price", "other/x", "price/\x00", "price/" + strings.Repeat("x", 123)} {
		if _, _, ok := m.Quota(key); ok {
			t.Errorf("%q may be stored", key)
		}
	}
	if !m.MayPropose("collect", 10) || m.MayPropose("collect", 11) || m.MayPropose("other", 1) {
		t.Error("proposals")
	}
	if m.MemoryMiB() != 32 {
		t.Error(m.MemoryMiB())
	}
}

// Each line is a change to the good manifest, and what is said about it.
func TestRefused(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"memory: 32", "memory: -1", "want up to 1024"},
		{"memory: 32", "memory: 1025", "want up to 1024"},
		{"memory: 32", "memroy: 32", "field memroy not found"},
		{"memory: 32", "memory: lots", "cannot unmarshal"},
		{"memory: 32", "--- {}\n---\nmemory: 32", "one document"},
		{"acme/price:0.1.0", "acme/price", "author/name:version"},
		{"acme/price:0.1.0", "acme/price:any", "author/name:version"},
		{"to: [members]\n  from: [everyone]", "to: []", "0 parties"},
		{"[members]", "[service]", "a party is members, everyone or an address"},
		{"[members]", `["0x52908400098527886e0F7030069857D2E4169EE7"]`, "a party is"},
		{"https://api.example.org/v1", "http://api.example.org/v1", "want https"},
		{"https://api.example.org/v1", "https://api.example.org/v1?x=1", "no query"},
		{"https://api.example.org/v1", "https://api.example.org/v1?", "no query"},
		{"https://api.example.org/v1", "https://api.example.org/a/../v1", "not clean"},
		{"https://api.example.org/v1", "https://api.example.org/v1#x", "want scheme, host and path"},
		{"id: 100", "id: 0", "id is missing"},
		{"0x8617E340B3D01FA5F11F306F4090FD50E238070D", "0x8617", "read: chain"},
		{"0x8617E340B3D01FA5F11F306F4090FD50E238070D", "8s5RdhKzJz3Tbn6Ayd3tDQQzXNdHyXyZ2vKgPpGxu4QM", "no address of a contract"},
		{"prefix: price/", "prefix: Price/", "store: prefix"},
		{"prefix: price/", "prefix: ''", "store: prefix"},
		{"bytes: 4096", "bytes: 0", "want 1 to 67108864"},
		{"bytes: 4096", "bytes: 67108865", "want 1 to 67108864"},
		{"bytes: 4096", "bytes: 4096\n- prefix: price/eth\n  bytes: 1", "price/ and price/eth overlap"},
		{"bytes: 4096", "bytes: 4096\n- prefix: q\n  bytes: 67108864", "more than 67108864 bytes in all"},
		{"round: collect", "round: col lect", "propose: round"},
		{"bytes: 10\n", "bytes: 0\n", "want 1 to 1048576"},
		{"bytes: 10\n", "bytes: 1048577\n", "want 1 to 1048576"},
		{"bytes: 10\n", "bytes: 10\n- round: collect\n  bytes: 1\n", "collect is there twice"},
	} {
		_, err := capability.Parse([]byte(strings.Replace(text, test.old, test.new, 1)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.new, err, test.want)
		}
	}
}

// Limits hold at n and not at n+1.
func TestLimits(t *testing.T) {
	rules := func(head, rule string) func(int) string {
		return func(n int) string {
			var b strings.Builder
			b.WriteString(head)
			for i := range n {
				fmt.Fprintf(&b, rule, i)
			}
			return b.String()
		}
	}
	for name, test := range map[string]struct {
		text func(int) string
		n    int
	}{
		"messages": {rules("message:\n", "- {protocol: a/b:0.%d.0, to: [members]}\n"), capability.MaxRules},
		"parties": {func(n int) string {
			return "message:\n- {protocol: a/b:0.1.0, to: [" + strings.Repeat("members,", n) + "]}"
		}, capability.MaxRules},
		"urls":      {rules("read:\n  http:\n", "  - https://a.example/%d\n"), capability.MaxRules},
		"chains":    {rules("read:\n  chain:\n", "  - id: 1%d\n"), capability.MaxRules},
		"stores":    {rules("store:\n", "- {prefix: %d/, bytes: 1}\n"), capability.MaxRules},
		"proposals": {rules("propose:\n", "- {round: r%d, bytes: 1}\n"), capability.MaxRules},
		"memory":    {func(n int) string { return fmt.Sprintf("memory: %d", n) }, capability.MaxMemory},
		"storage":   {func(n int) string { return fmt.Sprintf("store: [{prefix: a, bytes: %d}]", n) }, capability.MaxStore},
		"proposal":  {func(n int) string { return fmt.Sprintf("propose: [{round: a, bytes: %d}]", n) }, capability.MaxProposal},
		"bytes":     {func(n int) string { return "#" + strings.Repeat("x", n-1) }, capability.MaxManifest},
	} {
		if _, err := capability.Parse([]byte(test.text(test.n))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := capability.Parse([]byte(test.text(test.n + 1))); err == nil {
			t.Errorf("%s: there is no limit", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(text))
	f.Add([]byte("store: [{prefix: a, bytes: 1}]"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := capability.Parse(raw)
		if err != nil {
			return
		}
		written, err := yaml.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		again, err := capability.Parse(written)
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		rewritten, err := yaml.Marshal(again)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(written), string(rewritten)); diff != "" {
			t.Error(diff)
		}
	})
}

// Whatever is fetched, its host is one of a rule.
func FuzzMayFetch(f *testing.F) {
	m := parse(f, "read: {http: [https://api.example.org/v1]}")
	f.Add("https://api.example.org/v1/x")
	f.Add("https://api.example.org@evil.example/v1")
	f.Fuzz(func(t *testing.T, url string) {
		if m.MayFetch(url) && !strings.HasPrefix(strings.ToLower(url), "https://api.example.org/v1") {
			t.Errorf("%q may be fetched", url)
		}
	})
}
