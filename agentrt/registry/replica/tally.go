package replica

import (
	"sync"

	"go-acn/agentrt/pkg"
)

// Moved is bytes that came and went.
type Moved struct {
	In  int64 `json:"in"`
	Out int64 `json:"out"`
}

// PackageTraffic is what copying and doubting one package cost this node.
type PackageTraffic struct {
	Copies Moved `json:"copies"` // blocks
	Proofs Moved `json:"proofs"`
}

// tally counts bytes since the start.
type tally struct {
	mu       sync.Mutex
	packages map[pkg.Hash]PackageTraffic
	talked   Moved // all of our protocol, proofs included
}

func newTally() *tally { return &tally{packages: make(map[pkg.Hash]PackageTraffic)} }

func (t *tally) talk(in, out int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.talked.In += int64(in)
	t.talked.Out += int64(out)
}

func (t *tally) proof(h pkg.Hash, in, out int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := t.packages[h]
	one.Proofs.In += int64(in)
	one.Proofs.Out += int64(out)
	t.packages[h] = one
}

func (t *tally) copied(h pkg.Hash, out bool, bytes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := t.packages[h]
	if out {
		one.Copies.Out += bytes
	} else {
		one.Copies.In += bytes
	}
	t.packages[h] = one
}

// keep forgets packages that are not wanted any more.
func (t *tally) keep(wanted []pkg.Hash) {
	still := make(map[pkg.Hash]bool, len(wanted))
	for _, h := range wanted {
		still[h] = true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for h := range t.packages {
		if !still[h] {
			delete(t.packages, h)
		}
	}
}

func (t *tally) of(h pkg.Hash) PackageTraffic {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.packages[h]
}

func (t *tally) total() Moved {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.talked
}

// Copied counts blocks of a package that came or went; whoever moves packages
// calls it.
func (s *Service) Copied(h pkg.Hash, out bool, bytes int64) { s.tally.copied(h, out, bytes) }
