// Package devchain is an Ethereum chain inside this process, for tests and for
// trying things out: geth's own EVM, transaction pool and JSON-RPC servers
// under the rules of mainnet, with one block producer that does what it is
// told.
//
// acnlab devchain and tests of agentrt use it. It listens on loopback only, as
// its accounts belong to everybody. The controls may be called from several
// goroutines; they take turns.
//
// It is faithful where it matters to a transaction manager: a replacement has
// to pay 10 % more, transactions of lost blocks go back into the pool, and
// subscribers learn of removed logs. It differs in two things: "safe" is the
// newest block and "finalized" lags by up to 32, so wait for depth; and blocks
// are a second apart at least, so that many in one second run ahead of the
// wall clock.
package devchain

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/big"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/eth/catalyst"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/eth/filters"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// ChainID is that of development chains everywhere.
const ChainID = 31337

// namespace holds the controls among the methods of the JSON-RPC servers.
const namespace = "dev"

// Config says what the chain looks like. The zero value works.
type Config struct {
	// Listen is where HTTP and WebSocket are served, on one port. An address
	// of loopback; default 127.0.0.1:0, a free port.
	Listen string

	// Interval is the time between blocks of Run, at least 1 s. 0, the
	// default, makes a block when there is a transaction, and only then.
	Interval time.Duration

	// Balance is what each well-known account owns at first, in wei. Default
	// 10,000 ether.
	Balance *big.Int

	// Contracts has the chain begin with the contracts of contracts/: see the
	// type of that name. Default: without.
	Contracts bool

	// Log is told of blocks that could not be made. Default: nobody.
	Log *slog.Logger
}

// Chain is a running chain.
type Chain struct {
	cfg       Config
	contracts Contracts
	stack     *node.Node
	eth       *eth.Ethereum
	client    *ethclient.Client
	wake      chan struct{} // holds one: look for transactions again

	mu     sync.Mutex // held while the head moves
	beacon *catalyst.SimulatedBeacon
	paused bool
}

// Start makes a chain and its servers. It makes no blocks by itself; that is
// for Run, or for Mine. The caller has to Close it.
func Start(cfg Config) (*Chain, error) {
	host, port, err := cfg.complete()
	if err != nil {
		return nil, fmt.Errorf("development chain: %w", err)
	}
	c := &Chain{cfg: cfg, wake: make(chan struct{}, 1)}
	if err := c.start(host, port); err != nil {
		return nil, errors.Join(fmt.Errorf("starting the development chain: %w", err), c.Close())
	}
	return c, nil
}

// complete fills in defaults and checks the rest.
func (cfg *Config) complete() (host string, port int, err error) {
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1:0"
	}
	if cfg.Balance == nil {
		cfg.Balance = new(big.Int).Mul(big.NewInt(10_000), big.NewInt(params.Ether))
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	host, text, err := net.SplitHostPort(cfg.Listen)
	if err != nil {
		return "", 0, fmt.Errorf("listening address: %w", err)
	}
	number, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return "", 0, fmt.Errorf("port %q: %w", text, err)
	}
	var errs []error
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		errs = append(errs, fmt.Errorf("%s is no address of loopback, and everybody knows the keys", host))
	}
	if cfg.Interval < 0 || cfg.Interval > 0 && cfg.Interval < time.Second {
		errs = append(errs, fmt.Errorf("interval %v: blocks are at least 1s apart", cfg.Interval))
	}
	if cfg.Balance.Sign() < 0 || cfg.Balance.BitLen() > 128 {
		errs = append(errs, fmt.Errorf("a balance of %v wei", cfg.Balance))
	}
	return host, int(number), errors.Join(errs...)
}

func (c *Chain) start(host string, port int) error {
	// The servers panic and log rather than fail when a port is taken.
	probe, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return err
	}
	if err := probe.Close(); err != nil {
		return err
	}
	modules := []string{"eth", "net", "web3", "txpool", "debug", namespace}
	c.stack, err = node.New(&node.Config{
		Name:     "devchain",
		P2P:      p2p.Config{NoDiscovery: true, NoDial: true},
		HTTPHost: host, HTTPPort: port, HTTPModules: modules, HTTPVirtualHosts: []string{"localhost"},
		WSHost: host, WSPort: port, WSModules: modules, WSOrigins: []string{"localhost", "127.0.0.1", "[::1]"},
	})
	if err != nil {
		return err
	}
	settings, err := c.settings()
	if err != nil {
		return err
	}
	if c.eth, err = eth.New(c.stack, settings); err != nil {
		return err
	}
	c.stack.RegisterAPIs([]rpc.API{
		{Namespace: "eth", Service: filters.NewFilterAPI(filters.NewFilterSystem(c.eth.APIBackend, filters.Config{}))},
		{Namespace: namespace, Service: &controls{c}},
	})
	if err := c.stack.Start(); err != nil {
		return err
	}
	if c.beacon, err = catalyst.NewSimulatedBeacon(0, common.Address{}, c.eth); err != nil {
		return err
	}
	c.client = ethclient.NewClient(c.stack.Attach())
	return nil
}

func (c *Chain) settings() (*ethconfig.Config, error) {
	alloc := core.SystemContractAllocs()
	owned := make(types.GenesisAlloc)
	for _, account := range Accounts() {
		owned[account.Address] = types.Account{Balance: c.cfg.Balance}
	}
	if c.cfg.Contracts {
		where, code, err := deployed()
		if err != nil {
			return nil, fmt.Errorf("deploying contracts: %w", err)
		}
		c.contracts = where
		maps.Copy(owned, code)
		owned[Accounts()[0].Address] = types.Account{Balance: c.cfg.Balance, Nonce: following}
	}
	maps.Copy(alloc, owned)

	cfg := ethconfig.Defaults
	cfg.Genesis = &core.Genesis{Config: rules(), GasLimit: cfg.Miner.GasCeil, Alloc: alloc, BaseFee: big.NewInt(params.InitialBaseFee)}
	cfg.NetworkId = ChainID
	cfg.SyncMode = ethconfig.FullSync
	cfg.TxPool.NoLocals = true
	cfg.Miner.GasPrice = big.NewInt(1) // what the pool takes is mined
	cfg.LogNoHistory = true            // search blocks rather than index them in the background
	return &cfg, nil
}

// rules are those of mainnet today. The preset of geth for development has the
// next forks on, under which creating contracts costs several times as much.
func rules() *params.ChainConfig {
	cfg := *params.AllDevChainProtocolChanges
	cfg.ChainID = big.NewInt(ChainID)
	cfg.AmsterdamTime, cfg.BogotaTime, cfg.UBTTime = nil, nil, nil
	return &cfg
}

// URL is where JSON-RPC is served over HTTP.
func (c *Chain) URL() string { return c.stack.HTTPEndpoint() }

// WebSocketURL is where JSON-RPC is served with subscriptions.
func (c *Chain) WebSocketURL() string { return c.stack.WSEndpoint() }

// Contracts are where the contracts are, if Config asked for them; else zero.
func (c *Chain) Contracts() Contracts { return c.contracts }

// Client talks to the chain without a socket. It ends with the chain.
func (c *Chain) Client() *ethclient.Client { return c.client }

// Close ends the servers and forgets the chain.
func (c *Chain) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var err error
	if c.client != nil {
		c.client.Close()
	}
	if c.beacon != nil {
		err = c.beacon.Stop()
		c.beacon = nil
	}
	if c.stack != nil {
		err = errors.Join(err, c.stack.Close())
		c.stack = nil
	}
	return err
}
