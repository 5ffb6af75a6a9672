package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"go-acn/internal/devchain"
)

// The commands of docs/services.md work, one after the other, with the real
// program and under the name "local"; only the chain is one of the test.
func TestServicesPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/services.md")
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for _, block := range regexp.MustCompile("(?s)\n```sh\n(.*?)```\n").FindAllStringSubmatch(string(page), -1) {
		script.WriteString(block[1])
	}
	const start = "acnlab devchain &\n"
	if n := strings.Count(script.String(), "\nacn "); n < 25 || !strings.HasPrefix(script.String(), start) {
		t.Fatalf("the page shows %d commands", n)
	}
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	cmd := exec.CommandContext(t.Context(), "sh", "-eu")
	cmd.Stdin = strings.NewReader(strings.TrimPrefix(script.String(), start))
	cmd.Dir = s.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "LOCAL_CHAIN_RPC=" + s.chain.URL()}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// What the page says comes of it.
	for _, want := range []string{"with 0.019 ETH", "with 0.017 ETH", "terminated, with bonds", "take 0.002 ETH from operator", "with a bond of 0.01 ETH each", "none now; 0x"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is not shown:\n%s", want, out)
		}
	}
	if last := strings.TrimSpace(string(out)); !strings.Contains(last[strings.LastIndex(last, "\n")+1:], "service 1 is deployed, with the multisig 0x") {
		t.Errorf("it ends with\n%s", last)
	}
}

// The scripts in testdata/service have a chain of their own each, under the
// name "local".
func TestServiceScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/service",
		Setup: func(env *testscript.Env) error {
			s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("LOCAL_CHAIN_RPC", s.chain.URL())
			env.Setenv("TOKEN", s.where.Token.Hex())
			env.Values[runningKey{}] = make(map[string]*running)
			return os.Chmod(filepath.Join(env.WorkDir, "owner.key"), 0o600)
		},
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "serve": serve, "halt": halt, "keep": keep},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}
