package exchange

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// remote is one peer in one fetch, a store.Streamer.
type remote struct {
	exchange *Exchange
	info     peer.AddrInfo
	session  *session
	dialled  chan struct{} // held while dialling
	failed   error         // of dialling; guarded by dialled
	reached  bool
}

var _ store.Streamer = (*remote)(nil)

func (r *remote) String() string { return r.info.ID.String() }

// Block implements store.Source, by bitswap.
func (r *remote) Block(ctx context.Context, h pkg.Hash) ([]byte, error) {
	if err := r.dial(ctx); err != nil {
		return nil, err
	}
	return r.exchange.wants.block(ctx, r.session, h)
}

// dial connects, once in a fetch: who is out of reach is not tried for every
// block.
func (r *remote) dial(ctx context.Context) error {
	select {
	case r.dialled <- struct{}{}:
		defer func() { <-r.dialled }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if r.reached || r.failed != nil {
		return r.failed
	}
	dial, cancel := context.WithTimeout(ctx, r.exchange.cfg.DialTimeout)
	defer cancel()
	err := r.exchange.host.Connect(dial, r.info)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if r.reached = err == nil; err != nil {
		r.failed = fmt.Errorf("dialling: %w", err)
	}
	return r.failed
}

// ahead is how many blocks are read before the first of them is taken.
const ahead = 8

// Stream implements store.Streamer.
func (r *remote) Stream(ctx context.Context, wanted []pkg.Hash, take func([]byte) (bool, error)) error {
	if err := r.dial(ctx); err != nil {
		return err
	}
	open, cancel := context.WithTimeout(ctx, r.exchange.cfg.Patience)
	defer cancel()
	s, err := r.exchange.host.NewStream(open, r.info.ID, Protocol)
	if err != nil {
		return fmt.Errorf("opening a stream: %w", err) // it may not have the protocol
	}
	defer func() { _ = s.Reset() }() // without effect on one that has ended
	stop := context.AfterFunc(ctx, func() { _ = s.Reset() })
	defer stop()
	err = r.receive(ctx, s, wanted, take)
	if fault, ok := faultOf(err); ok {
		if r.session.blame(fault) {
			r.exchange.cfg.Observer.faulty(r.info.ID, fault)
		}
		return fault.error()
	}
	return err
}

// faultOf tells what an error says about the peer. One that breaks off has no
// fault: its node may just have stopped.
func faultOf(err error) (Fault, bool) {
	switch {
	case errors.Is(err, store.ErrCorrupt):
		return FaultWrong, true
	case errors.Is(err, errFrame):
		return FaultFrame, true
	case errors.Is(err, errSlow):
		return FaultSlow, true
	case timedOut(err):
		return FaultSilent, true
	}
	return "", false
}

func timedOut(err error) bool {
	var late net.Error
	return errors.As(err, &late) && late.Timeout()
}

func (r *remote) receive(ctx context.Context, s network.Stream, wanted []pkg.Hash, take func([]byte) (bool, error)) error {
	patience := r.exchange.cfg.Patience
	_ = s.SetDeadline(time.Now().Add(patience))
	if _, err := s.Write(appendRequest(nil, wanted)); err != nil {
		return fmt.Errorf("asking: %w", err)
	}
	if err := s.CloseWrite(); err != nil {
		return fmt.Errorf("asking: %w", err)
	}
	in := bufio.NewReaderSize(s, 64<<10)
	first, err := in.ReadByte()
	if err != nil {
		return fmt.Errorf("asking: %w", err)
	}
	if status(first) != statusOK {
		return errors.New(status(first).String())
	}
	t := Traffic{Peer: r.info.ID, Package: r.session.fetched, Way: Stream}
	err = r.pump(ctx, s, in, &t, take)
	r.exchange.cfg.Observer.moved(t)
	return err
}

// pump reads blocks while others are being taken.
func (r *remote) pump(ctx context.Context, s network.Stream, in *bufio.Reader, t *Traffic, take func([]byte) (bool, error)) error {
	blocks := make(chan []byte, ahead)
	done := make(chan struct{})
	var ended error // why there are no more blocks; once blocks is closed
	var reader sync.WaitGroup
	defer reader.Wait()
	defer func() { _ = s.CloseRead() }()
	defer close(done)
	sender := pace{patience: r.exchange.cfg.Patience, rate: r.exchange.cfg.Rate}
	reader.Go(func() {
		defer close(blocks)
		for {
			var data []byte
			err := sender.wait(s.SetReadDeadline, func() (err error) { data, err = readBlock(in); return err })
			if err != nil {
				ended = err
				return
			}
			sender.moved(len(data))
			select {
			case blocks <- data:
			case <-done:
				return
			}
		}
	})
	for data := range blocks {
		t.Blocks++
		t.Bytes += int64(len(data))
		if more, err := take(data); err != nil || !more {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return fmt.Errorf("it broke off: %w", ended)
}
