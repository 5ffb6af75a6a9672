package registries

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"os"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/settle"
	"go-acn/internal/devchain"
	"go-acn/internal/devchain/published"
)

// world is a chain with registries. Blocks are made by hand.
type world struct {
	*devchain.Chain
	t      *testing.T
	at     devchain.Contracts
	reader *Reader
	keys   map[common.Address]*ecdsa.PrivateKey
	files  files
}

// files are by their hashes.
type files map[pkg.Hash][]byte

func (f files) File(_ context.Context, h pkg.Hash) ([]byte, error) {
	if text, ok := f[h]; ok {
		return text, nil
	}
	return nil, errors.New("not there")
}

// Who is who among the accounts of the chain: 0 owns the registries, 1 to 4
// are instances, and
const (
	owner    = 5 // of services and units
	operator = 6
	another  = 7 // operator
	stranger = 8
)

func who(i int) common.Address { return devchain.Accounts()[i].Address }

// eachRegistry runs a test with our contracts, and with the published ones if
// there is a checkout of them.
func eachRegistry(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("ours", func(t *testing.T) {
		w := newWorld(t, devchain.Config{Contracts: true})
		w.use(w.Contracts())
		test(t, w)
	})
	t.Run("published", func(t *testing.T) {
		w := newWorld(t, devchain.Config{})
		at, err := published.DeployReal(t.Context(), w.Chain, checkout(t))
		must(t, err)
		w.use(at)
		test(t, w)
	})
}

func checkout(t *testing.T) string {
	folder := os.Getenv(published.Checkout)
	if folder == "" {
		t.Skip("needs a checkout of the registries' repository, named by " + published.Checkout)
	}
	return folder
}

func newWorld(t *testing.T, cfg devchain.Config) *world {
	t.Helper()
	c, err := devchain.Start(cfg)
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	w := &world{Chain: c, t: t, keys: make(map[common.Address]*ecdsa.PrivateKey), files: make(files)}
	for _, account := range devchain.Accounts() {
		w.keys[account.Address] = account.Key
	}
	return w
}

func (w *world) use(at devchain.Contracts) {
	w.t.Helper()
	w.at = at
	var err error
	w.reader, err = NewReader(Config{
		ChainID: devchain.ChainID, ServiceRegistry: at.ServiceRegistry, ComponentRegistry: at.ComponentRegistry, AgentRegistry: at.AgentRegistry,
	}, w.Client())
	must(w.t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) view() *View {
	w.t.Helper()
	v, err := w.reader.At(w.t.Context(), nil)
	must(w.t, err)
	return v
}

func (w *world) writer() *Writer {
	w.t.Helper()
	writer, err := w.view().Writer(w.t.Context())
	must(w.t, err)
	return writer
}

func (w *world) service(id ServiceID) Service {
	w.t.Helper()
	s, err := w.view().Service(w.t.Context(), id)
	must(w.t, err)
	return s
}

// send has an account send a call, which has to succeed, and to have the
// effect it says.
func (w *world) send(from int, id ServiceID, call Call, err error) *types.Receipt {
	w.t.Helper()
	must(w.t, err)
	must(w.t, call.By(who(from)))
	receipt, err := w.try(from, call)
	must(w.t, err)
	if call.After != NonExistent && id != 0 {
		if got := w.service(id).State; got != call.After {
			w.t.Fatalf("%s: %s is in %s, want %s", call.What, id, got, call.After)
		}
	}
	return receipt
}

// try sends a call if it would succeed.
func (w *world) try(from int, call Call) (*types.Receipt, error) {
	w.t.Helper()
	ctx, client := w.t.Context(), w.Client()
	gas, err := client.EstimateGas(ctx, ethereum.CallMsg{From: who(from), To: &call.To, Data: call.Data, Value: call.Value})
	if err != nil {
		if data, reverted := evm.Reverted(err); reverted {
			return nil, ParseRevert(data)
		}
		w.t.Fatal(err)
	}
	nonce, err := client.PendingNonceAt(ctx, who(from))
	must(w.t, err)
	id := big.NewInt(devchain.ChainID)
	tx, err := types.SignNewTx(w.keys[who(from)], types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, Nonce: nonce, GasTipCap: big.NewInt(params.GWei), GasFeeCap: big.NewInt(10 * params.GWei), Gas: gas + gas/4, To: &call.To, Data: call.Data, Value: call.Value,
	})
	must(w.t, err)
	must(w.t, client.SendTransaction(ctx, tx))
	must(w.t, w.Mine(1))
	receipt, err := client.TransactionReceipt(ctx, tx.Hash())
	must(w.t, err)
	if receipt.Status != types.ReceiptStatusSuccessful {
		w.t.Fatalf("%s: the transaction failed", call.What)
	}
	w.t.Logf("%d gas to %s", receipt.GasUsed, call.What)
	return receipt, nil
}

// refused makes sure that a call reverts with an error of that name, which is
// explained.
func (w *world) refused(from int, call Call, name string) {
	w.t.Helper()
	_, err := w.try(from, call)
	var revert *Revert
	if !errors.As(err, &revert) || revert.Name != name || revert.Why == "" {
		w.t.Errorf("%s: %v, want %s", call.What, err, name)
	}
}

// act has three of the instances sign an action of a Safe, and sends it.
func (w *world) act(safe common.Address, action settle.Action) *types.Receipt {
	w.t.Helper()
	m, err := w.view().Multisig(w.t.Context(), safe)
	must(w.t, err)
	owners, err := settle.NewOwners(m.Owners, int(m.Threshold))
	must(w.t, err)
	p, err := settle.Propose(settle.Record{ChainID: devchain.ChainID, Safe: safe, Nonce: m.Nonce, Action: action})
	must(w.t, err)
	collected := settle.Collect(p, owners)
	for _, one := range m.Owners[:m.Threshold] {
		signature, err := crypto.Sign(p.Hash().Bytes(), w.keys[one])
		must(w.t, err)
		signature[64] += 27
		must(w.t, collected.Add(one, signature))
	}
	signed, err := collected.Signed()
	must(w.t, err)
	data, err := signed.Calldata()
	must(w.t, err)
	receipt, err := w.try(stranger, Call{To: safe, Data: data, Value: new(big.Int), What: "an action of the multisig"})
	must(w.t, err)
	for _, log := range receipt.Logs {
		if execution, ok := settle.ParseExecution(log); ok && execution.Success {
			return receipt
		}
	}
	w.t.Fatal("the action failed")
	return nil
}

// describe makes metadata of a package, and keeps the file.
func (w *world) describe(kind pkg.Kind, name string, code byte) pkg.Hash {
	w.t.Helper()
	image, err := pkg.ParseHash(pkg.DefaultImage)
	must(w.t, err)
	m := pkg.Metadata{ID: pkg.ID{Kind: kind, Author: "somebody", Name: name, Version: "0.1.0"}, Code: pkg.Hash{code}, Image: image}
	h, err := m.Hash()
	must(w.t, err)
	w.files[h] = m.JSON()
	return h
}

// units mints three components, of which the third needs the others, and an
// agent that needs the third alone.
func (w *world) units() {
	w.t.Helper()
	for i, needs := range [][]ID{nil, nil, {1, 2}} {
		call, err := w.writer().MintUnit(Component, who(owner), w.describe(pkg.Skill, "skill_"+string(rune('a'+i)), byte(i+1)), needs, ID(i))
		receipt := w.send(stranger, 0, call, err)
		if id, ok := Minted(receipt.Logs, w.at.ComponentRegistry); !ok || id != ID(i+1) {
			w.t.Fatalf("minted component %d, %t", id, ok)
		}
	}
	call, err := w.writer().MintUnit(Agent, who(owner), w.describe(pkg.Agent, "agent", 10), []ID{3}, 3)
	w.send(stranger, 0, call, err)
}

// terms are of four instances of agent 1.
func (w *world) terms(token common.Address, bond int64) Terms {
	return Terms{Token: token, Config: w.describe(pkg.Service, "service", 20), Slots: []Slot{{Agent: 1, Count: 4, Bond: big.NewInt(bond)}}, Threshold: 3}
}

// mint makes a service.
func (w *world) mint(t Terms) Service {
	w.t.Helper()
	call, err := w.writer().MintService(who(owner), t, 1)
	receipt := w.send(stranger, 0, call, err)
	id, ok := MintedService(receipt.Logs, w.at.ServiceRegistry)
	if !ok {
		w.t.Fatal("no service was minted")
	}
	return w.service(id)
}

func (w *world) activate(s Service) {
	w.t.Helper()
	purse, err := w.view().Purse(w.t.Context(), s, s.Owner)
	must(w.t, err)
	call, err := w.writer().Activate(s, purse)
	w.send(owner, s.ID, call, err)
}

// register has an operator register instances for agent 1.
func (w *world) register(id ServiceID, operator int, instances ...int) {
	w.t.Helper()
	s := w.service(id)
	call, err := w.writer().Register(s, w.candidate(s, operator, instances...))
	w.send(operator, id, call, err)
}

func (w *world) candidate(s Service, operator int, instances ...int) Candidate {
	w.t.Helper()
	var list []Instance
	for _, i := range instances {
		list = append(list, Instance{who(i), 1})
	}
	c, err := w.view().Candidate(w.t.Context(), s, who(operator), list)
	must(w.t, err)
	return c
}

// foresee looks at what a maker would give.
func (w *world) foresee(id ServiceID, maker common.Address, data []byte) Foresight {
	w.t.Helper()
	v := w.view()
	m, err := v.Maker(w.t.Context(), maker)
	must(w.t, err)
	f, err := v.Foresee(w.t.Context(), w.service(id), m, data)
	must(w.t, err)
	return f
}

func (w *world) deploy(id ServiceID, maker common.Address, data []byte) Service {
	w.t.Helper()
	f := w.foresee(id, maker, data)
	call, err := w.writer().Deploy(w.service(id), f)
	w.send(owner, id, call, err)
	s := w.service(id)
	if s.Multisig != f.Multisig {
		w.t.Fatalf("the multisig is %v, and %v was foreseen", s.Multisig, f.Multisig)
	}
	return s
}

func (w *world) terminate(id ServiceID) {
	w.t.Helper()
	call, err := w.writer().Terminate(w.service(id))
	w.send(owner, id, call, err)
}

func (w *world) unbond(id ServiceID, operator int) {
	w.t.Helper()
	s := w.service(id)
	o, err := w.view().Bonded(w.t.Context(), s, who(operator))
	must(w.t, err)
	call, err := w.writer().Unbond(s, o)
	w.send(operator, id, call, err)
}
