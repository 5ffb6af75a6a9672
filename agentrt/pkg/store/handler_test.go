package store_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ipfs/go-datastore"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// One store serves, another fetches, and serves on.
func TestServeAndFetch(t *testing.T) {
	first, _ := memory()
	entry := add(t, first, demo(), "demo")
	from := first
	for range 2 {
		server := httptest.NewServer(store.Handler(from))
		defer server.Close()
		gateway, err := store.NewGateway(server.URL, server.Client())
		if err != nil {
			t.Fatal(err)
		}
		next, _ := memory()
		if got, err := next.Fetch(t.Context(), entry.Hash, []store.Source{gateway}, nil); err != nil || got != entry {
			t.Fatalf("%+v, %v", got, err)
		}
		from = next
	}
	third, _ := memory()
	if _, err := third.Fetch(t.Context(), entry.Hash, []store.Source{from}, nil); err != nil {
		t.Error(err)
	}
}

func TestHandler(t *testing.T) {
	s, data := memory()
	entry := add(t, s, demo(), "demo")
	content, err := pkg.Measure(demo(), "demo", pkg.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := len(blocksOf(t, data))
	refused := demo()
	refused["a"] = &fstest.MapFile{Data: []byte("refused")}
	refused["z"] = &fstest.MapFile{}
	if _, err := s.Add(t.Context(), refused, "demo"); err == nil {
		t.Fatal("an empty file passes")
	}
	half, err := pkg.HashFile(strings.NewReader("refused"))
	if err != nil || len(blocksOf(t, data)) == before {
		t.Fatalf("%v; %d blocks", err, before)
	}
	root := "/ipfs/" + entry.Hash.String()
	for _, test := range []struct {
		method, target, accept string
		status                 int
		contentType            string
	}{
		{"GET", root + "?format=raw", "", 200, "application/vnd.ipld.raw"},
		{"GET", "/ipfs/" + entry.Hash.V0() + "?format=raw", "", 200, "application/vnd.ipld.raw"},
		{"HEAD", root + "?format=raw", "", 200, "application/vnd.ipld.raw"},
		{"GET", root, "application/vnd.ipld.raw", 200, "application/vnd.ipld.raw"},
		{"GET", root + "?format=car", "", 200, "application/vnd.ipld.car; version=1; order=dfs; dups=n"},
		{"HEAD", root + "?format=car", "", 200, "application/vnd.ipld.car; version=1; order=dfs; dups=n"},
		{"GET", root, "application/vnd.ipld.car", 200, "application/vnd.ipld.car; version=1; order=dfs; dups=n"},
		{"GET", "/ipfs/" + content.Folder.String() + "?format=raw", "", 200, "application/vnd.ipld.raw"},
		{"GET", "/ipfs/" + content.Folder.String() + "?format=car", "", 404, "text/plain; charset=utf-8"},
		{"GET", "/ipfs/" + half.String() + "?format=raw", "", 404, "text/plain; charset=utf-8"},
		{"GET", root, "", 406, "text/plain; charset=utf-8"},
		{"GET", root + "?format=tar", "application/vnd.ipld.raw", 406, "text/plain; charset=utf-8"},
		{"GET", "/ipfs/x?format=raw", "", 400, "text/plain; charset=utf-8"},
		{"GET", root + "/a.txt?format=raw", "", 404, "text/plain; charset=utf-8"},
		{"POST", root + "?format=raw", "", 405, "text/plain; charset=utf-8"},
	} {
		request := httptest.NewRequestWithContext(t.Context(), test.method, test.target, nil)
		request.Header.Set("Accept", test.accept)
		answer := httptest.NewRecorder()
		store.Handler(s).ServeHTTP(answer, request)
		if answer.Code != test.status || answer.Header().Get("Content-Type") != test.contentType {
			t.Errorf("%s %s %s: %d %v", test.method, test.target, test.accept, answer.Code, answer.Header())
		}
		if test.status == 200 && (answer.Header().Get("ETag") == "" || answer.Header().Get("X-Content-Type-Options") != "nosniff") {
			t.Errorf("%s: %v", test.target, answer.Header())
		}
	}
	answer := httptest.NewRecorder()
	store.Handler(s).ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "GET", root+"?format=car", nil))
	other, _ := memory()
	if entries, err := other.Import(t.Context(), answer.Body); err != nil || len(entries) != 1 || entries[0] != entry {
		t.Errorf("%v, %v", entries, err)
	}
	// What is removed is given away no more once it is collected.
	if err := s.Remove(t.Context(), entry.Hash); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Collect(t.Context()); err != nil {
		t.Fatal(err)
	}
	if data, err := s.Block(t.Context(), entry.Hash); err == nil {
		t.Errorf("%d bytes", len(data))
	}
}

// An answer that breaks off is no answer: bytes that rot end it in the middle.
func TestBrokenStoreEndsTheAnswer(t *testing.T) {
	s, data := memory()
	entry := add(t, s, demo(), "demo")
	for key, value := range blocksOf(t, data) {
		if len(value) > 100_000 {
			if err := data.Put(t.Context(), datastore.NewKey(key), value[1:]); err != nil {
				t.Fatal(err)
			}
		}
	}
	server := httptest.NewServer(store.Handler(s))
	defer server.Close()
	response, err := server.Client().Get(server.URL + "/ipfs/" + entry.Hash.String() + "?format=car")
	if err == nil {
		defer response.Body.Close()
		_, err = io.Copy(&bytes.Buffer{}, response.Body)
	}
	if err == nil {
		t.Error("the client takes it for all")
	}
	response, err = http.Get(server.URL + "/ipfs/" + entry.Hash.String() + "?format=raw")
	if err != nil || response.StatusCode != 200 {
		t.Errorf("%v, %v", response, err)
	}
	response.Body.Close()
}
