package acn

// Stream protocols of the existing network. Each carries one exchange a stream.
const (
	ProtocolEnvelope = "/aea/0.1.0"
	ProtocolLookup   = "/aea-address/0.1.0"
	ProtocolRegister = "/aea-register/0.1.0"
	ProtocolNotify   = "/aea-notif/0.1.0"
)

// Protocols spoken only between nodes of this project.
//
// ProtocolLink history: 1.0.0 first version.
const (
	// ProtocolLink is the multiplexed envelope stream of package relay.
	ProtocolLink = "/acn/link/1.0.0"
	// KadPrefix makes the DHT of signed records /acn/kad/1.0.0.
	KadPrefix = "/acn"
	// LegacyKadPrefix makes the DHT of provider records /ipfs/kad/1.0.0.
	LegacyKadPrefix = "/ipfs"
	// RecordNamespace is the validator namespace of signed records: a key is
	// /acn/ and the 64 lower-case hex digits of Address.Digest.
	RecordNamespace = "acn"
)

// ALPNDelegate is offered by delegate clients that read frames whatever TLS
// records they arrive in, and that may have several deliveries outstanding.
// Clients of the existing network offer nothing and get one frame a record,
// one delivery at a time.
const ALPNDelegate = "acn-delegate/1"

// AgentVersion is the identify agent version prefix the existing network uses.
const AgentVersion = "libp2p_node@go-acn"

// Limits on what is read from others; each is inclusive.
const (
	// MaxFrame bounds the payload of one legacy frame, in bytes (3 MiB).
	MaxFrame = 3 << 20
	// MaxEnvelope bounds a serialised envelope, so that a frame around it,
	// with a record, still fits MaxFrame.
	MaxEnvelope = MaxFrame - 4096
	// MaxAddress bounds the text of an address that travels in an envelope.
	// Longer ones are not addresses of any ledger.
	MaxAddress = 128
	// MaxRecord bounds a serialised AgentRecord.
	MaxRecord = 2048
	// MaxStatusText bounds the text read from a peer's status.
	MaxStatusText = 1024
)
