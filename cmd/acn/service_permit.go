package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/chain/signing"
)

// permitFile is a permit on its way from an operator to the owner of a service.
// Nothing in it is believed: the owner's machine makes anew what was signed.
type permitFile struct {
	Chain     string                `json:"chain"`
	Service   registries.ServiceID  `json:"service"`
	Operator  common.Address        `json:"operator"`
	Instances []registries.Instance `json:"instances,omitempty"` // none: to unbond
	Signature hexBytes              `json:"signature"`
}

// parsePermit reads a permit.
func parsePermit(raw []byte) (*permitFile, error) {
	var p permitFile
	if err := decodeStrictly(raw, &p); err != nil {
		return nil, fmt.Errorf("not a permit: %w", err)
	}
	if p.Service == 0 || p.Operator == (common.Address{}) || len(p.Signature) == 0 || len(p.Instances) > maxParts {
		return nil, errors.New("not a permit: it is incomplete, or too long")
	}
	return &p, nil
}

func (c *console) readPermit(path string) (*permitFile, error) {
	raw, err := c.readAll(path, maxDraft)
	if err != nil {
		return nil, fail(fmt.Errorf("reading a permit: %w", err), "check the path")
	}
	permit, err := parsePermit(raw)
	if err != nil {
		return nil, fail(fmt.Errorf("%s: %w", path, err), "it is what acn service permit writes")
	}
	return permit, nil
}

func addPermit(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "permit", "", "file in which the operator signed for it; the owner sends")
}

func addInstances(cmd *cobra.Command, instances *[]string) {
	cmd.Flags().StringSliceVar(instances, "instance", nil, "AGENT:ADDRESS of an instance, or ADDRESS; several with commas")
}

func (c *console) servicePermitCommand() *cobra.Command {
	var f dealFlags
	var instances []string
	var unbond bool
	cmd := &cobra.Command{
		Use:   "permit ID FILE",
		Short: "Let the owner of a service register your instances, or unbond for you",
		Long: `Signs, as an operator, that the owner of a service may register these instances
for it, or unbond, and writes that to a file for the owner: acn service register
--permit, acn service unbond --permit. The operator needs nothing on the chain,
unless bonds are in tokens: those are the operator's, and allowing the registries
to take them is sent first. The owner pays bonds in the currency of the chain,
and the operator gets them back. A permit works once.`,
		Example: `  acn service permit 7 permit.json --instance 0x... --chain gnosis --key operator.json
  acn service permit 7 leave.json --unbond --chain gnosis --key operator.json`,
		Args: wants("ID", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseServiceID(args[0])
			if err != nil {
				return err
			}
			if unbond && len(instances) > 0 {
				return wrongUse("make a permit for each", "--unbond and --instance exclude each other")
			}
			if _, err := os.Lstat(args[1]); err == nil {
				return fail(fmt.Errorf("%s is there already", args[1]), "choose a new file")
			}
			return c.dealing(cmd.Context(), &f, false, func(ctx context.Context, d *deal) error {
				if unbond {
					return d.permitUnbond(ctx, id, args[1])
				}
				return d.permitRegister(ctx, id, args[1], instances)
			})
		},
	}
	f.add(cmd.Flags())
	addInstances(cmd, &instances)
	cmd.Flags().BoolVar(&unbond, "unbond", false, "permit to unbond, instead of to register")
	return cmd
}

func (d *deal) permitRegister(ctx context.Context, id registries.ServiceID, path string, texts []string) error {
	var instances []registries.Instance
	check := func(ctx context.Context, d *deal, at situation) (_ registries.Call, err error) {
		if instances, err = parseInstances(texts, at.service); err != nil {
			return registries.Call{}, err
		}
		candidate, err := at.view.Candidate(ctx, at.service, d.signer.Address(), instances)
		if err != nil {
			return registries.Call{}, err
		}
		return registries.Call{}, at.writer.Registrable(at.service, candidate)
	}
	at, err := d.situation(ctx, id)
	if err != nil {
		return err
	}
	if _, err = check(ctx, d, at); err != nil {
		if _, err = d.allowed(ctx, id, "the permit", err, check); err != nil {
			return err
		}
	}
	permit, err := at.view.PermitRegister(ctx, at.service, d.signer.Address(), instances)
	if err != nil {
		return err
	}
	return d.writePermit(ctx, path, permit, permitFile{Service: id, Instances: instances})
}

func (d *deal) permitUnbond(ctx context.Context, id registries.ServiceID, path string) error {
	at, err := d.situation(ctx, id)
	if err != nil {
		return err
	}
	if _, err := at.view.Bonded(ctx, at.service, d.signer.Address()); err != nil {
		return err
	}
	permit, err := at.view.PermitUnbond(ctx, at.service, d.signer.Address())
	if err != nil {
		return err
	}
	return d.writePermit(ctx, path, permit, permitFile{Service: id})
}

// writePermit asks, signs, and writes the file.
func (d *deal) writePermit(ctx context.Context, path string, permit registries.Permit, file permitFile) error {
	fmt.Fprintf(d.c.err, "This will sign, as %v, that the owner of %s on %s may\n  %s.\n", d.signer.Address(), file.Service, d.network.Name, d.readable(ctx, permit.What()))
	if d.flags.dryRun {
		return errDryRun
	}
	if err := d.ask(ctx, "Sign it?"); err != nil {
		return err
	}
	request, err := permit.Request()
	if err != nil {
		return err
	}
	if file.Signature, err = signing.Sign(ctx, d.signer, request); err != nil {
		return err
	}
	file.Chain, file.Operator = d.network.Name, d.signer.Address()
	text, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFresh(path, append(text, '\n')); err != nil {
		return err
	}
	return d.outcome(map[string]any{"service": file.Service, "file": path, "operator": mixedCase(file.Operator)}, path+" is for the owner of "+file.Service.String())
}

// permitted reads a permit that is for this service.
func (d *deal) permitted(path string, at situation) (*permitFile, error) {
	file, err := d.c.readPermit(path)
	switch {
	case err != nil:
		return nil, err
	case file.Chain != d.network.Name:
		return nil, wrongUse("use --chain "+printable(file.Chain), "the permit is for the chain %.40q", file.Chain)
	case file.Service != at.service.ID:
		return nil, wrongUse("give the number of that service", "the permit is for %s, and not for %s", file.Service, at.service.ID)
	}
	return file, nil
}

// usedUp adds to an error that a signature is of something else what is most
// likely the reason.
func usedUp(err error) error {
	if errors.Is(err, registries.ErrOtherPermit) {
		return fail(err, "a permit works once, for one owner: has it been used? ask the operator for another")
	}
	return err
}

func (c *console) registerPermitted(ctx context.Context, f *dealFlags, id, path string) error {
	return c.changing(ctx, f, id, "registerAgentsWithSignature", func(ctx context.Context, d *deal, at situation) (registries.Call, error) {
		file, err := d.permitted(path, at)
		if err != nil {
			return registries.Call{}, err
		}
		if len(file.Instances) == 0 {
			return registries.Call{}, wrongUse("use it with acn service unbond", "the permit is to unbond")
		}
		candidate, err := at.view.Candidate(ctx, at.service, file.Operator, file.Instances)
		if err != nil {
			return registries.Call{}, err
		}
		permit, err := at.view.PermitRegister(ctx, at.service, file.Operator, file.Instances)
		if err != nil {
			return registries.Call{}, err
		}
		call, err := at.writer.RegisterSigned(at.service, candidate, permit, file.Signature)
		var allowance *registries.AllowanceError
		if errors.As(err, &allowance) { // nobody but the operator can
			return registries.Call{}, fail(errors.New(d.readable(ctx, err.Error())), "the operator has to allow that first, which acn service permit does")
		}
		return call, usedUp(err)
	})
}

func (c *console) unbondPermitted(ctx context.Context, f *dealFlags, id, path string) error {
	return c.changing(ctx, f, id, "unbondWithSignature", func(ctx context.Context, d *deal, at situation) (registries.Call, error) {
		file, err := d.permitted(path, at)
		if err != nil {
			return registries.Call{}, err
		}
		if len(file.Instances) > 0 {
			return registries.Call{}, wrongUse("use it with acn service register", "the permit is to register instances")
		}
		operator, err := at.view.Bonded(ctx, at.service, file.Operator)
		if err != nil {
			return registries.Call{}, err
		}
		permit, err := at.view.PermitUnbond(ctx, at.service, operator.Address)
		if err != nil {
			return registries.Call{}, err
		}
		call, err := at.writer.UnbondSigned(at.service, operator, permit, file.Signature)
		return call, usedUp(err)
	})
}
