package delegate

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"go-acn/acn"
)

// Server is the delegate service of a node.
type Server struct {
	cfg    ServerConfig
	router Router
	cert   *Certificate
	tls    *tls.Config

	roster  roster
	running sync.WaitGroup // a goroutine per connection

	mu       sync.Mutex
	sessions map[*session]struct{} // nil when the server has stopped
}

// NewServer makes the service of the node that vouches for cert.
func NewServer(cfg ServerConfig, router Router, cert *Certificate) (*Server, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("configuring delegate service: %w", err)
	}
	return &Server{
		cfg: cfg, router: router, cert: cert,
		tls:      cert.serverTLS(acn.ALPNDelegate),
		roster:   roster{maxAll: cfg.MaxConnections, maxPerAddress: cfg.MaxPerAddress, maxHandshakes: cfg.MaxHandshakes},
		sessions: make(map[*session]struct{}),
	}, nil
}

// Sessions is how many agents are registered now.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sessions)
}

// Run serves connections of listener, which it closes, until ctx ends; then it
// waits for outstanding acknowledgements, ends all sessions, and returns nil.
// An error means that the listener broke. A Server runs once.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	unhook := context.AfterFunc(ctx, func() { _ = listener.Close() })
	defer unhook()
	err := accept(ctx, listener, func(conn net.Conn) { s.admit(ctx, conn) })
	cancel()
	s.stop()
	s.running.Wait()
	return err
}

// accept hands on connections until ctx ends. Trouble of the machine, such as
// too many open files, is waited out.
func accept(ctx context.Context, listener net.Listener, serve func(net.Conn)) error {
	const shortest, longest = 5 * time.Millisecond, time.Second
	pause := shortest
	for {
		conn, err := listener.Accept()
		switch {
		case err == nil:
			pause = shortest
			serve(conn)
			continue
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return fmt.Errorf("accepting connections: %w", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, longest)
	}
}

// admit starts the goroutine of a connection, and does nothing that could wait
// for its peer.
func (s *Server) admit(ctx context.Context, socket net.Conn) {
	from := origin(socket)
	if why := s.roster.enter(from); why != "" {
		s.cfg.Observer.refused(why)
		s.cfg.Logger.Debug("connection refused", "remote", socket.RemoteAddr(), "reason", why)
		_ = socket.Close()
		return
	}
	s.running.Go(func() {
		session := s.open(ctx, socket)
		s.roster.settle()
		if session == nil {
			s.roster.leave(from)
			return
		}
		// A goroutine of its own: this one has grown a stack for the
		// handshake that an idle session has no use for.
		s.running.Go(func() {
			defer s.roster.leave(from)
			session()
		})
	})
}

// open brings a connection to its registration and returns what then runs it;
// nil if it ended before.
func (s *Server) open(ctx context.Context, socket net.Conn) (session func()) {
	// At shutdown nobody is waited for who has not registered.
	unhook := context.AfterFunc(ctx, func() { _ = socket.Close() })
	defer unhook()
	keepAlive(socket, s.cfg.KeepAlive)
	session, err := s.greet(ctx, tls.Server(socket, s.tls), unhook)
	if err == nil {
		return session
	}
	_ = socket.Close()
	// Existing clients connect once only to fetch the certificate.
	if !errors.Is(err, io.EOF) {
		s.cfg.Logger.Debug("connection did not register", "remote", socket.RemoteAddr(), "err", err)
	}
	return nil
}

// keepAlive lets the kernel find out about peers that vanished, in about two
// minutes at the default.
func keepAlive(socket net.Conn, idle time.Duration) {
	if tcp, ok := socket.(*net.TCPConn); ok {
		// A socket that refuses is broken, as the next read will tell.
		_ = tcp.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: idle, Interval: idle / 2, Count: 6})
	}
}

// greet does the handshake, shows the certificate's signature and answers the
// registration. It calls spare before the connection becomes a session, which
// shutdown drains; false says that shutdown has closed it.
func (s *Server) greet(ctx context.Context, conn *tls.Conn, spare func() bool) (session func(), err error) {
	began := time.Now()
	if err := conn.SetDeadline(began.Add(s.cfg.HandshakeTimeout)); err != nil {
		return nil, err
	}
	err = conn.Handshake()
	s.cfg.Observer.handshake(err == nil, time.Since(began))
	if err != nil {
		return nil, err
	}
	if err := acn.WriteFrame(conn, s.cert.Signature()); err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(time.Now().Add(s.cfg.RegisterTimeout)); err != nil {
		return nil, err
	}
	opening, err := acn.ReadFrame(conn, nil, MaxOpening)
	if err != nil {
		return nil, err
	}
	opened, err := s.parseRegistration(opening, conn.ConnectionState())
	if err == nil {
		session, err = s.register(ctx, conn, opened, spare)
	}
	s.cfg.Observer.registered(acn.StatusOf(err))
	if err != nil && acn.WriteFrame(conn, acn.EncodeStatus(acn.StatusOf(err))) == nil {
		linger(conn)
	}
	return session, err
}

// register makes a session the route of its agent and tells the agent. An
// error is what the agent has not been told yet.
func (s *Server) register(ctx context.Context, conn *tls.Conn, r admission, spare func() bool) (func(), error) {
	ctx, cancel := context.WithCancel(ctx)
	opened := s.newSession(conn, r, cancel)
	detach, err := s.router.Attach(r.record, opened)
	if err != nil {
		cancel()
		return nil, err
	}
	opened.detach = detach
	// The route stands, but until open nothing is written to it.
	if err = acn.WriteFrame(conn, acn.EncodeStatus(acn.StatusSuccess)); err == nil {
		err = conn.SetDeadline(time.Time{})
	}
	if err != nil || !spare() || !s.add(opened) {
		opened.close(errClosed)
		detach()
		return func() {}, nil
	}
	s.cfg.Logger.Info("agent registered", "agent", r.record.Address, "remote", conn.RemoteAddr(), "pipelined", r.pipelined)
	opened.open()
	return func() { opened.run(ctx) }, nil
}

// newSession prepares the session of a connection; stop is called when it is
// given up. Nothing is written before its open.
func (s *Server) newSession(conn net.Conn, r admission, stop func()) *session {
	opened := &session{server: s, record: r.record, proven: r.proven}
	opened.pipe.init(pipeConfig{
		conn: conn, pipelined: r.pipelined, startle: !r.pipelined, lost: errGone, full: errFull, stop: stop,
		ackTimeout: s.cfg.AckTimeout, writeTimeout: s.cfg.WriteTimeout, frameTimeout: s.cfg.FrameTimeout,
		queueLength: s.cfg.QueueLength, queueBytes: s.cfg.QueueBytes,
	})
	return opened
}

// admission is what a client has shown of itself.
type admission struct {
	record    *acn.Record
	pipelined bool // it speaks acn.ALPNDelegate
	proven    bool // the wallet has signed this very session
}

// parseRegistration reads the first frame of a client and checks what is in
// it. Errors are Failures.
func (s *Server) parseRegistration(opening []byte, state tls.ConnectionState) (admission, error) {
	r := admission{pipelined: state.NegotiatedProtocol == acn.ALPNDelegate}
	message, err := acn.DecodeMessage(opening)
	if err != nil {
		return r, err
	}
	if message.Kind != acn.KindRegister {
		return r, acn.Fail(acn.StatusUnexpectedPayload, "message is no registration")
	}
	want := acn.Expect{Node: s.cert.Node(), Ledgers: acn.LegacyLedgers}
	if r.pipelined {
		want.Ledgers = acn.Ledgers
	}
	if r.record, err = acn.VerifyRecord(message.Record, want); err != nil {
		return r, err
	}
	if err := checkCurrent(r.record, time.Now()); err != nil || !r.pipelined || message.Proof == "" {
		return r, err
	}
	session, err := state.ExportKeyingMaterial(acn.SessionLabel, nil, acn.SessionLength)
	if err != nil {
		return r, acn.Fail(acn.StatusInvalidProof, "session cannot be signed: %w", err)
	}
	r.proven = true
	return r, acn.VerifySession(r.record, session, message.Proof)
}

// checkCurrent refuses a record whose wallet has set it an end that has come.
func checkCurrent(record *acn.Record, now time.Time) error {
	if !record.Current(now) {
		return acn.Fail(acn.StatusInvalidProof, "delegation of %s is not in force", record.Address)
	}
	return nil
}

func (s *Server) add(opened *session) bool {
	s.mu.Lock()
	running := s.sessions != nil
	if running {
		s.sessions[opened] = struct{}{}
	}
	s.mu.Unlock()
	if running {
		s.cfg.Observer.sessions(+1)
	}
	return running
}

func (s *Server) remove(ended *session) {
	s.mu.Lock()
	delete(s.sessions, ended)
	s.mu.Unlock()
	s.cfg.Observer.sessions(-1)
}

// stop lets agents acknowledge what they have been sent, then ends all
// sessions.
func (s *Server) stop() {
	s.mu.Lock()
	sessions := s.sessions
	s.sessions = nil
	s.mu.Unlock()
	if len(sessions) == 0 {
		return
	}
	s.cfg.Logger.Info("draining sessions", "count", len(sessions))
	idle := make([]<-chan struct{}, 0, len(sessions))
	for session := range sessions {
		idle = append(idle, session.drain())
	}
	awaitAll(idle, s.cfg.DrainTimeout)
	for session := range sessions {
		session.close(errClosed)
	}
}

// awaitAll waits until all are closed or patience has run out.
func awaitAll(all []<-chan struct{}, patience time.Duration) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for _, one := range all {
		select {
		case <-one:
		case <-timer.C:
			return
		}
	}
}
