package settle

import (
	"bytes"
	"encoding/hex"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// sample has something in every field.
func sample() Record {
	return Record{ChainID: 31337, Safe: common.HexToAddress("0x5afe00000000000000000000000000000000cafe"), Nonce: 7, Action: Action{
		To: payee, Value: big.NewInt(1000), Data: []byte{1, 2, 3}, Operation: DelegateCall,
		SafeTxGas: 21_000, BaseGas: 22_000, GasPrice: big.NewInt(23), GasToken: common.Address{0x24}, RefundReceiver: common.Address{0x25},
	}}
}

// The bytes and the hash of a record are what they have always been.
func TestRecordVector(t *testing.T) {
	p, err := Propose(sample())
	must(t, err)
	want := strings.Join([]string{
		"01", "0000000000007a69", "5afe00000000000000000000000000000000cafe", "0000000000000007", "abababababababababababababababababababab",
		"00000000000000000000000000000000000000000000000000000000000003e8", "01", "0000000000005208", "00000000000055f0",
		"0000000000000000000000000000000000000000000000000000000000000017", "2400000000000000000000000000000000000000",
		"2500000000000000000000000000000000000000", "010203",
	}, "")
	if got := hex.EncodeToString(p.Bytes()); got != want {
		t.Errorf("bytes %s\nwant  %s", got, want)
	}
	const hash = "0x3389dd3531f0f0eb6e689ac9a970e91dcb3f2bf46773ddb38f366d2bcd552d7d"
	if got := p.Hash().Hex(); got != hash {
		t.Errorf("hash %s, want %s", got, hash)
	}
	back, err := ParseProposal(p.Bytes())
	must(t, err)
	if back.Hash() != p.Hash() || !bytes.Equal(back.Bytes(), p.Bytes()) {
		t.Error("reading it back gives another")
	}
}

// Every field is part of what is signed.
func TestHashCoversEverything(t *testing.T) {
	seen := map[common.Hash]string{}
	for name, change := range map[string]func(*Record){
		"nothing": func(*Record) {}, "chain": func(r *Record) { r.ChainID++ }, "safe": func(r *Record) { r.Safe[0]++ }, "nonce": func(r *Record) { r.Nonce++ },
		"to": func(r *Record) { r.To[0]++ }, "value": func(r *Record) { r.Value = big.NewInt(1) }, "data": func(r *Record) { r.Data = nil },
		"operation": func(r *Record) { r.Operation = Call }, "safeTxGas": func(r *Record) { r.SafeTxGas++ }, "baseGas": func(r *Record) { r.BaseGas++ },
		"gasPrice": func(r *Record) { r.GasPrice = nil }, "gasToken": func(r *Record) { r.GasToken[0]++ }, "receiver": func(r *Record) { r.RefundReceiver[0]++ },
	} {
		r := sample()
		change(&r)
		p, err := Propose(r)
		must(t, err)
		if other, ok := seen[p.Hash()]; ok {
			t.Errorf("%s and %s hash alike", name, other)
		}
		seen[p.Hash()] = name
	}
}

func TestProposeRefuses(t *testing.T) {
	big256 := new(big.Int).Lsh(big.NewInt(1), 256)
	for name, change := range map[string]func(*Record){
		"no chain":       func(r *Record) { r.ChainID = 0 },
		"no safe":        func(r *Record) { r.Safe = common.Address{} },
		"operation":      func(r *Record) { r.Operation = 2 },
		"negative value": func(r *Record) { r.Value = big.NewInt(-1) },
		"large value":    func(r *Record) { r.Value = big256 },
		"large price":    func(r *Record) { r.GasPrice = big256 },
		"refund":         func(r *Record) { r.SafeTxGas = 0 },
		"data":           func(r *Record) { r.Data = make([]byte, MaxData+1) },
	} {
		r := sample()
		change(&r)
		if _, err := Propose(r); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	r := sample()
	r.Data, r.Value = make([]byte, MaxData), new(big.Int).Sub(big256, big.NewInt(1))
	p, err := Propose(r)
	must(t, err)
	if _, err := ParseProposal(p.Bytes()); err != nil {
		t.Error(err)
	}
	if _, err := ParseProposal(append(slices.Clone(p.Bytes()), 0)); err == nil {
		t.Error("one byte too many is accepted")
	}
}

// A proposal does not change when its maker's values do.
func TestProposalIsACopy(t *testing.T) {
	r := sample()
	p, err := Propose(r)
	must(t, err)
	r.Data[0], r.Value = 99, r.Value.SetInt64(99)
	if p.Record().Data[0] != 1 || p.Record().Value.Int64() != 1000 {
		t.Error("it changed")
	}
}

func FuzzParseProposal(f *testing.F) {
	p, err := Propose(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p.Bytes())
	f.Add(p.Bytes()[:recordHeader])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParseProposal(b)
		if err == nil && !bytes.Equal(p.Bytes(), b) {
			t.Errorf("%x is read as %x", b, p.Bytes())
		}
	})
}
