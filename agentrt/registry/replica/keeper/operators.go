package keeper

import (
	"fmt"
	"math"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

// Admit adds the operators of members to publishers, without a quota, so that
// what is added at one registry is kept at the others. Those that publishers
// name already keep the quota they have there. A registry's operator is the
// ethereum wallet of its node's key.
func Admit(publishers registry.Publishers, members []peer.AddrInfo) (registry.Publishers, error) {
	all := make(registry.Publishers, len(publishers)+len(members))
	for address, quota := range publishers {
		all[address] = quota
	}
	for _, member := range members {
		address, err := operatorOf(member.ID)
		if err != nil {
			return nil, err
		}
		if _, named := all[address]; !named {
			all[address] = pin.Quota{Bytes: math.MaxInt64 / 2, Packages: math.MaxInt32} // sums have to stay numbers
		}
	}
	return all, nil
}

func operatorOf(id peer.ID) (acn.Address, error) {
	node, err := acn.NodeKeyFromPeerID(id.String())
	if err != nil {
		return "", fmt.Errorf("a registry's operator: %w", err)
	}
	key, err := secp256k1.ParsePubKey(node.Bytes())
	if err != nil {
		return "", fmt.Errorf("a registry's operator: %w", err)
	}
	return acn.Parts{Ledger: acn.Ethereum, PublicKey: key.SerializeUncompressed()[1:]}.Address()
}
