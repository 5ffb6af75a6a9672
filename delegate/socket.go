package delegate

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/cenkalti/backoff/v5"

	"go-acn/acn"
)

// Socket connects a node to the one agent it was started beside. The agent
// listens on a loopback port, the node dials it; frames are those of the
// delegate service, without TLS, signature or registration, as the record came
// with the node's configuration.
type Socket struct {
	server  *Server // of this one session
	address string
	record  *acn.Record
}

// Limits of redialling an agent.
const (
	socketDial     = 5 * time.Second
	socketPauseMin = 50 * time.Millisecond
	socketPauseMax = 5 * time.Second
)

// NewSocket makes the connection to the agent of record at address, host:port.
// Of cfg it uses the timeouts, queue bounds, logger and observer.
func NewSocket(cfg ServerConfig, router Router, address string, record *acn.Record) (*Socket, error) {
	cfg, err := cfg.withDefaults()
	if err == nil {
		_, _, err = net.SplitHostPort(address)
	}
	if err != nil {
		return nil, fmt.Errorf("configuring agent socket: %w", err)
	}
	server := &Server{cfg: cfg, router: router, sessions: make(map[*session]struct{})}
	return &Socket{server: server, address: address, record: record}, nil
}

// Run keeps the agent connected until ctx ends: an agent that restarts listens
// on the same port again, or ends this process.
func (s *Socket) Run(ctx context.Context) error {
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = socketPauseMin, socketPauseMax
	for ctx.Err() == nil {
		began := time.Now()
		err := s.connect(ctx)
		if ctx.Err() != nil {
			break
		}
		if time.Since(began) > socketPauseMax {
			pause.Reset()
		}
		wait := pause.NextBackOff()
		s.server.cfg.Logger.Warn("agent is not connected", "agent", s.record.Address, "remote", s.address, "err", err, "retry", wait)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	return nil
}

// connect is one connection, from dialling to its end.
func (s *Socket) connect(ctx context.Context) error {
	dialer := net.Dialer{Timeout: socketDial}
	conn, err := dialer.DialContext(ctx, "tcp", s.address)
	if err != nil {
		return fmt.Errorf("dialling agent: %w", err)
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	agent := s.server.newSession(conn, admission{record: s.record}, cancel)
	if agent.detach, err = s.server.router.Attach(s.record, agent); err != nil {
		_ = conn.Close()
		return fmt.Errorf("attaching agent: %w", err)
	}
	s.server.add(agent)
	s.server.cfg.Logger.Info("agent connected", "agent", s.record.Address, "remote", s.address)
	agent.open()
	unhook := context.AfterFunc(ctx, func() {
		awaitAll([]<-chan struct{}{agent.drain()}, s.server.cfg.DrainTimeout)
		agent.close(errClosed)
	})
	defer unhook()
	agent.run(inner)
	return agent.cause
}
