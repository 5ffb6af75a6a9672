package exchange

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/ipfs/boxo/bitswap/message"
	blocks "github.com/ipfs/go-block-format"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// TestPace: silence is one wait of patience; too slow is who has used up
// patience in all and goes on at less than the rate.
func TestPace(t *testing.T) {
	const patience = 10 * time.Second
	for name, test := range map[string]struct {
		block int
		every time.Duration
		want  error
		after time.Duration
	}{
		"silent":         {1 << 20, time.Hour, os.ErrDeadlineExceeded, patience},
		"at the rate":    {16 << 10, time.Second, nil, 0},
		"small and many": {1, 62 * time.Millisecond, nil, 0},
		"a little less":  {16 << 10, 1100 * time.Millisecond, errSlow, 0},
		"trickles":       {1, 9 * time.Second, errSlow, patience + time.Second/16},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, begun := pace{patience: patience, rate: 16 << 10}, time.Now()
				var deadline time.Time
				var err error
				for range 1000 {
					err = p.wait(func(d time.Time) error { deadline = d; return nil }, func() error {
						if time.Until(deadline) < test.every {
							time.Sleep(time.Until(deadline))
							return os.ErrDeadlineExceeded
						}
						time.Sleep(test.every)
						return nil
					})
					if err != nil {
						break
					}
					p.moved(test.block)
				}
				if !errors.Is(err, test.want) {
					t.Errorf("it ends with %v, want %v", err, test.want)
				}
				if took := time.Since(begun); test.after != 0 && took != test.after {
					t.Errorf("after %v, want %v", took, test.after)
				}
			})
		})
	}
}

// hasty gives 100 ms of credit for a small block.
var hasty = Config{Patience: time.Second, Rate: 10 << 10}

// crumbs is a package of so many small blocks that nobody has to be slow with
// any of them to be slow with all.
func crumbs() fstest.MapFS {
	files := fstest.MapFS{}
	for i := range 60 {
		files[fmt.Sprintf("file%02d", i)] = &fstest.MapFile{Data: noise(40, byte(i))}
	}
	return files
}

// TestTrickle: a peer that gives the right blocks, each in time, but all of them
// in hours, is left for another.
func TestTrickle(t *testing.T) {
	for _, way := range []Way{Stream, Bitswap} {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			honest, to, slow := start(t, Config{}), start(t, hasty), newHost(t)
			entry, err := honest.store.Add(t.Context(), crumbs(), "crumbs")
			if err != nil {
				t.Fatal(err)
			}
			tick := time.NewTicker(hasty.Patience / 5)
			defer tick.Stop()
			ctx := t.Context()
			wait := func() {
				select {
				case <-tick.C:
				case <-ctx.Done():
				}
			}
			if way == Stream {
				slow.SetStreamHandler(Protocol, func(s network.Stream) {
					_, _ = s.Write([]byte{byte(statusOK)})
					_ = honest.store.Send(ctx, []pkg.Hash{entry.Hash}, func(data []byte) error {
						wait()
						_, err := s.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), data...))
						return err
					})
					_ = s.Close()
				})
			} else {
				speak(slow, func(p peer.ID, m message.BitSwapMessage) {
					for _, want := range m.Wantlist() {
						wait()
						h, _ := hashOf(want.Cid)
						data, err := honest.store.Block(ctx, h)
						if err != nil {
							return
						}
						answer := message.New(false)
						answer.AddBlock(blocks.NewBlock(data))
						say(t, slow, p, nil, answer)
					}
				})
			}
			sources, done, err := to.Sources(ctx, entry.Hash, []peer.AddrInfo{info(slow), info(honest.host)})
			if err != nil {
				t.Fatal(err)
			}
			defer done()
			if way == Bitswap {
				sources = []store.Source{bitswapOnly{sources[0]}, bitswapOnly{sources[1]}}
			}
			if _, err := to.store.Fetch(ctx, entry.Hash, sources, nil); err != nil {
				t.Fatal(err)
			}
			if got := to.fault(slow.ID()); got != FaultSlow {
				t.Errorf("blamed for %q", got)
			}
			if got := to.fault(honest.host.ID()); got != "" {
				t.Errorf("the honest one is blamed for %q", got)
			}
		})
	}
}

// TestSlowReader: a peer that takes a little of what it asked for, again and
// again in time, does not keep its place.
func TestSlowReader(t *testing.T) {
	from, to := start(t, Config{Patience: time.Second, Rate: 1 << 30}), newHost(t)
	entry := put(t, from.store, 8<<20)
	if err := to.Connect(t.Context(), info(from.host)); err != nil {
		t.Fatal(err)
	}
	s, err := to.NewStream(t.Context(), from.host.ID(), Protocol)
	if err != nil {
		t.Fatal(err)
	}
	_ = s.SetDeadline(time.Now().Add(patience))
	if _, err := s.Write(appendRequest(nil, []pkg.Hash{entry.Hash})); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	buffer := make([]byte, 64<<10)
	for read := 0; ; <-tick.C {
		n, err := io.ReadFull(s, buffer)
		read += n
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("%d bytes came, however slowly they were read", read)
		}
		if err != nil {
			break
		}
	}
	await(t, "its place", func() bool { from.streams.mu.Lock(); defer from.streams.mu.Unlock(); return from.streams.used == 0 })
}
