package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"go-acn/agentrt/pkg/store"
)

func (c *console) packageServeCommand() *cobra.Command {
	var asJSON bool
	var listen string
	cmd := &cobra.Command{
		Use:   "serve DIR...",
		Short: "Serve packages to acn package fetch, as a trustless gateway",
		Long: `Reads the packages in the folders and serves them over HTTP until it is stopped.
Whoever fetches verifies what comes, so no secret and no certificate is needed.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return wrongUse("usage: "+cmd.UseLine(), "DIR is missing")
			}
			s := inMemory()
			var entries []store.Entry
			for _, dir := range args {
				entry, err := addFolder(cmd.Context(), s, dir)
				if err != nil {
					return fmt.Errorf("%s: %w", dir, err)
				}
				entries = append(entries, entry)
			}
			return c.servePackages(cmd.Context(), s, entries, listen, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print what is served as one line of JSON for each package")
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "address to listen at")
	return cmd
}

func (c *console) servePackages(ctx context.Context, s *store.Store, entries []store.Entry, listen string, asJSON bool) error {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return fail(err, "name another address with --listen")
	}
	url := "http://" + listener.Addr().String()
	for _, entry := range entries {
		if asJSON {
			fmt.Fprintf(c.out, "{%q: %q, %q: %q}\n", "gateway", url, "hash", entry.Hash)
		} else {
			fmt.Fprintf(c.out, "acn package fetch %s --gateway %s --to .  # %s\n", entry.Hash, url, entry.Name)
		}
	}
	server := &http.Server{
		Handler: store.Handler(s), MaxHeaderBytes: 16 << 10,
		ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Minute, IdleTimeout: time.Minute,
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		return server.Close() // who was fetching goes on elsewhere
	})
	return group.Wait()
}
