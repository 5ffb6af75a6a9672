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

// serviceShown is a service as it is printed. Amounts are of its unit, and of
// the smallest of that.
type serviceShown struct {
	Chain     string               `json:"chain"`
	ID        registries.ServiceID `json:"service"`
	Block     uint64               `json:"block"`
	State     string               `json:"state"`
	Owner     mixedCase            `json:"owner"`
	Metadata  pkg.Hash             `json:"metadata"`
	Threshold uint32               `json:"threshold"`
	Token     *mixedCase           `json:"token,omitempty"`
	Deposit   string               `json:"deposit"`
	DepositIn string               `json:"deposit_units"`
	Slots     []slotShown          `json:"agents"`
	Operators []operatorShown      `json:"operators"`
	Unfound   uint64               `json:"operators_not_found_since,omitempty"` // block; who has bonds in a terminated service
	Multisig  *mixedCase           `json:"multisig,omitempty"`                  // if it is the service's now
	Last      *mixedCase           `json:"last_multisig,omitempty"`             // of an earlier life
	Whitelist bool                 `json:"whitelist"`                           // counts
	packageShown
}

type slotShown struct {
	Agent     registries.ID `json:"agent"`
	Count     uint32        `json:"instances_wanted"`
	Bond      string        `json:"bond"`
	BondIn    string        `json:"bond_units"`
	Instances []mixedCase   `json:"instances"`
}

type operatorShown struct {
	Operator  mixedCase   `json:"operator"`
	Balance   string      `json:"balance"`
	BalanceIn string      `json:"balance_units"`
	Instances []mixedCase `json:"instances"`
}

func (c *console) serviceShowCommand() *cobra.Command {
	var f chainFlags
	var s sourceFlags
	var blocks uint64
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show a service: state, owner, operators, instances, multisig, package",
		Long: `Shows a service as of the newest block, and who has not taken the bonds out after
its end.

With --packages, a tree of packages that has the service's, it names the package,
and compares the units on the chain with what that depends on; a difference ends
the command with 1. With --gateway, --node or --entry it fetches metadata and
packages, verified, as acn package fetch does, to say the same. --metadata names
the package alone.

Instances and multisig are shown while they are the service's: after a
termination the registry still names the multisig of before.`,
		Example: `  acn service show 7 --chain gnosis
  acn service show 7 --chain ethereum --packages ./packages
  acn service show 7 --chain ethereum --gateway https://gateway.example`,
		Args: wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseServiceID(args[0])
			if err != nil {
				return err
			}
			return c.dealing(cmd.Context(), &dealFlags{chainFlags: f}, true, func(ctx context.Context, d *deal) error {
				service, shown, err := d.look(ctx, id, blocks)
				if err != nil {
					return err
				}
				shown.packageShown, err = d.explore(ctx, &s, id.String(), service.Config, func(ctx context.Context, files registries.Files, tree *pkg.Node) ([]registries.Difference, error) {
					return d.reader.Agree(ctx, files, service, tree)
				})
				if err != nil {
					return err
				}
				if err := c.emit(f.json, shown, shown.print); err != nil {
					return err
				}
				return shown.verdict(id.String())
			})
		},
	}
	f.add(cmd.Flags())
	s.add(cmd.Flags())
	cmd.Flags().Uint64Var(&blocks, "blocks", 50_000, "how many of the newest blocks to search for who still has bonds in a terminated service")
	return cmd
}

// nobody is an address that no operator has.
var nobody = common.HexToAddress("0x000000000000000000000000000000000000dEaD")

// remaining names who still has bonds in a terminated service, if they
// registered within so many blocks.
func (d *deal) remaining(ctx context.Context, v *registries.View, s *registries.Service, shown *serviceShown, blocks uint64) error {
	oldest := v.Block() - min(v.Block(), blocks)
	operators, err := v.Remaining(ctx, d.node.Agreed(), *s, oldest)
	switch {
	case errors.Is(err, registries.ErrNotFound):
		shown.Unfound = max(oldest, 1)
		return nil
	case err != nil:
		return err
	}
	s.Operators, shown.Unfound = operators, 0
	return nil
}

// look reads a service as it is now; who has left bonds behind is searched in so
// many blocks.
func (d *deal) look(ctx context.Context, id registries.ServiceID, blocks uint64) (registries.Service, *serviceShown, error) {
	shown := &serviceShown{Chain: d.network.Name, ID: id}
	service, err := registries.Read(ctx, d.reader, func(ctx context.Context, v *registries.View) (registries.Service, error) {
		s, err := v.Service(ctx, id)
		if err != nil {
			return s, err
		}
		shown.Block = v.Block()
		open, err := v.Wanted(ctx, s, nobody)
		shown.Whitelist = !open
		if err != nil || s.State != registries.TerminatedBonded {
			return s, err
		}
		return s, d.remaining(ctx, v, &s, shown, blocks)
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

func mixed(addresses []common.Address) []mixedCase {
	all := []mixedCase{}
	for _, address := range addresses {
		all = append(all, mixedCase(address))
	}
	return all
}

func (s *serviceShown) fill(service registries.Service, unit evm.Unit) {
	s.State, s.Owner, s.Metadata, s.Threshold = service.State.String(), mixedCase(service.Owner), service.Config, service.Threshold
	s.Deposit, s.DepositIn = unit.Amount(service.Deposit), service.Deposit.String()
	if !service.Native() {
		s.Token = (*mixedCase)(&service.Token)
	}
	s.Slots, s.Operators = []slotShown{}, []operatorShown{}
	for _, slot := range service.Slots {
		s.Slots = append(s.Slots, slotShown{slot.Agent, slot.Count, unit.Amount(slot.Bond), slot.Bond.String(), mixed(slot.Instances)})
	}
	for _, o := range service.Operators {
		s.Operators = append(s.Operators, operatorShown{mixedCase(o.Address), unit.Amount(o.Balance), o.Balance.String(), mixed(o.Instances)})
	}
	switch {
	case service.Running():
		s.Multisig = (*mixedCase)(&service.Multisig)
	case service.Multisig != (common.Address{}):
		s.Last = (*mixedCase)(&service.Multisig)
	}
}

func (s *serviceShown) print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := rows(table)
	row("service", "%d on %s, as of block %d", uint32(s.ID), s.Chain, s.Block)
	row("state", "%s", s.State)
	row("owner", "%v", s.Owner)
	row("metadata", "%v", s.Metadata)
	s.printPackage(row)
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
	if s.Unfound > 0 {
		row("operators", "some still have bonds, and registered before block %d; --blocks searches more", s.Unfound)
	}
	s.printUnits(row)
	table.Flush()
}
