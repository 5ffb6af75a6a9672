package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"

	"go-acn/agentrt/chain/send"
	"go-acn/agentrt/chain/signing"
	"go-acn/agentrt/settle"
	"go-acn/internal/devchain"
)

// ended is what a command line came to.
type ended struct {
	code      int
	out, errs string
}

// begun runs a command line beside the test.
func (s *shell) begun(ctx context.Context, line string, args ...any) chan ended {
	done := make(chan ended, 1)
	go func() {
		code, out, errs := s.runUntil(ctx, line, args...)
		done <- ended{code, out, errs}
	}()
	return done
}

// queued waits until accounts have a transaction more in the pool than before.
func (s *shell) queued(before [10]uint64, accounts ...int) {
	s.t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for tries := 0; ; tries++ {
		now, missing := s.nonces(), false
		for _, i := range accounts {
			missing = missing || now[i] == before[i]
		}
		switch {
		case !missing:
			return
		case tries > 20_000:
			s.t.Fatalf("transactions of %v do not come", accounts)
		}
		<-ticker.C
	}
}

// deployed is service 1, running.
func (s *shell) deployed() {
	s.t.Helper()
	s.units()
	s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
	s.begin("")
}

// answered reads what a command printed as JSON.
func (s *shell) answered(out string) map[string]any {
	s.t.Helper()
	var answer map[string]any
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		s.t.Fatalf("%v: %q", err, out)
	}
	return answer
}

// Two carry out one proposal at the same time: the one who comes second is told
// that it was done, and what the transaction for nothing was.
func TestOutrun(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.deployed()
		path := filepath.Join(s.dir, "slash.json")
		s.does("service slash 1 --offence %v:0.005 --propose %s", address(instances), path)
		for i := 1; i <= 3; i++ {
			s.sends(instances+i, "service sign %s", path)
		}
		s.chain.Pause()
		before := s.nonces()
		racers := []int{stranger, operatorA}
		var running []chan ended
		for _, account := range racers {
			running = append(running, s.begun(t.Context(), "service execute %s --json --yes --depth 1 --key %s", path, s.keys(account)))
		}
		s.queued(before, racers...)
		s.chain.Resume()
		won := 0
		for _, one := range running {
			end := <-one
			answer := s.answered(end.out)
			if end.code == exitOK {
				won++
				continue
			}
			if !strings.Contains(end.errs, "acn: somebody else carried it out in block ") || !strings.Contains(end.errs, ", and succeeded; transaction 0x") ||
				!strings.HasSuffix(end.errs, "\nhint: acn service show tells how things are now\n") {
				t.Errorf("%d: %s", end.code, end.errs)
			}
			if text := fmt.Sprint(answer["transactions"]); !strings.Contains(text, "transaction:0x") || answer["error"] == nil {
				t.Errorf("%v", answer)
			}
		}
		if won != 1 {
			t.Errorf("%d carried it out", won)
		}
		s.refuses("carried out in block", "service execute %s --yes --key %s", path, s.keys(stranger))
		s.carriedOut(path)
	})
}

// carriedOut makes sure that whatever happens to a transaction, it is told that
// the proposal in a file was carried out.
func (s *shell) carriedOut(path string) {
	s.t.Helper()
	c := &console{env: s.env, in: strings.NewReader(""), out: io.Discard, err: io.Discard, terminal: -1}
	draft, err := c.readDraft(path)
	if err != nil {
		s.t.Fatal(err)
	}
	proposal, err := settle.ParseProposal(draft.Record)
	if err != nil {
		s.t.Fatal(err)
	}
	record := proposal.Record()
	record.Nonce++
	next, err := settle.Propose(record)
	if err != nil {
		s.t.Fatal(err)
	}
	err = c.dealing(s.t.Context(), &dealFlags{}, true, func(ctx context.Context, d *deal) error {
		for _, failed := range []error{&send.OutstandingError{Err: context.DeadlineExceeded}, &send.UsedError{}, &send.RevertError{Reason: "GS026"}} {
			if err := d.outrun(ctx, &proposed{proposal: proposal}, failed); !errors.Is(err, failed) || !strings.Contains(err.Error(), "carried ") || !strings.Contains(err.Error(), ", and succeeded; ") {
				s.t.Errorf("%v becomes %v", failed, err)
			}
			if err := d.outrun(ctx, &proposed{proposal: next}, failed); err != failed {
				s.t.Errorf("not carried out: %v becomes %v", failed, err)
			}
		}
		return nil
	})
	if err != nil {
		s.t.Error(err)
	}
}

// A command that is interrupted while its transaction is on its way says so in
// JSON, too, with the transaction. That may be before the node has answered: then
// it is not sure to be on its way.
func TestUnfinishedInJSON(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	s.chain.Pause()
	before := s.nonces()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	running := s.begun(ctx, "unit mint --type component --hash %s --json --yes --depth 1 --key %s", digest(1), s.keys(owner))
	s.queued(before, owner)
	interrupt()
	end := <-running
	answer := s.answered(end.out)
	if end.code != exitFailed || !strings.Contains(fmt.Sprint(answer["error"]), " on its way, and not in a block") || !strings.Contains(end.errs, "do not send it again") {
		t.Errorf("%d: %s%s", end.code, end.out, end.errs)
	}
	sent := fmt.Sprint(answer["transactions"].([]any)[0].(map[string]any)["transaction"])
	s.chain.Resume()
	s.settled(owner)
	if receipt, err := s.chain.Client().TransactionReceipt(t.Context(), common.HexToHash(sent)); err != nil || receipt.Status != 1 {
		t.Errorf("transaction %q: %v", sent, err)
	}
	if code, out, errs := s.run("unit mint --type component --hash %s --json --yes --key %s", digest(1), s.keys(owner)); code != exitFailed || out != "" {
		t.Errorf("nothing was sent, and it says %d: %s%s", code, out, errs)
	}
}

// Whoever sends something else with the same number of the account, from a
// wallet, say, is told that ours was sent, and what it was.
func TestPlaceTaken(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	s.chain.Pause()
	before := s.nonces()
	running := s.begun(t.Context(), "unit mint --type component --hash %s --json --yes --depth 1 --key %s", digest(1), s.keys(owner))
	s.queued(before, owner)
	chainID, to := big.NewInt(developmentChain), address(stranger)
	tx, err := types.SignNewTx(devchain.Accounts()[owner].Key, types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
		ChainID: chainID, Nonce: before[owner], GasTipCap: big.NewInt(1e12), GasFeeCap: big.NewInt(1e12), Gas: 21_000, To: &to,
	})
	if err == nil {
		err = s.chain.Client().SendTransaction(t.Context(), tx)
	}
	s.chain.Resume()
	if err != nil {
		t.Fatal(err)
	}
	end := <-running
	sent := fmt.Sprint(s.answered(end.out)["transactions"].([]any)[0].(map[string]any)["transaction"])
	if end.code != exitFailed || !strings.HasSuffix(end.errs, "acn: another transaction of the account took the place of "+sent+"\nhint: find out what it did, with acn service show or acn unit show, before you send this again\n") {
		t.Errorf("%d: %s%s", end.code, end.out, end.errs)
	}
}

// What is likely wrong is told where a contract does not say what is.
func TestReasonBeforeDoubt(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	s.units()
	says := common.FromHex("0x600c600c600039600c6000f36379f91cd35f526004601cfd") // reverts with an error of its own
	chainID := big.NewInt(developmentChain)
	tx, err := types.SignNewTx(devchain.Accounts()[deployer].Key, types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
		ChainID: chainID, Nonce: s.nonces()[deployer], GasTipCap: big.NewInt(1e9), GasFeeCap: big.NewInt(1e11), Gas: 500_000, Data: says,
	})
	if err == nil {
		err = s.chain.Client().SendTransaction(t.Context(), tx)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.settled(deployer)
	s.wrong("hint: acn service show and acn unit show tell how things are; nothing was sent", "unit transfer 1 %v --type agent", crypto.CreateAddress(address(deployer), tx.Nonce()))
	s.wrong("hint: if the new owner is a contract", "unit transfer 1 %v --type agent", s.where.Token)
}

// settled waits until a block has what an account sent.
func (s *shell) settled(account int) {
	s.t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for tries := 0; ; tries++ {
		mined, err := s.chain.Client().NonceAt(s.t.Context(), address(account), nil)
		switch {
		case err != nil:
			s.t.Fatal(err)
		case mined == s.nonces()[account]:
			return
		case tries > 20_000:
			s.t.Fatal("no block comes")
		}
		<-ticker.C
	}
}

// SignTypedData signs a document as Clef does.
func (s *people) SignTypedData(_ context.Context, _ common.Address, data apitypes.TypedData) (hexutil.Bytes, error) {
	s.typed.Add(1)
	digest, _, err := apitypes.TypedDataAndHash(data)
	if err != nil {
		return nil, err
	}
	return crypto.Sign(digest, s.account.Key)
}

// declines is somebody who is shown what an external signer would sign, and says
// no.
func (s *shell) declines(signer string) {
	s.t.Helper()
	var errs strings.Builder
	c := &console{env: s.env, in: strings.NewReader("n\n"), out: io.Discard, err: &errs, terminal: -1}
	err := c.dealing(s.t.Context(), &dealFlags{}, true, func(ctx context.Context, d *deal) error {
		clef, err := signing.DialClef(ctx, signing.ClefConfig{URL: signer})
		if err != nil {
			return err
		}
		defer clef.Close()
		d.signer = clef
		p, err := d.proposeSlash(ctx, 1, []string{address(instances).Hex() + ":0.005"})
		if err != nil {
			return err
		}
		return d.agree(ctx, p)
	})
	if text := errs.String(); !errors.Is(err, errDeclined) || !strings.Contains(text, "take 0.005 ETH from operator ") || !strings.Contains(text, "\n  hash 0x") || !strings.HasSuffix(text, "Sign it? [y/N] ") {
		s.t.Errorf("%v: %s", err, text)
	}
}

// An external signer is one of those who slash, and sends, if somebody agrees to
// either.
func TestSlashWithExternalSigner(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	s.deployed()
	server := rpc.NewServer()
	clef := &people{account: devchain.Accounts()[instances+1]}
	if err := server.RegisterName("account", clef); err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(server)
	defer front.Close()
	slash := fmt.Sprintf("service slash 1 --offence %v:0.005 --yes --depth 1 --signer %s", address(instances), front.URL)
	s.is(s.does("%s --dry-run --key %s", slash, s.keys(instances+2, instances+3)), "dry_run", true)
	s.declines(front.URL)
	if n := clef.typed.Load(); n != 0 {
		t.Errorf("%d signatures before somebody said yes", n)
	}
	if code, _, errs := s.run("%s --key %s", slash, s.keys(instances+2)); code != exitFailed || !strings.Contains(errs, "\nacn: signatures are missing: 1 of 3\n") || !strings.HasSuffix(errs, "; nothing was sent\n") {
		t.Errorf("%d: %s", code, errs)
	}
	s.refuses("exclude each other", "%s --propose %s", slash, filepath.Join(s.dir, "slash.json"))
	answer := s.does("%s --key %s", slash, s.keys(instances+2, instances+3))
	if text := fmt.Sprint(answer["transactions"]); !strings.Contains(text, "account:"+address(instances+1).Hex()) {
		t.Errorf("sent by another: %s", text)
	}
}
