package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
)

// textProtocol is the protocol id of what people send each other with these
// commands: the message is UTF-8 text.
const textProtocol = "acn/text:1.0.0"

// agentFlags say who the agent is and where it connects.
type agentFlags struct {
	keyFlags
	key     string
	nodes   []string
	timeout time.Duration
}

func (a *agentFlags) add(flags *pflag.FlagSet) {
	a.keyFlags.add(flags)
	flags.StringVar(&a.key, "key", "", "key file of the agent's wallet")
	flags.StringArrayVar(&a.nodes, "node", nil, "HOST:PORT@KEY of a node's delegate service and its public key; repeat it for more nodes")
	flags.DurationVar(&a.timeout, "timeout", 30*time.Second, "give up connecting, or sending, after this long")
}

// parseAgentNode reads HOST:PORT@KEY.
func parseAgentNode(text string) (delegate.Node, error) {
	const hint = "for example 127.0.0.1:11000@02ab...; a node prints it when it starts"
	address, key, ok := strings.Cut(text, "@")
	if !ok {
		return delegate.Node{}, wrongUse(hint, "--node %q is not of the form HOST:PORT@KEY", text)
	}
	host, port, err := net.SplitHostPort(address)
	if number, _ := strconv.ParseUint(port, 10, 16); err != nil || host == "" || number == 0 {
		return delegate.Node{}, wrongUse(hint, "--node %q does not name a HOST:PORT", text)
	}
	nodeKey, err := parseNode(key)
	if err != nil {
		return delegate.Node{}, err
	}
	return delegate.Node{Address: address, Key: nodeKey}, nil
}

// agent is a wallet that is connected to a node, or on its way.
type agent struct {
	client *delegate.Client
	stop   context.CancelFunc
	done   sync.WaitGroup

	registered chan struct{} // closed by the first registration

	mu   sync.Mutex
	node delegate.Node // where it is, or was
	last error         // why the last attempt failed
}

// connect starts an agent and waits until a node has accepted it.
func (c *console) connect(ctx context.Context, f *agentFlags) (*agent, error) {
	if f.key == "" {
		return nil, wrongUse("add --key FILE; acn key new wallet makes one", "say which wallet the agent has")
	}
	if len(f.nodes) == 0 {
		return nil, wrongUse("add --node HOST:PORT@KEY; a node prints it when it starts", "say which node to connect to")
	}
	var nodes []delegate.Node
	for _, text := range f.nodes {
		node, err := parseAgentNode(text)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, node)
	}
	wallet, err := c.wallet(ctx, f.key, &f.keyFlags)
	if err != nil {
		return nil, err
	}
	a := &agent{registered: make(chan struct{})}
	var once sync.Once
	cfg := delegate.ClientConfig{Connected: func(node delegate.Node) {
		a.mu.Lock()
		a.node = node
		a.mu.Unlock()
		once.Do(func() { close(a.registered) })
	}, Failed: func(_ delegate.Node, err error) {
		a.mu.Lock()
		a.last = err
		a.mu.Unlock()
	}}
	if a.client, err = delegate.NewClient(cfg, wallet, nodes); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(ctx)
	a.stop = stop
	a.done.Go(func() { _ = a.client.Run(running) }) // it ends when told to, with nil
	return a, a.wait(ctx, f.timeout)
}

// wait waits for the first registration; close is called if there is none.
func (a *agent) wait(ctx context.Context, timeout time.Duration) error {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-a.registered:
		return nil
	case <-ctx.Done():
		a.close()
		return ctx.Err()
	case <-timer.C:
	}
	a.close()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.last == nil {
		return fail(errors.New("no node answered"), "check --node, or raise --timeout")
	}
	return fail(fmt.Errorf("no node took the agent in: %w", a.last), connectHint(a.last))
}

func connectHint(err error) string {
	switch {
	case errors.Is(err, delegate.ErrWrongNode):
		return "another node runs there; compare the key after @ with what the node printed"
	case acn.StatusOf(err) == acn.StatusUnsupportedLedger:
		return "the node does not take agents of this ledger"
	case errors.Is(err, io.EOF):
		return "something else may be listening there; use the node's delegate port"
	}
	return "check that the node runs and that HOST:PORT is its delegate service"
}

func (a *agent) close() {
	a.stop()
	a.done.Wait()
}

func (a *agent) at() delegate.Node {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.node
}

// printable keeps control characters of others off the terminal.
func printable(text string) string {
	clean := strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || strconv.IsPrint(r) {
			return r
		}
		return '\ufffd'
	}, text)
	return strings.ToValidUTF8(clean, "\ufffd")
}

// sent is the outcome of acn send.
type sent struct {
	To     acn.Address `json:"to"`
	Sender acn.Address `json:"sender"`
	Node   string      `json:"node"`
	Bytes  int         `json:"bytes"`
}

func (c *console) sendCommand() *cobra.Command {
	var f agentFlags
	var protocol string
	cmd := &cobra.Command{
		Use:   "send TO MESSAGE",
		Short: "Send one message to an agent, by the address of its wallet",
		Long: `Connects an agent to a node and sends one envelope. MESSAGE may be -, then it is
read from standard input.

It ends well when the node has accepted the envelope; the node goes on trying to
deliver it for a while.`,
		Example: `  acn send --key bob.json --node 127.0.0.1:11000@02ab... 0x52908400098527886E0F7030069857D2E4169EE7 "hello"`,
		Args:    wants("TO", "MESSAGE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.send(cmd.Context(), &f, args[0], args[1], protocol)
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&protocol, "protocol", textProtocol, "protocol id of the message, author/name:version")
	return cmd
}

func (c *console) send(ctx context.Context, f *agentFlags, receiver, message, protocol string) error {
	to, _, err := acn.ParseAddress(receiver)
	if err != nil {
		return wrongUse("an address is what acn key show prints for a wallet; upper and lower case matter", "TO: %w", err)
	}
	body := []byte(message)
	if message == "-" {
		if body, err = c.readAll("-", acn.MaxEnvelope); err != nil {
			return fail(fmt.Errorf("reading message: %w", err), "send less, in several messages")
		}
	}
	a, err := c.connect(ctx, f)
	if err != nil {
		return err
	}
	defer a.close()
	e, err := envelope.New(to, a.client.Address(), envelope.Content{ProtocolID: protocol, Message: body})
	if err != nil {
		return fail(err, "send less, in several messages")
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	if err := a.client.Send(ctx, e); err != nil {
		return fail(fmt.Errorf("sending: %w", err), sendHint(err))
	}
	result := sent{To: to, Sender: a.client.Address(), Node: string(a.at().Key), Bytes: len(body)}
	return c.emit(f.json, result, func(w io.Writer) {
		fmt.Fprintf(w, "accepted by %s: %d bytes for %s\n", a.at().Address, len(body), to)
	})
}

func sendHint(err error) string {
	switch {
	case errors.Is(err, delegate.ErrTooLarge):
		return "nodes of other makes take 16 KiB at most; send it through a node of this project"
	case errors.Is(err, delegate.ErrConnectionLost), errors.Is(err, context.DeadlineExceeded):
		return "it may have been accepted or not; sending it again may send it twice"
	case acn.StatusOf(err) == acn.StatusNotReady:
		return "the node is full; try again"
	}
	return ""
}

// received is one line of acn listen.
type received struct {
	Sender   acn.Address `json:"sender"`
	To       acn.Address `json:"to"`
	Protocol string      `json:"protocol_id"`
	Message  []byte      `json:"message"` // base64
	Text     string      `json:"text,omitempty"`
	URI      string      `json:"uri,omitempty"`
}

func (c *console) listenCommand() *cobra.Command {
	var f agentFlags
	var count int
	cmd := &cobra.Command{
		Use:   "listen",
		Short: "Print what an agent receives",
		Long: `Connects an agent to a node and prints each envelope as it comes, until it is
interrupted. It reconnects, and tries the next node, by itself.`,
		Args: wants(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.listen(cmd.Context(), &f, count)
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().IntVar(&count, "count", 0, "end after this many envelopes; 0 never ends")
	return cmd
}
