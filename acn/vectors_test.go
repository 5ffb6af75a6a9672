package acn_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
)

// vectors are what the existing network's software produced; the file says of
// each section how.
type vectors struct {
	Messages []struct {
		Name     string `json:"name"`
		Protobuf hexa   `json:"protobuf_hex"`
		Frame    hexa   `json:"frame_hex"`
	} `json:"acn_messages"`
	Agents []struct {
		Address    string `json:"address"`
		Ledger     string `json:"ledger_id"`
		PrivateKey string `json:"private_key_hex"`
		PublicKey  string `json:"public_key"`
		Record     hexa   `json:"record_protobuf_hex"`
		Signature  string `json:"signature"`
		Message    string `json:"signed_message_ascii"`
		DHT        struct {
			Multihash hexa `json:"multihash_hex"`
		} `json:"dht"`
	} `json:"agents_and_records"`
	CIDs []struct {
		Address   string `json:"address"`
		Multihash hexa   `json:"multihash_hex"`
	} `json:"cids"`
	NodeKeys []struct {
		PrivateKey string `json:"private_key_hex"`
		PublicKey  string `json:"public_key_hex"`
		PeerID     string `json:"peer_id"`
		Libp2p     hexa   `json:"libp2p_private_key_protobuf_hex"`
	} `json:"node_keys"`
	ThirdParty []struct {
		Address   string `json:"address"`
		Ledger    string `json:"ledger_id"`
		Message   string `json:"message_ascii"`
		PublicKey string `json:"public_key"`
		Signature string `json:"signature"`
	} `json:"third_party_signatures_from_repo_tests"`
	TLS struct {
		PrivateKey string `json:"node_private_key_hex"`
		Signature  hexa   `json:"signature_der_hex"`
		Signed     hexa   `json:"signed_bytes_hex"`
	} `json:"tls_key_signature"`
	Storage struct {
		TwoRecords hexa `json:"two_records_hex"`
	} `json:"record_storage_file"`
	Replies struct {
		Cases []struct {
			Case   string `json:"case"`
			Status int32  `json:"status_code"`
			Reply  hexa   `json:"reply_protobuf_hex"`
		} `json:"cases"`
	} `json:"observed_delegate_registration_replies"`
}

type hexa []byte

func (h *hexa) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

func loadVectors(t testing.TB) *vectors {
	t.Helper()
	raw, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	v := new(vectors)
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestMessageVectors(t *testing.T) {
	v := loadVectors(t)
	if len(v.Messages) == 0 {
		t.Fatal("no messages in the vectors")
	}
	for _, m := range v.Messages {
		t.Run(m.Name, func(t *testing.T) {
			if got := acn.AppendFrame(nil, m.Protobuf); !cmp.Equal(got, []byte(m.Frame)) {
				t.Errorf("frame differs: %x", got)
			}
			wire := new(acnpb.Message)
			if err := proto.Unmarshal(m.Protobuf, wire); err != nil {
				t.Fatal(err)
			}
			again, err := proto.Marshal(wire)
			if err != nil || !cmp.Equal(again, []byte(m.Protobuf)) {
				t.Errorf("re-encoded differently: %x, %v", again, err)
			}
			message, err := acn.DecodeMessage(m.Protobuf)
			if err != nil || message.Kind == acn.KindNone {
				t.Fatalf("decoded to %+v, %v", message, err)
			}
			if got := encode(t, message); message.Text == "" && got != nil && !cmp.Equal(got, []byte(m.Protobuf)) {
				t.Errorf("our encoder wrote\n%x, want\n%x", got, m.Protobuf)
			}
		})
	}
}

// encode runs the encoder that belongs to a decoded message.
func encode(t *testing.T, m acn.Message) []byte {
	t.Helper()
	var record *acn.Record
	if m.Record != nil {
		var err error
		if record, err = acn.VerifyRecord(m.Record, acn.Expect{}); err != nil {
			t.Fatal(err)
		}
	}
	switch m.Kind {
	case acn.KindEnvelope:
		return acn.AppendEnvelopeFrame(nil, m.Envelope, record)[4:]
	case acn.KindLookupRequest:
		return acn.EncodeLookupRequest(acn.Address(m.Address))
	case acn.KindLookupResponse:
		return acn.EncodeLookupResponse(record)
	case acn.KindRegister:
		return acn.EncodeRegister(record)
	case acn.KindStatus:
		if m.Status == acn.StatusSuccess {
			return acn.EncodeStatus(m.Status)
		}
	}
	return nil
}

func TestRecordVectors(t *testing.T) {
	for _, a := range loadVectors(t).Agents {
		t.Run(a.Address, func(t *testing.T) {
			record, err := acn.ParseRecord(a.Record, acn.Expect{Node: acn.NodeKey(a.Message)})
			if err != nil {
				t.Fatal(err)
			}
			if !cmp.Equal(record.Bytes(), []byte(a.Record)) {
				t.Errorf("re-encoded as %x", record.Bytes())
			}
			wallet, err := acn.ParseWallet(acn.Ledger(a.Ledger), a.PrivateKey)
			if err != nil {
				t.Fatal(err)
			}
			made, err := acn.Representation(wallet, acn.NodeKey(a.Message))
			if err != nil {
				t.Fatal(err)
			}
			if !cmp.Equal(made.Bytes(), []byte(a.Record)) {
				t.Errorf("we make\n%x, want\n%x", made.Bytes(), a.Record)
			}
			if wallet.PublicKey() != a.PublicKey || string(wallet.Address()) != a.Address || made.Signature != a.Signature {
				t.Errorf("wallet shows %s %s, signature %s", wallet.PublicKey(), wallet.Address(), made.Signature)
			}
			if got := wallet.Address().Multihash(); !cmp.Equal(got, []byte(a.DHT.Multihash)) {
				t.Errorf("multihash %x", got)
			}
			addr, ledger, err := acn.ParseAddress(a.Address)
			if err != nil || string(addr) != a.Address || string(ledger) != a.Ledger {
				t.Errorf("ParseAddress: %s %s %v", addr, ledger, err)
			}
		})
	}
}

func TestKeyVectors(t *testing.T) {
	v := loadVectors(t)
	for _, k := range v.NodeKeys {
		identity, err := acn.ParseIdentity(k.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		key := identity.NodeKey()
		if string(key) != k.PublicKey || key.PeerID() != k.PeerID || !cmp.Equal(identity.Libp2pPrivateKey(), []byte(k.Libp2p)) {
			t.Errorf("key %s peer %s, want %s %s", key, key.PeerID(), k.PublicKey, k.PeerID)
		}
		if back, err := acn.NodeKeyFromPeerID(k.PeerID); err != nil || back != key {
			t.Errorf("from peer id: %s, %v", back, err)
		}
	}
	for _, c := range v.CIDs {
		if got := acn.Address(c.Address).Multihash(); !cmp.Equal(got, []byte(c.Multihash)) {
			t.Errorf("multihash of %q is %x, want %x", c.Address, got, c.Multihash)
		}
	}
	identity, err := acn.ParseIdentity(v.TLS.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	if got := identity.SignDER(v.TLS.Signed); !cmp.Equal(got, []byte(v.TLS.Signature)) {
		t.Errorf("certificate signature %x, want %x", got, v.TLS.Signature)
	}
	if err := identity.NodeKey().VerifyDER(v.TLS.Signed, v.TLS.Signature); err != nil {
		t.Error(err)
	}
	for _, s := range v.ThirdParty {
		if err := acn.VerifyMessage(acn.Ledger(s.Ledger), s.PublicKey, s.Signature, []byte(s.Message)); err != nil {
			t.Errorf("%s: %v", s.Address, err)
		}
	}
}
