package pkg

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Kind says what a package is.
type Kind string

// Kinds of packages. All but Wasm are those of existing registries.
const (
	Protocol   Kind = "protocol"   // messages of a conversation
	Connection Kind = "connection" // to the outside
	Contract   Kind = "contract"   // on a chain
	Skill      Kind = "skill"      // behaviour in Python
	Agent      Kind = "agent"      // components put together
	Service    Kind = "service"    // agents put together
	Custom     Kind = "custom"     // anything else
	Wasm       Kind = "wasm"       // a module with a manifest of what it may do
)

// Kinds are all kinds.
var Kinds = []Kind{Protocol, Contract, Connection, Skill, Wasm, Custom, Agent, Service}

// configFiles are where each kind has its configuration.
var configFiles = map[Kind]string{
	Protocol: "protocol.yaml", Connection: "connection.yaml", Contract: "contract.yaml", Skill: "skill.yaml",
	Agent: "aea-config.yaml", Service: "service.yaml", Custom: "component.yaml", Wasm: "wasm.yaml",
}

// Plural names the folder and the lists that hold packages of a kind.
func (k Kind) Plural() string { return string(k) + "s" }

// ConfigFile is the name of the configuration at the top of a package.
func (k Kind) ConfigFile() string { return configFiles[k] }

// ParseKind checks that there is such a kind.
func ParseKind(text string) (Kind, error) {
	if !slices.Contains(Kinds, Kind(text)) {
		return "", fmt.Errorf("%q is no kind of package", shorten(text))
	}
	return Kind(text), nil
}

// KindOf finds out what a package's folder is by its configuration, of which
// there must be one at the top.
func KindOf(fsys fs.FS) (Kind, error) {
	var found []string
	var kind Kind
	for _, k := range Kinds {
		if info, err := fs.Stat(fsys, k.ConfigFile()); err == nil && info.Mode().IsRegular() {
			kind, found = k, append(found, k.ConfigFile())
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("no configuration at the top: want one of %s", strings.Join(configNames(), ", "))
	case 1:
		return kind, nil
	default:
		return "", fmt.Errorf("more than one configuration at the top: %s", strings.Join(found, ", "))
	}
}

func configNames() []string {
	names := make([]string, 0, len(Kinds))
	for _, k := range Kinds {
		names = append(names, k.ConfigFile())
	}
	return names
}

// shorten keeps hostile text out of errors.
func shorten(text string) string {
	const most = 80
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}
