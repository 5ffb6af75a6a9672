package demo

import (
	"errors"
	"fmt"

	"go-acn/internal/screen"
)

// Result is what happened, also as JSON.
type Result struct {
	Nodes   []Node  `json:"nodes"`
	Agents  []Agent `json:"agents"`
	Before  Lookup  `json:"lookup_before"`
	After   Lookup  `json:"lookup_after"`
	Burst   Burst   `json:"burst"`
	Outage  Outage  `json:"outage"`
	Mail    Mail    `json:"mail"` // all of it
	Seconds float64 `json:"seconds"`
}

// Node is one node as it started.
type Node struct {
	Name         string  `json:"name"`
	PeerID       string  `json:"peer_id"`
	Milliseconds float64 `json:"start_ms"`
}

// Agent is one agent as it registered.
type Agent struct {
	Name    string `json:"name"`
	Ledger  string `json:"ledger"`
	Address string `json:"address"`
	Home    string `json:"home"` // the node it chose first
}

// Lookup is what a stranger found.
type Lookup struct {
	Agent        string  `json:"agent"`
	Node         string  `json:"node"`
	Source       string  `json:"source"`
	Milliseconds float64 `json:"ms"`
}

// Burst is many letters from one agent to another on another node.
type Burst struct {
	Letters      int     `json:"letters"`
	Milliseconds float64 `json:"ms"`
	PerSecond    float64 `json:"per_second"`
}

// Outage is the end of a node; times run from the moment it was told to stop.
type Outage struct {
	Node                string      `json:"node"`
	StopMilliseconds    float64     `json:"stopped_ms"`
	Agents              []Displaced `json:"agents"`
	Letters             int         `json:"letters"` // written from shortly before to shortly after
	SlowestMilliseconds float64     `json:"slowest_letter_ms"`
	// Twice is how many of them came twice: delivered, but the answer was lost
	// with the node.
	Twice int `json:"twice"`
}

// Displaced is an agent that had to move.
type Displaced struct {
	Name             string  `json:"name"`
	Node             string  `json:"node"`    // its new one
	AwayMilliseconds float64 `json:"away_ms"` // until it was registered there
	MailMilliseconds float64 `json:"mail_ms"` // until a letter written after that had arrived
}

// check says everything that is not as it should be.
func (r Result) check() error {
	var errs []error
	expect := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	expect(len(r.Nodes) == len(nodeNames) && len(r.Agents) == len(cast), "%d nodes and %d agents started", len(r.Nodes), len(r.Agents))
	expect(r.Mail.Lost == 0, "%d letters are lost", r.Mail.Lost)
	expect(r.Mail.Misordered == 0, "%d letters came out of order", r.Mail.Misordered)
	expect(r.Mail.Strange == 0, "%d letters came that nobody had written", r.Mail.Strange)
	// When the node stops a letter may be delivered and its answer lost.
	expect(r.Mail.Duplicates == r.Outage.Twice, "%d letters came twice although no node stopped", r.Mail.Duplicates-r.Outage.Twice)
	expect(len(r.Agents) <= victim || r.Before.Node == r.Agents[victim].Home, "%s was found at %s", r.Before.Agent, r.Before.Node)
	expect(len(r.Outage.Agents) == 2, "%d agents moved", len(r.Outage.Agents))
	for _, agent := range r.Outage.Agents {
		expect(agent.Node != r.Outage.Node, "%s is still at %s", agent.Name, agent.Node)
		expect(agent.Name != r.After.Agent || agent.Node == r.After.Node, "%s was found at %s but is at %s", agent.Name, r.After.Node, agent.Node)
	}
	return errors.Join(errs...)
}

// summary is the end of the story.
func (s *stage) summary(wrong error) {
	m := s.result.Mail
	s.tell.begin("In short")
	line := func(ok bool, name, format string, args ...any) {
		mark := s.tell.good()
		if !ok {
			mark = s.tell.bad()
		}
		s.tell.fact(0, mark, s.tell.quiet(name, 10), s.tell.word(fmt.Sprintf(format, args...), 0))
	}
	count := func(n int) string { return screen.Count(int64(n)) }
	line(m.Delivered == m.Sent, "delivered", "%s of %s letters", count(m.Delivered), count(m.Sent))
	line(m.Lost == 0, "lost", "%s", count(m.Lost))
	line(m.Misordered == 0, "order", "%s out of order; %s overtaken by one sent from another node", count(m.Misordered), count(m.Overtaken))
	line(m.Duplicates == s.result.Outage.Twice, "twice", "%s, when the node stopped", count(m.Duplicates))
	var slowest float64
	for _, agent := range s.result.Outage.Agents {
		slowest = max(slowest, agent.MailMilliseconds)
	}
	line(true, "outage", "mail flowed again %.0f ms after the node was told to stop", slowest)
	if wrong != nil {
		s.tell.say("not as it should be: %v", wrong)
	}
}
