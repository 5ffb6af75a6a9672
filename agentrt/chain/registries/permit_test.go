package registries

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/agentrt/chain"
	"go-acn/internal/devchain"
)

// sign has an operator sign a permit.
func (w *world) sign(p Permit, i int) []byte {
	w.t.Helper()
	hash := p.Hash()
	signature, err := crypto.Sign(hash[:], w.keys[who(i)])
	must(w.t, err)
	signature[64] += 27
	return signature
}

// The owner registers and lets go an operator who only signs.
func TestPermits(t *testing.T) {
	eachRegistry(t, func(t *testing.T, w *world) {
		w.units()
		s := w.mint(w.terms(common.Address{}, 5))
		w.activate(s)
		s = w.service(s.ID)
		c := w.candidate(s, operator, 1, 2, 3, 4)
		p, err := w.view().PermitRegister(t.Context(), s, c.Operator, c.Instances)
		must(t, err)
		addresses, agents := c.packed()
		theirs, err := ask(t.Context(), w.view(), w.at.ServiceManagerProxy,
			manager().PackGetRegisterAgentsHash(c.Operator, s.Owner, s.ID.number(), addresses, agents, new(big.Int)), manager().UnpackGetRegisterAgentsHash)
		must(t, err)
		if p.Hash() != theirs {
			t.Fatalf("ours is %v, the manager's %x", p.Hash(), theirs)
		}
		signature := w.sign(p, operator)
		call, err := w.writer().RegisterSigned(s, c, p, signature)
		w.refused(stranger, call, "OwnerOnly")
		w.send(owner, s.ID, call, err)
		w.refused(owner, call, "WrongOperatorAddress") // it works once
		w.terminate(s.ID)

		s = w.service(s.ID)
		if p, err = w.view().PermitUnbond(t.Context(), s, c.Operator); err != nil {
			t.Fatal(err)
		}
		theirs, err = ask(t.Context(), w.view(), w.at.ServiceManagerProxy,
			manager().PackGetUnbondHash(c.Operator, s.Owner, s.ID.number(), new(big.Int)), manager().UnpackGetUnbondHash)
		must(t, err)
		if p.Hash() != theirs {
			t.Fatalf("ours is %v, the manager's %x", p.Hash(), theirs)
		}
		o, err := w.view().Bonded(t.Context(), s, c.Operator)
		must(t, err)
		call, err = w.writer().UnbondSigned(s, o, p, w.sign(p, operator))
		w.send(owner, s.ID, call, err)
		if now := w.service(s.ID); now.State != PreRegistration {
			t.Errorf("in %s", now.State)
		}
	})
}

func TestPermitsAreChecked(t *testing.T) {
	w := newWorld(t, devchain.Config{Contracts: true})
	w.use(w.Contracts())
	w.units()
	s := w.mint(w.terms(common.Address{}, 5))
	w.activate(s)
	s = w.service(s.ID)
	c := w.candidate(s, operator, 1, 2)
	p, err := w.view().PermitRegister(t.Context(), s, c.Operator, c.Instances)
	must(t, err)
	leave, err := w.view().PermitUnbond(t.Context(), s, c.Operator)
	must(t, err)
	good := w.sign(p, operator)
	for name, call := range map[string]func() (Call, error){
		"another's signature": func() (Call, error) { return w.writer().RegisterSigned(s, c, p, w.sign(p, another)) },
		"too short":           func() (Call, error) { return w.writer().RegisterSigned(s, c, p, good[:64]) },
		"to unbond":           func() (Call, error) { return w.writer().RegisterSigned(s, c, leave, w.sign(leave, operator)) },
		"other instances":     func() (Call, error) { return w.writer().RegisterSigned(s, w.candidate(s, operator, 1, 3), p, good) },
		"another operator":    func() (Call, error) { return w.writer().RegisterSigned(s, w.candidate(s, another, 1, 2), p, good) },
		"unbonding too early": func() (Call, error) {
			return w.writer().UnbondSigned(s, Operator{Address: c.Operator}, leave, w.sign(leave, operator))
		},
		"to register": func() (Call, error) { return w.writer().UnbondSigned(s, Operator{Address: c.Operator}, p, good) },
	} {
		if _, err := call(); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	for _, p := range []Permit{p, leave} {
		request, err := p.Request()
		if err != nil || request.Digest() != chain.Digest(p.Hash()) {
			t.Errorf("%v, %v", request, err)
		}
	}
}
