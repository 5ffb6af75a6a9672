package relay

import (
	"go-acn/acn"
	"go-acn/envelope"
)

// gates is an envelope.Gate that forgets: what was shut before the last two
// calls of age is open again. Whoever calls age makes sure that by then the
// source has learned of the refusal, so that it resumes by itself.
type gates struct{ young, old envelope.Gate }

func (g *gates) admit(to acn.Address, resume bool) bool {
	young := g.young.Admit(to, resume)
	return g.old.Admit(to, resume) && young
}

func (g *gates) shut(to acn.Address) { g.young.Refused(to) }

func (g *gates) age() { g.old, g.young = g.young, envelope.Gate{} }

func (g *gates) len() int { return g.young.Shut() + g.old.Shut() }
