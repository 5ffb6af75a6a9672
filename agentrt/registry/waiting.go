package registry

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// maxWaiting is how many packages may wait.
const maxWaiting = 1000

// waiter is a package that has everything but packages it needs. Its blocks are
// held in the store, and nobody can see them.
type waiter struct {
	entry   store.Entry
	refusal *Refusal
	keep    bool // the operator wants it pinned
	until   time.Time
}

// waitingRoom holds packages until what they need has come. A restart empties
// it.
type waitingRoom struct {
	mu   sync.Mutex
	rows map[pkg.Hash]waiter
}

// add tells whether there was room.
func (w *waitingRoom) add(s *store.Store, one waiter) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, here := w.rows[one.entry.Hash]
	if !here && len(w.rows) >= maxWaiting {
		return false
	}
	if w.rows == nil {
		w.rows = make(map[pkg.Hash]waiter)
	}
	w.rows[one.entry.Hash] = one
	if !here {
		s.Hold(one.entry.Hash)
	}
	return true
}

func (w *waitingRoom) remove(s *store.Store, h pkg.Hash) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, here := w.rows[h]; here {
		delete(w.rows, h)
		s.Release(h)
	}
}

// expire removes those whose time is over, and gives them.
func (w *waitingRoom) expire(s *store.Store, now time.Time) []waiter {
	var gone []waiter
	for _, one := range w.all() {
		if !now.Before(one.until) {
			w.remove(s, one.entry.Hash)
			gone = append(gone, one)
		}
	}
	return gone
}

func (w *waitingRoom) all() []waiter {
	w.mu.Lock()
	defer w.mu.Unlock()
	rows := make([]waiter, 0, len(w.rows))
	for _, one := range w.rows {
		rows = append(rows, one)
	}
	slices.SortFunc(rows, func(a, b waiter) int { return slices.Compare(a.entry.Hash[:], b.entry.Hash[:]) })
	return rows
}

// Waiting are packages that wait for others, with what they wait for.
func (r *Registry) Waiting() map[pkg.Hash][]pkg.Ref {
	rows := make(map[pkg.Hash][]pkg.Ref)
	for _, one := range r.waiting.all() {
		rows[one.entry.Hash] = one.refusal.missing
	}
	return rows
}

// settleWaiting lists what has waited for a package that is here now, until
// nothing changes. What the gate refuses waits no longer; what fails for another
// reason does. If ctx ends too early, as who called hung up, Run goes on.
func (r *Registry) settleWaiting(ctx context.Context) {
	defer func() {
		if ctx.Err() != nil {
			wake(r.unsettled)
		}
	}()
	for changed := true; changed && ctx.Err() == nil; {
		changed = false
		for _, one := range r.waiting.all() {
			if r.stillMissing(ctx, one) {
				continue
			}
			err := r.admit(ctx, one)
			var refusal *Refusal
			if err != nil && !(errors.As(err, &refusal) && refusal.Code == CodeGate && len(refusal.missing) == 0) {
				continue
			}
			r.record(event{Who: r.Operator(), What: doAdd, Package: one.entry.Hash, Name: one.entry.Name, Size: one.entry.Size}, err, 0)
			r.waiting.remove(r.store, one.entry.Hash)
			changed = changed || err == nil
		}
	}
}

func (r *Registry) stillMissing(ctx context.Context, one waiter) bool {
	return slices.ContainsFunc(one.refusal.missing, func(ref pkg.Ref) bool { return !r.knows(ctx, ref) })
}

func (r *Registry) admit(ctx context.Context, one waiter) error {
	r.keep.RLock()
	defer r.keep.RUnlock()
	entry, err := r.store.Settle(ctx, one.entry.Hash)
	if err == nil {
		err = r.own(ctx, entry, one.keep)
	}
	return r.explain(err, CodeInternal)
}
