package signing

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"net"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"

	"go-acn/agentrt/chain"
)

// clef answers as Clef does: it reads what it is sent with go-ethereum's own
// types, and signs what it has read. It can be made to misbehave.
type clef struct {
	keys  []*ecdsa.PrivateKey
	deny  error
	stall <-chan struct{}
	edit  func(*apitypes.SendTxArgs)    // what somebody changes on the screen
	forge func(signature []byte) []byte // of typed data
	other *ecdsa.PrivateKey             // signs instead
	raw   func(signed []byte) hexutil.Bytes
}

func (c *clef) List() []common.Address {
	var accounts []common.Address
	for _, key := range c.keys {
		accounts = append(accounts, crypto.PubkeyToAddress(key.PublicKey))
	}
	return accounts
}

func (c *clef) key(of common.Address) (*ecdsa.PrivateKey, error) {
	if c.stall != nil {
		<-c.stall
	}
	if c.deny != nil {
		return nil, c.deny
	}
	if c.other != nil {
		return c.other, nil
	}
	for _, key := range c.keys {
		if crypto.PubkeyToAddress(key.PublicKey) == of {
			return key, nil
		}
	}
	return nil, errors.New("unknown account")
}

func (c *clef) SignTransaction(_ context.Context, args apitypes.SendTxArgs, _ *string) (map[string]any, error) {
	key, err := c.key(args.From.Address())
	if err != nil {
		return nil, err
	}
	if c.edit != nil {
		c.edit(&args)
	}
	tx, err := args.ToTransaction()
	if err != nil {
		return nil, err
	}
	signed, err := types.SignTx(tx, types.LatestSignerForChainID((*big.Int)(args.ChainID)), key)
	if err != nil {
		return nil, err
	}
	raw, err := signed.MarshalBinary()
	if err != nil {
		return nil, err
	}
	if c.raw != nil {
		return map[string]any{"raw": c.raw(raw), "tx": signed}, nil
	}
	return map[string]any{"raw": hexutil.Bytes(raw), "tx": signed}, nil
}

func (c *clef) SignTypedData(_ context.Context, account common.MixedcaseAddress, document apitypes.TypedData) (hexutil.Bytes, error) {
	key, err := c.key(account.Address())
	if err != nil {
		return nil, err
	}
	digest, _, err := apitypes.TypedDataAndHash(document)
	if err != nil {
		return nil, err
	}
	signature, err := crypto.Sign(digest, key)
	if err != nil {
		return nil, err
	}
	signature[64] += 27
	if c.forge != nil {
		signature = c.forge(signature)
	}
	return signature, nil
}

// serve puts a signer behind JSON-RPC over HTTP.
func (c *clef) serve(t *testing.T) string {
	t.Helper()
	server := rpc.NewServer()
	must(t, server.RegisterName("account", c))
	front := httptest.NewServer(server)
	t.Cleanup(front.Close)
	return front.URL
}

// wire is what Clef is asked to sign here: a transaction and a document.
func requests(t *testing.T) (transaction, document Request) {
	t.Helper()
	to := common.Address{7}
	transaction, err := Transaction(types.NewTx(&types.DynamicFeeTx{
		ChainID: big.NewInt(31337), Nonce: 3, GasTipCap: big.NewInt(1), GasFeeCap: big.NewInt(1e9), Gas: 50_000, To: &to, Value: big.NewInt(5), Data: []byte{0xf3, 0x98, 0xdb, 0xa8},
	}))
	must(t, err)
	text := `{"types":{"EIP712Domain":[{"name":"chainId","type":"uint256"}],"Vote":[{"name":"n","type":"uint256"}]},"primaryType":"Vote","domain":{"chainId":"31337"},"message":{"n":"5"}}`
	number := func(n int64) []byte { return common.BigToHash(big.NewInt(n)).Bytes() }
	domain := crypto.Keccak256(crypto.Keccak256([]byte("EIP712Domain(uint256 chainId)")), number(31337))
	vote := crypto.Keccak256(crypto.Keccak256([]byte("Vote(uint256 n)")), number(5))
	return transaction, Document(chain.Digest(crypto.Keccak256([]byte{0x19, 1}, domain, vote)), []byte(text))
}

func TestClef(t *testing.T) {
	c := &clef{keys: []*ecdsa.PrivateKey{newKey(t)}}
	socket := filepath.Join(t.TempDir(), "clef.ipc")
	listener, err := net.Listen("unix", socket)
	must(t, err)
	server := rpc.NewServer()
	must(t, server.RegisterName("account", c))
	var serving chan error = make(chan error, 1)
	go func() { serving <- server.ServeListener(listener) }()
	t.Cleanup(func() {
		must(t, listener.Close())
		<-serving
		server.Stop()
	})
	for _, url := range []string{c.serve(t), socket} {
		signer, err := DialClef(t.Context(), ClefConfig{URL: url})
		must(t, err)
		t.Cleanup(signer.Close)
		if signer.Address() != c.List()[0] {
			t.Fatal(signer.Address())
		}
		transaction, document := requests(t)
		if _, err := Sign(t.Context(), signer, document); err != nil {
			t.Error(err)
		}
		signed, err := transaction.SignedBy(t.Context(), signer)
		must(t, err)
		if from, err := types.Sender(rulesOf(big.NewInt(31337)), signed); err != nil || from != signer.Address() || signed.Nonce() != 3 {
			t.Error(from, err)
		}
		if _, err := Sign(t.Context(), signer, Raw(chain.Digest{1})); !errors.Is(err, ErrRawDigest) {
			t.Error(err)
		}
	}
}

// Whatever an external signer changes, signs with or answers, nothing but a
// signature of what was asked gets through.
func TestClefMisbehaves(t *testing.T) {
	other, err := crypto.GenerateKey()
	must(t, err)
	big1 := func(n int64) *hexutil.Big { return (*hexutil.Big)(big.NewInt(n)) }
	stranger := common.NewMixedcaseAddress(common.Address{9})
	more := hexutil.Bytes{1}
	for name, test := range map[string]struct {
		clef     clef
		want     error
		says     string
		document bool
	}{
		"no":             {clef: clef{deny: errors.New(deniedText)}, want: ErrDenied},
		"no to document": {clef: clef{deny: errors.New(deniedText)}, want: ErrDenied, document: true},
		"its own words":  {clef: clef{deny: errors.New("broken\n\x1b[2J" + strings.Repeat("x", 1000))}, says: `the signer says: broken\n\x1b[2Jxxx`},
		"another key":    {clef: clef{other: other}, want: ErrNotAsked},
		"document, key":  {clef: clef{other: other}, want: ErrNotAsked, document: true},
		"nonce":          {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.Nonce++ }}, want: ErrNotAsked, says: "another nonce"},
		"recipient":      {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.To = &stranger }}, want: ErrNotAsked, says: "another recipient"},
		"creation":       {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.To = nil }}, want: ErrNotAsked, says: "another recipient"},
		"value":          {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.Value = *big1(6) }}, want: ErrNotAsked, says: "another value"},
		"gas":            {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.Gas++ }}, want: ErrNotAsked, says: "another gas"},
		"limit":          {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.MaxFeePerGas = big1(2e9) }}, want: ErrNotAsked, says: "another price limit"},
		"tip":            {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.MaxPriorityFeePerGas = big1(2) }}, want: ErrNotAsked, says: "another tip"},
		"data":           {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.Input = &more }}, want: ErrNotAsked, says: "another data"},
		"chain":          {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.ChainID = big1(1) }}, want: ErrNotAsked, says: "another chain id"},
		"access list":    {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.AccessList = &types.AccessList{{Address: common.Address{1}}} }}, want: ErrNotAsked, says: "another access list"},
		"legacy": {clef: clef{edit: func(a *apitypes.SendTxArgs) { a.GasPrice, a.MaxFeePerGas, a.MaxPriorityFeePerGas = big1(1e9), nil, nil }},
			want: ErrNotAsked, says: "another type"},
		"rubbish":  {clef: clef{raw: func([]byte) hexutil.Bytes { return []byte{2, 1} }}, want: ErrNotAsked},
		"nothing":  {clef: clef{raw: func([]byte) hexutil.Bytes { return nil }}, want: ErrNotAsked},
		"too much": {clef: clef{raw: func([]byte) hexutil.Bytes { return make([]byte, maxClefAnswer/2) }}, says: "too long"},
		"short":    {clef: clef{forge: func(s []byte) []byte { return s[:64] }}, want: ErrNotAsked, document: true},
		"empty":    {clef: clef{forge: func([]byte) []byte { return nil }}, want: ErrNotAsked, document: true},
		"zero":     {clef: clef{forge: func([]byte) []byte { return make([]byte, 65) }}, want: ErrNotAsked, document: true},
		"flipped":  {clef: clef{forge: func(s []byte) []byte { s[40] ^= 1; return s }}, want: ErrNotAsked, document: true},
	} {
		t.Run(name, func(t *testing.T) {
			test.clef.keys = []*ecdsa.PrivateKey{newKey(t)}
			signer, err := DialClef(t.Context(), ClefConfig{URL: test.clef.serve(t), Account: test.clef.List()[0]})
			must(t, err)
			defer signer.Close()
			transaction, document := requests(t)
			request := transaction
			if test.document {
				request = document
			}
			signature, err := Sign(t.Context(), signer, request)
			if err == nil || signature != nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) || len(err.Error()) > 500 {
				t.Errorf("%x, %v", signature, err)
			}
		})
	}
}

// A document and a digest that do not belong together get no signature that is
// used.
func TestClefOtherDocument(t *testing.T) {
	c := &clef{keys: []*ecdsa.PrivateKey{newKey(t)}}
	signer, err := DialClef(t.Context(), ClefConfig{URL: c.serve(t)})
	must(t, err)
	defer signer.Close()
	_, document := requests(t)
	if _, err := Sign(t.Context(), signer, Document(chain.Digest{1}, document.document)); !errors.Is(err, ErrNotAsked) {
		t.Error(err)
	}
}

func TestClefAccounts(t *testing.T) {
	for n := range 3 {
		c := &clef{}
		for range n {
			key, err := crypto.GenerateKey()
			must(t, err)
			c.keys = append(c.keys, key)
		}
		signer, err := DialClef(t.Context(), ClefConfig{URL: c.serve(t)})
		if (err == nil) != (n == 1) {
			t.Errorf("%d accounts: %v", n, err)
		}
		if err == nil {
			signer.Close()
		}
	}
	if _, err := DialClef(t.Context(), ClefConfig{URL: "http://127.0.0.1:1", Timeout: -1}); err == nil {
		t.Error("negative patience is accepted")
	}
}

// People who do not confirm hold nobody up for longer than allowed, and a
// caller that gives up is told so.
func TestClefStalls(t *testing.T) {
	release := make(chan struct{})
	c := &clef{keys: []*ecdsa.PrivateKey{newKey(t)}, stall: release}
	url := c.serve(t)
	t.Cleanup(func() { close(release) }) // before the server ends
	signer, err := DialClef(t.Context(), ClefConfig{URL: url, Account: c.List()[0], Timeout: time.Millisecond})
	must(t, err)
	defer signer.Close()
	transaction, _ := requests(t)
	if _, err := Sign(t.Context(), signer, transaction); !errors.Is(err, ErrTooSlow) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Sign(ctx, signer, transaction); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
