package dht

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	kadrecord "github.com/libp2p/go-libp2p-record"
	recordpb "github.com/libp2p/go-libp2p-record/pb"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
)

// holderTimeout bounds one exchange with one holder.
const holderTimeout = 10 * time.Second

// publishRecord signs the record of j anew and stores it with the peers
// closest to its key, unless the newest one out there says that the agent is
// elsewhere.
func (d *Directory) publishRecord(ctx context.Context, t *tables, j job) result {
	key, place := j.addr.RecordKey(), digest(j.addr.Digest())
	d.floors.keep(place, d.cfg.Now())
	fresh := j.fresh(d.cfg.Now()) && !j.gone
	if fresh {
		// At once here, where others may ask.
		d.sign(ctx, t, j, nil, nil)
	}
	peers := t.own.closestOr(ctx, key, func(near []peer.ID) {
		if fresh {
			d.sign(ctx, t, j, nil, near)
		}
	})
	newest := d.survey(ctx, t, key, peers)
	return d.sign(ctx, t, j, newest, peers)
}

// sign signs the record of j anew and stores it here and with peers; newest is
// the newest record found out there, nil if none.
func (d *Directory) sign(ctx context.Context, t *tables, j job, newest *record, peers []peer.ID) result {
	key, place := j.addr.RecordKey(), digest(j.addr.Digest())
	now := d.cfg.Now()
	rank, ok := decide(j, newest, d.floors.newest(place, now), now)
	if !ok {
		return result{outcome: OutcomeYielded, peers: len(peers)}
	}
	composed := d.compose(j, rank, now)
	if composed.kind == kindLocation && len(composed.addrs) == 0 && len(composed.relays) == 0 {
		// A node behind a relay has no address before its reservation; it is
		// announced when it gets one.
		return result{outcome: OutcomeFailed, peers: len(peers)}
	}
	raw := composed.sign(d.identity)
	// The rules of the network apply to us too, and raise our own floor.
	if _, err := d.validator.admit(key, raw); err != nil {
		d.cfg.Logger.Debug("record not published", "agent", string(j.addr), "err", err)
		return result{outcome: OutcomeFailed, peers: len(peers)}
	}
	if !d.cfg.Client {
		if err := t.local.Put(ctx, key, kadrecord.MakePutRecord(key, raw)); err != nil {
			d.cfg.Logger.Warn("record not stored here", "agent", string(j.addr), "err", err)
		}
	}
	r := result{peers: len(peers), since: rank.since}
	r.holders = t.own.store(ctx, kadrecord.MakePutRecord(key, raw), peers)
	r.outcome = judge(r)
	return r
}

// judge tells whether enough peers hold a statement.
func judge(r result) Outcome {
	switch {
	case r.peers == 0:
		return OutcomeAlone
	case r.holders < min(enoughHolders, r.peers):
		return OutcomeShort
	}
	return OutcomeStored
}

// decide ranks the record to publish, or tells not to publish at all. newest is
// the newest record found, nil if none; floor the newest statement ever seen.
//
// A later statement of the wallet ends ours, and so does a later registration
// elsewhere, unless it only seems later (job.fresh) or its node has taken it
// back with a tombstone. We bury only a location of our own.
func decide(j job, newest *record, floor order, now time.Time) (rank order, publish bool) {
	if newest != nil && newest.order().compare(floor) > 0 {
		floor = newest.order()
	}
	rank = order{epoch: j.rec.Epoch(), since: j.since, seq: uint64(now.UnixMilli())}
	if floor.epoch != rank.epoch {
		return rank, floor.epoch < rank.epoch && !j.gone
	}
	known := newest != nil && newest.order() == floor
	ours := known && newest.parts.Node == j.rec.Node
	switch {
	case j.gone && !(ours && newest.kind == kindLocation):
		return rank, false
	case ours:
		rank.since = max(rank.since, floor.since)
	case floor.since <= rank.since: // the agent has registered here since; or we got no further than our own floor
	case known && newest.kind == kindTombstone, j.fresh(now):
		rank.since = floor.since + 1
	default:
		return rank, false
	}
	rank.seq = max(rank.seq, floor.seq+1)
	return rank, true
}

// compose fills in a record for now. Its issue time follows since and sequence
// where those had to run ahead of the clock.
func (d *Directory) compose(j job, rank order, now time.Time) *claim {
	c := &claim{kind: kindLocation, parts: j.rec.Parts(), delegation: j.rec.Delegation, since: rank.since, seq: rank.seq}
	c.issued = time.UnixMilli(now.UnixMilli()).UTC()
	ahead := time.UnixMilli(int64(max(rank.since, rank.seq)))
	if earliest := ahead.Add(-maxLead).UTC(); earliest.After(c.issued) {
		c.issued = earliest
	}
	c.seq = max(c.seq, uint64(c.issued.UnixMilli()))
	c.expires = c.issued.Add(d.cfg.RecordLife)
	if c.delegation != nil && c.expires.After(c.delegation.NotAfter) {
		c.expires = c.delegation.NotAfter
	}
	if j.gone {
		c.kind = kindTombstone
		return c
	}
	addrs := d.host.Addrs()
	if d.cfg.Public {
		addrs = publicOnly(addrs)
	}
	c.addrs, c.relays = recordPlaces(addrs, mayRelay(c.delegation))
	return c
}

// Limits of finding the peers to store something at.
const (
	// nearWait is how long an announcement waits for the lookup before it is
	// made to those who are near and connected: a peer that is gone holds a
	// lookup up for the 5 s a QUIC handshake may take.
	nearWait = 150 * time.Millisecond
	// closestTimeout bounds the lookup; what was found by then must do.
	closestTimeout = 15 * time.Second
	// nearest is how many of the near ones are told, a bucket.
	nearest = 20
)

// closestOr is closest; meanwhile, if it takes long, near gets the peers that
// the routing table has for key and this node is connected to.
func (t table) closestOr(ctx context.Context, key string, near func([]peer.ID)) (peers []peer.ID) {
	found := make(chan []peer.ID, 1)
	var lookup sync.WaitGroup
	defer lookup.Wait()
	lookup.Go(func() { found <- t.closest(ctx, key) })
	timer := time.NewTimer(nearWait)
	defer timer.Stop()
	select {
	case peers = <-found:
	case <-timer.C:
		if connected := t.near(key); len(connected) > 0 {
			near(connected)
		}
		peers = <-found
	}
	return peers
}

// near is the nearest peers to key that this node is connected to.
func (t table) near(key string) []peer.ID {
	place := sha256.Sum256([]byte(key))
	return slices.DeleteFunc(t.RoutingTable().NearestPeers(place[:], nearest), func(p peer.ID) bool {
		return t.Host().Network().Connectedness(p) != network.Connected
	})
}

// closest is the peers to store key at, empty if there are none.
func (t table) closest(ctx context.Context, key string) []peer.ID {
	ctx, cancel := context.WithTimeout(ctx, closestTimeout)
	defer cancel()
	peers, _ := t.GetClosestPeers(ctx, key) // an empty table and a deadline are no news
	return peers
}

// survey asks the peers that should hold a record for theirs, and this node's
// own store, and returns the newest.
func (d *Directory) survey(ctx context.Context, t *tables, key string, peers []peer.ID) *record {
	found := make(chan []byte, len(peers)+1)
	if held, err := t.local.Get(ctx, key); err == nil && held != nil {
		found <- held.GetValue()
	}
	each(peers, func(p peer.ID) {
		ctx, cancel := context.WithTimeout(ctx, holderTimeout)
		defer cancel()
		if held, _, err := t.own.messenger.GetValue(ctx, p, key); err == nil && held != nil {
			found <- held.GetValue()
		}
	})
	close(found)
	var newest *record
	var raw []byte
	for value := range found {
		rec, err := d.validator.admit(key, value)
		if err != nil {
			continue // of no account, and counted when it was put
		}
		if newest == nil || preferred(&rec.claim, value, &newest.claim, raw) {
			newest, raw = rec, value
		}
	}
	return newest
}

// store puts a record to each peer and counts those that confirm that they
// stored it. The library's own PutValue succeeds without a single one.
func (t table) store(ctx context.Context, rec *recordpb.Record, peers []peer.ID) int {
	var holders atomic.Int64
	each(peers, func(p peer.ID) {
		ctx, cancel := context.WithTimeout(ctx, holderTimeout)
		defer cancel()
		if t.messenger.PutValue(ctx, p, rec) == nil {
			holders.Add(1)
		}
	})
	return int(holders.Load())
}

// each calls do for all peers at once, of which there are at most a bucket,
// and waits for them.
func each(peers []peer.ID, do func(peer.ID)) {
	var wg sync.WaitGroup
	for _, p := range peers {
		wg.Go(func() { do(p) })
	}
	wg.Wait()
}

// publishProvider announces this node as one to ask for the address in the
// DHT of the existing network. Providers are not acknowledged there: holders
// counts the peers it was sent to.
func (d *Directory) publishProvider(ctx context.Context, t *tables, j job) result {
	key := j.addr.Multihash()
	if !d.cfg.Client {
		if err := t.legacy.ProviderStore().AddProvider(ctx, key, peer.AddrInfo{ID: d.host.ID()}); err != nil {
			d.cfg.Logger.Warn("provider not stored here", "agent", string(j.addr), "err", err)
		}
	}
	self := peer.AddrInfo{ID: d.host.ID(), Addrs: t.legacy.FilteredAddrs()}
	if len(self.Addrs) == 0 {
		return result{outcome: OutcomeFailed}
	}
	peers := t.legacy.closestOr(ctx, string(key), func(near []peer.ID) { t.legacy.provide(ctx, key, self, near) })
	r := result{peers: len(peers), holders: t.legacy.provide(ctx, key, self, peers)}
	r.outcome = judge(r)
	return r
}

// provide sends a provider record to each peer and counts those it could be
// sent to.
func (t table) provide(ctx context.Context, key []byte, self peer.AddrInfo, peers []peer.ID) int {
	var sent atomic.Int64
	each(peers, func(p peer.ID) {
		ctx, cancel := context.WithTimeout(ctx, holderTimeout)
		defer cancel()
		if t.messenger.PutProviderAddrs(ctx, p, key, self) == nil {
			sent.Add(1)
		}
	})
	return int(sent.Load())
}

// perform makes one announcement.
func (d *Directory) perform(ctx context.Context, t *tables, j job) result {
	ctx, cancel := context.WithTimeout(ctx, d.cfg.PublishTimeout)
	defer cancel()
	started := time.Now()
	var r result
	if j.table == TableLegacy {
		r = d.publishProvider(ctx, t, j)
	} else {
		r = d.publishRecord(ctx, t, j)
	}
	d.cfg.Observer.announced(Announcement{
		Address: j.addr, Table: j.table, Gone: j.gone, Outcome: r.outcome,
		Holders: r.holders, Peers: r.peers, Took: time.Since(started),
	})
	return r
}

// announcesOwn tells whether a record gets a signed record besides the
// provider record: it names this node. Others are of relay clients registered
// here, which are found by asking us.
func (d *Directory) announcesOwn(rec *acn.Record) bool { return rec.Node == d.node }
