package registries

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/agentrt/pkg"
)

// EventKind is what happened to a unit, a service or a multisig.
type EventKind string

// What happens.
const (
	UnitMinted         EventKind = "unit minted"
	UnitUpdated        EventKind = "unit updated"
	ServiceMinted      EventKind = "service minted"
	ServiceUpdated     EventKind = "service updated"
	ServiceActivated   EventKind = "registration opened"
	InstanceRegistered EventKind = "instance registered"
	ServiceDeployed    EventKind = "service deployed"
	MultisigMade       EventKind = "multisig made"
	OperatorSlashed    EventKind = "operator slashed"
	TokensSlashed      EventKind = "operator's tokens slashed"
	ServiceTerminated  EventKind = "service terminated"
	OperatorLeft       EventKind = "operator left"
	OwnerChanged       EventKind = "owner changed" // of a unit or a service, or minted; ID is which, the log's address of what
	AccessRecovered    EventKind = "multisig recovered"
	ServiceRedeployed  EventKind = "multisig handed over"
	SafeReceived       EventKind = "multisig received money"
	OwnerAdded         EventKind = "multisig owner added"
	OwnerRemoved       EventKind = "multisig owner removed"
	SafeMade           EventKind = "Safe made"
	MultisigBound      EventKind = "multisig bound" // to a service; to none if that is 0
	MoneyIn            EventKind = "deposited"      // deposit or bonds
	MoneyOut           EventKind = "refunded"
	TokensIn           EventKind = "tokens deposited"
	TokensOut          EventKind = "tokens refunded"
)

// Event is what a log says. Fields that do not belong to the kind are zero.
type Event struct {
	Kind     EventKind
	Service  ServiceID
	Unit     ID
	UnitKind Kind
	Hash     pkg.Hash       // of metadata
	Account  common.Address // owner, operator, or who sent money
	Instance common.Address
	Agent    ID
	Multisig common.Address
	Token    common.Address
	Amount   *big.Int // that was asked for; what an operator had left may be less
}

// decoders read logs by their first topic.
var decoders = map[common.Hash]func(*types.Log) (Event, bool){
	topic("CreateUnit(uint256,uint8,bytes32)"):                    unitMinted,
	topic("UpdateUnitHash(uint256,uint8,bytes32)"):                unitUpdated,
	topic("CreateService(uint256)"):                               ofService(ServiceMinted, 0),
	topic("CreateService(uint256,bytes32)"):                       ofService(ServiceMinted, 32), // where there are no units
	topic("UpdateService(uint256,bytes32)"):                       ofService(ServiceUpdated, 32),
	topic("ActivateRegistration(uint256)"):                        ofService(ServiceActivated, 0),
	topic("DeployService(uint256)"):                               ofService(ServiceDeployed, 0),
	topic("TerminateService(uint256)"):                            ofService(ServiceTerminated, 0),
	topic("RegisterInstance(address,uint256,address,uint256)"):    registered,
	topic("CreateMultisigWithAgents(uint256,address)"):            multisigMade,
	topic("OperatorSlashed(uint256,address,uint256)"):             slashed(OperatorSlashed),
	topic("OperatorTokenSlashed(uint256,address,uint256)"):        slashed(TokensSlashed),
	topic("OperatorUnbond(address,uint256)"):                      accountAndService(OperatorLeft),
	topic("AccessRecovered(address,uint256)"):                     accountAndService(AccessRecovered),
	topic("ServiceRedeployed(address,uint256,address[],uint256)"): redeployed,
	topic("MultisigBound(address,uint256)"):                       bound,
	topic("Deposit(address,uint256)"):                             money(MoneyIn),
	topic("Refund(address,uint256)"):                              money(MoneyOut),
	topic("TokenDeposit(address,address,uint256)"):                coins(TokensIn),
	topic("TokenRefund(address,address,uint256)"):                 coins(TokensOut),
	topic("Transfer(address,address,uint256)"):                    moved,
	topic("SafeReceived(address,uint256)"):                        received,
	topic("AddedOwner(address)"):                                  ofSafe(OwnerAdded),
	topic("RemovedOwner(address)"):                                ofSafe(OwnerRemoved),
	topic("ProxyCreation(address,address)"):                       safeMade,
}

func topic(signature string) common.Hash { return crypto.Keccak256Hash([]byte(signature)) }

// ParseEvent reads a log of a registry, a recovery module, or a Safe of any
// version. Of other logs, and of those that are not laid out as they should, it
// says false. Anybody can write such logs: who wrote it is the log's address.
func ParseEvent(log *types.Log) (Event, bool) {
	if len(log.Topics) == 0 {
		return Event{}, false
	}
	decode, ok := decoders[log.Topics[0]]
	if !ok {
		return Event{}, false
	}
	return decode(log)
}

// laid tells whether a log has so many topics and bytes.
func laid(log *types.Log, topics, data int) bool {
	return len(log.Topics) == topics && len(log.Data) == data
}

// word32 is a number of 32 bits.
func word32(h common.Hash) (uint32, bool) {
	n := h.Big()
	return uint32(n.Uint64()), n.BitLen() <= 32
}

// account is an address in a word.
func account(h common.Hash) (common.Address, bool) {
	return common.Address(h[12:]), common.BytesToHash(h[12:]) == h
}

func unitMinted(log *types.Log) (Event, bool) {
	event, err := units().UnpackCreateUnitEvent(log)
	if err != nil || !laid(log, 1, 3*32) {
		return Event{}, false
	}
	return unitEvent(UnitMinted, event.UnitId, event.UType, event.UnitHash)
}

func unitUpdated(log *types.Log) (Event, bool) {
	event, err := units().UnpackUpdateUnitHashEvent(log)
	if err != nil || !laid(log, 1, 3*32) {
		return Event{}, false
	}
	return unitEvent(UnitUpdated, event.UnitId, event.UType, event.UnitHash)
}

func unitEvent(kind EventKind, id *big.Int, unitKind uint8, hash [32]byte) (Event, bool) {
	n, ok := word32(common.BigToHash(id))
	return Event{Kind: kind, Unit: ID(n), UnitKind: Kind(unitKind), Hash: hash}, ok && unitKind <= uint8(Agent)
}

// ofService reads a service, and a hash if data is a word.
func ofService(kind EventKind, data int) func(*types.Log) (Event, bool) {
	return func(log *types.Log) (Event, bool) {
		if !laid(log, 2, data) {
			return Event{}, false
		}
		id, ok := word32(log.Topics[1])
		event := Event{Kind: kind, Service: ServiceID(id)}
		copy(event.Hash[:], log.Data)
		return event, ok
	}
}

func registered(log *types.Log) (Event, bool) {
	if !laid(log, 4, 32) {
		return Event{}, false
	}
	operator, a := account(log.Topics[1])
	id, b := word32(log.Topics[2])
	instance, c := account(log.Topics[3])
	agent, d := word32(common.Hash(log.Data))
	return Event{Kind: InstanceRegistered, Service: ServiceID(id), Account: operator, Instance: instance, Agent: ID(agent)}, a && b && c && d
}

func multisigMade(log *types.Log) (Event, bool) {
	if !laid(log, 3, 0) {
		return Event{}, false
	}
	id, a := word32(log.Topics[1])
	multisig, b := account(log.Topics[2])
	return Event{Kind: MultisigMade, Service: ServiceID(id), Multisig: multisig}, a && b
}

func slashed(kind EventKind) func(*types.Log) (Event, bool) {
	return func(log *types.Log) (Event, bool) {
		if !laid(log, 3, 32) {
			return Event{}, false
		}
		operator, a := account(log.Topics[1])
		id, b := word32(log.Topics[2])
		return Event{Kind: kind, Service: ServiceID(id), Account: operator, Amount: new(big.Int).SetBytes(log.Data)}, a && b
	}
}

func accountAndService(kind EventKind) func(*types.Log) (Event, bool) {
	return func(log *types.Log) (Event, bool) {
		if !laid(log, 3, 0) {
			return Event{}, false
		}
		who, a := account(log.Topics[1])
		id, b := word32(log.Topics[2])
		return Event{Kind: kind, Service: ServiceID(id), Account: who}, a && b
	}
}

func redeployed(log *types.Log) (Event, bool) {
	if len(log.Topics) != 3 {
		return Event{}, false
	}
	who, a := account(log.Topics[1])
	id, b := word32(log.Topics[2])
	return Event{Kind: ServiceRedeployed, Service: ServiceID(id), Account: who}, a && b
}

func bound(log *types.Log) (Event, bool) {
	if !laid(log, 3, 0) {
		return Event{}, false
	}
	multisig, a := account(log.Topics[1])
	id, b := word32(log.Topics[2])
	return Event{Kind: MultisigBound, Service: ServiceID(id), Multisig: multisig}, a && b
}

func money(kind EventKind) func(*types.Log) (Event, bool) {
	return func(log *types.Log) (Event, bool) {
		if !laid(log, 2, 32) {
			return Event{}, false
		}
		who, ok := account(log.Topics[1])
		return Event{Kind: kind, Account: who, Amount: new(big.Int).SetBytes(log.Data)}, ok
	}
}

func coins(kind EventKind) func(*types.Log) (Event, bool) {
	return func(log *types.Log) (Event, bool) {
		if !laid(log, 3, 32) {
			return Event{}, false
		}
		who, a := account(log.Topics[1])
		token, b := account(log.Topics[2])
		return Event{Kind: kind, Account: who, Token: token, Amount: new(big.Int).SetBytes(log.Data)}, a && b
	}
}

// moved is of an ERC-721 token: that of ERC-20 tokens has the same first topic,
// and the amount in the data.
func moved(log *types.Log) (Event, bool) {
	if !laid(log, 4, 0) {
		return Event{}, false
	}
	to, a := account(log.Topics[2])
	id, b := word32(log.Topics[3])
	return Event{Kind: OwnerChanged, Account: to, Unit: ID(id), Service: ServiceID(id)}, a && b
}

// received is of a Safe, with the sender as a topic in all versions.
func received(log *types.Log) (Event, bool) {
	if !laid(log, 2, 32) {
		return Event{}, false
	}
	from, ok := account(log.Topics[1])
	return Event{Kind: SafeReceived, Multisig: log.Address, Account: from, Amount: new(big.Int).SetBytes(log.Data)}, ok
}

// ofSafe is of a Safe about an owner: in the data up to 1.3.0, a topic from
// 1.4.1 on.
func ofSafe(kind EventKind) func(*types.Log) (Event, bool) {
	return func(log *types.Log) (Event, bool) {
		word := common.Hash{}
		switch {
		case laid(log, 2, 0):
			word = log.Topics[1]
		case laid(log, 1, 32):
			word = common.Hash(log.Data)
		default:
			return Event{}, false
		}
		owner, ok := account(word)
		return Event{Kind: kind, Multisig: log.Address, Account: owner}, ok
	}
}

// safeMade is of a factory: both addresses are in the data up to 1.3.0, and the
// Safe's is a topic from 1.4.1 on.
func safeMade(log *types.Log) (Event, bool) {
	word := common.Hash{}
	switch {
	case laid(log, 2, 32):
		word = log.Topics[1]
	case laid(log, 1, 64):
		word = common.Hash(log.Data[:32])
	default:
		return Event{}, false
	}
	safe, ok := account(word)
	return Event{Kind: SafeMade, Multisig: safe}, ok
}
