package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
)

func (c *console) recordCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "record",
		Short: "Make and verify proofs that a node may represent a wallet",
		Long: `A record says that the holder of a wallet lets a node represent it: with it, the
node announces the wallet's address and takes its mail. A dated record takes
back all earlier ones.`,
	}, c.recordMakeCommand(), c.recordVerifyCommand(), c.recordShowCommand())
}

// Forms a record is printed in, besides the explanation for people.
var recordForms = []string{"json", "env", "hex"}

func (c *console) printRecord(wire *acnpb.AgentRecord, form string) error {
	switch form {
	case "json":
		text, err := acn.RecordJSON(wire)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(c.out, string(text))
		return err
	case "env":
		for _, line := range acn.RecordEnv(wire) {
			fmt.Fprintln(c.out, line)
		}
		return nil
	case "hex":
		raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(wire)
		if err != nil {
			return fmt.Errorf("encoding record: %w", err)
		}
		_, err = fmt.Fprintln(c.out, hex.EncodeToString(raw))
		return err
	}
	return wrongUse("write --format "+strings.Join(recordForms, "|"), "a record has no form %q", form)
}

// delegationFlags are the terms of a dated record.
type delegationFlags struct {
	epoch               uint64
	notBefore, notAfter string
	allow               []string
}

// terms is nil for a record without a date.
func (d *delegationFlags) terms(now time.Time) (*acn.Delegation, error) {
	if d.notAfter == "" {
		if d.epoch != 0 || d.notBefore != "" || len(d.allow) > 0 {
			return nil, wrongUse("add --not-after DATE", "a dated record needs to know when it ends")
		}
		return nil, nil
	}
	terms := &acn.Delegation{Epoch: d.epoch, NotBefore: now}
	if terms.Epoch == 0 {
		terms.Epoch = uint64(now.Unix())
	}
	var err error
	if d.notBefore != "" {
		if terms.NotBefore, err = parseTime("--not-before", d.notBefore); err != nil {
			return nil, err
		}
	}
	if terms.NotAfter, err = parseTime("--not-after", d.notAfter); err != nil {
		return nil, err
	}
	for _, word := range d.allow {
		switch word {
		case "relay":
			terms.Flags |= acn.AllowRelay
		case "mailbox":
			terms.Flags |= acn.AllowMailbox
		default:
			return nil, wrongUse("write --allow relay, --allow mailbox, or both", "--allow: there is no %q to allow", word)
		}
	}
	return terms, nil
}

// parseTime reads a day, which begins at midnight UTC, or a time.
func parseTime(flag, text string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, wrongUse("write it as 2026-12-31 or 2026-12-31T12:00:00Z", "%s %q is no date", flag, text)
}

func (c *console) recordMakeCommand() *cobra.Command {
	var k keyFlags
	var d delegationFlags
	var wallet, node, form string
	cmd := &cobra.Command{
		Use:   "make --wallet FILE --node NODE",
		Short: "Sign a record: let a node represent a wallet",
		Long: `Signs a record with a wallet. NODE is the node's public key or its peer id.

With --not-after the record is dated: it ends then, and takes back every record
of this wallet with a lower epoch and every undated one.`,
		Args: wants(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			nodeKey, err := parseNode(node)
			if err != nil {
				return err
			}
			terms, err := d.terms(time.Now())
			if err != nil {
				return err
			}
			if wallet == "" {
				return wrongUse("add --wallet FILE", "say which wallet signs")
			}
			signer, err := c.wallet(cmd.Context(), wallet, &k)
			if err != nil {
				return err
			}
			record, err := acn.SignRecord(signer, nodeKey, terms)
			if err != nil {
				return fail(fmt.Errorf("signing record: %w", err), "check --not-before and --not-after")
			}
			return c.printRecord(record.Wire(), form)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&wallet, "wallet", "", "key file of the wallet")
	flags.StringVar(&node, "node", "", "public key or peer id of the node")
	flags.StringVar(&form, "format", "json", "json, env (variables for a node) or hex")
	flags.Uint64Var(&d.epoch, "epoch", 0, "number that orders this wallet's dated records; now in Unix seconds if left away")
	flags.StringVar(&d.notBefore, "not-before", "", "when a dated record begins; now if left away")
	flags.StringVar(&d.notAfter, "not-after", "", "when it ends; makes the record a dated one")
	flags.StringSliceVar(&d.allow, "allow", nil, "what the node may do beyond carrying mail: relay, mailbox")
	flags.StringVar(&k.ledger, "ledger", "", "ledger of a wallet stored in plain")
	flags.StringVar(&k.passphrase, "passphrase-file", "", "file with the wallet's passphrase in its first line [ACN_PASSPHRASE_FILE]")
	return cmd
}

// parseNode reads a public key or a peer id.
func parseNode(text string) (acn.NodeKey, error) {
	if text == "" {
		return "", wrongUse("add --node with the node's public key, which acn key show prints", "say which node")
	}
	key, err := acn.ParseNodeKey(text)
	if err == nil {
		return key, nil
	}
	if key, err := acn.NodeKeyFromPeerID(text); err == nil {
		return key, nil
	}
	return "", wrongUse("it is 66 hex digits, or begins with 16Uiu2HA; acn key show prints both", "%.80q is neither a node's public key nor its peer id", text)
}

// recordExplained is a record for people, and what is wrong with it.
type recordExplained struct {
	Valid      bool        `json:"valid"`
	Status     acn.Status  `json:"status"`
	Problem    string      `json:"problem,omitempty"`
	Ledger     string      `json:"ledger_id"`
	Address    string      `json:"address"`
	PublicKey  string      `json:"public_key"`
	Node       string      `json:"peer_public_key"`
	PeerID     string      `json:"peer_id,omitempty"`
	Delegation *delegation `json:"delegation,omitempty"`
}

type delegation struct {
	Epoch     uint64    `json:"epoch"`
	NotBefore time.Time `json:"not_before"`
	NotAfter  time.Time `json:"not_after"`
	Allow     string    `json:"allow"`
	Current   bool      `json:"current"`
}

// explainRecord verifies a record, and tells what it says in any case.
func explainRecord(wire *acnpb.AgentRecord, want acn.Expect, now time.Time) (recordExplained, error) {
	_, err := acn.VerifyRecord(wire, want)
	e := recordExplained{
		Valid: err == nil, Status: acn.StatusOf(err), Ledger: wire.GetLedgerId(), Address: wire.GetAddress(),
		PublicKey: wire.GetPublicKey(), Node: wire.GetPeerPublicKey(),
	}
	if err != nil {
		e.Problem = err.Error()
	}
	if key, err := acn.ParseNodeKey(wire.GetPeerPublicKey()); err == nil {
		e.PeerID = key.PeerID()
	}
	// A claim that cannot be read is what err is about.
	if claim, claimErr := (acn.Parts{Delegation: wire.GetDelegation()}).Claim(); claimErr == nil && claim != nil {
		e.Delegation = &delegation{Epoch: claim.Epoch, NotBefore: claim.NotBefore, NotAfter: claim.NotAfter,
			Allow: claim.Flags.String(), Current: claim.Covers(now)}
		if err == nil && !e.Delegation.Current {
			err = errors.New("the record is not in force now")
			e.Problem = err.Error()
		}
	}
	return e, err
}

func (e recordExplained) print(w io.Writer) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-12s "+format+"\n", append([]any{name}, args...)...)
	}
	line("wallet", "%s on %s", printable(e.Address), printable(e.Ledger))
	line("node", "%s", printable(e.Node))
	if e.PeerID != "" {
		line("peer id", "%s", e.PeerID)
	}
	if d := e.Delegation; d != nil {
		line("epoch", "%d", d.Epoch)
		line("in force", "%s to %s", d.NotBefore.Format(time.RFC3339), d.NotAfter.Format(time.RFC3339))
		line("allows", "%s", d.Allow)
	} else {
		line("in force", "always, unless a dated record takes it back")
	}
	if e.Problem == "" {
		line("verified", "yes")
		return
	}
	line("verified", "no: %s", printable(e.Problem))
}

// readRecord reads a record in any form.
func (c *console) readRecord(path string) (*acnpb.AgentRecord, error) {
	raw, err := c.readAll(path, acn.MaxRecordText)
	if err != nil {
		return nil, fail(fmt.Errorf("reading record: %w", err), "check the path; - is standard input")
	}
	wire, err := acn.DecodeRecordText(raw)
	if err != nil {
		return nil, fail(fmt.Errorf("reading record: %w", err), "give JSON, lines of AEA_P2P_POR_ variables, hex, or the bytes themselves")
	}
	return wire, nil
}

func (c *console) recordVerifyCommand() *cobra.Command {
	var node, address string
	var legacy, asJSON bool
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Verify a record; exit 1 if it is no good",
		Long: `Verifies a record as a node would, now. FILE may be - for standard input, and hold
JSON, AEA_P2P_POR_ variables, hex, or the bytes themselves.`,
		Args: wants("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			want := acn.Expect{Address: acn.Address(address), Ledgers: acn.Ledgers}
			if legacy {
				want.Ledgers = acn.LegacyLedgers
			}
			var err error
			if node != "" {
				if want.Node, err = parseNode(node); err != nil {
					return err
				}
			}
			wire, err := c.readRecord(args[0])
			if err != nil {
				return err
			}
			explained, problem := explainRecord(wire, want, time.Now())
			if err := c.emit(asJSON, explained, explained.print); err != nil || problem == nil {
				return err
			}
			return fail(fmt.Errorf("the record is no good: %w", problem), "status "+fmt.Sprint(int32(explained.Status))+" is what a node would answer")
		},
	}
	cmd.Flags().StringVar(&node, "node", "", "public key or peer id of the node it must be for")
	cmd.Flags().StringVar(&address, "address", "", "address it must be of")
	cmd.Flags().BoolVar(&legacy, "legacy", false, "accept only ledgers that existing nodes accept")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (c *console) recordShowCommand() *cobra.Command {
	var form string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show FILE",
		Short: "Explain a record, or print it in another form",
		Args:  wants("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			wire, err := c.readRecord(args[0])
			if err != nil {
				return err
			}
			if form != "" {
				return c.printRecord(wire, form)
			}
			explained, _ := explainRecord(wire, acn.Expect{Ledgers: acn.Ledgers}, time.Now()) // a bad one is shown, too
			return c.emit(asJSON, explained, explained.print)
		},
	}
	cmd.Flags().StringVar(&form, "format", "", "print it as json, env or hex instead")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the explanation as JSON")
	return cmd
}
