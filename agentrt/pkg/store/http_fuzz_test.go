package store_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// FuzzHandler: whatever is asked for, the answer is a block that has the hash
// of the request, a CAR file, or an error.
func FuzzHandler(f *testing.F) {
	s, _ := memory()
	entry, err := s.Add(f.Context(), demo(), "demo")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("GET", "/ipfs/"+entry.Hash.String()+"?format=raw", "")
	f.Add("HEAD", "/ipfs/"+entry.Hash.V0(), "application/vnd.ipld.car")
	f.Add("GET", "/ipfs/../x", "application/vnd.ipld.raw")
	f.Add("POST", "/ipfs/%2e%2e", "")
	handler := store.Handler(s)
	f.Fuzz(func(t *testing.T, method, target, accept string) {
		request, err := http.NewRequestWithContext(t.Context(), method, "http://gateway"+target, nil)
		if err != nil {
			return
		}
		request.Header.Set("Accept", accept)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		if answer.Code != http.StatusOK {
			if answer.Code >= 500 {
				t.Fatalf("status %d", answer.Code)
			}
			return
		}
		if method != http.MethodGet || !strings.Contains(answer.Header().Get("Content-Type"), "raw") {
			return
		}
		h, err := pkg.ParseHash(request.URL.Path[len("/ipfs/"):])
		if err != nil {
			t.Fatalf("%q is given a block", target)
		}
		if want, err := s.Block(t.Context(), h); err != nil || !bytes.Equal(answer.Body.Bytes(), want) {
			t.Fatalf("a wrong block for %q: %v", target, err)
		}
	})
}

// FuzzGateway: a gateway that answers anything at all gets nothing into the
// store, and does not make us read without end.
func FuzzGateway(f *testing.F) {
	good, h := demoSource(f)
	f.Add(200, good.blocks[h])
	f.Add(200, []byte{})
	f.Add(404, []byte("gone"))
	f.Add(302, []byte("/elsewhere"))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		client := &http.Client{Transport: answering(func(*http.Request) *http.Response {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body))}
		})}
		gateway, err := store.NewGateway("https://gateway.example", client)
		if err != nil {
			t.Fatal(err)
		}
		data, err := gateway.Block(t.Context(), h)
		if err == nil && (len(data) > pkg.MaxBlock+1 || !bytes.HasPrefix(body, data) || status != http.StatusOK) {
			t.Fatalf("%d bytes with status %d", len(data), status)
		}
		s, _ := memory()
		if _, err := s.Fetch(t.Context(), h, []store.Source{gateway}, nil); err == nil {
			t.Fatal("one block is a package")
		}
	})
}

// answering is a transport that answers by itself.
type answering func(*http.Request) *http.Response

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) { return a(r), nil }
