package dht

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	"github.com/libp2p/go-libp2p"
	kadpb "github.com/libp2p/go-libp2p-kad-dht/pb"
	"github.com/libp2p/go-libp2p-kad-dht/records"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/host/peerstore/pstoremem"
	"github.com/multiformats/go-multiaddr"
)

func contentOf(text string) [sha256.Size]byte { return sha256.Sum256([]byte(text)) }

func offerKey(content string, p peer.ID) datastore.Key {
	return datastore.NewKey("/providers/" + peerName(peer.ID(contentKey(contentOf(content)))) + "/" + peerName(p))
}

// newOffers is a store of offers with small limits.
func newOffers(t *testing.T, store datastore.Batching, cfg Config) *offerStore {
	t.Helper()
	offers := must(newOfferStore(store, "self", cfg.withDefaults()))
	if err := offers.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return offers
}

func TestOffersOfOnePeer(t *testing.T) {
	offers := newOffers(t, memory(), Config{MaxOffers: 3})
	for i := range 4 {
		err := offers.Put(t.Context(), offerKey(fmt.Sprint(i), "greedy"), []byte("x"))
		if want := map[bool]Reason{true: RefusedPeer}[i == 3]; reasonOf(err) != want {
			t.Errorf("offer %d: %v", i, err)
		}
		if err := offers.Put(t.Context(), offerKey(fmt.Sprint(i), "self"), []byte("x")); err != nil {
			t.Errorf("own offer %d: %v", i, err)
		}
	}
	if err := offers.Put(t.Context(), offerKey("2", "greedy"), []byte("y")); err != nil {
		t.Errorf("renewing: %v", err)
	}
	if err := offers.Put(t.Context(), offerKey("3", "another"), []byte("x")); err != nil {
		t.Errorf("another peer: %v", err)
	}
	// What expires makes room.
	if err := offers.Delete(t.Context(), offerKey("0", "greedy")); err != nil {
		t.Fatal(err)
	}
	if err := offers.Put(t.Context(), offerKey("3", "greedy"), []byte("x")); err != nil {
		t.Errorf("after one less: %v", err)
	}
}

func TestOffersOfOneContent(t *testing.T) {
	offers := newOffers(t, memory(), Config{MaxProviders: 6, MaxProvidersPerPlace: 2})
	put := func(name, spot string) Reason {
		p := peer.ID(name)
		offers.shares.seen(p, spot)
		return reasonOf(offers.Put(t.Context(), offerKey("c", p), []byte("x")))
	}
	for i, step := range []struct {
		name, spot string
		want       Reason
	}{
		{"a", "here", ""}, {"b", "here", ""}, {"c", "here", RefusedCrowded}, {"b", "here", ""},
		{"d", "there", ""}, {"e", "there", ""}, {"f", "there", RefusedCrowded},
		{"g", "elsewhere", ""}, {"h", "elsewhere", ""}, {"i", "nowhere", RefusedCrowded}, {"self", "here", ""},
	} {
		if got := put(step.name, step.spot); got != step.want {
			t.Errorf("step %d: %q, want %q", i, got, step.want)
		}
	}
	if reason := reasonOf(offers.Put(t.Context(), offerKey("other", "c"), []byte("x"))); reason != "" {
		t.Errorf("other content is %s", reason)
	}
}

// TestOffersAreGivenUpFarthestFirst: the quota of all offers holds, and what it
// gives up is no longer counted for its peer.
func TestOffersAreGivenUpFarthestFirst(t *testing.T) {
	offers := newOffers(t, memory(), Config{MaxRecords: 5})
	batch := must(offers.Batch(t.Context()))
	for i := range 40 {
		if err := batch.Put(t.Context(), offerKey(fmt.Sprint(i), peer.ID(fmt.Sprint("peer", i%3))), []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Commit(t.Context()); err != nil {
		t.Errorf("a refusal keeps out the rest: %v", err)
	}
	total := 0
	for _, n := range offers.shares.peers {
		total += n
	}
	if n := count(t, offers.quota); n != 5 || total != 5 || len(offers.shares.keys) != 5 {
		t.Errorf("%d entries, %d counted for peers, %d contents", n, total, len(offers.shares.keys))
	}
}

// TestOffersAreCountedAfterRestart, and found without a scan.
func TestOffersAreCountedAfterRestart(t *testing.T) {
	store := memory()
	first := newOffers(t, store, Config{})
	for i := range 3 {
		if err := first.Put(t.Context(), offerKey("c", peer.ID(fmt.Sprint(i))), []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	again := newOffers(t, store, Config{MaxProviders: 3})
	if err := again.Put(t.Context(), offerKey("c", "late"), []byte("x")); reasonOf(err) != RefusedCrowded {
		t.Errorf("after a restart: %v", err)
	}
	prefix := datastore.KeyWithNamespaces(offerKey("c", "0").Namespaces()[:2]).String()
	fast := must(must(again.Query(t.Context(), query.Query{Prefix: prefix})).Rest())
	slow := must(must(again.quota.Query(t.Context(), query.Query{Prefix: prefix})).Rest())
	byKey := func(a, b query.Entry) int { return slices.Compare([]byte(a.Key), []byte(b.Key)) }
	slices.SortFunc(fast, byKey)
	slices.SortFunc(slow, byKey)
	if len(fast) != 3 || !slices.EqualFunc(fast, slow, func(a, b query.Entry) bool { return a.Key == b.Key && string(a.Value) == string(b.Value) }) {
		t.Errorf("found %v, a scan finds %v", fast, slow)
	}
}

// TestOffersUnderTheLibrary: thousands of peers that offer one thing leave the
// library with a bounded number of them.
func TestOffersUnderTheLibrary(t *testing.T) {
	book := must(pstoremem.NewPeerstore())
	t.Cleanup(func() { _ = book.Close() })
	offers := newOffers(t, memory(), Config{MaxProviders: 10})
	manager := must(records.NewProviderManager("self", book, offers, records.Cache(must(newNoCache()))))
	t.Cleanup(func() { _ = manager.Close() })
	key := contentKey(contentOf("c"))
	for i := range 3000 {
		if err := manager.AddProvider(t.Context(), key, peer.AddrInfo{ID: peer.ID(fmt.Sprintf("\x00\x08%08d", i))}); err != nil {
			t.Fatal(err)
		}
	}
	const buffered = 320
	if found := must(manager.GetProviders(t.Context(), key)); len(found) < 10 || len(found) > 10+buffered {
		t.Errorf("%d providers", len(found))
	}
	if n := count(t, offers.quota); n != 10 {
		t.Errorf("%d stored", n)
	}
}

func TestProvideAndFind(t *testing.T) {
	w := newWorld(t)
	nodes := w.network(4, quick())
	home, visitor := nodes[1], nodes[3]
	content := contentOf("package")
	if found, err := visitor.Providers(t.Context(), content); err != nil || len(found) != 0 {
		t.Errorf("before: %v, %v", found, err)
	}
	if sent, err := home.Provide(t.Context(), content); err != nil || sent != 3 {
		t.Fatalf("sent to %d: %v", sent, err)
	}
	// The visitor holds the record itself; it has to tell where home is, too.
	visitor.host.Network().ClosePeer(home.host.ID())
	for _, seeker := range []*member{visitor, nodes[0]} {
		var found []peer.AddrInfo
		await(t, "the offer", func() bool { // those who are told say nothing
			var err error
			found, err = seeker.Providers(t.Context(), content)
			return err == nil && len(found) == 1
		})
		if found[0].ID != home.host.ID() || len(found[0].Addrs) == 0 {
			t.Fatalf("found %v", found)
		}
		await(t, "a connection", func() bool { return seeker.host.Connect(t.Context(), found[0]) == nil }) // both may dial at once
	}
	// The provider does not find itself.
	if found, err := home.Providers(t.Context(), content); err != nil || len(found) != 0 {
		t.Errorf("itself: %v, %v", found, err)
	}
}

// TestClientProvides: a node that serves no DHT announces and finds as well.
func TestClientProvides(t *testing.T) {
	w := newWorld(t)
	w.network(2, quick())
	cfg := quick()
	cfg.Client = true
	client := w.join(cfg)
	content := contentOf("package")
	if sent, err := client.Provide(t.Context(), content); err != nil || sent == 0 {
		t.Fatalf("sent to %d: %v", sent, err)
	}
	await(t, "the offer", func() bool {
		found, err := w.nodes[0].Providers(t.Context(), content)
		return err == nil && len(found) == 1 && found[0].ID == client.host.ID()
	})
}

// TestOffersOutliveRestarts: what others said is there when a holder runs
// again; its own content it has to announce anew.
func TestOffersOutliveRestarts(t *testing.T) {
	w := newWorld(t)
	nodes := w.network(2, quick())
	home, holder := nodes[0], nodes[1]
	content := contentOf("package")
	if _, err := home.Provide(t.Context(), content); err != nil {
		t.Fatal(err)
	}
	await(t, "the offer", func() bool { // at the holder itself: a search would ask home, too
		held, err := holder.running().own.ProviderStore().GetProviders(t.Context(), contentKey(content))
		return err == nil && len(held) == 1
	})
	if err := errors.Join(holder.stop(), home.stop()); err != nil {
		t.Fatal(err)
	}
	again := w.start(quick(), holder.identity, newHost(t, holder.identity), holder.store)
	if found, err := again.Providers(t.Context(), content); err != nil || len(found) != 1 || found[0].ID != home.host.ID() {
		t.Errorf("found %v, %v", found, err)
	}
	if _, err := home.Providers(t.Context(), content); !errors.Is(err, errStopped) {
		t.Errorf("a stopped directory: %v", err)
	}
}

// TestHostileOffers: keys that are no content, and offers in the name of
// others, are not taken.
func TestHostileOffers(t *testing.T) {
	w := newWorld(t)
	nodes := w.network(2, quick())
	victim, attacker := nodes[0], nodes[1]
	self := peer.AddrInfo{ID: attacker.host.ID(), Addrs: attacker.host.Addrs()}
	messenger := attacker.running().own.messenger
	for name, key := range map[string][]byte{
		"short": []byte("abc"), "sha1": append([]byte{0x11, 20}, make([]byte, 20)...), "long": append(contentKey(contentOf("c")), 0),
	} {
		// Nothing is acknowledged, so the refusal shows at the victim alone.
		before := victim.refusals(RefusedKey)
		await(t, name, func() bool { // a stream that was closed swallows messages
			_ = messenger.PutProviderAddrs(t.Context(), victim.host.ID(), key, self)
			return victim.refusals(RefusedKey) > before
		})
	}
	other := peer.AddrInfo{ID: peerOf(t, newIdentity(t)), Addrs: attacker.host.Addrs()}
	forged := kadpb.NewMessage(kadpb.Message_ADD_PROVIDER, contentKey(contentOf("forged")), 0)
	forged.ProviderPeers = kadpb.RawPeerInfosToPBPeers([]peer.AddrInfo{other})
	_ = attacker.running().own.MessageSender().SendMessage(t.Context(), victim.host.ID(), forged)
	await(t, "the true offer", func() bool {
		_ = messenger.PutProviderAddrs(t.Context(), victim.host.ID(), contentKey(contentOf("true")), self)
		found, _ := victim.Providers(t.Context(), contentOf("true"))
		return len(found) == 1
	})
	if found, err := victim.Providers(t.Context(), contentOf("forged")); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
}

// TestOffersAreRateLimited like everything else that strangers make us store.
func TestOffersAreRateLimited(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.PutRate, cfg.PutBurst = 0.001, 2
	victim := w.join(cfg)
	attacker := w.join(quick(), libp2p.UserAgent("flood"))
	for i := range 4 {
		_, _ = attacker.Provide(t.Context(), contentOf(fmt.Sprint(i)))
	}
	victim.until(t, "refusals", func() bool { return victim.refused[RefusedRate] > 0 })
}

func (m *member) refusals(reason Reason) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refused[reason]
}

// TestFoundAddresses: who is found is dialled at few addresses, and on a public
// network at public ones alone.
func TestFoundAddresses(t *testing.T) {
	var info peer.AddrInfo
	for i := range 2 * MaxFoundAddrs {
		info.Addrs = append(info.Addrs, multiaddr.StringCast(fmt.Sprintf("/ip4/10.0.0.1/tcp/%d", 1000+i)))
	}
	info.Addrs = append(info.Addrs, multiaddr.StringCast("/ip4/8.8.8.8/tcp/1"))
	for public, want := range map[bool]int{false: MaxFoundAddrs, true: 1} {
		d := &Directory{cfg: Config{Public: public}}
		found := d.dialable(map[peer.ID]peer.AddrInfo{"x": info})
		if len(found) != 1 || len(found[0].Addrs) != want {
			t.Errorf("public %v: %v", public, found)
		}
	}
}
