package main

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"text/tabwriter"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/chain/send"
)

// show tells what will be sent, before it is.
func (d *deal) show(ctx context.Context, function string, call registries.Call, plan send.Plan) {
	unit := evm.Ether(d.network.Currency)
	p := performed{What: d.readable(ctx, call.What), Account: mixedCase(plan.From), Contract: mixedCase(call.To), Function: function, Value: unit.Amount(plan.Call.Value), Wei: plan.Call.Value.String(),
		GasLimit: plan.Gas, MaxCost: unit.Amount(plan.Fee), MaxWei: plan.Fee.String()}
	d.done = append(d.done, p)
	fmt.Fprintf(d.c.err, "This will %s.\n\n", p.What)
	table := tabwriter.NewWriter(d.c.err, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "  chain\t%s (%d)\n  account\t%v, has %s\n  contract\t%v\n  function\t%s\n  value\t%s\n  gas\t%d at %s gwei at most\n  cost of gas\t%s at most\n",
		d.network.Name, d.network.ID, p.Account, unit.Amount(plan.Balance), p.Contract, p.Function, p.Value, p.GasLimit,
		evm.FormatAmount(plan.Price.Limit, 9), p.MaxCost)
	table.Flush()
	fmt.Fprintln(d.c.err)
}

// smallest is an amount in a sentence of the registries, which tell all of them
// in the smallest units.
var smallest = regexp.MustCompile(`\b([0-9]+) (?:wei\b|(?:units )?of token (0x[0-9a-fA-F]{40}))`)

// readable is a sentence with its amounts in ether and whole tokens.
func (d *deal) readable(ctx context.Context, text string) string {
	return printable(smallest.ReplaceAllStringFunc(text, func(found string) string {
		parts := smallest.FindStringSubmatch(found)
		amount, ok := new(big.Int).SetString(parts[1], 10)
		unit, err := d.unit(ctx, common.HexToAddress(parts[2]))
		if !ok || err != nil {
			return found
		}
		told := unit.Amount(amount)
		if parts[2] != "" {
			told += " (token " + parts[2] + ")"
		}
		return told
	}))
}

// errDeclined says that somebody was asked and did not agree.
var errDeclined = errors.New("not sent: you did not say yes")

// ask asks somebody at the terminal, unless they agreed beforehand.
func (d *deal) ask(ctx context.Context, question string) error {
	if d.flags.yes {
		return nil
	}
	fmt.Fprint(d.c.err, question+" [y/N] ")
	var line string
	var err error
	d.c.typing(ctx, func() error { return d.told(d.advise(errLeft, "")) }, func() { line, err = d.answers.ReadString('\n') })
	if answer := strings.ToLower(strings.TrimSpace(line)); answer == "y" || answer == "yes" {
		return nil
	}
	if err != nil {
		fmt.Fprintln(d.c.err)
	}
	return d.advise(errDeclined, "answer y, or add --yes")
}
