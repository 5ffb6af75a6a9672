// Package settle takes a transaction of a service's multisig, a Safe, from the
// agents' agreement to its effect on an EVM chain.
//
// Proposal, Collection and Plan are pure: replicas run them on what they agreed
// on and need neither clock nor network. Manager is the executor that one of
// them, the keeper, runs. docs/settlement.md tells the whole story.
//
// Left out: choosing what to do, agreeing on it, and keeping keys. Versions
// 1.3.0, 1.4.1 and 1.5.0 of the Safe are known; of the kinds of signature only
// those of owners that are plain keys.
package settle

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// Operation is how a Safe carries out an action.
type Operation uint8

// The operations of a Safe.
const (
	Call         Operation = 0 // as the Safe
	DelegateCall Operation = 1 // code of others in place of the Safe's: MultiSend
)

// MaxData is how many bytes of data an action may have: with the rest of the
// transaction around it, it has to fit the 128 KiB that pools take.
const MaxData = 96 << 10

// Action is what a Safe shall do. The zero values of the last five fields, as
// is usual, leave gas to the keeper: then a call that fails takes the whole
// transaction with it and the nonce stays free.
type Action struct {
	To        common.Address
	Value     *big.Int // wei; nil is 0
	Data      []byte
	Operation Operation

	SafeTxGas      uint64         // gas for the call; not 0: a failing call uses up the nonce
	BaseGas        uint64         // gas to refund beyond that of the call
	GasPrice       *big.Int       // of the refund; nil is 0, none
	GasToken       common.Address // of the refund; zero is ether
	RefundReceiver common.Address // zero is the keeper
}

// Record is an action bound to a chain, a Safe and one of its nonces: what the
// agents agree on.
type Record struct {
	ChainID uint64
	Safe    common.Address
	Nonce   uint64
	Action
}

// A record as bytes; numbers are big endian.
//
//	0         1          9      29      37   57      89          90          98        106        138        158              178
//	+---------+----------+------+-------+----+-------+-----------+-----------+---------+----------+----------+----------------+------+
//	| version | chain id | Safe | nonce | to | value | operation | safeTxGas | baseGas | gasPrice | gasToken | refundReceiver | data |
//	+---------+----------+------+-------+----+-------+-----------+-----------+---------+----------+----------+----------------+------+
const (
	recordVersion = 1
	recordHeader  = 178
)

var errNumber = errors.New("a number that does not fit 256 bits")

// Proposal is a checked record together with what is signed of it.
type Proposal struct {
	record Record
	bytes  []byte
	hash   common.Hash
}

// Propose checks a record and computes what is to be signed.
func Propose(r Record) (Proposal, error) {
	if err := r.check(); err != nil {
		return Proposal{}, fmt.Errorf("proposing a transaction: %w", err)
	}
	r.Value, r.GasPrice = number(r.Value), number(r.GasPrice)
	r.Data = slices.Clone(r.Data)
	return Proposal{r, r.encode(), r.hash()}, nil
}

// ParseProposal reads a record from bytes. They are the only ones for it.
func ParseProposal(b []byte) (Proposal, error) {
	if len(b) < recordHeader || len(b) > recordHeader+MaxData {
		return Proposal{}, fmt.Errorf("a record of %d bytes", len(b))
	}
	if b[0] != recordVersion {
		return Proposal{}, fmt.Errorf("a record of version %d", b[0])
	}
	return Propose(Record{
		ChainID: binary.BigEndian.Uint64(b[1:]), Safe: common.Address(b[9:29]), Nonce: binary.BigEndian.Uint64(b[29:]),
		Action: Action{
			To: common.Address(b[37:57]), Value: new(big.Int).SetBytes(b[57:89]), Operation: Operation(b[89]),
			SafeTxGas: binary.BigEndian.Uint64(b[90:]), BaseGas: binary.BigEndian.Uint64(b[98:]), GasPrice: new(big.Int).SetBytes(b[106:138]),
			GasToken: common.Address(b[138:158]), RefundReceiver: common.Address(b[158:178]), Data: b[recordHeader:],
		},
	})
}

func (r Record) check() error {
	var errs []error
	if r.ChainID == 0 {
		errs = append(errs, errors.New("no chain id"))
	}
	if r.Safe == (common.Address{}) {
		errs = append(errs, errors.New("no Safe"))
	}
	if r.Operation > DelegateCall {
		errs = append(errs, fmt.Errorf("operation %d", r.Operation))
	}
	if len(r.Data) > MaxData {
		errs = append(errs, fmt.Errorf("%d bytes of data, limit %d", len(r.Data), MaxData))
	}
	if !fits(r.Value) || !fits(r.GasPrice) {
		errs = append(errs, errNumber)
	} else if number(r.GasPrice).Sign() > 0 && r.SafeTxGas == 0 {
		errs = append(errs, errors.New("a refund without gas for the call: whoever sends it could starve the call and be paid"))
	}
	return errors.Join(errs...)
}

func fits(n *big.Int) bool { return n == nil || n.Sign() >= 0 && n.BitLen() <= 256 }

// number is a copy of n, or 0.
func number(n *big.Int) *big.Int {
	if n == nil {
		return new(big.Int)
	}
	return new(big.Int).Set(n)
}

// head is a record up to its action.
func (r Record) head() []byte {
	b := make([]byte, 0, recordHeader+len(r.Data))
	b = append(b, recordVersion)
	b = binary.BigEndian.AppendUint64(b, r.ChainID)
	b = append(b, r.Safe[:]...)
	return binary.BigEndian.AppendUint64(b, r.Nonce)
}

func (r Record) encode() []byte {
	b := append(r.head(), r.To[:]...)
	b = append(b, common.BigToHash(r.Value).Bytes()...)
	b = append(b, byte(r.Operation))
	b = binary.BigEndian.AppendUint64(b, r.SafeTxGas)
	b = binary.BigEndian.AppendUint64(b, r.BaseGas)
	b = append(b, common.BigToHash(r.GasPrice).Bytes()...)
	b = append(b, r.GasToken[:]...)
	b = append(b, r.RefundReceiver[:]...)
	return append(b, r.Data...)
}

// Record is what was proposed. Its data is not to be changed.
func (p Proposal) Record() Record { return p.record }

// Bytes is the record as agents agree on it; not to be changed.
func (p Proposal) Bytes() []byte { return p.bytes }

// Hash is what owners sign, and what the Safe's events name.
func (p Proposal) Hash() common.Hash { return p.hash }
