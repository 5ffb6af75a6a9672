package signing

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/agentrt/chain"
)

// Request is what is to be signed: 32 bytes, and what they are the digest of,
// for signers that sign nothing they cannot read.
type Request struct {
	digest      chain.Digest
	transaction *types.Transaction // not signed yet; nil if it is something else
	document    []byte             // of EIP-712, as JSON; nil if it is something else
}

// Raw is a request for a signature of 32 bytes that mean nothing to the signer.
func Raw(digest chain.Digest) Request { return Request{digest: digest} }

// Document is a request for a signature of typed data, EIP-712: its digest and
// its JSON. A signer that takes the digest from the JSON gives no valid
// signature if the two do not agree.
func Document(digest chain.Digest, text []byte) Request {
	return Request{digest: digest, document: slices.Clone(text)}
}

// Transaction is a request for the signature of a transaction of an account.
// It has to be one with a price limit and a tip (EIP-1559), which names its
// chain.
func Transaction(tx *types.Transaction) (Request, error) {
	if tx.Type() != types.DynamicFeeTxType || tx.ChainId().Sign() <= 0 {
		return Request{}, errors.New("signing: not a transaction that names its chain and its price limit")
	}
	return Request{digest: chain.Digest(rulesOf(tx.ChainId()).Hash(tx)), transaction: tx}, nil
}

func rulesOf(chainID *big.Int) types.Signer { return types.LatestSignerForChainID(chainID) }

// Digest is the 32 bytes.
func (r Request) Digest() chain.Digest { return r.digest }

// SignedBy is the transaction of the request with a signature.
func (r Request) SignedBy(ctx context.Context, s Signer) (*types.Transaction, error) {
	if r.transaction == nil {
		return nil, errors.New("signing: there is no transaction in the request")
	}
	signature, err := Sign(ctx, s, r)
	if err != nil {
		return nil, err
	}
	plain := slices.Clone(signature)
	plain[64] -= 27
	return r.transaction.WithSignature(rulesOf(r.transaction.ChainId()), plain)
}

// SignatureSize is r, s and v.
const SignatureSize = 65

// ErrMalformed says that bytes are no signature at all; test with errors.Is.
var ErrMalformed = errors.New("not a signature: want 65 bytes r, s, v with v 27 or 28 and a low s")

// Recover is whose signature of hash it is.
func Recover(hash common.Hash, signature []byte) (common.Address, error) {
	if len(signature) != SignatureSize {
		return common.Address{}, ErrMalformed
	}
	r, s, v := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:64]), signature[64]
	if v != 27 && v != 28 || !crypto.ValidateSignatureValues(v-27, r, s, true) {
		return common.Address{}, ErrMalformed
	}
	plain := slices.Clone(signature)
	plain[64] -= 27
	key, err := crypto.SigToPub(hash[:], plain)
	if err != nil {
		return common.Address{}, ErrMalformed // r is no point of the curve
	}
	return crypto.PubkeyToAddress(*key), nil
}

// differs says in what two transactions differ, apart from signatures; empty
// if they are the same.
func differs(want, got *types.Transaction) string {
	sameTo := want.To() == nil && got.To() == nil || want.To() != nil && got.To() != nil && *want.To() == *got.To()
	for _, field := range []struct {
		name string
		same bool
	}{
		{"type", want.Type() == got.Type()},
		{"chain id", want.ChainId().Cmp(got.ChainId()) == 0},
		{"nonce", want.Nonce() == got.Nonce()},
		{"recipient", sameTo},
		{"value", want.Value().Cmp(got.Value()) == 0},
		{"data", string(want.Data()) == string(got.Data())},
		{"gas", want.Gas() == got.Gas()},
		{"price limit", want.GasFeeCap().Cmp(got.GasFeeCap()) == 0},
		{"tip", want.GasTipCap().Cmp(got.GasTipCap()) == 0},
		{"access list", len(want.AccessList()) == len(got.AccessList())},
	} {
		if !field.same {
			return field.name
		}
	}
	if rules := rulesOf(want.ChainId()); rules.Hash(want) != rules.Hash(got) {
		return "something"
	}
	return ""
}

// clipped is text of a stranger, short and printable.
func clipped(text string) string {
	const longest = 200
	clean := []rune(fmt.Sprintf("%.*q", longest, text))
	return string(clean[1 : len(clean)-1])
}
