package main

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"go-acn/agentrt/pkg/store"
)

// counting is a gateway that counts what it gave, and after most blocks gives
// nothing any more.
type counting struct {
	http.Handler
	mu    sync.Mutex
	given map[string]int
	most  int
	stuck func() // called then
}

func (g *counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	enough := len(g.given) >= g.most
	if !enough {
		g.given[r.URL.Path]++
	}
	g.mu.Unlock()
	if enough {
		g.stuck()
		<-r.Context().Done()
		return
	}
	g.Handler.ServeHTTP(w, r)
}

// parcel is a package of 43 blocks, to fetch with processes that share a cache.
type parcel struct {
	dir   string
	store *store.Store
	entry store.Entry
	stuck chan struct{} // closed when a gateway gives nothing any more
	stick func()
}

func newParcel(t *testing.T) *parcel {
	t.Helper()
	p := &parcel{dir: t.TempDir(), store: inMemory(), stuck: make(chan struct{})}
	p.stick = sync.OnceFunc(func() { close(p.stuck) })
	folder := filepath.Join(p.dir, "parcel")
	if err := errors.Join(os.Mkdir(folder, 0o755), os.Mkdir(filepath.Join(p.dir, "tmp"), 0o755)); err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 40*256<<10)
	for i := range data {
		data[i] = byte(i>>18) ^ byte(i)
	}
	err := os.WriteFile(filepath.Join(folder, "data.bin"), data, 0o644)
	if err == nil {
		p.entry, err = addFolder(t.Context(), p.store, folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// serve is a gateway that gives up to so many blocks, and its URL.
func (p *parcel) serve(t *testing.T, most int) (*counting, string) {
	t.Helper()
	g := &counting{Handler: store.Handler(p.store), given: make(map[string]int), most: most, stuck: p.stick}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return g, server.URL
}

// fetch is a process that fetches the package into a folder.
func (p *parcel) fetch(t *testing.T, url, to string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("acn", "package", "fetch", p.entry.Hash.String(), "--gateway", url, "--to", filepath.Join(p.dir, to))
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(p.dir, "cache"), "HOME="+p.dir, "TMPDIR="+filepath.Join(p.dir, "tmp"))
	cmd.Stderr = t.Output()
	return cmd
}

func (p *parcel) isIn(t *testing.T, folder string) {
	t.Helper()
	got, err := hashPath(filepath.Join(p.dir, folder, "parcel"))
	if err != nil || got.Hash != p.entry.Hash {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestTwoFetchesAtOnce: one that has the cache does not keep another from
// fetching, which leaves nothing behind.
func TestTwoFetchesAtOnce(t *testing.T) {
	p := newParcel(t)
	_, url := p.serve(t, 20)
	first := p.fetch(t, url, "first")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	<-p.stuck
	_, url = p.serve(t, 1<<20)
	second := p.fetch(t, url, "second")
	var told bytes.Buffer
	second.Stderr = &told
	if err := second.Run(); err != nil || !strings.Contains(told.String(), "Another fetch has the cache") {
		t.Errorf("%v: %s", err, told.String())
	}
	_ = first.Process.Kill()
	_ = first.Wait()
	p.isIn(t, "second")
	if left, err := os.ReadDir(filepath.Join(p.dir, "tmp")); len(left) > 0 || err != nil {
		t.Errorf("%v is left, %v", left, err)
	}
}

// TestFetchOntoAFolder: what is in the way of the package is found out when its
// root has come, not when all of it has.
func TestFetchOntoAFolder(t *testing.T) {
	p := newParcel(t)
	if err := os.MkdirAll(filepath.Join(p.dir, "got", "parcel"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, url := p.serve(t, 1)
	cmd := p.fetch(t, url, "got")
	var told bytes.Buffer
	cmd.Stderr = &told
	if err := cmd.Run(); err == nil || !strings.Contains(told.String(), filepath.Join("got", "parcel")+" exists\n") {
		t.Errorf("%v: %s", err, told.String())
	}
	select {
	case <-p.stuck:
		t.Error("more was asked for")
	default:
	}
}

// TestKilledFetchGoesOn: a fetch whose process is killed has kept what came
// before; the next one asks for the rest alone.
func TestKilledFetchGoesOn(t *testing.T) {
	p := newParcel(t)
	_, url := p.serve(t, 20)
	victim := p.fetch(t, url, "got")
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	<-p.stuck
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait()

	second, url := p.serve(t, 1<<20)
	if err := p.fetch(t, url, "got").Run(); err != nil {
		t.Fatal(err)
	}
	// Those under way when it was killed may come twice; most must not.
	if n := len(second.given); n == 0 || n > 43-20+16 {
		t.Errorf("%d of 43 blocks the second time", n)
	}
	p.isIn(t, "got")
	// What is complete takes no room in the cache.
	left := int64(0)
	err := filepath.WalkDir(filepath.Join(p.dir, "cache"), func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			left += info.Size()
		}
		return err
	})
	if err != nil || left > 1<<20 {
		t.Errorf("%d bytes are left in the cache, %v", left, err)
	}
}

// TestUnpackErrors: what went wrong with a folder that has been removed again is
// said of the one that was named.
func TestUnpackErrors(t *testing.T) {
	inside := filepath.Join("to", ".unpacking-1", "demo", "x")
	full := &fs.PathError{Op: "write", Path: inside, Err: syscall.ENOSPC}
	for _, test := range []struct {
		err        error
		want, hint string
	}{
		{full, "there is no room for demo in to", "make room"},
		{errors.Join(full, nil), "there is no room for demo in to", "make room"},
		{&fs.PathError{Op: "open", Path: inside, Err: fs.ErrPermission}, "writing demo into to: permission denied", "--to"},
		{&os.LinkError{Op: "rename", Old: inside, New: "to/demo", Err: fs.ErrExist}, "writing demo into to: file already exists", "--to"},
	} {
		var told *failure
		if err := unpackError(store.Entry{Name: "demo"}, "to", test.err); !errors.As(err, &told) ||
			told.Error() != test.want || !strings.Contains(told.hint, test.hint) {
			t.Errorf("%v: %v", test.err, err)
		}
	}
	if err := unpackError(store.Entry{}, "to", &fs.PathError{Err: store.ErrCorrupt}); !errors.Is(err, store.ErrCorrupt) || errors.As(err, new(*failure)) {
		t.Error(err)
	}
	if err := unpackError(store.Entry{}, "to", errors.Join(nil, nil)); err != nil {
		t.Error(err)
	}
}
