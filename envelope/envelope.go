// Package envelope holds what agents send each other and how it is kept in
// order on the way: the envelope codec and the Outbox, the state machine that
// queues envelopes per destination, retries and gives up.
//
// It does no I/O and reads no clock. Package internal/node drives it; the
// simulator can too.
package envelope

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"

	"go-acn/acn"
)

// Fields of an envelope. Nodes read only to and sender.
const (
	fieldTo       = 1
	fieldSender   = 2
	fieldProtocol = 3
	fieldMessage  = 4
	fieldURI      = 5
)

// Envelope is a checked envelope. It keeps the bytes it was read from and
// forwards exactly those, unknown fields included. It is immutable; the zero
// value is no envelope.
type Envelope struct {
	// To is the receiver as the sender wrote it: opaque text, valid UTF-8,
	// at most acn.MaxAddress bytes, not necessarily an address of any ledger.
	To acn.Address
	// Sender claims to have written it; who relies on it compares it with a
	// record.
	Sender acn.Address

	raw []byte
}

var (
	errUTF8   = errors.New("text field is not valid UTF-8")
	errNumber = errors.New("field number out of range")
)

// Parse reads a serialised envelope and keeps a reference to raw, which must
// not change afterwards. Errors are acn.Failures with StatusDecode.
func Parse(raw []byte) (Envelope, error) {
	if len(raw) > acn.MaxEnvelope {
		return Envelope{}, acn.Fail(acn.StatusDecode, "envelope has %d bytes, limit %d", len(raw), acn.MaxEnvelope)
	}
	e := Envelope{raw: raw}
	err := eachField(raw, func(number protowire.Number, value []byte) error {
		if number != fieldMessage && !utf8.Valid(value) {
			return errUTF8
		}
		switch number {
		case fieldTo:
			e.To = acn.Address(value)
		case fieldSender:
			e.Sender = acn.Address(value)
		}
		return nil
	})
	if err != nil {
		return Envelope{}, acn.Fail(acn.StatusDecode, "reading envelope: %w", err)
	}
	if len(e.To) > acn.MaxAddress || len(e.Sender) > acn.MaxAddress {
		return Envelope{}, acn.Fail(acn.StatusDecode, "envelope address is longer than %d bytes", acn.MaxAddress)
	}
	return e, nil
}

// eachField walks the known fields of raw, last value of a repeated one last,
// and skips unknown ones.
func eachField(raw []byte, visit func(protowire.Number, []byte) error) error {
	for len(raw) > 0 {
		number, kind, n := protowire.ConsumeTag(raw)
		if n < 0 {
			return protowire.ParseError(n)
		}
		if number > protowire.MaxValidNumber {
			return errNumber
		}
		raw = raw[n:]
		if kind != protowire.BytesType || number > fieldURI {
			if n = protowire.ConsumeFieldValue(number, kind, raw); n < 0 {
				return protowire.ParseError(n)
			}
			raw = raw[n:]
			continue
		}
		value, n := protowire.ConsumeBytes(raw)
		if n < 0 {
			return protowire.ParseError(n)
		}
		raw = raw[n:]
		if err := visit(number, value); err != nil {
			return err
		}
	}
	return nil
}

// Content is the part of an envelope that only agents read.
type Content struct {
	ProtocolID string // author/name:version of the message's protocol specification
	Message    []byte
	URI        string // empty means absent
}

// New serialises an envelope as existing implementations do: known fields in
// order, empty ones left out.
func New(to, sender acn.Address, content Content) (Envelope, error) {
	for _, text := range []string{string(to), string(sender), content.ProtocolID, content.URI} {
		if !utf8.ValidString(text) {
			return Envelope{}, fmt.Errorf("making envelope: %w", errUTF8)
		}
	}
	raw := make([]byte, 0, 32+len(to)+len(sender)+len(content.ProtocolID)+len(content.Message)+len(content.URI))
	raw = appendField(raw, fieldTo, string(to))
	raw = appendField(raw, fieldSender, string(sender))
	raw = appendField(raw, fieldProtocol, content.ProtocolID)
	raw = appendField(raw, fieldMessage, content.Message)
	raw = appendField(raw, fieldURI, content.URI)
	return Parse(raw)
}

func appendField[T string | []byte](raw []byte, number protowire.Number, value T) []byte {
	if len(value) == 0 {
		return raw
	}
	raw = protowire.AppendTag(raw, number, protowire.BytesType)
	raw = protowire.AppendVarint(raw, uint64(len(value)))
	return append(raw, value...)
}

// Bytes is the serialised envelope; callers must not change it.
func (e Envelope) Bytes() []byte { return e.raw }

// Content reads the rest of the envelope. Message points into the envelope.
func (e Envelope) Content() Content {
	var c Content
	// Parse has walked the same bytes.
	_ = eachField(e.raw, func(number protowire.Number, value []byte) error {
		switch number {
		case fieldProtocol:
			c.ProtocolID = string(value)
		case fieldMessage:
			c.Message = value
		case fieldURI:
			c.URI = string(value)
		}
		return nil
	})
	return c
}
