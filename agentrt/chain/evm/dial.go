package evm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/ethereum/go-ethereum/rpc"
)

// DialRPC connects to a JSON-RPC server: http, https, ws, wss, or the path of a
// socket. An answer of more than limit bytes is an error; over a socket, whose
// other end is on this machine, there is no limit. Over HTTP nothing is sent
// yet.
func DialRPC(ctx context.Context, address string, limit int64) (*rpc.Client, error) {
	client, err := rpc.DialOptions(ctx, address,
		rpc.WithHTTPClient(&http.Client{Transport: bounded{http.DefaultTransport, limit}}),
		rpc.WithWebsocketMessageSizeLimit(limit))
	if err != nil {
		return nil, Plain(err)
	}
	return client, nil
}

// bounded cuts answers that are too long.
type bounded struct {
	next  http.RoundTripper
	limit int64
}

// RoundTrip is that of an http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err == nil {
		answer.Body = &boundedBody{answer.Body, b.limit}
	}
	return answer, err
}

type boundedBody struct {
	io.ReadCloser
	left int64
}

var errLongAnswer = errors.New("the answer is too long")

// Read fails where the limit is passed.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errLongAnswer
	}
	return n, err
}

// Place is what may be shown of the address of a node: providers put the key
// of an account into the path or the query.
func Place(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "a socket"
	}
	return u.Scheme + "://" + u.Host
}

// Plain is an error of a client without the address of the node, short and
// clean, whatever the node put into it. What it is stays: errors.Is and errors.As see
// through it.
func Plain(err error) error {
	text := err.Error()
	var of *url.Error
	if errors.As(err, &of) {
		text = strings.ReplaceAll(text, of.URL, Place(of.URL))
	}
	var status rpc.HTTPError
	if errors.As(err, &status) {
		text = "HTTP status " + fmt.Sprintf("%.100s", status.Status)
	}
	const longest = 400
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "..."
	}
	lines := strings.Split(text, "\n") // of joined errors
	for i, line := range lines {
		lines[i] = Clean(line, len(line))
	}
	text = strings.Join(lines, "\n")
	if text == err.Error() {
		return err
	}
	return &plainError{text, err}
}

type plainError struct {
	text string
	err  error
}

func (p *plainError) Error() string { return p.text }
func (p *plainError) Unwrap() error { return p.err }
