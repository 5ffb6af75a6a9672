package settle

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"errors"
	"flag"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/signing"
	"go-acn/internal/devchain"
	"go-acn/internal/devchain/published"
)

// testKey signs with a key in memory.
type testKey struct{ *ecdsa.PrivateKey }

func (k testKey) Address() common.Address { return crypto.PubkeyToAddress(k.PublicKey) }

func (k testKey) Sign(_ context.Context, r signing.Request) ([]byte, error) {
	digest := r.Digest()
	signature, err := crypto.Sign(digest[:], k.PrivateKey)
	signature[64] += 27
	return signature, err
}

// depth is when a settlement counts in these tests.
const depth = 3

// epoch is when they begin.
var epoch = time.Unix(1_800_000_000, 0)

// keeper is a manager for the key of an account; some override the rest.
func (w *world) keeper(account int, changes ...func(*ManagerConfig, *Node)) *Manager {
	w.t.Helper()
	cfg, node := ManagerConfig{ChainID: devchain.ChainID, Depth: depth}, Node(w.Client())
	for _, change := range changes {
		change(&cfg, &node)
	}
	m, err := NewManager(cfg, node, testKey{devchain.Accounts()[account].Key})
	must(w.t, err)
	return m
}

// step expects progress and no error.
func (w *world) step(m *Manager, now time.Time, s Signed, status chain.Status, report Report) Progress {
	w.t.Helper()
	progress, err := m.Step(w.t.Context(), now, s)
	must(w.t, err)
	if progress.Status != status || progress.Report != report {
		w.t.Fatalf("progress is %+v, want %s and %q", progress, status, report)
	}
	return progress
}

// settle mines and steps until s has an end.
func (w *world) settle(m *Manager, now time.Time, s Signed) chain.Status {
	w.t.Helper()
	for range 4 * depth {
		progress, err := m.Step(w.t.Context(), now, s)
		must(w.t, err)
		if progress.Status != chain.Pending {
			return progress.Status
		}
		must(w.t, w.Mine(1))
	}
	w.t.Fatal("it does not end")
	return ""
}

// paid counts the executions of s in the chain, and compares with what the
// payee has.
func (w *world) paid(s Signed, times int) {
	w.t.Helper()
	logs, err := w.Client().FilterLogs(w.t.Context(), ethereum.FilterQuery{FromBlock: new(big.Int), Addresses: []common.Address{w.safe}})
	must(w.t, err)
	count := 0
	for i := range logs {
		if execution, ok := ParseExecution(&logs[i]); ok && execution.Hash == s.Hash() && execution.Success {
			count++
		}
	}
	if got := w.balance(payee).Int64(); count != times || got != int64(times)*5 {
		w.t.Errorf("executed %d times and paid %d, want %d times", count, got, times)
	}
}

func (w *world) nonceOf(account int) uint64 {
	w.t.Helper()
	nonce, err := w.Client().PendingNonceAt(w.t.Context(), devchain.Accounts()[account].Address)
	must(w.t, err)
	return nonce
}

func (w *world) transaction(hash common.Hash) *types.Transaction {
	w.t.Helper()
	tx, _, err := w.Client().TransactionByHash(w.t.Context(), hash)
	must(w.t, err)
	return tx
}

// payment is a signed payment of 5 wei.
func (w *world) payment(nonce uint64) Signed {
	return w.signed(w.propose(nonce, Action{To: payee, Value: big.NewInt(5)}), 0, 1, 2)
}

// oneVersion is for what does not depend on the Safe's version: one of the
// real ones, and ours, which is there without npm.
func oneVersion(t *testing.T, test func(t *testing.T, w *world)) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		if version != "1.4.1" && version != ours {
			t.SkipNow()
		}
		test(t, newWorld(t, code))
	})
}

// It is done at a depth of three blocks, not of two, and then nothing is sent
// any more: not by this keeper, a restarted one or another.
func TestSettle(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		m, s := w.keeper(0), w.payment(0)
		w.step(m, epoch, s, chain.Pending, ReportSent)
		for range depth - 1 {
			must(t, w.Mine(1))
			w.step(m, epoch, s, chain.Pending, ReportSent)
		}
		must(t, w.Mine(1))
		for _, keeper := range []*Manager{m, m, w.keeper(0), w.keeper(1)} {
			w.step(keeper, epoch, s, chain.Done, "")
		}
		w.paid(s, 1)
		if w.nonceOf(0) != 1 || w.nonceOf(1) != 0 {
			t.Error("something else was sent")
		}
	})
}

// No blocks for 20 seconds: the price rises by what pools ask for, once.
func TestFeeBump(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		m, s := w.keeper(0), w.payment(0)
		first := w.step(m, epoch, s, chain.Pending, ReportSent).Tx
		before := w.transaction(first)
		if again := w.step(m, epoch.Add(20*time.Second-1), s, chain.Pending, ReportSent); again.Tx != first {
			t.Error("replaced too early")
		}
		second := w.step(m, epoch.Add(20*time.Second), s, chain.Pending, ReportSent).Tx
		after := w.transaction(second)
		for name, prices := range map[string][2]*big.Int{"tip": {before.GasTipCap(), after.GasTipCap()}, "cap": {before.GasFeeCap(), after.GasFeeCap()}} {
			if least := new(big.Int).Div(new(big.Int).Mul(prices[0], big.NewInt(110)), big.NewInt(100)); prices[1].Cmp(least) < 0 {
				t.Errorf("%s from %v to %v", name, prices[0], prices[1])
			}
		}
		if again := w.step(m, epoch.Add(39*time.Second), s, chain.Pending, ReportSent); again.Tx != second || before.Nonce() != after.Nonce() {
			t.Error("replaced again, or beside it")
		}
		if status := w.settle(m, epoch.Add(39*time.Second), s); status != chain.Done {
			t.Error(status)
		}
		w.paid(s, 1)
	})
}

// Two blocks are lost, the settlement with them: it happens again, once,
// whether the pool remembers it or not.
func TestReorg(t *testing.T) {
	for name, forget := range map[string]bool{"remembered": false, "forgotten": true} {
		t.Run(name, func(t *testing.T) {
			oneVersion(t, func(t *testing.T, w *world) {
				m, s := w.keeper(0), w.payment(0)
				w.step(m, epoch, s, chain.Pending, ReportSent)
				must(t, w.Mine(2))
				w.step(m, epoch, s, chain.Pending, ReportSent)
				must(t, w.Reorg(2, forget))
				if forget {
					w.paid(s, 0)
					w.step(m, epoch, s, chain.Pending, ReportSent)
				}
				if status := w.settle(m, epoch.Add(time.Minute), s); status != chain.Done {
					t.Error(status)
				}
				w.paid(s, 1)
			})
		})
	}
}

// A keeper dies before it sent, or after; the next one does not know which.
// Neither sends a second time when it comes back.
func TestKeeperChange(t *testing.T) {
	for name, sent := range map[string]bool{"before": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			oneVersion(t, func(t *testing.T, w *world) {
				ctx, die := context.WithCancel(t.Context())
				s := w.payment(0)
				dead := w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = &dying{*n, sent, die} })
				if _, err := dead.Step(ctx, epoch, s); !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
				if waits := w.nonceOf(0) == 1; waits != sent {
					t.Fatalf("sent %v, want %v", waits, sent)
				}
				if sent {
					must(t, w.Mine(1)) // nobody was told
				}
				next := w.keeper(1)
				if status := w.settle(next, epoch, s); status != chain.Done || (w.nonceOf(1) == 0) != sent {
					t.Error(status, w.nonceOf(1))
				}
				for _, keeper := range []*Manager{next, dead, w.keeper(0)} {
					w.step(keeper, epoch, s, chain.Done, "")
				}
				w.paid(s, 1)
			})
		})
	}
}

// dying is a node whose keeper dies when it hands something in, before or after
// the node has it.
type dying struct {
	Node
	sent bool
	die  func()
}

func (d *dying) SendTransaction(ctx context.Context, tx *types.Transaction) error {
	var err error
	if d.sent {
		err = d.Node.SendTransaction(ctx, tx)
	}
	d.die()
	return errors.Join(ctx.Err(), err)
}

// Two keepers are alive and send at once; neither is stuck after that.
func TestTwoKeepers(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		s, first, second := w.payment(0), w.keeper(0), w.keeper(1)
		w.step(first, epoch, s, chain.Pending, ReportSent)
		w.step(second, epoch, s, chain.Pending, ReportSent) // both in the same block
		for _, keeper := range []*Manager{second, first} {
			if status := w.settle(keeper, epoch, s); status != chain.Done {
				t.Error(status)
			}
		}
		w.paid(s, 1)
		next := w.payment(1)
		for _, keeper := range []*Manager{first, second} {
			if status := w.settle(keeper, epoch, next); status != chain.Done {
				t.Error(status)
			}
		}
	})
}

// A restart with a transaction still in the pool: it is waited for, or outbid if
// that is wanted, and never doubled.
func TestRestart(t *testing.T) {
	for name, replace := range map[string]bool{"waits": false, "outbids": true} {
		t.Run(name, func(t *testing.T) {
			oneVersion(t, func(t *testing.T, w *world) {
				s := w.payment(0)
				m := w.keeper(0, func(cfg *ManagerConfig, _ *Node) { cfg.MinTip = big.NewInt(3 * params.GWei) })
				w.step(m, epoch, s, chain.Pending, ReportSent)
				again, report := w.keeper(0, func(cfg *ManagerConfig, _ *Node) { cfg.Replace = replace }), Report("")
				if replace {
					report = ReportSent
				}
				p := w.step(again, epoch, s, chain.Pending, report)
				if n := w.nonceOf(0); n != 1 || strings.Contains(p.Detail, "waits in the pool") == replace {
					t.Errorf("%d transactions wait, %+v", n, p)
				}
				if status := w.settle(again, epoch, s); status != chain.Done || w.nonceOf(0) != 1 {
					t.Error(status, w.nonceOf(0))
				}
				w.paid(s, 1)
			})
		})
	}
}

// Somebody else has the key, and uses the nonce for something of his own.
func TestNonceOfTheKeyUsed(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		m, s := w.keeper(0), w.payment(0)
		w.step(m, epoch, s, chain.Pending, ReportSent)
		id := big.NewInt(devchain.ChainID)
		thief, err := types.SignNewTx(devchain.Accounts()[0].Key, types.LatestSignerForChainID(id), &types.DynamicFeeTx{
			ChainID: id, Nonce: 0, GasTipCap: big.NewInt(50 * params.GWei), GasFeeCap: big.NewInt(90 * params.GWei), Gas: 21_000, To: &common.Address{1},
		})
		must(t, err)
		must(t, w.Client().SendTransaction(t.Context(), thief))
		must(t, w.Mine(1))
		w.step(m, epoch, s, chain.Pending, ReportSent)
		if status := w.settle(m, epoch, s); status != chain.Done {
			t.Error(status)
		}
		w.paid(s, 1)
	})
}

// The owners used the Safe's nonce for something else: that is final once it
// is deep, and costs nothing.
func TestSuperseded(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		s := w.payment(0)
		other := w.signed(w.propose(0, Action{To: common.Address{0xcd}, Value: big.NewInt(1)}), 1, 2, 3)
		if status := w.settle(w.keeper(1), epoch, other); status != chain.Done {
			t.Fatal(status)
		}
		must(t, w.Reorg(depth-1, false)) // not so deep any more, in the end deep again
		m := w.keeper(0)
		if status := w.settle(m, epoch, s); status != chain.Superseded {
			t.Error(status)
		}
		w.paid(s, 0)
		if w.nonceOf(0) != 0 {
			t.Error("something was sent")
		}
	})
}

// A nonce the Safe has not come to yet is waited for.
func TestEarly(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		m := w.keeper(0)
		if p := w.step(m, epoch, w.payment(1), chain.Pending, ""); !strings.Contains(p.Detail, "earlier") || w.nonceOf(0) != 0 {
			t.Errorf("%+v", p)
		}
	})
}

// The call fails. Without gas of its own the Safe reverts; with it the Safe says
// that it failed. Nothing is sent either way.
func TestInnerFailure(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		m, much := w.keeper(0), new(big.Int).Mul(big.NewInt(2), big.NewInt(params.Ether))
		free := "GS013"
		if version == "1.5.0" { // it passes on the reason of the call, which gives none
			free = "reverted without a reason"
		}
		for gas, want := range map[uint64]string{0: free, 50_000: "the call that the Safe makes fails"} {
			s := w.signed(w.propose(0, Action{To: payee, Value: much, SafeTxGas: gas}), 0, 1, 2)
			for range 3 {
				if p := w.step(m, epoch, s, chain.Pending, ReportRefused); p.Detail != want {
					t.Errorf("with %d gas: reason %q, want %q", gas, p.Detail, want)
				}
			}
		}
		if w.nonceOf(0) != 0 {
			t.Fatal("it was sent")
		}
	})
}

// The call fails only once it is in a block: the nonce of the Safe is used up,
// and the next settlement goes its way.
func TestFailsInABlock(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		fuse := w.fuse()
		m := w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = w.blowing(fuse) })
		s := w.signed(w.propose(0, Action{To: fuse, SafeTxGas: 50_000}), 0, 1, 2)
		if status := w.settle(m, epoch, s); status != chain.Failed {
			t.Error(status)
		}
		if w.nonceOf(0) != 1 {
			t.Error("it was not sent once")
		}
		if status := w.settle(m, epoch, w.payment(1)); status != chain.Done {
			t.Error(status)
		}
	})
}

// The Safe is content with less gas than the call in it: what is sent has
// enough for both.
func TestInnerGas(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		to := w.hungry()
		for nonce, gas := range []uint64{0, 1000} {
			s := w.signed(w.propose(uint64(nonce), Action{To: to, SafeTxGas: gas}), 0, 1, 2)
			if status := w.settle(w.keeper(0), epoch, s); status != chain.Done {
				t.Errorf("with %d gas for the call: %s", gas, status)
			}
		}
	})
}

// The gas is raised as long as the call fails with it, up to a limit; so is
// that of a transaction that is replaced.
func TestInnerGasRaised(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		node := &modest{Node: w.Client()}
		m := w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = node })
		s := w.signed(w.propose(0, Action{To: payee, SafeTxGas: 1000}), 0, 1, 2)
		const most = 1000 << maxDoublings
		node.least = most + 1
		if p := w.step(m, epoch, s, chain.Pending, ReportRefused); !strings.Contains(p.Detail, "fails with 256000 gas") {
			t.Errorf("%+v", p)
		}
		for minute, least := range []uint64{most / 2, most} {
			node.least = least
			p := w.step(m, epoch.Add(time.Duration(minute)*time.Minute), s, chain.Pending, ReportSent)
			if got := w.transaction(p.Tx).Gas(); got != least+least/5 {
				t.Errorf("%d gas is sent, want %d and a fifth more", got, least)
			}
		}
	})
}

// modest is a node that estimates little, and has calls with less than some gas
// fail.
type modest struct {
	Node
	least uint64
}

func (modest) EstimateGas(context.Context, ethereum.CallMsg) (uint64, error) { return 1000, nil }

func (m *modest) CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error) {
	if call.Gas > 0 && call.Gas < m.least {
		return make([]byte, 32), nil
	}
	return m.Node.CallContract(ctx, call, block)
}

// All fee fields reach the Safe: the keeper is refunded.
func TestRefund(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		receiver := common.Address{0xee, 19: 1}
		s := w.signed(w.propose(0, Action{
			To: payee, Value: big.NewInt(5), SafeTxGas: 50_000, BaseGas: 70_000, GasPrice: big.NewInt(1), RefundReceiver: receiver,
		}), 0, 1, 2)
		if status := w.settle(w.keeper(0), epoch, s); status != chain.Done {
			t.Error(status)
		}
		w.paid(s, 1)
		if got := w.balance(receiver).Int64(); got <= 70_000 || got > 120_000 {
			t.Errorf("refunded %d", got)
		}
	})
}

// A key without money says so and sends nothing.
func TestPoor(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		key, err := crypto.GenerateKey()
		must(t, err)
		m, err := NewManager(ManagerConfig{ChainID: devchain.ChainID}, w.Client(), testKey{key})
		must(t, err)
		s := w.payment(0)
		w.step(m, epoch, s, chain.Pending, ReportPoor)
		address := crypto.PubkeyToAddress(key.PublicKey)
		w.transact(w.funder, &address, nil, big.NewInt(params.Ether/10))
		w.step(m, epoch, s, chain.Pending, ReportSent)
	})
}

// Neither a transaction for another chain nor a node of another chain gets
// anywhere.
func TestChainID(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		r := w.payment(0).Record()
		r.ChainID = 1
		p, err := Propose(r)
		must(t, err)
		foreign := w.signed(p, 0, 1, 2)
		if _, err := w.keeper(0).Step(t.Context(), epoch, foreign); err == nil {
			t.Error("a transaction for another chain is sent")
		}
		m := w.keeper(0, func(cfg *ManagerConfig, _ *Node) { cfg.ChainID = 1 })
		if _, err := m.Step(t.Context(), epoch, foreign); err == nil || !strings.Contains(err.Error(), "31337") {
			t.Errorf("on a node of another chain: %v", err)
		}
		if w.nonceOf(0) != 0 {
			t.Error("something was sent")
		}
	})
}

func TestNewManagerRefuses(t *testing.T) {
	for name, cfg := range map[string]ManagerConfig{
		"no chain":   {},
		"impatience": {ChainID: 1, Patience: -1},
		"timeout":    {ChainID: 1, Timeout: -1},
		"quorum":     {ChainID: 1, Quorum: 2},
		"tip":        {ChainID: 1, FeeRules: evm.FeeRules{MinTip: big.NewInt(-1)}},
		"ceiling":    {ChainID: 1, FeeRules: evm.FeeRules{MinTip: big.NewInt(2), MaxFee: big.NewInt(1)}},
	} {
		if _, err := NewManager(cfg, nil, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// flaky is a node that fails, or says something else, as it is told.
type flaky struct {
	Node
	calls int
	fail  func(call int) error // nil: it works
	base  *big.Int             // nil: the real base fee
	after bool                 // it fails after having sent
}

var errNode = errors.New("bad gateway")

func (f *flaky) next() error {
	f.calls++
	if f.fail == nil {
		return nil
	}
	return f.fail(f.calls)
}

func (f *flaky) HeaderByNumber(ctx context.Context, number *big.Int) (*types.Header, error) {
	if err := f.next(); err != nil {
		return nil, err
	}
	return f.Node.HeaderByNumber(ctx, number)
}

func (f *flaky) CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error) {
	if err := f.next(); err != nil {
		return nil, err
	}
	return f.Node.CallContract(ctx, call, block)
}

func (f *flaky) EstimateGas(ctx context.Context, call ethereum.CallMsg) (uint64, error) {
	if err := f.next(); err != nil {
		return 0, err
	}
	return f.Node.EstimateGas(ctx, call)
}

func (f *flaky) FilterLogs(ctx context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	if err := f.next(); err != nil {
		return nil, err
	}
	return f.Node.FilterLogs(ctx, q)
}

func (f *flaky) FeeHistory(ctx context.Context, blocks uint64, last *big.Int, percentiles []float64) (*ethereum.FeeHistory, error) {
	if err := f.next(); err != nil {
		return nil, err
	}
	history, err := f.Node.FeeHistory(ctx, blocks, last, percentiles)
	if err == nil && f.base != nil {
		history.BaseFee[len(history.BaseFee)-1] = f.base
	}
	return history, err
}

func (f *flaky) SendTransaction(ctx context.Context, tx *types.Transaction) error {
	err := f.next()
	if err == nil || f.after {
		err = errors.Join(f.Node.SendTransaction(ctx, tx), err)
	}
	return err
}

// A node that answers errors, at any of its calls, or to every second one, and
// even after having taken a transaction, never makes two settlements of one.
func TestNodeFails(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		nonce := uint64(0)
		for _, after := range []bool{false, true} {
			for bad := range 24 {
				node := &flaky{Node: w.Client(), after: after, fail: func(call int) error {
					if call == bad || bad == 0 && call%2 == 0 && call < 40 {
						return errNode
					}
					return nil
				}}
				m := w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = node })
				s := w.payment(nonce)
				settled := false
				for range 60 {
					progress, err := m.Step(t.Context(), epoch, s)
					if err != nil && !errors.Is(err, errNode) {
						t.Fatal(err)
					}
					if settled = progress.Status == chain.Done; settled {
						break
					}
					must(t, w.Mine(1))
				}
				if nonce++; !settled || w.nonceOf(0) != nonce {
					t.Fatalf("failing call %d: settled %v, %d transactions for %d settlements", bad, settled, w.nonceOf(0), nonce)
				}
			}
		}
		if got := w.balance(payee).Int64(); got != int64(nonce)*5 {
			t.Errorf("paid %d for %d settlements", got, nonce)
		}
	})
}

// A node that does not answer costs no more than the caller's patience, and
// nothing is lost when it answers again.
func TestNodeStalls(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		target, err := url.Parse(w.URL())
		must(t, err)
		var silent atomic.Bool
		proxy := httputil.NewSingleHostReverseProxy(target)
		server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
			if silent.Load() {
				_, _ = io.Copy(io.Discard, in.Body) // only then it notices that the client went away
				<-in.Context().Done()
				return
			}
			proxy.ServeHTTP(out, in)
		}))
		defer server.Close()
		client, err := ethclient.DialContext(t.Context(), server.URL)
		must(t, err)
		defer client.Close()
		m, s := w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = client }), w.payment(0)
		stall := func() {
			t.Helper()
			silent.Store(true)
			ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer stop()
			if p, err := m.Step(ctx, epoch, s); !errors.Is(err, context.DeadlineExceeded) || p.Status != chain.Pending {
				t.Errorf("%+v, %v", p, err)
			}
			silent.Store(false)
		}
		stall()
		w.step(m, epoch, s, chain.Pending, ReportSent)
		stall()
		if status := w.settle(m, epoch, s); status != chain.Done {
			t.Error(status)
		}
		w.paid(s, 1)
	})
}

// Another keeper's transaction gets into a block between looking and
// simulating: that is no refusal.
func TestOvertaken(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		s, rival := w.payment(0), w.keeper(1)
		node := &flaky{Node: w.Client()}
		node.fail = func(call int) error {
			if call == 3 { // head, nonce, simulation
				w.step(rival, epoch, s, chain.Pending, ReportSent)
				must(t, w.Mine(1))
			}
			return nil
		}
		m := w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = node })
		if p := w.step(m, epoch, s, chain.Pending, ""); !strings.Contains(p.Detail, "meanwhile") {
			t.Errorf("%+v", p)
		}
		if status := w.settle(m, epoch, s); status != chain.Done || w.nonceOf(0) != 0 {
			t.Error(status, w.nonceOf(0))
		}
		w.paid(s, 1)
	})
}

// liar is a node that has seen every proposal succeed long ago.
type liar struct {
	Node
	hash common.Hash
}

func (l *liar) CallContract(ctx context.Context, call ethereum.CallMsg, block *big.Int) ([]byte, error) {
	if bytes.Equal(call.Data, safe.Methods["nonce"].ID) {
		return common.LeftPadBytes([]byte{99}, 32), nil
	}
	return l.Node.CallContract(ctx, call, block)
}

func (l *liar) FilterLogs(_ context.Context, q ethereum.FilterQuery) ([]types.Log, error) {
	return []types.Log{{Address: q.Addresses[0], Topics: []common.Hash{successTopic, l.hash}, Data: make([]byte, 32), BlockNumber: 1}}, nil
}

// stalled is a node that never answers.
type stalled struct{ Node }

func (stalled) HeaderByNumber(ctx context.Context, _ *big.Int) (*types.Header, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// A node that lies is not believed against the majority, and one that lies,
// fails or stalls does not stop the majority.
func TestNodeLies(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		s := w.payment(0)
		honest, lying := Node(w.Client()), Node(&liar{w.Client(), s.Hash()})
		failing := &flaky{Node: honest, fail: func(int) error { return errNode }}
		alsoFailing := &flaky{Node: honest, fail: failing.fail}
		with := func(node Node, witnesses ...Node) *Manager {
			m, err := NewManager(ManagerConfig{ChainID: devchain.ChainID, Depth: depth}, node, testKey{devchain.Accounts()[0].Key}, witnesses...)
			must(t, err)
			return m
		}
		for name, witnesses := range map[string][]Node{
			"one honest": {honest}, "two": {honest, honest}, "one of each": {honest, failing}, "one liar of three": {lying, honest, honest},
		} {
			if p := w.step(with(lying, witnesses...), epoch, s, chain.Pending, ""); !strings.Contains(p.Detail, "others do not") {
				t.Errorf("%s: %+v", name, p)
			}
		}
		if w.nonceOf(0) != 0 {
			t.Fatal("something was sent")
		}
		if status := w.settle(with(honest, lying, honest), epoch, s); status != chain.Done {
			t.Error(status)
		}
		for _, other := range []Node{lying, failing, stalled{honest}} {
			w.step(with(honest, other, honest), epoch, s, chain.Done, "")
		}
		w.step(with(honest, failing, alsoFailing), epoch, s, chain.Pending, "") // no majority
		w.paid(s, 1)
	})
}

// Gas costs more than the ceiling: nothing is sent until it does not.
func TestGasSpike(t *testing.T) {
	oneVersion(t, func(t *testing.T, w *world) {
		node := &flaky{Node: w.Client(), base: big.NewInt(1500 * params.GWei)}
		m, s := w.keeper(0, func(_ *ManagerConfig, n *Node) { *n = node }), w.payment(0)
		if p := w.step(m, epoch, s, chain.Pending, ""); !strings.Contains(p.Detail, "more than allowed") || w.nonceOf(0) != 0 {
			t.Errorf("%+v", p)
		}
		node.base = nil
		w.step(m, epoch, s, chain.Pending, ReportSent)
		node.base = big.NewInt(1500 * params.GWei)
		w.step(m, epoch.Add(time.Minute), s, chain.Pending, ReportSent) // replaced below the ceiling
		if status := w.settle(m, epoch.Add(time.Minute), s); status != chain.Done {
			t.Error(status)
		}
		w.paid(s, 1)
	})
}

var thousand = flag.Bool("thousand", false, "settle a thousand times in a row rather than a hundred")

// Many in a row: none is lost, none happens twice, none gets stuck.
func TestManyInARow(t *testing.T) {
	count := 100
	if *thousand {
		count = 1000
	}
	oneVersion(t, func(t *testing.T, w *world) {
		m := w.keeper(0)
		begun := time.Now()
		for nonce := range uint64(count) {
			s := w.payment(nonce)
			w.step(m, epoch, s, chain.Pending, ReportSent)
			must(t, w.Mine(depth))
			w.step(m, epoch, s, chain.Done, "")
		}
		t.Logf("%d settlements in %v", count, time.Since(begun))
		if got := w.balance(payee).Int64(); got != int64(count)*5 || w.nonceOf(0) != uint64(count) {
			t.Errorf("paid %d with %d transactions", got, w.nonceOf(0))
		}
	})
}
