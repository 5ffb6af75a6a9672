package load

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

// MinSize of a message: the stamp of an envelope. What is longer is filled with
// bytes that the receiver checks.
//
//	0       8       16      24
//	+-------+-------+-------+----------+
//	| pair  | number| sent  | filler   |
//	+-------+-------+-------+----------+
//	 uint64, big endian; sent in nanoseconds since the measurement was made
const MinSize = 24

// protocolID is one that agents of the existing network can decode.
const protocolID = "fetchai/default:1.0.0"

// stamp is what one envelope says about itself.
type stamp struct {
	number uint64
	sent   time.Duration
}

// writer makes the envelopes of one pair.
type writer struct {
	pair     uint64
	to, from acn.Address
	filler   []byte
}

func newWriter(to, from acn.Address, size int, random *rand.Rand) writer {
	w := writer{pair: random.Uint64(), to: to, from: from, filler: make([]byte, size-MinSize)}
	for i := range w.filler {
		w.filler[i] = byte(random.Uint32())
	}
	return w
}

// make is one envelope. It fails only for addresses that are no text.
func (w *writer) make(s stamp) (envelope.Envelope, error) {
	message := make([]byte, 0, MinSize+len(w.filler))
	message = binary.BigEndian.AppendUint64(message, w.pair)
	message = binary.BigEndian.AppendUint64(message, s.number)
	message = binary.BigEndian.AppendUint64(message, uint64(s.sent))
	message = append(message, w.filler...)
	return envelope.New(w.to, w.from, envelope.Content{ProtocolID: protocolID, Message: message})
}

// read is the reverse of make; false for an envelope this pair did not send or
// that was damaged on its way.
func (w *writer) read(e envelope.Envelope) (stamp, bool) {
	content := e.Content()
	message := content.Message
	if len(message) != MinSize+len(w.filler) || binary.BigEndian.Uint64(message) != w.pair ||
		e.To != w.to || e.Sender != w.from || content.ProtocolID != protocolID ||
		!bytes.Equal(message[MinSize:], w.filler) {
		return stamp{}, false
	}
	return stamp{
		number: binary.BigEndian.Uint64(message[8:]),
		sent:   time.Duration(binary.BigEndian.Uint64(message[16:])),
	}, true
}
