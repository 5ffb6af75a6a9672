package acn

import (
	"errors"
	"fmt"
)

// Status is the outcome of one exchange, as it travels. The zero value is
// success.
type Status int32

// Status codes of the wire protocol.
const (
	StatusSuccess            Status = 0
	StatusUnsupportedVersion Status = 1
	StatusUnexpectedPayload  Status = 2
	StatusGeneric            Status = 3
	StatusDecode             Status = 4
	StatusWrongAddress       Status = 10
	StatusWrongPublicKey     Status = 11
	StatusInvalidProof       Status = 12
	StatusUnsupportedLedger  Status = 13
	StatusUnknownAddress     Status = 20
	StatusNotReady           Status = 21
)

var statusTexts = map[Status]string{
	StatusSuccess:            "success",
	StatusUnsupportedVersion: "unsupported version",
	StatusUnexpectedPayload:  "unexpected payload",
	StatusGeneric:            "error",
	StatusDecode:             "cannot decode message",
	StatusWrongAddress:       "agent address and public key do not match",
	StatusWrongPublicKey:     "wrong peer public key",
	StatusInvalidProof:       "invalid proof of representation",
	StatusUnsupportedLedger:  "unsupported ledger",
	StatusUnknownAddress:     "unknown agent address",
	StatusNotReady:           "agent is not ready",
}

// String is the fixed text a remote peer gets with the code.
func (s Status) String() string {
	if text, ok := statusTexts[s]; ok {
		return text
	}
	return fmt.Sprintf("status %d", int32(s))
}

// Known tells whether the code is one of the protocol's.
func (s Status) Known() bool {
	_, ok := statusTexts[s]
	return ok
}

// Failure is an error with the status to answer a peer with. Reason is for
// local logs and never travels.
type Failure struct {
	Status Status
	Reason error
}

// Fail makes a Failure; format and args as in fmt.Errorf.
func Fail(status Status, format string, args ...any) error {
	return &Failure{Status: status, Reason: fmt.Errorf(format, args...)}
}

func (f *Failure) Error() string {
	if f.Reason == nil {
		return f.Status.String()
	}
	return f.Status.String() + ": " + f.Reason.Error()
}

func (f *Failure) Unwrap() error { return f.Reason }

// StatusOf is the status an error stands for: StatusSuccess for nil,
// StatusGeneric for an error that is no Failure.
func StatusOf(err error) Status {
	if err == nil {
		return StatusSuccess
	}
	var failure *Failure
	if errors.As(err, &failure) {
		return failure.Status
	}
	return StatusGeneric
}
