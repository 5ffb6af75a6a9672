package registries

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Purse is what somebody has of a token, and how much of it bonds and deposits
// may be taken from.
type Purse struct {
	Holder             common.Address
	Balance, Allowance *big.Int
}

// Purse reads that for the token of a service; it is empty if the service is
// bonded in the currency of the chain.
func (v *View) Purse(ctx context.Context, s Service, holder common.Address) (Purse, error) {
	p := Purse{holder, new(big.Int), new(big.Int)}
	if s.Native() {
		return p, nil
	}
	spender, err := v.tokenUtility(ctx)
	if err != nil {
		return Purse{}, err
	}
	if p.Balance, err = ask(ctx, v, s.Token, tokens().PackBalanceOf(holder), tokens().UnpackBalanceOf); err != nil {
		return Purse{}, fmt.Errorf("reading the tokens of %v: %w", holder, err)
	}
	if p.Allowance, err = ask(ctx, v, s.Token, tokens().PackAllowance(holder, spender), tokens().UnpackAllowance); err != nil {
		return Purse{}, fmt.Errorf("reading the allowance of %v: %w", holder, err)
	}
	return p, nil
}

// AllowanceError says that somebody has to let the registries take tokens
// first.
type AllowanceError struct {
	Holder, Token, Spender common.Address
	Have, Need             *big.Int
}

func (e *AllowanceError) Error() string {
	return fmt.Sprintf("%v allows %v to take %v units of token %v, and it takes %v", e.Holder, e.Spender, e.Have, e.Token, e.Need)
}

// Approve allows exactly what is needed.
func (e *AllowanceError) Approve() Call {
	return Call{
		To: e.Token, Data: tokens().PackApprove(e.Spender, e.Need), Value: new(big.Int),
		What: fmt.Sprintf("allow %v to take %v units of token %v", e.Spender, e.Need, e.Token), Who: Who{"holder of the tokens", e.Holder},
	}
}

// PoorError says that somebody has too few tokens.
type PoorError struct {
	Holder, Token common.Address
	Have, Need    *big.Int
}

func (e *PoorError) Error() string {
	return fmt.Sprintf("%v has %v units of token %v, and it takes %v", e.Holder, e.Have, e.Token, e.Need)
}

// affordable tells whether tokens of a holder can be taken.
func (w *Writer) affordable(s Service, holder common.Address, need *big.Int, p Purse) error {
	switch {
	case s.Native():
		return nil
	case p.Holder != holder || p.Balance == nil || p.Allowance == nil:
		return fmt.Errorf("the tokens of %v were not looked at", holder)
	case p.Balance.Cmp(need) < 0:
		return &PoorError{holder, s.Token, p.Balance, need}
	case p.Allowance.Cmp(need) < 0:
		return &AllowanceError{holder, s.Token, w.TokenUtility, p.Allowance, need}
	}
	return nil
}
