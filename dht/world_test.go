package dht

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"

	"go-acn/acn"
)

// patience bounds what a test waits for; it only decides how long a failing
// test takes.
const patience = 30 * time.Second

// member is one node of a small network on loopback.
type member struct {
	*Directory
	host     host.Host
	identity *acn.Identity
	store    datastore.Batching
	stop     func() error // ends Run and returns its error

	mu        sync.Mutex
	announced []Announcement
	searches  []Search
	refused   map[Reason]int
	looked    bool // at its routing tables, with somebody in them
	changed   chan struct{}
}

// world is what the members of one test share.
type world struct {
	t     *testing.T
	asker *answers
	nodes []*member
}

func newWorld(t *testing.T) *world { return &world{t: t, asker: newAnswers()} }

func newHost(t *testing.T, identity *acn.Identity, options ...libp2p.Option) host.Host {
	t.Helper()
	key, err := crypto.UnmarshalPrivateKey(identity.Libp2pPrivateKey())
	if err != nil {
		t.Fatal(err)
	}
	options = append([]libp2p.Option{
		libp2p.Identity(key), libp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0"),
		libp2p.NoTransports, libp2p.Transport(tcp.NewTCPTransport), libp2p.ResourceManager(&network.NullResourceManager{}),
		libp2p.DisableRelay(), libp2p.DisableMetrics(), libp2p.DisableIdentifyAddressDiscovery(),
	}, options...)
	h, err := libp2p.New(options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// quick are intervals for tests: nothing happens twice by itself, what is
// retried is retried soon.
func quick() Config {
	return Config{
		RetryMin: 20 * time.Millisecond, RetryMax: 50 * time.Millisecond, NeighbourSettle: 20 * time.Millisecond,
		AddressSettle: 20 * time.Millisecond, AnnouncePause: 20 * time.Millisecond, LookupPause: 20 * time.Millisecond,
		LookupTimeout: time.Hour, AskTimeout: time.Hour,
	}
}

// join adds a node and connects it to the first one.
func (w *world) join(cfg Config, options ...libp2p.Option) *member {
	w.t.Helper()
	identity := newIdentity(w.t)
	m := w.start(cfg, identity, newHost(w.t, identity, options...), memory())
	if len(w.nodes) > 0 {
		w.meet(m.host, w.nodes[0].host)
		await(w.t, "the routing tables", func() bool { return m.knows(w.nodes[0].host.ID()) && (cfg.Client || w.nodes[0].knows(m.host.ID())) })
	}
	w.nodes = append(w.nodes, m)
	return m
}

// network is a world of so many nodes that all know each other.
func (w *world) network(size int, cfg Config) []*member {
	w.t.Helper()
	for range size {
		m := w.join(cfg)
		for _, other := range w.nodes[:len(w.nodes)-1] {
			w.meet(m.host, other.host)
			await(w.t, "the routing tables", func() bool { return m.knows(other.host.ID()) && other.knows(m.host.ID()) })
		}
	}
	return w.nodes
}

func (w *world) start(cfg Config, identity *acn.Identity, h host.Host, store datastore.Batching) *member {
	w.t.Helper()
	m := &member{host: h, identity: identity, store: store, refused: map[Reason]int{}, changed: make(chan struct{}, 1)}
	cfg.Observer = Observer{
		Announced:  func(a Announcement) { m.note(func() { m.announced = append(m.announced, a) }) },
		Located:    func(s Search) { m.note(func() { m.searches = append(m.searches, s) }) },
		Refused:    func(r Reason) { m.note(func() { m.refused[r]++ }) },
		Neighbours: func(own, _ int) { m.note(func() { m.looked = own > 0 }) },
	}
	directory, err := New(cfg, h, identity, store, w.asker)
	if err != nil {
		w.t.Fatal(err)
	}
	m.Directory = directory
	ctx, cancel := context.WithCancel(w.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- directory.Run(ctx) }()
	m.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	w.t.Cleanup(func() {
		if err := m.stop(); err != nil {
			w.t.Errorf("run: %v", err)
		}
	})
	<-directory.Ready()
	return m
}

func (w *world) meet(a, b host.Host) {
	w.t.Helper()
	if err := a.Connect(w.t.Context(), peer.AddrInfo{ID: b.ID(), Addrs: b.Addrs()}); err != nil {
		w.t.Fatal(err)
	}
}

// knows tells whether both routing tables hold a peer.
func (m *member) knows(p peer.ID) bool {
	t := m.running()
	return t.own.RoutingTable().Find(p) == p && (t.legacy == nil || t.legacy.RoutingTable().Find(p) == p)
}

func (m *member) running() *tables {
	m.Directory.mu.Lock()
	defer m.Directory.mu.Unlock()
	return m.Directory.tables
}

func (m *member) note(change func()) {
	m.mu.Lock()
	change()
	m.mu.Unlock()
	select {
	case m.changed <- struct{}{}:
	default:
	}
}

// announcement waits for one that satisfies ok, from the given one on, and
// returns the number of the next.
func (m *member) announcement(t *testing.T, from int, what string, ok func(Announcement) bool) int {
	t.Helper()
	next := 0
	m.until(t, what, func() bool {
		for i := from; i < len(m.announced); i++ {
			if ok(m.announced[i]) {
				next = i + 1
				return true
			}
		}
		return false
	})
	return next
}

// until waits for something the observer is told.
func (m *member) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	for {
		m.mu.Lock()
		done := ok()
		m.mu.Unlock()
		if done {
			return
		}
		select {
		case <-m.changed:
		case <-timeout.C:
			m.mu.Lock()
			defer m.mu.Unlock()
			t.Fatalf("waited in vain for %s; announced %+v", what, m.announced)
		}
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

// enrol makes an agent of a fresh wallet register at a member.
func (w *world) enrol(m *member, ledger acn.Ledger) *acn.Record {
	w.t.Helper()
	rec := represent(w.t, newWallet(w.t, ledger), m.identity, 0, 0)
	w.asker.serve(m.host.ID(), rec)
	m.Announce(rec)
	return rec
}

func storedIn(where Table, addr acn.Address) func(Announcement) bool {
	return func(a Announcement) bool {
		return a.Table == where && a.Address == addr && a.Outcome == OutcomeStored && !a.Gone
	}
}

// locate is Locate with a bound on what a failing test takes.
func (m *member) locate(t *testing.T, addr acn.Address) (Location, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return m.Locate(ctx, addr)
}

// again makes everything due, as periodic announcements become, and returns
// the number of the next announcement.
func (m *member) again(t *testing.T) int {
	t.Helper()
	m.mu.Lock()
	next := len(m.announced)
	m.mu.Unlock()
	m.Directory.mu.Lock()
	m.schedule.moved(m.cfg.Now())
	m.Directory.mu.Unlock()
	m.nudge()
	return next
}

// put stores a value at another member, past all the rules of our own.
func (m *member) put(t *testing.T, holder *member, addr acn.Address, value []byte) error {
	t.Helper()
	message := putRecord(addr.RecordKey(), value)
	return m.running().own.messenger.PutValue(t.Context(), holder.host.ID(), message)
}
