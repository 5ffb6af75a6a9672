package registries

import (
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/pkg"
)

func revert(t *testing.T, name string, args ...any) []byte {
	t.Helper()
	for _, e := range known() {
		if e.Name != name || len(e.Inputs) != len(args) {
			continue
		}
		if packed, err := e.Inputs.Pack(args...); err == nil { // two errors may have one name
			return append(e.ID[:4:4], packed...)
		}
	}
	t.Fatalf("no error %s", name)
	return nil
}

// text is a revert with Error(string).
func text(t *testing.T, said string) []byte {
	t.Helper()
	data := append([]byte{0x08, 0xc3, 0x79, 0xa0}, common.BigToHash(big.NewInt(32)).Bytes()...)
	data = append(data, common.BigToHash(big.NewInt(int64(len(said)))).Bytes()...)
	return append(data, append([]byte(said), make([]byte, (32-len(said)%32)%32)...)...)
}

func TestParseRevert(t *testing.T) {
	two := big.NewInt(2)
	panicked := append([]byte{0x4e, 0x48, 0x7b, 0x71}, common.BigToHash(big.NewInt(0x11)).Bytes()...)
	for name, c := range map[string]struct {
		data  []byte
		named string
		want  string // begins with
	}{
		"threshold":        {revert(t, "WrongThreshold", two, big.NewInt(3), big.NewInt(4)), "WrongThreshold", "WrongThreshold(currentThreshold 2, minThreshold 3, maxThreshold 4): the threshold has to be"},
		"state":            {revert(t, "WrongServiceState", big.NewInt(4), two), "WrongServiceState", "WrongServiceState(state 4, serviceId 2): the service is deployed"},
		"unlikely state":   {revert(t, "WrongServiceState", maxBond, two), "WrongServiceState", "WrongServiceState(state 79228162514264337593543950335, serviceId 2): the service is state 255"},
		"an address":       {revert(t, "TokenRejected", who(0)), "TokenRejected", "TokenRejected(token 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266): that is no"},
		"bytes":            {revert(t, "HashNotApproved", who(0), [32]byte{1}, make([]byte, 500)), "HashNotApproved", "HashNotApproved(operator 0xf39F"},
		"a text in it":     {revert(t, "WrongMetadataKey", "a\nb\u202ec"), "WrongMetadataKey", `WrongMetadataKey(metadataKey "a?b?c"): that name`},
		"no arguments":     {revert(t, "Paused"), "Paused", "Paused: the registry takes nothing"},
		"a Safe's":         {text(t, "GS026"), "GS026", "GS026: a signature is no owner's"},
		"a Safe's, new":    {text(t, "GS999"), "GS999", "GS999"},
		"words":            {text(t, "NOT_MINTED"), "Error", "NOT_MINTED: there is none"},
		"words of others":  {text(t, "no \x1b[31mway"), "Error", "no ?[31mway"},
		"panic":            {panicked, "Panic", "Panic(code 0x11): a number became"},
		"unknown":          {[]byte{1, 2, 3, 4, 5}, "", "reverted with an error that is not known, 0x01020304"},
		"nothing":          {nil, "", "reverted without a reason"},
		"cut off":          {revert(t, "WrongThreshold", two, two, two)[:50], "", "reverted with an error that is not known"},
		"a panic cut off":  {panicked[:20], "", "reverted with an error that is not known, 0x4e487b71"},
		"own multisig":     {hexutil.MustDecode("0x79f91cd3" + strings.Repeat("0", 192)), "OnlyOwnServiceMultisig", "OnlyOwnServiceMultisig("},
		"two of that name": {revert(t, "WrongThreshold", two, two), "WrongThreshold", "WrongThreshold(expected 2, provided 2): "},
	} {
		if got := ParseRevert(c.data); got.Name != c.named || !strings.HasPrefix(got.Error(), c.want) {
			t.Errorf("%s: %s: %s", name, got.Name, got)
		}
	}
}

// Every error is explained, and nothing that is none.
func TestErrorsAreExplained(t *testing.T) {
	names := make(map[string]bool)
	for _, e := range known() {
		names[e.Name] = true
		if plain[e.Name] == "" {
			t.Errorf("%s is not explained", e.Name)
		}
	}
	for name := range plain {
		if !names[name] {
			t.Errorf("there is no error %s", name)
		}
	}
}

func FuzzParseRevert(f *testing.F) {
	for _, e := range known() {
		f.Add(append(e.ID[:4:4], make([]byte, 32*len(e.Inputs))...))
	}
	f.Add([]byte{0x08, 0xc3, 0x79, 0xa0})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := ParseRevert(data)
		if shown := r.Error(); len(shown) > 2000 || !utf8.ValidString(shown) || strings.ContainsAny(shown, "\n\x1b") {
			t.Errorf("%x gives %q", data, shown)
		}
	})
}

// topics and words for logs.
func logOf(signature string, data []byte, topics ...common.Hash) *types.Log {
	return &types.Log{Address: who(9), Topics: append([]common.Hash{topic(signature)}, topics...), Data: data}
}

func wordOf(n int64) common.Hash { return common.BigToHash(big.NewInt(n)) }

func wordAt(a common.Address) common.Hash { return common.BytesToHash(a[:]) }

func join(words ...common.Hash) []byte {
	var data []byte
	for _, word := range words {
		data = append(data, word[:]...)
	}
	return data
}

// Logs are read as published contracts write them; those of Safes in both
// layouts.
func TestParseEvent(t *testing.T) {
	a, b, seven := wordAt(who(1)), wordAt(who(2)), wordOf(7)
	hash := common.Hash{0xab}
	for name, c := range map[string]struct {
		log  *types.Log
		want Event
	}{
		"unit":               {logOf("CreateUnit(uint256,uint8,bytes32)", join(seven, wordOf(1), hash)), Event{Kind: UnitMinted, Unit: 7, UnitKind: Agent, Hash: pkg.Hash(hash)}},
		"unit updated":       {logOf("UpdateUnitHash(uint256,uint8,bytes32)", join(seven, wordOf(0), hash)), Event{Kind: UnitUpdated, Unit: 7, Hash: pkg.Hash(hash)}},
		"service":            {logOf("CreateService(uint256)", nil, seven), Event{Kind: ServiceMinted, Service: 7}},
		"service, L2":        {logOf("CreateService(uint256,bytes32)", join(hash), seven), Event{Kind: ServiceMinted, Service: 7, Hash: pkg.Hash(hash)}},
		"update":             {logOf("UpdateService(uint256,bytes32)", join(hash), seven), Event{Kind: ServiceUpdated, Service: 7, Hash: pkg.Hash(hash)}},
		"register":           {logOf("RegisterInstance(address,uint256,address,uint256)", join(wordOf(3)), a, seven, b), Event{Kind: InstanceRegistered, Service: 7, Account: who(1), Instance: who(2), Agent: 3}},
		"multisig":           {logOf("CreateMultisigWithAgents(uint256,address)", nil, seven, a), Event{Kind: MultisigMade, Service: 7, Multisig: who(1)}},
		"slash":              {logOf("OperatorSlashed(uint256,address,uint256)", join(wordOf(5)), a, seven), Event{Kind: OperatorSlashed, Service: 7, Account: who(1), Amount: big.NewInt(5)}},
		"slash of tokens":    {logOf("OperatorTokenSlashed(uint256,address,uint256)", join(wordOf(5)), a, seven), Event{Kind: TokensSlashed, Service: 7, Account: who(1), Amount: big.NewInt(5)}},
		"unbond":             {logOf("OperatorUnbond(address,uint256)", nil, a, seven), Event{Kind: OperatorLeft, Service: 7, Account: who(1)}},
		"transfer":           {logOf("Transfer(address,address,uint256)", nil, a, b, seven), Event{Kind: OwnerChanged, Service: 7, Unit: 7, Account: who(2)}},
		"redeployed":         {logOf("ServiceRedeployed(address,uint256,address[],uint256)", join(wordOf(64), seven, wordOf(0)), a, seven), Event{Kind: ServiceRedeployed, Service: 7, Account: who(1)}},
		"money":              {logOf("SafeReceived(address,uint256)", join(wordOf(0)), a), Event{Kind: SafeReceived, Multisig: who(9), Account: who(1), Amount: new(big.Int)}},
		"owner, 1.3.0":       {logOf("RemovedOwner(address)", join(a)), Event{Kind: OwnerRemoved, Multisig: who(9), Account: who(1)}},
		"owner, 1.4.1":       {logOf("RemovedOwner(address)", nil, a), Event{Kind: OwnerRemoved, Multisig: who(9), Account: who(1)}},
		"added, 1.3.0":       {logOf("AddedOwner(address)", join(a)), Event{Kind: OwnerAdded, Multisig: who(9), Account: who(1)}},
		"Safe, 1.3.0":        {logOf("ProxyCreation(address,address)", join(a, b)), Event{Kind: SafeMade, Multisig: who(1)}},
		"Safe, 1.4.1":        {logOf("ProxyCreation(address,address)", join(b), a), Event{Kind: SafeMade, Multisig: who(1)}},
		"recovered":          {logOf("AccessRecovered(address,uint256)", nil, a, seven), Event{Kind: AccessRecovered, Service: 7, Account: who(1)}},
		"bound":              {logOf("MultisigBound(address,uint256)", nil, a, seven), Event{Kind: MultisigBound, Service: 7, Multisig: who(1)}},
		"deposit":            {logOf("Deposit(address,uint256)", join(wordOf(5)), a), Event{Kind: MoneyIn, Account: who(1), Amount: big.NewInt(5)}},
		"refund":             {logOf("Refund(address,uint256)", join(wordOf(5)), a), Event{Kind: MoneyOut, Account: who(1), Amount: big.NewInt(5)}},
		"token deposit":      {logOf("TokenDeposit(address,address,uint256)", join(wordOf(5)), a, b), Event{Kind: TokensIn, Account: who(1), Token: who(2), Amount: big.NewInt(5)}},
		"token refund":       {logOf("TokenRefund(address,address,uint256)", join(wordOf(5)), a, b), Event{Kind: TokensOut, Account: who(1), Token: who(2), Amount: big.NewInt(5)}},
		"registration opens": {logOf("ActivateRegistration(uint256)", nil, seven), Event{Kind: ServiceActivated, Service: 7}},
	} {
		got, ok := ParseEvent(c.log)
		if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b *big.Int) bool { return a == b || a != nil && b != nil && a.Cmp(b) == 0 })); !ok || diff != "" {
			t.Errorf("%s: %t %s", name, ok, diff)
		}
	}
	big := common.Hash{0: 1}
	for name, log := range map[string]*types.Log{
		"nothing": {}, "of a token": logOf("Transfer(address,address,uint256)", join(seven), a, b), "another": logOf("Approval(address,address,uint256)", nil, a, b, seven),
		"an id too big":       logOf("CreateService(uint256)", nil, big),
		"no address":          logOf("RemovedOwner(address)", join(big)),
		"another kind":        logOf("CreateUnit(uint256,uint8,bytes32)", join(seven, wordOf(2), hash)),
		"a unit too long":     logOf("CreateUnit(uint256,uint8,bytes32)", join(seven, wordOf(1), hash, hash)),
		"a unit cut off":      logOf("CreateUnit(uint256,uint8,bytes32)", join(seven, wordOf(1))),
		"both layouts":        logOf("RemovedOwner(address)", join(a), a),
		"a topic too many":    logOf("CreateService(uint256)", nil, seven, seven),
		"data that is not it": logOf("DeployService(uint256)", join(seven), seven),
	} {
		if event, ok := ParseEvent(log); ok {
			t.Errorf("%s is read as %+v", name, event)
		}
	}
}

func FuzzParseEvent(f *testing.F) {
	var firsts []common.Hash
	for first := range decoders {
		firsts = append(firsts, first)
	}
	f.Add(uint8(0), uint8(1), []byte{31: 7})
	f.Fuzz(func(t *testing.T, first, topics uint8, data []byte) {
		log := &types.Log{Topics: []common.Hash{firsts[int(first)%len(firsts)]}}
		for ; topics%4 > 0 && len(data) >= 32; topics-- {
			log.Topics, data = append(log.Topics, common.Hash(data[:32])), data[32:]
		}
		log.Data = data
		if event, ok := ParseEvent(log); ok && event.Kind == "" {
			t.Errorf("%v is read as %+v", log, event)
		}
	})
}

const sample = `{"name":"skill/somebody/skill_a/0.1.0","description":"d","code_uri":"ipfs://bafybeiggnad44tftcrenycru2qtyqnripfzitv5yume4szbkl33vfd4abm","image":"ipfs://Qm","attributes":[{"trait_type":"version","value":"0.1.0"}]}`

func TestParseMetadata(t *testing.T) {
	m, err := ParseMetadata([]byte(sample))
	must(t, err)
	if m.ID.Name != "skill_a" || m.Code.String() != pkg.DefaultImage || m.Image != "ipfs://Qm" || m.Version != "0.1.0" || m.Description != "d" {
		t.Errorf("%+v", m)
	}
	edit := func(old, new string) []byte { return []byte(strings.Replace(sample, old, new, 1)) }
	for name, text := range map[string][]byte{
		"other fields": edit(`"image"`, `"more":{"a":[1]},"image"`), "space": edit(`,"image"`, "\n, \"image\""), "another order": []byte(`{"code_uri":"ipfs://` + pkg.DefaultImage + `","name":"n"}`),
		"an old CID": edit("bafybeiggnad44tftcrenycru2qtyqnripfzitv5yume4szbkl33vfd4abm", m.Code.V0()), "a free name": edit("skill/somebody/skill_a/0.1.0", "My Service!"),
	} {
		if got, err := ParseMetadata(text); err != nil || name != "another order" && got.Code != m.Code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m, err = ParseMetadata(edit(`"d"`, `"\u001b[2J\u202e`+strings.Repeat("d", 3000)+`"`)); err != nil || m.Description != "?[2J?"+strings.Repeat("d", longestDescription-7) {
		t.Errorf("%.20q of %d, %v", m.Description, len(m.Description), err)
	}
	for name, text := range map[string][]byte{
		"nothing": nil, "a list": []byte(`[]`), "a text": []byte(`"a"`), "two": []byte(sample + sample), "cut off": []byte(sample[:len(sample)-1]),
		"no name": edit(`"name"`, `"nom"`), "no package": edit(`"code_uri"`, `"uri"`), "a name of a wrong kind": edit(`"skill/somebody/skill_a/0.1.0"`, `7`), "null": edit(`"d"`, `null`),
		"a field twice": edit(`"image"`, `"code_uri":"ipfs://x","image"`), "another spelling": edit(`"image"`, `"Code_URI":"ipfs://x","image"`),
		"another scheme": edit("ipfs://baf", "https://baf"), "no CID": edit("ipfs://baf", "ipfs://baz"), "a path": edit("abm\"", "abm/a\""),
		"too long": edit(`"d"`, `"`+strings.Repeat("d", MaxMetadata)+`"`), "not UTF-8": edit(`"d"`, "\"\xff\""),
	} {
		if got, err := ParseMetadata(text); err == nil {
			t.Errorf("%s is read as %+v", name, got)
		}
	}
	fitting := edit(`"d"`, `"`+strings.Repeat("d", MaxMetadata-len(sample)+1)+`"`)
	if _, err := ParseMetadata(fitting); len(fitting) != MaxMetadata || err != nil {
		t.Errorf("of %d bytes: %v", len(fitting), err)
	}
}

// What we write as metadata is read.
func FuzzParseMetadata(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(`{"name":"n","code_uri":"ipfs://` + pkg.DefaultImage + `","a":{"name":1}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMetadata(text)
		if err != nil {
			return
		}
		if m.Name == "" || m.Code.IsZero() {
			t.Errorf("%q is read as %+v", text, m)
		}
		if m.ID == (pkg.ID{}) {
			return
		}
		written := pkg.Metadata{ID: m.ID, Description: m.Description, Code: m.Code, Image: m.Code}.JSON()
		again, err := ParseMetadata(written)
		if err != nil || again.ID != m.ID || again.Description != m.Description || again.Code != m.Code {
			t.Errorf("%s is read as %+v, %v", written, again, err)
		}
	})
}
