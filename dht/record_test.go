package dht

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
)

var update = flag.Bool("update", false, "write the vectors anew")

// vector is one record of testdata/records.json: another implementation must
// read the same fields out of the same bytes.
type vector struct {
	Name    string   `json:"name"`
	Wallet  string   `json:"wallet_secret_hex"`
	Node    string   `json:"node_secret_hex"`
	Ledger  string   `json:"ledger"`
	Key     string   `json:"dht_key"`
	Kind    string   `json:"kind"`
	Epoch   uint64   `json:"epoch"`
	Since   uint64   `json:"since"`
	Seq     uint64   `json:"sequence"`
	Issued  int64    `json:"issued_unix_ms"`
	Expires int64    `json:"expires_unix_ms"`
	Addrs   []string `json:"addresses"`
	Relays  []string `json:"relays"`
	Record  string   `json:"record_hex"`
}

const vectorFile = "testdata/records.json"

func TestRecordVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	raw, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(raw, &vectors); err != nil || len(vectors) == 0 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			raw, err := hex.DecodeString(v.Record)
			if err != nil {
				t.Fatal(err)
			}
			c, err := decode(raw)
			if err != nil {
				t.Fatal(err)
			}
			rec, err := c.verify(new(acn.Verifier))
			if err != nil {
				t.Fatal(err)
			}
			got := describe(rec)
			got.Name, got.Wallet, got.Node, got.Record = v.Name, v.Wallet, v.Node, hex.EncodeToString(c.encode())
			if diff := cmp.Diff(v, got); diff != "" {
				t.Error(diff)
			}
			// Signatures are deterministic, so the secrets give the same bytes.
			if again := compile(t, v); again != v.Record {
				t.Errorf("made anew as %s", again)
			}
		})
	}
}

func describe(rec *record) vector {
	v := vector{
		Ledger: string(rec.proof.Ledger), Key: rec.proof.Address.RecordKey(), Kind: map[kind]string{kindLocation: "location", kindTombstone: "tombstone"}[rec.kind],
		Epoch: rec.order().epoch, Since: rec.since, Seq: rec.seq, Issued: rec.issued.UnixMilli(), Expires: rec.expires.UnixMilli(),
	}
	for _, addr := range rec.addrs {
		v.Addrs = append(v.Addrs, addr.String())
	}
	for _, relay := range rec.relays {
		v.Relays = append(v.Relays, relay.String())
	}
	return v
}

// compile makes the record of a vector from its secrets and fields.
func compile(t *testing.T, v vector) string {
	t.Helper()
	identity, err := acn.ParseIdentity(v.Node)
	if err != nil {
		t.Fatal(err)
	}
	wallet, err := acn.ParseWallet(acn.Ledger(v.Ledger), v.Wallet)
	if err != nil {
		t.Fatal(err)
	}
	c := claimOf(t, represent(t, wallet, identity, v.Epoch, acn.AllowRelay), time.UnixMilli(v.Issued).UTC())
	c.since, c.seq, c.expires, c.addrs = v.Since, v.Seq, time.UnixMilli(v.Expires).UTC(), nil
	if v.Kind == "tombstone" {
		c.kind = kindTombstone
	}
	for _, text := range v.Addrs {
		c.addrs = append(c.addrs, mustAddr(t, text))
	}
	for _, text := range v.Relays {
		relay, err := peer.Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		c.relays = append(c.relays, relay)
	}
	return hex.EncodeToString(c.sign(identity))
}

func writeVectors(t *testing.T) {
	t.Helper()
	secret := func(digit string) string { return strings.Repeat(digit, 64) }
	relay := peerOf(t, must(acn.ParseIdentity(secret("5")))).String()
	issued := epoch.UnixMilli()
	vectors := []vector{
		{Name: "ethereum, undated", Ledger: "ethereum", Addrs: []string{"/ip4/192.0.2.7/tcp/9000"}},
		{Name: "fetchai, dated, relayed", Ledger: "fetchai", Epoch: 7, Addrs: []string{"/dns4/node.example/tcp/9000", "/ip4/192.0.2.7/tcp/9000/p2p/" + relay + "/p2p-circuit"}, Relays: []string{relay}},
		{Name: "cosmos, tombstone, sequence ahead of issue", Ledger: "cosmos", Kind: "tombstone"},
		{Name: "solana, dated, no address", Ledger: "solana", Epoch: 1_800_000_000},
	}
	for i := range vectors {
		v := &vectors[i]
		v.Wallet, v.Node, v.Since, v.Seq, v.Issued, v.Expires = secret("3"), secret("4"), uint64(issued-1000), uint64(issued), issued, issued+26*3_600_000
		if v.Kind == "" {
			v.Kind = "location"
		} else {
			v.Seq += 60_000
		}
		v.Record = compile(t, *v)
		wallet := must(acn.ParseWallet(acn.Ledger(v.Ledger), v.Wallet))
		v.Key = wallet.Address().RecordKey()
	}
	raw, err := json.MarshalIndent(vectors, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(vectorFile, append(raw, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// TestDecodeRefuses breaks one rule at a time, all of them in records that
// their node has signed.
func TestDecodeRefuses(t *testing.T) {
	node := newIdentity(t)
	undated := represent(t, newWallet(t, acn.Ethereum), node, 0, 0)
	dated := represent(t, newWallet(t, acn.FetchAI), node, 5, acn.AllowRelay)
	unrelayed := represent(t, newWallet(t, acn.FetchAI), node, 5, acn.AllowMailbox)
	relay := peerOf(t, newIdentity(t))
	addrs := func(n int) (out []multiaddr.Multiaddr) {
		for i := range n {
			out = append(out, mustAddr(t, "/ip4/192.0.2.7/tcp/"+string(rune('1'+i))))
		}
		return out
	}
	relays := func(n int) (out []peer.ID) {
		for range n {
			out = append(out, peerOf(t, newIdentity(t)))
		}
		return out
	}
	circuit := mustAddr(t, "/p2p/"+relay.String()+"/p2p-circuit")
	long := func(n int) multiaddr.Multiaddr { return mustAddr(t, "/dns4/"+strings.Repeat("a", n-2)) } // 1 byte code, 1 byte length

	for name, test := range map[string]struct {
		rec   *acn.Record
		spoil func(c *claim)
		raw   func(raw []byte) []byte
		good  bool
	}{
		"untouched":                 {good: true},
		"empty":                     {raw: func([]byte) []byte { return nil }},
		"three bytes":               {raw: func(raw []byte) []byte { return raw[:3] }},
		"cut in the key":            {raw: func(raw []byte) []byte { return raw[:20] }},
		"cut in the proof":          {raw: func(raw []byte) []byte { return raw[:120] }},
		"cut in the signature":      {raw: func(raw []byte) []byte { return raw[:len(raw)-1] }},
		"a byte more":               {raw: func(raw []byte) []byte { return append(raw, 0) }},
		"version 0":                 {raw: set(0, 0)},
		"version 2":                 {raw: set(0, 2)},
		"kind 0":                    {raw: set(1, 0)},
		"kind 3":                    {raw: set(1, 3)},
		"ledger 0":                  {raw: set(2, 0)},
		"ledger 5":                  {raw: set(2, 5)},
		"another flag":              {raw: set(3, 2)},
		"flag without delegation":   {raw: set(3, 1)},
		"delegation without flag":   {rec: dated, raw: set(3, 0)},
		"node key off the curve":    {raw: set(4+64, 9)},
		"dated":                     {rec: dated, good: true},
		"sequence at issue":         {spoil: func(c *claim) { c.seq = uint64(c.issued.UnixMilli()) }, good: true},
		"sequence before issue":     {spoil: func(c *claim) { c.seq = uint64(c.issued.UnixMilli()) - 1 }},
		"sequence a minute ahead":   {spoil: func(c *claim) { c.seq += 60_000 }, good: true},
		"sequence a bit more ahead": {spoil: func(c *claim) { c.seq += 60_001 }},
		"sequence without end":      {spoil: func(c *claim) { c.seq = 1<<64 - 1 }},
		"life of 36 hours":          {spoil: func(c *claim) { c.expires = c.issued.Add(36 * time.Hour) }, good: true},
		"life of a bit more":        {spoil: func(c *claim) { c.expires = c.issued.Add(36*time.Hour + time.Millisecond) }},
		"no life":                   {spoil: func(c *claim) { c.expires = c.issued }},
		"expiry out of range":       {spoil: func(c *claim) { c.expires = time.UnixMilli(maxMillis + 1) }},
		"negative issue time":       {spoil: func(c *claim) { c.issued = time.UnixMilli(-1) }},
		"tombstone":                 {spoil: func(c *claim) { c.kind, c.addrs = kindTombstone, nil }, good: true},
		"tombstone with address":    {spoil: func(c *claim) { c.kind = kindTombstone }},
		"tombstone with relay":      {spoil: func(c *claim) { c.kind, c.addrs, c.relays = kindTombstone, nil, relays(1) }},
		"no address":                {spoil: func(c *claim) { c.addrs = nil }, good: true},
		"8 addresses":               {spoil: func(c *claim) { c.addrs = addrs(8) }, good: true},
		"9 addresses":               {spoil: func(c *claim) { c.addrs = addrs(9) }},
		"128 byte address":          {spoil: func(c *claim) { c.addrs = []multiaddr.Multiaddr{long(128)} }, good: true},
		"129 byte address":          {spoil: func(c *claim) { c.addrs = []multiaddr.Multiaddr{long(129)} }},
		"address twice":             {spoil: func(c *claim) { c.addrs = append(c.addrs, c.addrs[0]) }},
		"empty address":             {spoil: func(c *claim) { c.addrs = append(c.addrs, nil) }},
		"address with own peer id": {spoil: func(c *claim) {
			c.addrs = []multiaddr.Multiaddr{mustAddr(t, "/ip4/192.0.2.7/tcp/1/p2p/"+relay.String())}
		}},
		"4 relays":                    {spoil: func(c *claim) { c.relays = relays(4) }, good: true},
		"5 relays":                    {spoil: func(c *claim) { c.relays = relays(5) }},
		"relay twice":                 {spoil: func(c *claim) { c.relays = []peer.ID{relay, relay} }},
		"relay that is no peer id":    {spoil: func(c *claim) { c.relays = []peer.ID{"nonsense"} }},
		"relayed address":             {spoil: func(c *claim) { c.addrs = append(c.addrs, circuit) }, good: true},
		"relay allowed":               {rec: dated, spoil: func(c *claim) { c.relays = relays(1) }, good: true},
		"relay not allowed":           {rec: unrelayed, spoil: func(c *claim) { c.relays = relays(1) }},
		"relayed address not allowed": {rec: unrelayed, spoil: func(c *claim) { c.addrs = append(c.addrs, circuit) }},
		"before the delegation":       {rec: dated, spoil: func(c *claim) { shift(c, dated.Delegation.NotBefore.Add(-time.Second)) }},
		"start of the delegation":     {rec: dated, spoil: func(c *claim) { shift(c, dated.Delegation.NotBefore) }, good: true},
		"up to its end":               {rec: dated, spoil: func(c *claim) { shift(c, dated.Delegation.NotAfter.Add(-26*time.Hour)) }, good: true},
		"beyond its end":              {rec: dated, spoil: func(c *claim) { shift(c, dated.Delegation.NotAfter.Add(-26*time.Hour+time.Second)) }},
	} {
		t.Run(name, func(t *testing.T) {
			if test.rec == nil {
				test.rec = undated
			}
			c := claimOf(t, test.rec, epoch)
			if test.spoil != nil {
				test.spoil(c)
			}
			raw := c.sign(node)
			if test.raw != nil {
				raw = test.raw(raw)
			}
			read, err := decode(raw)
			switch {
			case test.good && err != nil:
				t.Fatal(err)
			case test.good:
				if !cmp.Equal(read.encode(), raw) {
					t.Error("encodes differently")
				}
				if _, err := read.verify(new(acn.Verifier)); err != nil {
					t.Error(err)
				}
			case reasonOf(err) != RefusedMalformed:
				t.Errorf("got %v, want a malformed record", err)
			}
		})
	}
}

func set(index int, value byte) func([]byte) []byte {
	return func(raw []byte) []byte {
		raw[index] = value
		return raw
	}
}

func shift(c *claim, issued time.Time) {
	c.issued, c.since, c.seq, c.expires = issued, uint64(issued.UnixMilli()), uint64(issued.UnixMilli()), issued.Add(26*time.Hour)
}

// TestRecordSize checks the limit in bytes, and that no record of ours can
// come near it.
func TestRecordSize(t *testing.T) {
	if _, err := decode(make([]byte, MaxRecordSize)); reasonOf(err) != RefusedMalformed {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := decode(make([]byte, MaxRecordSize+1)); reasonOf(err) != RefusedSize {
		t.Errorf("above the limit: %v", err)
	}
	node := newIdentity(t)
	c := claimOf(t, represent(t, newWallet(t, acn.Ethereum), node, 5, acn.AllowRelay), epoch)
	c.addrs = nil
	for i := range MaxAddrs {
		c.addrs = append(c.addrs, mustAddr(t, "/dns4/"+strings.Repeat(string(rune('a'+i)), MaxAddrSize-2)))
	}
	for range MaxRelays {
		c.relays = append(c.relays, peerOf(t, newIdentity(t)))
	}
	if size := len(c.sign(node)); size > MaxRecordSize {
		t.Errorf("largest record has %d bytes", size)
	}
}

// TestVerifyRefuses forges each link of the chain from wallet to record.
func TestVerifyRefuses(t *testing.T) {
	node, other := newIdentity(t), newIdentity(t)
	wallet := newWallet(t, acn.Ethereum)
	rec := represent(t, wallet, node, 0, 0)
	elsewhere := represent(t, wallet, other, 0, 0)
	dated := represent(t, wallet, node, 9, 0)

	for name, test := range map[string]struct {
		make   func() []byte
		reason Reason
	}{
		"signed by another node": {func() []byte { return claimOf(t, rec, epoch).sign(other) }, RefusedSignature},
		"signature changed": {func() []byte {
			raw := claimOf(t, rec, epoch).sign(node)
			raw[len(raw)-1] ^= 1
			return raw
		}, RefusedSignature},
		"field changed after signing": {func() []byte {
			c := claimOf(t, rec, epoch)
			c.sign(node)
			c.seq++
			return c.encode()
		}, RefusedSignature},
		"signature over the body without its domain": {func() []byte {
			c := claimOf(t, rec, epoch)
			c.signature = node.SignCompact(c.body())
			return c.encode()
		}, RefusedSignature},
		"high S": {func() []byte { return withHighS(claimOf(t, rec, epoch).sign(node)) }, RefusedSignature},
		"proof for another node": {func() []byte {
			c := claimOf(t, rec, epoch)
			c.parts.Proof = elsewhere.Parts().Proof
			return c.sign(node)
		}, RefusedProof},
		"proof of another wallet": {func() []byte {
			c := claimOf(t, rec, epoch)
			c.parts.Proof = represent(t, newWallet(t, acn.Ethereum), node, 0, 0).Parts().Proof
			return c.sign(node)
		}, RefusedProof},
		"delegation raised by the node": {func() []byte {
			c := claimOf(t, dated, epoch)
			c.parts.Delegation = append([]byte(nil), c.parts.Delegation...)
			c.parts.Delegation[7]++ // epoch 10
			return c.sign(node)
		}, RefusedProof},
		"delegation of another node": {func() []byte {
			c := claimOf(t, rec, epoch)
			c.parts.Delegation = represent(t, wallet, other, 9, 0).Parts().Delegation
			return c.sign(node)
		}, RefusedProof},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := decode(test.make())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.verify(new(acn.Verifier)); reasonOf(err) != test.reason {
				t.Errorf("got %v, want %s", err, test.reason)
			}
		})
	}
}

// withHighS turns the signature at the end into the other valid one.
func withHighS(raw []byte) []byte {
	order, _ := hex.DecodeString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
	s := raw[len(raw)-32:]
	borrow := 0
	for i := 31; i >= 0; i-- {
		difference := int(order[i]) - int(s[i]) - borrow
		borrow = 0
		if difference < 0 {
			difference, borrow = difference+256, 1
		}
		s[i] = byte(difference)
	}
	return raw
}

func TestParseKey(t *testing.T) {
	good := acn.Address("0x0000000000000000000000000000000000000001").RecordKey()
	if d, err := parseKey(good); err != nil || "/acn/"+d.String() != good {
		t.Fatalf("%s, %v", d, err)
	}
	for name, key := range map[string]string{
		"empty": "", "namespace alone": "/acn/", "another namespace": "/ipns" + good[4:],
		"no slash": good[1:], "upper case": "/acn/" + strings.ToUpper(good[5:]), "one digit short": good[:len(good)-1],
		"one digit more": good + "0", "no digit": good[:len(good)-1] + "g", "slash behind": good + "/", "two slashes": "/" + good,
	} {
		if _, err := parseKey(key); reasonOf(err) != RefusedKey {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	raw, err := os.ReadFile(vectorFile)
	if err != nil {
		f.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(raw, &vectors); err != nil {
		f.Fatal(err)
	}
	for _, v := range vectors {
		f.Add(must(hex.DecodeString(v.Record)))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := decode(raw)
		if err != nil {
			if reasonOf(err) == "" {
				t.Fatalf("%v has no reason", err)
			}
			return
		}
		if !cmp.Equal(c.encode(), raw) {
			t.Fatalf("encodes as %x", c.encode())
		}
		_, _ = c.parts.Address()
		if rec, err := c.verify(new(acn.Verifier)); err == nil && rec.proof.Node != c.parts.Node {
			t.Fatal("verified for another node")
		}
	})
}

func FuzzParseKey(f *testing.F) {
	f.Add("/acn/" + strings.Repeat("0f", 32))
	f.Add("/acn/" + strings.Repeat("0F", 32))
	f.Fuzz(func(t *testing.T, key string) {
		if d, err := parseKey(key); err == nil && "/acn/"+d.String() != key {
			t.Fatalf("read as %s", d)
		}
	})
}
