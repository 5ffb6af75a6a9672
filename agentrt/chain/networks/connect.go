package networks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"

	"go-acn/agentrt/chain/evm"
)

// maxAnswer bounds what a node may answer, in bytes: a thousand blocks of
// events.
const maxAnswer = 32 << 20

// ErrOtherChain says that a node is one of another chain.
var ErrOtherChain = errors.New("the node is on another chain")

// Connection is a chain's nodes, as one, and its witnesses.
type Connection struct {
	*evm.Pool // of the nodes

	network   Network
	witnesses []evm.Client
	agreed    Reads

	mu      sync.Mutex // guards what follows
	open    []*ethclient.Client
	sockets map[string]*ethclient.Client // that tell of blocks, by URL
}

// Reads is what is asked before something is decided: a pool, or a quorum.
type Reads interface {
	ethereum.ContractCaller
	evm.Source
}

// Connect makes a connection; the nodes are connected to when they are asked.
// Each is asked first which chain it is on, and one of another chain counts as
// failed. The caller has to Close it.
func (n Network) Connect(cfg evm.PoolConfig) (*Connection, error) {
	if len(n.Nodes) == 0 {
		return nil, &MissingError{"no node of the chain " + n.Name + " is known",
			"set " + rpcVariable(n.Name) + " to the URL of one, or of several with commas between them; or rpc in a file of chains"}
	}
	c := &Connection{network: n}
	var err error
	if c.Pool, err = evm.NewLazyPool(cfg, c.dialers(n.Nodes)...); err != nil {
		return nil, err
	}
	for _, dial := range c.dialers(n.Witnesses) {
		witness, err := evm.NewLazyPool(cfg, dial)
		if err != nil {
			return nil, err
		}
		c.witnesses = append(c.witnesses, witness)
	}
	c.agreed, err = c.agreement(cfg)
	return c, err
}

// agreement is what Agreed returns. The nodes have one vote, and the time to
// ask each of them in turn.
func (c *Connection) agreement(cfg evm.PoolConfig) (Reads, error) {
	if len(c.witnesses) == 0 {
		return c.Pool, nil
	}
	var places []string
	for _, url := range c.network.Nodes {
		places = append(places, evm.Place(url))
	}
	voters := []evm.Voter{{Name: strings.Join(places, " or "), Client: c.Pool}}
	for i, witness := range c.witnesses {
		voters = append(voters, evm.Voter{Name: evm.Place(c.network.Witnesses[i]), Client: witness})
	}
	each := cmp.Or(cfg.Timeout, evm.DefaultTimeout)
	return evm.NewQuorum(evm.QuorumConfig{Timeout: each * time.Duration(len(places))}, voters...)
}

func (c *Connection) dialers(urls []string) []evm.Open {
	dialers := make([]evm.Open, 0, len(urls))
	for _, url := range urls {
		dialers = append(dialers, func(ctx context.Context) (evm.Client, error) { return c.dial(ctx, url) })
	}
	return dialers
}

// dial connects to one node and asks which chain it is on.
func (c *Connection) dial(ctx context.Context, url string) (*ethclient.Client, error) {
	socket, err := evm.DialRPC(ctx, url, maxAnswer)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", evm.Place(url), err)
	}
	client := ethclient.NewClient(socket)
	id, err := client.ChainID(ctx)
	if err != nil {
		client.Close()
		return nil, fmt.Errorf("%s: asking for the chain id: %w", evm.Place(url), err)
	}
	if !id.IsUint64() || id.Uint64() != c.network.ID {
		client.Close()
		return nil, fmt.Errorf("%s: %w: it has id %v, and %s has %d", evm.Place(url), ErrOtherChain, id, c.network.Name, c.network.ID)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = append(c.open, client)
	return client, nil
}

// Network is what the connection is to.
func (c *Connection) Network() Network { return c.network }

// Witnesses are nodes of other operators.
func (c *Connection) Witnesses() []evm.Client { return slices.Clone(c.witnesses) }

// Agreed reads what more than half of the nodes, as one, and the witnesses say
// alike; without witnesses, what the nodes say. For whatever is acted upon.
func (c *Connection) Agreed() Reads { return c.agreed }

// SubscribeNewHead tells of new blocks by way of the first node with a
// WebSocket that can be reached. Without one it is an error, and polling will
// have to do.
func (c *Connection) SubscribeNewHead(ctx context.Context, heads chan<- *types.Header) (ethereum.Subscription, error) {
	var errs []error
	for _, url := range c.network.Nodes {
		if !strings.HasPrefix(url, "ws") {
			continue
		}
		client, err := c.socket(ctx, url)
		if err == nil {
			var subscription ethereum.Subscription
			if subscription, err = client.SubscribeNewHead(ctx, heads); err == nil {
				return subscription, nil
			}
		}
		errs = append(errs, evm.Plain(err))
	}
	return nil, fmt.Errorf("subscribing to blocks: %w", errors.Join(append(errs, errors.ErrUnsupported)...))
}

// socket is the connection for subscriptions to a node. It is kept: a client
// connects again by itself.
func (c *Connection) socket(ctx context.Context, url string) (*ethclient.Client, error) {
	c.mu.Lock()
	client := c.sockets[url]
	c.mu.Unlock()
	if client != nil {
		return client, nil
	}
	client, err := c.dial(ctx, url)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sockets == nil {
		c.sockets = make(map[string]*ethclient.Client)
	}
	c.sockets[url] = client
	return client, nil
}

// Close ends the connections to all nodes.
func (c *Connection) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, client := range c.open {
		client.Close()
	}
	c.open = nil
}

// Answer is what one node says about itself.
type Answer struct {
	Node    string // scheme and host
	Witness bool
	Head    uint64
	Err     error
}

// Check asks every node, and every witness, which chain it is on and how far
// it has come. They are asked one after the other, each for the pool's time.
func (n Network) Check(ctx context.Context, cfg evm.PoolConfig) []Answer {
	c := &Connection{network: n}
	defer c.Close()
	var answers []Answer
	for i, url := range slices.Concat(n.Nodes, n.Witnesses) {
		answer := Answer{Node: evm.Place(url), Witness: i >= len(n.Nodes)}
		if answer.Head, answer.Err = c.head(ctx, cfg, url); answer.Err != nil {
			answer.Err = evm.Plain(answer.Err)
		}
		answers = append(answers, answer)
	}
	return answers
}

// head asks one node for its newest block.
func (c *Connection) head(ctx context.Context, cfg evm.PoolConfig, url string) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(cfg.Timeout, evm.DefaultTimeout))
	defer cancel()
	client, err := c.dial(ctx, url)
	if err != nil {
		return 0, err
	}
	return client.BlockNumber(ctx)
}
