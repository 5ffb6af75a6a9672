package acn_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
)

var day0 = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// delegation is one that every check accepts.
func delegation() acn.Delegation {
	return acn.Delegation{Epoch: 7, NotBefore: day0, NotAfter: day0.Add(30 * 24 * time.Hour), Flags: acn.AllowRelay}
}

func dated(t testing.TB, ledger acn.Ledger, n byte, d acn.Delegation) *acn.Record {
	t.Helper()
	r, err := acn.SignRecord(wallet(t, ledger, n), identity(t, n).NodeKey(), &d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// negateS gives the other S of a secp256k1 signature R||S, or R||S||V.
func negateS(signature []byte) []byte {
	var s secp256k1.ModNScalar
	s.SetByteSlice(signature[32:64])
	negated := s.Negate().Bytes()
	out := append(append([]byte{}, signature[:32]...), negated[:]...)
	return append(out, signature[64:]...)
}

func TestDelegation(t *testing.T) {
	for _, ledger := range acn.Ledgers {
		t.Run(string(ledger), func(t *testing.T) {
			made := dated(t, ledger, 1, delegation())
			read, err := acn.ParseRecord(made.Bytes(), acn.Expect{Node: made.Node, Ledgers: acn.Ledgers})
			if err != nil {
				t.Fatal(err)
			}
			want := delegation()
			if diff := cmp.Diff(&want, read.Delegation, cmpopts.IgnoreUnexported(acn.Delegation{})); diff != "" {
				t.Error(diff)
			}
			if read.Epoch() != 7 {
				t.Errorf("epoch %d", read.Epoch())
			}
			// Nodes that know no delegations see a record like any other.
			legacy := altered(read, func(w *acnpb.AgentRecord) { w.Delegation = nil })
			if _, err := acn.VerifyRecord(legacy, acn.Expect{Ledgers: acn.Ledgers}); err != nil {
				t.Errorf("without its delegation: %v", err)
			}
		})
	}
}

func TestDelegationText(t *testing.T) {
	d := delegation()
	for flags, allow := range map[acn.DelegationFlags]string{
		0:                                 "nothing",
		acn.AllowRelay:                    "relay",
		acn.AllowMailbox:                  "mailbox",
		acn.AllowRelay | acn.AllowMailbox: "relay and mailbox",
		0x80:                              "flags 0x80",
	} {
		d.Flags = flags
		want := strings.Join([]string{
			"ACN delegation v1", "ledger: solana", "wallet: W", "node: N", "epoch: 7",
			"not before: 2026-03-01T12:00:00Z", "not after: 2026-03-31T12:00:00Z", "allow: " + allow, "",
		}, "\n")
		if diff := cmp.Diff(want, d.Text(acn.Solana, "W", "N")); diff != "" {
			t.Error(diff)
		}
	}
}

// Times are signed to the second and in UTC, wherever the wallet is.
func TestDelegationTimes(t *testing.T) {
	d := delegation()
	d.NotBefore = d.NotBefore.Add(999 * time.Millisecond).In(time.FixedZone("east", 3600))
	made := dated(t, acn.Ethereum, 1, d)
	if got := made.Delegation.NotBefore; got != day0 {
		t.Errorf("not before %s, want %s", got, day0)
	}
}

func TestDelegationWindow(t *testing.T) {
	r := dated(t, acn.Ethereum, 1, delegation())
	for _, c := range []struct {
		at   time.Time
		want bool
	}{
		{day0.Add(-time.Nanosecond), false},
		{day0, true},
		{r.Delegation.NotAfter.Add(-time.Nanosecond), true},
		{r.Delegation.NotAfter, false},
	} {
		if got := r.Current(c.at); got != c.want {
			t.Errorf("current at %s: %v", c.at, got)
		}
	}
	if !record(t, acn.Ethereum, 1).Current(time.Time{}) {
		t.Error("an undated record is not current")
	}
}

func TestSignRecordRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*acn.Delegation)
		ok     bool
	}{
		"epoch 0":                 {func(d *acn.Delegation) { d.Epoch = 0 }, false},
		"epoch 1":                 {func(d *acn.Delegation) { d.Epoch = 1 }, true},
		"greatest epoch":          {func(d *acn.Delegation) { d.Epoch = 1<<64 - 1 }, true},
		"unknown flag":            {func(d *acn.Delegation) { d.Flags = 1 << 2 }, false},
		"every known flag":        {func(d *acn.Delegation) { d.Flags = acn.AllowRelay | acn.AllowMailbox }, true},
		"no time at all":          {func(d *acn.Delegation) { d.NotAfter = d.NotBefore }, false},
		"one second":              {func(d *acn.Delegation) { d.NotAfter = d.NotBefore.Add(time.Second) }, true},
		"less than a second":      {func(d *acn.Delegation) { d.NotAfter = d.NotBefore.Add(time.Second - 1) }, false},
		"backwards":               {func(d *acn.Delegation) { d.NotAfter = d.NotBefore.Add(-time.Hour) }, false},
		"the longest life":        {func(d *acn.Delegation) { d.NotAfter = d.NotBefore.Add(acn.MaxDelegationLife) }, true},
		"longer than the longest": {func(d *acn.Delegation) { d.NotAfter = d.NotBefore.Add(acn.MaxDelegationLife + time.Second) }, false},
		"before 1970":             {func(d *acn.Delegation) { d.NotBefore = time.Unix(-1, 0); d.NotAfter = time.Unix(1, 0) }, false},
		"from 1970":               {func(d *acn.Delegation) { d.NotBefore = time.Unix(0, 0); d.NotAfter = time.Unix(1, 0) }, true},
		"a distant age":           {func(d *acn.Delegation) { d.NotBefore = time.Unix(1<<37, 0); d.NotAfter = time.Unix(1<<37+1, 0) }, false},
		"the last second":         {func(d *acn.Delegation) { d.NotBefore = time.Unix(1<<37-1, 0); d.NotAfter = time.Unix(1<<37, 0) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := delegation()
			c.change(&d)
			_, err := acn.SignRecord(wallet(t, acn.Cosmos, 1), identity(t, 1).NodeKey(), &d)
			if (err == nil) != c.ok {
				t.Error(err)
			}
		})
	}
}

// Offsets of the binary form, as drawn in delegation.go.
const (
	atNotBefore = 8
	atNotAfter  = 16
	atFlags     = 24
	atLength    = 25
	atSignature = 26
)

func TestDelegationTampered(t *testing.T) {
	bump := func(at int) func([]byte) []byte {
		return func(raw []byte) []byte {
			binary.BigEndian.PutUint64(raw[at:], binary.BigEndian.Uint64(raw[at:])+1)
			return raw
		}
	}
	for name, change := range map[string]func([]byte) []byte{
		"epoch":               bump(0),
		"epoch 0":             func(raw []byte) []byte { clear(raw[:atNotBefore]); return raw },
		"not before":          bump(atNotBefore),
		"not before negative": func(raw []byte) []byte { raw[atNotBefore] = 0x80; return raw },
		"not after":           bump(atNotAfter),
		"not after negative":  func(raw []byte) []byte { raw[atNotAfter] = 0x80; return raw },
		"flags":               func(raw []byte) []byte { raw[atFlags] ^= byte(acn.AllowMailbox); return raw },
		"unknown flags":       func(raw []byte) []byte { raw[atFlags] |= 0x80; return raw },
		"length, too long":    func(raw []byte) []byte { raw[atLength]++; return raw },
		"length, too short":   func(raw []byte) []byte { raw[atLength]--; return raw },
		"signature":           func(raw []byte) []byte { raw[atSignature+40] ^= 1; return raw },
		"signature cut":       func(raw []byte) []byte { raw[atLength]--; return raw[:len(raw)-1] },
		"signature padded":    func(raw []byte) []byte { raw[atLength]++; return append(raw, 0) },
		"no signature":        func(raw []byte) []byte { raw[atLength] = 0; return raw[:atSignature] },
		"one byte less":       func(raw []byte) []byte { return raw[:len(raw)-1] },
		"one byte more":       func(raw []byte) []byte { return append(raw, 0) },
		"header only, cut":    func(raw []byte) []byte { return raw[:atSignature-1] },
		"one byte":            func(raw []byte) []byte { return raw[:1] },
	} {
		t.Run(name, func(t *testing.T) {
			for _, ledger := range acn.Ledgers {
				wire := altered(dated(t, ledger, 1, delegation()), func(w *acnpb.AgentRecord) { w.Delegation = change(w.Delegation) })
				_, err := acn.VerifyRecord(wire, acn.Expect{Ledgers: acn.Ledgers})
				wantStatus(t, err, acn.StatusInvalidProof)
			}
		})
	}
}

// A delegation says whose it is and for which node: pasted into another record
// of the same wallet or node it is worth nothing.
func TestDelegationElsewhere(t *testing.T) {
	d := delegation()
	for _, ledger := range acn.Ledgers {
		good := dated(t, ledger, 1, d)
		other, err := acn.Representation(wallet(t, ledger, 1), identity(t, 2).NodeKey())
		if err != nil {
			t.Fatal(err)
		}
		for name, target := range map[string]*acn.Record{"other node": other, "other wallet": record(t, ledger, 2)} {
			wire := altered(target, func(w *acnpb.AgentRecord) { w.Delegation = good.Wire().GetDelegation() })
			_, err := acn.VerifyRecord(wire, acn.Expect{Ledgers: acn.Ledgers})
			if acn.StatusOf(err) != acn.StatusInvalidProof {
				t.Errorf("%s, %s: %v", ledger, name, err)
			}
		}
	}
	// One key, two ledgers: fetchai's statement does not hold on cosmos.
	wire := altered(record(t, acn.Cosmos, 1), func(w *acnpb.AgentRecord) {
		w.Delegation = dated(t, acn.FetchAI, 1, d).Wire().GetDelegation()
	})
	_, err := acn.VerifyRecord(wire, acn.Expect{})
	wantStatus(t, err, acn.StatusInvalidProof)
}

// A statement has one spelling: the other S of the same signature is refused,
// though it would verify.
func TestDelegationHighS(t *testing.T) {
	for _, ledger := range acn.LegacyLedgers {
		wire := altered(dated(t, ledger, 1, delegation()), func(w *acnpb.AgentRecord) {
			signature := negateS(w.Delegation[atSignature:])
			if ledger == acn.Ethereum {
				signature[64] ^= 27 ^ 28
			}
			copy(w.Delegation[atSignature:], signature)
		})
		_, err := acn.VerifyRecord(wire, acn.Expect{})
		wantStatus(t, err, acn.StatusInvalidProof)
		if err == nil || !strings.Contains(err.Error(), "low-S") {
			t.Errorf("%s: refused for another reason: %v", ledger, err)
		}
	}
}

func TestDatedRecordFits(t *testing.T) {
	for _, ledger := range acn.Ledgers {
		size := proto.Size(dated(t, ledger, 1, delegation()).Wire())
		if size > acn.MaxRecord/2 {
			t.Errorf("a dated record of %s has %d bytes, limit %d", ledger, size, acn.MaxRecord)
		}
	}
}
