package settle

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// safe is what is used of a Safe, the same in all versions but for events.
var safe = parseABI(`[
	{"type":"function","name":"execTransaction","stateMutability":"payable","outputs":[{"type":"bool"}],"inputs":[
		{"name":"to","type":"address"},{"name":"value","type":"uint256"},{"name":"data","type":"bytes"},{"name":"operation","type":"uint8"},
		{"name":"safeTxGas","type":"uint256"},{"name":"baseGas","type":"uint256"},{"name":"gasPrice","type":"uint256"},
		{"name":"gasToken","type":"address"},{"name":"refundReceiver","type":"address"},{"name":"signatures","type":"bytes"}]},
	{"type":"function","name":"nonce","stateMutability":"view","inputs":[],"outputs":[{"type":"uint256"}]},
	{"type":"function","name":"getOwners","stateMutability":"view","inputs":[],"outputs":[{"type":"address[]"}]},
	{"type":"function","name":"getThreshold","stateMutability":"view","inputs":[],"outputs":[{"type":"uint256"}]},
	{"type":"function","name":"multiSend","stateMutability":"payable","inputs":[{"name":"transactions","type":"bytes"}],"outputs":[]}]`)

func parseABI(text string) abi.ABI {
	parsed, err := abi.JSON(strings.NewReader(text))
	if err != nil {
		panic("settle: the interface of a Safe is mistyped")
	}
	return parsed
}

// Calldata is execTransaction with every field of the record.
func (s Signed) Calldata() ([]byte, error) {
	r := s.record
	data, err := safe.Pack("execTransaction", r.To, r.Value, r.Data, uint8(r.Operation), new(big.Int).SetUint64(r.SafeTxGas),
		new(big.Int).SetUint64(r.BaseGas), r.GasPrice, r.GasToken, r.RefundReceiver, s.signatures)
	if err != nil {
		return nil, fmt.Errorf("encoding execTransaction: %w", err)
	}
	return data, nil
}

// The first topics of a Safe's events, with arguments safeTxHash and payment.
var (
	successTopic = crypto.Keccak256Hash([]byte("ExecutionSuccess(bytes32,uint256)"))
	failureTopic = crypto.Keccak256Hash([]byte("ExecutionFailure(bytes32,uint256)"))
)

// Execution is what a Safe says about a transaction that used up its nonce.
type Execution struct {
	Hash    common.Hash // that was signed
	Success bool        // whether the call in it succeeded
	Payment *big.Int    // refund, in wei or the gas token
}

// ParseExecution reads a log of a Safe. Of other events it says false. The
// hash is in the data up to 1.3.0 and a topic from 1.4.1 on:
//
//	1.3.0          topics: event            data: hash, payment
//	1.4.1, 1.5.0   topics: event, hash      data: payment
func ParseExecution(log *types.Log) (Execution, bool) {
	if len(log.Topics) == 0 || log.Topics[0] != successTopic && log.Topics[0] != failureTopic {
		return Execution{}, false
	}
	fields := make([]common.Hash, 0, 2)
	fields = append(fields, log.Topics[1:]...)
	if len(log.Topics) > 2 || len(fields)*32+len(log.Data) != 64 {
		return Execution{}, false
	}
	for at := 0; at < len(log.Data); at += 32 {
		fields = append(fields, common.Hash(log.Data[at:at+32]))
	}
	return Execution{Hash: fields[0], Success: log.Topics[0] == successTopic, Payment: fields[1].Big()}, true
}
