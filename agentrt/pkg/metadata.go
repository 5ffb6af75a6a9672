package pkg

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf16"
)

// DefaultImage is the picture of units that have none of their own.
const DefaultImage = "bafybeiggnad44tftcrenycru2qtyqnripfzitv5yume4szbkl33vfd4abm"

// Metadata is what the NFT of a package says about it. Its hash is what is
// registered on chain.
type Metadata struct {
	ID          ID
	Description string
	Code        Hash // of the package
	Image       Hash // of a picture
}

// JSON is the file that the hash on chain means. It is written as Python's
// json.dumps with compact separators writes it, ASCII only, so that the same
// metadata has the same hash whatever tool made it.
func (m Metadata) JSON() []byte {
	var b bytes.Buffer
	field := func(before, value string) {
		b.WriteString(before)
		quoteASCII(&b, value)
	}
	field(`{"name":`, m.ID.String())
	field(`,"description":`, m.Description)
	field(`,"code_uri":`, "ipfs://"+m.Code.String())
	field(`,"image":`, "ipfs://"+m.Image.String())
	field(`,"attributes":[{"trait_type":"version","value":`, m.ID.Version)
	b.WriteString("}]}")
	return b.Bytes()
}

// Hash is the hash of the JSON file; its 32 bytes are the unit hash or
// configuration hash on chain.
func (m Metadata) Hash() (Hash, error) { return HashFile(bytes.NewReader(m.JSON())) }

func quoteASCII(b *bytes.Buffer, text string) {
	escapes := map[rune]string{'"': `\"`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`}
	b.WriteByte('"')
	for _, r := range text {
		switch escape, special := escapes[r]; {
		case special:
			b.WriteString(escape)
		case ' ' <= r && r <= '~':
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
}

// tokenPrefix stands before a digest in hex: base16, CID version 1, dag-pb,
// sha2-256 of 32 bytes.
const tokenPrefix = "f01701220"

// TokenURI is where the registries on chain say that the metadata with this
// hash is, such as https://gateway.autonolas.tech/ipfs/f01701220....
func TokenURI(base string, metadata Hash) string { return base + tokenPrefix + metadata.Hex() }

// ParseTokenURI takes the hash of the metadata out of a token URI of any base.
func ParseTokenURI(uri string) (Hash, error) {
	at := strings.LastIndexByte(uri, '/') + 1
	digits, ok := strings.CutPrefix(uri[at:], tokenPrefix)
	var h Hash
	if !ok || len(digits) != 2*len(h) || strings.ToLower(digits) != digits {
		return Hash{}, fmt.Errorf("%q does not end in %s and 64 lower-case hex digits", shorten(uri), tokenPrefix)
	}
	if _, err := hex.Decode(h[:], []byte(digits)); err != nil {
		return Hash{}, fmt.Errorf("%q: %w", shorten(uri), err)
	}
	return h, nil
}
