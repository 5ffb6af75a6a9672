package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"

	"go-acn/agentrt/pkg"
)

// Streamer is a Source that sends whole DAGs in one go.
type Streamer interface {
	Source
	// Stream asks for the DAGs below at most MaxWanted hashes, and gives their
	// blocks to take in the order of Store.Send, until take wants no more. The
	// bytes are take's to keep. An error of take ends the stream.
	Stream(ctx context.Context, wanted []pkg.Hash, take func(data []byte) (more bool, err error)) error
}

// MaxWanted is how many DAGs may be asked for at once.
const MaxWanted = 1024

// Send gives the blocks of the DAGs below some hashes to visit: each DAG in the
// order of wanted, parents before children, children in their order, and no
// block twice. Who knows this order knows the hash of every block before it
// comes. Only blocks that Block gives away are sent, and no more bytes than one
// package may have: what is wanted are the missing parts of one.
func (s *Store) Send(ctx context.Context, wanted []pkg.Hash, visit func(data []byte) error) error {
	w := newWanted(wanted)
	left := s.mostBytes()
	for h, ok := w.next(); ok; h, ok = w.next() {
		data, err := s.Block(ctx, h)
		if err != nil {
			return err
		}
		if left -= int64(len(data)); left < 0 {
			return fmt.Errorf("more than %d bytes", s.mostBytes())
		}
		if err := visit(data); err != nil {
			return err
		}
		children, err := links(data)
		if err != nil {
			return fmt.Errorf("block %s: %w", h, err)
		}
		w.push(children)
	}
	return nil
}

// wanted is the order in which DAGs are sent: at both ends, the same one.
type wanted struct {
	stack []pkg.Hash // the next one on top
	sent  map[pkg.Hash]bool
}

func newWanted(roots []pkg.Hash) *wanted {
	w := &wanted{sent: make(map[pkg.Hash]bool)}
	for i := len(roots) - 1; i >= 0; i-- {
		w.stack = append(w.stack, roots[i])
	}
	return w
}

// next is the block to send next.
func (w *wanted) next() (pkg.Hash, bool) {
	if !w.more() {
		return pkg.Hash{}, false
	}
	h := w.stack[len(w.stack)-1]
	w.stack = w.stack[:len(w.stack)-1]
	w.sent[h] = true
	return h, true
}

// more drops what was sent, and tells whether anything is left.
func (w *wanted) more() bool {
	for n := len(w.stack); n > 0; n = len(w.stack) {
		if !w.sent[w.stack[n-1]] {
			return true
		}
		w.stack = w.stack[:n-1]
	}
	return false
}

func (w *wanted) push(children []child) {
	for i := len(children) - 1; i >= 0; i-- {
		w.stack = append(w.stack, children[i].hash)
	}
}

// streams gets what is missing from the sources that are Streamers, one after
// the other. It gives all hashes of the DAG, or nil if something is missing
// still. An error is one of the package or the store, which no other source
// can mend.
func (f *fetch) streams(ctx context.Context) (map[pkg.Hash]bool, error) {
	for i, source := range f.sources {
		streamer, ok := source.(Streamer)
		for ok && !f.isDropped(i) {
			stock, missing, err := f.stock(ctx)
			if err != nil {
				return nil, err
			}
			if len(missing) == 0 {
				return stock, nil
			}
			all := len(missing) <= MaxWanted
			a := &arrival{fetch: f, stock: stock, wanted: newWanted(missing[:min(len(missing), MaxWanted)])}
			err = streamer.Stream(ctx, missing[:min(len(missing), MaxWanted)], func(data []byte) (bool, error) { return a.take(ctx, data) })
			switch {
			case a.failed != nil:
				return nil, a.failed
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case err == nil && a.wanted.more():
				err = fmt.Errorf("%w: it ended a stream too early", ErrFaulty)
			case err == nil && all:
				return stock, nil
			}
			if err != nil {
				f.judge(i, err)
				ok = false
			}
		}
	}
	return nil, nil
}

// stock gives the hashes of the blocks that are here, and those of the topmost
// that are not.
func (f *fetch) stock(ctx context.Context) (here map[pkg.Hash]bool, missing []pkg.Hash, err error) {
	f.begin()
	here = make(map[pkg.Hash]bool)
	w := newWanted([]pkg.Hash{f.root})
	for h, ok := w.next(); ok; h, ok = w.next() {
		data, err := f.local(ctx, h)
		if err != nil {
			return nil, nil, err
		}
		if data == nil {
			missing = append(missing, h)
			continue
		}
		children, err := f.count(h, data)
		if err != nil {
			return nil, nil, err
		}
		here[h] = true
		w.push(children)
	}
	return here, missing, nil
}

// arrival is a stream of blocks on its way in.
type arrival struct {
	fetch  *fetch
	stock  map[pkg.Hash]bool // to which it adds
	wanted *wanted
	failed error // that is not the source's
}

// take takes the next block.
func (a *arrival) take(ctx context.Context, data []byte) (more bool, err error) {
	h, ok := a.wanted.next()
	if !ok || len(data) > pkg.MaxBlock || sha256.Sum256(data) != h {
		return false, ErrCorrupt
	}
	children, err := a.fetch.count(h, data)
	if err == nil {
		err = a.fetch.store.save(ctx, a.fetch.adding, pkg.Block{Hash: h, Data: data})
	}
	if err != nil {
		a.failed = err
		return false, err
	}
	a.stock[h] = true
	a.wanted.push(children)
	return a.wanted.more(), nil
}

// local is a block that is here, nil if it is not, or is damaged. The right one
// overwrites it when it comes; until then it stays, as the next try to read it
// may work.
func (f *fetch) local(ctx context.Context, h pkg.Hash) ([]byte, error) {
	f.adding.touch(h)
	data, err := f.store.block(ctx, h)
	switch {
	case err == nil:
		return data, nil
	case errors.Is(err, ErrCorrupt), errors.Is(err, fs.ErrNotExist):
		return nil, nil
	}
	return nil, err
}
