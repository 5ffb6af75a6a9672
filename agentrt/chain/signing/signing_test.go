package signing

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/acn"
	"go-acn/agentrt/chain"
	"go-acn/internal/keyfile"
)

var (
	_ Signer = (*Local)(nil)
	_ Signer = (*Remote)(nil)
	_ Signer = (*Clef)(nil)
	_ Signer = Watcher{}
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := crypto.HexToECDSA(strings.Repeat("4f", 32))
	must(t, err)
	return key
}

// signs checks that a signer signs as contracts want it.
func signs(t *testing.T, s Signer, key *ecdsa.PrivateKey) {
	t.Helper()
	if want := crypto.PubkeyToAddress(key.PublicKey); s.Address() != want {
		t.Fatalf("address %v, want %v", s.Address(), want)
	}
	for i := range byte(50) { // both recovery ids come up
		digest := chain.Digest(crypto.Keccak256([]byte{i}))
		signature, err := Sign(t.Context(), s, Raw(digest))
		must(t, err)
		v := signature[64]
		low := crypto.ValidateSignatureValues(v-27, new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:64]), true)
		plain := append(bytes.Clone(signature[:64]), v-27)
		public, err := crypto.Ecrecover(digest[:], plain)
		if err != nil || !low || !bytes.Equal(public, crypto.FromECDSAPub(&key.PublicKey)) {
			t.Fatalf("digest %d: %x, %v", i, signature, err)
		}
	}
}

func TestLocal(t *testing.T) {
	wallet, err := acn.NewWallet(acn.Ethereum)
	must(t, err)
	key, err := crypto.ToECDSA(wallet.Secret())
	must(t, err)
	local, err := NewLocal(wallet)
	must(t, err)
	signs(t, local, key)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := local.Sign(ctx, Request{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
		if text := fmt.Sprintf(verb, local); text != local.Address().Hex() {
			t.Errorf("%s prints %s", verb, text)
		}
	}
	foreign, err := acn.NewWallet(acn.Cosmos)
	must(t, err)
	for _, bad := range []*acn.Wallet{nil, foreign} {
		if _, err := NewLocal(bad); err == nil {
			t.Errorf("%v is accepted", bad)
		}
	}
}

// pbkdf2File is the test vector of the format's definition, as eth_account may
// write it.
const pbkdf2File = `{"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
"ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
"kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
"mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}`

func TestKeystore(t *testing.T) {
	file, err := keyfile.Decode([]byte(pbkdf2File), func() ([]byte, error) { return []byte("testpassword"), nil })
	must(t, err)
	wallet, err := file.Wallet(acn.Ethereum)
	must(t, err)
	local, err := NewLocal(wallet)
	must(t, err)
	known, err := crypto.HexToECDSA("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d")
	must(t, err)
	signs(t, local, known)
}

// fakeKMS signs as a KMS does: DER, and with high s if told.
type fakeKMS struct {
	key   *ecdsa.PrivateKey
	high  bool
	other *ecdsa.PrivateKey // signs instead
	err   error
}

func (k *fakeKMS) PublicKey(context.Context) ([]byte, error) {
	return publicKey(crypto.FromECDSAPub(&k.key.PublicKey), oidSecp256k1), k.err
}

func publicKey(point []byte, curve asn1.ObjectIdentifier) []byte {
	der, err := asn1.Marshal(struct {
		Algorithm struct{ Type, Curve asn1.ObjectIdentifier }
		Key       asn1.BitString
	}{struct{ Type, Curve asn1.ObjectIdentifier }{oidPublicKey, curve}, asn1.BitString{Bytes: point, BitLength: 8 * len(point)}})
	if err != nil {
		panic(err)
	}
	return der
}

func (k *fakeKMS) Sign(_ context.Context, digest []byte) ([]byte, error) {
	key := k.key
	if k.other != nil {
		key = k.other
	}
	signature, err := crypto.Sign(digest, key)
	if err != nil || k.err != nil {
		return nil, errors.Join(err, k.err)
	}
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:64])
	if k.high {
		s.Sub(crypto.S256().Params().N, s)
	}
	return asn1.Marshal(struct{ R, S *big.Int }{r, s})
}

func TestKMS(t *testing.T) {
	key := newKey(t)
	for _, high := range []bool{false, true} {
		kms := &fakeKMS{key: key, high: high}
		remote, err := NewRemote(t.Context(), kms)
		must(t, err)
		signs(t, remote, key)
		kms.other, err = crypto.GenerateKey()
		must(t, err)
		if _, err := remote.Sign(t.Context(), Raw(chain.Digest{1})); err == nil {
			t.Error("a signature of another key is passed on")
		}
		kms.err = errors.New("no permission")
		if _, err := remote.Sign(t.Context(), Raw(chain.Digest{1})); !errors.Is(err, kms.err) {
			t.Error(err)
		}
		if _, err := NewRemote(t.Context(), kms); !errors.Is(err, kms.err) {
			t.Error(err)
		}
	}
}

func TestParsePublicKeyRefuses(t *testing.T) {
	point := crypto.FromECDSAPub(&newKey(t).PublicKey)
	off := bytes.Clone(point)
	off[64] ^= 1
	good := publicKey(point, oidSecp256k1)
	for name, der := range map[string][]byte{
		"nothing": nil, "rubbish": []byte("rubbish"), "more": append(bytes.Clone(good), 0), "cut off": good[:len(good)-1],
		"another curve": publicKey(point, asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}), "compressed": publicKey(crypto.CompressPubkey(&newKey(t).PublicKey), oidSecp256k1),
		"off the curve": publicKey(off, oidSecp256k1), "short": publicKey(point[:64], oidSecp256k1),
	} {
		if _, err := ParsePublicKey(der); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestParseSignatureLimits(t *testing.T) {
	order := crypto.S256().Params().N
	half := new(big.Int).Rsh(order, 1)
	less := func(n *big.Int) *big.Int { return new(big.Int).Sub(n, common.Big1) }
	more := func(n *big.Int) *big.Int { return new(big.Int).Add(n, common.Big1) }
	for name, c := range map[string]struct{ r, s, want *big.Int }{
		"least": {common.Big1, common.Big1, common.Big1}, "greatest": {less(order), less(order), common.Big1},
		"half": {common.Big1, half, half}, "just high": {common.Big1, more(half), half},
		"zero r": {common.Big0, common.Big1, nil}, "zero s": {common.Big1, common.Big0, nil}, "negative": {big.NewInt(-1), common.Big1, nil},
		"large r": {order, common.Big1, nil}, "large s": {common.Big1, order, nil},
	} {
		der, err := asn1.Marshal(struct{ R, S *big.Int }{c.r, c.s})
		must(t, err)
		got, err := ParseSignature(der)
		if (err == nil) != (c.want != nil) || err == nil && new(big.Int).SetBytes(got[32:]).Cmp(c.want) != 0 {
			t.Errorf("%s: %s, %v", name, hex.EncodeToString(got), err)
		}
	}
}

func FuzzParsePublicKey(f *testing.F) {
	f.Add(publicKey(crypto.FromECDSAPub(&newKey(f).PublicKey), oidSecp256k1))
	f.Fuzz(func(t *testing.T, der []byte) {
		if point, err := ParsePublicKey(der); err == nil && !bytes.Equal(publicKey(point, oidSecp256k1), der) {
			t.Errorf("%x is read as %x", der, point)
		}
	})
}

func FuzzParseSignature(f *testing.F) {
	f.Add(common.FromHex("3006020101020101"))
	f.Fuzz(func(t *testing.T, der []byte) {
		if signature, err := ParseSignature(der); err == nil && len(signature) != 64 {
			t.Errorf("%x is read as %x", der, signature)
		}
	})
}
