package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func (c *console) unitTransferCommand() *cobra.Command {
	var f dealFlags
	var kindText string
	cmd := &cobra.Command{
		Use:   "transfer ID NEW_OWNER --type component|agent",
		Short: "Hand a unit over to a new owner",
		Long: `Makes a unit belong to somebody else, who alone can update it from then on. This
cannot be taken back. A contract gets it only if it says that it can hold such
tokens.`,
		Example: "  acn unit transfer 7 0x... --type component --chain ethereum --key owner.json",
		Args:    wants("ID", "NEW_OWNER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseUnitID(args[0])
			if err != nil {
				return err
			}
			to, err := parseAccount("NEW_OWNER", args[1])
			if err != nil {
				return err
			}
			kind, err := unitKind(kindText, nil)
			if err != nil {
				return err
			}
			return c.dealing(cmd.Context(), &f, false, func(ctx context.Context, d *deal) error {
				view, writer, err := d.view(ctx)
				if err != nil {
					return err
				}
				unit, err := view.Unit(ctx, kind, id)
				if err != nil {
					return err
				}
				call, err := writer.TransferUnit(unit, to)
				if err != nil {
					return err
				}
				if _, err := d.perform(ctx, "safeTransferFrom", call); err != nil {
					return err
				}
				return d.outcome(map[string]any{"type": kind.String(), "unit": id, "owner": mixedCase(to)}, fmt.Sprintf("%s belongs to %v", unit, to))
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&kindText, "type", "", "component or agent")
	return cmd
}
