package settle

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum"

	"go-acn/agentrt/chain/evm"
)

// simulate is the gas a transaction needs, or why it would be of no use: it
// reverts, or uses up the nonce of the Safe for a call that fails.
func (m *Manager) simulate(ctx context.Context, s Signed) (gas uint64, reason string, err error) {
	data, err := s.Calldata()
	if err != nil {
		return 0, "", err
	}
	call := ethereum.CallMsg{From: m.signer.Address(), To: &s.record.Safe, Data: data}
	succeeds, err := m.succeeds(ctx, call)
	if err == nil && !succeeds {
		return 0, "the call that the Safe makes fails", nil
	}
	if err == nil {
		call.Gas, err = m.node.EstimateGas(ctx, call)
	}
	if err == nil && s.record.SafeTxGas > 0 {
		call.Gas, reason, err = m.suffices(ctx, call)
	}
	if said, ok := evm.Reverted(err); ok {
		return 0, evm.RevertReason(said), nil
	}
	if err != nil {
		return 0, "", fmt.Errorf("simulating: %w", err)
	}
	return call.Gas + call.Gas/5, reason, nil // the state may be another when it is mined
}

// succeeds tells whether the call that the Safe makes does.
func (m *Manager) succeeds(ctx context.Context, call ethereum.CallMsg) (bool, error) {
	answer, err := m.node.CallContract(ctx, call, nil)
	if err != nil {
		return false, err
	}
	happens, err := safe.Unpack("execTransaction", answer)
	return err == nil && happens[0] == true, err
}

// maxDoublings bounds how much more gas than estimated is tried: 256 times.
const maxDoublings = 8

// suffices is gas with which the call that the Safe makes succeeds. An estimate
// is the least with which the Safe does not revert, and with safeTxGas that may
// be too little for the call: the Safe says then that it failed, and its nonce
// is used up.
func (m *Manager) suffices(ctx context.Context, call ethereum.CallMsg) (gas uint64, reason string, err error) {
	for range maxDoublings + 1 {
		succeeds, err := m.succeeds(ctx, call)
		if _, reverts := evm.Reverted(err); err != nil && !reverts {
			return 0, "", err
		}
		if succeeds {
			return call.Gas, "", nil
		}
		gas, call.Gas = call.Gas, 2*call.Gas
	}
	return 0, fmt.Sprintf("the call that the Safe makes fails with %d gas", gas), nil
}
