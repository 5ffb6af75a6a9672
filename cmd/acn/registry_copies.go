package main

import (
	"go-acn/agentrt/registry/station"
	"go-acn/internal/node"
)

// observeCopies is how what happens to copies becomes metrics.
func observeCopies(meters node.Meters) station.Observer {
	fetched := meters.Counter("acn_replica_fetches_total", "Copies that were to be made here, by outcome: made or failed.", "outcome")
	challenged := meters.Counter("acn_replica_challenges_total", "Challenges to other registries, by outcome: proven, denied, declined or silent.", "outcome")
	dropped := meters.Counter("acn_replica_drops_total", "Copies given up here, as enough others hold the package.")
	shut := meters.Counter("acn_replica_quarantines_total", "Registries shut out for wrong bytes.")
	lost := meters.Counter("acn_replica_lost_total", "Packages here that were found damaged.")
	talked := meters.Counter("acn_replica_bytes_total", "Bytes of the registries' protocol for questions asked here, by way: in or out.", "way")
	return station.Observer{
		Fetched: func(err error) {
			if err != nil {
				fetched(1, "failed")
				return
			}
			fetched(1, "made")
		},
		Challenged:  func(answer string) { challenged(1, answer) },
		Dropped:     func() { dropped(1) },
		Quarantined: func() { shut(1) },
		Lost:        func() { lost(1) },
		Talked: func(in, out int) {
			talked(float64(in), "in")
			talked(float64(out), "out")
		},
	}
}
