package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"sync"
	"time"

	"github.com/ipfs/go-datastore"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry/pin"
)

// Config is one registry. Operator is required, everything else has a default.
type Config struct {
	// Operator is the wallet of who runs the node. It pins what the operator
	// adds, without a quota.
	Operator *acn.Wallet
	// Publishers have quotas of their own; everybody else has Quota. By
	// default that admits nobody: disk space is given away by name only.
	Publishers Publishers
	Quota      pin.Quota
	// Limits bound each package, Pins what is remembered of pins.
	Limits pkg.Limits
	Pins   pin.Limits

	// Lease is how long the operator's own pins last; they are renewed when
	// half of it is over. Default 90 days, LeastLease to
	// pin.MaxLease.
	Lease time.Duration
	// CollectEvery is the time between collections. Default 1 h.
	CollectEvery time.Duration
	// Patience is how long a package of the operator's may wait for packages
	// it needs. Default 24 h.
	Patience time.Duration
	// PushTimeout bounds one push, and what has to be fetched for it. Default
	// 10 min.
	PushTimeout time.Duration
	// MaxPushes is how many pushes may be under way. Default 4.
	MaxPushes int
	// Unsettled is how many bytes of pushes that failed, or are under way, may
	// lie about until they are collected. Default 1 GiB.
	Unsettled int64

	// Find finds packages that others need and are not here. Default: nowhere.
	Find Finder
	// Also are packages to keep that nobody has pinned, such as those that
	// units on a chain refer to; Take brings them. As long as it fails nothing
	// that was taken is collected. Default: none.
	Also func(context.Context) ([]pkg.Hash, error)
	// Copied waits until so many registries hold what was put in here, or ctx
	// ends, and gives how many do. Default: this one alone does.
	Copied func(ctx context.Context, h pkg.Hash, copies int) int
	// Free is the space left on the disk, in bytes, of which Reserve must be
	// left. Defaults: nobody knows, 1 GiB.
	Free    func() (int64, error)
	Reserve int64

	// AuditFile is the log of what came and went; empty: none. AuditSize
	// bounds it, in bytes, before it is rotated; default 16 MiB, 4 old ones
	// are kept.
	AuditFile string
	AuditSize int64

	// Logger defaults to one that discards.
	Logger   *slog.Logger
	Observer Observer
}

// LeastLease is the shortest lease of the operator's pins.
const LeastLease = time.Minute

// Observer is told what happens; nil fields are skipped.
type Observer struct {
	// Pushed is called for everything that was to be put in: with the code of
	// the refusal, empty if it was accepted, and the bytes that came.
	Pushed func(code Code, bytes int64)
	// Collected is called after a collection: blocks deleted, packages and
	// files left, their bytes, and pins remembered.
	Collected func(blocks, packages int, bytes int64, pins int)
	// Lied is called for each source that gave wrong bytes.
	Lied func(source string)
}

func (c Config) withDefaults() (Config, error) {
	var errs []error
	if c.Operator == nil {
		errs = append(errs, errors.New("a registry needs its operator's wallet"))
	}
	c.Limits = c.Limits.WithDefaults()
	c.Lease = cmp.Or(c.Lease, 90*24*time.Hour)
	if c.Lease < LeastLease || c.Lease > pin.MaxLease {
		errs = append(errs, fmt.Errorf("a lease of %s, want %s to %s", c.Lease, LeastLease, pin.MaxLease))
	}
	c.CollectEvery = cmp.Or(c.CollectEvery, time.Hour)
	c.Patience = cmp.Or(c.Patience, 24*time.Hour)
	c.PushTimeout = cmp.Or(c.PushTimeout, 10*time.Minute)
	c.MaxPushes = cmp.Or(c.MaxPushes, 4)
	c.Unsettled = cmp.Or(c.Unsettled, 1<<30)
	c.Reserve = cmp.Or(c.Reserve, 1<<30)
	c.AuditSize = cmp.Or(c.AuditSize, 16<<20)
	if c.CollectEvery < 0 || c.Patience < 0 || c.PushTimeout < 0 || c.MaxPushes < 0 || c.Unsettled < 0 || c.Reserve < 0 || c.AuditSize < 0 {
		errs = append(errs, errors.New("a registry's time or size is below zero"))
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, errors.Join(errs...)
}

// quota is what a publisher may have. The operator has no quota, but sums have
// to stay numbers.
func (c *Config) quota(publisher acn.Address) pin.Quota {
	if publisher == c.Operator.Address() {
		return pin.Quota{Bytes: math.MaxInt64 / 2, Packages: math.MaxInt32}
	}
	if quota, named := c.Publishers[publisher]; named {
		return quota
	}
	return c.Quota
}

// Registry is one registry.
type Registry struct {
	cfg     Config
	data    datastore.Batching
	store   *store.Store
	pins    *Pins
	audit   *audit
	waiting waitingRoom
	damaged damage
	slots   chan struct{} // one for each push under way
	due     chan struct{} // a collection is wanted
	// unsettled: what waits may wait no longer, and nobody is looking.
	unsettled chan struct{}
	mess      mess

	// keep is held together by those who list packages and pin them, alone by
	// who decides what nobody needs: nothing can be forgotten between the look
	// whether it is here and the pin that keeps it. Nobody waits for the
	// network meanwhile.
	keep sync.RWMutex
}

// New checks the configuration. The registry has data to itself.
func New(cfg Config, data datastore.Batching) (*Registry, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	r := &Registry{cfg: cfg, data: data, slots: make(chan struct{}, cfg.MaxPushes), due: make(chan struct{}, 1), unsettled: make(chan struct{}, 1)}
	r.store = store.NewGated(data, cfg.Limits, r.gate)
	r.pins = newPins(data, cfg.Pins, r.cfg.quota)
	r.audit = &audit{name: cfg.AuditFile, most: cfg.AuditSize}
	return r, nil
}

// Store is where the packages are: everything in it that is listed has passed
// the gate, whoever put it in.
func (r *Registry) Store() *store.Store { return r.store }

// Pins are what the registry knows of who wants what.
func (r *Registry) Pins() *Pins { return r.pins }

// Operator is the address of the node's own pins.
func (r *Registry) Operator() acn.Address { return r.cfg.Operator.Address() }

// Quota is what is kept for a publisher at most.
func (r *Registry) Quota(publisher acn.Address) pin.Quota { return r.cfg.quota(publisher) }

// Open reads what an earlier process left, and drops what it had not finished:
// packages that were listed but not pinned. Nothing else may be called before.
func (r *Registry) Open(ctx context.Context) error {
	refused, err := r.pins.load(ctx, time.Now())
	if err != nil {
		return err
	}
	if refused > 0 {
		r.cfg.Logger.Warn("forgot pins of publishers that are not admitted any more", "count", refused)
	}
	// Who says what else is to be kept is not running yet.
	left, err := r.decide(ctx, r.taken)
	if err == nil {
		_, err = r.sweep(ctx, left, nil)
	}
	if err != nil {
		return fmt.Errorf("collecting: %w", err)
	}
	return nil
}

// Run collects and renews on a schedule until ctx ends.
func (r *Registry) Run(ctx context.Context) error {
	ticker := time.NewTicker(r.cfg.CollectEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return r.audit.close()
		case <-r.unsettled:
			r.settleWaiting(ctx)
			continue
		case <-ticker.C:
		case <-r.due:
		}
		r.renew(ctx)
		r.settleWaiting(ctx)
		if _, err := r.Collect(ctx, nil); err != nil && ctx.Err() == nil {
			r.cfg.Logger.Error("collecting packages", "err", err)
		}
	}
}

// wake has Run look at something, unless it is going to anyway.
func wake(reason chan<- struct{}) {
	select {
	case reason <- struct{}{}:
	default:
	}
}

// enter takes a slot for a push, and gives what ends it.
func (r *Registry) enter(ctx context.Context, size int64) (_ context.Context, leave func(), err error) {
	if r.mess.over(r.cfg.Unsettled) {
		wake(r.due)
		return nil, nil, refuse(CodeBusy)
	}
	if err := r.checkDisk(size); err != nil {
		return nil, nil, err
	}
	select {
	case r.slots <- struct{}{}:
	default:
		return nil, nil, refuse(CodeBusy)
	}
	ctx, cancel := context.WithTimeout(ctx, r.cfg.PushTimeout)
	return ctx, func() { cancel(); <-r.slots }, nil
}

// checkDisk refuses what would fill the disk, which databases do not survive.
func (r *Registry) checkDisk(size int64) error {
	if r.cfg.Free == nil {
		return nil
	}
	switch free, err := r.cfg.Free(); {
	case err != nil:
		return refusing(CodeInternal, "asking for space on the disk: %w", err)
	case free-r.cfg.Reserve < size:
		return refuse(CodeDiskFull)
	}
	return nil
}

// mess counts bytes that came and are of no package yet.
type mess struct {
	mu    sync.Mutex
	bytes int64
}

func (m *mess) add(n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bytes = max(0, m.bytes+n)
}

func (m *mess) over(most int64) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bytes > most
}

// counted counts the bytes of a push as they come.
type counted struct {
	r    io.Reader
	left int64
	n    int64
}

// Read gives CodeTooLarge after the most bytes that may come.
func (c *counted) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, refuse(CodeTooLarge)
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.n += int64(n)
	c.left -= int64(n)
	return n, err
}
