package relay_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/network"
	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
	"go-acn/relay"
)

// spoil returns a copy of a record with one field changed.
func spoil(record *acn.Record, change func(*acnpb.AgentRecord)) *acnpb.AgentRecord {
	wire := proto.CloneOf(record.Wire())
	change(wire)
	return wire
}

func marshal(t testing.TB, message *acnpb.Message) []byte {
	t.Helper()
	raw, err := proto.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func delivery(t testing.TB, envelope []byte, record *acnpb.AgentRecord) []byte {
	return marshal(t, &acnpb.Message{Performative: &acnpb.Message_Envelope{Envelope: &acnpb.EnvelopeDelivery{Envelope: envelope, Record: record}}})
}

func registration(t testing.TB, record *acnpb.AgentRecord) []byte {
	return marshal(t, &acnpb.Message{Performative: &acnpb.Message_Register{Register: &acnpb.Register{Record: record}}})
}

// TestMalformedMessages sends what must not hurt, among it what kills nodes of
// the existing network, and wants the named status each time.
func TestMalformedMessages(t *testing.T) {
	b := newNode(t, relay.Config{})
	a := newHost(t)
	a.knows(b)
	alice, other := newAgent(t, acn.Ethereum, a.key), newAgent(t, acn.Ethereum, b.key)
	good := alice.envelope(t, "bob", "hello")
	tooLong := newEnvelope(t, acn.Address(strings.Repeat("b", acn.MaxAddress)), alice.Address(), "").Bytes()
	tooLong = bytes.Replace(tooLong, []byte{0x0a, 0x80, 0x01}, []byte{0x0a, 0x81, 0x01, 'b'}, 1)

	type spoiled struct {
		wire   *acnpb.AgentRecord
		status acn.Status
	}
	records := map[string]spoiled{
		"no record":                 {nil, acn.StatusInvalidProof},
		"empty record":              {new(acnpb.AgentRecord), acn.StatusUnsupportedLedger},
		"unknown ledger":            {spoil(alice.record, func(r *acnpb.AgentRecord) { r.LedgerId = "dogecoin" }), acn.StatusUnsupportedLedger},
		"record for another node":   {other.record.Wire(), acn.StatusWrongPublicKey},
		"address of somebody else":  {spoil(alice.record, func(r *acnpb.AgentRecord) { r.Address = string(other.Address()) }), acn.StatusWrongAddress},
		"address in lower case":     {spoil(alice.record, func(r *acnpb.AgentRecord) { r.Address = strings.ToLower(r.Address) }), acn.StatusWrongAddress},
		"public key of a character": {spoil(alice.record, func(r *acnpb.AgentRecord) { r.PublicKey = "0" }), acn.StatusWrongAddress},
		"no public key":             {spoil(alice.record, func(r *acnpb.AgentRecord) { r.PublicKey = "" }), acn.StatusWrongAddress},
		"signature too short":       {spoil(alice.record, func(r *acnpb.AgentRecord) { r.Signature = r.Signature[:130] }), acn.StatusInvalidProof},
		"no signature":              {spoil(alice.record, func(r *acnpb.AgentRecord) { r.Signature = "" }), acn.StatusInvalidProof},
		"signature of another":      {spoil(alice.record, func(r *acnpb.AgentRecord) { r.Signature = other.record.Signature }), acn.StatusInvalidProof},
		"delegation of a byte":      {spoil(alice.record, func(r *acnpb.AgentRecord) { r.Delegation = []byte{1} }), acn.StatusInvalidProof},
	}
	for name, test := range records {
		b.wants(t, a, acn.ProtocolEnvelope, name, delivery(t, good.Bytes(), test.wire), test.status)
		b.wants(t, a, acn.ProtocolRegister, name, registration(t, test.wire), test.status)
	}
	for _, test := range []struct {
		protocol, name string
		payload        []byte
		status         acn.Status
	}{
		{acn.ProtocolEnvelope, "no envelope", delivery(t, nil, alice.record.Wire()), acn.StatusWrongAddress},
		{acn.ProtocolEnvelope, "envelope of noise", delivery(t, []byte("\x0a\xff"), alice.record.Wire()), acn.StatusDecode},
		{acn.ProtocolEnvelope, "address too long", delivery(t, tooLong, alice.record.Wire()), acn.StatusDecode},
		{acn.ProtocolEnvelope, "another sender", delivery(t, other.envelope(t, "bob", "x").Bytes(), alice.record.Wire()), acn.StatusWrongAddress},
		{acn.ProtocolEnvelope, "lookup", acn.EncodeLookupRequest("bob"), acn.StatusUnexpectedPayload},
		{acn.ProtocolLookup, "no address", acn.EncodeLookupRequest(""), acn.StatusUnknownAddress},
		{acn.ProtocolLookup, "envelope", delivery(t, good.Bytes(), alice.record.Wire()), acn.StatusUnexpectedPayload},
		{acn.ProtocolLookup, "address not in UTF-8", []byte("\x32\x03\x0a\x01\xff"), acn.StatusDecode},
		{acn.ProtocolLookup, "endless address", acn.EncodeLookupRequest(acn.Address(strings.Repeat("x", 1<<20))), acn.StatusUnknownAddress},
		{acn.ProtocolRegister, "status", acn.EncodeStatus(0), acn.StatusUnexpectedPayload},
	} {
		b.wants(t, a, test.protocol, test.name, test.payload, test.status)
	}
	for _, id := range []string{acn.ProtocolEnvelope, acn.ProtocolLookup, acn.ProtocolRegister} {
		b.wants(t, a, id, "nothing", nil, acn.StatusUnexpectedPayload)
		b.wants(t, a, id, "noise", []byte("\xff\xff\xff"), acn.StatusDecode)
		b.wants(t, a, id, "status without body", []byte("\x4a\x00"), acn.StatusDecode)
		b.wants(t, a, id, "unknown performative", []byte("\x52\x00"), acn.StatusUnexpectedPayload)
		b.wants(t, a, id, "lookup response without record", []byte("\x3a\x00"), acn.StatusUnexpectedPayload)
		b.wants(t, a, id, "largest frame", make([]byte, acn.MaxFrame), acn.StatusDecode)
		b.wants(t, a, id, "frame too large by one", make([]byte, acn.MaxFrame+1), acn.StatusDecode)
	}
	if reply := a.ask(t, b, acn.ProtocolEnvelope, acn.EncodeStatus(0)); len(reply) != 0 {
		t.Errorf("a stray status is answered with %x", reply)
	}
	if got := b.local.messages(); got != nil {
		t.Errorf("delivered %q", got)
	}
	b.wants(t, a, acn.ProtocolEnvelope, "a good one", delivery(t, good.Bytes(), alice.record.Wire()), acn.StatusSuccess)
	eventually(t, func() bool {
		return openStreams(b, acn.ProtocolEnvelope, acn.ProtocolLookup, acn.ProtocolRegister) == 0
	})
}

// ask sends one frame over a raw stream, which it leaves open as nodes of the
// existing network do, and returns what comes back.
func (n *node) ask(t testing.TB, to *node, id string, payload []byte) []byte {
	t.Helper()
	stream := n.open(t, to, id)
	if err := acn.WriteFrame(stream, payload); err != nil {
		t.Error(err)
	}
	return readAll(stream)
}

// wants compares the answer to payload with the frame of a status.
func (n *node) wants(t testing.TB, from *node, id, name string, payload []byte, status acn.Status) {
	t.Helper()
	if got, want := from.ask(t, n, id, payload), acn.AppendStatusFrame(nil, status); !bytes.Equal(got, want) {
		t.Errorf("%s, %s: got %q, want %q", id, name, got, want)
	}
}

// TestStrangeIdentity: a peer whose key is of another kind represents nobody.
func TestStrangeIdentity(t *testing.T) {
	b := newNode(t, relay.Config{})
	h, err := libp2p.New(libp2p.NoListenAddrs, libp2p.DisableMetrics())
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	a := &node{Host: h}
	a.knows(b)
	alice := newAgent(t, acn.FetchAI, b.key)
	b.wants(t, a, acn.ProtocolEnvelope, "envelope", delivery(t, alice.envelope(t, "bob", "x").Bytes(), alice.record.Wire()), acn.StatusWrongPublicKey)
	b.wants(t, a, acn.ProtocolRegister, "registration", registration(t, alice.record.Wire()), acn.StatusWrongPublicKey)
	b.wants(t, a, acn.ProtocolLookup, "lookup", acn.EncodeLookupRequest("bob"), acn.StatusUnknownAddress)
	if got := readAll(a.open(t, b, acn.ProtocolLink)); len(got) != 0 {
		t.Errorf("a link got %x", got)
	}
}

// TestHostileAnswers has the other side of every exchange lie.
func TestHostileAnswers(t *testing.T) {
	a, b := newNode(t, relay.Config{BackoffMin: 1, BackoffMax: 1}), newHost(t)
	a.knows(b)
	alice := newAgent(t, acn.Ethereum, a.key)
	short := spoil(alice.record, func(r *acnpb.AgentRecord) { r.Signature = "0x00" })
	for name, test := range map[string]struct {
		answer []byte
		status acn.Status // of a lookup for alice; -1: no Failure
	}{
		"nothing":             {nil, -1},
		"half a frame":        {[]byte("\x00\x00\x00\x09\x01"), -1},
		"empty frame":         {acn.AppendFrame(nil, nil), -1},
		"noise":               {acn.AppendFrame(nil, []byte("\xff\xff")), -1},
		"too large":           {acn.AppendFrame(nil, make([]byte, 64<<10+1)), -1},
		"status without body": {acn.AppendFrame(nil, []byte("\x4a\x00")), -1},
		"no record":           {acn.AppendFrame(nil, []byte("\x3a\x00")), acn.StatusInvalidProof},
		"bad record":          {acn.AppendFrame(nil, marshal(t, &acnpb.Message{Performative: &acnpb.Message_LookupResponse{LookupResponse: &acnpb.LookupResponse{Record: short}}})), acn.StatusInvalidProof},
		"another's record":    {acn.AppendFrame(nil, acn.EncodeLookupResponse(newAgent(t, acn.Ethereum, a.key).record)), acn.StatusWrongAddress},
		"register":            {acn.AppendFrame(nil, acn.EncodeRegister(alice.record)), -1},
	} {
		for _, id := range []string{acn.ProtocolLookup, acn.ProtocolRegister, acn.ProtocolEnvelope} {
			b.SetStreamHandler(protocolID(id), func(stream network.Stream) {
				_, _ = acn.ReadFrame(stream, nil, acn.MaxFrame)
				_, _ = stream.Write(test.answer)
				_ = stream.Close()
			})
		}
		var failure *acn.Failure
		_, err := a.service.Ask(t.Context(), b.ID(), alice.Address())
		if errors.As(err, &failure); err == nil || (failure == nil) != (test.status == -1) || failure != nil && failure.Status != test.status {
			t.Errorf("%s to a lookup: %v", name, err)
		}
		if err := a.service.RegisterAt(t.Context(), b.ID(), alice.record); err == nil || errors.As(err, &failure) && failure.Status != test.status {
			t.Errorf("%s to a registration: %v", name, err)
		}
		if err := a.post(t, b, alice.envelope(t, "bob", "x"), alice.record, true); err == nil || errors.As(err, new(*acn.Failure)) {
			t.Errorf("%s to an envelope: %v", name, err)
		}
	}
	eventually(t, func() bool {
		return openStreams(a, acn.ProtocolLookup, acn.ProtocolRegister, acn.ProtocolEnvelope) == 0
	})
}

// linkFrame is built here from docs/link-protocol.md, not from the code under
// test.
func linkFrame(kind byte, body ...any) []byte {
	payload := []byte{kind}
	for _, part := range body {
		switch part := part.(type) {
		case int:
			payload = binary.AppendUvarint(payload, uint64(part))
		case string:
			payload = append(payload, part...)
		case []byte:
			payload = append(payload, part...)
		}
	}
	return acn.AppendFrame(nil, payload)
}

// TestHostileLink opens links and lies on them: each is reset with the code of
// a violation, and the node goes on.
func TestHostileLink(t *testing.T) {
	reasons := make(chan relay.Reason, 1)
	b := newNode(t, relay.Config{
		WindowEnvelopes: 4096, WindowBytes: 8 << 20,
		Observer: relay.Observer{LinkEnded: func(_ bool, reason relay.Reason) { reasons <- reason }},
	})
	a := newHost(t)
	a.knows(b)
	alice := newAgent(t, acn.FetchAI, a.key)
	introduce := linkFrame(1, 0, alice.record.Bytes())
	envelope := alice.envelope(t, "bob", "x").Bytes()
	large := alice.envelope(t, "bob", strings.Repeat("x", 3_000_000)).Bytes()
	pending := newHeld()
	b.local.delivers(pending.deliver)
	for name, lie := range map[string][]byte{
		"empty frame":                {0, 0, 0, 0},
		"frame too large":            {0, 0x30, 0, 0x0b},
		"endless frame":              {0xff, 0xff, 0xff, 0xff},
		"unknown kind":               linkFrame(7),
		"kind 0":                     linkFrame(0),
		"hello of a receiver":        linkFrame(4, 64, 4<<20),
		"answer of a receiver":       linkFrame(5, 0, 0),
		"ping with a body":           linkFrame(3, "x"),
		"introduction without slot":  linkFrame(1),
		"slot out of range":          linkFrame(1, 1024, alice.record.Bytes()),
		"record too large":           linkFrame(1, 0, make([]byte, acn.MaxRecord+1)),
		"number in a longer form":    linkFrame(1, "\x80\x00", alice.record.Bytes()),
		"envelope without slot":      linkFrame(2, 0),
		"slot that holds nothing":    linkFrame(2, 0, 0, envelope),
		"tag out of range":           append(bytes.Clone(introduce), linkFrame(2, 4096, 0, envelope)...),
		"tag in use":                 append(append(bytes.Clone(introduce), linkFrame(2, 5, 0, envelope)...), linkFrame(2, 5, 0, envelope)...),
		"more bytes than granted":    append(append(append(bytes.Clone(introduce), linkFrame(2, 0, 0, large)...), linkFrame(2, 1, 0, large)...), linkFrame(2, 2, 0, large)...),
		"envelope too large by one":  append(bytes.Clone(introduce), linkFrame(2, 0, 0, make([]byte, acn.MaxEnvelope+1))...),
		"legacy frame":               acn.AppendEnvelopeFrame(nil, envelope, alice.record),
		"text":                       []byte("GET / HTTP/1.1\r\n\r\n"),
		"introduction after garbage": append(linkFrame(9), introduce...),
	} {
		stream := a.open(t, b, acn.ProtocolLink)
		_, _ = stream.Write(lie)
		if err := endOf(stream); !errors.Is(err, &network.StreamError{Remote: true, ErrorCode: network.StreamProtocolViolation}) {
			t.Errorf("%s: ended with %v", name, err)
		}
		if reason := <-reasons; reason != relay.ReasonViolation {
			t.Errorf("%s: observed %s", name, reason)
		}
	}
	pending.release(nil)
	eventually(t, func() bool { return openStreams(b, acn.ProtocolLink) == 0 })

	stream := a.open(t, b, acn.ProtocolLink)
	_, _ = stream.Write(append(introduce, linkFrame(2, 0, 0, envelope)...))
	_ = stream.SetReadDeadline(deadline(t))
	hello, answer := linkFrame(4, 4096, 8<<20), linkFrame(5, 0, 0)
	if got, err := readN(stream, len(hello)+len(answer)); err != nil || !bytes.Equal(got, append(hello, answer...)) {
		t.Errorf("afterwards a good envelope got %x, %v", got, err)
	}
	_ = stream.Close()
	if reason := <-reasons; reason != relay.ReasonIdle {
		t.Errorf("a closed link ended with %s", reason)
	}
}

// TestBadIntroduction: a record that is no good costs its envelopes, not the
// link.
func TestBadIntroduction(t *testing.T) {
	b := newNode(t, relay.Config{})
	a := newHost(t)
	a.knows(b)
	alice, other := newAgent(t, acn.FetchAI, a.key), newAgent(t, acn.FetchAI, b.key)
	wire := linkFrame(1, 0, alice.record.Bytes())
	wire = append(wire, linkFrame(1, 1, "\xff")...)
	wire = append(wire, linkFrame(1, 2, other.record.Bytes())...)
	want := linkFrame(4, 16384, 32<<20)
	for slot := range 3 {
		wire = append(wire, linkFrame(2, slot, 2*slot, alice.envelope(t, "bob", "x").Bytes())...)
	}
	wire = append(wire, linkFrame(2, 3, 0, alice.envelope(t, "carl", "x").Bytes())...)
	stream := a.open(t, b, acn.ProtocolLink)
	_, _ = stream.Write(wire)
	_ = stream.SetReadDeadline(deadline(t))
	if got, err := readN(stream, len(want)); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("hello is %x, %v", got, err)
	}
	got := readAnswers(t, stream, 4)
	for tag, status := range []acn.Status{acn.StatusSuccess, acn.StatusDecode, acn.StatusWrongPublicKey, acn.StatusSuccess} {
		if got[tag] != status {
			t.Errorf("envelope %d: %s, want %s", tag, got[tag], status)
		}
	}
	_ = stream.Reset()
}

// TestHostileReceiver has the receiver of a link lie: the link is reset, and
// what is pending fails, exactly once.
func TestHostileReceiver(t *testing.T) {
	for name, lie := range map[string][]byte{
		"answer to nothing":      linkFrame(5, 7, 0),
		"answer to too many":     linkFrame(5, 0, 2*1000),
		"the same answer twice":  append(linkFrame(5, 0, 0), linkFrame(5, 0, 0)...),
		"hello twice":            append(linkFrame(4, 64, 4<<20), linkFrame(4, 64, 4<<20)...),
		"hello that grants less": linkFrame(4, 63, 4<<20),
		"an envelope":            linkFrame(2, 0, 0, "x"),
		"empty answer":           linkFrame(5),
		"failure without status": linkFrame(5, 0, 1),
		"failure with success":   linkFrame(5, 0, 1, "\x00"),
		"large frame":            linkFrame(5, make([]byte, 64<<10)),
		"garbage":                []byte("\x00\x00\x00\x05garbage"),
		"end":                    nil,
	} {
		t.Run(name, func(t *testing.T) {
			reasons := make(chan relay.Reason, 1)
			a := newNode(t, relay.Config{Observer: relay.Observer{LinkEnded: func(_ bool, reason relay.Reason) { reasons <- reason }}})
			b := newHost(t)
			a.knows(b)
			b.SetStreamHandler(acn.ProtocolLink, func(stream network.Stream) {
				_, _ = readN(stream, 1)
				_, _ = stream.Write(lie)
				if lie == nil {
					_ = stream.Close()
				}
			})
			alice := newAgent(t, acn.FetchAI, a.key)
			waiters := make([]*waiter, 5)
			for i := range waiters {
				waiters[i] = newWaiter(t)
				a.service.Send(b.ID(), alice.envelope(t, "bob", "x"), alice.record, false, waiters[i])
			}
			for i, w := range waiters {
				if err := w.wait(); err != nil && errors.As(err, new(*acn.Failure)) && i == 0 {
					t.Errorf("envelope %d: %v", i, err)
				}
			}
			want := relay.ReasonViolation
			if lie == nil {
				want = relay.ReasonBroken
			}
			if reason := <-reasons; reason != want {
				t.Errorf("ended: %s, want %s", reason, want)
			}
			eventually(t, func() bool { return openStreams(a, acn.ProtocolLink) == 0 })
		})
	}
}
