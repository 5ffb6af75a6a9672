package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/pkg"
)

// metadataFlags say what metadata hold besides what the package says.
type metadataFlags struct{ image, description string }

func (f *metadataFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.image, "image", pkg.DefaultImage, "CID of the picture of the NFT")
	flags.StringVar(&f.description, "description", "", "instead of the one in the configuration of the package")
}

// packaged is a package that metadata were made of.
type packaged struct {
	dir    string
	config *pkg.Config
}

// id is that of the package; nil if there is none.
func (p *packaged) id() *pkg.ID {
	if p == nil {
		return nil
	}
	return &p.config.ID
}

// hash is that of metadata: given, or made of the package in a folder. Kind is
// what the package has to be; empty for anything.
func (f *metadataFlags) hash(given string, dirs []string, kind pkg.Kind) (pkg.Hash, *packaged, error) {
	switch {
	case (given == "") == (len(dirs) == 0):
		return pkg.Hash{}, nil, wrongUse("give one of the two: the folder of a package, or --hash with what acn package metadata shows", "say which metadata")
	case given != "":
		h, err := parseDigest(given)
		return h, nil, err
	}
	image, err := pkg.ParseHash(f.image)
	if err != nil {
		return pkg.Hash{}, nil, wrongUse("give the CID of a picture", "--image: %w", err)
	}
	metadata, config, err := packageMetadata(dirs[0], f.description, image)
	if errors.Is(err, fs.ErrNotExist) {
		return pkg.Hash{}, nil, fail(err, "name the folder of a package, or give --hash; nothing was sent")
	}
	if err != nil {
		return pkg.Hash{}, nil, err
	}
	if kind != "" && metadata.ID.Kind != kind {
		return pkg.Hash{}, nil, wrongUse("acn unit mint registers components and agents", "%s is no %s", metadata.ID, kind)
	}
	h, err := metadata.Hash()
	return h, &packaged{dirs[0], config}, err
}

// parseDigest reads a CID, or the digest in it as registries show it.
func parseDigest(text string) (pkg.Hash, error) {
	if digits, ok := strings.CutPrefix(text, "0x"); ok {
		raw, err := hex.DecodeString(digits)
		if err != nil || len(raw) != len(pkg.Hash{}) {
			return pkg.Hash{}, wrongUse("a digest is 0x and 64 hex digits", "--hash: %.80q is none", text)
		}
		return pkg.Hash(raw), nil
	}
	h, err := pkg.ParseHash(text)
	if err != nil {
		return pkg.Hash{}, wrongUse("give a CID, or a digest as 0x and 64 hex digits", "--hash: %w", err)
	}
	return h, nil
}

// needs are the components that a new unit needs: those named, those that its
// package depends on, or both if they are the same.
func (d *deal) needs(ctx context.Context, view *registries.View, of *packaged, texts []string, named, unchecked bool) ([]registries.ID, error) {
	var given []registries.ID
	for _, text := range texts {
		id, err := parseUnitID(text)
		if err != nil {
			return nil, err
		}
		given = append(given, id)
	}
	slices.Sort(given)
	if of == nil || unchecked {
		return given, nil
	}
	found, err := d.dependencies(ctx, view, of)
	if err != nil {
		return nil, err
	}
	if named && !slices.Equal(given, found) {
		return nil, fail(fmt.Errorf("--deps names components %s, and the package depends on %s", numbers(given), numbers(found)),
			"leave --deps away, or mint without looking with --unchecked; nothing was sent")
	}
	return found, nil
}

// maxUnits is how many components are looked through for dependencies.
const maxUnits = 10_000

// dependencies finds the components that a package depends on, by their
// metadata.
func (d *deal) dependencies(ctx context.Context, view *registries.View, of *packaged) ([]registries.ID, error) {
	wanted, err := of.dependencies()
	if err != nil || len(wanted) == 0 {
		return nil, err
	}
	last, err := view.Count(ctx, registries.Component)
	if err != nil {
		return nil, err
	}
	var ids []registries.ID
	for id := last; id > 0 && len(wanted) > 0 && last-id < maxUnits; id-- {
		unit, err := view.Unit(ctx, registries.Component, id)
		if err != nil {
			return nil, err
		}
		for _, h := range append(unit.Updates, unit.Hash) {
			if _, match := wanted[h]; match {
				delete(wanted, h)
				ids = append(ids, id)
			}
		}
	}
	for _, missing := range wanted {
		return nil, fail(fmt.Errorf("no component on %s is %s, which the package depends on, or its metadata are others than usual", d.network.Name, missing),
			"mint it first, or name what is needed with --deps and --unchecked; nothing was sent")
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// dependencies are what a package depends on, by the hash of the metadata. The
// packages have to be beside it, in one tree.
func (p *packaged) dependencies() (map[pkg.Hash]pkg.ID, error) {
	if len(p.config.Dependencies) == 0 {
		return nil, nil
	}
	full, err := filepath.Abs(p.dir)
	if err != nil {
		return nil, err
	}
	root, repository, err := openPackages(filepath.Dir(filepath.Dir(filepath.Dir(full))))
	if err != nil {
		return nil, fail(fmt.Errorf("%s depends on %d packages, and is in no tree with them", p.config.ID, len(p.config.Dependencies)),
			"name the components with --deps and --unchecked")
	}
	defer root.Close()
	image, err := pkg.ParseHash(pkg.DefaultImage)
	if err != nil {
		return nil, err
	}
	wanted := make(map[pkg.Hash]pkg.ID)
	for _, ref := range p.config.Dependencies {
		config, err := repository.Config(ref.ID)
		if err != nil {
			return nil, fail(fmt.Errorf("%s depends on %s: %w", p.config.ID, ref.ID, err), "fetch it, or name the components with --deps and --unchecked")
		}
		h, err := pkg.Metadata{ID: config.ID, Description: config.Description, Code: ref.Hash, Image: image}.Hash()
		if err != nil {
			return nil, err
		}
		wanted[h] = ref.ID
	}
	return wanted, nil
}
