package networks

import (
	"context"
	"crypto/ecdsa"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	ledger "go-acn/agentrt/chain"
	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/signing"
	"go-acn/agentrt/settle"
	"go-acn/internal/devchain"
	"go-acn/internal/devchain/contracts"
)

// key signs with a key in memory.
type key struct{ *ecdsa.PrivateKey }

func (k key) Address() common.Address { return crypto.PubkeyToAddress(k.PublicKey) }

func (k key) Sign(_ context.Context, r signing.Request) ([]byte, error) {
	return k.sign(r.Digest())
}

func (k key) sign(digest [32]byte) ([]byte, error) {
	signature, err := crypto.Sign(digest[:], k.PrivateKey)
	signature[64] += 27
	return signature, err
}

// transact sends a transaction of the last account and waits for its block.
func transact(t *testing.T, c *devchain.Chain, to common.Address, data []byte, value *big.Int) *types.Receipt {
	t.Helper()
	accounts, id := devchain.Accounts(), big.NewInt(devchain.ChainID)
	from := accounts[len(accounts)-1]
	nonce, err := c.Client().PendingNonceAt(t.Context(), from.Address)
	must(t, err)
	tx, err := types.SignNewTx(from.Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, GasTipCap: gwei(1), GasFeeCap: gwei(10), Gas: 1_000_000, To: &to, Data: data, Value: value,
	})
	must(t, err)
	must(t, c.Client().SendTransaction(t.Context(), tx))
	must(t, c.Mine(1))
	receipt, err := c.Client().TransactionReceipt(t.Context(), tx.Hash())
	must(t, err)
	if receipt.Status != types.ReceiptStatusSuccessful {
		t.Fatal("the transaction failed")
	}
	return receipt
}

// newSafe makes a multisig with ether, that all of its owners have to sign for.
func newSafe(t *testing.T, c *devchain.Chain, owners ...common.Address) common.Address {
	t.Helper()
	at := c.Contracts()
	multisig, err := contracts.Multisig.ParseABI()
	must(t, err)
	setup, err := multisig.Pack("setup", owners, big.NewInt(int64(len(owners))), common.Address{}, []byte{}, common.Address{}, common.Address{}, new(big.Int), common.Address{})
	must(t, err)
	factory, err := contracts.MultisigFactory.ParseABI()
	must(t, err)
	create, err := factory.Pack("createProxyWithNonce", at.Safe, setup, big.NewInt(1))
	must(t, err)
	for _, log := range transact(t, c, at.SafeProxyFactory, create, nil).Logs {
		if log.Topics[0] == factory.Events["ProxyCreation"].ID {
			safe := common.BytesToAddress(log.Data[:32])
			transact(t, c, safe, nil, big.NewInt(params.Ether))
			return safe
		}
	}
	t.Fatal("no multisig was made")
	return common.Address{}
}

// What a runtime does with a chain's name and the addresses of its nodes: a
// transaction of a service settles, seen by node and witness, and blocks are
// heard of over a WebSocket. One node is down, and one witness of three.
func TestSettlement(t *testing.T) {
	c, err := devchain.Start(devchain.Config{Contracts: true})
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	keeper, other := key{devchain.Accounts()[0].Key}, key{devchain.Accounts()[1].Key}
	owners, err := settle.NewOwners([]common.Address{keeper.Address(), other.Address()}, 2)
	must(t, err)
	safe := newSafe(t, c, owners.Addresses()...)
	ctx, stop := context.WithCancel(t.Context())
	var blocks sync.WaitGroup
	blocks.Go(func() { _ = c.Run(ctx) }) // until it is stopped
	defer blocks.Wait()
	defer stop()

	const down = "http://127.0.0.1:1"
	local, err := load(t, "", map[string]string{
		"LOCAL_CHAIN_RPC": down + "," + c.WebSocketURL(), "LOCAL_CHAIN_WITNESSES": c.URL() + "," + down + "," + c.URL(),
	}).Find("local")
	must(t, err)
	connection, err := local.Connect(evm.PoolConfig{})
	must(t, err)
	defer connection.Close()
	manager, err := settle.NewManager(local.Settlement(), connection, keeper, connection.Witnesses()...)
	must(t, err)

	payee := common.Address{0xab}
	p, err := settle.Propose(settle.Record{ChainID: local.ID, Safe: safe, Action: settle.Action{To: payee, Value: big.NewInt(5)}})
	must(t, err)
	collected := settle.Collect(p, owners)
	for _, owner := range []key{keeper, other} {
		signature, err := owner.sign(p.Hash())
		must(t, err)
		must(t, collected.Add(owner.Address(), signature))
	}
	signed, err := collected.Signed()
	must(t, err)
	progress, err := manager.Run(ctx, settle.RunConfig{Poll: 100 * time.Millisecond}, signed, connection)
	if err != nil || progress.Status != ledger.Done {
		t.Fatalf("%+v, %v", progress, err)
	}
	if balance, err := connection.BalanceAt(ctx, payee, nil); err != nil || balance.Int64() != 5 {
		t.Errorf("paid %v, %v", balance, err)
	}
	logs, err := connection.FilterLogs(ctx, ethereum.FilterQuery{FromBlock: new(big.Int), Addresses: []common.Address{safe}})
	must(t, err)
	count := 0
	for i := range logs {
		if execution, ok := settle.ParseExecution(&logs[i]); ok && execution.Success && execution.Hash == p.Hash() {
			count++
		}
	}
	if count != 1 {
		t.Errorf("it happened %d times", count)
	}
}
