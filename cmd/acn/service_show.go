package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/pkg"
)

// serviceShown is a service as it is printed. Amounts are of its unit.
type serviceShown struct {
	Chain     string               `json:"chain"`
	ID        registries.ServiceID `json:"service"`
	Block     uint64               `json:"block"`
	State     string               `json:"state"`
	Owner     common.Address       `json:"owner"`
	Metadata  pkg.Hash             `json:"metadata"`
	Package   *pkg.Hash            `json:"package,omitempty"`
	Name      string               `json:"name,omitempty"`
	Threshold uint32               `json:"threshold"`
	Token     *common.Address      `json:"token,omitempty"`
	Deposit   string               `json:"deposit"`
	Slots     []slotShown          `json:"agents"`
	Operators []operatorShown      `json:"operators"`
	Multisig  *common.Address      `json:"multisig,omitempty"`      // if it is the service's now
	Last      *common.Address      `json:"last_multisig,omitempty"` // of an earlier life
	Whitelist bool                 `json:"whitelist"`               // counts
	Agrees    *bool                `json:"agrees,omitempty"`
	Different []string             `json:"differences,omitempty"`
}

type slotShown struct {
	Agent     registries.ID    `json:"agent"`
	Count     uint32           `json:"instances_wanted"`
	Bond      string           `json:"bond"`
	Instances []common.Address `json:"instances"`
}

type operatorShown struct {
	Operator  common.Address   `json:"operator"`
	Balance   string           `json:"balance"`
	Instances []common.Address `json:"instances"`
}

func (c *console) serviceShowCommand() *cobra.Command {
	var f chainFlags
	var s sourceFlags
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show a service: state, owner, operators, instances, multisig, package",
		Long: `Shows a service as of the newest block. With --packages, a tree of packages that
has the service's, or --metadata, the package is named; with --packages, too, the
units on the chain are compared with what the package depends on, and a
difference ends the command with 1.

Instances and multisig are shown while they are the service's: after a
termination the registry still names the multisig of before.`,
		Example: "  acn service show 7 --chain gnosis\n  acn service show 7 --chain ethereum --packages ./packages",
		Args:    wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseServiceID(args[0])
			if err != nil {
				return err
			}
			return c.dealing(cmd.Context(), &dealFlags{chainFlags: f}, true, func(ctx context.Context, d *deal) error {
				service, shown, err := d.look(ctx, id)
				if err != nil {
					return err
				}
				differences, err := d.compare(ctx, service, shown, &s)
				if err != nil {
					return err
				}
				if err := c.emit(f.json, shown, shown.print); err != nil || differences == 0 {
					return err
				}
				return fail(fmt.Errorf("the units of %s differ from its package in %d places", id, differences), "mint or update what is missing, or take the packages that are registered")
			})
		},
	}
	f.add(cmd.Flags())
	s.add(cmd.Flags())
	return cmd
}

// nobody is an address that no operator has.
var nobody = common.HexToAddress("0x000000000000000000000000000000000000dEaD")

// look reads a service as it is now.
func (d *deal) look(ctx context.Context, id registries.ServiceID) (registries.Service, *serviceShown, error) {
	shown := &serviceShown{Chain: d.network.Name, ID: id}
	service, err := registries.Read(ctx, d.reader, func(ctx context.Context, v *registries.View) (registries.Service, error) {
		s, err := v.Service(ctx, id)
		if err != nil {
			return s, err
		}
		shown.Block = v.Block()
		open, err := v.Wanted(ctx, s, nobody)
		shown.Whitelist = !open
		return s, err
	})
	if err != nil {
		return service, nil, err
	}
	unit, err := d.unit(ctx, service.Token)
	if errors.Is(err, evm.ErrNoToken) {
		unit, err = evm.Unit{Symbol: "units of " + service.Token.Hex()}, nil
	}
	if err != nil {
		return service, nil, err
	}
	shown.fill(service, unit)
	return service, shown, nil
}

func (s *serviceShown) fill(service registries.Service, unit evm.Unit) {
	s.State, s.Owner, s.Metadata, s.Threshold = service.State.String(), service.Owner, service.Config, service.Threshold
	s.Deposit = unit.Amount(service.Deposit)
	if !service.Native() {
		s.Token = &service.Token
	}
	s.Slots, s.Operators = []slotShown{}, []operatorShown{}
	for _, slot := range service.Slots {
		s.Slots = append(s.Slots, slotShown{slot.Agent, slot.Count, unit.Amount(slot.Bond), append([]common.Address{}, slot.Instances...)})
	}
	for _, o := range service.Operators {
		s.Operators = append(s.Operators, operatorShown{o.Address, unit.Amount(o.Balance), append([]common.Address{}, o.Instances...)})
	}
	switch {
	case service.Running():
		s.Multisig = &service.Multisig
	case service.Multisig != (common.Address{}):
		s.Last = &service.Multisig
	}
}

// compare names the package, and counts the differences between units and
// packages; none if there is nothing to compare with.
func (d *deal) compare(ctx context.Context, service registries.Service, shown *serviceShown, from *sourceFlags) (int, error) {
	files, err := from.open()
	if err != nil {
		return 0, err
	}
	metadata, err := registries.Describe(ctx, files, service.Config)
	if errors.Is(err, errUnknownMetadata) {
		if from.packages != "" {
			return 0, fail(fmt.Errorf("the metadata %s of %s are of no package in %s", service.Config, service.ID, from.packages), "add --metadata with the file, or take the tree of that version")
		}
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	shown.Package, shown.Name = &metadata.Code, metadata.Name
	if from.packages == "" {
		return 0, nil
	}
	root, repository, err := openPackages(from.packages)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	trees, err := repository.Trees(metadata.ID)
	if err != nil {
		return 0, err
	}
	differences, err := d.reader.Agree(ctx, files, service, trees[0])
	if err != nil {
		return 0, err
	}
	agrees := len(differences) == 0
	shown.Agrees = &agrees
	for _, one := range differences {
		shown.Different = append(shown.Different, one.String())
	}
	return len(differences), nil
}

func (s *serviceShown) print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(table, "%s\t%s\n", name, printable(fmt.Sprintf(format, args...)))
	}
	row("service", "%d on %s, as of block %d", uint32(s.ID), s.Chain, s.Block)
	row("state", "%s", s.State)
	row("owner", "%v", s.Owner)
	row("metadata", "%v", s.Metadata)
	if s.Package != nil {
		row("package", "%v", *s.Package)
		row("name", "%s", s.Name)
	}
	if s.Token != nil {
		row("bonds in", "token %v", *s.Token)
	}
	row("deposit", "%s", s.Deposit)
	row("threshold", "%d", s.Threshold)
	switch {
	case s.Multisig != nil:
		row("multisig", "%v", *s.Multisig)
	case s.Last != nil:
		row("multisig", "none now; %v in its last life", *s.Last)
	default:
		row("multisig", "none yet")
	}
	if s.Whitelist {
		row("operators", "only those on its whitelist")
	}
	for _, slot := range s.Slots {
		row(fmt.Sprintf("agent %d", slot.Agent), "%d of %d instances, with a bond of %s each", len(slot.Instances), slot.Count, slot.Bond)
	}
	for _, operator := range s.Operators {
		row("operator", "%v, with %s", operator.Operator, operator.Balance)
		for _, instance := range operator.Instances {
			row("  instance", "%v", instance)
		}
	}
	if s.Agrees != nil && *s.Agrees {
		row("units", "agree with the package")
	}
	for _, one := range s.Different {
		row("differs", "%s", one)
	}
	table.Flush()
}
