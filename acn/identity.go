package acn

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
	"github.com/mr-tron/base58"
)

// NodeKey is the public key of a node as records and configurations write it:
// 66 lower-case hex digits of the compressed secp256k1 point.
type NodeKey string

// Prefixes of the libp2p protobuf form of a secp256k1 key: type 2, then the
// length of the key. An identity multihash (00, length) of the public form is
// the peer id.
const (
	libp2pPublicPrefix  = "\x08\x02\x12\x21"
	libp2pPrivatePrefix = "\x08\x02\x12\x20"
	peerIDPrefix        = "\x00\x25"
)

// ParseNodeKey checks that text is a point of the curve in canonical spelling.
func ParseNodeKey(text string) (NodeKey, error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != secp256k1.PubKeyBytesLenCompressed || strings.ToLower(text) != text {
		return "", Fail(StatusWrongPublicKey, "%q is no node key: want 66 lower-case hex digits", shorten(text))
	}
	if _, err := secp256k1.ParsePubKey(raw); err != nil {
		return "", Fail(StatusWrongPublicKey, "reading node key: %w", err)
	}
	return NodeKey(text), nil
}

// NodeKeyFromBytes is ParseNodeKey for the 33 raw bytes.
func NodeKeyFromBytes(raw []byte) (NodeKey, error) { return ParseNodeKey(hex.EncodeToString(raw)) }

// NodeKeyFromPeerID reads the key inside a base58 peer id; only secp256k1 ids
// carry one of ours.
func NodeKeyFromPeerID(id string) (NodeKey, error) {
	if len(id) > 64 {
		return "", Fail(StatusWrongPublicKey, "peer id is too long")
	}
	raw, err := base58.Decode(id)
	if err != nil {
		return "", Fail(StatusWrongPublicKey, "reading peer id: %w", err)
	}
	key, ok := strings.CutPrefix(string(raw), peerIDPrefix+libp2pPublicPrefix)
	if !ok {
		return "", Fail(StatusWrongPublicKey, "peer id %s holds no secp256k1 key", shorten(id))
	}
	return NodeKeyFromBytes([]byte(key))
}

// Bytes is the compressed point, 33 bytes.
func (k NodeKey) Bytes() []byte {
	raw, _ := hex.DecodeString(string(k)) // checked by ParseNodeKey
	return raw
}

// PeerID is the libp2p peer id of the node, base58.
func (k NodeKey) PeerID() string {
	return base58.Encode([]byte(peerIDPrefix + libp2pPublicPrefix + string(k.Bytes())))
}

// VerifyCompact checks a 64-byte R||S signature of this node over SHA-256 of
// message. High-S signatures are refused: a statement has one spelling.
func (k NodeKey) VerifyCompact(message, signature []byte) error {
	return verifyCompact(k.Bytes(), message, signature, true)
}

// VerifyDER checks a DER signature of this node over SHA-256 of message, the
// form that vouches for the TLS certificate of the delegate port.
func (k NodeKey) VerifyDER(message, signature []byte) error {
	key, err := secp256k1.ParsePubKey(k.Bytes())
	if err != nil {
		return fmt.Errorf("reading node key: %w", err)
	}
	parsed, err := ecdsa.ParseDERSignature(signature)
	if err != nil {
		return fmt.Errorf("reading signature: %w", err)
	}
	sum := sha256.Sum256(message)
	if !parsed.Verify(sum[:], key) {
		return errSignature
	}
	return nil
}

// Identity is the secret of a node. It prints as its public key only.
type Identity struct{ key secret[*secp256k1.PrivateKey] }

// NewIdentity makes a fresh one.
func NewIdentity() (*Identity, error) {
	key, err := secp256k1.GeneratePrivateKeyFromRand(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making node key: %w", err)
	}
	return &Identity{key: keep(key)}, nil
}

// ParseIdentity reads 64 hex digits without 0x, either case.
func ParseIdentity(text string) (*Identity, error) {
	raw, err := hex.DecodeString(text)
	if err != nil {
		// The error of hex would quote a digit of the secret.
		return nil, fmt.Errorf("node key is not 64 hex digits (write it without 0x)")
	}
	key, err := secretKey(raw)
	if err != nil {
		return nil, fmt.Errorf("reading node key: %w", err)
	}
	return &Identity{key: keep(key)}, nil
}

// NodeKey is the public half.
func (i *Identity) NodeKey() NodeKey {
	return NodeKey(hex.EncodeToString(i.key().PubKey().SerializeCompressed()))
}

// String and LogValue show the public key.
func (i *Identity) String() string       { return string(i.NodeKey()) }
func (i *Identity) GoString() string     { return "acn.Identity(" + i.String() + ")" }
func (i *Identity) LogValue() slog.Value { return slog.StringValue(i.String()) }

// Secret is the scalar, 32 bytes, for the key store and for libp2p.
func (i *Identity) Secret() []byte { return i.key().Serialize() }

// Libp2pPrivateKey is the protobuf form libp2p unmarshals, 36 bytes.
func (i *Identity) Libp2pPrivateKey() []byte {
	return append([]byte(libp2pPrivatePrefix), i.key().Serialize()...)
}

// SignCompact signs SHA-256 of message: R||S, 64 bytes, low S, RFC 6979.
func (i *Identity) SignCompact(message []byte) []byte { return signCompact(i.key(), message) }

// SignDER signs SHA-256 of message in DER, 70 to 72 bytes.
func (i *Identity) SignDER(message []byte) []byte {
	sum := sha256.Sum256(message)
	return ecdsa.Sign(i.key(), sum[:]).Serialize()
}
