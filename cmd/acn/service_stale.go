package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"go-acn/agentrt/settle"
)

// executedWithin is how far back the execution of a proposal is looked for, in
// blocks.
const executedWithin = 20_000

// stale is why a draft is not what would be signed now: its text is another,
// or the multisig has moved on, perhaps by carrying it out.
func (d *deal) stale(ctx context.Context, at situation, draft *slashDraft, now settle.Proposal) error {
	const hint = "make a new one with acn service slash --propose; nothing was signed or sent"
	other := errors.New("the proposal is not what its text says")
	then, err := settle.ParseProposal(draft.Record)
	if err != nil {
		return fail(other, hint)
	}
	record := now.Record()
	present := record.Nonce
	record.Nonce = then.Record().Nonce
	again, err := settle.Propose(record)
	if err != nil || !bytes.Equal(again.Bytes(), draft.Record) {
		return fail(other, hint)
	}
	head := at.view.Block()
	execution, block, err := settle.Executed(ctx, d.node.Agreed(), then, head, head-min(head, executedWithin))
	if err != nil {
		return err
	}
	if execution != nil {
		return fail(fmt.Errorf("the proposal was carried out in block %d, with success: %t", block, execution.Success),
			"acn service show tells what is left of the bonds; nothing was signed or sent")
	}
	return fail(fmt.Errorf("the proposal is for transaction %d of the multisig, which is at %d", record.Nonce, present), hint)
}
