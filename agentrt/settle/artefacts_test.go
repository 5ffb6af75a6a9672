package settle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
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
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"go-acn/internal/devchain/contracts"
)

// version is a published version of the Safe's contracts, or ours.
type version struct {
	name, pkg, sum     string // sum: SHA-256 of the package; empty: ours
	singleton, factory string
}

// The real contracts, as their makers built and published them, and our own,
// which have to be told from them by nothing that matters here.
var versions = []version{
	{"1.3.0", "@gnosis.pm/safe-contracts@1.3.0", "ee19525b00dbca9e62668551a5955ea492025a5d6556afc42270f43a6bd40525", "GnosisSafeL2", "GnosisSafeProxyFactory"},
	{"1.4.1", "@safe-global/safe-contracts@1.4.1", "8803f7cf26e2c58300b8136342faa7b8bce59436e300f52115fa25b095e0bf79", "SafeL2", "SafeProxyFactory"},
	{"1.5.0", "@safe-global/safe-smart-account@1.5.0", "6ffc8ccbd8c5de2a9909bd072a4bb677b4d84b25f126757bdec9f26ef732fc29", "SafeL2", "SafeProxyFactory"},
	{"ours", "", "", "Multisig", "MultisigFactory"},
}

// eachVersion runs a test against every version of the Safe. Where npm cannot
// get them it is skipped; in CI, which sets CI=true, that is a failure.
func eachVersion(t *testing.T, test func(t *testing.T, v version, code map[string][]byte)) {
	for _, v := range versions {
		t.Run(v.name, func(t *testing.T) {
			code, err := v.load()
			switch {
			case err != nil && os.Getenv("CI") == "true":
				t.Fatal(err)
			case err != nil:
				t.Skip("needs npm and its registry: ", err)
			}
			test(t, v, code)
		})
	}
}

// load is the code that creates each contract, by name.
func (v version) load() (map[string][]byte, error) {
	if v.pkg == "" {
		return map[string][]byte{
			v.singleton: common.FromHex(contracts.Multisig.Bin),
			v.factory:   common.FromHex(contracts.MultisigFactory.Bin),
			"MultiSend": common.FromHex(contracts.MultiSend.Bin),
		}, nil
	}
	archive, err := v.fetch()
	if err != nil {
		return nil, err
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	wanted := []string{v.singleton, v.factory, "MultiSend"}
	code := make(map[string][]byte)
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		for _, name := range wanted {
			if !strings.Contains(header.Name, "/artifacts/") || !strings.HasSuffix(header.Name, "/"+name+".sol/"+name+".json") {
				continue
			}
			var artefact struct{ Bytecode hexutil.Bytes }
			if err := json.NewDecoder(files).Decode(&artefact); err != nil {
				return nil, err
			}
			code[name] = artefact.Bytecode
		}
	}
	if len(code) != len(wanted) {
		return nil, fmt.Errorf("%s holds %d of %d contracts", v.pkg, len(code), len(wanted))
	}
	return code, nil
}

// fetch is the package, from the user's cache or from npm.
func (v version) fetch() ([]byte, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(cache, "go-acn", "safe-"+v.name+".tgz")
	if archive, err := os.ReadFile(path); err == nil && v.check(archive) == nil {
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
	if out, err := exec.Command("npm", "pack", v.pkg, "--silent", "--pack-destination", dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm pack %s: %w\n%s", v.pkg, err, out)
	}
	packed, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(packed) != 1 {
		return nil, fmt.Errorf("npm pack %s left %q", v.pkg, packed)
	}
	archive, err := os.ReadFile(packed[0])
	if err != nil {
		return nil, err
	}
	if err := v.check(archive); err != nil {
		return nil, err
	}
	return archive, os.Rename(packed[0], path)
}

func (v version) check(archive []byte) error {
	if sum := sha256.Sum256(archive); hex.EncodeToString(sum[:]) != v.sum {
		return fmt.Errorf("%s has SHA-256 %x", v.pkg, sum)
	}
	return nil
}
