package admin

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// start runs a server and returns its base URL; it is stopped, and its Run
// checked, when the test ends.
func start(t *testing.T, cfg Config) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- New(cfg).Run(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
		if conn, err := net.Dial("tcp", listener.Addr().String()); err == nil {
			conn.Close()
			t.Error("still listening after Run")
		}
	})
	return "http://" + listener.Addr().String()
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestRoutes(t *testing.T) {
	registry := prometheus.NewRegistry()
	counter := prometheus.NewCounter(prometheus.CounterOpts{Name: "acn_test_things_total", Help: "things"})
	registry.MustRegister(counter)
	counter.Inc()
	for _, test := range []struct {
		name, path string
		cfg        Config
		status     int
		says       string
	}{
		{"alive", "/livez", Config{}, 200, `{"alive":true}`},
		{"ready by default", "/readyz", Config{}, 200, `{"ready":true}`},
		{"metrics", "/metrics", Config{Metrics: registry}, 200, "acn_test_things_total 1"},
		{"no metrics", "/metrics", Config{}, 404, ""},
		{"profiles", "/debug/pprof/", Config{Profiling: true}, 200, "goroutine"},
		{"one profile", "/debug/pprof/goroutine?debug=1", Config{Profiling: true}, 200, "goroutine profile"},
		{"no profiles", "/debug/pprof/", Config{}, 404, ""},
		{"no command line", "/debug/pprof/cmdline", Config{}, 404, ""},
		{"elsewhere", "/", Config{}, 404, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, body := get(t, start(t, test.cfg)+test.path)
			if status != test.status || !strings.Contains(body, test.says) {
				t.Errorf("%d %q, want %d %q", status, body, test.status, test.says)
			}
		})
	}
}

func TestReadiness(t *testing.T) {
	var found atomic.Bool
	base := start(t, Config{Waiting: func() []string {
		if found.Load() {
			return nil
		}
		return []string{"no entry peer reached"}
	}})
	if status, body := get(t, base+"/readyz"); status != 503 || body != `{"ready":false,"waiting":["no entry peer reached"]}`+"\n" {
		t.Errorf("waiting: %d %s", status, body)
	}
	found.Store(true)
	if status, _ := get(t, base+"/readyz"); status != 200 {
		t.Errorf("ready: %d", status)
	}
}

func TestOtherMethods(t *testing.T) {
	base := start(t, Config{})
	response, err := http.Post(base+"/livez", "text/plain", nil)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST /livez: %d", response.StatusCode)
	}
}

// One header byte more than the limit (and what net/http adds to it) is
// refused.
func TestHeaderLimit(t *testing.T) {
	const slack = 4096 // net/http allows this much above MaxHeaderBytes
	for _, test := range []struct{ size, status int }{{maxHeader - 512, 200}, {maxHeader + slack, 431}} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(start(t, Config{}), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n", strings.Repeat("x", test.size))
		line, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil || !strings.Contains(line, fmt.Sprint(test.status)) {
			t.Errorf("%d bytes: %q %v", test.size, line, err)
		}
	}
}

// A request that will not end does not keep Run from ending.
func TestShutdownDoesNotWaitForEver(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(release) }) // after that of start
	base := start(t, Config{Waiting: func() []string {
		close(entered)
		<-release
		return nil
	}})
	go func() {
		if response, err := http.Get(base + "/readyz"); err == nil {
			response.Body.Close()
		}
	}()
	<-entered
}

func TestListenerLost(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := New(Config{}).Run(t.Context(), listener); err == nil {
		t.Error("a closed listener is no error")
	}
}
