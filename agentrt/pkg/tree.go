package pkg

import (
	"fmt"
	"slices"
)

// Node is a package in a dependency tree.
type Node struct {
	ID       ID      `json:"id"`
	Hash     Hash    `json:"hash"`
	Missing  bool    `json:"missing,omitempty"`  // not in the tree of packages
	Repeated bool    `json:"repeated,omitempty"` // its dependencies are further up
	Needs    []*Node `json:"needs,omitempty"`
}

// Trees are the dependency trees of the given packages, or of all that no
// other package needs. Hashes are those that dependents ask for. Each
// package's own dependencies are listed once.
func (r *Repository) Trees(roots ...ID) ([]*Node, error) {
	configs := make(map[ID]*Config)
	for _, ref := range slices.Concat(r.Index.Dev, r.Index.ThirdParty) {
		if !r.holds(ref.ID) {
			continue
		}
		config, err := r.Config(ref.ID)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", ref.ID, err)
		}
		configs[ref.ID] = config
	}
	if len(roots) == 0 {
		roots = r.unneeded(configs)
	}
	grower := newGrower(configs)
	var trees []*Node
	for _, id := range roots {
		ref, listed := r.Index.Find(id)
		if !listed {
			return nil, fmt.Errorf("%s is not in %s", id, IndexFile)
		}
		trees = append(trees, grower.grow(ref))
	}
	return trees, nil
}

// unneeded are the packages that no other needs, services first.
func (r *Repository) unneeded(configs map[ID]*Config) []ID {
	needed := make(map[ID]bool)
	for _, config := range configs {
		for _, ref := range config.Dependencies {
			needed[ref.ID] = true
		}
	}
	var roots []ID
	for _, kind := range slices.Backward(Kinds) {
		for _, ref := range slices.Concat(r.Index.Dev, r.Index.ThirdParty) {
			if ref.Kind == kind && !needed[ref.ID] {
				roots = append(roots, ref.ID)
			}
		}
	}
	return roots
}

// Tree is the dependency tree of one package, by the configurations of those
// that are known.
func Tree(root Ref, configs map[ID]*Config) *Node { return newGrower(configs).grow(root) }

type grower struct {
	configs map[ID]*Config
	grown   map[ID]bool // also ends the walk when packages need each other
}

func newGrower(configs map[ID]*Config) *grower {
	return &grower{configs: configs, grown: make(map[ID]bool)}
}

func (g *grower) grow(ref Ref) *Node {
	node := &Node{ID: ref.ID, Hash: ref.Hash}
	config := g.configs[ref.ID]
	switch {
	case config == nil:
		node.Missing = true
	case g.grown[ref.ID]:
		node.Repeated = len(config.Dependencies) > 0
	default:
		g.grown[ref.ID] = true
		for _, need := range config.Dependencies {
			node.Needs = append(node.Needs, g.grow(need))
		}
	}
	return node
}
