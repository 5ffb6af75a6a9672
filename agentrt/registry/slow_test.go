package registry_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go-acn/agentrt/registry"
)

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

// A push that comes too slowly ends, and so does its hold on a slot; one that is
// just fast enough goes through.
func TestSlowPush(t *testing.T) {
	for name, c := range map[string]struct {
		step  int // bytes every 10 s
		takes time.Duration
		want  string
	}{
		"nothing": {0, 30 * time.Second, `{"code":"timeout"`},
		"little":  {1000, 30 * time.Second, `{"code":"timeout"`},
		"enough":  {170_000, 50 * time.Second, `"name":"a"`},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRegistry(t)
				client, server := net.Pipe()
				listener := &pipes{conns: make(chan net.Conn, 1)}
				listener.conns <- server
				done := make(chan error, 1)
				go func() { done <- registry.Serve(t.Context(), listener, r.Handler()) }()
				p, car := carOf(t, wallet(t, 1), big("a"), "a")
				body, err := io.ReadAll(car)
				if err != nil {
					t.Fatal(err)
				}
				begun := time.Now()
				var writer sync.WaitGroup
				writer.Go(func() {
					fmt.Fprintf(client, "POST /v1/packages HTTP/1.1\r\nHost: x\r\nAcn-Pin: %s\r\nContent-Type: application/vnd.ipld.car\r\nContent-Length: %d\r\n\r\n",
						base64.StdEncoding.EncodeToString(p.Bytes()), len(body))
					for at := 0; at < len(body) && c.step > 0; at += c.step {
						if _, err := client.Write(body[at:min(at+c.step, len(body))]); err != nil {
							return
						}
						time.Sleep(10 * time.Second)
					}
				})
				response, err := http.ReadResponse(bufio.NewReader(client), nil)
				if err != nil {
					t.Fatal(err)
				}
				var text bytes.Buffer
				if _, err := text.ReadFrom(response.Body); err != nil || !strings.Contains(text.String(), c.want) {
					t.Errorf("%s, %v", text.String(), err)
				}
				if took := time.Since(begun); took.Round(time.Second) != c.takes {
					t.Errorf("it took %s", took)
				}
				client.Close()
				writer.Wait()
				close(listener.conns)
				if err := <-done; err != nil && err != net.ErrClosed {
					t.Error(err)
				}
			})
		})
	}
}
