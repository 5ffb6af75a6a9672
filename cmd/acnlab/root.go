package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "acnlab",
		Short:         "See the agent network work, and measure it",
		Args:          noArguments,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(misuse)
	root.AddCommand(newDemo(), newBench(), newDevchain())
	return root
}

// misuse is a command line that says nothing useful.
func misuse(cmd *cobra.Command, err error) error {
	return &problem{err, cmd.CommandPath() + " --help shows what it takes", 2}
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return misuse(cmd, fmt.Errorf("%q is no command of %s, and it takes no arguments", args[0], cmd.CommandPath()))
}
