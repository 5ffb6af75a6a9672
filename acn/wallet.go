package acn

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
)

// Wallet is an agent's key pair on one ledger. It prints as its address only.
type Wallet struct {
	ledger Ledger
	secret secret[[]byte]
	public []byte
	addr   Address
}

// NewWallet makes a fresh key on a ledger.
func NewWallet(ledger Ledger) (*Wallet, error) {
	for {
		secret := make([]byte, 32)
		if _, err := rand.Read(secret); err != nil {
			return nil, fmt.Errorf("making wallet: %w", err)
		}
		// One secret in 2^128 is no scalar.
		if wallet, err := WalletFromSecret(ledger, secret); err == nil {
			return wallet, nil
		} else if _, known := ParseLedger(string(ledger)); known != nil {
			return nil, err
		}
	}
}

// ParseWallet reads a secret of 64 hex digits, with or without 0x.
func ParseWallet(ledger Ledger, text string) (*Wallet, error) {
	secret, err := hex.DecodeString(strings.TrimPrefix(text, "0x"))
	if err != nil {
		return nil, fmt.Errorf("wallet key is not 64 hex digits")
	}
	return WalletFromSecret(ledger, secret)
}

// WalletFromSecret takes 32 bytes: a secp256k1 scalar, or the ed25519 seed.
func WalletFromSecret(ledger Ledger, secret []byte) (*Wallet, error) {
	if _, err := ParseLedger(string(ledger)); err != nil {
		return nil, err
	}
	public, err := ledger.scheme().derive(secret)
	if err != nil {
		return nil, fmt.Errorf("reading wallet key: %w", err)
	}
	addr, err := ledger.scheme().address(public)
	if err != nil {
		return nil, err
	}
	return &Wallet{ledger: ledger, secret: keep(bytes.Clone(secret)), public: public, addr: addr}, nil
}

// Ledger, Address and PublicKey are what the wallet shows; PublicKey is in the
// text form of records.
func (w *Wallet) Ledger() Ledger    { return w.ledger }
func (w *Wallet) Address() Address  { return w.addr }
func (w *Wallet) PublicKey() string { return w.ledger.scheme().formatPublicKey(w.public) }

// Secret is the 32 bytes, for the key store.
func (w *Wallet) Secret() []byte { return bytes.Clone(w.secret()) }

// String, GoString and LogValue show the address.
func (w *Wallet) String() string       { return string(w.addr) }
func (w *Wallet) GoString() string     { return "acn.Wallet(" + w.String() + ")" }
func (w *Wallet) LogValue() slog.Value { return slog.StringValue(w.String()) }

// Sign signs a message as the ledger's wallets do: EIP-191 for ethereum,
// SHA-256 and secp256k1 for fetchai and cosmos, ed25519 for solana. The result
// is in the text form of records.
func (w *Wallet) Sign(message []byte) (string, error) {
	raw, err := w.signRaw(message)
	if err != nil {
		return "", err
	}
	return w.ledger.scheme().formatSignature(raw), nil
}

func (w *Wallet) signRaw(message []byte) ([]byte, error) {
	raw, err := w.ledger.scheme().sign(w.secret(), message)
	if err != nil {
		return nil, fmt.Errorf("signing with %s: %w", w.addr, err)
	}
	return raw, nil
}

// VerifyMessage checks a signature, in the text form of records, over message
// by the wallet with this public key.
func VerifyMessage(ledger Ledger, publicKey, signature string, message []byte) error {
	if _, err := ParseLedger(string(ledger)); err != nil {
		return err
	}
	public, err := ledger.scheme().parsePublicKey(publicKey)
	if err != nil {
		return Fail(StatusWrongAddress, "reading public key: %w", err)
	}
	raw, err := ledger.scheme().parseSignature(signature)
	if err != nil {
		return Fail(StatusInvalidProof, "reading signature: %w", err)
	}
	if err := ledger.scheme().verify(public, message, raw); err != nil {
		return Fail(StatusInvalidProof, "%w", err)
	}
	return nil
}
