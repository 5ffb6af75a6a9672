package evm

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// What different nodes say about a transaction, with a code and without.
func TestRefusalOf(t *testing.T) {
	for text, want := range map[string]Refusal{
		"already known": RefusedKnown, "AlreadyKnown": RefusedKnown, "known transaction: 12ab": RefusedKnown,
		"replacement transaction underpriced": RefusedUnderpriced, "transaction underpriced": RefusedUnderpriced,
		"insufficient funds for gas * price + value": RefusedPoor, "nonce too low: next nonce 3": RefusedOldNonce, "OldNonce": RefusedOldNonce,
		"unknown transaction type": RefusedOther, "transaction type not supported": RefusedOther, "exceeds block gas limit": RefusedOther,
		"max fee per gas less than block base fee": RefusedOther, "intrinsic gas too low": RefusedOther,
		"tx fee (1.20 ether) exceeds the configured cap (1.00 ether)": RefusedOther,
	} {
		for _, err := range []error{errors.New(text), said{text, -32000}, said{text, codeInternal}, rpc.HTTPError{Status: "400 Bad Request", Body: []byte(`{"message":"` + text + `"}`)}} {
			if got := RefusalOf(err); got != want {
				t.Errorf("%v: %q", err, got)
			}
		}
	}
	for err, want := range map[said]Refusal{
		{"nonce too high", -38011}: RefusedOther, {"sender not an eoa", codeServer}: RefusedOther, {"transaction rejected", -32003}: RefusedOther,
		{"invalid argument 0", -32602}: RefusedOther, {"execution reverted", codeReverted}: RefusedOther, {"of 1429 bytes", codeServer}: RefusedOther, {"gas 429000 is too much", codeServer}: RefusedOther,
		{"daily request count exceeded", codeBusy}: "", {"rate limit exceeded", codeServer}: "", {"429 Too Many Requests", codeServer}: "",
		{"request timed out", codeNoAnswer}: "", {"internal error", codeInternal}: "", {"Post https://sequencer: context deadline exceeded", codeServer}: "",
		{"502 Bad Gateway", codeServer}: "", {"try again later", codeServer}: "", {"no such thing", 19}: "",
	} {
		if got := RefusalOf(err); got != want {
			t.Errorf("%v: %q", err, got)
		}
		if got := RefusalOf(errors.New(err.text)); got != "" {
			t.Errorf("%v, without a code: %q", err, got)
		}
	}
}

// taker answers transactions with an error, or nil.
type taker struct {
	Client
	err error
}

func (n *taker) SendTransaction(context.Context, *types.Transaction) error { return n.err }

// A transaction is refused when no node can have it.
func TestPoolHandsIn(t *testing.T) {
	capped, poor, busy, known := said{"exceeds the configured cap", -32000}, said{"insufficient funds", -32000}, said{"rate limit exceeded", -32000}, said{"already known", -32000}
	dials, resets := &net.OpError{Op: "dial", Err: errors.New("refused")}, &net.OpError{Op: "read", Err: errors.New("reset")}
	for name, c := range map[string]struct {
		nodes []error // of handing in
		want  Refusal
		taken bool
	}{
		"taken":                          {[]error{nil, capped}, "", true},
		"taken by the second":            {[]error{capped, nil}, "", true},
		"known to the second":            {[]error{resets, known}, RefusedKnown, false},
		"known to the third":             {[]error{resets, poor, known}, RefusedKnown, false},
		"refused by all":                 {[]error{capped, capped}, RefusedOther, false},
		"refused, and nobody else asked": {[]error{poor, nil}, RefusedPoor, false},
		"refused by who is there":        {[]error{dials, capped, busy}, RefusedOther, false},
		"poor, and the first was busy":   {[]error{busy, poor}, RefusedPoor, false},
		"perhaps taken by the first":     {[]error{resets, capped}, "", false},
		"perhaps taken by the last":      {[]error{capped, context.DeadlineExceeded}, "", false},
		"perhaps taken, then poor":       {[]error{resets, poor}, "", false},
		"perhaps taken, and old by now":  {[]error{errGateway, said{"nonce too low", -32000}}, "", false},
		"nobody there":                   {[]error{dials, busy}, "", false},
	} {
		var nodes []Client
		for _, err := range c.nodes {
			nodes = append(nodes, &taker{err: err})
		}
		pool, err := NewPool(PoolConfig{}, nodes...)
		if err != nil {
			t.Fatal(err)
		}
		if err = pool.SendTransaction(t.Context(), new(types.Transaction)); (err == nil) != c.taken || err != nil && RefusalOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	// One that is not on the chain it should be on is not sent anything.
	other := func(context.Context) (Client, error) { return nil, said{"of another chain", -32000} }
	capping := func(context.Context) (Client, error) { return &taker{err: capped}, nil }
	for want, nodes := range map[Refusal][]Open{RefusedOther: {other, capping}, "": {other, other}} {
		pool, err := NewLazyPool(PoolConfig{}, nodes...)
		if err != nil {
			t.Fatal(err)
		}
		if err := pool.SendTransaction(t.Context(), new(types.Transaction)); err == nil || RefusalOf(err) != want {
			t.Errorf("want %q: %v", want, err)
		}
	}
}
