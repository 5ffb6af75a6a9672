package acn

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// A legacy frame, the same on every connection:
//
//	0       4                4+length
//	+-------+----------------+
//	|length | payload        |   length: uint32, big endian
//	+-------+----------------+
const frameHeader = 4

// frameChunk is how much is allocated before a claimed length has proved
// itself by bytes that arrived.
const frameChunk = 64 << 10

// ErrFrameTooLarge is returned for a frame longer than the reader's limit.
var ErrFrameTooLarge = errors.New("frame too large")

// AppendFrame appends the frame of payload to dst. Payloads of 4 GiB and more
// cannot be framed and panic; callers stay below MaxFrame.
func AppendFrame(dst, payload []byte) []byte {
	if uint64(len(payload)) > math.MaxUint32 {
		panic("acn: payload does not fit a frame")
	}
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(payload)))
	return append(dst, payload...)
}

// WriteFrame writes one frame in one call of w.Write, as readers of the
// existing network need it.
func WriteFrame(w io.Writer, payload []byte) error {
	_, err := w.Write(AppendFrame(make([]byte, 0, frameHeader+len(payload)), payload))
	return err
}

// ReadFrame reads the payload of one frame into buf, which is grown when it is
// too small, and returns it; limit is in bytes and inclusive. A frame of zero
// length is an empty payload. The error is io.EOF only between frames,
// io.ErrUnexpectedEOF inside one, ErrFrameTooLarge before a byte of the body
// is read.
func ReadFrame(r io.Reader, buf []byte, limit int) ([]byte, error) {
	var header [frameHeader]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(header[:])
	if uint64(length) > uint64(limit) {
		return nil, fmt.Errorf("%w: %d bytes, limit %d", ErrFrameTooLarge, length, limit)
	}
	return readBody(r, buf[:0], int(length))
}

// readBody grows buf only as bytes arrive, so that a claimed length costs its
// sender as much as it costs us.
func readBody(r io.Reader, buf []byte, length int) ([]byte, error) {
	for len(buf) < length {
		if len(buf) == cap(buf) {
			grown := make([]byte, len(buf), min(length, max(2*cap(buf), frameChunk)))
			copy(grown, buf)
			buf = grown
		}
		end := min(length, cap(buf))
		n, err := io.ReadFull(r, buf[len(buf):end])
		buf = buf[:len(buf)+n]
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return buf, nil
}
