package pkg

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// neverFingerprinted are patterns of files without a row in the fingerprint,
// whatever a package says: configurations, which hold the fingerprint or have
// one of their own, keys, and what operating systems and Python leave behind.
var neverFingerprinted = []string{
	".DS_Store", "*__pycache__/*", "*__pycache__", "*.pyc", "*_private_key.txt",
	"aea-config.yaml", "service.yaml", "protocol.yaml", "connection.yaml", "skill.yaml", "contract.yaml", "component.yaml",
}

// Fingerprint gives the rows that the configuration of a package with this
// content must have: every file by its path, but for those that match one of
// the package's patterns or are left out always. Patterns are those of
// CheckPattern.
func (c *Content) Fingerprint(kind Kind, patterns []string) map[string]Hash {
	rows := make(map[string]Hash)
	for _, file := range c.Files {
		if !unlisted(kind, patterns, file.Path) {
			rows[file.Path] = file.Hash
		}
	}
	return rows
}

func unlisted(kind Kind, patterns []string, file string) bool {
	if kind == Wasm && file == Wasm.ConfigFile() {
		return true
	}
	matches := func(pattern string) bool { return matchRight(pattern, file) }
	return slices.ContainsFunc(neverFingerprinted, matches) || slices.ContainsFunc(patterns, matches)
}

// CheckPattern tells whether a pattern of files to leave out of the
// fingerprint is well formed: names with *, ? and [..] or [!..], joined by
// slashes. It matches the end of a path, part by part.
func CheckPattern(pattern string) error {
	switch {
	case pattern == "" || len(pattern) > 255:
		return fmt.Errorf("a pattern of %d bytes", len(pattern))
	case strings.HasPrefix(pattern, "/") || strings.HasSuffix(pattern, "/"):
		return fmt.Errorf("pattern %q begins or ends with a slash", pattern)
	case strings.Contains(pattern, `\`) || strings.Contains(pattern, "[^"):
		return fmt.Errorf("pattern %q means one thing in Python and another here", shorten(pattern))
	}
	if _, err := path.Match(translate(pattern), ""); err != nil {
		return fmt.Errorf("pattern %q: %w", shorten(pattern), err)
	}
	if len(globs(pattern)) == 0 {
		return fmt.Errorf("pattern %q names nothing", pattern)
	}
	return nil
}

// translate writes a pattern of Python's the way package path wants it.
func translate(pattern string) string { return strings.ReplaceAll(pattern, "[!", "[^") }

// globs are the parts of a pattern; Python leaves out those that go nowhere.
func globs(pattern string) []string {
	return slices.DeleteFunc(strings.Split(translate(pattern), "/"), func(part string) bool { return part == "" || part == "." })
}

// matchRight matches the last parts of a path against those of a pattern.
func matchRight(pattern, file string) bool {
	names, globs := strings.Split(file, "/"), globs(pattern)
	if len(globs) > len(names) {
		return false
	}
	for i, name := range names[len(names)-len(globs):] {
		if matched, err := path.Match(globs[i], name); err != nil || !matched {
			return false
		}
	}
	return true
}
