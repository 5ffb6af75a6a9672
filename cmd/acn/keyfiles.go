package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"go-acn/acn"
	"go-acn/internal/keyfile"
)

// maxImport bounds what is read as a foreign key file, in bytes.
const maxImport = 64 << 10

func (c *console) keyImportCommand() *cobra.Command {
	var k keyFlags
	var t keyTarget
	var from string
	cmd := &cobra.Command{
		Use:   "import node|wallet FILE --out FILE",
		Short: "Take over a key from elsewhere",
		Long: `Reads a key as 64 hex digits (with or without 0x) or as a file of geth or
eth_account, from FILE or, if it is -, from standard input, and stores it as
acn key new does. The file it comes from is left as it is.`,
		Example: "  acn key import node cosmos_private_key.txt --out node.key\n  acn key import wallet UTC--2026... --out alice.json",
		Args:    wants("node or wallet", "FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := c.foreignKey(cmd.Context(), args[0], args[1], from, &k)
			if err != nil {
				return err
			}
			return c.save(cmd.Context(), key, &t, &k)
		},
	}
	k.add(cmd.Flags())
	t.add(cmd.Flags())
	cmd.Flags().StringVar(&from, "from-passphrase-file", "", "file with the passphrase of the key to import, if another one")
	return cmd
}

// foreignKey reads a key that somebody else stored, and decides its use.
func (c *console) foreignKey(ctx context.Context, what, path, passphraseFile string, k *keyFlags) (keyfile.Key, error) {
	ledger, err := k.parsed()
	if err != nil {
		return keyfile.Key{}, err
	}
	if what != "node" && what != "wallet" {
		return keyfile.Key{}, wrongUse("acn key import node FILE, or acn key import wallet FILE", "a key is that of a node or a wallet, not of a %q", what)
	}
	raw, err := c.readAll(path, maxImport)
	if err != nil {
		return keyfile.Key{}, fail(fmt.Errorf("reading key: %w", err), "check the path")
	}
	if passphraseFile == "" {
		passphraseFile = k.passphrase
	}
	key, err := keyfile.Decode(raw, func() ([]byte, error) { return c.passphrases(ctx, passphraseFile).Existing(path) })
	if err != nil {
		return keyfile.Key{}, fail(fmt.Errorf("key file %s: %w", path, err), "it must hold 64 hex digits, or be a version 3 file of geth, with its passphrase in --from-passphrase-file")
	}
	if what == "node" {
		// On purpose also from a wallet: existing agents use one of theirs.
		identity, err := acn.ParseIdentity(key.Hex())
		if err != nil {
			return keyfile.Key{}, err
		}
		return keyfile.OfNode(identity), nil
	}
	wallet, err := key.Wallet(ledger)
	if errors.Is(err, keyfile.ErrNoLedger) {
		return keyfile.Key{}, wrongUse("add --ledger", "%s: %w", path, err)
	}
	if err != nil {
		return keyfile.Key{}, fmt.Errorf("%s: %w", path, err)
	}
	return keyfile.OfWallet(wallet), nil
}

// readAll reads a file, or standard input for -, of at most limit bytes.
func (c *console) readAll(path string, limit int64) ([]byte, error) {
	in := c.in
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	raw, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err == nil && int64(len(raw)) > limit {
		err = fmt.Errorf("%s is longer than %d bytes", path, limit)
	}
	return raw, err
}

func (c *console) keyExportCommand() *cobra.Command {
	var k keyFlags
	var format string
	cmd := &cobra.Command{
		Use:   "export FILE --format hex|web3",
		Short: "Print a key for another program: its secret",
		Long: `Prints the secret of a key on standard output: as 64 hex digits (hex), or
encrypted in the format of geth and eth_account (web3), with the passphrase
that the key is stored under, or a new one.`,
		Args: wants("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "hex" && format != "web3" {
				return wrongUse("add --format hex or --format web3", "say how to print the secret")
			}
			key, words, err := c.openKey(cmd.Context(), args[0], &k)
			if err != nil {
				return err
			}
			if format == "hex" {
				words = nil
			} else if words == nil {
				words, err = c.passphrases(cmd.Context(), k.passphrase).Fresh("the exported key")
				if errors.Is(err, keyfile.ErrNeedsOne) {
					err = errors.New("the exported key is encrypted, and needs a passphrase")
				}
				if err != nil {
					return fail(err, "use --passphrase-file or ACN_PASSPHRASE")
				}
			}
			content, err := keyfile.Encode(key, words, keyfile.StandardCost)
			if err != nil {
				return err
			}
			_, err = io.Copy(c.out, bytes.NewReader(content))
			return err
		},
	}
	cmd.Flags().StringVar(&k.passphrase, "passphrase-file", "", "file with the passphrase in its first line [ACN_PASSPHRASE_FILE]")
	cmd.Flags().StringVar(&k.ledger, "ledger", "", "ledger of a wallet stored in plain, to name it in the exported file")
	cmd.Flags().StringVar(&format, "format", "", "hex or web3")
	return cmd
}

// openKey reads a key and returns the passphrase that opened it, nil for a
// plain one.
func (c *console) openKey(ctx context.Context, path string, k *keyFlags) (keyfile.Key, []byte, error) {
	ledger, err := k.parsed()
	if err != nil {
		return keyfile.Key{}, nil, err
	}
	var words []byte
	key, err := keyfile.Read(path, func(path string) (_ []byte, err error) {
		words, err = c.passphrases(ctx, k.passphrase).Existing(path)
		return words, err
	})
	if err != nil || ledger == "" {
		return key, words, err
	}
	wallet, err := key.Wallet(ledger)
	if err != nil {
		return keyfile.Key{}, nil, fmt.Errorf("%s: %w", path, err)
	}
	return keyfile.OfWallet(wallet), words, nil
}
