package acn_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"
	"testing/iotest"

	"google.golang.org/protobuf/proto"

	"go-acn/acn"
	"go-acn/acn/acnpb"
)

// A message the decoder takes is one the generated code takes, and comes out
// of our encoders as it would out of the generated ones.
func FuzzDecodeMessage(f *testing.F) {
	for _, m := range loadVectors(f).Messages {
		f.Add([]byte(m.Protobuf))
	}
	f.Add([]byte{0x4a, 0x00})
	f.Fuzz(func(t *testing.T, payload []byte) {
		message, err := acn.DecodeMessage(payload)
		if err != nil {
			wantStatus(t, err, acn.StatusDecode)
			return
		}
		wire := new(acnpb.Message)
		if err := proto.Unmarshal(payload, wire); err != nil {
			t.Fatalf("decoded, but is no message: %v", err)
		}
		got := encodeUnchecked(message)
		if got == nil {
			return
		}
		// Canonical payloads come back byte for byte, others by meaning.
		back := new(acnpb.Message)
		if err := proto.Unmarshal(got, back); err != nil {
			t.Fatal(err)
		}
		discardUnknown(wire)
		if !proto.Equal(wire, back) {
			t.Errorf("%x\nbecame\n%x", payload, got)
		}
	})
}

// discardUnknown drops what our encoders do not carry: fields outside of the
// record.
func discardUnknown(wire *acnpb.Message) {
	record := wire.GetEnvelope().GetRecord()
	var kept []byte
	if record != nil {
		kept = bytes.Clone(record.ProtoReflect().GetUnknown())
	}
	wire.ProtoReflect().SetUnknown(nil)
	if delivery := wire.GetEnvelope(); delivery != nil {
		delivery.ProtoReflect().SetUnknown(nil)
	}
	if request := wire.GetLookupRequest(); request != nil {
		request.ProtoReflect().SetUnknown(nil)
	}
	if record != nil {
		record.ProtoReflect().SetUnknown(kept)
	}
}

// encodeUnchecked runs our encoder where it needs no checked record.
func encodeUnchecked(m acn.Message) []byte {
	switch {
	case m.Kind == acn.KindLookupRequest:
		return acn.EncodeLookupRequest(acn.Address(m.Address))
	case m.Kind == acn.KindEnvelope && m.Record == nil:
		return acn.AppendEnvelopeFrame(nil, m.Envelope, nil)[4:]
	}
	return nil
}

// A record that parses is canonical after one round, says what it said, and is
// refused once a signed field changes.
func FuzzParseRecord(f *testing.F) {
	for _, a := range loadVectors(f).Agents {
		f.Add([]byte(a.Record))
	}
	for _, ledger := range acn.Ledgers {
		f.Add(dated(f, ledger, 1, delegation()).Bytes())
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := acn.ParseRecord(raw, acn.Expect{Ledgers: acn.Ledgers})
		if err != nil {
			return
		}
		again, err := acn.ParseRecord(r.Bytes(), acn.Expect{Ledgers: acn.Ledgers, Address: r.Address, Node: r.Node})
		if err != nil {
			t.Fatalf("does not parse again: %v", err)
		}
		if !bytes.Equal(again.Bytes(), r.Bytes()) || again.Epoch() != r.Epoch() {
			t.Errorf("%x\nbecame\n%x", r.Bytes(), again.Bytes())
		}
		if _, ledger, err := acn.ParseAddress(string(r.Address)); err != nil || ledger != r.Ledger {
			t.Errorf("address %s of a %s record reads as %s, %v", r.Address, r.Ledger, ledger, err)
		}
		wire := altered(r, func(w *acnpb.AgentRecord) { w.PeerPublicKey = string(identity(t, 77).NodeKey()) })
		if _, err := acn.VerifyRecord(wire, acn.Expect{Ledgers: acn.Ledgers}); err == nil && r.Node != identity(t, 77).NodeKey() {
			t.Error("record also verifies for another node")
		}
	})
}

// The binary form of a delegation: whatever is accepted in a record is exactly
// what the wallet signed.
func FuzzDelegation(f *testing.F) {
	good := make(map[acn.Ledger]*acn.Record)
	for i, ledger := range acn.Ledgers {
		good[ledger] = dated(f, ledger, 1, delegation())
		f.Add(uint8(i), good[ledger].Wire().GetDelegation())
	}
	f.Add(uint8(0), make([]byte, atSignature))
	f.Fuzz(func(t *testing.T, which uint8, raw []byte) {
		r := good[acn.Ledgers[int(which)%len(acn.Ledgers)]]
		wire := altered(r, func(w *acnpb.AgentRecord) { w.Delegation = raw })
		got, err := acn.VerifyRecord(wire, acn.Expect{Ledgers: acn.Ledgers})
		switch {
		case err != nil:
			if acn.StatusOf(err) != acn.StatusInvalidProof && len(raw) < acn.MaxRecord/2 {
				t.Error(err)
			}
		case len(raw) == 0:
			if got.Delegation != nil {
				t.Error("a delegation out of nothing")
			}
		case !bytes.Equal(raw, r.Wire().GetDelegation()):
			t.Errorf("forged: %x", raw)
		}
	})
}

// A frame that reads is its header and payload, however it arrives; what is
// left starts behind it.
func FuzzReadFrame(f *testing.F) {
	for _, m := range loadVectors(f).Messages {
		f.Add([]byte(m.Frame), 1<<10)
	}
	f.Add([]byte{0xff, 0xff, 0xff, 0xff}, acn.MaxFrame)
	f.Add([]byte{0, 0, 0, 0, 0}, 0)
	f.Fuzz(func(t *testing.T, in []byte, limit int) {
		limit = max(0, min(limit, acn.MaxFrame))
		reader := bytes.NewReader(in)
		payload, err := acn.ReadFrame(reader, nil, limit)
		_, slow := acn.ReadFrame(iotest.OneByteReader(bytes.NewReader(in)), make([]byte, 0, 3), limit)
		if (err == nil) != (slow == nil) {
			t.Errorf("%v when whole, %v byte by byte", err, slow)
		}
		if err != nil {
			return
		}
		if len(payload) > limit {
			t.Errorf("%d bytes, limit %d", len(payload), limit)
		}
		rest, _ := io.ReadAll(reader)
		if again := append(acn.AppendFrame(nil, payload), rest...); !bytes.Equal(again, in) {
			t.Errorf("%x\nbecame\n%x", in, again)
		}
	})
}

// FuzzReadFrameRecords reads the storage file of the existing network: records
// one frame after the other.
func FuzzReadFrameRecords(f *testing.F) {
	f.Add([]byte(loadVectors(f).Storage.TwoRecords))
	f.Fuzz(func(t *testing.T, file []byte) {
		var again []byte
		reader := bytes.NewReader(file)
		for {
			payload, err := acn.ReadFrame(reader, nil, acn.MaxRecord)
			if err != nil {
				break
			}
			again = acn.AppendFrame(again, payload)
		}
		if !bytes.HasPrefix(file, again) {
			t.Errorf("%x\nbecame\n%x", file, again)
		}
		if left := len(file) - len(again); left >= 4 && binary.BigEndian.Uint32(file[len(again):]) <= uint32(min(left-4, acn.MaxRecord)) {
			t.Errorf("stopped with a whole frame left at %d", len(again))
		}
	})
}

// An address that parses is its own spelling, of one ledger only.
func FuzzParseAddress(f *testing.F) {
	for _, a := range loadVectors(f).Agents {
		f.Add(a.Address)
	}
	f.Add("So11111111111111111111111111111111111111112")
	f.Fuzz(func(t *testing.T, text string) {
		addr, ledger, err := acn.ParseAddress(text)
		if err != nil {
			if len(err.Error()) > 500 {
				t.Errorf("error of %d characters", len(err.Error()))
			}
			return
		}
		again, same, err := acn.ParseAddress(string(addr))
		if string(addr) != text || again != addr || same != ledger || err != nil {
			t.Errorf("%q became %q of %s, then %q of %s, %v", text, addr, ledger, again, same, err)
		}
		if len(addr) > acn.MaxAddress {
			t.Errorf("address of %d bytes", len(addr))
		}
	})
}

// Keys that parse re-encode identically.
func FuzzParseNodeKey(f *testing.F) {
	for _, k := range loadVectors(f).NodeKeys {
		f.Add(k.PublicKey)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := acn.ParseNodeKey(text)
		if err != nil {
			wantStatus(t, err, acn.StatusWrongPublicKey)
			return
		}
		back, err := acn.NodeKeyFromPeerID(key.PeerID())
		if string(key) != text || back != key || err != nil {
			t.Errorf("%q became %q, %v", text, back, err)
		}
	})
}

func FuzzNodeKeyFromPeerID(f *testing.F) {
	for _, k := range loadVectors(f).NodeKeys {
		f.Add(k.PeerID)
	}
	f.Add("12D3KooWGRYZDHBembyGJQqQ6WgLqJWYNjnECJwGBnCg8vbCeo9F")
	f.Fuzz(func(t *testing.T, id string) {
		key, err := acn.NodeKeyFromPeerID(id)
		if err != nil {
			wantStatus(t, err, acn.StatusWrongPublicKey)
			return
		}
		if got := key.PeerID(); got != id {
			t.Errorf("%q became %q", id, got)
		}
	})
}

// Secrets that parse are those they were written as.
func FuzzParseSecrets(f *testing.F) {
	for _, k := range loadVectors(f).NodeKeys {
		f.Add(k.PrivateKey)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := acn.ParseIdentity(text)
		if err != nil {
			return
		}
		w, err := acn.ParseWallet(acn.Cosmos, text)
		if err != nil {
			t.Fatalf("identity, but no wallet: %v", err)
		}
		if !bytes.Equal(id.Secret(), w.Secret()) || w.PublicKey() != id.String() {
			t.Error("identity and wallet of one secret differ")
		}
	})
}

// A message verifies under no signature but the wallet's own.
func FuzzVerifyMessage(f *testing.F) {
	for i, ledger := range acn.Ledgers {
		signature, err := wallet(f, ledger, 1).Sign([]byte("m"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), wallet(f, ledger, 1).PublicKey(), signature, []byte("m"))
	}
	f.Fuzz(func(t *testing.T, which uint8, public, signature string, message []byte) {
		ledger := acn.Ledgers[int(which)%len(acn.Ledgers)]
		if err := acn.VerifyMessage(ledger, public, signature, message); err != nil {
			return
		}
		if err := acn.VerifyMessage(ledger, public, signature, append(message, 'x')); err == nil {
			t.Error("the signature holds for two messages")
		}
	})
}
