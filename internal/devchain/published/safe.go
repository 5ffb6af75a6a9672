// Package published gets contracts that others wrote and published, for tests
// that show how ours compare: Safes from npm, and the registries from a
// checkout of their repository. None of it is part of this project; tests that
// cannot get it say so.
package published

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/ethereum/go-ethereum/common/hexutil"
)

// Safe is a version of the Safe's contracts as its makers built it.
type Safe struct {
	Version string

	pkg, sum           string // of npm; SHA-256 of the package
	singleton, factory string
}

// Safes are the versions in use, oldest first.
func Safes() []Safe {
	return []Safe{
		{"1.3.0", "@gnosis.pm/safe-contracts@1.3.0", "ee19525b00dbca9e62668551a5955ea492025a5d6556afc42270f43a6bd40525", "GnosisSafeL2", "GnosisSafeProxyFactory"},
		{"1.4.1", "@safe-global/safe-contracts@1.4.1", "8803f7cf26e2c58300b8136342faa7b8bce59436e300f52115fa25b095e0bf79", "SafeL2", "SafeProxyFactory"},
		{"1.5.0", "@safe-global/safe-smart-account@1.5.0", "6ffc8ccbd8c5de2a9909bd072a4bb677b4d84b25f126757bdec9f26ef732fc29", "SafeL2", "SafeProxyFactory"},
	}
}

// Code creates the contracts of a Safe; none takes arguments.
type Code struct{ Singleton, Factory, MultiSend []byte }

// Load gets the code from the user's cache, or from npm.
func (s Safe) Load(ctx context.Context) (Code, error) {
	archive, err := s.fetch(ctx)
	if err != nil {
		return Code{}, fmt.Errorf("getting Safe %s: %w", s.Version, err)
	}
	var code Code
	wanted := map[string]*[]byte{s.singleton: &code.Singleton, s.factory: &code.Factory, "MultiSend": &code.MultiSend}
	if err := unpack(archive, wanted); err != nil {
		return Code{}, fmt.Errorf("reading %s: %w", s.pkg, err)
	}
	for name, into := range wanted {
		if len(*into) == 0 {
			return Code{}, fmt.Errorf("%s holds no %s", s.pkg, name)
		}
	}
	return code, nil
}

// unpack finds contracts among the files of a package, by name.
func unpack(archive []byte, wanted map[string]*[]byte) error {
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return err
	}
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for name, into := range wanted {
			if !strings.Contains(header.Name, "/artifacts/") || !strings.HasSuffix(header.Name, "/"+name+".sol/"+name+".json") {
				continue
			}
			var artefact struct{ Bytecode hexutil.Bytes }
			if err := json.NewDecoder(files).Decode(&artefact); err != nil {
				return err
			}
			*into = artefact.Bytecode
		}
	}
}

// fetch is the package.
func (s Safe) fetch(ctx context.Context) ([]byte, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(cache, "go-acn", "safe-"+s.Version+".tgz")
	if archive, err := os.ReadFile(path); err == nil && s.check(archive) == nil {
		return archive, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), "npm-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if out, err := exec.CommandContext(ctx, "npm", "pack", s.pkg, "--silent", "--pack-destination", dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm pack %s: %w\n%s", s.pkg, err, out)
	}
	packed, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(packed) != 1 {
		return nil, fmt.Errorf("npm pack %s left %q", s.pkg, packed)
	}
	archive, err := os.ReadFile(packed[0])
	if err != nil {
		return nil, err
	}
	if err := s.check(archive); err != nil {
		return nil, err
	}
	return archive, os.Rename(packed[0], path)
}

func (s Safe) check(archive []byte) error {
	if sum := sha256.Sum256(archive); hex.EncodeToString(sum[:]) != s.sum {
		return fmt.Errorf("%s has SHA-256 %x", s.pkg, sum)
	}
	return nil
}
