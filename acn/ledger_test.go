package acn_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/btcsuite/btcd/btcutil/bech32"
	"github.com/mr-tron/base58"

	"go-acn/acn"
)

func TestParseAddress(t *testing.T) {
	key20, key32 := bytes.Repeat([]byte{0xa5}, 20), bytes.Repeat([]byte{0xff}, 32)
	for text, want := range map[string]acn.Ledger{
		// The examples of EIP-55: all upper, all lower, mixed.
		"0x52908400098527886E0F7030069857D2E4169EE7": acn.Ethereum,
		"0x8617E340B3D01FA5F11F306F4090FD50E238070D": acn.Ethereum,
		"0xde709f2102306220921060314715629080e2fb77": acn.Ethereum,
		"0x27b1fdb04752bbc536007a920d24acb045561c26": acn.Ethereum,
		"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed": acn.Ethereum,
		"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359": acn.Ethereum,
		"0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB": acn.Ethereum,
		"0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb": acn.Ethereum,
		"0x0000000000000000000000000000000000000000": acn.Ethereum,

		bech32Text(t, "fetch", key20):                                       acn.FetchAI,
		bech32Text(t, "cosmos", key20):                                      acn.Cosmos,
		"So11111111111111111111111111111111111111112":                       acn.Solana,
		strings.Repeat("1", 32):                                             acn.Solana, // 32 zero bytes
		base58.Encode(key32):                                                acn.Solana, // the longest: 44 digits
		base58.Encode(key32[1:]):                                            "",
		base58.Encode(append(key32, 1)):                                     "",
		strings.Repeat("1", 31):                                             "",
		strings.Repeat("1", 33):                                             "",
		strings.Repeat("z", 45):                                             "",
		"0OIl" + strings.Repeat("1", 32):                                    "",
		bech32Text(t, "fetch", key20[1:]):                                   "",
		bech32Text(t, "fetch", append(key20, 1)):                            "",
		bech32Text(t, "fetch", key32):                                       "",
		strings.ToUpper(bech32Text(t, "fetch", key20)):                      "",
		bech32Text(t, "fetch", key20) + "q":                                 "",
		strings.Replace(bech32Text(t, "fetch", key20), "fetch", "fetcH", 1): "",
		bech32mText(t, "fetch", key20):                                      "",
		"0x52908400098527886e0f7030069857d2e4169ee7":                        "",
		"0X52908400098527886E0F7030069857D2E4169EE7":                        "",
		"52908400098527886E0F7030069857D2E4169EE7":                          "",
		"0x52908400098527886E0F7030069857D2E4169EE":                         "",
		"0x52908400098527886E0F7030069857D2E4169EE70":                       "",
		"0x5290840009852788gE0F7030069857D2E4169EE7":                        "",
		"0x": "", "": "", "a": "", " ": "", "\xff": "", "any": "",
	} {
		addr, ledger, err := acn.ParseAddress(text)
		if ledger != want || (err == nil) != (want != "") {
			t.Errorf("%q is read as %q, %v; want %q", text, ledger, err, want)
		}
		if err == nil && string(addr) != text {
			t.Errorf("%q became %q", text, addr)
		}
	}
}

func bech32Text(t *testing.T, prefix string, key []byte) string {
	t.Helper()
	text, err := bech32.EncodeFromBase256(prefix, key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func bech32mText(t *testing.T, prefix string, key []byte) string {
	t.Helper()
	data, err := bech32.ConvertBits(key, 8, 5, true)
	if err != nil {
		t.Fatal(err)
	}
	text, err := bech32.EncodeM(prefix, data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A misspelt ethereum address is told how to be written; an error never
// carries more of a hostile text than fits a log line.
func TestParseAddressErrors(t *testing.T) {
	_, _, err := acn.ParseAddress("0x52908400098527886e0f7030069857d2e4169ee7")
	if err == nil || !strings.Contains(err.Error(), "0x52908400098527886E0F7030069857D2E4169EE7") {
		t.Errorf("no hint in %v", err)
	}
	for _, prefix := range []string{"", "0x", "fetch1", "cosmos1"} {
		if _, _, err := acn.ParseAddress(prefix + strings.Repeat("a", 10_000)); err == nil || len(err.Error()) > 300 {
			t.Errorf("error of %d characters", len(err.Error()))
		}
	}
}

func TestParseLedger(t *testing.T) {
	for _, ledger := range acn.Ledgers {
		if got, err := acn.ParseLedger(string(ledger)); got != ledger || err != nil {
			t.Errorf("%s: %s, %v", ledger, got, err)
		}
		if ledger.Legacy() == (ledger == acn.Solana) {
			t.Errorf("%s is legacy: %v", ledger, ledger.Legacy())
		}
	}
	for _, name := range []string{"", "Ethereum", "ethereum ", "bitcoin"} {
		_, err := acn.ParseLedger(name)
		wantStatus(t, err, acn.StatusUnsupportedLedger)
	}
}

func TestAddressKeys(t *testing.T) {
	const addr = acn.Address("fetch134rg4n3wgmwctxsrm7gp6l65uwv6hxtxyfdwgw")
	const digest = "97e6a45061b66a91340c2b94f9b2b23a524ff4efbfc20058ec98d431609cd94b"
	if got := addr.RecordKey(); got != "/acn/"+digest {
		t.Errorf("record key %s", got)
	}
}

func TestVerifyMessage(t *testing.T) {
	message := []byte("a message")
	for _, ledger := range acn.Ledgers {
		t.Run(string(ledger), func(t *testing.T) {
			w, other := wallet(t, ledger, 1), wallet(t, ledger, 2)
			signature, err := w.Sign(message)
			if err != nil {
				t.Fatal(err)
			}
			strange, err := other.Sign(message)
			if err != nil {
				t.Fatal(err)
			}
			for name, c := range map[string]struct {
				public, signature, message string
				want                       acn.Status
			}{
				"good":                {w.PublicKey(), signature, "a message", 0},
				"another message":     {w.PublicKey(), signature, "a massage", acn.StatusInvalidProof},
				"no message":          {w.PublicKey(), signature, "", acn.StatusInvalidProof},
				"another wallet's":    {w.PublicKey(), strange, "a message", acn.StatusInvalidProof},
				"empty signature":     {w.PublicKey(), "", "a message", acn.StatusInvalidProof},
				"half a signature":    {w.PublicKey(), signature[:len(signature)/2], "a message", acn.StatusInvalidProof},
				"two signatures":      {w.PublicKey(), signature + signature, "a message", acn.StatusInvalidProof},
				"signature not text":  {w.PublicKey(), "\x00\xff", "a message", acn.StatusInvalidProof},
				"very long signature": {w.PublicKey(), strings.Repeat("1", 100_000), "a message", acn.StatusInvalidProof},
			} {
				err := acn.VerifyMessage(ledger, c.public, c.signature, []byte(c.message))
				if got := acn.StatusOf(err); got != c.want {
					t.Errorf("%s: status %d (%v), want %d", name, got, err, c.want)
				}
			}
			for _, public := range []string{"0", "!", strings.Repeat("z", 100_000)} {
				err := acn.VerifyMessage(ledger, public, signature, message)
				if got := acn.StatusOf(err); got != acn.StatusWrongAddress {
					t.Errorf("public key %.10q: status %d (%v)", public, got, err)
				}
			}
			// These can be read, and are found out later.
			for _, public := range []string{"", "0x", "00", "02" + strings.Repeat("ff", 32)} {
				if err := acn.VerifyMessage(ledger, public, signature, message); err == nil {
					t.Errorf("public key %q verifies", public)
				}
			}
		})
	}
	err := acn.VerifyMessage("bitcoin", "", "", nil)
	wantStatus(t, err, acn.StatusUnsupportedLedger)
}
