package envelope_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
	"go-acn/envelope"
)

// vector is an envelope the existing network's software wrote.
type vector struct {
	Protobuf   string      `json:"protobuf_hex"`
	To         acn.Address `json:"to"`
	Sender     acn.Address `json:"sender"`
	ProtocolID string      `json:"protocol_id"`
	Message    string      `json:"message_hex"`
	URI        string      `json:"uri"`
}

func loadVectors(t testing.TB) []vector {
	t.Helper()
	raw, err := os.ReadFile("../acn/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Envelopes []vector }
	if err := json.Unmarshal(raw, &file); err != nil || len(file.Envelopes) == 0 {
		t.Fatalf("%d envelopes, %v", len(file.Envelopes), err)
	}
	return file.Envelopes
}

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestVectors(t *testing.T) {
	for _, v := range loadVectors(t) {
		raw, content := unhex(t, v.Protobuf), envelope.Content{ProtocolID: v.ProtocolID, Message: unhex(t, v.Message), URI: v.URI}
		read, err := envelope.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if read.To != v.To || read.Sender != v.Sender {
			t.Errorf("read to %s, sender %s", read.To, read.Sender)
		}
		if diff := cmp.Diff(content, read.Content()); diff != "" {
			t.Error(diff)
		}
		made, err := envelope.New(v.To, v.Sender, content)
		if err != nil {
			t.Fatal(err)
		}
		for how, e := range map[string]envelope.Envelope{"forwarded": read, "made": made} {
			if diff := cmp.Diff(raw, e.Bytes()); diff != "" {
				t.Errorf("%s differently:\n%s", how, diff)
			}
		}
	}
}

// field is one length-delimited field.
func field(number protowire.Number, value string) []byte {
	return protowire.AppendString(protowire.AppendTag(nil, number, protowire.BytesType), value)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestParse(t *testing.T) {
	to, sender := field(1, "receiver"), field(2, "sender")
	group := protowire.AppendTag(protowire.AppendTag(nil, 1, protowire.StartGroupType), 1, protowire.EndGroupType)
	longest := strings.Repeat("é", acn.MaxAddress/2)
	for name, c := range map[string]struct {
		raw        []byte
		to, sender acn.Address
		ok         bool
	}{
		"empty":                     {nil, "", "", true},
		"both":                      {join(to, sender), "receiver", "sender", true},
		"other order":               {join(sender, to), "receiver", "sender", true},
		"no sender":                 {to, "receiver", "", true},
		"opaque text":               {join(field(1, " not an address\x00"), sender), " not an address\x00", "sender", true},
		"repeated, last wins":       {join(to, field(1, "other"), sender), "other", "sender", true},
		"repeated, last is empty":   {join(to, field(1, ""), sender), "", "sender", true},
		"field from the future":     {join(to, field(77, "\xff"), sender), "receiver", "sender", true},
		"field of another type":     {join(to, protowire.AppendVarint(protowire.AppendTag(nil, 2, protowire.VarintType), 5)), "receiver", "", true},
		"a group":                   {join(to, group), "receiver", "", true},
		"binary message":            {join(to, field(4, "\xff\xfe")), "receiver", "", true},
		"longest addresses":         {join(field(1, longest), field(2, longest)), acn.Address(longest), acn.Address(longest), true},
		"receiver too long":         {field(1, longest+"x"), "", "", false},
		"sender too long":           {field(2, longest+"x"), "", "", false},
		"long one replaced":         {join(field(1, longest+"x"), to), "receiver", "", true},
		"receiver not UTF-8":        {field(1, "\xff"), "", "", false},
		"sender not UTF-8":          {field(2, "\xff"), "", "", false},
		"protocol not UTF-8":        {field(3, "\xff"), "", "", false},
		"uri not UTF-8":             {field(5, "\xff"), "", "", false},
		"not UTF-8, then replaced":  {join(field(1, "\xff"), to), "", "", false},
		"cut in a tag":              {join(to, []byte{0x92}), "", "", false},
		"cut in a length":           {join(to, []byte{0x12}), "", "", false},
		"cut in a value":            {to[:len(to)-1], "", "", false},
		"length beyond the end":     {[]byte{0x0a, 0x7f, 'x'}, "", "", false},
		"enormous length":           {join([]byte{0x0a}, protowire.AppendVarint(nil, 1<<63)), "", "", false},
		"field number 0":            {[]byte{0x02, 0x01, 'x'}, "", "", false},
		"field number out of range": {join(protowire.AppendVarint(nil, 1<<32|2), []byte{0}), "", "", false},
		"unknown wire type":         {[]byte{0x0f, 0x00}, "", "", false},
		"group that only ends":      {group[1:], "", "", false},
		"group that only begins":    {group[:1], "", "", false},
		"not protobuf":              {[]byte("not protobuf"), "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := envelope.Parse(c.raw)
			if (err == nil) != c.ok {
				t.Fatal(err)
			}
			if !c.ok {
				if got := acn.StatusOf(err); got != acn.StatusDecode {
					t.Errorf("status %d, want %d", got, acn.StatusDecode)
				}
				return
			}
			if e.To != c.to || e.Sender != c.sender {
				t.Errorf("to %q sender %q, want %q %q", e.To, e.Sender, c.to, c.sender)
			}
			if !bytes.Equal(e.Bytes(), c.raw) {
				t.Errorf("%x is forwarded as %x", c.raw, e.Bytes())
			}
		})
	}
}

func TestSizeLimit(t *testing.T) {
	at := bytes.Repeat([]byte{0}, acn.MaxEnvelope-5)
	for over := range 2 {
		raw := join(field(4, string(at)+strings.Repeat("x", over)))
		if len(raw) != acn.MaxEnvelope+over {
			t.Fatalf("made %d bytes, limit %d", len(raw), acn.MaxEnvelope)
		}
		_, err := envelope.Parse(raw)
		if got := acn.StatusOf(err); (got == acn.StatusSuccess) != (over == 0) || over == 1 && got != acn.StatusDecode {
			t.Errorf("%d bytes over: %v", over, err)
		}
		_, err = envelope.New("", "", envelope.Content{Message: append(at, make([]byte, over)...)})
		if (err == nil) != (over == 0) {
			t.Errorf("making one %d bytes over: %v", over, err)
		}
	}
}

func TestNew(t *testing.T) {
	e, err := envelope.New("to", "", envelope.Content{})
	if err != nil || !bytes.Equal(e.Bytes(), field(1, "to")) {
		t.Errorf("empty fields are written: %x, %v", e.Bytes(), err)
	}
	long := acn.Address(strings.Repeat("a", acn.MaxAddress))
	if e, err := envelope.New(long, long, envelope.Content{}); err != nil || e.To != long || e.Sender != long {
		t.Errorf("longest addresses: %v", err)
	}
	for name, make := range map[string]func() (envelope.Envelope, error){
		"receiver too long":  func() (envelope.Envelope, error) { return envelope.New(long+"a", "", envelope.Content{}) },
		"sender too long":    func() (envelope.Envelope, error) { return envelope.New("", long+"a", envelope.Content{}) },
		"receiver not UTF-8": func() (envelope.Envelope, error) { return envelope.New("\xff", "", envelope.Content{}) },
		"sender not UTF-8":   func() (envelope.Envelope, error) { return envelope.New("", "\xff", envelope.Content{}) },
		"protocol not UTF-8": func() (envelope.Envelope, error) {
			return envelope.New("", "", envelope.Content{ProtocolID: "\xff"})
		},
		"uri not UTF-8": func() (envelope.Envelope, error) { return envelope.New("", "", envelope.Content{URI: "\xff"}) },
	} {
		if _, err := make(); err == nil {
			t.Errorf("%s: made", name)
		}
	}
}

// Parse reads what the generated code reads, with our limits on top, and Bytes
// gives back exactly what came.
func FuzzParse(f *testing.F) {
	for _, v := range loadVectors(f) {
		f.Add(unhex(f, v.Protobuf))
	}
	f.Add(join(field(1, "a"), field(1, "b"), field(99, "future")))
	f.Add([]byte{0x0b, 0x0c})
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := envelope.Parse(raw)
		wire := new(acnpb.Envelope)
		reference := proto.Unmarshal(raw, wire)
		if err != nil {
			tooLong := len(wire.GetTo()) > acn.MaxAddress || len(wire.GetSender()) > acn.MaxAddress || len(raw) > acn.MaxEnvelope
			if reference == nil && !tooLong {
				t.Errorf("refused: %v", err)
			}
			return
		}
		if reference != nil {
			t.Fatalf("accepted what is no envelope: %v", reference)
		}
		if !bytes.Equal(e.Bytes(), raw) {
			t.Errorf("%x became %x", raw, e.Bytes())
		}
		content := e.Content()
		if string(e.To) != wire.GetTo() || string(e.Sender) != wire.GetSender() || content.ProtocolID != wire.GetProtocolId() ||
			!bytes.Equal(content.Message, wire.GetMessage()) || content.URI != wire.GetUri() {
			t.Errorf("read %+v %+v, want %v", e, content, wire)
		}
		again, err := envelope.New(e.To, e.Sender, content)
		if err != nil {
			t.Fatal(err)
		}
		wire.ProtoReflect().SetUnknown(nil)
		if canonical, err := proto.Marshal(wire); err != nil || !bytes.Equal(again.Bytes(), canonical) {
			t.Errorf("made again as %x, want %x, %v", again.Bytes(), canonical, err)
		}
	})
}
