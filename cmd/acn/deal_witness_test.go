package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"go-acn/internal/devchain"
)

// request is one of JSON-RPC.
type request struct {
	Version string            `json:"jsonrpc"`
	ID      json.RawMessage   `json:"id"`
	Method  string            `json:"method"`
	Params  []json.RawMessage `json:"params"`
}

// twisted is a node in front of the chain that changes what it is asked; it
// returns its URL.
func (s *shell) twisted(change func(*request)) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked request
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			http.Error(w, "one request at a time", http.StatusBadRequest)
			return
		}
		change(&asked)
		body, err := json.Marshal(asked)
		if err != nil {
			http.Error(w, "not JSON", http.StatusInternalServerError)
			return
		}
		answer, err := http.Post(s.chain.URL(), "application/json", bytes.NewReader(body))
		if err != nil {
			http.Error(w, "the chain is gone", http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.Copy(w, answer.Body)
	}))
	s.t.Cleanup(server.Close)
	return server.URL
}

// What a node says alone is not acted upon where there are witnesses: without
// enough of them that say the same, nothing is sent, and with enough the truth
// counts.
func TestLyingNode(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	s.units()
	s.sends(owner, "service create --hash %s --agent 1:4:0.01", digest(4))
	honest := s.env["CUSTOM_CHAIN_RPC"]
	s.env["CUSTOM_CHAIN_WITNESSES"] = honest
	s.is(s.sends(owner, "service activate 1"), "state", "active registration")

	// The service was in pre-registration at block 4, and is not any more.
	liar := s.twisted(func(r *request) {
		if r.Method == "eth_call" || r.Method == "eth_estimateGas" {
			r.Params = append(r.Params[:1], json.RawMessage(`"0x4"`))
		}
	})
	s.env["CUSTOM_CHAIN_RPC"], s.env["CUSTOM_CHAIN_WITNESSES"] = liar, ""
	if code, out, errs := s.run("service activate 1 --dry-run --from %v", address(owner)); code != 0 {
		t.Fatalf("the lie is not found out for another reason: %d %s %s", code, out, errs)
	}
	s.env["CUSTOM_CHAIN_WITNESSES"] = honest
	s.wrong("fewer than 2 nodes agree ("+liar+": 0x", "service activate 1")
	s.wrong("; "+honest+": 0x", "service activate 1")
	if code, _, errs := s.run("service show 1"); code != 1 || !strings.Contains(errs, "say different things") {
		t.Errorf("%d: %s", code, errs)
	}
	s.env["CUSTOM_CHAIN_WITNESSES"] = "http://127.0.0.1:1"
	s.wrong("http://127.0.0.1:1: ", "service activate 1") // nobody agrees with the liar
	s.env["CUSTOM_CHAIN_WITNESSES"] = honest + "," + honest
	s.wrong("is in active registration", "service activate 1")
	s.is(s.does("service show 1"), "state", "active registration")
}

// A witness that has a block later than the node is waited for.
func TestLateWitness(t *testing.T) {
	s := newShell(t, func(c *devchain.Chain) devchain.Contracts { return c.Contracts() }, devchain.Config{Contracts: true})
	s.units()
	s.sends(owner, "service create --hash %s --agent 1:4:10 --token %v", digest(4), s.where.Token)
	var asked atomic.Int64
	s.env["CUSTOM_CHAIN_WITNESSES"] = s.twisted(func(r *request) {
		if r.Method != "eth_getBlockByNumber" || string(r.Params[0]) != `"latest"` {
			return
		}
		if asked.Add(1)%4 != 0 { // three times in four it is at an old block
			r.Params[0] = json.RawMessage(`"0x4"`)
		}
	})
	s.is(s.sends(owner, "service activate 1"), "state", "active registration") // allowing the token comes first
}
