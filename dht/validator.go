package dht

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"go-acn/acn"
)

// maxClockSkew is how far ahead of our clock a record may have been issued.
const maxClockSkew = 5 * time.Minute

// validator decides which records exist for us. The DHT calls Validate before
// it stores a record and before it believes one it was given; recordStore
// calls current before it hands one out. It is safe for concurrent use.
type validator struct {
	now      func() time.Time
	floors   *floors
	observer *Observer

	// verified spares the signature checks for bytes seen before: a search
	// brings up to twenty copies of the same record.
	verified *lru.Cache[[sha256.Size]byte, *record]
	// proofs spares the wallet's part for records that only moved on in
	// sequence, as every republished one does.
	proofs *acn.Verifier
}

// newValidator remembers the last `remember` good records.
func newValidator(now func() time.Time, floors *floors, remember int, observer *Observer) (*validator, error) {
	verified, err := lru.New[[sha256.Size]byte, *record](remember)
	if err != nil {
		return nil, err
	}
	return &validator{
		now: now, floors: floors, observer: observer,
		verified: verified, proofs: &acn.Verifier{Remember: remember},
	}, nil
}

// Validate implements the DHT's Validator. A record that passes raises the
// floor of its address.
func (v *validator) Validate(key string, value []byte) error {
	_, err := v.admit(key, value)
	v.observer.refused(err)
	return err
}

// admit applies every rule, cheapest first, and returns the record.
func (v *validator) admit(key string, value []byte) (*record, error) {
	c, d, err := v.current(key, value)
	if err != nil {
		return nil, err
	}
	addr, err := c.parts.Address()
	if err != nil {
		return nil, refuse(RefusedAddress, "%w", err)
	}
	if digest(addr.Digest()) != d {
		return nil, refuse(RefusedAddress, "record is of %s, stored under the key of another", addr)
	}
	sum := sha256.Sum256(value)
	rec, known := v.verified.Get(sum)
	if !known {
		if rec, err = c.verify(v.proofs); err != nil {
			return nil, err
		}
		v.verified.Add(sum, rec)
	}
	v.floors.raise(d, c.order(), c.standsUntil(), v.now())
	return rec, nil
}

// current applies the rules that need no cryptography: all that can become
// false of a record that was once admitted.
func (v *validator) current(key string, value []byte) (*claim, digest, error) {
	if len(value) > MaxRecordSize {
		return nil, digest{}, refuse(RefusedSize, "record has %d bytes, limit %d", len(value), MaxRecordSize)
	}
	d, err := parseKey(key)
	if err != nil {
		return nil, d, err
	}
	c, err := decode(value)
	if err != nil {
		return nil, d, err
	}
	switch now := v.now(); {
	case c.issued.After(now.Add(maxClockSkew)):
		return nil, d, refuse(RefusedFuture, "issued at %s, ahead of our clock", c.issued)
	case !now.Before(c.expires):
		return nil, d, refuse(RefusedExpired, "expired at %s", c.expires)
	case c.order().compare(v.floors.newest(d, now)) < 0:
		return nil, d, refuse(RefusedOlder, "a newer statement has been seen")
	}
	return c, d, nil
}

// Select implements the DHT's Validator: the newest statement, then the later
// expiry, then the smaller hash. On a tie the lowest index wins, which is how
// a holder's copy of the same bytes is refreshed.
func (v *validator) Select(_ string, values [][]byte) (int, error) {
	best, chosen := -1, (*claim)(nil)
	for i, value := range values {
		c, err := decode(value)
		if err != nil {
			continue
		}
		if chosen == nil || preferred(c, value, chosen, values[best]) {
			best, chosen = i, c
		}
	}
	if chosen == nil {
		return 0, errors.New("no record among the values")
	}
	return best, nil
}

// preferred tells whether a wins over b, strictly.
func preferred(a *claim, rawA []byte, b *claim, rawB []byte) bool {
	if c := a.order().compare(b.order()); c != 0 {
		return c > 0
	}
	if c := a.expires.Compare(b.expires); c != 0 {
		return c > 0
	}
	hashA, hashB := sha256.Sum256(rawA), sha256.Sum256(rawB)
	return bytes.Compare(hashA[:], hashB[:]) < 0
}
