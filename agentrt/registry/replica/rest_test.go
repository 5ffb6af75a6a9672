package replica_test

import (
	"testing"
	"time"

	"go-acn/agentrt/registry/replica"
)

// Looking at many packages leaves time for everything else.
func TestRest(t *testing.T) {
	for took, want := range map[time.Duration]time.Duration{
		0: 5 * time.Millisecond, time.Millisecond: 5 * time.Millisecond, 100 * time.Millisecond: 400 * time.Millisecond,
	} {
		if got := replica.Rest(took); got != want {
			t.Errorf("%s after %s, want %s", got, took, want)
		}
	}
}
