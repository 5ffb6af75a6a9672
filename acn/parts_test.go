package acn_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"go-acn/acn"
)

// TestParts takes records apart and puts them together again: those of the
// vectors are in canonical text already, so the bytes are the same.
func TestParts(t *testing.T) {
	for _, a := range loadVectors(t).Agents {
		record, err := acn.ParseRecord(a.Record, acn.Expect{})
		if err != nil {
			t.Fatal(err)
		}
		if again := rebuild(t, record.Parts()); !cmp.Equal(again.Bytes(), record.Bytes()) {
			t.Errorf("%s rebuilt as %x, want %x", a.Address, again.Bytes(), record.Bytes())
		}
	}
}

func TestPartsOfEveryLedger(t *testing.T) {
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	dated := &acn.Delegation{Epoch: 7, NotBefore: time.Unix(1_700_000_000, 0), NotAfter: time.Unix(1_700_100_000, 0), Flags: acn.AllowRelay}
	for _, ledger := range acn.Ledgers {
		for _, delegation := range []*acn.Delegation{nil, dated} {
			wallet, err := acn.NewWallet(ledger)
			if err != nil {
				t.Fatal(err)
			}
			record, err := acn.SignRecord(wallet, identity.NodeKey(), delegation)
			if err != nil {
				t.Fatal(err)
			}
			parts := record.Parts()
			if len(parts.PublicKey) != ledger.PublicKeySize() || len(parts.Proof) != ledger.ProofSize() {
				t.Errorf("%s: key %d, proof %d bytes", ledger, len(parts.PublicKey), len(parts.Proof))
			}
			again := rebuild(t, parts)
			if again.Address != record.Address || again.Epoch() != record.Epoch() || !cmp.Equal(again.Bytes(), record.Bytes()) {
				t.Errorf("%s rebuilt differently", ledger)
			}
			claim, err := parts.Claim()
			if err != nil || (claim == nil) != (delegation == nil) || claim != nil && claim.Epoch != 7 {
				t.Errorf("%s: claim %+v, %v", ledger, claim, err)
			}
			if delegation == nil {
				continue
			}
			if size, err := acn.DelegationSize(append(parts.Delegation[:len(parts.Delegation):len(parts.Delegation)], 1, 2)); err != nil || size != len(parts.Delegation) {
				t.Errorf("%s: delegation size %d, %v", ledger, size, err)
			}
		}
	}
}

func TestPartsRefused(t *testing.T) {
	for name, parts := range map[string]acn.Parts{
		"no ledger":          {},
		"unknown ledger":     {Ledger: "doge", PublicKey: make([]byte, 33)},
		"key of wrong size":  {Ledger: acn.Ethereum, PublicKey: make([]byte, 33)},
		"key off the curve":  {Ledger: acn.Cosmos, PublicKey: make([]byte, 33)},
		"truncated solana":   {Ledger: acn.Solana, PublicKey: make([]byte, 31)},
		"ethereum all zeros": {Ledger: acn.Ethereum, PublicKey: make([]byte, 64)},
	} {
		if wire, err := parts.Wire(); err == nil {
			t.Errorf("%s: made %v", name, wire)
		}
	}
	if _, err := (acn.Parts{Delegation: []byte{1}}).Claim(); acn.StatusOf(err) != acn.StatusInvalidProof {
		t.Errorf("short delegation: %v", err)
	}
	if _, err := acn.DelegationSize(make([]byte, 25)); err == nil {
		t.Error("short delegation has a size")
	}
}

func rebuild(t *testing.T, parts acn.Parts) *acn.Record {
	t.Helper()
	wire, err := parts.Wire()
	if err != nil {
		t.Fatal(err)
	}
	record, err := acn.VerifyRecord(wire, acn.Expect{Ledgers: acn.Ledgers})
	if err != nil {
		t.Fatal(err)
	}
	return record
}
