package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"testing"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/sync"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

var errClosed = errors.New("the gate is closed")

// gated is a store whose gate is open for one package only, after a look into
// it.
func gated(t testing.TB, open pkg.Hash) *store.Store {
	t.Helper()
	return store.NewGated(sync.MutexWrap(datastore.NewMapDatastore()), pkg.Limits{}, func(_ context.Context, folder fs.FS, entry store.Entry) error {
		if _, err := fs.Stat(folder, "a.txt"); err != nil {
			t.Errorf("the gate cannot read the package: %v", err)
		}
		if entry.Hash != open {
			return errClosed
		}
		return nil
	})
}

// A package that the gate refuses is neither listed nor given away, whichever
// way it comes in.
func TestGate(t *testing.T) {
	from, _ := memory()
	entry := add(t, from, demo(), "demo")
	file := export(t, from, entry.Hash)
	ways := map[string]func(*store.Store) error{
		"folder": func(s *store.Store) error { _, err := s.Add(t.Context(), demo(), "demo"); return err },
		"CAR":    func(s *store.Store) error { _, err := s.Import(t.Context(), bytes.NewReader(file)); return err },
		"fetch": func(s *store.Store) error {
			_, err := s.Fetch(t.Context(), entry.Hash, []store.Source{from}, nil)
			return err
		},
		"blocks": func(s *store.Store) error {
			if _, err := s.Receive(t.Context(), bytes.NewReader(file), entry.Hash); err != nil {
				t.Fatal(err)
			}
			_, err := s.Settle(t.Context(), entry.Hash)
			return err
		},
	}
	for name, put := range ways {
		shut, open := gated(t, pkg.Hash{1}), gated(t, entry.Hash)
		if err := put(shut); !errors.Is(err, errClosed) {
			t.Errorf("%s: %v", name, err)
		}
		if listed, err := shut.Packages(t.Context()); err != nil || len(listed) != 0 {
			t.Errorf("%s: lists %v, %v", name, listed, err)
		}
		if _, err := shut.Block(t.Context(), entry.Hash); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: gives away what was refused: %v", name, err)
		}
		if err := put(open); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if found, err := open.Find(t.Context(), entry.Hash); err != nil || found != entry {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
}

// part is a CAR file with some of the blocks of a package.
func part(t testing.TB, from *store.Store, root pkg.Hash, hashes ...pkg.Hash) []byte {
	t.Helper()
	var out bytes.Buffer
	put, err := store.WritePart(&out, root)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hashes {
		data, err := from.Block(t.Context(), h)
		if err != nil {
			t.Fatal(err)
		}
		if err := put(t.Context(), pkg.Block{Hash: h, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// A package may come in parts, and is listed when the last is here.
func TestReceiveInParts(t *testing.T) {
	from, _ := memory()
	entry := add(t, from, demo(), "demo")
	var all []pkg.Hash
	if _, err := pkg.Measure(demo(), "demo", pkg.Limits{}, func(b pkg.Block) error { all = append(all, b.Hash); return nil }); err != nil {
		t.Fatal(err)
	}
	to, _ := memory()
	half := all[:len(all)/2]
	if n, err := to.Receive(t.Context(), bytes.NewReader(part(t, from, entry.Hash, half...)), entry.Hash); err != nil || n == 0 {
		t.Fatal(n, err)
	}
	if _, err := to.Settle(t.Context(), entry.Hash); !errors.Is(err, store.ErrIncomplete) {
		t.Errorf("settled half a package: %v", err)
	}
	lacking, err := to.Lacking(t.Context(), all)
	if err != nil || len(lacking) == 0 || len(lacking) >= len(all) {
		t.Fatalf("%d of %d lacking, %v", len(lacking), len(all), err)
	}
	if _, err := to.Receive(t.Context(), bytes.NewReader(part(t, from, entry.Hash, lacking...)), entry.Hash); err != nil {
		t.Fatal(err)
	}
	if got, err := to.Settle(t.Context(), entry.Hash); err != nil || got != entry {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := to.Receive(t.Context(), bytes.NewReader(part(t, from, entry.Hash)), pkg.Hash{1}); err == nil {
		t.Error("took a file of another package")
	}
	if _, err := to.Receive(t.Context(), bytes.NewReader(export(t, from, entry.Hash)[:100]), entry.Hash); err == nil {
		t.Error("took a file that breaks off")
	}
}

// What is held stays, and is not given away.
func TestHold(t *testing.T) {
	s := gated(t, pkg.Hash{1})
	from, _ := memory()
	entry := add(t, from, demo(), "demo")
	if _, err := s.Add(t.Context(), demo(), "demo"); !errors.Is(err, errClosed) {
		t.Fatal(err)
	}
	s.Hold(entry.Hash)
	if n, err := s.Collect(t.Context()); err != nil || n != 0 {
		t.Errorf("collected %d, %v", n, err)
	}
	s.Release(entry.Hash)
	if n, err := s.Collect(t.Context()); err != nil || n == 0 {
		t.Errorf("collected %d, %v", n, err)
	}
}

func TestFiles(t *testing.T) {
	s, _ := memory()
	text := []byte(`{"name":"x"}`)
	entry, err := s.AddFile(t.Context(), text)
	if err != nil || entry.Hash.V0() != "QmSJMNQavSyZn8eea5zvg8sD8M85iTwajjLXMrXEuZU2PN" || entry.Size != 12 {
		t.Fatal(entry, err)
	}
	if _, err := s.Collect(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := s.File(t.Context(), entry.Hash); err != nil || !bytes.Equal(got, text) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := s.Block(t.Context(), entry.Hash); err != nil {
		t.Error(err)
	}
	if listed, err := s.Files(t.Context()); err != nil || len(listed) != 1 || listed[0] != entry {
		t.Error(listed, err)
	}
	if found, err := s.Find(t.Context(), entry.Hash); err != nil || found != entry {
		t.Error(found, err)
	}
	if err := s.Remove(t.Context(), entry.Hash); err != nil {
		t.Fatal(err)
	}
	if _, err := s.File(t.Context(), entry.Hash); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if n, err := s.Collect(t.Context()); err != nil || n != 1 {
		t.Error(n, err)
	}
	for size, good := range map[int]bool{0: false, 1: true, store.MaxFile: true, store.MaxFile + 1: false} {
		if _, err := s.AddFile(t.Context(), make([]byte, size)); (err == nil) != good {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func FuzzParseFile(f *testing.F) {
	for _, text := range []string{"hello\n", "x"} {
		block, err := pkg.FileBlock([]byte(text))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(block.Data)
	}
	f.Fuzz(func(t *testing.T, block []byte) {
		data, err := store.ParseFile(block)
		if err != nil {
			return
		}
		again, err := pkg.FileBlock(data)
		if err != nil || !bytes.Equal(again.Data, block) || len(data) == 0 || len(data) > store.MaxFile {
			t.Errorf("%q from %x", data, block)
		}
	})
}
