package acn

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	"go-acn/acn/acnpb"
)

// MaxRecordText bounds a record in any text form, in bytes.
const MaxRecordText = 16 << 10

// Variables that hold a record in the environment of a node; the delegation,
// as hex, is ours.
const (
	EnvRecordAddress    = "AEA_P2P_POR_ADDRESS"
	EnvRecordPublicKey  = "AEA_P2P_POR_PUBKEY"
	EnvRecordNode       = "AEA_P2P_POR_PEER_PUBKEY"
	EnvRecordSignature  = "AEA_P2P_POR_SIGNATURE"
	EnvRecordService    = "AEA_P2P_POR_SERVICE_ID"
	EnvRecordLedger     = "AEA_P2P_POR_LEDGER_ID"
	EnvRecordDelegation = "AEA_P2P_POR_DELEGATION"
)

const envRecordPrefix = "AEA_P2P_POR_"

// recordText is the JSON form. Fields it does not know are skipped, so tools
// may add explanations.
type recordText struct {
	Service    string `json:"service_id,omitempty"`
	Ledger     string `json:"ledger_id"`
	Address    string `json:"address"`
	PublicKey  string `json:"public_key"`
	Node       string `json:"peer_public_key"`
	Signature  string `json:"signature"`
	NotBefore  string `json:"not_before,omitempty"`
	NotAfter   string `json:"not_after,omitempty"`
	Delegation string `json:"delegation,omitempty"` // hex of the binary form
}

func (t recordText) wire() (*acnpb.AgentRecord, error) {
	delegation, err := hex.DecodeString(t.Delegation)
	if err != nil {
		return nil, Fail(StatusDecode, "reading delegation: %w", err)
	}
	return &acnpb.AgentRecord{
		ServiceId: t.Service, LedgerId: t.Ledger, Address: t.Address, PublicKey: t.PublicKey, PeerPublicKey: t.Node,
		Signature: t.Signature, NotBefore: t.NotBefore, NotAfter: t.NotAfter, Delegation: delegation,
	}, nil
}

func textOf(wire *acnpb.AgentRecord) recordText {
	return recordText{
		Service: wire.GetServiceId(), Ledger: wire.GetLedgerId(), Address: wire.GetAddress(), PublicKey: wire.GetPublicKey(),
		Node: wire.GetPeerPublicKey(), Signature: wire.GetSignature(), NotBefore: wire.GetNotBefore(), NotAfter: wire.GetNotAfter(),
		Delegation: hex.EncodeToString(wire.GetDelegation()),
	}
}

// RecordJSON is a record as one JSON object.
func RecordJSON(wire *acnpb.AgentRecord) ([]byte, error) { return json.Marshal(textOf(wire)) }

// RecordEnv is a record as lines of an environment file, without line ends.
// The unsigned dates have no variable.
func RecordEnv(wire *acnpb.AgentRecord) []string {
	t := textOf(wire)
	lines := []string{
		EnvRecordAddress + "=" + t.Address, EnvRecordPublicKey + "=" + t.PublicKey, EnvRecordNode + "=" + t.Node,
		EnvRecordSignature + "=" + t.Signature, EnvRecordService + "=" + t.Service, EnvRecordLedger + "=" + t.Ledger,
	}
	if t.Delegation != "" {
		lines = append(lines, EnvRecordDelegation+"="+t.Delegation)
	}
	return lines
}

// RecordFromEnv reads the variables of a record; it is nil if the address is
// empty. Nothing is verified.
func RecordFromEnv(variable func(name string) string) (*acnpb.AgentRecord, error) {
	if variable(EnvRecordAddress) == "" {
		return nil, nil
	}
	return recordText{
		Service: variable(EnvRecordService), Ledger: variable(EnvRecordLedger), Address: variable(EnvRecordAddress),
		PublicKey: variable(EnvRecordPublicKey), Node: variable(EnvRecordNode), Signature: variable(EnvRecordSignature),
		Delegation: variable(EnvRecordDelegation),
	}.wire()
}

// DecodeRecordText reads a record in any of its forms: a JSON object, lines of
// an environment file, hex, or the serialised bytes. Nothing is verified.
// Errors are Failures with StatusDecode.
func DecodeRecordText(raw []byte) (*acnpb.AgentRecord, error) {
	if len(raw) > MaxRecordText {
		return nil, Fail(StatusDecode, "record has %d bytes of text, limit %d", len(raw), MaxRecordText)
	}
	text := bytes.TrimSpace(raw)
	switch {
	case !utf8.Valid(text):
	case bytes.HasPrefix(text, []byte("{")):
		var t recordText
		if err := json.Unmarshal(text, &t); err != nil {
			return nil, Fail(StatusDecode, "reading record as JSON: %w", err)
		}
		return t.wire()
	case bytes.Contains(text, []byte(envRecordPrefix)):
		return recordFromLines(string(text))
	default:
		if decoded, err := hex.DecodeString(string(text)); err == nil {
			raw = decoded
		}
	}
	wire := new(acnpb.AgentRecord)
	if err := proto.Unmarshal(raw, wire); err != nil {
		return nil, Fail(StatusDecode, "record is neither JSON, environment lines, hex nor a serialised record")
	}
	return wire, nil
}

// recordFromLines reads NAME=VALUE lines as shells and dotenv files have them;
// none of the values needs escapes.
func recordFromLines(text string) (*acnpb.AgentRecord, error) {
	variables := make(map[string]string)
	for line := range strings.Lines(text) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "export ")
		name, value, ok := strings.Cut(line, "=")
		if ok && strings.HasPrefix(name, envRecordPrefix) {
			variables[name] = strings.Trim(value, `"'`)
		}
	}
	wire, err := RecordFromEnv(func(name string) string { return variables[name] })
	if err == nil && wire == nil {
		err = Fail(StatusDecode, "%s is empty", EnvRecordAddress)
	}
	return wire, err
}
