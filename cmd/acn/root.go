package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"go-acn/agentrt/chain/registries"
)

// rootCommand puts the commands together.
func (c *console) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "acn",
		Short: "Carry envelopes between agents that know each other by wallet address",
		Long: `acn runs a node of the agent communication network, and is the toolbox around
it. An agent is reached by the address of its wallet; a node carries its mail.

A first network, in three shells:

  acn node --data-dir ./data
  acn listen --key alice.json --node 127.0.0.1:11000@NODE_PUBLIC_KEY
  acn send --key bob.json --node 127.0.0.1:11000@NODE_PUBLIC_KEY ALICE "hello"

acn node prints NODE_PUBLIC_KEY; acn key new wallet makes the two keys.`,
		Version:       readVersion().String(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	root.SetFlagErrorFunc(unknownFlag)
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveDefault)
	root.SetVersionTemplate("{{.Version}}\n")
	group(root,
		c.nodeCommand(), c.keyCommand(), c.recordCommand(), c.lookupCommand(),
		c.sendCommand(), c.listenCommand(), c.packageCommand(), c.registryCommand(),
		c.chainCommand(), c.unitCommand(), c.serviceCommand(), c.versionCommand())
	c.completeValues(root)
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		group(completion) // by itself it takes any shell, and does nothing
	}
	return root
}

// completeValues lets the shell complete the values of flags that have few:
// those whose kind names them, as in text|json, ledgers, types of units, ways to
// a multisig, and chains.
func (c *console) completeValues(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		var values []string
		switch {
		case f.Name == "ledger":
			values = strings.Split(ledgerNames(), ", ")
		case f.Name == "type":
			values = []string{registries.Component.String(), registries.Agent.String()}
		case f.Name == "multisig":
			values = slices.Sorted(maps.Keys(makers))
		case f.Name == "chain":
			_ = cmd.RegisterFlagCompletionFunc(f.Name, c.completeChain)
			return
		case strings.Contains(f.Value.Type(), "|"):
			values = strings.Split(f.Value.Type(), "|")
		default:
			return
		}
		_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)) // fails for a flag that is not there
	})
	for _, below := range cmd.Commands() {
		c.completeValues(below)
	}
}
