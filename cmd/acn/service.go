package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"go-acn/agentrt/chain/networks"
	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/pkg"
)

func (c *console) serviceCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "service",
		Short: "Make, run and end services on a chain",
		Long: `A service is an NFT on a chain: what it runs, for which bonds, and the multisig it
acts through. Its life: create, activate, register, deploy; terminate, unbond;
and from there again, with update before and recover to keep the multisig.

Every command that sends something shows what, simulates it, and asks; --yes
sends without asking, --dry-run only simulates. docs/services.md walks through.`,
	}, c.serviceCreateCommand(), c.serviceUpdateCommand(), c.serviceActivateCommand(), c.serviceRegisterCommand(), c.serviceDeployCommand(),
		c.serviceTerminateCommand(), c.serviceUnbondCommand(), c.serviceSlashCommand(), c.serviceProposeCommand(), c.serviceSignCommand(), c.serviceExecuteCommand(),
		c.serviceRecoverCommand(), c.servicePermitCommand(), c.serviceWhitelistCommand(), c.serviceTransferCommand(), c.serviceDrainCommand(), c.serviceShowCommand())
}

// parseServiceID reads the number of a service.
func parseServiceID(text string) (registries.ServiceID, error) {
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil || n == 0 {
		return 0, wrongUse("it is a number from 1 on", "%.40q is no number of a service", text)
	}
	return registries.ServiceID(n), nil
}

// termsFlags are what the owner of a service decides.
type termsFlags struct {
	hash, token string
	agents      []string
	threshold   uint32
	metadata    metadataFlags
}

func (f *termsFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.hash, "hash", "", "instead of DIR: CID of the metadata, or its digest as 0x and 64 hex digits")
	flags.StringArrayVar(&f.agents, "agent", nil, "AGENT:INSTANCES:BOND, such as 1:4:0.01; once for each agent")
	flags.Uint32Var(&f.threshold, "threshold", 0, "how many instances have to sign; default as few as allowed, more than two thirds")
	flags.StringVar(&f.token, "token", "", "address of the ERC-20 token of bonds, or "+native+" for the currency of the chain; default as before, and "+native+" for a new service")
	f.metadata.add(flags)
}

// native says that bonds are in the currency of the chain.
const native = "native"

// terms reads them; dirs is the package, if not --hash, and token what bonds are
// in unless a flag says so.
func (d *deal) terms(ctx context.Context, f *termsFlags, dirs []string, token common.Address) (registries.Terms, error) {
	t := registries.Terms{Token: token}
	var err error
	if t.Config, _, err = f.metadata.hash(f.hash, dirs, pkg.Service); err != nil {
		return t, err
	}
	if f.token == native {
		t.Token = common.Address{}
	} else if f.token != "" {
		if t.Token, err = parseAccount("--token", f.token); err != nil {
			return t, err
		}
		if t.Token == registries.EtherToken {
			t.Token = common.Address{}
		}
	}
	if len(f.agents) == 0 {
		return t, wrongUse("add --agent AGENT:INSTANCES:BOND, such as 1:4:0.01", "say which agents the service is of")
	}
	var total uint64
	for _, text := range f.agents {
		slot, err := d.slot(ctx, text, t.Token)
		if err != nil {
			return t, err
		}
		t.Slots, total = append(t.Slots, slot), total+uint64(slot.Count)
	}
	slices.SortFunc(t.Slots, func(a, b registries.Slot) int { return cmp.Compare(a.Agent, b.Agent) })
	for i := 1; i < len(t.Slots); i++ {
		if t.Slots[i].Agent == t.Slots[i-1].Agent {
			return t, wrongUse("name it once, with all its instances", "--agent: agent %d is there twice", t.Slots[i].Agent)
		}
	}
	if t.Threshold = f.threshold; t.Threshold == 0 && total < 1<<31 {
		t.Threshold = registries.LeastThreshold(uint32(total))
	}
	return t, nil
}

// slot reads AGENT:INSTANCES:BOND.
func (d *deal) slot(ctx context.Context, text string, token common.Address) (registries.Slot, error) {
	const hint = "write AGENT:INSTANCES:BOND, such as 1:4:0.01"
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return registries.Slot{}, wrongUse(hint, "--agent %.60q has %d parts", text, len(parts))
	}
	agent, err := strconv.ParseUint(parts[0], 10, 32)
	if err != nil {
		return registries.Slot{}, wrongUse(hint, "--agent: %.20q is no number of an agent", parts[0])
	}
	count, err := strconv.ParseUint(parts[1], 10, 32)
	if err != nil {
		return registries.Slot{}, wrongUse(hint, "--agent: %.20q is no number of instances", parts[1])
	}
	bond, err := d.parseMoney(ctx, "--agent: a bond", parts[2], token)
	if err != nil {
		return registries.Slot{}, err
	}
	return registries.Slot{Agent: registries.ID(agent), Count: uint32(count), Bond: bond}, nil
}

// agentCount is how many agents there are, or 0 where nobody knows.
func (d *deal) agentCount(ctx context.Context, view *registries.View) (registries.ID, error) {
	if _, known := d.network.Contracts[networks.AgentRegistry]; !known {
		return 0, nil
	}
	return view.Count(ctx, registries.Agent)
}

func (c *console) serviceCreateCommand() *cobra.Command {
	var f dealFlags
	var t termsFlags
	var owner string
	var again bool
	cmd := &cobra.Command{
		Use:   "create [DIR]",
		Short: "Make a new service",
		Long: `Makes a new service from a package in DIR, or from --hash. Anybody can; it belongs
to --owner, by default the account that sends.`,
		Example: `  acn service create packages/valory/services/oracle --agent 1:4:0.01 --chain gnosis --key owner.json
  acn service create --hash bafybei... --agent 1:4:100 --token 0x... --chain gnosis --key owner.json`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.dealing(cmd.Context(), &f, false, func(ctx context.Context, d *deal) error {
				holder := d.signer.Address()
				if owner != "" {
					var err error
					if holder, err = parseAccount("--owner", owner); err != nil {
						return err
					}
				}
				terms, err := d.terms(ctx, &t, args, common.Address{})
				if err != nil {
					return err
				}
				view, writer, err := d.view(ctx)
				if err != nil {
					return err
				}
				if err := d.newService(ctx, view, holder, terms.Config, again); err != nil {
					return err
				}
				agents, err := d.agentCount(ctx, view)
				if err != nil {
					return err
				}
				call, err := writer.MintService(holder, terms, agents)
				if err != nil {
					return err
				}
				receipt, err := d.perform(ctx, "create", call)
				if err != nil {
					return err
				}
				id, found := registries.MintedService(receipt.Logs, d.network.Contracts[networks.ServiceRegistry])
				if !found {
					return fmt.Errorf("transaction %v made no service", receipt.Tx)
				}
				return d.outcome(map[string]any{"service": id, "owner": mixedCase(holder)}, id.String())
			})
		},
	}
	f.add(cmd.Flags())
	t.add(cmd.Flags())
	cmd.Flags().StringVar(&owner, "owner", "", "who gets the service; default the account that sends")
	cmd.Flags().BoolVar(&again, "again", false, "make another one with the metadata of one of the owner's newest services")
	return cmd
}

// recent is how many of the newest units or services are looked at for one that
// a command was to make, and that an earlier try made.
const recent = 20

// newService refuses to make what is there already: a command that was
// interrupted may have got through.
func (d *deal) newService(ctx context.Context, view *registries.View, owner common.Address, metadata pkg.Hash, again bool) error {
	if again {
		return nil
	}
	last, err := view.Services(ctx)
	if err != nil {
		return err
	}
	for id := last; id > 0 && last-id < recent; id-- {
		service, err := view.Service(ctx, id)
		if err != nil {
			return err
		}
		if service.Owner == owner && service.Config == metadata {
			return alreadyThere(id.String(), owner)
		}
	}
	return nil
}

func alreadyThere(what string, owner common.Address) error {
	return fail(fmt.Errorf("%s of %v has these metadata already", what, owner), "it may be the one you want; --again makes another; nothing was sent")
}

func (c *console) serviceUpdateCommand() *cobra.Command {
	var f dealFlags
	var t termsFlags
	cmd := &cobra.Command{
		Use:   "update ID [DIR]",
		Short: "Change what a service runs, for which bonds, between two lives",
		Long: `Changes everything that create decides, but for what bonds are in unless --token
says so. Agents that are not named again are removed. For the owner, in
pre-registration.`,
		Example: "  acn service update 7 packages/valory/services/oracle --agent 1:4:0.02 --chain gnosis --key owner.json",
		Args:    idAndAtMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.changing(cmd.Context(), &f, args[0], "update", func(ctx context.Context, d *deal, at situation) (registries.Call, error) {
				terms, err := d.terms(ctx, &t, args[1:], at.service.Token)
				if err != nil {
					return registries.Call{}, err
				}
				agents, err := d.agentCount(ctx, at.view)
				if err != nil {
					return registries.Call{}, err
				}
				return at.writer.Update(at.service, terms, agents)
			})
		},
	}
	f.add(cmd.Flags())
	t.add(cmd.Flags())
	return cmd
}

func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return wrongUse("usage: "+cmd.UseLine(), "%q is one argument too many", args[1])
	}
	return nil
}

func idAndAtMostOne(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return wrongUse("usage: "+cmd.UseLine(), "ID is missing")
	}
	return atMostOne(cmd, args[1:])
}

// situation is a service as it is now, and what can be done about it.
type situation struct {
	view    *registries.View
	writer  *registries.Writer
	service registries.Service
}

func (d *deal) situation(ctx context.Context, id registries.ServiceID) (situation, error) {
	view, writer, err := d.view(ctx)
	if err != nil {
		return situation{}, err
	}
	service, err := view.Service(ctx, id)
	return situation{view, writer, service}, err
}

// changing runs a command that sends one call about a service. Where tokens
// have to be allowed first, that is sent before, and asked about by itself.
func (c *console) changing(ctx context.Context, f *dealFlags, idText, function string, plan func(context.Context, *deal, situation) (registries.Call, error)) error {
	id, err := parseServiceID(idText)
	if err != nil {
		return err
	}
	return c.dealing(ctx, f, false, func(ctx context.Context, d *deal) error {
		at, err := d.situation(ctx, id)
		if err != nil {
			return err
		}
		call, err := plan(ctx, d, at)
		if err != nil {
			if call, err = d.allowed(ctx, id, function, err, plan); err != nil {
				return err
			}
		}
		if _, err := d.perform(ctx, function, call); err != nil {
			return err
		}
		if at, err = d.situation(ctx, id); err != nil {
			return fmt.Errorf("it is done; looking at the result: %w", err)
		}
		fields := map[string]any{"service": id, "owner": mixedCase(at.service.Owner), "state": at.service.State.String()}
		line := fmt.Sprintf("%s is %s", id, at.service.State.Phrase())
		if at.service.Running() {
			fields["multisig"] = mixedCase(at.service.Multisig)
			line += fmt.Sprintf(", with the multisig %v", at.service.Multisig)
		}
		return d.outcome(fields, line)
	})
}
