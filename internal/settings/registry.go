package settings

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

// words are separated by commas.
var words = kind[[]string]{placeholder: "TEXT,...", parse: func(text string) ([]string, error) {
	var all []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			all = append(all, item)
		}
	}
	return all, nil
}}

var publishers = kind[registry.Publishers]{placeholder: "FILE", hint: "write one publisher a line: ADDRESS 10GiB 500", parse: func(text string) (registry.Publishers, error) {
	name, err := expandHome(text)
	if err != nil {
		return nil, err
	}
	raw, err := readFile(name, registry.MaxPublishers)
	if err != nil {
		return nil, err
	}
	return registry.ParsePublishers(raw)
}}

var quota = kind[pin.Quota]{placeholder: "SIZE/N", hint: "for example 100MiB/20, or off", parse: func(text string) (pin.Quota, error) {
	if text == off {
		return pin.Quota{}, nil
	}
	return registry.ParseQuota(text)
}}

var size = kind[int64]{placeholder: "SIZE", hint: "for example 512MiB or 2GiB", parse: func(text string) (int64, error) {
	bytes, err := registry.ParseSize(text)
	if err == nil && bytes == 0 {
		err = errors.New("is nothing")
	}
	return bytes, err
}}

// Subscription is a unit or service on a chain whose packages a registry keeps.
type Subscription struct {
	Chain string
	Kind  string // component, agent or service
	ID    uint32
}

var subscriptions = kind[[]Subscription]{placeholder: "CHAIN:KIND/N,...", hint: "for example gnosis:service/12, ethereum:agent/3 or ethereum:component/7",
	parse: func(text string) ([]Subscription, error) {
		items, err := words.parse(text)
		if err != nil {
			return nil, err
		}
		var all []Subscription
		for _, item := range items {
			chain, unit, _ := strings.Cut(item, ":")
			what, number, _ := strings.Cut(unit, "/")
			id, err := strconv.ParseUint(number, 10, 32)
			if err != nil || id == 0 || chain == "" || !slices.Contains([]string{"component", "agent", "service"}, what) {
				return nil, fmt.Errorf("%q names no component, agent or service of a chain", shorten(item))
			}
			all = append(all, Subscription{chain, what, uint32(id)})
		}
		return all, nil
	}}

// check holds the registry's settings against each other.
func (r *Registry) check(dataDir string) error {
	switch {
	case !r.On:
		return nil
	case dataDir == "":
		return errors.New("a registry needs a data directory")
	case r.Listen == "" && r.KuboListen == "":
		return errors.New("a registry that listens nowhere takes no packages")
	case r.Lease < registry.LeastLease || r.Lease > pin.MaxLease:
		return fmt.Errorf("the registry's lease of %s is not between %s and %s", r.Lease, registry.LeastLease, pin.MaxLease)
	}
	return nil
}
