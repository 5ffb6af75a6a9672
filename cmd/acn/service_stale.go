package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/chain/send"
	"go-acn/agentrt/settle"
)

// executedWithin is how far back the execution of a proposal is looked for, in
// blocks.
const executedWithin = 20_000

// stale is why a draft is not what would be signed now: its text is another,
// or the multisig has moved on, perhaps by carrying it out.
func (d *deal) stale(ctx context.Context, at situation, draft *draftFile, now settle.Proposal) error {
	const hint = "make a new one; nothing was signed or sent"
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
	done, err := d.carriedOut(ctx, at.view, then)
	if err != nil {
		return err
	}
	if done != "" {
		return fail(errors.New("the proposal was carried out "+done), "acn service show tells how things are now; nothing was signed or sent")
	}
	return fail(fmt.Errorf("the proposal is for transaction %d of the multisig, which is at %d", record.Nonce, present), hint)
}

// carriedOut tells when a proposal was carried out, and what came of it; empty
// if it was not.
func (d *deal) carriedOut(ctx context.Context, view *registries.View, p settle.Proposal) (string, error) {
	head := view.Block()
	execution, block, err := settle.Executed(ctx, d.node.Agreed(), p, head, head-min(head, executedWithin))
	switch {
	case err != nil || execution == nil:
		return "", err
	case execution.Success:
		return fmt.Sprintf("in block %d, and succeeded", block), nil
	}
	return fmt.Sprintf("in block %d, and its call failed", block), nil
}

// outrun adds to the error of sending a proposal that it was carried out
// nevertheless, if so: mostly by somebody who was faster.
func (d *deal) outrun(ctx context.Context, s *proposed, err error) error {
	var reverted *send.RevertError
	var outstanding *send.OutstandingError
	var used *send.UsedError
	told := "the proposal was carried out %s; %w"
	switch {
	case errors.As(err, &reverted):
		told = "somebody else carried it out %s; %w"
	case !errors.As(err, &outstanding) && !errors.As(err, &used):
		return err
	}
	view, failed := d.reader.At(ctx, nil)
	if failed != nil {
		return err
	}
	done, failed := d.carriedOut(ctx, view, s.proposal)
	if failed != nil || done == "" {
		return err
	}
	return d.advise(fmt.Errorf(told, done, err), "acn service show tells how things are now")
}
