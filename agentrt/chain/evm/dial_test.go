package evm

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/rpc"
)

// An answer of so many bytes is taken, and one more is not.
func TestAnswersAreBounded(t *testing.T) {
	const frame = `{"jsonrpc":"2.0","id":1,"result":"%s"}`
	for size, fits := range map[int]bool{100: true, 101: false, 1 << 20: false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, frame, strings.Repeat("x", size-len(frame)+len("%s")))
		}))
		client, err := DialRPC(t.Context(), server.URL, 100)
		if err != nil {
			t.Fatal(err)
		}
		var answer string
		if err := client.CallContext(t.Context(), &answer, "m"); (err == nil) != fits {
			t.Errorf("%d bytes: %v", size, err)
		}
		client.Close()
		server.Close()
	}
}

// The key of a provider is in the path, and no error shows it; nor is what a
// node says as long as it likes.
func TestPlain(t *testing.T) {
	const secret = "https://eth.example.org/v3/0123456789abcdef?token=1"
	cause := errors.New("connection refused")
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"url":    {&url.Error{Op: "Post", URL: secret, Err: cause}, `Post "https://eth.example.org": connection refused`},
		"within": {fmt.Errorf("asking: %w", &url.Error{Op: "Post", URL: secret, Err: cause}), `asking: Post "https://eth.example.org": connection refused`},
		"status": {rpc.HTTPError{StatusCode: 500, Status: "500 Internal Server Error", Body: []byte(strings.Repeat("x", 10_000))}, "HTTP status 500 Internal Server Error"},
		"long":   {errors.New(strings.Repeat("x", 401)), strings.Repeat("x", 400) + "..."},
		"short":  {errors.New(strings.Repeat("x", 400)), strings.Repeat("x", 400)},
		"steers": {errors.New("node 1: \x1b[2J\r\u202e\nnode 2"), "node 1: ?[2J??\nnode 2"},
	} {
		got := Plain(c.err)
		if got.Error() != c.want || !errors.Is(got, c.err) && name != "status" {
			t.Errorf("%s: %v", name, got)
		}
	}
	for address, want := range map[string]string{secret: "https://eth.example.org", "wss://u:p@h:1/x": "wss://h:1", "/run/clef.ipc": "a socket", "%": "a socket"} {
		if got := Place(address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}
