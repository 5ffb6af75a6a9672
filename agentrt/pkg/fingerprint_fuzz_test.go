package pkg_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"go-acn/agentrt/pkg"
)

// FuzzPattern: a pattern that is well formed means what it means to Python's
// pathlib, written here as Python does it, by way of regular expressions.
func FuzzPattern(f *testing.F) {
	for _, pattern := range []string{"*", "tests/*", "*.[!pb]*", "a?c", "[a-z]*", "./x", "a//b", ".", "**/x", "[z-a]", "[!z-a]", "[[]", "a^b[x^]", "é[à-ü]", "[!é]"} {
		for _, file := range []string{"tests/data/a.txt", "x", "abc", "é/x"} {
			f.Add(pattern, file)
		}
	}
	f.Fuzz(func(t *testing.T, pattern, file string) {
		if !utf8.ValidString(pattern) { // YAML holds none
			return
		}
		if !fs.ValidPath(file) || file == "." || !utf8.ValidString(file) || file == "contract.yaml" || pkg.CheckPattern(pattern) != nil {
			return
		}
		content := &pkg.Content{Files: []pkg.File{{Path: file, Size: 1}}}
		if _, listed := content.Fingerprint(pkg.Contract, nil)[file]; !listed {
			return // it never is
		}
		_, listed := content.Fingerprint(pkg.Contract, []string{pattern})[file]
		if want := pythonMatches(t, pattern, file); listed == want {
			t.Errorf("%q matches %q: %t, with Python %t", pattern, file, !listed, want)
		}
	})
}

func pythonMatches(t *testing.T, pattern, file string) bool {
	t.Helper()
	globs := slices.DeleteFunc(strings.Split(pattern, "/"), func(part string) bool { return part == "" || part == "." })
	names := strings.Split(file, "/")
	if len(globs) == 0 {
		t.Errorf("%q has no parts, which is an error in Python", pattern)
	}
	if len(globs) > len(names) {
		return false
	}
	for i, name := range names[len(names)-len(globs):] {
		if !regexp.MustCompile(pythonTranslate(globs[i])).MatchString(name) {
			return false
		}
	}
	return true
}

// pythonTranslate is fnmatch.translate for well-formed patterns.
func pythonTranslate(glob string) string {
	var out strings.Builder
	out.WriteString(`(?s)\A(?:`)
	for rest := glob; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		end := -1
		if r == '[' {
			// A bracket that comes first in a set is one of it.
			from := len("[]")
			if strings.HasPrefix(rest, "[!") {
				from++
			}
			if from <= len(rest) {
				if end = strings.IndexByte(rest[from:], ']'); end >= 0 {
					end += from
				}
			}
		}
		switch {
		case r == '*':
			out.WriteString(".*")
		case r == '?':
			out.WriteString(".")
		case end > 0:
			out.WriteString(pythonSet(rest[1:end]))
			size = end + 1
		default:
			out.WriteString(regexp.QuoteMeta(rest[:size]))
		}
		rest = rest[size:]
	}
	out.WriteString(`)\z`)
	return out.String()
}

// pythonSet is what is between brackets; ranges that hold nothing are left out.
func pythonSet(text string) string {
	text, not := strings.CutPrefix(text, "!")
	runes := []rune(text)
	var set strings.Builder
	for i := 0; i < len(runes); i++ {
		low, high := runes[i], runes[i]
		if i+2 < len(runes) && runes[i+1] == '-' {
			high = runes[i+2]
			i += 2
		}
		if low <= high {
			set.WriteString(`\x{` + hex(low) + `}-\x{` + hex(high) + `}`)
		}
	}
	switch {
	case set.Len() == 0 && not:
		return "."
	case set.Len() == 0:
		return `[^\x00-\x{10FFFF}]`
	case not:
		return "[^" + set.String() + "]"
	}
	return "[" + set.String() + "]"
}

func hex(r rune) string { return strconv.FormatInt(int64(r), 16) }
