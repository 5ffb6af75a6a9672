package store_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// TestGatewayPatience: a gateway that sends nothing, or next to nothing, is
// left for another after half a minute, and asked no more; one that is slow but
// keeps to the rate is not.
func TestGatewayPatience(t *testing.T) {
	good, h := demoSource(t)
	for name, test := range map[string]struct {
		answer func(w http.ResponseWriter, block []byte, wait func(time.Duration))
		fault  string
		most   time.Duration // until the fetch is done
	}{
		"says nothing": {func(_ http.ResponseWriter, _ []byte, wait func(time.Duration)) { wait(time.Hour) }, "silence", 31 * time.Second},
		"says half": {func(w http.ResponseWriter, block []byte, wait func(time.Duration)) {
			give(w, block[:len(block)/2])
			wait(time.Hour)
		}, "silence", 31 * time.Second},
		"trickles": {func(w http.ResponseWriter, block []byte, wait func(time.Duration)) {
			for i := range block {
				give(w, block[i:i+1])
				wait(9 * time.Second)
			}
		}, "too slow", 40 * time.Second},
		"has it not, late": {func(w http.ResponseWriter, _ []byte, wait func(time.Duration)) {
			wait(29 * time.Second)
			http.NotFound(w, nil)
		}, "", time.Hour},
		"is in no hurry": {func(w http.ResponseWriter, block []byte, wait func(time.Duration)) {
			wait(29 * time.Second)
			give(w, block)
		}, "", time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slow := overPipes(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					hash, err := pkg.ParseHash(strings.TrimPrefix(r.URL.Path, "/ipfs/"))
					if err != nil {
						t.Error(err)
					}
					test.answer(w, good.blocks[hash], func(d time.Duration) {
						select {
						case <-time.After(d):
						case <-r.Context().Done():
						}
					})
				}))
				s, _ := memory()
				var faults []error
				begun := time.Now()
				_, err := s.Fetch(t.Context(), h, []store.Source{slow, good}, func(_ store.Source, err error) { faults = append(faults, err) })
				if took := time.Since(begun); err != nil || took > test.most {
					t.Errorf("%v after %s, want it by %s", err, took, test.most)
				}
				switch {
				case test.fault == "" && len(faults) > 0:
					t.Errorf("blamed for %v", faults)
				case test.fault != "" && (len(faults) != 1 || !errors.Is(faults[0], store.ErrFaulty) || !strings.Contains(faults[0].Error(), test.fault)):
					t.Errorf("blamed for %v, want %s once", faults, test.fault)
				}
			})
		})
	}
}

// TestGatewayThatLooksUp: one that takes long for each block, as it has to look
// for it, gives a package of many small files all the same.
func TestGatewayThatLooksUp(t *testing.T) {
	folder := fstest.MapFS{}
	for i := range 80 {
		folder[fmt.Sprintf("f%d.py", i)] = &fstest.MapFile{Data: fmt.Append(nil, i)}
	}
	from, _ := memory()
	h, serve := add(t, from, folder, "demo").Hash, store.Handler(from)
	for _, test := range []struct {
		each time.Duration // for a block
		good bool
	}{{3 * time.Second, true}, {15 * time.Second, true}, {31 * time.Second, false}} {
		synctest.Test(t, func(t *testing.T) {
			slow := overPipes(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				select {
				case <-time.After(test.each):
					serve.ServeHTTP(w, r)
				case <-r.Context().Done():
				}
			}))
			s, _ := memory()
			if _, err := s.Fetch(t.Context(), h, []store.Source{slow}, nil); (err == nil) != test.good || err != nil && !errors.Is(err, store.ErrFaulty) {
				t.Errorf("%s for each block: %v", test.each, err)
			}
		})
	}
}

// give sends bytes without waiting for more.
func give(w http.ResponseWriter, data []byte) {
	_, _ = w.Write(data)
	w.(http.Flusher).Flush()
}

// overPipes is a gateway with a server whose connections are pipes: over
// sockets no test can wait without waiting.
func overPipes(t *testing.T, handler http.Handler) *store.Gateway {
	t.Helper()
	l := &pipes{made: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: handler}
	go func() { _ = server.Serve(l) }()
	transport := &http.Transport{DialContext: l.dial}
	t.Cleanup(func() { _ = server.Close(); transport.CloseIdleConnections() })
	gateway, err := store.NewGateway("http://gateway.example", &http.Client{Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	return gateway
}

type pipes struct {
	made   chan net.Conn
	closed chan struct{}
}

func (l *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.made <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-l.made:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipes) Close() error   { close(l.closed); return nil }
func (l *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }
