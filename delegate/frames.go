package delegate

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"go-acn/acn"
)

const (
	frameHeader = 4
	// idleRead is the buffer a connection waits with; blockSize the one it
	// borrows while it has input.
	idleRead  = 512
	blockSize = 32 << 10
)

var blocks = sync.Pool{New: func() any { return new([blockSize]byte) }}

// frames reads the frames of one connection. A connection that is silent holds
// no more than idle; once the first byte of a frame is here, the rest must
// follow within patience.
type frames struct {
	conn     net.Conn
	patience time.Duration

	idle  [idleRead]byte
	block *[blockSize]byte // nil while silent
	buf   []byte           // unread, inside idle or block
}

// whole tells whether next returns a frame without waiting for the peer.
func (f *frames) whole() bool {
	length, ok := f.length()
	return ok && len(f.buf)-frameHeader >= length
}

// length is that of the payload at the front of buf; anything above the limit
// counts as one above it.
func (f *frames) length() (int, bool) {
	if len(f.buf) < frameHeader {
		return 0, false
	}
	return int(min(binary.BigEndian.Uint32(f.buf), acn.MaxFrame+1)), true
}

// next is the payload of the next frame, valid until the next call. Errors are
// those of acn.ReadFrame.
func (f *frames) next() ([]byte, error) {
	if len(f.buf) == 0 {
		f.release()
		n, err := f.conn.Read(f.idle[:])
		if n == 0 && err != nil {
			return nil, err
		}
		f.buf = f.idle[:n]
	}
	if !f.whole() {
		return f.rest()
	}
	length, _ := f.length()
	payload := f.buf[frameHeader : frameHeader+length]
	f.buf = f.buf[frameHeader+length:]
	return payload, nil
}

// rest waits for the end of a frame that has begun.
func (f *frames) rest() ([]byte, error) {
	if err := f.conn.SetReadDeadline(time.Now().Add(f.patience)); err != nil {
		return nil, err
	}
	for !f.whole() {
		if length, ok := f.length(); ok && length > blockSize-frameHeader {
			return f.long()
		}
		if err := f.more(); err != nil {
			return nil, err
		}
	}
	if err := f.conn.SetReadDeadline(time.Time{}); err != nil {
		return nil, err
	}
	return f.next()
}

// more reads once, behind what buf holds.
func (f *frames) more() error {
	if f.block == nil {
		f.block = blocks.Get().(*[blockSize]byte)
	}
	held := copy(f.block[:], f.buf)
	n, err := f.conn.Read(f.block[held:])
	f.buf = f.block[:held+n]
	if n == 0 && errors.Is(err, io.EOF) && held > 0 {
		return io.ErrUnexpectedEOF
	}
	if n == 0 {
		return err
	}
	return nil
}

// long reads a frame that does not fit a block.
func (f *frames) long() ([]byte, error) {
	payload, err := acn.ReadFrame(f, nil, acn.MaxFrame)
	if err != nil {
		return nil, err
	}
	return payload, f.conn.SetReadDeadline(time.Time{})
}

// Read is what long reads from: buf, then the connection.
func (f *frames) Read(p []byte) (int, error) {
	if len(f.buf) == 0 {
		return f.conn.Read(p)
	}
	n := copy(p, f.buf)
	f.buf = f.buf[n:]
	return n, nil
}

// release gives the block back; buf must be empty or no longer wanted.
func (f *frames) release() {
	if f.block != nil {
		blocks.Put(f.block)
	}
	f.block, f.buf = nil, nil
}
