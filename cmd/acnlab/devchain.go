package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/spf13/cobra"

	"go-acn/internal/devchain"
)

func newDevchain() *cobra.Command {
	var cfg devchain.Config
	cmd := &cobra.Command{
		Use:   "devchain",
		Short: "Run an Ethereum chain on loopback that does what it is told",
		Long: `Serves JSON-RPC over HTTP and WebSocket on one port of loopback: chain id 31337,
the rules of mainnet, ten funded accounts with well-known keys. Blocks are made
when there are transactions, or every --interval. dev_mine, dev_pause,
dev_resume, dev_warp and dev_reorg control it. Nothing is kept.`,
		Example: `  acnlab devchain
  acnlab devchain --listen 127.0.0.1:0 --interval 2s`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDevchain(cmd.Context(), cfg, cmd.OutOrStdout())
		},
	}
	set := cmd.Flags()
	set.StringVar(&cfg.Listen, "listen", "127.0.0.1:8545", "where to serve, on loopback; port 0 is a free one")
	set.DurationVar(&cfg.Interval, "interval", 0, "time between blocks, 1s or more (default: a block per transaction)")
	return cmd
}

func runDevchain(ctx context.Context, cfg devchain.Config, out io.Writer) error {
	chain, err := devchain.Start(cfg)
	if err != nil {
		return &problem{err, "choose another address of loopback with --listen, and an --interval of 1s or more", 1}
	}
	for i, account := range devchain.Accounts() {
		fmt.Fprintf(out, "account %d  %s  key 0x%x\n", i, account.Address, crypto.FromECDSA(account.Key))
	}
	fmt.Fprintf(out, "The keys are public knowledge: never send anything of value to these addresses on another chain.\nchain id  %d\nHTTP      %s\nWebSocket %s\n",
		devchain.ChainID, chain.URL(), chain.WebSocketURL())
	return errors.Join(chain.Run(ctx), chain.Close())
}
