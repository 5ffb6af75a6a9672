package settings

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table of settings into the documentation")

const (
	docsFile  = "../../docs/operations.md"
	docsBegin = "<!-- settings: written by go test ./internal/settings -update -->\n"
	docsEnd   = "<!-- end -->"
)

func TestDocumentedSettings(t *testing.T) {
	raw, err := os.ReadFile(docsFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), docsBegin)
	table, after, ended := strings.Cut(rest, docsEnd)
	if !ok || !ended {
		t.Fatalf("%s has no place for the table", docsFile)
	}
	if table == Markdown() {
		return
	}
	if !*update {
		t.Fatalf("the table in %s is not that of the code; run this test with -update", docsFile)
	}
	if err := os.WriteFile(docsFile, []byte(before+docsBegin+Markdown()+docsEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
