// Package signing has the keys of agents that act on EVM chains, behind one
// method: sign 32 bytes. Whoever signs a settlement or a transaction takes such
// a signer and never sees a key.
//
// There are signers for a wallet in this process and for a key that a service
// keeps to itself, a KMS. Signers may be used by several goroutines. None of them
// prints, logs or returns a key.
package signing

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/acn"
	"go-acn/agentrt/chain"
)

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

// Sign signs 32 bytes: r, s, v with v 27 or 28 and a low s.
func (l *Local) Sign(ctx context.Context, digest chain.Digest) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	signature, err := crypto.Sign(digest[:], l.key)
	if err != nil {
		return nil, errors.New("signing failed")
	}
	signature[64] += 27
	return signature, nil
}
