package replica

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica/plan"
)

// Service is one node's part in keeping copies.
type Service struct {
	cfg   Config
	needs Needs

	kick    chan struct{} // capacity 1: the loop has something to do
	changed chan struct{} // capacity 1: pins or store have changed
	shown   atomic.Pointer[shown]
	tally   *tally

	sentenced chan quarantine // to be written down

	visitors map[peer.ID]*visitor // not changed after New
	handlers sync.WaitGroup       // streams being served
	serving  *admission

	mu      sync.Mutex
	machine *plan.Machine
	stale   bool                  // the holdings have changed and are not shown yet
	pins    *shown                // pins that are not shown yet, without holdings
	touched map[pkg.Hash]struct{} // fetched or dropped since the store was last listed
	fed     [][]pkg.Hash          // last answer of each feed
	closed  bool
	turned  chan struct{} // closed after the loop has looked at the machine, and made anew
}

// shown is what others are told. It does not change.
type shown struct {
	pins     *index
	bytes    map[key][]byte // of pins
	holdings *index
}

// New checks the configuration and starts nothing.
func New(cfg Config, needs Needs) (*Service, error) {
	self := needs.Host.ID()
	cfg = cfg.withDefaults(self)
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("configuring replication: %w", err)
	}
	var seed [32]byte
	_, _ = rand.Read(seed[:]) // never fails
	s := &Service{
		cfg: cfg, needs: needs,
		kick: make(chan struct{}, 1), changed: make(chan struct{}, 1), tally: newTally(), sentenced: make(chan quarantine, plan.MaxMembers),
		serving:  newAdmission(cfg),
		machine:  plan.New(time.Now(), cfg.Plan, mathrand.New(mathrand.NewChaCha8(seed))),
		visitors: make(map[peer.ID]*visitor), touched: make(map[pkg.Hash]struct{}), turned: make(chan struct{}), fed: make([][]pkg.Hash, len(needs.Feeds)),
	}
	s.shown.Store(&shown{pins: newIndex(nil), holdings: newIndex(nil)})
	var nodes []plan.Node
	for _, member := range cfg.Members {
		nodes = append(nodes, plan.Node(member.ID))
		s.visitors[member.ID] = newVisitor(member.ID)
	}
	s.machine.Members(time.Now(), nodes, true)
	return s, nil
}

// Run keeps copies until ctx ends. Call it once.
func (s *Service) Run(ctx context.Context) error {
	if err := s.recall(ctx); err != nil {
		return err
	}
	for _, member := range s.cfg.Members {
		s.needs.Host.Peerstore().AddAddrs(member.ID, member.Addrs, peerstore.PermanentAddrTTL)
	}
	if err := s.refresh(ctx); err != nil {
		return err
	}
	s.turn(ctx, nil)
	s.needs.Host.SetStreamHandler(Protocol, func(stream network.Stream) { s.serve(ctx, stream) })
	var running sync.WaitGroup
	for _, v := range s.visitors {
		running.Go(func() { s.keepVisiting(ctx, v) })
	}
	for i, feed := range s.needs.Feeds {
		running.Go(func() { s.follow(ctx, i, feed) })
	}
	running.Go(func() { s.keepFresh(ctx) })
	running.Go(func() { s.keepRecords(ctx) })
	s.loop(ctx, &running)
	s.needs.Host.RemoveStreamHandler(Protocol)
	running.Wait()
	s.close()
	return nil
}

// close waits for the streams that are being served; their contexts have ended.
func (s *Service) close() {
	s.mu.Lock()
	s.closed = true
	close(s.turned)
	s.mu.Unlock()
	s.handlers.Wait()
}

// tick is how often the plan is looked at when nothing happens, breath the
// least time between two looks.
const (
	tick   = time.Second
	breath = 5 * time.Millisecond
)

// rest is how long to wait after a look. One at a hundred thousand packages
// takes a tenth of a second, in which nobody else gets at the machine: however
// much happens, looking takes a fifth of the time at most.
func rest(took time.Duration) time.Duration { return max(breath, 4*took) }

func (s *Service) loop(ctx context.Context, running *sync.WaitGroup) {
	ticker := time.NewTicker(min(tick, s.cfg.Visit))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-s.kick:
		}
		begun := time.Now()
		s.turn(ctx, running)
		wait(ctx, rest(time.Since(begun)), nil)
	}
}

// turn shows others what has changed, and begins what is to be done; without
// running nothing is begun.
func (s *Service) turn(ctx context.Context, running *sync.WaitGroup) {
	now := time.Now()
	s.mu.Lock()
	var actions []plan.Action
	if running != nil {
		actions = s.machine.Step(now)
	}
	var holding []pkg.Hash
	stale, pins := s.stale, s.pins
	if stale {
		holding = s.machine.Holding()
		s.stale, s.pins = false, nil
	}
	close(s.turned)
	s.turned = make(chan struct{})
	s.mu.Unlock()
	if stale {
		s.show(pins, holding)
	}
	s.begin(ctx, actions, running)
}

// show lets others see what is here; only the loop calls it. Pins, unless they
// are nil, are shown together with the packages that came with them.
func (s *Service) show(pins *shown, holding []pkg.Hash) {
	keys := make([]key, len(holding))
	for i, h := range holding {
		keys[i] = key(h)
	}
	before := s.shown.Load()
	if pins == nil {
		pins = before
	}
	next := &shown{pins: pins.pins, bytes: pins.bytes, holdings: newIndex(keys)}
	s.shown.Store(next)
	if before.holdings.digest != next.holdings.digest || before.pins.digest != next.pins.digest {
		s.spread()
	}
}

// spread has all members visited soon: they see what is new and visit us.
func (s *Service) spread() {
	for _, v := range s.visitors {
		v.hurry()
	}
}

// tell changes the machine and has the loop look at it.
func (s *Service) tell(change func(now time.Time, m *plan.Machine)) {
	s.mu.Lock()
	change(time.Now(), s.machine)
	s.mu.Unlock()
	wake(s.kick)
}

// wake signals without waiting.
func wake(signal chan struct{}) {
	select {
	case signal <- struct{}{}:
	default:
	}
}

// Changed says that packages or pins have come or gone. Without it that is
// noticed after Config.Refresh.
func (s *Service) Changed() { wake(s.changed) }

// keepFresh looks at pins and store.
func (s *Service) keepFresh(ctx context.Context) {
	ticker := time.NewTicker(s.cfg.Refresh)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-s.changed:
		}
		if err := s.refresh(ctx); err != nil && ctx.Err() == nil {
			s.cfg.Log.Error("looking at the store", slog.Any("err", err))
		}
	}
}

// refresh tells the machine what is wanted and what is here.
func (s *Service) refresh(ctx context.Context) error {
	s.mu.Lock()
	clear(s.touched)
	s.mu.Unlock()
	held, err := s.needs.Packages.Held(ctx)
	if err != nil {
		return fmt.Errorf("listing packages: %w", err)
	}
	pins := s.needs.Pins.All()
	bytes := make(map[key][]byte, len(pins))
	keys := make([]key, len(pins))
	for i, p := range pins {
		keys[i] = sha256.Sum256(p.Bytes())
		bytes[keys[i]] = p.Bytes()
	}
	next := &shown{pins: newIndex(keys), bytes: bytes}
	wanted := s.wanted(time.Now())

	s.mu.Lock()
	s.machine.Want(wanted)
	s.reconcile(held)
	s.stale, s.pins = true, next
	s.mu.Unlock()
	s.tally.keep(wanted)
	wake(s.kick)
	return nil
}

// reconcile takes over what the store lists, but for what has changed since.
func (s *Service) reconcile(held []pkg.Hash) {
	here := make(map[pkg.Hash]bool, len(held))
	for _, h := range held {
		here[h] = true
		if _, touched := s.touched[h]; !touched {
			s.machine.Have(h, true)
		}
	}
	for _, h := range s.machine.Holding() {
		if _, touched := s.touched[h]; !touched && !here[h] {
			s.machine.Have(h, false)
		}
	}
}

// wanted is what is pinned and what feeds name.
func (s *Service) wanted(now time.Time) []pkg.Hash {
	var all []pkg.Hash
	for _, w := range s.needs.Pins.Packages(now) {
		all = append(all, w.Hash)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fed := range s.fed {
		all = append(all, fed...)
	}
	return all
}

// follow asks a feed. One that fails has said what it said before: packages are
// not forgotten because a chain cannot be reached. It is asked again sooner.
func (s *Service) follow(ctx context.Context, i int, feed Feed) {
	again := time.NewTimer(0)
	defer again.Stop()
	retry := s.cfg.FeedEvery / 16
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
		asking, cancel := context.WithTimeout(ctx, s.cfg.FeedEvery)
		packages, err := feed.Packages(asking)
		cancel()
		if err != nil {
			if ctx.Err() == nil {
				s.cfg.Log.Warn("a list of packages cannot be read", slog.Any("err", err))
			}
			again.Reset(retry)
			retry = min(2*retry, s.cfg.FeedEvery)
			continue
		}
		s.mu.Lock()
		s.fed[i] = append([]pkg.Hash{}, packages...) // not nil
		s.mu.Unlock()
		s.Changed()
		retry = s.cfg.FeedEvery / 16
		again.Reset(s.cfg.FeedEvery)
	}
}

var errSilentFeed = errors.New("a list of packages was not read yet")

// Fed are the packages that feeds name, which the registry must not collect. It
// fails until each of them has answered.
func (s *Service) Fed(context.Context) ([]pkg.Hash, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []pkg.Hash
	for _, fed := range s.fed {
		if fed == nil {
			return nil, errSilentFeed
		}
		all = append(all, fed...)
	}
	return all, nil
}
