package main

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"

	"go-acn/internal/node"
)

// announce prints what a node can be reached at. Nobody may be reading.
func (c *console) announce(info node.Info, asJSON bool) {
	r := reach{Node: info.NodeKey, PeerID: info.PeerID.String(), Delegate: info.Delegate, Mailbox: info.Mailbox, Admin: info.Admin}
	for _, addr := range info.Addrs {
		r.Addrs = append(r.Addrs, addr.String())
	}
	if asJSON {
		_ = json.NewEncoder(c.out).Encode(r)
		return
	}
	fmt.Fprintf(c.out, "node      %s\n", r.Node)
	fmt.Fprintf(c.out, "peer id   %s\n", r.PeerID)
	for _, addr := range r.Addrs {
		if !strings.HasPrefix(addr, "/p2p/") { // a relayed node cannot be dialled
			fmt.Fprintf(c.out, "peers     --entry %s\n", addr)
		}
	}
	if r.Delegate != "" {
		fmt.Fprintf(c.out, "agents    --node %s@%s\n", nearby(r.Delegate), r.Node)
	}
	if r.Mailbox != "" {
		fmt.Fprintf(c.out, "mailbox   https://%s\n", nearby(r.Mailbox))
	}
	if r.Admin != "" {
		fmt.Fprintf(c.out, "operator  http://%s/readyz\n", nearby(r.Admin))
	}
}

// nearby is an address as somebody on this machine would dial it.
func nearby(listening string) string {
	host, port, err := net.SplitHostPort(listening)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsUnspecified() {
		return listening
	}
	return net.JoinHostPort("127.0.0.1", port)
}
