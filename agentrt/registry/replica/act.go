package replica

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica/plan"
	"go-acn/agentrt/registry/replica/possession"
)

// begin carries out actions; the machine bounds how many are under way.
func (s *Service) begin(ctx context.Context, actions []plan.Action, running *sync.WaitGroup) {
	var drops []pkg.Hash
	for _, a := range actions {
		switch a.Do {
		case plan.Fetch:
			running.Go(func() { s.fetch(ctx, a) })
		case plan.Challenge:
			running.Go(func() { s.challenge(ctx, a) })
		case plan.Announce:
			running.Go(func() { s.announce(ctx, a.Package) })
		case plan.Drop:
			drops = append(drops, a.Package)
		}
	}
	if len(drops) > 0 {
		running.Go(func() { s.drop(ctx, drops) })
	}
}

func (s *Service) fetch(ctx context.Context, a plan.Action) {
	from := make([]peer.ID, len(a.From))
	for i, node := range a.From {
		from[i] = peer.ID(node)
	}
	begun := time.Now()
	fetching, cancel := context.WithTimeout(ctx, s.cfg.FetchTimeout)
	defer cancel()
	err := s.needs.Packages.Fetch(fetching, a.Package, from)
	s.tell(func(now time.Time, m *plan.Machine) {
		m.Fetched(now, a.Package, err == nil)
		s.touch(a.Package)
	})
	if ctx.Err() != nil {
		return
	}
	if s.cfg.Observer.Fetched != nil {
		s.cfg.Observer.Fetched(a.Package, time.Since(begun), err)
	}
	if err != nil {
		s.cfg.Log.Info("a package could not be copied", slog.String("package", a.Package.String()), slog.Any("err", err))
	}
}

// challenge has a member prove that it holds a package.
func (s *Service) challenge(ctx context.Context, a plan.Action) {
	member := peer.ID(a.From[0])
	c := challenge{hash: a.Package, rely: a.Rely}
	_, _ = rand.Read(c.nonce[:]) // never fails
	answer, err := s.ask1(ctx, member, kindChallenge, appendChallenge(nil, c))
	var verdict plan.Answer
	if err == nil {
		s.tally.proof(a.Package, len(answer), 0)
		verdict, err = s.judge(c, answer)
	} else {
		verdict = verdictOf(err)
	}
	if errors.Is(err, possession.ErrWrong) {
		s.Wrong(member, "wrong bytes in answer to a challenge")
	}
	s.tell(func(now time.Time, m *plan.Machine) { m.Answered(now, a, verdict) })
	if ctx.Err() != nil {
		return
	}
	if s.cfg.Observer.Challenged != nil {
		s.cfg.Observer.Challenged(member.String(), a.Package, verdict)
	}
	if verdict == plan.Denied || verdict == plan.Silent {
		s.cfg.Log.Info("a package was not proved to be held", slog.String("peer", member.String()),
			slog.String("package", a.Package.String()), slog.Any("err", err))
	}
}

// judge says what an answer proves. Bytes that are right and no proof are a
// way of saying no.
func (s *Service) judge(c challenge, answer []byte) (plan.Answer, error) {
	proof, err := parseChunks(answer, possession.MaxBlocks)
	if err == nil {
		err = possession.Verify(c.hash, c.nonce, proof)
	}
	if err != nil {
		return plan.Denied, err
	}
	return plan.Proven, nil
}

// verdictOf is what no answer means.
func verdictOf(err error) plan.Answer {
	var code refusal
	if errors.As(err, &code) {
		switch code {
		case refusedHolding:
			return plan.Denied
		case refusedPromise:
			return plan.Declined
		}
	}
	return plan.Silent
}

func (s *Service) drop(ctx context.Context, packages []pkg.Hash) {
	gone, err := s.needs.Packages.Drop(ctx, packages)
	is := make(map[pkg.Hash]bool)
	for _, h := range gone {
		is[h] = true
	}
	s.tell(func(now time.Time, m *plan.Machine) {
		for _, h := range packages {
			m.Dropped(now, h, is[h])
			s.touch(h)
		}
	})
	if err != nil && ctx.Err() == nil {
		s.cfg.Log.Error("giving up copies", slog.Any("err", err))
	}
	for _, h := range gone {
		s.cfg.Log.Debug("gave up a copy that enough others hold", slog.String("package", h.String()))
		if s.cfg.Observer.Dropped != nil {
			s.cfg.Observer.Dropped(h)
		}
	}
}

func (s *Service) announce(ctx context.Context, h pkg.Hash) {
	ok := s.needs.Announcer == nil
	if !ok {
		told, err := s.needs.Announcer.Provide(ctx, h)
		ok = err == nil && told > 0
		if err != nil && ctx.Err() == nil {
			s.cfg.Log.Debug("announcing a package", slog.String("package", h.String()), slog.Any("err", err))
		}
	}
	s.tell(func(now time.Time, m *plan.Machine) { m.Announced(now, h, ok) })
}

// lost takes back the claim to a package that cannot be read.
func (s *Service) lost(ctx context.Context, h pkg.Hash, cause error) {
	s.tell(func(_ time.Time, m *plan.Machine) {
		m.Have(h, false)
		s.touch(h)
	})
	s.cfg.Log.Error("a package is damaged and will be fetched again", slog.String("package", h.String()), slog.Any("err", cause))
	if err := s.needs.Packages.Damaged(ctx, h); err != nil {
		s.cfg.Log.Error("forgetting a damaged package", slog.String("package", h.String()), slog.Any("err", err))
	}
	if s.cfg.Observer.Lost != nil {
		s.cfg.Observer.Lost(h, cause)
	}
}

// touch notes that a package has come or gone since the store was listed.
func (s *Service) touch(h pkg.Hash) {
	s.touched[h] = struct{}{}
	s.stale = true
}
