package settle

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// A part of a batch, as MultiSend reads it; parts follow one another.
//
//	0           1    21      53       85
//	+-----------+----+-------+--------+------+
//	| operation | to | value | length | data |
//	+-----------+----+-------+--------+------+
const partHeader = 85

// Batch makes one action of several, by way of a MultiSend contract that the
// Safe runs as its own code. They succeed together or not at all. Gas and
// refund of the parts have to be zero: there is one for the whole.
func Batch(multiSend common.Address, parts []Action) (Action, error) {
	if len(parts) == 0 {
		return Action{}, errors.New("a batch of nothing")
	}
	var packed []byte
	for i, part := range parts {
		if err := checkPart(part); err != nil {
			return Action{}, fmt.Errorf("part %d of a batch: %w", i, err)
		}
		packed = append(packed, byte(part.Operation))
		packed = append(packed, part.To[:]...)
		packed = append(packed, common.BigToHash(number(part.Value)).Bytes()...)
		packed = append(packed, word(uint64(len(part.Data)))...)
		packed = append(packed, part.Data...)
	}
	data, err := safe.Pack("multiSend", packed)
	if err != nil {
		return Action{}, fmt.Errorf("encoding a batch: %w", err)
	}
	if len(data) > MaxData {
		return Action{}, fmt.Errorf("a batch of %d bytes, limit %d", len(data), MaxData)
	}
	return Action{To: multiSend, Data: data, Operation: DelegateCall}, nil
}

func checkPart(part Action) error {
	refund := part.GasPrice != nil && part.GasPrice.Sign() != 0 || part.GasToken != (common.Address{}) || part.RefundReceiver != (common.Address{})
	switch {
	case part.Operation > DelegateCall:
		return fmt.Errorf("operation %d", part.Operation)
	case !fits(part.Value):
		return errNumber
	case part.SafeTxGas != 0 || part.BaseGas != 0 || refund:
		return errors.New("gas or refund of its own")
	}
	return nil
}

// ParseBatch takes the data of a batch apart, so that agents can see what they
// are to sign.
func ParseBatch(data []byte) ([]Action, error) {
	if len(data) > MaxData {
		return nil, fmt.Errorf("a batch of %d bytes", len(data))
	}
	method := safe.Methods["multiSend"]
	if len(data) < 4 || string(data[:4]) != string(method.ID) {
		return nil, errors.New("not a call of multiSend")
	}
	arguments, err := method.Inputs.Unpack(data[4:])
	if err != nil {
		return nil, fmt.Errorf("decoding a batch: %w", err)
	}
	rest, _ := arguments[0].([]byte) // the interface says so
	var parts []Action
	for len(rest) > 0 {
		if len(rest) < partHeader {
			return nil, errors.New("a batch that breaks off")
		}
		length := new(big.Int).SetBytes(rest[53:partHeader])
		if !length.IsUint64() || length.Uint64() > uint64(len(rest)-partHeader) || length.Uint64() > math.MaxInt32 {
			return nil, errors.New("a batch that breaks off")
		}
		end := partHeader + int(length.Uint64())
		part := Action{Operation: Operation(rest[0]), To: common.Address(rest[1:21]), Value: new(big.Int).SetBytes(rest[21:53]), Data: rest[partHeader:end]}
		if part.Operation > DelegateCall {
			return nil, fmt.Errorf("operation %d in a batch", part.Operation)
		}
		parts, rest = append(parts, part), rest[end:]
	}
	if len(parts) == 0 {
		return nil, errors.New("a batch of nothing")
	}
	return parts, nil
}
