package pkg

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/ipfs/go-cid"
)

// Hash names content: the sha2-256 digest of the root of its DAG. CIDs of
// version 0 and 1 that mean the same content are the same Hash. The zero Hash
// means none.
type Hash [sha256.Size]byte

// IsZero tells whether there is no hash.
func (h Hash) IsZero() bool { return h == Hash{} }

// multihash is the hash as CIDs hold it: 12 20 and the digest.
func (h Hash) multihash() []byte { return append([]byte{0x12, sha256.Size}, h[:]...) }

// String is the CID of version 1 in base32, "bafybei...", which is what
// configurations and packages.json hold; empty for the zero Hash.
func (h Hash) String() string {
	if h.IsZero() {
		return ""
	}
	return cid.NewCidV1(cid.DagProtobuf, h.multihash()).String()
}

// V0 is the CID of version 0, "Qm...", of old configurations.
func (h Hash) V0() string { return cid.NewCidV0(h.multihash()).String() }

// Hex is the digest in lower-case hex.
func (h Hash) Hex() string { return hex.EncodeToString(h[:]) }

// MarshalText is String.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText is ParseHash; no text is the zero Hash.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*h = Hash{}
		return nil
	}
	parsed, err := ParseHash(string(text))
	if err == nil {
		*h = parsed
	}
	return err
}

// ParseHash reads the CID of a package or file in one of its two spellings:
// version 1 in lower-case base32, or version 0. It refuses other codecs, hash
// functions and bases, which no package has.
func ParseHash(text string) (Hash, error) {
	const longest = 59
	if len(text) > longest {
		return Hash{}, fmt.Errorf("a CID of %d characters", len(text))
	}
	c, err := cid.Decode(text)
	if err != nil {
		return Hash{}, fmt.Errorf("%q is no CID", text)
	}
	h, err := fromCID(c)
	if err != nil {
		return Hash{}, fmt.Errorf("%s: %w", text, err)
	}
	if text != h.String() && text != h.V0() {
		return Hash{}, fmt.Errorf("%q: packages write CIDs of version 1 in base32, or of version 0", text)
	}
	return h, nil
}

func fromCID(c cid.Cid) (Hash, error) {
	if c.Type() != cid.DagProtobuf {
		return Hash{}, errors.New("not a dag-pb node")
	}
	multihash := c.Hash()
	var h Hash
	if len(multihash) != 2+len(h) || multihash[0] != 0x12 || multihash[1] != sha256.Size {
		return Hash{}, errors.New("not a sha2-256 hash")
	}
	copy(h[:], multihash[2:])
	return h, nil
}
