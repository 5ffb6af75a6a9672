package relay

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"golang.org/x/time/rate"

	"go-acn/acn"
	"go-acn/envelope"
)

// Local is what relay needs of the node it serves. Methods are called from
// many goroutines.
type Local interface {
	// Deliver hands an envelope to an agent of this node; it never blocks.
	// Without such an agent the receipt gets acn.StatusUnknownAddress.
	Deliver(e envelope.Envelope, receipt envelope.Receipt)
	// Record is the record of an agent represented here, nil if there is none.
	Record(addr acn.Address) *acn.Record
	// Find searches the network on behalf of a relay client.
	Find(ctx context.Context, addr acn.Address) (*acn.Record, error)
	// Registered tells whether p is a relay client registered here.
	Registered(p peer.ID) bool
	// Register makes p a relay client that represents the agent of rec, which
	// is checked against the key of p.
	Register(rec *acn.Record, p peer.ID) error
	// Notified: p says that it has joined. It must not block.
	Notified(p peer.ID)
}

// mostLinksPerPeer is how many incoming links of one peer may overlap while
// new ones supplant old ones.
const mostLinksPerPeer = 4

// Service carries envelopes and questions to other nodes and answers theirs.
type Service struct {
	cfg   Config
	host  host.Host
	local Local

	verifier acn.Verifier
	streams  admission // incoming legacy streams
	links    admission // incoming links
	notices  *notices
	held     atomic.Int64 // bytes of incoming envelopes without outcome
	outgoing atomic.Int32 // open links
	incoming atomic.Int32
	gripes   rate.Sometimes // for warnings peers can cause
	kick     chan struct{}  // capacity 1: starting is not empty

	mu       sync.RWMutex
	outlets  map[peer.ID]*outlet
	starting []*outlet
	inbound  map[peer.ID]*linkIn
	closed   bool
}

// New makes a Service; it starts nothing.
func New(cfg Config, h host.Host, local Local) (*Service, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("configuring relay: %w", err)
	}
	return &Service{
		cfg: cfg, host: h, local: local,
		verifier: acn.Verifier{Remember: cfg.Records},
		streams:  admission{perPeer: cfg.StreamsPerPeer, total: cfg.Streams},
		links:    admission{perPeer: mostLinksPerPeer, peers: cfg.Links},
		notices:  newNotices(cfg.NotifyInterval),
		gripes:   rate.Sometimes{First: 10, Interval: 10 * time.Second},
		kick:     make(chan struct{}, 1),
		outlets:  make(map[peer.ID]*outlet),
		inbound:  make(map[peer.ID]*linkIn),
	}, nil
}

// sweepInterval is how often outlets that are not used are put away.
const sweepInterval = time.Minute

// Run serves other nodes and sends to them until ctx ends, all envelopes have
// their outcome and all goroutines have ended. Call it once.
func (s *Service) Run(ctx context.Context) error {
	s.handle(ctx)
	connected := &network.NotifyBundle{ConnectedF: func(_ network.Network, c network.Conn) { s.reached(c.RemotePeer()) }}
	s.host.Network().Notify(connected)
	var running sync.WaitGroup
	sweep := time.NewTicker(sweepInterval)
	defer sweep.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-s.kick:
			s.start(ctx, &running)
		case now := <-sweep.C:
			s.sweep(now)
		}
	}
	s.host.Network().StopNotify(connected)
	s.unhandle()
	s.close()
	s.start(ctx, &running)
	running.Wait()
	s.streams.close()
	s.links.close()
	return nil
}

// start runs the outlets that have work for the first time, or again.
func (s *Service) start(ctx context.Context, running *sync.WaitGroup) {
	s.mu.Lock()
	starting := s.starting
	s.starting = nil
	s.mu.Unlock()
	for _, o := range starting {
		running.Go(func() { o.run(ctx) })
	}
}

// handle serves the link first, so that a peer that asks in between does not
// take this node for a legacy one.
func (s *Service) handle(ctx context.Context) {
	s.host.SetStreamHandler(acn.ProtocolLink, func(stream network.Stream) { s.serveLink(ctx, stream) })
	s.host.SetStreamHandler(acn.ProtocolEnvelope, s.responder(ctx, acn.ProtocolEnvelope, s.acceptEnvelope))
	s.host.SetStreamHandler(acn.ProtocolLookup, s.responder(ctx, acn.ProtocolLookup, s.acceptLookup))
	s.host.SetStreamHandler(acn.ProtocolRegister, s.responder(ctx, acn.ProtocolRegister, s.acceptRegister))
	s.host.SetStreamHandler(acn.ProtocolNotify, s.serveNotify)
}

func (s *Service) unhandle() {
	for _, id := range []protocol.ID{acn.ProtocolLink, acn.ProtocolEnvelope, acn.ProtocolLookup, acn.ProtocolRegister, acn.ProtocolNotify} {
		s.host.RemoveStreamHandler(id)
	}
}

// Send hands e on to the node p, whose addresses are in the peerstore; record
// is the sender's and names this node. It dials if it has to and never blocks:
// what does not fit is refused with acn.StatusNotReady. Envelopes for one
// destination arrive in the order of the calls; after a refusal all are
// refused until one comes with resume.
func (s *Service) Send(p peer.ID, e envelope.Envelope, record *acn.Record, resume bool, receipt envelope.Receipt) {
	posted := posting{envelope: e, record: record, resume: resume, receipt: receipt}
	for {
		o, err := s.outlet(p)
		if err != nil {
			receipt.Done(err)
			return
		}
		if o.submit(posted) {
			return
		}
		s.forget(o)
	}
}

var (
	errPeers  = acn.Fail(acn.StatusNotReady, "sending to as many peers as allowed")
	errClosed = fmt.Errorf("sending envelope: %w", errShutdown)
)

// outlet finds or makes the one of p.
func (s *Service) outlet(p peer.ID) (*outlet, error) {
	s.mu.RLock()
	o := s.outlets[p]
	s.mu.RUnlock()
	if o != nil {
		return o, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch o := s.outlets[p]; {
	case o != nil:
		return o, nil
	case s.closed:
		return nil, errClosed
	case len(s.outlets) >= s.cfg.Peers:
		return nil, errPeers
	}
	o = newOutlet(s, p)
	s.outlets[p] = o
	return o, nil
}

// forget removes an outlet that has retired.
func (s *Service) forget(o *outlet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.outlets[o.peer] == o {
		delete(s.outlets, o.peer)
	}
}

// enlist has Run start o; it returns false when Run is over.
func (s *Service) enlist(o *outlet) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.starting = append(s.starting, o)
	select {
	case s.kick <- struct{}{}:
	default:
	}
	return true
}

func (s *Service) all() []*outlet {
	s.mu.RLock()
	defer s.mu.RUnlock()
	all := make([]*outlet, 0, len(s.outlets))
	for _, o := range s.outlets {
		all = append(all, o)
	}
	return all
}

// sweep puts away outlets without work; when there are many, also those that
// keep a link open for nothing.
func (s *Service) sweep(now time.Time) {
	all := s.all()
	crowded := len(all) > s.cfg.Peers/2
	for _, o := range all {
		if o.retire(now, crowded) {
			s.forget(o)
		}
	}
}

// close refuses everything from now on.
func (s *Service) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	for _, o := range s.all() {
		o.close()
	}
}

// reached ends the pause after a failure: the peer has just connected.
func (s *Service) reached(p peer.ID) {
	s.mu.RLock()
	o := s.outlets[p]
	s.mu.RUnlock()
	if o != nil {
		o.reached()
	}
}

// open dials p if need be and opens a stream of the first protocol both speak.
// A relayed connection will do.
func (s *Service) open(ctx context.Context, p peer.ID, protocols ...protocol.ID) (network.Stream, error) {
	ctx, cancel := context.WithTimeout(network.WithAllowLimitedConn(ctx, "acn"), s.cfg.OpenTimeout)
	defer cancel()
	stream, err := s.host.NewStream(ctx, p, protocols...)
	if err != nil {
		return nil, fmt.Errorf("opening stream to %s: %w", p, err)
	}
	return stream, nil
}

// reserve tells whether there is room for size more bytes of what peers sent;
// either way they have to be released.
func (s *Service) reserve(size int) bool {
	return s.held.Add(int64(size)) <= int64(s.cfg.IncomingBytes)
}

func (s *Service) release(size int) { s.held.Add(-int64(size)) }

// gripe logs what a peer did wrong, not too often.
func (s *Service) gripe(text string, p peer.ID, err error) {
	s.gripes.Do(func() { s.cfg.Log.Warn(text, slog.String("peer", p.String()), slog.Any("err", err)) })
}
