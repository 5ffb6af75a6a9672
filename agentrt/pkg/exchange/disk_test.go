package exchange

import (
	"testing"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/internal/disk"
)

// BenchmarkFetchDisk is BenchmarkFetchStream into a store on disk.
func BenchmarkFetchDisk(b *testing.B) {
	from, to := start(b, Config{}), start(b, Config{})
	entry := put(b, from.store, parcel)
	if err := to.host.Connect(b.Context(), info(from.host)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(parcel)
	for b.Loop() {
		b.StopTimer()
		data, err := disk.OpenLarge(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		fresh := store.New(data, pkg.Limits{})
		b.StartTimer()
		sources, done, err := to.Sources(b.Context(), entry.Hash, []peer.AddrInfo{info(from.host)})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := fresh.Fetch(b.Context(), entry.Hash, sources, nil); err != nil {
			b.Fatal(err)
		}
		done()
		b.StopTimer()
		_ = data.Close()
		b.StartTimer()
	}
}
