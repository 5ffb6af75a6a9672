package registries

import (
	"context"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/pkg"
)

// Resolved is what a running agent has to know about its service.
type Resolved struct {
	Service  Service
	Block    uint64 // as of which
	Metadata Metadata
	Package  pkg.Hash // of the service package

	// Instances and Multisig are those that the service has now. Both are
	// empty unless it is deployed, whatever the registry still names.
	Instances []common.Address
	Multisig  common.Address
}

// Index is the number of an agent among the instances, by which packages give
// it settings of its own; -1 if it is none of them.
func (r Resolved) Index(instance common.Address) int { return slices.Index(r.Instances, instance) }

// Resolve goes from the number of a service to its package. A service in any
// state has one.
func (r *Reader) Resolve(ctx context.Context, files Files, id ServiceID) (Resolved, error) {
	answer, err := Read(ctx, r, func(ctx context.Context, v *View) (Resolved, error) {
		s, err := v.Service(ctx, id)
		return Resolved{Service: s, Block: v.Block()}, err
	})
	if err != nil {
		return Resolved{}, err
	}
	if answer.Service.Running() {
		answer.Instances, answer.Multisig = answer.Service.Instances(), answer.Service.Multisig
	}
	if answer.Metadata, err = Describe(ctx, files, answer.Service.Config); err != nil {
		return Resolved{}, fmt.Errorf("%s: %w", id, err)
	}
	answer.Package = answer.Metadata.Code
	return answer, nil
}

// Subscription names units and services whose packages somebody cares about.
type Subscription struct {
	Services   []ServiceID
	Components []ID
	Agents     []ID
}

// Feed is the packages that subscribed units and services refer to now.
type Feed struct {
	reader *Reader
	files  Files
	what   Subscription
}

// NewFeed follows a subscription.
func NewFeed(reader *Reader, files Files, what Subscription) *Feed {
	return &Feed{reader, files, what}
}

// Packages are the packages, each once, by hash. It fails if one cannot be
// told, as whoever keeps packages must not drop it for that.
func (f *Feed) Packages(ctx context.Context) ([]pkg.Hash, error) {
	metadata, err := Read(ctx, f.reader, f.metadata)
	if err != nil {
		return nil, err
	}
	var packages []pkg.Hash
	for _, h := range metadata {
		m, err := Describe(ctx, f.files, h)
		if err != nil {
			return nil, err
		}
		packages = append(packages, m.Code)
	}
	slices.SortFunc(packages, func(a, b pkg.Hash) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(packages), nil
}

func (f *Feed) metadata(ctx context.Context, v *View) ([]pkg.Hash, error) {
	var hashes []pkg.Hash
	for _, id := range f.what.Services {
		s, err := v.Service(ctx, id)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, s.Config)
	}
	for kind, ids := range map[Kind][]ID{Component: f.what.Components, Agent: f.what.Agents} {
		for _, id := range ids {
			unit, err := v.Unit(ctx, kind, id)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, unit.Newest())
		}
	}
	return hashes, nil
}
