package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
)

// protocolID is what letters are, to agents.
const protocolID = "fetchai/default:1.0.0"

// move is an agent's registration at a node, or its end.
type move struct {
	agent, node string
	left        bool
	at          time.Time
}

// agent is a delegate client with a fresh wallet.
type agent struct {
	name   string
	wallet *acn.Wallet
	client *delegate.Client
	post   *post
	moves  chan move // never full: there are few nodes to move between

	// pen is held while a letter is written and sent, so that letters leave in
	// the order of their numbers.
	pen sync.Mutex

	mu sync.Mutex
	at whereabouts
}

// whereabouts is where an agent is registered, and how often that has changed.
type whereabouts struct {
	node  string // empty for nowhere
	moves int
}

// newAgent makes an agent that prefers the first of the nodes.
func newAgent(name string, ledger acn.Ledger, post *post, nodes []*running) (*agent, error) {
	wallet, err := acn.NewWallet(ledger)
	if err != nil {
		return nil, err
	}
	const manyMoves = 1024
	a := &agent{name: name, wallet: wallet, post: post, moves: make(chan move, manyMoves)}
	names := make(map[acn.NodeKey]string)
	var targets []delegate.Node
	for _, n := range nodes {
		names[n.NodeKey] = n.name
		targets = append(targets, n.target())
	}
	a.client, err = delegate.NewClient(delegate.ClientConfig{
		MinBackoff: 50 * time.Millisecond, MaxBackoff: time.Second,
		Connected: func(n delegate.Node) { a.moved(move{agent: name, node: names[n.Key], at: time.Now()}) },
		Disconnected: func(n delegate.Node, _ error) {
			a.moved(move{agent: name, node: names[n.Key], left: true, at: time.Now()})
		},
	}, wallet, targets)
	return a, err
}

func (a *agent) moved(m move) {
	a.mu.Lock()
	a.at = whereabouts{node: m.node, moves: a.at.moves + 1}
	if m.left {
		a.at.node = ""
	}
	a.mu.Unlock()
	select {
	case a.moves <- m:
	default: // nobody will want to read all that
	}
}

func (a *agent) whereabouts() whereabouts {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.at
}

// node is where the agent is registered, empty for nowhere.
func (a *agent) node() string { return a.whereabouts().node }

// run keeps the agent registered and reads its mail until ctx ends.
func (a *agent) run(ctx context.Context, group *sync.WaitGroup) {
	group.Go(func() { _ = a.client.Run(ctx) }) // returns nil when ctx ends
	group.Go(func() {
		for {
			e, err := a.client.Receive(ctx)
			if err != nil {
				return // ctx has ended
			}
			a.post.arrived(a.name, string(e.Content().Message), time.Now())
		}
	})
}

// next waits for the agent's next move.
func (a *agent) next(ctx context.Context) (move, error) {
	select {
	case m := <-a.moves:
		return m, nil
	case <-ctx.Done():
		return move{}, fmt.Errorf("waiting for %s to register: %w", a.name, context.Cause(ctx))
	}
}

// retryPause is how long an agent waits when its node has no room or stops.
const retryPause = 20 * time.Millisecond

// write sends the next letter to another agent, and again if the connection
// broke before the node had answered or the node was not ready.
func (a *agent) write(ctx context.Context, to *agent) (letter, error) {
	a.pen.Lock()
	defer a.pen.Unlock()
	l := a.post.write(a.name, to.name, time.Now())
	e, err := a.envelope(l, to)
	if err != nil {
		return l, err
	}
	for {
		before := a.whereabouts()
		err := a.client.Send(ctx, e)
		if err == nil {
			if a.whereabouts() != before {
				before.node = "" // nobody can tell which of the two took it
			}
			a.post.accepted(l, before.node)
			return l, nil
		}
		if !errors.Is(err, delegate.ErrConnectionLost) && acn.StatusOf(err) != acn.StatusNotReady {
			return l, err
		}
		select {
		case <-time.After(retryPause):
		case <-ctx.Done():
			return l, ctx.Err()
		}
		a.post.resend()
	}
}

func (a *agent) envelope(l letter, to *agent) (envelope.Envelope, error) {
	return envelope.New(to.client.Address(), a.client.Address(), envelope.Content{ProtocolID: protocolID, Message: []byte(l.text())})
}

// burst sends letters without waiting for each answer.
func (a *agent) burst(ctx context.Context, to *agent, letters int) error {
	a.pen.Lock()
	defer a.pen.Unlock()
	refused := make(refusals, 1)
	for range letters {
		l := a.post.write(a.name, to.name, time.Now())
		a.post.accepted(l, a.node())
		e, err := a.envelope(l, to)
		if err == nil {
			err = a.client.SendAsync(ctx, e, refused)
		}
		if err != nil {
			return err
		}
	}
	if err := a.post.waitAll(ctx); err != nil {
		select {
		case refusal := <-refused:
			return fmt.Errorf("%w; the node said: %w", err, refusal)
		default:
			return err
		}
	}
	return nil
}

// refusals keeps the first answer that is not a success.
type refusals chan error

// Done implements envelope.Receipt.
func (r refusals) Done(err error) {
	if err == nil {
		return
	}
	select {
	case r <- err:
	default:
	}
}
