package dht

import (
	"errors"
	"fmt"
)

// Reason names a rule a record or a request broke, for metrics and tests. It
// never travels: a peer whose record is refused gets a closed stream.
type Reason string

// Reasons, in the order in which the rules are applied.
const (
	RefusedRate      Reason = "rate"      // too many puts from one place
	RefusedSize      Reason = "size"      // above MaxRecordSize
	RefusedKey       Reason = "key"       // key not in its one spelling
	RefusedMalformed Reason = "malformed" // not the canonical form, or inconsistent in itself
	RefusedFuture    Reason = "future"    // issued ahead of our clock
	RefusedExpired   Reason = "expired"
	RefusedOlder     Reason = "older"     // a newer statement has been seen
	RefusedAddress   Reason = "address"   // wallet key does not belong to the key of the record
	RefusedSignature Reason = "signature" // not signed by its node
	RefusedProof     Reason = "proof"     // wallet did not sign, or for another node
	RefusedFull      Reason = "full"      // quota used up by records closer to us
	RefusedPeer      Reason = "peer"      // one peer offers too much
	RefusedCrowded   Reason = "crowded"   // enough peers, in all or of one place, offer it
)

// refusal is an error with the rule that was broken.
type refusal struct {
	reason Reason
	err    error
}

func (r *refusal) Error() string { return r.err.Error() }
func (r *refusal) Unwrap() error { return r.err }

// refuse makes a refusal; format and args as in fmt.Errorf.
func refuse(reason Reason, format string, args ...any) error {
	return &refusal{reason: reason, err: fmt.Errorf(format, args...)}
}

// reasonOf is the rule behind err, empty if there is none.
func reasonOf(err error) Reason {
	var r *refusal
	if errors.As(err, &r) {
		return r.reason
	}
	return ""
}
