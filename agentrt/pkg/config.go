package pkg

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"go-acn/agentrt/pkg/capability"
)

// Limits of configurations.
const (
	MaxConfig    = 1 << 20 // bytes of the file
	maxDocuments = 1000    // the configuration and overrides of others
	maxNesting   = 64      // levels of maps and lists
)

// Config is what a package says about itself, checked.
type Config struct {
	ID             ID
	Description    string
	License        string
	Fingerprint    map[string]Hash // by path; what must be in the folder
	IgnorePatterns []string        // files without a row in the fingerprint
	Dependencies   []Ref           // in the order of the lists they are in
	Overrides      int             // documents that change the settings of dependencies

	// Of a wasm package: the file that holds the module, and what it may do.
	Module       string
	Capabilities *capability.Manifest

	text []byte
	root *node
}

// ReadConfig reads the configuration of a kind at the top of a package's
// folder.
func ReadConfig(fsys fs.FS, kind Kind) (*Config, error) {
	name := kind.ConfigFile()
	f, err := fsys.Open(name)
	if err != nil {
		return nil, &FileError{name, err}
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, MaxConfig+1))
	if err != nil {
		return nil, &FileError{name, err}
	}
	config, err := ParseConfig(kind, raw)
	if err != nil {
		return nil, &FileError{name, err}
	}
	return config, nil
}

// ParseConfig reads and checks a configuration: YAML, one document for the
// package and more for settings of its dependencies. The error joins
// everything that is wrong.
func ParseConfig(kind Kind, raw []byte) (*Config, error) {
	if _, err := ParseKind(string(kind)); err != nil {
		return nil, err
	}
	if len(raw) > MaxConfig {
		return nil, fmt.Errorf("more than %d bytes", MaxConfig)
	}
	documents, err := readDocuments(raw)
	if err != nil {
		return nil, err
	}
	p := &reader{kind: kind, root: documents[0]}
	config := p.config()
	for _, document := range documents[1:] {
		p.override(document)
	}
	config.Overrides = len(documents) - 1
	config.text, config.root = raw, documents[0]
	if err := errors.Join(p.problems...); err != nil {
		return nil, err
	}
	return config, nil
}

// node is a YAML map whose keys are strings, each there once.
type node struct {
	keys   []*yaml.Node
	values []*yaml.Node
}

func (n *node) value(key string) *yaml.Node {
	for i, k := range n.keys {
		if k.Value == key {
			return n.values[i]
		}
	}
	return nil
}

func readDocuments(raw []byte) ([]*node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	var documents []*node
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading YAML: %w", err)
		}
		if len(documents) == maxDocuments {
			return nil, fmt.Errorf("more than %d documents", maxDocuments)
		}
		if err := checkNesting(document.Content, maxNesting); err != nil {
			return nil, err
		}
		if len(document.Content) != 1 {
			return nil, errors.New("an empty document")
		}
		fields, err := asMap(document.Content[0])
		if err != nil {
			return nil, err
		}
		documents = append(documents, fields)
	}
	if len(documents) == 0 {
		return nil, errors.New("the configuration is empty")
	}
	return documents, nil
}

func checkNesting(nodes []*yaml.Node, left int) error {
	for _, n := range nodes {
		if n.Kind != yaml.MappingNode && n.Kind != yaml.SequenceNode {
			continue
		}
		if left == 0 {
			return fmt.Errorf("line %d: nested more than %d levels deep", n.Line, maxNesting)
		}
		if err := checkNesting(n.Content, left-1); err != nil {
			return err
		}
	}
	return nil
}

// asMap reads one level of a map. Nobody walks down aliases, so that a small
// text cannot mean a large one.
func asMap(n *yaml.Node) (*node, error) {
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: want a map", n.Line)
	}
	fields := &node{}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("line %d: want a text before the colon", key.Line)
		}
		if seen[key.Value] {
			return nil, fmt.Errorf("line %d: %s is there twice", key.Line, shorten(key.Value))
		}
		seen[key.Value] = true
		value := n.Content[i+1]
		if value.Kind == yaml.AliasNode {
			value = value.Alias // one step, which cannot be an alias again
		}
		fields.keys, fields.values = append(fields.keys, key), append(fields.values, value)
	}
	return fields, nil
}
