package signing

import (
	"bufio"
	"encoding/json"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/acn"
	"go-acn/internal/keyfile"
)

// The real Clef, where ACN_TEST_CLEF names the program, signs what it is asked
// to; here nobody is at the screen, and everything is confirmed.
func TestRealClef(t *testing.T) {
	program := os.Getenv("ACN_TEST_CLEF")
	if program == "" {
		t.Skip("ACN_TEST_CLEF names no program")
	}
	dir := t.TempDir()
	key := newKey(t)
	wallet, err := acn.WalletFromSecret(acn.Ethereum, crypto.FromECDSA(key))
	must(t, err)
	content, err := keyfile.Encode(keyfile.OfWallet(wallet), []byte(fixtureWords), keyfile.Cost{N: 1 << 10, P: 1})
	must(t, err)
	must(t, os.Mkdir(filepath.Join(dir, "keystore"), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, "keystore", "key.json"), content, 0o600))
	clef := exec.CommandContext(t.Context(), program, "--stdio-ui", "--suppress-bootwarn", "--nousb", "--chainid", "31337", "--advanced",
		"--configdir", filepath.Join(dir, "config"), "--keystore", filepath.Join(dir, "keystore"), "--auditlog", filepath.Join(dir, "audit.log"), "--http", "--http.port", "0", "--ipcpath", dir, "--loglevel", "0")
	screen, err := clef.StdoutPipe()
	must(t, err)
	keys, err := clef.StdinPipe()
	must(t, err)
	must(t, clef.Start())
	up := make(chan string, 1)
	confirmed := make(chan error, 1)
	go func() { confirmed <- confirm(screen, keys, up) }()
	t.Cleanup(func() {
		_ = clef.Process.Kill()
		<-confirmed
		_ = clef.Wait()
	})
	var url string
	select {
	case url = <-up:
	case err := <-confirmed:
		confirmed <- err
		t.Fatal("clef ended: ", err)
	}
	for _, address := range []string{url, filepath.Join(dir, "clef.ipc")} {
		signer, err := DialClef(t.Context(), ClefConfig{URL: address})
		must(t, err)
		t.Cleanup(signer.Close)
		transaction, document := requests(t)
		if _, err := Sign(t.Context(), signer, document); err != nil {
			t.Error(err)
		}
		signed, err := transaction.SignedBy(t.Context(), signer)
		must(t, err)
		if from, err := types.Sender(rulesOf(big.NewInt(31337)), signed); err != nil || from != crypto.PubkeyToAddress(key.PublicKey) {
			t.Error(from, err)
		}
	}
}

// confirm is a screen that says yes to everything.
func confirm(screen io.Reader, keys io.Writer, up chan<- string) error {
	answers := json.NewEncoder(keys)
	for decoder := json.NewDecoder(bufio.NewReader(screen)); ; {
		var question struct {
			ID     json.RawMessage              `json:"id"`
			Method string                       `json:"method"`
			Params []map[string]json.RawMessage `json:"params"`
		}
		if err := decoder.Decode(&question); err != nil {
			return err
		}
		var result any
		switch question.Method {
		case "ui_onSignerStartup":
			var info map[string]string
			if err := json.Unmarshal(question.Params[0]["info"], &info); err == nil {
				up <- info["extapi_http"]
			}
			continue
		case "ui_onInputRequired":
			result = map[string]string{"text": fixtureWords}
		case "ui_approveListing":
			result = map[string]any{"accounts": question.Params[0]["accounts"]}
		case "ui_approveTx":
			result = map[string]any{"approved": true, "transaction": question.Params[0]["transaction"]}
		case "ui_approveSignData":
			result = map[string]bool{"approved": true}
		default:
			continue // it only tells
		}
		if err := answers.Encode(map[string]any{"jsonrpc": "2.0", "id": question.ID, "result": result}); err != nil {
			return err
		}
	}
}
