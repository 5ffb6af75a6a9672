package registries

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Call is what to send: not signed, not sent.
type Call struct {
	To    common.Address
	Value *big.Int // wei
	Data  []byte
	What  string // what it does, as the end of "this will ..."
	Who   Who
	After State  // of the service, if the call changes it; otherwise NonExistent
	Doubt string // what is likely wrong if it reverts, where contracts do not say; mostly empty
}

// Who may send a call.
type Who struct {
	Role    string
	Address common.Address // zero: anybody
}

var anybody = Who{Role: "anybody"}

// SenderError says that a call is somebody else's to send.
type SenderError struct {
	Sender common.Address
	Who    Who
}

func (e *SenderError) Error() string {
	return fmt.Sprintf("%v may not send that: it is for the %s, %v", e.Sender, e.Who.Role, e.Who.Address)
}

// By returns a *SenderError unless sender may send the call.
func (c Call) By(sender common.Address) error {
	if c.Who.Address != (common.Address{}) && c.Who.Address != sender {
		return &SenderError{sender, c.Who}
	}
	return nil
}

// Writer makes calls. It does not read: what it is given has to be of one
// view, best one of the newest block.
type Writer struct {
	Managers
	cfg Config
}

// Writer writes through the managers of the view's block.
func (v *View) Writer(ctx context.Context) (*Writer, error) {
	m, err := v.Managers(ctx)
	if err != nil {
		return nil, err
	}
	return &Writer{m, v.cfg}, nil
}

// Faults that several calls have in common.
var (
	errPaused   = errors.New("the registry is paused: nothing new for now")
	errNoOwner  = errors.New("no owner is given")
	errNoHash   = errors.New("no metadata is given")
	errNoTokens = errors.New("this chain's registry takes bonds in its currency only")
)

// EtherToken stands for the currency of the chain where a token is asked for.
var EtherToken = common.HexToAddress("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE")

// maxBond is the biggest amount the registries can note.
var maxBond = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 96), big.NewInt(1))

// amount shows how much of what.
func (s Service) amount(n *big.Int) string {
	if s.Native() {
		return fmt.Sprintf("%v wei", n)
	}
	return fmt.Sprintf("%v units of token %v", n, s.Token)
}
