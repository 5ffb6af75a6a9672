package node

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
	"go-acn/dht"
	"go-acn/envelope"
)

// fabric is a network of routers without sockets: a directory that everybody
// sees and links that keep order, take time and can be cut.
type fabric struct {
	mu      sync.Mutex
	homes   map[acn.Address]peer.ID
	routers map[peer.ID]*Router
	cut     map[peer.ID]bool
	lookups int
	dropped []error
	slow    time.Duration // of a search
}

func newFabric() *fabric {
	return &fabric{homes: map[acn.Address]peer.ID{}, routers: map[peer.ID]*Router{}, cut: map[peer.ID]bool{}}
}

// nodeSide is the fabric as one router sees it: directory and sender.
type nodeSide struct {
	*fabric
	self  peer.ID
	links map[peer.ID]chan func()
	gates map[peer.ID]*envelope.Gate
	gate  sync.Mutex
	group *sync.WaitGroup
	ctx   context.Context
}

func (f *fabric) router(ctx context.Context, group *sync.WaitGroup, id peer.ID, cfg Config) *Router {
	cfg.Logger = slog.New(slog.DiscardHandler)
	if cfg.DetachGrace == 0 {
		cfg.DetachGrace = time.Minute
	}
	side := &nodeSide{fabric: f, self: id, links: map[peer.ID]chan func(){}, gates: map[peer.ID]*envelope.Gate{}, group: group, ctx: ctx}
	r := newRouter(cfg, side, side, RouterObserver{Dropped: func(err error) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.dropped = append(f.dropped, err)
	}})
	f.mu.Lock()
	f.routers[id] = r
	f.mu.Unlock()
	group.Go(func() {
		if err := r.Run(ctx); err != nil {
			panic(err)
		}
	})
	return r
}

func (s *nodeSide) Announce(record *acn.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.homes[record.Address] = s.self
}

func (s *nodeSide) Withdraw(addr acn.Address) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.homes[addr] == s.self {
		delete(s.homes, addr)
	}
}

func (s *nodeSide) Locate(ctx context.Context, addr acn.Address) (dht.Location, error) {
	select {
	case <-time.After(s.slow):
	case <-ctx.Done():
		return dht.Location{}, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lookups++
	home, ok := s.homes[addr]
	if !ok || home == s.self {
		return dht.Location{}, dht.ErrNotFound
	}
	return dht.Location{Address: addr, Peer: home}, nil
}

func (s *nodeSide) Cached(acn.Address) (dht.Location, bool) { return dht.Location{}, false }
func (s *nodeSide) Invalidate(acn.Address, peer.ID)         {}

// Send queues on the link to p, as package relay does.
func (s *nodeSide) Send(p peer.ID, e envelope.Envelope, _ *acn.Record, resume bool, receipt envelope.Receipt) {
	s.gate.Lock()
	link := s.links[p]
	if link == nil {
		link = make(chan func(), 1<<16)
		s.links[p], s.gates[p] = link, new(envelope.Gate)
		s.group.Go(func() { s.pump(link) })
	}
	s.gate.Unlock()
	link <- func() {
		s.mu.Lock()
		target, cut := s.routers[p], s.cut[p]
		s.mu.Unlock()
		s.gate.Lock()
		admitted := s.gates[p].Admit(e.To, resume)
		s.gate.Unlock()
		switch {
		case cut:
			s.refuse(p, e.To, receipt, fmt.Errorf("link is cut"))
		case !admitted:
			receipt.Done(errRefusedBefore)
		default:
			target.Deliver(e, receiptFunc(func(err error) {
				if err != nil {
					s.refuse(p, e.To, receipt, err)
					return
				}
				receipt.Done(nil)
			}))
		}
	}
}

func (s *nodeSide) refuse(p peer.ID, to acn.Address, receipt envelope.Receipt, err error) {
	s.gate.Lock()
	s.gates[p].Refused(to)
	s.gate.Unlock()
	receipt.Done(err)
}

func (s *nodeSide) pump(link chan func()) {
	for {
		select {
		case <-s.ctx.Done():
			return
		case deliver := <-link:
			deliver()
		}
	}
}

type receiptFunc func(error)

func (f receiptFunc) Done(err error) { f(err) }

// inbox is an agent: it takes what arrives, refusing some, and acknowledges
// later.
type inbox struct {
	mu      sync.Mutex
	rng     *rand.Rand
	refuse  float64
	closed  bool
	pending []envelope.Receipt
	got     []string
}

func (b *inbox) Deliver(e envelope.Envelope, receipt envelope.Receipt) {
	b.mu.Lock()
	if b.closed || b.rng != nil && b.rng.Float64() < b.refuse {
		b.mu.Unlock()
		receipt.Done(acn.Fail(acn.StatusNotReady, "busy"))
		return
	}
	b.got = append(b.got, string(e.Content().Message))
	b.mu.Unlock()
	receipt.Done(nil)
}

func (b *inbox) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
}

func (b *inbox) received() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.got)
}

func testRecord(t testing.TB) *acn.Record {
	t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	wallet, err := acn.NewWallet(acn.Cosmos)
	if err != nil {
		t.Fatal(err)
	}
	record, err := acn.Representation(wallet, identity.NodeKey())
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func testEnvelope(t testing.TB, from, to *acn.Record, text string) envelope.Envelope {
	t.Helper()
	e, err := envelope.New(to.Address, from.Address, envelope.Content{ProtocolID: "fetchai/default:1.0.0", Message: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// inFabric runs test in virtual time with two routers.
func inFabric(t *testing.T, cfg Config, test func(ctx context.Context, f *fabric, a, b *Router)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		f := newFabric()
		a, b := f.router(ctx, &group, "a", cfg), f.router(ctx, &group, "b", cfg)
		test(ctx, f, a, b)
		cancel()
		group.Wait()
	})
}

func mustAttach(t testing.TB, r *Router, record *acn.Record, sink envelope.Sink) func() {
	t.Helper()
	detach, err := r.Attach(record, sink)
	if err != nil {
		t.Fatal(err)
	}
	return detach
}

func TestRouterKeepsOrderOnEveryPath(t *testing.T) {
	const each = 300
	inFabric(t, Config{}, func(ctx context.Context, f *fabric, a, b *Router) {
		senders := []*acn.Record{testRecord(t), testRecord(t), testRecord(t)}
		near, far := testRecord(t), testRecord(t)
		boxes := map[acn.Address]*inbox{}
		for i, r := range []*Router{a, b} {
			to := []*acn.Record{near, far}[i]
			boxes[to.Address] = &inbox{rng: rand.New(rand.NewPCG(1, uint64(i))), refuse: 0.05}
			mustAttach(t, r, to, boxes[to.Address])
		}
		var sending sync.WaitGroup
		for _, from := range senders {
			sending.Go(func() {
				for n := range each {
					for _, to := range []*acn.Record{near, far} {
						if err := a.Submit(ctx, from, testEnvelope(t, from, to, fmt.Sprintf("%s %d", from.Address, n))); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		sending.Wait()
		time.Sleep(20 * time.Second)
		for addr, box := range boxes {
			perSender := map[string][]string{}
			for _, text := range box.received() {
				var sender string
				var n int
				if _, err := fmt.Sscanf(text, "%s %d", &sender, &n); err != nil {
					t.Fatal(err)
				}
				if n != len(perSender[sender]) {
					t.Fatalf("%s got %q as number %d of its sender", addr, text, len(perSender[sender]))
				}
				perSender[sender] = append(perSender[sender], text)
			}
			if len(perSender) != len(senders) || len(box.received()) != each*len(senders) {
				t.Errorf("%s got %d envelopes of %d senders", addr, len(box.received()), len(perSender))
			}
		}
	})
}

func TestRouterOldSessionsEndKeepsNewRoute(t *testing.T) {
	inFabric(t, Config{}, func(ctx context.Context, f *fabric, a, b *Router) {
		from, to := testRecord(t), testRecord(t)
		old, fresh := new(inbox), new(inbox)
		detachOld := mustAttach(t, a, to, old)
		mustAttach(t, a, to, fresh)
		if !old.closed {
			t.Error("the old session was not closed")
		}
		detachOld()
		if err := a.Submit(ctx, from, testEnvelope(t, from, to, "hello")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := fresh.received(); len(got) != 1 {
			t.Errorf("the new session got %v", got)
		}
	})
}

func TestRouterFollowsAnAgentThatMoves(t *testing.T) {
	inFabric(t, Config{}, func(ctx context.Context, f *fabric, a, b *Router) {
		from, to := testRecord(t), testRecord(t)
		first := new(inbox)
		detach := mustAttach(t, a, to, first)
		send := func(text string) {
			if err := a.Submit(ctx, from, testEnvelope(t, from, to, text)); err != nil {
				t.Fatal(err)
			}
		}
		send("1")
		synctest.Wait()
		first.Close()
		detach()
		send("2")
		send("3")
		time.Sleep(3 * time.Second)
		second := new(inbox)
		mustAttach(t, b, to, second)
		time.Sleep(10 * time.Second)
		if got := second.received(); !slices.Equal(got, []string{"2", "3"}) {
			t.Errorf("after the move arrived %v", got)
		}
	})
}

func TestRouterDropsForTheUnknownAfterItsLife(t *testing.T) {
	inFabric(t, Config{}, func(ctx context.Context, f *fabric, a, b *Router) {
		from, to := testRecord(t), testRecord(t)
		if err := a.Submit(ctx, from, testEnvelope(t, from, to, "lost")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		f.mu.Lock()
		defer f.mu.Unlock()
		if len(f.dropped) != 1 || dropReason(f.dropped[0]) != "unknown address" {
			t.Errorf("dropped %v", f.dropped)
		}
		if f.lookups > 20 {
			t.Errorf("%d lookups for one envelope", f.lookups)
		}
	})
}

func TestRouterBlocksAFloodAndTellsItSo(t *testing.T) {
	inFabric(t, Config{Outbox: envelope.OutboxConfig{PairLimit: 10}}, func(ctx context.Context, f *fabric, a, b *Router) {
		from, to := testRecord(t), testRecord(t)
		short, cancel := context.WithTimeout(ctx, 4*time.Second)
		defer cancel()
		var err error
		for range 11 {
			err = a.Submit(short, from, testEnvelope(t, from, to, "x"))
		}
		if acn.StatusOf(err) != acn.StatusNotReady {
			t.Errorf("the eleventh of ten got %v", err)
		}
		box := new(inbox)
		mustAttach(t, a, to, box)
		if err := a.Submit(ctx, from, testEnvelope(t, from, to, "y")); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if len(box.received()) != 11 {
			t.Errorf("got %d", len(box.received()))
		}
	})
}

func TestRouterSurvivesACutLink(t *testing.T) {
	inFabric(t, Config{}, func(ctx context.Context, f *fabric, a, b *Router) {
		from, to := testRecord(t), testRecord(t)
		box := new(inbox)
		mustAttach(t, b, to, box)
		f.mu.Lock()
		f.cut["b"] = true
		f.mu.Unlock()
		var want []string
		for n := range 20 {
			want = append(want, fmt.Sprint(n))
			if err := a.Submit(ctx, from, testEnvelope(t, from, to, fmt.Sprint(n))); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * time.Second)
		f.mu.Lock()
		f.cut["b"] = false
		f.mu.Unlock()
		time.Sleep(10 * time.Second)
		if got := box.received(); !slices.Equal(got, want) {
			t.Errorf("after the cut arrived %v", got)
		}
	})
}

func TestRouterProtectsTheOwnAgent(t *testing.T) {
	own := testRecord(t)
	inFabric(t, Config{Agent: &AgentConfig{Record: own}}, func(ctx context.Context, f *fabric, a, b *Router) {
		if _, err := a.Attach(own, new(inbox)); acn.StatusOf(err) != acn.StatusWrongAddress {
			t.Errorf("a delegate took the own agent's address: %v", err)
		}
		if _, err := (ownAgent{a}).Attach(own, new(inbox)); err != nil {
			t.Error(err)
		}
		if a.record(own.Address) != own || b.record(own.Address) != own || b.record(testRecord(t).Address) != nil {
			t.Error("the own agent's record is not known while it is away")
		}
	})
}

// Envelopes that expire while hundreds of searches hang must not block the
// router, which carries out its own actions.
func TestRouterOutlivesSlowSearches(t *testing.T) {
	const senders, each = 40, 50
	inFabric(t, Config{Outbox: envelope.OutboxConfig{Life: time.Second}}, func(ctx context.Context, f *fabric, a, b *Router) {
		f.slow = time.Minute
		for range senders {
			from := testRecord(t)
			for n := range each {
				e, err := envelope.New(acn.Address(fmt.Sprintf("%s/%d", from.Address, n)), from.Address, envelope.Content{ProtocolID: "a/b:1.0.0"})
				if err != nil {
					t.Fatal(err)
				}
				if err := a.Submit(ctx, from, e); err != nil {
					t.Fatal(err)
				}
			}
		}
		time.Sleep(30 * time.Second)
		f.mu.Lock()
		if len(f.dropped) != senders*each {
			t.Errorf("%d dropped of %d", len(f.dropped), senders*each)
		}
		f.mu.Unlock()
		a.mu.Lock()
		if len(a.wanted) != 0 || a.active != 0 {
			t.Errorf("%d searches wanted, %d active", len(a.wanted), a.active)
		}
		a.mu.Unlock()
		from, to := testRecord(t), testRecord(t)
		box := new(inbox)
		mustAttach(t, a, to, box)
		if err := a.Submit(ctx, from, testEnvelope(t, from, to, "alive")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(box.received()) != 1 {
			t.Error("the router is stuck")
		}
	})
}

// Whatever the Outbox asks for at once, carrying it out never waits for Run:
// it may be Run that carries it out.
func TestRouterNeverWaitsForItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFabric()
		side := &nodeSide{fabric: f, self: "a"}
		r := newRouter(Config{Logger: slog.New(slog.DiscardHandler), Outbox: envelope.OutboxConfig{Life: time.Minute}}, side, side, RouterObserver{})
		for range 20 {
			from := testRecord(t)
			for n := range 100 {
				e, err := envelope.New(acn.Address(fmt.Sprintf("%s/%d", from.Address, n)), from.Address, envelope.Content{ProtocolID: "a/b:1.0.0"})
				if err != nil {
					t.Fatal(err)
				}
				if err := r.Submit(t.Context(), from, e); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Millisecond)
			}
		}
		// Each search that expires begins the next, which has expired as well.
		r.input(func(o *envelope.Outbox) { o.Tick(time.Now().Add(time.Hour)) })
		if envelopes, _ := r.outbox.Queued(); envelopes != 0 || len(r.wanted) < 2*maxSearches {
			t.Errorf("%d envelopes are left, %d searches were wanted", envelopes, len(r.wanted))
		}
	})
}
