package signing

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/acn"
	"go-acn/agentrt/chain"
	"go-acn/internal/keyfile"
)

// fixture is the key in testdata, which was thrown away, and its passphrase.
var fixture = strings.Repeat("5d", 32)

const fixtureWords = "fixture words"

func open(path, words string) (*Local, error) {
	key, err := keyfile.Read(path, func(string) ([]byte, error) { return []byte(words), nil })
	if err != nil {
		return nil, err
	}
	wallet, err := key.Wallet(acn.Ethereum)
	if err != nil {
		return nil, err
	}
	return NewLocal(wallet)
}

// Files written by eth_account, with either function, and by geth become
// signers.
func TestKeyFilesOfOthers(t *testing.T) {
	key, err := crypto.HexToECDSA(fixture)
	must(t, err)
	dir := t.TempDir()
	place := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, content, 0o600)) // files of a checkout may be open to others
		return path
	}
	for _, name := range []string{"eth_account_scrypt.json", "eth_account_pbkdf2.json", "geth.json"} {
		content, err := os.ReadFile(filepath.Join("testdata", name))
		must(t, err)
		local, err := open(place(name, content), fixtureWords)
		must(t, err)
		signs(t, local, key)
		if _, err := open(filepath.Join(dir, name), "other words"); !errors.Is(err, keyfile.ErrPassphrase) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Neither what a signer prints nor any error about it holds a key, in whatever
// form somebody prints it.
func TestKeysStayInside(t *testing.T) {
	secret, err := hex.DecodeString(fixture)
	must(t, err)
	wallet, err := acn.WalletFromSecret(acn.Ethereum, secret)
	must(t, err)
	local, err := NewLocal(wallet)
	must(t, err)
	var printed bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&printed, nil))
	holder := struct {
		Signer Signer
		Local  Local
		inner  *Local
	}{local, *local, local}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
		fmt.Fprintf(&printed, verb+"\n"+verb+"\n", local, holder)
	}
	log.Info("signer", "signer", local, "holder", holder)
	_, err = NewLocal(nil)
	fmt.Fprintln(&printed, err)
	path := filepath.Join(t.TempDir(), "damaged")
	must(t, os.WriteFile(path, []byte(fixture+"zz"), 0o600))
	_, err = open(path, fixtureWords)
	fmt.Fprintln(&printed, err)
	_, err = Sign(t.Context(), Watcher(local.Address()), Raw(chain.Digest{1}))
	fmt.Fprintln(&printed, err)
	text := strings.ToLower(printed.String())
	decimal := local.key.D.String()
	for _, leak := range []string{fixture[:16], strings.Repeat("]]]", 2), decimal[:16], strings.Repeat("93 ", 4), strings.Repeat("0x5d, ", 4)} {
		if strings.Contains(text, leak) {
			t.Errorf("%q is printed:\n%s", leak, text)
		}
	}
}
