package node

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

var updateDocs = flag.Bool("update", false, "write the table of metrics into the documentation")

const (
	metricsFile  = "../../docs/operations.md"
	metricsBegin = "<!-- metrics: written by go test ./internal/node -run Documented -update -->\n"
	metricsEnd   = "<!-- end -->"
)

// description is what a Desc prints; it has no other way to be read.
var description = regexp.MustCompile(`fqName: "(acn_[^"]+)", help: "([^"]+)", (?:unit: "[^"]*", )?constLabels: \{\}, variableLabels: \{([^}]*)\}`)

func metricsTable(registry *prometheus.Registry) string {
	descriptions := make(chan *prometheus.Desc)
	go func() {
		registry.Describe(descriptions)
		close(descriptions)
	}()
	var rows []string
	for d := range descriptions {
		match := description.FindStringSubmatch(d.String())
		if match == nil {
			continue // of Go, the process and libp2p
		}
		labels := strings.ReplaceAll(match[3], ",", ", ")
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s |\n", match[1], labels, match[2]))
	}
	if len(rows) == 0 {
		panic("descriptions of metrics are printed in another way")
	}
	slices.Sort(rows)
	return "| metric | labels | |\n| --- | --- | --- |\n" + strings.Join(rows, "")
}

func TestDocumentedMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	newMetrics(registry)
	raw, err := os.ReadFile(metricsFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), metricsBegin)
	table, after, ended := strings.Cut(rest, metricsEnd)
	if !ok || !ended {
		t.Fatalf("%s has no place for the table", metricsFile)
	}
	want := metricsTable(registry)
	if table == want {
		return
	}
	if !*updateDocs {
		t.Fatalf("the table in %s is not that of the code; run this test with -update", metricsFile)
	}
	if err := os.WriteFile(metricsFile, []byte(before+metricsBegin+want+metricsEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
