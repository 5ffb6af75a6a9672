package evm

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain/bindings"
	"go-acn/internal/devchain"
)

// twisted is a node of a real chain that does what a fault says.
type twisted struct {
	Client
	fault  string // "", "lies", "hides" events, "fails", "stalls", "behind"
	behind int64
}

var errGateway = errors.New("bad gateway")

func (f *twisted) trouble(ctx context.Context) error {
	switch f.fault {
	case "fails":
		return errGateway
	case "stalls":
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

func (f *twisted) CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error) {
	if err := f.trouble(ctx); err != nil {
		return nil, err
	}
	answer, err := f.Client.CallContract(ctx, call, block)
	if f.fault == "lies" {
		return common.BigToHash(big.NewInt(666)).Bytes(), nil
	}
	return answer, err
}

func (f *twisted) HeaderByNumber(ctx context.Context, n *big.Int) (*types.Header, error) {
	if err := f.trouble(ctx); err != nil {
		return nil, err
	}
	header, err := f.Client.HeaderByNumber(ctx, n)
	if err != nil || f.fault != "lies" {
		return f.late(ctx, header, n, err)
	}
	header.Extra = []byte("another chain")
	if n == nil {
		header.Number = new(big.Int).Add(header.Number, big.NewInt(1000))
	}
	return header, nil
}

func (f *twisted) late(ctx context.Context, header *types.Header, n *big.Int, err error) (*types.Header, error) {
	if f.fault != "behind" || err != nil {
		return header, err
	}
	newest, err := f.Client.HeaderByNumber(ctx, nil)
	if err != nil {
		return nil, err
	}
	last := newest.Number.Int64() - f.behind
	switch {
	case n == nil:
		return f.Client.HeaderByNumber(ctx, big.NewInt(last))
	case n.Int64() > last:
		return nil, ethereum.NotFound
	}
	return header, nil
}

func (f *twisted) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	if err := f.trouble(ctx); err != nil {
		return nil, err
	}
	if f.fault == "lies" || f.fault == "hides" {
		return nil, nil // nothing happened
	}
	return f.Client.FilterLogs(ctx, q)
}

func (f *twisted) BalanceAt(ctx context.Context, a common.Address, block *big.Int) (*big.Int, error) {
	if err := f.trouble(ctx); err != nil {
		return nil, err
	}
	if f.fault == "lies" {
		return big.NewInt(666), nil
	}
	return f.Client.BalanceAt(ctx, a, block)
}

// What most of three nodes say is believed, whatever the third does; what two
// of them say differently is not, and all are named.
func TestQuorum(t *testing.T) {
	chain := startChain(t)
	pay(t, chain)
	pay(t, chain)
	token := chain.Contracts().Token
	call := ethereum.CallMsg{To: &token, Data: bindings.NewERC20().PackBalanceOf(common.Address{1})}
	revert := ethereum.CallMsg{To: &token, Data: bindings.NewERC20().PackTransfer(common.Address{1}, big.NewInt(params.Ether))}
	for _, c := range []struct {
		faults string
		agree  bool
	}{
		{"", true}, {"lies", true}, {"fails", true}, {"behind", true}, {"stalls", true},
		{"lies fails", false}, {"fails fails", false}, {"lies stalls", false}, {"lies behind", true},
	} {
		faults := append(strings.Fields(c.faults), "", "", "")[:3]
		var voters []Voter
		for i, fault := range faults {
			voters = append(voters, Voter{string(rune('A' + i)), &twisted{chain.Client(), fault, 1}})
		}
		q, err := NewQuorum(QuorumConfig{Timeout: time.Second}, voters...)
		if err != nil {
			t.Fatal(err)
		}
		questions := map[string]func() (bool, error){
			"call": func() (bool, error) {
				answer, err := q.CallContract(t.Context(), call, big.NewInt(1))
				return new(big.Int).SetBytes(answer).Int64() == 1, err
			},
			"events": func() (bool, error) {
				logs, err := q.FilterLogs(t.Context(), ethereum.FilterQuery{FromBlock: big.NewInt(0), ToBlock: big.NewInt(2), Addresses: []common.Address{token}})
				return len(logs) == 2, err
			},
			"balance": func() (bool, error) {
				balance, err := q.BalanceAt(t.Context(), devchain.Accounts()[9].Address, big.NewInt(1))
				return err == nil && balance.Cmp(new(big.Int).Mul(big.NewInt(10_000), big.NewInt(params.Ether))) == 0, err
			},
			"old block": func() (bool, error) {
				header, err := q.HeaderByNumber(t.Context(), big.NewInt(1))
				return err == nil && header.Number.Int64() == 1 && string(header.Extra) != "another chain", err
			},
		}
		for name, ask := range questions {
			right, err := ask()
			var disagreement *DisagreementError
			switch {
			case c.agree && (err != nil || !right):
				t.Errorf("%q, %s: %t, %v", c.faults, name, right, err)
			case !c.agree && !errors.As(err, &disagreement):
				t.Errorf("%q, %s: %t, %v", c.faults, name, right, err)
			case !c.agree && !(strings.Contains(err.Error(), "A: ") && strings.Contains(err.Error(), "C: ")):
				t.Errorf("%q, %s: %v", c.faults, name, err)
			}
		}
		if c.faults == "" || c.faults == "lies" {
			_, err := q.CallContract(t.Context(), revert, big.NewInt(1))
			if _, reverted := Reverted(err); !reverted {
				t.Errorf("%q: a revert is %v", c.faults, err)
			}
		}
	}
}

// Who follows through a quorum is told what one node hides.
func TestFollowQuorum(t *testing.T) {
	chain := startChain(t)
	for range 4 {
		pay(t, chain)
	}
	hides := &twisted{Client: chain.Client(), fault: "hides"}
	q, err := NewQuorum(QuorumConfig{}, Voter{"A", hides}, Voter{"B", chain.Client()}, Voter{"C", &twisted{Client: chain.Client(), fault: "behind", behind: 1}})
	if err != nil {
		t.Fatal(err)
	}
	for source, want := range map[Source]int{hides: 0, q: 4} {
		m := &model{events: make(map[uint64]string)}
		f, err := NewFollower(FollowConfig{Name: "test"}, Filter{Addresses: []common.Address{chain.Contracts().Token}}, source, nil, memory())
		if err != nil || f.load(t.Context()) != nil {
			t.Fatal(err)
		}
		settleDown(t, f, m)
		if len(m.events) != want {
			t.Errorf("%d events, want %d", len(m.events), want)
		}
	}
}

// fixed gives the same answer to every call.
type fixed struct {
	Client
	answer []byte
}

func (f fixed) CallContract(context.Context, ethereum.CallMsg, *big.Int) ([]byte, error) {
	return f.answer, nil
}

// That there is nothing is an answer, as of a call to an account without code.
func TestQuorumOfNothing(t *testing.T) {
	for name, c := range map[string]struct {
		nodes []Client
		agree bool
	}{
		"nothing": {[]Client{fixed{}, fixed{answer: []byte{}}}, true}, "something": {[]Client{fixed{answer: []byte{7}}, fixed{answer: []byte{7}}}, true},
		"one of each": {[]Client{fixed{}, fixed{answer: []byte{7}}}, false}, "nothing and trouble": {[]Client{fixed{}, &twisted{fault: "fails"}}, false},
	} {
		q, err := NewQuorum(QuorumConfig{}, Voter{"A", c.nodes[0]}, Voter{"B", c.nodes[1]})
		if err != nil {
			t.Fatal(err)
		}
		_, err = q.CallContract(t.Context(), ethereum.CallMsg{To: new(common.Address)}, new(big.Int))
		var disagreement *DisagreementError
		switch {
		case c.agree && err != nil:
			t.Errorf("%s: %v", name, err)
		case !c.agree && (!errors.As(err, &disagreement) || disagreement.Votes[0].Answer != "0x"):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The newest block is one that enough nodes have.
func TestQuorumHead(t *testing.T) {
	chain := startChain(t)
	if err := chain.Mine(10); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		nodes []*twisted
		want  int64 // -1: no agreement
	}{
		"all":           {[]*twisted{{}, {}, {}}, 10},
		"one behind":    {[]*twisted{{fault: "behind", behind: 3}, {}, {}}, 10},
		"two behind":    {[]*twisted{{fault: "behind", behind: 3}, {fault: "behind", behind: 5}, {}}, 7},
		"one far ahead": {[]*twisted{{fault: "lies"}, {}, {}}, 10},
		"one stalls":    {[]*twisted{{fault: "stalls"}, {}, {fault: "behind", behind: 2}}, 8},
		"one left":      {[]*twisted{{fault: "fails"}, {fault: "fails"}, {}}, -1},
	} {
		var voters []Voter
		for _, node := range c.nodes {
			node.Client = chain.Client()
			voters = append(voters, Voter{"node", node})
		}
		q, err := NewQuorum(QuorumConfig{Timeout: time.Hour}, voters...) // nobody waits that long
		if err != nil {
			t.Fatal(err)
		}
		header, err := q.HeaderByNumber(t.Context(), nil)
		if c.want < 0 != (err != nil) || err == nil && header.Number.Int64() != c.want {
			t.Errorf("%s: %v, %v", name, header, err)
		}
	}
}

// Nobody waits for a node that stalls once enough have answered, and not for
// ever in any case.
func TestQuorumWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers, asked := &node{number: 1, asked: new([]uint64)}, time.Now()
		same := func(n uint64) string { return string(rune('0' + n)) }
		put := func(ctx context.Context, c Client) (uint64, error) { return c.NonceAt(ctx, common.Address{}, nil) }
		q, err := NewQuorum(QuorumConfig{Need: 1}, Voter{"stalls", &node{stalls: true, asked: new([]uint64)}}, Voter{"answers", answers})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := agree(t.Context(), q, "asking", put, same); n != 1 || err != nil || time.Since(asked) != 0 {
			t.Errorf("%d, %v after %v", n, err, time.Since(asked))
		}
		q.cfg.Need = 2
		var disagreement *DisagreementError
		if _, err := agree(t.Context(), q, "asking", put, same); !errors.As(err, &disagreement) || time.Since(asked) != 10*time.Second {
			t.Errorf("%v after %v", err, time.Since(asked))
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := agree(ctx, q, "asking", put, same); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}

// Whoever interrupts a question is not told that nodes disagree.
func TestQuorumInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, err := NewQuorum(QuorumConfig{}, Voter{"A", &twisted{fault: "stalls"}}, Voter{"B", &twisted{fault: "stalls"}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		for _, block := range []*big.Int{nil, new(big.Int)} {
			if _, err := q.CallContract(ctx, ethereum.CallMsg{}, block); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("at block %v: %v", block, err)
			}
		}
	})
}

func TestQuorumIsChecked(t *testing.T) {
	one := Voter{"one", &twisted{}}
	for name, c := range map[string]struct {
		cfg    QuorumConfig
		voters []Voter
	}{
		"nobody": {QuorumConfig{}, nil}, "more than there are": {QuorumConfig{Need: 2}, []Voter{one}}, "backwards": {QuorumConfig{Timeout: -1}, []Voter{one}},
	} {
		if _, err := NewQuorum(c.cfg, c.voters...); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	q, err := NewQuorum(QuorumConfig{}, one)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.FilterLogs(t.Context(), ethereum.FilterQuery{FromBlock: new(big.Int)}); err == nil {
		t.Error("events up to whatever block is newest")
	}
}
