package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"go-acn/acn"
	"go-acn/internal/keyfile"
	"go-acn/internal/node"
	"go-acn/internal/settings"
)

// gcPercent is how much garbage a node may have beside what it uses; GOGC in
// the environment goes first.
const gcPercent = 50

func (c *console) nodeCommand() *cobra.Command {
	var legacy, asJSON bool
	cmd := &cobra.Command{
		Use:   "node",
		Short: "Run a node",
		Long: `Runs a node until it is interrupted. It prints what it can be reached at when all
its services listen, and logs to standard error.

Each setting may also come from its variable, or from the file of --config; the
flag goes first, then the variable, then the file.`,
		Example: "  acn node --data-dir ./data --public acn.example.org:9000\n  acn node --entry /dns4/acn.example.org/tcp/9000/p2p/16Uiu2HAm...",
		Args:    wants(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings.Load(settings.Sources{Flags: cmd.Flags(), Legacy: legacy, Env: c.env})
			if err != nil {
				return misconfiguration(err)
			}
			ready := func(info node.Info) { c.announce(info, asJSON) }
			open := c.registryReady(asJSON)
			var markers io.Writer
			if legacy {
				ready, open, markers = nil, nil, c.out
			}
			return c.runNode(cmd.Context(), s, markers, ready, open)
		},
	}
	settings.AddFlags(cmd.Flags())
	cmd.Flags().BoolVar(&legacy, "config-from-env", false, "also read the AEA_P2P_ variables of existing nodes, and print what their tools look for")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print what the node can be reached at as JSON, in one line")
	return cmd
}

// runNode runs a node from settings until ctx ends.
func (c *console) runNode(ctx context.Context, s *settings.Settings, markers io.Writer, ready func(node.Info), open func(api, kubo string)) error {
	logger := newLogger(c.err, s)
	identity, err := c.identity(ctx, s, logger)
	if err != nil {
		return err
	}
	// A node's memory is its idle sessions: half the usual slack of the
	// collector saves a fifth of each and costs no measurable CPU.
	if c.env["GOGC"] == "" {
		debug.SetGCPercent(gcPercent)
	}
	if s.MemoryLimit > 0 {
		debug.SetMemoryLimit(s.MemoryLimit)
	}
	if err := checkFree(s); err != nil {
		return err
	}
	cfg := nodeConfig(s)
	cfg.Identity, cfg.Logger, cfg.Markers, cfg.Ready = identity, logger, markers, ready
	var deps node.Deps
	if s.Registry.On {
		registry, err := c.newRegistryNode(s, open)
		if err != nil {
			return err
		}
		deps.Services = append(deps.Services, registry)
	}
	n, err := node.New(cfg, deps)
	if err != nil {
		return misconfiguration(err)
	}
	if err := n.Run(ctx); err != nil {
		return fail(fmt.Errorf("running node: %w", err), runHint(err))
	}
	return nil
}

// checkFree refuses a port that another node has: libp2p would share it, and
// each of the two would get some of the connections.
func checkFree(s *settings.Settings) error {
	if s.Relayed {
		return nil // it listens nowhere
	}
	listener, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return fail(fmt.Errorf("running node: %w", err), runHint(err))
	}
	return listener.Close()
}

func newLogger(w io.Writer, s *settings.Settings) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.LogLevel}
	if s.LogFormat == settings.FormatJSON {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// nodeConfig is what the settings say about a node, but for its key.
func nodeConfig(s *settings.Settings) node.Config {
	cfg := node.Config{
		DataDir: s.DataDir, RelayClientFile: s.RelayClientFile,
		Listen: s.Listen, Public: s.Public, Relayed: s.Relayed, NoQUIC: !s.QUIC, NATPortMap: s.NATPortMap,
		PublicNetwork: s.Network == settings.NetworkPublic, EntryPeers: s.EntryPeers,
		DelegateListen: s.DelegateListen, MailboxListen: s.MailboxListen,
		AdminListen: s.AdminListen, Profiling: s.Profiling,
		MaxConnections: s.MaxConnections, RegistrationDelay: s.RegistrationDelay,
	}
	cfg.Delegate.MaxConnections = s.MaxSessions
	if s.AgentRecord != nil {
		cfg.Agent = &node.AgentConfig{Socket: s.AgentSocket, Record: s.AgentRecord}
	}
	return cfg
}

// nodeKeyFile is the key of a node that was not told where its key is.
const nodeKeyFile = "node.key"

// identity finds the node's key; one in the data directory is made if it is
// not there.
func (c *console) identity(ctx context.Context, s *settings.Settings, logger *slog.Logger) (*acn.Identity, error) {
	if s.Identity != nil {
		return s.Identity, nil
	}
	path := s.KeyFile
	if path == "" {
		if s.DataDir == "" {
			return nil, wrongUse("add --data-dir, --key-file or ACN_NODE_KEY", "a node needs a key, and has no place for one")
		}
		path = filepath.Join(s.DataDir, nodeKeyFile)
		if err := makeNodeKey(path, logger); err != nil {
			return nil, err
		}
	}
	passphrases := c.passphrases(ctx, s.PassphraseFile)
	passphrases.Text = s.Passphrase.Reveal()
	key, err := keyfile.Read(path, passphrases.Existing)
	if err != nil {
		return nil, err
	}
	identity, err := key.Identity()
	if err != nil {
		return nil, fail(fmt.Errorf("key file %s: %w", path, err), "make a key for the node with: acn key new node")
	}
	return identity, nil
}

func makeNodeKey(path string, logger *slog.Logger) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fail(fmt.Errorf("making data directory: %w", err), "choose another --data-dir")
	}
	identity, err := acn.NewIdentity()
	if err != nil {
		return err
	}
	if err := keyfile.Save(path, keyfile.OfNode(identity), nil, keyfile.Cost{}); err != nil {
		return err
	}
	logger.Info("made a node key", "file", path, "peer", identity.NodeKey().PeerID())
	return nil
}

// runHint is what to do about the usual reasons that keep a node from
// starting.
func runHint(err error) string {
	var op *net.OpError
	switch {
	case errors.As(err, &op) && op.Op == "listen":
		return "another program has the address, or this machine does not; every listen address can be changed or turned off"
	case errors.Is(err, syscall.EAGAIN): // of the lock on the datastore
		return "another node runs on this data directory; give each its own --data-dir"
	case errors.Is(err, fs.ErrPermission):
		return "the node must own its data directory"
	}
	return ""
}

// reach is what a node prints when it is up.
type reach struct {
	Node     acn.NodeKey `json:"node_public_key"`
	PeerID   string      `json:"peer_id"`
	Addrs    []string    `json:"addrs"`
	Delegate string      `json:"delegate,omitempty"`
	Mailbox  string      `json:"mailbox,omitempty"`
	Admin    string      `json:"admin,omitempty"`
}
