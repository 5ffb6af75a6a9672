package settle

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"go-acn/agentrt/chain"
)

// searching is a change to a keeper that searches so many blocks.
func searching(blocks uint64) func(*ManagerConfig, *Node) {
	return func(cfg *ManagerConfig, _ *Node) { cfg.Lookback = blocks }
}

// A settlement is found as far back as is searched. One block further, what
// used up its nonce is not known, and nobody says that it was something else.
func TestDoneLongAgo(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		const since = 60
		s := w.payment(0)
		other := w.signed(w.propose(0, Action{To: common.Address{0xcd}, Value: big.NewInt(1)}), 1, 2, 3)
		w.step(w.keeper(0), epoch, s, chain.Pending, ReportSent)
		must(t, w.Mine(depth+since)) // the event is in the first of them
		w.step(w.keeper(1, searching(since)), epoch, s, chain.Done, "")
		w.step(w.keeper(1, searching(since)), epoch, other, chain.Superseded, "")
		for name, signed := range map[string]Signed{"done": s, "superseded": other} {
			m := w.keeper(1, searching(since-1))
			if p, err := m.Step(t.Context(), epoch, signed); !errors.Is(err, ErrTooOld) || p.Status != chain.Pending {
				t.Errorf("%s: %+v, %v", name, p, err)
			}
			if _, err := m.Run(t.Context(), RunConfig{Poll: time.Millisecond}, signed, nil); !errors.Is(err, ErrTooOld) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if w.nonceOf(1) != 0 {
			t.Error("something was sent")
		}
	})
}

// lagging is a node that has no events when it is asked first.
type lagging struct {
	Node
	requests int // without events
}

func (l *lagging) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	if l.requests--; l.requests >= 0 {
		return nil, nil
	}
	return l.Node.FilterLogs(ctx, q)
}

// A node whose events lag behind ends nothing, unless they do for long.
func TestEventsLag(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		s := w.payment(0)
		if status := w.settle(w.keeper(0), epoch, s); status != chain.Done {
			t.Fatal(status)
		}
		for requests, ends := range map[int]bool{maxTooOld - 1: false, maxTooOld: true} {
			m := w.keeper(1, func(_ *ManagerConfig, n *Node) { *n = &lagging{*n, requests} })
			p, err := m.Run(t.Context(), RunConfig{Poll: time.Millisecond}, s, nil)
			if ends && !errors.Is(err, ErrTooOld) || !ends && (err != nil || p.Status != chain.Done) {
				t.Errorf("without events %d times: %+v, %v", requests, p, err)
			}
		}
	})
}

// pruned is a node that has neither the state of blocks before one, nor events
// if it has lost them.
type pruned struct {
	Node
	state  int64 // first block with it
	events bool
}

func (p *pruned) CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error) {
	if block != nil && block.Int64() < p.state {
		return nil, errors.New("missing trie node")
	}
	return p.Node.CallContract(ctx, call, block)
}

func (p *pruned) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	if !p.events {
		return nil, nil
	}
	return p.Node.FilterLogs(ctx, q)
}

// It takes no state of old blocks to tell what became of the nonces of a Safe,
// one after the other; it does take the events.
func TestPrunedNode(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		var done, others []Signed
		for nonce := range uint64(3) {
			done = append(done, w.payment(nonce))
			others = append(others, w.signed(w.propose(nonce, Action{To: common.Address{0xcd}}), 1, 2, 3))
			if status := w.settle(w.keeper(0), epoch, done[nonce]); status != chain.Done {
				t.Fatal(status)
			}
			must(t, w.Mine(logRange/2)) // so that not all are found at once
		}
		head, err := w.Client().BlockNumber(t.Context())
		must(t, err)
		for _, events := range []bool{true, false} {
			m := w.keeper(1, func(_ *ManagerConfig, n *Node) { *n = &pruned{*n, int64(head) + 1 - depth, events} })
			for nonce := range done {
				for want, signed := range map[chain.Status]Signed{chain.Done: done[nonce], chain.Superseded: others[nonce]} {
					p, err := m.Step(t.Context(), epoch, signed)
					if events && (err != nil || p.Status != want) || !events && (!errors.Is(err, ErrTooOld) || p.Status != chain.Pending) {
						t.Errorf("nonce %d, events %v, want %s: %+v, %v", nonce, events, want, p, err)
					}
				}
			}
		}
	})
}

// narrow is a node that refuses to search more than so many blocks at once.
type narrow struct {
	Logs
	most     uint64
	searched []uint64 // blocks, in each request that it answered
}

func (n *narrow) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	blocks := q.ToBlock.Uint64() - q.FromBlock.Uint64() + 1
	if blocks > n.most {
		return nil, errors.New("block range is too wide")
	}
	n.searched = append(n.searched, blocks)
	return nil, nil
}

// Ranges grow as far as the node goes along with it, and there are no gaps
// between them.
func TestSearchedRanges(t *testing.T) {
	p, err := Propose(sample())
	must(t, err)
	for most, want := range map[uint64]string{
		1 << 20: "[1000 2000 4000 8000 10000 10000 5001]",
		4000:    "[1000 2000 4000 4000 4000 4000 4000 4000 4000 4000 4000 1001]",
		1500:    "[1000" + strings.Repeat(" 1000", 39) + " 1]",
	} {
		node := &narrow{most: most}
		found, err := search(t.Context(), node, p, 50_000, 10_000, 1)
		if got := fmt.Sprint(node.searched); err != nil || found.execution != nil || got != want {
			t.Errorf("at most %d: searched %s, want %s: %v", most, got, want, err)
		}
	}
	if _, err := search(t.Context(), &narrow{most: 999}, p, 50_000, 10_000, 1); err == nil {
		t.Error("a node that refuses is taken for one that has no events")
	}
}
