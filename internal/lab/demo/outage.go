package demo

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"go-acn/internal/screen"
)

// trafficPause is how long an agent waits between two letters of the
// background traffic.
const trafficPause = 5 * time.Millisecond

// stopNode stops a node in the middle of traffic and watches what happens.
func (s *stage) stopNode(ctx context.Context) error {
	node := s.nodes[victim]
	s.tell.begin("While everybody keeps writing, node %s is stopped", node.name)
	limited, cancel := s.limit(ctx)
	defer cancel()
	traffic, writing := errgroup.WithContext(limited)
	silence := make(chan struct{})
	before, _ := s.post.since(0)
	twice := s.post.twice()
	for i := range s.agents {
		traffic.Go(func() error { return s.keepWriting(writing, i, silence) })
	}
	err := s.outage(writing, node, before)
	close(silence)
	if failed := traffic.Wait(); failed != nil {
		err = failed // the cause of whatever else went wrong
	}
	if err != nil {
		return err
	}
	if err := s.post.waitAll(limited); err != nil {
		return err
	}
	letters, slowest := s.post.since(before)
	s.result.Outage.Letters, s.result.Outage.SlowestMilliseconds = letters, milliseconds(slowest)
	s.result.Outage.Twice = s.post.twice() - twice
	s.tell.fact(slowest, s.tell.good(),
		s.tell.word(fmt.Sprintf("%s letters were written meanwhile, all have arrived, the slowest after", screen.Count(int64(letters))), 0))
	return nil
}

// keepWriting sends letters from one agent to all others in turns.
func (s *stage) keepWriting(ctx context.Context, from int, silence <-chan struct{}) error {
	tick := time.NewTicker(trafficPause)
	defer tick.Stop()
	for turn := 1; ; turn++ {
		to := from + 1 + turn%(len(s.agents)-1)
		if _, err := s.agents[from].write(ctx, s.agents[to%len(s.agents)]); err != nil {
			return fmt.Errorf("%s writing: %w", s.agents[from].name, err)
		}
		select {
		case <-silence:
			return nil
		case <-tick.C:
		}
	}
}

// outage stops the node once traffic flows, and follows its agents to their
// next node.
func (s *stage) outage(ctx context.Context, node *running, before int) error {
	const enough = 100
	if err := s.post.until(ctx, func() bool { return len(s.post.took) >= before+enough }); err != nil {
		return err
	}
	var displaced []*agent
	for _, a := range s.agents {
		if a.node() == node.name {
			displaced = append(displaced, a)
		}
	}
	stopped := time.Now()
	node.stop()
	for _, a := range displaced {
		if err := s.follow(ctx, a, stopped); err != nil {
			return err
		}
	}
	select {
	case err := <-node.ended:
		if err != nil {
			return fmt.Errorf("node %s ended badly: %w", node.name, err)
		}
	case <-ctx.Done():
		return fmt.Errorf("node %s does not stop: %w", node.name, context.Cause(ctx))
	}
	took := time.Since(stopped)
	s.result.Outage.Node, s.result.Outage.StopMilliseconds = node.name, milliseconds(took)
	s.tell.fact(took, s.tell.good(), s.tell.name(node.name, 6), s.tell.word("has handed over its mail and is gone", 0))
	return nil
}

// follow waits until a displaced agent is registered again and a letter written
// after that has reached it.
func (s *stage) follow(ctx context.Context, a *agent, stopped time.Time) error {
	var again move
	for again.node == "" || again.left {
		var err error
		if again, err = a.next(ctx); err != nil {
			return err
		}
	}
	away := again.at.Sub(stopped)
	s.tell.fact(away, s.tell.good(), s.tell.name(a.name, 6), s.tell.quiet("registers at", 12), s.tell.name(again.node, 0))
	if err := s.exchange(ctx, s.agents[0], a); err != nil {
		return err
	}
	back := time.Since(stopped)
	s.tell.fact(back, s.tell.good(), s.tell.name(a.name, 6), s.tell.quiet("reads mail again, from", 22), s.tell.name(s.agents[0].name, 0))
	s.result.Outage.Agents = append(s.result.Outage.Agents, Displaced{
		Name: a.name, Node: again.node, AwayMilliseconds: milliseconds(away), MailMilliseconds: milliseconds(back),
	})
	return nil
}
