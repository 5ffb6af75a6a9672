// Package capability is the manifest of a wasm package: what its module may
// message, read, store and propose. What the manifest does not say is denied,
// and the zero Manifest denies everything.
//
// Package pkg reads manifests with the configuration of a package; the sandbox
// asks one before it does anything for a module. A Manifest does not change
// after Parse, so several goroutines may ask it. It says what may be done, not
// how often: rates and fuel are the business of whoever runs the module.
package capability

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"go-acn/acn"
)

// Interface is the version of what a module may call, which the manifest's
// words are part of.
const Interface = "acn:module/1"

// Limits of manifests, each inclusive.
const (
	MaxManifest   = 64 << 10 // bytes of the text
	MaxRules      = 64       // rules of one sort
	MaxStore      = 64 << 20 // bytes a module may keep, over all prefixes
	MaxProposal   = 1 << 20  // bytes of a proposal
	MaxMemory     = 1024     // MiB of a module's memory
	defaultMemory = 16       // MiB, if the manifest says nothing
)

// Manifest is everything a module may do. Each list is one sort of rule; a
// request is allowed if one rule allows it.
type Manifest struct {
	Memory  int       `yaml:"memory,omitempty"`  // MiB the module may use; 16 if it is zero
	Message []Message `yaml:"message,omitempty"` // conversations
	Read    Read      `yaml:"read,omitempty"`
	Store   []Store   `yaml:"store,omitempty"`
	Propose []Propose `yaml:"propose,omitempty"`
}

// Message allows messages of one protocol, each way by itself.
type Message struct {
	Protocol string   `yaml:"protocol"`       // author/name:version, among the package's dependencies
	To       []string `yaml:"to,omitempty"`   // parties it may write to
	From     []string `yaml:"from,omitempty"` // parties whose messages it gets
}

// Parties that are no addresses.
const (
	Members  = "members"  // the agents of the same service
	Everyone = "everyone" // any address
)

// Read allows looking at the world outside.
type Read struct {
	HTTP  []string `yaml:"http,omitempty"`  // URLs that may be fetched, with everything below them
	Chain []Chain  `yaml:"chain,omitempty"` // contracts that may be called without a transaction
}

// Chain is a contract on a chain.
type Chain struct {
	ID       uint64      `yaml:"id"`                 // EIP-155
	Contract acn.Address `yaml:"contract,omitempty"` // any if it is empty
}

// Store allows keeping data between calls, under keys with a prefix.
type Store struct {
	Prefix string `yaml:"prefix"`
	Bytes  int64  `yaml:"bytes"` // of keys and values together
}

// Propose allows offering a payload to a round of the service's state
// machine, which the agents then agree on.
type Propose struct {
	Round string `yaml:"round"`
	Bytes int    `yaml:"bytes"`
}

// Parse reads a manifest: one YAML document. The error joins everything that
// is wrong.
func Parse(raw []byte) (*Manifest, error) {
	if len(raw) > MaxManifest {
		return nil, fmt.Errorf("a manifest of more than %d bytes", MaxManifest)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	m := &Manifest{}
	if err := decoder.Decode(m); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading a manifest: %w", err)
	}
	if err := decoder.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return nil, errors.New("a manifest is one document")
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *Manifest) check() error {
	var problems []error
	problem := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	if m.Memory < 0 || m.Memory > MaxMemory {
		problem("memory: %d MiB, want up to %d", m.Memory, MaxMemory)
	}
	for _, rules := range []struct {
		name string
		n    int
	}{{"message", len(m.Message)}, {"read: http", len(m.Read.HTTP)}, {"read: chain", len(m.Read.Chain)}, {"store", len(m.Store)}, {"propose", len(m.Propose)}} {
		if rules.n > MaxRules {
			problem("%s: %d rules, limit %d", rules.name, rules.n, MaxRules)
		}
	}
	for _, message := range m.Message {
		problems = append(problems, message.check()...)
	}
	for _, prefix := range m.Read.HTTP {
		if _, err := parsePrefix(prefix); err != nil {
			problem("read: http: %w", err)
		}
	}
	for _, chain := range m.Read.Chain {
		if err := chain.check(); err != nil {
			problem("read: chain: %w", err)
		}
	}
	if err := checkStores(m.Store); err != nil {
		problem("store: %w", err)
	}
	if err := checkProposals(m.Propose); err != nil {
		problem("propose: %w", err)
	}
	return errors.Join(problems...)
}

var (
	protocolID = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]{0,127}/[a-zA-Z_][a-zA-Z0-9_]{0,127}:[0-9][0-9A-Za-z.+-]{0,63}$`)
	storeKey   = regexp.MustCompile(`^[a-z0-9_./-]{1,128}$`)
	roundName  = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]{0,127}$`)
)

func (r Message) check() []error {
	var problems []error
	if !protocolID.MatchString(r.Protocol) {
		problems = append(problems, fmt.Errorf("message: protocol %.80q is not of the form author/name:version", r.Protocol))
	}
	if len(r.To)+len(r.From) == 0 || len(r.To)+len(r.From) > MaxRules {
		problems = append(problems, fmt.Errorf("message: %d parties, want 1 to %d", len(r.To)+len(r.From), MaxRules))
	}
	for _, party := range slices.Concat(r.To, r.From) {
		if party == Members || party == Everyone {
			continue
		}
		if _, _, err := acn.ParseAddress(party); err != nil {
			problems = append(problems, fmt.Errorf("message: a party is %s, %s or an address: %w", Members, Everyone, err))
		}
	}
	return problems
}

func (c Chain) check() error {
	if c.ID == 0 {
		return errors.New("id is missing")
	}
	if c.Contract == "" {
		return nil
	}
	_, ledger, err := acn.ParseAddress(string(c.Contract))
	if err == nil && ledger != acn.Ethereum {
		err = fmt.Errorf("%s is no address of a contract", c.Contract)
	}
	return err
}

func checkStores(stores []Store) error {
	var total int64
	for i, s := range stores {
		switch {
		case !storeKey.MatchString(s.Prefix):
			return fmt.Errorf("prefix %.80q: want up to 128 of a-z 0-9 _ . / -", s.Prefix)
		case s.Bytes <= 0 || s.Bytes > MaxStore:
			return fmt.Errorf("%s: %d bytes, want 1 to %d", s.Prefix, s.Bytes, MaxStore)
		}
		for _, other := range stores[:i] {
			if strings.HasPrefix(s.Prefix, other.Prefix) || strings.HasPrefix(other.Prefix, s.Prefix) {
				return fmt.Errorf("%s and %s overlap", other.Prefix, s.Prefix)
			}
		}
		if total += s.Bytes; total > MaxStore {
			return fmt.Errorf("more than %d bytes in all", MaxStore)
		}
	}
	return nil
}

func checkProposals(rules []Propose) error {
	seen := make(map[string]bool)
	for _, r := range rules {
		switch {
		case !roundName.MatchString(r.Round):
			return fmt.Errorf("round %.80q: want up to 128 letters, digits and underscores, no digit first", r.Round)
		case r.Bytes <= 0 || r.Bytes > MaxProposal:
			return fmt.Errorf("%s: %d bytes, want 1 to %d", r.Round, r.Bytes, MaxProposal)
		case seen[r.Round]:
			return fmt.Errorf("%s is there twice", r.Round)
		}
		seen[r.Round] = true
	}
	return nil
}
