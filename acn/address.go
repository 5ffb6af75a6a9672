package acn

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Address is a wallet address in the canonical spelling of its ledger: EIP-55
// hex, bech32, or base58. Two addresses are equal if their bytes are: the DHT
// hashes the text.
type Address string

// addressPrefixes say which ledger a text means: a misspelt address gets its
// error instead of passing for a solana one, which has no checksum.
var addressPrefixes = map[string]Ledger{"0x": Ethereum, "fetch1": FetchAI, "cosmos1": Cosmos}

// ParseAddress checks that text is a canonical address of a known ledger and
// says which.
func ParseAddress(text string) (Address, Ledger, error) {
	for prefix, ledger := range addressPrefixes {
		if !strings.HasPrefix(strings.ToLower(text), prefix) {
			continue
		}
		if err := ledger.scheme().checkAddress(text); err != nil {
			return "", "", err
		}
		return Address(text), ledger, nil
	}
	if Solana.scheme().checkAddress(text) == nil {
		return Address(text), Solana, nil
	}
	return "", "", fmt.Errorf("%q is no address of %s", shorten(text), ledgerNames(Ledgers))
}

// Digest is SHA-256 of the address text: the digest inside the multihash of
// provider records and the key of signed records.
func (a Address) Digest() [sha256.Size]byte { return sha256.Sum256([]byte(a)) }

// Multihash is the sha2-256 multihash of the address, the key of provider
// records: 12 20 and the 32 bytes of Digest.
func (a Address) Multihash() []byte {
	digest := a.Digest()
	return append([]byte{0x12, 0x20}, digest[:]...)
}

// RecordKey is the DHT key of the signed record of this address.
func (a Address) RecordKey() string {
	digest := a.Digest()
	return "/" + RecordNamespace + "/" + hex.EncodeToString(digest[:])
}

// shorten keeps hostile text out of logs and errors.
func shorten(text string) string {
	const most = 80
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}
