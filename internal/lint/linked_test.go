package lint

import (
	"os/exec"
	"strings"
	"testing"
)

// What agents import, and what they start from, links nothing under a licence
// that a closed agent cannot meet: docs/decisions/0003-lgpl-in-acn.md.
func TestLibrariesAreFree(t *testing.T) {
	list := func(patterns ...string) string {
		cmd := exec.Command("go", append([]string{"list", "-deps", "-f", "{{.ImportPath}}"}, patterns...)...)
		cmd.Dir = "../.."
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list %v: %v", patterns, err)
		}
		return string(out)
	}
	const lgpl = "github.com/ethereum/go-ethereum"
	for line := range strings.Lines(list("./acn/...", "./envelope/...", "./delegate/...", "./examples/...")) {
		if strings.HasPrefix(line, lgpl) {
			t.Errorf("a library for agents links %s", line)
		}
	}
	if !strings.Contains(list("./cmd/acn"), lgpl) {
		t.Error("nothing is found where it is: the test cannot fail")
	}
}
