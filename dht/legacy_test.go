package dht

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ipfs/go-cid"
	kad "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p-kad-dht/records"
	kadrecord "github.com/libp2p/go-libp2p-record"
	recordpb "github.com/libp2p/go-libp2p-record/pb"
	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
)

func putRecord(key string, value []byte) *recordpb.Record { return kadrecord.MakePutRecord(key, value) }

func emitAddresses(t *testing.T, h host.Host) {
	t.Helper()
	emitter, err := h.EventBus().Emitter(new(event.EvtLocalAddressesUpdated))
	if err != nil {
		t.Fatal(err)
	}
	defer emitter.Close()
	if err := emitter.Emit(event.EvtLocalAddressesUpdated{}); err != nil {
		t.Fatal(err)
	}
}

// elder stands for a node of the existing network: a DHT of the library's
// defaults, which is what those run.
type elder struct {
	*kad.IpfsDHT
	host     host.Host
	identity *acn.Identity
}

func (w *world) elder(options ...kad.Option) *elder {
	w.t.Helper()
	identity := newIdentity(w.t)
	h := newHost(w.t, identity)
	running, err := kad.New(h, append([]kad.Option{kad.Mode(kad.ModeServer)}, options...)...)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = running.Close() })
	return &elder{IpfsDHT: running, host: h, identity: identity}
}

// befriend connects a member with an elder and waits until each is in the
// other's legacy routing table.
func (w *world) befriend(m *member, e *elder) {
	w.t.Helper()
	w.meet(m.host, e.host)
	await(w.t, "the routing tables", func() bool {
		return m.running().legacy.RoutingTable().Find(e.host.ID()) != "" && e.RoutingTable().Find(m.host.ID()) != ""
	})
}

func cidOf(addr acn.Address) cid.Cid { return cid.NewCidV0(addr.Multihash()) }

// settle makes an agent of the existing network: its node provides the
// address and would answer for it.
func (w *world) settle(e *elder, wallet *acn.Wallet) *acn.Record {
	w.t.Helper()
	rec := represent(w.t, wallet, e.identity, 0, 0)
	w.asker.serve(e.host.ID(), rec)
	if err := e.Provide(w.t.Context(), cidOf(rec.Address), true); err != nil {
		w.t.Fatal(err)
	}
	return rec
}

// TestLegacyFindsUs and TestWeFindLegacy go through a third node, so that the
// provider records have to travel.
func TestLegacyFindsUs(t *testing.T) {
	w := newWorld(t)
	boot, searcher := w.elder(), w.elder()
	home := w.join(quick())
	w.befriend(home, boot)
	w.meet(searcher.host, boot.host)
	await(t, "the routing tables", func() bool { return searcher.RoutingTable().Find(boot.host.ID()) != "" })
	rec := w.enrol(home, acn.Ethereum)
	home.announcement(t, 0, "the provider record", storedIn(TableLegacy, rec.Address))
	await(t, "the provider", func() bool { return provided(t, searcher, rec.Address, home.host.ID()) })
}

func provided(t *testing.T, e *elder, addr acn.Address, want peer.ID) bool {
	t.Helper()
	providers, err := e.FindProviders(t.Context(), cidOf(addr))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range providers {
		if p.ID == want {
			return true
		}
	}
	return false
}

func TestWeFindLegacy(t *testing.T) {
	w := newWorld(t)
	boot, home := w.elder(), w.elder()
	w.meet(home.host, boot.host)
	await(t, "the routing tables", func() bool {
		return home.RoutingTable().Find(boot.host.ID()) != "" && boot.RoutingTable().Find(home.host.ID()) != ""
	})
	sender := w.join(quick())
	w.befriend(sender, boot)
	rec := w.settle(home, newWallet(t, acn.FetchAI))
	loc, err := sender.locate(t, rec.Address)
	if err != nil {
		t.Fatal(err)
	}
	if loc.Source != SourceProvider || loc.Peer != home.host.ID() || loc.Record != rec {
		t.Errorf("located %+v", loc)
	}
	if err := sender.host.Connect(t.Context(), peer.AddrInfo{ID: loc.Peer}); err != nil {
		t.Error(err)
	}
}

// TestProviderIsAnnouncedAgain: nodes of the existing network forget a
// provider after a day. Announcing an address once in a process's life, as
// they do, would make its agent unreachable from then on.
func TestProviderIsAnnouncedAgain(t *testing.T) {
	const validity = 300 * time.Millisecond
	w := newWorld(t)
	holder := w.elder(kad.ProviderManagerOpts(records.ProvideValidity(validity)))
	cfg := quick()
	cfg.Reprovide = validity / 5
	home := w.join(cfg)
	w.befriend(home, holder)
	rec := w.enrol(home, acn.Ethereum)
	home.announcement(t, 0, "the provider record", storedIn(TableLegacy, rec.Address))
	first := time.Now()
	// Each round starts after whatever the first announcement left behind has
	// been forgotten. Without another one the wait has no end.
	for next := 0; time.Since(first) <= 2*validity; {
		next = home.announcement(t, next, "another announcement", storedIn(TableLegacy, rec.Address))
	}
	await(t, "the provider", func() bool { return provided(t, holder, rec.Address, home.host.ID()) })
}

// TestRecordIsRepublished is the same for our own DHT: each time with a new
// signature, so that the record lives on.
func TestRecordIsRepublished(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.DisableLegacy, cfg.Republish = true, 20*time.Millisecond
	nodes := w.network(2, cfg)
	rec := w.enrol(nodes[0], acn.Ethereum)
	next, last := 0, uint64(0)
	for range 4 {
		next = nodes[0].announcement(t, next, "an announcement", storedIn(TableOwn, rec.Address))
		held, _, err := nodes[0].running().own.messenger.GetValue(t.Context(), nodes[1].host.ID(), rec.Address.RecordKey())
		if err != nil {
			t.Fatal(err)
		}
		c := must(decode(held.GetValue()))
		if c.seq <= last {
			t.Fatalf("sequence %d after %d", c.seq, last)
		}
		last = c.seq
	}
}

// TestInvalidateFallsToTheNext: a signed record and a provider side by side; then the
// one that does not answer is passed over for the other.
func TestInvalidateFallsToTheNext(t *testing.T) {
	w := newWorld(t)
	home, sender := w.join(quick()), w.join(quick())
	old := w.elder()
	w.befriend(sender, old)
	w.befriend(home, old)
	wallet := newWallet(t, acn.Ethereum)
	w.settle(old, wallet)
	rec := represent(t, wallet, home.identity, 0, 0)
	home.Announce(rec)
	home.announcement(t, 0, "the record", storedIn(TableOwn, rec.Address))
	home.announcement(t, 0, "the provider record", storedIn(TableLegacy, rec.Address))
	w.asker.serve(home.host.ID(), rec)

	both := map[peer.ID]bool{home.host.ID(): true, old.host.ID(): true}
	first, err := sender.locate(t, wallet.Address())
	if err != nil || !both[first.Peer] {
		t.Fatalf("located %+v, %v", first, err)
	}
	sender.Invalidate(wallet.Address(), peerOf(t, newIdentity(t))) // of somebody else: no matter
	if again, ok := sender.Cached(wallet.Address()); !ok || !both[again.Peer] {
		t.Fatalf("cached %+v, %v", again, ok)
	}
	// A signed record may have arrived meanwhile and be preferred.
	first, err = sender.locate(t, wallet.Address())
	if err != nil {
		t.Fatal(err)
	}
	sender.Invalidate(wallet.Address(), first.Peer)
	second, err := sender.locate(t, wallet.Address())
	if err != nil || second.Peer == first.Peer || !both[second.Peer] {
		t.Errorf("after %s failed located %+v, %v", first.Peer, second, err)
	}
}

// TestSilentProvider: one that takes the question and says nothing costs its
// own time only.
func TestSilentProvider(t *testing.T) {
	w := newWorld(t)
	sender := w.join(quick()) // a question may take longer than the test
	silent, home := w.elder(), w.elder()
	w.befriend(sender, silent)
	w.befriend(sender, home)
	wallet := newWallet(t, acn.Cosmos)
	rec := w.settle(home, wallet)
	w.asker.silent[silent.host.ID()] = true
	if err := silent.Provide(t.Context(), cidOf(rec.Address), true); err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{})
	w.asker.before = func(ctx context.Context, p peer.ID, times int) error {
		if p == silent.host.ID() && times == 1 {
			close(asked)
		}
		select { // the good one is asked while the other keeps silent
		case <-asked:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if loc, err := sender.locate(t, rec.Address); err != nil || loc.Peer != home.host.ID() {
		t.Errorf("located %+v, %v", loc, err)
	}
}

// TestSecondRound: an agent that is just registering is found by the same
// search.
func TestSecondRound(t *testing.T) {
	w := newWorld(t)
	sender, home := w.join(quick()), w.elder()
	w.befriend(sender, home)
	rec := w.settle(home, newWallet(t, acn.Cosmos))
	w.asker.before = func(_ context.Context, _ peer.ID, times int) error {
		if times == 1 {
			return errors.New("unknown address")
		}
		return nil
	}
	if loc, err := sender.locate(t, rec.Address); err != nil || loc.Peer != home.host.ID() {
		t.Errorf("located %+v, %v", loc, err)
	}
	sender.until(t, "one search", func() bool { return len(sender.searches) == 1 && sender.searches[0].First == SourceProvider })
}

func TestSilentProviderAlone(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.AskTimeout = 20 * time.Millisecond
	sender, silent := w.join(cfg), w.elder()
	w.befriend(sender, silent)
	wallet := newWallet(t, acn.Cosmos)
	w.asker.silent[silent.host.ID()] = true
	if err := silent.Provide(t.Context(), cidOf(wallet.Address()), true); err != nil {
		t.Fatal(err)
	}
	if _, err := sender.locate(t, wallet.Address()); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if w.asker.count(silent.host.ID()) == 0 {
		t.Error("the provider was not asked")
	}
}

// TestSearchIsCutOff: the hard cap holds whatever providers do.
func TestSearchIsCutOff(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.LookupTimeout = 50 * time.Millisecond
	sender, silent := w.join(cfg), w.elder()
	w.befriend(sender, silent)
	wallet := newWallet(t, acn.Cosmos)
	w.asker.silent[silent.host.ID()] = true
	if err := silent.Provide(t.Context(), cidOf(wallet.Address()), true); err != nil {
		t.Fatal(err)
	}
	if _, err := sender.locate(t, wallet.Address()); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// TestRelayClient: its address is announced by us as providers do, without a
// signed record; whoever asks gets the client's own proof, and a way through
// us.
func TestRelayClient(t *testing.T) {
	w := newWorld(t)
	nodes := w.network(3, quick())
	relay, sender := nodes[1], nodes[2]
	client := newIdentity(t)
	rec := represent(t, newWallet(t, acn.FetchAI), client, 0, 0)
	w.asker.serve(relay.host.ID(), rec)
	relay.Announce(rec)
	relay.announcement(t, 0, "the provider record", storedIn(TableLegacy, rec.Address))
	loc, err := sender.locate(t, rec.Address)
	if err != nil {
		t.Fatal(err)
	}
	if loc.Peer != peerOf(t, client) || len(loc.Relays) != 1 || loc.Relays[0] != relay.host.ID() {
		t.Errorf("located %+v", loc)
	}
	if addrs := sender.host.Peerstore().Addrs(loc.Peer); len(addrs) != 1 || !isCircuit(addrs[0]) {
		t.Errorf("the client would be dialled at %v", addrs)
	}
	relay.mu.Lock()
	defer relay.mu.Unlock()
	for _, a := range relay.announced {
		if a.Table == TableOwn {
			t.Errorf("announced %+v", a)
		}
	}
}

// TestWrongAnswers: what a provider says is checked against the question, the
// clock and what the wallet has said since.
func TestWrongAnswers(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.Now = func() time.Time { return epoch }
	d := w.join(cfg)
	node, wallet := newIdentity(t), newWallet(t, acn.Ethereum)
	provider := peer.AddrInfo{ID: peerOf(t, node)}
	good := represent(t, wallet, node, 5, 0)
	if loc, err := d.fromProvider(good, provider, wallet.Address()); err != nil || loc.Peer != provider.ID {
		t.Fatalf("%+v, %v", loc, err)
	}
	over := must(acn.SignRecord(wallet, node.NodeKey(), &acn.Delegation{Epoch: 6, NotBefore: epoch.Add(-2 * time.Hour), NotAfter: epoch}))
	for name, rec := range map[string]*acn.Record{
		"another address":             represent(t, newWallet(t, acn.Ethereum), node, 0, 0),
		"delegation that is over":     over,
		"undated, replaced by dated":  represent(t, wallet, node, 0, 0),
		"dated, of an earlier number": represent(t, wallet, node, 4, 0),
	} {
		if loc, err := d.fromProvider(rec, provider, wallet.Address()); err == nil {
			t.Errorf("%s: located %+v", name, loc)
		}
	}
}
