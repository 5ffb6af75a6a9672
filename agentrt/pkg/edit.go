package pkg

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// relocked is the text of the configuration with another fingerprint and other
// hashes of its dependencies, which are in the order of Dependencies. All other
// bytes stay as they are, because they are part of the package's hash.
func (c *Config) relocked(fingerprint map[string]Hash, dependencies []Ref) ([]byte, error) {
	lines := strings.SplitAfter(string(c.text), "\n")
	for i, ref := range c.Dependencies {
		if err := c.pin(lines, ref, dependencies[i]); err != nil {
			return nil, err
		}
	}
	if !maps.Equal(fingerprint, c.Fingerprint) {
		var err error
		if lines, err = c.refingerprint(lines, fingerprint); err != nil {
			return nil, err
		}
	}
	text := []byte(strings.Join(lines, ""))
	return text, c.verify(text, fingerprint, dependencies)
}

// verify reads the new text and looks whether it means what it should.
func (c *Config) verify(text []byte, fingerprint map[string]Hash, dependencies []Ref) error {
	if bytes.Equal(text, c.text) {
		return nil
	}
	for i, key := range c.root.keys {
		named := func(k Kind) bool { return key.Value == k.Plural() }
		changes := key.Value == "fingerprint" || key.Value == "agent" || slices.ContainsFunc(Kinds, named)
		if changes && anchored(c.root.values[i]) {
			return fmt.Errorf("line %d: what has an anchor cannot be changed in place, as it may mean something elsewhere", key.Line)
		}
	}
	again, err := ParseConfig(c.ID.Kind, text)
	if err != nil {
		return fmt.Errorf("after the change: %w", err)
	}
	if again.ID != c.ID || !maps.Equal(again.Fingerprint, fingerprint) || !slices.Equal(again.Dependencies, dependencies) {
		return errors.New("the file is written in a way that cannot be changed in place; write lists and fingerprint one row a line")
	}
	return nil
}

func anchored(n *yaml.Node) bool { return n.Anchor != "" || slices.ContainsFunc(n.Content, anchored) }

// pin changes the hash of one dependency in its line.
func (c *Config) pin(lines []string, old, current Ref) error {
	if old == current {
		return nil
	}
	at := c.find(old)
	line := &lines[at.Line-1]
	if strings.Count(*line, at.Value) != 1 {
		return fmt.Errorf("line %d: %s is not there exactly once", at.Line, at.Value)
	}
	*line = strings.Replace(*line, at.Value, current.Text(), 1)
	return nil
}

// find is where a dependency is written.
func (c *Config) find(ref Ref) *yaml.Node {
	name := ref.Kind.Plural()
	if ref.Kind == Agent {
		return c.root.value("agent")
	}
	for _, item := range c.root.value(name).Content {
		if read, err := ParseRef(ref.Kind, item.Value); err == nil && read == ref {
			return item
		}
	}
	return &yaml.Node{Line: 1} // the text has been read from there, so it is
}

// refingerprint replaces the lines of the fingerprint.
func (c *Config) refingerprint(lines []string, rows map[string]Hash) ([]string, error) {
	var first, last int
	for i, key := range c.root.keys {
		if key.Value == "fingerprint" {
			first, last = key.Line, max(key.Line, lastLine(c.root.values[i]))
		}
	}
	var block strings.Builder
	if len(rows) == 0 {
		block.WriteString("fingerprint: {}\n")
	} else {
		block.WriteString("fingerprint:\n")
	}
	for _, file := range slices.Sorted(maps.Keys(rows)) {
		key, err := yaml.Marshal(file)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&block, "  %s: %s\n", bytes.TrimRight(key, "\n"), rows[file])
	}
	return slices.Concat(lines[:first-1], []string{block.String()}, lines[last:]), nil
}

func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, child := range n.Content {
		last = max(last, lastLine(child))
	}
	return last
}
