package evm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ipfs/go-datastore"
	dssync "github.com/ipfs/go-datastore/sync"
)

// someone is whose events are followed.
var someone = common.Address{19: 7}

// fakeChain is headers with an event or none in each.
type fakeChain struct {
	headers []*types.Header
	logs    [][]types.Log
	salt    uint64
	behind  uint64 // this many blocks are not there yet
	longest uint64 // blocks in a range; 0: any
	trouble []error
}

func (c *fakeChain) extend(events ...bool) {
	for _, event := range events {
		c.salt++
		header := &types.Header{Number: big.NewInt(int64(len(c.headers))), Extra: new(big.Int).SetUint64(c.salt).Bytes(), Difficulty: new(big.Int)}
		if n := len(c.headers); n > 0 {
			header.ParentHash = c.headers[n-1].Hash()
		}
		var logs []types.Log
		if event {
			logs = []types.Log{{Address: someone, BlockNumber: header.Number.Uint64(), BlockHash: header.Hash()}}
		}
		c.headers, c.logs = append(c.headers, header), append(c.logs, logs)
	}
}

// undo forgets blocks.
func (c *fakeChain) undo(blocks int) {
	c.headers, c.logs = c.headers[:len(c.headers)-blocks], c.logs[:len(c.logs)-blocks]
}

func (c *fakeChain) fail() error {
	if len(c.trouble) == 0 {
		return nil
	}
	err := c.trouble[0]
	c.trouble = c.trouble[1:]
	return err
}

func (c *fakeChain) HeaderByNumber(_ context.Context, n *big.Int) (*types.Header, error) {
	if err := c.fail(); err != nil {
		return nil, err
	}
	last := uint64(len(c.headers)-1) - min(c.behind, uint64(len(c.headers)-1))
	if n == nil {
		return c.headers[last], nil
	}
	if n.Uint64() > last {
		return nil, ethereum.NotFound
	}
	return c.headers[n.Uint64()], nil
}

func (c *fakeChain) FilterLogs(_ context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	if err := c.fail(); err != nil {
		return nil, err
	}
	var all []types.Log
	if q.BlockHash == nil && c.longest > 0 && q.ToBlock.Uint64()-q.FromBlock.Uint64() >= c.longest {
		return nil, fmt.Errorf("block range is too large, at most %d", c.longest)
	}
	for i, header := range c.headers {
		if q.BlockHash != nil && *q.BlockHash == header.Hash() || q.BlockHash == nil && q.FromBlock.Cmp(header.Number) <= 0 && q.ToBlock.Cmp(header.Number) >= 0 {
			all = append(all, c.logs[i]...)
		}
	}
	return all, nil
}

// model is what a consumer of batches believes.
type model struct {
	events  map[uint64]string // keys by block
	batches int
	undone  int
	fails   error
}

func (m *model) take(_ context.Context, b Batch) error {
	if m.fails != nil {
		return m.fails
	}
	m.batches++
	if b.Undo {
		m.undone++
		maps.DeleteFunc(m.events, func(number uint64, _ string) bool { return number >= b.First })
	}
	for i := range b.Logs {
		m.events[b.Logs[i].BlockNumber] = LogKey(&b.Logs[i])
	}
	return nil
}

func (c *fakeChain) events(from uint64) map[uint64]string {
	all := make(map[uint64]string)
	for _, logs := range c.logs[from:] {
		for i := range logs {
			all[logs[i].BlockNumber] = LogKey(&logs[i])
		}
	}
	return all
}

func follower(t *testing.T, cfg FollowConfig, source Source, store Store) *Follower {
	t.Helper()
	cfg.Name = "test"
	f, err := NewFollower(cfg, Filter{Addresses: []common.Address{someone}}, source, nil, store)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return f
}

func memory() Store { return dssync.MutexWrap(datastore.NewMapDatastore()) }

// settleDown looks until there is nothing more to do.
func settleDown(t *testing.T, f *Follower, m *model) (err error) {
	t.Helper()
	for range 1000 {
		again, failed := f.look(t.Context(), m.take)
		if failed != nil {
			err = failed
		} else if !again {
			return err
		}
	}
	t.Fatal("it never comes to an end")
	return nil
}

// Whatever a chain and its node do, in the end the consumer knows what is on
// the chain, and nothing else. The seed is what a failing run is repeated with.
func TestFollowerConverges(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		chain, store, m := &fakeChain{}, memory(), &model{events: make(map[uint64]string)}
		chain.extend(false)
		cfg := FollowConfig{From: random.Uint64N(3), Range: 1 + random.Uint64N(7)}
		f := follower(t, cfg, chain, store)
		for range 40 {
			switch random.IntN(8) {
			case 0, 1, 2:
				for range random.IntN(12) {
					chain.extend(random.IntN(2) == 0)
				}
			case 3:
				chain.undo(random.IntN(min(len(chain.headers), 9)))
				chain.extend(true)
			case 4:
				chain.trouble = append(chain.trouble, errors.New("bad gateway"), nil, errMoved)
			case 5:
				chain.behind = random.Uint64N(uint64(min(4, len(chain.headers))))
			case 6:
				f = follower(t, cfg, chain, store)
			case 7:
				chain.longest = random.Uint64N(4)
			}
			if random.IntN(3) == 0 {
				f.look(t.Context(), m.take)
			}
		}
		chain.behind, chain.trouble = 0, nil
		chain.extend(true, true, true, true, true, true, true, true, true) // past whatever it has seen
		settleDown(t, f, m)
		if want := chain.events(min(cfg.From, uint64(len(chain.logs)))); !maps.Equal(m.events, want) {
			t.Fatalf("seed %d: the consumer knows\n%v, want\n%v", seed, m.events, want)
		}
	}
}

// At a depth of three the newest two blocks are not told, and so need not be
// taken back.
func TestFollowDepth(t *testing.T) {
	chain, m := &fakeChain{}, &model{events: make(map[uint64]string)}
	f := follower(t, FollowConfig{Depth: 3}, chain, memory())
	chain.extend(true, true)
	settleDown(t, f, m)
	if len(m.events) != 0 {
		t.Errorf("told %v", m.events)
	}
	chain.extend(true, true)
	settleDown(t, f, m)
	if len(m.events) != 2 {
		t.Errorf("told %v", m.events)
	}
	chain.undo(2)
	chain.extend(true, true, true)
	settleDown(t, f, m)
	if m.undone != 0 || len(m.events) != 3 {
		t.Errorf("undone %d times, told %v", m.undone, m.events)
	}
}

// Ranges adapt to what a node takes; what it has been told of, it is not told
// again after a restart.
func TestFollowRanges(t *testing.T) {
	chain, store, m := &fakeChain{longest: 3}, memory(), &model{events: make(map[uint64]string)}
	chain.extend(slices.Repeat([]bool{true}, 50)...)
	f := follower(t, FollowConfig{Range: 1000}, chain, store)
	if err := settleDown(t, f, m); err == nil || !tooLong(errors.Unwrap(err)) {
		t.Errorf("the node never refused: %v", err)
	}
	if len(m.events) != 50 || m.batches > 35 {
		t.Errorf("%d events in %d batches", len(m.events), m.batches)
	}
	before := m.batches
	settleDown(t, follower(t, FollowConfig{Range: 1000}, chain, store), m)
	if m.batches != before {
		t.Error("told again")
	}
	other, err := NewFollower(FollowConfig{Name: "test"}, Filter{Addresses: []common.Address{{1}}}, chain, nil, store)
	if err != nil || other.load(t.Context()) != nil || other.cursor.Next() != 0 {
		t.Errorf("goes on for another filter: %v", err)
	}
}

// A chain that starts anew, as development chains do, is read anew.
func TestFollowAnotherChain(t *testing.T) {
	chain, store, m := &fakeChain{}, memory(), &model{events: make(map[uint64]string)}
	chain.extend(true, true, true)
	settleDown(t, follower(t, FollowConfig{}, chain, store), m)
	again := &fakeChain{salt: 100}
	again.extend(true, false)
	settleDown(t, follower(t, FollowConfig{}, again, store), m)
	again.extend(false)
	settleDown(t, follower(t, FollowConfig{}, again, store), m)
	if want := again.events(0); !maps.Equal(m.events, want) {
		t.Errorf("knows %v, want %v", m.events, want)
	}
}

// liar changes what a chain says of events.
type liar struct {
	*fakeChain
	lie func([]types.Log) []types.Log
}

func (l *liar) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	logs, err := l.fakeChain.FilterLogs(ctx, q)
	return l.lie(slices.Clone(logs)), err
}

// Events that cannot be are not told.
func TestFollowLies(t *testing.T) {
	for name, lie := range map[string]func([]types.Log) []types.Log{
		"another address": func(logs []types.Log) []types.Log { logs[0].Address = common.Address{1}; return logs },
		"another block":   func(logs []types.Log) []types.Log { logs[0].BlockNumber = 99; return logs },
		"another chain":   func(logs []types.Log) []types.Log { logs[0].BlockHash = common.Hash{1}; return logs },
		"removed":         func(logs []types.Log) []types.Log { logs[0].Removed = true; return logs },
	} {
		chain, m := &fakeChain{}, &model{events: make(map[uint64]string)}
		chain.extend(true, true, true)
		f := follower(t, FollowConfig{}, &liar{chain, lie}, memory())
		if again, err := f.look(t.Context(), m.take); again || err == nil || m.batches != 0 {
			t.Errorf("%s: %t, %v, %d batches", name, again, err, m.batches)
		}
		f.source = chain
		settleDown(t, f, m)
		if len(m.events) != 3 {
			t.Errorf("%s: %v", name, m.events)
		}
	}
}

// stalling does not answer the first few questions.
type stalling struct {
	*fakeChain
	stalls int
}

func (s *stalling) HeaderByNumber(ctx context.Context, n *big.Int) (*types.Header, error) {
	if s.stalls > 0 {
		s.stalls--
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return s.fakeChain.HeaderByNumber(ctx, n)
}

// A node that stalls costs a step, and nothing else.
func TestFollowStalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := &stalling{&fakeChain{}, 3}
		chain.extend(true)
		var troubles []error
		f := follower(t, FollowConfig{Observe: func(_ uint64, err error) { troubles = append(troubles, err) }}, chain, memory())
		ctx, stop := context.WithCancel(t.Context())
		err := f.Run(ctx, func(context.Context, Batch) error { stop(); return nil })
		if err != nil || len(troubles) != 3 || !errors.Is(troubles[0], context.DeadlineExceeded) {
			t.Errorf("%v, %v", err, troubles)
		}
	})
}

// broken is a store that keeps nothing.
type brokenStore struct{ Store }

var errBroken = errors.New("disk full")

func (brokenStore) Put(context.Context, datastore.Key, []byte) error { return errBroken }

// A consumer or a store that fails ends it, and the batch comes again.
func TestFollowEnds(t *testing.T) {
	chain := &fakeChain{}
	chain.extend(true)
	store, m := memory(), &model{events: make(map[uint64]string), fails: errors.New("no")}
	if err := follower(t, FollowConfig{}, chain, store).Run(t.Context(), m.take); !errors.Is(err, m.fails) {
		t.Error(err)
	}
	m.fails = nil
	if err := follower(t, FollowConfig{}, chain, brokenStore{store}).Run(t.Context(), m.take); !errors.Is(err, errBroken) {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	err := follower(t, FollowConfig{}, chain, store).Run(ctx, func(ctx context.Context, b Batch) error { stop(); return m.take(ctx, b) })
	if err != nil || m.batches != 2 || len(m.events) != 1 {
		t.Errorf("%v, %+v", err, m)
	}
	// A consumer that ends with everything else has not failed.
	for _, mine := range []error{nil, errBroken} {
		ctx, stop := context.WithCancel(t.Context())
		f, err := NewFollower(FollowConfig{Name: "ends"}, Filter{Addresses: []common.Address{someone}}, chain, nil, store)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Run(ctx, func(ctx context.Context, _ Batch) error { stop(); return cmp.Or(mine, ctx.Err()) }); !errors.Is(err, mine) {
			t.Errorf("%v, want %v", err, mine)
		}
	}
	if err := store.Put(t.Context(), datastore.NewKey("/cursors/test"), []byte("{")); err != nil {
		t.Fatal(err)
	}
	f, err := NewFollower(FollowConfig{Name: "test"}, Filter{Addresses: []common.Address{someone}}, chain, nil, store)
	if err != nil || f.Run(t.Context(), m.take) == nil {
		t.Error("a damaged cursor is taken for none")
	}
}

func TestFollowConfigIsChecked(t *testing.T) {
	good := Filter{Addresses: []common.Address{someone}}
	for name, c := range map[string]struct {
		cfg    FollowConfig
		filter Filter
	}{
		"no name": {FollowConfig{}, good}, "a path": {FollowConfig{Name: "a/b"}, good}, "no address": {FollowConfig{Name: "a"}, Filter{}},
		"backwards": {FollowConfig{Name: "a", Poll: -time.Second}, good},
	} {
		if _, err := NewFollower(c.cfg, c.filter, nil, nil, nil); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// What providers answer to long ranges, and to too many questions.
func TestTooLong(t *testing.T) {
	for text, want := range map[string]bool{
		"query returned more than 10000 results": true, "exceed maximum block range: 5000": true, "Log response size exceeded": true, "block range is too wide": true,
		"query timeout exceeded": true, "429 Too Many Requests": false, "rate limit exceeded": false, "bad gateway": false, "daily request quota exceeded": false,
	} {
		if tooLong(errors.New(text)) != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
	if !strings.Contains(LogKey(&types.Log{BlockHash: common.Hash{1}, Index: 7}), "-7") {
		t.Error("events of a block have one key")
	}
}
