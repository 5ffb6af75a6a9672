package main

import (
	"net/http"
	"time"


	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/exchange"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/replica"
	"go-acn/agentrt/registry/replica/keeper"
	"go-acn/agentrt/registry/replica/plan"
	"go-acn/internal/node"
)

// copies makes what keeps copies together with other registries.
func (n *registryNode) copies(on node.Platform, r *registry.Registry, e *exchange.Exchange) (*replica.Service, error) {
	cfg := replica.Config{Members: n.members, Log: on.Logger, Observer: observeCopies(on.Meters())}
	cfg.Plan.Factor = n.settings.Factor
	return replica.New(cfg, replica.Needs{
		Host: on.Host, Packages: keeper.New(r, e, on.Contents), Pins: r.Pins(), Announcer: on.Contents, Data: on.Store,
	})
}

// observeCopies is how what happens to copies becomes metrics.
func observeCopies(meters node.Meters) replica.Observer {
	fetched := meters.Counter("acn_replica_fetches_total", "Copies that were to be made here, by outcome: made or failed.", "outcome")
	challenged := meters.Counter("acn_replica_challenges_total", "Challenges to other registries, by outcome: proven, denied, declined or silent.", "outcome")
	dropped := meters.Counter("acn_replica_drops_total", "Copies given up here, as enough others hold the package.")
	shut := meters.Counter("acn_replica_quarantines_total", "Registries shut out for wrong bytes.")
	lost := meters.Counter("acn_replica_lost_total", "Packages here that were found damaged.")
	talked := meters.Counter("acn_replica_bytes_total", "Bytes of the registries' protocol for questions asked here, by way: in or out.", "way")
	answers := map[plan.Answer]string{plan.Proven: "proven", plan.Denied: "denied", plan.Declined: "declined", plan.Silent: "silent"}
	return replica.Observer{
		Fetched: func(_ pkg.Hash, _ time.Duration, err error) {
			if err != nil {
				fetched(1, "failed")
				return
			}
			fetched(1, "made")
		},
		Challenged:  func(_ string, _ pkg.Hash, answer plan.Answer) { challenged(1, answers[answer]) },
		Dropped:     func(pkg.Hash) { dropped(1) },
		Quarantined: func(string, string) { shut(1) },
		Lost:        func(pkg.Hash, error) { lost(1) },
		Talked: func(_, _ string, in, out int) {
			talked(float64(in), "in")
			talked(float64(out), "out")
		},
	}
}

// api is the registry's own with the state of its copies.
func api(r *registry.Registry, s *replica.Service) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(replica.StatusPath, s.Handler())
	mux.Handle("/", r.Handler())
	return mux
}
