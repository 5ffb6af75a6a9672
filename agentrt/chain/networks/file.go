package networks

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net/url"
	"regexp"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"go.yaml.in/yaml/v3"

	"go-acn/agentrt/chain/evm"
)

// MaxFile bounds a file of chains, in bytes.
const MaxFile = 1 << 20

// entry is what a file says of one chain; what it does not say stays as it is
// built in.
type entry struct {
	ID        *uint64             `yaml:"id"`
	Currency  *string             `yaml:"currency"`
	RPC       []string            `yaml:"rpc"`
	Witnesses []string            `yaml:"witnesses"`
	Depth     *uint64             `yaml:"depth"`
	MaxFee    string              `yaml:"max_fee"` // gwei
	MinTip    string              `yaml:"min_tip"` // gwei
	Fallback  *fallback           `yaml:"fallback"`
	Contracts map[Contract]string `yaml:"contracts"`
}

type fallback struct {
	Limit string `yaml:"limit"` // gwei
	Tip   string `yaml:"tip"`   // gwei
}

// File is what a file of chains says, by name of the chain.
type File struct{ chains map[string]entry }

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// ParseFile reads a file of chains; docs/chains.md shows one. The error joins
// everything that is wrong with its form.
func ParseFile(raw []byte) (*File, error) {
	if len(raw) > MaxFile {
		return nil, fmt.Errorf("a file of chains of %d bytes, limit %d", len(raw), MaxFile)
	}
	var content struct {
		Chains map[string]entry `yaml:"chains"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(&content); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("a file of chains: %w", err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, errors.New("a file of chains: more than one document")
	}
	var errs []error
	for name := range content.Chains {
		if !nameForm.MatchString(name) || name == customName {
			errs = append(errs, fmt.Errorf("%.40q is no name of a chain: use up to 40 of a-z, 0-9 and _", name))
		}
	}
	return &File{content.Chains}, errors.Join(errs...)
}

// apply puts what a file says over what is built in.
func (e entry) apply(n *Network) error {
	var errs []error
	set(&n.ID, e.ID)
	set(&n.Currency, e.Currency)
	set(&n.Depth, e.Depth)
	if e.RPC != nil {
		n.Nodes = e.RPC
	}
	if e.Witnesses != nil {
		n.Witnesses = e.Witnesses
	}
	price := func(to **big.Int, text string) {
		if text == "" {
			return
		}
		amount, err := evm.ParseAmount(text, 9)
		if err != nil {
			errs = append(errs, fmt.Errorf("chain %s: a price in gwei: %w", n.Name, err))
			return
		}
		*to = amount
	}
	price(&n.Fees.MaxFee, e.MaxFee)
	price(&n.Fees.MinTip, e.MinTip)
	if e.Fallback != nil {
		n.Fees.Fallback = evm.Price{}
		price(&n.Fees.Fallback.Limit, e.Fallback.Limit)
		price(&n.Fees.Fallback.Tip, e.Fallback.Tip)
	} else if n.Fees.Fallback.Limit != nil && n.Fees.Fallback.Limit.Cmp(n.Fees.MaxFee) > 0 {
		n.Fees.Fallback = evm.Price{} // a lower ceiling says that it is not wanted
	}
	n.Contracts = maps.Clone(n.Contracts)
	for name, text := range e.Contracts {
		address, err := ParseAddress(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("chain %s: %.40s: %w", n.Name, name, err))
			continue
		}
		n.Contracts[name] = address
	}
	return errors.Join(errs...)
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// ParseAddress reads an address; one with capitals has to have the right ones.
func ParseAddress(text string) (common.Address, error) {
	address, err := common.NewMixedcaseAddressFromString(text)
	switch {
	case err != nil || !strings.HasPrefix(text, "0x"):
		return common.Address{}, fmt.Errorf("%.60q is no address", text)
	case strings.ToLower(text[2:]) != text[2:] && !address.ValidChecksum():
		return common.Address{}, fmt.Errorf("%.60q is mistyped: its capitals do not fit", text)
	}
	return address.Address(), nil
}

// checkURL says what is wrong with the address of a node, without the address:
// it may hold a secret.
func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "":
		return errors.New("not a URL")
	case u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ws" && u.Scheme != "wss":
		return fmt.Errorf("a URL of the scheme %.20q, want http, https, ws or wss", u.Scheme)
	}
	return nil
}
