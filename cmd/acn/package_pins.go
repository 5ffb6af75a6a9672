package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
	"go-acn/internal/screen"
)

func (c *console) packagePinsCommand() *cobra.Command {
	p := &pushing{}
	var publisher string
	cmd := &cobra.Command{
		Use:     "pins --registry URL",
		Short:   "List what a registry keeps, for whom and how long",
		Long:    "Lists the pins of a registry, also those that were withdrawn or are over. With\n--publisher it lists those of one wallet, and how much of its quota is used.",
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
			if p.json || publisher == "" {
				return c.emit(p.json, pins, func(w io.Writer) { printPins(w, pins) })
			}
			account, err := client.Account(cmd.Context(), addr)
			if err != nil {
				return refused(p.registry, err)
			}
			printPins(c.out, pins)
			printAccount(c.out, account)
			return nil
		},
	}
	cmd.Flags().BoolVar(&p.json, "json", false, "print JSON")
	cmd.Flags().StringVar(&p.registry, "registry", "", "URL of the registry")
	cmd.Flags().StringVar(&publisher, "publisher", "", "only those of the wallet with this address")
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

func printAccount(w io.Writer, a registry.Account) {
	fmt.Fprintf(w, "%s of %s and %d of %d packages are used\n",
		screen.Bytes(a.Used.Bytes), screen.Bytes(a.Quota.Bytes), a.Used.Packages, a.Quota.Packages)
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
			client, wallet, err := p.open(cmd.Context(), c)
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
		if _, err := client.Pin(ctx, p); err != nil {
			return refused(h.String(), err)
		}
	}
	return nil
}
