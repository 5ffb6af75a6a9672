package envelope_test

import (
	"testing"

	"go-acn/acn"
	"go-acn/envelope"
)

func TestGate(t *testing.T) {
	var gate envelope.Gate
	steps := []struct {
		dest   acn.Address
		resume bool
		refuse bool // after it was admitted
		want   bool
		shut   int
	}{
		{"a", false, false, true, 0},
		{"a", false, true, true, 1},   // refused by whoever is behind the gate
		{"a", false, false, false, 1}, // and so everything behind it
		{"b", false, false, true, 1},  // but nobody else's
		{"a", true, false, true, 0},   // the source has seen it and resumes
		{"a", false, false, true, 0},
		{"a", true, true, true, 1}, // refused again
		{"a", false, false, false, 1},
		{"b", false, true, true, 2},
		{"a", true, false, true, 1},
		{"b", false, false, false, 1},
		{"c", true, false, true, 1}, // resume of what was never shut
	}
	for i, step := range steps {
		if got := gate.Admit(step.dest, step.resume); got != step.want {
			t.Errorf("step %d: admitted %v", i, got)
		}
		if step.refuse {
			gate.Refused(step.dest)
		}
		if gate.Shut() != step.shut {
			t.Errorf("step %d: %d shut, want %d", i, gate.Shut(), step.shut)
		}
	}
}
