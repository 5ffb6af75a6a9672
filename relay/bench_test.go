package relay_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
	"go-acn/relay"
)

// BenchmarkLink and BenchmarkLegacy carry envelopes of 16 pairs of agents from
// one node to another and wait for each outcome; both nodes and the load are in
// the CPU time and the allocations.
func BenchmarkLink(b *testing.B) {
	for _, size := range []int{100, 10_000} {
		for _, window := range []int{1, 32, 256} {
			b.Run(fmt.Sprintf("bytes=%d/window=%d", size, window), func(b *testing.B) { benchmark(b, size, window, false) })
		}
	}
}

func BenchmarkLegacy(b *testing.B) {
	for _, size := range []int{100, 10_000} {
		b.Run(fmt.Sprintf("bytes=%d/window=32", size), func(b *testing.B) { benchmark(b, size, 32, true) })
	}
}

const benchPairs = 16

func benchmark(b *testing.B, size, window int, legacy bool) {
	from, to := newNode(b, relay.Config{}), newNode(b, relay.Config{})
	if legacy {
		to.legacy()
	}
	from.knows(to)
	to.local.delivers(func(_ envelope.Envelope, receipt envelope.Receipt) { receipt.Done(nil) })
	pairs := make([]*pair, benchPairs)
	for i := range pairs {
		sender := newAgent(b, acn.FetchAI, from.key)
		receiver := newAgent(b, acn.FetchAI, to.key)
		pairs[i] = &pair{
			b: b, from: from.service, to: to, record: sender.record, tokens: make(chan struct{}, window),
			envelope: sender.envelope(b, receiver.Address(), strings.Repeat("x", size)),
		}
		pairs[i].post()
		pairs[i].drain()
	}
	b.ReportAllocs()
	b.ResetTimer()
	cpu, start := cpuTime(b), time.Now()
	done := make(chan struct{})
	for i, p := range pairs {
		go func() {
			for n := i; n < b.N; n += benchPairs {
				p.post()
			}
			p.drain()
			done <- struct{}{}
		}()
	}
	for range pairs {
		<-done
	}
	elapsed := time.Since(start)
	b.ReportMetric(float64(b.N)/elapsed.Seconds(), "env/s")
	b.ReportMetric(float64((cpuTime(b)-cpu).Nanoseconds())/1e3/float64(b.N), "cpu-us/env")
}

// pair is one agent sending to another; it is the receipt of its envelopes.
type pair struct {
	b        *testing.B
	from     *relay.Service
	to       *node
	record   *acn.Record
	envelope envelope.Envelope
	tokens   chan struct{}
}

func (p *pair) post() {
	p.tokens <- struct{}{}
	p.from.Send(p.to.ID(), p.envelope, p.record, false, p)
}

func (p *pair) drain() {
	for range cap(p.tokens) {
		p.tokens <- struct{}{}
	}
	for range cap(p.tokens) {
		<-p.tokens
	}
}

func (p *pair) Done(err error) {
	if err != nil {
		p.b.Error(err)
	}
	<-p.tokens
}

func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
