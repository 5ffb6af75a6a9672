package keeper_test

import (
	"testing"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
	"go-acn/agentrt/registry/replica/keeper"
)

func member(t *testing.T) (peer.AddrInfo, acn.Address) {
	t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	wallet, err := acn.WalletFromSecret(acn.Ethereum, identity.Secret())
	if err != nil {
		t.Fatal(err)
	}
	id, err := peer.Decode(identity.NodeKey().PeerID())
	if err != nil {
		t.Fatal(err)
	}
	return peer.AddrInfo{ID: id}, wallet.Address()
}

func TestAdmit(t *testing.T) {
	first, firstAddress := member(t)
	second, secondAddress := member(t)
	named := registry.Publishers{secondAddress: {Bytes: 1, Packages: 1}}
	all, err := keeper.Admit(named, []peer.AddrInfo{first, second})
	if err != nil || len(all) != 2 || all[firstAddress].Bytes < 1<<60 || all[secondAddress] != (pin.Quota{Bytes: 1, Packages: 1}) {
		t.Errorf("%v, %v", all, err)
	}
	if len(named) != 1 {
		t.Error("the publishers that were given have changed")
	}
	other, err := peer.Decode("12D3KooWRndVhVZPCiQwHBBBdg769GyrPUW13zxwqQyf9r3ANaba") // ed25519
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Admit(nil, []peer.AddrInfo{{ID: other}}); err == nil {
		t.Error("a member whose key is no node key has an operator")
	}
}
