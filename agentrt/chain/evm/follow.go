package evm

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ipfs/go-datastore"
)

// Source is where blocks and events are read; Pool and Quorum are ones.
type Source interface {
	HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error)
	FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error)
}

// Store keeps a cursor; go-datastore's stores do.
type Store interface {
	Get(ctx context.Context, key datastore.Key) ([]byte, error)
	Put(ctx context.Context, key datastore.Key, value []byte) error
	Sync(ctx context.Context, prefix datastore.Key) error
}

// Filter says which events are followed, as eth_getLogs takes it. Addresses are
// needed: everything that happens on a chain is more than anybody reads.
type Filter struct {
	Addresses []common.Address
	Topics    [][]common.Hash
}

// FollowConfig says how to follow.
type FollowConfig struct {
	Name  string        // of the cursor in the store: needed
	From  uint64        // the first block
	Depth uint64        // blocks, the one with the event included, until it is told; default 1, the newest block
	Range uint64        // blocks in one request, at most; default 1,000. A node that refuses so many is asked for fewer
	Poll  time.Duration // between looks when no block is heard of; default 5 s
	Step  time.Duration // one look may take; default 60 s

	// Observe is told of every look, for logs and metrics: how far it came, and
	// what went wrong. It must not block. Default: nobody.
	Observe func(next uint64, err error)
}

// Batch is what happened. It comes at least once: after a restart, or after a
// reorganisation, some of it comes again. LogKey tells what is the same.
type Batch struct {
	// Undo says that everything told of block First and later is void, before
	// Logs: the chain was reorganised.
	Undo  bool
	First uint64

	Logs []types.Log // in the order of the chain
	Upto Mark        // everything up to here was told; zero if nothing was
}

// LogKey names an event in a block. The same transaction in another block, after
// a reorganisation, has another one.
func LogKey(log *types.Log) string { return fmt.Sprintf("%x-%d", log.BlockHash, log.Index) }

// Follower reads the events of a chain, in order, none left out, from a block
// that it notes in a store. It is started again where it ended.
type Follower struct {
	cfg    FollowConfig
	filter Filter
	source Source
	heads  Heads
	store  Store

	key    datastore.Key
	digest common.Hash // of the filter
	cursor *Cursor     // owned by Run
}

// NewFollower follows a filter. Heads tell when to look; nil is polling.
func NewFollower(cfg FollowConfig, filter Filter, source Source, heads Heads, store Store) (*Follower, error) {
	cfg.Depth, cfg.Range = cmp.Or(cfg.Depth, 1), cmp.Or(cfg.Range, 1000)
	cfg.Poll, cfg.Step = cmp.Or(cfg.Poll, 5*time.Second), cmp.Or(cfg.Step, time.Minute)
	var errs []error
	if cfg.Name == "" || strings.Contains(cfg.Name, "/") {
		errs = append(errs, fmt.Errorf("a cursor named %q", cfg.Name))
	}
	if cfg.Poll < 0 || cfg.Step < 0 {
		errs = append(errs, fmt.Errorf("looks every %v that take %v", cfg.Poll, cfg.Step))
	}
	if len(filter.Addresses) == 0 {
		errs = append(errs, errors.New("no address"))
	}
	text, err := json.Marshal(filter)
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, fmt.Errorf("following a chain: %w", err)
	}
	return &Follower{
		cfg: cfg, filter: filter, source: source, heads: heads, store: store,
		key: datastore.NewKey("/cursors/" + cfg.Name), digest: crypto.Keccak256Hash(text),
	}, nil
}

// Run follows until ctx ends, or deliver or the store fails. The trouble of
// nodes ends nothing: it is told to Observe, and tried again. Deliver is called
// by one goroutine; what it has taken is not told again after a restart, unless
// the process died in the middle.
func (f *Follower) Run(ctx context.Context, deliver func(context.Context, Batch) error) error {
	if err := f.load(ctx); err != nil {
		return err
	}
	ticker := time.NewTicker(f.cfg.Poll)
	defer ticker.Stop()
	listen := NewHeadListener(f.heads)
	defer listen.Stop()
	for {
		listen.Start(ctx)
		again, err := f.look(ctx, deliver)
		var fatal *fatalError
		if errors.As(err, &fatal) && (ctx.Err() == nil || !errors.Is(fatal.err, ctx.Err())) {
			return fmt.Errorf("following a chain: %w", fatal.err)
		}
		if ctx.Err() != nil {
			return nil
		}
		if f.cfg.Observe != nil {
			f.cfg.Observe(f.cursor.Next(), err)
		}
		if again {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		case <-listen.Fresh():
			listen.Drain()
		case <-listen.Broken():
			listen.Stop()
		}
	}
}

// fatalError is trouble that is not a node's.
type fatalError struct{ err error }

func (e *fatalError) Error() string { return e.err.Error() }

// errMoved says that the chain changed while it was looked at.
var errMoved = errors.New("the chain was reorganised meanwhile")

// look takes one step, and says whether there is another to take at once.
func (f *Follower) look(ctx context.Context, deliver func(context.Context, Batch) error) (again bool, err error) {
	limited, cancel := context.WithTimeout(ctx, f.cfg.Step)
	defer cancel()
	head, err := f.source.HeaderByNumber(limited, nil)
	if err != nil {
		return false, fmt.Errorf("reading the head: %w", err)
	}
	batch, err := f.reorganised(limited, head.Number.Uint64())
	if err != nil {
		return false, err
	}
	if batch.Undo {
		return true, f.tell(ctx, batch, deliver)
	}
	if head.Number.Uint64()+1 < f.cfg.Depth {
		return false, nil
	}
	last := head.Number.Uint64() + 1 - f.cfg.Depth
	from, to, ok := f.cursor.Range(last)
	if !ok {
		return false, nil
	}
	batch, err = f.read(limited, from, to)
	switch {
	case err != nil && tooLong(err) && f.cursor.Shorten():
		return true, err
	case err != nil && !errors.Is(err, errMoved):
		f.cursor.Shorten()
		return false, err
	case err != nil:
		return false, err
	}
	if err := f.cursor.Read(batch.Upto); err != nil {
		return false, &fatalError{err}
	}
	return to < last, f.tell(ctx, batch, deliver)
}

// reorganised compares what was read with the chain, and goes back to what they
// share.
func (f *Follower) reorganised(ctx context.Context, head uint64) (Batch, error) {
	shared, found, lost, err := f.cursor.Shared(head, func(mark Mark) (bool, error) {
		header, err := f.source.HeaderByNumber(ctx, new(big.Int).SetUint64(mark.Number))
		if errors.Is(err, ethereum.NotFound) {
			return false, errMoved // it was below the head a moment ago
		}
		if err != nil {
			return false, fmt.Errorf("reading block %d: %w", mark.Number, err)
		}
		return header.Hash() == mark.Hash, nil
	})
	if err != nil || !lost {
		return Batch{}, err
	}
	return Batch{Undo: true, First: f.cursor.Back(shared, found)}, nil
}

// read gets the events of a range, and makes sure that they are of one chain
// which goes on from where the cursor is.
func (f *Follower) read(ctx context.Context, from, to uint64) (Batch, error) {
	first, err := f.source.HeaderByNumber(ctx, new(big.Int).SetUint64(from))
	if err != nil {
		return Batch{}, fmt.Errorf("reading block %d: %w", from, err)
	}
	if newest, ok := f.cursor.Newest(); ok && first.ParentHash != newest.Hash {
		return Batch{}, errMoved
	}
	last := first
	if to != from {
		if last, err = f.source.HeaderByNumber(ctx, new(big.Int).SetUint64(to)); err != nil {
			return Batch{}, fmt.Errorf("reading block %d: %w", to, err)
		}
	}
	query := ethereum.FilterQuery{Addresses: f.filter.Addresses, Topics: f.filter.Topics}
	if hash := first.Hash(); from == to {
		query.BlockHash = &hash // a node that does not have it says so, rather than that nothing happened
	} else {
		query.FromBlock, query.ToBlock = first.Number, last.Number
	}
	logs, err := f.source.FilterLogs(ctx, query)
	if err != nil {
		return Batch{}, fmt.Errorf("reading events of blocks %d to %d: %w", from, to, err)
	}
	again, err := f.source.HeaderByNumber(ctx, last.Number)
	if err != nil {
		return Batch{}, fmt.Errorf("reading block %d again: %w", to, err)
	}
	if again.Hash() != last.Hash() {
		return Batch{}, errMoved
	}
	slices.SortStableFunc(logs, func(a, b types.Log) int {
		return cmp.Or(cmp.Compare(a.BlockNumber, b.BlockNumber), cmp.Compare(a.Index, b.Index))
	})
	if err := f.plausible(logs, first, last); err != nil {
		return Batch{}, err
	}
	return Batch{Logs: logs, Upto: Mark{to, last.Hash()}}, nil
}

// plausible refuses events that were not asked for.
func (f *Follower) plausible(logs []types.Log, first, last *types.Header) error {
	for i := range logs {
		log := &logs[i]
		switch {
		case log.BlockNumber < first.Number.Uint64() || log.BlockNumber > last.Number.Uint64(), !f.filter.takes(log):
			return fmt.Errorf("a node gives an event of block %d that was not asked for", log.BlockNumber)
		case log.Removed,
			log.BlockNumber == first.Number.Uint64() && log.BlockHash != first.Hash(),
			log.BlockNumber == last.Number.Uint64() && log.BlockHash != last.Hash():
			return errMoved
		}
	}
	return nil
}

// takes tells whether the filter is about an event.
func (f Filter) takes(log *types.Log) bool {
	if !slices.Contains(f.Addresses, log.Address) || len(f.Topics) > len(log.Topics) {
		return false
	}
	for i, choice := range f.Topics {
		if len(choice) > 0 && !slices.Contains(choice, log.Topics[i]) {
			return false
		}
	}
	return true
}

// tell delivers a batch, and then notes that.
func (f *Follower) tell(ctx context.Context, batch Batch, deliver func(context.Context, Batch) error) error {
	if batch.Undo || len(batch.Logs) > 0 {
		if err := deliver(ctx, batch); err != nil {
			return &fatalError{fmt.Errorf("delivering events: %w", err)}
		}
	}
	text, err := f.cursor.encode(f.digest)
	if err == nil {
		err = f.store.Put(ctx, f.key, text)
	}
	if err == nil {
		err = f.store.Sync(ctx, f.key)
	}
	if err != nil {
		return &fatalError{fmt.Errorf("storing the cursor: %w", err)}
	}
	return nil
}

// load goes on where the last run ended. A cursor of another filter is none.
func (f *Follower) load(ctx context.Context) error {
	cursor, err := NewCursor(f.cfg.From, f.cfg.Range)
	if err != nil {
		return err
	}
	f.cursor = cursor
	text, err := f.store.Get(ctx, f.key)
	if errors.Is(err, datastore.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the cursor: %w", err)
	}
	marks, err := parseMarks(text, f.digest)
	if errors.Is(err, errOtherFilter) {
		return nil
	}
	f.cursor.marks = marks
	return err
}

// longWords are those of nodes that would not read so many blocks at once.
var longWords = []string{"range", "too many", "more than", "limit", "too large", "too long", "exceed", "response size", "query timeout"}

// tooLong tells whether a node refuses a range for its length.
func tooLong(err error) bool {
	text := strings.ToLower(err.Error())
	says := func(words string) bool { return strings.Contains(text, words) }
	return slices.ContainsFunc(longWords, says) && !busyWords.MatchString(text)
}
