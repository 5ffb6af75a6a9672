package node_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/ipfs/go-datastore"
	"github.com/libp2p/go-libp2p/core/peer"

	"go-acn/acn"
	"go-acn/internal/node"
)

// service is one whose Run is a function.
type service func(ctx context.Context, on node.Platform) error

func (s service) Run(ctx context.Context, on node.Platform) error { return s(ctx, on) }

// platformOf runs a node and gives what its services get.
func platformOf(t *testing.T, cfg node.Config) (*running, node.Platform) {
	t.Helper()
	got := make(chan node.Platform, 1)
	r := start(t, cfg, service(func(ctx context.Context, on node.Platform) error {
		got <- on
		<-ctx.Done()
		// The host is still there.
		if len(on.Host.Network().ListenAddresses()) == 0 {
			return errors.New("the host was closed first")
		}
		return nil
	}))
	select {
	case platform := <-got:
		return r, platform
	case <-time.After(patience):
		t.Fatal("the service does not start")
		return nil, node.Platform{}
	}
}

// TestServices: a service gets a host that others reach, and content that is
// announced on one node is found from another.
func TestServices(t *testing.T) {
	first, one := platformOf(t, node.Config{})
	second, two := platformOf(t, node.Config{EntryPeers: []string{first.entry()}})
	if one.Host.ID() != first.PeerID || two.Host.ID() != second.PeerID {
		t.Error("the host is another node's")
	}
	if len(two.EntryPeers) != 1 || two.EntryPeers[0].ID != first.PeerID {
		t.Errorf("entry peers %v", two.EntryPeers)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	content := sha256.Sum256([]byte("content"))
	// Until the routing tables know each other; nobody says what he was told.
	for found := false; !found; {
		if _, err := two.Contents.Provide(ctx, content); err != nil {
			t.Fatal(err)
		}
		providers, err := one.Contents.Providers(ctx, content)
		if err != nil {
			t.Fatal(err)
		}
		found = slices.ContainsFunc(providers, func(p peer.AddrInfo) bool { return p.ID == second.PeerID })
	}
}

// TestServiceStore: what a service stores is there when the node runs again.
func TestServiceStore(t *testing.T) {
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	cfg := node.Config{Identity: identity, DataDir: t.TempDir()}
	key := datastore.NewKey("/records/1")
	r, platform := platformOf(t, cfg)
	if err := platform.Store.Put(t.Context(), key, []byte("kept")); err != nil {
		t.Fatal(err)
	}
	r.halt(t)
	_, platform = platformOf(t, cfg)
	if value, err := platform.Store.Get(t.Context(), key); err != nil || string(value) != "kept" {
		t.Errorf("read %q, %v", value, err)
	}
}

// TestServiceThatFails ends its node with its error, said once.
func TestServiceThatFails(t *testing.T) {
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the disk is full")
	n, err := node.New(node.Config{Identity: identity, Listen: "127.0.0.1:0"}, node.Deps{
		Services: []node.Service{service(func(context.Context, node.Platform) error { return broken })},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := n.Run(ctx); !errors.Is(err, broken) || err.Error() != "running service: the disk is full" {
		t.Errorf("node ended with %v", err)
	}
}
