package exchange

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// sendBuffer is what small blocks are gathered into; large ones are not copied.
const sendBuffer = 64 << 10

// serve answers one stream of Protocol.
func (e *Exchange) serve(ctx context.Context, s network.Stream) {
	p := s.Conn().RemotePeer()
	_ = s.SetDeadline(time.Now().Add(e.cfg.Patience))
	if !e.enter(p) {
		e.cfg.Observer.refused(p)
		_, _ = s.Write([]byte{byte(statusBusy)})
		_ = s.Close()
		return
	}
	defer e.leave(p)
	stop := context.AfterFunc(ctx, func() { _ = s.Reset() })
	defer stop()
	wanted, err := readRequest(s)
	if err != nil {
		e.cfg.Observer.refused(p)
		_, _ = s.Write([]byte{byte(statusBad)})
		_ = s.Close()
		return
	}
	e.send(ctx, s, wanted)
}

// send sends DAGs. The status goes out with the first block, so that what is
// not here is known in time.
func (e *Exchange) send(ctx context.Context, s network.Stream, wanted []pkg.Hash) {
	t := Traffic{Peer: s.Conn().RemotePeer(), Package: wanted[0], Way: Stream, Out: true}
	w := bufio.NewWriterSize(s, sendBuffer)
	err := e.store.Send(ctx, wanted, func(data []byte) error {
		_ = s.SetWriteDeadline(time.Now().Add(e.cfg.Patience))
		if t.Blocks == 0 {
			_ = w.WriteByte(byte(statusOK))
		}
		var head [4]byte
		binary.BigEndian.PutUint32(head[:], uint32(len(data)))
		_, err := w.Write(head[:])
		if len(data) >= sendBuffer && err == nil {
			err = w.Flush() // after which the writer passes on what is as large
		}
		if err == nil {
			_, err = w.Write(data)
		}
		t.Blocks++
		t.Bytes += int64(len(data))
		return err
	})
	if errors.Is(err, store.ErrNotFound) && t.Blocks == 0 {
		_ = w.WriteByte(byte(statusAbsent))
		err = nil
	}
	if err == nil {
		err = w.Flush()
	}
	e.cfg.Observer.moved(t)
	if err != nil {
		_ = s.Reset() // so that nobody takes what came for all of it
		return
	}
	_ = s.Close()
}

// enter takes a place for a stream.
func (e *Exchange) enter(p peer.ID) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.serving >= e.cfg.Streams || e.streams[p] >= e.cfg.PeerStreams {
		return false
	}
	e.serving++
	e.streams[p]++
	e.running.Add(1)
	return true
}

func (e *Exchange) leave(p peer.ID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.serving--
	if e.streams[p]--; e.streams[p] == 0 {
		delete(e.streams, p)
	}
	e.running.Done()
}
