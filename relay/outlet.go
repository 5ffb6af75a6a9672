package relay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
)

// outlet is the sending side towards one peer. Its runner, a goroutine that
// exists while there is work or a link, dials, finds out which protocol the
// peer speaks, and keeps that going (linkout.go, legacyout.go).
type outlet struct {
	service *Service
	peer    peer.ID
	alarm   // the driver has something to do

	mu       sync.Mutex
	backlog  backlog
	link     *linkSender // set while a link is up
	lanes    *lanes      // set while legacy streams are used
	awake    bool        // wake was signalled and the driver has not run dry since
	running  bool
	retired  bool // no longer in Service.outlets
	closed   bool
	failures int // attempts in a row that came to nothing
	retryAt  time.Time
	rested   time.Time // when running ended
}

func newOutlet(s *Service, p peer.ID) *outlet {
	return &outlet{
		service: s, peer: p, alarm: newAlarm(),
		backlog: backlog{most: s.cfg.QueueEnvelopes, mostBytes: s.cfg.QueueBytes},
	}
}

var (
	errPaused   = errors.New("peer was unreachable a moment ago")
	errNoRecord = acn.Fail(acn.StatusInvalidProof, "envelope has no sender record")
	errSender   = acn.Fail(acn.StatusWrongAddress, "envelope sender and record differ")
)

// submit queues p or tells its receipt why not. It returns false, and has done
// nothing, if the outlet has retired.
func (o *outlet) submit(p posting) bool {
	o.mu.Lock()
	if o.retired {
		o.mu.Unlock()
		return false
	}
	err := o.check(&p)
	if err == nil {
		err = o.backlog.submit(p)
	} else {
		o.backlog.refuse(p.envelope.To)
	}
	start := err == nil && !o.running
	if start {
		o.running = true
	}
	rouse := o.rouse()
	o.mu.Unlock()
	if err != nil {
		o.tell("", []outcome{{p.receipt, err}})
	}
	if start && !o.service.enlist(o) {
		o.abandon()
	}
	o.signal(rouse)
	return true
}

// check is what can be refused without the backlog.
func (o *outlet) check(p *posting) error {
	switch {
	case o.closed:
		return errClosed
	case p.record == nil:
		return errNoRecord
	case p.record.Address != p.envelope.Sender:
		return errSender
	case o.failures > 0 && !o.running && time.Now().Before(o.retryAt):
		return errPaused
	}
	return nil
}

// rouse tells whether the driver has to be signalled. Call it under mu after
// anything that may have made work.
func (o *outlet) rouse() bool {
	if o.awake || o.link == nil && o.lanes == nil || o.link != nil && !o.link.ready() {
		return false
	}
	o.awake = true
	return true
}

func (o *outlet) tell(protocol string, outcomes []outcome) {
	o.service.cfg.Observer.told(protocol, outcomes)
	tell(outcomes)
}

// goodbyePause is how long a peer that is stopping is left alone, unless it
// connects before.
const goodbyePause = 2 * time.Second

// errUnreachable wraps what kept the peer from being reached at all.
var errUnreachable = errors.New("peer is unreachable")

// run works until there is nothing to do or the peer fails.
func (o *outlet) run(ctx context.Context) {
	for {
		progress, err := o.carry(ctx)
		if !o.rest(ctx, progress, err) {
			return
		}
	}
}

// carry opens a stream and works with it. progress tells whether the peer
// answered anything.
func (o *outlet) carry(ctx context.Context) (progress bool, err error) {
	stream, err := o.service.open(ctx, o.peer, acn.ProtocolLink, acn.ProtocolEnvelope)
	if err != nil {
		return false, fmt.Errorf("%w: %w", errUnreachable, err)
	}
	if stream.Protocol() == acn.ProtocolLink {
		return o.runLink(ctx, stream)
	}
	return o.runLegacy(ctx, stream)
}

// rest ends a run; it returns true if there is work again already.
func (o *outlet) rest(ctx context.Context, progress bool, err error) bool {
	o.mu.Lock()
	if err == nil && ctx.Err() == nil && o.backlog.waiting.len() > 0 {
		o.mu.Unlock()
		return true
	}
	now := time.Now()
	var failed []outcome
	switch {
	case errors.Is(err, io.EOF):
		// The peer ended the link in order: it is stopping. To dial it now may
		// take all of OpenTimeout, while its agents are already elsewhere.
		o.failures, o.retryAt = 1, now.Add(goodbyePause)
	case err == nil || progress:
		o.failures = 0
	default:
		o.retryAt = now.Add(backoff(o.failures, o.service.cfg))
		o.failures++
	}
	if err == nil && ctx.Err() != nil {
		err = errClosed
	}
	if err != nil {
		failed = o.backlog.fail(err, nil)
	}
	o.running, o.rested = false, now
	o.mu.Unlock()
	if err != nil {
		o.service.cfg.Log.Debug("sending to peer ended", slog.String("peer", o.peer.String()), slog.Any("err", err))
	}
	o.tell("", failed)
	return false
}

// backoff is the pause after the given number of failures before this one.
func backoff(failures int, cfg Config) time.Duration {
	pause := cfg.BackoffMin
	for range failures {
		if pause *= 2; pause >= cfg.BackoffMax {
			return cfg.BackoffMax
		}
	}
	return pause
}

// reached ends a pause.
func (o *outlet) reached() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failures = 0
}

// close refuses everything from now on; what is queued is up to the runner.
func (o *outlet) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
}

// abandon fails what a runner that will not come would have carried.
func (o *outlet) abandon() {
	o.mu.Lock()
	o.running = false
	failed := o.backlog.fail(errClosed, nil)
	o.mu.Unlock()
	o.tell("", failed)
}

// settleTime is how long an outlet is kept after its last work: its gate must
// outlive whatever its callers still had on the way to it.
const settleTime = time.Minute

// retire tells whether the outlet is to be forgotten; crowded asks to give up
// an idle link too. It also ages the gate of an outlet that stays.
func (o *outlet) retire(now time.Time, crowded bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.backlog.gates.age()
	switch {
	case o.backlog.held > 0:
	case !o.running:
		o.retired = now.Sub(o.rested) >= settleTime && now.Sub(o.retryAt) >= settleTime
	case crowded && o.link != nil:
		o.retired = now.Sub(o.link.busy) >= settleTime
	}
	return o.retired
}
