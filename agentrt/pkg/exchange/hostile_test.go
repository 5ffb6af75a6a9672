package exchange

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ipfs/boxo/bitswap/message"
	"github.com/ipfs/boxo/bitswap/message/pb"
	"github.com/ipfs/boxo/bitswap/network/bsnet"
	blocks "github.com/ipfs/go-block-format"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// impatient is for peers that keep silent.
var impatient = Config{Patience: time.Second}

// TestHostileStreams: whatever a peer answers on our own protocol, it is left
// for another, and blamed if it did wrong.
func TestHostileStreams(t *testing.T) {
	frame := func(data []byte) []byte {
		return append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), data...)
	}
	for name, test := range map[string]struct {
		answer func(s network.Stream, root []byte)
		fault  Fault
	}{
		"wrong first block": {func(s network.Stream, root []byte) {
			_, _ = s.Write(append([]byte{0}, frame([]byte("nonsense"))...))
		}, FaultWrong},
		"wrong later block": {func(s network.Stream, root []byte) {
			_, _ = s.Write(append(append([]byte{0}, frame(root)...), frame(root)...))
		}, FaultWrong},
		"empty block": {func(s network.Stream, root []byte) {
			_, _ = s.Write(append([]byte{0}, frame(nil)...))
		}, FaultWrong},
		"oversized block": {func(s network.Stream, _ []byte) {
			_, _ = s.Write(binary.BigEndian.AppendUint32([]byte{0}, pkg.MaxBlock+1))
		}, FaultFrame},
		"silence": {func(s network.Stream, _ []byte) { _, _ = io.Copy(io.Discard, s); <-t.Context().Done() }, FaultSilent},
		"silence in a block": {func(s network.Stream, root []byte) {
			_, _ = s.Write(append([]byte{0}, frame(root)[:20]...))
			<-t.Context().Done()
		}, FaultSilent},
		"end in the middle": {func(s network.Stream, root []byte) {
			_, _ = s.Write(append([]byte{0}, frame(root)...))
			_ = s.Close()
		}, ""},
		"reset":          {func(s network.Stream, _ []byte) { _ = s.Reset() }, ""},
		"absent":         {func(s network.Stream, _ []byte) { _, _ = s.Write([]byte{1}); _ = s.Close() }, ""},
		"unknown status": {func(s network.Stream, _ []byte) { _, _ = s.Write([]byte{77}); _ = s.Close() }, ""},
		"nothing":        {func(s network.Stream, _ []byte) { _ = s.Close() }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			honest, to, liar := start(t, Config{}), start(t, impatient), newHost(t)
			entry := put(t, honest.store, 1<<20)
			root, err := honest.store.Block(t.Context(), entry.Hash)
			if err != nil {
				t.Fatal(err)
			}
			var asked atomic.Int32
			ctx := t.Context()
			liar.SetStreamHandler(Protocol, func(s network.Stream) {
				asked.Add(1)
				defer func() { _ = s.Close() }()
				_ = s.SetDeadline(time.Now().Add(patience))
				go func() { <-ctx.Done(); _ = s.Reset() }()
				test.answer(s, root)
			})
			var blamed []string
			watch := store.Watch{Faulty: func(s store.Source, err error) {
				blamed = append(blamed, s.String())
				if lied := errors.Is(err, store.ErrCorrupt); lied != (test.fault == FaultWrong) || !errors.Is(err, store.ErrFaulty) {
					t.Errorf("what is reported is %v", err)
				}
			}}
			if _, err := to.Fetch(t.Context(), entry.Hash, []peer.AddrInfo{info(liar), info(honest.host)}, watch); err != nil {
				t.Fatal(err)
			}
			if got := to.fault(liar.ID()); got != test.fault {
				t.Errorf("blamed for %q, want %q", got, test.fault)
			}
			if want := map[bool]int{true: 1}[test.fault != ""]; len(blamed) != want || asked.Load() != 1 {
				t.Errorf("reported %v, asked %d times", blamed, asked.Load())
			}
			if got := to.fault(honest.host.ID()); got != "" {
				t.Errorf("the honest one is blamed for %q", got)
			}
		})
	}
}

// speak makes a peer that has nothing but bitswap, and answers every message of
// wants.
func speak(h host.Host, answer func(p peer.ID, m message.BitSwapMessage)) {
	h.SetStreamHandler(bsnet.ProtocolBitswap, func(s network.Stream) {
		for {
			m, _, err := message.FromNet(s)
			if err != nil {
				_ = s.Reset()
				return
			}
			answer(s.Conn().RemotePeer(), m)
		}
	})
}

// say sends a message, or bytes that are none.
func say(t *testing.T, from host.Host, to peer.ID, raw []byte, m message.BitSwapMessage) {
	t.Helper()
	s, err := from.NewStream(t.Context(), to, bsnet.ProtocolBitswap)
	if err != nil {
		return // the peer has had enough, which is all right
	}
	_ = s.SetWriteDeadline(time.Now().Add(patience))
	if m != nil {
		_ = m.ToNetV1(s)
	}
	_, _ = s.Write(raw)
	_ = s.CloseWrite()
}

// TestHostileBitswap: the same for peers that speak bitswap alone.
func TestHostileBitswap(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(t *testing.T, liar host.Host, p peer.ID, m message.BitSwapMessage)
		fault  Fault
	}{
		"wrong bytes": {func(t *testing.T, liar host.Host, p peer.ID, m message.BitSwapMessage) {
			lie := message.New(false)
			lie.AddBlock(blocks.NewBlock([]byte(fmt.Sprint("lie ", m.Wantlist()[0].Cid))))
			say(t, liar, p, nil, lie)
		}, FaultWrong},
		"bytes under another hash function": {func(t *testing.T, liar host.Host, p peer.ID, m message.BitSwapMessage) {
			// Payload with the prefix of an identity CID: its "hash" is the data.
			raw := []byte{0x1a, 14, 0x0a, 4, 1, 0x55, 0, 6, 0x12, 6, 'l', 'i', 'e', 'l', 'i', 'e'}
			say(t, liar, p, append([]byte{byte(len(raw))}, raw...), nil)
		}, FaultWrong},
		"oversized message": {func(t *testing.T, liar host.Host, p peer.ID, m message.BitSwapMessage) {
			say(t, liar, p, append(binary.AppendUvarint(nil, network.MessageSizeMax+1), make([]byte, 1<<20)...), nil)
		}, FaultSilent},
		"no message at all": {func(t *testing.T, liar host.Host, p peer.ID, m message.BitSwapMessage) {
			say(t, liar, p, bytes.Repeat([]byte{0xff}, 1000), nil)
		}, FaultSilent},
		"silence": {func(*testing.T, host.Host, peer.ID, message.BitSwapMessage) {}, FaultSilent},
		"has it not": {func(t *testing.T, liar host.Host, p peer.ID, m message.BitSwapMessage) {
			no := message.New(false)
			for _, want := range m.Wantlist() {
				no.AddDontHave(want.Cid)
			}
			say(t, liar, p, nil, no)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			honest, to, liar := start(t, Config{}), start(t, impatient), newHost(t)
			entry := put(t, honest.store, 1<<20)
			var asked atomic.Int32
			speak(liar, func(p peer.ID, m message.BitSwapMessage) {
				asked.Add(int32(len(m.Wantlist())))
				test.answer(t, liar, p, m)
			})
			sources, done, err := to.Sources(t.Context(), entry.Hash, []peer.AddrInfo{info(liar), info(honest.host)})
			if err != nil {
				t.Fatal(err)
			}
			defer done()
			sources = []store.Source{bitswapOnly{sources[0]}, bitswapOnly{sources[1]}}
			if _, err := to.store.Fetch(t.Context(), entry.Hash, sources, nil); err != nil {
				t.Fatal(err)
			}
			if got := to.fault(liar.ID()); got != test.fault {
				t.Errorf("blamed for %q, want %q", got, test.fault)
			}
			// The first block of a fetch is asked for alone, so a fault is one ask.
			if n := asked.Load(); test.fault != "" && n != 1 {
				t.Errorf("asked for %d blocks", n)
			}
			if got := to.fault(honest.host.ID()); got != "" {
				t.Errorf("the honest one is blamed for %q", got)
			}
		})
	}
}

// TestUnsolicited: blocks nobody asked for are not stored, and who sends them
// in a fetch is dropped.
func TestUnsolicited(t *testing.T) {
	honest, to, liar := start(t, Config{}), start(t, impatient), newHost(t)
	entry := put(t, honest.store, 1<<20)
	gift := put(t, start(t, Config{}).store, 2<<20)
	unasked := message.New(false)
	unasked.AddBlock(blocks.NewBlock([]byte("a gift")))
	if err := liar.Connect(t.Context(), info(to.host)); err != nil {
		t.Fatal(err)
	}
	say(t, liar, to.host.ID(), nil, unasked)
	await(t, "the gift", func() bool { return to.sum(Bitswap, false).Useless > 0 })
	if fault := to.fault(liar.ID()); fault != "" {
		t.Errorf("blamed for %q, though nobody fetches from it", fault)
	}
	if _, err := to.store.Block(t.Context(), gift.Hash); err == nil {
		t.Error("the gift is stored")
	}
	sources, done, err := to.Sources(t.Context(), entry.Hash, []peer.AddrInfo{info(liar)})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	say(t, liar, to.host.ID(), nil, unasked)
	await(t, "the blame", func() bool { return to.fault(liar.ID()) == FaultWrong })
	if _, err := sources[0].Block(t.Context(), entry.Hash); err == nil {
		t.Error("it is asked on")
	}
}

// TestLateBlocks: what an earlier fetch asked for and gave up is no fault when
// it comes in the next.
func TestLateBlocks(t *testing.T) {
	to, slow := start(t, Config{}), newHost(t)
	data := []byte("late")
	b := blocks.NewBlock(data)
	h, _ := hashOf(b.Cid())
	heard := make(chan struct{}, 8)
	speak(slow, func(peer.ID, message.BitSwapMessage) { heard <- struct{}{} })
	if err := to.host.Connect(t.Context(), info(slow)); err != nil {
		t.Fatal(err)
	}
	ask := func(then func(source store.Source)) {
		sources, done, err := to.Sources(t.Context(), h, []peer.AddrInfo{info(slow)})
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		then(sources[0])
	}
	ask(func(source store.Source) {
		ctx, cancel := contextWithCancel(t)
		go func() { <-heard; cancel() }()
		if _, err := source.Block(ctx, h); err == nil {
			t.Error("a block came from nowhere")
		}
	})
	ask(func(store.Source) {
		m := message.New(false)
		m.AddBlock(b)
		say(t, slow, to.host.ID(), nil, m)
		await(t, "the block", func() bool { return to.sum(Bitswap, false).Blocks == 1 })
		if fault := to.fault(slow.ID()); fault != "" {
			t.Errorf("blamed for %q", fault)
		}
	})
}

// TestFlood: a peer that wants everything at once, and reads nothing, does not
// keep others from being served.
func TestFlood(t *testing.T) {
	from, to, greedy := start(t, Config{Patience: time.Second}), start(t, Config{}), newHost(t)
	entry := put(t, from.store, 4<<20)
	if err := greedy.Connect(t.Context(), info(from.host)); err != nil {
		t.Fatal(err)
	}
	stuck := make(chan struct{})
	t.Cleanup(func() { close(stuck) })
	greedy.SetStreamHandler(bsnet.ProtocolBitswap, func(s network.Stream) { <-stuck; _ = s.Reset() })
	var all []pkg.Hash
	if err := from.store.Send(t.Context(), []pkg.Hash{entry.Hash}, func(data []byte) error {
		h, _ := hashOf(blocks.NewBlock(data).Cid())
		all = append(all, h)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for i := range 30 { // 30 messages of 1,000 wants, a few of them of what is there
		m := message.New(false)
		for j := range 1000 {
			m.AddEntry(v0(pkg.Hash{byte(i), byte(j), byte(j >> 8)}), 1, pb.Message_Wantlist_Block, true)
		}
		for _, h := range all {
			m.AddEntry(v0(h), 1, pb.Message_Wantlist_Block, true)
		}
		say(t, greedy, from.host.ID(), nil, m)
	}
	for range 50 { // streams of ours that are not read
		s, err := greedy.NewStream(t.Context(), from.host.ID(), Protocol)
		if err != nil {
			break
		}
		_, _ = s.Write(appendRequest(nil, []pkg.Hash{entry.Hash}))
	}
	await(t, "refusals", func() bool { from.mu.Lock(); defer from.mu.Unlock(); return from.refused > 0 })
	if _, err := to.Fetch(t.Context(), entry.Hash, []peer.AddrInfo{info(from.host)}, store.Watch{}); err != nil {
		t.Error(err)
	}
	sources, done, err := to.Sources(t.Context(), entry.Hash, []peer.AddrInfo{info(from.host)})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if _, err := sources[0].Block(t.Context(), entry.Hash); err != nil {
		t.Errorf("by bitswap: %v", err)
	}
}

// TestAdmission: at most so much for one peer, for those of one place, and for
// all.
func TestAdmission(t *testing.T) {
	a := newAdmission(5, 3, 2)
	for i, step := range []struct {
		who visitor
		n   int
		ok  bool
	}{
		{visitor{"a", "here"}, 2, true}, {visitor{"a", "here"}, 1, false}, {visitor{"b", "here"}, 2, false}, {visitor{"b", "here"}, 1, true},
		{visitor{"c", "here"}, 1, false}, {visitor{"c", "there"}, 2, true}, {visitor{"d", "elsewhere"}, 1, false},
	} {
		if a.enter(step.who, step.n) != step.ok {
			t.Errorf("step %d: %v", i, !step.ok)
		}
	}
	a.leave(visitor{"a", "here"}, 2)
	if !a.enter(visitor{"d", "here"}, 1) {
		t.Error("room that was left is taken")
	}
	ended := make(chan struct{})
	go func() { a.close(); close(ended) }()
	await(t, "the end of admission", func() bool { a.mu.Lock(); defer a.mu.Unlock(); return a.closed })
	a.leave(visitor{"b", "here"}, 1)
	if a.enter(visitor{"b", "here"}, 1) {
		t.Error("somebody is admitted while the rest leave")
	}
	a.leave(visitor{"c", "there"}, 2)
	a.leave(visitor{"d", "here"}, 1)
	<-ended
	if len(a.peers)+len(a.places)+a.used != 0 {
		t.Errorf("%d are left, of %v and %v", a.used, a.peers, a.places)
	}
}

// TestBadRequests get a status.
func TestBadRequests(t *testing.T) {
	e, asker := start(t, impatient), newHost(t)
	if err := asker.Connect(t.Context(), info(e.host)); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		request []byte
		want    status
	}{
		"nothing":    {[]byte{}, statusBad},
		"no hashes":  {[]byte{0, 0}, statusBad},
		"too many":   {appendRequest(nil, hashes(store.MaxWanted+1)), statusBad},
		"half":       {appendRequest(nil, hashes(2))[:40], statusBad},
		"not here":   {appendRequest(nil, hashes(1)), statusAbsent},
		"not closed": {nil, 0},
	} {
		s, err := asker.NewStream(t.Context(), e.host.ID(), Protocol)
		if err != nil {
			t.Fatal(err)
		}
		_ = s.SetDeadline(time.Now().Add(patience))
		_, _ = s.Write(test.request)
		if test.request != nil {
			_ = s.CloseWrite()
		}
		first, err := bufio.NewReader(s).ReadByte()
		if test.request == nil { // the server gives up by itself
			if err == nil && status(first) != statusBad {
				t.Errorf("%s: %v", name, status(first))
			}
			continue
		}
		if err != nil || status(first) != test.want {
			t.Errorf("%s: %v, %v", name, status(first), err)
		}
	}
}
