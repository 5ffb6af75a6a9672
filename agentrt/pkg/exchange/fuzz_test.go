package exchange

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/network"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

func hashes(n int) []pkg.Hash {
	list := make([]pkg.Hash, n)
	for i := range list {
		list[i] = pkg.Hash{byte(i), byte(i >> 8), 1}
	}
	return list
}

func TestRequest(t *testing.T) {
	for n, ok := range map[int]bool{0: false, 1: true, store.MaxWanted: true, store.MaxWanted + 1: false} {
		got, err := readRequest(bytes.NewReader(appendRequest(nil, hashes(n))))
		if (err == nil) != ok || ok && !slices.Equal(got, hashes(n)) {
			t.Errorf("%d hashes: %d, %v", n, len(got), err)
		}
	}
	raw := appendRequest(nil, hashes(2))
	if _, err := readRequest(bytes.NewReader(raw[:len(raw)-1])); err == nil {
		t.Error("half a hash is taken")
	}
}

// FuzzRequest: what is read is what would be written.
func FuzzRequest(f *testing.F) {
	f.Add([]byte{})
	f.Add(appendRequest(nil, hashes(1)))
	f.Add(appendRequest(nil, hashes(3)))
	f.Add([]byte{0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := readRequest(bytes.NewReader(raw))
		if err != nil {
			return
		}
		if len(got) == 0 || len(got) > store.MaxWanted || !bytes.HasPrefix(raw, appendRequest(nil, got)) {
			t.Fatalf("%d hashes of %d bytes", len(got), len(raw))
		}
	})
}

func TestBlockLengths(t *testing.T) {
	for n, ok := range map[int]bool{0: true, 1: true, 264<<10 + 1: true, pkg.MaxBlock: true, pkg.MaxBlock + 1: false} {
		raw := append([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, noise(n, 1)...)
		data, err := readBlock(bufio.NewReader(bytes.NewReader(raw)))
		if (err == nil) != ok || ok && !bytes.Equal(data, raw[4:]) {
			t.Errorf("%d bytes: %d, %v", n, len(data), err)
		}
		if !ok && !errors.Is(err, errFrame) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

// FuzzBlock: a claimed length costs no more than a little beyond what came.
func FuzzBlock(f *testing.F) {
	f.Add([]byte{0, 0, 0, 1, 'x'})
	f.Add([]byte{0, 0x20, 0, 0, 'x'})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, raw []byte) {
		data, err := readBlock(bufio.NewReader(bytes.NewReader(raw)))
		if err == nil && !bytes.Equal(data, raw[4:4+len(data)]) {
			t.Fatalf("%d bytes that did not come", len(data))
		}
	})
}

// given is a stream that bytes come from, and nothing else.
type given struct {
	network.Stream
	io.Reader
}

func (g given) Read(p []byte) (int, error)      { return g.Reader.Read(p) }
func (g given) SetReadDeadline(time.Time) error { return nil }

// byteReader reads single bytes, as the library does.
type byteReader struct{ io.Reader }

func (b byteReader) ReadByte() (byte, error) {
	var one [1]byte
	_, err := io.ReadFull(b, one[:])
	return one[0], err
}

// FuzzMessages: what the library reads through the bounds on messages is what
// it would read without, up to the first that a stranger may not send.
func FuzzMessages(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 1, 'x', 0, 0, 2, 'y', 'z'})
	f.Add([]byte{0x80, 0x01, 'x'})
	f.Add([]byte{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1})
	f.Add([]byte{0xff, 0xff, 0x3f, 1, 2, 3})
	f.Fuzz(func(t *testing.T, raw []byte) {
		cfg := Config{}.withDefaults()
		w, err := newWants(&cfg)
		if err != nil {
			t.Fatal(err)
		}
		in := newInbound(&cfg, w)
		bound := &messages{Stream: given{Reader: bytes.NewReader(raw)}, in: in}
		free := bytes.NewReader(raw)
		for {
			got, gotErr := binary.ReadUvarint(byteReader{bound})
			want, wantErr := binary.ReadUvarint(free)
			if gotErr != nil || wantErr != nil || want > strangeMessage {
				if gotErr == nil {
					t.Fatalf("a message of %d bytes begins, without bounds %d, %v", got, want, wantErr)
				}
				break
			}
			if got != want || in.strange.used != int(want) {
				t.Fatalf("a message of %d bytes begins with room for %d, without bounds of %d", got, in.strange.used, want)
			}
			a, b := make([]byte, want), make([]byte, want)
			_, errA := io.ReadFull(bound, a)
			_, errB := io.ReadFull(free, b)
			if (errA == nil) != (errB == nil) || !bytes.Equal(a, b) {
				t.Fatalf("%x, without bounds %x", a, b)
			}
			if errA != nil {
				break
			}
		}
		bound.done()
		if in.strange.used != 0 {
			t.Fatalf("room for %d bytes is not given back", in.strange.used)
		}
	})
}
