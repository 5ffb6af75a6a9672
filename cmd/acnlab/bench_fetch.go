package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"go-acn/internal/lab/haul"
	"go-acn/internal/screen"
)

func newBenchFetch() *cobra.Command {
	var cfg haul.Config
	var json, markdown, acn string
	cmd := &cobra.Command{
		Use:   "fetch",
		Short: "Fetch packages between two nodes, beside a raw stream and beside kubo",
		Long: `Starts two nodes of ours on loopback, each a process with its store on disk, and
fetches packages from one to the other; measures one raw stream of as many bytes
between the same two; and, with --kubo, does the same with two kubo nodes that
know nobody else, once with their default datastore and once with the one ours
have. kubo looks for nobody, but run it where there is no network:

  unshare -n sh -c 'ip link set lo up && acnlab bench fetch --kubo PATH'`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			program, err := os.Executable()
			if err != nil {
				return err
			}
			cfg.Node = []string{program, "bench", "fetch", "node"}
			cfg.Binaries = map[string]string{}
			for name, path := range map[string]string{"acn": acn, "kubo": cfg.Kubo} {
				if path != "" {
					cfg.Binaries[name] = path
				}
			}
			progress := screen.NewProgress(cmd.ErrOrStderr())
			cfg.Progress = progress.Show
			report, err := haul.Run(cmd.Context(), cfg)
			progress.Clear()
			if err != nil {
				return fmt.Errorf("benchmark: %w", err)
			}
			return writeHaul(cmd.OutOrStdout(), report, json, markdown)
		},
	}
	set := cmd.Flags()
	set.StringVar(&cfg.Kubo, "kubo", "", "an ipfs program to compare with")
	set.StringVar(&acn, "acn", "", "our program, to show its size")
	set.IntVar(&cfg.Size, "size", 16<<20, "bytes of a package")
	set.IntVar(&cfg.Runs, "runs", 9, "packages that are fetched by each, of which medians are shown")
	set.StringVar(&json, "json", "", "also write everything to this file as JSON")
	set.StringVar(&markdown, "markdown", "", "also write the table to this file")
	cmd.AddCommand(newHaulNode())
	return cmd
}

func writeHaul(out io.Writer, report *haul.Report, json, markdown string) error {
	if err := report.Write(out); err != nil {
		return err
	}
	if json != "" {
		if err := writeFile(json, func(w io.Writer) error { return writeJSON(w, report) }); err != nil {
			return err
		}
	}
	if markdown != "" {
		return writeFile(markdown, report.Write)
	}
	return nil
}

// newHaulNode is what bench fetch starts.
func newHaulNode() *cobra.Command {
	return &cobra.Command{
		Use: "node DIR", Hidden: true, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return haul.RunNode(cmd.Context(), args[0], cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
}
