package main

import (
	"context"
	"fmt"
	"maps"
	"sync/atomic"

	"github.com/joho/godotenv"

	"go-acn/internal/node"
	"go-acn/internal/settings"
)

// runLegacy is the node as existing tools start it: libp2p_node ENV_FILE. The
// file goes above the environment. Standard output carries the lines that
// those tools look for, and they must appear nowhere else.
func (c *console) runLegacy(ctx context.Context, args []string) int {
	if len(args) != 1 {
		return c.explain(wrongUse("usage: "+legacyName+" ENV_FILE, or "+legacyName+" --config-from-env", "give one argument, not %d", len(args)))
	}
	env := maps.Clone(c.env)
	if args[0] != "--config-from-env" {
		file, err := godotenv.Read(args[0])
		if err != nil {
			// The error of the parser would quote the file, and so the key.
			return c.explain(fail(fmt.Errorf("cannot read environment file %q", args[0]), "it must hold NAME=value lines"))
		}
		maps.Copy(env, file)
	}
	s, err := settings.Load(settings.Sources{Legacy: true, Env: env})
	if err != nil {
		return c.panicked(misconfiguration(err))
	}
	var started atomic.Bool
	err = c.runNode(ctx, s, c.out, func(node.Info) { started.Store(true) }, nil)
	switch {
	case err == nil:
		return exitOK
	case started.Load():
		return c.explain(err)
	}
	return c.panicked(err)
}

// panicked reports why a node could not start, in the words and with the exit
// code of the one it stands in for.
func (c *console) panicked(err error) int {
	c.explain(err)
	fmt.Fprintln(c.out, "LIBP2P_NODE_PANIC_ERROR :", oneLine(err.Error()))
	return 2
}
