package settings

import (
	"errors"
	"log/slog"
	"time"

	"go-acn/acn"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

// Settings are checked. Addresses are host:port; an empty one is a service
// that is off.
type Settings struct {
	Identity *acn.Identity // from the environment; nil: see KeyFile
	KeyFile  string        // empty: node.key in DataDir, made if missing

	PassphraseFile string
	Passphrase     Secret

	DataDir         string
	RelayClientFile string // empty: in DataDir

	Listen     string
	Public     string // empty: whatever the node finds out by itself
	QUIC       bool
	NATPortMap bool
	Relayed    bool
	EntryPeers []string // multiaddrs with /p2p/ID
	Network    Network

	DelegateListen string
	MailboxListen  string
	AdminListen    string
	Profiling      bool

	Registry Registry

	AgentSocket       string
	AgentRecord       *acn.Record
	RegistrationDelay time.Duration

	LogLevel  slog.Level
	LogFormat string // FormatText or FormatJSON

	MaxConnections int
	MaxSessions    int
	MemoryLimit    int64 // bytes; 0: none
}

// Registry is what a node that keeps packages is told. Nothing else of it
// counts unless On is set.
type Registry struct {
	On         bool
	Listen     string
	KuboListen string
	KuboHosts  []string
	Publishers registry.Publishers
	Quota      pin.Quota // of publishers that are not named
	Lease      time.Duration
	Collect    time.Duration
	Reserve    int64    // bytes of the disk
	Gateways   []string // URLs
	Members    []string // multiaddrs with /p2p/ID
	Factor     int
	Subscribe  []Subscription
	Chains     string // file
}

// Secret is text that prints as a placeholder.
type Secret struct{ text func() string }

// Reveal is the text; empty for the zero value.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return s.text()
}

func (s Secret) String() string       { return "(hidden)" }
func (s Secret) GoString() string     { return "settings.Secret" }
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Network says what kind of addresses a node deals in.
type Network string

// Networks. Load resolves NetworkAuto.
const (
	NetworkAuto    Network = "auto"
	NetworkPublic  Network = "public"  // private addresses stay out of the directory
	NetworkPrivate Network = "private" // a laboratory, a container network
)

// Log formats.
const (
	FormatText = "text"
	FormatJSON = "json"
)

// check holds settings against each other; origins says where values came
// from, so that a default gives way where an explicit value is an error.
func (s *Settings) check(origins map[string]string) []error {
	var problems []error
	complain := func(name string, err error, hint string) {
		problems = append(problems, &Problem{Where: origins[name], Err: err, Advice: hint})
	}
	if s.Identity != nil && s.KeyFile != "" {
		complain("key-file", errors.New("a node key is given twice, in a file and in the environment"), "unset ACN_NODE_KEY, or leave the file away")
	}
	if s.Relayed {
		if len(s.EntryPeers) == 0 {
			complain("role", errors.New("a relayed node needs an entry peer that relays for it"), "give it an entry peer, or an address that others can dial")
		}
		if s.Public != "" {
			complain("public", errors.New("a relayed node has no address that others can dial"), "take the address away, or use --role public")
		}
		if origins["delegate-listen"] == originDefault {
			s.DelegateListen = ""
		}
		for _, service := range [][2]string{{"delegate-listen", s.DelegateListen}, {"mailbox-listen", s.MailboxListen}} {
			if service[1] != "" {
				complain(service[0], errors.New("a relayed node cannot be dialled, so it serves no light agents"), "set it to off, or use --role public")
			}
		}
	}
	if (s.AgentSocket == "") != (s.AgentRecord == nil) {
		where := "agent-socket"
		if s.AgentSocket == "" {
			where = "agent-record"
		}
		complain(where, errors.New("an agent needs both its socket and its record"), "set both --agent-socket and --agent-record; acn record make makes a record")
	}
	if err := s.Registry.check(s.DataDir); err != nil {
		complain("registry", err, "acn node --help lists the settings of a registry")
	}
	if s.Network == NetworkAuto {
		s.Network = s.guessNetwork()
	}
	return problems
}
