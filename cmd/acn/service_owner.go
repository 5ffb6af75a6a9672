package main

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"go-acn/agentrt/chain/registries"
)

func (c *console) serviceWhitelistCommand() *cobra.Command {
	var f dealFlags
	var remove, off bool
	cmd := &cobra.Command{
		Use:   "whitelist ID [OPERATOR...]",
		Short: "Say which operators may register with a service",
		Long: `Puts operators on a service's whitelist, or takes them off, and has the list count
from then on: only operators who are on it can register. With --off it does not
count, and anybody can. For the owner, who can register anybody who has signed a
permit, whitelist or not.`,
		Example: `  acn service whitelist 7 0x... 0x... --chain gnosis --key owner.json
  acn service whitelist 7 0x... --remove --chain gnosis --key owner.json
  acn service whitelist 7 --off --chain gnosis --key owner.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return wrongUse("usage: "+cmd.UseLine(), "ID is missing")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var operators []common.Address
			for _, text := range args[1:] {
				operator, err := parseAccount("OPERATOR", text)
				if err != nil {
					return err
				}
				operators = append(operators, operator)
			}
			if remove && len(operators) == 0 {
				return wrongUse("acn service whitelist ID OPERATOR --remove", "say which operators to remove")
			}
			function := "setOperatorsStatuses"
			if len(operators) == 0 {
				function = "setOperatorsCheck"
			}
			return c.changing(cmd.Context(), &f, args[0], function, func(_ context.Context, _ *deal, at situation) (registries.Call, error) {
				return at.writer.Admit(at.service, operators, !remove, !off)
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().BoolVar(&remove, "remove", false, "take the operators off the list")
	cmd.Flags().BoolVar(&off, "off", false, "from now on the list does not count")
	return cmd
}

func (c *console) serviceTransferCommand() *cobra.Command {
	var f dealFlags
	cmd := &cobra.Command{
		Use:   "transfer ID NEW_OWNER",
		Short: "Hand a service over to a new owner",
		Long: `Makes a service belong to somebody else, who alone can change, end or recover it
from then on, and gets its deposit back. Operators and the multisig stay; permits
that operators have signed do not count any more. This cannot be taken back. A
contract gets it only if it says that it can hold such tokens.`,
		Example: "  acn service transfer 7 0x... --chain gnosis --key owner.json",
		Args:    wants("ID", "NEW_OWNER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			to, err := parseAccount("NEW_OWNER", args[1])
			if err != nil {
				return err
			}
			return c.changing(cmd.Context(), &f, args[0], "safeTransferFrom", func(_ context.Context, _ *deal, at situation) (registries.Call, error) {
				return at.writer.TransferService(at.service, to)
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

func (c *console) serviceDrainCommand() *cobra.Command {
	var f dealFlags
	var token string
	cmd := &cobra.Command{
		Use:   "drain",
		Short: "Take what was slashed out of the registry, as its drainer",
		Long: `Sends what was slashed from the bonds of all services to the account that may
drain the registry: of the currency of the chain, or of a token.`,
		Example: "  acn service drain --chain gnosis --key drainer.json\n  acn service drain --token 0x... --chain gnosis --key drainer.json",
		Args:    wants(),
		RunE: func(cmd *cobra.Command, args []string) error {
			var of common.Address
			if token != "" {
				var err error
				if of, err = parseAccount("--token", token); err != nil {
					return err
				}
			}
			return c.dealing(cmd.Context(), &f, false, func(ctx context.Context, d *deal) error {
				view, writer, err := d.view(ctx)
				if err != nil {
					return err
				}
				call, err := writer.Drain()
				if token != "" {
					slashed, failed := view.SlashedTokens(ctx, of)
					if failed != nil {
						return failed
					}
					call, err = writer.DrainToken(of, slashed)
				}
				if err != nil {
					return err
				}
				if _, err := d.perform(ctx, "drain", call); err != nil {
					return err
				}
				return d.outcome(map[string]any{}, fmt.Sprintf("%v has what was slashed", d.signer.Address()))
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&token, "token", "", "token to drain, instead of the currency of the chain")
	return cmd
}
