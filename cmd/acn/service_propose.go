package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"go-acn/agentrt/settle"
)

// draftCall is a call in a proposal: a plain one, as the multisig.
type draftCall struct {
	To    common.Address `json:"to"`
	Value string         `json:"value"` // wei
	Data  hexBytes       `json:"data"`
}

// action is what the multisig does.
func (a *draftCall) action() (settle.Action, error) {
	value, ok := new(big.Int).SetString(a.Value, 10)
	switch {
	case !ok || value.Sign() < 0 || value.BitLen() > 256 || value.String() != a.Value:
		return settle.Action{}, fmt.Errorf("not a proposal: %.40q is no amount", a.Value)
	case a.To == common.Address{}:
		return settle.Action{}, errors.New("not a proposal: it calls nobody")
	case value.Sign() == 0 && len(a.Data) == 0:
		return settle.Action{}, errors.New("not a proposal: it does nothing")
	case len(a.Data) > settle.MaxData:
		return settle.Action{}, fmt.Errorf("not a proposal: %d bytes of data, limit %d", len(a.Data), settle.MaxData)
	}
	return settle.Action{To: a.To, Value: value, Data: a.Data}, nil
}

func (c *console) serviceProposeCommand() *cobra.Command {
	var f chainFlags
	var to, value, data string
	cmd := &cobra.Command{
		Use:   "propose ID FILE --to ADDRESS",
		Short: "Propose that the service's multisig sends or calls something",
		Long: `Writes a proposal to a new file: that the multisig of a service sends money to an
address, or calls a contract there. acn service sign adds signatures of the
multisig's owners, and acn service execute sends it.

What the data mean is for those who sign to know: they are shown as they are, and
in words only where the multisig changes its own owners, threshold or modules.`,
		Example: `  acn service propose 7 pay.json --to 0x... --value 0.5 --chain gnosis
  acn service propose 7 call.json --to 0x... --data 0xd0e30db0 --chain gnosis`,
		Args: wants("ID", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseServiceID(args[0])
			if err != nil {
				return err
			}
			if to == "" {
				return wrongUse("add --to ADDRESS", "say whom to call")
			}
			call := &draftCall{Value: "0"}
			if call.To, err = parseAccount("--to", to); err != nil {
				return err
			}
			if err := call.Data.UnmarshalText([]byte(data)); data != "" && err != nil {
				return wrongUse("write 0x and an even number of hex digits", "--data: %w", err)
			}
			return c.dealing(cmd.Context(), &dealFlags{chainFlags: f}, true, func(ctx context.Context, d *deal) error {
				if value != "" {
					money, err := d.parseMoney(ctx, "--value", value, common.Address{})
					if err != nil {
						return err
					}
					call.Value = money.String()
				}
				if call.Value == "0" && len(call.Data) == 0 {
					return wrongUse("add --value AMOUNT, or --data 0x...", "say what to send")
				}
				at, err := d.situation(ctx, id)
				if err != nil {
					return err
				}
				if at.service.Multisig == (common.Address{}) {
					return fail(fmt.Errorf("%s has no multisig yet", id), "acn service deploy makes one")
				}
				s, err := d.bind(ctx, at, &draftFile{Chain: d.network.Name, Service: id, Call: call})
				if err != nil {
					return err
				}
				return d.writeDraft(ctx, args[1], s)
			})
		},
	}
	f.add(cmd.Flags())
	flags := cmd.Flags()
	flags.StringVar(&to, "to", "", "whom the multisig pays or calls")
	flags.StringVar(&value, "value", "", "how much it sends along, in the currency of the chain; default nothing")
	flags.StringVar(&data, "data", "", "what it calls with, as 0x and hex digits: selector and arguments")
	return cmd
}
