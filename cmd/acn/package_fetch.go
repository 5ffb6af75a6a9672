package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

func (c *console) packageFetchCommand() *cobra.Command {
	var asJSON, all bool
	var to string
	var gateways []string
	cmd := &cobra.Command{
		Use:   "fetch CID --gateway URL --to DIR",
		Short: "Fetch a package from trustless gateways, verified",
		Long: `Fetches a package block by block from the first gateway that has it and makes its
folder in DIR. Every block is checked as it arrives, and the package as a whole,
before anything is written; a gateway that gives wrong bytes is named and not
asked again. With --all it fetches what the package needs as well, and makes a tree
of packages, with packages.json, that acn package check can check.`,
		Args: wants("CID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := pkg.ParseHash(args[0])
			switch {
			case err != nil:
				return wrongUse("acn package hash shows what one looks like", "%w", err)
			case len(gateways) == 0:
				return wrongUse("add --gateway URL, more than once if there are several", "say where to fetch from")
			case to == "":
				return wrongUse("add --to DIR", "say where to put the package")
			}
			sources, err := gatewaySources(gateways)
			if err != nil {
				return err
			}
			if all {
				refs, err := c.fetchTree(cmd.Context(), h, sources, to)
				if err != nil {
					return err
				}
				return c.emitPackages(refs, asJSON)
			}
			entry, err := c.fetchPackage(cmd.Context(), h, sources, to)
			if err != nil {
				return err
			}
			return c.emit(asJSON, entry, func(w io.Writer) { printEntries(w, []store.Entry{entry}) })
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&all, "all", false, "fetch everything it needs, too")
	cmd.Flags().StringVar(&to, "to", "", "folder to put the package's folder into")
	cmd.Flags().StringArrayVar(&gateways, "gateway", nil, "URL below which a gateway has /ipfs/")
	return cmd
}

func gatewaySources(urls []string) ([]store.Source, error) {
	var sources []store.Source
	for _, url := range urls {
		gateway, err := store.NewGateway(url, &http.Client{})
		if err != nil {
			return nil, wrongUse("it looks like https://gateway.example", "--gateway: %w", err)
		}
		sources = append(sources, gateway)
	}
	return sources, nil
}

func (c *console) fetchPackage(ctx context.Context, h pkg.Hash, sources []store.Source, to string) (store.Entry, error) {
	s := inMemory()
	entry, err := s.Fetch(ctx, h, sources, c.tellOfLiar)
	if err != nil {
		return store.Entry{}, err
	}
	return entry, unpack(ctx, s, entry, to)
}

func (c *console) tellOfLiar(liar store.Source, err error) {
	fmt.Fprintf(c.err, "%s gave wrong bytes and is not asked again: %v\n", liar, err)
}

// fetchTree makes a new tree of packages, all of which are somebody else's.
func (c *console) fetchTree(ctx context.Context, h pkg.Hash, sources []store.Source, to string) ([]pkg.Ref, error) {
	if _, err := os.Lstat(to); err == nil {
		return nil, fail(fmt.Errorf("%s exists", to), "name a folder that --all can make")
	}
	s := inMemory()
	refs, err := s.FetchAll(ctx, h, sources, c.tellOfLiar)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		target := filepath.Join(to, filepath.FromSlash(path.Dir(ref.Folder())))
		_, entry, err := s.Open(ctx, ref.Hash)
		switch {
		case err != nil:
			return nil, err
		case entry.Name != ref.Name:
			return nil, fmt.Errorf("%s is in a folder named %s", ref.ID, entry.Name)
		}
		if err := unpack(ctx, s, entry, target); err != nil {
			return nil, err
		}
	}
	index := pkg.Index{ThirdParty: refs}
	return refs, os.WriteFile(filepath.Join(to, pkg.IndexFile), index.Text(), 0o644)
}
