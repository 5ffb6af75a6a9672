package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"go-acn/agentrt/registry/replica"
)

func (c *console) registryCommand() *cobra.Command {
	return group(&cobra.Command{Use: "registry", Short: "Look after a node that keeps packages"}, c.registryStatusCommand())
}

// statusTimeout bounds asking a registry how it is.
const statusTimeout = 30 * time.Second

func (c *console) registryStatusCommand() *cobra.Command {
	var asJSON, all bool
	cmd := &cobra.Command{
		Use:   "status [URL]",
		Short: "Show which registries there are, and where the copies of packages are",
		Long: `Asks a registry which others keep copies with it, how they are, and who holds
what, as far as it knows: what others say they hold, and when they last proved
it. Packages are listed that have fewer copies than they should; --all lists all.
URL is where the registry listens, http://127.0.0.1:9700 if none is given.`,
		Example: "  acn registry status\n  acn registry status https://registry.example --all --json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wants("URL")(cmd, args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			base := "http://127.0.0.1:9700"
			if len(args) > 0 {
				base = strings.TrimSuffix(args[0], "/")
			}
			if u, err := url.Parse(base); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
				return wrongUse("give one like http://127.0.0.1:9700", "%q is not the URL of a registry", base)
			}
			status, err := replica.StatusOf(cmd.Context(), &http.Client{Timeout: statusTimeout}, base)
			if err != nil {
				return fail(err, "does acn node --registry run there, and listen at that address?")
			}
			if !all && !asJSON {
				status.Packages = short(status.Packages)
			}
			return c.emit(asJSON, status, func(w io.Writer) { printRegistry(w, status, time.Now()) })
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, with all packages")
	cmd.Flags().BoolVar(&all, "all", false, "list all packages")
	return cmd
}

// short are the packages with too few copies.
func short(packages []replica.PackageStatus) []replica.PackageStatus {
	var lacking []replica.PackageStatus
	for _, p := range packages {
		if len(p.Holders) < len(p.Places) {
			lacking = append(lacking, p)
		}
	}
	return lacking
}

func printRegistry(w io.Writer, s replica.Status, now time.Time) {
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "REGISTRY\tSTATE\tHOLDS\tHEARD")
	for _, m := range s.Members {
		heard := "never"
		switch {
		case m.Node == s.Node:
			heard = "-"
		case m.Heard != nil:
			heard = ago(now, *m.Heard)
		}
		state := string(m.State)
		if m.Until != nil {
			state += " until " + m.Until.Local().Format(time.DateTime)
		}
		if m.Reason != "" {
			state += ": " + m.Reason
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\n", m.Node, state, m.Holds, heard)
	}
	_ = table.Flush() // to the console, as all output
	fmt.Fprintf(w, "\n%d copies wanted of each package; %d packages have fewer\n", s.Factor, s.Short)
	if n := len(s.Members); n < s.Factor {
		fmt.Fprintf(w, "there are %d of %d registries that this takes; add others with --registry-member\n", n, s.Factor)
	}
	for _, p := range s.Packages {
		fmt.Fprintf(w, "\n%s  %d of %d\n", p.Package, len(p.Holders), len(p.Places))
		for _, h := range p.Holders {
			proven := "not proved yet"
			switch {
			case h.Node == s.Node:
				proven = "here"
			case h.Proven != nil:
				proven = "proved " + ago(now, *h.Proven)
			}
			fmt.Fprintf(w, "  %s  %s\n", h.Node, proven)
		}
	}
}

func ago(now, then time.Time) string {
	return max(now.Sub(then), 0).Round(time.Second).String() + " ago"
}
