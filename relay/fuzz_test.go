package relay

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"github.com/libp2p/go-libp2p/p2p/host/peerstore/pstoremem"
	"golang.org/x/time/rate"

	"go-acn/acn"
	"go-acn/envelope"
)

// sinkLocal keeps every other receipt for later.
type sinkLocal struct {
	kept   []envelope.Receipt
	number int
}

func (l *sinkLocal) Deliver(_ envelope.Envelope, receipt envelope.Receipt) {
	if l.number++; l.number%2 == 0 {
		l.kept = append(l.kept, receipt)
		return
	}
	if l.number%3 == 0 {
		receipt.Done(errUnknown)
	}
	receipt.Done(nil)
}

func (l *sinkLocal) Record(acn.Address) *acn.Record                         { return nil }
func (l *sinkLocal) Find(context.Context, acn.Address) (*acn.Record, error) { return nil, errUnknown }
func (l *sinkLocal) Registered(peer.ID) bool                                { return false }
func (l *sinkLocal) Register(*acn.Record, peer.ID) error                    { return nil }
func (l *sinkLocal) Notified(peer.ID)                                       {}

// storeHost is a host that knows peers and nothing else.
type storeHost struct {
	host.Host
	peers peerstore.Peerstore
}

func (h storeHost) Peerstore() peerstore.Peerstore { return h.peers }

// tape is a stream that plays what it was given.
type tape struct {
	network.Stream
	in *bytes.Reader

	mu  sync.Mutex
	out bytes.Buffer
}

func (s *tape) Read(p []byte) (int, error) { return s.in.Read(p) }
func (s *tape) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.Write(p)
}
func (s *tape) SetReadDeadline(time.Time) error                { return nil }
func (s *tape) SetWriteDeadline(time.Time) error               { return nil }
func (s *tape) Reset() error                                   { return nil }
func (s *tape) ResetWithError(_ network.StreamErrorCode) error { return nil }

func fuzzService(t testing.TB, local Local) *Service {
	peers, err := pstoremem.NewPeerstore()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { peers.Close() })
	s, err := New(Config{}, storeHost{peers: peers}, local)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// FuzzLinkReceiver feeds arbitrary bytes to the whole receiving side of a link:
// it must end, answer only what it can, and hold nothing afterwards.
func FuzzLinkReceiver(f *testing.F) {
	stage := newStage(&testing.T{})
	alice := stage.records["alice"]
	carry := func(dst []byte, c carriage, to string) []byte {
		c.envelope = stage.envelope("alice", to, 10).Bytes()
		return append(appendCarriage(dst, c), c.envelope...)
	}
	good := appendIntroduction(nil, introduction{record: alice.Bytes()})
	f.Add(carry(carry(carry(good, carriage{tag: 0}, "bob"), carriage{tag: 1}, "carl"), carriage{tag: 2, resume: true}, "bob"))
	f.Add(carry(carry(good, carriage{tag: 0, slot: 1}, "bob"), carriage{tag: 9000}, "carl"))
	f.Add(appendIntroduction(appendEmpty(nil, kindPing), introduction{slot: 1023, record: []byte("bad")}))
	f.Add(appendGrant(nil, grant{1, 1}))
	f.Fuzz(func(t *testing.T, wire []byte) {
		local := new(sinkLocal)
		s := fuzzService(t, local)
		l := &linkIn{
			service: s, node: alice.Node, alarm: newAlarm(), badRecords: rate.NewLimiter(rate.Inf, 1),
			receiver: newLinkReceiver(grant{firstEnvelopes, firstBytes}, time.Minute),
		}
		stream := &tape{in: bytes.NewReader(wire)}
		if err := l.run(t.Context(), stream); err == nil {
			t.Error("ended without saying why")
		}
		for _, receipt := range local.kept {
			receipt.Done(nil)
			receipt.Done(nil)
		}
		if held := s.held.Load(); held != 0 {
			t.Errorf("%d bytes are still held", held)
		}
		frames := newFrameReader(&stream.out, answerBuffer, mostAnswerFrame)
		for {
			kind, _, _, err := frames.next()
			if err != nil {
				break
			}
			if kind != kindHello && kind != kindAnswer && kind != kindPong {
				t.Errorf("wrote a frame of kind %d", kind)
			}
		}
	})
}

// FuzzAccept hands arbitrary payloads to the four legacy protocols: each
// answer is a status with a body or a record.
func FuzzAccept(f *testing.F) {
	stage := newStage(&testing.T{})
	alice := stage.records["alice"]
	remote, err := peer.Decode(alice.Node.PeerID())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(acn.AppendEnvelopeFrame(nil, stage.envelope("alice", "bob", 10).Bytes(), alice)[4:])
	f.Add(acn.AppendEnvelopeFrame(nil, stage.envelope("anna", "bob", 10).Bytes(), nil)[4:])
	f.Add(acn.EncodeRegister(alice))
	f.Add(acn.EncodeLookupRequest("bob"))
	f.Add(acn.EncodeLookupResponse(alice))
	f.Add(acn.EncodeStatus(acn.StatusNotReady))
	f.Add([]byte("\x4a\x00"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		s := fuzzService(t, takeAll{new(sinkLocal)})
		for name, accept := range map[string]accept{"envelope": s.acceptEnvelope, "lookup": s.acceptLookup, "register": s.acceptRegister} {
			answer := accept(t.Context(), remote, payload)
			message, err := acn.DecodeMessage(payload)
			if answer == nil && name == "envelope" && err == nil && message.Kind == acn.KindStatus {
				continue
			}
			reply, err := acn.DecodeMessage(answer)
			if err != nil || reply.Kind != acn.KindStatus && reply.Record == nil {
				t.Errorf("%s: answer %x, %v", name, answer, err)
			}
		}
	})
}

// takeAll accepts every envelope at once.
type takeAll struct{ *sinkLocal }

func (takeAll) Deliver(_ envelope.Envelope, receipt envelope.Receipt) { receipt.Done(nil) }
