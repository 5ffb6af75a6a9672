// Package nearest finds the word somebody meant to type, for hints after
// unknown flags, commands and settings. It is pure.
package nearest

// Word is the candidate closest to typed, the first of equals, or empty if none
// is close: two letters may be wrong, or a third of a long word.
func Word(typed string, candidates []string) string {
	if len(typed) > 64 {
		return ""
	}
	best, closest := "", 0
	for _, candidate := range candidates {
		d := distance(typed, candidate)
		if d > max(2, len(candidate)/3) || d >= len(candidate) {
			continue
		}
		if best == "" || d < closest {
			best, closest = candidate, d
		}
	}
	return best
}

// distance is Levenshtein's: how many letters to insert, remove or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
