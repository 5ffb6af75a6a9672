package replica_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/libp2p/go-libp2p/core/peer"
)

// The status says what an operator has to put right at a member.
func TestTrouble(t *testing.T) {
	machines := newMachines(t, 4)
	one, other, away := machines[0], machines[1], machines[2]
	swapped := &machine{info: peer.AddrInfo{ID: machines[3].info.ID, Addrs: other.info.Addrs}}
	cfg := quick(2)
	cfg.Timeout = time.Second
	other.start(t, cfg, machines[1:2]) // without one
	n := one.start(t, cfg, []*machine{one, other, away, swapped})
	want := map[string]string{
		one.info.ID.String():     "",
		other.info.ID.String():   "this node is not among its members",
		away.info.ID.String():    "it cannot be reached, or does not answer",
		swapped.info.ID.String(): "another node is at its address",
	}
	var got map[string]string
	eventually(t, "reasons", func() bool {
		got = make(map[string]string)
		for _, m := range n.service.Status().Members {
			got[m.Node] = m.Reason
		}
		return cmp.Equal(got, want)
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
