package replica_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	dssync "github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/metrics"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	libp2ptls "github.com/libp2p/go-libp2p/p2p/security/tls"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
	"go-acn/agentrt/registry/replica"
	"go-acn/agentrt/registry/replica/keeper"
	"go-acn/agentrt/registry/replica/plan"
)

// patience bounds every wait of these tests; none passes by waiting.
const patience = slower * 60 * time.Second

// eventually waits until something has happened.
func eventually(t testing.TB, what string, happened func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for !happened() {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			t.Fatalf("waited %s for: %s", patience, what)
		}
	}
}

// machine is what of a node survives a crash: its key, its address and its
// disk.
type machine struct {
	key    crypto.PrivKey
	listen string
	info   peer.AddrInfo
	data   datastore.Batching
	wallet *acn.Wallet
	feeds  []replica.Feed
	told   announced
	quota  pin.Quota                       // of all publishers; zero: plenty
	pins   func(replica.Pins) replica.Pins // what the service sees of them; nil: all
}

// announced is who was told of what, as the DHT would be.
type announced struct {
	mu    sync.Mutex
	times map[pkg.Hash]int
}

// Provide implements replica.Announcer.
func (a *announced) Provide(_ context.Context, content [32]byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.times == nil {
		a.times = make(map[pkg.Hash]int)
	}
	a.times[content]++
	return 1, nil
}

func (a *announced) of(h pkg.Hash) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.times[h]
}

// node is a registry node that runs.
type node struct {
	*machine
	t        testing.TB
	host     host.Host
	registry *registry.Registry
	exchange *exchange.Exchange
	service  *replica.Service
	bytes    *meter
	stop     func() // crashes it

	mu          sync.Mutex
	quarantined []string
	lost        []pkg.Hash
	fetched     map[pkg.Hash]int
	dropped     map[pkg.Hash]int
	answers     map[plan.Answer]int
	moved       replica.Moved // blocks
	talked      map[string]replica.Moved
}

// newMachines makes n machines whose addresses are known.
func newMachines(t testing.TB, n int) []*machine {
	t.Helper()
	machines := make([]*machine, n)
	for i := range machines {
		key, _, err := crypto.GenerateEd25519Key(bytes.NewReader(bytes.Repeat([]byte{byte(i + 1)}, 64)))
		if err != nil {
			t.Fatal(err)
		}
		w, err := acn.WalletFromSecret(acn.Ethereum, bytes.Repeat([]byte{byte(100 + i)}, 32))
		if err != nil {
			t.Fatal(err)
		}
		machines[i] = &machine{key: key, wallet: w, data: dssync.MutexWrap(datastore.NewMapDatastore())}
		h := machines[i].boot(t, "/ip4/127.0.0.1/tcp/0", nil)
		machines[i].listen = h.Addrs()[0].String()
		machines[i].info = peer.AddrInfo{ID: h.ID(), Addrs: h.Addrs()}
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return machines
}

func (m *machine) boot(t testing.TB, listen string, counter metrics.Reporter) host.Host {
	t.Helper()
	options := []libp2p.Option{
		libp2p.Identity(m.key), libp2p.ListenAddrStrings(listen), libp2p.NoTransports, libp2p.Transport(tcp.NewTCPTransport),
		libp2p.Security(libp2ptls.ID, libp2ptls.New), libp2p.ResourceManager(&network.NullResourceManager{}),
		libp2p.DisableRelay(), libp2p.DisableMetrics(),
	}
	if counter != nil {
		options = append(options, libp2p.BandwidthReporter(counter))
	}
	h, err := libp2p.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// quick is pace at which a test can wait for what takes minutes otherwise.
func quick(factor int) replica.Config {
	return replica.Config{
		Plan: plan.Config{
			Factor: factor, Silence: slower * 600 * time.Millisecond, Grace: slower * 900 * time.Millisecond, Settle: 300 * time.Millisecond,
			Patience: 5 * time.Second, DropAfter: time.Second, ProofFresh: time.Second, Keep: 3 * time.Second,
			Period: 2 * time.Second, Pause: time.Millisecond, RetryMin: 50 * time.Millisecond, RetryMax: 500 * time.Millisecond,
			Challenges: 16,
		},
		Visit: 150 * time.Millisecond, VisitPause: 10 * time.Millisecond, Refresh: 50 * time.Millisecond,
		Timeout: slower * 2 * time.Second, FetchTimeout: 20 * time.Second,
	}
}

// start runs a machine as a member among others.
func (m *machine) start(t testing.TB, cfg replica.Config, all []*machine) *node {
	t.Helper()
	n := &node{machine: m, t: t, bytes: newMeter(), fetched: make(map[pkg.Hash]int), dropped: make(map[pkg.Hash]int),
		answers: make(map[plan.Answer]int), talked: make(map[string]replica.Moved)}
	n.host = m.boot(t, m.listen, n.bytes)
	quota := m.quota
	if quota.IsZero() {
		quota = pin.Quota{Bytes: 1 << 30, Packages: 10_000}
	}
	var err error
	n.registry, err = registry.New(registry.Config{Operator: m.wallet, Quota: quota,
		Also: func(ctx context.Context) ([]pkg.Hash, error) { return n.service.Fed(ctx) }}, m.data)
	if err != nil {
		t.Fatal(err)
	}
	n.exchange, err = exchange.New(exchange.Config{Patience: 2 * time.Second, DialTimeout: time.Second, Observer: exchange.Observer{
		Moved: n.sawBlocks,
		Faulty: func(p peer.ID, fault exchange.Fault) {
			if fault == exchange.FaultWrong {
				n.service.Wrong(p, "wrong bytes in a copy")
			}
		},
	}}, n.host, n.registry.Store())
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range all {
		cfg.Members = append(cfg.Members, other.info)
	}
	cfg.Observer = n.observer()
	if testing.Verbose() && cfg.Log == nil {
		cfg.Log = slog.New(slog.NewTextHandler(t.Output(), nil)).With("node", m.info.ID.ShortString())
	}
	pins := replica.Pins(n.registry.Pins())
	if m.pins != nil {
		pins = m.pins(pins)
	}
	n.service, err = replica.New(cfg, replica.Needs{Host: n.host, Packages: keeper.New(n.registry, n.exchange, nil), Pins: pins, Feeds: m.feeds, Announcer: &m.told, Data: m.data})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.registry.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	n.run(t)
	return n
}

func (n *node) run(t testing.TB) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	for _, run := range []func(context.Context) error{n.exchange.Run, n.registry.Run, n.service.Run} {
		running.Go(func() {
			if err := run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	n.stop = sync.OnceFunc(func() {
		_ = n.host.Close() // first, so that nobody is told goodbye
		cancel()
		running.Wait()
	})
	t.Cleanup(n.stop)
	for !slices.Contains(n.host.Mux().Protocols(), replica.Protocol) && ctx.Err() == nil {
		runtime.Gosched()
	}
}

func (n *node) sawBlocks(m exchange.Traffic) {
	n.service.Copied(m.Package, m.Out, m.Bytes)
	n.mu.Lock()
	defer n.mu.Unlock()
	if m.Out {
		n.moved.Out += m.Bytes
	} else {
		n.moved.In += m.Bytes
	}
}

func (n *node) observer() replica.Observer {
	return replica.Observer{
		Fetched: func(h pkg.Hash, _ time.Duration, err error) {
			n.mu.Lock()
			defer n.mu.Unlock()
			if err == nil {
				n.fetched[h]++
			}
		},
		Challenged: func(_ string, _ pkg.Hash, answer plan.Answer) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.answers[answer]++
		},
		Dropped: func(h pkg.Hash) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.dropped[h]++
		},
		Quarantined: func(member, reason string) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.quarantined = append(n.quarantined, member+" "+reason)
		},
		Lost: func(h pkg.Hash, _ error) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.lost = append(n.lost, h)
		},
		Talked: func(_, question string, in, out int) {
			n.mu.Lock()
			defer n.mu.Unlock()
			sum := n.talked[question]
			n.talked[question] = replica.Moved{In: sum.In + int64(in), Out: sum.Out + int64(out)}
		},
	}
}

// sample is the folder of a good package whose data is random.
func sample(name string, seed uint64, size int) fstest.MapFS {
	data := make([]byte, size)
	random := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)})
	_, _ = random.Read(data)
	h, err := pkg.HashFile(bytes.NewReader(data))
	if err != nil {
		panic(err)
	}
	text := fmt.Sprintf(`name: %s
author: acme
version: 0.1.0
type: contract
description: x
license: x
aea_version: x
fingerprint:
  data.bin: %s
fingerprint_ignore_patterns: []
dependencies: {}
class_name: x
contract_interface_paths: {}
contracts: []
`, name, h)
	return fstest.MapFS{"contract.yaml": {Data: []byte(text)}, "data.bin": {Data: data}}
}

// publisher signs the pins of these tests.
func publisher(t testing.TB) *acn.Wallet { return wallet(t, 7) }

func wallet(t testing.TB, seed byte) *acn.Wallet {
	t.Helper()
	w, err := acn.WalletFromSecret(acn.Ethereum, bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// parcel is a package ready to be pushed.
type parcel struct {
	pin *pin.Pin
	car []byte
}

func pack(t testing.TB, folder fs.FS, name string) parcel {
	t.Helper()
	return packFor(t, publisher(t), folder, name)
}

func packFor(t testing.TB, w *acn.Wallet, folder fs.FS, name string) parcel {
	t.Helper()
	content, err := pkg.Measure(folder, name, pkg.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	put, err := store.WritePart(&out, content.Hash)
	if err == nil {
		_, err = pkg.Measure(folder, name, pkg.Limits{}, func(b pkg.Block) error { return put(t.Context(), b) })
	}
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	p, err := pin.Sign(w, pin.Wish{Package: content.Hash, Size: content.Size, Sequence: 1, Issued: now, Until: now.Add(24 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return parcel{p, out.Bytes()}
}

// push gives a package to a node; an error means that it was not acknowledged.
func (n *node) push(ctx context.Context, p parcel) (pkg.Hash, error) {
	_, err := n.registry.Push(ctx, p.pin, bytes.NewReader(p.car), "")
	if err == nil {
		n.service.Changed()
	}
	return p.pin.Package, err
}

// pushAndWait is a push as the registry's API takes it: it is answered when there
// is a copy, or with the number of those that there are.
func (n *node) pushAndWait(ctx context.Context, p parcel, car io.Reader) (copies int) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := n.registry.Push(ctx, p.pin, car, ""); err != nil {
		return 0
	}
	n.service.Changed()
	return n.service.Await(ctx, p.pin.Package, 2)
}

// has tells whether a node can serve all of a package.
func (n *node) has(h pkg.Hash) bool {
	return n.registry.Store().Export(context.Background(), io.Discard, h) == nil
}

// holders are the nodes that can serve a package.
func holders(h pkg.Hash, nodes ...*node) int {
	count := 0
	for _, n := range nodes {
		if n.has(h) {
			count++
		}
	}
	return count
}

// fetch gets a package the way a client does, from one node, into an empty
// store.
func fetch(ctx context.Context, t testing.TB, h pkg.Hash, from *node) error {
	t.Helper()
	client, err := libp2p.New(libp2p.NoListenAddrs, libp2p.ResourceManager(&network.NullResourceManager{}), libp2p.DisableMetrics())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	into := store.New(dssync.MutexWrap(datastore.NewMapDatastore()), pkg.Limits{})
	e, err := exchange.New(exchange.Config{}, client, into)
	if err != nil {
		t.Fatal(err)
	}
	running, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() { _ = e.Run(running) })
	defer done.Wait()
	defer cancel()
	_, err = e.Fetch(ctx, h, []peer.AddrInfo{from.info}, store.Watch{})
	return err
}

// rot changes a byte in each large block on a machine's disk.
func (m *machine) rot(t testing.TB) {
	t.Helper()
	results, err := m.data.Query(t.Context(), query.Query{Prefix: "/blocks"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := results.Rest()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if len(row.Value) < 10_000 {
			continue
		}
		spoilt := bytes.Clone(row.Value)
		spoilt[len(spoilt)/2] ^= 1
		if err := m.data.Put(t.Context(), datastore.NewKey(row.Key), spoilt); err != nil {
			t.Fatal(err)
		}
	}
}

// meter counts the bytes of streams by protocol, at once where libp2p's counter
// does so every second.
type meter struct {
	metrics.Reporter
	mu    sync.Mutex
	moved map[protocol.ID]replica.Moved
}

func newMeter() *meter {
	return &meter{Reporter: metrics.NewBandwidthCounter(), moved: make(map[protocol.ID]replica.Moved)}
}

func (m *meter) LogSentMessageStream(size int64, id protocol.ID, _ peer.ID) { m.add(id, 0, size) }
func (m *meter) LogRecvMessageStream(size int64, id protocol.ID, _ peer.ID) { m.add(id, size, 0) }

func (m *meter) add(id protocol.ID, in, out int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	sum := m.moved[id]
	m.moved[id] = replica.Moved{In: sum.In + in, Out: sum.Out + out}
}

func (m *meter) of(ids ...protocol.ID) (sum replica.Moved) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range ids {
		sum.In += m.moved[id].In
		sum.Out += m.moved[id].Out
	}
	return sum
}
