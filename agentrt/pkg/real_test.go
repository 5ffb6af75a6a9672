package pkg_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go-acn/agentrt/pkg"
)

// realTree opens the packages of a checkout that a variable names.
func realTree(t *testing.T, variable string) string {
	t.Helper()
	dir := os.Getenv(variable)
	if dir == "" {
		t.Skipf("%s does not name a checkout of the repository: docs/packages.md", variable)
	}
	return filepath.Join(dir, "packages")
}

func TestRealTrees(t *testing.T) {
	for _, test := range []struct {
		variable        string
		packages, equal int
		rows            int
	}{
		{"ACN_TEST_OPEN_AUTONOMY", 60, 60, 548},
		{"ACN_TEST_OPEN_AEA", 34, 33, 330},
	} {
		t.Run(test.variable, func(t *testing.T) {
			repository, err := pkg.Open(os.DirFS(realTree(t, test.variable)), pkg.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			report := repository.Check()
			for _, d := range report.Differences {
				t.Logf("%s: %s", d.Package, d)
			}
			if report.Packages != test.packages || report.Equal != test.equal || report.Rows != test.rows {
				t.Errorf("%d of %d packages are equal, with %d rows", report.Equal, report.Packages, report.Rows)
			}
		})
	}
}

// With every fingerprint and every hash in configurations and packages.json
// spoilt, locking gives back the trees as they were, byte for byte.
func TestRealTreesLock(t *testing.T) {
	repository, err := pkg.Open(os.DirFS(realTree(t, "ACN_TEST_OPEN_AUTONOMY")), pkg.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	locked, err := repository.Lock(nil)
	if err != nil || len(locked.Files) > 0 || len(locked.Updated) > 0 {
		t.Errorf("%d files would change: %v", len(locked.Files), err)
	}

	fsys := readTree(t, realTree(t, "ACN_TEST_OPEN_AUTONOMY"))
	original := maps.Clone(fsys)
	hash := regexp.MustCompile(`bafybei[a-z2-7]{52}`)
	ours := make(map[string]bool)
	for _, ref := range repository.Index.Dev {
		ours[ref.Hash.String()] = true
	}
	spoilt := 0
	for name, file := range fsys {
		config := strings.Count(name, "/") == 3 && slices.ContainsFunc(pkg.Kinds, func(k pkg.Kind) bool { return path.Base(name) == k.ConfigFile() })
		if !config && name != pkg.IndexFile {
			continue
		}
		fsys[name] = &fstest.MapFile{Data: hash.ReplaceAllFunc(file.Data, func(text []byte) []byte {
			if !ours[string(text)] && name == pkg.IndexFile {
				return text // of third parties, which are not here
			}
			spoilt++
			return []byte(helloV1)
		})}
	}
	repository, err = pkg.Open(fsys, pkg.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if locked, err = repository.Lock(nil); err != nil {
		t.Fatal(err)
	}
	if spoilt < 600 || len(locked.Updated) != 60 {
		t.Errorf("%d hashes spoilt, %d packages locked", spoilt, len(locked.Updated))
	}
	for name, text := range locked.Files {
		fsys[name] = &fstest.MapFile{Data: text}
	}
	for name, file := range original {
		if !bytes.Equal(file.Data, fsys[name].Data) {
			t.Errorf("%s is not what it was", name)
		}
	}
}

// One flipped byte in a real tree names its file.
func TestRealTreesFlippedBytes(t *testing.T) {
	fsys := readTree(t, realTree(t, "ACN_TEST_OPEN_AUTONOMY"))
	tried := 0
	for i, name := range slices.Sorted(maps.Keys(fsys)) {
		if i%20 != 0 || strings.Count(name, "/") < 3 {
			continue
		}
		tried++
		file := fsys[name]
		flipped := bytes.Clone(file.Data)
		flipped[len(flipped)/2] ^= 1
		fsys[name] = &fstest.MapFile{Data: flipped}
		repository, err := pkg.Open(fsys, pkg.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if report := repository.Check(); report.Equal != 59 || !names(report, name) {
			t.Errorf("%s: %d packages equal, %v", name, report.Equal, report.Differences)
		}
		fsys[name] = file
	}
	if tried < 25 {
		t.Errorf("%d files tried", tried)
	}
}

// readTree reads a folder into memory.
func readTree(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	tree := make(fstest.MapFS)
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		tree[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// Every package of a real tree passes the gate.
func TestRealTreesExamined(t *testing.T) {
	fsys := os.DirFS(realTree(t, "ACN_TEST_OPEN_AUTONOMY"))
	repository, err := pkg.Open(fsys, pkg.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	known := func(ref pkg.Ref) bool {
		entry, _ := repository.Index.Find(ref.ID)
		return entry == ref
	}
	for _, ref := range repository.Index.Dev {
		x := pkg.Examine(mustSub(t, fsys, ref.Folder()), ref.Name, pkg.Limits{}, known)
		if len(x.Refused) > 0 || x.Content.Hash != ref.Hash {
			t.Errorf("%s: %v", ref.ID, x.Refused)
		}
	}
}
