package settle

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/chain"
	"go-acn/internal/devchain"
	"go-acn/internal/devchain/published"
)

// Plan and executors together: an agent signs something else, the first keeper
// dies right after sending, the second cannot pay, the third sees to it. Four
// replicas that get the same inputs agree all the way.
func TestPlanOnChain(t *testing.T) {
	eachVersion(t, func(t *testing.T, version string, code published.Code) {
		w := newWorld(t, code)
		p := w.propose(0, Action{To: payee, Value: big.NewInt(5)})
		var replicas []*Plan
		for range w.owners.Addresses() {
			plan, err := NewPlan(PlanConfig{}, p, w.owners, []byte("agreed randomness"))
			must(t, err)
			replicas = append(replicas, plan)
		}
		all := func(input func(*Plan) error) (err error) {
			for _, plan := range replicas {
				err = input(plan)
			}
			for _, plan := range replicas {
				if plan.Duty() != replicas[0].Duty() {
					t.Fatalf("replicas are at %+v and %+v", plan.Duty(), replicas[0].Duty())
				}
			}
			return err
		}
		who := w.owners.Addresses()
		if err := all(func(plan *Plan) error { return plan.Sign(who[0], w.sign(who[0], common.Hash{1})) }); !errors.Is(err, ErrNotSigner) {
			t.Fatal(err)
		}
		for _, owner := range who[1:] {
			must(t, all(func(plan *Plan) error { return plan.Sign(owner, w.sign(owner, p.Hash())) }))
		}
		signed, ok := replicas[2].Signed()
		if !ok {
			t.Fatal("not signed")
		}

		executor := func() (common.Address, *Manager) {
			keeper := replicas[1].Duty().Keeper
			return keeper, w.keeper(slices.IndexFunc(devchain.Accounts(), func(a devchain.Account) bool { return a.Address == keeper }))
		}
		_, first := executor()
		w.step(first, epoch, signed, chain.Pending, ReportSent) // and dies: no report
		must(t, all((*Plan).Expire))
		poor, _ := executor()
		must(t, all(func(plan *Plan) error { return plan.Report(poor, ReportPoor, "") }))
		third, last := executor()
		progress := w.step(last, epoch, signed, chain.Pending, ReportSent)
		must(t, all(func(plan *Plan) error { return plan.Report(third, progress.Report, progress.Detail) }))

		status := w.settle(last, epoch, signed)
		must(t, all(func(plan *Plan) error { return plan.Observe(status) }))
		if duty := replicas[3].Duty(); duty.Phase != Settled || duty.Turn != 3 {
			t.Errorf("%+v", duty)
		}
		w.paid(signed, 1)
	})
}
