package evm

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// MaxDecimals bounds how many decimals a unit has; no token has more than 77.
const MaxDecimals = 77

// ParseAmount reads a decimal number of units that have so many decimals, as
// the whole number of the smallest ones: "0.01" of 18 is 10^16. It takes digits
// and one point, no signs, exponents or separators, and nothing finer than the
// smallest.
func ParseAmount(text string, decimals uint8) (*big.Int, error) {
	whole, part, _ := strings.Cut(text, ".")
	pointless := whole + part
	switch {
	case decimals > MaxDecimals:
		return nil, fmt.Errorf("a unit of %d decimals", decimals)
	case whole == "" || strings.HasSuffix(text, ".") || strings.Trim(pointless, "0123456789") != "" || len(pointless) > 100:
		return nil, fmt.Errorf("%.40q is no amount", text)
	case len(part) > int(decimals):
		return nil, fmt.Errorf("%.40q has more than %d decimals", text, decimals)
	}
	n, _ := new(big.Int).SetString(pointless+strings.Repeat("0", int(decimals)-len(part)), 10)
	if n.BitLen() > 256 {
		return nil, errors.New("an amount of more than 256 bits")
	}
	return n, nil
}

// FormatAmount is what ParseAmount reads, without zeros at the end.
func FormatAmount(n *big.Int, decimals uint8) string {
	digits := new(big.Int).Abs(n).String()
	if missing := int(decimals) + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - int(decimals)
	text := digits[:point]
	if part := strings.TrimRight(digits[point:], "0"); part != "" {
		text += "." + part
	}
	if n.Sign() < 0 {
		text = "-" + text
	}
	return text
}
