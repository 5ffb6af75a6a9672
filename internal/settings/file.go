package settings

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"go-acn/internal/nearest"
)

// maxConfigFile bounds the configuration file, in bytes.
const maxConfigFile = 1 << 20

// fromFile reads the configuration file that v names: one YAML mapping whose
// keys are the names of settings and whose values are scalars or, for lists,
// sequences of them.
func fromFile(v value) (layer, []error) {
	name, err := path.parse(v.text)
	if err != nil {
		return nil, []error{&Problem{Where: v.origin, Value: v.text, Err: err, Advice: path.hint}}
	}
	raw, err := readFile(name, maxConfigFile)
	if err != nil {
		return nil, []error{&Problem{Where: v.origin, Value: v.text, Err: err, Advice: "check the path"}}
	}
	return parseFile(name, raw)
}

func parseFile(name string, raw []byte) (layer, []error) {
	var document yaml.Node
	if err := yaml.Unmarshal(raw, &document); err != nil {
		return nil, []error{&Problem{Where: name, Err: errors.New(strings.TrimPrefix(err.Error(), "yaml: ")), Advice: "write one `name: value` a line"}}
	}
	values, seen := make(layer), make(map[string]bool)
	if len(document.Content) == 0 {
		return values, nil
	}
	mapping := document.Content[0]
	if mapping.Kind != yaml.MappingNode {
		return nil, []error{&Problem{Where: name, Err: errors.New("is not a list of settings"), Advice: "write one `name: value` a line"}}
	}
	var problems []error
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, node := mapping.Content[i], mapping.Content[i+1]
		origin := fmt.Sprintf("%s:%d: %s", name, key.Line, shorten(key.Value))
		l, err := fileLine(key.Value)
		if err == nil && seen[key.Value] {
			err = advise(errors.New("is set twice"), "remove one of the two")
		}
		seen[key.Value] = true
		var text string
		if err == nil {
			text, err = scalar(node, l.kind.list)
		}
		if err != nil {
			problems = append(problems, &Problem{Where: origin, Err: err, Advice: adviceOf(err, "")})
			continue
		}
		if node.Tag != "!!null" { // a name without a value says nothing
			values[key.Value] = value{text, origin}
		}
	}
	return values, problems
}

// fileLine finds the line of a key. Secrets have no name and so no place in
// the file.
func fileLine(key string) (*line, error) {
	var names []string
	for i := range table {
		if table[i].name == key && key != "" {
			return &table[i], nil
		}
		if table[i].name != "" {
			names = append(names, table[i].name)
		}
	}
	near := nearest.Word(strings.ReplaceAll(key, "_", "-"), names)
	return nil, advise(errUnknown, unknownHint(near))
}

// scalar is a value as it would be written in a flag.
func scalar(node *yaml.Node, list bool) (string, error) {
	switch {
	case node.Kind == yaml.ScalarNode:
		return node.Value, nil
	case node.Kind != yaml.SequenceNode || !list:
		return "", advise(errors.New("is not a single value"), "write it in one line after the colon")
	}
	items := make([]string, 0, len(node.Content))
	for _, item := range node.Content {
		if item.Kind != yaml.ScalarNode || strings.Contains(item.Value, ",") {
			return "", advise(errors.New("is not a list of single values"), "write one `- value` a line")
		}
		items = append(items, item.Value)
	}
	return strings.Join(items, ","), nil
}
