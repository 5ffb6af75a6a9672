package node

import (
	"context"
	"fmt"
	"net"
	"strings"

	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"
	"golang.org/x/sync/errgroup"

	"go-acn/delegate"
	"go-acn/internal/admin"
)

// Marker lines around the node's addresses; open-aea looks for them.
const (
	markerStart = "MULTIADDRS_LIST_START"
	markerEnd   = "MULTIADDRS_LIST_END"
)

// serve opens the ports that agents and operators use, says that the node is
// ready, and starts serving in group.
func (p *parts) serve(ctx context.Context, group *errgroup.Group) error {
	info := Info{NodeKey: p.cfg.Identity.NodeKey(), PeerID: p.host.ID()}
	var err error
	if info.Addrs, err = peer.AddrInfoToP2pAddrs(&peer.AddrInfo{ID: p.host.ID(), Addrs: p.host.Addrs()}); err != nil {
		return fmt.Errorf("reading own addresses: %w", err)
	}
	if err := p.serveLight(ctx, group, &info); err != nil {
		return err
	}
	if p.cfg.AdminListen != "" {
		listener, err := net.Listen("tcp", p.cfg.AdminListen)
		if err != nil {
			return fmt.Errorf("opening admin port: %w", err)
		}
		info.Admin = listener.Addr().String()
		server := admin.New(p.adminConfig())
		group.Go(func() error { return server.Run(ctx, listener) })
	}
	if err := p.printMarkers(info.Addrs); err != nil {
		return err
	}
	if p.cfg.Agent != nil {
		socket, err := delegate.NewSocket(p.delegateConfig(), ownAgent{p.router}, p.cfg.Agent.Socket, p.cfg.Agent.Record)
		if err != nil {
			return err
		}
		p.directory.Announce(p.cfg.Agent.Record)
		group.Go(func() error { return socket.Run(ctx) })
	}
	p.cfg.Logger.Info("node is up", "node", info.NodeKey, "peer", info.PeerID, "addrs", info.Addrs,
		"delegate", info.Delegate, "mailbox", info.Mailbox, "admin", info.Admin)
	if p.cfg.Ready != nil {
		p.cfg.Ready(info)
	}
	return nil
}

// serveLight starts the delegate and mailbox services.
func (p *parts) serveLight(ctx context.Context, group *errgroup.Group, info *Info) error {
	if p.cfg.DelegateListen == "" && p.cfg.MailboxListen == "" {
		return nil
	}
	certificate, err := delegate.NewCertificate(p.cfg.Identity)
	if err != nil {
		return fmt.Errorf("making TLS certificate: %w", err)
	}
	if p.cfg.DelegateListen != "" {
		server, err := delegate.NewServer(p.delegateConfig(), p.router, certificate)
		if err != nil {
			return fmt.Errorf("making delegate service: %w", err)
		}
		listener, err := net.Listen("tcp", p.cfg.DelegateListen)
		if err != nil {
			return fmt.Errorf("opening delegate port: %w", err)
		}
		info.Delegate = listener.Addr().String()
		group.Go(func() error { return server.Run(ctx, listener) })
	}
	if p.cfg.MailboxListen != "" {
		server, err := delegate.NewMailbox(p.mailboxConfig(), p.router, certificate)
		if err != nil {
			return fmt.Errorf("making mailbox service: %w", err)
		}
		listener, err := net.Listen("tcp", p.cfg.MailboxListen)
		if err != nil {
			return fmt.Errorf("opening mailbox port: %w", err)
		}
		info.Mailbox = listener.Addr().String()
		group.Go(func() error { return server.Run(ctx, listener) })
	}
	return nil
}

// printMarkers writes the TCP addresses, or in relayed mode an empty line, as
// the existing network's tools read them.
func (p *parts) printMarkers(addrs []multiaddr.Multiaddr) error {
	if p.cfg.Markers == nil {
		return nil
	}
	var lines []string
	for _, addr := range addrs {
		if _, err := addr.ValueForProtocol(multiaddr.P_TCP); err == nil && !p.cfg.Relayed {
			lines = append(lines, addr.String())
		}
	}
	if len(lines) == 0 {
		lines = []string{""}
	}
	_, err := fmt.Fprintf(p.cfg.Markers, "%s\n%s\n%s\n", markerStart, strings.Join(lines, "\n"), markerEnd)
	if err != nil {
		return fmt.Errorf("printing addresses: %w", err)
	}
	return nil
}
