package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/spf13/cobra"

	"go-acn/internal/devchain"
)

// devchainFlags are those of acnlab devchain.
type devchainFlags struct {
	cfg  devchain.Config
	bare bool
	json bool
}

func newDevchain() *cobra.Command {
	var flags devchainFlags
	cmd := &cobra.Command{
		Use:   "devchain",
		Short: "Run an Ethereum chain on loopback that does what it is told",
		Long: `Serves JSON-RPC over HTTP and WebSocket on one port of loopback: chain id 31337,
the rules of mainnet, ten funded accounts with well-known keys. Registries of
units and services, a multisig, and contracts to try services with are there
from the start, unless --bare. Blocks are made when there are transactions, or
every --interval. dev_mine, dev_pause, dev_resume, dev_warp and dev_reorg
control it. Nothing is kept.`,
		Example: `  acnlab devchain
  acnlab devchain --listen 127.0.0.1:0 --interval 2s
  acnlab devchain --bare --json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDevchain(cmd.Context(), flags, cmd.OutOrStdout())
		},
	}
	set := cmd.Flags()
	set.StringVar(&flags.cfg.Listen, "listen", "127.0.0.1:8545", "where to serve, on loopback; port 0 is a free one")
	set.DurationVar(&flags.cfg.Interval, "interval", 0, "time between blocks, 1s or more (default: a block per transaction)")
	set.BoolVar(&flags.bare, "bare", false, "begin without contracts")
	set.BoolVar(&flags.json, "json", false, "print one line of JSON instead of text")
	return cmd
}

func runDevchain(ctx context.Context, flags devchainFlags, out io.Writer) error {
	flags.cfg.Contracts = !flags.bare
	chain, err := devchain.Start(flags.cfg)
	if err != nil {
		return &problem{err, "choose another address of loopback with --listen, and an --interval of 1s or more", 1}
	}
	if flags.json {
		err = printJSON(out, chain, flags.cfg)
	} else {
		err = printText(out, chain, flags.cfg)
	}
	if err != nil {
		return errors.Join(err, chain.Close())
	}
	return errors.Join(chain.Run(ctx), chain.Close())
}

func printText(out io.Writer, chain *devchain.Chain, cfg devchain.Config) error {
	for i, account := range devchain.Accounts() {
		fmt.Fprintf(out, "account %d  %s  key 0x%x\n", i, account.Address, crypto.FromECDSA(account.Key))
	}
	if cfg.Contracts {
		for _, one := range chain.Contracts().List() {
			fmt.Fprintf(out, "%-34s %s\n", one.Name, one.Address)
		}
		fmt.Fprintln(out, "Account 0 owns the contracts.")
	}
	_, err := fmt.Fprintf(out, "The keys are public knowledge: never send anything of value to these addresses on another chain.\nchain id  %d\nHTTP      %s\nWebSocket %s\n",
		devchain.ChainID, chain.URL(), chain.WebSocketURL())
	return err
}

func printJSON(out io.Writer, chain *devchain.Chain, cfg devchain.Config) error {
	type account struct {
		Address common.Address `json:"address"`
		Key     hexutil.Bytes  `json:"key"`
	}
	started := struct {
		ChainID   int                 `json:"chain_id"`
		HTTP      string              `json:"http"`
		WebSocket string              `json:"websocket"`
		Accounts  []account           `json:"accounts"`
		Contracts *devchain.Contracts `json:"contracts,omitempty"`
	}{ChainID: devchain.ChainID, HTTP: chain.URL(), WebSocket: chain.WebSocketURL()}
	for _, one := range devchain.Accounts() {
		started.Accounts = append(started.Accounts, account{one.Address, crypto.FromECDSA(one.Key)})
	}
	if where := chain.Contracts(); cfg.Contracts {
		started.Contracts = &where
	}
	return json.NewEncoder(out).Encode(started)
}
