package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"go-acn/agentrt/pkg"
)

// A gateway may send nothing for gatewayPatience while it is waited for, and
// has to send gatewayRate bytes a second once that has been used up. Gateways
// look up what they have not, block by block, so they have more time than peers
// (package exchange), and an answer counts for leastAnswer bytes at least: with
// 16 blocks asked for at once, each may take 16 s.
const (
	gatewayPatience = 30 * time.Second
	gatewayRate     = 16 << 10
	leastAnswer     = 16 << 10
)

// Gateway is a Source: a trustless HTTP gateway of IPFS, asked for raw blocks.
type Gateway struct {
	base   *url.URL
	client *http.Client

	mu      sync.Mutex
	waiting int       // requests under way
	since   time.Time // of which on some are
	last    time.Time // when something came
	bytes   int64     // that came since
}

// NewGateway takes the URL below which a gateway has /ipfs/, such as
// https://gateway.example. Redirects are followed as client does.
func NewGateway(base string, client *http.Client) (*Gateway, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("gateway %q: want a URL like https://gateway.example", base)
	}
	return &Gateway{base: u, client: client}, nil
}

func (g *Gateway) String() string { return g.base.Host }

// Block implements Source.
func (g *Gateway) Block(ctx context.Context, h pkg.Hash) ([]byte, error) {
	target := g.base.JoinPath("ipfs", h.String())
	target.RawQuery = "format=raw"
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/vnd.ipld.raw")
	asked := g.begin()
	defer g.end()
	watched := make(chan struct{})
	var watch sync.WaitGroup
	defer watch.Wait()
	defer close(watched)
	watch.Go(func() { g.watch(asked, watched, cancel) })
	data, err := g.ask(request)
	if err != nil && errors.Is(context.Cause(ctx), ErrFaulty) {
		err = context.Cause(ctx)
	}
	return data, err
}

func (g *Gateway) ask(request *http.Request) ([]byte, error) {
	response, err := g.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		g.came(leastAnswer)
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(counted{response.Body, g}, pkg.MaxBlock+1))
	if err == nil {
		g.came(max(0, leastAnswer-len(data)))
	}
	return data, err
}

// counted tells a gateway what comes from it.
type counted struct {
	io.Reader
	gateway *Gateway
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if n > 0 {
		c.gateway.came(n)
	}
	return n, err
}

func (g *Gateway) begin() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if g.waiting++; g.waiting == 1 {
		g.since, g.bytes = now, 0
	}
	return now
}

func (g *Gateway) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting--
}

func (g *Gateway) came(n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last, g.bytes = time.Now(), g.bytes+int64(n)
}

// watch ends a request that has been waited for too long.
func (g *Gateway) watch(asked time.Time, done <-chan struct{}, cancel context.CancelCauseFunc) {
	for {
		left, fault := g.left(asked)
		if left <= 0 {
			cancel(fmt.Errorf("%w: %s", ErrFaulty, fault))
			return
		}
		select {
		case <-done:
			return
		case <-time.After(left):
		}
	}
}

// left is how long a request may still be waited for, and what is wrong if that
// is over.
func (g *Gateway) left(asked time.Time) (time.Duration, string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.last.After(asked) {
		asked = g.last
	}
	quiet := gatewayPatience - time.Since(asked)
	earned := time.Duration(float64(g.bytes) / gatewayRate * float64(time.Second))
	if slow := gatewayPatience + earned - time.Since(g.since); slow < quiet && g.bytes > 0 {
		return slow, "too slow"
	}
	return quiet, "silence"
}
