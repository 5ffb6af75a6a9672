package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/pkg/store"
	"go-acn/internal/screen"
)

// fetching is what acn package fetch was told.
type fetching struct {
	hash     pkg.Hash
	to       string
	all      bool
	asJSON   bool
	gateways []string
	nodes    []string
	entries  []string
	keep     string // folder of the store
	lost     bool   // what has come, if the fetch fails: the store is a temporary one
	patience time.Duration
}

func (c *console) packageFetchCommand() *cobra.Command {
	f := &fetching{}
	cmd := &cobra.Command{
		Use:   "fetch CID --to DIR (--node MULTIADDR | --entry MULTIADDR | --gateway URL)...",
		Short: "Fetch a package from nodes or gateways, verified",
		Long: `Fetches a package from whoever has it and makes its folder in DIR: from nodes that
are named, from those that say in the network behind an entry peer that they
have it, and from trustless HTTP gateways, in this order. Every block is checked
as it arrives, and the package as a whole, before anything is written; who gives
wrong bytes or keeps silent is named and not asked again. With --all it fetches
what the package needs as well, and makes a tree of packages, with
packages.json, that acn package check can check.

What has come is kept until the package is complete, so that a fetch that was
interrupted goes on where it was; in a store named with --store it stays.`,
		Example: `  acn package fetch bafybei... --to packages --entry /dns4/acn.example.org/tcp/9000/p2p/16Uiu2HAm...
  acn package fetch bafybei... --to packages --node /ip4/192.0.2.7/tcp/9000/p2p/16Uiu2HAm...
  acn package fetch bafybei... --all --to tree --gateway https://gateway.example`,
		Args: wants("CID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(args[0]); err != nil {
				return err
			}
			return c.runFetch(cmd.Context(), f)
		},
	}
	set := cmd.Flags()
	set.BoolVar(&f.asJSON, "json", false, "print JSON")
	set.BoolVar(&f.all, "all", false, "fetch everything it needs, too")
	set.StringVar(&f.to, "to", "", "folder to put the package's folder into")
	f.addSources(set)
	return cmd
}

// addSources adds the flags that say where packages come from.
func (f *fetching) addSources(set *pflag.FlagSet) {
	set.StringArrayVar(&f.nodes, "node", nil, "multiaddr of a node that has it (repeatable)")
	set.StringArrayVar(&f.entries, "entry", nil, "multiaddr of a node of the network to look for it in (repeatable)")
	set.StringArrayVar(&f.gateways, "gateway", nil, "URL of a gateway, below which it has /ipfs/CID (repeatable)")
	set.StringVar(&f.keep, "store", "", "folder that keeps what was fetched (default: one in the user's cache, until the fetch is complete)")
	set.DurationVar(&f.patience, "find", 15*time.Second, "how long to look for nodes that have it, with --entry")
}

// check finds what is wrong before anything is opened.
func (f *fetching) check(cid string) error {
	if err := f.checkSources(cid); err != nil {
		return err
	}
	if f.to == "" {
		return wrongUse("add --to DIR", "say where to put the package")
	}
	// What would fail at the end is found out at the beginning.
	info, err := os.Stat(f.to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fail(err, "name another folder with --to")
	case f.all:
		return fail(fmt.Errorf("%s exists", f.to), "name a folder that --all can make")
	case !info.IsDir():
		return fail(fmt.Errorf("%s is no folder", f.to), "name another folder with --to")
	}
	return nil
}

func (f *fetching) checkSources(cid string) error {
	var err error
	if f.hash, err = pkg.ParseHash(cid); err != nil {
		return wrongUse("acn package hash shows what one looks like", "%w", err)
	}
	if len(f.gateways)+len(f.nodes)+len(f.entries) == 0 {
		return wrongUse("add --node, --entry or --gateway, more than once if there are several", "say where to fetch from")
	}
	if f.patience <= 0 {
		return wrongUse("for example 15s", "--find: %s is not more than 0", f.patience)
	}
	for flag, addrs := range map[string][]string{"--node": f.nodes, "--entry": f.entries} {
		if _, err := exchange.ParsePeers(addrs); err != nil {
			return wrongUse("a node prints its multiaddrs when it starts", "%s: %w", flag, err)
		}
	}
	_, err = gatewaySources(f.gateways)
	return err
}

func gatewaySources(urls []string) ([]store.Source, error) {
	var sources []store.Source
	for _, url := range urls {
		// The address of a package, as it is in a browser, ends in /ipfs/CID.
		below := strings.TrimSuffix(strings.TrimSuffix(url, "/"), "/ipfs")
		gateway, err := store.NewGateway(below, &http.Client{})
		if err != nil {
			return nil, wrongUse("add http:// or https:// if that is what is missing", "--gateway: %w", err)
		}
		sources = append(sources, gateway)
	}
	return sources, nil
}

func (c *console) runFetch(ctx context.Context, f *fetching) error {
	if f.all {
		return c.withStore(ctx, f, c.fetchTree)
	}
	return c.withStore(ctx, f, c.fetchPackage)
}

// withStore calls do with the store and the sources to fetch from.
func (c *console) withStore(ctx context.Context, f *fetching, do func(context.Context, *fetching, *store.Store, []store.Source) error) error {
	kept, err := c.openPackageStore(f.keep)
	if err != nil {
		return err
	}
	f.lost = kept.temporary
	err = c.withSources(ctx, f, kept.Store, func(ctx context.Context, sources []store.Source) error {
		return do(ctx, f, kept.Store, sources)
	})
	if err == nil {
		err = kept.finish(ctx)
	}
	kept.close()
	if err != nil {
		return err
	}
	return kept.shrink(ctx)
}

func (c *console) fetchPackage(ctx context.Context, f *fetching, s *store.Store, sources []store.Source) error {
	watch, done := c.watch(f)
	var inTheWay error
	watch.Name = func(name string) error {
		if name == filepath.Base(name) { // which the store makes sure of later
			inTheWay = roomFor([]store.Entry{{Name: name}}, f.to)
		}
		return inTheWay
	}
	entry, err := s.FetchWatched(ctx, f.hash, sources, watch)
	done()
	switch {
	case inTheWay != nil:
		return inTheWay
	case err != nil:
		return f.explain(err)
	}
	if err := unpack(ctx, s, entry, f.to); err != nil {
		return err
	}
	return c.emit(f.asJSON, entry, func(w io.Writer) { printEntries(w, []store.Entry{entry}) })
}

// watch shows progress on a terminal, and names faulty sources.
func (c *console) watch(f *fetching) (watch store.Watch, done func()) {
	watch.Faulty = func(liar store.Source, err error) {
		fmt.Fprintf(c.err, "%s gave wrong bytes or none, and is not asked again: %v\n", liar, err)
	}
	if f.asJSON {
		return watch, func() {}
	}
	progress := screen.NewProgress(c.err)
	started := time.Now()
	watch.Progress = func(done, total int64) {
		note := screen.Bytes(done)
		if seconds := time.Since(started).Seconds(); seconds > 0.5 {
			note += fmt.Sprintf("  %s/s", screen.Bytes(int64(float64(done)/seconds)))
		}
		progress.Show(f.hash.String()[:16], float64(done)/float64(max(total, 1)), note)
	}
	return watch, progress.Clear
}

// explain says what to do about a fetch that failed.
func (f *fetching) explain(err error) error {
	kept := "what has come is kept: the same command goes on where it was"
	if f.lost {
		kept = "the same command begins anew; a folder named with --store would keep what comes"
	}
	switch {
	case errors.Is(err, context.Canceled):
		return fail(fmt.Errorf("fetching %s: interrupted", f.hash), kept)
	case errors.Is(err, store.ErrCorrupt):
		return fail(err, "name another source; "+kept)
	}
	return fail(err, "is it the right CID, and does any of the sources have it? If so, "+kept)
}

// fetchAll gets a package and all it needs into the store.
func (c *console) fetchAll(ctx context.Context, f *fetching, s *store.Store, sources []store.Source) ([]pkg.Ref, error) {
	watch, done := c.watch(f)
	refs, err := s.FetchAllWatched(ctx, f.hash, sources, watch)
	done()
	if err != nil {
		return nil, f.explain(err)
	}
	return refs, nil
}

// fetchTree makes a new tree of packages, all of which are somebody else's.
func (c *console) fetchTree(ctx context.Context, f *fetching, s *store.Store, sources []store.Source) error {
	refs, err := c.fetchAll(ctx, f, s, sources)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		target := filepath.Join(f.to, filepath.FromSlash(path.Dir(ref.Folder())))
		_, entry, err := s.Open(ctx, ref.Hash)
		switch {
		case err != nil:
			return err
		case entry.Name != ref.Name:
			return fmt.Errorf("%s is in a folder named %s", ref.ID, entry.Name)
		}
		if err := unpack(ctx, s, entry, target); err != nil {
			return err
		}
	}
	index := pkg.Index{ThirdParty: refs}
	if err := os.WriteFile(filepath.Join(f.to, pkg.IndexFile), index.Text(), 0o644); err != nil {
		return err
	}
	return c.emitPackages(refs, f.asJSON)
}
