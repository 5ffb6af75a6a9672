package exchange

import (
	"errors"
	"time"
)

var errSlow = errors.New("what moves is too little")

// pace is how slow the other side may be: it may be waited for as long as
// patience, and in all for patience and what has moved takes at the lowest
// rate. Deadlines for single blocks would let it stay for days.
type pace struct {
	patience time.Duration
	rate     int // bytes a second
	waited   time.Duration
	bytes    int64
}

// leastBlock is what a block counts for at least, as a small one may cost a
// round trip.
const leastBlock = 1 << 10

func (p *pace) moved(block int) { p.bytes += int64(max(block, leastBlock)) }

// left is how long it may be waited for now; not positive if it is too slow.
func (p *pace) left() time.Duration {
	earned := time.Duration(float64(p.bytes) / float64(p.rate) * float64(time.Second))
	return min(p.patience, p.patience+earned-p.waited)
}

// wait does what waits for the other side, and counts how long it took.
func (p *pace) wait(setDeadline func(time.Time) error, do func() error) error {
	begun := time.Now()
	_ = setDeadline(begun.Add(p.left()))
	err := do()
	took := time.Since(begun)
	p.waited += took
	if timedOut(err) && took < p.patience {
		return errSlow
	}
	return err
}
