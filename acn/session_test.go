package acn_test

import (
	"bytes"
	"testing"

	"go-acn/acn"
)

func TestSessionProof(t *testing.T) {
	session := bytes.Repeat([]byte{7}, acn.SessionLength)
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	for _, ledger := range acn.Ledgers {
		t.Run(string(ledger), func(t *testing.T) {
			wallet, err := acn.NewWallet(ledger)
			if err != nil {
				t.Fatal(err)
			}
			mine, err := acn.Representation(wallet, identity.NodeKey())
			if err != nil {
				t.Fatal(err)
			}
			proof, err := acn.SignSession(wallet, identity.NodeKey(), session)
			if err != nil {
				t.Fatal(err)
			}
			if err := acn.VerifySession(mine, session, proof); err != nil {
				t.Fatal(err)
			}
			message, err := acn.DecodeMessage(acn.EncodeProvenRegister(mine, proof))
			if err != nil || message.Kind != acn.KindRegister || message.Proof != proof {
				t.Errorf("decoded to %+v, %v", message, err)
			}
			other := bytes.Clone(session)
			other[0]++
			for what, err := range map[string]error{
				"another session":      acn.VerifySession(mine, other, proof),
				"no proof":             acn.VerifySession(mine, session, ""),
				"the record's own":     acn.VerifySession(mine, session, mine.Signature),
				"another node's":       acn.VerifySession(elsewhere(t, wallet), session, proof),
				"another wallet's":     acn.VerifySession(of(t, ledger, identity), session, proof),
				"garbage, not a proof": acn.VerifySession(mine, session, "0xzz"),
			} {
				if acn.StatusOf(err) != acn.StatusInvalidProof {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

func elsewhere(t *testing.T, wallet *acn.Wallet) *acn.Record {
	t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	record, err := acn.Representation(wallet, identity.NodeKey())
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func of(t *testing.T, ledger acn.Ledger, identity *acn.Identity) *acn.Record {
	t.Helper()
	wallet, err := acn.NewWallet(ledger)
	if err != nil {
		t.Fatal(err)
	}
	record, err := acn.Representation(wallet, identity.NodeKey())
	if err != nil {
		t.Fatal(err)
	}
	return record
}
