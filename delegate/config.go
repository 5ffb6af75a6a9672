package delegate

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go-acn/acn"
)

// Limits of the delegate protocol, ours and the existing one.
const (
	// Window is how many deliveries may be unacknowledged at once towards a
	// client that speaks acn.ALPNDelegate; others get one.
	Window = 256
	// MaxOpening bounds the first frame of a client, its registration, in
	// bytes of payload: nobody has shown a key yet.
	MaxOpening = 16 << 10
	// LegacyPatience is how long existing clients wait for an acknowledgement
	// before they reconnect and send again.
	LegacyPatience = 5 * time.Second
)

// ServerConfig are the tunables of a Server; the zero value of each field
// means its default.
type ServerConfig struct {
	// MaxConnections bounds connections, registered or not. Default 10,000.
	MaxConnections int
	// MaxPerAddress bounds connections from one IPv4 address or IPv6 /64.
	// Default 1,000: whole fleets sit behind one.
	MaxPerAddress int
	// MaxHandshakes bounds connections that have not registered yet; above
	// MaxPerAddress, or one address can keep everybody out. Default 2,000.
	MaxHandshakes int

	// HandshakeTimeout bounds the TLS handshake. Default 10 s.
	HandshakeTimeout time.Duration
	// RegisterTimeout bounds the wait for the registration that follows.
	// Default 10 s.
	RegisterTimeout time.Duration
	// SubmitTimeout bounds how long a client is kept waiting for room in the
	// node's queues before it is told acn.StatusNotReady. Default 4 s, at most
	// 4.5 s: existing clients give up after LegacyPatience.
	SubmitTimeout time.Duration
	// AckTimeout is how long a client may leave a delivery unacknowledged
	// while it acknowledges no other; then it is disconnected. Default 15 s,
	// as existing clients may sleep for 10 s after a reconnect; at least
	// LegacyPatience.
	AckTimeout time.Duration
	// WriteTimeout bounds one write: a batch of up to 64 KiB, or one envelope
	// of up to 3 MiB. Default 30 s.
	WriteTimeout time.Duration
	// FrameTimeout bounds the arrival of a frame that has begun. Default 30 s.
	FrameTimeout time.Duration
	// DrainTimeout bounds the wait for acknowledgements at shutdown. Default 3 s.
	DrainTimeout time.Duration
	// KeepAlive is how long a connection is idle before the kernel probes the
	// peer. Default 30 s.
	KeepAlive time.Duration

	// QueueLength and QueueBytes bound what waits for one client; above,
	// deliveries are refused with acn.StatusNotReady. Default 1,024 envelopes
	// and 8 MiB; one envelope fits an empty queue whatever its size.
	QueueLength int
	QueueBytes  int

	// Logger, nil for none.
	Logger *slog.Logger
	// Observer, nil for none.
	Observer *Observer
}

func (c ServerConfig) withDefaults() (ServerConfig, error) {
	var check checker
	check.count("MaxConnections", &c.MaxConnections, 10_000)
	check.count("MaxPerAddress", &c.MaxPerAddress, 1_000)
	check.count("MaxHandshakes", &c.MaxHandshakes, 2_000)
	check.count("QueueLength", &c.QueueLength, 1024)
	check.count("QueueBytes", &c.QueueBytes, 8<<20)
	check.span("HandshakeTimeout", &c.HandshakeTimeout, 10*time.Second, shortest, longest)
	check.span("RegisterTimeout", &c.RegisterTimeout, 10*time.Second, shortest, longest)
	check.span("SubmitTimeout", &c.SubmitTimeout, 4*time.Second, shortest, maxSubmitTimeout)
	check.span("AckTimeout", &c.AckTimeout, 15*time.Second, LegacyPatience, longest)
	check.span("WriteTimeout", &c.WriteTimeout, 30*time.Second, shortest, longest)
	check.span("FrameTimeout", &c.FrameTimeout, 30*time.Second, shortest, longest)
	check.span("DrainTimeout", &c.DrainTimeout, 3*time.Second, shortest, longest)
	check.span("KeepAlive", &c.KeepAlive, 30*time.Second, time.Second, longest)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, errors.Join(check.errs...)
}

// Bounds of configured times.
const (
	shortest         = time.Millisecond
	longest          = 24 * time.Hour * 366
	maxSubmitTimeout = LegacyPatience - 500*time.Millisecond
)

// checker fills in defaults and collects what is out of range.
type checker struct{ errs []error }

func (c *checker) count(name string, field *int, def int) {
	if *field == 0 {
		*field = def
	} else if *field < 0 {
		c.errs = append(c.errs, fmt.Errorf("%s is %d, want a positive number", name, *field))
	}
}

func (c *checker) span(name string, field *time.Duration, def, least, most time.Duration) {
	if *field == 0 {
		*field = def
	} else if *field < least || *field > most {
		c.errs = append(c.errs, fmt.Errorf("%s is %s, want %s to %s", name, *field, least, most))
	}
}

// errFull and errGone are what deliveries to an agent are refused with.
var (
	errFull = acn.Fail(acn.StatusNotReady, "queue of the agent is full")
	errGone = acn.Fail(acn.StatusNotReady, "agent's connection ended")
)
