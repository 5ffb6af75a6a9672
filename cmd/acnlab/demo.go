package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"go-acn/internal/lab/demo"
)

func newDemo() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Watch three nodes and six agents exchange mail, and survive the loss of a node",
		Long: `Starts three nodes and six agents in this process, on loopback and offline,
sends letters between the agents by wallet address, stops a node in the middle
of it, and checks that nothing is lost.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			story := out
			if asJSON {
				story = io.Discard
			}
			result, err := demo.Run(cmd.Context(), demo.Config{Out: story})
			if asJSON {
				err = errors.Join(err, writeJSON(out, result))
			}
			if err != nil {
				return &problem{fmt.Errorf("demo: %w", err), "if the machine was very busy, try again; otherwise this is a bug worth reporting", 1}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the facts as JSON instead of the story")
	return cmd
}
