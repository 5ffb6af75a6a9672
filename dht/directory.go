package dht

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
)

// Asker asks a peer for the record of an address over /aea-address. The record
// it returns is verified and of that address; it must respect ctx.
type Asker interface {
	Ask(ctx context.Context, p peer.ID, addr acn.Address) (*acn.Record, error)
}

// Directory announces and finds agents.
type Directory struct {
	cfg       Config
	host      host.Host
	identity  *acn.Identity
	node      acn.NodeKey
	asker     Asker
	floors    *floors
	validator *validator
	limiter   *limiter
	records   *recordStore // of the own DHT
	providers *quota       // of the legacy DHT
	offers    *offerStore  // of content, in the own DHT

	questions chan question
	wake      chan struct{} // the schedule has changed
	refresh   chan struct{} // somebody says he is new
	ready     chan struct{} // closed when the DHTs run
	stopped   chan struct{} // closed when Run has ended

	mu       sync.Mutex
	schedule *schedule
	cache    *cache
	tables   *tables // nil unless running
}

// New puts a directory together; nothing runs before Run. identity must be
// the key of h. store keeps stored records and floors across restarts.
func New(cfg Config, h host.Host, identity *acn.Identity, store datastore.Batching, asker Asker) (*Directory, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("configuring directory: %w", err)
	}
	if key := identity.NodeKey(); key.PeerID() != h.ID().String() {
		return nil, fmt.Errorf("configuring directory: host is %s, identity %s", h.ID(), key.PeerID())
	}
	d := &Directory{
		cfg: cfg, host: h, identity: identity, node: identity.NodeKey(), asker: asker,
		questions: make(chan question), wake: make(chan struct{}, 1), refresh: make(chan struct{}, 1),
		ready: make(chan struct{}), stopped: make(chan struct{}),
		schedule: newSchedule(cfg, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))),
	}
	self, observer := positionOf([]byte(h.ID())), &d.cfg.Observer
	d.floors = newFloors(namespace(store, "floors"), self, cfg.MaxFloors)
	d.providers = newQuota(namespace(store, "providers"), self, TableLegacy, cfg.MaxRecords, cfg.MaxRecordBytes, observer)
	held := newQuota(namespace(store, "records"), self, TableOwn, cfg.MaxRecords, cfg.MaxRecordBytes, observer)
	var errs [4]error
	d.validator, errs[0] = newValidator(cfg.Now, d.floors, verifiedRecords, observer)
	d.limiter, errs[1] = newLimiter(cfg.PutRate, cfg.PutBurst, observer)
	d.cache, errs[2] = newCache(cfg.CacheSize, cfg.MissTTL, cfg.ShunTTL)
	d.offers, errs[3] = newOfferStore(namespace(store, "offers"), h.ID(), d.cfg)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("configuring directory: %w", err)
	}
	d.records = &recordStore{quota: held, validator: d.validator}
	return d, nil
}

// verifiedRecords is how many verified records are remembered, about 2 KiB
// each.
const verifiedRecords = 2048

// Run runs both DHTs, announces and searches until ctx ends. It may be called
// once. The datastore must stay open until the host has been closed after it.
func (d *Directory) Run(ctx context.Context) error {
	defer close(d.stopped)
	if err := d.load(ctx); err != nil {
		return err
	}
	t, err := d.startTables()
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.tables = t
	d.mu.Unlock()
	close(d.ready)
	_ = t.own.Bootstrap(ctx) // it only triggers what runs in the background
	if t.legacy != nil {
		_ = t.legacy.Bootstrap(ctx)
	}

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return d.announceLoop(ctx, t) })
	group.Go(func() error { return d.neighbourLoop(ctx, t) })
	group.Go(func() error { return d.addressLoop(ctx) })
	group.Go(func() error { return d.departureLoop(ctx) })
	group.Go(func() error { return d.lookupLoop(ctx, t) })
	group.Go(func() error { return d.floorLoop(ctx) })
	err = group.Wait()

	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(err, t.close(), d.floors.flush(ending))
}

// load reads what earlier runs left in the datastore.
func (d *Directory) load(ctx context.Context) error {
	if err := d.floors.load(ctx, d.cfg.Now()); err != nil {
		return err
	}
	return errors.Join(d.records.load(ctx), d.providers.load(ctx), d.offers.load(ctx))
}

// Ready is closed once the DHTs run and answer.
func (d *Directory) Ready() <-chan struct{} { return d.ready }

// Neighbours is how many peers the routing tables hold; both are 0 before Run.
func (d *Directory) Neighbours() (own, legacy int) {
	d.mu.Lock()
	t := d.tables
	d.mu.Unlock()
	if t == nil {
		return 0, 0
	}
	return t.sizes()
}

// Announce keeps the address of rec announced from now on: its agent has just
// registered here. A record that names this node gets a signed record and a
// provider record, another one, of a relay client, the latter only. Calling it
// again replaces the record and says that the agent has registered anew.
func (d *Directory) Announce(rec *acn.Record) {
	now := d.cfg.Now()
	d.mu.Lock()
	if d.announcesOwn(rec) {
		d.schedule.announce(now, rec, TableOwn)
	} else {
		d.schedule.withdraw(now, rec.Address)
	}
	if !d.cfg.DisableLegacy && rec.Ledger.Legacy() {
		d.schedule.announce(now, rec, TableLegacy)
	}
	d.mu.Unlock()
	d.nudge()
}

// Withdraw stops announcing an address. If the newest record of it is ours, a
// tombstone follows; provider records cannot be taken back and expire.
func (d *Directory) Withdraw(addr acn.Address) {
	d.mu.Lock()
	d.schedule.withdraw(d.cfg.Now(), addr)
	d.mu.Unlock()
	d.nudge()
}

// Announces tells whether an address is being announced.
func (d *Directory) Announces(addr acn.Address) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.schedule.announcing(addr, TableOwn) || d.schedule.announcing(addr, TableLegacy)
}

// Refresh says that a new neighbour has turned up: what few peers hold is
// announced soon.
func (d *Directory) Refresh() {
	select {
	case d.refresh <- struct{}{}:
	default:
	}
}

// Locate finds the node of an address, in the cache or by a search that is
// shared with other callers. It is for local senders only: a search on behalf
// of a peer that may ask others in turn would not end. The error is
// ErrNotFound, or ctx's.
func (d *Directory) Locate(ctx context.Context, addr acn.Address) (Location, error) {
	if loc, known := d.cached(addr); loc != nil {
		return *loc, nil
	} else if known {
		return Location{}, ErrNotFound
	}
	_, ledger, err := acn.ParseAddress(string(addr))
	if err != nil {
		// Records name addresses in canonical spelling and no others.
		return Location{}, fmt.Errorf("%w: %w", ErrNotFound, err)
	}
	answers := make(chan answer, 1)
	select {
	case d.questions <- question{addr: addr, ledger: ledger, answer: answers}:
	case <-ctx.Done():
		return Location{}, ctx.Err()
	case <-d.stopped:
		return Location{}, errStopped
	}
	select {
	case a := <-answers:
		return a.loc, a.err
	case <-ctx.Done():
		return Location{}, ctx.Err()
	case <-d.stopped:
		return Location{}, errStopped
	}
}

// Cached is Locate without a search.
func (d *Directory) Cached(addr acn.Address) (Location, bool) {
	if loc, _ := d.cached(addr); loc != nil {
		return *loc, true
	}
	return Location{}, false
}

// cached asks the cache, after telling it what has been overtaken by a
// statement we have seen since, as a holder for instance.
func (d *Directory) cached(addr acn.Address) (loc *Location, known bool) {
	now := d.cfg.Now()
	newest := d.floors.newest(digest(addr.Digest()), now)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cache.gone(addr, newest)
	return d.cache.find(now, addr)
}

// Invalidate says that p does not have the agent, or cannot be reached: the
// next candidate is used, if there is one, or sought. It is ignored when p is
// not where the address was last located.
func (d *Directory) Invalidate(addr acn.Address, p peer.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cache.invalidate(d.cfg.Now(), addr, p)
}
