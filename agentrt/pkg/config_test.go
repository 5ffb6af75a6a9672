package pkg_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"go-acn/agentrt/pkg"
)

// Configurations with everything that is required.
const (
	protocolYAML = `name: price
author: acme
version: 0.1.0
type: protocol
description: Prices.
license: Apache-2.0
aea_version: '>=2.0.0, <3.0.0'
fingerprint: {}
fingerprint_ignore_patterns: []
dependencies: {}
protocol_specification_id: acme/price:0.1.0
`
	skillYAML = `name: oracle
author: acme
version: 1.2.0
type: skill
description: Asks for prices.
license: Apache-2.0
aea_version: '>=2.0.0, <3.0.0'
fingerprint:
  handlers.py: ` + helloV1 + `
fingerprint_ignore_patterns:
- '*.txt'
connections: []
contracts: []
protocols:
- acme/price:0.1.0:` + demoCID + `
skills: []
behaviours: {}
handlers: {}
models: {}
dependencies: {}
is_abstract: false
`
	agentYAML = `agent_name: asker
author: acme
version: 0.3.0
description: Asks.
license: Apache-2.0
aea_version: '>=2.0.0, <3.0.0'
fingerprint: {}
fingerprint_ignore_patterns: []
connections: []
contracts: []
protocols:
- acme/price:0.1.0:` + demoCID + `
skills:
- acme/oracle:1.2.0:` + demoCID + `
default_connection: null
default_ledger: ethereum
required_ledgers:
- ethereum
private_key_paths: {}
dependencies: {}
---
public_id: acme/oracle:1.2.0
type: skill
models:
  params:
    args:
      period: 10
`
	serviceYAML = `name: asking
author: acme
version: 0.1.0
description: Four agents that ask.
aea_version: '>=2.0.0, <3.0.0'
license: Apache-2.0
fingerprint: {}
fingerprint_ignore_patterns: []
agent: acme/asker:0.3.0:` + demoCID + `
number_of_agents: 4
deployment: {}
---
public_id: acme/oracle:1.2.0
type: skill
0:
  models: {}
`
	wasmYAML = `name: median
author: acme
version: 0.1.0
type: wasm
description: The median of prices.
license: Apache-2.0
interface: acn:module/1
module: median.wasm
fingerprint:
  median.wasm: ` + helloV1 + `
fingerprint_ignore_patterns: []
protocols:
- acme/price:0.1.0:` + demoCID + `
capabilities:
  message:
  - protocol: acme/price:0.1.0
    to: [members]
  propose:
  - round: collect_prices
    bytes: 1024
`
)

func TestParseConfig(t *testing.T) {
	config, err := pkg.ParseConfig(pkg.Skill, []byte(skillYAML))
	if err != nil {
		t.Fatal(err)
	}
	price := pkg.Ref{ID: pkg.ID{Kind: pkg.Protocol, Author: "acme", Name: "price", Version: "0.1.0"}, Hash: mustHash(t, demoCID)}
	if config.ID.String() != "skill/acme/oracle/1.2.0" || config.Description != "Asks for prices." || config.License != "Apache-2.0" || config.Overrides != 0 {
		t.Errorf("%+v", config)
	}
	for _, diff := range []string{
		cmp.Diff(map[string]pkg.Hash{"handlers.py": mustHash(t, helloV1)}, config.Fingerprint),
		cmp.Diff([]string{"*.txt"}, config.IgnorePatterns),
		cmp.Diff([]pkg.Ref{price}, config.Dependencies),
	} {
		if diff != "" {
			t.Error(diff)
		}
	}

	for kind, text := range map[pkg.Kind]string{pkg.Agent: agentYAML, pkg.Service: serviceYAML} {
		config, err := pkg.ParseConfig(kind, []byte(text))
		if err != nil || config.Overrides != 1 || config.Dependencies[0].Hash != mustHash(t, demoCID) {
			t.Errorf("%s: %+v, %v", kind, config, err)
		}
	}
	config, err = pkg.ParseConfig(pkg.Wasm, []byte(wasmYAML))
	if err != nil || config.Module != "median.wasm" || !config.Capabilities.MayPropose("collect_prices", 1024) {
		t.Errorf("%+v, %v", config, err)
	}
}

// Each line is a change to a good configuration, and what is said about it.
func TestConfigsRefused(t *testing.T) {
	for _, test := range []struct {
		kind           pkg.Kind
		text, old, new string
		want           string
	}{
		{pkg.Skill, skillYAML, "name: oracle\n", "", "name is missing"},
		{pkg.Skill, skillYAML, "name: oracle", "name: ora-cle", `name "ora-cle"`},
		{pkg.Skill, skillYAML, "author: acme", "author: ../acme", `author "../acme"`},
		{pkg.Skill, skillYAML, "version: 1.2.0", "version: 1.2", `version "1.2"`},
		{pkg.Skill, skillYAML, "type: skill", "type: agent", "line 4: type is \"agent\", the file is that of a skill"},
		{pkg.Skill, skillYAML, "license: Apache-2.0", "licence: MIT", "license is missing"},
		{pkg.Skill, skillYAML, "license: Apache-2.0", "licence: MIT", "line 6: a skill has no field licence"},
		{pkg.Skill, skillYAML, "license: Apache-2.0", "license: {}", "license: want a text"},
		{pkg.Skill, skillYAML, "models: {}", "models: []", "models: want a map"},
		{pkg.Skill, skillYAML, "models: {}", "models: {}\nmodels: {}", "models is there twice"},
		{pkg.Skill, skillYAML, "  handlers.py: " + helloV1, "- handlers.py", "fingerprint: line 9: want a map"},
		{pkg.Skill, skillYAML, helloV1, "x", `fingerprint: handlers.py: "x" is no CID`},
		{pkg.Skill, skillYAML, "handlers.py", "../handlers.py", `fingerprint: ../handlers.py: ".." is no name`},
		{pkg.Skill, skillYAML, "handlers.py", "/handlers.py", `fingerprint: /handlers.py: "" is no name`},
		{pkg.Skill, skillYAML, "- '*.txt'", "- '['", "syntax error in pattern"},
		{pkg.Skill, skillYAML, "- '*.txt'", "- '*.txt'\n- '*.txt'", "*.txt is there twice"},
		{pkg.Skill, skillYAML, "skills: []", "skills: {}", "skills: want a list"},
		{pkg.Skill, skillYAML, "skills: []", "skills: [[]]", "skills: want a list of texts"},
		{pkg.Skill, skillYAML, "skills: []", "skills: [acme]", "skills: \"acme\" is not of the form"},
		{pkg.Skill, skillYAML, "name: oracle", "[name]: oracle", "want a text before the colon"},
		{pkg.Skill, skillYAML, "name: oracle", "- oracle", "reading YAML"},
		{pkg.Skill, skillYAML, skillYAML, "", "empty"},
		{pkg.Skill, skillYAML, skillYAML, "- a", "want a map"},
		{pkg.Skill, skillYAML, "is_abstract: false", "is_abstract: " + strings.Repeat("[", 70) + strings.Repeat("]", 70), "nested more than 64 levels"},
		{pkg.Service, serviceYAML, "agent: acme/asker:0.3.0", "agent: acme/asker", "agents: \"acme/asker"},
		{pkg.Service, serviceYAML, "number_of_agents: 4\n", "", "number_of_agents is missing"},
		{pkg.Agent, agentYAML, "type: skill\n", "", "public_id and type"},
		{pkg.Agent, agentYAML, "type: skill\n", "type: skills\n", `"skills" is no kind`},
		{pkg.Agent, agentYAML, "public_id: acme/oracle:1.2.0", "public_id: acme", `"acme" is not of the form`},
		{pkg.Wasm, wasmYAML, "module: median.wasm", "module: other.wasm", "other.wasm is not in the fingerprint"},
		{pkg.Wasm, wasmYAML, "module: median.wasm", "module: ../median.wasm", `".." is no name`},
		{pkg.Wasm, wasmYAML, "acn:module/1", "acn:module/2", `interface "acn:module/2": want acn:module/1`},
		{pkg.Wasm, wasmYAML, "  propose:", "  proposed:", "field proposed not found"},
		{pkg.Wasm, wasmYAML, "protocol: acme/price:0.1.0", "protocol: acme/other:0.1.0", "acme/other:0.1.0 is not among the protocols"},
		{pkg.Wasm, wasmYAML, "to: [members]", "to: [friends]", "a party is members, everyone or an address"},
		{"registry", skillYAML, "", "", "no kind of package"},
	} {
		_, err := pkg.ParseConfig(test.kind, []byte(strings.Replace(test.text, test.old, test.new, 1)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s instead of %s: %v, want %s", test.new, test.old, err, test.want)
		}
	}
}

// Limits hold at n and not at n+1.
func TestConfigLimits(t *testing.T) {
	padded := func(n int) []byte { return []byte(skillYAML + "#" + strings.Repeat("x", n-len(skillYAML)-1)) }
	documents := func(n int) []byte {
		return []byte(skillYAML + strings.Repeat("---\npublic_id: a/b:0.1.0\ntype: skill\n", n-1))
	}
	nested := func(n int) []byte {
		return []byte(strings.Replace(skillYAML, "is_abstract: false", "is_abstract: "+strings.Repeat("[", n)+strings.Repeat("]", n), 1))
	}
	for name, test := range map[string]struct{ within, beyond []byte }{
		"bytes":     {padded(pkg.MaxConfig), padded(pkg.MaxConfig + 1)},
		"documents": {documents(1000), documents(1001)},
		"nesting":   {nested(63), nested(64)},
	} {
		if _, err := pkg.ParseConfig(pkg.Skill, test.within); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := pkg.ParseConfig(pkg.Skill, test.beyond); err == nil {
			t.Errorf("%s: there is no limit", name)
		}
	}
	if _, err := pkg.ReadConfig(folder(map[string]string{"skill.yaml": string(padded(pkg.MaxConfig + 1))}), pkg.Skill); err == nil {
		t.Error("a large file is read")
	}
	if _, err := pkg.ReadConfig(folder(nil), pkg.Skill); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// A small text that means a large one is not written out.
func TestAliases(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x]\n"
	for i := range 12 {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i+1, i+1, i, i, i, i, i, i)
	}
	custom := strings.ReplaceAll(strings.Replace(protocolYAML, "protocol_specification_id: acme/price:0.1.0\n", bomb, 1), "type: protocol", "type: custom")
	if _, err := pkg.ParseConfig(pkg.Custom, []byte(custom)); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{bomb + "capabilities: *a12", "capabilities: &self {read: *self}"} {
		text, _, _ := strings.Cut(wasmYAML, "capabilities:")
		if _, err := pkg.ParseConfig(pkg.Wasm, []byte(text+bad)); err == nil {
			t.Errorf("%s passes", bad)
		}
	}
}

func FuzzParseConfig(f *testing.F) {
	for kind, text := range map[pkg.Kind]string{
		pkg.Protocol: protocolYAML, pkg.Skill: skillYAML, pkg.Agent: agentYAML, pkg.Service: serviceYAML, pkg.Wasm: wasmYAML,
	} {
		f.Add(string(kind), []byte(text))
	}
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		config, err := pkg.ParseConfig(pkg.Kind(kind), raw)
		if err != nil {
			return
		}
		if id, err := pkg.ParseID(config.ID.String()); err != nil || id != config.ID {
			t.Errorf("a configuration of %s passes", config.ID)
		}
		for file := range config.Fingerprint {
			if !fs.ValidPath(file) {
				t.Errorf("the fingerprint has a row of %q", file)
			}
		}
		for _, ref := range config.Dependencies {
			if again, err := pkg.ParseRef(ref.Kind, ref.Text()); err != nil || again != ref {
				t.Errorf("a dependency on %v passes", ref)
			}
		}
	})
}
