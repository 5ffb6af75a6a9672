// Package conformance is the test that every chain.Ledger has to pass. Tests of
// ledgers call it with a real chain behind them.
//
// It knows nothing of any family: what is special about one, how its actions
// are written and its members sign, comes with the Subject.
package conformance

import (
	"bytes"
	"context"
	"slices"

	"go-acn/agentrt/chain"
)

// T is what is used of *testing.T.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Context() context.Context
}

// Subject is a ledger, and what it takes to try it. Its account needs at least
// two signatures and has at least one member more than that.
type Subject struct {
	Ledger chain.Ledger

	// Sign signs as a member.
	Sign func(m chain.Member, p chain.Proposal) chain.Signature

	// Action is one that takes effect; a different one for each n.
	Action func(n int) []byte

	// Failing is an action that uses up its sequence without effect; nil if the
	// family has none.
	Failing []byte

	// Settle lets the chain go on until whatever was submitted counts.
	Settle func()
}

// run is one pass over a subject.
type run struct {
	T
	Subject
	actions int
}

// Test tries a ledger. It ends the test at the first thing that makes going on
// senseless.
func Test(t T, s Subject) {
	t.Helper()
	r := &run{T: t, Subject: s}
	r.state()
	r.propose()
	r.verify()
	r.assemble()
	r.damaged()
	r.done()
	r.superseded()
	if s.Failing != nil {
		r.failed()
	}
}

func (r *run) now() chain.State {
	r.Helper()
	state, err := r.Ledger.State(r.Context())
	if err != nil {
		r.Fatalf("state: %v", err)
	}
	return state
}

func (r *run) next(at chain.State) chain.Proposal {
	r.Helper()
	r.actions++
	return r.bind(r.Action(r.actions), at)
}

func (r *run) bind(action []byte, at chain.State) chain.Proposal {
	r.Helper()
	p, err := r.Ledger.Propose(action, at)
	if err != nil {
		r.Fatalf("propose: %v", err)
	}
	return p
}

// signatures are those of the first n members.
func (r *run) signatures(p chain.Proposal, at chain.State, n int) []chain.Signature {
	var signatures []chain.Signature
	for _, m := range at.Members[:n] {
		signatures = append(signatures, r.Sign(m, p))
	}
	return signatures
}

func (r *run) sign(p chain.Proposal, at chain.State) chain.Transaction {
	r.Helper()
	tx, err := r.Ledger.Assemble(p, at, r.signatures(p, at, at.Threshold))
	if err != nil {
		r.Fatalf("assemble: %v", err)
	}
	return tx
}

func (r *run) submit(tx chain.Transaction) {
	r.Helper()
	if err := r.Ledger.Submit(r.Context(), tx); err != nil {
		r.Fatalf("submit: %v", err)
	}
}

func (r *run) expect(p chain.Proposal, want chain.Status) {
	r.Helper()
	if got, err := r.Ledger.Status(r.Context(), p); err != nil || got != want {
		r.Errorf("status is %q, %v; want %q", got, err, want)
	}
}

func (r *run) state() {
	at := r.now()
	members := slices.Clone(at.Members)
	slices.Sort(members)
	if at.Sequence == "" || at.Threshold < 2 || len(members) <= at.Threshold || len(slices.Compact(members)) != len(at.Members) {
		r.Fatalf("state %+v", at)
	}
	if again := r.now(); again.Sequence != at.Sequence || !slices.Equal(again.Members, at.Members) || again.Threshold != at.Threshold {
		r.Errorf("state %+v becomes %+v though nothing happened", at, again)
	}
}

func (r *run) propose() {
	at := r.now()
	p := r.bind(r.Action(1), at)
	if again := r.bind(r.Action(1), at); again.Digest != p.Digest || !bytes.Equal(again.Body, p.Body) || !bytes.Equal(again.Message, p.Message) {
		r.Errorf("the same action makes two proposals")
	}
	if p.Sequence != at.Sequence {
		r.Errorf("a proposal for sequence %q at %q", p.Sequence, at.Sequence)
	}
	if r.bind(r.Action(2), at).Digest == p.Digest {
		r.Errorf("two actions have one digest")
	}
	for _, bad := range [][]byte{nil, {0}, []byte("no action at all"), append(r.Action(1)[:1:1], 0xff)} {
		if _, err := r.Ledger.Propose(bad, at); err == nil {
			r.Errorf("%q is taken for an action", bad)
		}
	}
	r.expect(p, chain.Pending)
}

func (r *run) verify() {
	at := r.now()
	p, other := r.bind(r.Action(1), at), r.bind(r.Action(2), at)
	for _, m := range at.Members {
		if err := r.Ledger.Verify(p, at, r.Sign(m, p)); err != nil {
			r.Errorf("signature of %s: %v", m, err)
		}
	}
	good := r.Sign(at.Members[0], p)
	damaged := slices.Clone(good.Bytes)
	damaged[len(damaged)/3] ^= 1
	outsider := at
	outsider.Members = at.Members[1:]
	for name, c := range map[string]struct {
		at        chain.State
		signature chain.Signature
	}{
		"of another proposal":   {at, r.Sign(at.Members[0], other)},
		"in another's name":     {at, chain.Signature{Member: at.Members[1], Bytes: good.Bytes}},
		"in nobody's name":      {at, chain.Signature{Bytes: good.Bytes}},
		"damaged":               {at, chain.Signature{Member: good.Member, Bytes: damaged}},
		"cut off":               {at, chain.Signature{Member: good.Member, Bytes: good.Bytes[:len(good.Bytes)-1]}},
		"zero":                  {at, chain.Signature{Member: good.Member, Bytes: make([]byte, len(good.Bytes))}},
		"empty":                 {at, chain.Signature{Member: good.Member}},
		"of no member any more": {outsider, good},
	} {
		if err := r.Ledger.Verify(p, c.at, c.signature); err == nil {
			r.Errorf("a signature %s is taken", name)
		}
	}
	forged := p
	forged.Digest[0] ^= 1
	if err := r.Ledger.Verify(forged, at, r.Sign(at.Members[0], forged)); err == nil {
		r.Errorf("a digest that is not the proposal's is taken")
	}
}

func (r *run) assemble() {
	at := r.now()
	p := r.bind(r.Action(1), at)
	want := r.sign(p, at)
	all := r.signatures(p, at, at.Threshold)
	slices.Reverse(all)
	if got, err := r.Ledger.Assemble(p, at, all); err != nil || !bytes.Equal(got.Signatures, want.Signatures) {
		r.Errorf("in another order: %v", err)
	}
	if _, err := r.Ledger.Assemble(p, at, r.signatures(p, at, len(at.Members))); err != nil {
		r.Errorf("more signatures than needed: %v", err)
	}
	few := all[1:]
	for name, signatures := range map[string][]chain.Signature{
		"none": nil, "too few": few, "one twice": append(slices.Clone(few), few[0]),
		"one damaged": append(slices.Clone(few), chain.Signature{Member: all[0].Member, Bytes: make([]byte, len(all[0].Bytes))}),
	} {
		if _, err := r.Ledger.Assemble(p, at, signatures); err == nil {
			r.Errorf("%s: assembled", name)
		}
	}
}

// damaged submits what is not signed properly.
func (r *run) damaged() {
	at := r.now()
	p, other := r.next(at), r.next(at)
	tx, foreign := r.sign(p, at), r.sign(other, at)
	tx.Signatures = foreign.Signatures
	if err := r.Ledger.Submit(r.Context(), tx); err == nil {
		r.Errorf("signatures of another proposal are submitted")
	}
	r.Settle()
	r.expect(p, chain.Pending)
	if now := r.now(); now.Sequence != at.Sequence {
		r.Errorf("the account acted")
	}
}

func (r *run) done() {
	at := r.now()
	p := r.next(at)
	tx := r.sign(p, at)
	r.submit(tx)
	r.Settle()
	r.expect(p, chain.Done)
	after := r.now()
	if after.Sequence == at.Sequence {
		r.Errorf("the account acted and is still at %q", at.Sequence)
	}
	if err := r.Ledger.Submit(r.Context(), tx); err != nil {
		r.Errorf("submitting again: %v", err)
	}
	r.Settle()
	r.expect(p, chain.Done)
	if now := r.now(); now.Sequence != after.Sequence {
		r.Errorf("it happened twice")
	}
}

func (r *run) superseded() {
	at := r.now()
	first, second := r.next(at), r.next(at)
	late := r.sign(second, at)
	r.submit(r.sign(first, at))
	r.Settle()
	r.expect(first, chain.Done)
	r.expect(second, chain.Superseded)
	after := r.now()
	_ = r.Ledger.Submit(r.Context(), late) // it may say so, or not
	r.Settle()
	r.expect(second, chain.Superseded)
	if now := r.now(); now.Sequence != after.Sequence {
		r.Errorf("two proposals of one sequence happened")
	}
}

func (r *run) failed() {
	at := r.now()
	p := r.bind(r.Failing, at)
	r.submit(r.sign(p, at))
	r.Settle()
	r.expect(p, chain.Failed)
	if now := r.now(); now.Sequence == at.Sequence {
		r.Errorf("it failed and is still at %q", at.Sequence)
	}
}
