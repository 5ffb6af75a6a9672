package replica

import (
	"context"
	"time"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica/plan"
)

// Await waits until so many nodes hold a package, this one included: it does,
// and others say so. It does not wait for more than there are to be, for others
// that are silent, or when ctx or the Service ends. It gives how many hold the
// package.
func (s *Service) Await(ctx context.Context, h pkg.Hash, copies int) int {
	copies = min(copies, s.cfg.Plan.Factor)
	for {
		s.mu.Lock()
		now := time.Now()
		held, _ := s.machine.Package(now, h)
		over, turned := s.closed || !s.machine.Company(now), s.turned
		s.mu.Unlock()
		others := 0
		for _, holder := range held.Holders {
			if holder.Node != plan.Node(s.needs.Host.ID()) {
				others++
			}
		}
		if over || 1+others >= copies {
			return 1 + others
		}
		select {
		case <-turned:
		case <-ctx.Done():
			return 1 + others
		}
	}
}
