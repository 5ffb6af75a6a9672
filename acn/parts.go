package acn

import (
	"fmt"

	"go-acn/acn/acnpb"
)

// Parts are the raw bytes behind a record, for encodings denser than its
// protobuf form. They are a claim: only Wire and VerifyRecord make a record of
// them.
type Parts struct {
	Ledger     Ledger
	PublicKey  []byte // Ledger.PublicKeySize bytes
	Node       NodeKey
	Proof      []byte // the wallet's signature over Node, Ledger.ProofSize bytes
	Delegation []byte // binary form; empty for an undated record
}

// PublicKeySize is the length of a wallet's raw public key.
func (l Ledger) PublicKeySize() int {
	switch l {
	case Ethereum:
		return 64
	case Solana:
		return 32
	}
	return 33
}

// ProofSize is the length of a wallet's raw signature.
func (l Ledger) ProofSize() int {
	if l == Ethereum {
		return ethereumSignature
	}
	return 64
}

// Parts takes a record apart; callers must not change the slices.
func (r *Record) Parts() Parts {
	proof, _ := r.Ledger.scheme().parseSignature(r.Signature) // checked by VerifyRecord
	return Parts{
		Ledger: r.Ledger, PublicKey: r.public, Node: r.Node, Proof: proof,
		Delegation: r.wire.GetDelegation(),
	}
}

// Address derives the address of the public key.
func (p Parts) Address() (Address, error) {
	if _, err := ParseLedger(string(p.Ledger)); err != nil {
		return "", err
	}
	addr, err := p.Ledger.scheme().address(p.PublicKey)
	if err != nil {
		return "", Fail(StatusWrongAddress, "%w", err)
	}
	return addr, nil
}

// Claim reads the delegation without verifying a signature; nil for an undated
// record.
func (p Parts) Claim() (*Delegation, error) {
	if len(p.Delegation) == 0 {
		return nil, nil
	}
	d, err := parseDelegation(p.Delegation)
	if err != nil {
		return nil, Fail(StatusInvalidProof, "%w", err)
	}
	return d, nil
}

// DelegationSize is how many bytes the delegation at the start of raw takes;
// raw must hold its header.
func DelegationSize(raw []byte) (int, error) {
	if len(raw) < delegationHeader {
		return 0, fmt.Errorf("delegation has %d bytes, want at least %d", len(raw), delegationHeader)
	}
	return delegationHeader + int(raw[delegationHeader-1]), nil
}

// Wire is the record of these parts in canonical text, unverified.
func (p Parts) Wire() (*acnpb.AgentRecord, error) {
	addr, err := p.Address()
	if err != nil {
		return nil, err
	}
	scheme := p.Ledger.scheme()
	return &acnpb.AgentRecord{
		ServiceId: ServiceID, LedgerId: string(p.Ledger), Address: string(addr),
		PublicKey: scheme.formatPublicKey(p.PublicKey), PeerPublicKey: string(p.Node),
		Signature: scheme.formatSignature(p.Proof), Delegation: p.Delegation,
	}, nil
}
