package load

import (
	"context"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
)

// fate is what a faulty network does to its nth envelope: hand on these, in
// this order. refuse is told to the sender instead.
type fate struct {
	refuse bool
	hand   []envelope.Envelope
}

// faulty is a network of one node behind a real delegate server.
type faulty struct {
	decide func(n int, e envelope.Envelope) fate

	mu    sync.Mutex
	n     int
	sinks map[acn.Address]envelope.Sink
}

func (f *faulty) Attach(record *acn.Record, sink envelope.Sink) (func(), error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sinks[record.Address] = sink
	return func() {}, nil
}

func (f *faulty) Submit(_ context.Context, _ *acn.Record, e envelope.Envelope) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	decision := fate{hand: []envelope.Envelope{e}}
	if f.decide != nil {
		decision = f.decide(f.n, e)
	}
	f.n++
	if decision.refuse {
		return acn.Fail(acn.StatusNotReady, "as the test wants it")
	}
	for _, handed := range decision.hand {
		f.sinks[handed.To].Deliver(handed, forget{})
	}
	return nil
}

type forget struct{}

func (forget) Done(error) {}

// serve runs a delegate server in front of the network.
func serve(t *testing.T, network *faulty) Target {
	t.Helper()
	network.sinks = make(map[acn.Address]envelope.Sink)
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := delegate.NewCertificate(identity)
	if err != nil {
		t.Fatal(err)
	}
	server, err := delegate.NewServer(delegate.ServerConfig{}, network, certificate)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return Target{Address: listener.Addr().String(), Node: identity.NodeKey()}
}

func TestRunClean(t *testing.T) {
	target := serve(t, new(faulty))
	for name, plan := range map[string]Plan{
		"legacy, one at a time": {Mode: Legacy, Count: 50},
		"legacy window":         {Mode: Legacy, Window: 8, Pairs: 3, Count: 200, Size: 10_000},
		"pipelined":             {Mode: Pipelined, Window: 32, Pairs: 4, Count: 2000},
		"for a time":            {Mode: Pipelined, Window: 4, Warmup: 20 * time.Millisecond, Duration: 150 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan.From = []Target{target}
			plan.Processes = []Process{{Name: "node", Pid: os.Getpid()}}
			var part float64
			plan.Watch = func(done float64, _ int64) { part = max(part, done) }
			result, err := Run(t.Context(), plan)
			if err != nil {
				t.Fatal(err)
			}
			if !result.Clean() || result.Disconnects != 0 {
				t.Errorf("not clean: %+v", result)
			}
			// The introductions are not counted.
			if want := plan.Count + int64(max(plan.Pairs, 1)); plan.Count > 0 && result.Sent != want {
				t.Errorf("sent %d, want %d", result.Sent, want)
			}
			l := result.Latency
			if result.PerSecond <= 0 || l.P50 <= 0 || l.P50 > l.P90 || l.P90 > l.P99 || l.P99 > l.Max {
				t.Errorf("figures do not fit together: %+v", result)
			}
			if len(result.Nodes) != 1 || result.Nodes[0].RSSBefore == 0 || result.Nodes[0].RSSPeak < result.Nodes[0].RSSAfter {
				t.Errorf("node usage %+v", result.Nodes)
			}
			if part < 0 || plan.Count == 0 && part == 0 {
				t.Errorf("watched up to %f", part)
			}
		})
	}
}

// TestRunFaults checks that the generator notices what a network does wrong.
func TestRunFaults(t *testing.T) {
	const count = 100
	var held envelope.Envelope // by the fault that swaps
	for name, test := range map[string]struct {
		decide func(n int, e envelope.Envelope) fate
		want   Counts
	}{
		"drops one": {
			decide: func(n int, e envelope.Envelope) fate {
				if n == 10 {
					return fate{}
				}
				return fate{hand: []envelope.Envelope{e}}
			},
			want: Counts{Delivered: count, Lost: 1},
		},
		"doubles one": {
			decide: func(n int, e envelope.Envelope) fate {
				if n == 10 {
					return fate{hand: []envelope.Envelope{e, e}}
				}
				return fate{hand: []envelope.Envelope{e}}
			},
			want: Counts{Delivered: count + 1, Duplicates: 1},
		},
		"swaps two": {
			decide: func(n int, e envelope.Envelope) fate {
				switch n {
				case 10:
					held = e
					return fate{}
				case 11:
					return fate{hand: []envelope.Envelope{e, held}}
				}
				return fate{hand: []envelope.Envelope{e}}
			},
			want: Counts{Delivered: count + 1, Misordered: 1},
		},
		"damages one": {
			decide: func(n int, e envelope.Envelope) fate {
				if n == 10 {
					content := e.Content()
					content.Message = append([]byte(nil), content.Message...)
					content.Message[len(content.Message)-1] ^= 1
					e, _ = envelope.New(e.To, e.Sender, content)
				}
				return fate{hand: []envelope.Envelope{e}}
			},
			want: Counts{Delivered: count, Lost: 1, Damaged: 1},
		},
		"refuses one": {
			decide: func(n int, e envelope.Envelope) fate { return fate{refuse: n == 10, hand: []envelope.Envelope{e}} },
			want:   Counts{Delivered: count, Refused: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			plan := Plan{Mode: Pipelined, Window: 4, Count: count, Patience: time.Second}
			plan.From = []Target{serve(t, &faulty{decide: test.decide})}
			result, err := Run(t.Context(), plan)
			if err != nil {
				t.Fatal(err)
			}
			test.want.Sent = count + 1
			if result.Counts != test.want {
				t.Errorf("got %+v, want %+v", result.Counts, test.want)
			}
			if result.Refused > 0 != strings.Contains(result.Refusal, "not ready") {
				t.Errorf("first refusal %q", result.Refusal)
			}
		})
	}
}

func TestRunFails(t *testing.T) {
	target := serve(t, &faulty{decide: func(int, envelope.Envelope) fate { return fate{} }})
	refuses := serve(t, &faulty{decide: func(int, envelope.Envelope) fate { return fate{refuse: true} }})
	stranger := target
	stranger.Node = nodeKey
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := Target{Address: free.Addr().String(), Node: nodeKey}
	free.Close()
	for name, test := range map[string]struct {
		target Target
		want   string
	}{
		"nothing arrives": {target, "first envelope of 2 of 2 pairs did not arrive"},
		"all refused":     {refuses, "2 refused: \"agent is not ready"},
		"another node":    {stranger, "cannot prove its key"},
		"nobody listens":  {nobody, "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Run(t.Context(), Plan{From: []Target{test.target}, Pairs: 2, Patience: 300 * time.Millisecond})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one about %q", err, test.want)
			}
		})
	}
	t.Run("too large for a legacy node", func(t *testing.T) {
		_, err := Run(t.Context(), Plan{From: []Target{target}, Size: 40_000, Patience: 300 * time.Millisecond})
		if err == nil {
			t.Skip("the client can send it whole")
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Run(ctx, Plan{From: []Target{target}}); err == nil {
			t.Error("no error although it was interrupted")
		}
	})
}

// TestRunHopeless checks that a node that refuses everything ends the
// measurement.
func TestRunHopeless(t *testing.T) {
	refuse := func(n int, e envelope.Envelope) fate { return fate{refuse: n > 0, hand: []envelope.Envelope{e}} }
	result, err := Run(t.Context(), Plan{
		From: []Target{serve(t, &faulty{decide: refuse})}, Mode: Pipelined, Window: 8, Count: 1_000_000, Patience: 300 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	if result.Delivered != 1 || result.Refused < mostRefusals || result.Refused > mostRefusals+8 {
		t.Errorf("got %+v", result)
	}
}

func TestIdle(t *testing.T) {
	plan := IdlePlan{
		At: serve(t, new(faulty)), Node: Process{Name: "node", Pid: os.Getpid()}, Agents: 20, Settle: time.Millisecond, Mode: Pipelined,
	}
	registered := 0
	plan.Watch = func(n int) { registered = n }
	result, err := Idle(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	if result.Agents != 20 || registered != 20 || result.Disconnects != 0 || result.RSSBefore == 0 || result.Seconds <= 0 {
		t.Errorf("got %+v, watched %d", result, registered)
	}
	if want := (float64(result.RSSAfter) - float64(result.RSSBefore)) / 20; result.PerAgent != want {
		t.Errorf("per agent %f, want %f", result.PerAgent, want)
	}
	for name, change := range map[string]func(*IdlePlan){
		"nobody":      func(p *IdlePlan) { p.Agents = 0 },
		"too many":    func(p *IdlePlan) { p.Agents = MaxAgents + 1 },
		"no process":  func(p *IdlePlan) { p.Node.Pid = 0 },
		"gone":        func(p *IdlePlan) { p.Node.Pid = 1 << 30 },
		"no such way": func(p *IdlePlan) { p.Mode = "fast" },
		"nobody there": func(p *IdlePlan) {
			p.At.Node, p.Patience = nodeKey, 200*time.Millisecond
		},
	} {
		wrong := plan
		change(&wrong)
		if _, err := Idle(t.Context(), wrong); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
