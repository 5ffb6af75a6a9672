package nearest

import (
	"strings"
	"testing"
)

func TestWord(t *testing.T) {
	words := []string{"listen", "log-level", "log-format", "key", "delegate-listen"}
	for typed, want := range map[string]string{
		"lisen":                  "listen",
		"lsiten":                 "listen",
		"log_level":              "log-level",
		"logformat":              "log-format",
		"delegte-lsten":          "delegate-listen",
		"kye":                    "key",
		"xyz":                    "", // as far from key as from anything
		"":                       "",
		"telemetry":              "",
		strings.Repeat("a", 65):  "",
		"listen":                 "listen",
		"delegate-listen-please": "",
	} {
		if got := Word(typed, words); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"same", "same", 0}, {"ab", "ba", 2}} {
		if got := distance(test.a, test.b); got != test.want {
			t.Errorf("%s %s: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
