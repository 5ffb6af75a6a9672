package acn

import (
	"bytes"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"go-acn/acn/acnpb"
)

// Kind says which performative a Message is.
type Kind uint8

// Kinds; KindNone is an empty or unknown message, which gets
// StatusUnexpectedPayload.
const (
	KindNone Kind = iota
	KindEnvelope
	KindLookupRequest
	KindLookupResponse
	KindRegister
	KindStatus
)

// Message is one decoded message of the legacy wire. Only the fields of its
// Kind are set.
type Message struct {
	Kind     Kind
	Envelope []byte             // KindEnvelope: a serialised envelope, not yet checked
	Record   *acnpb.AgentRecord // KindEnvelope, KindLookupResponse, KindRegister; unchecked, nil if absent
	Proof    string             // KindRegister: the wallet's signature over the session, empty if absent; unchecked
	Address  string             // KindLookupRequest
	Status   Status             // KindStatus
	Text     string             // KindStatus: the first message of a peer, cut to MaxStatusText; for logs
}

// DecodeMessage reads the payload of one frame. Errors are Failures with
// StatusDecode. A status without a body is one, as it says nothing.
func DecodeMessage(payload []byte) (Message, error) {
	if message, ok := decodeCommon(payload); ok {
		return message, nil
	}
	return decodeAny(payload)
}

func decodeAny(payload []byte) (Message, error) {
	var wire acnpb.Message
	if err := proto.Unmarshal(payload, &wire); err != nil {
		return Message{}, Fail(StatusDecode, "reading message: %w", err)
	}
	switch performative := wire.GetPerformative().(type) {
	case *acnpb.Message_Envelope:
		delivery := performative.Envelope
		return Message{Kind: KindEnvelope, Envelope: delivery.GetEnvelope(), Record: delivery.GetRecord()}, nil
	case *acnpb.Message_LookupRequest:
		return Message{Kind: KindLookupRequest, Address: performative.LookupRequest.GetAgentAddress()}, nil
	case *acnpb.Message_LookupResponse:
		return Message{Kind: KindLookupResponse, Record: performative.LookupResponse.GetRecord()}, nil
	case *acnpb.Message_Register:
		register := performative.Register
		return Message{Kind: KindRegister, Record: register.GetRecord(), Proof: register.GetProof()}, nil
	case *acnpb.Message_Status:
		body := performative.Status.GetBody()
		if body == nil {
			return Message{}, Fail(StatusDecode, "status has no body")
		}
		message := Message{Kind: KindStatus, Status: Status(body.GetCode())}
		if msgs := body.GetMsgs(); len(msgs) > 0 {
			message.Text = strings.ToValidUTF8(msgs[0][:min(len(msgs[0]), MaxStatusText)], "")
		}
		return message, nil
	}
	return Message{}, nil
}

// decodeCommon reads the two messages nearly all traffic consists of, in the
// form nearly everybody writes them: a success, and an envelope without a
// record. It says nothing about others, which are for the protobuf decoder; the
// detour over that costs ten times as much.
func decodeCommon(payload []byte) (Message, bool) {
	if string(payload) == successPayload {
		return Message{Kind: KindStatus}, true
	}
	delivery, ok := onlyField(payload, fieldEnvelope)
	if !ok {
		return Message{}, false
	}
	envelope, ok := onlyField(delivery, fieldDeliveryEnvelope)
	if !ok {
		return Message{}, false
	}
	// Whoever keeps the envelope may not keep the payload, which readers reuse.
	return Message{Kind: KindEnvelope, Envelope: bytes.Clone(envelope)}, true
}

// onlyField is the value of a length-delimited field that makes up all of raw.
func onlyField(raw []byte, number protowire.Number) ([]byte, bool) {
	got, kind, n := protowire.ConsumeTag(raw)
	if n < 0 || got != number || kind != protowire.BytesType {
		return nil, false
	}
	value, size := protowire.ConsumeBytes(raw[n:])
	return value, size == len(raw)-n
}

// marshal cannot fail: every string in these messages is either ours or came
// through proto.Unmarshal, which checks UTF-8.
func marshal(wire *acnpb.Message) []byte {
	raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(wire)
	if err != nil {
		panic("acn: encoding message: " + err.Error())
	}
	return raw
}

// EncodeRegister registers the agent of a record; the payload of one frame, as
// all that follow.
func EncodeRegister(record *Record) []byte { return EncodeProvenRegister(record, "") }

// EncodeProvenRegister is EncodeRegister with a proof of SignSession.
func EncodeProvenRegister(record *Record, proof string) []byte {
	return marshal(&acnpb.Message{Performative: &acnpb.Message_Register{Register: &acnpb.Register{Record: record.wire, Proof: proof}}})
}

// EncodeLookupRequest asks for the record of an address.
func EncodeLookupRequest(addr Address) []byte {
	return marshal(&acnpb.Message{Performative: &acnpb.Message_LookupRequest{LookupRequest: &acnpb.LookupRequest{AgentAddress: string(addr)}}})
}

// EncodeLookupResponse answers with a record, which must not be nil: nodes of
// the existing network die of a response without one.
func EncodeLookupResponse(record *Record) []byte {
	return marshal(&acnpb.Message{Performative: &acnpb.Message_LookupResponse{LookupResponse: &acnpb.LookupResponse{Record: record.wire}}})
}

// EncodeStatus is the code with its fixed text; success is 4a 02 0a 00.
func EncodeStatus(status Status) []byte {
	if status == StatusSuccess {
		return []byte(successPayload)
	}
	body := &acnpb.StatusBody{Code: int32(status), Msgs: []string{status.String()}}
	return marshal(&acnpb.Message{Performative: &acnpb.Message_Status{Status: &acnpb.Status{Body: body}}})
}

// successPayload is a status with an empty body.
const successPayload = "\x4a\x02\x0a\x00"

// AppendStatusFrame appends a framed status to dst.
func AppendStatusFrame(dst []byte, status Status) []byte {
	if status == StatusSuccess {
		return append(dst, "\x00\x00\x00\x04"+successPayload...)
	}
	return AppendFrame(dst, EncodeStatus(status))
}

// Field numbers the hot path writes by hand.
const (
	fieldEnvelope         = 5
	fieldDeliveryEnvelope = 1
	fieldDeliveryRecord   = 2
)

// AppendEnvelopeFrame appends to dst the frame of an envelope delivery, as one
// piece that can be written at once. record is the sender's and travels only
// between nodes; agents get nil.
func AppendEnvelopeFrame(dst, envelope []byte, record *Record) []byte {
	inner := 0
	if len(envelope) > 0 {
		inner += protowire.SizeTag(fieldDeliveryEnvelope) + protowire.SizeBytes(len(envelope))
	}
	if record != nil {
		inner += protowire.SizeTag(fieldDeliveryRecord) + protowire.SizeBytes(len(record.raw))
	}
	total := protowire.SizeTag(fieldEnvelope) + protowire.SizeBytes(inner)
	dst = append(dst, byte(total>>24), byte(total>>16), byte(total>>8), byte(total))
	dst = protowire.AppendTag(dst, fieldEnvelope, protowire.BytesType)
	dst = protowire.AppendVarint(dst, uint64(inner))
	if len(envelope) > 0 {
		dst = protowire.AppendTag(dst, fieldDeliveryEnvelope, protowire.BytesType)
		dst = protowire.AppendBytes(dst, envelope)
	}
	if record != nil {
		dst = protowire.AppendTag(dst, fieldDeliveryRecord, protowire.BytesType)
		dst = protowire.AppendBytes(dst, record.raw)
	}
	return dst
}
