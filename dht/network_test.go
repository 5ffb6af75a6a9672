package dht

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
)

func TestAnnounceAndLocate(t *testing.T) {
	w := newWorld(t)
	nodes := w.network(5, quick())
	home, sender := nodes[1], nodes[4]
	for _, ledger := range acn.Ledgers {
		rec := w.enrol(home, ledger)
		home.announcement(t, 0, "the record to be stored", func(a Announcement) bool {
			return storedIn(TableOwn, rec.Address)(a) && a.Holders == 4 && a.Peers == 4
		})
		loc, err := sender.locate(t, rec.Address)
		if err != nil {
			t.Fatal(err)
		}
		if loc.Peer != home.host.ID() || loc.Address != rec.Address || loc.Record.Node != home.node || loc.Record.Address != rec.Address {
			t.Errorf("located %+v", loc)
		}
		if cached, ok := sender.Cached(rec.Address); !ok || cached.Peer != loc.Peer {
			t.Errorf("cached %+v, %v", cached, ok)
		}
		if _, err := home.locate(t, rec.Address); !errors.Is(err, ErrNotFound) {
			t.Errorf("home located its own agent: %v", err)
		}
	}
}

// TestLocationIsDialable: whoever locates an agent can connect to its node
// without knowing anything else of it.
func TestLocationIsDialable(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy = true
	boot := w.join(cfg)
	home, sender := w.join(cfg), w.join(cfg)
	rec := w.enrol(home, acn.Ethereum)
	home.announcement(t, 0, "the record", storedIn(TableOwn, rec.Address))
	_ = boot
	sender.host.Network().ClosePeer(home.host.ID())
	sender.host.Peerstore().ClearAddrs(home.host.ID())
	// Both of them dial again what was closed, and may meet halfway.
	var loc Location
	await(t, "a location", func() bool {
		var err error
		loc, err = sender.locate(t, rec.Address)
		return err == nil
	})
	if loc.Source != SourceRecord || len(loc.Addrs) == 0 {
		t.Errorf("located %+v", loc)
	}
	await(t, "a connection", func() bool { return sender.host.Connect(t.Context(), peer.AddrInfo{ID: loc.Peer}) == nil })
}

// TestHoldersAreCounted: in a network whose nodes all refuse the record, as
// their clocks are an hour behind, nobody holds it, and we know.
func TestHoldersAreCounted(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.Now = func() time.Time { return time.Now().Add(-time.Hour) }
	others := w.network(3, cfg)
	home := w.join(quick())
	rec := w.enrol(home, acn.Ethereum)
	home.announcement(t, 0, "an announcement that fails", func(a Announcement) bool {
		return a.Table == TableOwn && a.Outcome == OutcomeShort && a.Holders == 0 && a.Peers > 0
	})
	others[0].until(t, "a refusal", func() bool { return others[0].refused[RefusedFuture] > 0 })

	// The reason for not relying on the library.
	rec = represent(t, newWallet(t, acn.Ethereum), home.identity, 0, 0)
	value := claimOf(t, rec, time.Now().Truncate(time.Millisecond)).sign(home.identity)
	if err := home.running().own.PutValue(t.Context(), rec.Address.RecordKey(), value); err != nil {
		t.Logf("PutValue reports holders now (%v); decision 0002 can be revised", err)
	}
}

// TestLoneNodeAnnouncesToItsFirstPeer: what was announced in solitude reaches
// whoever joins, in both tables.
func TestLoneNodeAnnouncesToItsFirstPeer(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.RetryMin, cfg.RetryMax = time.Hour, time.Hour // only the new neighbour counts
	home := w.join(cfg)
	rec := w.enrol(home, acn.Ethereum)
	for _, where := range []Table{TableOwn, TableLegacy} {
		home.announcement(t, 0, "solitude", func(a Announcement) bool { return a.Table == where && a.Outcome == OutcomeAlone })
	}
	w.join(quick())
	for _, where := range []Table{TableOwn, TableLegacy} {
		home.announcement(t, 0, "the first peer", storedIn(where, rec.Address))
	}
}

// TestLoneNodeServes: a lone node holds its own records for those who come.
func TestLoneNodeServes(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.NeighbourSettle, cfg.RetryMin, cfg.RetryMax, cfg.DisableLegacy = time.Hour, time.Hour, time.Hour, true
	home := w.join(cfg)
	rec := w.enrol(home, acn.Ethereum)
	home.announcement(t, 0, "solitude", func(a Announcement) bool { return a.Outcome == OutcomeAlone })
	visitor := w.join(cfg)
	if loc, err := visitor.locate(t, rec.Address); err != nil || loc.Peer != home.host.ID() {
		t.Errorf("located %+v, %v", loc, err)
	}
}

// TestRefreshAnnounces: a neighbour that says it is new is told everything,
// though it is in the routing tables already.
func TestRefreshAnnounces(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy = true
	home := w.network(2, cfg)[0]
	rec := w.enrol(home, acn.Ethereum)
	next := home.announcement(t, 0, "the first announcement", storedIn(TableOwn, rec.Address))
	await(t, "all to be quiet", func() bool {
		home.Directory.mu.Lock()
		due, ok := home.schedule.next()
		home.Directory.mu.Unlock()
		home.mu.Lock()
		defer home.mu.Unlock()
		next = len(home.announced)
		return ok && due.After(time.Now().Add(time.Hour)) && home.looked
	})
	home.Refresh()
	home.announcement(t, next, "another one", storedIn(TableOwn, rec.Address))
}

func TestUnknownAddress(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.MissTTL = time.Hour
	nodes := w.network(3, cfg)
	addr := newWallet(t, acn.Ethereum).Address()
	for range 3 {
		// LookupTimeout is beyond the test's patience: what ends the search is
		// that both DHTs have been searched twice.
		if _, err := nodes[0].locate(t, addr); !errors.Is(err, ErrNotFound) {
			t.Fatalf("got %v", err)
		}
	}
	nodes[0].until(t, "one search", func() bool { return len(nodes[0].searches) == 1 && !nodes[0].searches[0].Found })
	for _, text := range []acn.Address{"", "nonsense", "0xb8d8c62d4a1999b7aea0aebbd5020244a4a9bad8"} {
		if _, err := nodes[0].locate(t, text); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", text, err)
		}
	}
	nodes[0].until(t, "no further search", func() bool { return len(nodes[0].searches) == 1 })
}

// TestLoneNodeLearnsNothing: without a network an address is not unknown.
func TestLoneNodeLearnsNothing(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.MissTTL = time.Hour
	lone := w.join(cfg)
	home := newWallet(t, acn.Ethereum)
	if _, err := lone.locate(t, home.Address()); !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	other := w.join(cfg)
	rec := represent(t, home, other.identity, 0, 0)
	other.Announce(rec)
	other.announcement(t, 0, "the record", storedIn(TableOwn, rec.Address))
	if loc, err := lone.locate(t, rec.Address); err != nil || loc.Peer != other.host.ID() {
		t.Errorf("located %+v, %v", loc, err)
	}
}

// TestNobodyAsksHimself: a node is among the providers of its own agents.
func TestNobodyAsksHimself(t *testing.T) {
	w := newWorld(t)
	nodes := w.network(2, quick())
	rec := w.enrol(nodes[0], acn.Ethereum)
	nodes[0].announcement(t, 0, "the provider record", storedIn(TableLegacy, rec.Address))
	if _, err := nodes[0].locate(t, rec.Address); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if n := w.asker.count(nodes[0].host.ID()); n != 0 {
		t.Errorf("asked himself %d times", n)
	}
}

func TestCallersShareASearch(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy = true
	nodes := w.network(2, cfg)
	addr := newWallet(t, acn.Ethereum).Address()
	var callers sync.WaitGroup
	for range 20 {
		callers.Go(func() {
			if _, err := nodes[0].locate(t, addr); !errors.Is(err, ErrNotFound) {
				t.Errorf("got %v", err)
			}
		})
	}
	callers.Wait()
	nodes[0].until(t, "one search", func() bool { return len(nodes[0].searches) == 1 })
}

// TestLateCaller: the end of a search that has answered others, whose answer
// was of no use, says nothing to who asked afterwards; what it still finds
// does.
func TestLateCaller(t *testing.T) {
	identity := newIdentity(t)
	d := must(New(Config{}, newHost(t, identity), identity, memory(), newAnswers()))
	answered, late := &inquiry{question: question{addr: "a"}, answered: true}, &inquiry{question: question{addr: "a"}}
	caller := make(chan answer, 1)
	late.callers = append(late.callers, caller)
	current := map[acn.Address]*inquiry{"a": late}

	d.settle(current, news{inquiry: answered})
	d.settle(current, news{inquiry: answered, ended: true})
	if len(caller) != 0 || current["a"] != late {
		t.Fatalf("an old search without an answer was heard: %d answers", len(caller))
	}
	d.cache.add(d.cfg.Now(), Location{Address: "a", Peer: "P", Expires: d.cfg.Now().Add(time.Minute)})
	d.settle(current, news{inquiry: answered})
	if len(caller) != 1 || (<-caller).loc.Peer != "P" {
		t.Fatal("what an old search found was not heard")
	}
	d.settle(current, news{inquiry: late, ended: true})
	if len(current) != 0 || len(caller) != 0 {
		t.Error("the search is remembered after its end")
	}
}

// TestMoving: the agent is where it registered last, and the node it left
// does not fight for it.
func TestMoving(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy = true
	nodes := w.network(4, cfg)
	first, second, sender := nodes[1], nodes[2], nodes[3]
	wallet := newWallet(t, acn.Ethereum)
	first.Announce(represent(t, wallet, first.identity, 0, 0))
	first.announcement(t, 0, "the first node", storedIn(TableOwn, wallet.Address()))
	if loc, err := sender.locate(t, wallet.Address()); err != nil || loc.Peer != first.host.ID() {
		t.Fatalf("located %+v, %v", loc, err)
	}

	second.Announce(represent(t, wallet, second.identity, 0, 0))
	second.announcement(t, 0, "the second node", storedIn(TableOwn, wallet.Address()))
	// The sender is a holder too, so its cache has been overtaken.
	if loc, err := sender.locate(t, wallet.Address()); err != nil || loc.Peer != second.host.ID() {
		t.Errorf("located %+v, %v", loc, err)
	}
	next := first.again(t)
	first.announcement(t, next, "the first node to yield", func(a Announcement) bool { return a.Outcome == OutcomeYielded })

	first.Announce(represent(t, wallet, first.identity, 0, 0)) // back again
	first.announcement(t, next, "the return", storedIn(TableOwn, wallet.Address()))
	if loc, err := sender.locate(t, wallet.Address()); err != nil || loc.Peer != first.host.ID() {
		t.Errorf("located %+v, %v", loc, err)
	}
}

// TestFormerRepresentativeInNetwork: whatever it announces, senders get the
// node of the wallet's newest statement.
func TestFormerRepresentativeInNetwork(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy = true
	nodes := w.network(4, cfg)
	former, current, sender := nodes[1], nodes[2], nodes[3]
	wallet := newWallet(t, acn.Ethereum)
	delegation := &acn.Delegation{Epoch: 9, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(100 * time.Hour)}
	right := must(acn.SignRecord(wallet, current.identity.NodeKey(), delegation))
	current.Announce(right)
	current.announcement(t, 0, "the current node", storedIn(TableOwn, wallet.Address()))

	stale := represent(t, wallet, former.identity, 0, 0)
	former.Announce(stale)
	former.announcement(t, 0, "the former node to yield", func(a Announcement) bool { return a.Outcome == OutcomeYielded })

	// Not the polite way: put the record where it would be looked for.
	c := claimOf(t, stale, time.Now().Add(time.Minute).Truncate(time.Millisecond))
	value := c.sign(former.identity)
	for _, holder := range []*member{nodes[0], current, sender} {
		if former.put(t, holder, wallet.Address(), value) == nil {
			t.Error("a holder took the former representative's record")
		}
	}
	if loc, err := sender.locate(t, wallet.Address()); err != nil || loc.Peer != current.host.ID() || loc.Record.Epoch() != 9 {
		t.Errorf("located %+v, %v", loc, err)
	}
}

// TestReplayInNetwork: a holder refuses what is older than what it holds and
// answers with the newer one.
func TestReplayInNetwork(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy = true
	nodes := w.network(2, cfg)
	rec := represent(t, newWallet(t, acn.Ethereum), nodes[0].identity, 0, 0)
	now := time.Now().Truncate(time.Millisecond)
	old, newer := claimOf(t, rec, now.Add(-time.Minute)).sign(nodes[0].identity), claimOf(t, rec, now).sign(nodes[0].identity)
	for i, step := range []struct {
		value []byte
		taken bool
	}{{old, true}, {newer, true}, {old, false}, {newer, true}} {
		if err := nodes[0].put(t, nodes[1], rec.Address, step.value); (err == nil) != step.taken {
			t.Errorf("put %d: %v", i, err)
		}
	}
	held, _, err := nodes[0].running().own.messenger.GetValue(t.Context(), nodes[1].host.ID(), rec.Address.RecordKey())
	if err != nil || string(held.GetValue()) != string(newer) {
		t.Errorf("holder answers %x, %v", held.GetValue(), err)
	}
}

// TestWithdraw: a tombstone makes an address unknown, also to those who had
// it in their cache.
func TestWithdrawInNetwork(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy = true
	nodes := w.network(3, cfg)
	home, sender := nodes[1], nodes[2]
	rec := w.enrol(home, acn.Ethereum)
	home.announcement(t, 0, "the record", storedIn(TableOwn, rec.Address))
	if _, err := sender.locate(t, rec.Address); err != nil {
		t.Fatal(err)
	}
	home.Withdraw(rec.Address)
	home.announcement(t, 0, "the tombstone", func(a Announcement) bool { return a.Gone && a.Outcome == OutcomeStored && a.Holders == 2 })
	if _, err := sender.locate(t, rec.Address); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if home.Announces(rec.Address) {
		t.Error("still announcing")
	}
}

// TestFloorsPersist: a holder that restarts still knows what it must refuse.
func TestFloorsPersist(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy = true
	clock := newClock()
	clock.now = time.Now().Truncate(time.Millisecond).UTC()
	cfg.Now = clock.Now
	writer, holder := w.join(cfg), w.join(cfg)
	rec := represent(t, newWallet(t, acn.Ethereum), writer.identity, 0, 0)
	old := claimOf(t, rec, clock.Now().Add(-time.Minute))
	old.expires = old.issued.Add(MaxRecordLife)
	short := claimOf(t, rec, clock.Now())
	short.expires = short.issued.Add(time.Hour)
	if err := writer.put(t, holder, rec.Address, short.sign(writer.identity)); err != nil {
		t.Fatal(err)
	}
	if err := holder.stop(); err != nil {
		t.Fatal(err)
	}
	clock.advance(2 * time.Hour) // short is over, old is not
	again := w.start(cfg, holder.identity, holder.host, holder.store)
	if err := writer.put(t, again, rec.Address, old.sign(writer.identity)); err == nil {
		t.Error("rolled back after expiry and restart")
	}
	again.until(t, "the refusal", func() bool { return again.refused[RefusedOlder] > 0 })
}

func TestPutsAreLimited(t *testing.T) {
	w := newWorld(t)
	writer := w.join(quick())
	cfg := quick()
	cfg.PutRate, cfg.PutBurst = 0.001, 2
	holder := w.join(cfg)
	rec := represent(t, newWallet(t, acn.Ethereum), writer.identity, 0, 0)
	value := claimOf(t, rec, time.Now().Truncate(time.Millisecond)).sign(writer.identity)
	for i := range 4 {
		if err := writer.put(t, holder, rec.Address, value); (err == nil) != (i < 2) {
			t.Errorf("put %d: %v", i, err)
		}
	}
	holder.until(t, "refusals", func() bool { return holder.refused[RefusedRate] >= 2 })
}

// TestAddressChange: new addresses of the host are announced without waiting
// for the next period.
func TestAddressChange(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy, cfg.NeighbourSettle = true, time.Hour // only the addresses count
	w.join(cfg)
	var mu sync.Mutex
	extra := mustAddr(t, "/ip4/127.0.0.1/tcp/1111")
	home := w.join(cfg, libp2p.AddrsFactory(func(addrs []multiaddr.Multiaddr) []multiaddr.Multiaddr {
		mu.Lock()
		defer mu.Unlock()
		return append(addrs[:len(addrs):len(addrs)], extra)
	}))
	sender := w.join(cfg)
	rec := w.enrol(home, acn.Ethereum)
	next := home.announcement(t, 0, "the record", storedIn(TableOwn, rec.Address))
	mu.Lock()
	extra = mustAddr(t, "/ip4/127.0.0.1/tcp/2222")
	mu.Unlock()
	emitAddresses(t, home.host)
	home.announcement(t, next, "the new addresses", storedIn(TableOwn, rec.Address))
	await(t, "the sender to see them", func() bool {
		loc, err := sender.locate(t, rec.Address)
		return err == nil && multiaddr.Contains(loc.Addrs, extra)
	})
}

// TestClient: a node nobody can dial announces and locates without serving.
func TestClient(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	w.network(2, cfg)
	cfg.Client = true
	client := w.join(cfg)
	rec := w.enrol(client, acn.Ethereum)
	client.announcement(t, 0, "the record", storedIn(TableOwn, rec.Address))
	if loc, err := w.nodes[0].locate(t, rec.Address); err != nil || loc.Peer != client.host.ID() {
		t.Errorf("located %+v, %v", loc, err)
	}
	other := w.enrol(w.nodes[1], acn.Ethereum)
	w.nodes[1].announcement(t, 0, "the record", storedIn(TableOwn, other.Address))
	if loc, err := client.locate(t, other.Address); err != nil || loc.Peer != w.nodes[1].host.ID() {
		t.Errorf("located %+v, %v", loc, err)
	}
	if w.nodes[0].running().own.RoutingTable().Find(client.host.ID()) != "" {
		t.Error("a client is in a routing table")
	}
}

// TestStopping: Run ends with its context, and nobody is left waiting.
func TestStopping(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.LookupPause = time.Hour // keeps the search going
	nodes := w.network(2, cfg)
	waiting := make(chan error, 1)
	addr := newWallet(t, acn.Ethereum).Address()
	go func() {
		_, err := nodes[0].Locate(context.WithoutCancel(t.Context()), addr)
		waiting <- err
	}()
	impatient, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := nodes[0].Locate(impatient, addr); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("impatient caller: %v", err)
	}
	if err := nodes[0].stop(); err != nil {
		t.Error(err)
	}
	if err := <-waiting; !errors.Is(err, errStopped) {
		t.Errorf("waiting caller: %v", err)
	}
	if _, err := nodes[0].locate(t, addr); !errors.Is(err, errStopped) {
		t.Errorf("late caller: %v", err)
	}
}

func TestNewRefuses(t *testing.T) {
	identity := newIdentity(t)
	h := newHost(t, identity)
	if _, err := New(Config{}, h, newIdentity(t), memory(), newAnswers()); err == nil {
		t.Error("took the identity of another host")
	}
	if _, err := New(Config{Lookups: -1}, h, identity, memory(), newAnswers()); err == nil {
		t.Error("took a bad setting")
	}
	d := must(New(Config{}, h, identity, memory(), newAnswers()))
	if own, legacy := d.Neighbours(); own != 0 || legacy != 0 {
		t.Errorf("neighbours before it runs: %d, %d", own, legacy)
	}
	if _, ok := d.Cached("a"); ok {
		t.Error("knows something before it runs")
	}
}

// TestPublic: a public node keeps addresses of private networks to itself and
// does not believe those of others.
func TestPublic(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.Public = true
	m := w.join(cfg)
	now := time.Now().Truncate(time.Millisecond).UTC()
	rec := represent(t, newWallet(t, acn.Ethereum), m.identity, 0, 0)
	if c := m.compose(job{rec: rec}, order{0, 1, 1}, now); len(m.host.Addrs()) == 0 || len(c.addrs) != 0 {
		t.Errorf("would announce %v of %v", c.addrs, m.host.Addrs())
	}
	c := claimOf(t, rec, now)
	c.addrs = append(c.addrs, mustAddr(t, "/ip4/10.0.0.1/tcp/1"), mustAddr(t, "/dns4/node.example/tcp/1"), mustAddr(t, "/ip4/8.8.8.8/tcp/1"))
	read, err := m.validator.admit(rec.Address.RecordKey(), c.sign(m.identity))
	if err != nil {
		t.Fatal(err)
	}
	for _, addr := range m.fromRecord(read).Addrs {
		if !reachable([]multiaddr.Multiaddr{addr}) {
			t.Errorf("would dial %s", addr)
		}
	}
}
