package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// letter is one message. Its text names it, so that whoever reads it knows
// which one it is.
type letter struct {
	from, to string
	number   int // of this pair of agents, from 1
}

func (l letter) text() string { return fmt.Sprintf("%s to %s, letter %d", l.from, l.to, l.number) }

func parseLetter(text string) (letter, bool) {
	var l letter
	// Sscanf reads words up to a blank, and the comma with them.
	if _, err := fmt.Sscanf(text, "%s to %s letter %d", &l.from, &l.to, &l.number); err != nil {
		return letter{}, false
	}
	l.to = strings.TrimSuffix(l.to, ",")
	return l, l.text() == text
}

// route is a pair of agents, in one direction.
type route struct{ from, to string }

// post keeps account of all letters.
type post struct {
	mu         sync.Mutex
	written    map[route]int // last number
	under      map[letter]time.Time
	arrivals   []letter // each once
	took       []time.Duration
	via        map[letter]string // node its sender was at, empty if it moved meanwhile
	duplicates int
	strange    int           // arrived where they should not, or unreadable
	resent     int           // because nobody knew whether the node had them
	changed    chan struct{} // closed when a letter arrives
}

func newPost() *post {
	return &post{
		written: make(map[route]int), under: make(map[letter]time.Time), via: make(map[letter]string),
		changed: make(chan struct{}),
	}
}

// write makes the next letter of a pair; it counts as sent now.
func (p *post) write(from, to string, now time.Time) letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := route{from, to}
	p.written[r]++
	l := letter{from: from, to: to, number: p.written[r]}
	p.under[l] = now
	return l
}

// accepted notes which node took a letter.
func (p *post) accepted(l letter, node string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.via[l] = node
}

// resend notes that a letter is sent again.
func (p *post) resend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.resent++
}

// arrived takes the text somebody received.
func (p *post) arrived(reader, text string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := parseLetter(text)
	if !ok || l.to != reader || l.number < 1 || l.number > p.written[route{l.from, l.to}] {
		p.strange++
		return
	}
	sent, under := p.under[l]
	if !under {
		p.duplicates++
		return
	}
	delete(p.under, l)
	p.arrivals, p.took = append(p.arrivals, l), append(p.took, now.Sub(sent))
	close(p.changed)
	p.changed = make(chan struct{})
}

// order counts letters that arrived after later ones. What an agent sends at
// one node must stay in order; what it sends after it has moved to another node
// may overtake what the old one still has.
func (p *post) order() (misordered, overtaken int) {
	type path struct {
		route
		node string
	}
	newest, newestAt := make(map[route]int), make(map[path]int)
	for _, l := range p.arrivals {
		r := route{l.from, l.to}
		way := path{r, p.via[l]}
		switch {
		case way.node != "" && l.number < newestAt[way]:
			misordered++
		case l.number < newest[r]:
			overtaken++
		}
		newest[r], newestAt[way] = max(newest[r], l.number), max(newestAt[way], l.number)
	}
	return misordered, overtaken
}

// wait waits until a letter has arrived.
func (p *post) wait(ctx context.Context, l letter) error {
	return p.until(ctx, func() bool {
		_, under := p.under[l]
		return !under
	})
}

// waitAll waits until nothing is under way.
func (p *post) waitAll(ctx context.Context) error {
	return p.until(ctx, func() bool { return len(p.under) == 0 })
}

// until waits for a condition on what mu guards.
func (p *post) until(ctx context.Context, done func() bool) error {
	for {
		p.mu.Lock()
		finished, changed, left := done(), p.changed, len(p.under)
		p.mu.Unlock()
		if finished {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%d letters did not arrive: %w", left, context.Cause(ctx))
		}
	}
}

// twice is how many letters have come again so far.
func (p *post) twice() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.duplicates
}

// since is how many letters have arrived after the first ones, and how long
// the slowest of them took.
func (p *post) since(first int) (letters int, slowest time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, took := range p.took[first:] {
		slowest = max(slowest, took)
	}
	return len(p.took) - first, slowest
}

// Mail is what became of letters.
type Mail struct {
	Sent       int     `json:"sent"`
	Delivered  int     `json:"delivered"`
	Lost       int     `json:"lost"`
	Resent     int     `json:"resent"`     // by agents whose node stopped before it had answered
	Duplicates int     `json:"duplicates"` // received twice
	Misordered int     `json:"misordered"`
	Overtaken  int     `json:"overtaken"` // by letters their writer sent after it had moved to another node
	Strange    int     `json:"strange"`   // not what was sent, or not to its receiver
	P50        float64 `json:"p50_ms"`
	Max        float64 `json:"max_ms"`
}

// mail closes the account.
func (p *post) mail() Mail {
	p.mu.Lock()
	defer p.mu.Unlock()
	took := slices.Sorted(slices.Values(p.took))
	m := Mail{
		Delivered: len(took), Lost: len(p.under), Resent: p.resent, Duplicates: p.duplicates,
		Strange: p.strange,
	}
	m.Misordered, m.Overtaken = p.order()
	m.Sent = m.Delivered + m.Lost
	if len(took) > 0 {
		m.P50, m.Max = milliseconds(took[len(took)/2]), milliseconds(took[len(took)-1])
	}
	return m
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
