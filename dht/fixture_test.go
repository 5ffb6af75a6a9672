package dht

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/ipfs/go-datastore"
	dssync "github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
)

// epoch is when the pure tests happen.
var epoch = time.UnixMilli(1_800_000_000_000).UTC()

// clock is a clock that moves when told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: epoch} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newIdentity(t testing.TB) *acn.Identity {
	t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

func newWallet(t testing.TB, ledger acn.Ledger) *acn.Wallet {
	t.Helper()
	wallet, err := acn.NewWallet(ledger)
	if err != nil {
		t.Fatal(err)
	}
	return wallet
}

// represent makes a proof; epoch 0 stands for an undated one.
func represent(t testing.TB, wallet *acn.Wallet, node *acn.Identity, number uint64, flags acn.DelegationFlags) *acn.Record {
	t.Helper()
	var delegation *acn.Delegation
	if number > 0 {
		delegation = &acn.Delegation{Epoch: number, NotBefore: epoch.Add(-24 * time.Hour), NotAfter: epoch.Add(20 * 24 * time.Hour), Flags: flags}
	}
	rec, err := acn.SignRecord(wallet, node.NodeKey(), delegation)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// claimOf is a location issued at the given time, with one address.
func claimOf(t testing.TB, rec *acn.Record, issued time.Time) *claim {
	t.Helper()
	return &claim{
		kind: kindLocation, parts: rec.Parts(), delegation: rec.Delegation,
		since: uint64(issued.UnixMilli()), seq: uint64(issued.UnixMilli()), issued: issued, expires: issued.Add(26 * time.Hour),
		addrs: []multiaddr.Multiaddr{mustAddr(t, "/ip4/192.0.2.7/tcp/9000")},
	}
}

func mustAddr(t testing.TB, text string) multiaddr.Multiaddr {
	t.Helper()
	addr, err := multiaddr.NewMultiaddr(text)
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

func peerOf(t testing.TB, identity *acn.Identity) peer.ID {
	t.Helper()
	id, err := peer.Decode(identity.NodeKey().PeerID())
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func memory() datastore.Batching { return dssync.MutexWrap(datastore.NewMapDatastore()) }

// answers is an Asker that knows what each peer would say.
type answers struct {
	mu      sync.Mutex
	records map[peer.ID]map[acn.Address]*acn.Record
	asked   map[peer.ID]int
	silent  map[peer.ID]bool // accepts the question and never answers
	// before, if set, is called first, with how often the peer was asked.
	before func(ctx context.Context, p peer.ID, times int) error
}

func newAnswers() *answers {
	return &answers{records: map[peer.ID]map[acn.Address]*acn.Record{}, asked: map[peer.ID]int{}, silent: map[peer.ID]bool{}}
}

func (a *answers) serve(p peer.ID, rec *acn.Record) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.records[p] == nil {
		a.records[p] = map[acn.Address]*acn.Record{}
	}
	a.records[p][rec.Address] = rec
}

func (a *answers) count(p peer.ID) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked[p]
}

func (a *answers) Ask(ctx context.Context, p peer.ID, addr acn.Address) (*acn.Record, error) {
	a.mu.Lock()
	a.asked[p]++
	rec, silent, before, times := a.records[p][addr], a.silent[p], a.before, a.asked[p]
	a.mu.Unlock()
	if before != nil {
		if err := before(ctx, p, times); err != nil {
			return nil, err
		}
	}
	if silent {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if rec == nil {
		return nil, errors.New("unknown address")
	}
	return rec, nil
}
