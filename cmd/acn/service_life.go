package main

import (
	"context"
	"errors"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"go-acn/agentrt/chain/networks"
	"go-acn/agentrt/chain/registries"
)

// allowed answers an error of planning: if tokens have to be allowed first,
// that is done, and the plan made anew for function, which comes after it.
func (d *deal) allowed(ctx context.Context, id registries.ServiceID, function string, err error, plan func(context.Context, *deal, situation) (registries.Call, error)) (registries.Call, error) {
	var allowance *registries.AllowanceError
	if !errors.As(err, &allowance) {
		return registries.Call{}, err
	}
	if allowance.Holder != d.signer.Address() {
		return registries.Call{}, &registries.SenderError{Sender: d.signer.Address(), Who: registries.Who{Role: "owner of " + id.String(), Address: allowance.Holder}}
	}
	_, err = d.perform(ctx, "approve", allowance.Approve())
	if errors.Is(err, errDryRun) {
		d.next = function
	}
	if err != nil {
		return registries.Call{}, err
	}
	at, err := d.situation(ctx, id)
	if err != nil {
		return registries.Call{}, err
	}
	return plan(ctx, d, at)
}

func (c *console) serviceActivateCommand() *cobra.Command {
	var f dealFlags
	cmd := &cobra.Command{
		Use:   "activate ID",
		Short: "Open a service for operators, with a deposit",
		Long: `Opens the registration of instances. The deposit is the highest of the bonds; it
comes back when the service is terminated. For the owner. Where bonds are in
tokens, allowing the registries to take them is sent first.`,
		Example: "  acn service activate 7 --chain gnosis --key owner.json",
		Args:    wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.changing(cmd.Context(), &f, args[0], "activateRegistration", func(ctx context.Context, _ *deal, at situation) (registries.Call, error) {
				purse, err := at.view.Purse(ctx, at.service, at.service.Owner)
				if err != nil {
					return registries.Call{}, err
				}
				return at.writer.Activate(at.service, purse)
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

func (c *console) serviceRegisterCommand() *cobra.Command {
	var f dealFlags
	var instances []string
	var permit string
	cmd := &cobra.Command{
		Use:   "register ID --instance AGENT:ADDRESS",
		Short: "Register instances as an operator, with a bond for each",
		Long: `Registers agent instances with a service. The account that sends is the operator,
and bonds for them; it cannot be an instance itself, and an instance serves one
service at a time. With one agent in the service, --instance ADDRESS will do.

With --permit, a file of acn service permit, the owner sends it for the operator
who signed that, and pays bonds in the currency of the chain.`,
		Example: `  acn service register 7 --instance 0x... --instance 0x... --chain gnosis --key operator.json
  acn service register 7 --permit permit.json --chain gnosis --key owner.json`,
		Args: wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if permit != "" {
				if len(instances) > 0 {
					return wrongUse("leave --instance away", "the permit says which instances to register")
				}
				return c.registerPermitted(cmd.Context(), &f, args[0], permit)
			}
			return c.changing(cmd.Context(), &f, args[0], "registerAgents", func(ctx context.Context, d *deal, at situation) (registries.Call, error) {
				parsed, err := parseInstances(instances, at.service)
				if err != nil {
					return registries.Call{}, err
				}
				candidate, err := at.view.Candidate(ctx, at.service, d.signer.Address(), parsed)
				if err != nil {
					return registries.Call{}, err
				}
				return at.writer.Register(at.service, candidate)
			})
		},
	}
	f.add(cmd.Flags())
	addInstances(cmd, &instances)
	addPermit(cmd, &permit)
	return cmd
}

func parseInstances(texts []string, s registries.Service) ([]registries.Instance, error) {
	if len(texts) == 0 {
		return nil, wrongUse("add --instance AGENT:ADDRESS", "say which instances to register")
	}
	var all []registries.Instance
	for _, text := range texts {
		agent, address, named := strings.Cut(text, ":")
		var instance registries.Instance
		switch {
		case named:
			n, err := strconv.ParseUint(agent, 10, 32)
			if err != nil {
				return nil, wrongUse("write AGENT:ADDRESS, such as 1:0x...", "--instance: %.20q is no number of an agent", agent)
			}
			instance.Agent = registries.ID(n)
		case len(s.Slots) != 1:
			return nil, wrongUse("write AGENT:ADDRESS", "%s has %d agents: say of which %.60q is an instance", s.ID, len(s.Slots), text)
		default:
			address, instance.Agent = text, s.Slots[0].Agent
		}
		var err error
		if instance.Address, err = parseAccount("--instance", address); err != nil {
			return nil, err
		}
		all = append(all, instance)
	}
	return all, nil
}

// makers are the ways to a multisig by their names on the command line.
var makers = map[string]networks.Contract{
	"recoverable": networks.RecoverableSafe, "plain": networks.PlainSafe, "same": networks.RecoveryModule,
}

func (c *console) serviceDeployCommand() *cobra.Command {
	var f dealFlags
	var maker, salt, handler string
	cmd := &cobra.Command{
		Use:   "deploy ID",
		Short: "Make a service run: give it its multisig",
		Long: `Gives a service whose instances are all registered a multisig that they own:
recoverable, a new Safe which the owner can take over between two lives (the
default); plain, one which the owner cannot; or same, the one of before, after
acn service recover. The address is shown before anything is sent.`,
		Example: `  acn service deploy 7 --chain gnosis --key owner.json
  acn service deploy 7 --multisig same --chain gnosis --key owner.json`,
		Args: wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			number, ok := new(big.Int).SetInt64(time.Now().Unix()), true
			if salt != "" {
				number, ok = new(big.Int).SetString(salt, 10)
			}
			if !ok || number.Sign() < 0 || number.BitLen() > 256 {
				return wrongUse("write a number", "--salt: %.80q is none", salt)
			}
			back, err := parseAccount("--handler", handler)
			if err != nil {
				return err
			}
			return c.changing(cmd.Context(), &f, args[0], "deploy", func(ctx context.Context, d *deal, at situation) (registries.Call, error) {
				contract, known := makers[maker]
				if !known {
					return registries.Call{}, wrongUse("write --multisig recoverable, plain or same", "--multisig: there is no way %q to a multisig", maker)
				}
				address, err := d.network.Address(contract)
				if err != nil {
					return registries.Call{}, err
				}
				return d.deployment(ctx, at, maker, address, back, number)
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&maker, "multisig", "recoverable", "recoverable, plain or same")
	cmd.Flags().StringVar(&salt, "salt", "", "number that a new Safe's address follows from; default the time")
	cmd.Flags().StringVar(&handler, "handler", registries.DefaultHandler.Hex(), "fallback handler of a new Safe")
	return cmd
}

// deployment is the call that makes a service run, as it would come out now.
func (d *deal) deployment(ctx context.Context, at situation, name string, address, handler common.Address, salt *big.Int) (registries.Call, error) {
	if at.service.State != registries.FinishedRegistration { // there is nothing to foresee
		return at.writer.Deploy(at.service, registries.Foresight{})
	}
	maker, err := at.view.Maker(ctx, address)
	if err != nil {
		return registries.Call{}, err
	}
	data := registries.NewSafe(handler, salt)
	switch name {
	case "plain":
		data = registries.NewPlainSafe(handler, salt)
	case "same":
		data = registries.KeepSafe(at.service.ID)
	}
	foresight, err := at.view.Foresee(ctx, at.service, maker, data)
	if err != nil {
		return registries.Call{}, err
	}
	return at.writer.Deploy(at.service, foresight)
}

func (c *console) serviceTerminateCommand() *cobra.Command {
	var f dealFlags
	cmd := &cobra.Command{
		Use:     "terminate ID",
		Short:   "End a service; its owner gets the deposit back",
		Example: "  acn service terminate 7 --chain gnosis --key owner.json",
		Args:    wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.changing(cmd.Context(), &f, args[0], "terminate", func(_ context.Context, _ *deal, at situation) (registries.Call, error) {
				return at.writer.Terminate(at.service)
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

func (c *console) serviceUnbondCommand() *cobra.Command {
	var f dealFlags
	var permit string
	cmd := &cobra.Command{
		Use:   "unbond ID",
		Short: "Leave a terminated service as an operator; what is left of the bonds comes back",
		Long: `Takes what is left of the operator's bonds out of a terminated service. The account
that sends is the operator. When the last one has left, the service can begin
another life. With --permit, a file of acn service permit, the owner sends it for
the operator who signed that.`,
		Example: `  acn service unbond 7 --chain gnosis --key operator.json
  acn service unbond 7 --permit leave.json --chain gnosis --key owner.json`,
		Args: wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if permit != "" {
				return c.unbondPermitted(cmd.Context(), &f, args[0], permit)
			}
			return c.changing(cmd.Context(), &f, args[0], "unbond", func(ctx context.Context, d *deal, at situation) (registries.Call, error) {
				operator, err := at.view.Bonded(ctx, at.service, d.signer.Address())
				if err != nil {
					return registries.Call{}, err
				}
				return at.writer.Unbond(at.service, operator)
			})
		},
	}
	f.add(cmd.Flags())
	addPermit(cmd, &permit)
	return cmd
}

func (c *console) serviceRecoverCommand() *cobra.Command {
	var f dealFlags
	cmd := &cobra.Command{
		Use:   "recover ID",
		Short: "Take over the multisig of a service between two lives",
		Long: `Makes the owner of a service the only owner of the multisig of its last life, by
way of the recovery module. acn service deploy --multisig same hands it to the
instances of the next one.`,
		Example: "  acn service recover 7 --chain gnosis --key owner.json",
		Args:    wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.changing(cmd.Context(), &f, args[0], "recoverAccess", func(ctx context.Context, d *deal, at situation) (registries.Call, error) {
				module, err := d.network.Address(networks.RecoveryModule)
				if err != nil {
					return registries.Call{}, err
				}
				multisig := registries.Multisig{Address: at.service.Multisig}
				if multisig.Address != (common.Address{}) {
					if multisig, err = at.view.Multisig(ctx, at.service.Multisig); err != nil {
						return registries.Call{}, err
					}
				}
				return at.writer.Recover(at.service, multisig, module)
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}
