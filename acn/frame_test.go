package acn_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"go-acn/acn"
)

func TestReadFrame(t *testing.T) {
	const limit = 300
	body := bytes.Repeat([]byte("x"), limit+1)
	for name, c := range map[string]struct {
		in   []byte
		want []byte
		err  error
	}{
		"nothing":          {nil, nil, io.EOF},
		"part of a header": {[]byte{0, 0, 0}, nil, io.ErrUnexpectedEOF},
		"zero length":      {[]byte{0, 0, 0, 0}, nil, nil},
		"header only":      {[]byte{0, 0, 0, 1}, nil, io.ErrUnexpectedEOF},
		"part of a body":   {[]byte{0, 0, 0, 2, 'a'}, nil, io.ErrUnexpectedEOF},
		"one byte":         {[]byte{0, 0, 0, 1, 'a'}, []byte("a"), nil},
		"bytes after it":   {[]byte{0, 0, 0, 1, 'a', 'b'}, []byte("a"), nil},
		"at the limit":     {acn.AppendFrame(nil, body[:limit]), body[:limit], nil},
		"over the limit":   {acn.AppendFrame(nil, body), nil, acn.ErrFrameTooLarge},
		"greatest length":  {[]byte{0xff, 0xff, 0xff, 0xff}, nil, acn.ErrFrameTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			for how, reader := range map[string]io.Reader{
				"whole":     bytes.NewReader(c.in),
				"byte wise": iotest.OneByteReader(bytes.NewReader(c.in)),
				"half wise": iotest.HalfReader(bytes.NewReader(c.in)),
				"early EOF": iotest.DataErrReader(bytes.NewReader(c.in)),
			} {
				got, err := acn.ReadFrame(reader, make([]byte, 0, 100), limit)
				if !errors.Is(err, c.err) || (c.err == nil && err != nil) {
					t.Errorf("%s: error %v, want %v", how, err, c.err)
				}
				if errors.Is(err, io.EOF) != (c.err == io.EOF) {
					t.Errorf("%s: error %v claims a clean end", how, err)
				}
				if !bytes.Equal(got, c.want) {
					t.Errorf("%s: read %q", how, got)
				}
			}
		})
	}
}

// A refused frame leaves its body unread, so that the caller can still answer.
func TestReadFrameLeavesBody(t *testing.T) {
	in := bytes.NewReader(acn.AppendFrame(nil, []byte("abc")))
	if _, err := acn.ReadFrame(in, nil, 2); !errors.Is(err, acn.ErrFrameTooLarge) {
		t.Fatal(err)
	}
	if in.Len() != 3 {
		t.Errorf("%d bytes left, want 3", in.Len())
	}
}

func TestReadFrameReportsReader(t *testing.T) {
	broken := errors.New("broken")
	for _, sent := range [][]byte{nil, {0, 0}, {0, 0, 0, 9, 'a'}} {
		_, err := acn.ReadFrame(io.MultiReader(bytes.NewReader(sent), iotest.ErrReader(broken)), nil, 10)
		if !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", len(sent), err)
		}
	}
}

func TestReadFrameReusesBuffer(t *testing.T) {
	buf := make([]byte, 0, 1000)
	got, err := acn.ReadFrame(bytes.NewReader(acn.AppendFrame(nil, make([]byte, 1000))), buf, 1000)
	if err != nil || &got[0] != &buf[:1][0] {
		t.Errorf("a buffer that was large enough was not used: %v", err)
	}
}

// Every size around the steps in which a buffer grows comes through whole.
func TestReadFrameSizes(t *testing.T) {
	for _, size := range []int{16384, 64<<10 - 1, 64 << 10, 64<<10 + 1, 128<<10 + 1, acn.MaxFrame} {
		body := make([]byte, size)
		for i := range body {
			body[i] = byte(i * 7 >> 3)
		}
		got, err := acn.ReadFrame(iotest.HalfReader(bytes.NewReader(acn.AppendFrame(nil, body))), nil, acn.MaxFrame)
		if err != nil || !bytes.Equal(got, body) {
			t.Errorf("%d bytes: read %d, %v", size, len(got), err)
		}
	}
}

// A claimed length costs nothing until its bytes arrive.
func TestReadFrameAllocation(t *testing.T) {
	const frames, most = 64, 100 << 10
	in := append(acn.AppendFrame(nil, make([]byte, acn.MaxFrame))[:4], "few"...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range frames {
		if _, err := acn.ReadFrame(bytes.NewReader(in), nil, acn.MaxFrame); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / frames; each > most {
		t.Errorf("%d bytes were allocated for a frame of which 3 bytes came", each)
	}
}

// writes keeps what each call of Write was given.
type writes [][]byte

func (w *writes) Write(p []byte) (int, error) {
	*w = append(*w, bytes.Clone(p))
	return len(p), nil
}

func TestWriteFrame(t *testing.T) {
	w := new(writes)
	if err := acn.WriteFrame(w, []byte("abc")); err != nil {
		t.Fatal(err)
	}
	if err := acn.WriteFrame(w, nil); err != nil {
		t.Fatal(err)
	}
	want := &writes{{0, 0, 0, 3, 'a', 'b', 'c'}, {0, 0, 0, 0}}
	if diff := cmp.Diff(want, w); diff != "" {
		t.Errorf("want one write a frame:\n%s", diff)
	}
	broken := errors.New("broken")
	if err := acn.WriteFrame(failing{broken}, nil); !errors.Is(err, broken) {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// The greatest envelope with the greatest record is a frame others accept.
func TestLimitsNest(t *testing.T) {
	wire := acn.AppendEnvelopeFrame(nil, make([]byte, acn.MaxEnvelope), nil)
	if size := len(wire) - 4 + acn.MaxRecord + 8; size > acn.MaxFrame {
		t.Errorf("frame of %d bytes, limit %d", size, acn.MaxFrame)
	}
}
