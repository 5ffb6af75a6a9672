package relay

import (
	"context"
	"errors"

	"github.com/libp2p/go-libp2p/core/network"
)

// Reason says why a link ended, in few words, for metrics.
type Reason string

// Reasons.
const (
	ReasonViolation  Reason = "violation"  // the peer broke the protocol
	ReasonTimeout    Reason = "timeout"    // the peer left something unanswered
	ReasonBroken     Reason = "broken"     // the stream failed or the peer reset it
	ReasonSupplanted Reason = "supplanted" // the peer opened another link
	ReasonIdle       Reason = "idle"       // nothing happened for long
	ReasonShutdown   Reason = "shutdown"   // this node stops
)

// fault is why a link ended. Its text is ours and never travels; the peer gets
// the stream error code of the reason.
type fault struct {
	reason Reason
	text   string
}

func (f *fault) Error() string { return string(f.reason) + ": " + f.text }

func violation(text string) error { return &fault{ReasonViolation, text} }

// Faults of a link.
var (
	errMalformed  = violation("malformed frame")
	errTooLarge   = violation("frame too large")
	errKind       = violation("frame kind is unknown or out of place")
	errSlot       = violation("envelope names a slot that holds no record")
	errSlotRange  = violation("slot out of range")
	errTag        = violation("envelope number out of range or in use")
	errOverrun    = violation("more unanswered bytes than granted")
	errUnknownAck = violation("answer to nothing")
	errHello      = violation("hello grants less than the protocol does")
	errAckTimeout = &fault{ReasonTimeout, "an envelope was not answered in time"}
	errSilent     = &fault{ReasonTimeout, "peer is silent"}
	errIdle       = &fault{ReasonIdle, "link was idle"}
	errSupplanted = &fault{ReasonSupplanted, "peer opened another link"}
	errShutdown   = &fault{ReasonShutdown, "relay is shutting down"}
)

// reasonOf is the reason of the fault in err, or the one the peer gave when it
// reset the stream, or ReasonBroken.
func reasonOf(err error) Reason {
	var f *fault
	if errors.As(err, &f) {
		return f.reason
	}
	if errors.Is(err, context.Canceled) {
		return ReasonShutdown
	}
	var reset *network.StreamError
	if errors.As(err, &reset) && reset.Remote {
		switch reset.ErrorCode {
		case network.StreamSupplanted:
			return ReasonSupplanted
		case network.StreamGarbageCollected:
			return ReasonIdle
		case network.StreamShutdown:
			return ReasonShutdown
		}
	}
	return ReasonBroken
}

// resetCode is what the peer is told.
func resetCode(err error) network.StreamErrorCode {
	switch reasonOf(err) {
	case ReasonViolation:
		return network.StreamProtocolViolation
	case ReasonSupplanted:
		return network.StreamSupplanted
	case ReasonIdle:
		return network.StreamGarbageCollected
	case ReasonShutdown:
		return network.StreamShutdown
	}
	return network.StreamNoError
}
