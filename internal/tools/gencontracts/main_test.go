package main

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answer is a compiler's, with contracts of one interface and one function.
const answer = `{"errors":[{"severity":"warning","formattedMessage":"watch out"}],"contracts":{
	"interfaces/IThing.sol":{"IThing":{"abi":[{"type":"function","name":"touch","inputs":[],"outputs":[],"stateMutability":"view"}],"evm":{"bytecode":{"object":""}}}},
	"b.sol":{"Thing":{"abi": [ ],"evm":{"bytecode":{"object":"6001"}}}}}}`

func TestGenerated(t *testing.T) {
	compiled, err := parseOutput([]byte(answer))
	if err != nil {
		t.Fatal(err)
	}
	bindings, err := bind(compiled)
	if err != nil {
		t.Fatal(err)
	}
	code, err := codeOf(compiled)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{string(bindings): "func NewThing() *Thing", string(code): "var Thing = bind.MetaData{\n\tABI: \"[]\",\n\tBin: \"0x6001\",\n}"} {
		if _, err := parser.ParseFile(token.NewFileSet(), "", text, 0); err != nil || !strings.Contains(text, want) {
			t.Errorf("%v, or no %q in\n%s", err, want, text)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, output := range map[string]string{
		"an error":    `{"errors":[{"severity":"error","formattedMessage":"no"}]}`,
		"not JSON":    `Segmentation fault`,
		"one name":    `{"contracts":{"a.sol":{"Thing":{}},"b.sol":{"Thing":{}}}}`,
		"three names": `{"contracts":{"a.sol":{"A":{}},"b.sol":{"Z":{}},"c.sol":{"Z":{}}}}`,
	} {
		if _, err := parseOutput([]byte(output)); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	empty := json.RawMessage("[]")
	for name, c := range map[string]contract{
		"a name without I": {interfaces + "/Thing.sol", "Thing", empty, ""},
		"code":             {interfaces + "/IThing.sol", "IThing", empty, "00"},
		"no interface":     {interfaces + "/IThing.sol", "IThing", json.RawMessage("{"), ""},
	} {
		if _, err := bind([]contract{c}); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := codeOf([]contract{{"a.sol", "A", empty, "60__$library$__"}}); err == nil {
		t.Error("a library is accepted")
	}
}

func TestCollect(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.sol", "sub/b.sol", "sub/c.txt", "node_modules/d.sol"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := collect(dir)
	if diff := cmp.Diff(map[string]string{"a.sol": "a.sol", "sub/b.sol": "sub/b.sol"}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if _, err := collect(filepath.Join(dir, "node_modules")); err != nil {
		t.Error(err) // the folder itself may have the name
	}
	if _, err := collect(t.TempDir()); err == nil {
		t.Error("an empty folder is accepted")
	}
}

func FuzzParseOutput(f *testing.F) {
	f.Add([]byte(answer))
	f.Fuzz(func(t *testing.T, output []byte) {
		compiled, err := parseOutput(output)
		for i := range compiled {
			if err != nil || i > 0 && compiled[i-1].name >= compiled[i].name {
				t.Error("contracts in no order, or beside an error")
			}
		}
	})
}
