package settle

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

var parts = []Action{
	{To: payee, Value: big.NewInt(7)},
	{To: common.Address{0xcd}, Value: new(big.Int), Data: []byte{1, 2, 3}, Operation: DelegateCall},
	{Value: big.NewInt(1), Data: make([]byte, 100)},
}

func TestBatch(t *testing.T) {
	batch, err := Batch(common.Address{1}, parts)
	must(t, err)
	if batch.To != (common.Address{1}) || batch.Operation != DelegateCall || batch.Value != nil {
		t.Errorf("batch is %+v", batch)
	}
	// selector, offset, length, then the first part: operation, to, value, length
	want := common.FromHex("8d80ff0a" + "0000000000000000000000000000000000000000000000000000000000000020" +
		"0000000000000000000000000000000000000000000000000000000000000166" + "00" + "abababababababababababababababababababab" +
		"0000000000000000000000000000000000000000000000000000000000000007" + "0000000000000000000000000000000000000000000000000000000000000000" + "01")
	if !bytes.HasPrefix(batch.Data, want) {
		t.Errorf("data %x", batch.Data)
	}
	back, err := ParseBatch(batch.Data)
	must(t, err)
	if len(back) != len(parts) {
		t.Fatalf("%d parts", len(back))
	}
	for i := range parts {
		if back[i].To != parts[i].To || back[i].Value.Cmp(parts[i].Value) != 0 || !bytes.Equal(back[i].Data, parts[i].Data) || back[i].Operation != parts[i].Operation {
			t.Errorf("part %d is %+v", i, back[i])
		}
	}
}

func TestBatchRefuses(t *testing.T) {
	// 4 + 2*32 + 85 + n, padded to 32 after the length.
	const room = MaxData - 4 - 64 - partHeader
	for name, c := range map[string]struct {
		parts []Action
		ok    bool
	}{
		"nothing":         {nil, false},
		"operation":       {[]Action{{Operation: 2}}, false},
		"value":           {[]Action{{Value: big.NewInt(-1)}}, false},
		"gas":             {[]Action{{SafeTxGas: 1}}, false},
		"base gas":        {[]Action{{BaseGas: 1}}, false},
		"gas price":       {[]Action{{GasPrice: big.NewInt(1)}}, false},
		"no gas price":    {[]Action{{GasPrice: new(big.Int)}}, true},
		"gas token":       {[]Action{{GasToken: payee}}, false},
		"receiver":        {[]Action{{RefundReceiver: payee}}, false},
		"as much as fits": {[]Action{{Data: make([]byte, room-32)}}, true},
		"too much":        {[]Action{{Data: make([]byte, room+1)}}, false},
	} {
		if _, err := Batch(common.Address{1}, c.parts); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseBatch(f *testing.F) {
	batch, err := Batch(common.Address{1}, parts)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(batch.Data)
	f.Add(batch.Data[:len(batch.Data)-32])
	f.Add(batch.Data[:4])
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := ParseBatch(data)
		if err != nil {
			return
		}
		again, err := Batch(common.Address{1}, read)
		if err != nil {
			t.Fatal(err)
		}
		same, err := ParseBatch(again.Data)
		if err != nil || len(same) != len(read) {
			t.Errorf("%d parts become %d: %v", len(read), len(same), err)
		}
	})
}
