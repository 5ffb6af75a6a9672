package signing

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"go-acn/agentrt/chain/evm"
)

// ClefConfig says where an external signer is and for whom it signs.
type ClefConfig struct {
	URL     string         // http or https, or the path of a socket
	Account common.Address // zero: the only one it has
	Timeout time.Duration  // for people to confirm; default 5 min
}

// Clef is a signer outside this process that speaks the protocol of Clef:
// account_list, account_signTransaction and account_signTypedData. It signs
// what it can show, so it takes transactions and documents, and no raw digests.
type Clef struct {
	client  *rpc.Client
	address common.Address
	timeout time.Duration
}

// Errors of an external signer; test with errors.Is.
var (
	ErrDenied    = errors.New("the signer said no")
	ErrNotAsked  = errors.New("the signer signed something else than asked")
	ErrTooSlow   = errors.New("nobody confirmed in time")
	ErrRawDigest = errors.New("an external signer signs transactions and typed data, not bare digests")
)

// maxClefAnswer bounds what an external signer may say, in bytes: a
// transaction, twice and in hex.
const maxClefAnswer = 1 << 20

// DialClef connects to an external signer. It asks for its accounts only if
// the configuration names none, as somebody has to confirm that.
func DialClef(ctx context.Context, cfg ClefConfig) (*Clef, error) {
	if cfg.Timeout < 0 {
		return nil, fmt.Errorf("external signer: a timeout of %v", cfg.Timeout)
	}
	client, err := evm.DialRPC(ctx, cfg.URL, maxClefAnswer)
	if err != nil {
		return nil, fmt.Errorf("external signer: %w", err)
	}
	c := &Clef{client, cfg.Account, cmp.Or(cfg.Timeout, 5*time.Minute)}
	if cfg.Account != (common.Address{}) {
		return c, nil
	}
	var accounts []common.Address
	if err = c.ask(ctx, &accounts, "account_list"); err == nil && len(accounts) != 1 {
		err = fmt.Errorf("it has %d accounts; say which one", len(accounts))
	}
	if err != nil {
		client.Close()
		return nil, fmt.Errorf("external signer: %w", err)
	}
	c.address = accounts[0]
	return c, nil
}

// Address is the account.
func (c *Clef) Address() common.Address { return c.address }

// Close ends the connection.
func (c *Clef) Close() { c.client.Close() }

// Sign asks for a signature and waits until somebody confirms. What comes back
// is compared with what was asked for.
func (c *Clef) Sign(ctx context.Context, r Request) ([]byte, error) {
	switch {
	case r.transaction != nil:
		return c.signTransaction(ctx, r)
	case r.document != nil:
		var signature hexutil.Bytes
		err := c.ask(ctx, &signature, "account_signTypedData", c.address, json.RawMessage(r.document))
		if err != nil {
			return nil, err
		}
		return c.checked(r, signature)
	}
	return nil, ErrRawDigest
}

// transactionArgs is a transaction as account_signTransaction takes it.
type transactionArgs struct {
	From    common.Address  `json:"from"`
	To      *common.Address `json:"to"`
	Gas     hexutil.Uint64  `json:"gas"`
	Limit   *hexutil.Big    `json:"maxFeePerGas"`
	Tip     *hexutil.Big    `json:"maxPriorityFeePerGas"`
	Value   *hexutil.Big    `json:"value"`
	Nonce   hexutil.Uint64  `json:"nonce"`
	Input   hexutil.Bytes   `json:"input"`
	ChainID *hexutil.Big    `json:"chainId"`
}

func (c *Clef) signTransaction(ctx context.Context, r Request) ([]byte, error) {
	tx := r.transaction
	number := func(n *big.Int) *hexutil.Big { return (*hexutil.Big)(n) }
	var answer struct {
		Raw hexutil.Bytes `json:"raw"`
	}
	err := c.ask(ctx, &answer, "account_signTransaction", transactionArgs{
		From: c.address, To: tx.To(), Gas: hexutil.Uint64(tx.Gas()), Limit: number(tx.GasFeeCap()), Tip: number(tx.GasTipCap()),
		Value: number(tx.Value()), Nonce: hexutil.Uint64(tx.Nonce()), Input: tx.Data(), ChainID: number(tx.ChainId()),
	})
	if err != nil {
		return nil, err
	}
	var signed types.Transaction
	if err := signed.UnmarshalBinary(answer.Raw); err != nil {
		return nil, fmt.Errorf("%w: it is no transaction", ErrNotAsked)
	}
	if field := differs(tx, &signed); field != "" { // people can edit what they confirm
		return nil, fmt.Errorf("%w: the transaction has another %s", ErrNotAsked, field)
	}
	v, sr, ss := signed.RawSignatureValues()
	signature := make([]byte, SignatureSize)
	if sr.BitLen() > 256 || ss.BitLen() > 256 || !v.IsUint64() || v.Uint64() > 1 {
		return nil, fmt.Errorf("%w: %w", ErrNotAsked, ErrMalformed)
	}
	sr.FillBytes(signature[:32])
	ss.FillBytes(signature[32:64])
	signature[64] = byte(v.Uint64())
	return c.checked(r, signature)
}

// checked is a signature with v 27 or 28, if it is one of the account and the
// digest.
func (c *Clef) checked(r Request, signature []byte) ([]byte, error) {
	if len(signature) == SignatureSize && signature[64] < 2 {
		signature[64] += 27
	}
	switch signer, err := Recover(common.Hash(r.digest), signature); {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrNotAsked, err)
	case signer != c.address:
		return nil, fmt.Errorf("%w: it is of %v, not of %v, or of other content", ErrNotAsked, signer, c.address)
	}
	return signature, nil
}

// deniedText is what Clef answers when somebody says no.
const deniedText = "request denied"

// ask calls a method and waits for people.
func (c *Clef) ask(ctx context.Context, answer any, method string, args ...any) error {
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	err := c.client.CallContext(limited, answer, method, args...)
	var coded rpc.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return fmt.Errorf("%w (%v)", ErrTooSlow, c.timeout)
	case errors.As(err, &coded) && err.Error() == deniedText:
		return ErrDenied
	case errors.As(err, &coded):
		return fmt.Errorf("%s: the signer says: %s", method, clipped(err.Error()))
	}
	return fmt.Errorf("%s: %w", method, evm.Plain(err))
}
