package haul

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestMain makes the test program a node under measurement when it is told to.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "node-under-measurement" {
		if err := RunNode(context.Background(), os.Args[2], os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestRun measures a small package between two real processes.
func TestRun(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	report, err := Run(ctx, Config{Node: []string{os.Args[0], "node-under-measurement"}, Size: 700_000, Runs: 2, Binaries: map[string]string{"test": os.Args[0]}})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Results) != 4 || len(report.Results[0].Took) != 2 || report.Results[0].Median() <= 0 || report.raw() <= 0 {
		t.Errorf("%+v", report.Results)
	}
	var text strings.Builder
	if err := report.Write(&text); err != nil || !strings.Contains(text.String(), "| acn |") || !strings.Contains(text.String(), "Program test") {
		t.Errorf("%v\n%s", err, text.String())
	}
}

func TestRunFails(t *testing.T) {
	if _, err := Run(t.Context(), Config{}); err == nil {
		t.Error("measured without a node")
	}
	if _, err := Run(t.Context(), Config{Node: []string{os.Args[0], "node-under-measurement"}, Binaries: map[string]string{"x": "absent"}}); err == nil {
		t.Error("a program that is not there has a size")
	}
}
