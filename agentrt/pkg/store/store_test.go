package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/go-cid"
	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	"github.com/ipfs/go-datastore/sync"
	"github.com/ipld/go-car/v2"
	"github.com/ipld/go-car/v2/storage"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

func memory() (*store.Store, datastore.Batching) {
	data := sync.MutexWrap(datastore.NewMapDatastore())
	return store.New(data, pkg.Limits{}), data
}

// demo has a file of two leaves and one that is there twice.
func demo() fstest.MapFS {
	big := make([]byte, 300_000)
	for i := range big {
		big[i] = byte(i % 251)
	}
	return fstest.MapFS{
		"B.yaml": {Data: []byte("name: demo\n")}, "a.txt": {Data: []byte("hello\n")},
		"b/c.txt": {Data: []byte("hello\n")}, "b/d/big": {Data: big}, "empty": {Mode: fs.ModeDir | 0o755},
	}
}

func add(t testing.TB, s *store.Store, fsys fs.FS, name string) store.Entry {
	t.Helper()
	entry, err := s.Add(t.Context(), fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

func export(t testing.TB, s *store.Store, packages ...pkg.Hash) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Export(t.Context(), &out, packages...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// blocksOf are the blocks in a datastore by their keys.
func blocksOf(t testing.TB, data datastore.Batching) map[string][]byte {
	t.Helper()
	results, err := data.Query(t.Context(), query.Query{Prefix: "/blocks"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := results.Rest()
	if err != nil {
		t.Fatal(err)
	}
	blocks := make(map[string][]byte)
	for _, row := range rows {
		blocks[row.Key] = row.Value
	}
	return blocks
}

// What comes out is what went in.
func TestRoundTrip(t *testing.T) {
	first, _ := memory()
	entry := add(t, first, demo(), "demo")
	content, err := pkg.Measure(demo(), "demo", pkg.Limits{}, nil)
	if err != nil || entry != (store.Entry{Hash: content.Hash, Name: "demo", Size: content.Size}) {
		t.Fatalf("%+v, %v", entry, err)
	}
	file := export(t, first, entry.Hash)
	if !bytes.Equal(file, export(t, first, entry.Hash)) {
		t.Error("two exports differ")
	}

	second, _ := memory()
	entries, err := second.Import(t.Context(), bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]store.Entry{entry}, entries); diff != "" {
		t.Error(diff)
	}
	folder, opened, err := second.Open(t.Context(), entry.Hash)
	if err != nil || opened != entry {
		t.Fatalf("%+v, %v", opened, err)
	}
	if err := fstest.TestFS(folder, "B.yaml", "a.txt", "b/c.txt", "b/d/big"); err != nil {
		t.Error(err)
	}
	for name, want := range demo() {
		if want.Mode.IsDir() {
			continue
		}
		if got, err := fs.ReadFile(folder, name); err != nil || !bytes.Equal(got, want.Data) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	again, err := pkg.Measure(folder, opened.Name, pkg.Limits{}, nil)
	if err != nil || again.Hash != entry.Hash {
		t.Errorf("hashed again: %v, %v", again, err)
	}
}

func TestSeveralInOneFile(t *testing.T) {
	first, _ := memory()
	one, two := add(t, first, demo(), "demo"), add(t, first, demo(), "other")
	file := export(t, first, one.Hash, two.Hash)
	if more := len(file) - len(export(t, first, one.Hash)); more > 300 {
		t.Errorf("%d bytes more for the same content under another name", more)
	}
	second, _ := memory()
	if entries, err := second.Import(t.Context(), bytes.NewReader(file)); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
	var none bytes.Buffer
	if first.Export(t.Context(), &none) == nil || first.Export(t.Context(), &none, make([]pkg.Hash, store.MaxRoots+1)...) == nil {
		t.Error("there is no limit on packages")
	}
	if err := first.Export(t.Context(), &none, pkg.Hash{1}); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func TestRemoveAndCollect(t *testing.T) {
	s, data := memory()
	one := add(t, s, demo(), "demo")
	before := len(blocksOf(t, data))
	more := demo()
	more["more"] = &fstest.MapFile{Data: []byte("more")}
	two := add(t, s, more, "more")
	all, err := s.Packages(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	if n, err := s.Collect(t.Context()); n != 0 || err != nil {
		t.Errorf("%d blocks deleted, %v", n, err)
	}
	if err := s.Remove(t.Context(), two.Hash); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(t.Context(), two.Hash); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if _, _, err := s.Open(t.Context(), two.Hash); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	// The file, the folder and the wrapper are gone; the rest is shared.
	if n, err := s.Collect(t.Context()); n != 3 || err != nil || len(blocksOf(t, data)) != before {
		t.Errorf("%d blocks deleted, %v", n, err)
	}
	export(t, s, one.Hash)
}

// A package that is not complete is not there, and leaves nothing behind.
func TestFailureLeavesNothing(t *testing.T) {
	s, data := memory()
	bad := demo()
	bad["z"] = &fstest.MapFile{}
	if _, err := s.Add(t.Context(), bad, "demo"); err == nil {
		t.Fatal("an empty file passes")
	}
	first, _ := memory()
	file := export(t, first, add(t, first, demo(), "demo").Hash)
	if _, err := s.Import(t.Context(), bytes.NewReader(file[:len(file)-10])); err == nil {
		t.Fatal("half a file passes")
	}
	if all, err := s.Packages(t.Context()); len(all) > 0 || err != nil {
		t.Errorf("%v, %v", all, err)
	}
	if n, err := s.Collect(t.Context()); n == 0 || err != nil || len(blocksOf(t, data)) != 0 {
		t.Errorf("%d blocks deleted, %v", n, err)
	}
}

// Bytes that rot are found when they are read.
func TestRot(t *testing.T) {
	s, data := memory()
	entry := add(t, s, demo(), "demo")
	for key, value := range blocksOf(t, data) {
		if len(value) > 100_000 {
			value = bytes.Clone(value)
			value[100] ^= 1
			if err := data.Put(t.Context(), datastore.NewKey(key), value); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	folder, _, err := s.Open(t.Context(), entry.Hash)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(folder, "b/d/big"); !errors.Is(err, store.ErrCorrupt) {
		t.Error(err)
	}
	if err := s.Export(t.Context(), io.Discard, entry.Hash); !errors.Is(err, store.ErrCorrupt) {
		t.Error(err)
	}
	if n, damaged, err := s.Sweep(t.Context(), nil); n > 0 || len(damaged) != 1 || damaged[0] != entry.Hash || err != nil {
		t.Errorf("%d blocks deleted, damaged: %v, %v", n, damaged, err)
	}
}

func TestCancelled(t *testing.T) {
	first, _ := memory()
	entry := add(t, first, demo(), "demo")
	file := export(t, first, entry.Hash)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := first.Import(ctx, bytes.NewReader(file)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := first.Export(ctx, io.Discard, entry.Hash); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// dag builds DAGs that are no packages.
type dag struct {
	t      testing.TB
	blocks []*merkledag.ProtoNode
}

func (d *dag) node(data []byte, links ...any) *merkledag.ProtoNode {
	n := merkledag.NodeWithData(data)
	if err := n.SetCidBuilder(merkledag.V0CidPrefix()); err != nil {
		d.t.Fatal(err)
	}
	for i := 0; i < len(links); i += 2 {
		if err := n.AddNodeLink(links[i].(string), links[i+1].(*merkledag.ProtoNode)); err != nil {
			d.t.Fatal(err)
		}
	}
	d.blocks = append(d.blocks, n)
	return n
}

func (d *dag) folder(links ...any) *merkledag.ProtoNode {
	return d.node(unixfs.FolderPBData(), links...)
}

func (d *dag) file(text string) *merkledag.ProtoNode {
	return d.node(unixfs.FilePBData([]byte(text), uint64(len(text))))
}

// car writes the blocks as a file.
func (d *dag) car(roots ...cid.Cid) []byte {
	d.t.Helper()
	var out bytes.Buffer
	w, err := storage.NewWritable(struct{ io.Writer }{&out}, roots, car.WriteAsCarV1(true))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, n := range d.blocks {
		if err := w.Put(d.t.Context(), n.Cid().KeyString(), n.RawData()); err != nil {
			d.t.Fatal(err)
		}
	}
	return out.Bytes()
}

func TestImportRefuses(t *testing.T) {
	deep := func(d *dag) *merkledag.ProtoNode {
		n := d.folder("f", d.file("x"))
		for range 25 {
			n = d.folder("d", n)
		}
		return d.folder("p", n)
	}
	// 4^20 folders out of twenty blocks.
	bomb := func(d *dag) *merkledag.ProtoNode {
		n := d.folder("f", d.file("x"))
		for range 20 {
			n = d.folder("a", n, "b", n, "c", n, "d", n)
		}
		return d.folder("p", n)
	}
	for _, test := range []struct {
		name  string
		build func(d *dag) *merkledag.ProtoNode
		want  string
	}{
		{"good", func(d *dag) *merkledag.ProtoNode { return d.folder("p", d.folder("f", d.file("x"))) }, ""},
		{"not wrapped", func(d *dag) *merkledag.ProtoNode { return d.folder("f", d.file("x")) }, "it holds a file"},
		{"two packages", func(d *dag) *merkledag.ProtoNode {
			n := d.folder("f", d.file("x"))
			return d.folder("p", n, "q", n)
		}, "want a folder that holds one folder"},
		{"a file", func(d *dag) *merkledag.ProtoNode { return d.file("x") }, "want a folder that holds one folder"},
		{"path upwards", func(d *dag) *merkledag.ProtoNode { return d.folder("p", d.folder("..", d.file("x"))) }, `".." is no name`},
		{"package upwards", func(d *dag) *merkledag.ProtoNode { return d.folder("..", d.folder("f", d.file("x"))) }, `".." is no name`},
		{"slash", func(d *dag) *merkledag.ProtoNode { return d.folder("p", d.folder("a/b", d.file("x"))) }, "slash"},
		{"no name", func(d *dag) *merkledag.ProtoNode { return d.folder("p", d.folder("", d.file("x"))) }, "is no name"},
		{"twice", func(d *dag) *merkledag.ProtoNode {
			n := d.file("x")
			return d.folder("p", d.folder("f", n, "f", n))
		}, "out of order"},
		{"empty file", func(d *dag) *merkledag.ProtoNode { return d.folder("p", d.folder("f", d.file(""))) }, "the file is empty"},
		{"symbolic link", func(d *dag) *merkledag.ProtoNode {
			data, err := unixfs.SymlinkData("/etc/passwd")
			if err != nil {
				t.Fatal(err)
			}
			return d.folder("p", d.folder("f", d.node(data)))
		}, "neither a file nor a folder"},
		{"sharded", func(d *dag) *merkledag.ProtoNode {
			data, err := unixfs.HAMTShardData(nil, 256, 0x22)
			if err != nil {
				t.Fatal(err)
			}
			return d.folder("p", d.node(data))
		}, "neither a file nor a folder"},
		{"not UnixFS", func(d *dag) *merkledag.ProtoNode { return d.folder("p", d.folder("f", d.node([]byte("x")))) }, "reading a node"},
		{"small chunks", func(d *dag) *merkledag.ProtoNode {
			a, b := d.file("x"), d.file("y")
			meta := unixfs.NewFSNode(unixfs.TFile)
			meta.AddBlockSize(1)
			meta.AddBlockSize(1)
			data, err := meta.GetBytes()
			if err != nil {
				t.Fatal(err)
			}
			return d.folder("p", d.folder("f", d.node(data, "", a, "", b)))
		}, "not built as packages are"},
		{"two levels", func(d *dag) *merkledag.ProtoNode {
			meta := unixfs.NewFSNode(unixfs.TFile)
			data, err := meta.GetBytes()
			if err != nil {
				t.Fatal(err)
			}
			return d.folder("p", d.folder("f", d.node(data, "", d.node(data, "", d.file("x")))))
		}, "not built as those of packages are"},
		{"more blocks", func(d *dag) *merkledag.ProtoNode {
			d.file("stowaway")
			return d.folder("p", d.folder("f", d.file("x")))
		}, "of none of the packages"},
		{"deep", deep, "folders are 25 deep, limit 24"},
		{"bomb", bomb, "more than 10000 files and folders"},
	} {
		d := &dag{t: t}
		root := test.build(d)
		s, _ := memory()
		_, err := s.Import(t.Context(), bytes.NewReader(d.car(root.Cid())))
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
}

func TestImportRefusesFiles(t *testing.T) {
	d := &dag{t: t}
	root := d.folder("p", d.folder("f", d.file("x")))
	raw := merkledag.NewRawNode([]byte("x"))
	missing := &dag{t: t, blocks: d.blocks[1:]}
	good := d.car(root.Cid())
	wrong := bytes.Clone(good)
	wrong[len(wrong)-1] ^= 1
	many := make([]cid.Cid, store.MaxRoots+1)
	for i := range many {
		many[i] = root.Cid()
	}
	var two bytes.Buffer
	two.Write(car.Pragma)
	two.Write(make([]byte, 100))
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":         {nil, "EOF"},
		"noise":           {[]byte(strings.Repeat("noise", 100)), "invalid header"},
		"version 2":       {two.Bytes(), "version 2"},
		"no roots":        {d.car(), "0 roots"},
		"raw root":        {d.car(raw.Cid()), "not a dag-pb node"},
		"many roots":      {d.car(many...), "101 roots"},
		"root is missing": {d.car((&dag{t: t}).folder().Cid()), "is not in the file"},
		"leaf is missing": {missing.car(root.Cid()), "is not in the file"},
		"wrong bytes":     {wrong, "mismatch in content integrity"},
		"more":            {append(bytes.Clone(good), 1, 2, 3), "invalid cid"},
		"large section":   {append(bytes.Clone(good), 0xff, 0xff, 0xff, 0x7f), "allowable maximum"},
	} {
		s, _ := memory()
		_, err := s.Import(t.Context(), bytes.NewReader(test.file))
		if err == nil {
			t.Errorf("%s passes", name)
		} else if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
	s := store.New(sync.MutexWrap(datastore.NewMapDatastore()), pkg.Limits{Total: 100})
	first, _ := memory()
	big := export(t, first, add(t, first, demo(), "demo").Hash)
	if _, err := s.Import(t.Context(), bytes.NewReader(big)); err == nil || !strings.Contains(err.Error(), "larger than its packages may be") {
		t.Error(err)
	}
}

func FuzzImport(f *testing.F) {
	first, _ := memory()
	f.Add(export(f, first, add(f, first, fstest.MapFS{"a": {Data: []byte("x")}}, "p").Hash))
	d := &dag{t: f}
	f.Add(d.car(d.folder("p", d.folder("f", d.file("x"))).Cid()))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, _ := memory()
		entries, err := s.Import(t.Context(), bytes.NewReader(raw))
		if err != nil {
			return
		}
		for _, entry := range entries {
			folder, _, err := s.Open(t.Context(), entry.Hash)
			if err != nil {
				t.Fatal(err)
			}
			// With a sink it is built from the bytes, and not from the leaves as they are.
			content, err := pkg.Measure(folder, entry.Name, pkg.Limits{}, func(pkg.Block) error { return nil })
			if err != nil || content.Hash != entry.Hash {
				t.Errorf("%v is imported: %v", entry, err)
			}
		}
	})
}

func BenchmarkImport(b *testing.B) {
	files := make(fstest.MapFS)
	for i := range 16 {
		data := make([]byte, 1<<20)
		for at := 0; at < len(data); at += 32 {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d %d", i, at))
			copy(data[at:], sum[:])
		}
		files[fmt.Sprint(i)] = &fstest.MapFile{Data: data}
	}
	first, _ := memory()
	file := export(b, first, add(b, first, files, "p").Hash)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		s, _ := memory()
		if _, err := s.Import(b.Context(), bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}
