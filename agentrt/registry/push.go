package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry/pin"
)

// Push takes a package with its publisher's pin: a CAR file of version 1 whose
// root is the package, without the blocks that are here already. from says
// where it came from, for the audit log. A package that cannot be accepted is
// a Refusal, and leaves nothing that anybody could see.
func (r *Registry) Push(ctx context.Context, p *pin.Pin, car io.Reader, from string) (store.Entry, error) {
	body := &counted{r: car, left: 2*min(p.Size, r.cfg.Limits.Total) + 1<<20}
	entry, err := r.push(ctx, p, func(ctx context.Context) error {
		defer func() { r.mess.add(body.n) }()
		if _, err := r.store.Receive(ctx, body, p.Package); err != nil {
			return r.explain(err, CodeContent)
		}
		return nil
	})
	if err == nil {
		r.mess.add(-body.n)
	}
	r.record(event{Who: p.Publisher, What: doPush, From: from, Package: p.Package, Name: entry.Name, Size: p.Size, Until: p.Until}, err, body.n)
	return entry, err
}

// PushMetadata is Push for a file of metadata.
func (r *Registry) PushMetadata(ctx context.Context, p *pin.Pin, text []byte, from string) (store.Entry, error) {
	entry, err := r.push(ctx, p, func(ctx context.Context) error {
		if _, err := ParseMetadata(text); err != nil {
			return refusing(CodeMetadata, "reading metadata: %w", err)
		}
		block, err := pkg.FileBlock(text)
		if err != nil || block.Hash != p.Package {
			return refuse(CodeMetadata)
		}
		if _, err = r.store.AddFile(ctx, text); err == nil {
			r.damaged.remove(p.Package)
		}
		return err
	})
	r.record(event{Who: p.Publisher, What: doMetadata, From: from, Package: p.Package, Size: p.Size, Until: p.Until}, err, int64(len(text)))
	return entry, err
}

// Pin takes a pin without content: of a package that is here or can be
// fetched, or a withdrawal.
func (r *Registry) Pin(ctx context.Context, p *pin.Pin, from string) (store.Entry, error) {
	what := doPin
	if p.Withdraws() {
		what = doWithdraw
	}
	entry, err := r.push(ctx, p, func(ctx context.Context) error {
		_, err := r.take(ctx, p.Package, r.cfg.Find, &budget{store.MaxPackages, r.room(p) + p.Size})
		if errors.Is(err, store.ErrNotFound) { // nowhere
			return refuse(CodeMissing)
		}
		return r.explain(err, CodeMissing)
	})
	r.record(event{Who: p.Publisher, What: what, From: from, Package: p.Package, Name: entry.Name, Size: p.Size, Until: p.Until}, err, 0)
	return entry, err
}

// room is what may be fetched because a publisher's package needs it: what its
// quota leaves, so that a small package is no way to bring in large ones.
func (r *Registry) room(p *pin.Pin) int64 {
	now := time.Now()
	used := r.pins.Used(p.Publisher, now).Bytes + p.Size
	if old := r.pins.Find(p.Publisher, p.Package); old != nil && old.Live(now) {
		used -= old.Size
	}
	return max(0, min(r.cfg.quota(p.Publisher).Bytes-used, r.cfg.Limits.Total*4))
}

// push does what all ways with a pin have in common: bring gets the content
// here, but need not list it.
func (r *Registry) push(ctx context.Context, p *pin.Pin, bring func(context.Context) error) (store.Entry, error) {
	now := time.Now()
	if err := r.pins.Check(p); err != nil {
		return store.Entry{}, r.explain(err, CodeInternal)
	}
	if p.Withdraws() { // also when the disk is full
		_, err := r.pins.Merge(ctx, p)
		return store.Entry{}, r.explain(err, CodeInternal)
	}
	if !p.Live(now) {
		return store.Entry{}, refuse(CodeOver)
	}
	ctx, leave, err := r.enter(ctx, p.Size)
	if err != nil {
		return store.Entry{}, err
	}
	defer leave()
	// A collection may run while what the package needs is looked for.
	r.store.Hold(p.Package)
	defer r.store.Release(p.Package)
	if err := bring(ctx); err != nil {
		return store.Entry{}, r.explain(err, CodeInternal)
	}
	entry, err := r.settle(ctx, p)
	left := &budget{store.MaxPackages, r.room(p)}
	// Twice at most: what was fetched may be collected before it is used.
	for range 2 {
		if err == nil || r.supply(ctx, err, r.cfg.Find, left) != nil {
			break
		}
		entry, err = r.settle(ctx, p)
	}
	if err != nil {
		return store.Entry{}, r.explain(err, CodeContent)
	}
	r.settleWaiting(ctx)
	return entry, nil
}

// settle lists a package that has been received, unless it is listed, and pins
// it.
func (r *Registry) settle(ctx context.Context, p *pin.Pin) (store.Entry, error) {
	r.keep.RLock()
	defer r.keep.RUnlock()
	entry, err := r.store.Find(ctx, p.Package)
	if errors.Is(err, store.ErrNotFound) || r.damaged.has(p.Package) {
		entry, err = r.store.Settle(ctx, p.Package)
	}
	switch {
	case err != nil:
		return store.Entry{}, err
	case entry.Size != p.Size:
		return entry, refuse(CodeSize)
	}
	r.damaged.remove(p.Package)
	if err := r.pins.Admit(ctx, p); err != nil {
		return store.Entry{}, err
	}
	return entry, nil
}

// explain turns errors into refusals and logs what nobody else is told. What is
// not known has the code otherwise.
func (r *Registry) explain(err error, otherwise Code) error {
	if err == nil {
		return nil
	}
	refusal := refusalOf(err, otherwise)
	switch refusal.Code {
	case CodeInternal, CodeDiskFull, CodeReadOnly:
		r.cfg.Logger.Error("putting in a package", "err", err)
	}
	return fmt.Errorf("%w (%w)", refusal, err)
}

// AddFolder puts in a package for the operator, and pins it if keep is set. A
// package that needs others which are not here waits for them, unseen: tools
// push packages in any order. Then waits is true.
func (r *Registry) AddFolder(ctx context.Context, folder fs.FS, name string, keep bool) (entry store.Entry, waits bool, err error) {
	ctx, leave, err := r.enter(ctx, 0)
	if err != nil {
		return store.Entry{}, false, err
	}
	defer leave()
	// One look is enough for what is refused anyway, and gives the hash.
	content, err := pkg.Measure(folder, name, r.cfg.Limits, nil)
	if err != nil {
		err = refusing(CodeContent, "%w", err)
		r.record(event{Who: r.Operator(), What: doAdd, Name: name}, err, 0)
		return store.Entry{}, false, err
	}
	r.store.Hold(content.Hash) // as in push
	defer r.store.Release(content.Hash)
	entry = store.Entry{Hash: content.Hash, Name: name, Size: content.Size}
	if err = r.checkDisk(entry.Size); err == nil {
		err = r.add(ctx, folder, entry, keep)
	}
	for range 2 {
		if err == nil || r.supply(ctx, err, r.cfg.Find, &budget{store.MaxPackages, r.cfg.Limits.Total * 4}) != nil {
			break
		}
		err = r.add(ctx, folder, entry, keep)
	}
	var refusal *Refusal
	if errors.As(err, &refusal) && len(refusal.missing) > 0 && r.waiting.add(r.store, waiter{entry, refusal, keep, time.Now().Add(r.cfg.Patience)}) {
		r.record(event{Who: r.Operator(), What: doWait, Package: entry.Hash, Name: name, Size: entry.Size}, err, entry.Size)
		return entry, true, nil
	}
	err = r.explain(err, CodeInternal)
	r.record(event{Who: r.Operator(), What: doAdd, Package: entry.Hash, Name: name, Size: entry.Size}, err, entry.Size)
	if err != nil {
		r.mess.add(entry.Size)
		return store.Entry{}, false, err
	}
	r.settleWaiting(ctx)
	return entry, false, nil
}

func (r *Registry) add(ctx context.Context, folder fs.FS, entry store.Entry, keep bool) error {
	r.keep.RLock()
	defer r.keep.RUnlock()
	if _, err := r.store.Add(ctx, folder, entry.Name); err != nil {
		return err
	}
	r.damaged.remove(entry.Hash)
	return r.own(ctx, entry, keep)
}

// own pins something for the operator, whose pins have no quota.
func (r *Registry) own(ctx context.Context, entry store.Entry, keep bool) error {
	now := time.Now()
	if old := r.pins.Find(r.Operator(), entry.Hash); !keep || old != nil && old.Live(now.Add(r.cfg.Lease/2)) {
		return nil
	}
	p, err := r.sign(entry, now, now.Add(r.cfg.Lease))
	if err == nil {
		_, err = r.pins.Merge(ctx, p)
	}
	return err
}

// sign makes a pin of the operator's that is newer than the one before.
func (r *Registry) sign(entry store.Entry, now, until time.Time) (*pin.Pin, error) {
	sequence := uint64(now.UnixNano())
	if old := r.pins.Find(r.Operator(), entry.Hash); old != nil {
		sequence = max(sequence, old.Sequence+1)
	}
	return pin.Sign(r.cfg.Operator, pin.Wish{Package: entry.Hash, Size: entry.Size, Sequence: sequence, Issued: now, Until: until})
}

// AddMetadata puts in a file of metadata for the operator.
func (r *Registry) AddMetadata(ctx context.Context, text []byte, keep bool) (store.Entry, error) {
	entry, err := r.addMetadata(ctx, text, keep)
	r.record(event{Who: r.Operator(), What: doMetadata, Package: entry.Hash, Size: int64(len(text))}, err, int64(len(text)))
	return entry, err
}

func (r *Registry) addMetadata(ctx context.Context, text []byte, keep bool) (store.Entry, error) {
	ctx, leave, err := r.enter(ctx, int64(len(text)))
	if err != nil {
		return store.Entry{}, err
	}
	defer leave()
	if _, err := ParseMetadata(text); err != nil {
		return store.Entry{}, refusing(CodeMetadata, "reading metadata: %w", err)
	}
	r.keep.RLock()
	defer r.keep.RUnlock()
	entry, err := r.store.AddFile(ctx, text)
	if err == nil {
		r.damaged.remove(entry.Hash)
		err = r.own(ctx, entry, keep)
	}
	return entry, r.explain(err, CodeInternal)
}

// PinOwn pins for the operator what is here or can be fetched.
func (r *Registry) PinOwn(ctx context.Context, h pkg.Hash) error {
	ctx, leave, err := r.enter(ctx, 0)
	if err != nil {
		return err
	}
	defer leave()
	entry, err := r.take(ctx, h, r.cfg.Find, &budget{store.MaxPackages, r.cfg.Limits.Total * 4})
	if err == nil {
		r.keep.RLock()
		defer r.keep.RUnlock()
		entry, err = r.store.Find(ctx, h) // it may have been collected meanwhile
	}
	if err == nil {
		err = r.own(ctx, entry, true)
	}
	err = r.explain(err, CodeNotFound)
	r.record(event{Who: r.Operator(), What: doPin, Package: h, Name: entry.Name, Size: entry.Size}, err, 0)
	return err
}

// UnpinOwn withdraws the operator's pin, and says whether there was one.
func (r *Registry) UnpinOwn(ctx context.Context, h pkg.Hash) (bool, error) {
	now := time.Now()
	old := r.pins.Find(r.Operator(), h)
	if old == nil || !old.Live(now) {
		return false, nil
	}
	p, err := r.sign(store.Entry{Hash: h, Size: old.Size}, now, now)
	if err == nil {
		_, err = r.pins.Merge(ctx, p)
	}
	err = r.explain(err, CodeInternal)
	r.record(event{Who: r.Operator(), What: doWithdraw, Package: h}, err, 0)
	return true, err
}

// Own are what the operator has pinned.
func (r *Registry) Own() []pkg.Hash {
	now := time.Now()
	var own []pkg.Hash
	for _, p := range r.pins.All() {
		if p.Publisher == r.Operator() && p.Live(now) {
			own = append(own, p.Package)
		}
	}
	return own
}

// renew makes the operator's pins last as long as the node does.
func (r *Registry) renew(ctx context.Context) {
	for _, h := range r.Own() {
		old := r.pins.Find(r.Operator(), h)
		if old == nil {
			continue
		}
		if err := r.own(ctx, store.Entry{Hash: h, Size: old.Size}, true); err != nil {
			r.cfg.Logger.Error("renewing a pin", "err", err)
			return
		}
	}
}

// Admitted tells whether anything is kept for a publisher.
func (r *Registry) Admitted(publisher acn.Address) bool { return !r.cfg.quota(publisher).IsZero() }
