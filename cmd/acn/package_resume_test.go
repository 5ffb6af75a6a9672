package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
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

// TestKilledFetchGoesOn: a fetch whose process is killed has kept what came
// before; the next one asks for the rest alone.
func TestKilledFetchGoesOn(t *testing.T) {
	dir := t.TempDir()
	parcel := filepath.Join(dir, "parcel")
	if err := os.Mkdir(parcel, 0o755); err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 40*256<<10)
	for i := range data {
		data[i] = byte(i>>18) ^ byte(i)
	}
	if err := os.WriteFile(filepath.Join(parcel, "data.bin"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	s := inMemory()
	entry, err := addFolder(t.Context(), s, parcel)
	if err != nil {
		t.Fatal(err)
	}
	stuck := make(chan struct{})
	serve := func(most int) (*counting, string) {
		g := &counting{Handler: store.Handler(s), given: make(map[string]int), most: most, stuck: sync.OnceFunc(func() { close(stuck) })}
		server := httptest.NewServer(g)
		t.Cleanup(server.CloseClientConnections)
		t.Cleanup(server.Close)
		return g, server.URL
	}
	fetch := func(url string) *exec.Cmd {
		cmd := exec.Command("acn", "package", "fetch", entry.Hash.String(), "--gateway", url, "--to", filepath.Join(dir, "got"))
		cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, "cache"), "HOME="+dir)
		cmd.Stderr = t.Output()
		return cmd
	}

	_, url := serve(20)
	victim := fetch(url)
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	<-stuck
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait()

	second, url := serve(1 << 20)
	if err := fetch(url).Run(); err != nil {
		t.Fatal(err)
	}
	// Those under way when it was killed may come twice; most must not.
	if n := len(second.given); n == 0 || n > 43-20+16 {
		t.Errorf("%d of 43 blocks the second time", n)
	}
	got, err := hashPath(filepath.Join(dir, "got", "parcel"))
	if err != nil || got.Hash != entry.Hash {
		t.Errorf("%+v, %v", got, err)
	}
	// What is complete takes no room in the cache.
	left := int64(0)
	err = filepath.WalkDir(filepath.Join(dir, "cache"), func(_ string, d os.DirEntry, err error) error {
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
