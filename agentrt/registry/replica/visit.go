package replica

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/pin"
	"go-acn/agentrt/registry/replica/plan"
)

// visitor goes to one member over and over. All but hurried, heard and trouble
// belongs to its goroutine.
type visitor struct {
	peer     peer.ID
	hurried  chan struct{}          // capacity 1: do not wait
	heard    atomic.Pointer[hello]  // at the last visit
	holdings *index                 // what the member said it holds
	refused  map[key]time.Time      // pins that were not taken, and are not asked for before
	again    time.Time              // when the first of them is asked for; zero: none
	trouble  atomic.Pointer[string] // why the last visit failed; nil if it did not
}

// mostRefused is how many pins that were not taken a visitor remembers; if
// there are more they are asked for again.
const mostRefused = 10_000

func newVisitor(p peer.ID) *visitor {
	return &visitor{peer: p, hurried: make(chan struct{}, 1), holdings: newIndex(nil), refused: make(map[key]time.Time)}
}

func (v *visitor) hurry() { wake(v.hurried) }

// greeted is told what the member said when it visited us: if that is news, we
// visit it.
func (v *visitor) greeted(h hello) {
	if last := v.heard.Load(); last == nil || last.pins != h.pins || last.holdings != h.holdings {
		v.hurry()
	}
}

func (s *Service) keepVisiting(ctx context.Context, v *visitor) {
	for {
		s.visitOnce(ctx, v)
		if !wait(ctx, s.cfg.VisitPause, nil) {
			return
		}
		quarter := s.cfg.Visit / 4
		if !wait(ctx, s.cfg.Visit-s.cfg.VisitPause-quarter+rand.N(2*quarter+1), v.hurried) {
			return
		}
	}
}

// wait gives false when ctx has ended, and true after a time or as soon as
// there is a reason to hurry.
func wait(ctx context.Context, pause time.Duration, hurried <-chan struct{}) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-hurried:
	case <-timer.C:
	}
	return ctx.Err() == nil
}

func (s *Service) visitOnce(ctx context.Context, v *visitor) {
	if !s.isMember(v.peer) {
		return
	}
	err := s.visit(ctx, v)
	if ctx.Err() != nil {
		return
	}
	// Said once when it begins and once when it ends.
	switch troubled := v.trouble.Load() != nil; {
	case err != nil && !troubled:
		s.cfg.Log.Warn("a registry cannot be visited", slog.String("peer", v.peer.String()), slog.Any("err", err))
	case err == nil && troubled:
		s.cfg.Log.Info("a registry can be visited again", slog.String("peer", v.peer.String()))
	}
	v.trouble.Store(troubleOf(err))
}

// troubleOf is what operators are told of a visit that failed. Anybody can ask
// for the status, so it is one of a few texts.
func troubleOf(err error) *string {
	if err == nil {
		return nil
	}
	text := "it cannot be reached, or does not answer"
	var refused refusal
	switch {
	case errors.As(err, &refused) && refused == refusedMember:
		text = "this node is not among its members"
	case errors.As(err, &refused):
		text = refused.Error()
	case strings.Contains(err.Error(), "peer id mismatch"): // QUIC has no more than the text of sec.ErrPeerIDMismatch
		text = "another node is at its address"
	}
	return &text
}

// visit hears what is new at a member.
func (s *Service) visit(ctx context.Context, v *visitor) error {
	t, err := s.open(ctx, v.peer)
	if err != nil {
		return err
	}
	defer t.close()
	body, err := t.ask(kindHello, appendHello(nil, s.hello()))
	if err != nil {
		return err
	}
	theirs, err := parseHello(body)
	if err != nil {
		return err
	}
	s.tellOnly(func(now time.Time, m *plan.Machine) { m.Heard(now, plan.Node(v.peer), int(theirs.capacity)) })
	before := v.heard.Load()
	if before == nil && int(theirs.factor) != s.cfg.Plan.Factor {
		s.cfg.Log.Warn("a registry keeps another number of copies", slog.String("peer", v.peer.String()), slog.Int("count", int(theirs.factor)))
	}
	if v.holdings.digest != theirs.holdings {
		if err := s.hearHoldings(t, v); err != nil {
			return fmt.Errorf("hearing holdings of %s: %w", v.peer, err)
		}
	}
	// After the holdings, so that who holds a new package is known with it.
	if before == nil || before.pins != theirs.pins || !v.again.IsZero() && !time.Now().Before(v.again) {
		if err := s.hearPins(ctx, t, v, theirs); err != nil {
			v.again = time.Now()
			return fmt.Errorf("hearing pins of %s: %w", v.peer, err)
		}
	}
	v.heard.Store(&theirs)
	return nil
}

func (s *Service) hello() hello {
	shown := s.shown.Load()
	return hello{uint32(s.cfg.Plan.Capacity), uint32(s.cfg.Plan.Factor), shown.pins.digest, shown.holdings.digest}
}

// hearHoldings takes over what differs from what the member said before.
func (s *Service) hearHoldings(t *talk, v *visitor) error {
	node := plan.Node(v.peer)
	return t.differing(setHoldings, v.holdings, s.cfg.MaxKeys, func(b byte, keys []key) error {
		old, next := v.holdings, v.holdings.replaced(b, keys)
		if len(next.keys) > s.cfg.MaxKeys {
			return errTooMany
		}
		v.holdings = next
		s.tell(func(now time.Time, m *plan.Machine) {
			for _, k := range old.bucket(b) {
				if !next.has(k) {
					m.Claim(now, node, pkg.Hash(k), false)
				}
			}
			for _, k := range next.bucket(b) {
				if !old.has(k) {
					m.Claim(now, node, pkg.Hash(k), true)
				}
			}
		})
		return nil
	})
}

// hearPins takes pins that are not known here.
func (s *Service) hearPins(ctx context.Context, t *talk, v *visitor, theirs hello) error {
	now := time.Now()
	v.again = time.Time{}
	shown := s.shown.Load()
	if shown.pins.digest == theirs.pins {
		return nil
	}
	var lacking []key
	err := t.differing(setPins, shown.pins, s.cfg.MaxKeys, func(_ byte, keys []key) error {
		for _, k := range keys {
			switch notBefore := v.refused[k]; {
			case shown.pins.has(k):
			case now.Before(notBefore):
				v.putOff(notBefore)
			default:
				lacking = append(lacking, k)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	news := false
	for len(lacking) > 0 {
		some := lacking[:min(len(lacking), mostPins)]
		lacking = lacking[len(some):]
		changed, err := s.takePins(ctx, t, v, some)
		if news = news || changed; err != nil {
			return err
		}
	}
	if news {
		s.Changed()
	}
	return nil
}

// never is later than any time.
var never = time.Unix(1<<50, 0)

// refuse remembers a pin that was not taken.
func (v *visitor) refuse(k key, notBefore time.Time) {
	if len(v.refused) >= mostRefused {
		clear(v.refused)
	}
	v.refused[k] = notBefore
	v.putOff(notBefore)
}

// putOff has pins that were not taken asked for again, though the member may
// have no news then.
func (v *visitor) putOff(notBefore time.Time) {
	if notBefore != never && (v.again.IsZero() || notBefore.Before(v.again)) {
		v.again = notBefore
	}
}

// notBefore is when a pin is to be asked for again that was not taken for this
// reason: never if it is none, older than what is here, or of no use as long as
// this node runs. A full set, a disk that fails and clocks that differ may pass.
func (s *Service) notBefore(err error) time.Time {
	if err == nil || errors.Is(err, errNoPin) || errors.Is(err, pin.ErrClosed) || errors.Is(err, pin.ErrOver) {
		return never
	}
	return time.Now().Add(6 * s.cfg.Visit)
}

var errNoPin = errors.New("it is no pin")

// takePins asks for pins by their keys and merges them.
func (s *Service) takePins(ctx context.Context, t *talk, v *visitor, keys []key) (news bool, err error) {
	body, err := t.ask(kindPins, appendKeys(nil, keys))
	if err != nil {
		return false, err
	}
	texts, err := parseChunks(body, len(keys))
	if err != nil || len(texts) != len(keys) {
		return false, errMalformed
	}
	for i, text := range texts {
		if len(text) == 0 {
			continue // gone in the meantime
		}
		if sha256.Sum256(text) != keys[i] {
			return news, errMalformed
		}
		one, err := pin.Parse(text)
		changed := false
		if err == nil {
			changed, err = s.needs.Pins.Merge(ctx, one)
		} else {
			err = errNoPin
		}
		if err != nil || !changed {
			v.refuse(keys[i], s.notBefore(err))
			s.cfg.Log.Debug("a pin was not taken", slog.String("peer", v.peer.String()), slog.Any("err", err))
		}
		news = news || changed
	}
	return news, nil
}

// tellOnly changes the machine without a look at what follows: for what comes
// often and changes little.
func (s *Service) tellOnly(change func(now time.Time, m *plan.Machine)) {
	s.mu.Lock()
	change(time.Now(), s.machine)
	s.mu.Unlock()
}

func (s *Service) isMember(p peer.ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.machine.IsMember(time.Now(), plan.Node(p))
}
