package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
	"go-acn/internal/screen"
)

// pushing is what the commands for registries were told.
type pushing struct {
	keyFlags
	registry string
	key      string
	all      string
	metadata bool
	lease    time.Duration
}

func (p *pushing) add(flags *pflag.FlagSet) {
	p.keyFlags.add(flags)
	flags.StringVar(&p.registry, "registry", "", "URL of the registry")
	flags.StringVar(&p.key, "key", "", "key file of the publisher's wallet")
}

// open finds the registry and the wallet.
func (p *pushing) open(c *console) (*registry.Client, *acn.Wallet, error) {
	client, err := p.client()
	if err != nil {
		return nil, nil, err
	}
	if p.key == "" {
		return nil, nil, wrongUse("add --key FILE; acn key new wallet makes one", "say whose packages they are")
	}
	wallet, err := c.wallet(p.key, &p.keyFlags)
	return client, wallet, err
}

func (p *pushing) client() (*registry.Client, error) {
	if p.registry == "" {
		return nil, wrongUse("add --registry URL", "say which registry")
	}
	client, err := registry.NewClient(p.registry, &http.Client{})
	if err != nil {
		return nil, wrongUse("it looks like https://registry.example", "--registry: %w", err)
	}
	return client, nil
}

// pushed is one package that the registry has taken.
type pushed struct {
	Name     string    `json:"name"`
	Hash     pkg.Hash  `json:"hash"`
	Size     int64     `json:"size"`
	Sent     int64     `json:"sent"` // bytes the registry did not have
	Until    time.Time `json:"until"`
	Metadata *pkg.Hash `json:"metadata,omitempty"`
}

func (c *console) packagePushCommand() *cobra.Command {
	p := &pushing{}
	cmd := &cobra.Command{
		Use:   "push DIR... --registry URL --key FILE",
		Short: "Have packages kept by a registry",
		Long: `Sends packages to a registry, with a wish, signed by a wallet, that they be kept.
The registry verifies each and says what is wrong with one that it refuses. What
it has already is not sent again, so a push that was interrupted goes on where
it was; pushing again renews the lease. --all pushes all packages of a tree, what
others need first; packages of third parties that are not in the tree have to be
with the registry already. A package that is refused does not keep the others
from being pushed.`,
		Example: "  acn package push packages/acme/skills/oracle --registry https://registry.example --key alice.json\n  acn package push --all . --registry http://127.0.0.1:9700 --key alice.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if (len(args) == 0) == (p.all == "") {
				return wrongUse("usage: "+cmd.UseLine()+", or --all TREE", "say which packages to push")
			}
			if err := checkLease(p.lease); err != nil {
				return err
			}
			client, wallet, err := p.open(c)
			if err != nil {
				return err
			}
			if p.all != "" {
				if args, err = treeOrder(p.all); err != nil {
					return err
				}
			}
			done, err := c.push(cmd.Context(), client, wallet, p, args)
			return errors.Join(err, c.emit(p.json, done, func(w io.Writer) {
				for _, one := range done {
					fmt.Fprintf(w, "%s %s  %s sent, kept until %s\n", one.Hash, one.Name, screen.Bytes(one.Sent), one.Until.Format(time.DateOnly))
				}
			}))
		},
	}
	p.add(cmd.Flags())
	cmd.Flags().StringVar(&p.all, "all", "", "tree of packages to push all of")
	cmd.Flags().BoolVar(&p.metadata, "metadata", false, "also push what describes each package on a chain")
	cmd.Flags().DurationVar(&p.lease, "lease", 90*24*time.Hour, "how long the registry shall keep them, up to 8784h")
	return cmd
}

// push gives what was pushed, also if something was refused. What is wrong with
// one package does not keep the others from being pushed; what is wrong with the
// registry, the publisher or the way between them does.
func (c *console) push(ctx context.Context, client *registry.Client, wallet *acn.Wallet, p *pushing, dirs []string) ([]pushed, error) {
	done := []pushed{}
	var problems []error
	for _, dir := range dirs {
		one, err := c.pushFolder(ctx, client, wallet, p, dir)
		if err == nil {
			done = append(done, one)
			continue
		}
		problems = append(problems, refused(dir, err))
		if !ofPackage(err) {
			break
		}
	}
	return done, together(problems)
}

// unfit is a package that is not even sent.
type unfit struct{ error }

func (u unfit) Unwrap() error { return u.error }

// ofPackage is whether an error is that of a package, not of all.
func ofPackage(err error) bool {
	if errors.As(err, new(unfit)) {
		return true
	}
	var refusal *registry.Refusal
	if !errors.As(err, &refusal) {
		return false
	}
	switch refusal.Code {
	case registry.CodeGate, registry.CodeContent, registry.CodeSize, registry.CodeMetadata, registry.CodeTooLarge:
		return true
	}
	return false
}

func (c *console) pushFolder(ctx context.Context, client *registry.Client, wallet *acn.Wallet, p *pushing, dir string) (pushed, error) {
	root, name, err := openPackage(dir)
	if err != nil {
		return pushed{}, unfit{err}
	}
	defer root.Close()
	content, err := pkg.Measure(root.FS(), name, pkg.Limits{}, nil)
	if err != nil {
		return pushed{}, unfit{err}
	}
	wish, err := signWish(wallet, content.Hash, content.Size, p.lease)
	if err != nil {
		return pushed{}, err
	}
	one := pushed{Name: name, Hash: content.Hash, Size: content.Size, Until: wish.Until}
	progress := screen.NewProgress(c.err)
	defer progress.Clear()
	if err := client.Push(ctx, root.FS(), name, wish, func(sent, all int64) {
		one.Sent = sent
		progress.Show(name, float64(sent)/float64(all), screen.Bytes(sent))
	}); err != nil || !p.metadata {
		return one, err
	}
	return one, pushMetadata(ctx, client, wallet, p, dir, &one)
}

func pushMetadata(ctx context.Context, client *registry.Client, wallet *acn.Wallet, p *pushing, dir string, one *pushed) error {
	image, err := pkg.ParseHash(pkg.DefaultImage)
	if err != nil {
		return err
	}
	d, err := describePackage(dir, "", image, "")
	if err != nil {
		return err
	}
	wish, err := signWish(wallet, d.Hash, int64(len(d.Metadata)), p.lease)
	if err != nil {
		return err
	}
	one.Metadata = &d.Hash
	return client.PushMetadata(ctx, []byte(d.Metadata), wish)
}

// checkLease refuses what no pin can say, before anything is read.
func checkLease(lease time.Duration) error {
	if lease <= 0 || lease > pin.MaxLease {
		return wrongUse("for example 2160h, which is 90 days", "--lease: %s is not between 0 and %s", lease, pin.MaxLease)
	}
	return nil
}

func signWish(wallet *acn.Wallet, h pkg.Hash, size int64, lease time.Duration) (*pin.Pin, error) {
	now := time.Now()
	p, err := pin.Sign(wallet, pin.Wish{Package: h, Size: size, Sequence: uint64(now.UnixNano()), Issued: now, Until: now.Add(lease)})
	if err != nil {
		return nil, fail(err, "choose another --lease")
	}
	return p, nil
}

// refused says what to do about the usual refusals.
func refused(what string, err error) error {
	var refusal *registry.Refusal
	if !errors.As(err, &refusal) {
		return fail(fmt.Errorf("%s: %w", what, err), elsewhere(err))
	}
	hints := map[registry.Code]string{
		registry.CodeClosed:   "ask the registry's operator to admit this wallet",
		registry.CodeBytes:    "acn package unpin makes room; acn package pins shows what there is",
		registry.CodePackages: "acn package unpin makes room; acn package pins shows what there is",
		registry.CodeGate:     "acn package check and acn package lock find and mend most of it; what a package needs has to be pushed first",
		registry.CodeEarly:    "set this machine's clock",
		registry.CodeBusy:     "try again in a moment; what was sent need not be sent again",
		registry.CodeMissing:  "try again; what was sent need not be sent again",
	}
	return fail(fmt.Errorf("%s: refused: %w", what, err), hints[refusal.Code])
}

// elsewhere says what to do about an error that is no refusal.
func elsewhere(err error) string {
	var advised interface{ Hint() string }
	if errors.As(err, &advised) {
		return advised.Hint()
	}
	switch {
	case errors.As(err, new(unfit)):
		return "a package is a folder with one configuration file, and nothing that packages may not hold"
	case errors.Is(err, context.Canceled):
		return "the same command goes on where it was"
	}
	return "is the registry up?"
}

func (c *console) packagePinsCommand() *cobra.Command {
	p := &pushing{}
	var publisher string
	cmd := &cobra.Command{
		Use:     "pins --registry URL",
		Short:   "List what a registry keeps, for whom and how long",
		Example: "  acn package pins --registry https://registry.example --publisher 0x8ba1...",
		Args:    wants(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := p.client()
			if err != nil {
				return err
			}
			var addr acn.Address
			if publisher != "" {
				if addr, _, err = acn.ParseAddress(publisher); err != nil {
					return wrongUse("acn key show prints addresses", "--publisher: %w", err)
				}
			}
			pins, err := client.Pins(cmd.Context(), addr)
			if err != nil {
				return refused(p.registry, err)
			}
			return c.emit(p.json, pins, func(w io.Writer) { printPins(w, pins) })
		},
	}
	cmd.Flags().BoolVar(&p.json, "json", false, "print JSON")
	cmd.Flags().StringVar(&p.registry, "registry", "", "URL of the registry")
	cmd.Flags().StringVar(&publisher, "publisher", "", "only those of this wallet")
	return cmd
}

func printPins(w io.Writer, pins []registry.PinRow) {
	if len(pins) == 0 {
		return
	}
	now := time.Now()
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "PACKAGE\tPUBLISHER\tUNTIL\tSIZE\tNAME")
	for _, row := range pins {
		until := row.Until.Format(time.DateOnly)
		switch {
		case row.Until.Equal(row.Issued):
			until = "withdrawn"
		case !now.Before(row.Until):
			until = "over"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", row.Package, row.Publisher, until, screen.Bytes(row.Size), cmp.Or(row.Name, "-"))
	}
	_ = table.Flush() // to the console, as all output
}

func (c *console) packageUnpinCommand() *cobra.Command {
	p := &pushing{}
	cmd := &cobra.Command{
		Use:     "unpin CID... --registry URL --key FILE",
		Short:   "Have a registry keep packages no longer",
		Long:    "Withdraws the wallet's own wishes. A package that others want too, or that another\npackage needs, stays.",
		Example: "  acn package unpin bafybei... --registry https://registry.example --key alice.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return wrongUse("usage: "+cmd.UseLine(), "CID is missing")
			}
			client, wallet, err := p.open(c)
			if err != nil {
				return err
			}
			var gone []pkg.Hash
			for _, text := range args {
				h, err := pkg.ParseHash(text)
				if err != nil {
					return wrongUse("acn package pins lists them", "%w", err)
				}
				gone = append(gone, h)
			}
			if err := withdraw(cmd.Context(), client, wallet, gone); err != nil {
				return err
			}
			return c.emit(p.json, gone, func(w io.Writer) {
				for _, h := range gone {
					fmt.Fprintln(w, h, "withdrawn")
				}
			})
		},
	}
	p.add(cmd.Flags())
	return cmd
}

func withdraw(ctx context.Context, client *registry.Client, wallet *acn.Wallet, packages []pkg.Hash) error {
	pins, err := client.Pins(ctx, wallet.Address())
	if err != nil {
		return refused("withdrawing", err)
	}
	for _, h := range packages {
		at := slices.IndexFunc(pins, func(row registry.PinRow) bool { return row.Package == h })
		if at < 0 {
			return fail(fmt.Errorf("%s has no pin of %s", h, wallet.Address()), "acn package pins --publisher lists them")
		}
		now := time.Now()
		p, err := pin.Sign(wallet, pin.Wish{Package: h, Size: pins[at].Size, Sequence: max(uint64(now.UnixNano()), pins[at].Sequence+1), Issued: now, Until: now})
		if err != nil {
			return err
		}
		if err := client.Pin(ctx, p); err != nil {
			return refused(h.String(), err)
		}
	}
	return nil
}
