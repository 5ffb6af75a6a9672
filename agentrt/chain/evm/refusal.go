package evm

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// Refusal is why a pool does not take a transaction.
type Refusal string

// What pools say. Empty is something else: the transaction may have got
// through.
const (
	RefusedKnown       Refusal = "known"       // it has it, or a block has
	RefusedUnderpriced Refusal = "underpriced" // another one with that nonce pays more, or nearly as much
	RefusedPoor        Refusal = "poor"        // the account cannot pay
	RefusedOldNonce    Refusal = "old nonce"   // a block has another one with that nonce
	RefusedOther       Refusal = "refused"     // the node does not want it, for a reason of its own
)

// refusalWords are those of different nodes.
var refusalWords = []struct {
	refusal Refusal
	words   *regexp.Regexp
}{
	{RefusedKnown, words("already known", "alreadyknown", "already imported", "known transaction")},
	{RefusedUnderpriced, words("underpriced", "replacementnotallowed", "fee too low to replace")},
	{RefusedPoor, words("insufficient funds", "insufficient balance")},
	{RefusedOldNonce, words("nonce too low", "oldnonce", "wrong transaction nonce")},
	{RefusedOther, words("exceeds block gas limit", "intrinsic gas", "less than block base fee", "exceeds the configured cap", "transaction type")},
}

// busyWords are those of nodes that want to be left alone for a while, and
// troubleWords those of nodes that ask another one and do not know what it did.
var (
	busyWords    = words("rate.?limit", "too many requests", `429\b`, "quota", "capacity")
	troubleWords = words("time.?out", "timed out", "deadline", "cancel", "unavailable", "gateway", "upstream", "connection", "eof", "internal", "temporar", "try again", "overload", "sync")
)

// words finds one of several where a word begins, in any case: an unknown
// transaction is not a known one.
func words(list ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(list, "|") + ")")
}

// Codes of JSON-RPC errors. codeServer is used for what transaction pools
// refuse as well as for a node's own trouble.
const (
	codeReverted = 3
	codeFailed   = -32015 // Nethermind's for a call that reverts, or fails in another way of its own
	codeServer   = -32000
	codeNoAnswer = -32002
	codeBusy     = -32005
	codeInternal = -32603
)

// errUnsure says that one of several nodes may have taken a transaction.
var errUnsure = errors.New("a node may have taken it")

// RefusalOf reads the error of handing in a transaction. What a node says in an
// error with a code is a refusal, unless it sounds as if the node were busy or
// in trouble.
func RefusalOf(err error) Refusal {
	if errors.Is(err, errUnsure) || errors.Is(err, ErrSilent) {
		return ""
	}
	text := err.Error()
	if refusal := saidRefusal(text); refusal != "" {
		return refusal
	}
	var coded rpc.Error
	if !errors.As(err, &coded) || busyWords.MatchString(text) || troubleWords.MatchString(text) {
		return ""
	}
	switch code := coded.ErrorCode(); {
	case code == codeNoAnswer, code == codeBusy, code == codeInternal, code >= 0 && code != codeReverted:
		return ""
	}
	return RefusedOther
}

func saidRefusal(text string) Refusal {
	for _, row := range refusalWords {
		if row.words.MatchString(text) {
			return row.refusal
		}
	}
	return ""
}

// untaken tells whether a node that gave an error cannot have taken what it was
// sent, though another time it may.
func untaken(err error) bool {
	var op *net.OpError
	var status rpc.HTTPError
	var coded rpc.Error
	switch {
	case errors.As(err, &op):
		return op.Op == "dial"
	case errors.As(err, &status):
		return status.StatusCode == http.StatusTooManyRequests || status.StatusCode == http.StatusUnauthorized || status.StatusCode == http.StatusForbidden
	case errors.As(err, &coded):
		return coded.ErrorCode() == codeBusy || busyWords.MatchString(err.Error())
	}
	return false
}

// SendTransaction hands a transaction in. A node that fails may have taken it;
// then the next one knows it, or takes it too. One that does not want it may be
// alone with that. RefusalOf the error is a refusal only if none can have it.
func (p *Pool) SendTransaction(ctx context.Context, tx *types.Transaction) error {
	var errs []error
	var refused error
	unsure := false
	for i, m := range p.order() {
		sent, err := p.handIn(ctx, m, tx)
		refusal := Refusal("")
		if sent && err != nil {
			refusal = RefusalOf(err)
		}
		switch {
		case err == nil || refusal == RefusedKnown || refusal != "" && refusal != RefusedOther && !unsure:
			m.mark(time.Time{})
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case refusal != "":
			m.mark(time.Time{})
			refused = err
		default:
			m.mark(time.Now())
			unsure = unsure || sent && !untaken(err)
		}
		errs = append(errs, fmt.Errorf("node %d: %w", i+1, Plain(err)))
	}
	switch {
	case refused != nil && !unsure:
		return refused
	case refused != nil:
		return fmt.Errorf("%w: %w", errUnsure, errors.Join(errs...))
	}
	return fmt.Errorf("%w: %w", ErrSilent, errors.Join(errs...))
}

// handIn gives a transaction to one node; sent is whether it got so far.
func (p *Pool) handIn(ctx context.Context, m *member, tx *types.Transaction) (sent bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, p.cfg.Timeout)
	defer cancel()
	client, err := m.connected(ctx)
	if err != nil {
		return false, err
	}
	return true, client.SendTransaction(ctx, tx)
}
