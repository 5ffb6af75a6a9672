package exchange

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// Protocol sends whole DAGs. Version history: 1.0.0 is the first.
//
// The one who asks opens a stream and writes
//
//	0  count, big endian, 1 to store.MaxWanted
//	2  count hashes of 32 bytes
//
// and gets
//
//	0  status, see below; unless it is 0 the stream ends here
//	1  blocks in the order of store.Send, each with its length before it as 4
//	   bytes, big endian; at most pkg.MaxBlock
//
// Both know which block is next, so no hashes come with them, and the one who
// asks knows which is the last. The stream is reset if a block cannot be sent.
const Protocol = "/acn/package/1.0.0"

// status begins an answer.
type status byte

const (
	statusOK     status = 0
	statusAbsent status = 1 // one of the hashes is of nothing that is here
	statusBusy   status = 2 // too many streams; there may be room later
	statusBad    status = 3 // not a request
)

func (s status) String() string {
	switch s {
	case statusAbsent:
		return "it has no such package"
	case statusBusy:
		return "it is busy"
	case statusBad:
		return "it does not understand the request"
	}
	return fmt.Sprintf("status %d", byte(s))
}

var errRequest = errors.New("not a request for packages")

// readRequest reads what is asked for.
func readRequest(r io.Reader) ([]pkg.Hash, error) {
	var head [2]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(head[:]))
	if n == 0 || n > store.MaxWanted {
		return nil, fmt.Errorf("%w: %d hashes", errRequest, n)
	}
	hashes := make([]pkg.Hash, n)
	for i := range hashes {
		if _, err := io.ReadFull(r, hashes[i][:]); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

// appendRequest is the opposite of readRequest.
func appendRequest(to []byte, hashes []pkg.Hash) []byte {
	to = binary.BigEndian.AppendUint16(to, uint16(len(hashes)))
	for _, h := range hashes {
		to = append(to, h[:]...)
	}
	return to
}

var errFrame = errors.New("a block with more bytes than any has")

// readBlock reads the next block of an answer, into memory of its own. A length
// that is claimed costs memory only as its bytes arrive.
func readBlock(r *bufio.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := int64(binary.BigEndian.Uint32(head[:]))
	if n > pkg.MaxBlock {
		return nil, errFrame
	}
	const trusted = 264 << 10 // of a usual leaf
	data := make([]byte, min(n, trusted))
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, err
	}
	for int64(len(data)) < n {
		have := len(data)
		data = append(data, make([]byte, min(n-int64(have), int64(have)))...)
		if _, err := io.ReadFull(r, data[have:]); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// writeBlock is the opposite of readBlock.
func writeBlock(w *bufio.Writer, data []byte) error {
	var head [4]byte
	binary.BigEndian.PutUint32(head[:], uint32(len(data)))
	_, err := w.Write(head[:])
	if len(data) >= w.Size() && err == nil {
		err = w.Flush() // after which it passes on what is as large
	}
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}
