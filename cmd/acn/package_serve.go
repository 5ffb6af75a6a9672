package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/agentrt/pkg/store"
	"go-acn/internal/node"
)

// serving is what acn package serve was told.
type serving struct {
	asJSON  bool
	listen  string
	peers   string // where a node listens, empty for none
	entries []string
	keep    string
}

func (c *console) packageServeCommand() *cobra.Command {
	s := &serving{}
	cmd := &cobra.Command{
		Use:   "serve DIR...",
		Short: "Serve packages to acn package fetch, as a gateway or a node",
		Long: `Reads the packages in the folders and serves them until it is stopped: over HTTP,
or, with --peers, as a node that gives them to other nodes and, with --entry,
is found in their network. Whoever fetches verifies what comes, so no secret and
no certificate is needed.`,
		Example: `  acn package serve packages/acme/skills/oracle --listen 127.0.0.1:8080
  acn package serve packages/acme/skills/oracle --peers 0.0.0.0:9100 --entry /dns4/acn.example.org/tcp/9000/p2p/16Uiu2HAm...`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return wrongUse("usage: "+cmd.UseLine(), "DIR is missing")
			case s.peers == "" && (len(s.entries) > 0 || s.keep != ""):
				return wrongUse("add --peers HOST:PORT", "--entry and --store are for nodes")
			}
			return c.runServe(cmd.Context(), s, args)
		},
	}
	set := cmd.Flags()
	set.BoolVar(&s.asJSON, "json", false, "print what is served as one line of JSON for each package")
	set.StringVar(&s.listen, "listen", "127.0.0.1:8080", "address of the gateway")
	set.StringVar(&s.peers, "peers", "", "serve as a node that listens at this address, and not over HTTP")
	set.StringArrayVar(&s.entries, "entry", nil, "multiaddr of a node of the network to be found in (repeatable)")
	set.StringVar(&s.keep, "store", "", "folder to keep the packages in while they are served (default: memory)")
	return cmd
}

func (c *console) runServe(ctx context.Context, s *serving, dirs []string) error {
	kept := inMemory()
	if s.keep != "" {
		opened, err := c.openPackageStore(s.keep)
		if err != nil {
			return err
		}
		defer opened.close()
		kept = opened.Store
	}
	var entries []store.Entry
	for _, dir := range dirs {
		entry, err := addFolder(ctx, kept, dir)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		entries = append(entries, entry)
	}
	if s.peers != "" {
		return c.serveAsNode(ctx, s, kept, entries)
	}
	return c.servePackages(ctx, kept, entries, s.listen, s.asJSON)
}

// served is one line of what is served.
type served struct {
	Gateway string   `json:"gateway,omitempty"`
	Addrs   []string `json:"addrs,omitempty"`
	Hash    string   `json:"hash"`
}

// tellServed says how to fetch what is served.
func (c *console) tellServed(asJSON bool, entries []store.Entry, at served, how string) error {
	for _, entry := range entries {
		if !asJSON {
			fmt.Fprintf(c.out, "acn package fetch %s %s --to .  # %s\n", entry.Hash, how, entry.Name)
			continue
		}
		at.Hash = entry.Hash.String()
		if err := json.NewEncoder(c.out).Encode(at); err != nil {
			return err
		}
	}
	return nil
}

func (c *console) serveAsNode(ctx context.Context, s *serving, kept *store.Store, entries []store.Entry) error {
	identity, err := acn.NewIdentity()
	if err != nil {
		return err
	}
	started := make(chan node.Info, 1)
	up := func() {
		info := <-started
		at := served{}
		for _, addr := range info.Addrs {
			at.Addrs = append(at.Addrs, addr.String())
		}
		how := "--node ..."
		if len(at.Addrs) > 0 {
			how = "--node " + at.Addrs[0]
		}
		_ = c.tellServed(s.asJSON, entries, at, how) // whoever does not listen any more need not know
	}
	cfg := node.Config{Identity: identity, Listen: s.peers, EntryPeers: s.entries, Ready: func(info node.Info) { started <- info }}
	n, err := node.New(cfg, node.Deps{Services: []node.Service{servePeers(kept, up)}})
	if err != nil {
		return misconfiguration(err)
	}
	if err := n.Run(ctx); err != nil {
		return fail(err, runHint(err))
	}
	return nil
}

func (c *console) servePackages(ctx context.Context, s *store.Store, entries []store.Entry, listen string, asJSON bool) error {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return fail(err, "name another address with --listen")
	}
	url := "http://" + listener.Addr().String()
	if err := c.tellServed(asJSON, entries, served{Gateway: url}, "--gateway "+url); err != nil {
		return err
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
