package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/ipfs/go-cid"
	"github.com/ipld/go-car/v2"
	"github.com/ipld/go-car/v2/storage"

	"go-acn/agentrt/pkg"
)

// Receive stores the blocks of a CAR file of version 1 whose one root is h, of
// which it need not hold all: what was received before need not come again. It
// lists nothing; Settle does. What is not settled goes with the next Collect.
// It gives the bytes that came.
func (s *Store) Receive(ctx context.Context, r io.Reader, h pkg.Hash) (int64, error) {
	adding := s.adding.begin()
	defer adding.end()
	counted := &counter{r: r}
	_, roots, err := s.receive(ctx, adding, counted)
	if err == nil && (len(roots) != 1 || roots[0] != h) {
		err = fmt.Errorf("its root is not %s", h)
	}
	if err != nil {
		return counted.n, fmt.Errorf("reading a CAR file: %w", err)
	}
	return counted.n, nil
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ErrIncomplete means that blocks of a package are not here.
var ErrIncomplete = errors.New("blocks of the package are missing")

// Settle verifies and lists a package whose blocks have been received.
func (s *Store) Settle(ctx context.Context, h pkg.Hash) (Entry, error) {
	entry, err := s.Fetch(ctx, h, []Source{nowhere{}}, nil)
	if errors.Is(err, errNowhere) {
		return Entry{}, fmt.Errorf("%s: %w", h, ErrIncomplete)
	}
	return entry, err
}

// SettleFile lists a file of AddFile whose block has been received, if check
// finds its content good.
func (s *Store) SettleFile(ctx context.Context, h pkg.Hash, check func(content []byte) error) (Entry, error) {
	block, err := s.block(ctx, h)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrCorrupt) {
		return Entry{}, fmt.Errorf("%s: %w", h, ErrIncomplete)
	}
	if err != nil {
		return Entry{}, err
	}
	content, err := ParseFile(block)
	if err == nil {
		err = check(content)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("%s: %w", h, err)
	}
	return s.AddFile(ctx, content)
}

// nowhere is a source that has nothing.
type nowhere struct{}

var errNowhere = errors.New("not received")

func (nowhere) Block(context.Context, pkg.Hash) ([]byte, error) { return nil, errNowhere }
func (nowhere) String() string                                  { return "what was received" }

// Lacking tells which of these blocks are not here, listed or not.
func (s *Store) Lacking(ctx context.Context, hashes []pkg.Hash) ([]pkg.Hash, error) {
	var lacking []pkg.Hash
	for _, h := range hashes {
		switch _, err := s.block(ctx, h); {
		case errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrCorrupt):
			lacking = append(lacking, h)
		case err != nil:
			return nil, err
		}
	}
	return lacking, nil
}

// WritePart begins a CAR file for Receive, and gives what writes a block to it.
func WritePart(w io.Writer, h pkg.Hash) (put func(context.Context, pkg.Block) error, err error) {
	root := cid.NewCidV1(cid.DagProtobuf, v0(h).Hash())
	out, err := storage.NewWritable(struct{ io.Writer }{w}, []cid.Cid{root}, car.WriteAsCarV1(true))
	if err != nil {
		return nil, fmt.Errorf("writing a CAR file: %w", err)
	}
	return func(ctx context.Context, b pkg.Block) error { return out.Put(ctx, v0(b.Hash).KeyString(), b.Data) }, nil
}
