package registry

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/pin"
)

// Pins is a pin.Set that outlives the process: what Merge has taken is on disk
// when it returns.
type Pins struct {
	data datastore.Batching

	mu  sync.Mutex // held while a pin is written, so that disk and set agree
	set *pin.Set
}

func newPins(data datastore.Batching, limits pin.Limits, quota func(acn.Address) pin.Quota) *Pins {
	return &Pins{data: data, set: pin.NewSet(limits, quota)}
}

const pinsPrefix = "/pins"

func pinKey(publisher acn.Address, h pkg.Hash) datastore.Key {
	return datastore.NewKey(pinsPrefix + "/" + string(publisher) + "/" + h.String())
}

// load reads what an earlier process wrote. Pins that are no longer taken, as
// their publisher is not admitted any more, are forgotten, and counted.
func (p *Pins) load(ctx context.Context, now time.Time) (refused int, err error) {
	results, err := p.data.Query(ctx, query.Query{Prefix: pinsPrefix, Orders: []query.Order{query.OrderByKey{}}})
	if err != nil {
		return 0, fmt.Errorf("reading pins: %w", err)
	}
	rows, err := results.Rest()
	if err != nil {
		return 0, fmt.Errorf("reading pins: %w", err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, row := range rows {
		one, err := pin.Parse(row.Value)
		if err == nil {
			_, err = p.set.Merge(one, now)
		}
		if err == nil {
			continue
		}
		refused++
		if err := p.data.Delete(ctx, datastore.NewKey(row.Key)); err != nil {
			return refused, fmt.Errorf("forgetting a pin: %w", err)
		}
	}
	return refused, nil
}

// Check tells whether Admit would take a pin; errors are those of pin.Set.
func (p *Pins) Check(one *pin.Pin) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Check(one, time.Now())
}

// Admit takes a pin from its publisher if Check allows it.
func (p *Pins) Admit(ctx context.Context, one *pin.Pin) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if err := p.set.Check(one, now); err != nil {
		return err
	}
	_, err := p.merge(ctx, one, now)
	return err
}

// Merge takes a pin from another registry, as pin.Set does.
func (p *Pins) Merge(ctx context.Context, one *pin.Pin) (changed bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.merge(ctx, one, time.Now())
}

// merge writes a pin before the set has it. It wants the lock held.
func (p *Pins) merge(ctx context.Context, one *pin.Pin, now time.Time) (changed bool, err error) {
	if news, err := p.set.News(one, now); err != nil || !news {
		return false, err
	}
	key := pinKey(one.Publisher, one.Package)
	if err := errors.Join(p.data.Put(ctx, key, one.Bytes()), p.data.Sync(ctx, key)); err != nil {
		return false, fmt.Errorf("writing a pin: %w", err)
	}
	return p.set.Merge(one, now)
}

// expire forgets what need not be remembered, and gives it.
func (p *Pins) expire(ctx context.Context, now time.Time) ([]*pin.Pin, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	dropped := p.set.Expire(now)
	var errs []error
	for _, one := range dropped {
		errs = append(errs, p.data.Delete(ctx, pinKey(one.Publisher, one.Package)))
	}
	return dropped, errors.Join(errs...)
}

// Digest, Rows, Diff, All, Len, Find, Used and Packages are those of pin.Set.
func (p *Pins) Digest() pin.Digest {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Digest()
}

// Rows are those of pin.Set.
func (p *Pins) Rows() []pin.Row {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Rows()
}

// Diff is that of pin.Set.
func (p *Pins) Diff(theirs []pin.Row) []*pin.Pin {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Diff(theirs)
}

// All is that of pin.Set.
func (p *Pins) All() []*pin.Pin {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.All()
}

// Len is that of pin.Set.
func (p *Pins) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Len()
}

// Find is that of pin.Set.
func (p *Pins) Find(publisher acn.Address, h pkg.Hash) *pin.Pin {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Find(publisher, h)
}

// Used is that of pin.Set.
func (p *Pins) Used(publisher acn.Address, now time.Time) pin.Quota {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Used(publisher, now)
}

// Packages are those of pin.Set.
func (p *Pins) Packages(now time.Time) []pin.Wanted {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set.Packages(now)
}
