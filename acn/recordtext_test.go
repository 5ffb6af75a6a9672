package acn_test

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
)

func datedRecord(t testing.TB) *acn.Record {
	t.Helper()
	wallet, err := acn.ParseWallet(acn.FetchAI, strings.Repeat("17", 32))
	if err != nil {
		t.Fatal(err)
	}
	identity, err := acn.ParseIdentity(strings.Repeat("42", 32))
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	record, err := acn.SignRecord(wallet, identity.NodeKey(), &acn.Delegation{Epoch: 7, NotBefore: from, NotAfter: from.AddDate(0, 1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return record
}

// recordTexts are one record in each form.
func recordTexts(t testing.TB, record *acn.Record) map[string]string {
	t.Helper()
	asJSON, err := acn.RecordJSON(record.Wire())
	if err != nil {
		t.Fatal(err)
	}
	lines := acn.RecordEnv(record.Wire())
	var quoted strings.Builder
	for _, line := range lines {
		quoted.WriteString(strings.Replace(line, "=", "='", 1) + "'\n")
	}
	return map[string]string{
		"json":        string(asJSON),
		"env":         "OTHER=1\n" + strings.Join(lines, "\n") + "\n",
		"shell":       "export " + strings.Join(lines, "\r\nexport "),
		"quoted env":  quoted.String(),
		"hex":         hex.EncodeToString(record.Bytes()) + "\n",
		"binary":      string(record.Bytes()),
		"spaced json": " \n" + string(asJSON) + "\n",
	}
}

func TestRecordTextForms(t *testing.T) {
	record := datedRecord(t)
	for form, text := range recordTexts(t, record) {
		wire, err := acn.DecodeRecordText([]byte(text))
		if err != nil || !proto.Equal(wire, record.Wire()) {
			t.Errorf("%s: read %v, %v", form, wire, err)
		}
	}
}

func TestRecordTextRefused(t *testing.T) {
	good := recordTexts(t, datedRecord(t))
	for name, text := range map[string]string{
		"broken json":         "{",
		"json of other types": `{"address": 1}`,
		"delegation no hex":   `{"address": "a", "delegation": "zz"}`,
		"env without address": "AEA_P2P_POR_PUBKEY=1",
		"env delegation":      "AEA_P2P_POR_ADDRESS=a\nAEA_P2P_POR_DELEGATION=zz",
		"prose":               "hello",
		"half a byte":         good["hex"][:41],
		"not utf-8 in json":   "{\"address\": \"\xff\"}",
	} {
		if wire, err := acn.DecodeRecordText([]byte(text)); acn.StatusOf(err) != acn.StatusDecode {
			t.Errorf("%s: %v, %v", name, wire, err)
		}
	}
}

func TestRecordTextLimit(t *testing.T) {
	text := recordTexts(t, datedRecord(t))["json"]
	for size, ok := range map[int]bool{acn.MaxRecordText: true, acn.MaxRecordText + 1: false} {
		padded := text + strings.Repeat(" ", size-len(text))
		if _, err := acn.DecodeRecordText([]byte(padded)); (err == nil) != ok {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func TestRecordFromEnvAbsent(t *testing.T) {
	wire, err := acn.RecordFromEnv(func(string) string { return "" })
	if wire != nil || err != nil {
		t.Errorf("no variables: %v, %v", wire, err)
	}
}

// What an existing agent's environment says is what it sends.
func TestRecordEnvOfExistingAgents(t *testing.T) {
	for _, agent := range loadVectors(t).Agents {
		wire := new(acnpb.AgentRecord)
		if err := proto.Unmarshal(agent.Record, wire); err != nil {
			t.Fatal(err)
		}
		got, err := acn.DecodeRecordText([]byte(strings.Join(acn.RecordEnv(wire), "\n")))
		if err != nil || !proto.Equal(got, wire) {
			t.Errorf("%s: %v, %v", agent.Address, got, err)
		}
	}
}

func FuzzDecodeRecordText(f *testing.F) {
	for _, text := range recordTexts(f, datedRecord(f)) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		wire, err := acn.DecodeRecordText(raw)
		if err != nil {
			if acn.StatusOf(err) != acn.StatusDecode {
				t.Fatalf("status of %v", err)
			}
			return
		}
		text, err := acn.RecordJSON(wire)
		if err != nil {
			t.Fatal(err)
		}
		again, err := acn.DecodeRecordText(text)
		if len(text) > acn.MaxRecordText {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		// The JSON form has no place for fields of later versions.
		wire.ProtoReflect().SetUnknown(nil)
		if !proto.Equal(again, wire) {
			t.Errorf("%v became %v", wire, again)
		}
	})
}
