package signing

import (
	"bytes"
	"context"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// KMS is a service that keeps a key of secp256k1 and signs with it, as those of
// cloud providers and hardware modules do. An adapter to one is a few lines.
type KMS interface {
	// PublicKey is a SubjectPublicKeyInfo in DER.
	PublicKey(ctx context.Context) ([]byte, error)

	// Sign signs 32 bytes as they are: an ECDSA-Sig-Value in DER, without
	// recovery id, and its s may be high.
	Sign(ctx context.Context, digest []byte) ([]byte, error)
}

// Remote is a signer whose key a KMS keeps.
type Remote struct {
	kms     KMS
	address common.Address
	public  []byte // 65 bytes, uncompressed
}

// NewRemote asks the KMS for its public key, once.
func NewRemote(ctx context.Context, kms KMS) (*Remote, error) {
	der, err := kms.PublicKey(ctx)
	if err != nil {
		return nil, fmt.Errorf("asking a KMS for its key: %w", err)
	}
	public, err := ParsePublicKey(der)
	if err != nil {
		return nil, fmt.Errorf("key of a KMS: %w", err)
	}
	key, err := crypto.UnmarshalPubkey(public)
	if err != nil {
		return nil, fmt.Errorf("key of a KMS: %w", err)
	}
	return &Remote{kms, crypto.PubkeyToAddress(*key), public}, nil
}

// Address is the account of the key.
func (r *Remote) Address() common.Address { return r.address }

// Sign signs the digest. A signature that is not of the key is an error.
func (r *Remote) Sign(ctx context.Context, request Request) ([]byte, error) {
	digest := request.digest
	der, err := r.kms.Sign(ctx, digest[:])
	if err != nil {
		return nil, fmt.Errorf("asking a KMS to sign: %w", err)
	}
	signature, err := ParseSignature(der)
	if err != nil {
		return nil, fmt.Errorf("signature of a KMS: %w", err)
	}
	for id := range byte(2) { // the one whose recovery gives the key
		plain := append(signature[:64:64], id)
		if public, err := crypto.Ecrecover(digest[:], plain); err == nil && bytes.Equal(public, r.public) {
			plain[64] += 27
			return plain, nil
		}
	}
	return nil, errors.New("signature of a KMS: not of its key")
}

// The object identifiers of a key of secp256k1.
var (
	oidPublicKey = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidSecp256k1 = asn1.ObjectIdentifier{1, 3, 132, 0, 10}
)

// ParsePublicKey reads a SubjectPublicKeyInfo and returns the 65 bytes of the
// uncompressed point; crypto/x509 does not know the curve.
func ParsePublicKey(der []byte) ([]byte, error) {
	var info struct {
		Algorithm struct{ Type, Curve asn1.ObjectIdentifier }
		Key       asn1.BitString
	}
	rest, err := asn1.Unmarshal(der, &info)
	switch {
	case err != nil:
		return nil, errors.New("not a SubjectPublicKeyInfo")
	case len(rest) > 0:
		return nil, errors.New("a SubjectPublicKeyInfo with something behind it")
	case !info.Algorithm.Type.Equal(oidPublicKey) || !info.Algorithm.Curve.Equal(oidSecp256k1):
		return nil, errors.New("not a key of secp256k1")
	}
	point := info.Key.RightAlign()
	if _, err := crypto.UnmarshalPubkey(point); err != nil || info.Key.BitLength != 8*65 {
		return nil, errors.New("not an uncompressed point of secp256k1")
	}
	if again, err := asn1.Marshal(info); err != nil || !bytes.Equal(again, der) {
		return nil, errors.New("a SubjectPublicKeyInfo with more in it") // which Unmarshal skips
	}
	return point, nil
}

// ParseSignature reads an ECDSA-Sig-Value and returns r and s, 32 bytes each,
// with the lower of the two s that are as good.
func ParseSignature(der []byte) ([]byte, error) {
	var value struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(der, &value)
	if err != nil || len(rest) > 0 {
		return nil, errors.New("not an ECDSA-Sig-Value")
	}
	order := crypto.S256().Params().N
	if value.R.Sign() <= 0 || value.S.Sign() <= 0 || value.R.Cmp(order) >= 0 || value.S.Cmp(order) >= 0 {
		return nil, errors.New("numbers outside the curve's order")
	}
	if high := new(big.Int).Rsh(order, 1); value.S.Cmp(high) > 0 {
		value.S.Sub(order, value.S)
	}
	signature := make([]byte, 64)
	value.R.FillBytes(signature[:32])
	value.S.FillBytes(signature[32:])
	return signature, nil
}
