package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"go-acn/agentrt/pkg"
)

func (c *console) packageCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "package",
		Short: "Hash, check and lock the packages of agents and services",
		Long: `A package is a folder with one configuration file, named by the CID of its
content. A tree of packages has them in AUTHOR/KINDS/NAME, and lists them in
packages.json at its top. CIDs are those of existing tools and registries.`,
	}, c.packageHashCommand(), c.packageCheckCommand(), c.packageLockCommand(), c.packageTreeCommand(), c.packageMetadataCommand(),
		c.packageExportCommand(), c.packageImportCommand(), c.packageFetchCommand(), c.packageServeCommand(),
		c.packagePushCommand(), c.packagePinsCommand(), c.packageUnpinCommand())
}

// openPackage is the folder of a package and its name, which its hash depends
// on. Nothing outside the folder can be reached through it.
func openPackage(dir string) (*os.Root, string, error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, "", err
	}
	root, err := os.OpenRoot(full)
	return root, filepath.Base(full), err
}

// openPackages opens a tree of packages: the folder that holds packages.json,
// or the one above it.
func openPackages(dir string) (*os.Root, *pkg.Repository, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, nil, err
	}
	for _, try := range []string{dir, filepath.Join(dir, "packages")} {
		root, err := os.OpenRoot(try)
		if err != nil {
			continue
		}
		repository, err := pkg.Open(root.FS(), pkg.Limits{})
		if err == nil {
			return root, repository, nil
		}
		root.Close()
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fmt.Errorf("%s: %w", try, err)
		}
	}
	return nil, nil, fail(fmt.Errorf("%s is no tree of packages: there is no %s in it", dir, pkg.IndexFile),
		`a new tree starts with the file packages.json: {"dev": {}, "third_party": {}}`)
}

// hashed is what acn package hash prints.
type hashed struct {
	Name   string     `json:"name"`
	Hash   pkg.Hash   `json:"hash"`
	V0     string     `json:"hash_v0"`
	Folder *pkg.Hash  `json:"folder,omitempty"`
	Size   int64      `json:"size"`
	Files  []pkg.File `json:"files,omitempty"`
}

func (c *console) packageHashCommand() *cobra.Command {
	var asJSON, files bool
	cmd := &cobra.Command{
		Use:   "hash DIR|FILE",
		Short: "Show the CID of a package, or of a file on its own",
		Long: `Shows the CID of a package as packages.json has it; the name of the folder is
part of it. For a file it is the CID of a row in a fingerprint.`,
		Example: "  acn package hash packages/acme/skills/oracle\n  acn package hash packages/acme/skills/oracle --files",
		Args:    wants("DIR"),
		RunE: func(_ *cobra.Command, args []string) error {
			h, err := hashPath(args[0])
			if err != nil {
				return err
			}
			return c.emit(asJSON, h, func(w io.Writer) {
				fmt.Fprintln(w, h.Hash)
				for _, file := range h.Files {
					if files {
						fmt.Fprintf(w, "  %s  %s\n", file.Hash, file.Path)
					}
				}
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().BoolVar(&files, "files", false, "show the CID of every file, too")
	return cmd
}

func hashPath(name string) (*hashed, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return hashFile(name, info)
	}
	root, base, err := openPackage(name)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	content, err := pkg.Measure(root.FS(), base, pkg.Limits{}, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &hashed{Name: base, Hash: content.Hash, V0: content.Hash.V0(), Folder: &content.Folder, Size: content.Size, Files: content.Files}, nil
}

func hashFile(name string, info os.FileInfo) (*hashed, error) {
	switch {
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: packages hold files and folders, no devices or pipes", name)
	case info.Size() == 0:
		return nil, fmt.Errorf("%s: the file is empty, which packages may not hold", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h, err := pkg.HashFile(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &hashed{Name: info.Name(), Hash: h, V0: h.V0(), Size: info.Size()}, nil
}

// described is what acn package metadata prints.
type described struct {
	Metadata string   `json:"metadata"`  // the file, to the letter
	Hash     pkg.Hash `json:"hash"`      // of the file
	UnitHash string   `json:"unit_hash"` // what is registered
	TokenURI string   `json:"token_uri"` // what the registry then says
}

func (c *console) packageMetadataCommand() *cobra.Command {
	var asJSON bool
	var image, base, description string
	cmd := &cobra.Command{
		Use:   "metadata DIR",
		Short: "Show the metadata to register a package with, and its hash on chain",
		Long: `Prints the file of metadata to the letter, its CID, the hash that is registered
on chain, and the token URI that the registry makes of it.`,
		Example: "  acn package metadata packages/acme/services/asking",
		Args:    wants("DIR"),
		RunE: func(_ *cobra.Command, args []string) error {
			picture, err := pkg.ParseHash(image)
			if err != nil {
				return wrongUse("give the CID of a picture", "--image: %w", err)
			}
			d, err := describePackage(args[0], description, picture, base)
			if err != nil {
				return err
			}
			return c.emit(asJSON, d, func(w io.Writer) {
				fmt.Fprintf(w, "%s\n\nhash       %s\nunit hash  %s\ntoken uri  %s\n", d.Metadata, d.Hash, d.UnitHash, d.TokenURI)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().StringVar(&image, "image", pkg.DefaultImage, "CID of the picture of the NFT")
	cmd.Flags().StringVar(&base, "base-uri", "https://gateway.autonolas.tech/ipfs/", "what the registry puts before hashes")
	cmd.Flags().StringVar(&description, "description", "", "instead of the one in the configuration")
	return cmd
}

func describePackage(dir, description string, image pkg.Hash, base string) (*described, error) {
	metadata, _, err := packageMetadata(dir, description, image)
	if err != nil {
		return nil, err
	}
	hash, err := metadata.Hash()
	if err != nil {
		return nil, err
	}
	return &described{string(metadata.JSON()), hash, "0x" + hash.Hex(), pkg.TokenURI(base, hash)}, nil
}

// packageMetadata are the metadata of the package in a folder, and its
// configuration.
func packageMetadata(dir, description string, image pkg.Hash) (pkg.Metadata, *pkg.Config, error) {
	none := pkg.Metadata{}
	root, name, err := openPackage(dir)
	if err != nil {
		return none, nil, err
	}
	defer root.Close()
	kind, err := pkg.KindOf(root.FS())
	if err != nil {
		return none, nil, fmt.Errorf("%s: %w", dir, err)
	}
	config, err := pkg.ReadConfig(root.FS(), kind)
	if err != nil {
		return none, nil, fmt.Errorf("%s: %w", dir, err)
	}
	content, err := pkg.Measure(root.FS(), name, pkg.Limits{}, nil)
	if err != nil {
		return none, nil, fmt.Errorf("%s: %w", dir, err)
	}
	if description == "" {
		description = config.Description
	}
	return pkg.Metadata{ID: config.ID, Description: description, Code: content.Hash, Image: image}, config, nil
}
