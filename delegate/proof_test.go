package delegate

import (
	"testing"

	"go-acn/acn"
)

// proof signs a session as the client does.
func (c *rawClient) proof(wallet *acn.Wallet, node acn.NodeKey) string {
	c.t.Helper()
	state := c.ConnectionState()
	return must(acn.SignSession(wallet, node, must(state.ExportKeyingMaterial(acn.SessionLabel, nil, acn.SessionLength))))
}

func TestSessionsMayBeProven(t *testing.T) {
	node := startNode(t, ServerConfig{})
	key, wallet := node.identity.NodeKey(), newWallet()
	record := must(acn.Representation(wallet, key))
	proven := func() bool { return node.router.sink(wallet.Address()).(Proven).Proven() }

	ours := node.dial(t, acn.ALPNDelegate)
	ours.put(acn.EncodeProvenRegister(record, ours.proof(wallet, key)))
	ours.want(acn.StatusSuccess)
	if !proven() {
		t.Error("a good proof was not noticed")
	}

	node.join(t, wallet, acn.ALPNDelegate)
	if proven() {
		t.Error("a session without proof counts as proven")
	}

	// The proof of one session is worth nothing on another.
	replay := node.dial(t, acn.ALPNDelegate)
	replay.put(acn.EncodeProvenRegister(record, ours.proof(wallet, key)))
	replay.want(acn.StatusInvalidProof)
	forged := node.dial(t, acn.ALPNDelegate)
	forged.put(acn.EncodeProvenRegister(record, forged.proof(newWallet(), key)))
	forged.want(acn.StatusInvalidProof)

	// Existing clients never send one; what a stranger puts there is skipped.
	legacy := node.dial(t)
	legacy.put(acn.EncodeProvenRegister(record, "0xff"))
	legacy.want(acn.StatusSuccess)
	if proven() {
		t.Error("a legacy session counts as proven")
	}
}

func TestClientProvesItsWallet(t *testing.T) {
	node := startNode(t, ServerConfig{})
	wallet := newWallet()
	for _, test := range []struct {
		name   string
		cfg    ClientConfig
		wallet *acn.Wallet
		want   bool
	}{
		{"with its wallet", ClientConfig{}, wallet, true},
		{"with a record only", ClientConfig{}, nil, false},
		{"on the existing protocol", ClientConfig{Legacy: true}, wallet, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			registered := make(chan bool, 1)
			test.cfg.Connected = func(Node) { registered <- node.router.sink(wallet.Address()).(Proven).Proven() }
			record := must(acn.Representation(wallet, node.identity.NodeKey()))
			client := must(NewClient(test.cfg, test.wallet, []Node{{Address: node.addr, Key: node.identity.NodeKey(), Record: record}}))
			stop := runClient(t, client)
			if got := <-registered; got != test.want {
				t.Errorf("proven is %v, want %v", got, test.want)
			}
			stop()
		})
	}
}
