package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/sync"
	"github.com/spf13/cobra"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

func (c *console) packageExportCommand() *cobra.Command {
	var asJSON bool
	var out string
	cmd := &cobra.Command{
		Use:     "export DIR... --out FILE",
		Short:   "Put packages into a CAR file, to carry them where there is no network",
		Long:    `Makes a CAR file, which other tools for IPFS read as well, of up to 100 packages.`,
		Example: "  acn package export packages/acme/skills/oracle --out oracle.car",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return wrongUse("usage: "+cmd.UseLine(), "DIR is missing")
			case out == "":
				return wrongUse("add --out FILE", "say where to put the packages")
			}
			entries, err := exportPackages(cmd.Context(), args, out)
			if err != nil {
				return err
			}
			return c.emit(asJSON, entries, func(w io.Writer) { printEntries(w, entries) })
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().StringVarP(&out, "out", "o", "", "file to make; never overwritten")
	return cmd
}

func printEntries(w io.Writer, entries []store.Entry) {
	for _, entry := range entries {
		fmt.Fprintln(w, entry.Hash, entry.Name)
	}
}

// inMemory is a store for the time of a command.
func inMemory() *store.Store {
	return store.New(sync.MutexWrap(datastore.NewMapDatastore()), pkg.Limits{})
}

func exportPackages(ctx context.Context, dirs []string, out string) ([]store.Entry, error) {
	s := inMemory()
	var entries []store.Entry
	var hashes []pkg.Hash
	for _, dir := range dirs {
		entry, err := addFolder(ctx, s, dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		entries, hashes = append(entries, entry), append(hashes, entry.Hash)
	}
	f, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fail(err, "name another file with --out, or take it away")
	}
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewWriter(f)
	err = s.Export(ctx, buffered, hashes...)
	if err = errors.Join(err, buffered.Flush(), f.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(out))
	}
	return entries, nil
}

func addFolder(ctx context.Context, s *store.Store, dir string) (store.Entry, error) {
	root, name, err := openPackage(dir)
	if err != nil {
		return store.Entry{}, err
	}
	defer root.Close()
	return s.Add(ctx, root.FS(), name)
}

func (c *console) packageImportCommand() *cobra.Command {
	var asJSON bool
	var to string
	cmd := &cobra.Command{
		Use:   "import FILE --to DIR",
		Short: "Take packages out of a CAR file, verified",
		Long: `Takes the packages out of a CAR file and makes a folder of each in DIR. Every
block is checked against its hash, and every package as a whole, before anything
is written. A folder that exists is not overwritten.`,
		Example: "  acn package import oracle.car --to somewhere",
		Args:    wants("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				return wrongUse("add --to DIR", "say where to put the packages")
			}
			entries, err := importPackages(cmd.Context(), args[0], to)
			if err != nil {
				return err
			}
			return c.emit(asJSON, entries, func(w io.Writer) { printEntries(w, entries) })
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().StringVar(&to, "to", "", "folder to put the packages' folders into")
	return cmd
}

func importPackages(ctx context.Context, name, to string) ([]store.Entry, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := inMemory()
	entries, err := s.Import(ctx, f)
	if err != nil {
		return nil, fail(fmt.Errorf("%s: %w", name, err), "acn package export makes files that can be imported; was this one cut off?")
	}
	if err := roomFor(entries, to); err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if err := unpack(ctx, s, entry, to); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// roomFor finds out what would be in the way of packages before the first is
// written.
func roomFor(entries []store.Entry, to string) error {
	names := make(map[string]bool)
	for _, entry := range entries {
		target := filepath.Join(to, entry.Name)
		if _, err := os.Lstat(target); err == nil {
			return fail(fmt.Errorf("%s exists", target), "take it away, or name another folder")
		}
		if names[entry.Name] {
			return fail(fmt.Errorf("two packages have the name %s", entry.Name), "a file for each is what acn package export makes if it is given one package a time")
		}
		names[entry.Name] = true
	}
	return nil
}

// unpack makes the folder of a package that the store has verified. It is there
// in one step: what is there after a crash is all of it, or a folder whose name
// begins with .unpacking.
func unpack(ctx context.Context, s *store.Store, entry store.Entry, to string) error {
	folder, _, err := s.Open(ctx, entry.Hash)
	if err != nil {
		return err
	}
	if err := roomFor([]store.Entry{entry}, to); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o777); err != nil {
		return fail(err, "name another folder with --to")
	}
	fresh, err := os.MkdirTemp(to, ".unpacking-*")
	if err != nil {
		return fail(err, "name another folder with --to")
	}
	whole := filepath.Join(fresh, entry.Name)
	if err = os.CopyFS(whole, folder); err == nil {
		err = os.Rename(whole, filepath.Join(to, entry.Name))
	}
	return unpackError(entry, to, errors.Join(err, os.RemoveAll(fresh)))
}

// unpackError does not name the folder that has been removed again.
func unpackError(entry store.Entry, to string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrCorrupt):
		return fmt.Errorf("%s: %w", entry.Hash, err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fail(fmt.Errorf("there is no room for %s in %s", entry.Name, to), "make room on the disk, or name a folder elsewhere with --to")
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return fail(fmt.Errorf("writing %s into %s: %w", entry.Name, to, err), "name another folder with --to")
}
