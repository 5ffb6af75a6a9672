package pin

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/mr-tron/base58"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
)

const (
	// MaxLease is the most time between Issued and Until.
	MaxLease = 366 * 24 * time.Hour
	// MaxSize is the most bytes a pin may speak of.
	MaxSize = 1 << 40
	// MaxSkew is how far a publisher's clock may be ahead of ours.
	MaxSkew = 10 * time.Minute
	// MaxBytes is the longest binary form of a pin, that of an ethereum
	// wallet.
	MaxBytes = headerSize + 64 + 65
)

// Wish is what a publisher says about a package.
type Wish struct {
	Package pkg.Hash
	Size    int64 // bytes of its files
	// Sequence orders what one publisher says about one package: the highest
	// is valid. By convention it is the Unix time in nanoseconds.
	Sequence uint64
	Issued   time.Time // whole seconds
	Until    time.Time // whole seconds; Issued if the publisher wants it no more
}

// Pin is a wish with the signature of the publisher's wallet, verified.
//
// The wallet signs Text; what travels and is stored is the binary form:
//
//	0      4         5        6         38     46         54       62       70
//	+------+---------+--------+---------+------+----------+--------+--------+------------+-----------+
//	| ACNP | version | ledger | package | size | sequence | issued | until  | public key | signature |
//	+------+---------+--------+---------+------+----------+--------+--------+------------+-----------+
//	                   uint8    digest   uint64  uint64     int64, s int64, s  raw, by ledger
//
// all big endian; times are Unix seconds. The version is 1. Ledgers are 1
// ethereum, 2 fetchai, 3 cosmos, 4 solana. A pin has one binary form.
type Pin struct {
	Wish
	Publisher acn.Address
	Ledger    acn.Ledger
	raw       []byte
}

const (
	magic      = "ACNP"
	version    = 1
	headerSize = 4 + 1 + 1 + 32 + 8 + 8 + 8 + 8
)

// ledgers are numbered in the binary form by their place here, from 1.
var ledgers = []acn.Ledger{acn.Ethereum, acn.FetchAI, acn.Cosmos, acn.Solana}

// Text is what the wallet signs: a fixed form a person can read in a wallet.
// It is rebuilt from the fields and never parsed.
func (w Wish) Text(publisher acn.Address) string {
	const form = "ACN package pin v1\npublisher: %s\npackage: %s\nsize: %d\nsequence: %d\nissued: %s\nuntil: %s\n"
	return fmt.Sprintf(form, publisher, w.Package, w.Size, w.Sequence, w.Issued.UTC().Format(time.RFC3339), w.Until.UTC().Format(time.RFC3339))
}

// Withdraws tells whether the publisher wants the package no more.
func (w Wish) Withdraws() bool { return w.Until.Equal(w.Issued) }

// Live tells whether the package is to be kept at now.
func (w Wish) Live(now time.Time) bool { return now.Before(w.Until) }

// forgotten is when a wish need not be remembered any more: every wish that it
// replaced is over by then.
func (w Wish) forgotten() time.Time { return w.Issued.Add(MaxLease + MaxSkew) }

func (w Wish) check() error {
	const lastSecond = 1 << 37 // later times do not survive being formatted
	switch lease := w.Until.Sub(w.Issued); {
	case w.Package.IsZero():
		return errors.New("it names no package")
	case w.Size <= 0 || w.Size > MaxSize:
		return fmt.Errorf("a size of %d bytes, want 1 to %d", w.Size, int64(MaxSize))
	case w.Sequence == 0:
		return errors.New("it has sequence 0")
	case w.Issued.Unix() < 0 || w.Issued.Unix() > lastSecond || w.Until.Unix() < 0 || w.Until.Unix() > lastSecond:
		return errors.New("a time out of range")
	case lease < 0 || lease > MaxLease:
		return fmt.Errorf("a lease of %s, want at most %s", lease, MaxLease)
	}
	return nil
}

// Sign makes a pin. Times are cut to seconds.
func Sign(wallet *acn.Wallet, wish Wish) (*Pin, error) {
	wish.Issued, wish.Until = wish.Issued.Truncate(time.Second).UTC(), wish.Until.Truncate(time.Second).UTC()
	if err := wish.check(); err != nil {
		return nil, fmt.Errorf("signing a pin: %w", err)
	}
	text, err := wallet.Sign([]byte(wish.Text(wallet.Address())))
	if err != nil {
		return nil, err
	}
	key, err := rawKey(wallet)
	if err != nil {
		return nil, err
	}
	signature, err := rawSignature(wallet.Ledger(), text)
	if err != nil {
		return nil, err
	}
	raw := append([]byte(magic), version, byte(slices.Index(ledgers, wallet.Ledger())+1))
	raw = append(raw, wish.Package[:]...)
	for _, number := range []uint64{uint64(wish.Size), wish.Sequence, uint64(wish.Issued.Unix()), uint64(wish.Until.Unix())} {
		raw = binary.BigEndian.AppendUint64(raw, number)
	}
	return Parse(slices.Concat(raw, key, signature))
}

// rawKey takes the public key out of the text form of records.
func rawKey(wallet *acn.Wallet) ([]byte, error) {
	if wallet.Ledger() == acn.Solana {
		return base58.Decode(wallet.PublicKey())
	}
	return hex.DecodeString(strings.TrimPrefix(wallet.PublicKey(), "0x"))
}

func rawSignature(ledger acn.Ledger, text string) ([]byte, error) {
	switch ledger {
	case acn.Ethereum:
		return hex.DecodeString(strings.TrimPrefix(text, "0x"))
	case acn.Solana:
		return base58.Decode(text)
	}
	return base64.StdEncoding.DecodeString(text)
}

// Parse reads and verifies the binary form. Whether the lease is over is for
// the Set to say.
func Parse(raw []byte) (*Pin, error) {
	p, err := parse(raw)
	if err != nil {
		return nil, fmt.Errorf("reading a pin: %w", err)
	}
	return p, nil
}

func parse(raw []byte) (*Pin, error) {
	switch {
	case len(raw) < headerSize || string(raw[:4]) != magic:
		return nil, errors.New("it is none")
	case raw[4] != version:
		return nil, fmt.Errorf("version %d is not known", raw[4])
	case raw[5] == 0 || int(raw[5]) > len(ledgers):
		return nil, fmt.Errorf("ledger %d is not known", raw[5])
	}
	ledger := ledgers[raw[5]-1]
	if want := headerSize + ledger.PublicKeySize() + ledger.ProofSize(); len(raw) != want {
		return nil, fmt.Errorf("%d bytes, want %d", len(raw), want)
	}
	number := func(at int) int64 { return int64(binary.BigEndian.Uint64(raw[at:])) }
	p := &Pin{Ledger: ledger, raw: bytes.Clone(raw)}
	p.Wish = Wish{
		Package: pkg.Hash(raw[6:38]), Size: number(38), Sequence: uint64(number(46)),
		Issued: time.Unix(number(54), 0).UTC(), Until: time.Unix(number(62), 0).UTC(),
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	return p, p.verify()
}

// verify derives the publisher's address and checks the signature.
func (p *Pin) verify() error {
	key, signature := p.raw[headerSize:], []byte(nil)
	key, signature = key[:p.Ledger.PublicKeySize()], key[p.Ledger.PublicKeySize():]
	// A high S would be a second spelling of the same pin.
	var s secp256k1.ModNScalar
	if p.Ledger != acn.Solana && (s.SetByteSlice(signature[32:64]) || s.IsOverHalfOrder()) {
		return errors.New("the signature is not in low-S form")
	}
	wire, err := acn.Parts{Ledger: p.Ledger, PublicKey: key, Proof: signature}.Wire()
	if err != nil {
		return err
	}
	p.Publisher = acn.Address(wire.GetAddress())
	return acn.VerifyMessage(p.Ledger, wire.GetPublicKey(), wire.GetSignature(), []byte(p.Text(p.Publisher)))
}

// Bytes is the binary form. Callers must not change it.
func (p *Pin) Bytes() []byte { return p.raw }

// newer orders pins of one publisher for one package. Two of the same sequence
// are ordered by their bytes, so that all nodes take the same one.
func (p *Pin) newer(than *Pin) bool {
	return cmp.Or(cmp.Compare(p.Sequence, than.Sequence), bytes.Compare(p.raw, than.raw)) > 0
}
