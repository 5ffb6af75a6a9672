package pkg

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"go-acn/agentrt/pkg/capability"
)

// shape says which fields the configuration of a kind has.
type shape struct {
	required, optional []string
	open               bool // other fields are allowed
}

// Fields by what they hold; a field that is in none of these is not looked
// into.
var (
	textFields = []string{"description", "license", "aea_version", "class_name", "build_entrypoint", "build_directory", "module", "interface"}
	mapFields  = []string{"config", "handlers", "behaviours", "models", "contract_interface_paths", "dependencies", "deployment",
		"default_routing", "private_key_paths", "connection_private_key_paths", "logging_config", "currency_denominations"}
)

const anywhere = "author version description license fingerprint fingerprint_ignore_patterns"

// shapes are the fields of existing configurations, and of our own.
var shapes = map[Kind]shape{
	Protocol:   {required: fields(anywhere, "name type aea_version dependencies protocol_specification_id"), optional: fields("build_entrypoint build_directory")},
	Contract:   {required: fields(anywhere, "name type aea_version dependencies class_name contract_interface_paths contracts"), optional: fields("build_entrypoint build_directory")},
	Connection: {required: fields(anywhere, "name type aea_version dependencies class_name config connections protocols restricted_to_protocols excluded_protocols is_abstract"), optional: fields("build_entrypoint build_directory cert_requests")},
	Skill:      {required: fields(anywhere, "name type aea_version dependencies connections protocols contracts skills handlers behaviours models is_abstract"), optional: fields("build_entrypoint build_directory customs")},
	Agent: {
		required: fields(anywhere, "agent_name aea_version dependencies connections contracts protocols skills default_connection default_ledger required_ledgers private_key_paths"),
		optional: fields("build_entrypoint build_directory customs connection_private_key_paths currency_denominations logging_config period",
			"execution_timeout max_reactions decision_maker_handler error_handler skill_exception_policy connection_exception_policy",
			"default_routing loop_mode runtime_mode task_manager_mode storage_uri data_dir"),
	},
	Service: {required: fields(anywhere, "name aea_version agent number_of_agents deployment"), open: true},
	Custom:  {required: fields(anywhere, "name type aea_version dependencies"), open: true},
	Wasm:    {required: fields(anywhere, "name type interface module capabilities"), optional: fields("protocols contracts wasms customs")},
}

func fields(lists ...string) []string { return strings.Fields(strings.Join(lists, " ")) }

// reader collects what is wrong with one configuration.
type reader struct {
	kind     Kind
	root     *node
	problems []error
}

func (p *reader) problem(at *yaml.Node, format string, args ...any) {
	p.problems = append(p.problems, fmt.Errorf("line %d: %w", at.Line, fmt.Errorf(format, args...)))
}

func (p *reader) config() *Config {
	p.checkFields()
	config := &Config{ID: p.id()}
	config.Description, config.License = p.text("description"), p.text("license")
	config.Fingerprint = p.fingerprint()
	config.IgnorePatterns = p.patterns()
	config.Dependencies = p.dependencies()
	if p.kind == Wasm {
		config.Module = p.text("module")
		config.Capabilities = p.capabilities(config)
	}
	return config
}

func (p *reader) checkFields() {
	want := shapes[p.kind]
	for _, name := range want.required {
		if p.root.value(name) == nil {
			p.problems = append(p.problems, fmt.Errorf("%s is missing", name))
		}
	}
	for i, key := range p.root.keys {
		value := p.root.values[i]
		switch {
		case !want.open && !slices.Contains(want.required, key.Value) && !slices.Contains(want.optional, key.Value):
			p.problem(key, "a %s has no field %s", p.kind, shorten(key.Value))
		case slices.Contains(textFields, key.Value) && value.Kind != yaml.ScalarNode:
			p.problem(value, "%s: want a text", key.Value)
		case slices.Contains(mapFields, key.Value) && value.Kind != yaml.MappingNode:
			p.problem(value, "%s: want a map", key.Value)
		case key.Value == "type" && value.Value != string(p.kind):
			p.problem(value, "type is %q, the file is that of a %s", shorten(value.Value), p.kind)
		}
	}
}

// text is the value of a field, empty if it is missing.
func (p *reader) text(name string) string {
	if value := p.root.value(name); value != nil {
		return value.Value
	}
	return ""
}

func (p *reader) id() ID {
	name := "name"
	if p.kind == Agent {
		name = "agent_name"
	}
	id := ID{p.kind, p.text("author"), p.text(name), p.text("version")}
	if err := id.check(); err != nil {
		p.problems = append(p.problems, err)
	}
	return id
}

func (p *reader) fingerprint() map[string]Hash {
	value := p.root.value("fingerprint")
	rows := make(map[string]Hash)
	if value == nil {
		return rows
	}
	listed, err := asMap(value)
	if err != nil {
		p.problem(value, "fingerprint: %w", err)
		return rows
	}
	for i, key := range listed.keys {
		hash, err := ParseHash(listed.values[i].Value)
		if err == nil {
			err = checkPath(key.Value)
		}
		if err != nil {
			p.problem(key, "fingerprint: %s: %w", shorten(key.Value), err)
			continue
		}
		rows[key.Value] = hash
	}
	return rows
}

// checkPath refuses what leads out of the package, and spellings that Measure
// never gives.
func checkPath(file string) error {
	for _, name := range strings.Split(file, "/") {
		if err := checkName(name, 255); err != nil {
			return err
		}
	}
	return nil
}

func (p *reader) patterns() []string {
	var patterns []string
	for _, item := range p.list("fingerprint_ignore_patterns") {
		if err := CheckPattern(item.Value); err != nil {
			p.problem(item, "%w", err)
		}
		patterns = append(patterns, item.Value)
	}
	return patterns
}

// list are the texts in a list; nothing may be in it twice.
func (p *reader) list(name string) []*yaml.Node {
	value := p.root.value(name)
	if value == nil {
		return nil
	}
	if value.Kind != yaml.SequenceNode {
		p.problem(value, "%s: want a list", name)
		return nil
	}
	seen := make(map[string]bool)
	for _, item := range value.Content {
		switch {
		case item.Kind != yaml.ScalarNode:
			p.problem(item, "%s: want a list of texts", name)
			return nil
		case seen[item.Value]:
			p.problem(item, "%s: %s is there twice", name, shorten(item.Value))
		}
		seen[item.Value] = true
	}
	return value.Content
}

func (p *reader) dependencies() []Ref {
	var refs []Ref
	add := func(kind Kind, item *yaml.Node) {
		ref, err := ParseRef(kind, item.Value)
		if err != nil {
			p.problem(item, "%s: %w", kind.Plural(), err)
			return
		}
		refs = append(refs, ref)
	}
	want := shapes[p.kind]
	for _, kind := range Kinds {
		if slices.Contains(want.required, kind.Plural()) || slices.Contains(want.optional, kind.Plural()) {
			for _, item := range p.list(kind.Plural()) {
				add(kind, item)
			}
		}
	}
	if agent := p.root.value("agent"); p.kind == Service && agent != nil {
		add(Agent, agent)
	}
	return refs
}

// override checks the head of a document that changes settings of a
// dependency.
func (p *reader) override(document *node) {
	id, kind := document.value("public_id"), document.value("type")
	if id == nil || kind == nil {
		p.problem(document.first(), "public_id and type say whose settings a further document changes")
		return
	}
	if _, err := ParseKind(kind.Value); err != nil {
		p.problem(kind, "%w", err)
		return
	}
	if _, err := ParseRef(Kind(kind.Value), id.Value); err != nil {
		p.problem(id, "%w", err)
	}
}

func (n *node) first() *yaml.Node {
	if len(n.keys) == 0 {
		return &yaml.Node{}
	}
	return n.keys[0]
}

func (p *reader) capabilities(config *Config) *capability.Manifest {
	if config.Module != "" {
		if err := checkPath(config.Module); err != nil {
			p.problem(p.root.value("module"), "module: %w", err)
		} else if _, listed := config.Fingerprint[config.Module]; !listed {
			p.problem(p.root.value("module"), "module: %s is not in the fingerprint", shorten(config.Module))
		}
	}
	if name := p.text("interface"); name != capability.Interface {
		p.problems = append(p.problems, fmt.Errorf("interface %q: want %s", shorten(name), capability.Interface))
	}
	value := p.root.value("capabilities")
	if value == nil {
		return nil
	}
	raw, err := yaml.Marshal(value)
	if err != nil {
		p.problem(value, "capabilities: %w", err)
		return nil
	}
	manifest, err := capability.Parse(raw)
	if err != nil {
		p.problem(value, "capabilities: %w", err)
		return nil
	}
	if err := errors.Join(undeclared(manifest, config.Dependencies)...); err != nil {
		p.problem(value, "capabilities: %w", err)
	}
	return manifest
}

// undeclared are protocols that a manifest names and the package does not
// depend on.
func undeclared(manifest *capability.Manifest, refs []Ref) []error {
	var missing []error
	for _, message := range manifest.Message {
		if !slices.ContainsFunc(refs, func(r Ref) bool { return r.Kind == Protocol && r.Public() == message.Protocol }) {
			missing = append(missing, fmt.Errorf("%s is not among the protocols", message.Protocol))
		}
	}
	return missing
}
