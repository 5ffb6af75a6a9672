package replica

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/query"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/agentrt/registry/replica/plan"
)

// quarantine is what is remembered over restarts of a member that lied.
type quarantine struct {
	Peer   string    `json:"peer"`
	Until  time.Time `json:"until"`
	Reason string    `json:"reason"`
}

const quarantinePrefix = "/quarantine"

// recall reads who is in quarantine and forgets those whose time is over.
func (s *Service) recall(ctx context.Context) error {
	if s.needs.Data == nil {
		return nil
	}
	results, err := s.needs.Data.Query(ctx, query.Query{Prefix: quarantinePrefix})
	if err != nil {
		return fmt.Errorf("reading quarantine: %w", err)
	}
	rows, err := results.Rest()
	if err != nil {
		return fmt.Errorf("reading quarantine: %w", err)
	}
	for _, row := range rows {
		var q quarantine
		err := json.Unmarshal(row.Value, &q)
		id, bad := peer.Decode(q.Peer)
		if err != nil || bad != nil || !time.Now().Before(q.Until) {
			if err := s.needs.Data.Delete(ctx, datastore.NewKey(row.Key)); err != nil {
				return fmt.Errorf("ending quarantine: %w", err)
			}
			continue
		}
		s.tellOnly(func(_ time.Time, m *plan.Machine) { m.Shut(q.Until, plan.Node(id), q.Reason) })
	}
	return nil
}

// keepRecords writes down quarantines.
func (s *Service) keepRecords(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case q := <-s.sentenced:
			text, err := json.Marshal(q)
			name := datastore.NewKey(quarantinePrefix + "/" + q.Peer)
			if err == nil {
				err = s.needs.Data.Put(ctx, name, text)
			}
			if err == nil {
				err = s.needs.Data.Sync(ctx, name)
			}
			if err != nil && ctx.Err() == nil {
				s.cfg.Log.Error("writing down a quarantine", slog.String("peer", q.Peer), slog.Any("err", err))
			}
		}
	}
}

// remember has keepRecords write q down. There is room for one of each member.
func (s *Service) remember(q quarantine) {
	if s.needs.Data == nil {
		return
	}
	select {
	case s.sentenced <- q:
	default:
	}
}
