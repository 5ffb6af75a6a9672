package dht

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/host/eventbus"
)

// floorFlush is how often floors are written, floorSweep how often lapsed ones
// are looked for.
const (
	floorFlush = 5 * time.Second
	floorSweep = time.Hour
	// firstSettle is AddressSettle for a node that had no address at all.
	firstSettle = 100 * time.Millisecond
)

// announceLoop performs what the schedule says, several announcements at a
// time.
func (d *Directory) announceLoop(ctx context.Context, t *tables) error {
	var workers sync.WaitGroup
	defer workers.Wait()
	finished := make(chan struct{}, d.cfg.Publishers)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for busy := 0; ; {
		for busy < d.cfg.Publishers && d.startDue(ctx, t, &workers, finished) {
			busy++
		}
		if wait, ok := d.untilDue(); ok && busy < d.cfg.Publishers {
			timer.Reset(wait)
		} else {
			timer.Stop()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-finished:
			busy--
		case <-d.wake:
		case <-timer.C:
		}
	}
}

// startDue starts the announcement that has been due longest; false means that
// none is due.
func (d *Directory) startDue(ctx context.Context, t *tables, workers *sync.WaitGroup, finished chan<- struct{}) bool {
	d.mu.Lock()
	task, j, ok := d.schedule.take(d.cfg.Now())
	d.mu.Unlock()
	if !ok {
		return false
	}
	workers.Go(func() {
		r := d.perform(ctx, t, j)
		d.mu.Lock()
		d.schedule.done(d.cfg.Now(), task, j, r)
		d.mu.Unlock()
		finished <- struct{}{}
	})
	return true
}

// untilDue is the time until the next announcement; ok is false when there is
// none.
func (d *Directory) untilDue() (wait time.Duration, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	due, ok := d.schedule.next()
	return max(0, due.Sub(d.cfg.Now())), ok
}

// nudge makes the announce loop look at the schedule.
func (d *Directory) nudge() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// neighbourLoop looks for new peers in the routing tables: they should hold
// what few others hold. The library has no event for them.
func (d *Directory) neighbourLoop(ctx context.Context, t *tables) error {
	ticker := time.NewTicker(d.cfg.NeighbourSettle)
	defer ticker.Stop()
	var known neighbourhood
	for {
		asked := false
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		case <-d.refresh:
			// Somebody said that he has just come; the next look tells
			// everybody, whether he is in a routing table by then or not.
			asked = true
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.C:
			}
		}
		grown, changed := known.update(t)
		if changed {
			d.cfg.Observer.neighbours(t.sizes())
		}
		if grown || asked {
			d.mu.Lock()
			d.schedule.neighbours(d.cfg.Now())
			d.mu.Unlock()
			d.nudge()
		}
	}
}

// neighbourhood is what the routing tables held at the last look.
type neighbourhood struct{ own, legacy map[peer.ID]struct{} }

// update tells whether somebody is new, and whether anything is different.
func (n *neighbourhood) update(t *tables) (grown, changed bool) {
	grown, changed = compare(&n.own, t.own.RoutingTable().ListPeers())
	if t.legacy != nil {
		grown2, changed2 := compare(&n.legacy, t.legacy.RoutingTable().ListPeers())
		grown, changed = grown || grown2, changed || changed2
	}
	return grown, changed
}

func compare(known *map[peer.ID]struct{}, peers []peer.ID) (grown, changed bool) {
	changed = len(*known) != len(peers)
	next := make(map[peer.ID]struct{}, len(peers))
	for _, p := range peers {
		if _, ok := (*known)[p]; !ok {
			grown = true
		}
		next[p] = struct{}{}
	}
	*known = next
	return grown, changed || grown
}

// addressLoop announces everything anew when the host's addresses have
// changed, once they have kept still for a while.
func (d *Directory) addressLoop(ctx context.Context) error {
	events, err := d.host.EventBus().Subscribe(new(event.EvtLocalAddressesUpdated))
	if err != nil {
		return err
	}
	defer events.Close()
	announced := addressTexts(d.host)
	settled := time.NewTimer(0)
	settled.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case _, ok := <-events.Out():
			if !ok {
				return nil
			}
			settle := d.cfg.AddressSettle
			if len(announced) == 0 {
				settle = firstSettle
			}
			settled.Reset(settle)
		case <-settled.C:
			current := addressTexts(d.host)
			if slices.Equal(current, announced) {
				continue
			}
			announced = current
			d.mu.Lock()
			d.schedule.moved(d.cfg.Now())
			d.mu.Unlock()
			d.nudge()
		}
	}
}

// departureLoop drops from the cache what leads to peers that have left.
func (d *Directory) departureLoop(ctx context.Context) error {
	events, err := d.host.EventBus().Subscribe(new(event.EvtPeerConnectednessChanged), eventbus.BufSize(256))
	if err != nil {
		return err
	}
	defer events.Close()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-events.Out():
			if !ok {
				return nil
			}
			if change := e.(event.EvtPeerConnectednessChanged); change.Connectedness == network.NotConnected {
				d.mu.Lock()
				d.cache.departed(change.Peer)
				d.mu.Unlock()
			}
		}
	}
}

func addressTexts(h host.Host) []string {
	addrs := h.Addrs()
	texts := make([]string, len(addrs))
	for i, addr := range addrs {
		texts[i] = addr.String()
	}
	slices.Sort(texts)
	return texts
}

// floorLoop writes floors down and sweeps them.
func (d *Directory) floorLoop(ctx context.Context) error {
	flush, sweep := time.NewTicker(floorFlush), time.NewTicker(floorSweep)
	defer flush.Stop()
	defer sweep.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-sweep.C:
			d.floors.sweep(d.cfg.Now())
		case <-flush.C:
			if err := d.floors.flush(ctx); err != nil {
				d.cfg.Logger.Warn("floors not written", "err", err)
			}
			d.cfg.Observer.floors(d.floors.len())
		}
	}
}
