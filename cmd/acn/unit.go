package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"go-acn/agentrt/chain/networks"
	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/pkg"
)

func (c *console) unitCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "unit",
		Short: "Register components and agents as NFTs, and show them",
		Long: `A unit is a package as an NFT: a component, or an agent that needs components. The
registries of units are on ethereum, and on local chains.

Every command that sends something shows what, simulates it, and asks; --yes
sends without asking, --dry-run only simulates.`,
	}, c.unitMintCommand(), c.unitUpdateCommand(), c.unitTransferCommand(), c.unitShowCommand())
}

// unitKind says which kind of unit; a package says it itself.
func unitKind(text string, of *pkg.ID) (registries.Kind, error) {
	said := map[string]registries.Kind{"component": registries.Component, "agent": registries.Agent}
	kind, known := said[text]
	switch {
	case text != "" && !known:
		return 0, wrongUse("write --type component or --type agent", "--type: there is no unit of the type %.40q", text)
	case of == nil && !known:
		return 0, wrongUse("add --type component or --type agent", "say what the unit is")
	case of == nil:
		return kind, nil
	}
	packaged := registries.Component
	if of.Kind == pkg.Agent {
		packaged = registries.Agent
	}
	if of.Kind == pkg.Service {
		return 0, wrongUse("acn service create makes services", "%s is a service, not a unit", of)
	}
	if known && kind != packaged {
		return 0, wrongUse("leave --type away", "%s is no %s", of, kind)
	}
	return packaged, nil
}

func parseUnitID(text string) (registries.ID, error) {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || n == 0 {
		return 0, wrongUse("it is a number from 1 on", "%.40q is no number of a unit", text)
	}
	return registries.ID(n), nil
}

func (c *console) unitMintCommand() *cobra.Command {
	var f dealFlags
	var m metadataFlags
	var hash, kindText, owner string
	var needs []string
	var unchecked, again bool
	cmd := &cobra.Command{
		Use:   "mint [DIR]",
		Short: "Register a package as a component or an agent",
		Long: `Registers the package in DIR, or metadata by --hash. Of a package whose tree of
packages is there, the units of its dependencies are found by their metadata;
those that --deps names have to be exactly these. --unchecked mints without.`,
		Example: `  acn unit mint packages/valory/protocols/abci --chain ethereum --key owner.json
  acn unit mint --hash bafybei... --type agent --deps 1,2 --chain ethereum --key owner.json`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.dealing(cmd.Context(), &f, false, func(ctx context.Context, d *deal) error {
				metadata, found, err := m.hash(hash, args, "")
				if err != nil {
					return err
				}
				kind, err := unitKind(kindText, found.id())
				if err != nil {
					return err
				}
				holder := d.signer.Address()
				if owner != "" {
					if holder, err = parseAccount("--owner", owner); err != nil {
						return err
					}
				}
				view, writer, err := d.view(ctx)
				if err != nil {
					return err
				}
				ids, err := d.needs(ctx, view, found, needs, cmd.Flags().Changed("deps"), unchecked)
				if err != nil {
					return err
				}
				if err := d.newUnit(ctx, view, kind, holder, metadata, again); err != nil {
					return err
				}
				components, err := view.Count(ctx, registries.Component)
				if err != nil {
					return err
				}
				call, err := writer.MintUnit(kind, holder, metadata, ids, components)
				if err != nil {
					return err
				}
				receipt, err := d.perform(ctx, "create", call)
				if err != nil {
					return err
				}
				return d.minted(kind, holder, receipt.Tx, func(registry common.Address) (registries.ID, bool) { return registries.Minted(receipt.Logs, registry) })
			})
		},
	}
	f.add(cmd.Flags())
	m.add(cmd.Flags())
	flags := cmd.Flags()
	flags.StringVar(&hash, "hash", "", "instead of DIR: CID of the metadata, or its digest as 0x and 64 hex digits")
	flags.StringVar(&kindText, "type", "", "component or agent; a package says it itself")
	flags.StringSliceVar(&needs, "deps", nil, "numbers of the components it needs, with commas")
	flags.StringVar(&owner, "owner", "", "who gets the unit; default the account that sends")
	flags.BoolVar(&again, "again", false, "mint another one with the metadata of one of the owner's newest units")
	flags.BoolVar(&unchecked, "unchecked", false, "do not compare the dependencies of the package with units")
	return cmd
}

// newUnit refuses to make what is there already: a command that was interrupted
// may have got through.
func (d *deal) newUnit(ctx context.Context, view *registries.View, kind registries.Kind, owner common.Address, metadata pkg.Hash, again bool) error {
	if again {
		return nil
	}
	last, err := view.Count(ctx, kind)
	if err != nil {
		return err
	}
	for id := last; id > 0 && last-id < recent; id-- {
		unit, err := view.Unit(ctx, kind, id)
		if err != nil {
			return err
		}
		if unit.Owner == owner && unit.Newest() == metadata {
			return alreadyThere(unit.String(), owner)
		}
	}
	return nil
}

// minted tells which unit a transaction made.
func (d *deal) minted(kind registries.Kind, owner common.Address, tx common.Hash, find func(common.Address) (registries.ID, bool)) error {
	registry := networks.ComponentRegistry
	if kind == registries.Agent {
		registry = networks.AgentRegistry
	}
	id, found := find(d.network.Contracts[registry])
	if !found {
		return fmt.Errorf("transaction %v made no %s", tx, kind)
	}
	return d.outcome(map[string]any{"type": kind.String(), "unit": id, "owner": mixedCase(owner)}, fmt.Sprintf("%s %d", kind, id))
}

func (c *console) unitUpdateCommand() *cobra.Command {
	var f dealFlags
	var m metadataFlags
	var hash, kindText string
	cmd := &cobra.Command{
		Use:     "update ID [DIR]",
		Short:   "Give a unit the metadata of a new version",
		Example: "  acn unit update 7 packages/valory/protocols/abci --chain ethereum --key owner.json",
		Args:    idAndAtMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseUnitID(args[0])
			if err != nil {
				return err
			}
			return c.dealing(cmd.Context(), &f, false, func(ctx context.Context, d *deal) error {
				metadata, found, err := m.hash(hash, args[1:], "")
				if err != nil {
					return err
				}
				kind, err := unitKind(kindText, found.id())
				if err != nil {
					return err
				}
				view, writer, err := d.view(ctx)
				if err != nil {
					return err
				}
				unit, err := view.Unit(ctx, kind, id)
				if err != nil {
					return err
				}
				call, err := writer.UpdateUnit(unit, metadata)
				if err != nil {
					return err
				}
				if _, err := d.perform(ctx, "updateHash", call); err != nil {
					return err
				}
				return d.outcome(map[string]any{"type": kind.String(), "unit": id, "metadata": metadata}, fmt.Sprintf("%s has the metadata %s", unit, metadata))
			})
		},
	}
	f.add(cmd.Flags())
	m.add(cmd.Flags())
	cmd.Flags().StringVar(&hash, "hash", "", "instead of DIR: CID of the metadata, or its digest as 0x and 64 hex digits")
	cmd.Flags().StringVar(&kindText, "type", "", "component or agent; a package says it itself")
	return cmd
}

// unitShown is a unit as it is printed.
type unitShown struct {
	Chain      string          `json:"chain"`
	Type       string          `json:"type"`
	ID         registries.ID   `json:"unit"`
	Owner      mixedCase       `json:"owner"`
	Metadata   pkg.Hash        `json:"metadata"`
	History    []pkg.Hash      `json:"earlier_metadata,omitempty"`
	Needs      []registries.ID `json:"needs"`
	Components []registries.ID `json:"components"`
	packageShown
}

func (c *console) unitShowCommand() *cobra.Command {
	var f chainFlags
	var s sourceFlags
	var kindText string
	cmd := &cobra.Command{
		Use:   "show ID --type component|agent",
		Short: "Show a unit: its owner, metadata and what it needs",
		Long: `Shows a unit as of the newest block. With --packages, a tree of packages that has
its own, or with --gateway, --node or --entry, from which metadata and packages
are fetched and verified, it names the package, and compares it and what it
depends on with the units on the chain; a difference ends the command with 1.`,
		Example: `  acn unit show 7 --type component --chain ethereum
  acn unit show 7 --type agent --chain ethereum --entry /dns4/acn.example.org/tcp/9000/p2p/16Uiu2HAm...`,
		Args: wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseUnitID(args[0])
			if err != nil {
				return err
			}
			kind, err := unitKind(kindText, nil)
			if err != nil {
				return err
			}
			return c.dealing(cmd.Context(), &dealFlags{chainFlags: f}, true, func(ctx context.Context, d *deal) error {
				unit, err := registries.Read(ctx, d.reader, func(ctx context.Context, v *registries.View) (registries.Unit, error) {
					return v.Unit(ctx, kind, id)
				})
				if err != nil {
					return err
				}
				shown := unitShown{Chain: d.network.Name, Type: kind.String(), ID: id, Owner: mixedCase(unit.Owner), Metadata: unit.Newest(),
					Needs: slices.Clip(append([]registries.ID{}, unit.Needs...)), Components: append([]registries.ID{}, unit.Components...)}
				if len(unit.Updates) > 0 {
					shown.History = append([]pkg.Hash{unit.Hash}, unit.Updates[:len(unit.Updates)-1]...)
				}
				shown.packageShown, err = d.explore(ctx, &s, unit.String(), shown.Metadata, func(ctx context.Context, files registries.Files, tree *pkg.Node) ([]registries.Difference, error) {
					return d.reader.AgreeUnit(ctx, files, unit, tree)
				})
				if err != nil {
					return err
				}
				if err := c.emit(f.json, shown, shown.print); err != nil {
					return err
				}
				return shown.verdict(unit.String())
			})
		},
	}
	f.add(cmd.Flags())
	s.add(cmd.Flags())
	cmd.Flags().StringVar(&kindText, "type", "", "component or agent")
	return cmd
}

func (u unitShown) print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := rows(table)
	row(u.Type, "%d on %s", u.ID, u.Chain)
	row("owner", "%v", u.Owner)
	row("metadata", "%s", u.Metadata)
	for _, h := range slices.Backward(u.History) {
		row("  before", "%s", h)
	}
	u.printPackage(row)
	row("needs", "%s", numbers(u.Needs))
	row("components", "%s", numbers(u.Components))
	u.printUnits(row)
	table.Flush()
}

func numbers(ids []registries.ID) string {
	if len(ids) == 0 {
		return "none"
	}
	var all []string
	for _, id := range ids {
		all = append(all, strconv.FormatUint(uint64(id), 10))
	}
	return strings.Join(all, ", ")
}
