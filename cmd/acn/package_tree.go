package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

func (c *console) packageCheckCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check DIR",
		Short: "Recompute every hash in a tree of packages, and list what differs",
		Long: `Recomputes the hashes of packages.json, every row of every fingerprint, and the
hashes by which packages refer to each other, and checks all configurations.
Packages of third parties that are not in the tree are left out. Exits with 1
if anything differs.`,
		Example: "  acn package check .\n  acn package check packages --json",
		Args:    wants("DIR"),
		RunE: func(_ *cobra.Command, args []string) error {
			root, repository, err := openPackages(args[0])
			if err != nil {
				return err
			}
			defer root.Close()
			report := repository.Check()
			if err := c.emit(asJSON, report, func(w io.Writer) { printReport(w, report) }); err != nil {
				return err
			}
			if n := len(report.Differences); n > 0 {
				return fail(fmt.Errorf("%d of %d packages are equal, differences: %d", report.Equal, report.Packages, n),
					"if the files are as you want them, acn package lock writes the hashes anew")
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func printReport(w io.Writer, report *pkg.Report) {
	var last pkg.ID
	for i, d := range report.Differences {
		if d.Package != last || i == 0 {
			fmt.Fprintln(w, d.Package)
		}
		last = d.Package
		fmt.Fprintf(w, "  %-12s %s\n", d.Finding, d)
	}
	fmt.Fprintf(w, "%d of %d packages are equal; %d rows of fingerprints compared\n", report.Equal, report.Packages, report.Rows)
	if n := len(report.Elsewhere); n > 0 {
		fmt.Fprintf(w, "%d packages of third parties are not in the tree\n", n)
	}
}

func (c *console) packageLockCommand() *cobra.Command {
	var asJSON, check, add bool
	cmd := &cobra.Command{
		Use:   "lock DIR",
		Short: "Write fingerprints and hashes of a tree of packages anew",
		Long: `Recomputes, from components up to services: the fingerprint of each package, the
hashes of its dependencies, and its own, which goes into packages.json. In
configurations only these change; every other byte stays. Packages of third
parties are never changed.`,
		Example: "  acn package lock .\n  acn package lock --check .",
		Args:    wants("DIR"),
		RunE: func(_ *cobra.Command, args []string) error {
			root, repository, err := openPackages(args[0])
			if err != nil {
				return err
			}
			defer root.Close()
			locked, err := lockPackages(repository, add)
			if err != nil {
				return err
			}
			if !check {
				if err := writeLocked(root, locked.Files); err != nil {
					return err
				}
			}
			return c.reportLocked(locked, asJSON, check)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; exit with 1 if something would change")
	cmd.Flags().BoolVar(&add, "add", false, "put packages into packages.json that it does not name")
	return cmd
}

func lockPackages(repository *pkg.Repository, add bool) (*pkg.Locked, error) {
	unlisted, err := repository.Unlisted()
	if err != nil {
		return nil, err
	}
	if !add && len(unlisted) > 0 {
		return nil, fail(fmt.Errorf("%s is in the tree and not in %s", unlisted[0], pkg.IndexFile), "acn package lock --add puts it there")
	}
	return repository.Lock(unlisted)
}

// writeLocked writes packages.json last: a tree that is written halfway is
// found out by a check, and another lock mends it.
func writeLocked(root *os.Root, files map[string][]byte) error {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool { return name == pkg.IndexFile })
	if _, changed := files[pkg.IndexFile]; changed {
		names = append(names, pkg.IndexFile)
	}
	for _, name := range names {
		if err := replaceFile(root, name, files[name]); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	return nil
}

func replaceFile(root *os.Root, name string, text []byte) error {
	info, err := root.Stat(name)
	if err != nil {
		return err
	}
	const fresh = ".packages.new" // at the top, where it is in no package's hash if it stays behind
	if err := root.WriteFile(fresh, text, info.Mode().Perm()); err != nil {
		return errors.Join(err, root.Remove(fresh))
	}
	return root.Rename(fresh, name)
}

func (c *console) reportLocked(locked *pkg.Locked, asJSON, check bool) error {
	if err := c.emitPackages(locked.Updated, asJSON); err != nil {
		return err
	}
	switch n := len(locked.Files); {
	case n == 0 && !asJSON:
		fmt.Fprintln(c.out, "everything is up to date")
	case n > 0 && check:
		return fail(fmt.Errorf("%d files would change", n), "acn package lock without --check writes them")
	}
	return nil
}

// emitPackages prints packages with their hashes.
func (c *console) emitPackages(refs []pkg.Ref, asJSON bool) error {
	type row struct {
		Package pkg.ID   `json:"package"`
		Hash    pkg.Hash `json:"hash"`
	}
	rows := make([]row, 0, len(refs))
	for _, ref := range refs {
		rows = append(rows, row{ref.ID, ref.Hash})
	}
	return c.emit(asJSON, rows, func(w io.Writer) {
		for _, r := range rows {
			fmt.Fprintln(w, r.Hash, r.Package)
		}
	})
}

func (c *console) packageTreeCommand() *cobra.Command {
	f := &fetching{}
	var of string
	cmd := &cobra.Command{
		Use:   "tree DIR|CID",
		Short: "Show which packages need which, from services down to components",
		Long: `Shows the packages of a tree, those that no other needs at the top, or everything
one package needs that is named by its CID. What a CID names is fetched from the
sources that are given, as acn package fetch --all does, and not written anywhere
but into the store.`,
		Example: `  acn package tree packages
  acn package tree packages --of service/acme/asking/0.1.0
  acn package tree bafybei... --entry /dns4/acn.example.org/tcp/9000/p2p/16Uiu2HAm...`,
		Args: wants("DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := pkg.ParseHash(args[0]); err == nil && !exists(args[0]) {
				return c.remoteTree(cmd.Context(), f, args[0])
			}
			trees, err := localTrees(args[0], of)
			if err != nil {
				return err
			}
			return c.emitTrees(trees, f.asJSON)
		},
	}
	set := cmd.Flags()
	set.BoolVar(&f.asJSON, "json", false, "print JSON")
	set.StringVar(&of, "of", "", "only what this package of DIR needs: its CID, or KIND/AUTHOR/NAME/VERSION")
	f.addSources(set)
	return cmd
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func localTrees(dir, of string) ([]*pkg.Node, error) {
	root, repository, err := openPackages(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if of == "" {
		return repository.Trees()
	}
	id, err := findPackage(repository, of)
	if err != nil {
		return nil, err
	}
	return repository.Trees(id)
}

// remoteTree shows what a package of others needs.
func (c *console) remoteTree(ctx context.Context, f *fetching, cid string) error {
	if err := f.checkSources(cid); err != nil {
		return err
	}
	return c.withStore(ctx, f, func(ctx context.Context, f *fetching, s *store.Store, sources []store.Source) error {
		refs, err := c.fetchAll(ctx, f, s, sources)
		if err != nil {
			return err
		}
		tree, err := s.Tree(ctx, refs)
		if err != nil {
			return err
		}
		return c.emitTrees([]*pkg.Node{tree}, f.asJSON)
	})
}

func (c *console) emitTrees(trees []*pkg.Node, asJSON bool) error {
	return c.emit(asJSON, trees, func(w io.Writer) {
		for _, tree := range trees {
			printTree(w, tree, "", "")
		}
	})
}

// findPackage finds a package of the tree by CID or id.
func findPackage(repository *pkg.Repository, text string) (pkg.ID, error) {
	const hint = "acn package tree without --of shows what there is"
	if hash, err := pkg.ParseHash(text); err == nil {
		for _, ref := range slices.Concat(repository.Index.Dev, repository.Index.ThirdParty) {
			if ref.Hash == hash {
				return ref.ID, nil
			}
		}
		return pkg.ID{}, fail(fmt.Errorf("no package has the CID %s", text), hint)
	}
	id, err := pkg.ParseID(text)
	if err != nil {
		return pkg.ID{}, wrongUse(hint, "--of: %w", err)
	}
	if _, listed := repository.Index.Find(id); !listed {
		return pkg.ID{}, fail(fmt.Errorf("there is no package %s", id), hint)
	}
	return id, nil
}

// printTree prints a node after first, and those below it after rest.
func printTree(w io.Writer, node *pkg.Node, first, rest string) {
	note := ""
	switch {
	case node.Missing:
		note = "  (not in the tree)"
	case node.Repeated:
		note = "  (see above)"
	}
	fmt.Fprintf(w, "%s%s  %s%s\n", first, node.ID, node.Hash, note)
	for i, need := range node.Needs {
		if i < len(node.Needs)-1 {
			printTree(w, need, rest+"├── ", rest+"│   ")
		} else {
			printTree(w, need, rest+"└── ", rest+"    ")
		}
	}
}
