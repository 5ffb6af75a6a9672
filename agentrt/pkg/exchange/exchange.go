package exchange

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ipfs/boxo/bitswap/network"
	"github.com/ipfs/boxo/bitswap/network/bsnet"
	"github.com/ipfs/boxo/bitswap/server"
	"github.com/libp2p/go-libp2p/core/host"
	libp2pnetwork "github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// Config tunes an Exchange. Its zero value is right for a node.
type Config struct {
	// Streams is how many DAGs are sent at a time, PlaceStreams how many of them
	// to one IPv4 address or IPv6 /56, PeerStreams to one peer; 32, 16 and 4. Who
	// comes when there is no room is told so.
	Streams, PlaceStreams, PeerStreams int
	// Outstanding is how many bytes of blocks bitswap has on the way to one
	// peer; 1 MiB. Wants is how many wants of one peer it remembers; 1024.
	Outstanding, Wants int
	// Patience is how long a peer may send nothing, or take nothing, while the
	// other side waits for it; 10 s.
	Patience time.Duration
	// Rate is how many bytes a second a peer has to send or take at least, once
	// Patience has been used up; 16 KiB.
	Rate int
	// DialTimeout bounds a connection to a peer to fetch from; 10 s.
	DialTimeout time.Duration
	Observer    Observer
}

func (c Config) withDefaults() Config {
	orDefault(&c.Streams, 32)
	orDefault(&c.PlaceStreams, 16)
	orDefault(&c.PeerStreams, 4)
	orDefault(&c.Outstanding, 1<<20)
	orDefault(&c.Rate, 16<<10)
	orDefault(&c.Wants, 1024)
	orDefault(&c.Patience, 10*time.Second)
	orDefault(&c.DialTimeout, 10*time.Second)
	return c
}

func orDefault[T int | time.Duration](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

func (c Config) validate() error {
	for name, value := range map[string]int64{
		"streams": int64(c.Streams), "place streams": int64(c.PlaceStreams), "peer streams": int64(c.PeerStreams),
		"outstanding": int64(c.Outstanding), "wants": int64(c.Wants), "rate": int64(c.Rate), "patience": int64(c.Patience), "dial timeout": int64(c.DialTimeout),
	} {
		if value < 0 {
			return fmt.Errorf("configuring exchange: %s is negative: %d", name, value)
		}
	}
	return nil
}

const (
	// messageSize is how many bytes of blocks bitswap puts into one message, each
	// of which costs a stream: a leaf, or many small blocks.
	messageSize = 256 << 10
	// senders is how many messages bitswap sends at a time, to all peers. Who
	// does not read holds up as many as make Outstanding, for Patience.
	senders = 128
)

// Exchange serves the packages of a store and fetches others.
type Exchange struct {
	cfg   Config
	host  host.Host
	store *store.Store
	wants *wants

	ready   chan struct{} // closed when Run serves
	stopped chan struct{} // closed when Run has ended

	streams *admission // of Protocol
	inbound *inbound
}

// New serves nothing before Run.
func New(cfg Config, h host.Host, s *store.Store) (*Exchange, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	e := &Exchange{
		cfg: cfg, host: h, store: s, streams: newAdmission(cfg.Streams, cfg.PlaceStreams, cfg.PeerStreams),
		ready: make(chan struct{}), stopped: make(chan struct{}),
	}
	var err error
	e.wants, err = newWants(&e.cfg)
	e.inbound = newInbound(&e.cfg, e.wants)
	return e, err
}

// Run serves until ctx ends. It may be called once.
func (e *Exchange) Run(ctx context.Context) error {
	defer close(e.stopped)
	bound := boundHost{e.host, func(s libp2pnetwork.Stream, handle libp2pnetwork.StreamHandler) { e.inbound.serve(ctx, s, handle) }}
	net := impatientNetwork{bsnet.NewFromIpfsHost(bound, bsnet.SupportedProtocols([]protocol.ID{bsnet.ProtocolBitswap})), e.cfg.Patience}
	sender := server.New(ctx, net, accepted{e.store},
		server.MaxOutstandingBytesPerPeer(e.cfg.Outstanding), server.MaxQueuedWantlistEntriesPerPeer(uint(e.cfg.Wants)),
		server.WithTargetMessageSize(messageSize), server.TaskWorkerCount(senders), server.MaxCidSize(64), server.EngineBlockstoreWorkerCount(8),
		server.WithTracer(&sent{observer: &e.cfg.Observer}))
	e.wants.net = net
	net.Start(receivers{sender, e.wants})
	e.host.SetStreamHandler(Protocol, func(s libp2pnetwork.Stream) { e.serve(ctx, s) })
	close(e.ready)
	<-ctx.Done()
	e.host.RemoveStreamHandler(Protocol)
	e.host.RemoveStreamHandler(bsnet.ProtocolBitswap)
	net.Stop()
	sender.Close()
	e.streams.close()
	e.inbound.streams.close()
	return nil
}

// Ready is closed once the exchange serves and may be fetched with.
func (e *Exchange) Ready() <-chan struct{} { return e.ready }

var errStopped = errors.New("the exchange has stopped")

// Fetch gets a package from peers, the first that has it first, and puts it into
// the store.
func (e *Exchange) Fetch(ctx context.Context, h pkg.Hash, peers []peer.AddrInfo, watch store.Watch) (store.Entry, error) {
	sources, done, err := e.Sources(ctx, h, peers)
	if err != nil {
		return store.Entry{}, err
	}
	defer done()
	return e.store.FetchWatched(ctx, h, sources, watch)
}

// Sources are peers to fetch one package from; h is what Observer is told that
// it is. They may be mixed with others, and are for one fetch: what a peer did
// wrong is remembered until done is called, which has to be.
func (e *Exchange) Sources(ctx context.Context, h pkg.Hash, peers []peer.AddrInfo) (sources []store.Source, done func(), err error) {
	select {
	case <-e.ready:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	select {
	case <-e.stopped:
		return nil, nil, errStopped
	default:
	}
	var sessions []*session
	for _, info := range peers {
		if info.ID == e.host.ID() {
			continue
		}
		s := newSession(info.ID, h, pace{patience: e.cfg.Patience, rate: e.cfg.Rate})
		e.wants.open(s)
		sessions = append(sessions, s)
		sources = append(sources, &remote{exchange: e, info: info, session: s, dialled: make(chan struct{}, 1)})
	}
	return sources, func() {
		for _, s := range sessions {
			e.wants.close(s)
		}
	}, nil
}

// impatientNetwork does not wait for minutes, as the library does, until a peer
// reads what it asked for: one that takes nothing for that long is disconnected.
type impatientNetwork struct {
	network.BitSwapNetwork
	patience time.Duration
}

// SendMessage implements network.BitSwapNetwork.
func (n impatientNetwork) SendMessage(ctx context.Context, p peer.ID, m bitswapMessage) error {
	timed, cancel := context.WithTimeout(ctx, n.patience)
	defer cancel()
	err := n.BitSwapNetwork.SendMessage(timed, p, m)
	if err != nil && ctx.Err() == nil && (timed.Err() != nil || timedOut(err)) {
		_ = n.DisconnectFrom(ctx, p)
	}
	return err
}

// receivers hands what arrives to both sides of bitswap.
type receivers struct {
	*server.Server
	wants *wants
}

// ReceiveMessage implements network.Receiver.
func (r receivers) ReceiveMessage(ctx context.Context, p peer.ID, m bitswapMessage) {
	r.wants.receive(p, m)
	if len(m.Wantlist()) > 0 {
		r.Server.ReceiveMessage(ctx, p, m)
	}
}

// ReceiveError implements network.Receiver. It does not say whose error it is.
func (r receivers) ReceiveError(error) {}

var _ network.Receiver = receivers{}
