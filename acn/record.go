package acn

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"google.golang.org/protobuf/proto"

	"go-acn/acn/acnpb"
)

// ServiceID is what records carry by convention; it is not checked.
const ServiceID = "acn"

// Record is a checked proof of representation: the wallet at Address lets the
// node with key Node represent it. It comes only from VerifyRecord,
// Representation or SignRecord, is immutable, and keeps its serialised form,
// unknown fields included.
type Record struct {
	Ledger     Ledger
	Address    Address
	PublicKey  string // in the ledger's text form
	Node       NodeKey
	Signature  string      // by the wallet over the text of Node
	Delegation *Delegation // nil for an undated record

	public []byte
	wire   *acnpb.AgentRecord
	raw    []byte
}

// Wire is the record as it travels; callers must not change it.
func (r *Record) Wire() *acnpb.AgentRecord { return r.wire }

// Bytes is the serialised record; callers must not change it.
func (r *Record) Bytes() []byte { return r.raw }

// RawPublicKey is the wallet's public key in bytes: 64 for ethereum, 33 for
// fetchai and cosmos, 32 for solana. Callers must not change it.
func (r *Record) RawPublicKey() []byte { return r.public }

// Epoch orders the statements of one wallet: 0 for an undated record.
func (r *Record) Epoch() uint64 {
	if r.Delegation == nil {
		return 0
	}
	return r.Delegation.Epoch
}

// Current tells whether the record speaks for now: undated ones always do.
func (r *Record) Current(now time.Time) bool {
	return r.Delegation == nil || r.Delegation.Covers(now)
}

// Representation signs an undated record with a wallet, the form the existing
// network knows.
func Representation(wallet *Wallet, node NodeKey) (*Record, error) {
	return SignRecord(wallet, node, nil)
}

// SignRecord signs a record and, where delegation is given, the dated
// statement as well; delegation's fields but the signature must be set.
func SignRecord(wallet *Wallet, node NodeKey, delegation *Delegation) (*Record, error) {
	signature, err := wallet.Sign([]byte(node))
	if err != nil {
		return nil, err
	}
	wire := &acnpb.AgentRecord{
		ServiceId: ServiceID, LedgerId: string(wallet.Ledger()), Address: string(wallet.Address()),
		PublicKey: wallet.PublicKey(), PeerPublicKey: string(node), Signature: signature,
	}
	if delegation != nil {
		signed := *delegation
		signed.NotBefore, signed.NotAfter = signed.NotBefore.Truncate(time.Second).UTC(), signed.NotAfter.Truncate(time.Second).UTC()
		if err := signed.check(); err != nil {
			return nil, err
		}
		if signed.signature, err = wallet.signRaw([]byte(signed.Text(wallet.Ledger(), wallet.Address(), node))); err != nil {
			return nil, err
		}
		wire.Delegation = signed.marshal()
	}
	return VerifyRecord(wire, Expect{Node: node, Ledgers: Ledgers})
}

// Expect is what a record must say besides being well signed.
type Expect struct {
	// Address asked for; empty accepts any.
	Address Address
	// Node that must be represented; empty accepts any.
	Node NodeKey
	// Ledgers accepted; nil means LegacyLedgers.
	Ledgers []Ledger
}

// VerifyRecord checks a record in the order of the existing network, so that
// the first failure gives the same code: asked-for address (10), ledger (13),
// node key (11), address of the public key (10), signature (12). Dates of the
// legacy fields are not checked, as they are not signed; a delegation's
// signature is, its window is the caller's business (Record.Current). Errors
// are Failures.
func VerifyRecord(wire *acnpb.AgentRecord, want Expect) (*Record, error) {
	if wire == nil {
		return nil, Fail(StatusInvalidProof, "no record")
	}
	if want.Address != "" && wire.GetAddress() != string(want.Address) {
		return nil, Fail(StatusWrongAddress, "record is of %q, asked for %s", shorten(wire.GetAddress()), want.Address)
	}
	accepted := want.Ledgers
	if accepted == nil {
		accepted = LegacyLedgers
	}
	ledger := Ledger(wire.GetLedgerId())
	if !slices.Contains(accepted, ledger) {
		return nil, Fail(StatusUnsupportedLedger, "ledger %q is none of %s", shorten(wire.GetLedgerId()), ledgerNames(accepted))
	}
	if want.Node != "" && wire.GetPeerPublicKey() != string(want.Node) {
		return nil, Fail(StatusWrongPublicKey, "record names node %q, want %s", shorten(wire.GetPeerPublicKey()), want.Node)
	}
	node, err := ParseNodeKey(wire.GetPeerPublicKey())
	if err != nil {
		return nil, err
	}
	public, err := checkWallet(ledger, wire)
	if err != nil {
		return nil, err
	}
	if err := VerifyMessage(ledger, wire.GetPublicKey(), wire.GetSignature(), []byte(node)); err != nil {
		return nil, err
	}
	record := &Record{
		Ledger: ledger, Address: Address(wire.GetAddress()), PublicKey: wire.GetPublicKey(), Node: node,
		Signature: wire.GetSignature(), public: public, wire: wire,
	}
	if len(wire.GetDelegation()) > 0 {
		if err := record.verifyDelegation(wire.GetDelegation()); err != nil {
			return nil, Fail(StatusInvalidProof, "%w", err)
		}
	}
	if record.raw, err = (proto.MarshalOptions{Deterministic: true}).Marshal(wire); err != nil {
		return nil, Fail(StatusDecode, "encoding record: %w", err)
	}
	if len(record.raw) > MaxRecord {
		return nil, Fail(StatusDecode, "record has %d bytes, limit %d", len(record.raw), MaxRecord)
	}
	return record, nil
}

// checkWallet holds public key and address together.
func checkWallet(ledger Ledger, wire *acnpb.AgentRecord) ([]byte, error) {
	public, err := ledger.scheme().parsePublicKey(wire.GetPublicKey())
	if err != nil {
		return nil, Fail(StatusWrongAddress, "reading public key: %w", err)
	}
	addr, err := ledger.scheme().address(public)
	if err != nil {
		return nil, Fail(StatusWrongAddress, "%w", err)
	}
	if string(addr) != wire.GetAddress() {
		return nil, Fail(StatusWrongAddress, "public key belongs to %s, record says %q", addr, shorten(wire.GetAddress()))
	}
	return public, nil
}

func (r *Record) verifyDelegation(raw []byte) error {
	d, err := parseDelegation(raw)
	if err != nil {
		return err
	}
	if err := lowS(r.Ledger, d.signature); err != nil {
		return fmt.Errorf("delegation: %w", err)
	}
	if err := r.Ledger.scheme().verify(r.public, []byte(d.Text(r.Ledger, r.Address, r.Node)), d.signature); err != nil {
		return fmt.Errorf("delegation: %w", err)
	}
	r.Delegation = d
	return nil
}

// ParseRecord is VerifyRecord for serialised bytes.
func ParseRecord(raw []byte, want Expect) (*Record, error) {
	if len(raw) > MaxRecord {
		return nil, Fail(StatusDecode, "record has %d bytes, limit %d", len(raw), MaxRecord)
	}
	wire := new(acnpb.AgentRecord)
	if err := proto.Unmarshal(raw, wire); err != nil {
		return nil, Fail(StatusDecode, "reading record: %w", err)
	}
	return VerifyRecord(wire, want)
}

// checkLowS refuses the upper half of the curve's order.
func checkLowS(s []byte) error {
	var scalar secp256k1.ModNScalar
	if scalar.SetByteSlice(s) || scalar.IsOverHalfOrder() {
		return errHighS
	}
	return nil
}

// Verifier is VerifyRecord with a memory of what it has already found good, as
// senders repeat their record with every envelope. The zero value remembers
// nothing; it is safe for concurrent use.
type Verifier struct {
	// Remember is how many good records are kept (about 1 KiB each); when full
	// all are forgotten. Zero disables the memory.
	Remember int

	mu   sync.Mutex
	good map[[sha256.Size]byte]*Record
}

// Verify is VerifyRecord.
func (v *Verifier) Verify(wire *acnpb.AgentRecord, want Expect) (*Record, error) {
	if v.Remember <= 0 || wire == nil {
		return VerifyRecord(wire, want)
	}
	raw, err := (proto.MarshalOptions{Deterministic: true}).Marshal(wire)
	if err != nil {
		return nil, Fail(StatusDecode, "encoding record: %w", err)
	}
	key := sha256.Sum256(raw)
	v.mu.Lock()
	known := v.good[key]
	v.mu.Unlock()
	if known != nil {
		if err := known.matches(want); err != nil {
			return nil, err
		}
		return known, nil
	}
	record, err := VerifyRecord(wire, want)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.good) >= v.Remember || v.good == nil {
		v.good = make(map[[sha256.Size]byte]*Record, min(v.Remember, 64))
	}
	v.good[key] = record
	return record, nil
}

var errOtherExpectation = errors.New("record is good for somebody else")

// matches repeats the checks of VerifyRecord that depend on the question.
func (r *Record) matches(want Expect) error {
	accepted := want.Ledgers
	if accepted == nil {
		accepted = LegacyLedgers
	}
	switch {
	case want.Address != "" && want.Address != r.Address:
		return Fail(StatusWrongAddress, "%w: %s", errOtherExpectation, r.Address)
	case !slices.Contains(accepted, r.Ledger):
		return Fail(StatusUnsupportedLedger, "%w: %s", errOtherExpectation, r.Ledger)
	case want.Node != "" && want.Node != r.Node:
		return Fail(StatusWrongPublicKey, "%w: %s", errOtherExpectation, r.Node)
	}
	return nil
}
