package registries

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go-acn/agentrt/pkg"
)

// Difference is where the units of a service on the chain and the packages it
// is made of are not the same.
type Difference struct {
	Kind    DifferenceKind
	Package pkg.ID   // of either
	Unit    string   // on the chain, such as "component 7"; empty if there is none
	Chain   pkg.Hash // of the package that the unit stands for
	Tree    pkg.Hash // of the package that is needed
	Note    string

	unit Unit
}

// DifferenceKind says what is different.
type DifferenceKind string

// The kinds of differences.
const (
	Missing   DifferenceKind = "not on the chain"     // a package that is needed
	Extra     DifferenceKind = "not needed"           // a unit on the chain
	OtherHash DifferenceKind = "another on the chain" // the same name, and another content
	Nameless  DifferenceKind = "no package"           // a unit whose metadata name none
)

// String is the difference in a sentence.
func (d Difference) String() string {
	text := fmt.Sprintf("%s: %s", d.Package, d.Kind)
	if d.Package == (pkg.ID{}) {
		text = string(d.Kind)
	}
	if d.Unit != "" {
		text += " (" + d.Unit + ")"
	}
	if d.Kind == OtherHash {
		text += fmt.Sprintf(": %s there, %s needed", d.Chain, d.Tree)
	}
	if d.Note != "" {
		text += "; " + d.Note
	}
	return text
}

// key is a package without its version: that is part of what may differ.
type key struct {
	kind         pkg.Kind
	author, name string
}

func keyOf(id pkg.ID) key { return key{id.Kind, id.Author, id.Name} }

// standing is a unit with what it stands for now.
type standing struct {
	unit     Unit
	metadata Metadata
}

// Agree compares the agents of a service and all components they need, as the
// chain has them, with the dependencies of its package. The root of the tree is
// the service. No difference at all is agreement. On chains that have no
// registries of units it returns ErrNoUnits: nobody can tell there.
func (r *Reader) Agree(ctx context.Context, files Files, s Service, tree *pkg.Node) ([]Difference, error) {
	if tree == nil || tree.ID.Kind != pkg.Service {
		return nil, errors.New("comparing units: the tree is not that of a service")
	}
	needed := make(map[key]*pkg.Node)
	flatten(tree, needed)
	return r.agree(ctx, files, s.ID.String(), func(ctx context.Context, v *View) ([]Unit, error) { return v.closure(ctx, s) }, needed)
}

// AgreeUnit is Agree for a unit and all components it needs. The root of the
// tree is the unit's own package, and compared as well.
func (r *Reader) AgreeUnit(ctx context.Context, files Files, u Unit, tree *pkg.Node) ([]Difference, error) {
	if tree == nil || tree.ID.Kind == pkg.Service {
		return nil, errors.New("comparing units: the tree is not that of a component or agent")
	}
	needed := map[key]*pkg.Node{keyOf(tree.ID): tree}
	flatten(tree, needed)
	return r.agree(ctx, files, u.String(), func(ctx context.Context, v *View) ([]Unit, error) {
		others := slices.DeleteFunc(slices.Clone(u.Components), func(id ID) bool { return u.Kind == Component && id == u.ID })
		all, err := v.components(ctx, others)
		return append(all, u), err
	}, needed)
}

// agree compares what is there, on behalf of somebody, with what is needed.
func (r *Reader) agree(ctx context.Context, files Files, of string, list func(context.Context, *View) ([]Unit, error), needed map[key]*pkg.Node) ([]Difference, error) {
	all, err := Read(ctx, r, list)
	if err != nil {
		return nil, fmt.Errorf("comparing the units of %s: %w", of, err)
	}
	var there []standing
	for _, unit := range all {
		m, err := Describe(ctx, files, unit.Newest())
		if err != nil {
			return nil, fmt.Errorf("comparing the units of %s: %s: %w", of, unit, err)
		}
		there = append(there, standing{unit, m})
	}
	differences := compare(there, needed)
	for i, d := range differences {
		if d.Kind == OtherHash && wasOnce(ctx, files, d.unit, d.Tree) {
			differences[i].Note = "the one needed is an earlier version of the unit"
		}
	}
	return differences, nil
}

// closure is the agents of a service and every component they need.
func (v *View) closure(ctx context.Context, s Service) ([]Unit, error) {
	var ids []ID
	var all []Unit
	for _, slot := range s.Slots {
		agent, err := v.Unit(ctx, Agent, slot.Agent)
		if err != nil {
			return nil, err
		}
		all, ids = append(all, agent), append(ids, agent.Components...)
	}
	slices.Sort(ids)
	components, err := v.components(ctx, slices.Compact(ids))
	return append(all, components...), err
}

// mostComponents bounds what is compared; an agent has tens.
const mostComponents = 2000

func (v *View) components(ctx context.Context, ids []ID) ([]Unit, error) {
	if len(ids) > mostComponents {
		return nil, fmt.Errorf("%d components, at most %d", len(ids), mostComponents)
	}
	var all []Unit
	for _, id := range ids {
		component, err := v.Unit(ctx, Component, id)
		if err != nil {
			return nil, err
		}
		all = append(all, component)
	}
	return all, nil
}

// wasOnce tells whether a unit stood for a package before. Old metadata that
// cannot be had any more is no reason to fail: the answer is a courtesy.
func wasOnce(ctx context.Context, files Files, unit Unit, h pkg.Hash) bool {
	return slices.ContainsFunc(append([]pkg.Hash{unit.Hash}, unit.Updates...), func(old pkg.Hash) bool {
		m, err := Describe(ctx, files, old)
		return err == nil && m.Code == h
	})
}

// flatten lists what is below the service.
func flatten(node *pkg.Node, into map[key]*pkg.Node) {
	for _, need := range node.Needs {
		if _, known := into[keyOf(need.ID)]; !known || !need.Repeated {
			into[keyOf(need.ID)] = need
		}
		flatten(need, into)
	}
}

func compare(there []standing, needed map[key]*pkg.Node) []Difference {
	var differences []Difference
	found := make(map[key]bool)
	for _, one := range there {
		d := Difference{Package: one.metadata.ID, Unit: one.unit.String(), Chain: one.metadata.Code, unit: one.unit}
		if one.metadata.ID == (pkg.ID{}) {
			d.Kind, d.Note = Nameless, fmt.Sprintf("its name is %q", one.metadata.Name)
			differences = append(differences, d)
			continue
		}
		node, wanted := needed[keyOf(d.Package)]
		switch {
		case !wanted:
			d.Kind = Extra
		case node.Hash != d.Chain:
			d.Kind, d.Tree, d.Package = OtherHash, node.Hash, node.ID
		}
		if d.Kind != "" {
			differences = append(differences, d)
		}
		if wanted {
			found[keyOf(d.Package)] = true
		}
	}
	for k, node := range needed {
		if !found[k] {
			differences = append(differences, Difference{Kind: Missing, Package: node.ID, Tree: node.Hash})
		}
	}
	slices.SortStableFunc(differences, func(a, b Difference) int { return strings.Compare(a.Package.String(), b.Package.String()) })
	return differences
}
