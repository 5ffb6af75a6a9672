package relay

import (
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
)

// TestRetire: an outlet is put away when it has had nothing to do for a while,
// one with a link only when there are many.
func TestRetire(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	recent, long := now.Add(-settleTime+1), now.Add(-settleTime)
	for name, test := range map[string]struct {
		set     func(o *outlet)
		crowded bool
		want    bool
	}{
		"rested long":            {set: func(o *outlet) { o.rested = long }, want: true},
		"rested recently":        {set: func(o *outlet) { o.rested = recent }},
		"paused recently":        {set: func(o *outlet) { o.rested, o.retryAt = long, recent }},
		"holds something":        {set: func(o *outlet) { o.rested, o.backlog.held = long, 1 }},
		"dials":                  {set: func(o *outlet) { o.rested, o.running = long, true }, crowded: true},
		"idle link":              {set: func(o *outlet) { o.running, o.link = true, &linkSender{busy: long} }},
		"idle link, crowded":     {set: func(o *outlet) { o.running, o.link = true, &linkSender{busy: long} }, crowded: true, want: true},
		"used link, crowded":     {set: func(o *outlet) { o.running, o.link = true, &linkSender{busy: recent} }, crowded: true},
		"rested long, but crowd": {set: func(o *outlet) { o.rested = long }, crowded: true, want: true},
	} {
		o := newOutlet(fuzzService(t, nil), "somebody")
		test.set(o)
		if got := o.retire(now, test.crowded); got != test.want || o.retired != test.want {
			t.Errorf("%s: retired is %v", name, got)
		}
	}
}

// TestSweep: what is put away is forgotten, and a new outlet takes what comes.
func TestSweep(t *testing.T) {
	s, stage := fuzzService(t, nil), newStage(t)
	send := func(p peer.ID) {
		s.Send(p, stage.envelope("alice", "bob", 1), stage.records["alice"], true, numbered{stage, 1})
	}
	send("busy")
	send("quiet")
	quiet := s.outlets["quiet"]
	quiet.abandon() // as if it had run
	s.sweep(time.Now())
	if len(s.outlets) != 1 || s.outlets["busy"] == nil || !quiet.retired {
		t.Fatalf("left: %v", s.outlets)
	}
	send("quiet")
	if s.outlets["quiet"] == quiet || s.outlets["quiet"].backlog.held != 1 {
		t.Error("went to the outlet that was put away")
	}
	s.outlets["quiet"] = quiet // a sender that looked it up before
	send("quiet")
	if s.outlets["quiet"] == quiet || s.outlets["quiet"].backlog.held != 1 {
		t.Error("a retired outlet took an envelope")
	}
}

// TestStartTooLate: what is sent while Run ends gets its outcome.
func TestStartTooLate(t *testing.T) {
	s, stage := fuzzService(t, nil), newStage(t)
	o, err := s.outlet("somebody")
	if err != nil {
		t.Fatal(err)
	}
	s.closed = true // Run has looked for outlets to start for the last time
	var outcomes counted
	if !o.submit(posting{stage.envelope("alice", "bob", 1), stage.records["alice"], false, &outcomes}) {
		t.Fatal("retired")
	}
	if outcomes != 1 || o.running || o.backlog.held != 0 {
		t.Errorf("%d outcomes, running %v, %d held", outcomes, o.running, o.backlog.held)
	}
}

// TestNotices thins out one peer by time, and forgets peers it heard long ago.
func TestNotices(t *testing.T) {
	n, now := newNotices(time.Second), time.Unix(0, 0)
	for i, test := range []struct {
		p    peer.ID
		at   time.Duration
		want bool
	}{
		{"a", 0, true}, {"a", 999 * time.Millisecond, false}, {"b", 999 * time.Millisecond, true},
		{"a", time.Second, true}, {"a", 1999 * time.Millisecond, false}, {"a", 2 * time.Second, true},
	} {
		if got := n.allow(test.p, now.Add(test.at)); got != test.want {
			t.Errorf("notice %d: %v", i, got)
		}
	}
	for i := range 2 * mostNotifiers {
		n.allow(peer.ID(rune(i+0x10000)), now)
	}
	if n.last.Len() != mostNotifiers {
		t.Errorf("%d peers are remembered", n.last.Len())
	}
}

// TestAdmission counts per peer, peers, and in all, each at its limit.
func TestAdmission(t *testing.T) {
	a := admission{perPeer: 2, peers: 2, total: 3}
	for i, test := range []struct {
		p    peer.ID
		want bool
	}{{"a", true}, {"a", true}, {"a", false}, {"b", true}, {"c", false}, {"b", false}} {
		if got := a.enter(test.p); got != test.want {
			t.Errorf("%d: %v", i, got)
		}
	}
	a.leave("a")
	if a.enter("c") {
		t.Error("a third peer entered")
	}
	if !a.enter("b") {
		t.Error("no room for b")
	}
	for _, p := range []peer.ID{"a", "b", "b"} {
		a.leave(p)
	}
	a.close()
	if len(a.open) != 0 || a.all != 0 || a.enter("a") {
		t.Errorf("left: %v", a.open)
	}
}

// TestFailureTexts: a status of a peer is what it says, whatever it says.
func TestFailureTexts(t *testing.T) {
	for _, test := range []struct{ status, want acn.Status }{
		{0, 0}, {21, 21}, {255, 255}, {256, acn.StatusGeneric}, {-1, acn.StatusGeneric},
	} {
		if got := acn.StatusOf(failureOf(test.status)); got != test.want {
			t.Errorf("%d became %d", test.status, got)
		}
	}
}
