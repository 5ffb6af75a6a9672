package replica

import (
	"time"

	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/registry/replica/plan"
)

// Status is what a node knows of the registries and their packages.
type Status struct {
	Node     string          `json:"node"`
	Factor   int             `json:"factor"`
	Short    int             `json:"short"` // packages with fewer live holders than they should have
	Talked   Moved           `json:"talked"`
	Members  []MemberStatus  `json:"members"`
	Packages []PackageStatus `json:"packages"`
}

// MemberStatus is a registry node as seen from this one.
type MemberStatus struct {
	Node     string     `json:"node"`
	State    plan.State `json:"state"`
	Capacity int        `json:"capacity"`
	Holds    int        `json:"holds"` // packages, as it says
	Heard    *time.Time `json:"heard,omitempty"`
	Until    *time.Time `json:"until,omitempty"`  // of the quarantine
	Reason   string     `json:"reason,omitempty"` // of that, or why it cannot be visited
}

// PackageStatus is where a package is.
type PackageStatus struct {
	Package pkg.Hash       `json:"package"`
	Here    bool           `json:"here"`
	Holders []HolderStatus `json:"holders"`
	Places  []string       `json:"places"` // who should hold it
	Traffic PackageTraffic `json:"traffic"`
}

// HolderStatus is a node that holds a package, and when it last proved that to
// this one.
type HolderStatus struct {
	Node   string     `json:"node"`
	Proven *time.Time `json:"proven,omitempty"`
}

// Status is what this node knows now.
func (s *Service) Status() Status {
	s.mu.Lock()
	now := time.Now()
	members, packages := s.machine.Standing(now), s.machine.Packages(now)
	s.mu.Unlock()
	status := Status{Node: s.needs.Host.ID().String(), Factor: s.cfg.Plan.Factor, Talked: s.tally.total(),
		Members: make([]MemberStatus, 0, len(members)), Packages: make([]PackageStatus, 0, len(packages))}
	for _, m := range members {
		reason := m.Reason
		if v := s.visitors[peer.ID(m.Node)]; v != nil && reason == "" {
			if trouble := v.trouble.Load(); trouble != nil {
				reason = *trouble
			}
		}
		status.Members = append(status.Members, MemberStatus{
			Node: text(m.Node), State: m.State, Capacity: m.Capacity, Holds: m.Claims,
			Heard: unlessZero(m.Heard), Until: unlessZero(m.Until), Reason: reason,
		})
	}
	for _, p := range packages {
		row := PackageStatus{Package: p.Hash, Here: p.Held, Holders: make([]HolderStatus, 0, len(p.Holders)), Traffic: s.tally.of(p.Hash)}
		for _, h := range p.Holders {
			row.Holders = append(row.Holders, HolderStatus{text(h.Node), unlessZero(h.Proven)})
		}
		for _, node := range p.Places {
			row.Places = append(row.Places, text(node))
		}
		if len(p.Holders) < len(p.Places) {
			status.Short++
		}
		status.Packages = append(status.Packages, row)
	}
	return status
}

func text(node plan.Node) string { return peer.ID(node).String() }

func unlessZero(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Copies are the nodes that hold a package as far as this one knows, and how
// many of them have proved it to this one or are this one.
func (s *Service) Copies(h pkg.Hash) (holders, sure int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.machine.Package(time.Now(), h)
	if !ok {
		return 0, 0
	}
	for _, holder := range p.Holders {
		if holder.Node == s.cfg.Plan.Self || !holder.Proven.IsZero() {
			sure++
		}
	}
	return len(p.Holders), sure
}
