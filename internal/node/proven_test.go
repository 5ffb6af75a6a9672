package node

import (
	"context"
	"testing"

	"go-acn/acn"
)

type provenInbox struct{ inbox }

func (*provenInbox) Proven() bool { return true }

// A record that was seen and replayed must not take the place of the agent
// whose wallet has signed its session.
func TestRouterKeepsTheProvenAgent(t *testing.T) {
	record := testRecord(t)
	inFabric(t, Config{}, func(ctx context.Context, f *fabric, a, b *Router) {
		first, second := new(provenInbox), new(provenInbox)
		mustAttach(t, a, record, new(inbox))
		mustAttach(t, a, record, first)
		if _, err := a.Attach(record, new(inbox)); acn.StatusOf(err) != acn.StatusInvalidProof {
			t.Errorf("a replayed record got %v", err)
		}
		if first.closed {
			t.Error("the agent's session was closed all the same")
		}
		mustAttach(t, a, record, second)
		if !first.closed {
			t.Error("the agent cannot come back")
		}
	})
}
