package exchange

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ipfs/boxo/bitswap/message"
	"github.com/ipfs/boxo/bitswap/message/pb"
	"github.com/ipfs/boxo/bitswap/network"
	"github.com/ipfs/go-cid"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
)

// wants is the side of bitswap that asks. The library's asks everybody who is
// connected, and does not tell who gave wrong bytes; ours asks one peer at a
// time for what that peer is known to have, or says it has.
type wants struct {
	cfg *Config
	net network.BitSwapNetwork // set before any session is opened

	mu       sync.Mutex
	sessions map[peer.ID]map[*session]struct{}
	late     *late
}

func newWants(cfg *Config) (*wants, error) {
	late, err := newLate()
	return &wants{cfg: cfg, sessions: make(map[peer.ID]map[*session]struct{}), late: late}, err
}

// session is one peer in one fetch.
type session struct {
	peer    peer.ID
	fetched pkg.Hash
	sending chan struct{} // held while a message is sent
	sender  network.MessageSender

	mu      sync.Mutex
	waiting map[pkg.Hash]chan result
	asked   map[pkg.Hash]reply // ever
	since   time.Time          // of which on somebody waits, if anybody does
	last    time.Time          // when it last sent something of use
	pace    pace
	faulty  error // what it did, nil if nothing
}

// reply is what became of a want.
type reply int

const (
	replyDue reply = iota
	replyAbsent
	replyCame
)

// result is a block, or why there is none.
type result struct {
	data []byte
	err  error
}

var errAbsent = errors.New("it has no such block")

func newSession(p peer.ID, fetched pkg.Hash, slowest pace) *session {
	return &session{
		pace: slowest, peer: p, fetched: fetched, sending: make(chan struct{}, 1),
		waiting: make(map[pkg.Hash]chan result), asked: make(map[pkg.Hash]reply),
	}
}

func (w *wants) open(s *session) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.sessions[s.peer] == nil {
		w.sessions[s.peer] = make(map[*session]struct{})
	}
	w.sessions[s.peer][s] = struct{}{}
}

func (w *wants) close(s *session) {
	due, absent := s.replies(replyDue), s.replies(replyAbsent)
	w.mu.Lock()
	w.late.add(s.peer, due, absent)
	delete(w.sessions[s.peer], s)
	if len(w.sessions[s.peer]) == 0 {
		delete(w.sessions, s.peer)
	}
	w.mu.Unlock()
	if s.sender != nil {
		_ = s.sender.Reset()
	}
}

// of are the sessions with a peer.
func (w *wants) of(p peer.ID) []*session {
	w.mu.Lock()
	defer w.mu.Unlock()
	sessions := make([]*session, 0, len(w.sessions[p]))
	for s := range w.sessions[p] {
		sessions = append(sessions, s)
	}
	return sessions
}

// receive takes what a peer sent.
func (w *wants) receive(p peer.ID, m bitswapMessage) {
	sessions := w.of(p)
	blocks := m.Blocks()
	for _, b := range blocks {
		h, _ := hashOf(b.Cid()) // which the library has computed
		wanted, expected := false, false
		for _, s := range sessions {
			took, asked := s.take(h, b.RawData())
			wanted, expected = wanted || took, expected || asked
		}
		t := Traffic{Peer: p, Way: Bitswap, Blocks: 1, Bytes: int64(len(b.RawData()))}
		if len(sessions) > 0 {
			t.Package = sessions[0].fetched
		}
		if !wanted {
			t.Useless = t.Bytes
		}
		w.cfg.Observer.moved(t)
		if !expected && len(sessions) > 0 && !w.isLate(p, h) {
			w.blame(p, FaultWrong)
		}
	}
	for _, c := range m.DontHaves() {
		if h, ok := hashOf(c); ok {
			for _, s := range sessions {
				s.answer(h, result{err: errAbsent})
			}
		}
	}
}

// isLate tells whether a block was asked for by an earlier fetch.
func (w *wants) isLate(p peer.ID, h pkg.Hash) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.late.has(p, h)
}

// blame ends all sessions with a peer.
func (w *wants) blame(p peer.ID, fault Fault) {
	first := false
	for _, s := range w.of(p) {
		first = s.blame(fault) || first
	}
	if first {
		w.cfg.Observer.faulty(p, fault)
	}
}

// take hands a block to who waits for it; asked tells whether it was ever asked
// for.
func (s *session) take(h pkg.Hash, data []byte) (took, asked bool) {
	s.mu.Lock()
	if _, asked = s.asked[h]; asked {
		s.last, s.asked[h] = time.Now(), replyCame
	}
	s.mu.Unlock()
	return s.answer(h, result{data: data}), asked
}

func (s *session) answer(h pkg.Hash, r result) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting, ok := s.waiting[h]
	if ok {
		s.pace.moved(len(r.data)) // to say that it is not there is an answer, too
		if s.drop(h); errors.Is(r.err, errAbsent) {
			s.asked[h] = replyAbsent
		}
		waiting <- r // has room for it
	}
	return ok
}

// blame notes the first fault, and fails everybody who waits.
func (s *session) blame(fault Fault) (first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faulty != nil {
		return false
	}
	s.faulty = fault.error()
	for h, waiting := range s.waiting {
		s.drop(h)
		waiting <- result{err: s.faulty}
	}
	return true
}

// expect registers somebody who waits.
func (s *session) expect(h pkg.Hash) (<-chan result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faulty != nil {
		return nil, s.faulty
	}
	if _, twice := s.waiting[h]; twice {
		return nil, errors.New("asked for twice at a time")
	}
	if len(s.waiting) == 0 {
		s.since = time.Now()
	}
	answer := make(chan result, 1)
	s.waiting[h] = answer
	s.asked[h] = replyDue
	return answer, nil
}

// replies is what was asked for and got such a reply.
func (s *session) replies(wanted reply) []pkg.Hash {
	s.mu.Lock()
	defer s.mu.Unlock()
	var hashes []pkg.Hash
	for h, got := range s.asked {
		if got == wanted {
			hashes = append(hashes, h)
		}
	}
	return hashes
}

// forget is the opposite of expect.
func (s *session) forget(h pkg.Hash) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(h)
}

// drop is called with the lock held.
func (s *session) drop(h pkg.Hash) {
	if _, waits := s.waiting[h]; !waits {
		return
	}
	if delete(s.waiting, h); len(s.waiting) == 0 {
		s.pace.waited += time.Since(s.since)
	}
}

// left is how long an answer may be waited for that was asked for at a time,
// and what is wrong if that is over.
func (s *session) left(asked time.Time) (time.Duration, Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last.After(asked) {
		asked = s.last
	}
	quiet := s.pace.patience - time.Since(asked)
	now := s.pace
	if len(s.waiting) > 0 {
		now.waited += time.Since(s.since)
	}
	if pace := now.left(); pace < quiet && s.pace.bytes > 0 {
		return pace, FaultSlow
	}
	return quiet, FaultSilent
}

// block asks the peer of a session for a block.
func (w *wants) block(ctx context.Context, s *session, h pkg.Hash) ([]byte, error) {
	answer, err := s.expect(h)
	if err != nil {
		return nil, err
	}
	defer s.forget(h)
	want := message.New(false)
	want.AddEntry(v0(h), 1, pb.Message_Wantlist_Block, true)
	if err := w.send(ctx, s, want); err != nil {
		return nil, fmt.Errorf("asking: %w", err)
	}
	asked := time.Now()
	left, fault := s.left(asked)
	timer := time.NewTimer(left)
	defer timer.Stop()
	for {
		select {
		case r := <-answer:
			return r.data, r.err
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-timer.C:
			if left, fault = s.left(asked); left <= 0 {
				w.blame(s.peer, fault)
				continue
			}
			timer.Reset(left)
		}
	}
}

// send sends messages one at a time over one stream.
func (w *wants) send(ctx context.Context, s *session, m bitswapMessage) error {
	ctx, cancel := context.WithTimeout(ctx, w.cfg.Patience)
	defer cancel()
	select {
	case s.sending <- struct{}{}:
		defer func() { <-s.sending }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if s.sender == nil {
		sender, err := w.net.NewMessageSender(ctx, s.peer, &network.MessageSenderOpts{MaxRetries: 2, SendTimeout: w.cfg.Patience})
		if err != nil {
			return err
		}
		s.sender = sender
	}
	return s.sender.SendMsg(ctx, m)
}

// v0 is the CID that a block is asked for by; holders go by the hash alone.
func v0(h pkg.Hash) cid.Cid { return cid.NewCidV0(append([]byte{0x12, byte(len(h))}, h[:]...)) }
