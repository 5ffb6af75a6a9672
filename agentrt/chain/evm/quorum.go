package evm

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// Voter is a node with a name to complain about it by.
type Voter struct {
	Name string // Place of its address, say
	Client
}

// QuorumConfig says who has to agree. The zero value works.
type QuorumConfig struct {
	Need    int           // how many nodes have to say the same; default more than half
	Timeout time.Duration // for all of them to answer; default 10 s
}

// Quorum reads what several nodes agree on, and only that: for what is acted
// upon, such as the state of a service, or followed, such as its events. It
// costs as many requests as there are nodes; Pool is for everything else. A
// node that fails or stalls has no vote.
//
// The newest block is the newest one that as many nodes have as have to agree,
// of those that answer within a second after so many have.
type Quorum struct {
	cfg    QuorumConfig
	voters []Voter
}

var _ Source = (*Quorum)(nil)

// NewQuorum makes a quorum of nodes, best of different operators.
func NewQuorum(cfg QuorumConfig, voters ...Voter) (*Quorum, error) {
	cfg.Need, cfg.Timeout = cmp.Or(cfg.Need, len(voters)/2+1), cmp.Or(cfg.Timeout, DefaultTimeout)
	if cfg.Need < 1 || cfg.Need > len(voters) || cfg.Timeout < 0 {
		return nil, fmt.Errorf("quorum of nodes: %d of %d, within %v", cfg.Need, len(voters), cfg.Timeout)
	}
	return &Quorum{cfg, voters}, nil
}

// Vote is what one node said.
type Vote struct {
	Name   string
	Answer string // shortened; empty if there is none
	Err    error
}

// DisagreementError says that too few nodes gave the same answer.
type DisagreementError struct {
	Question string
	Need     int
	Votes    []Vote
}

func (e *DisagreementError) Error() string {
	var votes []string
	for _, vote := range e.Votes {
		said := vote.Answer
		if vote.Err != nil {
			said = Plain(vote.Err).Error()
		}
		votes = append(votes, vote.Name+": "+said)
	}
	return fmt.Sprintf("%s: fewer than %d nodes agree (%s)", e.Question, e.Need, strings.Join(votes, "; "))
}

// ballot is the answer of one node.
type ballot[A any] struct {
	voter  int
	answer A
	err    error
	votes  bool   // false: it failed
	same   string // answers are the same if this is
}

// agree asks all nodes at once, until enough of them give the same answer. A
// revert is an answer.
func agree[A any](ctx context.Context, q *Quorum, question string, put func(context.Context, Client) (A, error), same func(A) string) (A, error) {
	cast := make([]ballot[A], len(q.voters))
	for i := range cast {
		cast[i] = ballot[A]{voter: i, err: context.DeadlineExceeded}
	}
	for b := range ballots(ctx, q, put, same) {
		cast[b.voter] = b
		if b.votes && count(cast, b.same) == q.cfg.Need {
			return b.answer, b.err
		}
	}
	var none A
	if ctx.Err() != nil {
		return none, ctx.Err()
	}
	disagreement := &DisagreementError{Question: question, Need: q.cfg.Need}
	for _, b := range cast {
		disagreement.Votes = append(disagreement.Votes, Vote{q.voters[b.voter].Name, shortAnswer(b.same), b.err})
	}
	return none, disagreement
}

func count[A any](cast []ballot[A], same string) int {
	n := 0
	for _, b := range cast {
		if b.votes && b.same == same {
			n++
		}
	}
	return n
}

func shortAnswer(text string) string {
	const longest = 80
	if len(text) > longest {
		return fmt.Sprintf("%s... (Keccak-256 %x)", text[:longest], crypto.Keccak256([]byte(text))[:4])
	}
	return text
}

// ballots asks all nodes, and yields what they say as it comes, until the
// timeout. All requests have ended when it has.
func ballots[A any](ctx context.Context, q *Quorum, put func(context.Context, Client) (A, error), same func(A) string) func(func(ballot[A]) bool) {
	return func(yield func(ballot[A]) bool) {
		ctx, stop := context.WithTimeout(ctx, q.cfg.Timeout)
		box := make(chan ballot[A], len(q.voters))
		var asking sync.WaitGroup
		defer asking.Wait()
		defer stop()
		for i, voter := range q.voters {
			asking.Go(func() {
				answer, err := put(ctx, voter.Client)
				b := ballot[A]{voter: i, answer: answer, err: err, votes: true}
				switch data, reverted := Reverted(err); {
				case err == nil:
					b.same = same(answer)
				case reverted:
					b.same = fmt.Sprintf("reverted %x", data)
				case errors.Is(err, ethereum.NotFound):
					b.same = "not found"
				default:
					b.votes = false
				}
				box <- b
			})
		}
		for range q.voters {
			if !yield(<-box) {
				return
			}
		}
	}
}

// straggling is how long the newest block waits for more nodes than it needs:
// one that stalls must not hold everything up.
const straggling = time.Second

// head is the number of the newest block that enough nodes have.
func (q *Quorum) head(ctx context.Context) (*big.Int, error) {
	asking, enough := context.WithCancel(ctx)
	defer enough()
	var heights []*big.Int
	votes := make([]Vote, 0, len(q.voters))
	newest := func(ctx context.Context, c Client) (*types.Header, error) { return c.HeaderByNumber(ctx, nil) }
	for b := range ballots(asking, q, newest, func(h *types.Header) string { return h.Number.String() }) {
		votes = append(votes, Vote{q.voters[b.voter].Name, b.same, b.err})
		if b.err != nil {
			continue
		}
		if heights = append(heights, b.answer.Number); len(heights) == q.cfg.Need {
			defer time.AfterFunc(straggling, enough).Stop()
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if len(heights) < q.cfg.Need {
		return nil, &DisagreementError{"reading the newest block", q.cfg.Need, votes}
	}
	slices.SortFunc(heights, (*big.Int).Cmp)
	return heights[len(heights)-q.cfg.Need], nil
}

// at is a block's number: the newest for nil.
func (q *Quorum) at(ctx context.Context, block *big.Int) (*big.Int, error) {
	if block != nil {
		return block, nil
	}
	return q.head(ctx)
}

// HeaderByNumber is a block's header; nil is the newest.
func (q *Quorum) HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error) {
	number, err := q.at(ctx, number)
	if err != nil {
		return nil, err
	}
	return agree(ctx, q, fmt.Sprintf("reading block %v", number),
		func(ctx context.Context, c Client) (*types.Header, error) { return c.HeaderByNumber(ctx, number) },
		func(h *types.Header) string { return h.Hash().Hex() })
}

// CallContract simulates a call.
func (q *Quorum) CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error) {
	block, err := q.at(ctx, block)
	if err != nil {
		return nil, err
	}
	return agree(ctx, q, fmt.Sprintf("calling %v at block %v", call.To, block),
		func(ctx context.Context, c Client) ([]byte, error) { return c.CallContract(ctx, call, block) },
		func(answer []byte) string { return hexutil.Encode(answer) })
}

// FilterLogs searches events. Both ends, or the block's hash, have to be given:
// what is open would be something else for each node.
func (q *Quorum) FilterLogs(ctx context.Context, query ethereum.FilterQuery) ([]types.Log, error) {
	if query.BlockHash == nil && (query.FromBlock == nil || query.ToBlock == nil) {
		return nil, errors.New("quorum of nodes: events of an open range")
	}
	return agree(ctx, q, "reading events",
		func(ctx context.Context, c Client) ([]types.Log, error) { return c.FilterLogs(ctx, query) }, digestOf)
}

// digestOf is the same for the same events, in whatever order.
func digestOf(logs []types.Log) string {
	sorted := slices.Clone(logs)
	slices.SortFunc(sorted, func(a, b types.Log) int {
		return cmp.Or(bytes.Compare(a.BlockHash[:], b.BlockHash[:]), cmp.Compare(a.Index, b.Index))
	})
	digest := crypto.NewKeccakState()
	for _, log := range sorted { // without the time, which not every node tells
		fmt.Fprintf(digest, "%v %v %x %d %v %d %v %d %t;", log.Address, log.Topics, log.Data, log.BlockNumber, log.TxHash, log.TxIndex, log.BlockHash, log.Index, log.Removed)
	}
	return fmt.Sprintf("%d events, %x", len(logs), digest.Sum(nil))
}

// BalanceAt is what an account has.
func (q *Quorum) BalanceAt(ctx context.Context, account common.Address, block *big.Int) (*big.Int, error) {
	block, err := q.at(ctx, block)
	if err != nil {
		return nil, err
	}
	return agree(ctx, q, fmt.Sprintf("reading the balance of %v at block %v", account, block),
		func(ctx context.Context, c Client) (*big.Int, error) { return c.BalanceAt(ctx, account, block) },
		func(n *big.Int) string { return n.String() })
}
