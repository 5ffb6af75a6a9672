package dht

import (
	"encoding/base32"
	"fmt"
	"testing"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	kadpb "github.com/libp2p/go-libp2p-kad-dht/pb"
	recordpb "github.com/libp2p/go-libp2p-record/pb"
)

func count(t *testing.T, store datastore.Datastore) int {
	t.Helper()
	results, err := store.Query(t.Context(), query.Query{KeysOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := results.Rest()
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func providerKey(i int) datastore.Key {
	encoded := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte{byte(i)})
	return datastore.NewKey("/providers/" + encoded + "/PEER")
}

func TestQuotaEntries(t *testing.T) {
	const most = 8
	ctx, self := t.Context(), positionOf([]byte("self"))
	var entries int
	reasons := map[Reason]int{}
	observer := &Observer{
		Stored:  func(_ Table, n int, _ int64) { entries = n },
		Refused: func(r Reason) { reasons[r]++ },
	}
	q := newQuota(memory(), self, TableLegacy, most, 1<<20, observer)
	ranked := newProximity[int](self)
	for i := range 100 {
		ranked.put(providerKey(i).String(), place(providerKey(i)), i)
		err := q.Put(ctx, providerKey(i), []byte("x"))
		if err != nil && reasonOf(err) != RefusedFull {
			t.Fatal(err)
		}
		if n := count(t, q); n > most || n != entries {
			t.Fatalf("%d entries, observer was told %d, limit %d", n, entries, most)
		}
	}
	for ranked.len() > most {
		victim, _, ok := ranked.farthest(self)
		if !ok {
			t.Fatal("nothing farther than self itself")
		}
		ranked.remove(victim)
	}
	for key := range ranked.entries {
		if has, err := q.Has(ctx, datastore.NewKey(key)); err != nil || !has {
			t.Errorf("one of the %d closest is missing: %v", most, err)
		}
	}
	if reasons[RefusedFull] == 0 {
		t.Error("nothing was refused")
	}
}

func TestQuotaBytes(t *testing.T) {
	ctx := t.Context()
	q := newQuota(memory(), place(providerKey(1)), TableLegacy, 100, 10, new(Observer))
	for _, step := range []struct {
		key, size int
		ok        bool
		left      int
	}{
		{2, 10, true, 1},  // just fits
		{3, 11, false, 1}, // cannot fit, whatever were given up for it
		{1, 1, true, 1},   // the closest of all: the other one goes
		{3, 9, true, 2},   // fits beside it
		{1, 2, true, 1},   // grows, and the other one goes
		{1, 11, false, 1}, // never gives itself up
	} {
		err := q.Put(ctx, providerKey(step.key), make([]byte, step.size))
		if left := count(t, q); (err == nil) != step.ok || left != step.left {
			t.Errorf("putting %d bytes: %v, %d entries", step.size, err, left)
		}
	}
	if err := q.Delete(ctx, providerKey(1)); err != nil {
		t.Fatal(err)
	}
	if q.size != 0 || q.entries.len() != 0 {
		t.Errorf("%d bytes in %d entries after deleting all", q.size, q.entries.len())
	}
}

func TestQuotaCountsWhatIsThere(t *testing.T) {
	ctx, store := t.Context(), memory()
	first := newQuota(store, position{}, TableLegacy, 3, 100, new(Observer))
	batch := must(first.Batch(ctx))
	for i := range 3 {
		if err := batch.Put(ctx, providerKey(i), []byte("four")); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	again := newQuota(store, position{}, TableLegacy, 3, 100, new(Observer))
	if err := again.load(ctx); err != nil {
		t.Fatal(err)
	}
	if again.size != 12 || again.entries.len() != 3 {
		t.Errorf("%d bytes in %d entries", again.size, again.entries.len())
	}
	for i := range 20 {
		_ = again.Put(ctx, providerKey(i), []byte("four"))
	}
	if n := count(t, store); n != 3 {
		t.Errorf("%d entries", n)
	}
}

func TestPlaceIsThatOfTheDHT(t *testing.T) {
	const key = "/acn/0f"
	encoded := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(key))
	if place(datastore.NewKey("/acn/"+encoded)) != positionOf([]byte(key)) {
		t.Error("place of a record differs from that of its key")
	}
	if place(datastore.NewKey("/odd")) == place(datastore.NewKey("/even")) {
		t.Error("other keys share a place")
	}
}

func TestProximity(t *testing.T) {
	p := newProximity[int](position{})
	at := func(first byte) position { return position{first} }
	for i, first := range []byte{5, 9, 1, 7} {
		p.put(fmt.Sprint(first), at(first), i)
	}
	p.put("7", at(7), 40) // an update moves nothing
	if _, _, ok := p.farthest(at(9)); ok {
		t.Error("gave up an entry for one that is as far")
	}
	for _, want := range []string{"9", "7", "5", "1"} {
		key, _, ok := p.farthest(at(0))
		if !ok || key != want {
			t.Errorf("farthest is %s, want %s", key, want)
		}
		p.remove(key)
	}
	p.remove("none")
	if _, _, ok := p.farthest(at(0)); ok || p.len() != 0 {
		t.Error("something is left")
	}
}

func TestLimiter(t *testing.T) {
	reasons := map[Reason]int{}
	l := must(newLimiter(0.001, 3, &Observer{Refused: func(r Reason) { reasons[r]++ }}))
	for i := range 5 {
		if got := l.allow("a"); got != (i < 3) {
			t.Errorf("request %d: %v", i, got)
		}
	}
	if !l.allow("b") {
		t.Error("another place pays for the first")
	}
}

func TestLimiterLeavesQuestionsAlone(t *testing.T) {
	l := must(newLimiter(0.001, 1, new(Observer)))
	request := &kadpb.Message{Type: kadpb.Message_GET_VALUE, Record: new(recordpb.Record)}
	for range 3 {
		l.request(t.Context(), nil, request) // would need the stream to count
	}
	if request.Record == nil {
		t.Error("a question was refused")
	}
}
