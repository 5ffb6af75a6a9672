package registry

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"

	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry/pin"
)

// Client speaks to a registry's API. A Refusal of the registry is the error.
type Client struct {
	// Copies is how many registries should hold what is pushed before it is
	// answered, if others can be reached; 0 leaves it to the registry.
	Copies int

	base   *url.URL
	client *http.Client
}

// NewClient takes the URL of a registry, such as https://registry.example.
func NewClient(base string, client *http.Client) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("registry %q: want a URL like https://registry.example", base)
	}
	return &Client{base: u, client: client}, nil
}

// maxAnswer bounds what a registry may answer, in bytes.
const maxAnswer = 8 << 20

// do makes a request and reads the answer into value.
func (c *Client) do(ctx context.Context, method, path string, query url.Values, header http.Header, body io.Reader, value any) error {
	target := c.base.JoinPath(path)
	target.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return err
	}
	if header != nil {
		req.Header = header
	}
	response, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("%s: %w", c.base.Host, err)
	}
	if response.StatusCode == http.StatusOK {
		if err := json.Unmarshal(answer, value); err != nil {
			return fmt.Errorf("%s is no registry: %w", c.base.Host, err)
		}
		return nil
	}
	refusal := new(Refusal)
	if err := json.Unmarshal(answer, refusal); err != nil || refusal.Code == "" {
		return fmt.Errorf("%s: status %d", c.base.Host, response.StatusCode)
	}
	return refusal
}

// Status asks what a registry says about itself.
func (c *Client) Status(ctx context.Context) (Status, error) {
	var s Status
	return s, c.do(ctx, http.MethodGet, "v1/status", nil, nil, nil, &s)
}

// Account asks what is kept for a publisher.
func (c *Client) Account(ctx context.Context, publisher acn.Address) (Account, error) {
	var a Account
	return a, c.do(ctx, http.MethodGet, "v1/publishers/"+string(publisher), nil, nil, nil, &a)
}

// Pins asks for all pins of a publisher, or of all if it is empty.
func (c *Client) Pins(ctx context.Context, publisher acn.Address) ([]PinRow, error) {
	query := url.Values{}
	if publisher != "" {
		query.Set("publisher", string(publisher))
	}
	var all []PinRow
	for {
		var page PinList
		if err := c.do(ctx, http.MethodGet, "v1/pins", query, nil, nil, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Pins...)
		if page.Next == "" || page.Next <= query.Get("after") {
			return all, nil
		}
		query.Set("after", page.Next)
	}
}

// copies is the query for what is put in.
func (c *Client) copies() url.Values {
	if c.Copies == 0 {
		return nil
	}
	return url.Values{"copies": {strconv.Itoa(c.Copies)}}
}

// Pin sends a pin without content.
func (c *Client) Pin(ctx context.Context, p *pin.Pin) (Accepted, error) {
	var done Accepted
	err := c.do(ctx, http.MethodPost, "v1/pins", c.copies(), nil, bytes.NewReader(p.Bytes()), &done)
	return done, err
}

// Progress is told how much of what has to be sent has been.
type Progress func(sent, all int64)

// Push sends a package's folder with a pin for it, without the blocks that the
// registry has: if a push broke off, the next goes on where it was. A registry
// that has all of it only gets the pin.
func (c *Client) Push(ctx context.Context, folder fs.FS, name string, p *pin.Pin, progress Progress) (Accepted, error) {
	sizes := make(map[pkg.Hash]int64)
	var order []pkg.Hash
	content, err := pkg.Measure(folder, name, pkg.Limits{}, func(b pkg.Block) error {
		if _, twice := sizes[b.Hash]; !twice {
			order = append(order, b.Hash)
		}
		sizes[b.Hash] = int64(len(b.Data))
		return nil
	})
	if err != nil {
		return Accepted{}, err
	}
	if content.Hash != p.Package {
		return Accepted{}, fmt.Errorf("the folder is %s, the pin is for %s", content.Hash, p.Package)
	}
	missing, total, err := c.missing(ctx, p, order, sizes)
	if err != nil {
		return Accepted{}, err
	}
	if total == 0 {
		return c.Pin(ctx, p)
	}
	return c.send(ctx, folder, name, p, missing, total, progress)
}

// missing asks which blocks to send, and adds up their sizes.
func (c *Client) missing(ctx context.Context, p *pin.Pin, order []pkg.Hash, sizes map[pkg.Hash]int64) (map[pkg.Hash]bool, int64, error) {
	missing, total := make(map[pkg.Hash]bool), int64(0)
	for len(order) > 0 {
		part := order[:min(len(order), maxBlocks)]
		order = order[len(part):]
		ask, err := json.Marshal(Blocks{part})
		if err != nil {
			return nil, 0, err
		}
		var lacking Blocks
		if err := c.do(ctx, http.MethodPost, "v1/missing", nil, withPin(p, jsonType), bytes.NewReader(ask), &lacking); err != nil {
			return nil, 0, err
		}
		for _, h := range lacking.Blocks {
			if size, ours := sizes[h]; ours && !missing[h] {
				missing[h] = true
				total += size
			}
		}
	}
	return missing, total, nil
}

func withPin(p *pin.Pin, contentType string) http.Header {
	return http.Header{pinHeader: {base64.StdEncoding.EncodeToString(p.Bytes())}, "Content-Type": {contentType}}
}

// send hashes the folder again and sends blocks as they are made, so that no
// package has to fit into memory.
func (c *Client) send(ctx context.Context, folder fs.FS, name string, p *pin.Pin, missing map[pkg.Hash]bool, total int64, progress Progress) (Accepted, error) {
	var done Accepted
	r, w := io.Pipe()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		err := writeBlocks(ctx, w, folder, name, p.Package, missing, func(sent int64) {
			if progress != nil {
				progress(sent, total)
			}
		})
		w.CloseWithError(err)
		if errors.Is(err, io.ErrClosedPipe) {
			return nil // the answer says why
		}
		return err
	})
	group.Go(func() error {
		err := c.do(ctx, http.MethodPost, "v1/packages", c.copies(), withPin(p, carType), r, &done)
		r.Close()
		return err
	})
	err := group.Wait()
	return done, err
}

func writeBlocks(ctx context.Context, w io.Writer, folder fs.FS, name string, root pkg.Hash, missing map[pkg.Hash]bool, sent func(int64)) error {
	put, err := store.WritePart(w, root)
	if err != nil {
		return err
	}
	n := int64(0)
	_, err = pkg.Measure(folder, name, pkg.Limits{}, func(b pkg.Block) error {
		if !missing[b.Hash] {
			return nil
		}
		delete(missing, b.Hash) // each once
		if err := put(ctx, b); err != nil {
			return err
		}
		n += int64(len(b.Data))
		sent(n)
		return nil
	})
	return err
}

// PushMetadata sends a file of metadata with a pin for it.
func (c *Client) PushMetadata(ctx context.Context, text []byte, p *pin.Pin) (Accepted, error) {
	var done Accepted
	err := c.do(ctx, http.MethodPost, "v1/packages", c.copies(), withPin(p, jsonType), bytes.NewReader(text), &done)
	return done, err
}
