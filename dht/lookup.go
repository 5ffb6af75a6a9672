package dht

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ipfs/go-cid"
	kad "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"golang.org/x/sync/errgroup"

	"go-acn/acn"
)

// ErrNotFound is returned for an address nobody announces.
var ErrNotFound = errors.New("no node found for the address")

var errStopped = errors.New("directory has stopped")

const (
	// lookupRounds is how often a search that finds nothing is made.
	lookupRounds = 2
	// mostRounds bounds those begun in one search, roundPatience is when a
	// round counts as held up.
	mostRounds    = 4
	roundPatience = time.Second
	// maxAsked bounds the providers asked in one round, asking those at a
	// time: whoever invents providers must not keep the real one from its
	// turn, and each of them costs a connection.
	maxAsked = 64
	asking   = 16
)

// question is a caller of Locate that waits. answer takes one value without
// blocking.
type question struct {
	addr   acn.Address
	ledger acn.Ledger
	answer chan<- answer
}

type answer struct {
	loc Location
	err error
}

// inquiry is a search under way and those who wait for it.
type inquiry struct {
	question
	callers []chan<- answer
	// answered means that those who came before have been answered; the
	// search goes on only to see whether there is something newer.
	answered bool
}

// news is what a search tells the loop: that the cache knows more, or that it
// has ended.
type news struct {
	inquiry *inquiry
	ended   bool
}

// lookupLoop owns the searches that are under way and those who wait for them.
func (d *Directory) lookupLoop(ctx context.Context, t *tables) error {
	var searches sync.WaitGroup
	defer searches.Wait()
	current := make(map[acn.Address]*inquiry)
	reports := make(chan news)
	for running := 0; ; {
		questions := d.questions
		if running >= d.cfg.Lookups {
			questions = nil // further callers wait in Locate
		}
		select {
		case <-ctx.Done():
			return nil
		case q := <-questions:
			inq := current[q.addr]
			// Who asks again has found what was answered to be of no use, and
			// the rest of that search may be held up for long.
			if inq == nil || inq.answered {
				inq = &inquiry{question: q}
				current[q.addr] = inq
				running++
				searches.Go(func() { d.search(ctx, t, inq, reports) })
			}
			inq.callers = append(inq.callers, q.answer)
		case report := <-reports:
			if report.ended {
				running--
			}
			d.settle(current, report)
		}
	}
}

// settle answers those who wait, as far as there is an answer.
func (d *Directory) settle(current map[acn.Address]*inquiry, report news) {
	inq := report.inquiry
	newest := current[inq.addr]
	if report.ended && newest == inq {
		delete(current, inq.addr)
	}
	loc, _ := d.cached(inq.addr)
	switch {
	case loc != nil:
		inq.reply(answer{loc: *loc})
		// What an older search has found is news to the current one as well.
		if newest != nil {
			newest.reply(answer{loc: *loc})
		}
	case report.ended:
		inq.reply(answer{err: ErrNotFound})
	}
	// Otherwise what was found is not to be used after all.
}

func (inq *inquiry) reply(a answer) {
	for _, caller := range inq.callers {
		caller <- a
	}
	inq.callers, inq.answered = nil, true
}

// search looks for one address in both DHTs, again if need be, and reports.
func (d *Directory) search(ctx context.Context, t *tables, inq *inquiry, reports chan<- news) {
	s := &search{d: d, t: t, q: inq.question, started: time.Now(), report: func(ended bool) {
		select {
		case reports <- news{inq, ended}:
		case <-ctx.Done():
		}
	}}
	defer s.report(true)
	limited, cancel := context.WithTimeout(ctx, d.cfg.LookupTimeout)
	defer cancel()
	s.rounds(limited)
	s.finish(ctx)
}

// rounds searches until something is found, or two rounds have come to their
// end without. A round that is held up by a peer that is gone goes on beside
// the next, which may learn what the peers it can reach have heard since.
func (s *search) rounds(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	for started, complete := 0, 0; started < mostRounds && complete < lookupRounds; started++ {
		if started > 0 && !pause(ctx, s.d.cfg.LookupPause) {
			return
		}
		ended := make(chan struct{})
		all.Go(func() {
			defer close(ended)
			s.round(ctx)
		})
		held := time.NewTimer(roundPatience)
		select {
		case <-ended:
			complete++
		case <-held.C:
		}
		held.Stop()
		if s.first.Load() != nil {
			return
		}
	}
}

func pause(ctx context.Context, length time.Duration) bool {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// search is one search under way; both DHTs' goroutines use it.
type search struct {
	d       *Directory
	t       *tables
	q       question
	started time.Time
	report  func(ended bool)
	first   atomic.Pointer[Search] // set by the first answer
	passed  atomic.Bool            // an answer was passed over: too old, or of a peer tried in vain
}

func (s *search) round(ctx context.Context) {
	var both sync.WaitGroup
	both.Go(func() { s.records(ctx) })
	if s.t.legacy != nil && s.q.ledger.Legacy() {
		both.Go(func() { s.providers(ctx) })
	}
	both.Wait()
}

// finish notes how the search went; ctx tells a search that was cut off by the
// end of the directory from one that found nothing.
func (s *search) finish(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	if found := s.first.Load(); found != nil {
		s.d.cfg.Observer.located(*found)
		return
	}
	s.d.cfg.Observer.located(Search{Took: time.Since(s.started)})
	// Without a network nothing has been learnt, and an agent whose node has
	// just gone will be back elsewhere in a moment.
	if own, legacy := s.t.sizes(); own+legacy > 0 && !s.passed.Load() {
		s.d.mu.Lock()
		s.d.cache.miss(s.d.cfg.Now(), s.q.addr)
		s.d.mu.Unlock()
	}
}

// records searches our own DHT. The first valid record counts at once; better
// ones that follow replace it.
func (s *search) records(ctx context.Context) {
	key := s.q.addr.RecordKey()
	values, err := s.t.own.SearchValue(ctx, key, kad.Quorum(0))
	if err != nil {
		return
	}
	for value := range values {
		rec, err := s.d.validator.admit(key, value)
		// An error means that it was overtaken since the DHT looked at it. A
		// tombstone has done its work by raising the floor.
		if err == nil && rec.kind == kindLocation {
			s.found(s.d.fromRecord(rec))
		}
	}
}

// fromRecord is the location a signed record speaks of.
func (d *Directory) fromRecord(rec *record) Location {
	expires := d.cfg.Now().Add(d.cfg.RecordTTL)
	if rec.expires.Before(expires) {
		expires = rec.expires
	}
	addrs := rec.addrs
	if d.cfg.Public {
		addrs = publicOnly(addrs)
	}
	return Location{
		Address: rec.proof.Address, Peer: rec.peer, Addrs: addrs, Relays: rec.relays,
		Record: rec.proof, Source: SourceRecord, Issued: rec.issued, Expires: expires, order: rec.order(),
	}
}

// providers searches the DHT of the existing network and asks the providers as
// they turn up, until one shows a proof that is good.
func (s *search) providers(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var askers errgroup.Group
	askers.SetLimit(asking)
	asked := 0
	for provider := range s.t.legacy.FindProvidersAsync(ctx, cid.NewCidV0(s.q.addr.Multihash()), 0) {
		if provider.ID == s.d.host.ID() || asked == maxAsked || ctx.Err() != nil {
			continue
		}
		asked++
		askers.Go(func() error {
			if s.ask(ctx, provider) {
				cancel()
			}
			return nil
		})
	}
	_ = askers.Wait() // they return nothing
}

// ask puts the question to one provider and tells whether its answer is used.
func (s *search) ask(ctx context.Context, provider peer.AddrInfo) bool {
	ctx, cancel := context.WithTimeout(ctx, s.d.cfg.AskTimeout)
	defer cancel()
	rec, err := s.d.asker.Ask(ctx, provider.ID, s.q.addr)
	if err != nil || rec == nil {
		return false
	}
	loc, err := s.d.fromProvider(rec, provider, s.q.addr)
	return err == nil && s.found(loc)
}

// fromProvider is the location a provider's answer speaks of. The proof names
// the node; where that is not the provider, the provider relays for it.
func (d *Directory) fromProvider(rec *acn.Record, provider peer.AddrInfo, addr acn.Address) (Location, error) {
	now := d.cfg.Now()
	place := digest(addr.Digest())
	switch {
	case rec.Address != addr:
		return Location{}, fmt.Errorf("asked for %s, got %s", addr, rec.Address)
	case !rec.Current(now):
		return Location{}, errors.New("delegation is not in its window")
	case rec.Epoch() < d.floors.newest(place, now).epoch:
		return Location{}, errors.New("wallet has made a later statement")
	}
	node, err := peer.Decode(rec.Node.PeerID())
	if err != nil {
		return Location{}, err
	}
	if rec.Delegation != nil {
		d.floors.raise(place, order{epoch: rec.Epoch()}, rec.Delegation.NotAfter, now)
	}
	loc := Location{
		Address: addr, Peer: node, Record: rec, Source: SourceProvider,
		Expires: now.Add(d.cfg.ProviderTTL), order: order{epoch: rec.Epoch()},
	}
	if node == provider.ID {
		loc.Addrs = provider.Addrs
	} else {
		loc.Relays = []peer.ID{provider.ID}
	}
	if d.cfg.Public {
		loc.Addrs = publicOnly(loc.Addrs)
	}
	return loc, nil
}

// found takes a location into the cache, if it is one to use, and makes its
// addresses known to the host for as long as it may be used.
func (s *search) found(loc Location) bool {
	d := s.d
	if loc.Peer == d.host.ID() {
		return false
	}
	d.floors.keep(digest(loc.Address.Digest()), d.cfg.Now())
	d.mu.Lock()
	used := d.cache.add(d.cfg.Now(), loc)
	d.mu.Unlock()
	if !used {
		s.passed.Store(true)
		return false
	}
	d.remember(loc)
	s.first.CompareAndSwap(nil, &Search{Found: true, First: loc.Source, Took: time.Since(s.started)})
	s.report(false)
	return true
}

// remember puts the addresses of a location into the peerstore, for a time:
// they were given by others.
func (d *Directory) remember(loc Location) {
	ttl := peerstore.TempAddrTTL
	if left := loc.Expires.Sub(d.cfg.Now()); left > ttl {
		ttl = left
	}
	addrs := loc.Addrs
	for _, relay := range loc.Relays {
		if circuit, err := circuitThrough(relay); err == nil {
			addrs = append(addrs[:len(addrs):len(addrs)], circuit)
		}
	}
	d.host.Peerstore().AddAddrs(loc.Peer, addrs, ttl)
}
