package send

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/acn"
	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/signing"
	"go-acn/internal/devchain"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const depth = 3

var (
	payee = common.Address{0xab}
	epoch = time.Unix(1_800_000_000, 0)
)

// world is a development chain whose blocks are made by hand.
type world struct {
	*devchain.Chain
	t *testing.T
}

func newWorld(t *testing.T) *world {
	t.Helper()
	c, err := devchain.Start(devchain.Config{})
	must(t, err)
	t.Cleanup(func() { must(t, c.Close()) })
	must(t, c.Mine(1))
	for { // a chain that has just started does not know at once what it does not have
		if _, err := c.Client().TransactionReceipt(t.Context(), common.Hash{}); errors.Is(err, ethereum.NotFound) {
			return &world{c, t}
		}
	}
}

func account(t *testing.T, i int) *signing.Local {
	t.Helper()
	wallet, err := acn.WalletFromSecret(acn.Ethereum, crypto.FromECDSA(devchain.Accounts()[i].Key))
	must(t, err)
	local, err := signing.NewLocal(wallet)
	must(t, err)
	return local
}

func (w *world) sender(changes ...func(*Config)) *Sender {
	w.t.Helper()
	cfg := Config{ChainID: devchain.ChainID, Depth: depth}
	for _, change := range changes {
		change(&cfg)
	}
	s, err := New(cfg, w.Client(), account(w.t, 0))
	must(w.t, err)
	return s
}

func (w *world) launch(s *Sender, call Call) *Flight {
	w.t.Helper()
	plan, err := s.Prepare(w.t.Context(), call)
	must(w.t, err)
	flight, err := s.Launch(w.t.Context(), epoch, plan)
	must(w.t, err)
	return flight
}

// land mines and steps until a transaction has an end.
func (w *world) land(f *Flight) (*Receipt, error) {
	w.t.Helper()
	for range 4 * depth {
		receipt, err := f.Step(w.t.Context(), epoch)
		if receipt != nil || Final(err) {
			return receipt, err
		}
		must(w.t, err)
		must(w.t, w.Mine(1))
	}
	w.t.Fatal("it does not end")
	return nil, nil
}

func (w *world) paid(want int64) {
	w.t.Helper()
	if got, err := w.Client().BalanceAt(w.t.Context(), payee, nil); err != nil || got.Int64() != want {
		w.t.Errorf("paid %v, want %d: %v", got, want, err)
	}
}

func payment() Call { return Call{To: payee, Value: big.NewInt(5)} }

func TestSend(t *testing.T) {
	w := newWorld(t)
	f := w.launch(w.sender(), payment())
	if receipt, err := f.Step(t.Context(), epoch); receipt != nil || err != nil {
		t.Error(receipt, err)
	}
	receipt, err := w.land(f)
	must(t, err)
	head, err := w.Client().BlockNumber(t.Context())
	must(t, err)
	if head-receipt.Block+1 != depth || receipt.Gas != 21_000 || receipt.Fee.Sign() <= 0 || receipt.Tx != f.Newest() {
		t.Errorf("at head %d: %+v", head, receipt)
	}
	w.paid(5)
}

// The clock and the loop around it.
func TestSendWaits(t *testing.T) {
	w := newWorld(t)
	s := w.sender(func(c *Config) { c.Poll, c.Depth = time.Millisecond, 1 })
	plan, err := s.Prepare(t.Context(), payment())
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	running := make(chan error, 1)
	go func() { running <- w.Run(ctx) }()
	receipt, err := s.Send(t.Context(), plan)
	cancel()
	must(t, <-running)
	must(t, err)
	if receipt.Gas != 21_000 {
		t.Errorf("%+v", receipt)
	}
	late, done := context.WithCancel(t.Context())
	done()
	plan, err = s.Prepare(t.Context(), payment())
	must(t, err)
	f, err := s.Launch(t.Context(), epoch, plan)
	must(t, err)
	var outstanding *OutstandingError
	if _, err := s.Send(late, plan); err == nil || errors.As(err, &outstanding) {
		t.Error(err) // nothing of it was sent
	}
	if _, err := w.land(f); err != nil {
		t.Error(err)
	}
}

func TestPrepareRefuses(t *testing.T) {
	w := newWorld(t)
	reverting := w.create(common.FromHex("0x6379f91cd35f526004601cfd")) // a custom error
	names := func(c *Config) {
		c.Explain = func(data []byte) string { return "OnlyOwn" + evm.RevertReason(data) }
	}
	var reverted *RevertError
	if _, err := w.sender(names).Prepare(t.Context(), Call{To: reverting}); !errors.As(err, &reverted) || err.Error() != "it would revert: OnlyOwnerror 0x79f91cd3" || len(reverted.Data) != 4 {
		t.Error(err)
	}
	all := new(big.Int).Mul(big.NewInt(10_000), big.NewInt(params.Ether))
	for name, value := range map[string]*big.Int{"all there is": all, "more": new(big.Int).Add(all, common.Big1)} {
		plan, err := w.sender().Prepare(t.Context(), Call{To: payee, Value: value})
		if !errors.Is(err, ErrPoor) || plan.Total().Cmp(plan.Balance) <= 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	dear := func(c *Config) { c.MaxFee = big.NewInt(1000) }
	if _, err := w.sender(dear).Prepare(t.Context(), payment()); !errors.Is(err, evm.ErrDear) {
		t.Error(err)
	}
	other := func(c *Config) { c.ChainID = 1 }
	if _, err := w.sender(other).Prepare(t.Context(), payment()); err == nil || !strings.Contains(err.Error(), "on chain 31337, not 1") {
		t.Error(err)
	}
	if next, err := w.Client().PendingNonceAt(t.Context(), account(t, 0).Address()); err != nil || next != 0 {
		t.Errorf("something was sent: %d, %v", next, err)
	}
}

// create deploys code that does nothing but run.
func (w *world) create(code []byte) common.Address {
	w.t.Helper()
	from := devchain.Accounts()[9]
	size := byte(len(code))
	id := big.NewInt(devchain.ChainID)
	tx, err := types.SignNewTx(from.Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
		ChainID: id, GasTipCap: big.NewInt(params.GWei), GasFeeCap: big.NewInt(5 * params.GWei), Gas: 500_000,
		Data: append([]byte{0x60, size, 0x60, 12, 0x60, 0, 0x39, 0x60, size, 0x60, 0, 0xf3}, code...),
	})
	must(w.t, err)
	must(w.t, w.Client().SendTransaction(w.t.Context(), tx))
	must(w.t, w.Mine(1))
	return crypto.CreateAddress(from.Address, tx.Nonce())
}

// What succeeded in simulation may fail in a block, even when all went well as
// of the block before: then the reason is that of the block.
func TestRevertsInBlock(t *testing.T) {
	w := newWorld(t)
	once := w.create(common.FromHex("0x5f54600a5760015f55005b6379f91cd35f526004601cfd")) // a second call reverts
	f := w.launch(w.sender(), Call{To: once})
	stranger, err := New(Config{ChainID: devchain.ChainID, Depth: 1, FeeRules: evm.FeeRules{MinTip: big.NewInt(3 * params.GWei)}}, w.Client(), account(t, 1))
	must(t, err)
	w.launch(stranger, Call{To: once}) // pays more, and so comes first
	_, err = w.land(f)
	var reverted *RevertError
	if !errors.As(err, &reverted) || reverted.Tx != f.Newest() || !Final(err) || reverted.Reason != "error 0x79f91cd3" {
		t.Error(err)
	}
}

// An account with something on its way is left alone: it may be the same call,
// sent a moment ago. Unless told so; then that is outbid, and happens once.
func TestBusy(t *testing.T) {
	w := newWorld(t)
	first := w.launch(w.sender(), payment())
	plan, err := w.sender().Prepare(t.Context(), payment())
	must(t, err)
	if _, err := w.sender().Launch(t.Context(), epoch, plan); !errors.Is(err, ErrBusy) {
		t.Fatal(err)
	}
	replace := func(c *Config) { c.Replace = true }
	if again := w.launch(w.sender(replace), payment()); again.Newest() != first.Newest() {
		t.Error("the very same is sent twice")
	}
	second := w.launch(w.sender(replace), Call{To: payee, Value: big.NewInt(6)})
	if _, err := w.land(second); err != nil {
		t.Error(err)
	}
	var used *UsedError
	if _, err := w.land(first); !errors.As(err, &used) || used.Tx != first.Newest() {
		t.Error(err)
	}
	w.paid(6)
}

// No blocks come: the price is raised by a tenth at least, with the same nonce,
// up to the ceiling.
func TestReplacement(t *testing.T) {
	w := newWorld(t)
	f := w.launch(w.sender(func(c *Config) { c.MaxFee = big.NewInt(3 * params.GWei) }), payment())
	now := epoch
	for range 10 {
		before := f.price
		now = now.Add(time.Minute)
		receipt, err := f.Step(t.Context(), now)
		if receipt != nil || err != nil {
			t.Fatal(receipt, err)
		}
		if f.price.Limit.Cmp(before.Limit) > 0 && new(big.Int).Mul(f.price.Limit, big.NewInt(10)).Cmp(new(big.Int).Mul(before.Limit, big.NewInt(11))) < 0 {
			t.Errorf("from %v to %v", before, f.price)
		}
	}
	if len(f.sent) < 2 || f.price.Limit.Cmp(big.NewInt(3*params.GWei)) > 0 {
		t.Errorf("%d sent, the last for %v", len(f.sent), f.price)
	}
	receipt, err := w.land(f)
	must(t, err)
	if receipt.Tx != f.Newest() {
		t.Error("an earlier one happened")
	}
	w.paid(5)
}

// A block is lost, and the transaction with it for good: it is handed in again
// and happens once.
func TestReorg(t *testing.T) {
	for _, forget := range []bool{false, true} {
		w := newWorld(t)
		f := w.launch(w.sender(), payment())
		must(t, w.Mine(2))
		if receipt, err := f.Step(t.Context(), epoch); receipt != nil || err != nil {
			t.Fatal(receipt, err)
		}
		must(t, w.Reorg(2, forget))
		if _, err := f.Step(t.Context(), epoch.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if _, err := w.land(f); err != nil {
			t.Error(err)
		}
		w.paid(5)
	}
}

// drops fails after, or instead of, handing a transaction in.
type drops struct {
	evm.Client
	passes bool
}

func (d drops) SendTransaction(ctx context.Context, tx *types.Transaction) error {
	if d.passes {
		if err := d.Client.SendTransaction(ctx, tx); err != nil {
			return err
		}
	}
	return errors.New("connection reset")
}

// A node that fails while it is given a transaction may have it or not; either
// way it happens once.
func TestNodeFails(t *testing.T) {
	for _, passes := range []bool{false, true} {
		w := newWorld(t)
		s := w.sender()
		s.node = drops{w.Client(), passes}
		f := w.launch(s, payment())
		s.node = w.Client()
		if _, err := f.Step(t.Context(), epoch.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if _, err := w.land(f); err != nil {
			t.Error(err)
		}
		w.paid(5)
	}
}

func TestConfigIsChecked(t *testing.T) {
	for name, cfg := range map[string]Config{
		"chain": {}, "patience": {ChainID: 1, Patience: -1}, "poll": {ChainID: 1, Poll: -1}, "fees": {ChainID: 1, FeeRules: evm.FeeRules{MinTip: big.NewInt(-1)}},
	} {
		if _, err := New(cfg, nil, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	w := newWorld(t)
	watcher, err := New(Config{ChainID: devchain.ChainID}, w.Client(), signing.Watcher(account(t, 1).Address()))
	must(t, err)
	plan, err := watcher.Prepare(t.Context(), payment())
	must(t, err)
	if _, err := watcher.Launch(t.Context(), epoch, plan); !errors.Is(err, signing.ErrNoKey) {
		t.Error(err)
	}
}
