package registry_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/sync"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

// contract is the folder of a good package: its configuration, a file, and
// references to others.
func contract(name string, needs ...string) fstest.MapFS {
	code := []byte("# code of " + name + "\n")
	h, err := pkg.HashFile(bytes.NewReader(code))
	if err != nil {
		panic(err)
	}
	text := "name: " + name + `
author: acme
version: 0.1.0
type: contract
description: x
license: x
aea_version: x
fingerprint:
  contract.py: ` + h.String() + `
fingerprint_ignore_patterns: []
dependencies: {}
class_name: x
contract_interface_paths: {}
contracts: [` + strings.Join(needs, ", ") + "]\n"
	return fstest.MapFS{"contract.yaml": {Data: []byte(text)}, "contract.py": {Data: code}}
}

func need(name string, h pkg.Hash) string { return fmt.Sprintf("acme/%s:0.1.0:%s", name, h) }

// change is a folder with one file more or another.
func change(folder fstest.MapFS, name, text string) fstest.MapFS {
	changed := maps.Clone(folder)
	changed[name] = &fstest.MapFile{Data: []byte(text)}
	return changed
}

func measure(t testing.TB, folder fs.FS, name string) *pkg.Content {
	t.Helper()
	content, err := pkg.Measure(folder, name, pkg.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func wallet(t testing.TB, seed byte) *acn.Wallet {
	t.Helper()
	w, err := acn.WalletFromSecret(acn.Ethereum, bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// config admits the wallets of seeds 1 to 9; the operator is 100.
func config(t testing.TB) registry.Config {
	t.Helper()
	publishers := make(registry.Publishers)
	for seed := byte(1); seed < 10; seed++ {
		publishers[wallet(t, seed).Address()] = pin.Quota{Bytes: 4 << 20, Packages: 50}
	}
	return registry.Config{Operator: wallet(t, 100), Publishers: publishers, AuditFile: filepath.Join(t.TempDir(), "audit.jsonl")}
}

func memory() datastore.Batching { return sync.MutexWrap(datastore.NewMapDatastore()) }

func open(t testing.TB, cfg registry.Config, data datastore.Batching) *registry.Registry {
	t.Helper()
	r, err := registry.New(cfg, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r
}

func newRegistry(t testing.TB) *registry.Registry { return open(t, config(t), memory()) }

// wish pins for a day from now.
func wish(h pkg.Hash, size int64, sequence uint64) pin.Wish {
	now := time.Now()
	return pin.Wish{Package: h, Size: size, Sequence: sequence, Issued: now, Until: now.Add(24 * time.Hour)}
}

func sign(t testing.TB, w *acn.Wallet, wish pin.Wish) *pin.Pin {
	t.Helper()
	p, err := pin.Sign(w, wish)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// carOf is a CAR file with all blocks of a folder, and the pin of a wallet for
// it.
func carOf(t testing.TB, w *acn.Wallet, folder fs.FS, name string) (*pin.Pin, io.Reader) {
	t.Helper()
	content := measure(t, folder, name)
	var out bytes.Buffer
	put, err := store.WritePart(&out, content.Hash)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pkg.Measure(folder, name, pkg.Limits{}, func(b pkg.Block) error { return put(t.Context(), b) }); err != nil {
		t.Fatal(err)
	}
	return sign(t, w, wish(content.Hash, content.Size, 1)), &out
}

func push(t testing.TB, r *registry.Registry, w *acn.Wallet, folder fs.FS, name string) (pkg.Hash, error) {
	t.Helper()
	p, car := carOf(t, w, folder, name)
	_, err := r.Push(t.Context(), p, car, "192.0.2.1:1")
	return p.Package, err
}

func mustPush(t testing.TB, r *registry.Registry, w *acn.Wallet, folder fs.FS, name string) pkg.Hash {
	t.Helper()
	h, err := push(t, r, w, folder, name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return h
}

// wantCode checks that an error is a refusal, whose text is fixed.
func wantCode(t testing.TB, err error, want registry.Code) *registry.Refusal {
	t.Helper()
	var refusal *registry.Refusal
	if !errors.As(err, &refusal) || refusal.Code != want {
		t.Errorf("error %v, want code %s", err, want)
		return &registry.Refusal{}
	}
	if refusal.Text == "" {
		t.Errorf("%s has no text", want)
	}
	return refusal
}

func isHere(t testing.TB, r *registry.Registry, h pkg.Hash) bool {
	t.Helper()
	_, err := r.Store().Find(t.Context(), h)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	_, blockErr := r.Store().Block(t.Context(), h)
	if err != nil && blockErr == nil {
		t.Errorf("%s is not listed and given away", h)
	}
	return err == nil
}

func listed(t testing.TB, r *registry.Registry) []string {
	t.Helper()
	entries, err := r.Store().Packages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name)
	}
	slices.Sort(names)
	return names
}

func collect(t testing.TB, r *registry.Registry) {
	t.Helper()
	if _, err := r.Collect(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}
