package acn

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/btcsuite/btcd/btcutil/bech32"
	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
	"github.com/mr-tron/base58"
	"golang.org/x/crypto/ripemd160" //nolint:staticcheck // the address format of cosmos chains asks for it
	"golang.org/x/crypto/sha3"
)

// Ledger names the family of a wallet: how its keys, addresses and signatures
// are written.
type Ledger string

// Ledgers. Solana is ours; the existing network refuses it.
const (
	Ethereum Ledger = "ethereum"
	FetchAI  Ledger = "fetchai"
	Cosmos   Ledger = "cosmos"
	Solana   Ledger = "solana"
)

// LegacyLedgers are those the existing network accepts in a record; Ledgers
// are all this project knows.
var (
	LegacyLedgers = []Ledger{FetchAI, Cosmos, Ethereum}
	Ledgers       = []Ledger{FetchAI, Cosmos, Ethereum, Solana}
)

// ParseLedger checks the name of a ledger.
func ParseLedger(name string) (Ledger, error) {
	if ledger := Ledger(name); slices.Contains(Ledgers, ledger) {
		return ledger, nil
	}
	return "", Fail(StatusUnsupportedLedger, "ledger %q is none of %s", shorten(name), ledgerNames(Ledgers))
}

// Legacy tells whether the existing network accepts the ledger.
func (l Ledger) Legacy() bool { return slices.Contains(LegacyLedgers, l) }

func ledgerNames(ledgers []Ledger) string {
	names := make([]string, len(ledgers))
	for i, ledger := range ledgers {
		names[i] = string(ledger)
	}
	return strings.Join(names, ", ")
}

// scheme is what distinguishes ledgers. Implementations are stateless.
type scheme interface {
	// checkAddress refuses any spelling but the canonical one.
	checkAddress(text string) error
	// address of a raw public key (64, 33 or 32 bytes).
	address(public []byte) (Address, error)
	// parsePublicKey and formatPublicKey convert between raw bytes and the
	// text of records.
	parsePublicKey(text string) ([]byte, error)
	formatPublicKey(public []byte) string
	// parseSignature and formatSignature convert between raw bytes (65 for
	// ethereum, 64 otherwise) and the text of records.
	parseSignature(text string) ([]byte, error)
	formatSignature(signature []byte) string
	// verify checks the wallet's signature over message.
	verify(public, message, signature []byte) error
	// derive is the raw public key of a 32-byte secret; sign signs with it.
	derive(secret []byte) ([]byte, error)
	sign(secret, message []byte) ([]byte, error)
}

// scheme panics on a ledger that did not come through ParseLedger.
func (l Ledger) scheme() scheme {
	switch l {
	case Ethereum:
		return ethereumScheme{}
	case FetchAI:
		return bech32Scheme{prefix: "fetch"}
	case Cosmos:
		return bech32Scheme{prefix: "cosmos"}
	case Solana:
		return solanaScheme{}
	}
	panic("acn: unchecked ledger " + string(l))
}

var (
	errSignature = errors.New("signature does not verify")
	errHighS     = errors.New("signature is not in low-S form")
)

// ethereumScheme: EIP-55 addresses, public keys 0x and X||Y (64 bytes),
// EIP-191 personal messages, signatures R||S||V with V 27 or 28.
type ethereumScheme struct{}

const (
	ethereumSignature = 65
	ethereumAddress   = 20
)

func (ethereumScheme) checkAddress(text string) error {
	digits, ok := strings.CutPrefix(text, "0x")
	raw, err := hex.DecodeString(digits)
	if !ok || err != nil || len(raw) != ethereumAddress {
		return fmt.Errorf("%q is no ethereum address", shorten(text))
	}
	if want := eip55(raw); want != text {
		return fmt.Errorf("%s is not in EIP-55 spelling; write %s", text, want)
	}
	return nil
}

func (ethereumScheme) address(public []byte) (Address, error) {
	if len(public) != 64 {
		return "", fmt.Errorf("ethereum public key has %d bytes, want 64", len(public))
	}
	if _, err := secp256k1.ParsePubKey(append([]byte{4}, public...)); err != nil {
		return "", fmt.Errorf("reading ethereum public key: %w", err)
	}
	sum := keccak256(public)
	return Address(eip55(sum[len(sum)-ethereumAddress:])), nil
}

// eip55 writes an address with its checksum in the capitals: a letter is upper
// case where the hash of the lower-case digits has a digit of 8 or more.
func eip55(raw []byte) string {
	digits := []byte(hex.EncodeToString(raw))
	for i, nibble := range hex.EncodeToString(keccak256(digits))[:len(digits)] {
		if digits[i] >= 'a' && nibble >= '8' {
			digits[i] -= 'a' - 'A'
		}
	}
	return "0x" + string(digits)
}

// keccak256 is the hash of ethereum, which is not that of the SHA-3 standard.
func keccak256(parts ...[]byte) []byte {
	hash := sha3.NewLegacyKeccak256()
	for _, part := range parts {
		hash.Write(part)
	}
	return hash.Sum(nil)
}

// parsePublicKey drops two characters unseen, as the existing network does.
func (ethereumScheme) parsePublicKey(text string) ([]byte, error) {
	if len(text) < 2 {
		return nil, errors.New("ethereum public key is too short")
	}
	return hex.DecodeString(text[2:])
}

func (ethereumScheme) formatPublicKey(public []byte) string { return "0x" + hex.EncodeToString(public) }

func (ethereumScheme) parseSignature(text string) ([]byte, error) {
	digits, ok := strings.CutPrefix(text, "0x")
	if !ok {
		return nil, errors.New("signature has no 0x prefix")
	}
	return hex.DecodeString(digits)
}

func (ethereumScheme) formatSignature(signature []byte) string {
	return "0x" + hex.EncodeToString(signature)
}

func eip191(message []byte) []byte {
	return keccak256(fmt.Appendf(nil, "\x19Ethereum Signed Message:\n%d", len(message)), message)
}

func (s ethereumScheme) verify(public, message, signature []byte) error {
	if len(signature) != ethereumSignature {
		return fmt.Errorf("ethereum signature has %d bytes, want %d", len(signature), ethereumSignature)
	}
	if v := signature[64]; v != 27 && v != 28 {
		return errors.New("ethereum signature: V is not 27 or 28")
	}
	// RecoverCompact wants V first.
	compact := append([]byte{signature[64]}, signature[:64]...)
	recovered, _, err := ecdsa.RecoverCompact(compact, eip191(message))
	if err != nil || !slices.Equal(recovered.SerializeUncompressed()[1:], public) {
		return errSignature
	}
	return nil
}

func (ethereumScheme) derive(secret []byte) ([]byte, error) {
	key, err := secretKey(secret)
	if err != nil {
		return nil, err
	}
	return key.PubKey().SerializeUncompressed()[1:], nil
}

func (ethereumScheme) sign(secret, message []byte) ([]byte, error) {
	key, err := secretKey(secret)
	if err != nil {
		return nil, err
	}
	// SignCompact puts V (27 or 28 for an uncompressed key) first.
	compact := ecdsa.SignCompact(key, eip191(message), false)
	return append(compact[1:], compact[0]), nil
}

// bech32Scheme: fetchai and cosmos. Addresses are bech32 of
// RIPEMD160(SHA256(compressed key)), public keys 66 hex digits, signatures
// base64 of R||S over SHA-256.
type bech32Scheme struct{ prefix string }

func (s bech32Scheme) checkAddress(text string) error {
	prefix, data, err := bech32.Decode(text)
	if err != nil {
		return fmt.Errorf("reading bech32 address: %w", err)
	}
	raw, err := bech32.ConvertBits(data, 5, 8, false)
	if err != nil || prefix != s.prefix || len(raw) != ripemd160.Size {
		return fmt.Errorf("%q is no %s address", shorten(text), s.prefix)
	}
	// Decode also takes upper case and the checksum of bech32m.
	if want, err := bech32.Encode(prefix, data); err != nil || want != text {
		return fmt.Errorf("%s is not in canonical spelling; write %s", text, want)
	}
	return nil
}

func (s bech32Scheme) address(public []byte) (Address, error) {
	if len(public) != secp256k1.PubKeyBytesLenCompressed {
		return "", fmt.Errorf("public key has %d bytes, want %d", len(public), secp256k1.PubKeyBytesLenCompressed)
	}
	if _, err := secp256k1.ParsePubKey(public); err != nil {
		return "", fmt.Errorf("reading public key: %w", err)
	}
	sum := sha256.Sum256(public)
	hash := ripemd160.New()
	hash.Write(sum[:])
	data, err := bech32.ConvertBits(hash.Sum(nil), 8, 5, true)
	if err != nil {
		return "", err
	}
	text, err := bech32.Encode(s.prefix, data)
	return Address(text), err
}

func (bech32Scheme) parsePublicKey(text string) ([]byte, error) { return hex.DecodeString(text) }
func (bech32Scheme) formatPublicKey(public []byte) string       { return hex.EncodeToString(public) }
func (bech32Scheme) formatSignature(signature []byte) string {
	return base64.StdEncoding.EncodeToString(signature)
}
func (bech32Scheme) parseSignature(text string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(text)
}
func (bech32Scheme) sign(secret, message []byte) ([]byte, error) {
	key, err := secretKey(secret)
	if err != nil {
		return nil, err
	}
	return signCompact(key, message), nil
}

func (bech32Scheme) verify(public, message, signature []byte) error {
	return verifyCompact(public, message, signature, false)
}

func (bech32Scheme) derive(secret []byte) ([]byte, error) {
	key, err := secretKey(secret)
	if err != nil {
		return nil, err
	}
	return key.PubKey().SerializeCompressed(), nil
}

// solanaScheme: ed25519; addresses and public keys are the base58 of the key,
// signatures base58 of the 64 bytes.
type solanaScheme struct{}

func (solanaScheme) checkAddress(text string) error {
	// 44 digits are the most 32 bytes can need; decoding is quadratic.
	if len(text) > 44 {
		return fmt.Errorf("%q is no solana address", shorten(text))
	}
	raw, err := base58.Decode(text)
	if err != nil || len(raw) != ed25519.PublicKeySize || base58.Encode(raw) != text {
		return fmt.Errorf("%q is no solana address", shorten(text))
	}
	return nil
}

func (solanaScheme) address(public []byte) (Address, error) {
	if len(public) != ed25519.PublicKeySize {
		return "", fmt.Errorf("solana public key has %d bytes, want %d", len(public), ed25519.PublicKeySize)
	}
	return Address(base58.Encode(public)), nil
}

func (s solanaScheme) parsePublicKey(text string) ([]byte, error) {
	if err := s.checkAddress(text); err != nil {
		return nil, err
	}
	return base58.Decode(text)
}

func (solanaScheme) formatPublicKey(public []byte) string    { return base58.Encode(public) }
func (solanaScheme) formatSignature(signature []byte) string { return base58.Encode(signature) }

func (solanaScheme) parseSignature(text string) ([]byte, error) {
	// 88 digits are the most 64 bytes can need.
	if len(text) > 88 {
		return nil, errors.New("solana signature is too long")
	}
	return base58.Decode(text)
}

func (solanaScheme) verify(public, message, signature []byte) error {
	if len(public) != ed25519.PublicKeySize || !ed25519.Verify(public, message, signature) {
		return errSignature
	}
	return nil
}

func (solanaScheme) derive(secret []byte) ([]byte, error) {
	if len(secret) != ed25519.SeedSize {
		return nil, fmt.Errorf("secret has %d bytes, want %d", len(secret), ed25519.SeedSize)
	}
	return ed25519.NewKeyFromSeed(secret).Public().(ed25519.PublicKey), nil
}

func (s solanaScheme) sign(secret, message []byte) ([]byte, error) {
	if _, err := s.derive(secret); err != nil {
		return nil, err
	}
	return ed25519.Sign(ed25519.NewKeyFromSeed(secret), message), nil
}

// secretKey reads a secp256k1 scalar and refuses zero and overflow.
func secretKey(secret []byte) (*secp256k1.PrivateKey, error) {
	if len(secret) != secp256k1.PrivKeyBytesLen {
		return nil, fmt.Errorf("secret has %d bytes, want %d", len(secret), secp256k1.PrivKeyBytesLen)
	}
	var scalar secp256k1.ModNScalar
	if overflow := scalar.SetByteSlice(secret); overflow || scalar.IsZero() {
		return nil, errors.New("secret is not a secp256k1 scalar")
	}
	return secp256k1.NewPrivateKey(&scalar), nil
}

// signCompact is R||S (64 bytes, RFC 6979, low S) over SHA-256 of message.
func signCompact(key *secp256k1.PrivateKey, message []byte) []byte {
	sum := sha256.Sum256(message)
	return ecdsa.SignCompact(key, sum[:], true)[1:]
}

// verifyCompact checks R||S over SHA-256 of message under a compressed key.
func verifyCompact(public, message, signature []byte, lowS bool) error {
	if len(signature) != 64 {
		return fmt.Errorf("secp256k1 signature has %d bytes, want 64", len(signature))
	}
	key, err := secp256k1.ParsePubKey(public)
	if err != nil {
		return fmt.Errorf("reading public key: %w", err)
	}
	var r, s secp256k1.ModNScalar
	if r.SetByteSlice(signature[:32]) || s.SetByteSlice(signature[32:]) || r.IsZero() || s.IsZero() {
		return errSignature
	}
	if lowS && s.IsOverHalfOrder() {
		return errHighS
	}
	sum := sha256.Sum256(message)
	if !ecdsa.NewSignature(&r, &s).Verify(sum[:], key) {
		return errSignature
	}
	return nil
}
