package replica_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/registry/replica"
	"go-acn/agentrt/registry/replica/plan"
	"go-acn/agentrt/registry/replica/possession"
)

// lie runs a liar on a machine.
func (m *machine) lie(t testing.TB, liar *replica.Liar) {
	t.Helper()
	h := m.boot(t, m.listen, nil)
	t.Cleanup(func() { h.Close() })
	h.SetStreamHandler(replica.Protocol, liar.Serve)
}

// stateOf is how a node sees another.
func (n *node) stateOf(p peer.ID) replica.MemberStatus {
	for _, m := range n.service.Status().Members {
		if m.Node == p.String() {
			return m
		}
	}
	return replica.MemberStatus{}
}

// A member that claims what it does not hold does not keep the others from
// holding it as often as they should; one whose bytes are wrong is caught,
// shut out and reported.
func TestLiarsInChallenges(t *testing.T) {
	// The liars read the blocks from their own streams: all are there before
	// the first of them runs.
	all := make(map[pkg.Hash][]byte)
	parcels := make([]parcel, 4)
	for i := range parcels {
		name := fmt.Sprintf("p%d", i)
		folder := sample(name, uint64(i), 2_000)
		parcels[i] = pack(t, folder, name)
		if _, err := pkg.Measure(folder, name, pkg.Limits{}, func(b pkg.Block) error { all[b.Hash] = b.Data; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		answer func(pkg.Hash, possession.Nonce) ([][]byte, byte, bool)
		caught bool
	}{
		"wrong bytes": {func(h pkg.Hash, n possession.Nonce) ([][]byte, byte, bool) {
			proof := replica.Prove(all, h, n)
			proof[len(proof)-1][20] ^= 1
			return proof, 0, false
		}, true},
		"another leaf": {func(h pkg.Hash, n possession.Nonce) ([][]byte, byte, bool) {
			n[0] ^= 1
			return append(replica.Prove(all, h, n)[:2], []byte("x")), 0, false
		}, true},
		"says no": {func(pkg.Hash, possession.Nonce) ([][]byte, byte, bool) { return nil, 4, false }, false},
		"no leaf": {func(h pkg.Hash, n possession.Nonce) ([][]byte, byte, bool) {
			return replica.Prove(all, h, n)[:1], 0, false
		}, false},
		"empty proof": {func(pkg.Hash, possession.Nonce) ([][]byte, byte, bool) { return nil, 0, false }, false},
		"silence":     {func(pkg.Hash, possession.Nonce) ([][]byte, byte, bool) { return nil, 0, true }, false},
	} {
		t.Run(name, func(t *testing.T) {
			machines := newMachines(t, 4)
			liar := &replica.Liar{Answer: c.answer}
			machines[3].lie(t, liar)
			cfg := quick(3)
			cfg.Timeout /= 4
			honest := make([]*node, 3)
			for i, m := range machines[:3] {
				honest[i] = m.start(t, cfg, machines)
			}
			for i, parcel := range parcels {
				liar.Claim(parcel.pin.Package)
				h, err := honest[i%3].push(t.Context(), parcel)
				if err != nil {
					t.Fatal(err)
				}
				eventually(t, "three honest holders", func() bool { return holders(h, honest...) == 3 })
			}
			for _, n := range honest {
				if c.caught {
					eventually(t, "quarantine", func() bool { return n.stateOf(machines[3].info.ID).State == plan.Quarantined })
					n.mu.Lock()
					if len(n.quarantined) != 1 || !strings.Contains(n.quarantined[0], "wrong bytes") {
						t.Errorf("reported %q", n.quarantined)
					}
					n.mu.Unlock()
				} else if s := n.stateOf(machines[3].info.ID); s.State == plan.Quarantined {
					t.Errorf("%+v", s)
				}
			}
		})
	}
}

// A member that passes challenges and sends wrong bytes when copies are made is
// caught by the first who gets them, and stays shut out over a restart.
func TestLiarInCopies(t *testing.T) {
	machines := newMachines(t, 3)
	var mu sync.Mutex
	all := make(map[pkg.Hash][]byte)
	liar := &replica.Liar{Answer: func(h pkg.Hash, n possession.Nonce) ([][]byte, byte, bool) {
		mu.Lock()
		defer mu.Unlock()
		return replica.Prove(all, h, n), 0, false
	}}
	h := machines[2].boot(t, machines[2].listen, nil)
	t.Cleanup(func() { h.Close() })
	h.SetStreamHandler(replica.Protocol, liar.Serve)
	h.SetStreamHandler(exchange.Protocol, func(s network.Stream) {
		_, _ = io.ReadFull(s, make([]byte, 34))
		_, _ = s.Write([]byte("\x00\x00\x00\x00\x05wrong"))
		_ = s.Close()
	})
	nodes := []*node{machines[0].start(t, quick(3), machines), machines[1].start(t, quick(3), machines)}
	caught := func() *node {
		for _, n := range nodes {
			if n.stateOf(machines[2].info.ID).State == plan.Quarantined {
				return n
			}
		}
		return nil
	}
	for i := 0; caught() == nil && i < 64; i++ { // whom a copy is taken from is chance
		name := fmt.Sprintf("p%d", i)
		folder := sample(name, uint64(i), 2_000)
		mu.Lock()
		_, err := pkg.Measure(folder, name, pkg.Limits{}, func(b pkg.Block) error { all[b.Hash] = b.Data; return nil })
		mu.Unlock()
		if err != nil {
			t.Fatal(err)
		}
		parcel := pack(t, folder, name)
		visited := liar.Visited.Load()
		liar.Claim(parcel.pin.Package)
		eventually(t, "the claim is heard", func() bool { return liar.Visited.Load() >= visited+4 })
		if _, err := nodes[0].push(t.Context(), parcel); err != nil {
			t.Fatal(err)
		}
		eventually(t, "two honest holders", func() bool { return holders(parcel.pin.Package, nodes...) == 2 })
	}
	n := caught()
	if n == nil {
		t.Fatal("the liar was not caught")
	}
	if s := n.stateOf(machines[2].info.ID); s.Reason != "wrong bytes in a copy" || s.Until == nil {
		t.Errorf("%+v", s)
	}
	n.stop()
	again := n.machine.start(t, quick(3), machines)
	if s := again.stateOf(machines[2].info.ID); s.State != plan.Quarantined || s.Reason != "wrong bytes in a copy" {
		t.Errorf("after a restart: %+v", s)
	}
}

// exchangeRaw sends frames, as hex, and gives the answers.
func exchangeRaw(t *testing.T, from *machine, to *node, frames ...string) []string {
	t.Helper()
	h := from.boot(t, from.listen, nil)
	defer h.Close()
	if err := h.Connect(t.Context(), to.info); err != nil {
		t.Fatal(err)
	}
	stream, err := h.NewStream(t.Context(), to.info.ID, replica.Protocol)
	if err != nil {
		t.Fatal(err)
	}
	var answers []string
	for _, frame := range frames {
		raw, err := hex.DecodeString(strings.ReplaceAll(frame, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := stream.Write(raw); err != nil {
			break
		}
		var head [4]byte
		if _, err := io.ReadFull(stream, head[:]); err != nil {
			answers = append(answers, "end")
			break
		}
		body := make([]byte, binary.BigEndian.Uint32(head[:]))
		if _, err := io.ReadFull(stream, body); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, hex.EncodeToString(bytes.TrimRight(body, "\x00")))
	}
	return answers
}

// What strangers and rude members get: a code, or the end of the stream.
func TestRudeness(t *testing.T) {
	machines := newMachines(t, 3)
	cfg := quick(2)
	cfg.Rate, cfg.Burst = 1, 6
	n := machines[0].start(t, cfg, machines[:2]) // the third is a stranger
	if got := exchangeRaw(t, machines[2], n, "00000002 02 02"); !slices.Equal(got, []string{"0a01"}) {
		t.Errorf("a stranger got %q", got)
	}
	challenge := fmt.Sprintf("00000042 08 %064x %064x 00", 1, 2)
	got := exchangeRaw(t, machines[1], n, "00000002 02 03", "00000001 63", "00000002 04 01", "00000001 06", challenge, "00000002 02 02", "00000002 02 02")
	want := []string{"0a02", "0a02", "0a02", "0a02", "0a04", "03", "0a03"}
	if !slices.Equal(got, want) {
		t.Errorf("a rude member got %q, want %q", got, want)
	}
	for _, frame := range []string{"00000000", "00001001 02", "ffffffff 02"} {
		if got := exchangeRaw(t, machines[1], n, frame); !slices.Equal(got, []string{"end"}) {
			t.Errorf("%s got %q", frame, got)
		}
	}
}
