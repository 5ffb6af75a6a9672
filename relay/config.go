package relay

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go-acn/acn"
)

// Config tunes a Service. The zero value of every field means its default.
type Config struct {
	// Log takes lifecycle and misbehaviour; default: nothing is logged.
	Log *slog.Logger
	// Observer is told what happens; default: nobody.
	Observer Observer

	// OpenTimeout bounds dialling a peer and opening a stream. Default 5 s.
	OpenTimeout time.Duration
	// FrameTimeout bounds writing one legacy frame, and waiting for and
	// reading one. Default 15 s.
	FrameTimeout time.Duration
	// DeliverTimeout is how long an agent may take to answer before the sender
	// gets acn.StatusNotReady. Default 20 s, which is less than AckTimeout.
	DeliverTimeout time.Duration
	// Grace is how long Run, when it ends, waits for the outcomes of envelopes
	// it has handed on, so that their senders do not send them again
	// elsewhere. Default 1 s.
	Grace time.Duration
	// FindTimeout bounds a search on behalf of a relay client. Default 5 s.
	FindTimeout time.Duration

	// AckTimeout is how long an envelope on a link may go unanswered, and one
	// write may take. Default 30 s.
	AckTimeout time.Duration
	// PingInterval is how long a peer that owes answers may be silent before
	// it is asked for a sign of life; after three of them the link is reset.
	// Default 5 s.
	PingInterval time.Duration
	// IdleTimeout is when an unused link is closed by its sender; the receiver
	// waits at least half as long again. Default 10 min.
	IdleTimeout time.Duration
	// BackoffMin and BackoffMax bound the pause after a peer could not be
	// reached; it doubles from one to the other. Defaults 500 ms, 30 s.
	BackoffMin, BackoffMax time.Duration

	// QueueEnvelopes and QueueBytes are what one peer may have waiting and
	// unanswered here; what is more is refused with acn.StatusNotReady.
	// Defaults 32,768 and 64 MiB.
	QueueEnvelopes, QueueBytes int
	// LegacyStreams is how many legacy envelopes one peer is sent at a time.
	// Default 64.
	LegacyStreams int
	// Peers is how many peers are sent to at a time. Default 4,096; more are
	// refused with acn.StatusNotReady.
	Peers int

	// WindowEnvelopes and WindowBytes are what a sender may have unanswered on
	// one link. They are large because the slow agents of a node share them
	// with its quick ones; what it costs is bounded by IncomingBytes. Defaults
	// 16,384 and 32 MiB; at least 64 and 4 MiB, at most 65,536 and 1 GiB.
	WindowEnvelopes, WindowBytes int
	// Links is how many peers may have a link to this node. Default 1,024; more are
	// reset.
	Links int
	// Streams and StreamsPerPeer bound incoming legacy streams. Defaults 2,048
	// and 256; more get acn.StatusNotReady.
	Streams, StreamsPerPeer int
	// IncomingBytes is what all peers together may have unanswered here.
	// Default 256 MiB; more is refused with acn.StatusNotReady.
	IncomingBytes int
	// NotifyInterval is the shortest time between two notifications of one
	// peer that are heard. Default 5 s.
	NotifyInterval time.Duration
	// Records is how many good sender records are remembered, about 1 KiB
	// each. Default 4,096.
	Records int
}

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	setDefault(&c.OpenTimeout, 5*time.Second)
	setDefault(&c.FrameTimeout, 15*time.Second)
	setDefault(&c.DeliverTimeout, 20*time.Second)
	setDefault(&c.Grace, time.Second)
	setDefault(&c.FindTimeout, 5*time.Second)
	setDefault(&c.AckTimeout, 30*time.Second)
	setDefault(&c.PingInterval, 5*time.Second)
	setDefault(&c.IdleTimeout, 10*time.Minute)
	setDefault(&c.BackoffMin, 500*time.Millisecond)
	setDefault(&c.BackoffMax, 30*time.Second)
	setDefault(&c.QueueEnvelopes, 32768)
	setDefault(&c.QueueBytes, 64<<20)
	setDefault(&c.LegacyStreams, 64)
	setDefault(&c.Peers, 4096)
	setDefault(&c.WindowEnvelopes, 16384)
	setDefault(&c.WindowBytes, 32<<20)
	setDefault(&c.Links, 1024)
	setDefault(&c.Streams, 2048)
	setDefault(&c.StreamsPerPeer, 256)
	setDefault(&c.IncomingBytes, 256<<20)
	setDefault(&c.NotifyInterval, 5*time.Second)
	setDefault(&c.Records, 4096)
	return c
}

func setDefault[T int | time.Duration](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

// validate wants defaults filled in. It reports everything at once.
func (c Config) validate() error {
	var errs []error
	for _, field := range []struct {
		name  string
		value int64
	}{
		{"OpenTimeout", int64(c.OpenTimeout)}, {"FrameTimeout", int64(c.FrameTimeout)}, {"DeliverTimeout", int64(c.DeliverTimeout)},
		{"Grace", int64(c.Grace)}, {"FindTimeout", int64(c.FindTimeout)}, {"AckTimeout", int64(c.AckTimeout)}, {"PingInterval", int64(c.PingInterval)},
		{"IdleTimeout", int64(c.IdleTimeout)}, {"BackoffMin", int64(c.BackoffMin)}, {"NotifyInterval", int64(c.NotifyInterval)},
		{"QueueEnvelopes", int64(c.QueueEnvelopes)}, {"QueueBytes", int64(c.QueueBytes)},
		{"LegacyStreams", int64(c.LegacyStreams)}, {"Peers", int64(c.Peers)}, {"Links", int64(c.Links)},
		{"Streams", int64(c.Streams)}, {"StreamsPerPeer", int64(c.StreamsPerPeer)}, {"Records", int64(c.Records)},
	} {
		if field.value < 0 {
			errs = append(errs, fmt.Errorf("%s is negative", field.name))
		}
	}
	if c.BackoffMax < c.BackoffMin {
		errs = append(errs, fmt.Errorf("BackoffMax %s is below BackoffMin %s", c.BackoffMax, c.BackoffMin))
	}
	if c.WindowEnvelopes < firstEnvelopes || c.WindowEnvelopes > mostEnvelopes {
		errs = append(errs, fmt.Errorf("WindowEnvelopes is %d, want %d to %d", c.WindowEnvelopes, firstEnvelopes, mostEnvelopes))
	}
	if c.WindowBytes < firstBytes || c.WindowBytes > mostBytes {
		errs = append(errs, fmt.Errorf("WindowBytes is %d, want %d to %d", c.WindowBytes, firstBytes, mostBytes))
	}
	if c.IncomingBytes < acn.MaxFrame {
		errs = append(errs, fmt.Errorf("IncomingBytes is %d, want at least %d", c.IncomingBytes, acn.MaxFrame))
	}
	return errors.Join(errs...)
}
