package pin_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/pin"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func wallet(t testing.TB, ledger acn.Ledger, seed byte) *acn.Wallet {
	t.Helper()
	w, err := acn.WalletFromSecret(ledger, bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// wish is one for the nth package, for a day.
func wish(n byte, sequence uint64) pin.Wish {
	return pin.Wish{Package: pkg.Hash{n, 1}, Size: 100, Sequence: sequence, Issued: start, Until: start.Add(24 * time.Hour)}
}

func sign(t testing.TB, w *acn.Wallet, wish pin.Wish) *pin.Pin {
	t.Helper()
	p, err := pin.Sign(w, wish)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRoundTrip(t *testing.T) {
	for _, ledger := range acn.Ledgers {
		w := wallet(t, ledger, 7)
		p := sign(t, w, wish(1, 1))
		if p.Publisher != w.Address() || p.Ledger != ledger || p.Wish != wish(1, 1) {
			t.Errorf("%s: %+v", ledger, p)
		}
		back, err := pin.Parse(p.Bytes())
		if err != nil || back.Wish != p.Wish || !bytes.Equal(back.Bytes(), p.Bytes()) || len(p.Bytes()) > pin.MaxBytes {
			t.Errorf("%s: %v, %v", ledger, back, err)
		}
		for at := range p.Bytes() {
			spoilt := bytes.Clone(p.Bytes())
			spoilt[at] ^= 1
			if _, err := pin.Parse(spoilt); err == nil {
				t.Errorf("%s: taken with byte %d changed", ledger, at)
			}
		}
		for _, length := range []int{0, 3, 69, len(p.Bytes()) - 1} {
			if _, err := pin.Parse(p.Bytes()[:length]); err == nil {
				t.Errorf("%s: taken with %d bytes", ledger, length)
			}
		}
		if _, err := pin.Parse(append(bytes.Clone(p.Bytes()), 0)); err == nil {
			t.Errorf("%s: taken with a byte too many", ledger)
		}
	}
}

// The text is what people see in their wallets, and part of the format.
func TestText(t *testing.T) {
	const want = "ACN package pin v1\npublisher: 0x1\npackage: bafybeiabaeaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nsize: 100\nsequence: 9\n" +
		"issued: 2026-03-01T12:00:00Z\nuntil: 2026-03-02T12:00:00Z\n"
	if got := wish(1, 9).Text("0x1"); got != want {
		t.Errorf("got\n%s", got)
	}
}

// The binary form of one pin, from the drawing.
func TestBinaryForm(t *testing.T) {
	raw := sign(t, wallet(t, acn.Ethereum, 7), wish(1, 9)).Bytes()
	const want = "41434e50" + "01" + "01" + "0101000000000000000000000000000000000000000000000000000000000000" +
		"0000000000000064" + "0000000000000009" + "0000000069a42a40" + "0000000069a57bc0"
	if got := hex.EncodeToString(raw[:70]); got != want {
		t.Errorf("got %s", got)
	}
}

func TestWishLimits(t *testing.T) {
	w := wallet(t, acn.Ethereum, 7)
	change := func(f func(*pin.Wish)) pin.Wish {
		x := wish(1, 1)
		f(&x)
		return x
	}
	for name, c := range map[string]struct {
		wish pin.Wish
		good bool
	}{
		"size 0":        {change(func(x *pin.Wish) { x.Size = 0 }), false},
		"size 1":        {change(func(x *pin.Wish) { x.Size = 1 }), true},
		"most size":     {change(func(x *pin.Wish) { x.Size = pin.MaxSize }), true},
		"too much size": {change(func(x *pin.Wish) { x.Size = pin.MaxSize + 1 }), false},
		"sequence 0":    {change(func(x *pin.Wish) { x.Sequence = 0 }), false},
		"no package":    {change(func(x *pin.Wish) { x.Package = pkg.Hash{} }), false},
		"withdrawal":    {change(func(x *pin.Wish) { x.Until = x.Issued }), true},
		"backwards":     {change(func(x *pin.Wish) { x.Until = x.Issued.Add(-time.Second) }), false},
		"longest lease": {change(func(x *pin.Wish) { x.Until = x.Issued.Add(pin.MaxLease) }), true},
		"longer":        {change(func(x *pin.Wish) { x.Until = x.Issued.Add(pin.MaxLease + time.Second) }), false},
		"before 1970":   {change(func(x *pin.Wish) { x.Issued, x.Until = time.Unix(-1, 0), time.Unix(1, 0) }), false},
	} {
		if _, err := pin.Sign(w, c.wish); (err == nil) != c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A signature with the other S is as valid to mathematics, and would be a
// second spelling.
func TestHighS(t *testing.T) {
	order, _ := hex.DecodeString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
	raw := bytes.Clone(sign(t, wallet(t, acn.Ethereum, 7), wish(1, 1)).Bytes())
	s, borrow := raw[len(raw)-33:len(raw)-1], 0
	for i := 31; i >= 0; i-- {
		d := int(order[i]) - int(s[i]) - borrow
		borrow = 0
		if d < 0 {
			d, borrow = d+256, 1
		}
		s[i] = byte(d)
	}
	raw[len(raw)-1] ^= 27 ^ 28
	if _, err := pin.Parse(raw); err == nil || !strings.Contains(err.Error(), "low-S") {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, ledger := range acn.Ledgers {
		f.Add(sign(f, wallet(f, ledger, 7), wish(1, 1)).Bytes())
	}
	f.Add([]byte("ACNP\x01\x01"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := pin.Parse(raw)
		if err != nil {
			return
		}
		if !bytes.Equal(p.Bytes(), raw) || p.Publisher == "" || p.Size < 1 || p.Sequence == 0 || p.Until.Before(p.Issued) {
			t.Errorf("%+v from %x", p, raw)
		}
	})
}
