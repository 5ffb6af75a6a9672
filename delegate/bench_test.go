package delegate

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"

	"go-acn/acn"
)

// BenchmarkLocal is one envelope from client to node to client, over real
// sockets; node and both clients share the machine.
func BenchmarkLocal(b *testing.B) {
	for _, mode := range []struct {
		name string
		cfg  ClientConfig
	}{{"pipelined", ClientConfig{}}, {"legacy", ClientConfig{Legacy: true}}} {
		for _, size := range []int{100, 10_000} {
			for _, pairs := range []int{1, 16} {
				b.Run(fmt.Sprintf("%s/%dB/%dpairs", mode.name, size, pairs), func(b *testing.B) {
					benchmarkLocal(b, mode.cfg, size, pairs)
				})
			}
		}
	}
}

func benchmarkLocal(b *testing.B, cfg ClientConfig, size, pairs int) {
	node := startNode(b, ServerConfig{})
	type pair struct{ from, to *Client }
	all := make([]pair, pairs)
	for i := range all {
		all[i] = pair{startClient(b, cfg, newWallet(), node.node()), startClient(b, cfg, newWallet(), node.node())}
	}
	eventually(b, "all are registered", func() bool { return node.Sessions() == 2*pairs })
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	var running sync.WaitGroup
	for i, p := range all {
		count := b.N / pairs
		if i == 0 {
			count += b.N % pairs
		}
		e := letter(p.from.Address(), p.to.Address(), size)
		running.Add(count) // outcomes
		decided := receiptFunc(func(err error) {
			if err != nil {
				b.Error(err)
			}
			running.Done()
		})
		running.Go(func() {
			for range count {
				if err := p.from.SendAsync(b.Context(), e, decided); err != nil {
					decided(err)
				}
			}
		})
		running.Go(func() {
			for range count {
				if _, err := p.to.Receive(b.Context()); err != nil {
					b.Error(err)
				}
			}
		})
	}
	running.Wait()
}

// BenchmarkIdleSession reports what an agent that is registered and silent
// costs: memory of the process, in which the other end of the connection is a
// bare socket once it is registered.
func BenchmarkIdleSession(b *testing.B) {
	for name, protocols := range map[string][]string{"legacy": nil, "pipelined": {acn.ALPNDelegate}} {
		b.Run(name, func(b *testing.B) {
			const sessions = 500
			for range b.N {
				node := startNode(b, ServerConfig{})
				node.join(b, newWallet(), protocols...) // pools and caches are warm
				before := memory()
				for range sessions {
					node.join(b, newWallet(), protocols...)
				}
				after := memory()
				b.ReportMetric(float64(after.heap-before.heap)/sessions, "heap-B/session")
				b.ReportMetric(float64(after.stack-before.stack)/sessions, "stack-B/session")
				b.ReportMetric(float64(after.rss-before.rss)/sessions, "rss-B/session")
				node.stop()
			}
		})
	}
}

type usage struct{ heap, stack, rss int64 }

// memory is what is in use after collection, and what the system counts.
func memory() usage {
	debug.FreeOSMemory()
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	u := usage{heap: int64(stats.HeapAlloc), stack: int64(stats.StackInuse)}
	raw, err := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(raw)); err == nil && len(fields) > 1 {
		pages, _ := strconv.ParseInt(fields[1], 10, 64)
		u.rss = pages * int64(os.Getpagesize())
	}
	return u
}
