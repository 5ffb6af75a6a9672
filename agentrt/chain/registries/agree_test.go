package registries

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/pkg"
	"go-acn/internal/devchain"
)

// node is a package in a tree, with a hash of one byte.
func node(kind pkg.Kind, name string, code byte, needs ...*pkg.Node) *pkg.Node {
	return &pkg.Node{ID: pkg.ID{Kind: kind, Author: "somebody", Name: name, Version: "0.1.0"}, Hash: pkg.Hash{code}, Needs: needs}
}

// The units on the chain are those of the package, or every one that is not is
// named.
func TestAgree(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		s := w.mint(w.terms(common.Address{}, 5))
		a, b := node(pkg.Skill, "skill_a", 1), node(pkg.Skill, "skill_b", 2)
		c := node(pkg.Skill, "skill_c", 3, a, b)
		agent := func(needs ...*pkg.Node) *pkg.Node {
			return node(pkg.Service, "service", 20, node(pkg.Agent, "agent", 10, needs...))
		}
		differ := func(tree *pkg.Node, want ...string) {
			t.Helper()
			got, err := w.reader.Agree(t.Context(), w.files, s, tree)
			must(t, err)
			var texts []string
			for _, d := range got {
				texts = append(texts, d.String())
			}
			if !slices.EqualFunc(texts, want, strings.HasPrefix) {
				t.Errorf("got %q, want %q", texts, want)
			}
		}
		differ(agent(c))
		differ(agent(c, node(pkg.Protocol, "talk", 9)), "protocol/somebody/talk/0.1.0: not on the chain")
		differ(agent(node(pkg.Skill, "skill_c", 3, a)), "skill/somebody/skill_b/0.1.0: not needed (component 2)")
		other := node(pkg.Skill, "skill_a", 7)
		differ(agent(node(pkg.Skill, "skill_c", 3, other, b)), "skill/somebody/skill_a/0.1.0: another on the chain (component 1): bafybeiab")
		repeated := node(pkg.Skill, "skill_a", 1)
		repeated.Repeated = true
		differ(agent(c, repeated))

		// A unit that has moved on, and one without a proper name.
		u, err := w.view().Unit(t.Context(), Component, 3)
		must(t, err)
		call, err := w.writer().UpdateUnit(u, w.describe(pkg.Skill, "skill_c", 33))
		w.send(owner, 0, call, err)
		got, err := w.reader.Agree(t.Context(), w.files, s, agent(c))
		if err != nil || len(got) != 1 || got[0].Kind != OtherHash || !strings.Contains(got[0].Note, "an earlier version") {
			t.Errorf("%v, %v", got, err)
		}
		nameless := []byte(strings.Replace(sample, "skill/somebody/skill_a/0.1.0", "A \x7fSkill", 1))
		h, err := pkg.HashFile(strings.NewReader(string(nameless)))
		must(t, err)
		w.files[h] = nameless
		if u, err = w.view().Unit(t.Context(), Component, 3); err != nil {
			t.Fatal(err)
		}
		call, err = w.writer().UpdateUnit(u, h)
		w.send(owner, 0, call, err)
		differ(agent(c), `no package (component 3); its name is "A ?Skill"`, "skill/somebody/skill_c/0.1.0: not on the chain")

		if _, err := w.reader.Agree(t.Context(), w.files, s, a); err == nil {
			t.Error("a skill is compared with a service")
		}
		delete(w.files, h)
		if _, err := w.reader.Agree(t.Context(), w.files, s, agent(c)); err == nil {
			t.Error("agreed without metadata")
		}
	})
}

// A unit is compared with its own package and what that needs.
func TestAgreeUnit(t *testing.T) {
	w := newWorld(t, devchain.Config{Contracts: true})
	w.use(w.Contracts())
	w.units()
	a, b := node(pkg.Skill, "skill_a", 1), node(pkg.Skill, "skill_b", 2)
	c := node(pkg.Skill, "skill_c", 3, a, b)
	for _, one := range []struct {
		kind Kind
		id   ID
		tree *pkg.Node
		want string
	}{
		{Agent, 1, node(pkg.Agent, "agent", 10, c), ""},
		{Component, 3, c, ""},
		{Component, 1, a, ""},
		{Component, 1, node(pkg.Skill, "skill_a", 7), "skill/somebody/skill_a/0.1.0: another on the chain (component 1)"},
		{Component, 3, node(pkg.Skill, "skill_c", 3, b), "skill/somebody/skill_a/0.1.0: not needed (component 1)"},
		{Agent, 1, node(pkg.Agent, "agent", 10, c, node(pkg.Protocol, "talk", 9)), "protocol/somebody/talk/0.1.0: not on the chain"},
	} {
		u, err := w.view().Unit(t.Context(), one.kind, one.id)
		must(t, err)
		got, err := w.reader.AgreeUnit(t.Context(), w.files, u, one.tree)
		must(t, err)
		agrees := one.want == "" && len(got) == 0
		differs := one.want != "" && len(got) == 1 && strings.HasPrefix(got[0].String(), one.want)
		if !agrees && !differs {
			t.Errorf("%s: %v, want %q", u, got, one.want)
		}
		if _, err := w.reader.AgreeUnit(t.Context(), w.files, u, node(pkg.Service, "service", 20)); err == nil {
			t.Errorf("%s is compared with a service", u)
		}
	}
}

// What comes in place of a file is found out.
func TestDescribe(t *testing.T) {
	w := newWorld(t, devchain.Config{Contracts: true})
	w.use(w.Contracts())
	h, other := w.describe(pkg.Skill, "a", 1), w.describe(pkg.Skill, "b", 2)
	if _, err := Describe(t.Context(), w.files, h); err != nil {
		t.Error(err)
	}
	w.files[h] = w.files[other]
	if _, err := Describe(t.Context(), w.files, h); err == nil {
		t.Error("another file is taken for it")
	}
	long := strings.Repeat("a", MaxMetadata+1)
	h, err := pkg.HashFile(strings.NewReader(long))
	must(t, err)
	w.files[h] = []byte(long)
	if _, err := Describe(t.Context(), w.files, h); err == nil || !strings.Contains(err.Error(), "at most") {
		t.Error(err)
	}
}

// A feed is the packages of everything subscribed to, in their latest
// versions.
func TestFeed(t *testing.T) {
	w := newWorld(t, devchain.Config{Contracts: true})
	w.use(w.Contracts())
	w.units()
	s := w.mint(w.terms(common.Address{}, 5))
	u, err := w.view().Unit(t.Context(), Component, 2)
	must(t, err)
	call, err := w.writer().UpdateUnit(u, w.describe(pkg.Skill, "skill_b", 7))
	w.send(owner, 0, call, err)
	feed := NewFeed(w.reader, w.files, Subscription{Services: []ServiceID{s.ID}, Components: []ID{2, 1, 2}, Agents: []ID{1}})
	got, err := feed.Packages(t.Context())
	if want := []pkg.Hash{{1}, {7}, {10}, {20}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := NewFeed(w.reader, w.files, Subscription{Services: []ServiceID{2}}).Packages(t.Context()); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

// A running service is resolved to everything an agent has to know.
func TestResolve(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		s := w.mint(w.terms(common.Address{}, 5))
		w.activate(s)
		w.register(s.ID, operator, 3, 1, 2, 4)
		s = w.deploy(s.ID, w.at.SafeMultisigWithRecoveryModule, NewSafe(DefaultHandler, new(big.Int)))
		r, err := w.reader.Resolve(t.Context(), w.files, s.ID)
		must(t, err)
		if r.Package != (pkg.Hash{20}) || r.Multisig != s.Multisig || r.Index(who(3)) != 0 || r.Index(who(4)) != 3 || r.Index(who(stranger)) != -1 {
			t.Errorf("%+v", r)
		}
		delete(w.files, s.Config)
		if _, err := w.reader.Resolve(t.Context(), w.files, s.ID); err == nil {
			t.Error("resolved without metadata")
		}
	})
}
