package main

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/networks"
	"go-acn/agentrt/chain/registries"
)

// newReader reads the registries of a chain: what its nodes say, and where it
// has witnesses, only what these say, too.
func newReader(n networks.Network, node *networks.Connection) (*registries.Reader, error) {
	reader, err := registries.NewReader(registries.Config{
		ChainID: n.ID, ServiceRegistry: n.Contracts[networks.ServiceRegistry],
		ComponentRegistry: n.Contracts[networks.ComponentRegistry], AgentRegistry: n.Contracts[networks.AgentRegistry],
	}, node.Agreed())
	if err != nil {
		return nil, fail(err, "acn chain show "+n.Name+" lists the contracts that are known")
	}
	return reader, nil
}

// view reads the chain as it is now.
func (d *deal) view(ctx context.Context) (*registries.View, *registries.Writer, error) {
	view, err := d.upToDate(ctx)
	if err != nil {
		return nil, nil, err
	}
	writer, err := view.Writer(ctx)
	return view, writer, err
}

// upToDate is a view that has what was sent: other nodes may lag behind the one
// that told of it.
func (d *deal) upToDate(ctx context.Context) (*registries.View, error) {
	view, err := d.reader.At(ctx, nil)
	if err != nil || view.Block() >= d.since {
		return view, err
	}
	ctx, cancel := context.WithTimeout(ctx, d.flags.wait)
	defer cancel()
	ticker := time.NewTicker(d.poll())
	defer ticker.Stop()
	for err == nil && view.Block() < d.since {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting until enough nodes have block %d: %w", d.since, ctx.Err())
		case <-ticker.C:
			view, err = d.reader.At(ctx, nil)
		}
	}
	return view, err
}

// parseMoney reads an amount of the chain's currency, or of a token.
func (d *deal) parseMoney(ctx context.Context, flag, text string, token common.Address) (*big.Int, error) {
	unit, err := d.unit(ctx, token)
	if err != nil {
		return nil, err
	}
	amount, err := evm.ParseAmount(text, unit.Decimals)
	if err != nil {
		return nil, wrongUse("write it in "+unit.Symbol+", such as 0.01", "%s: %w", flag, err)
	}
	return amount, nil
}

func (d *deal) unit(ctx context.Context, token common.Address) (evm.Unit, error) {
	if token == (common.Address{}) || token == registries.EtherToken {
		return evm.Ether(d.network.Currency), nil
	}
	return evm.TokenUnit(ctx, d.node.Agreed(), token)
}
