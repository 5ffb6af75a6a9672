package replica

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/pin"
	"go-acn/agentrt/registry/replica/possession"
)

// Protocol is spoken between registry nodes.
//
// History: 1.0.0 first version.
const Protocol = "/acn/registry/1.0.0"

// A frame, the same both ways:
//
//	0       4      5              4+length
//	+-------+------+--------------+
//	|length | kind | body         |   length: uint32, big endian, of kind and body
//	+-------+------+--------------+
//
// The node that opened the stream asks, the other answers each frame with one.
// Bodies, where number is an unsigned LEB128 varint in its shortest form, below
// 2^32, and rest runs to the end of the frame:
//
//	question                                                   answer
//	1 hello      number capacity | number factor |             1 hello, the same
//	             pins, 32 bytes | holdings, 32 bytes |
//	             rest: for later versions, skipped
//	2 sums       set, 1 byte                                   3 sums: 256 of 16 bytes
//	4 list       set, 1 byte | bucket, 1 byte |                5 keys: up to 1,024 of 32 bytes, which
//	             after, 32 bytes or none                         rise; fewer if they are the last
//	6 pins       1 to 64 keys of 32 bytes                      7 pins: for each, number length | pin
//	8 challenge  package, 32 | nonce, 32 | flags, 1 byte       9 proof: one or more of number length | block
//	any                                                        10 refusal: code, 1 byte
//
// Sets are 1, the signed pins, by the sha2-256 of their bytes, and 2, the
// pinned packages that the node holds, by their digest.
const (
	kindHello byte = iota + 1
	kindSums
	kindSumsAnswer
	kindList
	kindListAnswer
	kindPins
	kindPinsAnswer
	kindChallenge
	kindProof
	kindRefusal
)

// Limits of the protocol; a change of one is a new protocol id.
const (
	frameHeader  = 4
	mostQuestion = 4 << 10                                                 // bytes of a question, without the header
	mostKeys     = 1024                                                    // in one answer
	mostPins     = 64                                                      // in one question
	mostProof    = possession.MaxBytes + 5*possession.MaxBlocks            // bytes of a proof
	mostAnswer   = 1 + mostProof                                           // bytes of an answer, without the header
	mostSmall    = 1 + max(mostKeys*len(key{}), mostPins*(5+pin.MaxBytes)) // of one that is no proof
	numberSize   = 5                                                       // of the largest number
)

// setID names what is reconciled.
type setID byte

const (
	setPins     setID = 1
	setHoldings setID = 2
)

// refusal is why a question is not answered. It is all a peer is told.
type refusal byte

const (
	refusedMember   refusal = 1 // the asker is no member here
	refusedQuestion refusal = 2 // the question cannot be read
	refusedBusy     refusal = 3 // too many questions
	refusedHolding  refusal = 4 // the package is not here
	refusedPromise  refusal = 5 // the package is here and may be given up
)

var refusals = map[refusal]string{
	refusedMember: "we are no member there", refusedQuestion: "it does not understand us", refusedBusy: "it has too much to do",
	refusedHolding: "it does not hold the package", refusedPromise: "it does not promise to keep the package",
}

// Error is what the refusal means.
func (r refusal) Error() string {
	if text, ok := refusals[r]; ok {
		return text
	}
	return fmt.Sprintf("refused with code %d", byte(r))
}

var errMalformed = errors.New("malformed frame")

// hello is what changes: whoever sees another digest than before asks for the
// difference.
type hello struct {
	capacity, factor uint32
	pins, holdings   digest
}

// challenge asks for a proof, and with rely for the promise to keep the package
// for a while.
type challenge struct {
	hash  pkg.Hash
	nonce possession.Nonce
	rely  bool
}

const flagRely = 1

func appendFrame(dst []byte, kind byte, body []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(1+len(body)))
	return append(append(dst, kind), body...)
}

func appendHello(dst []byte, h hello) []byte {
	dst = binary.AppendUvarint(dst, uint64(h.capacity))
	dst = binary.AppendUvarint(dst, uint64(h.factor))
	return append(append(dst, h.pins[:]...), h.holdings[:]...)
}

func parseHello(body []byte) (h hello, err error) {
	var ok bool
	if h.capacity, body, ok = number(body); !ok {
		return hello{}, errMalformed
	}
	if h.factor, body, ok = number(body); !ok || len(body) < 2*len(digest{}) {
		return hello{}, errMalformed
	}
	h.pins, h.holdings = digest(body[:32]), digest(body[32:64])
	return h, nil
}

func parseSet(body []byte) (setID, error) {
	if len(body) != 1 || setID(body[0]) != setPins && setID(body[0]) != setHoldings {
		return 0, errMalformed
	}
	return setID(body[0]), nil
}

// listing asks for the keys of a bucket, all or those that come after one.
type listing struct {
	set    setID
	bucket byte
	after  *key
}

func appendListing(dst []byte, l listing) []byte {
	dst = append(dst, byte(l.set), l.bucket)
	if l.after != nil {
		dst = append(dst, l.after[:]...)
	}
	return dst
}

func parseListing(body []byte) (l listing, err error) {
	if len(body) != 2 && len(body) != 2+len(key{}) {
		return listing{}, errMalformed
	}
	l.bucket = body[1]
	if after := body[2:]; len(after) > 0 {
		l.after = (*key)(after)
	}
	l.set, err = parseSet(body[:1])
	return l, err
}

func appendKeys(dst []byte, keys []key) []byte {
	for _, k := range keys {
		dst = append(dst, k[:]...)
	}
	return dst
}

// parseKeys reads up to most keys, which rise.
func parseKeys(body []byte, most int) ([]key, error) {
	if len(body)%len(key{}) != 0 || len(body)/len(key{}) > most {
		return nil, errMalformed
	}
	keys := make([]key, 0, len(body)/len(key{}))
	for ; len(body) > 0; body = body[len(key{}):] {
		k := key(body)
		if n := len(keys); n > 0 && k.compare(keys[n-1]) <= 0 {
			return nil, errMalformed
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func appendSums(dst []byte, sums *[buckets]sum) []byte {
	for _, s := range sums {
		dst = append(dst, s[:]...)
	}
	return dst
}

func parseSums(body []byte) (*[buckets]sum, error) {
	if len(body) != buckets*len(sum{}) {
		return nil, errMalformed
	}
	sums := new([buckets]sum)
	for i := range sums {
		sums[i] = sum(body[i*len(sum{}):])
	}
	return sums, nil
}

// appendChunks and parseChunks are of pins and of proofs.
func appendChunks(dst []byte, chunks [][]byte) []byte {
	for _, chunk := range chunks {
		dst = append(binary.AppendUvarint(dst, uint64(len(chunk))), chunk...)
	}
	return dst
}

func parseChunks(body []byte, most int) ([][]byte, error) {
	var chunks [][]byte
	for len(body) > 0 {
		length, rest, ok := number(body)
		if !ok || uint64(length) > uint64(len(rest)) || len(chunks) == most {
			return nil, errMalformed
		}
		chunks = append(chunks, rest[:length])
		body = rest[length:]
	}
	return chunks, nil
}

func appendChallenge(dst []byte, c challenge) []byte {
	dst = append(append(dst, c.hash[:]...), c.nonce[:]...)
	if c.rely {
		return append(dst, flagRely)
	}
	return append(dst, 0)
}

func parseChallenge(body []byte) (challenge, error) {
	if len(body) != 65 || body[64] > flagRely {
		return challenge{}, errMalformed
	}
	return challenge{pkg.Hash(body[:32]), possession.Nonce(body[32:64]), body[64] == flagRely}, nil
}

// number reads one number; ok is false if there is none in its shortest form.
func number(body []byte) (value uint32, rest []byte, ok bool) {
	long, n := binary.Uvarint(body)
	if n <= 0 || n > 1 && body[n-1] == 0 || long > math.MaxUint32 {
		return 0, nil, false
	}
	return uint32(long), body[n:], true
}
