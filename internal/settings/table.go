package settings

import (
	"log/slog"
	"time"

	"go-acn/acn"
	"go-acn/agentrt/registry"
	"go-acn/agentrt/registry/pin"
)

// line is one setting.
type line struct {
	name    string // of the flag, after --, and in the configuration file; empty: environment only
	env     string
	legacy  string // the variable of existing nodes it is taken from, if any
	preset  string // the default as it would be written; empty: none
	kind    target
	explain string
}

// table is every setting of a node, in the order of the documentation.
var table = []line{
	{"key-file", "ACN_KEY_FILE", "", "", path.into(func(s *Settings) *string { return &s.KeyFile }),
		"the node's key, plain or encrypted; without one it is `node.key` in the data directory, made at the first start"},
	{"", "ACN_NODE_KEY", "AEA_P2P_ID", "", nodeKey.into(func(s *Settings) **acn.Identity { return &s.Identity }).hidden(),
		"the node's key itself, 64 hex digits, instead of a file"},
	{"passphrase-file", "ACN_PASSPHRASE_FILE", "", "", path.into(func(s *Settings) *string { return &s.PassphraseFile }),
		"file with the passphrase of an encrypted key in its first line"},
	{"", "ACN_PASSPHRASE", "", "", secretText.into(func(s *Settings) *Secret { return &s.Passphrase }).hidden(),
		"the passphrase itself, instead of a file"},
	{"data-dir", "ACN_DATA_DIR", "", "~/.acn", path.into(func(s *Settings) *string { return &s.DataDir }),
		"directory for everything the node remembers; one node each"},
	{"relay-client-file", "ACN_RELAY_CLIENT_FILE", "AEA_P2P_CFG_STORAGE_PATH", "", path.into(func(s *Settings) *string { return &s.RelayClientFile }),
		"file of registered relay clients, in the format of existing nodes; without one it is in the data directory"},

	{"listen", "ACN_LISTEN", "AEA_P2P_URI", "0.0.0.0:9000", listen.into(func(s *Settings) *string { return &s.Listen }),
		"address for other nodes, TCP and QUIC; port 0 picks one"},
	{"public", "ACN_PUBLIC", "AEA_P2P_URI_PUBLIC", "", dialable.into(func(s *Settings) *string { return &s.Public }),
		"address to tell others; without one the node finds out what it can"},
	{"entry", "ACN_ENTRY", "AEA_P2P_ENTRY_URIS", "", peers.into(func(s *Settings) *[]string { return &s.EntryPeers }).many(),
		"nodes to join the network through, comma separated or repeated; none starts a network"},
	{"role", "ACN_ROLE", "", "public", choice([]string{"public", "relayed"}, func(word string) bool { return word == "relayed" }).into(func(s *Settings) *bool { return &s.Relayed }),
		"public: others can dial this node; relayed: it is reached through an entry peer"},
	{"network", "ACN_NETWORK", "", "auto", choice([]string{"auto", "public", "private"}, func(word string) Network { return Network(word) }).into(func(s *Settings) *Network { return &s.Network }),
		"public keeps private addresses out of the directory, private lets them in; auto is public if the public address or an entry peer is on the internet"},
	{"quic", "ACN_QUIC", "", "true", toggle.into(func(s *Settings) *bool { return &s.QUIC }).onOff(),
		"QUIC on the UDP port of the listen address, beside TCP"},
	{"port-map", "ACN_PORT_MAP", "", "false", toggle.into(func(s *Settings) *bool { return &s.NATPortMap }).onOff(),
		"ask the router for a port (UPnP, NAT-PMP)"},

	{"delegate-listen", "ACN_DELEGATE_LISTEN", "AEA_P2P_DELEGATE_URI", "0.0.0.0:11000", listenOrOff.into(func(s *Settings) *string { return &s.DelegateListen }),
		"address for light agents (TLS), or off; off by default for relayed nodes"},
	{"mailbox-listen", "ACN_MAILBOX_LISTEN", "AEA_P2P_MAILBOX_URI", off, listenOrOff.into(func(s *Settings) *string { return &s.MailboxListen }),
		"address for agents that poll (HTTPS), or off"},
	{"admin-listen", "ACN_ADMIN_LISTEN", "AEA_P2P_URI_MONITORING", "127.0.0.1:9600", listenOrOff.into(func(s *Settings) *string { return &s.AdminListen }),
		"address of /livez, /readyz and /metrics, or off; there is no password, so keep it private"},
	{"pprof", "ACN_PPROF", "", "false", toggle.into(func(s *Settings) *bool { return &s.Profiling }).onOff(),
		"serve Go's profiles at /debug/pprof/ on the admin address"},

	{"registry", "ACN_REGISTRY", "", "false", toggle.into(func(s *Settings) *bool { return &s.Registry.On }).onOff(),
		"keep packages of agents and services, and give them to others"},
	{"registry-listen", "ACN_REGISTRY_LISTEN", "", "127.0.0.1:9700", listenOrOff.into(func(s *Settings) *string { return &s.Registry.Listen }),
		"address where publishers push and anybody fetches (HTTP), or off"},
	{"registry-kubo-listen", "ACN_REGISTRY_KUBO_LISTEN", "", "127.0.0.1:5001", listenOrOff.into(func(s *Settings) *string { return &s.Registry.KuboListen }),
		"address for tools that speak to kubo, or off; who reaches it acts as the operator, so keep it on this machine"},
	{"registry-kubo-hosts", "ACN_REGISTRY_KUBO_HOSTS", "", "", words.into(func(s *Settings) *[]string { return &s.Registry.KuboHosts }).many(),
		"names, besides localhost, by which those tools may call this machine"},
	{"registry-publishers", "ACN_REGISTRY_PUBLISHERS", "", "", publishers.into(func(s *Settings) *registry.Publishers { return &s.Registry.Publishers }),
		"file of who may push how much: an address, a size and a number of packages a line"},
	{"registry-quota", "ACN_REGISTRY_QUOTA", "", off, quota.into(func(s *Settings) *pin.Quota { return &s.Registry.Quota }),
		"the same for everybody who is not in the file, or off"},
	{"registry-lease", "ACN_REGISTRY_LEASE", "", "2160h", duration.into(func(s *Settings) *time.Duration { return &s.Registry.Lease }),
		"how long pins of the operator last if the node does not renew them, 1m to 8784h"},
	{"registry-collect", "ACN_REGISTRY_COLLECT", "", "1h", duration.into(func(s *Settings) *time.Duration { return &s.Registry.Collect }),
		"time between two looks for what nobody wants any more"},
	{"registry-reserve", "ACN_REGISTRY_RESERVE", "", "1GiB", size.into(func(s *Settings) *int64 { return &s.Registry.Reserve }),
		"space that packages leave free on the disk"},
	{"registry-gateway", "ACN_REGISTRY_GATEWAY", "", "", words.into(func(s *Settings) *[]string { return &s.Registry.Gateways }).many(),
		"URLs of gateways to fetch packages from that others need"},
	{"registry-member", "ACN_REGISTRY_MEMBER", "", "", peers.into(func(s *Settings) *[]string { return &s.Registry.Members }).many(),
		"the other registry nodes that keep copies of the same packages"},
	{"registry-factor", "ACN_REGISTRY_FACTOR", "", "3", number(1, 32).into(func(s *Settings) *int { return &s.Registry.Factor }),
		"how many of them hold each package"},
	{"registry-subscribe", "ACN_REGISTRY_SUBSCRIBE", "", "", subscriptions.into(func(s *Settings) *[]Subscription { return &s.Registry.Subscribe }).many(),
		"units and services on chains whose packages are kept whoever pins them"},
	{"chains", "ACN_CHAINS", "", "", path.into(func(s *Settings) *string { return &s.Registry.Chains }),
		"file of chains, for what is subscribed to"},

	{"agent-socket", "ACN_AGENT_SOCKET", "AEA_TO_NODE", "", dialable.into(func(s *Settings) *string { return &s.AgentSocket }),
		"address where the agent beside this node listens"},
	{"agent-record", "ACN_AGENT_RECORD", "AEA_P2P_POR_*", "", record.into(func(s *Settings) **acn.Record { return &s.AgentRecord }),
		"file with that agent's record (proof of representation)"},
	{"registration-delay", "ACN_REGISTRATION_DELAY", "AEA_P2P_CFG_REGISTRATION_DELAY", "0s", duration.into(func(s *Settings) *time.Duration { return &s.RegistrationDelay }),
		"wait before reading the registration of a relay client; for tests of clients"},

	{"max-connections", "ACN_MAX_CONNECTIONS", "", "4096", number(16, 1_000_000).into(func(s *Settings) *int { return &s.MaxConnections }),
		"connections with other nodes at once"},
	{"max-sessions", "ACN_MAX_SESSIONS", "", "10000", number(1, 1_000_000).into(func(s *Settings) *int { return &s.MaxSessions }),
		"light agents connected at once"},
	{"memory-limit", "ACN_MEMORY_LIMIT", "", off, memory.into(func(s *Settings) *int64 { return &s.MemoryLimit }),
		"size at which the node works harder to free memory, or off"},

	{"log-level", "ACN_LOG_LEVEL", "", "info", logLevel.into(func(s *Settings) *slog.Level { return &s.LogLevel }),
		"least urgent message to log"},
	{"log-format", "ACN_LOG_FORMAT", "", FormatText, choice([]string{FormatText, FormatJSON}, func(word string) string { return word }).into(func(s *Settings) *string { return &s.LogFormat }),
		"form of the log on standard error"},
}
