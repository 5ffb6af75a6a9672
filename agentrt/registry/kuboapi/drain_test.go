package kuboapi_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/kuboapi"
)

// refused is the beginning of an upload of one file that is larger than a file
// may be, and what comes after it.
const (
	refusedHead = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"demo%2Fbig\"\r\nContent-Type: application/octet-stream\r\n\r\n"
	refusedTail = "\r\n--" + boundary + "--\r\n"
	refusedHTTP = "POST /api/v0" + wrapped + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=" + boundary + "\r\n"
)

// refusing takes files of at most 1 MiB, and packages of some more.
func refusing(t *testing.T, total int64) http.Handler {
	t.Helper()
	_, r := newHandler(t)
	return kuboapi.Handler(kuboapi.Config{Folder: t.TempDir(), Limits: pkg.Limits{File: 1 << 20, Total: total}}, r)
}

// TestRefusalIsRead: a client that sends all of a large upload before it reads
// anything, as the existing one does, learns why it is refused. There is more
// to send than fits into the buffers of a connection.
func TestRefusalIsRead(t *testing.T) {
	server := httptest.NewServer(refusing(t, 64<<20))
	defer server.Close()
	const size = 40 << 20
	for name, send := range map[string]func(w io.Writer) error{
		"with a length": func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "%sContent-Length: %d\r\n\r\n%s", refusedHTTP, len(refusedHead)+size+len(refusedTail), refusedHead)
			return zerosAnd(w, size, err, refusedTail)
		},
		"in chunks": func(w io.Writer) error {
			if _, err := io.WriteString(w, refusedHTTP+"Transfer-Encoding: chunked\r\n\r\n"); err != nil {
				return err
			}
			chunks := httputil.NewChunkedWriter(w)
			_, err := io.WriteString(chunks, refusedHead)
			if err := zerosAnd(chunks, size, err, refusedTail); err != nil {
				return err
			}
			if err := chunks.Close(); err != nil {
				return err
			}
			_, err = io.WriteString(w, "\r\n")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := send(conn); err != nil {
				t.Fatal(err)
			}
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			text, err := io.ReadAll(response.Body)
			if want := kuboError("a package has up to 67108864 bytes, a file of one 1048576"); err != nil || response.StatusCode != 500 || string(text) != want {
				t.Errorf("%d %s, %v; want %s", response.StatusCode, text, err, want)
			}
		})
	}
}

// zerosAnd writes so many zeros, unless there is an error already, and a text.
func zerosAnd(w io.Writer, size int, err error, text string) error {
	block := make([]byte, 64<<10)
	for ; size > 0 && err == nil; size -= len(block) {
		_, err = w.Write(block)
	}
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}

// TestDrainIsBounded: nobody is heard out for more than a package may have.
func TestDrainIsBounded(t *testing.T) {
	server := httptest.NewServer(refusing(t, 2<<20))
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "%sContent-Length: %d\r\n\r\n%s", refusedHTTP, 1<<40, refusedHead)
	if err := zerosAnd(conn, 64<<20, err, ""); err == nil {
		t.Error("64 MiB are read of what is refused")
	}
}

// TestDrainIsImpatient: nor for long, if it sends nothing.
func TestDrainIsImpatient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler := refusing(t, 64<<20)
		client, end := net.Pipe()
		listener := &pipes{conns: make(chan net.Conn, 1)}
		listener.conns <- end
		done := make(chan error, 1)
		go func() { done <- registry.Serve(t.Context(), listener, handler) }()
		begun := time.Now()
		var writer sync.WaitGroup
		writer.Go(func() {
			_, err := fmt.Fprintf(client, "%sContent-Length: %d\r\n\r\n%s", refusedHTTP, 1<<40, refusedHead)
			if err := zerosAnd(client, 2<<20, err, ""); err != nil {
				t.Error(err)
			}
		})
		response, err := http.ReadResponse(bufio.NewReader(client), nil)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		if took := time.Since(begun); err != nil || !strings.Contains(string(text), "a package has up to") || took < time.Minute || took > 3*time.Minute {
			t.Errorf("%s, %v after %s", text, err, took)
		}
		client.Close()
		writer.Wait()
		close(listener.conns)
		if err := <-done; err != nil && err != net.ErrClosed {
			t.Error(err)
		}
	})
}

// pipes is a listener on pipes, which know virtual time.
type pipes struct{ conns chan net.Conn }

func (p *pipes) Accept() (net.Conn, error) {
	if c, ok := <-p.conns; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (p *pipes) Close() error   { return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }
