package devchain

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
)

// Limits of the controls, so that a slip of the keyboard does not keep the
// machine busy for an hour.
const (
	MaxMine  = 10_000                    // blocks at once
	MaxReorg = 64                        // blocks undone
	MaxWarp  = 10 * 365 * 24 * time.Hour // into the future
)

var errClosed = errors.New("the development chain is closed")

// Run makes blocks until ctx ends, unless paused: one per interval, or one as
// soon as there are transactions for it.
func (c *Chain) Run(ctx context.Context) error {
	fresh := make(chan core.NewTxsEvent, 64)
	subscription := c.eth.TxPool().SubscribeTransactions(fresh, true)
	defer subscription.Unsubscribe()

	var tick <-chan time.Time
	if c.cfg.Interval > 0 {
		ticker := time.NewTicker(c.cfg.Interval)
		defer ticker.Stop()
		tick = ticker.C
	}
	c.again() // what came before the subscription
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-subscription.Err():
			return err
		case <-tick:
			c.report(c.tend(false))
		case <-c.wake:
			c.report(c.onDemand())
		case <-fresh:
			c.report(c.onDemand())
		}
	}
}

func (c *Chain) report(err error) {
	if err != nil {
		c.cfg.Log.Warn("no block", "err", err)
	}
}

func (c *Chain) onDemand() error {
	if c.cfg.Interval > 0 {
		return nil
	}
	return c.tend(true)
}

// tend makes a block unless paused, or if needed is set and nothing waits for
// it.
func (c *Chain) tend(needed bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.paused {
		return nil
	}
	if !needed {
		return c.seal()
	}
	if c.waiting() == 0 {
		return nil
	}
	err := c.seal()
	if c.waiting() > 0 && c.eth.BlockChain().CurrentBlock().GasUsed > 0 {
		c.again() // the block was full
	}
	return err
}

// waiting counts the transactions for the next block, once the pool has caught
// up with the newest one. The lock is held.
func (c *Chain) waiting() int {
	if err := c.eth.TxPool().Sync(); err != nil {
		return 0 // the pool is closed
	}
	waiting, _ := c.eth.TxPool().Stats()
	return waiting
}

// again has Run look for transactions once more.
func (c *Chain) again() {
	select {
	case c.wake <- struct{}{}:
	default: // it is on its way already
	}
}

// seal makes one block. The lock is held.
func (c *Chain) seal() error {
	if c.beacon == nil {
		return errClosed
	}
	before := c.eth.BlockChain().CurrentBlock().Hash()
	if c.beacon.Commit() == before {
		return errors.New("the block was refused")
	}
	return nil
}

// Mine makes blocks now, paused or not: 1 to MaxMine.
func (c *Chain) Mine(blocks int) error {
	if blocks < 1 || blocks > MaxMine {
		return fmt.Errorf("mining %d blocks: want 1 to %d", blocks, MaxMine)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for range blocks {
		if err := c.seal(); err != nil {
			return err
		}
	}
	return nil
}

// Pause keeps Run from making blocks until Resume. Transactions wait.
func (c *Chain) Pause() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.paused = true
}

// Resume ends Pause; a block for what waits comes at once.
func (c *Chain) Resume() {
	c.mu.Lock()
	c.paused = false
	c.mu.Unlock()
	c.again()
}

// Warp makes an empty block that is so much later than the newest one: whole
// seconds, up to MaxWarp. What waits goes into a block of its own before. The
// chain stays ahead until the wall clock has caught up.
func (c *Chain) Warp(ahead time.Duration) error {
	if ahead < time.Second || ahead > MaxWarp || ahead%time.Second != 0 {
		return fmt.Errorf("warping by %v: want whole seconds, up to %v", ahead, MaxWarp)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.beacon == nil {
		return errClosed
	}
	if c.waiting() > 0 {
		if err := c.seal(); err != nil {
			return err
		}
		c.waiting()
	}
	if err := c.beacon.AdjustTime(ahead); err != nil {
		return fmt.Errorf("warping: %w", err)
	}
	return nil
}

// Reorg undoes the newest blocks, 1 to MaxReorg, and puts one more than that
// in their place. The transactions of the lost blocks are in the new ones; or
// gone for good, together with all that waited, if forget is set.
func (c *Chain) Reorg(depth int, forget bool) error {
	if depth < 1 || depth > MaxReorg {
		return fmt.Errorf("undoing %d blocks: want 1 to %d", depth, MaxReorg)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.beacon == nil {
		return errClosed
	}
	if err := c.rewind(uint64(depth)); err != nil {
		return err
	}
	if forget {
		c.eth.TxPool().Clear()
	}
	for range depth + 1 {
		if err := c.seal(); err != nil {
			return err
		}
	}
	return nil
}

// rewind makes an ancestor the newest block. The lock is held.
func (c *Chain) rewind(depth uint64) error {
	blocks := c.eth.BlockChain()
	var ancestor *types.Block
	if head := blocks.CurrentBlock().Number.Uint64(); depth <= head {
		ancestor = blocks.GetBlockByNumber(head - depth)
	}
	if ancestor == nil {
		return fmt.Errorf("undoing %d blocks: there are not as many", depth)
	}
	if _, err := blocks.SetCanonical(ancestor); err != nil {
		return fmt.Errorf("undoing %d blocks: %w", depth, err)
	}
	if err := c.eth.TxPool().Sync(); err != nil {
		return fmt.Errorf("undoing %d blocks: %w", depth, err)
	}
	return nil
}
