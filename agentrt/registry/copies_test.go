package registry_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-datastore/query"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry"
)

// Take gets from others what is wanted here, whatever it is.
func TestTake(t *testing.T) {
	from, to := newRegistry(t), newRegistry(t)
	a := mustPush(t, from, wallet(t, 1), contract("a"), "a")
	b := mustPush(t, from, wallet(t, 1), contract("b", need("a", a)), "b")
	file, err := from.AddMetadata(t.Context(), metadata(b).JSON(), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []pkg.Hash{b, file.Hash} {
		if _, err := to.Take(t.Context(), h, []store.Source{from.Store()}); err != nil || !isHere(t, to, h) {
			t.Error(err)
		}
	}
	if !isHere(t, to, a) {
		t.Error("what it needs is not here")
	}
	if _, err := to.Take(t.Context(), pkg.Hash{1}, []store.Source{from.Store()}); err == nil {
		t.Error("took what nobody has")
	}
	// A bad package is refused whoever has it: this store has no gate.
	lax := store.New(memory(), pkg.Limits{})
	bad, err := lax.Add(t.Context(), change(contract("x"), "more.py", "x"), "x")
	if err != nil {
		t.Fatal(err)
	}
	_, err = to.Take(t.Context(), bad.Hash, []store.Source{lax})
	wantCode(t, err, registry.CodeGate)
	if isHere(t, to, bad.Hash) {
		t.Error("a bad package is here")
	}
}

// What was taken stays for whom Config.Also speaks, over restarts and while it
// cannot be asked.
func TestAlso(t *testing.T) {
	from := newRegistry(t)
	a := mustPush(t, from, wallet(t, 1), contract("a"), "a")
	b := mustPush(t, from, wallet(t, 1), contract("b"), "b")
	cfg, data := config(t), memory()
	want, fail := []pkg.Hash{a, b}, error(nil)
	cfg.Also = func(context.Context) ([]pkg.Hash, error) { return want, fail }
	r := open(t, cfg, data)
	for _, h := range want {
		if _, err := r.Take(t.Context(), h, []store.Source{from.Store()}); err != nil {
			t.Fatal(err)
		}
	}
	want, fail = nil, errors.New("not now")
	collect(t, r)
	r = open(t, cfg, data)
	collect(t, r)
	if diff := cmp.Diff([]string{"a", "b"}, listed(t, r)); diff != "" {
		t.Error(diff)
	}
	want, fail = []pkg.Hash{a}, nil
	r = open(t, cfg, data)
	if diff := cmp.Diff([]string{"a", "b"}, listed(t, r)); diff != "" {
		t.Error(diff)
	}
	collect(t, r)
	if diff := cmp.Diff([]string{"a"}, listed(t, r)); diff != "" {
		t.Error(diff)
	}
}

// A package is dropped though it is pinned, unless one that stays needs it.
func TestDrop(t *testing.T) {
	r := newRegistry(t)
	a := mustPush(t, r, wallet(t, 1), contract("a"), "a")
	b := mustPush(t, r, wallet(t, 1), contract("b", need("a", a)), "b")
	c := mustPush(t, r, wallet(t, 1), contract("c"), "c")
	if gone, err := r.Drop(t.Context(), []pkg.Hash{a, c}); err != nil || len(gone) != 1 || gone[0] != c {
		t.Errorf("%v, %v", gone, err)
	}
	collect(t, r)
	if held, err := r.Held(t.Context()); err != nil || len(held) != 2 || isHere(t, r, c) {
		t.Errorf("%v, %v", held, err)
	}
	if gone, err := r.Drop(t.Context(), []pkg.Hash{a, b, {1}}); err != nil || len(gone) != 3 {
		t.Errorf("%v, %v", gone, err)
	}
	if r.Pins().Len() != 3 {
		t.Error("a pin is lost with a copy")
	}
}

// Nothing is remembered of packages that nobody could give.
func TestTakeInVain(t *testing.T) {
	data := memory()
	r := open(t, config(t), data)
	from := newRegistry(t)
	a := mustPush(t, from, wallet(t, 1), contract("a"), "a")
	for i := range 3 {
		if _, err := r.Take(t.Context(), pkg.Hash{1, byte(i)}, []store.Source{from.Store()}); err == nil {
			t.Fatal("took what is nowhere")
		}
	}
	if _, err := r.Take(t.Context(), a, []store.Source{from.Store()}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} { // it stays until nobody wants it
		results, err := data.Query(t.Context(), query.Query{Prefix: "/taken", KeysOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := results.Rest(); err != nil || len(rows) != want {
			t.Errorf("%d keys, want %d, %v", len(rows), want, err)
		}
		collect(t, r)
	}
}

func TestDamaged(t *testing.T) {
	from, to := newRegistry(t), newRegistry(t)
	a := mustPush(t, from, wallet(t, 1), contract("a"), "a")
	for range 2 {
		if _, err := to.Take(t.Context(), a, []store.Source{from.Store()}); err != nil || !isHere(t, to, a) {
			t.Fatal(err)
		}
		if err := errors.Join(to.Damaged(t.Context(), a), to.Damaged(t.Context(), a)); err != nil {
			t.Fatal(err)
		}
		if held, err := to.Held(t.Context()); err != nil || len(held) != 0 {
			t.Error(held, err)
		}
	}
}
