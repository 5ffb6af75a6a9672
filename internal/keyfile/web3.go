package keyfile

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/scrypt"
	"golang.org/x/crypto/sha3"
)

// Web3 Secret Storage, version 3:
//
//	derived = kdf(passphrase, salt), at least 32 bytes
//	ciphertext = AES-128-CTR(key derived[0:16], iv) of the 32-byte secret
//	mac = Keccak-256(derived[16:32] || ciphertext)
//
// go-ethereum has this in accounts/keystore. It is written out here because
// importing that package made a node 2.2 MB larger on disk (stripped) and
// 2.3 MiB larger in memory before it did anything, mostly for the account
// manager and the tables of other cryptography that come along.
type web3File struct {
	Version int    `json:"version"`
	ID      string `json:"id"`
	// Address is, as elsewhere, not covered by the mac. Ethereum's have no 0x
	// and are lower case; other uses have their own text here.
	Address string     `json:"address,omitempty"`
	Crypto  web3Crypto `json:"crypto"`
	// Use is ours; files made elsewhere lack it and hold ethereum keys.
	Use Use `json:"use,omitempty"`
}

type web3Crypto struct {
	Cipher       string     `json:"cipher"`
	CipherText   hexBytes   `json:"ciphertext"`
	CipherParams web3Cipher `json:"cipherparams"`
	KDF          string     `json:"kdf"`
	KDFParams    web3KDF    `json:"kdfparams"`
	MAC          hexBytes   `json:"mac"`
}

type web3Cipher struct {
	IV hexBytes `json:"iv"`
}

// web3KDF holds the parameters of either function.
type web3KDF struct {
	DKLen int      `json:"dklen"`
	Salt  hexBytes `json:"salt"`
	N     int      `json:"n,omitempty"`
	R     int      `json:"r,omitempty"`
	P     int      `json:"p,omitempty"`
	C     int      `json:"c,omitempty"`
	PRF   string   `json:"prf,omitempty"`
}

type hexBytes []byte

func (h hexBytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h)), nil }
func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(strings.TrimPrefix(string(text), "0x"))
	return err
}

// Cost is how much work a guess at the passphrase is: scrypt's N and P, with
// R 8. Memory is 1 KiB times N.
type Cost struct{ N, P int }

// StandardCost needs 128 MiB and some tenths of a second.
var StandardCost = Cost{N: 1 << 17, P: 1}

// Bounds on what a file may ask of its reader. The strongest settings in
// common use need half of each.
const (
	maxScryptMemory = 512 << 20 // bytes
	maxScryptWork   = 1 << 22   // N*R*P
	maxPBKDF2Rounds = 2_000_000
)

// Errors of encrypted files that callers explain differently.
var (
	ErrPassphrase = errors.New("the passphrase is wrong")
	ErrNeedsOne   = errors.New("the file is encrypted and no passphrase was given")
)

// seal encrypts a key.
func seal(key Key, passphrase []byte, cost Cost) ([]byte, error) {
	var random [32 + aes.BlockSize + 16]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, fmt.Errorf("reading random numbers: %w", err)
	}
	salt, iv, id := random[:32], random[32:48], random[48:]
	file := web3File{Version: 3, ID: uuid4(id), Address: web3Address(key), Use: key.use, Crypto: web3Crypto{
		Cipher: "aes-128-ctr", CipherParams: web3Cipher{IV: iv},
		KDF: "scrypt", KDFParams: web3KDF{DKLen: 32, Salt: salt, N: cost.N, R: 8, P: cost.P},
	}}
	derived, err := file.Crypto.derive(passphrase)
	if err != nil {
		return nil, err
	}
	file.Crypto.CipherText, err = aesCTR(derived[:16], iv, key.secret())
	if err != nil {
		return nil, err
	}
	file.Crypto.MAC = file.Crypto.mac(derived)
	raw, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding key: %w", err)
	}
	return append(raw, '\n'), nil
}

func web3Address(key Key) string {
	if bare, ok := strings.CutPrefix(key.name, "0x"); ok {
		return strings.ToLower(bare)
	}
	return key.name
}

// uuid4 formats 16 random bytes as RFC 9562 asks.
func uuid4(b []byte) string {
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// open decrypts what seal, geth or eth_account made.
func open(raw []byte, passphrase func() ([]byte, error)) (Key, error) {
	var file web3File
	if err := json.Unmarshal(raw, &file); err != nil {
		// The error of json may quote the file.
		return Key{}, errNotKey
	}
	if err := file.check(); err != nil {
		return Key{}, err
	}
	words, err := passphrase()
	if err != nil {
		return Key{}, err
	}
	derived, err := file.Crypto.derive(words)
	if err != nil {
		return Key{}, err
	}
	if subtle.ConstantTimeCompare(file.Crypto.mac(derived), file.Crypto.MAC) != 1 {
		return Key{}, ErrPassphrase
	}
	secret, err := aesCTR(derived[:16], file.Crypto.CipherParams.IV, file.Crypto.CipherText)
	if err != nil {
		return Key{}, err
	}
	use := file.Use
	if use == "" {
		use = "ethereum"
	}
	key, err := named(use, secret)
	if err != nil {
		return Key{}, err
	}
	if said := strings.TrimPrefix(file.Address, "0x"); said != "" && !strings.EqualFold(said, web3Address(key)) {
		return Key{}, fmt.Errorf("says it holds %.60q but holds %s", file.Address, key.name)
	}
	return key, nil
}

// check refuses what the format does not have, before a passphrase is asked.
func (f *web3File) check() error {
	c := &f.Crypto
	switch {
	case f.Version != 3:
		return fmt.Errorf("has version %d of the Web3 secret storage format, want 3", f.Version)
	case c.Cipher != "aes-128-ctr":
		return fmt.Errorf("is encrypted with %.20q, want aes-128-ctr", c.Cipher)
	case len(c.CipherParams.IV) != aes.BlockSize || len(c.CipherText) != secretSize:
		return errors.New("has an iv or a ciphertext of the wrong length")
	}
	return c.KDFParams.check(c.KDF)
}

// check bounds the work a file may ask for.
func (p *web3KDF) check(kdf string) error {
	if p.DKLen < 32 || p.DKLen > 64 {
		return fmt.Errorf("derives %d bytes from the passphrase, want 32 to 64", p.DKLen)
	}
	switch kdf {
	case "scrypt":
		if p.N <= 1 || p.N&(p.N-1) != 0 || p.R <= 0 || p.P <= 0 || p.R > 1<<10 || p.P > 1<<10 || p.N > maxScryptWork {
			return errors.New("has scrypt parameters out of range")
		}
		// Blocks first: int has 32 bits on some machines.
		if blocks := int64(p.N) * int64(p.R); 128*blocks > maxScryptMemory || blocks*int64(p.P) > maxScryptWork {
			return fmt.Errorf("asks for scrypt with n %d, r %d, p %d, which is more work than is reasonable", p.N, p.R, p.P)
		}
	case "pbkdf2":
		if p.PRF != "hmac-sha256" || p.C <= 0 || p.C > maxPBKDF2Rounds {
			return fmt.Errorf("asks for pbkdf2 with %.20q and %d rounds, want hmac-sha256 and at most %d", p.PRF, p.C, maxPBKDF2Rounds)
		}
	default:
		return fmt.Errorf("derives its key with %.20q, want scrypt or pbkdf2", kdf)
	}
	return nil
}

func (c *web3Crypto) derive(passphrase []byte) ([]byte, error) {
	p := &c.KDFParams
	var derived []byte
	var err error
	if c.KDF == "scrypt" {
		derived, err = scrypt.Key(passphrase, p.Salt, p.N, p.R, p.P, p.DKLen)
	} else {
		derived, err = pbkdf2.Key(sha256.New, string(passphrase), p.Salt, p.C, p.DKLen)
	}
	if err != nil {
		return nil, fmt.Errorf("deriving key: %w", err)
	}
	return derived, nil
}

func (c *web3Crypto) mac(derived []byte) []byte {
	sum := sha3.NewLegacyKeccak256()
	sum.Write(derived[16:32])
	sum.Write(c.CipherText)
	return sum.Sum(nil)
}

func aesCTR(key, iv, data []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("making cipher: %w", err)
	}
	out := make([]byte, len(data))
	cipher.NewCTR(block, iv).XORKeyStream(out, data)
	return out, nil
}
