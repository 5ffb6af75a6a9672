package kuboapi

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"go-acn/agentrt/pkg"
)

// options are what may be said to add; what is not in the list might change the
// CID without anybody noticing, so it is refused.
type options struct {
	pin, wrap, onlyHash, silent bool
	v1                          bool // CIDs spelled as version 1
}

// fixed are options that must say what packages are made with.
var fixed = map[string][]string{
	"cid-version": {"0"}, "raw-leaves": {"false"}, "chunker": {"size-262144", "default"}, "hash": {"sha2-256"},
	"trickle": {"false"}, "inline": {"false"}, "nocopy": {"false"}, "fscache": {"false"}, "preserve-mode": {"false"}, "preserve-mtime": {"false"},
	"max-file-links": {"174"}, "dereference-args": {"true", "false"},
}

// ignored change nothing of the outcome. What is below a folder is for the
// client to send, so recursive is for it alone.
var ignored = []string{"recursive", "r", "quiet", "quieter", "progress", "stream-channels", "encoding", "enc", "hidden", "timeout", "upgrade-cidv0-in-output", "fast-provide-root", "fast-provide-wait"}

func parseOptions(query url.Values) (options, error) {
	o := options{pin: true}
	flags := map[string]*bool{
		"pin": &o.pin, "p": &o.pin, "wrap-with-directory": &o.wrap, "w": &o.wrap, "only-hash": &o.onlyHash, "n": &o.onlyHash, "silent": &o.silent,
	}
	for name, values := range query {
		value := values[len(values)-1]
		switch flag, allowed := flags[name], fixed[name]; {
		case flag != nil:
			set, err := parseBool(name, value)
			if err != nil {
				return o, err
			}
			*flag = set
		case name == "cid-base" && (value == "base32" || value == "base58btc"):
			o.v1 = value == "base32"
		case slices.Contains(allowed, value) || slices.Contains(ignored, name):
		default:
			return o, told(fmt.Sprintf("this registry keeps packages, whose CIDs depend on it: option %s cannot be %s", short(name), short(value)))
		}
	}
	return o, nil
}

func parseBool(name, value string) (bool, error) {
	if value == "" {
		return true, nil
	}
	set, err := strconv.ParseBool(value)
	if err != nil {
		return false, usage(fmt.Sprintf("could not convert value %q to type \"bool\" (for option \"-%s\")", short(value), name))
	}
	return set, nil
}

func flagOf(query url.Values, name string, otherwise bool) (bool, error) {
	if !query.Has(name) {
		return otherwise, nil
	}
	return parseBool(name, query.Get(name))
}

func short(text string) string {
	const most = 80
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}

// address is content and a way to a part of it.
type address struct {
	root pkg.Hash
	cid  string // as it was spelled
	path string // below root, slash separated; "." is root itself
}

// parseAddress reads CID, CID/path, or either after /ipfs/ or ipfs://.
func parseAddress(text string) (address, error) {
	const longest = 4096
	if len(text) > longest {
		return address{}, told("invalid path: it is too long")
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(text, "ipfs://"), "/ipfs/")
	cid, way, _ := strings.Cut(rest, "/")
	root, err := pkg.ParseHash(cid)
	if err != nil {
		root, err = pkg.ParseTokenURI("/" + cid)
	}
	if err != nil {
		return address{}, told(fmt.Sprintf("invalid path %q: it does not begin with the CID of a package or of a part of one", short(text)))
	}
	way = strings.Trim(way, "/")
	if way == "" {
		way = "."
	}
	return address{root, cid, way}, nil
}

// arguments are the values of ?arg=.
func arguments(query url.Values) ([]address, error) {
	if len(query["arg"]) == 0 {
		return nil, usage(`argument "ipfs-path" is required`)
	}
	const most = 100
	if len(query["arg"]) > most {
		return nil, told(fmt.Sprintf("more than %d arguments", most))
	}
	var all []address
	for _, text := range query["arg"] {
		a, err := parseAddress(text)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}
