package main

import (
	"errors"
	"fmt"
	"strings"

	"go-acn/agentrt/chain/evm"
	"go-acn/agentrt/chain/networks"
	"go-acn/agentrt/chain/registries"
	"go-acn/agentrt/chain/send"
)

// explain adds what to do to an error of dealing with a chain.
func (d *deal) explain(err error) error {
	var advised interface{ Hint() string }
	if err == nil || errors.As(err, &advised) {
		return err
	}
	return d.advise(err, d.hint(err))
}

// advise adds a hint to an error, and how much has been sent by then.
func (d *deal) advise(err error, hint string) error {
	var outstanding *send.OutstandingError
	sent, failed := 0, false
	for _, one := range d.done {
		switch {
		case one.Block > 0:
			sent++
		case one.Tx != nil:
			failed = true
		}
	}
	switch {
	case errors.As(err, &outstanding):
		return fail(err, hint)
	case sent > 0:
		hint += fmt.Sprintf("; sent before that: %d, see above", sent)
	case d.signer != nil && !failed:
		hint += "; nothing was sent"
	}
	return fail(err, strings.TrimPrefix(hint, "; "))
}

// hint is what to do about an error; empty if there is nothing to say.
func (d *deal) hint(err error) string {
	var reverted *send.RevertError
	var used *send.UsedError
	var outstanding *send.OutstandingError
	var sender *registries.SenderError
	var state *registries.StateError
	var poor *registries.PoorError
	var revert *registries.Revert
	var disagreement *evm.DisagreementError
	switch {
	case errors.As(err, &outstanding):
		return "do not send it again before you know: look with acn service show, or wait longer with --wait"
	case errors.As(err, &used):
		return "find out what it did, with acn service show or acn unit show, before you send this again"
	case errors.As(err, &disagreement):
		return "nodes and witnesses of " + d.network.Name + " say different things, or nothing: find out which to trust, with acn chain check " + d.network.Name
	case errors.As(err, &sender):
		return fmt.Sprintf("use the --key of %v", sender.Who.Address)
	case errors.As(err, &state):
		return stateHint(state)
	case errors.As(err, &poor):
		return "send the account tokens first"
	case errors.As(err, &reverted), errors.As(err, &revert):
		return "acn service show and acn unit show tell how things are"
	case errors.Is(err, evm.ErrDear):
		return "wait until gas is cheaper, or allow more with --max-fee"
	case errors.Is(err, send.ErrBusy):
		return "wait until it is in a block, then look whether there is something left to do; --replace outbids it"
	case errors.Is(err, networks.ErrOtherChain):
		return "name a node of " + d.network.Name + ", or another --chain"
	case errors.Is(err, registries.ErrNoContract):
		return "acn chain show " + d.network.Name + " lists the contracts that are known; a file of chains, or a variable, can name another"
	case errors.Is(err, registries.ErrNotFound):
		return "check the number, and --chain"
	case errors.Is(err, registries.ErrNoUnits):
		return "units are on ethereum, whatever chain services are on"
	case errors.Is(err, evm.ErrSilent):
		return "check the nodes with acn chain check " + d.network.Name
	}
	return ""
}

// stateHint is what comes before or after a state.
func stateHint(e *registries.StateError) string {
	next := map[registries.State]string{
		registries.PreRegistration:      "its owner can update or activate it",
		registries.ActiveRegistration:   "operators can register instances, and its owner can terminate it",
		registries.FinishedRegistration: "its owner can deploy or terminate it",
		registries.Deployed:             "its multisig can act and slash, and its owner can terminate it",
		registries.TerminatedBonded:     "its operators have to unbond first",
	}
	return "when it is " + e.State.Phrase() + ", " + next[e.State]
}
