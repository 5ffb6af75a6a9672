package settings

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/multiformats/go-multiaddr"

	"go-acn/acn"
)

// kind is a type of value: how it is shown in help, how it is checked, and what
// to say when it is wrong.
type kind[T any] struct {
	placeholder string
	hint        string
	parse       func(text string) (T, error)
}

// target is a kind bound to the field it is for.
type target struct {
	placeholder, hint    string
	secret, toggle, list bool
	set                  func(s *Settings, text string) error
}

func (k kind[T]) into(field func(*Settings) *T) target {
	return target{placeholder: k.placeholder, hint: k.hint, set: func(s *Settings, text string) error {
		value, err := k.parse(text)
		if err == nil {
			*field(s) = value
		}
		return err
	}}
}

func (t target) hidden() target { t.secret = true; return t }
func (t target) many() target   { t.list = true; return t }
func (t target) onOff() target  { t.toggle = true; return t }

// toggle takes the words of flags and those of YAML.
var toggle = kind[bool]{hint: "write true or false", parse: func(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "true", "yes", "on", "1":
		return true, nil
	case "false", "no", "off", "0":
		return false, nil
	}
	return false, errors.New("is neither true nor false")
}}

var path = kind[string]{placeholder: "PATH", parse: expandHome, hint: "write an absolute path, or set HOME"}

// expandHome replaces a leading ~, which shells leave alone in variables and
// after an equals sign.
func expandHome(text string) (string, error) {
	rest, ok := strings.CutPrefix(text, "~")
	if !ok || rest != "" && rest[0] != '/' {
		return text, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("there is no home directory")
	}
	return home + rest, nil
}

var secretText = kind[Secret]{placeholder: "TEXT", parse: func(text string) (Secret, error) {
	return Secret{text: func() string { return text }}, nil
}}

var nodeKey = kind[*acn.Identity]{placeholder: "HEX", parse: acn.ParseIdentity,
	hint: "write 64 hex digits without 0x; acn key new makes a key in a file"}

// listen is an address of this machine. Names are refused, but for localhost:
// they may stand for several addresses, of which only one would be used.
var listen = kind[string]{placeholder: "HOST:PORT", hint: "for example 0.0.0.0:9000 for all interfaces, or 127.0.0.1:9000 for this machine only",
	parse: func(text string) (string, error) {
		host, port, err := splitHostPort(text)
		if err != nil {
			return "", err
		}
		switch {
		case host == "":
			host = "0.0.0.0"
		case host == "localhost":
			host = "127.0.0.1"
		case net.ParseIP(host) == nil:
			return "", errors.New("the host is not an IP address of this machine")
		}
		return net.JoinHostPort(host, strconv.Itoa(port)), nil
	}}

var listenOrOff = kind[string]{placeholder: "HOST:PORT", hint: listen.hint + ", or off", parse: func(text string) (string, error) {
	if text == off || text == "" {
		return "", nil
	}
	return listen.parse(text)
}}

const off = "off"

// dialable is an address of others, or of this machine as others see it.
var dialable = kind[string]{placeholder: "HOST:PORT", hint: "for example acn.example.org:9000",
	parse: func(text string) (string, error) {
		host, port, err := splitHostPort(text)
		switch {
		case err != nil:
			return "", err
		case host == "":
			return "", errors.New("the host is missing")
		case port == 0:
			return "", errors.New("port 0 cannot be dialled")
		case strings.ContainsAny(host, "/ \t"):
			return "", errors.New("the host is neither a name nor an IP address")
		}
		return net.JoinHostPort(host, strconv.Itoa(port)), nil
	}}

func splitHostPort(text string) (host string, port int, err error) {
	host, portText, err := net.SplitHostPort(text)
	if err != nil {
		return "", 0, errors.New("is not of the form HOST:PORT")
	}
	number, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return "", 0, errors.New("the port is not a number from 0 to 65535")
	}
	return host, int(number), nil
}

var peers = kind[[]string]{placeholder: "MULTIADDR,...", hint: "for example /dns4/acn.example.org/tcp/9000/p2p/16Uiu2HAm...; acn key show and a node's log print the last part",
	parse: func(text string) ([]string, error) {
		var all []string
		for item := range strings.SplitSeq(text, ",") {
			if item = strings.TrimSpace(item); item == "" {
				continue
			}
			addr, err := multiaddr.NewMultiaddr(item)
			if err != nil {
				return nil, fmt.Errorf("%q is not a multiaddr", shorten(item))
			}
			if _, last := multiaddr.SplitLast(addr); last == nil || last.Protocol().Code != multiaddr.P_P2P || len(addr) < 2 {
				return nil, fmt.Errorf("%q does not say how to reach which peer", shorten(item))
			}
			all = append(all, item)
		}
		return all, nil
	}}

// choice is one of a few words.
func choice[T any](words []string, value func(word string) T) kind[T] {
	return kind[T]{placeholder: strings.Join(words, "|"), hint: "write " + strings.Join(words, " or "), parse: func(text string) (T, error) {
		if !slices.Contains(words, text) {
			return *new(T), errors.New("is none of " + strings.Join(words, ", "))
		}
		return value(text), nil
	}}
}

var logLevel = choice([]string{"debug", "info", "warn", "error"}, func(word string) slog.Level {
	var level slog.Level
	_ = level.UnmarshalText([]byte(word)) // the words are its own
	return level
})

func number(least, most int) kind[int] {
	return kind[int]{placeholder: "N", hint: fmt.Sprintf("write a number from %d to %d", least, most), parse: func(text string) (int, error) {
		value, err := strconv.Atoi(text)
		if err != nil || value < least || value > most {
			return 0, fmt.Errorf("is not a number from %d to %d", least, most)
		}
		return value, nil
	}}
}

var duration = kind[time.Duration]{placeholder: "DURATION", hint: "for example 500ms or 10s", parse: func(text string) (time.Duration, error) {
	value, err := time.ParseDuration(text)
	if err != nil || value < 0 {
		return 0, errors.New("is not a duration")
	}
	return value, nil
}}

// leastMemory is what a node with a handful of peers needs.
const leastMemory = 64 << 20

var memory = kind[int64]{placeholder: "SIZE", hint: "for example 512MiB or 2GiB, at least 64MiB, or off", parse: func(text string) (int64, error) {
	if text == off {
		return 0, nil
	}
	for suffix, unit := range map[string]int64{"MiB": 1 << 20, "GiB": 1 << 30} {
		digits, ok := strings.CutSuffix(text, suffix)
		if !ok {
			continue
		}
		count, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 32)
		if err != nil || count < 0 || count*unit < leastMemory {
			return 0, errors.New("is too small, or not a number before " + suffix)
		}
		return count * unit, nil
	}
	return 0, errors.New("is not a size")
}}

// record is a file that holds a record in any text form, or its JSON itself.
var record = kind[*acn.Record]{placeholder: "FILE", hint: "make one with: acn record make",
	parse: func(text string) (*acn.Record, error) {
		raw := []byte(text)
		if !strings.HasPrefix(strings.TrimSpace(text), "{") {
			var err error
			if raw, err = readFile(text, acn.MaxRecordText); err != nil {
				return nil, err
			}
		}
		wire, err := acn.DecodeRecordText(raw)
		if err != nil {
			return nil, err
		}
		return acn.VerifyRecord(wire, acn.Expect{Ledgers: acn.Ledgers})
	}}

// readFile reads at most limit bytes.
func readFile(name string, limit int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, bare(err)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, bare(err)
	}
	if int64(len(raw)) > limit {
		return nil, fmt.Errorf("is longer than %d bytes", limit)
	}
	return raw, nil
}

// bare is a system error without the path, which the Problem has.
func bare(err error) error {
	var system *os.PathError
	if errors.As(err, &system) {
		return system.Err
	}
	return err
}

// guessNetwork is NetworkPublic if an address that others use, its own or an
// entry peer's, is one that the whole internet can use.
func (s *Settings) guessNetwork() Network {
	if host, _, err := net.SplitHostPort(s.Public); err == nil && publicHost(host) {
		return NetworkPublic
	}
	for _, text := range s.EntryPeers {
		addr, err := multiaddr.NewMultiaddr(text)
		if err != nil {
			continue
		}
		if first, _ := multiaddr.SplitFirst(addr); first != nil && publicHost(first.Value()) {
			return NetworkPublic
		}
	}
	return NetworkPrivate
}

// publicHost takes a name with a dot for one of the internet's; those of
// containers and hosts files have none.
func publicHost(host string) bool {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return strings.Contains(strings.TrimSuffix(host, "."), ".") && !strings.HasSuffix(host, ".local") && !strings.HasSuffix(host, ".internal")
	}
	ip = ip.Unmap()
	return ip.IsGlobalUnicast() && !ip.IsPrivate()
}
