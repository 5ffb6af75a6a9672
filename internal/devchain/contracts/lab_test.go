package contracts_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/internal/devchain/contracts"
)

// Only the transmitter reports prices, one for each round.
func TestPriceFeed(t *testing.T) {
	w := newWorld(t)
	feed := func(from int, method string, args ...any) call {
		return call{from, w.PriceFeed, &contracts.PriceFeed, method, args, nil}
	}
	transmit := feed(5, "transmit", big.NewInt(1), big.NewInt(4_200))
	w.refused("NoDataPresent[]", feed(5, "latestRoundData"))
	w.refused("TransmitterOnly["+w.accounts[5].Address.String()+" 0x0000000000000000000000000000000000000000]", transmit)
	w.do(feed(0, "changeTransmitter", w.accounts[5].Address))
	receipt := w.do(transmit)
	w.refused("WrongRound[1 2]", transmit)
	header, err := w.Client().HeaderByNumber(t.Context(), receipt.BlockNumber)
	must(t, err)
	w.shows(fmt.Sprintf("1 4200 %d %d 1", header.Time, header.Time), w.PriceFeed, &contracts.PriceFeed, "latestRoundData")
	w.do(feed(5, "transmit", big.NewInt(2), big.NewInt(-1)))
	w.shows("-1", w.PriceFeed, &contracts.PriceFeed, "latestAnswer")
	w.shows(fmt.Sprintf("1 4200 %d %d 1", header.Time, header.Time), w.PriceFeed, &contracts.PriceFeed, "getRoundData", big.NewInt(1))
}

// A keeper bonds, waits, works both jobs, is paid, and leaves.
func TestKeeper(t *testing.T) {
	w := newWorld(t)
	const me = 5
	who := w.accounts[me].Address
	keeper := func(method string, args ...any) call {
		return call{me, w.Keep3r, &contracts.Keep3r, method, args, nil}
	}
	interval := call{me, w.IntervalJob, &contracts.IntervalJob, "work", nil, nil}
	demand := call{me, w.DemandJob, &contracts.DemandJob, "work", nil, nil}
	w.shows(text([]common.Address{w.IntervalJob, w.DemandJob}), w.Keep3r, &contracts.Keep3r, "getJobs")
	w.refused("KeeperOnly["+who.String()+"]", interval)
	w.refused("BondsUnexistent[]", keeper("activate", w.Token))
	w.refused("TokenUnallowed["+w.OtherToken.String()+"]", keeper("bond", w.OtherToken, ether(10)))
	w.refused("InsufficientAllowance["+w.Keep3r.String()+" 0 "+ether(10).String()+"]", keeper("bond", w.Token, ether(10)))
	w.do(w.token(me, "approve", w.Keep3r, ether(10)))
	w.do(keeper("bond", w.Token, ether(10)))
	if got := w.refusal(who, w.Keep3r, w.data(keeper("activate", w.Token)), nil); !strings.HasPrefix(got, "BondsLocked[") {
		t.Error(got)
	}
	must(t, w.Warp(10*time.Second))
	w.do(keeper("activate", w.Token))
	w.shows("true", w.Keep3r, &contracts.Keep3r, "isKeeper", who)
	w.shows(who.String(), w.Keep3r, &contracts.Keep3r, "keepers")

	w.do(interval)
	w.refused("NotWorkable[]", interval)
	must(t, w.Warp(10*time.Second))
	w.shows("true", w.IntervalJob, &contracts.IntervalJob, "workable")
	for range 3 {
		w.refused("NotWorkable[]", demand)
		w.do(call{7, w.DemandJob, &contracts.DemandJob, "request", nil, nil})
	}
	if got := events(t, w.do(demand)); strings.Join(got, " ") != "Transfer KeeperWork Work" && strings.Join(got, " ") != "Transfer Approval KeeperWork Work" {
		t.Errorf("events %v", got)
	}
	w.shows(ether(12).String(), w.Keep3r, &contracts.Keep3r, "bonds", who, w.Token)
	w.refused("JobUnapproved["+who.String()+"]", keeper("worked", who))

	must(t, w.Warp(10*time.Second))
	w.refused("nothing", interval)
	w.do(keeper("unbond", w.Token, ether(12)))
	w.refused("KeeperOnly["+who.String()+"]", interval)
	if got := w.refusal(who, w.Keep3r, w.data(keeper("withdraw", w.Token)), nil); !strings.HasPrefix(got, "UnbondsLocked[") {
		t.Error(got)
	}
	must(t, w.Warp(10*time.Second))
	before := w.holds(who)
	w.do(keeper("withdraw", w.Token))
	if got := w.holds(who); new(big.Int).Sub(got, before).Cmp(ether(12)) != 0 {
		t.Errorf("had %v, has %v", before, got)
	}
}

// A keeper that was revoked cannot work, nor take its bond.
func TestRevoked(t *testing.T) {
	w := newWorld(t)
	who := w.accounts[5].Address
	keeper := func(method string, args ...any) call {
		return call{5, w.Keep3r, &contracts.Keep3r, method, args, nil}
	}
	w.do(w.token(5, "approve", w.Keep3r, ether(10)))
	w.do(keeper("bond", w.Token, ether(10)))
	must(t, w.Warp(10*time.Second))
	w.do(keeper("activate", w.Token))
	w.refused("OwnerOnly["+who.String()+" "+w.accounts[0].Address.String()+"]", keeper("revoke", who))
	w.do(call{0, w.Keep3r, &contracts.Keep3r, "revoke", []any{who}, nil})
	w.refused("KeeperOnly["+who.String()+"]", call{5, w.IntervalJob, &contracts.IntervalJob, "work", nil, nil})
	w.refused("Blacklisted["+who.String()+"]", keeper("bond", w.Token, ether(1)))
	w.do(keeper("unbond", w.Token, ether(10)))
	must(t, w.Warp(10*time.Second))
	w.refused("Blacklisted["+who.String()+"]", keeper("withdraw", w.Token))
}

// Votes follow the tokens, and what they were stays known.
func TestVotes(t *testing.T) {
	w := newWorld(t)
	votes := func(account int, want int64) {
		t.Helper()
		w.shows(ether(want).String(), w.Token, &contracts.LabToken, "getVotes", w.accounts[account].Address)
	}
	w.do(w.token(1, "delegate", w.accounts[5].Address))
	w.do(w.token(2, "delegate", w.accounts[6].Address))
	votes(5, 100_000)
	before := w.do(w.token(1, "transfer", w.accounts[2].Address, ether(30_000))).BlockNumber
	votes(5, 70_000)
	votes(6, 130_000)
	w.do(w.token(1, "transfer", w.accounts[3].Address, ether(20_000))) // who votes with nobody
	votes(5, 50_000)
	w.do(w.token(0, "mint", w.accounts[1].Address, ether(5)))
	votes(5, 50_005)
	w.do(w.token(1, "delegate", w.accounts[6].Address))
	votes(5, 0)
	votes(6, 180_005)
	w.shows(ether(70_000).String(), w.Token, &contracts.LabToken, "getPastVotes", w.accounts[5].Address, before)
	head, err := w.Client().BlockNumber(t.Context())
	must(t, err)
	w.refused(fmt.Sprintf("FutureLookup[%d %d]", head, head), w.token(1, "getPastVotes", w.accounts[5].Address, new(big.Int).SetUint64(head)))
}

// Votes are those of OpenZeppelin: 0 against, 1 for, 2 abstain, by tokens
// delegated when voting began.
func TestGovernor(t *testing.T) {
	w := newWorld(t)
	what := w.data(w.token(0, "transfer", nobody, ether(1)))
	description := "pay nobody"
	proposal := []any{[]common.Address{w.Token}, []*big.Int{new(big.Int)}, [][]byte{what}}
	propose := call{1, w.Governor, &contracts.Governor, "propose", append(proposal[:3:3], description), nil}
	execute := call{5, w.Governor, &contracts.Governor, "execute", append(proposal[:3:3], crypto.Keccak256Hash([]byte(description))), nil}
	vote := func(from int, id *big.Int, support uint8) call {
		return call{from, w.Governor, &contracts.Governor, "castVote", []any{id, support}, nil}
	}
	w.do(w.token(9, "transfer", w.Governor, ether(1)))
	w.do(w.token(1, "delegate", w.accounts[1].Address))
	w.do(w.token(2, "delegate", w.accounts[1].Address)) // both vote as one
	w.do(w.token(3, "delegate", w.accounts[3].Address))
	w.do(w.token(4, "delegate", w.accounts[4].Address))

	receipt := w.do(propose)
	id := new(big.Int).SetBytes(receipt.Logs[0].Data[:32])
	state := func(want string) {
		t.Helper()
		w.shows(want, w.Governor, &contracts.Governor, "state", id)
	}
	state("0")
	if got := w.refusal(w.accounts[1].Address, w.Governor, w.data(vote(1, id, 1)), nil); !strings.HasPrefix(got, "GovernorUnexpectedProposalState[") {
		t.Error(got)
	}
	must(t, w.Mine(1))
	w.do(w.token(5, "delegate", w.accounts[3].Address)) // too late to count
	state("1")
	w.refused("GovernorInvalidVoteType[]", vote(1, id, 3))
	w.do(vote(1, id, 1))
	w.refused("GovernorAlreadyCastVote["+w.accounts[1].Address.String()+"]", vote(1, id, 0))
	w.do(vote(3, id, 0))
	w.do(vote(4, id, 2))
	w.shows(strings.Join([]string{ether(100_000).String(), ether(200_000).String(), ether(100_000).String()}, " "),
		w.Governor, &contracts.Governor, "proposalVotes", id)
	if got := w.refusal(w.accounts[5].Address, w.Governor, w.data(execute), nil); !strings.HasPrefix(got, "GovernorUnexpectedProposalState[") {
		t.Error(got)
	}
	must(t, w.Mine(20))
	state("4")
	w.do(execute)
	state("7")
	if got := w.holds(nobody); got.Cmp(ether(1)) != 0 {
		t.Errorf("nobody has %v", got)
	}
	w.refused(fmt.Sprintf("GovernorNonexistentProposal[%d]", 1), vote(1, big.NewInt(1), 1))
}

// More votes against than for, or too few: defeated.
func TestDefeated(t *testing.T) {
	w := newWorld(t)
	w.do(w.token(1, "delegate", w.accounts[1].Address))
	for description, support := range map[string]uint8{"against": 0, "abstain": 2, "nobody": 3} {
		receipt := w.do(call{1, w.Governor, &contracts.Governor, "propose",
			[]any{[]common.Address{nobody}, []*big.Int{new(big.Int)}, [][]byte{{}}, description}, nil})
		id := new(big.Int).SetBytes(receipt.Logs[0].Data[:32])
		must(t, w.Mine(2))
		if support < 3 {
			w.do(call{1, w.Governor, &contracts.Governor, "castVote", []any{id, support}, nil})
		}
		must(t, w.Mine(25))
		w.shows("3", w.Governor, &contracts.Governor, "state", id)
	}
}

// Weights move in a straight line, and only for the manager.
func TestManagedPool(t *testing.T) {
	w := newWorld(t)
	pool := func(from int, method string, args ...any) call {
		return call{from, w.ManagedPool, &contracts.ManagedPool, method, args, nil}
	}
	weights := func(percent ...int64) (list []*big.Int) {
		for _, p := range percent {
			list = append(list, milli(p*10))
		}
		return list
	}
	tokens := []common.Address{w.Token, w.OtherToken}
	must(t, w.Mine(1)) // the clock of the genesis is at zero
	header, err := w.Client().HeaderByNumber(t.Context(), nil)
	must(t, err)
	begin := new(big.Int).SetUint64(header.Time + 100)
	end := new(big.Int).Add(begin, big.NewInt(1000))
	update := pool(5, "updateWeightsGradually", begin, end, tokens, weights(90, 10))
	w.refused("ManagerOnly["+w.accounts[5].Address.String()+" 0x0000000000000000000000000000000000000000]", update)
	w.do(pool(0, "changeManager", w.accounts[5].Address))
	w.refused("WeightsMismatch["+milli(990).String()+"]", pool(5, "updateWeightsGradually", begin, end, tokens, weights(90, 9)))
	w.refused("TokensMismatch[]", pool(5, "updateWeightsGradually", begin, end, tokens[:1], weights(90, 10)))
	w.do(update)
	w.shows(text(weights(50, 50)), w.ManagedPool, &contracts.ManagedPool, "getNormalizedWeights")
	must(t, w.Warp(600*time.Second))
	if half := w.read(w.ManagedPool, &contracts.ManagedPool, "getNormalizedWeights")[0].([]*big.Int); half[0].Cmp(milli(680)) < 0 || half[0].Cmp(milli(720)) > 0 {
		t.Errorf("about half-way: %v", half)
	}
	must(t, w.Warp(600*time.Second))
	w.shows(text(weights(90, 10)), w.ManagedPool, &contracts.ManagedPool, "getNormalizedWeights")
	w.shows(fmt.Sprint(begin, " ", end, " [", text(weights(90, 10))), w.ManagedPool, &contracts.ManagedPool, "getGradualWeightUpdateParams")

	w.do(pool(5, "addAllowedAddress", nobody))
	w.refused("WrongMember["+nobody.String()+"]", pool(5, "addAllowedAddress", nobody))
	w.do(pool(5, "removeAllowedAddress", nobody))
	w.shows("false", w.ManagedPool, &contracts.ManagedPool, "isAddressOnAllowlist", nobody)
}
