package contracts_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/internal/devchain/contracts"
)

var (
	firstHash  = common.HexToHash("0xe79e7e7c37216c0b0076db270e836eabf5b5559594ca87fa984bc9ecf145b1c5")
	secondHash = common.Hash{31: 2}
)

// mint registers a unit: 0 is a component, 1 an agent.
func (w *world) mint(kind uint8, hash common.Hash, dependencies ...uint32) call {
	return call{1, w.RegistriesManager, &contracts.RegistriesManager, "create", []any{kind, w.accounts[1].Address, hash, dependencies}, nil}
}

func (w *world) manage(from int, method string, args ...any) call {
	return call{from, w.RegistriesManager, &contracts.RegistriesManager, method, args, nil}
}

// mintAll registers three components and an agent that needs all of them.
func (w *world) mintAll() {
	w.t.Helper()
	w.do(w.mint(0, firstHash))
	w.do(w.mint(0, secondHash))
	w.do(w.mint(0, common.Hash{3}, 1, 2))
	w.do(w.mint(1, firstHash, 3))
}

func TestUnits(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.mintAll()
		if got := events(t, w.do(w.mint(1, secondHash, 2))); strings.Join(got, " ") != "Transfer CreateUnit" {
			t.Errorf("events %v", got)
		}
		components, agents := w.ComponentRegistry, w.AgentRegistry
		w.shows("3", components, &contracts.ComponentRegistry, "totalSupply")
		w.shows("2", agents, &contracts.AgentRegistry, "totalSupply")
		w.shows("1 2 3] 3", components, &contracts.ComponentRegistry, "getLocalSubComponents", big.NewInt(3))
		w.shows("1 2 3] 3", agents, &contracts.AgentRegistry, "getLocalSubComponents", big.NewInt(1))
		w.shows("1 2 3", agents, &contracts.AgentRegistry, "calculateSubComponents", []uint32{1, 2})
		w.shows("2", agents, &contracts.AgentRegistry, "calculateSubComponents", []uint32{2})
		w.shows("2 [1 2", components, &contracts.ComponentRegistry, "getDependencies", big.NewInt(3))
		w.shows(w.accounts[1].Address.String(), components, &contracts.ComponentRegistry, "ownerOf", big.NewInt(2))
		w.shows("true", components, &contracts.ComponentRegistry, "exists", big.NewInt(3))
		w.shows("false", components, &contracts.ComponentRegistry, "exists", big.NewInt(4))
		w.shows("https://gateway.autonolas.tech/ipfs/f01701220e79e7e7c37216c0b0076db270e836eabf5b5559594ca87fa984bc9ecf145b1c5",
			components, &contracts.ComponentRegistry, "tokenURI", big.NewInt(1))

		// tokenURI goes on naming the first version.
		w.do(w.manage(1, "updateHash", uint8(0), big.NewInt(2), firstHash))
		if n := w.read(components, &contracts.ComponentRegistry, "getUpdatedHashes", big.NewInt(2)); n[0].(*big.Int).Int64() != 1 || n[1].([][32]byte)[0] != firstHash {
			t.Errorf("updated hashes %v", n)
		}
		if uri := w.read(components, &contracts.ComponentRegistry, "tokenURI", big.NewInt(2))[0].(string); !strings.HasSuffix(uri, secondHash.Hex()[2:]) {
			t.Errorf("token URI %s", uri)
		}
	})
}

func TestUnitRefusals(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.mintAll()
		w.refused("ZeroValue[]", w.mint(0, common.Hash{}))
		w.refused("ZeroValue[]", w.mint(1, firstHash))
		w.refused("ComponentNotFound[4]", w.mint(0, firstHash, 4))
		w.refused("ComponentNotFound[4]", w.mint(1, firstHash, 1, 4))
		w.refused("ComponentNotFound[1]", w.mint(0, firstHash, 2, 1))
		w.refused("ComponentNotFound[2]", w.mint(0, firstHash, 2, 2))
		w.refused("ComponentNotFound[0]", w.mint(0, firstHash, 0))
		w.refused("ZeroAddress[]", w.manage(1, "create", uint8(0), common.Address{}, firstHash, []uint32{}))
		w.refused("ComponentNotFound[2]", w.manage(2, "updateHash", uint8(0), big.NewInt(2), firstHash))
		w.refused("AgentNotFound[1]", w.manage(2, "updateHash", uint8(1), big.NewInt(1), firstHash))
		w.refused("ZeroValue[]", w.manage(1, "updateHash", uint8(1), big.NewInt(1), common.Hash{}))
		w.refused("NOT_MINTED", w.manage(1, "updateHash", uint8(1), big.NewInt(2), firstHash))
		w.refused("ManagerOnly["+w.accounts[1].Address.String()+" "+w.RegistriesManager.String()+"]",
			call{1, w.ComponentRegistry, &contracts.ComponentRegistry, "create", []any{w.accounts[1].Address, firstHash, []uint32{}}, nil})
		w.refused("OwnerOnly["+w.accounts[1].Address.String()+" "+w.accounts[0].Address.String()+"]", w.manage(1, "pause"))

		w.do(w.manage(0, "pause"))
		w.refused("Paused[]", w.mint(0, firstHash))
		w.do(w.manage(0, "unpause"))
		w.do(w.mint(0, firstHash))
	})
}

// Units are ERC-721 tokens.
func TestTokens(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.mintAll()
		one, from, to := big.NewInt(1), w.accounts[1].Address, w.accounts[2].Address
		token := func(sender int, method string, args ...any) call {
			return call{sender, w.ComponentRegistry, &contracts.ComponentRegistry, method, args, nil}
		}
		w.refused("NOT_AUTHORIZED", token(2, "transferFrom", from, to, one))
		w.refused("WRONG_FROM", token(1, "transferFrom", to, from, one))
		w.refused("INVALID_RECIPIENT", token(1, "transferFrom", from, common.Address{}, one))
		w.refused("NOT_AUTHORIZED", token(2, "approve", to, one))
		w.do(token(1, "approve", to, one))
		w.do(token(2, "transferFrom", from, to, one))
		w.refused("NOT_AUTHORIZED", token(1, "transferFrom", to, from, one)) // the approval is used up
		w.do(token(2, "setApprovalForAll", from, true))
		w.do(token(1, "safeTransferFrom", to, from, one))
		w.shows("3", w.ComponentRegistry, &contracts.ComponentRegistry, "balanceOf", from)
		if refusal := w.refusal(from, w.ComponentRegistry, w.data(token(1, "safeTransferFrom", from, w.Token, one)), nil); refusal == "nothing" {
			t.Error("a contract that knows nothing of tokens got one")
		}
		w.shows("true", w.ComponentRegistry, &contracts.ComponentRegistry, "supportsInterface", [4]byte{0x80, 0xac, 0x58, 0xcd})
	})
}
