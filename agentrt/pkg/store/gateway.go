package store

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"go-acn/agentrt/pkg"
)

// blockTimeout bounds one request for a block.
const blockTimeout = 30 * time.Second

// Gateway is a Source: a trustless HTTP gateway of IPFS, asked for raw blocks.
type Gateway struct {
	base   *url.URL
	client *http.Client
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
	ctx, cancel := context.WithTimeout(ctx, blockTimeout)
	defer cancel()
	target := g.base.JoinPath("ipfs", h.String())
	target.RawQuery = "format=raw"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/vnd.ipld.raw")
	response, err := g.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, pkg.MaxBlock+1))
}
