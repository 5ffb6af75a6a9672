package pkg_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	chunk "github.com/ipfs/boxo/chunker"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs/importer/balanced"
	"github.com/ipfs/boxo/ipld/unixfs/importer/helpers"
	ipld "github.com/ipfs/go-ipld-format"

	"go-acn/agentrt/pkg"
)

// pattern is n bytes that repeat after 251, a prime, so that no two chunks are
// the same.
func pattern(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i % 251)
	}
	return data
}

func folder(files map[string]string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return fsys
}

func demo() fstest.MapFS {
	return folder(map[string]string{"B.yaml": "name: demo\n", "a.txt": "hello\n", "b/c.txt": "x"})
}

func measure(t testing.TB, fsys fs.FS, name string) *pkg.Content {
	t.Helper()
	content, err := pkg.Measure(fsys, name, pkg.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestFileVectors(t *testing.T) {
	for _, test := range []struct {
		data []byte
		want string
	}{
		{[]byte("hello\n"), helloV1},
		{pattern(300_000), "bafybeidyyomfmassxh7dn2l5vv5cmhhcmbqbmyfhzprmhr7erwuoxid2ee"},
	} {
		got, err := pkg.HashFile(bytes.NewReader(test.data))
		if err != nil || got.String() != test.want {
			t.Errorf("%d bytes: %s, %v; want %s", len(test.data), got, err, test.want)
		}
	}
}

func TestFolderVector(t *testing.T) {
	got := measure(t, demo(), "demo")
	want := &pkg.Content{
		Name: "demo", Size: 18,
		Hash:   mustHash(t, demoCID),
		Folder: mustHash(t, "bafybeicelqiqfqbrp64ehium3j64y4feaa576drrsijkf43t5flcgf2qsq"),
		Files: []pkg.File{
			{Path: "B.yaml", Size: 11, Hash: got.Files[0].Hash},
			{Path: "a.txt", Size: 6, Hash: mustHash(t, helloV1)},
			{Path: "b/c.txt", Size: 1, Hash: got.Files[2].Hash},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The name of the folder is part of the hash; what Python leaves behind is
// not.
func TestWhatCounts(t *testing.T) {
	base := measure(t, demo(), "demo")
	if other := measure(t, demo(), "demo2"); other.Hash == base.Hash || other.Folder != base.Folder {
		t.Error("the name of the folder does not count, or counts twice")
	}
	more := demo()
	more["b/__pycache__/c.cpython-312.pyc"] = &fstest.MapFile{Data: []byte("x")}
	more["__pycache__/d"] = &fstest.MapFile{Data: []byte("x")}
	more["c.pyc"] = &fstest.MapFile{Data: []byte("x")}
	if measure(t, more, "demo").Hash != base.Hash {
		t.Error("what Python leaves behind counts")
	}
	for _, name := range []string{".hidden", "b/d.txt", "c.pyc2"} {
		more := demo()
		more[name] = &fstest.MapFile{Data: []byte("x")}
		if measure(t, more, "demo").Hash == base.Hash {
			t.Errorf("%s does not count", name)
		}
	}
	more = demo()
	more["empty"] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
	if measure(t, more, "demo").Hash == base.Hash {
		t.Error("an empty folder does not count")
	}
}

// adder takes nodes and forgets them.
type adder struct{ ipld.DAGService }

func (adder) Add(context.Context, ipld.Node) error { return nil }

// Other ways to build the DAG of a file give other CIDs, but for the number of
// links, which matters from 174 chunks on.
func TestOtherParameters(t *testing.T) {
	data := pattern(300_000)
	want, err := pkg.HashFile(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		chunk  int64
		params helpers.DagBuilderParams
		same   bool
	}{
		{"as ours", 256 << 10, helpers.DagBuilderParams{Maxlinks: 174, CidBuilder: merkledag.V0CidPrefix()}, true},
		{"1024 links", 256 << 10, helpers.DagBuilderParams{Maxlinks: 1024, CidBuilder: merkledag.V0CidPrefix()}, true},
		{"raw leaves", 256 << 10, helpers.DagBuilderParams{Maxlinks: 174, RawLeaves: true, CidBuilder: merkledag.V0CidPrefix()}, false},
		{"links of version 1", 256 << 10, helpers.DagBuilderParams{Maxlinks: 174, CidBuilder: merkledag.V1CidPrefix()}, false},
		{"chunks of 1 MiB", 1 << 20, helpers.DagBuilderParams{Maxlinks: 174, CidBuilder: merkledag.V0CidPrefix()}, false},
		{"kubo's profile", 1 << 20, helpers.DagBuilderParams{Maxlinks: 1024, RawLeaves: true, CidBuilder: merkledag.V1CidPrefix()}, false},
	} {
		test.params.Dagserv = adder{}
		builder, err := test.params.New(chunk.NewSizeSplitter(bytes.NewReader(data), test.chunk))
		if err != nil {
			t.Fatal(err)
		}
		node, err := balanced.Layout(builder)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(node.Cid().Hash()[2:]); (got == string(want[:])) != test.same {
			t.Errorf("%s: the same is %t, want %t", test.name, !test.same, test.same)
		}
	}
}

func TestSinkGetsEveryBlock(t *testing.T) {
	seen := make(map[pkg.Hash]bool)
	fsys := demo()
	fsys["big"] = &fstest.MapFile{Data: pattern(300_000)}
	content, err := pkg.Measure(fsys, "demo", pkg.Limits{}, func(b pkg.Block) error {
		if pkg.Hash(sha256.Sum256(b.Data)) != b.Hash {
			t.Errorf("%s is not the hash of its block", b.Hash)
		}
		seen[b.Hash] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// Three small files, two leaves and their parent, two folders, the wrapper.
	if len(seen) != 9 || !seen[content.Hash] || !seen[content.Folder] {
		t.Errorf("%d blocks", len(seen))
	}
	broken := errors.New("disk full")
	for last := range 9 {
		n := 0
		_, err := pkg.Measure(fsys, "demo", pkg.Limits{}, func(pkg.Block) error {
			if n++; n > last {
				return broken
			}
			return nil
		})
		if !errors.Is(err, broken) {
			t.Errorf("after %d blocks: %v", last, err)
		}
	}
}

// Each limit holds at n and not at n+1.
func TestLimits(t *testing.T) {
	tight := pkg.Limits{Files: 5, Depth: 2, Name: 6, File: 20, Total: 30}
	within := map[string]string{"a/b/c": strings.Repeat("x", 20), "d": "xxxxx", "sixsix": "xxxxx"}
	if _, err := pkg.Measure(folder(within), "folder", tight, nil); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ file, text, want string }{
		{"e", "x", "more than 5 files and folders"},
		{"a/b/x/d", "x", "folders are 3 deep, limit 2"},
		{"seven77", "x", "a name of 7 bytes, limit 6"},
		{"a/b/c", strings.Repeat("x", 21), "more than 20 bytes"},
		{"d", "xxxxxx", "the package has more than 30 bytes"},
	} {
		files := map[string]string{test.file: test.text}
		for name, text := range within {
			if _, replaced := files[name]; !replaced {
				files[name] = text
			}
		}
		var at *pkg.FileError
		_, err := pkg.Measure(folder(files), "folder", tight, nil)
		if err == nil || !strings.Contains(err.Error(), test.want) || !errors.As(err, &at) {
			t.Errorf("%s: %v, want %s", test.file, err, test.want)
		}
	}
	if _, err := pkg.Measure(folder(within), "folder7", tight, nil); err == nil {
		t.Error("the name of the folder has no limit")
	}
	if _, err := pkg.HashFile(bytes.NewReader(make([]byte, pkg.MaxFile+1))); err != nil {
		t.Error("a file on its own has a limit")
	}
	huge := fstest.MapFS{"a": {Data: make([]byte, pkg.MaxFile)}}
	if _, err := pkg.Measure(huge, "p", pkg.Limits{File: 1 << 40}, nil); err != nil {
		t.Error(err)
	}
	huge["a"].Data = make([]byte, pkg.MaxFile+1)
	if _, err := pkg.Measure(huge, "p", pkg.Limits{File: 1 << 40}, nil); err == nil {
		t.Error("a file with two levels of links passes")
	}
}

func TestRefusedFiles(t *testing.T) {
	for _, test := range []struct {
		name string
		file fstest.MapFile
		want string
	}{
		{"empty", fstest.MapFile{}, "is empty"},
		{"link", fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("a.txt")}, "no symbolic links"},
		{"pipe", fstest.MapFile{Mode: fs.ModeNamedPipe}, "no symbolic links or devices"},
		{`back\slash`, fstest.MapFile{Data: []byte("x")}, "backslash"},
		{"line\nfeed", fstest.MapFile{Data: []byte("x")}, "control characters"},
		{"right\u202eleft", fstest.MapFile{Data: []byte("x")}, "control characters"},
	} {
		fsys := demo()
		fsys[path.Join("b", test.name)] = &test.file
		var at *pkg.FileError
		_, err := pkg.Measure(fsys, "demo", pkg.Limits{}, nil)
		if !errors.As(err, &at) || at.File != "b/"+test.name || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %s", test.name, err, test.want)
		}
	}
	for _, name := range []string{"", ".", "..", "a/b", "a\x00"} {
		if _, err := pkg.Measure(demo(), name, pkg.Limits{}, nil); err == nil {
			t.Errorf("%q is a name", name)
		}
	}
}

// On disk, links are seen before they are followed.
func TestLinksOnDisk(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/a", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a", dir+"/b"); err != nil {
		t.Skip(err)
	}
	if _, err := pkg.Measure(os.DirFS(dir), "p", pkg.Limits{}, nil); err == nil || !strings.HasPrefix(err.Error(), "b: ") {
		t.Errorf("%v", err)
	}
}

// A flipped bit anywhere changes the hash.
func TestFlippedBits(t *testing.T) {
	base := measure(t, demo(), "demo").Hash
	for name, file := range demo() {
		for i := range file.Data {
			fsys := demo()
			fsys[name].Data[i] ^= 1 << (i % 8)
			if measure(t, fsys, "demo").Hash == base {
				t.Errorf("%s, byte %d: nobody notices", name, i)
			}
		}
	}
}

func BenchmarkMeasure(b *testing.B) {
	fsys := make(fstest.MapFS)
	for i := range 16 {
		fsys[fmt.Sprintf("d%d/f", i)] = &fstest.MapFile{Data: pattern(1 << 20)}
	}
	b.SetBytes(16 << 20)
	for b.Loop() {
		measure(b, fsys, "p")
	}
}
