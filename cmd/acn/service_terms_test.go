package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"go-acn/internal/devchain"
)

// An update changes what bonds are in only if it says so, and then it is told.
func TestUpdateKeepsToken(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.sends(owner, "service create --hash %s --agent 1:4:10 --token %v", digest(4), s.where.Token)
		does := func(line string) string {
			t.Helper()
			return fmt.Sprint(s.sends(owner, "service update 1 --hash %s --agent 1:4:2 %s", digest(5), line)["transactions"])
		}
		token := s.where.Token.Hex()
		if text := does(""); !strings.Contains(text, "a bond of 2 LAB (token "+token+") each") || strings.Contains(text, "no longer") {
			t.Error(text)
		}
		s.is(s.does("service show 1"), "token", token)
		if text := does("--token native"); !strings.Contains(text, "a bond of 2 ETH each; bonds are no longer in token "+token+" but in the currency of the chain") {
			t.Error(text)
		}
		s.is(s.does("service show 1"), "token", nil)
		if text := does(""); !strings.Contains(text, "a bond of 2 ETH each") || strings.Contains(text, "no longer") {
			t.Error(text)
		}
		if text := does("--token " + token); !strings.Contains(text, "no longer in the currency of the chain but in token "+token) {
			t.Error(text)
		}
		s.is(s.does("service show 1"), "token", token)
		s.is(s.sends(owner, "service create --hash %s --agent 1:4:0.01 --token native", digest(6)), "service", 2)
		s.is(s.does("service show 2"), "token", nil)
	})
}

// Amounts are exact for programs, in the smallest units.
func TestAmountsInJSON(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	s.units()
	s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
	one := s.sends(owner, "service activate 1")["transactions"].([]any)[0].(map[string]any)
	s.is(one, "value", "0.01 ETH")
	s.is(one, "value_units", "10000000000000000")
	for _, field := range []string{"highest_cost_units", "fee_units"} {
		if text := fmt.Sprint(one[field]); len(text) < 10 || strings.Trim(text, "0123456789") != "" {
			t.Errorf("%s is %s", field, text)
		}
	}
	s.sends(operatorA, "service register 1 --instance %v,%v", address(instances), address(instances+1))
	shown := s.does("service show 1")
	s.is(shown, "deposit_units", "10000000000000000")
	s.is(shown["agents"].([]any)[0].(map[string]any), "bond_units", "10000000000000000")
	s.is(shown["operators"].([]any)[0].(map[string]any), "balance_units", "20000000000000000")
}

// An operator who becomes an instance cannot register any more, which whoever
// makes it one is told.
func TestOperatorAsInstance(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		s.units()
		s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
		s.sends(owner, "service activate 1")
		answer := s.sends(operatorA, "service register 1 --instance %v", address(instances))
		const warned = " is an operator of the service, and cannot register instances any more"
		if text := fmt.Sprint(answer); strings.Contains(text, warned) {
			t.Error(text)
		}
		answer = s.sends(operatorB, "service register 1 --instance %v", address(operatorA))
		if text := fmt.Sprint(answer); !strings.Contains(text, address(operatorA).Hex()+warned) {
			t.Error(text)
		}
		s.refuses("is an instance itself", "service register 1 --instance %v --yes --key %s", address(instances+1), s.keys(operatorA))
	})
}

// A contract that is no registry is told from one that refuses something.
func TestOtherContractAsRegistry(t *testing.T) {
	onChains(t, func(t *testing.T, s *shell) {
		for _, other := range []common.Address{s.where.Token, s.where.MultiSend, address(stranger)} {
			s.env["CUSTOM_SERVICE_REGISTRY_ADDRESS"] = other.Hex()
			want := "what is at " + other.Hex() + " does not answer as a registry of services"
			s.wrong(want, "service activate 1")
			s.wrong(want, "service create --hash %s --agent 1:4:0.01", digest(4))
			code, out, errs := s.run("service show 1")
			if code != exitFailed || out != "" || !strings.Contains(errs, want) || !strings.Contains(errs, "hint: acn chain show custom_chain lists") {
				t.Errorf("%d: %s%s", code, out, errs)
			}
		}
	})
}

// Every contract that is known of the chain on this machine is there.
func TestLocalContracts(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	code, out, errs := s.run("chain show local --json")
	var shown struct{ Contracts map[string]common.Address }
	if err := json.Unmarshal([]byte(out), &shown); code != exitOK || err != nil || len(shown.Contracts) < 7 {
		t.Fatalf("%v: %s%s", err, out, errs)
	}
	for contract, at := range shown.Contracts {
		if text, err := s.chain.Client().CodeAt(t.Context(), at, nil); err != nil || len(text) == 0 {
			t.Errorf("there is no %s at %v: %v", contract, at, err)
		}
	}
}
