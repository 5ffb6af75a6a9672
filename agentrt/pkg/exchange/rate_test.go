package exchange

import (
	"io"
	"testing"

	"github.com/ipfs/go-datastore"
	dssync "github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

const parcel = 16 << 20

// BenchmarkRawStream is what one stream between two hosts does.
func BenchmarkRawStream(b *testing.B) {
	from, to := newHost(b), newHost(b)
	from.SetStreamHandler("/raw", func(s network.Stream) {
		buffer := make([]byte, 64<<10)
		for range parcel / len(buffer) {
			_, _ = s.Write(buffer)
		}
		_ = s.Close()
	})
	if err := to.Connect(b.Context(), info(from)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(parcel)
	for b.Loop() {
		s, err := to.NewStream(b.Context(), from.ID(), "/raw")
		if err != nil {
			b.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, struct{ io.Reader }{s}); n != parcel || err != nil {
			b.Fatal(n, err)
		}
	}
}

func benchmarkFetch(b *testing.B, way Way) {
	from, to := start(b, Config{}), start(b, Config{})
	entry := put(b, from.store, parcel)
	if err := to.host.Connect(b.Context(), info(from.host)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(parcel)
	for b.Loop() {
		fresh := store.New(dssync.MutexWrap(datastore.NewMapDatastore()), pkg.Limits{})
		sources, done, err := to.Sources(b.Context(), entry.Hash, []peer.AddrInfo{info(from.host)})
		if err != nil {
			b.Fatal(err)
		}
		if way == Bitswap {
			sources[0] = bitswapOnly{sources[0]}
		}
		if _, err := fresh.Fetch(b.Context(), entry.Hash, sources, nil); err != nil {
			b.Fatal(err)
		}
		done()
	}
}

func BenchmarkFetchStream(b *testing.B)  { benchmarkFetch(b, Stream) }
func BenchmarkFetchBitswap(b *testing.B) { benchmarkFetch(b, Bitswap) }
