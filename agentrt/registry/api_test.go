package registry_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

// serve runs a registry's API until the test ends, and gives its URL and a
// client.
func serve(t testing.TB, r *registry.Registry) (string, *registry.Client) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- registry.Serve(ctx, listener, r.Handler()) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	base := "http://" + listener.Addr().String()
	client, err := registry.NewClient(base, &http.Client{})
	if err != nil {
		t.Fatal(err)
	}
	return base, client
}

func big(name string) fstest.MapFS {
	data := make([]byte, 900_000)
	for i := range data {
		data[i] = byte(i*i>>8 ^ i>>16*7)
	}
	h, err := pkg.HashFile(bytes.NewReader(data))
	if err != nil {
		panic(err)
	}
	f := change(contract(name), "big.bin", string(data))
	text := strings.Replace(string(f["contract.yaml"].Data), "fingerprint:\n", "fingerprint:\n  big.bin: "+h.String()+"\n", 1)
	return change(f, "contract.yaml", text)
}

func clientPush(t testing.TB, c *registry.Client, folder fstest.MapFS, name string, seed byte, progress registry.Progress) (*pin.Pin, error) {
	t.Helper()
	content := measure(t, folder, name)
	p := sign(t, wallet(t, seed), wish(content.Hash, content.Size, uint64(time.Now().UnixNano())))
	_, err := c.Push(t.Context(), folder, name, p, progress)
	return p, err
}

func TestClient(t *testing.T) {
	r := newRegistry(t)
	base, c := serve(t, r)
	sent, all := int64(0), int64(0)
	p, err := clientPush(t, c, big("a"), "a", 1, func(s, a int64) { sent, all = s, a })
	if err != nil || !isHere(t, r, p.Package) || sent != all || all < 900_000 {
		t.Fatalf("sent %d of %d: %v", sent, all, err)
	}
	sent = 0
	if _, err := clientPush(t, c, big("a"), "a", 2, func(s, _ int64) { sent = s }); err != nil || sent != 0 {
		t.Errorf("sent %d bytes again, %v", sent, err)
	}
	// Of a new version only what has changed is sent.
	if _, err := clientPush(t, c, change(big("a"), "contract.yaml", strings.Replace(string(big("a")["contract.yaml"].Data), "description: x", "description: y", 1)), "a", 1, func(s, _ int64) { sent = s }); err != nil || sent == 0 || sent > 2000 {
		t.Errorf("sent %d bytes of a small change, %v", sent, err)
	}
	_, err = clientPush(t, c, change(contract("b"), "more", "x"), "b", 1, nil)
	if refusal := wantCode(t, err, registry.CodeGate); len(refusal.Reasons) != 1 {
		t.Errorf("%q", refusal.Reasons)
	}
	_, err = clientPush(t, c, contract("b"), "b", 50, nil)
	wantCode(t, err, registry.CodeClosed)

	pins, err := c.Pins(t.Context(), wallet(t, 1).Address())
	if err != nil || len(pins) != 2 || pins[0].Publisher != wallet(t, 1).Address() || pins[0].Name != "a" {
		t.Errorf("%+v, %v", pins, err)
	}
	if back, err := pin.Parse(pins[0].Pin); err != nil || back.Package != pins[0].Package {
		t.Error(back, err)
	}
	account, err := c.Account(t.Context(), wallet(t, 1).Address())
	if err != nil || account.Used.Packages != 2 || account.Quota.Packages != 50 {
		t.Errorf("%+v, %v", account, err)
	}
	gone := p.Wish
	gone.Sequence, gone.Until = gone.Sequence+1e12, gone.Issued
	if done, err := c.Pin(t.Context(), sign(t, wallet(t, 1), gone)); err != nil || done.Copies != 0 {
		t.Error(err)
	}
	status, err := c.Status(t.Context())
	if err != nil || status.Packages != 2 || status.Pins != 3 || status.Operator != r.Operator() || !status.Quota.IsZero() {
		t.Errorf("%+v, %v", status, err)
	}
	// The gateway on the same listener.
	gateway, err := store.NewGateway(base, &http.Client{})
	if err != nil {
		t.Fatal(err)
	}
	to := store.New(memory(), pkg.Limits{})
	if _, err := to.Fetch(t.Context(), p.Package, []store.Source{gateway}, nil); err != nil {
		t.Error(err)
	}
}

// Pins come in pages.
func TestPinPages(t *testing.T) {
	r := newRegistry(t)
	base, c := serve(t, r)
	for _, seed := range []byte{1, 2, 3} {
		for _, name := range []string{"a", "b"} {
			mustPush(t, r, wallet(t, seed), contract(name), name)
		}
	}
	if all, err := c.Pins(t.Context(), ""); err != nil || len(all) != 6 {
		t.Errorf("%d pins, %v", len(all), err)
	}
	got, after := 0, ""
	for page := range 6 {
		body := ask(t, http.MethodGet, base+"/v1/pins?limit=1&after="+after, nil, nil, http.StatusOK)
		got += strings.Count(body, `"sequence"`)
		_, next, _ := strings.Cut(body, `"next":"`)
		after, _, _ = strings.Cut(next, `"`)
		if (after == "") != (page == 5) {
			t.Fatalf("page %d: next %q", page, after)
		}
	}
	if got != 6 {
		t.Errorf("%d pins in pages", got)
	}
}

// ask makes a request and checks the status.
func ask(t testing.TB, method, url string, header http.Header, body io.Reader, want int) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != want {
		t.Errorf("%s %s: status %d, want %d: %s %v", method, url, response.StatusCode, want, text, err)
	}
	return string(text)
}

// Whatever is asked, the answer is a code and a fixed text.
func TestAPIRefuses(t *testing.T) {
	r := newRegistry(t)
	base, _ := serve(t, r)
	p, _ := carOf(t, wallet(t, 1), contract("a"), "a")
	stranger, _ := carOf(t, wallet(t, 50), contract("a"), "a")
	header := func(p *pin.Pin, kind string) http.Header {
		return http.Header{"Acn-Pin": {base64.StdEncoding.EncodeToString(p.Bytes())}, "Content-Type": {kind}}
	}
	car, json := "application/vnd.ipld.car", "application/json"
	for _, test := range []struct {
		name, method, path string
		header             http.Header
		body               string
		status             int
		want               string
	}{
		{"no pin", "POST", "/v1/packages", nil, "", 400, `"code":"bad-pin"`},
		{"a bad pin", "POST", "/v1/packages", http.Header{"Acn-Pin": {"!"}}, "", 400, `"code":"bad-pin"`},
		{"no type", "POST", "/v1/packages", header(p, ""), "", 400, `"code":"bad-request"`},
		{"no CAR", "POST", "/v1/packages", header(p, car), "hello", 422, `{"code":"content","text":"the content is no package"}`},
		{"no metadata", "POST", "/v1/packages", header(p, json), "{}", 422, `{"code":"metadata","text":"the file does not describe a package as registries on chains do"}`},
		{"long metadata", "POST", "/v1/packages", header(p, json), strings.Repeat(" ", store.MaxFile+1), 413, `"code":"too-large"`},
		{"a stranger", "POST", "/v1/packages", header(stranger, car), "x", 403, `"code":"closed"`},
		{"a stranger's question", "POST", "/v1/missing", header(stranger, json), `{"blocks":[]}`, 403, `"code":"closed"`},
		{"a bad question", "POST", "/v1/missing", header(p, json), `{"blocks":["x"]}`, 400, `"code":"bad-request"`},
		{"a long question", "POST", "/v1/missing", header(p, json), `{"blocks":[` + strings.Repeat(`"",`, 10_000) + `""]}`, 400, `"code":"bad-request"`},
		{"a good question", "POST", "/v1/missing", header(p, json), `{"blocks":["` + p.Package.String() + `"]}`, 200, p.Package.String()},
		{"a long pin", "POST", "/v1/pins", nil, strings.Repeat("x", pin.MaxBytes+1), 413, `"code":"too-large"`},
		{"no pin at all", "POST", "/v1/pins", nil, "x", 400, `"code":"bad-pin"`},
		{"not here", "POST", "/v1/pins", nil, string(p.Bytes()), 409, `"code":"blocks-missing"`},
		{"no address", "GET", "/v1/publishers/x", nil, "", 400, `"code":"bad-request"`},
		{"no number", "GET", "/v1/pins?limit=x", nil, "", 400, `"code":"bad-request"`},
		{"too many", "GET", "/v1/pins?limit=501", nil, "", 400, `"code":"bad-request"`},
		{"pins of no address", "GET", "/v1/pins?publisher=x", nil, "", 400, `"code":"bad-request"`},
		{"pins of nobody", "GET", "/v1/pins?publisher=", nil, "", 400, `"code":"bad-request"`},
		{"pins of an address as nobody writes it", "GET", "/v1/pins?publisher=" + strings.ToLower(string(wallet(t, 1).Address())), nil, "", 400, `"code":"bad-request"`},
		{"another path", "GET", "/v2/status", nil, "", 404, ""},
		{"another method", "DELETE", "/v1/pins", nil, "", 405, ""},
	} {
		if got := ask(t, test.method, base+test.path, test.header, strings.NewReader(test.body), test.status); !strings.Contains(got, test.want) {
			t.Errorf("%s: %s", test.name, got)
		}
	}
}

// Files of metadata are found where registries on chains say that they are.
func TestTokenURI(t *testing.T) {
	r := newRegistry(t)
	base, _ := serve(t, r)
	text := metadata(pkg.Hash{1}).JSON()
	entry, err := r.AddMetadata(t.Context(), text, true)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"f01701220" + entry.Hash.Hex(), entry.Hash.String(), entry.Hash.V0()} {
		if got := ask(t, "GET", base+"/ipfs/"+name, nil, nil, 200); got != string(text) {
			t.Errorf("%s: %s", name, got)
		}
	}
	block, err := pkg.FileBlock(text)
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(t, "GET", base+"/ipfs/f01701220"+entry.Hash.Hex()+"?format=raw", nil, nil, 200); got != string(block.Data) {
		t.Errorf("%q", got)
	}
	ask(t, "GET", base+"/ipfs/f01701220"+strings.Repeat("1", 64), nil, nil, 406)
	ask(t, "GET", base+"/ipfs/f01701220"+strings.Repeat("1", 64)+"?format=raw", nil, nil, 404)
}

func TestNewClient(t *testing.T) {
	for text, good := range map[string]bool{"http://x": true, "https://x/y": true, "x": false, "ftp://x": false, "http://a@x": false, "http://x?y": false} {
		if _, err := registry.NewClient(text, nil); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A server that is no registry is said to be none.
func TestNoRegistry(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- registry.Serve(ctx, listener, http.NotFoundHandler()) }()
	c, err := registry.NewClient("http://"+listener.Addr().String(), &http.Client{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Status(t.Context()); err == nil || !strings.Contains(err.Error(), "status 404") {
		t.Error(err)
	}
	stop()
	if err := <-done; err != nil && !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
}
