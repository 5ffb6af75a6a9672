// Package signing has the keys of agents that act on EVM chains, behind one
// interface: sign 32 bytes. Whoever signs a settlement or a transaction takes
// such a signer and never sees a key.
//
// There are signers for a wallet in this process, for a key that a service
// keeps to itself, a KMS, and for Clef, which shows people what they sign and
// therefore has to be told. Signers may be used by several goroutines. None of
// them prints, logs or returns a key, and what they give is checked.
package signing

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/acn"
)

// Signer holds a key, which never leaves it.
type Signer interface {
	// Address is the account of the key.
	Address() common.Address

	// Sign signs the digest of a request: r, s, v with v 27 or 28 and a low s.
	// Callers use the function Sign, which checks that.
	Sign(ctx context.Context, r Request) ([]byte, error)
}

// Sign has a request signed, and makes sure that the signature is one of that
// account and of nothing else.
func Sign(ctx context.Context, s Signer, r Request) ([]byte, error) {
	signature, err := s.Sign(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	if signer, err := Recover(common.Hash(r.digest), signature); err != nil || signer != s.Address() {
		return nil, errors.New("signing: the signer does not sign as it should")
	}
	return signature, nil
}

// Local is a signer whose key is in this process.
type Local struct {
	address common.Address
	key     *ecdsa.PrivateKey
}

// NewLocal takes the key of a wallet of the ledger acn.Ethereum. Package keyfile
// opens the files of geth and eth_account that hold such wallets.
func NewLocal(wallet *acn.Wallet) (*Local, error) {
	if wallet == nil || wallet.Ledger() != acn.Ethereum {
		return nil, errors.New("not a wallet of ethereum")
	}
	key, err := crypto.ToECDSA(wallet.Secret())
	if err != nil {
		return nil, errors.New("not a key of secp256k1") // without anything that came near the key
	}
	return &Local{crypto.PubkeyToAddress(key.PublicKey), key}, nil
}

// Address is the account of the key.
func (l *Local) Address() common.Address { return l.address }

// String is the address: a signer that is printed tells nothing else.
func (l *Local) String() string { return l.address.Hex() }

// Format keeps every verb from printing more than that.
func (l *Local) Format(state fmt.State, _ rune) { fmt.Fprint(state, l.String()) }

// Sign signs the digest.
func (l *Local) Sign(ctx context.Context, r Request) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	signature, err := crypto.Sign(r.digest[:], l.key)
	if err != nil {
		return nil, errors.New("signing failed")
	}
	signature[64] += 27
	return signature, nil
}

// Watcher stands for an account whose key is elsewhere: what it would send can
// be simulated, and nothing signed.
type Watcher common.Address

// ErrNoKey says that the key of an account is not at hand.
var ErrNoKey = errors.New("the key of the account is not at hand")

// Address is the account.
func (w Watcher) Address() common.Address { return common.Address(w) }

// Sign returns ErrNoKey.
func (w Watcher) Sign(context.Context, Request) ([]byte, error) { return nil, ErrNoKey }
