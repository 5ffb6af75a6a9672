package registry_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go-acn/agentrt/registry"
)

// stuck is a body that does not come until the test is over.
type stuck struct {
	read chan struct{} // told when somebody waits for it
	over chan struct{}
}

func (s stuck) Read([]byte) (int, error) {
	s.read <- struct{}{}
	<-s.over
	return 0, io.ErrUnexpectedEOF
}

// One place cannot take all slots, and the status is answered when others have
// taken them.
func TestSlots(t *testing.T) {
	handler := newRegistry(t).Handler()
	request := func(method, path, from string, body io.Reader) int {
		req := httptest.NewRequest(method, path, body)
		req.RemoteAddr = from
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, req)
		return w.Code
	}
	s := stuck{make(chan struct{}), make(chan struct{})}
	var waiting sync.WaitGroup
	defer waiting.Wait()
	defer close(s.over)
	hold := func(from string, n int) {
		for range n {
			waiting.Go(func() { request("POST", "/v1/pins", from, s) })
			<-s.read
		}
	}
	hold("192.0.2.1:1", 64)
	hold("[2001:db8::1]:1", 64)
	for from, want := range map[string]int{
		"192.0.2.1:2": 503, "[::ffff:192.0.2.1]:2": 503, "192.0.2.2:1": 400,
		"[2001:db8::2]:1": 503, "[2001:db8:0:1::1]:1": 400, "": 400,
	} {
		if got := request("POST", "/v1/pins", from, strings.NewReader("x")); got != want {
			t.Errorf("%s: %d, want %d", from, got, want)
		}
	}
	hold("192.0.2.3:1", 64)
	hold("192.0.2.4:1", 64)
	if got := request("POST", "/v1/pins", "192.0.2.2:1", strings.NewReader("x")); got != 503 {
		t.Errorf("the 257th: %d", got)
	}
	if got := request("GET", "/v1/status", "192.0.2.1:1", nil); got != 200 {
		t.Errorf("status: %d", got)
	}
}

// served has a handler serve one end of a pipe, and runs what speaks on the
// other.
func served(t *testing.T, handler http.Handler, speak func(net.Conn)) {
	t.Helper()
	client, server := net.Pipe()
	listener := &pipes{conns: make(chan net.Conn, 1)}
	listener.conns <- server
	done := make(chan error, 1)
	go func() { done <- registry.Serve(t.Context(), listener, handler) }()
	speak(client)
	client.Close()
	close(listener.conns)
	if err := <-done; err != nil && err != net.ErrClosed {
		t.Error(err)
	}
}

// What brings no package has 10 s to come, also if nobody reads it.
func TestSlowQuestion(t *testing.T) {
	for path, want := range map[string]string{
		"POST /v1/pins": `{"code":"timeout"`, "POST /v1/packages": `{"code":"bad-pin"`, "GET /v1/status": `{"version":1`,
	} {
		t.Run(path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				served(t, newRegistry(t).Handler(), func(client net.Conn) {
					begun := time.Now()
					fmt.Fprintf(client, "%s HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n", path)
					answer, err := io.ReadAll(client) // until it is closed
					if err != nil || !strings.Contains(string(answer), want) {
						t.Errorf("%s, %v", answer, err)
					}
					if took := time.Since(begun); took < 10*time.Second || took > 12*time.Second {
						t.Errorf("it took %s", took)
					}
				})
			})
		})
	}
}

// An answer that is not taken ends; work that takes long does not end a request
// whose body has come.
func TestSlowAnswer(t *testing.T) {
	const size = 1 << 20 // takes 64 s at 16 KiB/s
	handler := registry.Limited(1, 1, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if _, err := io.ReadAll(req.Body); err != nil {
			t.Error(err)
		}
		select {
		case <-req.Context().Done():
			t.Error("the request ended")
		case <-time.After(time.Minute):
		}
		_, _ = w.Write(make([]byte, size))
	}))
	for step, whole := range map[int]bool{0: false, 10_000: false, 200_000: true} { // bytes every 10 s
		t.Run(fmt.Sprint(step), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				served(t, handler, func(client net.Conn) {
					fmt.Fprint(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx")
					in := bufio.NewReaderSize(client, 16)
					response, err := http.ReadResponse(in, nil)
					if err != nil {
						t.Fatal(err)
					}
					n := int64(0)
					for err == nil && n < size {
						time.Sleep(10 * time.Second)
						if step == 0 {
							time.Sleep(5 * time.Minute)
						}
						var some int64
						some, err = io.CopyN(io.Discard, response.Body, int64(max(step, 1000)))
						n += some
					}
					if got := n == size; got != whole {
						t.Errorf("%d of %d bytes came", n, size)
					}
				})
			})
		})
	}
}
