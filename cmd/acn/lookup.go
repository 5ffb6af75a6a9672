package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"go-acn/acn"
	"go-acn/internal/node/seeker"
)

// location is where an agent is reached.
type location struct {
	Address    acn.Address `json:"address"`
	Ledger     acn.Ledger  `json:"ledger_id"`
	Node       acn.NodeKey `json:"node_public_key"`
	PeerID     string      `json:"peer_id"`
	Addrs      []string    `json:"addrs"`
	Relays     []string    `json:"relays,omitempty"`
	Source     string      `json:"source"`
	Issued     *time.Time  `json:"issued,omitempty"`
	Expires    *time.Time  `json:"expires,omitempty"`
	AgeSeconds *float64    `json:"age_seconds,omitempty"`
	Epoch      uint64      `json:"epoch"`
}

func newLocation(found seeker.Found, now time.Time) location {
	l := location{
		Address: found.Address, Ledger: found.Record.Ledger, Node: found.Record.Node, PeerID: found.PeerID,
		Addrs: found.Addrs, Relays: found.Relays, Source: found.Source, Epoch: found.Record.Epoch(),
	}
	if !found.Expires.IsZero() {
		age := now.Sub(found.Issued).Seconds()
		l.Issued, l.Expires, l.AgeSeconds = &found.Issued, &found.Expires, &age
	}
	return l
}

func (l location) print(w io.Writer) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-12s "+format+"\n", append([]any{name}, args...)...)
	}
	line("wallet", "%s on %s", l.Address, l.Ledger)
	line("peer id", "%s", l.PeerID)
	line("public key", "%s", l.Node)
	for _, addr := range l.Addrs {
		line("address", "%s", addr)
	}
	for _, relay := range l.Relays {
		line("through", "%s", relay)
	}
	if l.Expires == nil {
		line("source", "provider record, which has no date: the node says so itself")
	} else {
		line("source", "signed record, %s old, until %s", time.Duration(*l.AgeSeconds*float64(time.Second)).Round(time.Second), l.Expires.Format(time.RFC3339))
	}
	if l.Epoch > 0 {
		line("epoch", "%d", l.Epoch)
	}
}

func (c *console) lookupCommand() *cobra.Command {
	var peers []string
	var timeout time.Duration
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "lookup ADDRESS --peer MULTIADDR",
		Short: "Find the node that represents a wallet address",
		Long: `Joins the network through a peer for a moment, and asks both directories, that of
signed records and that of existing nodes.`,
		Example: "  acn lookup 0x52908400098527886E0F7030069857D2E4169EE7 --peer /dns4/acn.example.org/tcp/9000/p2p/16Uiu2HAm...",
		Args:    wants("ADDRESS"),
		RunE: func(cmd *cobra.Command, args []string) error {
			addr, _, err := acn.ParseAddress(args[0])
			if err != nil {
				return wrongUse("an address is what acn key show prints for a wallet; upper and lower case matter", "ADDRESS: %w", err)
			}
			if len(peers) == 0 {
				return wrongUse("add --peer /dns4/HOST/tcp/PORT/p2p/ID; a node prints it when it starts", "say whom to ask")
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), timeout)
			defer cancel()
			found, err := seeker.Find(ctx, peers, addr)
			if err != nil {
				return fail(fmt.Errorf("looking up %s: %w", addr, err), lookupHint(err))
			}
			result := newLocation(found, time.Now())
			return c.emit(asJSON, result, result.print)
		},
	}
	cmd.Flags().StringArrayVar(&peers, "peer", nil, "multiaddr with /p2p/ID of a node to ask; repeat it for more")
	cmd.Flags().DurationVar(&timeout, "timeout", 20*time.Second, "give up after this long")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func lookupHint(err error) string {
	switch {
	case errors.Is(err, seeker.ErrNoNetwork):
		return "check --peer, and that the node runs"
	case errors.Is(err, seeker.ErrNotFound):
		return "the agent is not connected, or its node has not announced it yet"
	case errors.Is(err, context.DeadlineExceeded):
		return "raise --timeout"
	case strings.Contains(err.Error(), "is not a multiaddr"):
		return "a node prints its addresses when it starts"
	}
	return ""
}
