package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
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
	copies   int
	lease    time.Duration
}

func (p *pushing) add(flags *pflag.FlagSet) {
	p.keyFlags.add(flags)
	flags.StringVar(&p.registry, "registry", "", "URL of the registry")
	flags.StringVar(&p.key, "key", "", "key file of the publisher's wallet")
}

// open finds the registry and the wallet.
func (p *pushing) open(ctx context.Context, c *console) (*registry.Client, *acn.Wallet, error) {
	client, err := p.client()
	if err != nil {
		return nil, nil, err
	}
	if p.key == "" {
		return nil, nil, wrongUse("add --key FILE; acn key new wallet makes one", "say whose packages they are")
	}
	wallet, err := c.wallet(ctx, p.key, &p.keyFlags)
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
	client.Copies = p.copies
	return client, nil
}

// pushed is one package that the registry has taken.
type pushed struct {
	Name     string    `json:"name"`
	Hash     pkg.Hash  `json:"hash"`
	Size     int64     `json:"size"`
	Sent     int64     `json:"sent"` // bytes the registry did not have
	Until    time.Time `json:"until"`
	Copies   int       `json:"copies"` // registries that have it
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
from being pushed. The registry answers when another one has the package too, or
none has it after a while; --copies tells how many have to.`,
		Example: "  acn package push packages/acme/skills/oracle --registry https://registry.example --key alice.json\n  acn package push --all . --registry http://127.0.0.1:9700 --key alice.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if (len(args) == 0) == (p.all == "") {
				return wrongUse("usage: "+cmd.UseLine()+", or --all TREE", "say which packages to push")
			}
			if err := checkLease(p.lease); err != nil {
				return err
			}
			if p.copies < 0 || p.copies > registry.MaxCopies {
				return wrongUse("for example 2", "--copies: %d is not between 0 and %d", p.copies, registry.MaxCopies)
			}
			client, wallet, err := p.open(cmd.Context(), c)
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
					fmt.Fprintf(w, "%s %s  %s sent, kept until %s, copies: %d\n", one.Hash, one.Name, screen.Bytes(one.Sent), one.Until.Format(time.DateOnly), one.Copies)
				}
				c.warnAlone(done)
			}))
		},
	}
	p.add(cmd.Flags())
	cmd.Flags().StringVar(&p.all, "all", "", "tree of packages to push all of")
	cmd.Flags().BoolVar(&p.metadata, "metadata", false, "also push what describes each package on a chain")
	cmd.Flags().IntVar(&p.copies, "copies", 0, "how many registries have to have each before it counts as pushed")
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
			if one.Copies < p.copies {
				problems = append(problems, fail(fmt.Errorf("%s: %d of %d registries have it", dir, one.Copies, p.copies),
					"it is pushed, and copied when others are there; acn registry status "+p.registry+" tells about them"))
			}
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
	accepted, err := client.Push(ctx, root.FS(), name, wish, func(sent, all int64) {
		one.Sent = sent
		progress.Show(name, float64(sent)/float64(all), screen.Bytes(sent))
	})
	one.Copies = accepted.Copies
	if err != nil || !p.metadata {
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
	accepted, err := client.PushMetadata(ctx, []byte(d.Metadata), wish)
	one.Copies = min(one.Copies, accepted.Copies)
	return err
}

// warnAlone says that a disk that breaks now takes packages with it.
func (c *console) warnAlone(done []pushed) {
	alone := 0
	for _, one := range done {
		if one.Copies < 2 {
			alone++
		}
	}
	if alone > 0 {
		fmt.Fprintf(c.err, "warning: only this registry has %d of %d packages so far\n", alone, len(done))
	}
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
	if errors.Is(err, context.Canceled) {
		err = errInterrupted
	}
	if !errors.As(err, &refusal) {
		return fail(fmt.Errorf("%s: %w", what, err), elsewhere(err))
	}
	hints := map[registry.Code]string{
		registry.CodeClosed:   "ask the registry's operator to admit this wallet",
		registry.CodeBytes:    "acn package unpin makes room; acn package pins shows what there is",
		registry.CodePackages: "acn package unpin makes room; acn package pins shows what there is",
		registry.CodeGate:     "acn package check and acn package lock find and mend most of it; what a package needs has to be pushed first",
		registry.CodeFull:     "ask the registry's operator to make room, or push to another one",
		registry.CodeDiskFull: "ask the registry's operator to make room, or push to another one",
		registry.CodeReadOnly: "ask the registry's operator to look after its disk, or push to another one",
		registry.CodeTimeout:  "try again; what was sent need not be sent again",
		registry.CodeEarly:    "set this machine's clock",
		registry.CodeBusy:     "try again in a moment; what was sent need not be sent again",
		registry.CodeMissing:  "try again; what was sent need not be sent again",
	}
	return fail(fmt.Errorf("%s: refused: %w", what, err), hints[refusal.Code])
}

// errInterrupted is what a request was broken off by that the user broke off.
var errInterrupted = errors.New("interrupted")

// elsewhere says what to do about an error that is no refusal.
func elsewhere(err error) string {
	var advised interface{ Hint() string }
	if errors.As(err, &advised) {
		return advised.Hint()
	}
	switch {
	case errors.As(err, new(unfit)):
		return "a package is a folder with one configuration file, and nothing that packages may not hold"
	case errors.Is(err, errInterrupted):
		return "the same command goes on where it was"
	}
	return "is the registry up?"
}
