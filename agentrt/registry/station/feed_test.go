package station

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"testing"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// shelf is a source of single blocks that counts who asks.
type shelf struct {
	blocks map[pkg.Hash][]byte
	asked  int
}

func (s *shelf) String() string { return "shelf" }
func (s *shelf) Block(_ context.Context, h pkg.Hash) ([]byte, error) {
	s.asked++
	if raw, ok := s.blocks[h]; ok {
		return raw, nil
	}
	return nil, store.ErrNotFound
}

// put puts a file on the shelf.
func (s *shelf) put(t *testing.T, text string) pkg.Hash {
	t.Helper()
	block, err := pkg.FileBlock([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s.blocks[block.Hash] = block.Data
	return block.Hash
}

type empty struct{}

func (empty) Provide(context.Context, [32]byte) (int, error)               { return 0, nil }
func (empty) Providers(context.Context, [32]byte) ([]peer.AddrInfo, error) { return nil, nil }

// reads is a feed that names one package and reads files to tell.
type reads struct {
	files []pkg.Hash
	texts []string
}

func (r *reads) Packages(ctx context.Context, files Files) ([]pkg.Hash, error) {
	r.texts = nil
	for _, h := range r.files {
		text, err := files.File(ctx, h)
		if err != nil {
			return nil, err
		}
		r.texts = append(r.texts, string(text))
	}
	return []pkg.Hash{{1}}, nil
}

func TestFeedReadsFiles(t *testing.T) {
	h, err := libp2p.New(libp2p.NoListenAddrs, libp2p.DisableRelay())
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	gateway := &shelf{blocks: make(map[pkg.Hash][]byte)}
	id := pkg.ID{Kind: pkg.Skill, Author: "acme", Name: "x", Version: "0.1.0"}
	usual := string(pkg.Metadata{ID: id, Description: "x", Code: pkg.Hash{1}, Image: pkg.Hash{2}}.JSON())
	odd := `{"anything": "else"}`
	from := &reads{files: []pkg.Hash{gateway.put(t, usual), gateway.put(t, odd)}}
	s, err := New(Config{Gateways: []store.Source{gateway}}, Needs{
		Host: h, Contents: empty{}, Data: sync.MutexWrap(datastore.NewMapDatastore()), Identity: identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	defer func() {
		stop()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}()
	feeds, err := s.feeds([]Feed{from})
	if err != nil {
		t.Fatal(err)
	}

	// What a registry keeps is wanted with the package; what it does not is
	// read all the same.
	want := []pkg.Hash{{1}, from.files[0]}
	got, err := feeds[0].Packages(t.Context())
	if err != nil || !slices.Equal(got, want) || !slices.Equal(from.texts, []string{usual, odd}) {
		t.Fatalf("%v, %v, %q", got, err, from.texts)
	}
	asked := gateway.asked
	if got, err = feeds[0].Packages(t.Context()); err != nil || !slices.Equal(got, want) || gateway.asked != asked {
		t.Errorf("%v, %v; asked %d times, then %d", got, err, asked, gateway.asked)
	}

	// A file that nobody has, or nobody has right, is an error.
	wrong := gateway.put(t, "wrong")
	gateway.blocks[wrong] = []byte("bytes")
	from.files = []pkg.Hash{wrong}
	if _, err := feeds[0].Packages(t.Context()); !errors.Is(err, store.ErrCorrupt) {
		t.Error(err)
	}
	from.files = []pkg.Hash{sha256.Sum256([]byte("nobody has it"))}
	if _, err := feeds[0].Packages(t.Context()); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}
