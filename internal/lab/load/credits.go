package load

import "sync"

// credits are the free places in a pair's window.
type credits struct {
	wake chan struct{} // holds a token when some may be free

	mu   sync.Mutex
	free int
}

func newCredits(free int) *credits {
	c := &credits{wake: make(chan struct{}, 1)}
	c.give(free)
	return c
}

// give frees places; it never blocks.
func (c *credits) give(places int) {
	if places == 0 {
		return
	}
	c.mu.Lock()
	c.free += places
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// take waits for free places and takes them all; 0 when done is closed.
func (c *credits) take(done <-chan struct{}) int {
	for {
		c.mu.Lock()
		taken := c.free
		c.free = 0
		c.mu.Unlock()
		if taken > 0 {
			return taken
		}
		select {
		case <-c.wake:
		case <-done:
			return 0
		}
	}
}
