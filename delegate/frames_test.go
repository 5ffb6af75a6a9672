package delegate

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"time"

	"go-acn/acn"
)

// choppy is a connection whose reads return pieces of given sizes in turn.
type choppy struct {
	net.Conn
	data   []byte
	pieces []byte
	turn   int
}

func (c *choppy) Read(p []byte) (int, error) {
	if len(c.data) == 0 {
		return 0, io.EOF
	}
	piece := 1 << 30
	if len(c.pieces) > 0 {
		piece = 1 + int(c.pieces[c.turn%len(c.pieces)])
		c.turn++
	}
	n := copy(p[:min(len(p), piece)], c.data)
	c.data = c.data[n:]
	return n, nil
}

func (c *choppy) SetReadDeadline(time.Time) error { return nil }

// readAll is every frame of data and the error at the end.
func readAll(next func() ([]byte, error)) (payloads [][]byte, err error) {
	for {
		payload, err := next()
		if err != nil {
			return payloads, err
		}
		payloads = append(payloads, bytes.Clone(payload))
	}
}

// checkFrames compares frames with the plain reader of package acn.
func checkFrames(t *testing.T, data, pieces []byte) {
	t.Helper()
	reader := frames{conn: &choppy{data: data, pieces: pieces}}
	got, gotErr := readAll(reader.next)
	reader.release()
	plain := bytes.NewReader(data)
	want, wantErr := readAll(func() ([]byte, error) { return acn.ReadFrame(plain, nil, acn.MaxFrame) })
	if !slices.EqualFunc(got, want, bytes.Equal) {
		t.Fatalf("read %d frames, want %d", len(got), len(want))
	}
	for _, kind := range []error{io.EOF, io.ErrUnexpectedEOF, acn.ErrFrameTooLarge} {
		if errors.Is(gotErr, kind) != errors.Is(wantErr, kind) {
			t.Fatalf("ended with %v, want %v", gotErr, wantErr)
		}
	}
}

func TestFrames(t *testing.T) {
	var data []byte
	for _, size := range []int{0, 1, idleRead - 4, idleRead - 3, 3, 1000, blockSize - 4, blockSize - 3, 7, 1 << 20, 0, acn.MaxFrame, 5} {
		data = acn.AppendFrame(data, pattern(size))
	}
	for _, pieces := range [][]byte{nil, {255}, {0, 255, 3}} {
		checkFrames(t, data, pieces)
	}
	for _, cut := range []int{0, 1, 3, 4, 5, 520, len(data) - 1} {
		checkFrames(t, data[:cut], nil)
	}
	tooLarge := []byte{0, 0x30, 0, 1, 'x'}
	checkFrames(t, tooLarge, nil)
	checkFrames(t, []byte{0xff, 0xff, 0xff, 0xff}, []byte{0})
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x04\x4a\x02\x0a\x00\x00\x00"), []byte{1, 7})
	f.Add([]byte("\x00\x30\x00\x01"), []byte{})
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x01"), []byte{3})
	f.Fuzz(func(t *testing.T, data, pieces []byte) { checkFrames(t, data, pieces) })
}
