package bench

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"go-acn/internal/screen"
)

// Spread is a figure over several runs.
type Spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// spreadOf is zero for no values.
func spreadOf(values []float64) Spread {
	if len(values) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	median := sorted[middle]
	if len(sorted)%2 == 0 {
		median = (sorted[middle-1] + sorted[middle]) / 2
	}
	return Spread{Median: median, Min: sorted[0], Max: sorted[len(sorted)-1]}
}

// String is like "494 [484..557]".
func (s Spread) String() string {
	if s.Min == s.Max {
		return figure(s.Median)
	}
	return fmt.Sprintf("%s [%s..%s]", figure(s.Median), figure(s.Min), figure(s.Max))
}

// figure is three significant digits, with commas between thousands.
func figure(value float64) string {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return "-"
	}
	if value == 0 {
		return "0"
	}
	// Rounded first: 9.999 is 10.0.
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(value, 'e', 2, 64), 64)
	if math.Abs(rounded) >= 100 {
		// What is behind the third digit is noise, but zeros there mislead.
		return count(int64(math.Round(value)))
	}
	decimals := 2 - int(math.Floor(math.Log10(math.Abs(rounded))))
	return strconv.FormatFloat(rounded, 'f', min(decimals, 6), 64)
}

func count(n int64) string { return screen.Count(n) }

// ratio is like "20.4×", empty if there is nothing to compare with.
func ratio(value, base float64) string {
	if base == 0 || value == 0 {
		return "-"
	}
	quotient := value / base
	if quotient >= 10 {
		return fmt.Sprintf("%.1f×", quotient)
	}
	return fmt.Sprintf("%.2f×", quotient)
}
