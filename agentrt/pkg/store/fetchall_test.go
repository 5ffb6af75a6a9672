package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
)

// contract puts in a package that needs others.
func contract(t testing.TB, s *store.Store, name string, needs ...string) pkg.Hash {
	t.Helper()
	text := "name: " + name + `
author: acme
version: 0.1.0
type: contract
description: x
license: x
aea_version: x
fingerprint: {}
fingerprint_ignore_patterns: []
dependencies: {}
class_name: x
contract_interface_paths: {}
contracts: [` + strings.Join(needs, ", ") + "]\n"
	return add(t, s, fstest.MapFS{"contract.yaml": {Data: []byte(text)}}, name).Hash
}

func need(name string, h pkg.Hash) string { return fmt.Sprintf("acme/%s:0.1.0:%s", name, h) }

func TestFetchAll(t *testing.T) {
	from, _ := memory()
	a := contract(t, from, "a")
	b := contract(t, from, "b", need("a", a))
	c := contract(t, from, "c", need("b", b), need("a", a))
	s, _ := memory()
	got, err := s.FetchAll(t.Context(), c, []store.Source{from}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ref := func(name string, h pkg.Hash) pkg.Ref {
		return pkg.Ref{ID: pkg.ID{Kind: pkg.Contract, Author: "acme", Name: name, Version: "0.1.0"}, Hash: h}
	}
	if diff := cmp.Diff([]pkg.Ref{ref("c", c), ref("b", b), ref("a", a)}, got); diff != "" {
		t.Error(diff)
	}
	tree, err := s.Tree(t.Context(), got)
	if err != nil {
		t.Fatal(err)
	}
	node := func(r pkg.Ref, needs ...*pkg.Node) *pkg.Node { return &pkg.Node{ID: r.ID, Hash: r.Hash, Needs: needs} }
	if diff := cmp.Diff(node(ref("c", c), node(ref("b", b), node(ref("a", a))), node(ref("a", a))), tree); diff != "" {
		t.Error(diff)
	}
	if entries, err := s.Packages(t.Context()); len(entries) != 3 || err != nil {
		t.Errorf("%v, %v", entries, err)
	}
}

// What a source did wrong with one package is remembered for the others.
func TestFetchAllDropsOnce(t *testing.T) {
	good, _ := memory()
	a := contract(t, good, "a")
	b := contract(t, good, "b", need("a", a))
	silent, reports := &mute{}, 0
	s, _ := memory()
	_, err := s.FetchAll(t.Context(), b, []store.Source{silent, good}, func(store.Source, error) { reports++ })
	if err != nil || silent.asked != 1 || reports != 1 {
		t.Errorf("%v; asked %d times, reported %d", err, silent.asked, reports)
	}
}

type mute struct{ asked int }

func (*mute) String() string { return "mute" }

func (m *mute) Block(context.Context, pkg.Hash) ([]byte, error) {
	m.asked++
	return nil, fmt.Errorf("%w: silence", store.ErrFaulty)
}

func TestFetchAllRefuses(t *testing.T) {
	from, _ := memory()
	a, other := contract(t, from, "a"), contract(t, from, "b", "acme/x:0.1.0")
	for name, test := range map[string]struct {
		h    pkg.Hash
		want string
	}{
		"another package":    {contract(t, from, "c", need("b", a)), "is contract/acme/a/0.1.0 and not contract/acme/b/0.1.0"},
		"no hash":            {contract(t, from, "c", "acme/a:0.1.0"), "contract/acme/a/0.1.0, which contract/acme/c/0.1.0 needs: it is named without a hash"},
		"no hash below":      {contract(t, from, "c", need("b", other)), "contract/acme/x/0.1.0, which contract/acme/b/0.1.0 needs: it is named without a hash"},
		"not there":          {contract(t, from, "c", need("a", pkg.Hash{1})), "contract/acme/a/0.1.0, which contract/acme/c/0.1.0 needs: "},
		"twice, differently": {contract(t, from, "c", need("a", a), need("b", contract(t, from, "b", need("a", pkg.Hash{1})))), "is needed as"},
		"no configuration":   {add(t, from, demo(), "demo").Hash, "no configuration at the top"},
		"no good":            {add(t, from, fstest.MapFS{"skill.yaml": {Data: []byte("name: x\n")}}, "x").Hash, "author is missing"},
	} {
		s, _ := memory()
		if _, err := s.FetchAll(t.Context(), test.h, []store.Source{from}, nil); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

// A chain of as many packages as may be, and one more.
func TestMostPackages(t *testing.T) {
	from, _ := memory()
	top := contract(t, from, "p0")
	for i := 1; i < store.MaxPackages; i++ {
		top = contract(t, from, fmt.Sprintf("p%d", i), need(fmt.Sprintf("p%d", i-1), top))
	}
	s, _ := memory()
	if got, err := s.FetchAll(t.Context(), top, []store.Source{from}, nil); err != nil || len(got) != store.MaxPackages {
		t.Errorf("%d packages, %v", len(got), err)
	}
	more := contract(t, from, "more", need(fmt.Sprintf("p%d", store.MaxPackages-1), top))
	if _, err := s.FetchAll(t.Context(), more, []store.Source{from}, nil); err == nil {
		t.Error("there is no limit")
	}
}
