package acn

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// MaxDelegationLife bounds the time between NotBefore and NotAfter.
const MaxDelegationLife = 366 * 24 * time.Hour

// Delegation is the dated form of a proof of representation: until NotAfter,
// the wallet wants Node to represent it, and takes back every earlier
// statement, that is every delegation of a lower Epoch and every undated
// record. Undated records have epoch 0.
//
// The wallet signs Text; what travels is the binary form:
//
//	0        8            16          24      25      26
//	+--------+------------+-----------+-------+-------+-----------------+
//	| epoch  | not before | not after | flags | length| signature       |
//	+--------+------------+-----------+-------+-------+-----------------+
//	  uint64   int64, s     int64, s    uint8   uint8   raw, by ledger
//
// all big endian; times are Unix seconds.
type Delegation struct {
	Epoch     uint64 // above 0; by convention the Unix second it was signed
	NotBefore time.Time
	NotAfter  time.Time
	Flags     DelegationFlags
	signature []byte
}

// DelegationFlags say what the wallet allows the node to do with its mail.
type DelegationFlags uint8

// Flags of a delegation; other bits are refused.
const (
	AllowRelay   DelegationFlags = 1 << iota // others may be told to relay for the node
	AllowMailbox                             // the node may hold mail while the agent is absent
	allFlags     = AllowRelay | AllowMailbox
)

func (f DelegationFlags) String() string {
	switch f {
	case 0:
		return "nothing"
	case AllowRelay:
		return "relay"
	case AllowMailbox:
		return "mailbox"
	case allFlags:
		return "relay and mailbox"
	}
	return fmt.Sprintf("flags %#x", uint8(f))
}

const delegationHeader = 8 + 8 + 8 + 1 + 1

// Text is what the wallet signs: a fixed form a person can read in a wallet.
// It is rebuilt from the fields and never parsed.
func (d *Delegation) Text(ledger Ledger, addr Address, node NodeKey) string {
	return fmt.Sprintf("ACN delegation v1\nledger: %s\nwallet: %s\nnode: %s\nepoch: %d\nnot before: %s\nnot after: %s\nallow: %s\n",
		ledger, addr, node, d.Epoch, d.NotBefore.UTC().Format(time.RFC3339), d.NotAfter.UTC().Format(time.RFC3339), d.Flags)
}

// check holds the rules that need no key.
func (d *Delegation) check() error {
	switch life := d.NotAfter.Sub(d.NotBefore); {
	case d.Epoch == 0:
		return errors.New("delegation has epoch 0")
	case d.Flags&^allFlags != 0:
		return fmt.Errorf("delegation has unknown flags %#x", uint8(d.Flags))
	case life <= 0 || life > MaxDelegationLife:
		return fmt.Errorf("delegation lasts %s, want at most %s", life, MaxDelegationLife)
	}
	return nil
}

// Covers tells whether now is inside the delegation's window.
func (d *Delegation) Covers(now time.Time) bool {
	return !now.Before(d.NotBefore) && now.Before(d.NotAfter)
}

func (d *Delegation) marshal() []byte {
	out := make([]byte, 0, delegationHeader+len(d.signature))
	out = binary.BigEndian.AppendUint64(out, d.Epoch)
	out = binary.BigEndian.AppendUint64(out, uint64(d.NotBefore.Unix()))
	out = binary.BigEndian.AppendUint64(out, uint64(d.NotAfter.Unix()))
	out = append(out, byte(d.Flags), byte(len(d.signature)))
	return append(out, d.signature...)
}

// parseDelegation reads the binary form; signature checks follow in
// VerifyRecord, which knows the keys.
func parseDelegation(raw []byte) (*Delegation, error) {
	if len(raw) < delegationHeader {
		return nil, fmt.Errorf("delegation has %d bytes, want at least %d", len(raw), delegationHeader)
	}
	if want := delegationHeader + int(raw[25]); len(raw) != want {
		return nil, fmt.Errorf("delegation has %d bytes, want %d", len(raw), want)
	}
	d := &Delegation{
		Epoch:     binary.BigEndian.Uint64(raw),
		Flags:     DelegationFlags(raw[24]),
		signature: append([]byte(nil), raw[delegationHeader:]...),
	}
	// Times outside this range do not survive time.Time's formatting.
	const mostSeconds = 1 << 37
	before, after := int64(binary.BigEndian.Uint64(raw[8:])), int64(binary.BigEndian.Uint64(raw[16:]))
	if before < 0 || before > mostSeconds || after < 0 || after > mostSeconds {
		return nil, errors.New("delegation has a time out of range")
	}
	d.NotBefore, d.NotAfter = time.Unix(before, 0).UTC(), time.Unix(after, 0).UTC()
	return d, d.check()
}

// lowS tells whether a secp256k1 signature is in its one canonical form;
// legacy proofs need not be, delegations must.
func lowS(ledger Ledger, signature []byte) error {
	if ledger == Solana || len(signature) < 64 {
		return nil
	}
	return checkLowS(signature[32:64])
}
