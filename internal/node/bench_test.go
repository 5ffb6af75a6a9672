package node_test

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/envelope"
	"go-acn/internal/node"
)

// BenchmarkCrossNode sends through two real nodes and TLS delegates at both
// ends, all in this process: cpu-us/op is nodes and agents together.
func BenchmarkCrossNode(b *testing.B) {
	for _, size := range []int{100, 10_000} {
		for _, pairs := range []int{1, 16} {
			b.Run(fmt.Sprintf("%dB/%dpairs", size, pairs), func(b *testing.B) { benchmarkCross(b, size, pairs) })
		}
	}
}

func benchmarkCross(b *testing.B, size, pairs int) {
	first := start(b, node.Config{DelegateListen: "127.0.0.1:0"})
	second := start(b, node.Config{DelegateListen: "127.0.0.1:0", EntryPeers: []string{first.entry()}})
	var senders, receivers []*delegate.Client
	for range pairs {
		senders = append(senders, agent(b, delegate.ClientConfig{}, wallet(b, acn.Cosmos), first))
		receivers = append(receivers, agent(b, delegate.ClientConfig{}, wallet(b, acn.Cosmos), second))
	}
	for i := range pairs {
		send(b, senders[i], receivers[i].Address(), "warm")
		expect(b, receivers[i], senders[i].Address(), "warm")
	}
	each := b.N/pairs + 1
	b.SetBytes(int64(size))
	b.ReportAllocs()
	before := cpu(b)
	b.ResetTimer()
	var group sync.WaitGroup
	for i := range pairs {
		e, err := envelope.New(receivers[i].Address(), senders[i].Address(), envelope.Content{ProtocolID: "a/b:1.0.0", Message: make([]byte, size)})
		if err != nil {
			b.Fatal(err)
		}
		group.Go(func() {
			for range each {
				if err := senders[i].SendAsync(context.Background(), e, discard{}); err != nil {
					b.Error(err)
				}
			}
		})
		group.Go(func() {
			for range each {
				if _, err := receivers[i].Receive(context.Background()); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	b.StopTimer()
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(each*pairs), "cpu-us/op")
}

type discard struct{}

func (discard) Done(error) {}

func cpu(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
