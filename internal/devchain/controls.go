package devchain

import (
	"math"
	"time"
)

// controls are the methods dev_mine, dev_pause, dev_resume, dev_warp and
// dev_reorg of the JSON-RPC servers.
type controls struct{ chain *Chain }

// Mine makes blocks: dev_mine([blocks]), one unless told otherwise.
func (c *controls) Mine(blocks *uint32) error {
	if blocks == nil {
		return c.chain.Mine(1)
	}
	return c.chain.Mine(int(*blocks))
}

// Pause is dev_pause().
func (c *controls) Pause() { c.chain.Pause() }

// Resume is dev_resume().
func (c *controls) Resume() { c.chain.Resume() }

// Warp moves the clock: dev_warp(seconds).
func (c *controls) Warp(seconds uint32) error {
	return c.chain.Warp(time.Duration(seconds) * time.Second)
}

// Reorg replaces the newest blocks: dev_reorg(depth[, forget]).
func (c *controls) Reorg(depth uint32, forget *bool) error {
	if depth > math.MaxInt32 {
		depth = math.MaxInt32
	}
	return c.chain.Reorg(int(depth), forget != nil && *forget)
}
