package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/go-datastore"
	datasync "github.com/ipfs/go-datastore/sync"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// source has the blocks of a map.
type source struct {
	name   string
	blocks map[pkg.Hash][]byte

	mu    sync.Mutex
	asked int
}

func (s *source) String() string { return s.name }

func (s *source) Block(_ context.Context, h pkg.Hash) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if data, ok := s.blocks[h]; ok {
		return data, nil
	}
	return nil, errors.New("has it not")
}

// demoSource has all of demo, which is 8 blocks.
func demoSource(t testing.TB) (*source, pkg.Hash) {
	t.Helper()
	s := &source{name: "good", blocks: make(map[pkg.Hash][]byte)}
	content, err := pkg.Measure(demo(), "demo", pkg.Limits{}, func(b pkg.Block) error {
		s.blocks[b.Hash] = b.Data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, content.Hash
}

func TestFetch(t *testing.T) {
	good, h := demoSource(t)
	s, _ := memory()
	entry, err := s.Fetch(t.Context(), h, []store.Source{good}, nil)
	if err != nil || entry.Name != "demo" || good.asked != len(good.blocks) {
		t.Fatalf("%+v, %v, %d blocks asked for", entry, err, good.asked)
	}
	if folder, _, err := s.Open(t.Context(), h); err != nil {
		t.Error(err)
	} else if text, err := fs.ReadFile(folder, "b/c.txt"); string(text) != "hello\n" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := s.Fetch(t.Context(), h, nil, nil); err != nil {
		t.Errorf("what is here is not found: %v", err)
	}
}

// A name that is not wanted ends a fetch before more than the root has come.
func TestFetchName(t *testing.T) {
	good, h := demoSource(t)
	s, _ := memory()
	unwanted := errors.New("unwanted")
	_, err := s.FetchWatched(t.Context(), h, []store.Source{good}, store.Watch{Name: func(name string) error {
		if name != "demo" {
			t.Errorf("it is called %q", name)
		}
		return unwanted
	}})
	if !errors.Is(err, unwanted) || good.asked != 1 {
		t.Errorf("%v; asked for %d blocks", err, good.asked)
	}
}

// Half of the blocks are at one source, half at another; what is here already
// is not asked for again.
func TestFetchGoesOn(t *testing.T) {
	all, h := demoSource(t)
	half := &source{name: "half", blocks: map[pkg.Hash][]byte{}}
	for hash, data := range all.blocks {
		if len(data) > 1000 || hash == h {
			half.blocks[hash] = data
		}
	}
	s, _ := memory()
	_, err := s.Fetch(t.Context(), h, []store.Source{half}, nil)
	if err == nil || !strings.Contains(err.Error(), "half: has it not") {
		t.Fatal(err)
	}
	if entries, err := s.Packages(t.Context()); len(entries) > 0 || err != nil {
		t.Errorf("half a package is listed: %v, %v", entries, err)
	}
	if _, err := s.Fetch(t.Context(), h, []store.Source{half, all}, nil); err != nil {
		t.Fatal(err)
	}
	if want := len(all.blocks) - len(half.blocks); all.asked != want {
		t.Errorf("%d blocks asked for, want %d", all.asked, want)
	}
}

// A source that lies is reported once and dropped, and does no harm.
func TestLiar(t *testing.T) {
	good, h := demoSource(t)
	for name, lie := range map[string]func([]byte) []byte{
		"a flipped bit": func(data []byte) []byte { return append(slices.Clone(data[:len(data)-1]), data[len(data)-1]^1) },
		"nothing":       func([]byte) []byte { return nil },
		"too much":      func(data []byte) []byte { return append(slices.Clone(data), make([]byte, pkg.MaxBlock)...) },
	} {
		liar := &source{name: "liar", blocks: make(map[pkg.Hash][]byte)}
		for hash, data := range good.blocks {
			liar.blocks[hash] = data
			if hash != h {
				liar.blocks[hash] = lie(data)
			}
		}
		var reported []string
		s, _ := memory()
		_, err := s.Fetch(t.Context(), h, []store.Source{liar, good}, func(source store.Source, err error) {
			reported = append(reported, fmt.Sprint(source, ": ", err))
		})
		if err != nil || !slices.Equal(reported, []string{"liar: " + store.ErrCorrupt.Error()}) || liar.asked > 2 {
			t.Errorf("%s: %v; reported %v; asked %d times", name, err, reported, liar.asked)
		}
		s, _ = memory()
		if _, err := s.Fetch(t.Context(), h, []store.Source{liar}, nil); !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A block that rots is fetched again.
func TestFetchMends(t *testing.T) {
	good, h := demoSource(t)
	s, data := memory()
	add(t, s, demo(), "demo")
	for key, value := range blocksOf(t, data) {
		if err := data.Put(t.Context(), datastore.NewKey(key), append(slices.Clone(value), 0)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Fetch(t.Context(), h, []store.Source{good}, nil); err != nil {
		t.Fatal(err)
	}
	export(t, s, h)
}

func TestFetchRefuses(t *testing.T) {
	limits := pkg.Limits{Files: 10, Total: 1000}
	for _, test := range []struct {
		name  string
		build func(d *dag) *merkledag.ProtoNode
		want  string
	}{
		{"no package", func(d *dag) *merkledag.ProtoNode { return d.folder("f", d.file("x")) }, "it holds a file"},
		{"upwards", func(d *dag) *merkledag.ProtoNode { return d.folder("p", d.folder("..", d.file("x"))) }, `".." is no name`},
		{"large", func(d *dag) *merkledag.ProtoNode {
			return d.folder("p", d.folder("f", d.file(strings.Repeat("x", 2001))))
		}, "more than 2000 bytes"},
		{"wide", func(d *dag) *merkledag.ProtoNode {
			var links []any
			n := d.file("x")
			for i := range 21 {
				links = append(links, fmt.Sprintf("f%02d", i), n)
			}
			return d.folder("p", d.folder(links...))
		}, "more than 21 links"},
		{"bomb", func(d *dag) *merkledag.ProtoNode {
			n := d.folder("f", d.file("x"))
			for range 4 {
				n = d.folder("a", n, "b", n, "c", n, "d", n)
			}
			return d.folder("p", n)
		}, "more than 10 files and folders"},
		{"not UnixFS", func(d *dag) *merkledag.ProtoNode { return d.folder("p", d.node([]byte("x"))) }, "reading a node"},
		{"sharded", func(d *dag) *merkledag.ProtoNode {
			data, err := unixfs.HAMTShardData(nil, 256, 0x22)
			if err != nil {
				t.Fatal(err)
			}
			return d.folder("p", d.node(data))
		}, "neither a file nor a folder"},
	} {
		d := &dag{t: t}
		root := test.build(d)
		from := &source{name: "there", blocks: make(map[pkg.Hash][]byte)}
		for _, n := range d.blocks {
			from.blocks[mustParse(t, n.Cid().String())] = n.RawData()
		}
		s := store.New(datasync.MutexWrap(datastore.NewMapDatastore()), limits)
		_, err := s.Fetch(t.Context(), mustParse(t, root.Cid().String()), []store.Source{from}, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
	s, _ := memory()
	if _, err := s.Fetch(t.Context(), pkg.Hash{1}, nil, nil); err == nil || !strings.Contains(err.Error(), "no source is left") {
		t.Error(err)
	}
}

func mustParse(t testing.TB, text string) pkg.Hash {
	t.Helper()
	h, err := pkg.ParseHash(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestGateway(t *testing.T) {
	good, h := demoSource(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutPrefix(r.URL.Path, "/below/ipfs/")
		hash, err := pkg.ParseHash(name)
		if !ok || err != nil || r.Method != http.MethodGet || r.URL.RawQuery != "format=raw" || r.Header.Get("Accept") != "application/vnd.ipld.raw" {
			http.Error(w, "no", http.StatusBadRequest)
			return
		}
		data, err := good.Block(r.Context(), hash)
		if err != nil {
			http.Error(w, "no", http.StatusNotFound)
			return
		}
		_, _ = w.Write(data)
	}))
	defer server.Close()
	gateway, err := store.NewGateway(server.URL+"/below", server.Client())
	if err != nil {
		t.Fatal(err)
	}
	s, _ := memory()
	if _, err := s.Fetch(t.Context(), h, []store.Source{gateway}, nil); err != nil {
		t.Error(err)
	}
	if _, err := s.Fetch(t.Context(), pkg.Hash{1}, []store.Source{gateway}, nil); err == nil || !strings.Contains(err.Error(), "127.0.0.1") || !strings.Contains(err.Error(), "status 404") {
		t.Error(err)
	}
	for _, bad := range []string{"", "gateway", "ftp://a", "https://", "https://u@a", "https://a?x", "https://a#x", "https://a b"} {
		if g, err := store.NewGateway(bad, server.Client()); err == nil {
			t.Errorf("%q is gateway %s", bad, g)
		}
	}
}

// An answer without an end is cut off.
func TestEndlessGateway(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.Copy(w, endless{})
	}))
	defer server.Close()
	gateway, err := store.NewGateway(server.URL, server.Client())
	if err != nil {
		t.Fatal(err)
	}
	s, _ := memory()
	if _, err := s.Fetch(t.Context(), pkg.Hash{1}, []store.Source{gateway}, nil); !errors.Is(err, store.ErrCorrupt) {
		t.Error(err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
