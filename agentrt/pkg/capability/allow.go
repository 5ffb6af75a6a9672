package capability

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"go-acn/acn"
)

// MemoryMiB is how much memory the module may use.
func (m *Manifest) MemoryMiB() int {
	if m.Memory == 0 {
		return defaultMemory
	}
	return m.Memory
}

// MaySend tells whether the module may write to an address in a protocol,
// author/name:version; member says that the address is one of the service.
func (m *Manifest) MaySend(protocol string, to acn.Address, member bool) bool {
	return slices.ContainsFunc(m.Message, func(r Message) bool { return r.Protocol == protocol && among(r.To, to, member) })
}

// MayReceive tells whether the module gets a message of a protocol from an
// address.
func (m *Manifest) MayReceive(protocol string, from acn.Address, member bool) bool {
	return slices.ContainsFunc(m.Message, func(r Message) bool { return r.Protocol == protocol && among(r.From, from, member) })
}

func among(parties []string, address acn.Address, member bool) bool {
	return slices.ContainsFunc(parties, func(party string) bool {
		return party == Everyone || party == Members && member || party == string(address)
	})
}

// MayCall tells whether the module may read from a contract on a chain.
func (m *Manifest) MayCall(chain uint64, contract acn.Address) bool {
	return slices.ContainsFunc(m.Read.Chain, func(r Chain) bool {
		return r.ID == chain && (r.Contract == "" || r.Contract == contract)
	})
}

// MayFetch tells whether the module may fetch a URL. Redirects have to be
// asked about again.
func (m *Manifest) MayFetch(text string) bool {
	target, err := parsePlain(text)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(m.Read.HTTP, func(rule string) bool {
		prefix, err := parsePrefix(rule)
		return err == nil && prefix.Scheme == target.Scheme && prefix.Host == target.Host && below(prefix.Path, target.Path)
	})
}

// below tells whether a path is dir or below it, part by part.
func below(dir, name string) bool {
	dir = strings.TrimSuffix(dir, "/")
	return name == dir || strings.HasPrefix(name, dir+"/")
}

// Quota is how many bytes the module may keep under the prefix that a key is
// below, and that prefix; false if it may not have such a key.
func (m *Manifest) Quota(key string) (prefix string, bytes int64, ok bool) {
	if !storeKey.MatchString(key) {
		return "", 0, false
	}
	for _, r := range m.Store {
		if strings.HasPrefix(key, r.Prefix) {
			return r.Prefix, r.Bytes, true
		}
	}
	return "", 0, false
}

// MayPropose tells whether the module may offer a payload of a size to a
// round.
func (m *Manifest) MayPropose(round string, size int) bool {
	return slices.ContainsFunc(m.Propose, func(r Propose) bool { return r.Round == round && size <= r.Bytes })
}

// parsePlain reads a URL that means the same to everybody: https, or http on
// this machine, nothing in it escaped that has a meaning of its own, no dots
// to resolve.
func parsePlain(text string) (*url.URL, error) {
	const longest = 2048
	if len(text) > longest {
		return nil, fmt.Errorf("a URL of %d bytes", len(text))
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%.80q is no URL", text)
	}
	u.Host = strings.ToLower(u.Host)
	if u.Path == "" {
		u.Path = "/"
	}
	local := u.Scheme == "http" && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname())
	switch escaped := strings.ToLower(u.EscapedPath()); {
	case u.Host == "" || u.User != nil || u.Opaque != "" || u.Fragment != "":
		return nil, fmt.Errorf("%.80q: want scheme, host and path", text)
	case u.Scheme != "https" && !local:
		return nil, fmt.Errorf("%.80q: want https", text)
	case strings.Contains(escaped, "%2f") || strings.Contains(escaped, "%5c") || strings.Contains(escaped, "%2e") || strings.Contains(u.Path, `\`):
		return nil, fmt.Errorf("%.80q: slashes and dots must not be escaped", text)
	case strings.TrimSuffix(u.Path, "/") != strings.TrimSuffix(path.Clean(u.Path), "/"):
		return nil, fmt.Errorf("%.80q: the path is not clean", text)
	}
	return u, nil
}

// parsePrefix reads a URL of a rule.
func parsePrefix(text string) (*url.URL, error) {
	u, err := parsePlain(text)
	if err == nil && (u.RawQuery != "" || u.ForceQuery) {
		err = errors.New("a rule has no query")
	}
	return u, err
}
