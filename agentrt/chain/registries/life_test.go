package registries

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/pkg"
	"go-acn/agentrt/settle"
	"go-acn/internal/devchain"
)

const milliether = 1_000_000_000_000_000

// Two lives of a service with bonds in ether: the second one on the Safe of the
// first, by way of recovery.
func TestTwoLives(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		first := w.terms(common.Address{}, 10*milliether)
		s := w.mint(first)
		w.activate(s)
		w.register(s.ID, operator, 1, 2)
		w.register(s.ID, another, 3, 4)
		s = w.deploy(s.ID, w.at.SafeMultisigWithRecoveryModule, NewSafe(common.Address{}, big.NewInt(7)))
		safe := s.Multisig
		if !s.Running() || !slices.Equal(s.Instances(), []common.Address{who(1), who(2), who(3), who(4)}) || !slices.Equal(s.Components, []ID{1, 2, 3}) || !slices.Equal(s.Agents, []ID{1}) {
			t.Errorf("deployed: %+v", s)
		}
		w.slashNative(s)
		w.terminate(s.ID)
		w.gone(s.ID)
		must(t, w.Mine(logRange+1)) // the events are in an earlier range
		w.remain(s.ID, map[int][]int{operator: {1, 2}, another: {3, 4}})
		w.unbond(s.ID, operator)
		w.remain(s.ID, map[int][]int{another: {3, 4}})
		w.unbond(s.ID, another)
		call, err := w.writer().Drain()
		w.send(0, 0, call, err)

		second := first
		second.Config = w.describe(pkg.Service, "service", 21)
		second.Slots = []Slot{{Agent: 1, Count: 3, Bond: big.NewInt(5 * milliether)}}
		call, err = w.writer().Update(w.service(s.ID), second, 1)
		w.send(owner, s.ID, call, err)
		if s = w.service(s.ID); s.Config != second.Config || !slices.Equal(s.Previous, []pkg.Hash{first.Config}) || s.Count != 3 || s.Deposit.Int64() != 5*milliether {
			t.Errorf("updated: %+v", s)
		}
		w.takeOver(s.ID, safe)
	})
}

// slashNative takes a whole bond and a bit, and more than there is.
func (w *world) slashNative(s Service) {
	w.t.Helper()
	calls, err := w.writer().Slash(s, []Offence{{who(1), big.NewInt(15 * milliether)}, {who(3), big.NewInt(100 * milliether)}})
	must(w.t, err)
	w.refused(owner, calls[0], "OnlyOwnServiceMultisig")
	action, err := SlashAction(w.at.MultiSend, calls)
	must(w.t, err)
	receipt := w.act(s.Multisig, action)
	asked := make(map[common.Address]int64)
	for _, log := range receipt.Logs {
		if event, ok := ParseEvent(log); ok && event.Kind == OperatorSlashed && event.Service == s.ID {
			asked[event.Account] = event.Amount.Int64()
		}
	}
	if asked[who(operator)] != 15*milliether || asked[who(another)] != 100*milliether {
		w.t.Errorf("slashed: %v", asked)
	}
	now := w.service(s.ID)
	if len(now.Operators) != 2 || now.Operators[0].Balance.Int64() != 5*milliether || now.Operators[1].Balance.Sign() != 0 {
		w.t.Errorf("operators are %+v", now.Operators)
	}
	if funds := w.writer().SlashedFunds.Int64(); funds != (15+20)*milliether {
		w.t.Errorf("slashed funds are %d", funds)
	}
}

// gone makes sure that a terminated service is not taken for one that runs:
// the registry names the old multisig, and instances of zero.
func (w *world) gone(id ServiceID) {
	w.t.Helper()
	v, s := w.view(), w.service(id)
	list, err := ask(w.t.Context(), v, w.at.ServiceRegistry, services().PackGetAgentInstances(id.number()), services().UnpackGetAgentInstances)
	must(w.t, err)
	if !slices.Equal(list.AgentInstances, make([]common.Address, 4)) || s.Multisig == (common.Address{}) {
		w.t.Fatalf("the trap is not there: %v, %v", list.AgentInstances, s.Multisig)
	}
	r, err := w.reader.Resolve(w.t.Context(), w.files, id)
	must(w.t, err)
	if len(s.Instances()) != 0 || len(s.Components)+len(s.Agents) != 0 || s.Joined != 4 || len(r.Instances) != 0 || r.Multisig != (common.Address{}) || r.Package != (pkg.Hash{20}) {
		w.t.Errorf("terminated: %+v, %+v", s, r)
	}
}

// remain compares who has not left yet.
func (w *world) remain(id ServiceID, want map[int][]int) {
	w.t.Helper()
	v, s := w.view(), w.service(id)
	got, err := v.Remaining(w.t.Context(), w.Client(), s, 0)
	must(w.t, err)
	if len(got) != len(want) {
		w.t.Errorf("remain %+v", got)
	}
	for _, o := range got {
		for i, instances := range want {
			if o.Address == who(i) && !slices.EqualFunc(o.Instances, instances, func(a common.Address, i int) bool { return a == who(i) }) {
				w.t.Errorf("%v has instances %v", o.Address, o.Instances)
			}
		}
	}
	if _, err := v.Remaining(w.t.Context(), w.Client(), s, v.Block()); err == nil {
		w.t.Error("found without looking")
	}
}

// takeOver deploys a service again, and tries what does not work on the way.
func (w *world) takeOver(id ServiceID, safe common.Address) {
	w.t.Helper()
	t := w.t
	recover := func() (Call, error) {
		m, err := w.view().Multisig(t.Context(), safe)
		must(t, err)
		return w.writer().Recover(w.service(id), m, w.at.RecoveryModule)
	}
	call, err := recover()
	w.refused(stranger, call, "OwnerOnly")
	w.send(owner, id, call, err)
	if _, err := recover(); err == nil {
		t.Error("recovered twice")
	}
	m, err := w.view().Multisig(t.Context(), safe)
	must(t, err)
	if !slices.Equal(m.Owners, []common.Address{who(owner)}) || m.Threshold != 1 || !slices.Equal(m.Modules, []common.Address{w.at.RecoveryModule}) {
		t.Errorf("recovered: %+v", m)
	}
	w.activate(w.service(id))
	w.register(id, operator, 3, 1, 2)
	s := w.deploy(id, w.at.RecoveryModule, KeepSafe(id))
	if m, err = w.view().Multisig(t.Context(), safe); err != nil || s.Multisig != safe || m.Threshold != 3 {
		t.Errorf("deployed again: %v, %+v, %v", s.Multisig, m, err)
	}
	if want := []common.Address{who(2), who(1), who(3)}; !slices.Equal(m.Owners, want) {
		t.Errorf("owners are %v, want %v", m.Owners, want)
	}
	w.act(safe, settle.Action{To: who(stranger), Data: []byte("the Safe works")})
	if of, err := w.view().ServiceOf(t.Context(), safe); err != nil || of != id {
		t.Errorf("the Safe is that of %v, %v", of, err)
	}
}

// Deploying again goes wrong in two ways that are told before anything is
// sent.
func TestRedeployTraps(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		s := w.mint(w.terms(common.Address{}, milliether))
		again := func() {
			w.activate(w.service(s.ID))
			w.register(s.ID, operator, 1, 2, 3, 4)
		}
		again()
		w.deploy(s.ID, w.at.GnosisSafeMultisig, nil)
		w.terminate(s.ID)
		w.unbond(s.ID, operator)
		again()

		// The same owners and no salt: the address is taken.
		f := w.foresee(s.ID, w.at.GnosisSafeMultisig, nil)
		if _, err := w.writer().Deploy(w.service(s.ID), f); err == nil || !strings.Contains(err.Error(), "another salt") {
			t.Error(err)
		}
		// The Safe of before was not recovered.
		f = w.foresee(s.ID, w.at.RecoveryModule, KeepSafe(s.ID))
		if _, err := w.writer().Deploy(w.service(s.ID), f); err == nil || !strings.Contains(err.Error(), "WrongOwner") || !strings.Contains(err.Error(), "recover it first") {
			t.Error(err)
		}
		m, err := w.view().Multisig(t.Context(), w.service(s.ID).Multisig)
		must(t, err)
		var state *StateError
		if _, err := w.writer().Recover(w.service(s.ID), m, w.at.RecoveryModule); !errors.As(err, &state) {
			t.Error(err)
		}
		// Not one that the registry knows.
		f = w.foresee(s.ID, w.at.SafeMultisigWithRecoveryModule, NewSafe(common.Address{}, big.NewInt(1)))
		f.Maker.Allowed = false
		if _, err := w.writer().Deploy(w.service(s.ID), f); err == nil {
			t.Error("deployed without permission")
		}
		w.deploy(s.ID, w.at.GnosisSafeMultisig, NewPlainSafe(DefaultHandler, big.NewInt(1)))
	})
}

// Bonds in a token are two, and both are slashed at once.
func TestTokenBonded(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		s := w.mint(w.terms(w.at.Token, 1000))
		if s.Token != w.at.Token || s.Deposit.Int64() != 1000 || s.Slots[0].Bond.Int64() != 1000 || s.native.Int64() != 1 {
			t.Fatalf("minted: %+v", s)
		}
		for _, step := range []struct {
			from int
			call func() (Call, error)
			need int64
		}{
			{owner, func() (Call, error) {
				purse, err := w.view().Purse(t.Context(), s, s.Owner)
				must(t, err)
				return w.writer().Activate(w.service(s.ID), purse)
			}, 1000},
			{operator, func() (Call, error) {
				now := w.service(s.ID)
				return w.writer().Register(now, w.candidate(now, operator, 1, 2, 3, 4))
			}, 4000},
		} {
			_, err := step.call()
			var allowance *AllowanceError
			if !errors.As(err, &allowance) || allowance.Need.Int64() != step.need || allowance.Spender != w.at.ServiceRegistryTokenUtility {
				t.Fatalf("want an allowance of %d: %v", step.need, err)
			}
			w.send(step.from, 0, allowance.Approve(), nil)
			call, err := step.call()
			w.send(step.from, s.ID, call, err)
		}
		s = w.deploy(s.ID, w.at.SafeMultisigWithRecoveryModule, nil)
		if o := s.Operators[0]; o.Balance.Int64() != 4000 || o.Native.Int64() != 4 {
			t.Errorf("the operator has %+v", o)
		}
		calls, err := w.writer().Slash(s, []Offence{{who(1), big.NewInt(600)}, {who(2), big.NewInt(300)}})
		must(t, err)
		action, err := SlashAction(w.at.MultiSend, calls)
		must(t, err)
		w.act(s.Multisig, action)
		if o := w.service(s.ID).Operators[0]; o.Balance.Int64() != 3100 || o.Native.Int64() != 2 {
			t.Errorf("slashed, the operator has %+v", o)
		}
		slashed, err := w.view().SlashedTokens(t.Context(), w.at.Token)
		if err != nil || slashed.Int64() != 900 {
			t.Errorf("slashed %v, %v", slashed, err)
		}
		call, err := w.writer().DrainToken(w.at.Token, slashed)
		w.send(0, 0, call, err)
		w.terminate(s.ID)
		w.unbond(s.ID, operator)

		// And back to ether.
		call, err = w.writer().Update(w.service(s.ID), w.terms(common.Address{}, 5), 1)
		w.send(owner, s.ID, call, err)
		if s = w.service(s.ID); !s.Native() || s.Deposit.Int64() != 5 {
			t.Errorf("updated: %+v", s)
		}
	})
}

// What is read is as of the block that is asked about.
func TestAtBlock(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		s := w.mint(w.terms(common.Address{}, 5))
		before := w.view()
		w.activate(s)
		old, err := w.reader.At(t.Context(), new(big.Int).SetUint64(before.Block()))
		must(t, err)
		then, err := old.Service(t.Context(), s.ID)
		must(t, err)
		if now := w.service(s.ID); then.State != PreRegistration || now.State != ActiveRegistration {
			t.Errorf("%s then, %s now", then.State, now.State)
		}
		must(t, before.Still(t.Context()))
		late := w.view()
		must(t, w.Reorg(1, false))
		if err := late.Still(t.Context()); !errors.Is(err, ErrMoved) {
			t.Error(err)
		}
		must(t, before.Still(t.Context()))
	})
}

// An answer that a reorganisation came into is asked for again.
func TestReadAgain(t *testing.T) {
	w := newWorld(t, devchain.Config{Contracts: true})
	w.use(w.Contracts())
	w.units()
	tries := 0
	got, err := Read(t.Context(), w.reader, func(_ context.Context, v *View) (uint64, error) {
		if tries++; tries == 1 {
			must(t, w.Reorg(1, false))
		}
		return v.Block(), nil
	})
	if err != nil || tries != 2 || got != w.view().Block() {
		t.Errorf("block %d after %d tries, %v", got, tries, err)
	}
	_, err = Read(t.Context(), w.reader, func(_ context.Context, v *View) (uint64, error) {
		must(t, w.Reorg(1, false))
		return 0, nil
	})
	if !errors.Is(err, ErrMoved) {
		t.Error(err)
	}
}

func TestUnits(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		first := w.describe(pkg.Skill, "skill_c", 3)
		newer := []pkg.Hash{w.describe(pkg.Skill, "skill_c", 4), w.describe(pkg.Skill, "skill_c", 5)}
		for _, h := range newer {
			u, err := w.view().Unit(t.Context(), Component, 3)
			must(t, err)
			call, err := w.writer().UpdateUnit(u, h)
			w.refused(stranger, call, "ComponentNotFound")
			w.send(owner, 0, call, err)
		}
		got, err := w.view().Unit(t.Context(), Component, 3)
		must(t, err)
		want := Unit{Component, 3, who(owner), first, newer, []ID{1, 2}, []ID{1, 2, 3}}
		if diff := cmp.Diff(want, got); diff != "" || got.Newest() != newer[1] {
			t.Error(diff)
		}
		uri, err := ask(t.Context(), w.view(), w.at.ComponentRegistry, units().PackTokenURI(big.NewInt(3)), units().UnpackTokenURI)
		if shown, bad := pkg.ParseTokenURI(uri); err != nil || bad != nil || shown != first {
			t.Errorf("the URI is %s, %v, %v", uri, err, bad)
		}
		for kind, want := range map[Kind]ID{Component: 3, Agent: 1} {
			if n, err := w.view().Count(t.Context(), kind); err != nil || n != want {
				t.Errorf("%d %ss, %v", n, kind, err)
			}
		}
		if _, err := w.view().Unit(t.Context(), Agent, 2); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		if _, err := w.view().Service(t.Context(), 1); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		if n, err := w.view().Services(t.Context()); err != nil || n != 0 {
			t.Error(n, err)
		}
	})
}
