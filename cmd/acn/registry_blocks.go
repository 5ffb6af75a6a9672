package main

import (
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/registry/station"
	"go-acn/internal/node"
)

// observeBlocks is how blocks that come and go become metrics. Peers are in
// none: anybody can be one.
func observeBlocks(meters node.Meters) station.BlockObserver {
	blocks := meters.Counter("acn_exchange_blocks_total", "Blocks of packages, by protocol and way.", "protocol", "way")
	bytes := meters.Counter("acn_exchange_bytes_total", "Bytes of them.", "protocol", "way")
	useless := meters.Counter("acn_exchange_useless_bytes_total", "Bytes that came and nobody had asked for, or twice.")
	faults := meters.Counter("acn_exchange_faults_total", "Peers that broke the rules or kept silent, once in a fetch.", "fault")
	refused := meters.Counter("acn_exchange_refused_total", "Requests of peers that were too many or too much at a time, or none.")
	return station.BlockObserver{
		Moved: func(t exchange.Traffic) {
			way := "in"
			if t.Out {
				way = "out"
			}
			blocks(float64(t.Blocks), string(t.Way), way)
			bytes(float64(t.Bytes), string(t.Way), way)
			useless(float64(t.Useless))
		},
		Faulty:  func(fault exchange.Fault) { faults(1, string(fault)) },
		Refused: func() { refused(1) },
	}
}
