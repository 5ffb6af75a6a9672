package replica

import (
	"context"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/time/rate"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica/plan"
	"go-acn/agentrt/registry/replica/possession"
)

// admission bounds what one member can have us do.
type admission struct {
	streams int
	rate    rate.Limit
	burst   int

	mu    sync.Mutex
	peers map[peer.ID]*account // of members alone, so they are few
}

type account struct {
	streams int
	limiter *rate.Limiter
}

func newAdmission(cfg Config) *admission {
	return &admission{streams: cfg.Streams, rate: rate.Limit(cfg.Rate), burst: cfg.Burst, peers: make(map[peer.ID]*account)}
}

// enter gives the limiter of a member's questions; nil if it has too many
// streams.
func (a *admission) enter(p peer.ID) *rate.Limiter {
	a.mu.Lock()
	defer a.mu.Unlock()
	one := a.peers[p]
	if one == nil {
		one = &account{limiter: rate.NewLimiter(a.rate, a.burst)}
		a.peers[p] = one
	}
	if one.streams == a.streams {
		return nil
	}
	one.streams++
	return one.limiter
}

func (a *admission) leave(p peer.ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.peers[p].streams--
}

// serve answers the questions of one stream.
func (s *Service) serve(ctx context.Context, stream network.Stream) {
	s.mu.Lock()
	if s.closed || ctx.Err() != nil {
		s.mu.Unlock()
		_ = stream.ResetWithError(network.StreamShutdown)
		return
	}
	s.handlers.Add(1)
	s.mu.Unlock()
	defer s.handlers.Done()
	stop := context.AfterFunc(ctx, func() { _ = stream.ResetWithError(network.StreamShutdown) })
	defer stop()

	remote := stream.Conn().RemotePeer()
	if !s.isMember(remote) {
		turnAway(stream)
		return
	}
	limiter := s.serving.enter(remote)
	if limiter == nil {
		_ = stream.ResetWithError(network.StreamResourceLimitExceeded)
		return
	}
	defer s.serving.leave(remote)
	for {
		_ = stream.SetReadDeadline(time.Now().Add(2 * s.cfg.Timeout))
		question, err := acn.ReadFrame(stream, nil, mostQuestion)
		if err != nil || len(question) == 0 {
			break
		}
		kind, body := byte(kindRefusal), []byte{byte(refusedBusy)}
		if limiter.Allow() {
			kind, body = s.answer(ctx, remote, question[0], question[1:])
		}
		frame := appendFrame(nil, kind, body)
		_ = stream.SetWriteDeadline(time.Now().Add(s.cfg.Timeout))
		s.tally.talk(len(question)+frameHeader, len(frame))
		if _, err := stream.Write(frame); err != nil {
			break
		}
	}
	if stream.Close() != nil {
		_ = stream.Reset()
	}
}

// turnAway tells a stranger why it gets nothing, so that an operator who has
// not listed a node finds out.
func turnAway(stream network.Stream) {
	_ = stream.SetDeadline(time.Now().Add(time.Second))
	if _, err := stream.Write(appendFrame(nil, kindRefusal, []byte{byte(refusedMember)})); err != nil || stream.CloseWrite() != nil {
		_ = stream.Reset()
		return
	}
	// What it asks is read, as a reset could overtake the answer.
	_, _ = acn.ReadFrame(stream, nil, mostQuestion)
	_ = stream.Close()
}

func (s *Service) answer(ctx context.Context, remote peer.ID, kind byte, body []byte) (byte, []byte) {
	shown := s.shown.Load()
	switch kind {
	case kindHello:
		if theirs, err := parseHello(body); err == nil {
			s.visitors[remote].greeted(theirs)
			return kindHello, appendHello(nil, s.hello())
		}
	case kindSums:
		if set, err := parseSet(body); err == nil {
			return kindSumsAnswer, appendSums(nil, &shown.set(set).sums)
		}
	case kindList:
		if l, err := parseListing(body); err == nil {
			return kindListAnswer, appendKeys(nil, shown.set(l.set).page(l.bucket, l.after))
		}
	case kindPins:
		if keys, err := parseKeys(body, mostPins); err == nil && len(keys) > 0 {
			texts := make([][]byte, len(keys))
			for i, k := range keys {
				texts[i] = shown.bytes[k]
			}
			return kindPinsAnswer, appendChunks(nil, texts)
		}
	case kindChallenge:
		if c, err := parseChallenge(body); err == nil {
			return s.prove(ctx, c)
		}
	}
	return kindRefusal, []byte{byte(refusedQuestion)}
}

func (x *shown) set(id setID) *index {
	if id == setPins {
		return x.pins
	}
	return x.holdings
}

// prove answers a challenge.
func (s *Service) prove(ctx context.Context, c challenge) (byte, []byte) {
	if !s.shown.Load().holdings.has(key(c.hash)) {
		return kindRefusal, []byte{byte(refusedHolding)}
	}
	proof, err := possession.Prove(ctx, c.hash, c.nonce, s.needs.Packages.Block)
	switch {
	case err != nil && ctx.Err() != nil:
		return kindRefusal, []byte{byte(refusedBusy)}
	case err != nil:
		s.lost(ctx, c.hash, err)
		return kindRefusal, []byte{byte(refusedHolding)}
	}
	// The promise comes last: what is promised has just been read.
	if c.rely && !s.promise(c.hash) {
		return kindRefusal, []byte{byte(refusedPromise)}
	}
	answer := appendChunks(nil, proof)
	s.tally.proof(c.hash, 0, len(answer))
	return kindProof, answer
}

func (s *Service) promise(h pkg.Hash) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.machine.Promise(time.Now(), h)
}

// Wrong says that a peer gave wrong bytes, here or to whoever fetches packages
// for this node. A member is shut out for a long time.
func (s *Service) Wrong(p peer.ID, reason string) {
	now := time.Now()
	until := now.Add(s.cfg.Plan.Quarantine)
	s.mu.Lock()
	before := s.machine.IsMember(now, plan.Node(p))
	s.machine.Shut(until, plan.Node(p), reason)
	s.mu.Unlock()
	if !before {
		return
	}
	wake(s.kick)
	s.cfg.Log.Warn("a registry gave wrong bytes and is shut out", "peer", p.String(), "reason", reason)
	if s.cfg.Observer.Quarantined != nil {
		s.cfg.Observer.Quarantined(p.String(), reason)
	}
	s.remember(quarantine{Peer: p.String(), Until: until, Reason: reason})
}
