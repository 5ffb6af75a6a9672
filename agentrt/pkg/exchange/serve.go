package exchange

import (
	"bufio"
	"context"
	"errors"
	"time"

	"github.com/libp2p/go-libp2p/core/network"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// sendBuffer is what small blocks are gathered into; large ones are not copied.
const sendBuffer = 64 << 10

// serve answers one stream of Protocol.
func (e *Exchange) serve(ctx context.Context, s network.Stream) {
	v := visitorOn(s.Conn())
	_ = s.SetDeadline(time.Now().Add(e.cfg.Patience))
	if !e.streams.enter(v, 1) {
		e.cfg.Observer.refused(v.peer)
		_, _ = s.Write([]byte{byte(statusBusy)})
		_ = s.Close()
		return
	}
	defer e.streams.leave(v, 1)
	stop := context.AfterFunc(ctx, func() { _ = s.Reset() })
	defer stop()
	wanted, err := readRequest(s)
	if err != nil {
		e.cfg.Observer.refused(v.peer)
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
	reader := pace{patience: e.cfg.Patience, rate: e.cfg.Rate}
	err := e.store.Send(ctx, wanted, func(data []byte) error {
		if t.Blocks == 0 {
			_ = w.WriteByte(byte(statusOK))
		}
		t.Blocks++
		t.Bytes += int64(len(data))
		err := reader.wait(s.SetWriteDeadline, func() error { return writeBlock(w, data) })
		reader.moved(len(data))
		return err
	})
	if errors.Is(err, store.ErrNotFound) && t.Blocks == 0 {
		_ = w.WriteByte(byte(statusAbsent))
		err = nil
	}
	if err == nil {
		err = reader.wait(s.SetWriteDeadline, w.Flush)
	}
	e.cfg.Observer.moved(t)
	if err != nil {
		_ = s.Reset() // so that nobody takes what came for all of it
		return
	}
	_ = s.Close()
}
