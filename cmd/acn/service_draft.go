package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/registries"
)

// hexBytes are bytes as 0x and hex digits.
type hexBytes []byte

// MarshalText is 0x and hex digits.
func (h hexBytes) MarshalText() ([]byte, error) { return []byte("0x" + hex.EncodeToString(h)), nil }

// UnmarshalText reads what MarshalText writes.
func (h *hexBytes) UnmarshalText(text []byte) error {
	digits, ok := bytes.CutPrefix(text, []byte("0x"))
	if !ok {
		return errors.New("hex digits without 0x")
	}
	raw, err := hex.DecodeString(string(digits))
	*h = raw
	return err
}

// maxDraft bounds a file with a proposal, in bytes, and maxParts the offences
// and the signatures in it.
const (
	maxDraft = 1 << 20
	maxParts = 1000
)

// decodeStrictly reads JSON that is all of raw and has no fields but those of
// value.
func decodeStrictly(raw []byte, value any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something comes after it")
	}
	return nil
}

// parseDraft reads a proposal.
func parseDraft(raw []byte) (*draftFile, error) {
	var s draftFile
	if err := decodeStrictly(raw, &s); err != nil {
		return nil, fmt.Errorf("not a proposal: %w", err)
	}
	if s.Service == 0 || len(s.Record) == 0 || (len(s.Offences) == 0) == (s.Call == nil) || len(s.Offences) > maxParts || len(s.Signatures) > maxParts {
		return nil, errors.New("not a proposal: it is incomplete, or too long")
	}
	_, err := s.offences()
	if s.Call != nil {
		_, err = s.Call.action()
	}
	return &s, err
}

// offences are those of the registries.
func (s *draftFile) offences() ([]registries.Offence, error) {
	var all []registries.Offence
	for _, one := range s.Offences {
		amount, ok := new(big.Int).SetString(one.Amount, 10)
		if !ok || amount.Sign() <= 0 || amount.BitLen() > 256 || strings.HasPrefix(one.Amount, "+") {
			return nil, fmt.Errorf("not a proposal: %.40q is no amount", one.Amount)
		}
		all = append(all, registries.Offence{Instance: one.Instance, Amount: amount})
	}
	return all, nil
}

func (c *console) readDraft(path string) (*draftFile, error) {
	raw, err := c.readAll(path, maxDraft)
	if err != nil {
		return nil, fail(fmt.Errorf("reading a proposal: %w", err), "check the path")
	}
	draft, err := parseDraft(raw)
	if err != nil {
		return nil, fail(fmt.Errorf("%s: %w", path, err), "it is what acn service propose writes, or acn service slash --propose")
	}
	return draft, nil
}

// bindDraft makes sure that a draft says what would be signed.
func (d *deal) bindDraft(ctx context.Context, draft *draftFile) (*proposed, error) {
	if draft.Chain != d.network.Name {
		return nil, wrongUse("use --chain "+printable(draft.Chain), "the proposal is for the chain %.40q", draft.Chain)
	}
	at, err := d.situation(ctx, draft.Service)
	if err != nil {
		return nil, err
	}
	return d.bind(ctx, at, draft)
}

func (c *console) serviceSignCommand() *cobra.Command {
	var f dealFlags
	cmd := &cobra.Command{
		Use:   "sign FILE",
		Short: "Sign a proposal, as an owner of the multisig",
		Long: `Shows what a proposal would do, worked out anew from the chain, asks, and adds the
signature of an instance to the file, or of who else owns the multisig. Send it
on, or sign copies of it: acn service execute takes several.`,
		Example: "  acn service sign slash.json --key instance.json --chain gnosis",
		Args:    wants("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			draft, err := c.readDraft(args[0])
			if err != nil {
				return err
			}
			return c.dealing(cmd.Context(), &f, false, func(ctx context.Context, d *deal) error {
				s, err := d.bindDraft(ctx, draft)
				if err != nil {
					return err
				}
				if err := d.agree(ctx, s); err != nil {
					return err
				}
				text, err := s.draft.encode()
				if err != nil {
					return err
				}
				if err := rewrite(args[0], text); err != nil {
					return err
				}
				return d.signedSoFar(args[0], s)
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}

// agree has the account sign a proposal, once somebody has seen it and said yes.
func (d *deal) agree(ctx context.Context, s *proposed) error {
	if err := s.owned(d.signer.Address()); err != nil {
		return err
	}
	record := s.proposal.Record()
	fmt.Fprintf(d.c.err, "This will sign, as %v, transaction %d of the multisig %v on %s:\n  %s\n%s", d.signer.Address(), record.Nonce, record.Safe, d.network.Name, d.readable(ctx, s.what), s.terms())
	if d.flags.dryRun {
		return errDryRun
	}
	if err := d.ask(ctx, "Sign it?"); err != nil {
		return err
	}
	return s.signWith(ctx, d.signer)
}

// mostShown is how many bytes of the data of a call are shown as they are.
const mostShown = 2048

// terms are what of a proposal is not told in words, in lines: the data of a
// call, and the hash, which is another for whatever is another.
func (s *proposed) terms() string {
	hash := fmt.Sprintf("  hash %v\n", s.proposal.Hash())
	if s.draft.Call == nil || len(s.draft.Call.Data) == 0 {
		return hash
	}
	return "  data " + shownData(s.draft.Call.Data) + "\n" + hash
}

// shownData is data in hex digits; of much, both ends and the hash of all.
func shownData(data []byte) string {
	if len(data) <= mostShown {
		return fmt.Sprintf("%#x", data)
	}
	return fmt.Sprintf("%#x...%x, %d bytes, sha256 %x", data[:mostShown/2], data[len(data)-mostShown/2:], len(data), sha256.Sum256(data))
}

// signedSoFar ends a command with a proposal in a file.
func (d *deal) signedSoFar(path string, s *proposed) error {
	n, enough := len(s.draft.Signatures), s.owners.Threshold()
	fields := map[string]any{"service": s.draft.Service, "file": path, "hash": s.proposal.Hash(), "signatures": n, "threshold": enough}
	if s.draft.Call != nil {
		fields["call"] = d.calledBy(s.draft.Call)
	}
	return d.outcome(fields, fmt.Sprintf("%s has %d of %d signatures", path, n, enough))
}

// shownCall and shownOffence are what is in a proposal, as commands print it.
type (
	shownCall struct {
		To    mixedCase `json:"to"`
		Value string    `json:"value"`
		Wei   string    `json:"value_units"`
		Data  hexBytes  `json:"data"`
	}
	shownOffence struct {
		Instance mixedCase `json:"instance"`
		Amount   string    `json:"amount,omitempty"` // empty: the token cannot be asked what it is
		Units    string    `json:"amount_units"`
	}
)

func (d *deal) calledBy(call *draftCall) shownCall {
	value, _ := new(big.Int).SetString(call.Value, 10) // action took it
	return shownCall{mixedCase(call.To), evm.Ether(d.network.Currency).Amount(value), call.Value, call.Data}
}

func (d *deal) slashed(ctx context.Context, s *proposed) []shownOffence {
	unit, err := d.unit(ctx, s.bonds)
	var all []shownOffence
	for _, one := range s.draft.Offences {
		shown := shownOffence{Instance: mixedCase(one.Instance), Units: one.Amount}
		if amount, ok := new(big.Int).SetString(one.Amount, 10); ok && err == nil {
			shown.Amount = unit.Amount(amount)
		}
		all = append(all, shown)
	}
	return all
}

// writeFresh makes a file that anybody may read, or none.
func writeFresh(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fail(err, "choose a new file")
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path)) // half of it would be in the way of another try
	}
	return nil
}

// rewrite replaces a file as a whole.
func rewrite(path string, text []byte) error {
	fresh := path + ".new"
	if err := os.WriteFile(fresh, text, 0o644); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}

func (c *console) serviceExecuteCommand() *cobra.Command {
	var f dealFlags
	cmd := &cobra.Command{
		Use:   "execute FILE...",
		Short: "Send a proposal that enough owners of the multisig have signed",
		Long: `Puts the signatures of one or several copies of a proposal together, checks each,
and sends it. Anybody can send it; who does pays the gas.`,
		Example: "  acn service execute slash-a.json slash-b.json --key anybody.json --chain gnosis",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return wrongUse("usage: "+cmd.UseLine(), "FILE is missing")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var whole *draftFile
			for _, path := range args {
				draft, err := c.readDraft(path)
				if err != nil {
					return err
				}
				if whole == nil {
					whole = draft
				}
				if !bytes.Equal(whole.Record, draft.Record) {
					return fail(fmt.Errorf("%s and %s are different proposals", args[0], path), "give copies of one proposal")
				}
				for _, one := range draft.Signatures {
					whole.add(one)
				}
			}
			return c.dealing(cmd.Context(), &f, false, func(ctx context.Context, d *deal) error {
				s, err := d.bindDraft(ctx, whole)
				if err != nil {
					return err
				}
				return d.execute(ctx, s, "with acn service sign")
			})
		},
	}
	f.add(cmd.Flags())
	return cmd
}
