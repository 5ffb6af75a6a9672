package acn_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
)

// wallet and node make test keys: n is every byte of the secret.
func wallet(t testing.TB, ledger acn.Ledger, n byte) *acn.Wallet {
	t.Helper()
	w, err := acn.WalletFromSecret(ledger, bytes.Repeat([]byte{n}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func identity(t testing.TB, n byte) *acn.Identity {
	t.Helper()
	id, err := acn.ParseIdentity(hex.EncodeToString(bytes.Repeat([]byte{n}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// record is an undated record of wallet n at node n.
func record(t testing.TB, ledger acn.Ledger, n byte) *acn.Record {
	t.Helper()
	r, err := acn.Representation(wallet(t, ledger, n), identity(t, n).NodeKey())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// altered is a copy of r's wire form after change.
func altered(r *acn.Record, change func(*acnpb.AgentRecord)) *acnpb.AgentRecord {
	wire := proto.Clone(r.Wire()).(*acnpb.AgentRecord)
	if change != nil {
		change(wire)
	}
	return wire
}

func wantStatus(t *testing.T, err error, want acn.Status) {
	t.Helper()
	if got := acn.StatusOf(err); got != want {
		t.Errorf("status %d (%v), want %d", got, err, want)
	}
}

// Every case the existing network's node was asked, by the name the vectors
// give it: the frame payload that asks it.
var registrations = map[string]func(t *testing.T, node acn.NodeKey) []byte{
	"valid":                            registration(acn.Ethereum, nil),
	"valid, expired not_after":         registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.NotBefore, w.NotAfter = "2020-01-01", "2021-01-01" }),
	"valid, no service id":             registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.ServiceId = "" }),
	"address of another agent":         registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.Address = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf" }),
	"lower case address":               registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.Address = strings.ToLower(w.Address) }),
	"unsupported ledger solana":        registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.LedgerId = "solana" }),
	"empty ledger":                     registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.LedgerId = "" }),
	"signature with v=0/1":             registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.Signature = w.Signature[:130] + "00" }),
	"signature not hex":                registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.Signature = "zz" }),
	"signature empty":                  registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.Signature = "" }),
	"public key not hex":               registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.PublicKey = "0x" + strings.Repeat("z", 128) }),
	"fetchai valid":                    registration(acn.FetchAI, nil),
	"cosmos valid":                     registration(acn.Cosmos, nil),
	"fetchai key under cosmos":         registration(acn.FetchAI, func(w *acnpb.AgentRecord) { w.LedgerId = "cosmos" }),
	"fetchai bad signature length":     registration(acn.FetchAI, func(w *acnpb.AgentRecord) { w.Signature = "AAAA" }),
	"fetchai empty signature":          registration(acn.FetchAI, func(w *acnpb.AgentRecord) { w.Signature = "" }),
	"fetchai bad public key":           registration(acn.FetchAI, func(w *acnpb.AgentRecord) { w.PublicKey = w.PublicKey[:64] }),
	"not protobuf":                     func(*testing.T, acn.NodeKey) []byte { return []byte("not protobuf") },
	"empty AcnMessage (unknown field)": func(*testing.T, acn.NodeKey) []byte { return []byte{0x0a, 0x01, 'x'} },
	"envelope before register": func(*testing.T, acn.NodeKey) []byte {
		return acn.AppendEnvelopeFrame(nil, []byte("\x0a\x01a"), nil)[4:]
	},
	"lookup request on delegate": func(*testing.T, acn.NodeKey) []byte { return acn.EncodeLookupRequest("a") },
	"other peer key": func(t *testing.T, _ acn.NodeKey) []byte {
		return acn.EncodeRegister(record(t, acn.Ethereum, 9))
	},
	"signature of another agent": func(t *testing.T, node acn.NodeKey) []byte {
		other, err := acn.Representation(wallet(t, acn.Ethereum, 8), node)
		if err != nil {
			t.Fatal(err)
		}
		return registration(acn.Ethereum, func(w *acnpb.AgentRecord) { w.Signature = other.Signature })(t, node)
	},
}

func registration(ledger acn.Ledger, change func(*acnpb.AgentRecord)) func(*testing.T, acn.NodeKey) []byte {
	return func(t *testing.T, node acn.NodeKey) []byte {
		r, err := acn.Representation(wallet(t, ledger, 7), node)
		if err != nil {
			t.Fatal(err)
		}
		payload, err := proto.Marshal(&acnpb.Message{Performative: &acnpb.Message_Register{
			Register: &acnpb.Register{Record: altered(r, change)},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return payload
	}
}

// answer is the status a node owes to the first frame of a registration.
func answer(payload []byte, node acn.NodeKey) acn.Status {
	message, err := acn.DecodeMessage(payload)
	if err != nil {
		return acn.StatusOf(err)
	}
	if message.Kind != acn.KindRegister {
		return acn.StatusUnexpectedPayload
	}
	_, err = acn.VerifyRecord(message.Record, acn.Expect{Node: node})
	return acn.StatusOf(err)
}

func TestRegistrationVectors(t *testing.T) {
	cases := loadVectors(t).Replies.Cases
	if len(cases) != len(registrations) {
		t.Errorf("%d cases in the vectors, %d here", len(cases), len(registrations))
	}
	node := identity(t, 5).NodeKey()
	for _, c := range cases {
		t.Run(c.Case, func(t *testing.T) {
			build, ok := registrations[c.Case]
			if !ok {
				t.Fatal("nobody builds this case")
			}
			if got := answer(build(t, node), node); int32(got) != c.Status {
				t.Errorf("we answer %d, the network %d", got, c.Status)
			}
			message, err := acn.DecodeMessage(c.Reply)
			if err != nil || message.Kind != acn.KindStatus || int32(message.Status) != c.Status {
				t.Errorf("its reply decodes to %+v, %v", message, err)
			}
		})
	}
}

// The single messages that end a node of the existing network.
func TestCrashMessages(t *testing.T) {
	node := identity(t, 1).NodeKey()
	register := func(wire *acnpb.AgentRecord) []byte {
		raw, err := proto.Marshal(&acnpb.Message{Performative: &acnpb.Message_Register{Register: &acnpb.Register{Record: wire}}})
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	good := record(t, acn.Ethereum, 1)
	for name, c := range map[string]struct {
		payload []byte
		want    acn.Status
	}{
		"register without record":     {register(nil), acn.StatusInvalidProof},
		"register with empty record":  {register(&acnpb.AgentRecord{}), acn.StatusUnsupportedLedger},
		"register without body":       {[]byte{0x42, 0x00}, acn.StatusInvalidProof},
		"signature of 0 characters":   {register(altered(good, func(w *acnpb.AgentRecord) { w.Signature = "" })), acn.StatusInvalidProof},
		"signature of 2 characters":   {register(altered(good, func(w *acnpb.AgentRecord) { w.Signature = "0x" })), acn.StatusInvalidProof},
		"signature of 64 bytes":       {register(altered(good, func(w *acnpb.AgentRecord) { w.Signature = w.Signature[:130] })), acn.StatusInvalidProof},
		"signature of 66 bytes":       {register(altered(good, func(w *acnpb.AgentRecord) { w.Signature += "1b" })), acn.StatusInvalidProof},
		"public key of 0 characters":  {register(altered(good, func(w *acnpb.AgentRecord) { w.PublicKey = "" })), acn.StatusWrongAddress},
		"public key of 1 character":   {register(altered(good, func(w *acnpb.AgentRecord) { w.PublicKey = "0" })), acn.StatusWrongAddress},
		"public key of 2 characters":  {register(altered(good, func(w *acnpb.AgentRecord) { w.PublicKey = "0x" })), acn.StatusWrongAddress},
		"public key of 63 bytes":      {register(altered(good, func(w *acnpb.AgentRecord) { w.PublicKey = w.PublicKey[:128] })), acn.StatusWrongAddress},
		"public key of 65 bytes":      {register(altered(good, func(w *acnpb.AgentRecord) { w.PublicKey += "00" })), acn.StatusWrongAddress},
		"public key off the curve":    {register(altered(good, func(w *acnpb.AgentRecord) { w.PublicKey = "0x" + strings.Repeat("00", 64) })), acn.StatusWrongAddress},
		"status without body":         {[]byte{0x4a, 0x00}, acn.StatusDecode},
		"empty message":               {nil, acn.StatusUnexpectedPayload},
		"lookup response, no record":  {[]byte{0x3a, 0x00}, acn.StatusUnexpectedPayload},
		"envelope delivery, no bytes": {[]byte{0x2a, 0x00}, acn.StatusUnexpectedPayload},
	} {
		t.Run(name, func(t *testing.T) {
			if got := answer(c.payload, node); got != c.want {
				t.Errorf("status %d, want %d", got, c.want)
			}
		})
	}
	for name, payload := range map[string][]byte{"lookup response": {0x3a, 0x00}, "envelope": {0x2a, 0x00}} {
		message, err := acn.DecodeMessage(payload)
		if err != nil || message.Record != nil {
			t.Fatalf("%s without record: %+v, %v", name, message, err)
		}
		_, err = acn.VerifyRecord(message.Record, acn.Expect{})
		wantStatus(t, err, acn.StatusInvalidProof)
	}
}

// A record wrong in two ways gets the code of the earlier check: each step's
// fault is combined with those of all later steps.
func TestVerifyRecordOrder(t *testing.T) {
	good := record(t, acn.Ethereum, 1)
	want := acn.Expect{Address: good.Address, Node: good.Node}
	steps := []struct {
		name   string
		status acn.Status
		spoil  func(*acnpb.AgentRecord)
	}{
		{"another address than asked for", acn.StatusWrongAddress, func(w *acnpb.AgentRecord) { w.Address = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf" }},
		{"ledger", acn.StatusUnsupportedLedger, func(w *acnpb.AgentRecord) { w.LedgerId = "bitcoin" }},
		{"node key", acn.StatusWrongPublicKey, func(w *acnpb.AgentRecord) { w.PeerPublicKey = string(identity(t, 2).NodeKey()) }},
		{"public key", acn.StatusWrongAddress, func(w *acnpb.AgentRecord) { w.PublicKey = wallet(t, acn.Ethereum, 2).PublicKey() }},
		{"signature", acn.StatusInvalidProof, func(w *acnpb.AgentRecord) { w.Signature = "0x" }},
		{"delegation", acn.StatusInvalidProof, func(w *acnpb.AgentRecord) { w.Delegation = []byte{1} }},
	}
	for first := range steps {
		t.Run(steps[first].name, func(t *testing.T) {
			_, err := acn.VerifyRecord(altered(good, steps[first].spoil), want)
			wantStatus(t, err, steps[first].status)
			all := altered(good, func(w *acnpb.AgentRecord) {
				for _, step := range steps[first:] {
					step.spoil(w)
				}
			})
			_, err = acn.VerifyRecord(all, want)
			wantStatus(t, err, steps[first].status)
			var failure *acn.Failure
			if !errors.As(err, &failure) {
				t.Errorf("error %T is no Failure", err)
			}
		})
	}
}

func TestVerifyRecord(t *testing.T) {
	eth, fetch := record(t, acn.Ethereum, 1), record(t, acn.FetchAI, 1)
	sol := record(t, acn.Solana, 1)
	upper := altered(eth, func(w *acnpb.AgentRecord) { w.PeerPublicKey = strings.ToUpper(w.PeerPublicKey) })
	for name, c := range map[string]struct {
		wire *acnpb.AgentRecord
		want acn.Expect
		code acn.Status
	}{
		"nil":                              {nil, acn.Expect{}, acn.StatusInvalidProof},
		"nothing expected":                 {eth.Wire(), acn.Expect{}, 0},
		"its address and node":             {eth.Wire(), acn.Expect{Address: eth.Address, Node: eth.Node}, 0},
		"solana is no legacy ledger":       {sol.Wire(), acn.Expect{}, acn.StatusUnsupportedLedger},
		"solana among ours":                {sol.Wire(), acn.Expect{Ledgers: acn.Ledgers}, 0},
		"ledger not among those":           {eth.Wire(), acn.Expect{Ledgers: []acn.Ledger{acn.FetchAI}}, acn.StatusUnsupportedLedger},
		"no ledgers at all":                {eth.Wire(), acn.Expect{Ledgers: []acn.Ledger{}}, acn.StatusUnsupportedLedger},
		"upper-case node key":              {upper, acn.Expect{}, acn.StatusWrongPublicKey},
		"upper-case node key, asked for":   {upper, acn.Expect{Node: eth.Node}, acn.StatusWrongPublicKey},
		"empty node key":                   {altered(eth, func(w *acnpb.AgentRecord) { w.PeerPublicKey = "" }), acn.Expect{}, acn.StatusWrongPublicKey},
		"node key off the curve":           {altered(eth, func(w *acnpb.AgentRecord) { w.PeerPublicKey = "02" + strings.Repeat("ff", 32) }), acn.Expect{}, acn.StatusWrongPublicKey},
		"uncompressed node key":            {altered(eth, func(w *acnpb.AgentRecord) { w.PeerPublicKey = "04" + eth.PublicKey[2:] }), acn.Expect{}, acn.StatusWrongPublicKey},
		"public key with another prefix":   {altered(eth, func(w *acnpb.AgentRecord) { w.PublicKey = "zz" + w.PublicKey[2:] }), acn.Expect{}, 0},
		"signature without 0x":             {altered(eth, func(w *acnpb.AgentRecord) { w.Signature = w.Signature[2:] }), acn.Expect{}, acn.StatusInvalidProof},
		"signature of zeros":               {altered(eth, func(w *acnpb.AgentRecord) { w.Signature = "0x" + strings.Repeat("00", 64) + "1b" }), acn.Expect{}, acn.StatusInvalidProof},
		"signature of ones":                {altered(eth, func(w *acnpb.AgentRecord) { w.Signature = "0x" + strings.Repeat("ff", 64) + "1b" }), acn.Expect{}, acn.StatusInvalidProof},
		"the other V":                      {altered(eth, flipV), acn.Expect{}, acn.StatusInvalidProof},
		"signature over another node":      {altered(eth, func(w *acnpb.AgentRecord) { w.PeerPublicKey = string(identity(t, 2).NodeKey()) }), acn.Expect{}, acn.StatusInvalidProof},
		"fetchai signature not base64":     {altered(fetch, func(w *acnpb.AgentRecord) { w.Signature = "*" }), acn.Expect{}, acn.StatusInvalidProof},
		"fetchai signature of zeros":       {altered(fetch, func(w *acnpb.AgentRecord) { w.Signature = base64.StdEncoding.EncodeToString(make([]byte, 64)) }), acn.Expect{}, acn.StatusInvalidProof},
		"fetchai signature of 65 bytes":    {altered(fetch, func(w *acnpb.AgentRecord) { w.Signature = base64.StdEncoding.EncodeToString(make([]byte, 65)) }), acn.Expect{}, acn.StatusInvalidProof},
		"fetchai public key off the curve": {altered(fetch, func(w *acnpb.AgentRecord) { w.PublicKey = "02" + strings.Repeat("ff", 32) }), acn.Expect{}, acn.StatusWrongAddress},
		"text that is not UTF-8":           {altered(eth, func(w *acnpb.AgentRecord) { w.ServiceId = "\xff" }), acn.Expect{}, acn.StatusDecode},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := acn.VerifyRecord(c.wire, c.want)
			wantStatus(t, err, c.code)
			if (r == nil) != (err != nil) {
				t.Errorf("record %v with error %v", r, err)
			}
		})
	}
}

func flipV(w *acnpb.AgentRecord) {
	v := map[string]string{"1b": "1c", "1c": "1b"}[w.Signature[130:]]
	w.Signature = w.Signature[:130] + v
}

// Legacy proofs may have a high S, as the existing network's may.
func TestLegacyHighS(t *testing.T) {
	eth := altered(record(t, acn.Ethereum, 1), func(w *acnpb.AgentRecord) {
		raw, _ := hex.DecodeString(w.Signature[2:])
		w.Signature = "0x" + hex.EncodeToString(negateS(raw))
		flipV(w)
	})
	fetch := altered(record(t, acn.FetchAI, 1), func(w *acnpb.AgentRecord) {
		raw, _ := base64.StdEncoding.DecodeString(w.Signature)
		w.Signature = base64.StdEncoding.EncodeToString(negateS(raw))
	})
	for _, wire := range []*acnpb.AgentRecord{eth, fetch} {
		if _, err := acn.VerifyRecord(wire, acn.Expect{}); err != nil {
			t.Errorf("%s: %v", wire.LedgerId, err)
		}
	}
}

func TestRecordSize(t *testing.T) {
	for _, over := range []int{0, 1} {
		wire := altered(record(t, acn.Ethereum, 1), nil)
		// A length above 127 takes one byte more than the one it replaces.
		wire.ServiceId = strings.Repeat("x", acn.MaxRecord+over-proto.Size(wire)+len(wire.ServiceId)-1)
		raw, err := proto.Marshal(wire)
		if err != nil || len(raw) != acn.MaxRecord+over {
			t.Fatalf("made %d bytes, want %d: %v", len(raw), acn.MaxRecord+over, err)
		}
		want := acn.StatusSuccess
		if over > 0 {
			want = acn.StatusDecode
		}
		_, err = acn.ParseRecord(raw, acn.Expect{})
		wantStatus(t, err, want)
		_, err = acn.VerifyRecord(wire, acn.Expect{})
		wantStatus(t, err, want)
	}
}

func TestParseRecord(t *testing.T) {
	good := record(t, acn.Cosmos, 3)
	again, err := acn.ParseRecord(good.Bytes(), acn.Expect{Address: good.Address, Node: good.Node})
	if err != nil {
		t.Fatal(err)
	}
	if again.Ledger != acn.Cosmos || again.Address != good.Address || again.Node != good.Node || again.Epoch() != 0 {
		t.Errorf("read back as %+v", again)
	}
	if got, want := hex.EncodeToString(again.RawPublicKey()), good.PublicKey; got != want {
		t.Errorf("raw public key %s, want %s", got, want)
	}
	// A field from the future survives.
	future := append(bytes.Clone(good.Bytes()), 0xa2, 0x06, 0x01, 'x')
	kept, err := acn.ParseRecord(future, acn.Expect{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(future, kept.Bytes()); diff != "" {
		t.Errorf("unknown field was lost:\n%s", diff)
	}
	_, err = acn.ParseRecord([]byte{0x0a, 0x05}, acn.Expect{})
	wantStatus(t, err, acn.StatusDecode)
	_, err = acn.ParseRecord(nil, acn.Expect{})
	wantStatus(t, err, acn.StatusUnsupportedLedger)
}

func TestVerifier(t *testing.T) {
	eth, sol := record(t, acn.Ethereum, 1), record(t, acn.Solana, 1)
	other := record(t, acn.Ethereum, 2)
	for _, remember := range []int{0, 1, 10} {
		v := &acn.Verifier{Remember: remember}
		first, err := v.Verify(eth.Wire(), acn.Expect{Node: eth.Node})
		if err != nil {
			t.Fatal(err)
		}
		second, err := v.Verify(altered(eth, nil), acn.Expect{Node: eth.Node})
		if err != nil {
			t.Fatal(err)
		}
		if remembered := first == second; remembered != (remember > 0) {
			t.Errorf("remember %d: the same record came back: %v", remember, remembered)
		}
		if _, err := v.Verify(sol.Wire(), acn.Expect{Ledgers: acn.Ledgers}); err != nil {
			t.Fatal(err)
		}
		// Good, but not for this question: known and unknown records give
		// the code VerifyRecord gives, in its order.
		for _, want := range []acn.Expect{
			{Address: other.Address, Node: other.Node, Ledgers: []acn.Ledger{acn.Cosmos}},
			{Node: other.Node, Ledgers: []acn.Ledger{acn.Cosmos}},
			{Node: other.Node, Ledgers: acn.Ledgers},
			{Address: other.Address, Ledgers: acn.Ledgers},
			{Ledgers: []acn.Ledger{}},
			{},
		} {
			for _, r := range []*acn.Record{eth, sol} {
				_, fresh := acn.VerifyRecord(r.Wire(), want)
				_, err := v.Verify(r.Wire(), want)
				wantStatus(t, err, acn.StatusOf(fresh))
			}
		}
		_, err = v.Verify(nil, acn.Expect{})
		wantStatus(t, err, acn.StatusInvalidProof)
		forged := altered(eth, func(w *acnpb.AgentRecord) { w.Signature = other.Signature })
		for range 2 {
			_, err = v.Verify(forged, acn.Expect{})
			wantStatus(t, err, acn.StatusInvalidProof)
		}
	}
}

// When it is full the Verifier forgets, but it never refuses.
func TestVerifierFull(t *testing.T) {
	v := &acn.Verifier{Remember: 2}
	first, err := v.Verify(record(t, acn.Cosmos, 1).Wire(), acn.Expect{})
	if err != nil {
		t.Fatal(err)
	}
	for n := byte(2); n <= 3; n++ {
		if _, err := v.Verify(record(t, acn.Cosmos, n).Wire(), acn.Expect{}); err != nil {
			t.Fatal(err)
		}
	}
	again, err := v.Verify(first.Wire(), acn.Expect{})
	if err != nil || again == first {
		t.Errorf("a full verifier did not forget: %v", err)
	}
}

// A Verifier is shared by all streams of a node.
func TestVerifierConcurrent(t *testing.T) {
	v := &acn.Verifier{Remember: 2}
	var group sync.WaitGroup
	for n := range byte(8) {
		r := record(t, acn.Ethereum, n%4+1)
		group.Go(func() {
			for range 20 {
				if got, err := v.Verify(r.Wire(), acn.Expect{Node: r.Node}); err != nil || got.Address != r.Address {
					t.Errorf("record of %s: %v", r.Address, err)
				}
			}
		})
	}
	group.Wait()
}
