package keyfile

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go-acn/acn"
)

// light keeps tests quick; the format is the same.
var light = Cost{N: 2, P: 1}

const testSecret = "54562eb807d2f80df8151db0a394cac72e16435a5f64275c277cae70308e8b24"

func never(t *testing.T) Passphrase {
	return func(path string) ([]byte, error) {
		t.Errorf("asked for the passphrase of %s", path)
		return nil, ErrNeedsOne
	}
}

func says(words string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(words), nil }
}

func node(t testing.TB) *acn.Identity {
	t.Helper()
	identity, err := acn.ParseIdentity(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

// The two vectors published with the definition of the format.
func TestWeb3Vectors(t *testing.T) {
	const want = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
	for _, name := range []string{"scrypt", "pbkdf2"} {
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			key, err := Decode(raw, says("testpassword"))
			if err != nil {
				t.Fatal(err)
			}
			if key.Hex() != want {
				t.Errorf("secret is %s, want %s", key.Hex(), want)
			}
			wallet, err := key.Wallet("")
			if err != nil {
				t.Fatal(err)
			}
			if addr := strings.ToLower(string(wallet.Address())); addr != "0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b" {
				t.Errorf("address is %s", addr)
			}
		})
	}
}

func TestRoundTrip(t *testing.T) {
	keys := []Key{OfNode(node(t))}
	for _, ledger := range acn.Ledgers {
		wallet, err := acn.NewWallet(ledger)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, OfWallet(wallet))
	}
	for _, key := range keys {
		t.Run(string(key.Use()), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key")
			words := Sources{Text: "secret words"}
			if err := Save(path, key, words.Fresh, light); err != nil {
				t.Fatal(err)
			}
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(content, []byte(key.Hex())) {
				t.Fatal("the encrypted file holds the secret")
			}
			got, err := Read(path, words.Existing)
			if err != nil {
				t.Fatal(err)
			}
			if got.Hex() != key.Hex() || got.String() != key.String() {
				t.Errorf("read %v, wrote %v", got, key)
			}
		})
	}
}

func TestPlain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "node.key")
	if err := Save(path, OfNode(node(t)), nil, Cost{}); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != testSecret+"\n" {
		t.Errorf("plain file is %q, %v", content, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %o", info.Mode().Perm())
	}
	key, err := Read(path, never(t))
	if err != nil {
		t.Fatal(err)
	}
	identity, err := key.Identity()
	if err != nil {
		t.Fatal(err)
	}
	if identity.NodeKey() != node(t).NodeKey() {
		t.Errorf("read node %s", identity.NodeKey())
	}
	if _, err := key.Wallet(""); !errors.Is(err, ErrNoLedger) {
		t.Errorf("wallet without a ledger: %v", err)
	}
	if _, err := key.Wallet(acn.FetchAI); err != nil {
		t.Errorf("wallet with a ledger: %v", err)
	}
}

// Existing agents write ethereum keys with 0x and without a line end.
func TestPlainOfAgents(t *testing.T) {
	for _, text := range []string{testSecret, "0x" + testSecret, strings.ToUpper(testSecret) + "\r\n"} {
		key, err := Decode([]byte(text), nil)
		if err != nil || key.Hex() != testSecret {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestUseIsKept(t *testing.T) {
	wallet, err := acn.NewWallet(acn.FetchAI)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OfWallet(wallet).Identity(); !errors.Is(err, errOtherUse) {
		t.Errorf("wallet as a node key: %v", err)
	}
	if _, err := OfWallet(wallet).Wallet(acn.Cosmos); !errors.Is(err, errOtherUse) {
		t.Errorf("wallet on another ledger: %v", err)
	}
	if _, err := OfNode(node(t)).Wallet(acn.FetchAI); !errors.Is(err, errOtherUse) {
		t.Errorf("node key as a wallet: %v", err)
	}
}

func TestNeverOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := create(path, []byte("first")); err != nil {
		t.Fatal(err)
	}
	if err := create(path, []byte("second")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("second file of the name: %v", err)
	}
	err := Save(path, OfNode(node(t)), never(t), light)
	wantHint(t, err, "never overwritten")
	if raw, _ := os.ReadFile(path); string(raw) != "first" {
		t.Errorf("file holds %q", raw)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 {
		t.Errorf("directory holds %v", left)
	}
}

// place must work, and not overwrite, where a link cannot be made.
func TestPlaceWithoutLinks(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	// A directory cannot be linked, so this takes the other way, and a
	// directory does not replace a file.
	if err := os.Mkdir(from, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := place(from, to); err == nil {
		t.Error("a directory took the place of a file")
	}
	if err := place(from, to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("name that is taken: %v", err)
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, test := range []struct{ name, path, says, hint string }{
		{"group may read", write("a", testSecret, 0o640), "others may read it (mode 0640)", "chmod 600 " + dir + "/a"},
		{"world may read", write("b", testSecret, 0o604), "others may read it", "chmod 600"},
		{"missing", filepath.Join(dir, "none"), "no such file", "acn key new"},
		{"directory", dir, "no regular file", ""},
		{"no key", write("c", "0123", 0o600), "neither 64 hex digits", "other key files"},
		{"one digit more", write("d", testSecret+"0", 0o600), "neither 64 hex digits", ""},
		{"too long", write("e", strings.Repeat("0", maxFile+1), 0o600), "longer than", ""},
		{"broken json", write("f", "{", 0o600), "neither", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(test.path, never(t))
			if err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), test.path) {
				t.Fatalf("error is %v, want %q with the path", err, test.says)
			}
			if strings.Contains(err.Error(), testSecret[:8]) {
				t.Errorf("error quotes the secret: %v", err)
			}
			wantHint(t, err, test.hint)
		})
	}
}

func wantHint(t *testing.T, err error, part string) {
	t.Helper()
	var known *Error
	if !errors.As(err, &known) {
		t.Fatalf("%v is no *Error", err)
	}
	if !strings.Contains(known.Hint(), part) {
		t.Errorf("hint is %q, want %q", known.Hint(), part)
	}
}

// A file decides how much work it takes to open it; the bounds are tested at
// n and n+1 without doing the work.
func TestWorkIsBounded(t *testing.T) {
	good := web3KDF{DKLen: 32, N: 1 << 18, R: 8, P: 1}
	for _, test := range []struct {
		name   string
		kdf    string
		change func(*web3KDF)
		ok     bool
	}{
		{"geth's standard", "scrypt", func(*web3KDF) {}, true},
		{"most memory", "scrypt", func(p *web3KDF) { p.N = 1 << 19 }, true},
		{"too much memory", "scrypt", func(p *web3KDF) { p.N, p.R = 1<<19, 9 }, false},
		{"most work", "scrypt", func(p *web3KDF) { p.P = 2 }, true},
		{"too much work", "scrypt", func(p *web3KDF) { p.P = 3 }, false},
		{"product that overflows", "scrypt", func(p *web3KDF) { p.N, p.R, p.P = 1<<30, 1<<30, 1<<30 }, false},
		{"n no power of two", "scrypt", func(p *web3KDF) { p.N = 3 }, false},
		{"no r", "scrypt", func(p *web3KDF) { p.R = 0 }, false},
		{"negative p", "scrypt", func(p *web3KDF) { p.P = -1 }, false},
		{"short result", "scrypt", func(p *web3KDF) { p.DKLen = 31 }, false},
		{"long result", "scrypt", func(p *web3KDF) { p.DKLen = 65 }, false},
		{"most rounds", "pbkdf2", func(p *web3KDF) { p.PRF, p.C = "hmac-sha256", maxPBKDF2Rounds }, true},
		{"too many rounds", "pbkdf2", func(p *web3KDF) { p.PRF, p.C = "hmac-sha256", maxPBKDF2Rounds+1 }, false},
		{"no rounds", "pbkdf2", func(p *web3KDF) { p.PRF = "hmac-sha256" }, false},
		{"other prf", "pbkdf2", func(p *web3KDF) { p.PRF, p.C = "hmac-md5", 1 }, false},
		{"other function", "argon2", func(*web3KDF) {}, false},
	} {
		params := good
		test.change(&params)
		if err := params.check(test.kdf); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestTamperedFile(t *testing.T) {
	key := OfNode(node(t))
	content, err := Encode(key, []byte("p"), light)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(content, says("P")); !errors.Is(err, ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	for _, change := range [][2]string{
		{`"version": 3`, `"version": 2`},
		{`aes-128-ctr`, `aes-128-cbc`},
		{`"use": "node"`, `"use": "fetchai"`}, // the name is another one then
		{`"use": "node"`, `"use": "moon"`},
		{`"mac": "`, `"mac": "00`},
		{`"iv": "`, `"iv": "00`},
	} {
		changed := strings.Replace(string(content), change[0], change[1], 1)
		if changed == string(content) {
			t.Fatalf("no %s to change", change[0])
		}
		if _, err := Decode([]byte(changed), says("p")); err == nil {
			t.Errorf("accepted %s", change[1])
		}
	}
}

func TestSources(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "pass")
	if err := os.WriteFile(file, []byte("from file\r\nsecond line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		sources Sources
		want    string
		err     error
	}{
		{"file wins", Sources{File: file, Text: "from text"}, "from file", nil},
		{"text", Sources{Text: "from text"}, "from text", nil},
		{"nothing, no terminal", Sources{}, "", ErrNeedsOne},
		{"empty file", Sources{File: empty}, "", errEmpty},
		{"missing file", Sources{File: filepath.Join(dir, "none"), Text: "x"}, "", fs.ErrNotExist},
	} {
		for kind, find := range map[string]Passphrase{"existing": test.sources.Existing, "fresh": test.sources.Fresh} {
			words, err := find("key")
			if string(words) != test.want || !errors.Is(err, test.err) {
				t.Errorf("%s, %s: %q, %v", test.name, kind, words, err)
			}
		}
	}
}

// The error is about the passphrase file, and so is its hint.
func TestPassphraseFileOpenToOthers(t *testing.T) {
	dir := t.TempDir()
	path, pass := filepath.Join(dir, "key"), filepath.Join(dir, "pass")
	if err := Save(path, OfNode(node(t)), Sources{Text: "p"}.Fresh, light); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pass, []byte("p"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Read(path, Sources{File: pass}.Existing)
	wantHint(t, err, "chmod 600 "+pass)
	if err := os.Chmod(pass, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = Read(path, Sources{File: pass}.Existing); err != nil {
		t.Error(err)
	}
}

func TestKeyPrintsNoSecret(t *testing.T) {
	key := OfNode(node(t))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(verb, key); !strings.Contains(text, "16Uiu2HAmMC2t") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
	raw, err := hex.DecodeString(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	// As a field that has no String method of its own, and with verbs that
	// pass that method by.
	for _, verb := range []string{"%v", "%+v", "%#v", "%d", "%x", "%s"} {
		text := fmt.Sprintf(verb, struct{ key Key }{key})
		if strings.Contains(text, testSecret[:8]) || strings.Contains(text, fmt.Sprintf("%d %d", raw[0], raw[1])) {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

func FuzzDecode(f *testing.F) {
	sealed, err := Encode(OfNode(node(f)), []byte("p"), light)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte(testSecret))
	f.Add([]byte(`{"version":3,"crypto":{"kdfparams":{"n":1e9}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		// Nothing is asked of files that ask for work, which keeps this quick.
		key, err := Decode(raw, func() ([]byte, error) { return nil, ErrNeedsOne })
		if err != nil {
			return
		}
		again, err := Encode(key, nil, Cost{})
		if err != nil {
			t.Fatal(err)
		}
		if secret, err := hex.DecodeString(strings.TrimSpace(string(again))); err != nil || len(secret) != secretSize {
			t.Errorf("accepted a key that reads %q", again)
		}
	})
}
