package settle

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain"
)

var update = flag.Bool("update", false, "rewrite testdata")

// testdata/plan.txt holds transcripts: a title, and one input per line with
// what the plan says afterwards. Owners are numbered in keeper order.
func TestPlanTranscripts(t *testing.T) {
	const file = "testdata/plan.txt"
	want, err := os.ReadFile(file)
	must(t, err)
	var got strings.Builder
	var run *planRun
	for line := range strings.Lines(string(want)) {
		input, _, _ := strings.Cut(strings.TrimSpace(line), " -> ")
		switch {
		case input == "":
			fmt.Fprintln(&got)
		case strings.HasPrefix(input, "#"):
			fmt.Fprintln(&got, input)
			run = newPlanRun(t)
		default:
			fmt.Fprintf(&got, "%s -> %s\n", input, run.input(t, input))
		}
	}
	if *update {
		must(t, os.WriteFile(file, []byte(got.String()), 0o644))
	} else if got.String() != string(want) {
		t.Errorf("differs from %s:\n%s", file, got.String())
	}
}

type planRun struct {
	plan   *Plan
	p      Proposal
	order  []common.Address
	sign   func(common.Address, common.Hash) []byte
	owners Owners
}

func newPlanRun(t *testing.T) *planRun {
	owners, keys := four(t)
	p, err := Propose(sample())
	must(t, err)
	seed := []byte("seed")
	plan, err := NewPlan(PlanConfig{}, p, owners, seed)
	must(t, err)
	sign := func(owner common.Address, hash common.Hash) []byte {
		return signWith(t, keys[slices.Index(owners.Addresses(), owner)], hash)
	}
	return &planRun{plan, p, keeperOrder(owners.Addresses(), seed), sign, owners}
}

// input gives the plan one input and describes it afterwards.
func (r *planRun) input(t *testing.T, text string) string {
	var err error
	switch words := strings.Fields(text); words[0] {
	case "sign", "sign-bad":
		owner := r.order[words[1][0]-'a']
		hash := r.p.Hash()
		if words[0] == "sign-bad" {
			hash[0] ^= 1
		}
		err = r.plan.Sign(owner, r.sign(owner, hash))
	case "report":
		err = r.plan.Report(r.order[words[1][0]-'a'], Report(words[2]), strings.Join(words[3:], " "))
	case "observe":
		err = r.plan.Observe(chain.Status(words[1]))
	case "judge":
		err = r.plan.Judge(words[1] == "reverts")
	case "expire":
		err = r.plan.Expire()
	default:
		t.Fatalf("input %q", text)
	}
	return r.describe(err)
}

func (r *planRun) describe(err error) string {
	duty := r.plan.Duty()
	text := string(duty.Phase)
	if i := slices.Index(r.order, duty.Keeper); i >= 0 {
		text += fmt.Sprintf(" by %c, turn %d", 'a'+i, duty.Turn)
	}
	if duty.Sent {
		text += ", maybe sent"
	}
	if duty.Claim != "" {
		text += ", said to revert with " + duty.Claim
	}
	if duty.Reason != "" {
		text += ": " + duty.Reason
	}
	for _, known := range []error{ErrTurn, ErrNotSigner, ErrDuplicate} {
		if errors.Is(err, known) {
			text += " (" + known.Error() + ")"
		}
	}
	return text
}

// Whatever the inputs, a plan never goes back from an end, never has two
// keepers' turns at once, and never hands out a transaction that was not
// signed by enough.
func FuzzPlan(f *testing.F) {
	f.Add([]byte("\x00\x01\x02\x04\x08"))
	f.Add([]byte("\x00\x01\x02\x05\x0c\x0b\x0a\x09"))
	owners, keys := four(f)
	p, err := Propose(sample())
	if err != nil {
		f.Fatal(err)
	}
	statuses := []chain.Status{chain.Pending, chain.Done, chain.Failed, chain.Superseded, "nonsense"}
	reports := []Report{ReportSent, ReportRefused, ReportPoor, ReportUnable, "nonsense"}
	f.Fuzz(func(t *testing.T, inputs []byte) {
		plan, err := NewPlan(PlanConfig{}, p, owners, inputs)
		must(t, err)
		for _, input := range inputs {
			before := plan.Duty()
			var err error
			switch input % 5 {
			case 0:
				i := int(input/5) % 4
				_ = plan.Sign(owners.Addresses()[i], signWith(t, keys[i], p.Hash()))
			case 1:
				err = plan.Report(before.Keeper, reports[int(input/5)%5], "")
			case 2:
				err = plan.Observe(statuses[int(input/5)%5])
			case 3:
				err = plan.Expire()
			case 4:
				err = plan.Judge(input/5%2 == 0)
			}
			after := plan.Duty()
			if (err != nil || before.Phase.Ended()) && after != before {
				t.Fatalf("from %+v to %+v with %v", before, after, err)
			}
			working := after.Phase == Sending || after.Phase == Watching
			if _, signed := plan.Signed(); working && !signed || working != owners.Include(after.Keeper) || after.Turn > 13 {
				t.Fatalf("%+v", after)
			}
		}
	})
}

func TestNewPlanRefuses(t *testing.T) {
	owners, _ := four(t)
	p, err := Propose(sample())
	must(t, err)
	for name, make := range map[string]func() (*Plan, error){
		"no proposal": func() (*Plan, error) { return NewPlan(PlanConfig{}, Proposal{}, owners, nil) },
		"no owners":   func() (*Plan, error) { return NewPlan(PlanConfig{}, p, Owners{}, nil) },
		"impatience":  func() (*Plan, error) { return NewPlan(PlanConfig{Tries: -1}, p, owners, nil) },
	} {
		if _, err := make(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
