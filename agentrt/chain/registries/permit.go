package registries

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/agentrt/chain"
	"go-acn/agentrt/chain/signing"
)

// ErrOtherPermit says that what an operator signed is not this.
var ErrOtherPermit = errors.New("the signature does not fit")

// Permit is what an operator signs for the owner of a service, who then sends
// the call: to register instances, or to unbond. It works once.
type Permit struct {
	service   Service
	operator  common.Address
	instances []Instance // empty: to unbond
	domain    domain
	nonce     *big.Int
}

// domain is that of EIP-712 of a service manager.
type domain struct {
	name, version string
	chainID       uint64
	manager       common.Address
}

// What tells what it is for: what a call with it does, in words.
func (p Permit) What() string { return p.what() + p.service.lockedOut(p.instances) }

func (p Permit) what() string {
	if len(p.instances) == 0 {
		return fmt.Sprintf("unbond from %s and return what is left of the bonds to operator %v", p.service.ID, p.operator)
	}
	return fmt.Sprintf("register %s with %s, with bonds of %s, for operator %v", listed(p.instances), p.service.ID, p.service.amount(p.service.bonds(p.instances)), p.operator)
}

// The types of EIP-712 that a service manager hashes.
var (
	domainType   = crypto.Keccak256([]byte("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"))
	registerType = crypto.Keccak256([]byte("RegisterAgents(address operator,address serviceOwner,uint256 serviceId,bytes32 agentsData,uint256 nonce)"))
	unbondType   = crypto.Keccak256([]byte("Unbond(address operator,address serviceOwner,uint256 serviceId,uint256 nonce)"))
)

// PermitRegister is for registering instances.
func (v *View) PermitRegister(ctx context.Context, s Service, operator common.Address, instances []Instance) (Permit, error) {
	if len(instances) == 0 || len(instances) > maxInstances {
		return Permit{}, fmt.Errorf("%d instances: 1 to %d", len(instances), maxInstances)
	}
	return v.permit(ctx, s, operator, instances)
}

// PermitUnbond is for leaving.
func (v *View) PermitUnbond(ctx context.Context, s Service, operator common.Address) (Permit, error) {
	return v.permit(ctx, s, operator, nil)
}

func (v *View) permit(ctx context.Context, s Service, operator common.Address, instances []Instance) (Permit, error) {
	way, err := v.serviceManager(ctx)
	if err != nil {
		return Permit{}, err
	}
	p := Permit{service: s, operator: operator, instances: instances, domain: domain{chainID: v.cfg.ChainID, manager: way}}
	var theirs [32]byte
	read := reading{v: v, strict: true}
	set(ctx, &read, &p.domain.name, way, manager().PackNAME(), manager().UnpackNAME)
	set(ctx, &read, &p.domain.version, way, manager().PackVERSION(), manager().UnpackVERSION)
	set(ctx, &read, &theirs, way, manager().PackGetDomainSeparator(), manager().UnpackGetDomainSeparator)
	if len(instances) > 0 {
		set(ctx, &read, &p.nonce, way, manager().PackGetOperatorRegisterAgentsNonce(operator, s.ID.number()), manager().UnpackGetOperatorRegisterAgentsNonce)
	} else {
		set(ctx, &read, &p.nonce, way, manager().PackGetOperatorUnbondNonce(operator, s.ID.number()), manager().UnpackGetOperatorUnbondNonce)
	}
	switch {
	case read.err != nil:
		return Permit{}, fmt.Errorf("reading what operators sign: %w", read.err)
	case p.domain.hash() != theirs:
		return Permit{}, errors.New("the manager hashes what operators sign in a way of its own")
	}
	return p, nil
}

func (d domain) hash() common.Hash {
	return crypto.Keccak256Hash(domainType, crypto.Keccak256([]byte(d.name)), crypto.Keccak256([]byte(d.version)),
		common.BigToHash(new(big.Int).SetUint64(d.chainID)).Bytes(), word(d.manager))
}

func word(a common.Address) []byte { return common.BytesToHash(a[:]).Bytes() }

// Hash is what is signed.
func (p Permit) Hash() common.Hash {
	parts := [][]byte{unbondType, word(p.operator), word(p.service.Owner), common.BigToHash(p.service.ID.number()).Bytes()}
	if len(p.instances) > 0 {
		parts[0] = registerType
		agents := p.agents()
		parts = append(parts, agents[:])
	}
	parts = append(parts, common.BigToHash(p.nonce).Bytes())
	domain := p.domain.hash()
	return crypto.Keccak256Hash([]byte{0x19, 0x01}, domain[:], crypto.Keccak256(parts...))
}

// Lists as Solidity encodes them.
var addressesAndAgents = abi.Arguments{{Type: typeOf("address[]")}, {Type: typeOf("uint32[]")}}

func typeOf(name string) abi.Type {
	t, err := abi.NewType(name, "", nil)
	if err != nil {
		panic("registries: a mistyped type")
	}
	return t
}

// agents is the hash of the instances and their agents.
func (p Permit) agents() common.Hash {
	addresses, agents := Candidate{Instances: p.instances}.packed()
	packed, err := addressesAndAgents.Pack(addresses, agents)
	if err != nil {
		panic("registries: lists of addresses and numbers cannot be encoded")
	}
	return crypto.Keccak256Hash(packed)
}

// member is one of a type of EIP-712.
type member struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// Request is what the operator signs, for any signer.
func (p Permit) Request() (signing.Request, error) {
	message := map[string]string{
		"operator": p.operator.Hex(), "serviceOwner": p.service.Owner.Hex(),
		"serviceId": strconv.FormatUint(uint64(p.service.ID), 10), "nonce": p.nonce.String(),
	}
	kind := "Unbond"
	members := []member{{"operator", "address"}, {"serviceOwner", "address"}, {"serviceId", "uint256"}}
	if len(p.instances) > 0 {
		kind = "RegisterAgents"
		members = append(members, member{"agentsData", "bytes32"})
		agents := p.agents()
		message["agentsData"] = hexutil.Encode(agents[:])
	}
	text, err := json.Marshal(struct {
		Types       map[string][]member `json:"types"`
		PrimaryType string              `json:"primaryType"`
		Domain      map[string]string   `json:"domain"`
		Message     map[string]string   `json:"message"`
	}{
		map[string][]member{
			"EIP712Domain": {{"name", "string"}, {"version", "string"}, {"chainId", "uint256"}, {"verifyingContract", "address"}},
			kind:           append(members, member{"nonce", "uint256"}),
		},
		kind,
		map[string]string{
			"name": p.domain.name, "version": p.domain.version,
			"chainId": strconv.FormatUint(p.domain.chainID, 10), "verifyingContract": p.domain.manager.Hex(),
		},
		message,
	})
	if err != nil {
		return signing.Request{}, fmt.Errorf("encoding what an operator signs: %w", err)
	}
	return signing.Document(chain.Digest(p.Hash()), text), nil
}

// Last bytes of signatures that are not of a key: of a contract, and of a hash
// that was approved on the chain.
const (
	byContract = 4
	byApproval = 5
)

// check makes sure that a signature is the operator's, if that can be told.
func (p Permit) check(signature []byte) error {
	if len(signature) == signing.SignatureSize && (signature[64] == byContract || signature[64] == byApproval) {
		return nil
	}
	signer, err := signing.Recover(p.Hash(), signature)
	switch {
	case err != nil:
		return err
	case signer != p.operator:
		return fmt.Errorf("%w: it is not operator %v's of this, but %v's, or of something else", ErrOtherPermit, p.operator, signer)
	}
	return nil
}

// RegisterSigned registers the instances of an operator who signed for that.
// The owner of the service sends it and pays bonds in the currency of the
// chain; tokens are the operator's.
func (w *Writer) RegisterSigned(s Service, c Candidate, p Permit, signature []byte) (Call, error) {
	if p.operator != c.Operator || p.service.ID != s.ID || listed(p.instances) != listed(c.Instances) || len(p.instances) == 0 {
		return Call{}, errors.New("registering: the permit is for something else")
	}
	if err := errors.Join(p.check(signature), w.Registrable(s, c)); err != nil {
		return Call{}, fmt.Errorf("registering with %s: %w", s.ID, err)
	}
	addresses, agents := c.packed()
	return Call{
		To: w.ServiceManager, Data: manager().PackRegisterAgentsWithSignature(c.Operator, s.ID.number(), addresses, agents, signature), Value: s.wei(c.Instances),
		What: p.what() + ", who signed for that" + s.lockedOut(c.Instances),
		Who:  s.owned(), After: s.afterJoining(c.Instances),
	}, nil
}

// UnbondSigned lets an operator leave who signed for that. The owner of the
// service sends it; the operator gets the money.
func (w *Writer) UnbondSigned(s Service, o Operator, p Permit, signature []byte) (Call, error) {
	if p.operator != o.Address || p.service.ID != s.ID || len(p.instances) > 0 {
		return Call{}, errors.New("unbonding: the permit is for something else")
	}
	if err := errors.Join(p.check(signature), s.need("unbonding", TerminatedBonded)); err != nil {
		return Call{}, fmt.Errorf("unbonding from %s: %w", s.ID, err)
	}
	return Call{
		To: w.ServiceManager, Data: manager().PackUnbondWithSignature(o.Address, s.ID.number(), signature), Value: new(big.Int),
		What: p.What() + ", who signed for that, at most " + s.amount(o.Balance),
		Who:  s.owned(),
	}, nil
}
