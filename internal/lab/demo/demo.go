package demo

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/internal/node/seeker"
	"go-acn/internal/screen"
)

// Config of a demonstration.
type Config struct {
	// Out gets the story, io.Discard for none.
	Out io.Writer
	// Patience bounds each thing that is waited for. Default 30 s.
	Patience time.Duration
	// Burst is how many letters show the speed. Default 10,000.
	Burst int
}

// The cast. Agents are at home at the nodes in turns.
var (
	nodeNames = []string{"lisbon", "oslo", "kyoto"}
	cast      = []struct {
		name   string
		ledger acn.Ledger
	}{
		{"ada", acn.Ethereum}, {"ben", acn.FetchAI}, {"cleo", acn.Cosmos},
		{"dora", acn.Solana}, {"emil", acn.Ethereum}, {"finn", acn.FetchAI},
	}
)

// victim is the node that is stopped. The others entered through the first
// one, but need it no longer: any would do.
const victim = 1

// Run shows everything. The Result is complete only without an error.
func Run(ctx context.Context, cfg Config) (Result, error) {
	if cfg.Out == nil {
		cfg.Out = io.Discard
	}
	if cfg.Patience <= 0 {
		cfg.Patience = 30 * time.Second
	}
	if cfg.Burst <= 0 {
		cfg.Burst = 10_000
	}
	dir, err := os.MkdirTemp("", "acn-demo-")
	if err != nil {
		return Result{}, fmt.Errorf("making a directory for nodes: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it is the system's temporary directory

	ctx, stop := context.WithCancel(ctx)
	s := &stage{cfg: cfg, dir: dir, tell: newTeller(cfg.Out), post: newPost()}
	err = s.play(ctx)
	stop()
	s.agentsRunning.Wait()
	s.nodesRunning.Wait()
	return s.result, err
}

// stage is where it all happens.
type stage struct {
	cfg    Config
	dir    string
	tell   *teller
	post   *post
	nodes  []*running
	agents []*agent
	result Result

	nodesRunning, agentsRunning sync.WaitGroup
}

// play goes through the chapters. Nodes and agents live as long as ctx.
func (s *stage) play(ctx context.Context) error {
	began := time.Now()
	s.tell.title("go-acn", "three nodes and six agents in one process, on loopback, with keys made just now")
	for _, chapter := range []struct {
		what string
		play func(context.Context) error
	}{
		{"starting nodes", s.startNodes},
		{"registering agents", s.registerAgents},
		{"sending letters", s.everyoneWrites},
		{"looking up an agent", func(ctx context.Context) error { return s.lookUp(ctx, &s.result.Before) }},
		{"sending a burst", s.burst},
		{"stopping a node", s.stopNode},
		{"looking up an agent again", func(ctx context.Context) error { return s.lookUp(ctx, &s.result.After) }},
	} {
		if err := chapter.play(ctx); err != nil {
			return fmt.Errorf("%s: %w", chapter.what, err)
		}
	}
	s.result.Mail = s.post.mail()
	s.result.Seconds = time.Since(began).Seconds()
	err := s.result.check()
	s.summary(err)
	return err
}

// limit bounds a wait, and says so.
func (s *stage) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, s.cfg.Patience, fmt.Errorf("not within %s", s.cfg.Patience))
}

// startNodes starts the nodes one after another; each enters through the first.
func (s *stage) startNodes(ctx context.Context) error {
	s.tell.begin("Three nodes start")
	var entries []string
	for _, name := range nodeNames {
		n, err := s.startNode(ctx, name, entries)
		if err != nil {
			return err
		}
		s.nodes = append(s.nodes, n)
		how := "enters through " + nodeNames[0]
		if len(entries) == 0 {
			how, entries = "alone, for now", []string{n.entry()}
		}
		s.tell.fact(n.up, s.tell.good(), s.tell.name(name, 8), s.tell.quiet(short(n.PeerID.String()), 17), s.tell.word(how, 0))
		s.result.Nodes = append(s.result.Nodes, Node{Name: name, PeerID: n.PeerID.String(), Milliseconds: milliseconds(n.up)})
	}
	return nil
}

// registerAgents connects the agents, each to a node of its own choice first.
func (s *stage) registerAgents(ctx context.Context) error {
	s.tell.begin("Six agents register; all they know of each other is wallet addresses")
	limited, cancel := s.limit(ctx)
	defer cancel()
	for i, member := range cast {
		home := i % len(s.nodes)
		a, err := newAgent(member.name, member.ledger, s.post, slices.Concat(s.nodes[home:], s.nodes[:home]))
		if err != nil {
			return err
		}
		began := time.Now()
		a.run(ctx, &s.agentsRunning)
		arrival, err := a.next(limited)
		if err != nil {
			return err
		}
		s.agents = append(s.agents, a)
		s.tell.fact(arrival.at.Sub(began), s.tell.good(), s.tell.name(a.name, 6), s.tell.word(string(member.ledger), 9),
			s.tell.quiet(short(string(a.client.Address())), 16), s.tell.word("at", 2), s.tell.name(arrival.node, 0))
		s.result.Agents = append(s.result.Agents, Agent{
			Name: a.name, Ledger: string(member.ledger), Address: string(a.client.Address()), Home: arrival.node,
		})
	}
	return nil
}

// everyoneWrites sends a letter from everybody to everybody; those around the
// circle, which all go from node to node, are shown.
func (s *stage) everyoneWrites(ctx context.Context) error {
	s.tell.begin("Everybody writes to everybody")
	ctx, cancel := s.limit(ctx)
	defer cancel()
	for i, from := range s.agents {
		to := s.agents[(i+1)%len(s.agents)]
		began := time.Now()
		if err := s.exchange(ctx, from, to); err != nil {
			return err
		}
		s.tell.fact(time.Since(began), s.tell.good(), s.tell.name(from.name, 6), s.tell.quiet("→", 1), s.tell.name(to.name, 6),
			s.tell.quiet("from node", 9), s.tell.name(from.node(), 6), s.tell.quiet("to", 2), s.tell.name(to.node(), 0))
	}
	began := time.Now()
	var writing errgroup.Group
	letters := 0
	for i, from := range s.agents {
		for _, to := range slices.Concat(s.agents[i+1:], s.agents[:i])[1:] {
			letters++
			writing.Go(func() error { return s.exchange(ctx, from, to) })
		}
	}
	if err := writing.Wait(); err != nil {
		return err
	}
	s.tell.fact(time.Since(began), s.tell.good(), s.tell.word(fmt.Sprintf("and %d more, all at once", letters), 0))
	return nil
}

// exchange sends a letter and waits for its arrival.
func (s *stage) exchange(ctx context.Context, from, to *agent) error {
	l, err := from.write(ctx, to)
	if err == nil {
		err = s.post.wait(ctx, l)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", l.text(), err)
	}
	return nil
}

// wanted is who is looked up: somebody at the node that will be stopped.
func (s *stage) wanted() *agent { return s.agents[victim] }

// lookUp asks the network where an agent is, as a stranger.
func (s *stage) lookUp(ctx context.Context, into *Lookup) error {
	s.tell.begin("A stranger asks where %s is", s.wanted().name)
	ctx, cancel := s.limit(ctx)
	defer cancel()
	began := time.Now()
	found, err := seeker.Find(ctx, []string{s.nodes[0].entry()}, s.wanted().client.Address())
	if err != nil {
		return err
	}
	took := time.Since(began)
	*into = Lookup{Agent: s.wanted().name, Node: s.nodeName(found.PeerID), Source: found.Source, Milliseconds: milliseconds(took)}
	source := "because that node says so"
	if found.Source == "record" {
		source = fmt.Sprintf("by a record signed by node and wallet, good for %s", time.Until(found.Expires).Round(time.Minute))
	}
	s.tell.fact(took, s.tell.good(), s.tell.name(s.wanted().name, 6), s.tell.quiet("is at", 5), s.tell.name(into.Node, 7), s.tell.word(source, 0))
	return nil
}

func (s *stage) nodeName(id string) string {
	for _, n := range s.nodes {
		if n.PeerID.String() == id {
			return n.name
		}
	}
	return "nowhere known"
}

// burst shows what the path between two nodes carries.
func (s *stage) burst(ctx context.Context) error {
	from, to := s.agents[0], s.agents[victim]
	s.tell.begin("%s has a lot to say to %s", from.name, to.name)
	ctx, cancel := s.limit(ctx)
	defer cancel()
	began := time.Now()
	if err := from.burst(ctx, to, s.cfg.Burst); err != nil {
		return err
	}
	took := time.Since(began)
	s.result.Burst = Burst{Letters: s.cfg.Burst, Milliseconds: milliseconds(took), PerSecond: float64(s.cfg.Burst) / took.Seconds()}
	s.tell.fact(took, s.tell.good(), s.tell.word(fmt.Sprintf("%s letters from node to node, in order: %s a second",
		screen.Count(int64(s.cfg.Burst)), screen.Count(int64(s.result.Burst.PerSecond))), 0))
	return nil
}
