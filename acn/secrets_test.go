package acn_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/mr-tron/base58"

	"go-acn/acn"
)

// spellings are the ways a secret could show in a text.
func spellings(secret []byte) []string {
	list := strings.Trim(fmt.Sprint(secret), "[]")
	limb := binary.BigEndian.Uint32(secret[28:]) // of a scalar in 8 words
	return []string{
		string(secret), hex.EncodeToString(secret), strings.ToUpper(hex.EncodeToString(secret)),
		base64.StdEncoding.EncodeToString(secret)[:40], base58.Encode(secret),
		list, strings.ReplaceAll(list, " ", ","), strings.ReplaceAll(list, " ", ", "),
		strings.Trim(fmt.Sprintf("%#v", secret), "[]byte{}"), fmt.Sprintf("%o", secret[:8]), fmt.Sprintf("%b", secret[:8]),
		fmt.Sprint(limb), fmt.Sprintf("%#x", limb),
	}
}

// printed is value as careless code would print it.
func printed(t *testing.T, value any) string {
	t.Helper()
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b", "%t", "%p", "%T"} {
		fmt.Fprintf(&out, verb+"\n", value)
	}
	fmt.Fprintln(&out, value)
	for _, handler := range []slog.Handler{slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil)} {
		log := slog.New(handler)
		log.Info("direct", "value", value)
		log.Info("inside", "value", struct{ Value any }{value})
		log.Info("list", "value", []any{value})
	}
	if err := json.NewEncoder(&out).Encode(value); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSecretsDoNotPrint(t *testing.T) {
	secret := []byte("\x01\x9c~ThirtyTwoBytesNobodyMaySee\xfe\xa1\x33")
	if len(secret) != 32 {
		t.Fatal(len(secret))
	}
	node, err := acn.ParseIdentity(hex.EncodeToString(secret))
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{
		"identity": node, "identity value": *node,
		"identity inside": struct{ inner *acn.Identity }{node}, "identity value inside": struct{ inner acn.Identity }{*node},
	}
	for _, ledger := range acn.Ledgers {
		w, err := acn.WalletFromSecret(ledger, bytes.Clone(secret))
		if err != nil {
			t.Fatal(err)
		}
		name := string(ledger) + " wallet"
		values[name], values[name+" value"] = w, *w
		values[name+" inside"] = struct{ inner *acn.Wallet }{w}
		values[name+" value inside"] = struct{ inner acn.Wallet }{*w}
		values[name+" list"] = []*acn.Wallet{w}
		values[name+" value list"] = []acn.Wallet{*w}
	}
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			text := printed(t, value)
			for _, spelling := range spellings(secret) {
				if at := strings.Index(text, spelling); at >= 0 {
					t.Fatalf("the secret shows as %q after %q", spelling, text[max(0, at-80):at])
				}
			}
		})
	}
	// The check can fail: plain structs give everything away.
	key := secp256k1.PrivKeyFromBytes(secret)
	careless := printed(t, struct{ secret []byte }{secret}) + printed(t, struct{ key secp256k1.PrivateKey }{*key})
	for _, at := range []int{0, 1, 2, 5, 8, 11, 12} {
		if !strings.Contains(careless, spellings(secret)[at]) {
			t.Errorf("spelling %q is never found", spellings(secret)[at])
		}
	}
}

// What does print is enough to tell keys apart.
func TestKeysPrintPublicly(t *testing.T) {
	node, w := identity(t, 1), wallet(t, acn.Cosmos, 1)
	for _, c := range []struct {
		value fmt.Stringer
		want  string
	}{{node, string(node.NodeKey())}, {w, string(w.Address())}} {
		if got := fmt.Sprint(c.value); got != c.want {
			t.Errorf("prints as %s, want %s", got, c.want)
		}
		if got := fmt.Sprintf("%#v", c.value); !strings.Contains(got, c.want) {
			t.Errorf("prints as %s", got)
		}
		var out bytes.Buffer
		slog.New(slog.NewJSONHandler(&out, nil)).Info("started", "key", c.value)
		if !strings.Contains(out.String(), c.want) {
			t.Errorf("logs as %s", out.String())
		}
	}
}

// Errors about a secret that cannot be read do not quote it.
func TestSecretErrors(t *testing.T) {
	for _, text := range []string{"0x5566778899", "5566778899zz", "5566778899", strings.Repeat("55667788", 9), strings.Repeat("ff", 32), strings.Repeat("00", 32)} {
		if _, err := acn.ParseIdentity(text); err == nil || leaks(err, text) {
			t.Errorf("identity %q: %v", text, err)
		}
		for _, ledger := range acn.LegacyLedgers {
			if _, err := acn.ParseWallet(ledger, text); err == nil || leaks(err, text) {
				t.Errorf("wallet %q: %v", text, err)
			}
		}
	}
}

func leaks(err error, text string) bool {
	return strings.Contains(err.Error(), text[:6]) || strings.Contains(err.Error(), "U+")
}
