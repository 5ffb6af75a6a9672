package dht

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDocument holds docs/directory.md against the code: the record it shows,
// the reasons of the validator in their order, the limits.
func TestDocument(t *testing.T) {
	raw, err := os.ReadFile("../docs/directory.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)

	var vectors []vector
	if err := json.Unmarshal(must(os.ReadFile(vectorFile)), &vectors); err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(page, "```\n")
	example, _, _ = strings.Cut(example, "```")
	var shown strings.Builder
	for line := range strings.Lines(example) {
		offset, hex := line[:5], strings.Fields(line[5:])[0]
		if at := strings.TrimSpace(offset); at != "" && at != fmt.Sprint(shown.Len()/2) {
			t.Errorf("%s begins at %d", strings.TrimSpace(line), shown.Len()/2)
		}
		shown.WriteString(hex)
	}
	if shown.String() != vectors[0].Record || !strings.Contains(page, vectors[0].Key) {
		t.Errorf("the example is not the first vector: %s", shown.String())
	}

	_, validator, _ := strings.Cut(page, "## 4.")
	last := 0
	for _, reason := range []Reason{
		RefusedSize, RefusedKey, RefusedMalformed, RefusedFuture, RefusedExpired, RefusedOlder, RefusedAddress, RefusedSignature, RefusedProof,
	} {
		at := strings.Index(validator, "\n| "+string(reason)+" |")
		if at < last {
			t.Errorf("reason %s is missing or out of order", reason)
		}
		last = max(last, at)
	}
	for _, reason := range []Reason{RefusedRate, RefusedFull, RefusedPeer, RefusedCrowded} {
		if !strings.Contains(validator, "`"+string(reason)+"`") {
			t.Errorf("reason %s is missing", reason)
		}
	}

	limits := map[string]string{
		"MaxRecordSize": fmt.Sprint(MaxRecordSize), "MaxAddrs": fmt.Sprint(MaxAddrs), "MaxAddrSize": fmt.Sprint(MaxAddrSize),
		"MaxRelays": fmt.Sprint(MaxRelays), "MaxRecordLife": fmt.Sprint(MaxRecordLife),
	}
	rows := regexp.MustCompile(`(?m)^\| (Max\w+) \| (\S+) \|$`).FindAllStringSubmatch(page, -1)
	if len(rows) != len(limits) {
		t.Errorf("%d limits in the table, want %d", len(rows), len(limits))
	}
	for _, row := range rows {
		if limits[row[1]] != row[2] {
			t.Errorf("%s is %s in the table, %q in the code", row[1], row[2], limits[row[1]])
		}
	}
}
