package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/networks"
	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/chain/signing"
	"go-acn/agentrt/settle"
)

// proposed is what the owners of a service's multisig agree on, bound to that
// and one of its nonces.
type proposed struct {
	draft    *draftFile
	proposal settle.Proposal
	owners   settle.Owners
	what     string         // it does, as the end of "this will ..."
	bonds    common.Address // the token of the service's bonds, or zero
}

func (c *console) serviceSlashCommand() *cobra.Command {
	var f dealFlags
	var offences []string
	var out string
	cmd := &cobra.Command{
		Use:   "slash ID --offence INSTANCE:AMOUNT",
		Short: "Take from operators' bonds, through the service's multisig",
		Long: `Takes from the bonds of the operators of instances. Only the multisig of the
service can, so as many instances have to sign as its threshold says. Where
their keys are all here, name each with --key; the first one sends and pays. A
--signer sends in its place, and if it is an instance is asked to sign first:
--dry-run ends before that. Otherwise --propose FILE writes a proposal for acn
service sign and execute.

Where bonds are in tokens, those are slashed together with the wei in the
registry that stand for them: both, or nothing.`,
		Example: `  acn service slash 7 --offence 0x...:0.001 --key a.json,b.json,c.json --chain gnosis
  acn service slash 7 --offence 0x...:0.001 --propose slash.json --chain gnosis`,
		Args: wants("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseServiceID(args[0])
			if err != nil {
				return err
			}
			if out == "" && len(f.key) == 0 && f.signer == "" {
				return wrongUse("add --key of as many instances as have to sign, or --propose FILE", "say who signs")
			}
			if out != "" && f.signer != "" {
				return wrongUse("leave --signer away, then acn service sign FILE --signer", "--propose and --signer exclude each other")
			}
			keys := f.key
			if f.key = nil; f.signer == "" {
				f.key = keys[:min(len(keys), 1)]
			}
			return c.dealing(cmd.Context(), &f, out != "", func(ctx context.Context, d *deal) error {
				s, err := d.proposeSlash(ctx, id, offences)
				if err != nil {
					return err
				}
				for _, path := range keys {
					if err := d.sign(ctx, s, path); err != nil {
						return err
					}
				}
				if f.signer != "" && s.owners.Include(d.signer.Address()) {
					if err := d.agree(ctx, s); err != nil {
						return err
					}
				}
				if out != "" {
					return d.writeDraft(ctx, out, s)
				}
				return d.execute(ctx, s, "with more --key, or on other machines by way of --propose")
			})
		},
	}
	f.add(cmd.Flags())
	cmd.Flags().StringArrayVar(&offences, "offence", nil, "INSTANCE:AMOUNT, in what the service is bonded in; once for each instance")
	cmd.Flags().StringVar(&out, "propose", "", "write a proposal to this new file instead of sending")
	return cmd
}

// proposeSlash binds offences to the multisig as it is now.
func (d *deal) proposeSlash(ctx context.Context, id registries.ServiceID, texts []string) (*proposed, error) {
	if len(texts) == 0 {
		return nil, wrongUse("add --offence INSTANCE:AMOUNT", "say who is to lose what")
	}
	at, err := d.situation(ctx, id)
	if err != nil {
		return nil, err
	}
	draft := &draftFile{Chain: d.network.Name, Service: id}
	for _, text := range texts {
		instance, amount, _ := strings.Cut(text, ":")
		var one offence
		if one.Instance, err = parseAccount("--offence", instance); err != nil {
			return nil, err
		}
		money, err := d.parseMoney(ctx, "--offence: an amount", amount, at.service.Token)
		if err != nil {
			return nil, err
		}
		if money.Sign() == 0 {
			return nil, wrongUse("write INSTANCE:AMOUNT with an amount above 0", "--offence: nothing is to be taken for %v", one.Instance)
		}
		one.Amount = money.String()
		draft.Offences = append(draft.Offences, one)
	}
	return d.bind(ctx, at, draft)
}

// bind makes what is to be signed out of a draft and the chain as it is now. A
// draft that somebody else made has to come to the same.
func (d *deal) bind(ctx context.Context, at situation, draft *draftFile) (*proposed, error) {
	s := &proposed{draft: draft, bonds: at.service.Token}
	action, err := d.action(at, s)
	if err != nil {
		return nil, err
	}
	multisig, err := at.view.Multisig(ctx, at.service.Multisig)
	if err != nil {
		return nil, err
	}
	if s.owners, err = settle.NewOwners(multisig.Owners, int(min(multisig.Threshold, settle.MaxOwners+1))); err != nil {
		return nil, err
	}
	s.proposal, err = settle.Propose(settle.Record{ChainID: d.network.ID, Safe: multisig.Address, Nonce: multisig.Nonce, Action: action})
	if err != nil {
		return nil, err
	}
	if draft.Record == nil {
		draft.Record = s.proposal.Bytes()
	}
	if !bytes.Equal(draft.Record, s.proposal.Bytes()) {
		return nil, d.stale(ctx, at, draft, s.proposal)
	}
	return s, nil
}

// action is what a draft asks for, and s.what in words.
func (d *deal) action(at situation, s *proposed) (settle.Action, error) {
	if s.draft.Call != nil {
		action, err := s.draft.Call.action()
		s.what = registries.MultisigCall(at.service, action)
		return action, err
	}
	offences, err := s.draft.offences()
	if err != nil {
		return settle.Action{}, err
	}
	calls, err := at.writer.Slash(at.service, offences)
	if err != nil {
		return settle.Action{}, err
	}
	bundle, err := d.network.Address(networks.MultiSend)
	if err != nil {
		return settle.Action{}, err
	}
	var parts []string
	for _, call := range calls {
		parts = append(parts, call.What)
	}
	s.what = strings.Join(parts, ", and ")
	return registries.SlashAction(bundle, calls)
}

// sign adds the signature of a key file.
func (d *deal) sign(ctx context.Context, s *proposed, path string) error {
	local, err := d.openAccount(ctx, path)
	if err != nil {
		return err
	}
	return s.signWith(ctx, local)
}

// owned tells whether an account's signature would count.
func (s *proposed) owned(account common.Address) error {
	if !s.owners.Include(account) {
		return fail(fmt.Errorf("%v is no owner of the multisig %v", account, s.proposal.Record().Safe), "the keys of its owners sign: while the service runs, its instances; nothing was sent")
	}
	return nil
}

func (s *proposed) signWith(ctx context.Context, signer signing.Signer) error {
	if err := s.owned(signer.Address()); err != nil {
		return err
	}
	request, err := s.proposal.Request()
	if err != nil {
		return err
	}
	signature, err := signing.Sign(ctx, signer, request)
	if err != nil {
		return err
	}
	s.draft.add(signed{signer.Address(), signature})
	return nil
}

// signedEnough is the transaction, with every signature checked. How is how
// somebody whose signature is missing can give it.
func (s *proposed) signedEnough(how string) (settle.Signed, error) {
	collection := settle.Collect(s.proposal, s.owners)
	for _, one := range s.draft.Signatures {
		if err := collection.Add(one.Owner, one.Signature); err != nil {
			return settle.Signed{}, fail(fmt.Errorf("signature of %v: %w", one.Owner, err), "leave it out; nothing was sent")
		}
	}
	if missing := collection.Missing(); missing > 0 {
		var absent []string
		for _, owner := range collection.Absent() {
			absent = append(absent, owner.Hex())
		}
		return settle.Signed{}, fail(fmt.Errorf("signatures are missing: %d of %d", missing, s.owners.Threshold()), "of "+strings.Join(absent, ", ")+", "+how+"; nothing was sent")
	}
	return collection.Signed()
}

// execute sends what enough have signed, and waits until it is over.
func (d *deal) execute(ctx context.Context, s *proposed, how string) error {
	transaction, err := s.signedEnough(how)
	if err != nil {
		return err
	}
	data, err := transaction.Calldata()
	if err != nil {
		return err
	}
	call := registries.Call{To: s.proposal.Record().Safe, Data: data, What: s.what, Who: registries.Who{Role: "anybody"}}
	receipt, err := d.perform(ctx, "execTransaction", call)
	if err != nil {
		return d.outrun(ctx, s, err)
	}
	status := chain.Status("")
	for _, log := range receipt.Logs {
		if execution, ok := settle.ParseExecution(log); ok && log.Address == call.To && execution.Hash == s.proposal.Hash() {
			status = chain.Failed
			if execution.Success {
				status = chain.Done
			}
		}
	}
	if status != chain.Done {
		return d.advise(fmt.Errorf("transaction %v did not carry the proposal out", receipt.Tx), "look at it with acn service show")
	}
	fields := map[string]any{"service": s.draft.Service, "multisig": mixedCase(call.To), "hash": s.proposal.Hash()}
	if s.draft.Call != nil {
		fields["call"] = d.calledBy(s.draft.Call)
		return d.outcome(fields, fmt.Sprintf("done, through the multisig %v", call.To))
	}
	fields["slashed"] = d.slashed(ctx, s)
	return d.outcome(fields, fmt.Sprintf("slashed, through the multisig %v", call.To))
}

func (d *deal) writeDraft(ctx context.Context, path string, s *proposed) error {
	text, err := s.draft.encode()
	if err != nil {
		return err
	}
	if err := writeFresh(path, text); err != nil {
		return err
	}
	fmt.Fprintf(d.c.err, "It would %s.\n%s", d.readable(ctx, s.what), s.terms())
	return d.signedSoFar(path, s)
}

// draftFile is a proposal on its way between operators: to slash, or to call
// something. Nothing in it is believed: whoever signs or sends makes the record
// anew from the offences, or the call.
type draftFile struct {
	Chain      string               `json:"chain"`
	Service    registries.ServiceID `json:"service"`
	Offences   []offence            `json:"offences,omitempty"`
	Call       *draftCall           `json:"call,omitempty"`
	Record     hexBytes             `json:"record"`
	Signatures []signed             `json:"signatures"`
}

type offence struct {
	Instance common.Address `json:"instance"`
	Amount   string         `json:"amount"` // of the smallest units
}

type signed struct {
	Owner     common.Address `json:"owner"`
	Signature hexBytes       `json:"signature"`
}

// add puts a signature in, in place of an earlier one of the same owner.
func (s *draftFile) add(one signed) {
	s.Signatures = slices.DeleteFunc(s.Signatures, func(other signed) bool { return other.Owner == one.Owner })
	s.Signatures = append(s.Signatures, one)
	slices.SortFunc(s.Signatures, func(a, b signed) int { return a.Owner.Cmp(b.Owner) })
}

func (s *draftFile) encode() ([]byte, error) {
	text, err := json.MarshalIndent(s, "", "  ")
	return append(text, '\n'), err
}
