package delegate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"go-acn/acn"
	"go-acn/envelope"
)

// Errors of a Client.
var (
	// ErrClosed: the client's Run has ended.
	ErrClosed = errors.New("delegate client is closed")
	// ErrConnectionLost: the connection ended before the acknowledgement came.
	// The node may have accepted the envelope or not; whoever sends it again
	// may send it twice.
	ErrConnectionLost = errors.New("connection lost before the acknowledgement")
	// ErrTooLarge: the envelope is larger than the node can take whole.
	ErrTooLarge = errors.New("envelope too large for this node")
	// ErrWrongNode: what answers at the node's address has another key.
	ErrWrongNode = errors.New("node cannot prove its key")
)

// maxLegacyFrame is the largest frame nodes of the existing network read
// whole; of a larger one they take zeros for the rest.
const maxLegacyFrame = 16 << 10

// Node is where a client may register.
type Node struct {
	Address string      // host:port of the delegate service
	Key     acn.NodeKey // who must be there
	// Record of the agent that names Key; made with the client's wallet if nil.
	Record *acn.Record
}

// ClientConfig are the tunables of a Client; the zero value of each field
// means its default.
type ClientConfig struct {
	// Window is how many envelopes may be sent and not yet acknowledged; more
	// wait. Default 256, at most 4,096. Nodes of the existing network get one
	// at a time.
	Window int
	// Inbox is how many received envelopes may wait for Receive,
	// acknowledged. Default 256. As many as the node may have outstanding
	// (package constant Window) wait unacknowledged behind them. An agent that
	// takes nothing for longer than the node is patient is disconnected and
	// gets those again later.
	Inbox int
	// DialTimeout bounds connecting, handshake and registration. Default 10 s.
	DialTimeout time.Duration
	// AckTimeout is how long a node may owe acknowledgements without giving
	// any; then the connection is given up. Default 15 s, at least 5 s.
	AckTimeout time.Duration
	// WriteTimeout bounds one write, of up to 3 MiB. Default 30 s.
	WriteTimeout time.Duration
	// FrameTimeout bounds the arrival of a frame that has begun. Default 30 s.
	FrameTimeout time.Duration
	// KeepAlive is how long a connection is idle before the kernel probes the
	// node. Default 30 s.
	KeepAlive time.Duration
	// MinBackoff and MaxBackoff bound the pause before the next node is tried,
	// which doubles from one to the other, with jitter, until a connection has
	// lasted. Default 250 ms and 30 s.
	MinBackoff time.Duration
	MaxBackoff time.Duration
	// Legacy keeps our protocol from being offered.
	Legacy bool
	// Dial opens connections; nil means net.Dialer.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Connected and Disconnected, if set, are told of every registration and
	// its end. They must not block.
	Connected    func(Node)
	Disconnected func(Node, error)
	// Failed, if set, is told why a node could not be registered at. It must
	// not block.
	Failed func(Node, error)
	// Logger, nil for none.
	Logger *slog.Logger
}

func (c ClientConfig) withDefaults() (ClientConfig, error) {
	var check checker
	check.count("Window", &c.Window, Window)
	check.count("Inbox", &c.Inbox, 256)
	check.span("DialTimeout", &c.DialTimeout, 10*time.Second, shortest, longest)
	check.span("AckTimeout", &c.AckTimeout, 15*time.Second, LegacyPatience, longest)
	check.span("WriteTimeout", &c.WriteTimeout, 30*time.Second, shortest, longest)
	check.span("FrameTimeout", &c.FrameTimeout, 30*time.Second, shortest, longest)
	check.span("KeepAlive", &c.KeepAlive, 30*time.Second, time.Second, longest)
	check.span("MaxBackoff", &c.MaxBackoff, 30*time.Second, shortest, longest)
	check.span("MinBackoff", &c.MinBackoff, min(250*time.Millisecond, c.MaxBackoff), shortest, c.MaxBackoff)
	const maxWindow = 4096
	if c.Window > maxWindow {
		check.errs = append(check.errs, fmt.Errorf("Window is %d, want at most %d", c.Window, maxWindow))
	}
	if c.Dial == nil {
		c.Dial = netDial
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, errors.Join(check.errs...)
}

// Client keeps an agent registered at one of several nodes, sends its
// envelopes and receives those for it.
type Client struct {
	cfg    ClientConfig
	addr   acn.Address
	wallet *acn.Wallet // nil: sessions are not proven
	nodes  []Node

	places chan struct{}          // one per envelope sent and not yet decided
	inbox  chan envelope.Envelope // acknowledged, for Receive
	done   chan struct{}          // closed when Run has ended

	mu      sync.Mutex
	link    *link         // nil while not registered
	changed chan struct{} // closed when link changes
}

// NewClient makes a client of the agent that owns wallet; wallet may be nil if
// every node comes with a record, but then whoever replays the record can take
// the agent's place. Nodes are tried in the order given.
func NewClient(cfg ClientConfig, wallet *acn.Wallet, nodes []Node) (*Client, error) {
	cfg, err := cfg.withDefaults()
	errs := []error{err}
	if len(nodes) == 0 {
		errs = append(errs, errors.New("no nodes"))
	}
	c := &Client{
		cfg: cfg, wallet: wallet,
		places: make(chan struct{}, max(cfg.Window, 1)), inbox: make(chan envelope.Envelope, max(cfg.Inbox, 1)),
		done: make(chan struct{}), changed: make(chan struct{}),
	}
	for _, node := range nodes {
		node, err := completeNode(node, wallet)
		if err == nil && c.addr == "" {
			c.addr = node.Record.Address
		}
		if err == nil && node.Record.Address != c.addr {
			err = fmt.Errorf("node %s: record is of %s, another node's of %s", node.Address, node.Record.Address, c.addr)
		}
		c.nodes, errs = append(c.nodes, node), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("configuring delegate client: %w", err)
	}
	return c, nil
}

func completeNode(node Node, wallet *acn.Wallet) (Node, error) {
	if _, _, err := net.SplitHostPort(node.Address); err != nil {
		return node, fmt.Errorf("node %q: %w", node.Address, err)
	}
	key, err := acn.ParseNodeKey(string(node.Key))
	switch {
	case err != nil:
	case node.Record != nil && node.Record.Node != key:
		err = fmt.Errorf("record lets node %s speak for %s, want %s", node.Record.Node, node.Record.Address, key)
	case node.Record != nil && wallet != nil && node.Record.Address != wallet.Address():
		err = fmt.Errorf("record is of %s, the wallet of %s", node.Record.Address, wallet.Address())
	case node.Record == nil && wallet == nil:
		err = errors.New("neither record nor wallet")
	case node.Record == nil:
		node.Record, err = acn.Representation(wallet, key)
	}
	if err != nil {
		return node, fmt.Errorf("node %s: %w", node.Address, err)
	}
	return node, nil
}

// Address is the agent's.
func (c *Client) Address() acn.Address { return c.addr }

// Run keeps the agent registered until ctx ends and then returns nil. A Client
// runs once; Send and Receive wait for it.
func (c *Client) Run(ctx context.Context) error {
	defer close(c.done)
	pause := &backoff.ExponentialBackOff{
		InitialInterval: c.cfg.MinBackoff, MaxInterval: c.cfg.MaxBackoff,
		Multiplier: 2, RandomizationFactor: backoff.DefaultRandomizationFactor,
	}
	pause.Reset()
	for turn := 0; ctx.Err() == nil; turn++ {
		node := c.nodes[turn%len(c.nodes)]
		began := time.Now()
		err := c.register(ctx, node)
		// A connection that lasted longer than any pause was a good one.
		if time.Since(began) > c.cfg.MaxBackoff {
			pause.Reset()
		}
		if ctx.Err() != nil {
			break
		}
		wait := pause.NextBackOff()
		c.cfg.Logger.Info("not registered", "agent", c.addr, "remote", node.Address, "err", err, "retry", wait)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	return nil
}

// register is one registration, from dialling to its end.
func (c *Client) register(ctx context.Context, node Node) error {
	conn, pipelined, err := c.dial(ctx, node)
	if err != nil {
		if c.cfg.Failed != nil {
			c.cfg.Failed(node, err)
		}
		return err
	}
	c.cfg.Logger.Info("registered", "agent", c.addr, "remote", node.Address, "pipelined", pipelined)
	if c.cfg.Connected != nil {
		c.cfg.Connected(node)
	}
	l := newLink(c, conn, pipelined)
	c.use(l)
	err = l.run(ctx)
	if c.cfg.Disconnected != nil {
		c.cfg.Disconnected(node, err)
	}
	return err
}

// use makes l, or nothing, what envelopes are sent over.
func (c *Client) use(l *link) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.link = l
	close(c.changed)
	c.changed = make(chan struct{})
}

// connected waits for a registration.
func (c *Client) connected(ctx context.Context) (*link, error) {
	for {
		c.mu.Lock()
		current, changed := c.link, c.changed
		c.mu.Unlock()
		if current != nil {
			return current, nil
		}
		select {
		case <-changed:
		case <-c.done:
			return nil, ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Send sends an envelope and waits for the node's acknowledgement: nil means
// that the node has accepted it, an *acn.Failure that it has not. Envelopes
// that were out when the connection ended give ErrConnectionLost and are not
// sent again; if ctx ends first the outcome is open, too.
func (c *Client) Send(ctx context.Context, e envelope.Envelope) error {
	outcome := make(outcome, 1)
	if err := c.SendAsync(ctx, e, outcome); err != nil {
		return err
	}
	select {
	case err := <-outcome:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// outcome is a Receipt to wait for.
type outcome chan error

func (o outcome) Done(err error) { o <- err }

// SendAsync sends an envelope and returns as soon as it is on its way; receipt
// learns the outcome as Send would return it. It waits for a place in the
// window and for a registration; an error means that nothing was sent and
// receipt will not be called. Envelopes travel in the order of the calls, but
// one that is refused does not hold up those behind it.
func (c *Client) SendAsync(ctx context.Context, e envelope.Envelope, receipt envelope.Receipt) error {
	if e.Sender != c.addr {
		return fmt.Errorf("sending envelope: sender is %q, this client speaks for %s", e.Sender, c.addr)
	}
	select {
	case c.places <- struct{}{}:
	case <-c.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	current, err := c.connected(ctx)
	if err == nil {
		err = current.fits(e)
	}
	if err != nil {
		<-c.places
		return err
	}
	current.send(e.Bytes(), place{client: c, receipt: receipt})
	return nil
}

// place is a Receipt that gives its place in the window back.
type place struct {
	client  *Client
	receipt envelope.Receipt
}

func (p place) Done(err error) {
	<-p.client.places
	p.receipt.Done(err)
}

// Receive waits for the next envelope for the agent. Envelopes that came
// before Run ended are still returned.
func (c *Client) Receive(ctx context.Context) (envelope.Envelope, error) {
	select {
	case e := <-c.inbox:
		return e, nil
	case <-ctx.Done():
		return envelope.Envelope{}, ctx.Err()
	case <-c.done:
	}
	select {
	case e := <-c.inbox:
		return e, nil
	default:
		return envelope.Envelope{}, ErrClosed
	}
}
