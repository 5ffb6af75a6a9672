package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/pkg"
)

// sourceFlags say where metadata and packages come from, by their hashes.
type sourceFlags struct {
	packages string
	metadata []string
	from     fetching
}

func (f *sourceFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.packages, "packages", "", "tree of packages, to know by their hashes")
	flags.StringSliceVar(&f.metadata, "metadata", nil, "file of metadata, to know by its hash; several with commas")
	f.from.addSources(flags)
}

// fetches tells whether there is somebody to fetch from.
func (f *sourceFlags) fetches() bool {
	return len(f.from.gateways)+len(f.from.nodes)+len(f.from.entries) > 0
}

// knownFiles are metadata at hand, by hash.
type knownFiles map[pkg.Hash][]byte

var errUnknownMetadata = errors.New("these metadata are not at hand")

// File is one of them.
func (k knownFiles) File(_ context.Context, h pkg.Hash) ([]byte, error) {
	if text, known := k[h]; known {
		return text, nil
	}
	return nil, errUnknownMetadata
}

// open reads what the flags name.
func (f *sourceFlags) open(c *console) (knownFiles, error) {
	files := make(knownFiles)
	for _, path := range f.metadata {
		text, err := c.readAll(path, registries.MaxMetadata)
		if err != nil {
			return nil, fail(fmt.Errorf("reading metadata: %w", err), "check --metadata")
		}
		h, err := pkg.HashFile(strings.NewReader(string(text)))
		if err != nil {
			return nil, err
		}
		files[h] = text
	}
	if f.packages == "" {
		return files, nil
	}
	root, repository, err := openPackages(f.packages)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	for _, ref := range slices.Concat(repository.Index.Dev, repository.Index.ThirdParty) {
		config, err := repository.Config(ref.ID)
		if err != nil {
			continue // not in the tree, or not readable: then it is not known
		}
		if err := files.take(config, ref.Hash); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// take makes the metadata of a package, as acn package metadata does unless
// told otherwise.
func (k knownFiles) take(config *pkg.Config, code pkg.Hash) error {
	image, err := pkg.ParseHash(pkg.DefaultImage)
	if err != nil {
		return err
	}
	metadata := pkg.Metadata{ID: config.ID, Description: config.Description, Code: code, Image: image}
	h, err := metadata.Hash()
	if err != nil {
		return err
	}
	k[h] = metadata.JSON()
	return nil
}

// comparison compares what is on the chain with a package and all it needs.
type comparison func(context.Context, registries.Files, *pkg.Node) ([]registries.Difference, error)

// explore names the package that metadata stand for and, with packages at hand
// or fetched, compares.
func (d *deal) explore(ctx context.Context, f *sourceFlags, what string, h pkg.Hash, compare comparison) (packageShown, error) {
	if f.fetches() && f.packages != "" {
		return packageShown{}, wrongUse("leave one of them away", "--packages is a tree that is at hand, and the other flags say where to fetch one from")
	}
	files, err := f.open(d.c)
	if err != nil {
		return packageShown{}, err
	}
	if f.fetches() {
		return d.fetchAndCompare(ctx, f.from, files, h, compare)
	}
	metadata, err := registries.Describe(ctx, files, h)
	switch unknown := errors.Is(err, errUnknownMetadata); {
	case unknown && f.packages != "":
		return packageShown{}, fail(fmt.Errorf("the metadata %s of %s are of no package in %s", h, what, f.packages), "add --metadata with the file, or take the tree of that version")
	case unknown && len(f.metadata) > 0:
		return packageShown{}, fail(fmt.Errorf("no file of --metadata has the hash %s, which %s has", h, what), "acn package hash tells the hash of a file; --gateway, --node or --entry fetches it")
	case unknown:
		return packageShown{}, nil
	case err != nil:
		return packageShown{}, err
	}
	shown := packageOf(metadata)
	if f.packages == "" {
		return shown, nil
	}
	root, repository, err := openPackages(f.packages)
	if err != nil {
		return shown, err
	}
	defer root.Close()
	trees, err := repository.Trees(metadata.ID)
	if err != nil {
		return shown, err
	}
	return shown, shown.compare(ctx, files, trees[0], compare)
}
