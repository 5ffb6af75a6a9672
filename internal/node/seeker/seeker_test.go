package seeker_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go-acn/acn"
	"go-acn/delegate"
	"go-acn/internal/node"
	"go-acn/internal/node/seeker"
)

const patience = 30 * time.Second

// start runs a node on loopback until the test ends.
func start(t *testing.T) node.Info {
	t.Helper()
	identity, err := acn.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	ready := make(chan node.Info, 1)
	n, err := node.New(node.Config{
		Identity: identity, Listen: "127.0.0.1:0", DelegateListen: "127.0.0.1:0",
		Ready: func(info node.Info) { ready <- info },
	}, node.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	run(t, n.Run)
	select {
	case info := <-ready:
		return info
	case <-time.After(patience):
		t.Fatal("node did not start")
		return node.Info{}
	}
}

// run runs something until the test ends.
func run(t *testing.T, serve func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestFind(t *testing.T) {
	info := start(t)
	wallet, err := acn.NewWallet(acn.Cosmos)
	if err != nil {
		t.Fatal(err)
	}
	peers := []string{"/ip4/127.0.0.1/tcp/1/p2p/16Uiu2HAmMC2tJMRaRTeWSESv8mArbq6jipJCD4adSBcBLsbc7cSL", info.Addrs[0].String()}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := seeker.Find(ctx, peers, wallet.Address()); !errors.Is(err, seeker.ErrNotFound) {
		t.Errorf("nobody there: %v", err)
	}

	registered := make(chan struct{}, 1)
	client, err := delegate.NewClient(delegate.ClientConfig{Connected: func(delegate.Node) { registered <- struct{}{} }},
		wallet, []delegate.Node{{Address: info.Delegate, Key: info.NodeKey}})
	if err != nil {
		t.Fatal(err)
	}
	run(t, client.Run)
	select {
	case <-registered:
	case <-ctx.Done():
		t.Fatal("not registered")
	}
	// A lone node has told nobody yet; the seeker is its first neighbour.
	var found seeker.Found
	for {
		found, err = seeker.Find(ctx, peers, wallet.Address())
		if !errors.Is(err, seeker.ErrNotFound) {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if found.PeerID != info.PeerID.String() || found.Record.Node != info.NodeKey || found.Address != wallet.Address() || len(found.Addrs) == 0 {
		t.Errorf("found %+v", found)
	}
	if (found.Source == "record") != !found.Expires.IsZero() || found.Source == "record" && !found.Issued.Before(found.Expires) {
		t.Errorf("source %s, issued %s, expires %s", found.Source, found.Issued, found.Expires)
	}
}

func TestMistakes(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for _, test := range []struct {
		name  string
		peers []string
		is    error
		says  string
	}{
		{"no multiaddr", []string{"localhost:1", "/ip4/127.0.0.1/tcp/1"}, nil, `"localhost:1" is not a multiaddr`},
		{"nobody there", []string{"/ip4/127.0.0.1/tcp/1/p2p/16Uiu2HAmMC2tJMRaRTeWSESv8mArbq6jipJCD4adSBcBLsbc7cSL"}, seeker.ErrNoNetwork, "refused"},
		{"nobody named", nil, seeker.ErrNoNetwork, ""},
	} {
		_, err := seeker.Find(ctx, test.peers, "0x52908400098527886E0F7030069857D2E4169EE7")
		if err == nil || test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
