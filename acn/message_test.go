package acn_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
)

// generated is the payload as the generated code encodes it.
func generated(t testing.TB, message *acnpb.Message) []byte {
	t.Helper()
	raw, err := proto.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// The frame written by hand is the one the generated code would write, on both
// sides of every length at which a varint grows.
func TestAppendEnvelopeFrame(t *testing.T) {
	records := map[string]*acn.Record{
		"no record": nil, "record": record(t, acn.Ethereum, 1), "dated record": dated(t, acn.Ethereum, 1, delegation()),
	}
	for name, r := range records {
		for _, size := range []int{0, 1, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 16378, 16379, 16380, 16381, 16384, 1 << 21, acn.MaxEnvelope} {
			delivery := &acnpb.EnvelopeDelivery{Envelope: bytes.Repeat([]byte{7}, size)}
			if r != nil {
				delivery.Record = r.Wire()
			}
			payload := generated(t, &acnpb.Message{Performative: &acnpb.Message_Envelope{Envelope: delivery}})
			got := acn.AppendEnvelopeFrame([]byte("before"), delivery.Envelope, r)
			if want := acn.AppendFrame([]byte("before"), payload); !bytes.Equal(got, want) {
				t.Errorf("%s, %d bytes: frame differs from the generated code's", name, size)
			}
		}
	}
}

func TestEncodersMatchGenerated(t *testing.T) {
	r := dated(t, acn.FetchAI, 1, delegation())
	for name, c := range map[string]struct {
		got  []byte
		want *acnpb.Message
	}{
		"register":        {acn.EncodeRegister(r), &acnpb.Message{Performative: &acnpb.Message_Register{Register: &acnpb.Register{Record: r.Wire()}}}},
		"lookup request":  {acn.EncodeLookupRequest("a"), &acnpb.Message{Performative: &acnpb.Message_LookupRequest{LookupRequest: &acnpb.LookupRequest{AgentAddress: "a"}}}},
		"lookup response": {acn.EncodeLookupResponse(r), &acnpb.Message{Performative: &acnpb.Message_LookupResponse{LookupResponse: &acnpb.LookupResponse{Record: r.Wire()}}}},
		"success":         {acn.EncodeStatus(acn.StatusSuccess), &acnpb.Message{Performative: &acnpb.Message_Status{Status: &acnpb.Status{Body: &acnpb.StatusBody{}}}}},
		"not ready": {acn.EncodeStatus(acn.StatusNotReady), &acnpb.Message{Performative: &acnpb.Message_Status{
			Status: &acnpb.Status{Body: &acnpb.StatusBody{Code: 21, Msgs: []string{"agent is not ready"}}},
		}}},
	} {
		if diff := cmp.Diff(generated(t, c.want), c.got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// EncodeStatus hands out a fresh slice each time, also for the constant one.
func TestEncodeStatusIsFresh(t *testing.T) {
	clear(acn.EncodeStatus(acn.StatusSuccess))
	if got := fmt.Sprintf("%x", acn.AppendStatusFrame(nil, acn.StatusSuccess)); got != "000000044a020a00" {
		t.Errorf("success is %s", got)
	}
}

func TestDecodeMessage(t *testing.T) {
	status := func(msgs ...string) []byte {
		return generated(t, &acnpb.Message{Performative: &acnpb.Message_Status{Status: &acnpb.Status{Body: &acnpb.StatusBody{Code: 99, Msgs: msgs}}}})
	}
	long := strings.Repeat("é", acn.MaxStatusText)
	for name, c := range map[string]struct {
		payload []byte
		want    acn.Message
		code    acn.Status
	}{
		"empty":                      {nil, acn.Message{}, 0},
		"unknown field":              {[]byte{0x0a, 0x01, 'x'}, acn.Message{}, 0},
		"not protobuf":               {[]byte("not protobuf"), acn.Message{}, acn.StatusDecode},
		"cut":                        {[]byte{0x4a, 0x02, 0x0a}, acn.Message{}, acn.StatusDecode},
		"lookup of text not UTF-8":   {[]byte{0x32, 0x03, 0x0a, 0x01, 0xff}, acn.Message{}, acn.StatusDecode},
		"lookup of nothing":          {[]byte{0x32, 0x00}, acn.Message{Kind: acn.KindLookupRequest}, 0},
		"lookup":                     {acn.EncodeLookupRequest("a"), acn.Message{Kind: acn.KindLookupRequest, Address: "a"}, 0},
		"envelope without content":   {[]byte{0x2a, 0x00}, acn.Message{Kind: acn.KindEnvelope}, 0},
		"register without record":    {[]byte{0x42, 0x00}, acn.Message{Kind: acn.KindRegister}, 0},
		"response without record":    {[]byte{0x3a, 0x00}, acn.Message{Kind: acn.KindLookupResponse}, 0},
		"status without body":        {[]byte{0x4a, 0x00}, acn.Message{}, acn.StatusDecode},
		"success":                    {[]byte{0x4a, 0x02, 0x0a, 0x00}, acn.Message{Kind: acn.KindStatus}, 0},
		"unknown code":               {status(), acn.Message{Kind: acn.KindStatus, Status: 99}, 0},
		"code with text":             {status("boom", "more"), acn.Message{Kind: acn.KindStatus, Status: 99, Text: "boom"}, 0},
		"text at the limit":          {status(long[:acn.MaxStatusText]), acn.Message{Kind: acn.KindStatus, Status: 99, Text: long[:acn.MaxStatusText]}, 0},
		"text over the limit":        {status(long[:acn.MaxStatusText] + "x"), acn.Message{Kind: acn.KindStatus, Status: 99, Text: long[:acn.MaxStatusText]}, 0},
		"text cut inside a letter":   {status("x" + long), acn.Message{Kind: acn.KindStatus, Status: 99, Text: "x" + long[:acn.MaxStatusText-2]}, 0},
		"two performatives":          {append(acn.EncodeLookupRequest("a"), acn.EncodeStatus(0)...), acn.Message{Kind: acn.KindStatus}, 0},
		"greatest code":              {[]byte{0x4a, 0x08, 0x0a, 0x06, 0x08, 0xff, 0xff, 0xff, 0xff, 0x07}, acn.Message{Kind: acn.KindStatus, Status: 1<<31 - 1}, 0},
		"performative of wrong type": {[]byte{0x28, 0x01}, acn.Message{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := acn.DecodeMessage(c.payload)
			wantStatus(t, err, c.code)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if !utf8.ValidString(got.Text) {
				t.Errorf("text %q is not UTF-8", got.Text)
			}
		})
	}
}

// A decoded message keeps nothing of the buffer it was read from, which
// readers use again.
func TestDecodeMessageCopies(t *testing.T) {
	for _, r := range []*acn.Record{nil, record(t, acn.Cosmos, 1)} {
		payload := acn.AppendEnvelopeFrame(nil, []byte("envelope"), r)[4:]
		message, err := acn.DecodeMessage(payload)
		if err != nil {
			t.Fatal(err)
		}
		clear(payload)
		if string(message.Envelope) != "envelope" {
			t.Errorf("envelope became %q", message.Envelope)
		}
		if r == nil {
			continue
		}
		if _, err := acn.VerifyRecord(message.Record, acn.Expect{}); err != nil {
			t.Error(err)
		}
	}
}

func TestStatus(t *testing.T) {
	known := []acn.Status{0, 1, 2, 3, 4, 10, 11, 12, 13, 20, 21}
	seen := make(map[string]bool)
	for _, status := range known {
		text := status.String()
		if seen[text] || strings.HasPrefix(text, "status ") {
			t.Errorf("status %d has text %q", status, text)
		}
		seen[text] = true
	}
	if got := acn.Status(-5).String(); got != "status -5" {
		t.Error(got)
	}
}

func TestFailure(t *testing.T) {
	err := acn.Fail(acn.StatusNotReady, "reading: %w", fs.ErrNotExist)
	if err.Error() != "agent is not ready: reading: file does not exist" || !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if got := (&acn.Failure{Status: acn.StatusGeneric}).Error(); got != "error" {
		t.Error(got)
	}
	for want, err := range map[acn.Status]error{
		acn.StatusSuccess:  nil,
		acn.StatusNotReady: fmt.Errorf("sending: %w", err),
		acn.StatusGeneric:  fs.ErrNotExist,
	} {
		wantStatus(t, err, want)
	}
}
