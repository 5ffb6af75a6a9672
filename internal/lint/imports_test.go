package lint

import (
	"go/ast"
	"strings"
)

// layer says what of this module a folder and those below it may import, in
// production code.
type layer struct {
	dir    string
	only   []string // if not nil: nothing else of ours
	never  []string
	reason string
}

var layers = []layer{
	{"acn/acnpb", []string{}, nil, "it is generated from the wire alone"},
	{"acn", []string{"acn"}, nil, "the vocabulary is a leaf: everything else imports it"},
	{"envelope", []string{"acn"}, nil, "it sits on the vocabulary and does no I/O"},
	{"dht", []string{"acn", "envelope"}, nil, "dht, relay and delegate do not know each other: what one needs of another is a small interface it declares itself"},
	{"relay", []string{"acn", "envelope"}, nil, "dht, relay and delegate do not know each other: what one needs of another is a small interface it declares itself"},
	{"delegate", []string{"acn", "envelope"}, nil, "dht, relay and delegate do not know each other: what one needs of another is a small interface it declares itself"},
	{"agentrt", nil, []string{"internal/node", "cmd", "simnet"}, "an agent talks to its node over a socket, wherever the node runs"},
	{"simnet", nil, []string{"cmd"}, "the simulator assembles the same parts as the product, not the product"},
	{"internal", nil, []string{"cmd", "simnet"}, "commands are on top of everything"},
	{"internal/node", nil, []string{"cmd", "simnet", "agentrt"}, "the node is assembled in one place, below commands and simulator"},
	{"internal/keyfile", []string{"acn"}, nil, "it is about keys on disk alone"},
	{"internal/admin", []string{}, nil, "the operator's HTTP server serves what it is given"},
	{"cmd/acn", nil, []string{"simnet", "cmd/acnlab"}, "the lab's dependencies stay out of the product binary"},
}

// importers names who alone may import a folder.
var importers = []struct {
	dir    string
	only   []string
	reason string
}{
	{"simnet", []string{"simnet", "cmd/acnlab"}, "simulation stays out of the product"},
	{"internal/node", []string{"internal/node", "internal/lab", "cmd", "simnet"}, "only those who run whole nodes know the composition"},
	{"cmd", []string{"cmd"}, "commands are on top of everything"},
	{"internal/lab", []string{"internal/lab", "cmd/acnlab"}, "the laboratory stays out of the product"},
	{"internal/devchain", []string{"internal/devchain", "cmd/acnlab"}, "a whole chain stays out of the product"},
	{"internal/tools", nil, "tools are programs"},
	{"internal/deps", nil, "it only pins modules"},
}

func checkDirection(m *module, p *problems) {
	for _, s := range m.sources {
		if s.test {
			continue
		}
		for _, spec := range s.syntax.Imports {
			if target, ours := strings.CutPrefix(importPath(spec), modulePath+"/"); ours {
				checkLayers(s, spec, target, p)
				checkImporters(s, spec, target, p)
			}
		}
	}
}

func checkLayers(s *source, spec *ast.ImportSpec, target string, p *problems) {
	for _, l := range layers {
		if !within(s.dir(), l.dir) || within(target, l.dir) {
			continue
		}
		if l.only != nil && !within(target, l.only...) || within(target, l.never...) {
			p.at(spec.Pos(), "%s imports %s: %s", s.dir(), target, l.reason)
		}
	}
}

func checkImporters(s *source, spec *ast.ImportSpec, target string, p *problems) {
	for _, i := range importers {
		if within(target, i.dir) && !within(s.dir(), i.only...) {
			p.at(spec.Pos(), "%s imports %s: %s", s.dir(), target, i.reason)
		}
	}
}

// place says where alone a foreign package, or those below it, may be imported
// by production code; nowhere if only is empty.
type place struct {
	pkg    string
	except []string // packages below pkg that are free
	only   []string
	reason string
}

var places = []place{
	{"github.com/libp2p", nil, []string{"dht", "relay", "internal/node", "simnet", "agentrt/consensus", "agentrt/pkg/exchange", "agentrt/registry", "internal/lab/haul"}, "libp2p types stop where the network begins, so that the rest outlives them"},
	{"github.com/multiformats", nil, []string{"dht", "relay", "internal/node", "internal/settings", "simnet", "agentrt/consensus", "agentrt/pkg/exchange", "agentrt/registry", "internal/lab/haul"}, "libp2p types stop where the network begins, so that the rest outlives them"},
	{"github.com/ethereum/go-ethereum/common", nil, []string{"cmd/acn", "agentrt/chain", "agentrt/settle", "internal/devchain", "cmd/acnlab", "internal/tools/gencontracts"}, "it is LGPL-3.0, and commands need addresses alone: docs/decisions/0003-lgpl-in-acn.md"},
	{"github.com/ethereum/go-ethereum", []string{"github.com/ethereum/go-ethereum/common"}, []string{"agentrt/chain", "agentrt/settle", "internal/devchain", "cmd/acnlab", "internal/tools/gencontracts"}, "it is large and LGPL-3.0: docs/decisions/0001-dependencies.md"},
	{"github.com/prometheus", nil, []string{"internal/node", "internal/admin"}, "packages declare a small Observer in their own words"},
	{"go.opentelemetry.io", nil, []string{"internal/node", "internal/admin"}, "packages declare a small Observer in their own words"},
	{"github.com/spf13", nil, []string{"cmd", "internal/settings"}, "flags are the business of commands"},
	{"log", []string{"log/slog"}, []string{"examples"}, "log/slog has levels and attributes"},
	{"io/ioutil", nil, nil, "io and os have what it had"},
	{"math/rand", []string{"math/rand/v2"}, nil, "math/rand/v2 has no global seed"},
	{"unsafe", nil, nil, "nothing here needs it"},
	{"C", nil, nil, "the product is one static binary"},
	{"github.com/pkg/errors", nil, nil, "errors and fmt wrap"},
	{"github.com/golang/protobuf", nil, nil, "google.golang.org/protobuf is its successor"},
	{"github.com/gogo/protobuf", nil, nil, "google.golang.org/protobuf is maintained"},
	{"golang.org/x/exp", nil, nil, "it makes no promises"},
	{"github.com/ipfs/go-log", nil, nil, "log/slog is the one logger"},
	{"go.uber.org/zap", nil, nil, "log/slog is the one logger"},
	{"go.uber.org/fx", nil, nil, "collaborators are parameters of New"},
}

func checkImports(m *module, p *problems) {
	for _, s := range m.sources {
		if !s.production() || within(s.dir(), "internal/deps") {
			continue
		}
		for _, spec := range s.syntax.Imports {
			for _, rule := range places {
				target := importPath(spec)
				if within(target, rule.pkg) && !within(target, rule.except...) && !within(s.dir(), rule.only...) {
					p.at(spec.Pos(), "%s imports %s: %s", s.dir(), target, rule.reason)
				}
			}
		}
	}
}

// testOnly are packages for tests.
var testOnly = []string{
	"testing", "net/http/httptest", "github.com/google/go-cmp", "github.com/rogpeppe/go-internal",
	"go-acn/simnet/simtest",
}

func checkTesting(m *module, p *problems) {
	for _, s := range m.sources {
		if s.test || within(s.dir(), "internal/deps") {
			continue
		}
		for _, spec := range s.syntax.Imports {
			if within(importPath(spec), testOnly...) {
				p.at(spec.Pos(), "%s imports %s", s.dir(), importPath(spec))
			}
		}
	}
}
