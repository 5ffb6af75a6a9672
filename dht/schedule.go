package dht

import (
	"container/heap"
	"math/rand/v2"
	"time"

	"go-acn/acn"
)

// enoughHolders is how many holders make a statement safe against their
// leaving: it is tried again with fewer, unless there are no more peers, and
// new neighbours are only told what fewer hold.
const enoughHolders = 10

// tombstoneTries is how often a tombstone is tried; after that the record
// behind it is left to expire.
const tombstoneTries = 5

// job is one announcement to make now.
type job struct {
	addr  acn.Address
	table Table
	rec   *acn.Record
	gone  bool // publish a tombstone
	// registered is when the agent registered here, and since what our records
	// say of it, in Unix ms: later where that was necessary.
	registered time.Time
	since      uint64
	// published means that a holder has heard of this registration, the number
	// of which tells it from others.
	published bool
	number    uint64
}

// freshFor is how soon after a registration its first record must go out to
// overtake one that names a later registration elsewhere: then the clocks of
// the two nodes differ. Afterwards it is taken at its word.
const freshFor = 10 * time.Second

func (j *job) fresh(now time.Time) bool {
	return !j.published && now.Before(j.registered.Add(freshFor))
}

// result is what became of a job.
type result struct {
	outcome Outcome
	holders int
	peers   int
	since   uint64 // what the record said, zero if there was none
}

// schedule holds what is to be announced and when. It is plain data with the
// time as a parameter and is not safe for concurrent use: the Directory guards
// it.
type schedule struct {
	republish, reprovide time.Duration
	retryMin, retryMax   time.Duration
	pause                time.Duration
	rand                 *rand.Rand

	registrations uint64
	tasks         map[taskKey]*task
	queue         soonestFirst // tasks that are not running
}

type taskKey struct {
	addr  acn.Address
	table Table
}

// task is one address in one DHT. It is either in the queue or running.
type task struct {
	job
	due     time.Time
	stored  time.Time // last success
	settled bool      // new neighbours need not be told
	tries   int       // failures in a row
	running bool
	again   bool // wanted once more while it was running
	index   int  // in the queue, -1 while running
}

func newSchedule(cfg Config, random *rand.Rand) *schedule {
	return &schedule{
		republish: cfg.Republish, reprovide: cfg.Reprovide, retryMin: cfg.RetryMin, retryMax: cfg.RetryMax,
		pause: cfg.AnnouncePause, rand: random, tasks: make(map[taskKey]*task),
	}
}

// announce wants rec published in the given DHT from now on.
func (s *schedule) announce(now time.Time, rec *acn.Record, where Table) {
	key := taskKey{rec.Address, where}
	t, known := s.tasks[key]
	s.registrations++
	j := job{addr: rec.Address, table: where, rec: rec, registered: now, since: uint64(now.UnixMilli()), number: s.registrations}
	if !known {
		t = &task{job: j, due: now}
		s.tasks[key] = t
		heap.Push(&s.queue, t)
		return
	}
	changed := t.gone || t.rec.Node != rec.Node || t.rec.Epoch() != rec.Epoch()
	t.job, t.tries = j, 0
	if changed {
		s.want(t, now)
	} else {
		s.want(t, t.stored.Add(s.pause))
	}
}

// withdraw stops announcing an address and wants a tombstone for its record.
func (s *schedule) withdraw(now time.Time, addr acn.Address) {
	if t, ok := s.tasks[taskKey{addr, TableLegacy}]; ok {
		s.drop(t)
	}
	if t, ok := s.tasks[taskKey{addr, TableOwn}]; ok && !t.gone {
		t.gone, t.tries = true, 0
		s.want(t, now)
	}
}

// neighbours wants everything announced that new peers should hold.
func (s *schedule) neighbours(now time.Time) {
	for _, t := range s.tasks {
		if !t.settled {
			s.want(t, later(now, t.stored.Add(s.pause)))
		}
	}
}

// moved wants everything announced: the host's addresses have changed.
func (s *schedule) moved(now time.Time) {
	for _, t := range s.tasks {
		s.want(t, now)
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// want makes a task due at the given time if it is not due before.
func (s *schedule) want(t *task, at time.Time) {
	switch {
	case t.running:
		t.again = true
	case at.Before(t.due):
		t.due = at
		heap.Fix(&s.queue, t.index)
	}
}

func (s *schedule) drop(t *task) {
	delete(s.tasks, taskKey{t.addr, t.table})
	if !t.running {
		heap.Remove(&s.queue, t.index)
	}
}

// next is when something is due; ok is false when nothing will be.
func (s *schedule) next() (due time.Time, ok bool) {
	if len(s.queue) == 0 {
		return time.Time{}, false
	}
	return s.queue[0].due, true
}

// take starts the task that has been due longest. done must follow.
func (s *schedule) take(now time.Time) (*task, job, bool) {
	if len(s.queue) == 0 || s.queue[0].due.After(now) {
		return nil, job{}, false
	}
	t := heap.Pop(&s.queue).(*task)
	t.running, t.again = true, false
	return t, t.job, true
}

// done puts a task back with its result; j is the job it was started with.
func (s *schedule) done(now time.Time, t *task, j job, r result) {
	t.running = false
	if s.tasks[taskKey{t.addr, t.table}] != t {
		return // withdrawn meanwhile
	}
	t.settled = r.holders >= enoughHolders || r.outcome == OutcomeYielded
	if t.number == j.number {
		t.published, t.since = t.published || r.holders > 0, max(t.since, r.since)
	}
	switch r.outcome {
	case OutcomeStored, OutcomeYielded:
		t.tries, t.stored = 0, now
		t.due = now.Add(s.period(t.table))
		if t.gone && j.gone {
			delete(s.tasks, taskKey{t.addr, t.table})
			return
		}
	default:
		t.tries++
		t.due = now.Add(s.backoff(t.tries))
		if t.gone && j.gone && t.tries >= tombstoneTries {
			delete(s.tasks, taskKey{t.addr, t.table})
			return
		}
	}
	if t.again {
		t.due = now
	}
	heap.Push(&s.queue, t)
}

// period is the time to the next publication of something that is stored.
func (s *schedule) period(where Table) time.Duration {
	if where == TableLegacy {
		return s.between(s.reprovide*4/5, s.reprovide)
	}
	return s.between(s.republish*4/5, s.republish*6/5)
}

// backoff doubles with each failure and is shortened by up to a fifth, so that
// many tasks do not come back at once.
func (s *schedule) backoff(tries int) time.Duration {
	pause := s.retryMax
	if doublings := tries - 1; doublings < 30 && s.retryMin<<doublings < s.retryMax {
		pause = s.retryMin << doublings
	}
	return s.between(pause*4/5, pause)
}

func (s *schedule) between(low, high time.Duration) time.Duration {
	if high <= low {
		return low
	}
	return low + time.Duration(s.rand.Int64N(int64(high-low)))
}

// announcing tells whether an address is announced in the given DHT.
func (s *schedule) announcing(addr acn.Address, where Table) bool {
	t, ok := s.tasks[taskKey{addr, where}]
	return ok && !t.gone
}

// soonestFirst is a heap of tasks by due time.
type soonestFirst []*task

func (h soonestFirst) Len() int           { return len(h) }
func (h soonestFirst) Less(i, j int) bool { return h[i].due.Before(h[j].due) }
func (h soonestFirst) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *soonestFirst) Push(x any) {
	t := x.(*task)
	t.index = len(*h)
	*h = append(*h, t)
}
func (h *soonestFirst) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
