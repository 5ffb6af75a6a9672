package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"go-acn/acn"
	"go-acn/internal/keyfile"
)

// keyFlags are common to commands that read a key.
type keyFlags struct {
	ledger     string
	passphrase string
	json       bool
}

func (k *keyFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&k.ledger, "ledger", "", "ledger of a wallet: "+ledgerNames()+"; encrypted files say it themselves")
	flags.StringVar(&k.passphrase, "passphrase-file", "", "file with the passphrase in its first line [ACN_PASSPHRASE_FILE]")
	flags.BoolVar(&k.json, "json", false, "print JSON")
}

func ledgerNames() string {
	names := make([]string, 0, len(acn.Ledgers))
	for _, ledger := range acn.Ledgers {
		names = append(names, string(ledger))
	}
	return strings.Join(names, ", ")
}

// parsed is the ledger, empty if none was named.
func (k *keyFlags) parsed() (acn.Ledger, error) {
	if k.ledger == "" {
		return "", nil
	}
	ledger, err := acn.ParseLedger(k.ledger)
	if err != nil {
		return "", wrongUse("write one of "+ledgerNames(), "--ledger: there is no ledger %q", k.ledger)
	}
	return ledger, nil
}

// wallet reads the wallet in a file.
func (c *console) wallet(ctx context.Context, path string, k *keyFlags) (*acn.Wallet, error) {
	ledger, err := k.parsed()
	if err != nil {
		return nil, err
	}
	key, err := keyfile.Read(path, c.passphrases(ctx, k.passphrase).Existing)
	if err != nil {
		return nil, err
	}
	wallet, err := key.Wallet(ledger)
	if errors.Is(err, keyfile.ErrNoLedger) {
		return nil, wrongUse("add --ledger "+strings.ReplaceAll(ledgerNames(), ", ", "|"), "%s: %w", path, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return wallet, nil
}

func (c *console) keyCommand() *cobra.Command {
	return group(&cobra.Command{Use: "key", Short: "Make, show and convert keys of nodes and wallets"},
		c.keyNewCommand(), c.keyShowCommand(), c.keyImportCommand(), c.keyExportCommand())
}

// keyPublic is what a key shows to the world.
type keyPublic struct {
	Use       string         `json:"use,omitempty"` // node, or a ledger; empty if the file does not say
	File      string         `json:"file,omitempty"`
	Encrypted *bool          `json:"encrypted,omitempty"`
	PeerID    string         `json:"peer_id,omitempty"`
	NodeKey   acn.NodeKey    `json:"node_public_key,omitempty"`
	Wallets   []walletPublic `json:"wallets,omitempty"`
}

type walletPublic struct {
	Ledger    acn.Ledger  `json:"ledger"`
	Address   acn.Address `json:"address"`
	PublicKey string      `json:"public_key"`
}

// describe derives everything a key may be used as.
func describe(key keyfile.Key, ledger acn.Ledger) (keyPublic, error) {
	public := keyPublic{Use: string(key.Use())}
	if identity, err := key.Identity(); err == nil && ledger == "" {
		public.NodeKey, public.PeerID = identity.NodeKey(), identity.NodeKey().PeerID()
	}
	var ledgers []acn.Ledger
	switch {
	case ledger != "":
		ledgers = []acn.Ledger{ledger}
	case key.Use() == "":
		ledgers = acn.Ledgers
	case key.Use() != keyfile.UseNode:
		ledgers = []acn.Ledger{acn.Ledger(key.Use())}
	}
	for _, ledger := range ledgers {
		wallet, err := key.Wallet(ledger)
		if err != nil {
			return public, err
		}
		public.Wallets = append(public.Wallets, walletPublic{Ledger: wallet.Ledger(), Address: wallet.Address(), PublicKey: wallet.PublicKey()})
	}
	return public, nil
}

func (p keyPublic) print(w io.Writer) {
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-12s %s\n", name, value)
		}
	}
	line("peer id", p.PeerID)
	line("public key", string(p.NodeKey))
	for _, wallet := range p.Wallets {
		line(string(wallet.Ledger), string(wallet.Address))
	}
	if len(p.Wallets) == 1 { // of a file that says its ledger
		line("public key", p.Wallets[0].PublicKey)
	}
	line("file", p.File)
	if p.Encrypted != nil && !*p.Encrypted {
		fmt.Fprintln(w, "The file is not encrypted: whoever can read it has the key.")
	}
}

// target is where a command puts a key.
type keyTarget struct {
	out            string
	encrypt, plain bool
}

func (t *keyTarget) add(flags *pflag.FlagSet) {
	flags.StringVarP(&t.out, "out", "o", "", "file to make; never overwritten")
	flags.BoolVar(&t.encrypt, "encrypt", false, "encrypt the file with a passphrase (the default for wallets)")
	flags.BoolVar(&t.plain, "plain", false, "do not encrypt the file (the default for nodes)")
}

// save writes a key and tells about it.
func (c *console) save(ctx context.Context, key keyfile.Key, t *keyTarget, k *keyFlags) error {
	public, err := describe(key, "")
	if err != nil {
		return err
	}
	switch {
	case t.out == "":
		return wrongUse("add --out FILE", "say where to put the key")
	case t.encrypt && t.plain:
		return wrongUse("give one of the two", "--encrypt and --plain exclude each other")
	}
	var passphrase keyfile.Passphrase
	encrypted := t.encrypt || key.Use() != keyfile.UseNode && !t.plain
	if encrypted {
		passphrase = c.passphrases(ctx, k.passphrase).Fresh
	}
	if err := keyfile.Save(t.out, key, passphrase, keyfile.StandardCost); err != nil {
		if errors.Is(err, keyfile.ErrNeedsOne) {
			return fail(fmt.Errorf("%s: a key that is encrypted needs a passphrase", t.out),
				"give one in ACN_PASSPHRASE or with --passphrase-file, run this in a terminal to be asked, or do not encrypt the key, with --plain")
		}
		return err
	}
	public.File, public.Encrypted = t.out, &encrypted
	return c.emit(k.json, public, public.print)
}

func (c *console) keyNewCommand() *cobra.Command {
	var k keyFlags
	var t keyTarget
	cmd := &cobra.Command{
		Use:   "new node|wallet --out FILE",
		Short: "Make a key",
		Long: `Makes the key of a node, or that of a wallet on a ledger.

Keys of nodes are stored as 64 hex digits, as existing nodes have them; wallets
are encrypted in the format of geth, which says their ledger.`,
		Example:   "  acn key new node --out node.key\n  acn key new wallet --ledger ethereum --out alice.json",
		Args:      wants("node or wallet"),
		ValidArgs: []string{"node", "wallet"},
		RunE: func(cmd *cobra.Command, args []string) error {
			key, err := newKey(args[0], &k)
			if err != nil {
				return err
			}
			return c.save(cmd.Context(), key, &t, &k)
		},
	}
	k.add(cmd.Flags())
	t.add(cmd.Flags())
	return cmd
}

func newKey(what string, k *keyFlags) (keyfile.Key, error) {
	ledger, err := k.parsed()
	switch {
	case err != nil:
		return keyfile.Key{}, err
	case what == "node" && ledger != "":
		return keyfile.Key{}, wrongUse("leave --ledger away, or make a wallet", "the key of a node is on no ledger")
	case what == "node":
		identity, err := acn.NewIdentity()
		if err != nil {
			return keyfile.Key{}, err
		}
		return keyfile.OfNode(identity), nil
	case what != "wallet":
		return keyfile.Key{}, wrongUse("acn key new node, or acn key new wallet", "a key is that of a node or a wallet, not of a %q", what)
	case ledger == "":
		return keyfile.Key{}, wrongUse("add --ledger "+strings.ReplaceAll(ledgerNames(), ", ", "|"), "say which ledger the wallet is on")
	}
	wallet, err := acn.NewWallet(ledger)
	if err != nil {
		return keyfile.Key{}, err
	}
	return keyfile.OfWallet(wallet), nil
}

func (c *console) keyShowCommand() *cobra.Command {
	var k keyFlags
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Show the public side of a key: peer id, public keys, addresses",
		Args:  wants("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ledger, err := k.parsed()
			if err != nil {
				return err
			}
			key, err := keyfile.Read(args[0], c.passphrases(cmd.Context(), k.passphrase).Existing)
			if err != nil {
				return err
			}
			public, err := describe(key, ledger)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			return c.emit(k.json, public, public.print)
		},
	}
	k.add(cmd.Flags())
	return cmd
}
