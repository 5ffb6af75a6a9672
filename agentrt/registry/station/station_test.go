package station_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/sync"
	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
	"go-acn/agentrt/registry/station"
)

// nobody is a directory that knows nobody.
type nobody struct{}

func (nobody) Provide(context.Context, [32]byte) (int, error) { return 0, nil }
func (nobody) Providers(context.Context, [32]byte) ([]peer.AddrInfo, error) {
	return nil, errors.New("nobody is here")
}

func newHost(t testing.TB) (host.Host, *acn.Identity, string) {
	t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	key, err := crypto.UnmarshalPrivateKey(identity.Libp2pPrivateKey())
	if err != nil {
		t.Fatal(err)
	}
	h, err := libp2p.New(libp2p.Identity(key), libp2p.ListenAddrStrings("/ip4/127.0.0.1/tcp/0"), libp2p.DisableRelay())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h, identity, fmt.Sprintf("%s/p2p/%s", h.Addrs()[0], h.ID())
}

// run makes a station and runs it until the test ends.
func run(t testing.TB, h host.Host, identity *acn.Identity, members ...string) *station.Station {
	t.Helper()
	s, err := station.New(station.Config{Members: members}, station.Needs{
		Host: h, Contents: nobody{}, Data: sync.MutexWrap(datastore.NewMapDatastore()), Identity: identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	<-s.Ready()
	return s
}

// contract is the folder of a good package without files of its own.
func contract(name string, needs ...string) fstest.MapFS {
	return fstest.MapFS{"contract.yaml": {Data: []byte("name: " + name + `
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
contracts: [` + strings.Join(needs, ", ") + "]\n")}}
}

// What a package needs is fetched from another registry, though nobody
// announces it.
func TestFetchesFromMembers(t *testing.T) {
	one, oneKey, oneAddr := newHost(t)
	two, twoKey, twoAddr := newHost(t)
	a, b := run(t, one, oneKey, twoAddr), run(t, two, twoKey, oneAddr)
	entry, _, err := a.Registry().AddFolder(t.Context(), contract("x"), "x", false) // unpinned: no copy is made
	if err != nil {
		t.Fatal(err)
	}
	_, waits, err := b.Registry().AddFolder(t.Context(), contract("top", "acme/x:0.1.0:"+entry.Hash.String()), "top", true)
	if err != nil || waits {
		t.Fatalf("waits %v, %v", waits, err)
	}
	if _, err := b.Registry().Store().Find(t.Context(), entry.Hash); err != nil {
		t.Error(err)
	}
	if a.Registry().Quota(b.Registry().Operator()).IsZero() {
		t.Error("the operator of another registry is not admitted")
	}
}

func TestCheck(t *testing.T) {
	_, _, good := newHost(t)
	if err := station.Check([]string{good}); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"x", "/ip4/127.0.0.1/tcp/1", "/ip4/127.0.0.1/tcp/1/p2p/12D3KooWMWRDmFFvsAkUuqi47o3SJwpimiwLQkgdryY5KDz46Fze"} {
		if err := station.Check([]string{bad}); err == nil {
			t.Errorf("%s is a member", bad)
		}
	}
}
