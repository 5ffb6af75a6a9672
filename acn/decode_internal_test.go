package acn

import (
	"bytes"
	"testing"
)

// checkCommon holds the short way of decoding against the long one.
func checkCommon(t *testing.T, payload []byte) (taken bool) {
	t.Helper()
	short, taken := decodeCommon(payload)
	if !taken {
		return false
	}
	long, err := decodeAny(payload)
	if err != nil {
		t.Fatalf("%x: short way says %+v, long way %v", payload, short, err)
	}
	if short.Kind != long.Kind || short.Status != long.Status || short.Text != long.Text || short.Record != long.Record ||
		!bytes.Equal(short.Envelope, long.Envelope) || short.Address != long.Address {
		t.Fatalf("%x: short way says %+v, long way %+v", payload, short, long)
	}
	return true
}

func TestDecodeCommon(t *testing.T) {
	for _, envelope := range []string{"e", string(make([]byte, 200)), string(make([]byte, 70_000))} {
		if !checkCommon(t, AppendEnvelopeFrame(nil, []byte(envelope), nil)[frameHeader:]) {
			t.Errorf("envelope of %d bytes takes the long way", len(envelope))
		}
	}
	if !checkCommon(t, EncodeStatus(StatusSuccess)) {
		t.Error("success takes the long way")
	}
	for _, payload := range []string{
		"", "\x2a", "\x2a\x00" /* no envelope at all */, "\x2a\x02\x0a", "\x2a\x02\x0a\x00x", "\x2a\x03\x0a\x00x", "\x2a\x02\x12\x00",
		"\x2a\x04\x0a\x00\x0a\x00", "\x2a\x04\x0a\x00\x12\x00", "\x2a\x02\x0a\x00\x2a\x02\x0a\x00", "\x4a\x02\x0a\x01",
	} {
		if checkCommon(t, []byte(payload)) {
			t.Errorf("%q takes the short way", payload)
		}
	}
}

func FuzzDecodeCommon(f *testing.F) {
	f.Add([]byte("\x2a\x03\x0a\x01e"))
	f.Add([]byte("\x2a\x83\x00\x0a\x01e"))
	f.Add([]byte(successPayload))
	f.Fuzz(func(t *testing.T, payload []byte) { checkCommon(t, payload) })
}
