package relay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"go-acn/acn"
)

func TestNumber(t *testing.T) {
	for _, test := range []struct {
		body  string
		value uint32
		ok    bool
	}{
		{"\x00", 0, true},
		{"\x7f", 127, true},
		{"\x80\x01", 128, true},
		{"\xff\xff\xff\xff\x0f", 1<<32 - 1, true},
		{"\x80\x80\x80\x80\x10", 0, false}, // 2^32
		{"\x80\x00", 0, false},             // 0 in two bytes
		{"\x80", 0, false},
		{"", 0, false},
		{"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 0, false},
	} {
		value, rest, ok := number([]byte(test.body))
		if value != test.value || ok != test.ok || len(rest) != 0 {
			t.Errorf("%q is %d, %v, %d left", test.body, value, ok, len(rest))
		}
	}
}

// TestAnswersSplit has more runs than fit one frame.
func TestAnswersSplit(t *testing.T) {
	var want []run
	for i := range mostEnvelopes / 2 {
		want = append(want, run{tag: uint32(2 * i), count: 1, status: acn.StatusNotReady})
	}
	var got []run
	frames := newFrameReader(bytes.NewReader(appendAnswers(nil, want)), answerBuffer, mostAnswerFrame)
	for {
		kind, body, _, err := frames.next()
		if err == io.EOF {
			break
		}
		if err != nil || kind != kindAnswer {
			t.Fatalf("kind %d, %v", kind, err)
		}
		for len(body) > 0 {
			var r run
			if r, body, err = parseRun(body); err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
	}
	if !cmp.Equal(want, got, cmp.AllowUnexported(run{})) {
		t.Errorf("%d runs came back as %d", len(want), len(got))
	}
}

// TestFrameReader reads frames below, at and above the size of its buffer.
func TestFrameReader(t *testing.T) {
	const buffer, limit = 64, 200
	sizes := []int{1, buffer - frameHeader - 1, buffer - frameHeader, buffer - frameHeader + 1, 2, limit, 3}
	var wire []byte
	for i, size := range sizes {
		wire = acn.AppendFrame(wire, []byte(strings.Repeat(string(rune('a'+i)), size)))
	}
	for name, r := range map[string]io.Reader{
		"at once": bytes.NewReader(wire), "byte by byte": iotest.OneByteReader(bytes.NewReader(wire)), "with the error": iotest.DataErrReader(bytes.NewReader(wire)),
	} {
		frames := newFrameReader(r, buffer, limit)
		for i, size := range sizes {
			kind, body, own, err := frames.next()
			if err != nil || int(kind) != 'a'+i || len(body) != size-1 || strings.Trim(string(body), string(kind)) != "" {
				t.Fatalf("%s, frame %d: kind %c, body %q, %v", name, i, kind, body, err)
			}
			if own != (size > buffer-frameHeader) {
				t.Errorf("%s, frame of %d: own is %v", name, size, own)
			}
		}
		if _, _, _, err := frames.next(); err != io.EOF {
			t.Errorf("%s: ended with %v", name, err)
		}
	}
}

func TestFrameReaderRefuses(t *testing.T) {
	const limit = 100
	for name, test := range map[string]struct {
		wire string
		want error
	}{
		"empty frame":         {"\x00\x00\x00\x00", errMalformed},
		"too large by one":    {"\x00\x00\x00\x65", errTooLarge},
		"largest length":      {"\xff\xff\xff\xff", errTooLarge},
		"ends in the header":  {"\x00\x00", io.ErrUnexpectedEOF},
		"ends in the payload": {"\x00\x00\x00\x02\x01", io.ErrUnexpectedEOF},
		"ends in a large one": {"\x00\x00\x00\x60\x01", io.ErrUnexpectedEOF},
		"nothing":             {"", io.EOF},
	} {
		_, _, _, err := newFrameReader(strings.NewReader(test.wire), 16, limit).next()
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

// FuzzFrame: what parses re-encodes to the same bytes.
func FuzzFrame(f *testing.F) {
	for _, seed := range [][]byte{
		appendIntroduction(nil, introduction{slot: 300, record: []byte("rec")}),
		append(appendCarriage(nil, carriage{tag: 5, slot: 3, resume: true, envelope: []byte("env")}), "env"...),
		appendGrant(nil, grant{4096, 8 << 20}),
		appendAnswers(nil, []run{{tag: 7, count: 3}, {tag: 1, count: 1, status: acn.StatusNotReady}}),
	} {
		f.Add(seed[frameHeader], seed[frameHeader+1:])
	}
	f.Fuzz(func(t *testing.T, kind byte, body []byte) {
		again, ok := reencode(kind, body)
		if !ok {
			return
		}
		want := binary.BigEndian.AppendUint32(nil, uint32(1+len(body)))
		if want = append(append(want, kind), body...); !bytes.Equal(again, want) {
			t.Errorf("kind %d, body %x became %x", kind, body, again)
		}
	})
}

func reencode(kind byte, body []byte) ([]byte, bool) {
	switch kind {
	case kindIntroduce:
		in, err := parseIntroduction(body)
		return appendIntroduction(nil, in), err == nil
	case kindEnvelope:
		c, err := parseCarriage(body)
		return append(appendCarriage(nil, c), c.envelope...), err == nil
	case kindHello:
		g, err := parseGrant(body)
		again := appendGrant(nil, g)
		// What follows is for later versions and not kept.
		extra := body[min(len(body), len(again)-frameHeader-1):]
		return closeFrame(append(again, extra...), 0, 0), err == nil
	case kindAnswer:
		again := []byte{0, 0, 0, 0, kindAnswer}
		for len(body) > 0 {
			r, rest, err := parseRun(body)
			if err != nil {
				return nil, false
			}
			again, body = appendRun(again, r), rest
		}
		return closeFrame(again, 0, 0), true
	}
	return nil, false
}
