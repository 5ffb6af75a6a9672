package delegate

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"go-acn/acn"
)

// MailboxConfig are the tunables of a Mailbox; the zero value of each field
// means its default.
type MailboxConfig struct {
	// MaxConnections and MaxPerAddress as in ServerConfig.
	MaxConnections int
	MaxPerAddress  int

	// MaxSessions bounds the agents that have a mailbox here. Default 1,000.
	MaxSessions int
	// SessionLife is how long a mailbox stays that nobody asks for. Default
	// 24 h.
	SessionLife time.Duration
	// QueueLength and QueueBytes bound what waits for one agent, TotalBytes
	// what waits for all. Default 1,000 envelopes, 16 MiB, 512 MiB.
	QueueLength int
	QueueBytes  int
	TotalBytes  int

	// SubmitTimeout bounds how long a sender waits for room in the node's
	// queues. Default 4 s.
	SubmitTimeout time.Duration
	// HeaderTimeout bounds handshake and request headers, BodyTimeout a whole
	// request or reply, IdleTimeout the pause between requests. Default 10 s,
	// 60 s, 120 s.
	HeaderTimeout time.Duration
	BodyTimeout   time.Duration
	IdleTimeout   time.Duration
	// DrainTimeout bounds the wait for running requests at shutdown. Default
	// 3 s.
	DrainTimeout time.Duration
	// KeepAlive as in ServerConfig.
	KeepAlive time.Duration

	// Logger, nil for none.
	Logger *slog.Logger
	// Observer, nil for none. Delivered is called when an envelope has been
	// fetched.
	Observer *Observer
}

func (c MailboxConfig) withDefaults() (MailboxConfig, error) {
	var check checker
	check.count("MaxConnections", &c.MaxConnections, 10_000)
	check.count("MaxPerAddress", &c.MaxPerAddress, 1_000)
	check.count("MaxSessions", &c.MaxSessions, 1_000)
	check.count("QueueLength", &c.QueueLength, 1_000)
	check.count("QueueBytes", &c.QueueBytes, 16<<20)
	check.count("TotalBytes", &c.TotalBytes, 512<<20)
	check.span("SessionLife", &c.SessionLife, 24*time.Hour, time.Second, longest)
	check.span("SubmitTimeout", &c.SubmitTimeout, 4*time.Second, shortest, longest)
	check.span("HeaderTimeout", &c.HeaderTimeout, 10*time.Second, shortest, longest)
	check.span("BodyTimeout", &c.BodyTimeout, 60*time.Second, shortest, longest)
	check.span("IdleTimeout", &c.IdleTimeout, 120*time.Second, shortest, longest)
	check.span("DrainTimeout", &c.DrainTimeout, 3*time.Second, shortest, longest)
	check.span("KeepAlive", &c.KeepAlive, 30*time.Second, time.Second, longest)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, errors.Join(check.errs...)
}

// Mailbox is the HTTPS service for agents that fetch their envelopes. What
// waits is kept in memory only.
type Mailbox struct {
	cfg    MailboxConfig
	router Router
	cert   *Certificate
	roster roster
	held   atomic.Int64 // bytes waiting in all boxes

	mu    sync.Mutex
	boxes map[string]*box // by session id
}

// NewMailbox makes the service of the node that vouches for cert.
func NewMailbox(cfg MailboxConfig, router Router, cert *Certificate) (*Mailbox, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("configuring mailbox service: %w", err)
	}
	return &Mailbox{
		cfg: cfg, router: router, cert: cert,
		roster: roster{maxAll: cfg.MaxConnections, maxPerAddress: cfg.MaxPerAddress, maxHandshakes: cfg.MaxConnections},
		boxes:  make(map[string]*box),
	}, nil
}

// Sessions is how many agents have a mailbox now.
func (m *Mailbox) Sessions() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.boxes)
}

// Run serves connections of listener, which it closes, until ctx ends; then it
// lets running requests end, closes all mailboxes and returns nil. A Mailbox
// runs once.
func (m *Mailbox) Run(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           m.handler(),
		ReadHeaderTimeout: m.cfg.HeaderTimeout,
		ReadTimeout:       m.cfg.BodyTimeout,
		WriteTimeout:      m.cfg.BodyTimeout,
		IdleTimeout:       m.cfg.IdleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(m.cfg.Logger.Handler(), slog.LevelDebug),
	}
	var side sync.WaitGroup
	failed := make(chan error, 1)
	side.Go(func() {
		failed <- server.Serve(tls.NewListener(&guarded{Listener: listener, mailbox: m}, m.cert.serverTLS("")))
	})
	err := m.sweep(ctx, failed)
	m.shutdown(ctx, server)
	side.Wait()
	m.closeAll()
	return err
}

// sweep removes mailboxes nobody uses until ctx ends or the server fails.
func (m *Mailbox) sweep(ctx context.Context, failed <-chan error) error {
	const rounds = 24 // per life, so a box lives at most 1/24 too long
	ticker := time.NewTicker(m.cfg.SessionLife / rounds)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return fmt.Errorf("serving mailboxes: %w", err)
		case now := <-ticker.C:
			m.expire(now)
		}
	}
}

func (m *Mailbox) shutdown(ctx context.Context, server *http.Server) {
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), m.cfg.DrainTimeout)
	defer cancel()
	if server.Shutdown(patience) != nil {
		_ = server.Close()
	}
}

// closeAll also lets no mailbox be opened any more.
func (m *Mailbox) closeAll() {
	boxes := m.all()
	m.mu.Lock()
	m.boxes = nil
	m.mu.Unlock()
	for _, b := range boxes {
		b.end()
	}
}

func (m *Mailbox) all() []*box {
	m.mu.Lock()
	defer m.mu.Unlock()
	boxes := make([]*box, 0, len(m.boxes))
	for _, b := range m.boxes {
		boxes = append(boxes, b)
	}
	return boxes
}

func (m *Mailbox) expire(now time.Time) {
	for _, b := range m.all() {
		if now.Sub(b.lastUse()) > m.cfg.SessionLife {
			m.cfg.Logger.Info("mailbox expired", "agent", b.record.Address)
			b.end()
		}
	}
}

var errSessions = errors.New("too many mailboxes")

// register opens a mailbox in place of any other route of the agent.
func (m *Mailbox) register(record *acn.Record) (*box, error) {
	id, err := newSessionID()
	if err != nil {
		return nil, err
	}
	b := newBox(m, id, record)
	if !m.add(b) {
		return nil, errSessions
	}
	m.cfg.Observer.sessions(+1)
	detach, err := m.router.Attach(record, b)
	if err != nil {
		b.Close()
		return nil, err
	}
	b.attached(detach)
	m.cfg.Logger.Info("mailbox opened", "agent", record.Address)
	return b, nil
}

// add counts a mailbox against the limit, unless it is to replace another.
func (m *Mailbox) add(b *box) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.boxes == nil || len(m.boxes) >= m.cfg.MaxSessions && !m.holds(b.record.Address) {
		return false
	}
	m.boxes[b.id] = b
	return true
}

// holds tells whether an agent has a mailbox. The lock is held.
func (m *Mailbox) holds(addr acn.Address) bool {
	for _, b := range m.boxes {
		if b.record.Address == addr {
			return true
		}
	}
	return false
}

func (m *Mailbox) lookup(id string) *box {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.boxes[id]
}

func (m *Mailbox) remove(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.boxes, id)
}

// newSessionID is a random UUID without dashes, as existing clients expect it.
func newSessionID() (string, error) {
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		return "", fmt.Errorf("making session id: %w", err)
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return hex.EncodeToString(id[:]), nil
}

// guarded admits connections by the roster.
type guarded struct {
	net.Listener
	mailbox *Mailbox
}

func (g *guarded) Accept() (net.Conn, error) {
	for {
		conn, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := origin(conn)
		if why := g.mailbox.roster.enter(from); why != "" {
			g.mailbox.cfg.Observer.refused(why)
			_ = conn.Close()
			continue
		}
		g.mailbox.roster.settle() // package http bounds the handshake
		keepAlive(conn, g.mailbox.cfg.KeepAlive)
		return &counted{Conn: conn, leave: func() { g.mailbox.roster.leave(from) }}, nil
	}
}

// counted leaves the roster when it is closed.
type counted struct {
	net.Conn
	once  sync.Once
	leave func()
}

func (c *counted) Close() error {
	c.once.Do(c.leave)
	return c.Conn.Close()
}
