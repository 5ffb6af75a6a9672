package settle

import (
	"bytes"
	"crypto/ecdsa"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/internal/devchain"
	"go-acn/internal/devchain/published"
)

// setup is what the tests call to make Safes.
var setup = parseABI(`[
	{"type":"function","name":"setup","inputs":[{"name":"owners","type":"address[]"},{"name":"threshold","type":"uint256"},{"name":"to","type":"address"},
		{"name":"data","type":"bytes"},{"name":"fallbackHandler","type":"address"},{"name":"paymentToken","type":"address"},
		{"name":"payment","type":"uint256"},{"name":"paymentReceiver","type":"address"}],"outputs":[]},
	{"type":"function","name":"createProxyWithNonce","inputs":[{"name":"singleton","type":"address"},{"name":"initializer","type":"bytes"},
		{"name":"saltNonce","type":"uint256"}],"outputs":[{"type":"address"}]},
	{"type":"function","name":"getTransactionHash","stateMutability":"view","outputs":[{"type":"bytes32"}],"inputs":[
		{"name":"to","type":"address"},{"name":"value","type":"uint256"},{"name":"data","type":"bytes"},{"name":"operation","type":"uint8"},
		{"name":"safeTxGas","type":"uint256"},{"name":"baseGas","type":"uint256"},{"name":"gasPrice","type":"uint256"},
		{"name":"gasToken","type":"address"},{"name":"refundReceiver","type":"address"},{"name":"_nonce","type":"uint256"}]}]`)

// world is a development chain with a Safe of four that wants three
// signatures, and ether in it. Blocks are made by hand.
type world struct {
	*devchain.Chain
	t         *testing.T
	safe      common.Address
	multiSend common.Address
	owners    Owners
	keys      map[common.Address]*ecdsa.PrivateKey
	funder    *ecdsa.PrivateKey
}

func newWorld(t *testing.T, code published.Code) *world {
	t.Helper()
	c, err := devchain.Start(devchain.Config{})
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	accounts := devchain.Accounts()
	w := &world{Chain: c, t: t, keys: make(map[common.Address]*ecdsa.PrivateKey), funder: accounts[9].Key}
	var addresses []common.Address
	for _, account := range accounts[:4] {
		addresses = append(addresses, account.Address)
		w.keys[account.Address] = account.Key
	}
	w.owners, err = NewOwners(addresses, 3)
	must(t, err)

	singleton, factory := w.deploy(code.Singleton), w.deploy(code.Factory)
	w.multiSend = w.deploy(code.MultiSend)
	initializer, err := setup.Pack("setup", addresses, big.NewInt(3), common.Address{}, []byte{}, common.Address{}, common.Address{}, new(big.Int), common.Address{})
	must(t, err)
	create, err := setup.Pack("createProxyWithNonce", singleton, initializer, big.NewInt(1))
	must(t, err)
	created := w.transact(w.funder, &factory, create, nil)
	w.safe = proxyOf(created.Logs)
	w.transact(w.funder, &w.safe, nil, big.NewInt(params.Ether))
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// proxyOf finds the new Safe in ProxyCreation, whose layout differs.
func proxyOf(logs []*types.Log) common.Address {
	for _, log := range logs {
		if log.Topics[0] == crypto.Keccak256Hash([]byte("ProxyCreation(address,address)")) {
			if len(log.Topics) == 2 {
				return common.Address(log.Topics[1][12:])
			}
			return common.Address(log.Data[12:32])
		}
	}
	return common.Address{}
}

func (w *world) deploy(code []byte) common.Address {
	return w.transact(w.funder, nil, code, nil).ContractAddress
}

// transact sends a transaction and makes a block with it.
func (w *world) transact(key *ecdsa.PrivateKey, to *common.Address, data []byte, value *big.Int) *types.Receipt {
	w.t.Helper()
	from := crypto.PubkeyToAddress(key.PublicKey)
	gas, err := w.Client().EstimateGas(w.t.Context(), ethereum.CallMsg{From: from, To: to, Data: data, Value: value})
	must(w.t, err)
	tx := w.send(key, to, data, value, gas)
	must(w.t, w.Mine(1))
	receipt, err := w.Client().TransactionReceipt(w.t.Context(), tx.Hash())
	must(w.t, err)
	if receipt.Status != types.ReceiptStatusSuccessful {
		w.t.Fatal("the transaction failed")
	}
	return receipt
}

// send hands in a transaction, and makes no block.
func (w *world) send(key *ecdsa.PrivateKey, to *common.Address, data []byte, value *big.Int, gas uint64) *types.Transaction {
	w.t.Helper()
	nonce, err := w.Client().PendingNonceAt(w.t.Context(), crypto.PubkeyToAddress(key.PublicKey))
	must(w.t, err)
	id := big.NewInt(devchain.ChainID)
	tx, err := types.SignNewTx(key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, GasTipCap: big.NewInt(params.GWei), GasFeeCap: big.NewInt(5 * params.GWei), Gas: gas, To: to, Data: data, Value: value,
	})
	must(w.t, err)
	must(w.t, w.Client().SendTransaction(w.t.Context(), tx))
	return tx
}

// fuse is a contract that takes its first money, and from then on reverts.
func (w *world) fuse() common.Address {
	w.t.Helper()
	code := []byte{
		0x34, 0x47, 0x14, // is what it has what comes with the call?
		0x60, 0x0a, 0x57, // if so go to the stop
		0x60, 0x00, 0x80, 0xfd, // revert
		0x5b, 0x00, // stop
	}
	return w.deploy(creation(code))
}

// creation is code that makes a contract of a code.
func creation(code []byte) []byte {
	return append([]byte{0x60, byte(len(code)), 0x60, 12, 0x60, 0, 0x39, 0x60, byte(len(code)), 0x60, 0, 0xf3}, code...)
}

// hungry is a contract that reverts unless 200,000 gas are left.
func (w *world) hungry() common.Address {
	w.t.Helper()
	return w.deploy(creation([]byte{
		0x62, 0x03, 0x0d, 0x40, 0x5a, 0x11, // is more left?
		0x60, 0x0d, 0x57, // if so go to the stop
		0x60, 0x00, 0x80, 0xfd, // revert
		0x5b, 0x00, // stop
	}))
}

// blowing is a node that blows the fuse just before it takes a transaction that
// calls it, so that what was simulated is not what happens.
func (w *world) blowing(fuse common.Address) Node {
	return &handing{w.Client(), func(tx *types.Transaction) {
		if bytes.Contains(tx.Data(), fuse.Bytes()) && w.balance(fuse).Sign() == 0 {
			w.transact(w.funder, &fuse, nil, common.Big1)
		}
	}}
}

// propose binds an action to the Safe and the nonce.
func (w *world) propose(nonce uint64, action Action) Proposal {
	w.t.Helper()
	p, err := Propose(Record{ChainID: devchain.ChainID, Safe: w.safe, Nonce: nonce, Action: action})
	must(w.t, err)
	return p
}

// sign is the signature of one owner.
func (w *world) sign(owner common.Address, hash common.Hash) []byte {
	w.t.Helper()
	return signWith(w.t, w.keys[owner], hash)
}

func signWith(t *testing.T, key *ecdsa.PrivateKey, hash common.Hash) []byte {
	t.Helper()
	signature, err := crypto.Sign(hash[:], key)
	must(t, err)
	signature[64] += 27
	return signature
}

// signed is the proposal with signatures of these owners, by position.
func (w *world) signed(p Proposal, owners ...int) Signed {
	w.t.Helper()
	c := Collect(p, w.owners)
	for _, i := range owners {
		owner := w.owners.Addresses()[i]
		must(w.t, c.Add(owner, w.sign(owner, p.Hash())))
	}
	signed, err := c.Signed()
	must(w.t, err)
	return signed
}

func (w *world) balance(a common.Address) *big.Int {
	w.t.Helper()
	balance, err := w.Client().BalanceAt(w.t.Context(), a, nil)
	must(w.t, err)
	return balance
}

// refuses tells whether the Safe itself reverts on these very signatures.
func (w *world) refuses(p Proposal, packed []byte) bool {
	w.t.Helper()
	data, err := Signed{p, packed}.Calldata()
	must(w.t, err)
	_, err = w.Client().CallContract(w.t.Context(), ethereum.CallMsg{From: w.owners.Addresses()[0], To: &w.safe, Data: data}, nil)
	return err != nil
}

// pack concatenates signatures as they are given.
func pack(signatures ...[]byte) []byte { return slices.Concat(signatures...) }

var payee = common.BytesToAddress(bytes.Repeat([]byte{0xab}, 20))
