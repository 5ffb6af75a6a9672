package node

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strconv"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/dht"
	"go-acn/envelope"
	"go-acn/relay"
)

// Config is one node. Identity is required, everything else has a default.
type Config struct {
	// Identity is the node's key.
	Identity *acn.Identity

	// DataDir keeps the datastore, known peers and relay clients. Empty: in
	// memory only.
	DataDir string
	// RelayClientFile keeps registered relay clients in the format of the
	// existing network. Empty: relay_clients in DataDir, or nowhere.
	RelayClientFile string

	// Listen is host:port for TCP and QUIC. Default 0.0.0.0:9000; port 0
	// picks one. Ignored in relayed mode.
	Listen string
	// Public is the host:port advertised to others. Empty: what libp2p finds
	// out by itself.
	Public string
	// Relayed nodes do not listen; they are reached through an entry peer.
	Relayed bool
	// Visitor nodes do not listen either, nor can they be reached: they look
	// something up, or fetch it, and go.
	Visitor bool
	// NoQUIC leaves TCP only.
	NoQUIC bool
	// NATPortMap asks the router by UPnP or NAT-PMP for a port.
	NATPortMap bool
	// PublicNetwork keeps private addresses out of the DHT and spreads its
	// neighbours over networks. Leave it off on a laboratory network.
	PublicNetwork bool

	// EntryPeers are multiaddrs ending in /p2p/ID; required when Relayed.
	EntryPeers []string
	entries    []peer.AddrInfo // the same, by peer; set by withDefaults

	// DelegateListen, MailboxListen and AdminListen are host:port; empty
	// turns the service off.
	DelegateListen string
	MailboxListen  string
	AdminListen    string
	// Profiling serves /debug/pprof on the admin port.
	Profiling bool

	// Agent is the agent this node runs beside, if any.
	Agent *AgentConfig

	// MaxConnections bounds libp2p connections, in and out. Default 4,096.
	MaxConnections int
	// RegistrationDelay is slept before a relay client's registration is
	// read; for tests of clients. Default 0, limit 1 min.
	RegistrationDelay time.Duration
	// DetachGrace is how long an agent may be away before its record is
	// withdrawn. Default 1 min.
	DetachGrace time.Duration

	Delegate delegate.ServerConfig
	Mailbox  delegate.MailboxConfig
	Outbox   envelope.OutboxConfig
	DHT      dht.Config
	Relay    relay.Config

	// Logger defaults to one that discards.
	Logger *slog.Logger
	// Markers, if set, gets the list of multiaddrs between the two marker
	// lines that open-aea reads from the log, before the agent is dialled.
	Markers io.Writer
	// Ready, if set, is called once when all services listen.
	Ready func(Info)
}

// AgentConfig is the agent that listens on a loopback socket for its node.
type AgentConfig struct {
	// Socket is the agent's host:port.
	Socket string
	// Record lets this node represent the agent.
	Record *acn.Record
}

// Info is what a started node can be reached at. Empty addresses are services
// that are off.
type Info struct {
	NodeKey  acn.NodeKey
	PeerID   peer.ID
	Addrs    []multiaddr.Multiaddr // with /p2p/ID
	Delegate string
	Mailbox  string
	Admin    string
}

// Ports of a node nobody configured.
const (
	DefaultListen = "0.0.0.0:9000"
	defaultConns  = 4096
	defaultGrace  = time.Minute
)

// withDefaults fills in zero values and reports everything that is wrong.
func (c Config) withDefaults() (Config, error) {
	var errs []error
	if c.Identity == nil {
		errs = append(errs, errors.New("no node key given (make one with `acn key new`)"))
	}
	if c.Listen == "" {
		c.Listen = DefaultListen
	}
	errs = append(errs, checkHostPort("listen address", c.Listen), checkHostPort("public address", c.Public),
		checkHostPort("delegate address", c.DelegateListen), checkHostPort("mailbox address", c.MailboxListen),
		checkHostPort("admin address", c.AdminListen))
	var err error
	if c.entries, err = entryPeers(c.EntryPeers); err != nil {
		errs = append(errs, err)
	}
	if c.Relayed && len(c.EntryPeers) == 0 {
		errs = append(errs, errors.New("a relayed node needs at least one entry peer"))
	}
	if c.Relayed && (c.DelegateListen != "" || c.MailboxListen != "") {
		errs = append(errs, errors.New("a relayed node serves no delegate or mailbox clients: give it a public address, or turn them off"))
	}
	if c.Visitor && (c.Relayed || c.Agent != nil || c.DelegateListen != "" || c.MailboxListen != "") {
		errs = append(errs, errors.New("a visitor has no agents"))
	}
	if c.Agent != nil {
		errs = append(errs, c.checkAgent())
	}
	if c.RegistrationDelay < 0 || c.RegistrationDelay > time.Minute {
		errs = append(errs, fmt.Errorf("registration delay %s is not between 0 and 1m", c.RegistrationDelay))
	}
	if c.MaxConnections <= 0 {
		c.MaxConnections = defaultConns
	}
	if c.DetachGrace <= 0 {
		c.DetachGrace = defaultGrace
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, errors.Join(errs...)
}

func (c Config) checkAgent() error {
	if c.Agent.Record == nil {
		return errors.New("the agent has no record (proof of representation)")
	}
	if c.Identity != nil && c.Agent.Record.Node != c.Identity.NodeKey() {
		return acn.Fail(acn.StatusWrongPublicKey, "the agent's record names node %s, this node is %s", c.Agent.Record.Node, c.Identity.NodeKey())
	}
	return checkHostPort("agent socket", c.Agent.Socket)
}

// checkHostPort accepts an empty address: the caller knows what it means.
func checkHostPort(what, address string) error {
	if address == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%s %q is not host:port", what, address)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%s %q: port is not a number from 0 to 65535", what, address)
	}
	return nil
}

// entryPeers groups multiaddrs by peer.
func entryPeers(texts []string) ([]peer.AddrInfo, error) {
	var addrs []multiaddr.Multiaddr
	var errs []error
	for _, text := range texts {
		info, err := peer.AddrInfoFromString(text)
		if err != nil || len(info.Addrs) == 0 {
			errs = append(errs, fmt.Errorf("entry peer %q is not a multiaddr like /dns4/HOST/tcp/PORT/p2p/ID", text))
			continue
		}
		full, err := peer.AddrInfoToP2pAddrs(info)
		if err != nil {
			errs = append(errs, fmt.Errorf("entry peer %q: %w", text, err))
			continue
		}
		addrs = append(addrs, full...)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return peer.AddrInfosFromP2pAddrs(addrs...)
}
