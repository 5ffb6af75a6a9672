package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"go-acn/internal/devchain"
)

// A registry keeps what units on a chain refer to, though nobody pins it there.
// The chain is the script's own, under the name "local".
func TestSubscribe(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/subscribe",
		Setup: func(env *testscript.Env) error {
			s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("LOCAL_CHAIN_RPC", s.chain.URL())
			env.Values[runningKey{}] = make(map[string]*running)
			return os.Chmod(filepath.Join(env.WorkDir, "owner.key"), 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "serve": serve, "halt": halt, "keep": keep, "until": until,
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// until PROGRAM ARGS runs a program until it ends with 0.
func until(ts *testscript.TestScript, _ bool, args []string) {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	var err error
	for range 400 {
		if err = ts.Exec(args[0], args[1:]...); err == nil {
			return
		}
		<-ticker.C
	}
	ts.Fatalf("it goes on failing: %v", err)
}
