package exchange

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
)

// book is a directory that notes when it was told of what.
type book struct {
	mu        sync.Mutex
	told      map[[sha256.Size]byte][]time.Duration
	begun     time.Time
	listening bool
	providers func(calls int) []peer.AddrInfo
	calls     int
}

func newBook() *book {
	return &book{told: make(map[[sha256.Size]byte][]time.Duration), begun: time.Now(), listening: true}
}

func (b *book) Provide(_ context.Context, content [sha256.Size]byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told[content] = append(b.told[content], time.Since(b.begun))
	if !b.listening {
		return 0, nil
	}
	return 3, nil
}

func (b *book) Providers(context.Context, [sha256.Size]byte) ([]peer.AddrInfo, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	return b.providers(b.calls), nil
}

func (b *book) times(h pkg.Hash) []time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.told[h]
}

func TestAnnouncer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		b.listening = false
		a := NewAnnouncer(b, func(context.Context) ([]pkg.Hash, error) { return []pkg.Hash{{1}, {2}}, nil })
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Run(ctx) }()
		time.Sleep(35 * time.Second) // at 0, 10 and 30 s: nobody listens
		if n := len(b.times(pkg.Hash{1})); n != 3 {
			t.Errorf("told %d times", n)
		}
		b.mu.Lock()
		b.listening = true
		b.mu.Unlock()
		time.Sleep(40 * time.Second) // at 70 s somebody does
		time.Sleep(announcePeriod)
		if times := b.times(pkg.Hash{2}); len(times) != 5 || times[4]-times[3] != announcePeriod {
			t.Errorf("told at %v", times)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestAnnouncerEnds(t *testing.T) {
	broken := errors.New("no disk")
	a := NewAnnouncer(newBook(), func(context.Context) ([]pkg.Hash, error) { return nil, broken })
	if err := a.Run(t.Context()); !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestFind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook()
		b.providers = func(calls int) []peer.AddrInfo {
			if calls < 4 {
				return nil
			}
			return []peer.AddrInfo{{ID: "one"}}
		}
		if found, err := Find(t.Context(), b, pkg.Hash{1}); err != nil || len(found) != 1 {
			t.Error(found, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		b.providers = func(int) []peer.AddrInfo { return nil }
		if _, err := Find(ctx, b, pkg.Hash{1}); !errors.Is(err, ErrNobody) {
			t.Error(err)
		}
	})
}

// FuzzParsePeers: what is taken has a peer and addresses.
func FuzzParsePeers(f *testing.F) {
	const id = "/p2p/16Uiu2HAm5qnMKTecNm8SGzYzRhtQAYsLzYp9GN61KpWDNPE6n1Sz"
	f.Add("/ip4/192.0.2.7/tcp/9000" + id)
	f.Add(id)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		peers, err := ParsePeers([]string{text, text})
		if err == nil && (len(peers) != 1 || peers[0].ID == "" || len(peers[0].Addrs) != 2) {
			t.Fatalf("%q: %v", text, peers)
		}
	})
}
