package acn_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/mr-tron/base58"

	"go-acn/acn"
)

func TestParseNodeKey(t *testing.T) {
	good := string(identity(t, 1).NodeKey())
	for name, text := range map[string]string{
		"empty": "", "upper case": strings.ToUpper(good), "0x": "0x" + good, "one digit less": good[:65], "one byte less": good[:64],
		"one byte more": good + "00", "prefix 04": "04" + good[2:], "prefix 05": "05" + good[2:], "not hex": "zz" + good[2:],
		"off the curve": "02" + strings.Repeat("0", 63) + "5", "above the field": "02" + strings.Repeat("ff", 32),
	} {
		_, err := acn.ParseNodeKey(text)
		if acn.StatusOf(err) != acn.StatusWrongPublicKey {
			t.Errorf("%s: %v", name, err)
		}
	}
	key, err := acn.ParseNodeKey(good)
	if err != nil || string(key) != good {
		t.Fatal(key, err)
	}
	if back, err := acn.NodeKeyFromBytes(key.Bytes()); err != nil || back != key {
		t.Error(back, err)
	}
}

func TestNodeKeyFromPeerID(t *testing.T) {
	key := identity(t, 1).NodeKey()
	if back, err := acn.NodeKeyFromPeerID(key.PeerID()); err != nil || back != key {
		t.Error(back, err)
	}
	raw, err := base58.Decode(key.PeerID())
	if err != nil {
		t.Fatal(err)
	}
	ed25519 := append([]byte{0x00, 0x24, 0x08, 0x01, 0x12, 0x20}, make([]byte, 32)...)
	for name, id := range map[string]string{
		"empty":             "",
		"not base58":        "16Uiu2HAl0O",
		"cut":               base58.Encode(raw[:len(raw)-1]),
		"padded":            base58.Encode(append(bytes.Clone(raw), 0)),
		"a leading one":     "1" + key.PeerID(),
		"an ed25519 id":     base58.Encode(ed25519),
		"a hashed rsa id":   "QmVcd612VUbknH65xFJxcjMzxCTJz6vjC6TSQ2zirM3owi",
		"as a cid":          "bafzaajaiaejca4syrpdu6gdx4wsdnokxkprgzxf4wrstuc34gxw5k5jrag2so5gk",
		"very long":         strings.Repeat("1", 1<<20),
		"a point at nought": base58.Encode(append(bytes.Clone(raw[:6]), make([]byte, 33)...)),
	} {
		_, err := acn.NodeKeyFromPeerID(id)
		if acn.StatusOf(err) != acn.StatusWrongPublicKey {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseIdentity(t *testing.T) {
	text := strings.Repeat("ab", 32)
	lower, err := acn.ParseIdentity(text)
	if err != nil {
		t.Fatal(err)
	}
	upper, err := acn.ParseIdentity(strings.ToUpper(text))
	if err != nil || upper.NodeKey() != lower.NodeKey() {
		t.Errorf("upper case reads as %v, %v", upper, err)
	}
	if got := hex.EncodeToString(lower.Secret()); got != text {
		t.Errorf("secret %s", got)
	}
	const order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
	for name, text := range map[string]string{
		"empty": "", "0x": "0x" + text, "31 bytes": text[2:], "33 bytes": text + "ab", "not hex": text[2:] + "zz",
		"nought": strings.Repeat("00", 32), "the order": order,
	} {
		if _, err := acn.ParseIdentity(text); err == nil {
			t.Errorf("%s is an identity", name)
		}
	}
	if _, err := acn.ParseIdentity(order[:63] + "0"); err != nil {
		t.Errorf("the greatest scalar: %v", err)
	}
}

func TestNewKeysDiffer(t *testing.T) {
	seen := make(map[string]bool)
	for range 2 {
		id, err := acn.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		seen[id.String()] = true
		for _, ledger := range acn.Ledgers {
			w, err := acn.NewWallet(ledger)
			if err != nil || w.Ledger() != ledger {
				t.Fatal(w, err)
			}
			seen[w.String()] = true
		}
	}
	if want := 2 * (1 + len(acn.Ledgers)); len(seen) != want {
		t.Errorf("%d different keys, want %d", len(seen), want)
	}
	if _, err := acn.NewWallet("bitcoin"); acn.StatusOf(err) != acn.StatusUnsupportedLedger {
		t.Error(err)
	}
}

func TestNodeSignatures(t *testing.T) {
	id, message := identity(t, 1), []byte("a statement")
	key, other := id.NodeKey(), identity(t, 2).NodeKey()
	compact, der := id.SignCompact(message), id.SignDER(message)
	if err := key.VerifyCompact(message, compact); err != nil {
		t.Error(err)
	}
	if err := key.VerifyDER(message, der); err != nil {
		t.Error(err)
	}
	if len(compact) != 64 || len(der) < 70 || len(der) > 72 {
		t.Errorf("signatures of %d and %d bytes", len(compact), len(der))
	}
	for name, err := range map[string]error{
		"compact, another node":    other.VerifyCompact(message, compact),
		"compact, another message": key.VerifyCompact([]byte("b"), compact),
		"compact, the other S":     key.VerifyCompact(message, negateS(compact)),
		"compact, empty":           key.VerifyCompact(message, nil),
		"compact, 63 bytes":        key.VerifyCompact(message, compact[:63]),
		"compact, 65 bytes":        key.VerifyCompact(message, append(bytes.Clone(compact), 0)),
		"compact, zeros":           key.VerifyCompact(message, make([]byte, 64)),
		"compact, ones":            key.VerifyCompact(message, bytes.Repeat([]byte{0xff}, 64)),
		"DER, another node":        other.VerifyDER(message, der),
		"DER, another message":     key.VerifyDER([]byte("b"), der),
		"DER, empty":               key.VerifyDER(message, nil),
		"DER, cut":                 key.VerifyDER(message, der[:len(der)-1]),
		"DER, padded":              key.VerifyDER(message, append(bytes.Clone(der), 0)),
		"DER, compact instead":     key.VerifyDER(message, compact),
		"no key, compact":          acn.NodeKey("").VerifyCompact(message, compact),
		"no key, DER":              acn.NodeKey("").VerifyDER(message, der),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// A wallet is not changed by what happens to the bytes it was made of or gave.
func TestKeysOwnTheirSecret(t *testing.T) {
	secret := bytes.Repeat([]byte{3}, 32)
	for _, ledger := range acn.Ledgers {
		w, err := acn.WalletFromSecret(ledger, secret)
		if err != nil {
			t.Fatal(err)
		}
		clear(secret)
		clear(w.Secret())
		signature, err := w.Sign([]byte("m"))
		if err != nil {
			t.Fatalf("%s: %v", ledger, err)
		}
		if err := acn.VerifyMessage(ledger, w.PublicKey(), signature, []byte("m")); err != nil {
			t.Errorf("%s: %v", ledger, err)
		}
		copy(secret, bytes.Repeat([]byte{3}, 32))
	}
	id := identity(t, 3)
	key := id.NodeKey()
	clear(id.Secret())
	if id.NodeKey() != key {
		t.Error("identity changed")
	}
}
