package relay

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"go-acn/acn"
)

// A link frame, the same both ways:
//
//	0       4      5              4+length
//	+-------+------+--------------+
//	|length | kind | body         |   length: uint32, big endian, of kind and body
//	+-------+------+--------------+
//
// Bodies, where number is an unsigned LEB128 varint in its shortest form, below
// 2^32, and rest runs to the end of the frame:
//
//	from the sender of envelopes
//	1 introduce   number slot | rest: serialised AgentRecord
//	2 envelope    number tag | number slot*2+resume | rest: serialised Envelope
//	3 ping        empty
//
//	from the receiver
//	4 hello       number envelopes | number bytes | rest: for later versions, skipped
//	5 answer      one or more runs: number tag | number (count-1)*2+failed | if failed: status, 1 byte, not 0
//	6 pong        empty
const (
	kindIntroduce byte = iota + 1
	kindEnvelope
	kindPing
	kindHello
	kindAnswer
	kindPong
)

// Limits of the link protocol; a change of one is a new protocol id.
const (
	frameHeader = 4
	// mostNumber is the size of the largest number.
	mostNumber = 5
	// linkSlots is how many records a sender may have introduced at a time.
	linkSlots = 1024
	// firstEnvelopes and firstBytes are what a sender may have unanswered
	// before it has read the receiver's hello.
	firstEnvelopes = 64
	firstBytes     = 4 << 20
	// mostEnvelopes and mostBytes bound any grant; a sender uses no more.
	mostEnvelopes = 1 << 16
	mostBytes     = 1 << 30
	// mostEnvelopeFrame bounds frames from the sender, mostAnswerFrame those
	// from the receiver, both without the header.
	mostEnvelopeFrame = 1 + 2*mostNumber + acn.MaxEnvelope
	mostAnswerFrame   = 64 << 10
)

// introduction puts a record into a slot; it replaces what was there.
type introduction struct {
	slot   uint32
	record []byte
}

// carriage is an envelope in flight. tag is free again once it is answered.
type carriage struct {
	tag      uint32
	slot     uint32
	resume   bool
	envelope []byte
}

// grant is what a receiver lets a sender have unanswered.
type grant struct{ envelopes, bytes uint32 }

// run is the same answer to count envelopes with consecutive tags.
type run struct {
	tag, count uint32
	status     acn.Status
}

// closeFrame fills in the header reserved at start.
func closeFrame(dst []byte, start, more int) []byte {
	binary.BigEndian.PutUint32(dst[start:], uint32(len(dst)-start-frameHeader+more))
	return dst
}

// appendEmpty appends a frame without body.
func appendEmpty(dst []byte, kind byte) []byte { return append(dst, 0, 0, 0, 1, kind) }

func appendIntroduction(dst []byte, in introduction) []byte {
	start := len(dst)
	dst = append(dst, 0, 0, 0, 0, kindIntroduce)
	dst = binary.AppendUvarint(dst, uint64(in.slot))
	return closeFrame(append(dst, in.record...), start, 0)
}

// appendCarriage appends all of the frame but the envelope itself, which the
// caller writes next.
func appendCarriage(dst []byte, c carriage) []byte {
	start := len(dst)
	dst = append(dst, 0, 0, 0, 0, kindEnvelope)
	dst = binary.AppendUvarint(dst, uint64(c.tag))
	word := uint64(c.slot) << 1
	if c.resume {
		word |= 1
	}
	dst = binary.AppendUvarint(dst, word)
	return closeFrame(dst, start, len(c.envelope))
}

func appendGrant(dst []byte, g grant) []byte {
	start := len(dst)
	dst = append(dst, 0, 0, 0, 0, kindHello)
	dst = binary.AppendUvarint(dst, uint64(g.envelopes))
	dst = binary.AppendUvarint(dst, uint64(g.bytes))
	return closeFrame(dst, start, 0)
}

// appendRun appends one run of an answer frame's body.
func appendRun(dst []byte, r run) []byte {
	dst = binary.AppendUvarint(dst, uint64(r.tag))
	word := uint64(r.count-1) << 1
	if r.status == acn.StatusSuccess {
		return binary.AppendUvarint(dst, word)
	}
	return append(binary.AppendUvarint(dst, word|1), wireStatus(r.status))
}

// wireStatus fits a status into its byte; what does not fit is generic.
func wireStatus(status acn.Status) byte {
	if status <= 0 || status > math.MaxUint8 {
		return byte(acn.StatusGeneric)
	}
	return byte(status)
}

// number reads one number; ok is false if there is none in its shortest form.
func number(body []byte) (value uint32, rest []byte, ok bool) {
	if len(body) > 0 && body[0] < 0x80 {
		return uint32(body[0]), body[1:], true
	}
	long, n := binary.Uvarint(body)
	if n <= 0 || body[n-1] == 0 || long > math.MaxUint32 {
		return 0, nil, false
	}
	return uint32(long), body[n:], true
}

func parseIntroduction(body []byte) (introduction, error) {
	slot, record, ok := number(body)
	if !ok || len(record) > acn.MaxRecord {
		return introduction{}, errMalformed
	}
	return introduction{slot: slot, record: record}, nil
}

func parseCarriage(body []byte) (carriage, error) {
	tag, body, ok := number(body)
	if !ok {
		return carriage{}, errMalformed
	}
	word, body, ok := number(body)
	if !ok || len(body) > acn.MaxEnvelope {
		return carriage{}, errMalformed
	}
	return carriage{tag: tag, slot: word >> 1, resume: word&1 == 1, envelope: body}, nil
}

func parseGrant(body []byte) (grant, error) {
	envelopes, body, ok := number(body)
	if !ok {
		return grant{}, errMalformed
	}
	bytes, _, ok := number(body)
	if !ok {
		return grant{}, errMalformed
	}
	return grant{envelopes, bytes}, nil
}

// parseRun reads the first run of an answer's body.
func parseRun(body []byte) (r run, rest []byte, err error) {
	tag, body, ok := number(body)
	if !ok {
		return run{}, nil, errMalformed
	}
	word, body, ok := number(body)
	if !ok {
		return run{}, nil, errMalformed
	}
	r = run{tag: tag, count: word>>1 + 1}
	if word&1 == 1 {
		if len(body) == 0 || body[0] == 0 {
			return run{}, nil, errMalformed
		}
		r.status, body = acn.Status(body[0]), body[1:]
	}
	return r, body, nil
}

// frameReader reads link frames with few copies.
type frameReader struct {
	r     *bufio.Reader
	limit int
	used  int // bytes of the buffer the last frame still occupies
}

func newFrameReader(r io.Reader, buffer, limit int) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, buffer), limit: limit}
}

// next is the kind and body of the next frame. body is valid until the
// following call, unless own says that it belongs to the caller. The error is
// io.EOF only between frames.
func (f *frameReader) next() (kind byte, body []byte, own bool, err error) {
	if _, err := f.r.Discard(f.used); err != nil {
		return 0, nil, false, err
	}
	f.used = 0
	payload, own, err := f.payload()
	if err != nil {
		return 0, nil, false, err
	}
	if len(payload) == 0 {
		return 0, nil, false, errMalformed
	}
	return payload[0], payload[1:], own, nil
}

func (f *frameReader) payload() (payload []byte, own bool, err error) {
	header, err := f.r.Peek(frameHeader)
	if err != nil {
		if len(header) > 0 {
			err = noEOF(err)
		}
		return nil, false, err
	}
	length := binary.BigEndian.Uint32(header)
	if uint64(length) > uint64(f.limit) {
		return nil, false, fmt.Errorf("%w: %d bytes, limit %d", errTooLarge, length, f.limit)
	}
	whole := frameHeader + int(length)
	if whole > f.r.Size() {
		payload, err = acn.ReadFrame(f.r, nil, f.limit)
		return payload, true, noEOF(err)
	}
	frame, err := f.r.Peek(whole)
	if err != nil {
		return nil, false, noEOF(err)
	}
	f.used = whole
	return frame[frameHeader:], false, nil
}

// noEOF is for an end in the middle.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
