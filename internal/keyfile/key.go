package keyfile

import (
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"go-acn/acn"
)

// Use says what a key is for: UseNode or the name of a ledger. Plain files do
// not say; theirs is empty.
type Use string

// UseNode marks the key of a node.
const UseNode Use = "node"

const secretSize = 32

// Key is a secret and its use. It prints as its public name only.
type Key struct {
	use  Use
	name string // peer id or address; empty if the use is
	// secret is a function because package fmt writes out every field it can
	// reach, also in copies whose String method it does not see.
	secret func() []byte
}

func keep(secret []byte) func() []byte { return func() []byte { return secret } }

// OfNode is the key of a node.
func OfNode(identity *acn.Identity) Key {
	return Key{use: UseNode, name: identity.NodeKey().PeerID(), secret: keep(identity.Secret())}
}

// OfWallet is the key of a wallet.
func OfWallet(wallet *acn.Wallet) Key {
	return Key{use: Use(wallet.Ledger()), name: string(wallet.Address()), secret: keep(wallet.Secret())}
}

// Use is empty when the file does not say.
func (k Key) Use() Use { return k.use }

// Hex is the secret as 64 hex digits.
func (k Key) Hex() string { return hex.EncodeToString(k.secret()) }

// String, GoString and LogValue show what is public.
func (k Key) String() string       { return strings.TrimSpace(string(k.use) + " key " + k.name) }
func (k Key) GoString() string     { return "keyfile.Key(" + k.String() + ")" }
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

var errOtherUse = errors.New("key is for something else")

// Identity takes the key as a node's. The key of a wallet is refused: a node
// key is stored on servers and vouches for other keys.
func (k Key) Identity() (*acn.Identity, error) {
	if k.use != "" && k.use != UseNode {
		return nil, fmt.Errorf("%w: it is a wallet on %s, not a node key", errOtherUse, k.use)
	}
	return acn.ParseIdentity(k.Hex())
}

// Wallet takes the key as a wallet's; ledger may be empty if the file says it.
func (k Key) Wallet(ledger acn.Ledger) (*acn.Wallet, error) {
	switch {
	case k.use == UseNode:
		return nil, fmt.Errorf("%w: it is a node key, not a wallet", errOtherUse)
	case k.use == "" && ledger == "":
		return nil, ErrNoLedger
	case ledger == "":
		ledger = acn.Ledger(k.use)
	case k.use != "" && acn.Ledger(k.use) != ledger:
		return nil, fmt.Errorf("%w: it is a wallet on %s, not on %s", errOtherUse, k.use, ledger)
	}
	return acn.WalletFromSecret(ledger, k.secret())
}

// ErrNoLedger is returned for a plain file whose ledger the caller does not
// know either.
var ErrNoLedger = errors.New("a plain key file does not say which ledger its wallet is on")

// named derives the public name of a secret, and so checks it.
func named(use Use, secret []byte) (Key, error) {
	if use == UseNode {
		identity, err := acn.ParseIdentity(hex.EncodeToString(secret))
		if err != nil {
			return Key{}, err
		}
		return OfNode(identity), nil
	}
	ledger, err := acn.ParseLedger(string(use))
	if err != nil {
		return Key{}, fmt.Errorf("key has unknown use %.20q", use)
	}
	wallet, err := acn.WalletFromSecret(ledger, secret)
	if err != nil {
		return Key{}, err
	}
	return OfWallet(wallet), nil
}

// parsePlain reads 64 hex digits, with the 0x that ethereum files carry.
func parsePlain(raw []byte) (Key, error) {
	text := strings.TrimPrefix(strings.TrimSpace(string(raw)), "0x")
	secret, err := hex.DecodeString(text)
	if err != nil || len(secret) != secretSize {
		// The error of hex would quote a digit of the secret.
		return Key{}, errNotKey
	}
	return Key{secret: keep(secret)}, nil
}

var errNotKey = errors.New("is neither 64 hex digits nor a Web3 secret storage file")
