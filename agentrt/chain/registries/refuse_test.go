package registries

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/agentrt/pkg"
	"go-acn/internal/devchain"
	"go-acn/internal/devchain/published"
)

// What the registry would refuse, the writer refuses before, and says why.
func TestTermsAreChecked(t *testing.T) {
	good := Terms{Config: pkg.Hash{1}, Threshold: 3, Slots: []Slot{{Agent: 1, Count: 2, Bond: big.NewInt(1)}, {Agent: 2, Count: 2, Bond: maxBond}}}
	w := &Writer{Managers: Managers{ServiceManager: common.Address{1}, TokenUtility: common.Address{2}}}
	if _, err := w.MintService(who(owner), good, 2); err != nil {
		t.Fatal(err)
	}
	slots := func(list ...Slot) func(*Terms) { return func(t *Terms) { t.Slots = list } }
	one := big.NewInt(1)
	for name, c := range map[string]struct {
		change func(*Terms)
		want   string
	}{
		"no metadata":        {func(t *Terms) { t.Config = pkg.Hash{} }, "no metadata"},
		"no agents":          {slots(), "without agents"},
		"threshold too low":  {func(t *Terms) { t.Threshold = 2 }, "3 to 4"},
		"threshold too high": {func(t *Terms) { t.Threshold = 5 }, "3 to 4"},
		"no instances":       {slots(Slot{1, 0, one, nil}), "no instances"},
		"no bond":            {slots(Slot{1, 4, new(big.Int), nil}), "a bond of 0"},
		"bond of nothing":    {slots(Slot{1, 4, nil, nil}), "a bond of"},
		"bond too big":       {slots(Slot{1, 4, new(big.Int).Add(maxBond, one), nil}), "2^96"},
		"ids go down":        {slots(Slot{2, 2, one, nil}, Slot{1, 2, one, nil}), "go up"},
		"an id twice":        {slots(Slot{1, 2, one, nil}, Slot{1, 2, one, nil}), "go up"},
		"no such agent":      {slots(Slot{3, 4, one, nil}), "1 to 2"},
		"agent 0":            {slots(Slot{0, 4, one, nil}), "1 to 2"},
		"too many instances": {slots(Slot{1, maxInstances + 1, one, nil}), "1 to 256"},
	} {
		terms := good
		c.change(&terms)
		if _, err := w.MintService(who(owner), terms, 2); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct {
		w     Writer
		owner common.Address
		token common.Address
	}{
		"paused":      {Writer{Managers: Managers{ServiceManager: common.Address{1}, ServicesPaused: true}}, who(owner), common.Address{}},
		"no services": {Writer{}, who(owner), common.Address{}},
		"no owner":    {*w, common.Address{}, common.Address{}},
		"no tokens":   {Writer{Managers: Managers{ServiceManager: common.Address{1}}}, who(owner), common.Address{9}},
	} {
		terms := good
		terms.Token = c.token
		if _, err := c.w.MintService(c.owner, terms, 2); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// Thresholds are those of the contracts, for any number of instances.
func TestLeastThreshold(t *testing.T) {
	for n, want := range map[uint32]uint32{1: 1, 2: 2, 3: 3, 4: 3, 5: 4, 6: 5, 7: 5, 10: 7, 31: 21, 1<<32 - 1: 2863311531} {
		if got := LeastThreshold(n); got != want {
			t.Errorf("of %d: %d, want %d", n, got, want)
		}
	}
}

func TestUnitsAreChecked(t *testing.T) {
	w := &Writer{Managers: Managers{UnitManager: common.Address{1}}}
	h := pkg.Hash{1}
	for name, call := range map[string]func() (Call, error){
		"no owner":       func() (Call, error) { return w.MintUnit(Component, common.Address{}, h, nil, 9) },
		"no metadata":    func() (Call, error) { return w.MintUnit(Component, who(1), pkg.Hash{}, nil, 9) },
		"a bare agent":   func() (Call, error) { return w.MintUnit(Agent, who(1), h, nil, 9) },
		"ids go down":    func() (Call, error) { return w.MintUnit(Agent, who(1), h, []ID{2, 1}, 9) },
		"no such id":     func() (Call, error) { return w.MintUnit(Agent, who(1), h, []ID{10}, 9) },
		"another kind":   func() (Call, error) { return w.MintUnit(2, who(1), h, nil, 9) },
		"the same again": func() (Call, error) { return w.UpdateUnit(Unit{Hash: pkg.Hash{2}, Updates: []pkg.Hash{h}}, h) },
		"to nothing":     func() (Call, error) { return w.UpdateUnit(Unit{Hash: h}, pkg.Hash{}) },
		"no registry":    func() (Call, error) { return new(Writer).MintUnit(Component, who(1), h, nil, 9) },
		"paused": func() (Call, error) {
			return (&Writer{Managers: Managers{UnitManager: common.Address{1}, UnitsPaused: true}}).MintUnit(Component, who(1), h, nil, 9)
		},
	} {
		if _, err := call(); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// Each refusal of the writer has its equal on the chain.
func TestRegistrationIsChecked(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		other := w.mint(w.terms(common.Address{}, 5))
		w.activate(other)
		w.register(other.ID, another, 4)
		s := w.mint(w.terms(common.Address{}, 5))
		var state *StateError
		if _, err := w.writer().Register(s, w.candidate(s, operator, 1)); !errors.As(err, &state) || state.State != PreRegistration {
			t.Error(err)
		}
		w.activate(s)
		s = w.service(s.ID)
		for name, c := range map[string]struct {
			by        int
			instances []Instance
			want      string // of the writer
			refusal   string // of the chain
		}{
			"an operator that is an instance": {4, []Instance{{who(1), 1}}, "is an instance itself", "WrongOperator"},
			"itself":                          {operator, []Instance{{who(operator), 1}}, "cannot be an instance as well", "WrongOperator"},
			"one that serves elsewhere":       {operator, []Instance{{who(4), 1}}, "registered already", "AgentInstanceRegistered"},
			"one twice":                       {operator, []Instance{{who(1), 1}, {who(1), 1}}, "twice", "AgentInstanceRegistered"},
			"another agent":                   {operator, []Instance{{who(1), 2}}, "no slots for agent 2", "AgentNotInService"},
			"too many":                        {operator, []Instance{{who(0), 1}, {who(1), 1}, {who(2), 1}, {who(3), 1}, {who(stranger), 1}}, "taken", "AgentInstancesSlotsFilled"},
		} {
			candidate, err := w.view().Candidate(t.Context(), s, who(c.by), c.instances)
			must(t, err)
			if _, err := w.writer().Register(s, candidate); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", name, err)
			}
			addresses, agents := candidate.packed()
			w.refused(c.by, Call{
				To: w.at.ServiceManagerProxy, Data: manager().PackRegisterAgents(s.ID.number(), addresses, agents), Value: s.wei(c.instances), What: name,
			}, c.refusal)
		}
	})
}

// States are checked for every step of a life.
func TestStatesAreChecked(t *testing.T) {
	w := &Writer{Managers: Managers{SlashedFunds: new(big.Int)}}
	steps := map[string]struct {
		do func(Service) (Call, error)
		in []State
	}{
		"update":    {func(s Service) (Call, error) { return w.Update(s, Terms{}, 1) }, []State{PreRegistration}},
		"activate":  {func(s Service) (Call, error) { return w.Activate(s, Purse{}) }, []State{PreRegistration}},
		"register":  {func(s Service) (Call, error) { return w.Register(s, Candidate{}) }, []State{ActiveRegistration}},
		"deploy":    {func(s Service) (Call, error) { return w.Deploy(s, Foresight{}) }, []State{FinishedRegistration}},
		"terminate": {w.Terminate, []State{ActiveRegistration, FinishedRegistration, Deployed}},
		"unbond":    {func(s Service) (Call, error) { return w.Unbond(s, Operator{Balance: new(big.Int)}) }, []State{TerminatedBonded}},
		"recover":   {func(s Service) (Call, error) { return w.Recover(s, Multisig{}, common.Address{}) }, []State{PreRegistration}},
		"slash":     {func(s Service) (Call, error) { _, err := w.Slash(s, nil); return Call{}, err }, []State{Deployed}},
	}
	for name, step := range steps {
		for state := NonExistent; state <= TerminatedBonded; state++ {
			_, err := step.do(Service{State: state, Deposit: new(big.Int)})
			var wrong *StateError
			if refused := errors.As(err, &wrong); refused == slices.Contains(step.in, state) {
				t.Errorf("%s in %s: %v", name, state, err)
			}
		}
	}
	if _, err := w.Drain(); err == nil {
		t.Error("drained nothing")
	}
}

func TestSlashIsChecked(t *testing.T) {
	w := &Writer{Managers: Managers{TokenUtility: common.Address{2}}}
	s := Service{State: Deployed, Operators: []Operator{{Address: who(operator), Instances: []common.Address{who(1), who(2)}, Balance: big.NewInt(10)}}}
	one := big.NewInt(1)
	for name, offences := range map[string][]Offence{
		"nobody": nil, "a stranger": {{who(stranger), one}}, "nothing": {{who(1), new(big.Int)}}, "no amount": {{who(1), nil}},
		"too much": {{who(1), new(big.Int).Add(maxBond, one)}}, "twice": {{who(1), one}, {who(1), one}},
	} {
		if _, err := w.Slash(s, offences); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	calls, err := w.Slash(s, []Offence{{who(1), maxBond}})
	if err != nil || len(calls) != 1 {
		t.Error(calls, err)
	}
	// Both instances answer for the same balance.
	for amounts, want := range map[[2]int64]string{{4, 6}: "", {4, 7}: "(no more than 6 wei is there)", {11, 1}: "(no more than 0 wei is there)"} {
		calls, err := w.Slash(s, []Offence{{who(1), big.NewInt(amounts[0])}, {who(2), big.NewInt(amounts[1])}})
		if err != nil || !strings.HasSuffix(calls[0].What, cmp.Or(want, who(2).Hex())) {
			t.Errorf("%v: %v, %v", amounts, calls, err)
		}
	}
}

// Only operators on the whitelist register, if there is one that counts.
func TestWhitelist(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		s := w.mint(w.terms(common.Address{}, 5))
		w.activate(s)
		s = w.service(s.ID)
		free, err := w.writer().Register(s, w.candidate(s, another, 1))
		must(t, err)
		call, err := w.writer().Admit(s, []common.Address{who(operator)}, true, true)
		w.refused(stranger, call, "OwnerOnly")
		w.send(owner, 0, call, err)
		if _, err := w.writer().Register(s, w.candidate(s, another, 1)); err == nil || !strings.Contains(err.Error(), "whitelist") {
			t.Error(err)
		}
		w.refused(another, free, "WrongOperator")
		w.register(s.ID, operator, 2)
		call, err = w.writer().Admit(s, nil, false, false)
		w.send(owner, 0, call, err)
		w.register(s.ID, another, 1)
	})
}

// A chain without registries of units has services, and says what it lacks.
func TestWithoutUnits(t *testing.T) {
	folder := checkout(t)
	w := newWorld(t, devchain.Config{})
	at, err := published.DeployRealL2(t.Context(), w.Chain, folder)
	must(t, err)
	w.use(at)
	call, err := w.writer().MintService(who(owner), Terms{Config: w.describe(pkg.Service, "service", 20), Slots: []Slot{{Agent: 25, Count: 4, Bond: big.NewInt(3)}}, Threshold: 3}, 0)
	receipt := w.send(stranger, 1, call, err)
	if id, ok := MintedService(receipt.Logs, at.ServiceRegistry); !ok || id != 1 {
		t.Errorf("minted %v, %t", id, ok)
	}
	w.activate(w.service(1))
	if _, err := w.view().Unit(t.Context(), Agent, 25); !errors.Is(err, ErrNoUnits) {
		t.Error(err)
	}
	if _, err := w.reader.Agree(t.Context(), w.files, w.service(1), &pkg.Node{ID: pkg.ID{Kind: pkg.Service}}); !errors.Is(err, ErrNoUnits) {
		t.Error(err)
	}
	if _, err := w.writer().MintUnit(Component, who(1), pkg.Hash{1}, nil, 0); !errors.Is(err, ErrNoUnits) {
		t.Error(err)
	}
	r, err := w.reader.Resolve(t.Context(), w.files, 1)
	if err != nil || r.Package != (pkg.Hash{20}) || len(r.Service.Components) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestConfigIsChecked(t *testing.T) {
	some := common.Address{1}
	for name, cfg := range map[string]Config{
		"nothing": {}, "no chain": {ServiceRegistry: some}, "no registry": {ChainID: 1}, "components only": {ChainID: 1, ServiceRegistry: some, ComponentRegistry: some},
	} {
		if _, err := NewReader(cfg, nil); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// Where there is nothing, or something else, that is said.
func TestWrongAddress(t *testing.T) {
	w := newWorld(t, devchain.Config{})
	w.at.ServiceRegistry = who(1)
	w.use(w.at)
	if _, err := w.view().Service(t.Context(), 1); !errors.Is(err, ErrNoContract) {
		t.Error(err)
	}
	if _, err := w.view().Multisig(t.Context(), who(1)); !errors.Is(err, ErrNoContract) {
		t.Error(err)
	}
	if _, err := w.view().Count(t.Context(), Agent); !errors.Is(err, ErrNoUnits) {
		t.Error(err)
	}
}
