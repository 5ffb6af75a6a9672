package pkg

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

const relockYAML = `# head
name: oracle
author: acme
version: 0.1.0
type: contract   # said
description: "a: b # c"
license: x
aea_version: x
fingerprint:
  a.py: bafybeiec7c5szsgnyfpmqmyiuvmz6d3mnd4g2vaw374vcvl4dkrjwgruf4
  'b c.py': bafybeiec7c5szsgnyfpmqmyiuvmz6d3mnd4g2vaw374vcvl4dkrjwgruf4
fingerprint_ignore_patterns: []
dependencies: {}
class_name: x
contract_interface_paths: {}
contracts:
- acme/price:0.1.0:bafybeiec7c5szsgnyfpmqmyiuvmz6d3mnd4g2vaw374vcvl4dkrjwgruf4 # why
- acme/cost:0.1.0:QmbtwCrtuRUnYsnnLMeFy9GBcPQ4eyDCUW7kQbvXYoSnek
`

// FuzzRelocked: whatever a configuration looks like, one with new hashes says
// what it should and nothing else anew, or there is an error; what has not to
// be changed stays to the byte.
func FuzzRelocked(f *testing.F) {
	f.Add("contract", []byte(relockYAML), "new.py", byte(1))
	// An alias elsewhere of what is to be changed, and of a row that goes.
	f.Add("contract", []byte(strings.Replace(strings.Replace(relockYAML, "description: \"a: b # c\"\n", "", 1), "- acme/price", "- &p acme/price", 1)+"description: *p\n"), "x", byte(1))
	f.Add("contract", []byte(strings.NewReplacer("\"a: b # c\"", "&p yes", "a.py: b", "a.py: &p b", "class_name: x", "class_name: *p").Replace(relockYAML)), "x", byte(1))
	for name, change := range map[string][2]string{
		"flow":      {"contracts:\n- acme/price:0.1.0:bafybeiec7c5szsgnyfpmqmyiuvmz6d3mnd4g2vaw374vcvl4dkrjwgruf4 # why\n-", "contracts: ["},
		"rows":      {"fingerprint:\n  a.py: bafybeiec7c5szsgnyfpmqmyiuvmz6d3mnd4g2vaw374vcvl4dkrjwgruf4\n  'b c.py': bafybeiec7c5szsgnyfpmqmyiuvmz6d3mnd4g2vaw374vcvl4dkrjwgruf4\n", "fingerprint: {}\n"},
		"lines":     {"\n", "\r\n"},
		"documents": {"# head", "---"},
		"no end":    {"oSnek\n", "oSnek"},
	} {
		text := strings.ReplaceAll(relockYAML, change[0], change[1])
		if name == "flow" {
			text = strings.TrimSuffix(text, "\n") + "]\n"
		}
		f.Add("contract", []byte(text), "- ~", byte(7))
	}
	f.Fuzz(func(t *testing.T, kind string, raw []byte, name string, seed byte) {
		config, err := ParseConfig(Kind(kind), raw)
		if err != nil {
			return
		}
		if same, err := config.relocked(config.Fingerprint, config.Dependencies); err != nil || !bytes.Equal(same, raw) {
			t.Fatalf("nothing is to be changed, %v, and there is\n%q", err, same)
		}
		rows, dependencies := otherHashes(config, name, seed)
		text, err := config.relocked(rows, dependencies)
		if err != nil {
			return
		}
		again, err := ParseConfig(Kind(kind), text)
		if err != nil {
			t.Fatalf("%v: %q", err, text)
		}
		if again.ID != config.ID || !maps.Equal(again.Fingerprint, rows) || !slices.Equal(again.Dependencies, dependencies) {
			t.Errorf("the new hashes are not there: %q", text)
		}
		if diff := cmp.Diff(besidesHashes(t, raw), besidesHashes(t, text)); diff != "" {
			t.Errorf("something else has changed: %s", diff)
		}
		if twice, err := again.relocked(rows, dependencies); err != nil || !bytes.Equal(twice, text) {
			t.Errorf("the second time, %v, it becomes\n%q", err, twice)
		}
	})
}

// otherHashes are a fingerprint and dependencies of which some are others now.
func otherHashes(config *Config, name string, seed byte) (map[string]Hash, []Ref) {
	hash := func(of string) Hash { return sha256.Sum256(fmt.Append(nil, of, seed)) }
	rows := make(map[string]Hash)
	for i, file := range slices.Sorted(maps.Keys(config.Fingerprint)) {
		switch (int(seed) + i) % 3 {
		case 0:
			rows[file] = config.Fingerprint[file]
		case 1:
			rows[file] = hash(file)
		}
	}
	if checkName(name, 255) == nil {
		rows[name] = hash(name)
	}
	dependencies := slices.Clone(config.Dependencies)
	for i := range dependencies {
		if (int(seed)+i)%2 == 1 {
			// The same package has the same hash, however often it is named.
			dependencies[i].Hash = hash(dependencies[i].ID.String())
		}
	}
	return rows, dependencies
}

// besidesHashes is what a configuration says, without what Lock changes.
func besidesHashes(t *testing.T, text []byte) []any {
	t.Helper()
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var documents []any
	for {
		var document any
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return documents
		}
		if err != nil {
			t.Skip(err) // dates that are none and the like, which mean nothing to us
		}
		if top, ok := document.(map[string]any); ok && len(documents) == 0 {
			delete(top, "fingerprint")
			delete(top, "agent")
			for _, kind := range Kinds {
				delete(top, kind.Plural())
			}
		}
		documents = append(documents, document)
	}
}
