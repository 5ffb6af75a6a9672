package evm

import (
	"math/big"
	"strings"
	"testing"
)

func TestAmounts(t *testing.T) {
	for _, c := range []struct {
		text     string
		decimals uint8
		want     string // empty: refused
	}{
		{"0.01", 18, "10000000000000000"}, {"1", 18, "1000000000000000000"}, {"30", 9, "30000000000"}, {"0", 18, "0"}, {"7", 0, "7"},
		{"0.000000000000000001", 18, "1"}, {"0.0000000000000000001", 18, ""}, {"1.5", 0, ""}, {"1.5", 1, "15"}, {"1.50", 1, ""},
		{"", 18, ""}, {".5", 18, ""}, {"5.", 18, ""}, {".", 18, ""}, {"1.2.3", 18, ""}, {"-1", 18, ""}, {"+1", 18, ""}, {"1e18", 18, ""},
		{"1,5", 18, ""}, {" 1", 18, ""}, {"0x1", 18, ""}, {"1_0", 18, ""}, {"1", 77, "1" + strings.Repeat("0", 77)}, {"1", 78, ""},
		{"2", 77, ""}, {strings.Repeat("0", 100), 18, "0"}, {strings.Repeat("0", 101), 18, ""},
	} {
		got, err := ParseAmount(c.text, c.decimals)
		if (err == nil) != (c.want != "") || err == nil && got.String() != c.want {
			t.Errorf("%q of %d: %v, %v", c.text, c.decimals, got, err)
		}
	}
	for want, n := range map[string]int64{"0": 0, "0.000000001": 1, "1": 1e9, "1.5": 15e8, "-0.5": -5e8, "120": 120e9} {
		if got := FormatAmount(big.NewInt(n), 9); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	if got := FormatAmount(big.NewInt(120), 0); got != "120" {
		t.Error(got)
	}
}

func FuzzParseAmount(f *testing.F) {
	f.Add("0.01", uint8(18))
	f.Add("1", uint8(0))
	f.Fuzz(func(t *testing.T, text string, decimals uint8) {
		n, err := ParseAmount(text, decimals)
		if err != nil {
			return
		}
		if again, err := ParseAmount(FormatAmount(n, decimals), decimals); err != nil || again.Cmp(n) != 0 {
			t.Errorf("%q is read as %v and then %v, %v", text, n, again, err)
		}
	})
}
