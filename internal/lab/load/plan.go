package load

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"go-acn/acn"
)

// Target is the delegate port of a node.
type Target struct {
	Address string      // host:port
	Node    acn.NodeKey // whose signature the port's certificate must carry
}

// ParseTarget reads HOST:PORT@NODEPUBLICKEY.
func ParseTarget(text string) (Target, error) {
	address, key, ok := strings.Cut(text, "@")
	if !ok {
		return Target{}, fmt.Errorf("node %q is not HOST:PORT@NODEPUBLICKEY", text)
	}
	if _, port, err := net.SplitHostPort(address); err != nil || port == "" {
		return Target{}, fmt.Errorf("node %q: %q is not HOST:PORT", text, address)
	}
	node, err := acn.ParseNodeKey(key)
	if err != nil {
		return Target{}, fmt.Errorf("node %q: %w", text, err)
	}
	return Target{Address: address, Node: node}, nil
}

// String is what ParseTarget reads.
func (t Target) String() string { return t.Address + "@" + string(t.Node) }

// Mode is how agents talk to their node.
type Mode string

// Modes.
const (
	// Legacy agents offer no ALPN and wait for each acknowledgement before
	// they send the next envelope, as clients of the existing network do.
	Legacy Mode = "legacy"
	// Pipelined agents speak acn.ALPNDelegate.
	Pipelined Mode = "pipelined"
)

// ParseMode checks the name of a mode.
func ParseMode(name string) (Mode, error) {
	if mode := Mode(name); mode == Legacy || mode == Pipelined {
		return mode, nil
	}
	return "", fmt.Errorf("mode %q is neither %s nor %s", name, Legacy, Pipelined)
}

// Plan is one measurement.
type Plan struct {
	// From and To are where sending and receiving agents connect, in turns.
	// Empty To means From: local delivery.
	From, To []Target
	// Pairs of one sending and one receiving agent. Default 1, limit 4,096.
	Pairs int
	// Window is how many undelivered envelopes a pair may have in flight.
	// Default 1, limit 1,024.
	Window int
	// Size is bytes of an envelope's message, at least MinSize. Default 100.
	Size int
	// Mode defaults to Legacy.
	Mode Mode
	// Warmup precedes the measurement. Default none, limit 1 h.
	Warmup time.Duration
	// Duration of the measurement; ignored with Count. Default 5 s, limit 1 h.
	Duration time.Duration
	// Count ends the measurement after so many envelopes instead.
	Count int64
	// Patience is how long nothing may arrive before what is missing counts
	// as lost, or connecting has failed. Default 10 s, limit 10 min.
	Patience time.Duration
	// Processes of the nodes, whose CPU time and memory are measured.
	Processes []Process
	// Watch, if set, is told several times a second how far Run is: a part of
	// 1, and the envelopes delivered so far.
	Watch func(part float64, delivered int64)
}

// Limits of a Plan.
const (
	MaxPairs  = 4096
	MaxWindow = 1024
	MaxSize   = acn.MaxEnvelope - 1024 // leaves room for the other fields
)

// withDefaults fills in zero values and reports everything that is wrong.
func (p Plan) withDefaults() (Plan, error) {
	defaults := func(value *int, otherwise int) {
		if *value == 0 {
			*value = otherwise
		}
	}
	defaults(&p.Pairs, 1)
	defaults(&p.Window, 1)
	defaults(&p.Size, 100)
	if p.Mode == "" {
		p.Mode = Legacy
	}
	if p.Duration == 0 {
		p.Duration = 5 * time.Second
	}
	if p.Patience == 0 {
		p.Patience = 10 * time.Second
	}
	if len(p.To) == 0 {
		p.To = p.From
	}
	var errs []error
	if len(p.From) == 0 {
		errs = append(errs, errors.New("no node to send from"))
	}
	if _, err := ParseMode(string(p.Mode)); err != nil {
		errs = append(errs, err)
	}
	if p.Count < 0 {
		errs = append(errs, fmt.Errorf("count %d is negative", p.Count))
	}
	errs = append(errs,
		between("pairs", p.Pairs, 1, MaxPairs), between("window", p.Window, 1, MaxWindow),
		between("size", p.Size, MinSize, MaxSize), between("warm-up", p.Warmup, 0, time.Hour),
		between("duration", p.Duration, time.Millisecond, time.Hour),
		between("patience", p.Patience, time.Millisecond, 10*time.Minute))
	return p, errors.Join(errs...)
}

func between[T int | time.Duration](what string, value, least, most T) error {
	if value < least || value > most {
		return fmt.Errorf("%s %v is not between %v and %v", what, value, least, most)
	}
	return nil
}
