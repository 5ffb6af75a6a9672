package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"go-acn/acn"
	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/networks"
	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/chain/send"
	"go-acn/agentrt/chain/signing"
)

// dealFlags say as whom and how to send transactions.
type dealFlags struct {
	chainFlags
	key                  []string
	passphrase           string
	signer, from         string
	yes, dryRun, replace bool
	depth                uint64
	wait, confirm        time.Duration
	maxFee               string
}

func (f *dealFlags) add(flags *pflag.FlagSet) {
	f.chainFlags.add(flags)
	flags.StringSliceVar(&f.key, "key", nil, "key file of the account that sends")
	flags.StringVar(&f.passphrase, "passphrase-file", "", "file with the passphrase in its first line [ACN_PASSPHRASE_FILE]")
	flags.StringVar(&f.signer, "signer", "", "instead of --key: URL or socket of an external signer that speaks the protocol of Clef")
	flags.StringVar(&f.from, "from", "", "account: of several of a signer, or with --dry-run one whose key is elsewhere")
	flags.BoolVarP(&f.yes, "yes", "y", false, "send without asking")
	flags.BoolVar(&f.dryRun, "dry-run", false, "only simulate")
	flags.BoolVar(&f.replace, "replace", false, "outbid a transaction of the account that is on its way")
	flags.Uint64Var(&f.depth, "depth", 0, "blocks to wait for, instead of what is usual on the chain")
	flags.DurationVar(&f.wait, "wait", 10*time.Minute, "how long to wait for a transaction")
	flags.DurationVar(&f.confirm, "confirm", 5*time.Minute, "how long people may take to confirm at an external signer")
	flags.StringVar(&f.maxFee, "max-fee", "", "the most to pay for gas, in gwei, instead of what is usual on the chain")
}

// deal is what a command does on a chain, as one account.
type deal struct {
	c       *console
	flags   *dealFlags
	network networks.Network
	node    *networks.Connection
	reader  *registries.Reader
	signer  signing.Signer
	sender  *send.Sender
	answers *bufio.Reader // of whoever is at the terminal
	done    []performed
	since   uint64 // block of what was sent last
	next    string // function that a dry run did not come to
}

// mixedCase is an address that is printed as other tools and commands want it,
// with its checksum in the capitals, in JSON as well.
type mixedCase = common.AddressEIP55

// performed is a transaction, or what one would be. Amounts are there for people
// and, in the smallest units, for programs.
type performed struct {
	What     string       `json:"what"`
	Account  mixedCase    `json:"account"`
	Contract mixedCase    `json:"contract"`
	Function string       `json:"function"`
	Value    string       `json:"value"`
	Wei      string       `json:"value_units"`
	GasLimit uint64       `json:"gas_limit"`
	MaxCost  string       `json:"highest_cost"`
	MaxWei   string       `json:"highest_cost_units"`
	Tx       *common.Hash `json:"transaction,omitempty"`
	Block    uint64       `json:"block,omitempty"`
	Gas      uint64       `json:"gas_used,omitempty"`
	Fee      string       `json:"fee,omitempty"`
	FeeWei   string       `json:"fee_units,omitempty"`
}

// errDryRun ends a command that was only to simulate.
var errDryRun = errors.New("nothing was sent")

// dealing runs a command that needs a chain and, unless it only reads, an
// account.
func (c *console) dealing(ctx context.Context, f *dealFlags, reads bool, run func(context.Context, *deal) error) error {
	network, err := c.network(&f.chainFlags)
	if err != nil {
		return err
	}
	if network, err = f.adjusted(network); err != nil {
		return err
	}
	if f.wait < 0 || f.confirm < 0 {
		return wrongUse("write a duration such as 10m", "--wait and --confirm cannot be negative")
	}
	d := &deal{c: c, flags: f, network: network, answers: bufio.NewReader(c.in)}
	if !reads {
		if !f.yes && !f.dryRun && !term.IsTerminal(c.terminal) {
			return wrongUse("add --yes to send, or --dry-run to only simulate", "there is nobody to ask: standard input is no terminal")
		}
		close, err := d.openSigner(ctx)
		if err != nil {
			return err
		}
		defer close()
	}
	if err := d.connect(); err != nil {
		return err
	}
	defer d.node.Close()
	err = run(ctx, d)
	if errors.Is(err, errDryRun) {
		err = d.outcome(map[string]any{}, "")
	}
	return d.explain(d.told(err))
}

// adjusted is the chain with what the flags say instead.
func (f *dealFlags) adjusted(n networks.Network) (networks.Network, error) {
	if f.depth > 0 {
		n.Depth = f.depth
	}
	if f.maxFee == "" {
		return n, nil
	}
	most, err := evm.ParseAmount(f.maxFee, 9)
	if err != nil {
		return n, wrongUse("write it in gwei, such as 2.5", "--max-fee: %w", err)
	}
	n.Fees.MaxFee, n.Fees.Fallback = most, evm.Price{}
	if n.Fees.MinTip.Cmp(most) > 0 {
		n.Fees.MinTip = most
	}
	return n, nil
}

// connect prepares to talk to the chain; nothing is asked yet.
func (d *deal) connect() error {
	node, err := d.network.Connect(evm.PoolConfig{})
	if err != nil {
		return err
	}
	d.node = node
	if d.reader, err = newReader(d.network, node); err != nil {
		node.Close()
		return err
	}
	if d.signer == nil {
		return nil
	}
	d.sender, err = send.New(send.Config{
		ChainID: d.network.ID, Depth: d.network.Depth, Poll: d.poll(), FeeRules: d.network.Fees, Replace: d.flags.replace,
		Explain: func(data []byte) string { return registries.ParseRevert(data).Error() },
	}, node, d.signer)
	if err != nil {
		node.Close()
		return err
	}
	return nil
}

// developmentChain is the id of chains that make a block for each transaction.
const developmentChain = 31337

// poll is how often to look for a block.
func (d *deal) poll() time.Duration {
	if d.network.ID == developmentChain {
		return 20 * time.Millisecond
	}
	return 2 * time.Second
}

// openSigner opens the account that sends.
func (d *deal) openSigner(ctx context.Context) (close func(), err error) {
	f := d.flags
	account := common.Address{}
	if f.from != "" {
		if account, err = parseAccount("--from", f.from); err != nil {
			return nil, err
		}
	}
	switch {
	case f.signer != "" && len(f.key) > 0:
		return nil, wrongUse("give one of the two", "--key and --signer exclude each other")
	case f.signer != "":
		clef, err := signing.DialClef(ctx, signing.ClefConfig{URL: f.signer, Account: account, Timeout: f.confirm})
		if err != nil {
			return nil, fail(err, "is it running, and does it allow that? with several accounts, name one with --from")
		}
		d.signer = clef
		return clef.Close, nil
	case len(f.key) > 1:
		return nil, wrongUse("give one --key", "one account sends, and there are %d keys", len(f.key))
	case len(f.key) == 1:
		local, err := d.openAccount(ctx, f.key[0])
		if err != nil {
			return nil, err
		}
		if account != (common.Address{}) && account != local.Address() {
			return nil, wrongUse("leave --from away, or give its key", "--from is %v, and the key is of %v", account, local.Address())
		}
		d.signer = local
		return func() {}, nil
	case f.dryRun && f.from != "":
		d.signer = signing.Watcher(account)
		return func() {}, nil
	}
	return nil, wrongUse("add --key FILE, or --signer URL; with --dry-run, --from ADDRESS is enough", "say which account sends")
}

// openAccount opens a key file as an account of an EVM chain, which may ask for
// a passphrase.
func (d *deal) openAccount(ctx context.Context, path string) (*signing.Local, error) {
	wallet, err := d.c.wallet(ctx, path, &keyFlags{ledger: string(acn.Ethereum), passphrase: d.flags.passphrase})
	if err != nil {
		return nil, err
	}
	return signing.NewLocal(wallet)
}

// perform explains a call, asks, sends it and waits. On a dry run it returns
// errDryRun once it is explained.
func (d *deal) perform(ctx context.Context, function string, call registries.Call) (send.Receipt, error) {
	if err := call.By(d.signer.Address()); err != nil {
		return send.Receipt{}, err
	}
	plan, err := d.sender.Prepare(ctx, send.Call{To: call.To, Value: call.Value, Data: call.Data})
	if errors.Is(err, send.ErrPoor) {
		unit := evm.Ether(d.network.Currency)
		return send.Receipt{}, d.advise(fmt.Errorf("%v has %s, and this takes up to %s: %w", plan.From, unit.Amount(plan.Balance), unit.Amount(plan.Total()), err),
			"send the account some "+d.network.Currency+" first, or lower --max-fee")
	}
	if reverted := new(send.RevertError); errors.As(err, &reverted) && len(reverted.Data) == 0 && call.Doubt != "" {
		return send.Receipt{}, d.advise(err, call.Doubt)
	}
	if err != nil {
		return send.Receipt{}, err
	}
	d.show(ctx, function, call, plan)
	if d.flags.dryRun {
		return send.Receipt{}, errDryRun
	}
	if err := d.ask(ctx, "Send it?"); err != nil {
		return send.Receipt{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, d.flags.wait)
	defer cancel()
	receipt, err := d.sender.Send(ctx, plan)
	last := &d.done[len(d.done)-1]
	if err != nil {
		last.Tx = sentBefore(err)
		return receipt, err
	}
	d.since = receipt.Block
	last.Tx, last.Block, last.Gas = &receipt.Tx, receipt.Block, receipt.Gas
	last.Fee, last.FeeWei = evm.Ether(d.network.Currency).Amount(receipt.Fee), receipt.Fee.String()
	fmt.Fprintf(d.c.err, "done in block %d, transaction %v, for %s\n", receipt.Block, receipt.Tx, last.Fee)
	return receipt, nil
}

// sentBefore is the transaction that an error of sending is about, if there is
// one.
func sentBefore(err error) *common.Hash {
	var reverted *send.RevertError
	var used *send.UsedError
	var outstanding *send.OutstandingError
	switch {
	case errors.As(err, &outstanding):
		return &outstanding.Tx
	case errors.As(err, &used):
		return &used.Tx
	case errors.As(err, &reverted) && reverted.Tx != (common.Hash{}):
		return &reverted.Tx
	}
	return nil
}

// told prints as JSON what a command sent before it failed, for scripts that
// have to go on from there.
func (d *deal) told(err error) error {
	if err == nil || !d.flags.json || !slices.ContainsFunc(d.done, func(one performed) bool { return one.Tx != nil }) {
		return err
	}
	fields := map[string]any{"chain": d.network.Name, "transactions": d.done, "error": oneLine(err.Error())}
	if failed := d.c.emit(true, fields, nil); failed != nil {
		return errors.Join(err, failed)
	}
	return err
}

// outcome prints what came of a command: for people one line, as JSON
// everything.
func (d *deal) outcome(fields map[string]any, line string) error {
	fields["chain"] = d.network.Name
	fields["transactions"] = d.done
	if d.flags.dryRun {
		fields["dry_run"] = true
		line = "simulated: nothing was sent"
		if len(d.done) == 0 {
			line = "nothing was signed or sent"
		}
	}
	if d.next != "" {
		fields["next"] = d.next
		line += "; " + d.next + " comes next, and can be simulated when that has been sent"
	}
	if d.flags.json {
		return d.c.emit(true, fields, nil)
	}
	_, err := fmt.Fprintln(d.c.out, line)
	return err
}
