package replica

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/libp2p/go-libp2p/core/network"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica/possession"
)

// Liar is a member that says it holds what it is told to, and does with
// challenges what it likes.
type Liar struct {
	Answer func(h pkg.Hash, nonce possession.Nonce) (proof [][]byte, code byte, silent bool)

	mu      sync.Mutex
	claims  []pkg.Hash
	Relied  atomic.Int32 // challenges that asked for a promise
	Visited atomic.Int32
}

// Claim adds to what the liar says it holds.
func (l *Liar) Claim(h pkg.Hash) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.claims = append(l.claims, h)
}

func (l *Liar) index() *index {
	l.mu.Lock()
	defer l.mu.Unlock()
	var keys []key
	for _, h := range l.claims {
		keys = append(keys, key(h))
	}
	return newIndex(keys)
}

// Serve is its end of Protocol.
func (l *Liar) Serve(stream network.Stream) {
	defer stream.Close()
	for {
		question, err := acn.ReadFrame(stream, nil, mostQuestion)
		if err != nil || len(question) == 0 {
			return
		}
		kind, body := l.answer(question[0], question[1:])
		if kind == 0 {
			_, _ = stream.Read(make([]byte, 1)) // until whoever asked gives up
			return
		}
		if _, err := stream.Write(appendFrame(nil, kind, body)); err != nil {
			return
		}
	}
}

func (l *Liar) answer(kind byte, body []byte) (byte, []byte) {
	x := l.index()
	switch kind {
	case kindHello:
		l.Visited.Add(1)
		return kindHello, appendHello(nil, hello{1, 3, newIndex(nil).digest, x.digest})
	case kindSums:
		if body[0] == byte(setPins) {
			x = newIndex(nil)
		}
		return kindSumsAnswer, appendSums(nil, &x.sums)
	case kindList:
		return kindListAnswer, appendKeys(nil, x.bucket(body[1]))
	case kindChallenge:
		c, _ := parseChallenge(body)
		if c.rely {
			l.Relied.Add(1)
		}
		proof, code, silent := l.Answer(c.hash, c.nonce)
		switch {
		case silent:
			return 0, nil
		case code != 0:
			return kindRefusal, []byte{code}
		}
		return kindProof, appendChunks(nil, proof)
	}
	return kindRefusal, []byte{byte(refusedQuestion)}
}

// Prove is the honest answer.
func Prove(blocks map[pkg.Hash][]byte, h pkg.Hash, nonce possession.Nonce) [][]byte {
	proof, err := possession.Prove(context.Background(), h, nonce, func(_ context.Context, h pkg.Hash) ([]byte, error) {
		return slices.Clone(blocks[h]), nil
	})
	if err != nil {
		panic(err)
	}
	return proof
}

// Rest is how long the loop waits after a look at the plan.
var Rest = rest
