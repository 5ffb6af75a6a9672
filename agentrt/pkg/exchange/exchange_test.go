package exchange

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ipfs/go-datastore"
	dssync "github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	libp2ptls "github.com/libp2p/go-libp2p/p2p/security/tls"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// patience bounds every wait of these tests; none passes by waiting.
const patience = 30 * time.Second

func newHost(t testing.TB) host.Host {
	t.Helper()
	h, err := libp2p.New(
		libp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0"), libp2p.NoTransports, libp2p.Transport(tcp.NewTCPTransport),
		libp2p.Security(libp2ptls.ID, libp2ptls.New), libp2p.ResourceManager(&network.NullResourceManager{}),
		libp2p.DisableRelay(), libp2p.DisableMetrics(),
	)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

func info(h host.Host) peer.AddrInfo { return peer.AddrInfo{ID: h.ID(), Addrs: h.Addrs()} }

// side is one node's exchange.
type side struct {
	*Exchange
	host  host.Host
	store *store.Store
	stop  func()

	mu      sync.Mutex
	moved   []Traffic
	faults  map[peer.ID]Fault
	refused int
}

func start(t testing.TB, cfg Config) *side {
	t.Helper()
	return startOn(t, cfg, store.New(dssync.MutexWrap(datastore.NewMapDatastore()), pkg.Limits{}))
}

func startOn(t testing.TB, cfg Config, kept *store.Store) *side {
	t.Helper()
	s := &side{host: newHost(t), store: kept, faults: make(map[peer.ID]Fault)}
	cfg.Observer = Observer{
		Moved:   func(m Traffic) { s.note(func() { s.moved = append(s.moved, m) }) },
		Faulty:  func(p peer.ID, fault Fault) { s.note(func() { s.faults[p] = fault }) },
		Refused: func(peer.ID) { s.note(func() { s.refused++ }) },
	}
	var err error
	if s.Exchange, err = New(cfg, s.host, kept); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	s.stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("exchange ended with %v", err)
			}
		case <-time.After(patience):
			t.Error("exchange does not stop")
		}
	})
	t.Cleanup(s.stop)
	<-s.Ready()
	return s
}

func (s *side) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// sum is all that moved one way.
func (s *side) sum(way Way, out bool) (total Traffic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.moved {
		if m.Way == way && m.Out == out {
			total.Blocks += m.Blocks
			total.Bytes += m.Bytes
			total.Useless += m.Useless
		}
	}
	return total
}

func (s *side) fault(p peer.ID) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults[p]
}

// noise is bytes that nobody can compress.
func noise(size int, seed byte) []byte {
	data := make([]byte, size)
	_, _ = io.ReadFull(rand.NewChaCha8([32]byte{seed}), data)
	return data
}

// sizes are those of files of a package of 16 MiB.
var sizes = []int{270_554, 1, 262_144, 262_145, 5 << 20, 3 << 20, 1<<20 + 7, 40_000}

// folder is a package of so many bytes.
func folder(size int) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; size > 0; i++ {
		n := min(size, sizes[i%len(sizes)])
		files[fmt.Sprintf("part%d/file%03d.bin", i%3, i)] = &fstest.MapFile{Data: noise(n, byte(i))}
		size -= n
	}
	return files
}

// put puts a package into a store.
func put(t testing.TB, s *store.Store, size int) store.Entry {
	t.Helper()
	entry, err := s.Add(t.Context(), folder(size), "parcel")
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

// ideal is what the blocks of a package come to.
func ideal(t testing.TB, s *store.Store, h pkg.Hash) (blocks int, bytes int64) {
	t.Helper()
	if err := s.Send(t.Context(), []pkg.Hash{h}, func(data []byte) error {
		blocks++
		bytes += int64(len(data))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return blocks, bytes
}

// bitswapOnly hides that a source is a Streamer.
type bitswapOnly struct{ store.Source }

func TestFetch(t *testing.T) {
	for _, way := range []Way{Stream, Bitswap} {
		t.Run(string(way), func(t *testing.T) {
			from, to := start(t, Config{}), start(t, Config{})
			entry := put(t, from.store, 3<<20)
			sources, done, err := to.Sources(t.Context(), entry.Hash, []peer.AddrInfo{info(to.host), info(from.host)})
			if err != nil || len(sources) != 1 {
				t.Fatal(sources, err)
			}
			defer done()
			if way == Bitswap {
				sources[0] = bitswapOnly{sources[0]}
			}
			var last, total int64
			var mu sync.Mutex
			watch := store.Watch{Progress: func(done, all int64) {
				mu.Lock()
				defer mu.Unlock()
				last, total = max(last, done), all
			}}
			got, err := to.store.FetchWatched(t.Context(), entry.Hash, sources, watch)
			if err != nil || got != entry {
				t.Fatalf("%+v, %v", got, err)
			}
			blocks, bytes := ideal(t, from.store, entry.Hash)
			// Observers are told when the block has been handed over already.
			await(t, "what both sides say", func() bool { return to.sum(way, false).Blocks >= blocks && from.sum(way, true).Blocks >= blocks })
			if in := to.sum(way, false); in.Blocks != blocks || in.Bytes != bytes || in.Useless != 0 {
				t.Errorf("received %+v, ideal are %d blocks of %d bytes", in, blocks, bytes)
			}
			if out := from.sum(way, true); out.Blocks != blocks || out.Bytes != bytes {
				t.Errorf("sent %+v, ideal are %d blocks of %d bytes", out, blocks, bytes)
			}
			if last != bytes || total != bytes {
				t.Errorf("progress ended at %d of %d, want %d", last, total, bytes)
			}
			if fault := to.fault(from.host.ID()); fault != "" {
				t.Errorf("blamed for %s", fault)
			}
		})
	}
}

// TestFetchGoesOnFromAnother: of two nodes each has a part that the other has
// not; what is here is not asked for again.
func TestFetchGoesOnFromAnother(t *testing.T) {
	whole, to := start(t, Config{}), start(t, Config{})
	entry := put(t, whole.store, 2<<20)
	blocks, _ := ideal(t, whole.store, entry.Hash)
	broken := &breaking{n: blocks / 2}
	sources, done, err := to.Sources(t.Context(), entry.Hash, []peer.AddrInfo{info(whole.host)})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	broken.Streamer = sources[0].(store.Streamer)
	if _, err := to.store.Fetch(t.Context(), entry.Hash, []store.Source{broken}, nil); err == nil {
		t.Fatal("half a package is enough")
	}
	before := to.sum(Stream, false).Blocks
	if _, err := to.Fetch(t.Context(), entry.Hash, []peer.AddrInfo{info(whole.host)}, store.Watch{}); err != nil {
		t.Fatal(err)
	}
	if in := to.sum(Stream, false); in.Blocks-before != blocks-blocks/2 {
		t.Errorf("%d blocks the second time, want %d", in.Blocks-before, blocks-blocks/2)
	}
}

// breaking is a source that breaks off.
type breaking struct {
	store.Streamer
	n int
}

func (b *breaking) Block(context.Context, pkg.Hash) ([]byte, error) { return nil, io.ErrClosedPipe }
func (b *breaking) Stream(ctx context.Context, wanted []pkg.Hash, take func([]byte) (bool, error)) error {
	n := 0
	return b.Streamer.Stream(ctx, wanted, func(data []byte) (bool, error) {
		if n++; n > b.n {
			return false, io.ErrClosedPipe
		}
		return take(data)
	})
}

// TestNothingUnaccepted: what is on its way is not given away, by either
// protocol.
func TestNothingUnaccepted(t *testing.T) {
	origin, middle, to := start(t, Config{}), start(t, Config{}), start(t, Config{})
	entry := put(t, origin.store, 1<<20)
	sources, done, err := middle.Sources(t.Context(), entry.Hash, []peer.AddrInfo{info(origin.host)})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	half := &breaking{n: 3, Streamer: sources[0].(store.Streamer)}
	if _, err := middle.store.Fetch(t.Context(), entry.Hash, []store.Source{half}, nil); err == nil {
		t.Fatal("half a package is enough")
	}
	if _, err := to.Fetch(t.Context(), entry.Hash, []peer.AddrInfo{info(middle.host)}, store.Watch{}); err == nil {
		t.Error("fetched what is on its way")
	}
	if out, bs := middle.sum(Stream, true), middle.sum(Bitswap, true); out.Blocks+bs.Blocks != 0 {
		t.Errorf("sent %+v and %+v", out, bs)
	}
	// Nobody else has it, and the one who has not it did nothing wrong.
	if fault := to.fault(middle.host.ID()); fault != "" {
		t.Errorf("blamed for %s", fault)
	}
}

// TestStopInTheMiddle: a stopped exchange lets go of its streams.
func TestStopInTheMiddle(t *testing.T) {
	from, to := start(t, Config{}), start(t, Config{Patience: time.Second})
	entry := put(t, from.store, 8<<20)
	stopped := make(chan struct{})
	once := sync.OnceFunc(func() { from.stop(); close(stopped) })
	_, err := to.Fetch(t.Context(), entry.Hash, []peer.AddrInfo{info(from.host)}, store.Watch{Progress: func(done, _ int64) {
		if done > 1<<20 {
			once()
		}
	}})
	<-stopped
	if err == nil {
		t.Log("everything was on its way already")
	}
	other := startOn(t, Config{}, from.store)
	if _, err := to.Fetch(t.Context(), entry.Hash, []peer.AddrInfo{info(from.host), info(other.host)}, store.Watch{}); err != nil {
		t.Error(err)
	}
	if _, _, err := from.Sources(t.Context(), entry.Hash, nil); err == nil {
		t.Error("a stopped exchange has sources")
	}
}

func TestConfig(t *testing.T) {
	for _, cfg := range []Config{{Streams: -1}, {PeerStreams: -1}, {Outstanding: -1}, {Wants: -1}, {Patience: -1}, {DialTimeout: -1}} {
		if _, err := New(cfg, newHost(t), nil); err == nil {
			t.Errorf("%+v is taken", cfg)
		}
	}
}

// TestUnreachable: a peer that is not there is dialled once, and is no fault.
func TestUnreachable(t *testing.T) {
	from, to, gone := start(t, Config{}), start(t, Config{}), newHost(t)
	entry := put(t, from.store, 1<<20)
	nobody := info(gone)
	nobody.Addrs = slices.Clone(nobody.Addrs)
	_ = gone.Close()
	if _, err := to.Fetch(t.Context(), entry.Hash, []peer.AddrInfo{nobody, info(from.host)}, store.Watch{}); err != nil {
		t.Error(err)
	}
	if fault := to.fault(nobody.ID); fault != "" {
		t.Errorf("blamed for %s", fault)
	}
}

// await waits for something nobody tells.
func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	timeout, tick := time.NewTimer(patience), time.NewTicker(5*time.Millisecond)
	defer timeout.Stop()
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-timeout.C:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func contextWithCancel(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}
