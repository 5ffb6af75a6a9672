package dht

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p-kad-dht/records"
	kadrecord "github.com/libp2p/go-libp2p-record"
	recordpb "github.com/libp2p/go-libp2p-record/pb"

	"go-acn/acn"
)

// bench is a validator with a clock of its own.
type bench struct {
	*validator
	clock   *clock
	reasons map[Reason]int
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{clock: newClock(), reasons: map[Reason]int{}}
	floors := newFloors(memory(), position{}, 100)
	observer := &Observer{Refused: func(r Reason) { b.reasons[r]++ }}
	b.validator = must(newValidator(b.clock.Now, floors, 16, observer))
	return b
}

func TestValidate(t *testing.T) {
	node, wallet := newIdentity(t), newWallet(t, acn.Cosmos)
	rec := represent(t, wallet, node, 0, 0)
	key := rec.Address.RecordKey()
	at := func(issued time.Time) []byte { return claimOf(t, rec, issued).sign(node) }
	other := represent(t, newWallet(t, acn.Cosmos), node, 0, 0)

	for name, test := range map[string]struct {
		key    string
		value  []byte
		reason Reason
	}{
		"good":                    {key, at(epoch), ""},
		"another spelling of key": {"/acn/" + strings.ToUpper(key[5:]), at(epoch), RefusedKey},
		"key of another wallet":   {other.Address.RecordKey(), at(epoch), RefusedAddress},
		"no key":                  {"/acn/x", at(epoch), RefusedKey},
		"too long":                {key, make([]byte, MaxRecordSize+1), RefusedSize},
		"garbage":                 {key, []byte("garbage"), RefusedMalformed},
		"5 minutes ahead":         {key, at(epoch.Add(5 * time.Minute)), ""},
		"a bit more ahead":        {key, at(epoch.Add(5*time.Minute + time.Millisecond)), RefusedFuture},
		"about to expire":         {key, at(epoch.Add(-26*time.Hour + time.Millisecond)), ""},
		"just expired":            {key, at(epoch.Add(-26 * time.Hour)), RefusedExpired},
		"forged":                  {key, claimOf(t, rec, epoch).sign(newIdentity(t)), RefusedSignature},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			for range 2 { // what was learnt the first time changes nothing
				if err := b.Validate(test.key, test.value); reasonOf(err) != test.reason || (err == nil) != (test.reason == "") {
					t.Errorf("got %v, want %q", err, test.reason)
				}
			}
			if test.reason != "" && b.reasons[test.reason] != 2 {
				t.Errorf("observer was told %v", b.reasons)
			}
		})
	}
}

// TestForgeryRaisesNoFloor: only what is fully verified may push others out.
func TestForgeryRaisesNoFloor(t *testing.T) {
	b, node := newBench(t), newIdentity(t)
	rec := represent(t, newWallet(t, acn.Cosmos), node, 0, 0)
	key := rec.Address.RecordKey()
	forged := claimOf(t, rec, epoch.Add(time.Minute)).sign(newIdentity(t))
	if err := b.Validate(key, forged); reasonOf(err) != RefusedSignature {
		t.Fatal(err)
	}
	if err := b.Validate(key, claimOf(t, rec, epoch).sign(node)); err != nil {
		t.Errorf("after a forgery with a higher sequence: %v", err)
	}
}

// TestReplay: once a newer record was seen, an older one that is still within
// its life is refused, also after the newer one has expired.
func TestReplay(t *testing.T) {
	b, node := newBench(t), newIdentity(t)
	rec := represent(t, newWallet(t, acn.Ethereum), node, 0, 0)
	key := rec.Address.RecordKey()
	old := claimOf(t, rec, epoch.Add(-time.Minute))
	old.expires = old.issued.Add(36 * time.Hour)
	oldRaw := old.sign(node)
	short := claimOf(t, rec, epoch)
	short.expires = epoch.Add(time.Hour)
	newest := short.sign(node)

	if err := b.Validate(key, oldRaw); err != nil {
		t.Fatal(err)
	}
	if err := b.Validate(key, newest); err != nil {
		t.Fatal(err)
	}
	if err := b.Validate(key, oldRaw); reasonOf(err) != RefusedOlder {
		t.Errorf("replay: %v", err)
	}
	b.clock.advance(2 * time.Hour)
	if err := b.Validate(key, newest); reasonOf(err) != RefusedExpired {
		t.Errorf("newest after its end: %v", err)
	}
	if err := b.Validate(key, oldRaw); reasonOf(err) != RefusedOlder {
		t.Errorf("rollback after the newest expired: %v", err)
	}
	// The floor lives until nothing is left that it could refuse.
	b.clock.advance(short.expires.Add(floorAfterlife).Sub(b.clock.Now()))
	if b.clock.Now().Before(old.expires) {
		t.Error("the floor lapses before the old record expires")
	}
}

// TestFloorOutlivesReplays is the arithmetic behind floorAfterlife: whatever
// was signed before a floor was raised, by clocks as far ahead as is allowed
// and for the longest life, ends before the floor does.
func TestFloorOutlivesReplays(t *testing.T) {
	if floorAfterlife < maxClockSkew+MaxRecordLife {
		t.Errorf("floors live %s longer, records up to %s", floorAfterlife, maxClockSkew+MaxRecordLife)
	}
}

// TestFormerRepresentative: a node whose proof the wallet has replaced by a
// dated statement can sign what it likes.
func TestFormerRepresentative(t *testing.T) {
	former, current, wallet := newIdentity(t), newIdentity(t), newWallet(t, acn.Ethereum)
	old := represent(t, wallet, former, 0, 0)
	older := represent(t, wallet, former, 3, 0)
	now := represent(t, wallet, current, 4, 0)
	key := now.Address.RecordKey()

	for name, rec := range map[string]*acn.Record{"undated": old, "lower epoch": older} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			// The most a former representative can do: latest issue time,
			// sequence as far ahead as rules allow, longest life.
			c := claimOf(t, rec, epoch.Add(maxClockSkew))
			c.seq += uint64(maxLead.Milliseconds())
			c.expires = c.issued.Add(MaxRecordLife)
			rogue := c.sign(former)
			right := claimOf(t, now, epoch).sign(current)

			for i, values := range [][][]byte{{rogue, right}, {right, rogue}} {
				if best, err := b.Select(key, values); err != nil || best != 1-i {
					t.Errorf("selected %d of order %d, %v", best, i, err)
				}
			}
			if err := b.Validate(key, rogue); err != nil {
				t.Errorf("before the newer statement is known: %v", err)
			}
			if err := b.Validate(key, right); err != nil {
				t.Fatal(err)
			}
			if err := b.Validate(key, rogue); reasonOf(err) != RefusedOlder {
				t.Errorf("afterwards: %v", err)
			}
			// Even when the right record has expired and its node is gone, as
			// long as the wallet's statement stands.
			b.clock.advance(10 * 24 * time.Hour)
			c = claimOf(t, rec, b.clock.Now())
			if err := b.Validate(key, c.sign(former)); reasonOf(err) != RefusedOlder {
				t.Errorf("ten days later: %v", err)
			}
		})
	}
}

func TestSelect(t *testing.T) {
	b, node, wallet := newBench(t), newIdentity(t), newWallet(t, acn.Ethereum)
	rec := represent(t, wallet, node, 0, 0)
	key := rec.Address.RecordKey()
	base := claimOf(t, rec, epoch).sign(node)
	newer := claimOf(t, rec, epoch.Add(time.Second)).sign(node)
	longer := claimOf(t, rec, epoch)
	longer.expires = longer.expires.Add(time.Second)
	longerRaw := longer.sign(node)
	twin := claimOf(t, rec, epoch)
	twin.addrs = nil
	twinRaw := twin.sign(node)
	small, large := base, twinRaw
	if a, b := sha256.Sum256(base), sha256.Sum256(twinRaw); string(a[:]) > string(b[:]) {
		small, large = twinRaw, base
	}
	for name, test := range map[string]struct {
		values [][]byte
		want   int
	}{
		"one":                   {[][]byte{base}, 0},
		"newer first":           {[][]byte{newer, base}, 0},
		"newer last":            {[][]byte{base, newer}, 1},
		"sequence over expiry":  {[][]byte{longerRaw, newer}, 1},
		"later expiry":          {[][]byte{base, longerRaw}, 1},
		"smaller hash":          {[][]byte{large, small}, 1},
		"tie goes to the first": {[][]byte{base, base, base}, 0},
		"garbage is passed":     {[][]byte{[]byte("garbage"), base}, 1},
	} {
		if got, err := b.Select(key, test.values); err != nil || got != test.want {
			t.Errorf("%s: %d, %v, want %d", name, got, err, test.want)
		}
	}
	for name, values := range map[string][][]byte{"nothing": nil, "only garbage": {[]byte("x")}} {
		if _, err := b.Select(key, values); err == nil {
			t.Errorf("%s: selected", name)
		}
	}
}

// TestHolder runs the library's own value store on ours, as a holder does.
func TestHolder(t *testing.T) {
	ctx := t.Context()
	b, node := newBench(t), newIdentity(t)
	b.clock.now = time.Now() // the library stamps with the real time
	store := &recordStore{quota: newQuota(memory(), position{}, TableOwn, 10, 1<<20, b.observer), validator: b.validator}
	holder := records.NewValueStore(store, kadrecord.NamespacedValidator{acn.RecordNamespace: b.validator}, holderAge)
	rec := represent(t, newWallet(t, acn.Ethereum), node, 0, 0)
	key := rec.Address.RecordKey()
	now := b.clock.Now().Truncate(time.Millisecond).UTC()
	signed := func(issued time.Time, life time.Duration) *recordpb.Record {
		c := claimOf(t, rec, issued)
		c.expires = issued.Add(life)
		return kadrecord.MakePutRecord(key, c.sign(node))
	}
	old, newer := signed(now.Add(-time.Minute), 36*time.Hour), signed(now, time.Hour)

	if err := holder.Put(ctx, key, old); err != nil {
		t.Fatal(err)
	}
	if err := holder.Put(ctx, key, newer); err != nil {
		t.Fatal(err)
	}
	if err := holder.Put(ctx, key, newer); err != nil {
		t.Errorf("the same bytes again, as a holder's copy is refreshed: %v", err)
	}
	if err := holder.Put(ctx, key, old); reasonOf(err) != RefusedOlder {
		t.Errorf("put of an older one: %v", err)
	}
	if got, err := holder.Get(ctx, key); err != nil || string(got.GetValue()) != string(newer.GetValue()) {
		t.Errorf("got %v, %v", got, err)
	}
	b.clock.advance(2 * time.Hour)
	if got, err := holder.Get(ctx, key); err != nil || got != nil {
		t.Errorf("an expired record is handed out: %v, %v", got, err)
	}
	if err := holder.Put(ctx, key, old); reasonOf(err) != RefusedOlder {
		t.Errorf("rollback: %v", err)
	}
}

// TestOvertakenRecordIsNotServed: a holder that has seen a newer statement,
// though it does not store it, stops handing the old record out.
func TestOvertakenRecordIsNotServed(t *testing.T) {
	ctx := t.Context()
	b, node := newBench(t), newIdentity(t)
	b.clock.now = time.Now()
	store := &recordStore{quota: newQuota(memory(), position{}, TableOwn, 10, 1<<20, b.observer), validator: b.validator}
	holder := records.NewValueStore(store, kadrecord.NamespacedValidator{acn.RecordNamespace: b.validator}, holderAge)
	rec := represent(t, newWallet(t, acn.Ethereum), node, 0, 0)
	key := rec.Address.RecordKey()
	now := b.clock.Now().Truncate(time.Millisecond).UTC()
	if err := holder.Put(ctx, key, kadrecord.MakePutRecord(key, claimOf(t, rec, now.Add(-time.Hour)).sign(node))); err != nil {
		t.Fatal(err)
	}
	if err := b.Validate(key, claimOf(t, rec, now).sign(node)); err != nil {
		t.Fatal(err)
	}
	if got, err := holder.Get(ctx, key); err != nil || got != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

// TestVerifiedIsRemembered: copies of a record cost one verification. The
// memory is asked, as time would be a poor witness.
func TestVerifiedIsRemembered(t *testing.T) {
	b, node := newBench(t), newIdentity(t)
	rec := represent(t, newWallet(t, acn.Ethereum), node, 0, 0)
	raw := claimOf(t, rec, epoch).sign(node)
	first, err := b.admit(rec.Address.RecordKey(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := b.admit(rec.Address.RecordKey(), append([]byte(nil), raw...)); err != nil || again != first {
		t.Errorf("verified twice, %v", err)
	}
}

func BenchmarkValidate(b *testing.B) {
	node := newIdentity(b)
	rec := represent(b, newWallet(b, acn.Ethereum), node, 0, 0)
	key := rec.Address.RecordKey()
	for _, copies := range []string{"seen", "new sequence"} {
		b.Run(fmt.Sprint(copies), func(b *testing.B) {
			v := newBench(b)
			c := claimOf(b, rec, epoch)
			raw := c.sign(node)
			for b.Loop() {
				if copies != "seen" {
					b.StopTimer()
					c.seq++
					c.issued = time.UnixMilli(int64(c.seq)).UTC()
					c.expires = c.issued.Add(time.Hour)
					v.clock.now = c.issued
					raw = c.sign(node)
					b.StartTimer()
				}
				if err := v.Validate(key, raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
