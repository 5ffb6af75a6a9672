package settle

import (
	"crypto/ecdsa"
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"go-acn/internal/devchain"
)

// four are the owners of the tests with their keys, in ascending order.
func four(t testing.TB) (Owners, []*ecdsa.PrivateKey) {
	accounts := devchain.Accounts()[:4]
	slices.SortFunc(accounts, func(a, b devchain.Account) int { return a.Address.Cmp(b.Address) })
	var addresses []common.Address
	var keys []*ecdsa.PrivateKey
	for _, account := range accounts {
		addresses, keys = append(addresses, account.Address), append(keys, account.Key)
	}
	owners, err := NewOwners(addresses, 3)
	if err != nil {
		t.Fatal(err)
	}
	return owners, keys
}

func TestOwners(t *testing.T) {
	a, b := common.Address{1}, common.Address{2}
	many := make([]common.Address, MaxOwners+1)
	for i := range many {
		many[i] = common.BigToAddress(big.NewInt(int64(i + 2)))
	}
	for name, c := range map[string]struct {
		addresses []common.Address
		threshold int
		ok        bool
	}{
		"one":           {[]common.Address{a}, 1, true},
		"all of two":    {[]common.Address{b, a}, 2, true},
		"most":          {many[:MaxOwners], MaxOwners, true},
		"too many":      {many, 1, false},
		"nobody":        {nil, 0, false},
		"no threshold":  {[]common.Address{a}, 0, false},
		"too high":      {[]common.Address{a}, 2, false},
		"twice":         {[]common.Address{a, a}, 1, false},
		"zero":          {[]common.Address{a, {}}, 1, false},
		"end of a list": {[]common.Address{a, {19: 1}}, 1, false},
		"the least":     {[]common.Address{a, {19: 2}}, 1, true},
	} {
		if _, err := NewOwners(c.addresses, c.threshold); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCollection(t *testing.T) {
	owners, keys := four(t)
	p, err := Propose(sample())
	must(t, err)
	who := owners.Addresses()
	good := func(i int) []byte { return signWith(t, keys[i], p.Hash()) }
	edit := func(change func([]byte)) []byte {
		signature := good(1)
		change(signature)
		return signature
	}
	stranger := devchain.Accounts()[9]
	c := Collect(p, owners)
	for _, step := range []struct {
		name      string
		from      common.Address
		signature []byte
		want      error
		missing   int
	}{
		{"good", who[3], good(3), nil, 2},
		{"again", who[3], good(3), ErrDuplicate, 2},
		{"for another", who[1], good(0), ErrNotSigner, 2},
		{"stranger", stranger.Address, signWith(t, stranger.Key, p.Hash()), ErrNotOwner, 2},
		{"another hash", who[1], signWith(t, keys[1], common.Hash{1}), ErrNotSigner, 2},
		{"empty", who[1], nil, ErrMalformed, 2},
		{"short", who[1], good(1)[:64], ErrMalformed, 2},
		{"long", who[1], append(good(1), 0), ErrMalformed, 2},
		{"zero", who[1], make([]byte, 65), ErrMalformed, 2},
		{"v of 0", who[1], edit(func(s []byte) { s[64] -= 27 }), ErrMalformed, 2},
		{"v of eth_sign", who[1], edit(func(s []byte) { s[64] += 4 }), ErrMalformed, 2},
		{"other v", who[1], edit(func(s []byte) { s[64] = 55 - s[64] }), ErrNotSigner, 2},
		{"high s", who[1], edit(func(s []byte) {
			high := new(big.Int).Sub(crypto.S256().Params().N, new(big.Int).SetBytes(s[32:64]))
			high.FillBytes(s[32:64])
			s[64] = 55 - s[64]
		}), ErrMalformed, 2},
		{"good", who[1], good(1), nil, 1},
		{"good", who[0], good(0), nil, 0},
		{"one more", who[2], good(2), nil, 0},
	} {
		if err := c.Add(step.from, step.signature); !errors.Is(err, step.want) || (step.want == nil) != (err == nil) {
			t.Errorf("%s: %v, want %v", step.name, err, step.want)
		}
		if c.Missing() != step.missing {
			t.Errorf("%s: %d are missing, want %d", step.name, c.Missing(), step.missing)
		}
		if _, err := c.Signed(); (err == nil) != (step.missing == 0) || err != nil && !errors.Is(err, ErrTooFew) {
			t.Errorf("%s: signed: %v", step.name, err)
		}
	}
	signed, err := c.Signed()
	must(t, err)
	if want := pack(good(0), good(1), good(2)); !slices.Equal(signed.Signatures(), want) {
		t.Errorf("signatures %x, want %x", signed.Signatures(), want)
	}
}

// What is put together elsewhere is checked as if it had been collected here.
func FuzzParseSigned(f *testing.F) {
	owners, keys := four(f)
	p, err := Propose(sample())
	if err != nil {
		f.Fatal(err)
	}
	var packed []byte
	for _, key := range keys {
		signature, _ := crypto.Sign(p.hash[:], key)
		signature[64] += 27
		packed = append(packed, signature...)
	}
	f.Add(packed)
	f.Add(packed[:3*65])
	f.Add(packed[65:])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, packed []byte) {
		signed, err := ParseSigned(p, owners, packed)
		if err != nil {
			return
		}
		if len(signed.Signatures()) != 3*65 || !slices.Equal(signed.Signatures(), packed[:3*65]) {
			t.Errorf("%x is read as %x", packed, signed.Signatures())
		}
	})
}

// Both layouts of the events, and what is neither.
func TestParseExecution(t *testing.T) {
	hash, payment := common.Hash{0xaa}, common.Hash{31: 5}
	both := append(hash.Bytes(), payment.Bytes()...)
	for name, c := range map[string]struct {
		log  types.Log
		want bool
	}{
		"1.3.0":             {types.Log{Topics: []common.Hash{successTopic}, Data: both}, true},
		"1.4.1":             {types.Log{Topics: []common.Hash{successTopic, hash}, Data: payment[:]}, true},
		"no topic":          {types.Log{Data: both}, false},
		"another event":     {types.Log{Topics: []common.Hash{hash}, Data: both}, false},
		"both":              {types.Log{Topics: []common.Hash{successTopic, hash}, Data: both}, false},
		"short":             {types.Log{Topics: []common.Hash{successTopic}, Data: both[:63]}, false},
		"long":              {types.Log{Topics: []common.Hash{successTopic}, Data: append(slices.Clone(both), 0)}, false},
		"all in the topics": {types.Log{Topics: []common.Hash{successTopic, hash, payment}}, false},
	} {
		got, ok := ParseExecution(&c.log)
		if ok != c.want || ok && (got.Hash != hash || !got.Success || got.Payment.Int64() != 5) {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
	if got, ok := ParseExecution(&types.Log{Topics: []common.Hash{failureTopic, hash}, Data: payment[:]}); !ok || got.Success || got.Hash != hash {
		t.Errorf("failure: %+v, %v", got, ok)
	}
}

func FuzzParseExecution(f *testing.F) {
	f.Add(byte(1), successTopic[:], make([]byte, 64))
	f.Add(byte(2), failureTopic[:], make([]byte, 32))
	f.Fuzz(func(t *testing.T, topics byte, first, data []byte) {
		log := types.Log{Data: data}
		for i := range topics % 5 {
			topic := common.BytesToHash(first)
			topic[0] += i
			log.Topics = append(log.Topics, topic)
		}
		if execution, ok := ParseExecution(&log); ok && (execution.Payment == nil || len(log.Topics) > 2) {
			t.Errorf("%+v of %+v", execution, log)
		}
	})
}
