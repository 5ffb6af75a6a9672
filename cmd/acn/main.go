// Command acn runs a node of the agent communication network and everything
// around it: keys, proofs of representation, lookups, and an agent's mail from
// the shell. Each command has a file of its own; node.go and legacy.go start a
// node.
//
// It exits with 0 when it did what was asked, 1 when that failed, 2 when it was
// asked the wrong way. What failed is one line on standard error, what to do
// about it another.
package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"go-acn/internal/settings"
)

// legacyName is what existing tools call the node.
const legacyName = "libp2p_node"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the process at once.
	context.AfterFunc(ctx, stop)
	c := &console{env: settings.Env(os.Environ()), in: os.Stdin, out: os.Stdout, err: os.Stderr, terminal: int(os.Stdin.Fd()), leave: os.Exit}
	run := c.run
	if filepath.Base(os.Args[0]) == legacyName {
		run = c.runLegacy
	}
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
