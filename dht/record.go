package dht

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
)

// A signed record says where the agent of a wallet is reached. Three keys
// follow from each other: the wallet's key signed the proof, which names the
// node's key, which signed the record.
//
//	0       1      2        3       4
//	+-------+------+--------+-------+-----------+------------+---------+
//	|version| kind | ledger | flags | agent key | node key   | proof   |
//	+-------+------+--------+-------+-----------+------------+---------+
//	                                  32..64      33           64 or 65
//	+---------------------------------+----------+----------+----------+----------+
//	| delegation, only with flag 0x01 | since    | sequence | issued   | expires  |
//	+---------------------------------+----------+----------+----------+----------+
//	  26 + its length byte              uint64     uint64     uint64     uint64
//	+-------+-----------------+-------+-----------------+--------------+
//	| count | addresses       | count | relays          | signature    |
//	+-------+-----------------+-------+-----------------+--------------+
//	  uint8   (uint8, bytes)*   uint8   (uint8, bytes)*   64, R||S
//
// All numbers are big endian. Issued and expires are Unix milliseconds; since
// and sequence are too, except that they run ahead of the clock where they
// must exceed what was there before. Since is when the agent registered at the
// node, the sequence when the record was signed. Agent key and proof have the
// lengths of their ledger; the address is derived from the key and
// does not travel. Addresses are binary multiaddrs without the node's own
// /p2p part, relays binary peer ids. The signature is the node's, in low-S
// form, over recordDomain and everything before it.
//
// There is one encoding of a record: what decodes encodes to the same bytes.
// Other versions, kinds, ledgers and flags are refused, as are bytes behind
// the signature.
const (
	recordVersion = 1
	recordDomain  = "acn-location-v1\n"

	flagDelegation = 0x01
	signatureSize  = 64
	nodeKeySize    = 33
)

// Limits of a record; all inclusive.
const (
	// MaxRecordSize bounds the whole record in bytes and is checked first.
	MaxRecordSize = 2048
	// MaxAddrs and MaxAddrSize bound the multiaddrs, in number and bytes each.
	MaxAddrs    = 8
	MaxAddrSize = 128
	// MaxRelays bounds the relay peer ids.
	MaxRelays = 4
	// MaxRecordLife bounds the time from issue to expiry.
	MaxRecordLife = 36 * time.Hour
	// maxLead bounds how far since and sequence may run ahead of the issue
	// time. It ties them to the clock: nobody can take values that an honest
	// node would not be allowed to exceed.
	maxLead = time.Minute

	maxRelaySize = 64
	maxMillis    = 1 << 42 // the year 2109; keeps times and sums in range
)

// kind is what a record says.
type kind uint8

const (
	kindLocation  kind = 1 // the agent is here
	kindTombstone kind = 2 // the agent is no longer here
)

// ledgerCodes are the ledger bytes of a record; never renumber.
var ledgerCodes = map[acn.Ledger]byte{acn.FetchAI: 1, acn.Cosmos: 2, acn.Ethereum: 3, acn.Solana: 4}

var ledgersByCode = invert(ledgerCodes)

func invert(codes map[acn.Ledger]byte) map[byte]acn.Ledger {
	out := make(map[byte]acn.Ledger, len(codes))
	for ledger, code := range codes {
		out[code] = ledger
	}
	return out
}

// order ranks the statements about one wallet. A later statement of the wallet
// wins over any of an earlier one, whatever nodes sign. Within one the agent
// is where it registered last, however often other nodes repeat that it once
// registered with them. Of one node's records the last counts.
type order struct{ epoch, since, seq uint64 }

func (o order) compare(other order) int {
	return cmp.Or(cmp.Compare(o.epoch, other.epoch), cmp.Compare(o.since, other.since), cmp.Compare(o.seq, other.seq))
}

// claim is a decoded record: canonical, within its limits and consistent in
// itself, but no signature has been checked.
type claim struct {
	kind       kind
	parts      acn.Parts
	delegation *acn.Delegation // read from parts; nil for an undated proof
	since, seq uint64
	issued     time.Time
	expires    time.Time
	addrs      []multiaddr.Multiaddr
	relays     []peer.ID
	signature  []byte
}

func (c *claim) order() order {
	o := order{since: c.since, seq: c.seq}
	if c.delegation != nil {
		o.epoch = c.delegation.Epoch
	}
	return o
}

// standsUntil is when nothing is left of the statement behind the claim: the
// record itself, or the delegation that takes earlier statements back.
func (c *claim) standsUntil() time.Time {
	if c.delegation != nil && c.delegation.NotAfter.After(c.expires) {
		return c.delegation.NotAfter
	}
	return c.expires
}

func (c *claim) peerID() (peer.ID, error) { return peer.Decode(c.parts.Node.PeerID()) }

// record is a claim whose whole chain of signatures holds. Only verify makes
// one.
type record struct {
	claim
	proof *acn.Record
	peer  peer.ID
}

// encode writes the canonical form, signature included.
func (c *claim) encode() []byte { return append(c.body(), c.signature...) }

// body is everything before the signature.
func (c *claim) body() []byte {
	var flags byte
	if len(c.parts.Delegation) > 0 {
		flags |= flagDelegation
	}
	out := make([]byte, 0, 512)
	out = append(out, recordVersion, byte(c.kind), ledgerCodes[c.parts.Ledger], flags)
	out = append(out, c.parts.PublicKey...)
	out = append(out, c.parts.Node.Bytes()...)
	out = append(out, c.parts.Proof...)
	out = append(out, c.parts.Delegation...)
	out = binary.BigEndian.AppendUint64(out, c.since)
	out = binary.BigEndian.AppendUint64(out, c.seq)
	out = binary.BigEndian.AppendUint64(out, uint64(c.issued.UnixMilli()))
	out = binary.BigEndian.AppendUint64(out, uint64(c.expires.UnixMilli()))
	out = append(out, byte(len(c.addrs)))
	for _, addr := range c.addrs {
		out = appendShort(out, addr.Bytes())
	}
	out = append(out, byte(len(c.relays)))
	for _, relay := range c.relays {
		out = appendShort(out, []byte(relay))
	}
	return out
}

func appendShort(out, value []byte) []byte { return append(append(out, byte(len(value))), value...) }

// sign fills in the signature of the node and returns the encoded record.
func (c *claim) sign(identity *acn.Identity) []byte {
	body := c.body()
	c.signature = identity.SignCompact(append([]byte(recordDomain), body...))
	return append(body, c.signature...)
}

// verify checks the node's signature and then, with the help of proofs, the
// wallet's.
func (c *claim) verify(proofs *acn.Verifier) (*record, error) {
	message := append([]byte(recordDomain), c.body()...)
	if err := c.parts.Node.VerifyCompact(message, c.signature); err != nil {
		return nil, refuse(RefusedSignature, "record signature: %w", err)
	}
	wire, err := c.parts.Wire()
	if err != nil {
		return nil, refuse(RefusedAddress, "%w", err)
	}
	proof, err := proofs.Verify(wire, acn.Expect{Ledgers: acn.Ledgers, Node: c.parts.Node})
	if err != nil {
		return nil, refuse(RefusedProof, "%w", err)
	}
	id, err := c.peerID()
	if err != nil {
		return nil, refuse(RefusedProof, "%w", err)
	}
	return &record{claim: *c, proof: proof, peer: id}, nil
}

var errShort = errors.New("record is cut short")

// decode reads the canonical form. Errors are refusals with RefusedSize or
// RefusedMalformed.
func decode(raw []byte) (*claim, error) {
	if len(raw) > MaxRecordSize {
		return nil, refuse(RefusedSize, "record has %d bytes, limit %d", len(raw), MaxRecordSize)
	}
	c, err := decodeFields(raw)
	if err == nil {
		err = c.consistent()
	}
	if err != nil {
		return nil, refuse(RefusedMalformed, "reading record: %w", err)
	}
	return c, nil
}

func decodeFields(raw []byte) (*claim, error) {
	r := &reader{rest: raw}
	head := r.take(4)
	if r.short {
		return nil, errShort
	}
	ledger, known := ledgersByCode[head[2]]
	switch {
	case head[0] != recordVersion:
		return nil, fmt.Errorf("version %d, want %d", head[0], recordVersion)
	case kind(head[1]) != kindLocation && kind(head[1]) != kindTombstone:
		return nil, fmt.Errorf("unknown kind %d", head[1])
	case !known:
		return nil, fmt.Errorf("unknown ledger %d", head[2])
	case head[3]&^flagDelegation != 0:
		return nil, fmt.Errorf("unknown flags %#x", head[3])
	}
	c := &claim{kind: kind(head[1])}
	if err := c.readStatement(r, ledger, head[3]&flagDelegation != 0); err != nil {
		return nil, err
	}
	c.since, c.seq = r.uint64(), r.uint64()
	issued, expires := r.uint64(), r.uint64()
	if issued > maxMillis || expires > maxMillis {
		return nil, errors.New("time out of range")
	}
	c.issued, c.expires = time.UnixMilli(int64(issued)).UTC(), time.UnixMilli(int64(expires)).UTC()
	if err := c.readPlaces(r); err != nil {
		return nil, err
	}
	c.signature = r.take(signatureSize)
	switch {
	case r.short:
		return nil, errShort
	case len(r.rest) > 0:
		return nil, fmt.Errorf("%d bytes behind the signature", len(r.rest))
	}
	return c, nil
}

// readStatement reads what the wallet said: its key, the node and the proof.
func (c *claim) readStatement(r *reader, ledger acn.Ledger, dated bool) error {
	c.parts = acn.Parts{Ledger: ledger, PublicKey: r.take(ledger.PublicKeySize())}
	node := r.take(nodeKeySize)
	c.parts.Proof = r.take(ledger.ProofSize())
	if r.short {
		return errShort
	}
	var err error
	if c.parts.Node, err = acn.NodeKeyFromBytes(node); err != nil {
		return err
	}
	if !dated {
		return nil
	}
	size, err := acn.DelegationSize(r.rest)
	if err != nil {
		return err
	}
	c.parts.Delegation = r.take(size)
	if r.short {
		return errShort
	}
	c.delegation, err = c.parts.Claim()
	return err
}

// readPlaces reads addresses and relays.
func (c *claim) readPlaces(r *reader) error {
	for range r.count(MaxAddrs) {
		raw := r.take(r.count(MaxAddrSize))
		if r.short {
			return errShort
		}
		addr, err := multiaddr.NewMultiaddrBytes(raw)
		if err != nil {
			return fmt.Errorf("address: %w", err)
		}
		if !slices.Equal(addr.Bytes(), raw) {
			return errors.New("address is not in canonical form")
		}
		c.addrs = append(c.addrs, addr)
	}
	for range r.count(MaxRelays) {
		raw := r.take(r.count(maxRelaySize))
		if r.short {
			return errShort
		}
		relay, err := peer.IDFromBytes(raw)
		if err != nil {
			return fmt.Errorf("relay: %w", err)
		}
		if string(relay) != string(raw) {
			return errors.New("relay is not in canonical form")
		}
		c.relays = append(c.relays, relay)
	}
	if r.over {
		return errors.New("count or length above its limit")
	}
	return nil
}

// consistent holds the rules that need neither clock nor key.
func (c *claim) consistent() error {
	issued := uint64(c.issued.UnixMilli())
	latest := issued + uint64(maxLead.Milliseconds())
	life := c.expires.Sub(c.issued)
	switch {
	case c.since > latest:
		return fmt.Errorf("registration %d is more than %s after issue", c.since, maxLead)
	case c.seq < issued || c.seq > latest:
		return fmt.Errorf("sequence %d is not within %s after issue", c.seq, maxLead)
	case life <= 0 || life > MaxRecordLife:
		return fmt.Errorf("life of %s, want at most %s", life, MaxRecordLife)
	case c.kind == kindTombstone && len(c.addrs)+len(c.relays) > 0:
		return errors.New("tombstone with addresses")
	case c.delegation != nil && (!c.delegation.Covers(c.issued) || c.expires.After(c.delegation.NotAfter)):
		return errors.New("life outside the window of the delegation")
	}
	return c.consistentPlaces()
}

func (c *claim) consistentPlaces() error {
	mayRelay := mayRelay(c.delegation)
	if len(c.relays) > 0 && !mayRelay {
		return errors.New("relays, which the delegation does not allow")
	}
	seen := make(map[string]bool, len(c.addrs)+len(c.relays))
	for _, addr := range c.addrs {
		_, last := multiaddr.SplitLast(addr)
		switch {
		case last == nil || seen[string(addr.Bytes())]:
			return errors.New("empty or repeated address")
		case last.Protocol().Code == multiaddr.P_P2P:
			return errors.New("address ends in a peer id")
		case isCircuit(addr) && !mayRelay:
			return errors.New("relayed address, which the delegation does not allow")
		}
		seen[string(addr.Bytes())] = true
	}
	for _, relay := range c.relays {
		if seen[string(relay)] {
			return errors.New("repeated relay")
		}
		seen[string(relay)] = true
	}
	return nil
}

// mayRelay tells whether others may be told to relay for the node: undated
// proofs do not say, so they allow it.
func mayRelay(d *acn.Delegation) bool { return d == nil || d.Flags&acn.AllowRelay != 0 }

func isCircuit(addr multiaddr.Multiaddr) bool {
	_, err := addr.ValueForProtocol(multiaddr.P_CIRCUIT)
	return err == nil
}

// reader takes bytes off a record; short and over stick, so that callers
// check once.
type reader struct {
	rest  []byte
	short bool // fewer bytes than asked for
	over  bool // a count above its limit
}

func (r *reader) take(n int) []byte {
	if r.short || len(r.rest) < n {
		r.short = true
		return nil
	}
	out := r.rest[:n:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) uint64() uint64 {
	if raw := r.take(8); raw != nil {
		return binary.BigEndian.Uint64(raw)
	}
	return 0
}

// count reads one byte that must not exceed most; nothing is read after one
// that does.
func (r *reader) count(most int) int {
	raw := r.take(1)
	if raw == nil {
		return 0
	}
	if int(raw[0]) > most {
		r.over = true
		r.rest = nil
		return 0
	}
	return int(raw[0])
}

// digest is the place of an address: SHA-256 of its text, as in the key of its
// record.
type digest [sha256.Size]byte

// parseKey reads /acn/ and 64 lower-case hex digits and accepts no other
// spelling, so that a wallet has one key.
func parseKey(key string) (digest, error) {
	var d digest
	text, ok := strings.CutPrefix(key, "/"+acn.RecordNamespace+"/")
	if !ok || len(text) != hex.EncodedLen(len(d)) || strings.ToLower(text) != text {
		return d, refuse(RefusedKey, "key is not /%s/ and %d lower-case hex digits", acn.RecordNamespace, hex.EncodedLen(len(d)))
	}
	if _, err := hex.Decode(d[:], []byte(text)); err != nil {
		return d, refuse(RefusedKey, "reading key: %w", err)
	}
	return d, nil
}

func (d digest) String() string { return hex.EncodeToString(d[:]) }

// position is where the record of the address is stored.
func (d digest) position() position {
	return positionOf([]byte("/" + acn.RecordNamespace + "/" + d.String()))
}
