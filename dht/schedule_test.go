package dht

import (
	"math/rand/v2"
	"testing"
	"time"

	"go-acn/acn"
)

// drill drives a schedule by hand.
type drill struct {
	*schedule
	t   *testing.T
	now time.Time
}

func newDrill(t *testing.T) *drill {
	t.Helper()
	return &drill{t: t, now: epoch, schedule: newSchedule(Config{}.withDefaults(), rand.New(rand.NewPCG(1, 2)))}
}

// start takes what is due; it fails unless there is exactly one task.
func (d *drill) start() (*task, job) {
	d.t.Helper()
	task, j, ok := d.take(d.now)
	if !ok {
		due, _ := d.next()
		d.t.Fatalf("nothing is due, next in %s", due.Sub(d.now))
	}
	if _, _, more := d.take(d.now); more {
		d.t.Fatal("more than one task is due")
	}
	return task, j
}

func (d *drill) idle() {
	d.t.Helper()
	if _, j, ok := d.take(d.now); ok {
		d.t.Fatalf("%s is due", j.addr)
	}
}

// wait moves to when something is due and checks that this is in the range.
func (d *drill) wait(low, high time.Duration) {
	d.t.Helper()
	due, ok := d.next()
	if !ok {
		d.t.Fatal("nothing will be due")
	}
	if pause := due.Sub(d.now); pause < low || pause > high {
		d.t.Fatalf("due in %s, want %s to %s", pause, low, high)
	}
	d.now = due
}

func stored() result { return result{outcome: OutcomeStored, holders: enoughHolders, peers: 20} }

func someRecord(t *testing.T) *acn.Record {
	t.Helper()
	return represent(t, newWallet(t, acn.FetchAI), newIdentity(t), 0, 0)
}

// TestRepublishing: an address is announced for as long as it is not
// withdrawn, in our DHT every 8 h give or take a fifth, in the legacy one
// every 8 to 10 h.
func TestRepublishing(t *testing.T) {
	for where, period := range map[Table][2]time.Duration{
		TableOwn:    {8 * time.Hour * 4 / 5, 8 * time.Hour * 6 / 5},
		TableLegacy: {8 * time.Hour, 10 * time.Hour},
	} {
		d := newDrill(t)
		d.announce(d.now, someRecord(t), where)
		for range 50 {
			task, j := d.start()
			d.idle()
			d.done(d.now, task, j, stored())
			d.wait(period[0], period[1])
		}
	}
}

func TestRetries(t *testing.T) {
	d := newDrill(t)
	d.announce(d.now, someRecord(t), TableOwn)
	for i := range 100 {
		task, j := d.start()
		d.done(d.now, task, j, result{outcome: []Outcome{OutcomeFailed, OutcomeAlone, OutcomeShort}[i%3]})
		pause := 10 * time.Minute
		if i < 7 {
			pause = 5 * time.Second << i
		}
		d.wait(pause*4/5, pause)
	}
	task, j := d.start()
	d.done(d.now, task, j, stored())
	d.wait(6*time.Hour, 10*time.Hour)
	task, j = d.start()
	d.done(d.now, task, j, result{outcome: OutcomeFailed})
	d.wait(4*time.Second, 5*time.Second)
}

// TestRegistrations: what the record says of the registration is kept from one
// announcement to the next, and is new with every registration.
func TestRegistrations(t *testing.T) {
	d := newDrill(t)
	rec := someRecord(t)
	now := func() uint64 { return uint64(d.now.UnixMilli()) }
	d.announce(d.now, rec, TableOwn)
	task, j := d.start()
	if j.since != now() || j.published || !j.fresh(d.now.Add(freshFor-1)) || j.fresh(d.now.Add(freshFor)) {
		t.Errorf("first: %+v", j)
	}
	// It had to exceed another one, and reached nobody.
	d.done(d.now, task, j, result{outcome: OutcomeShort, peers: 5, since: j.since + 7})
	d.wait(0, time.Minute)
	first := j.since
	task, j = d.start()
	if j.since != first+7 || j.published {
		t.Errorf("second: %+v", j)
	}
	d.done(d.now, task, j, result{outcome: OutcomeShort, holders: 1, peers: 5, since: j.since})
	d.wait(0, time.Minute)
	task, j = d.start()
	if j.since != first+7 || !j.published || j.fresh(d.now) {
		t.Errorf("third: %+v", j)
	}
	d.done(d.now, task, j, result{outcome: OutcomeYielded})
	d.wait(6*time.Hour, 10*time.Hour) // and looks again, no sooner

	d.announce(d.now, rec, TableOwn)
	task, j = d.start()
	if j.since != now() || j.published {
		t.Errorf("another registration: %+v", j)
	}
	d.now = d.now.Add(time.Second)
	d.announce(d.now, rec, TableOwn) // once more, while it is running
	d.done(d.now, task, j, result{outcome: OutcomeStored, holders: 20, peers: 20, since: j.since})
	task, j = d.start()
	if j.since != now() || j.published {
		t.Errorf("a registration during the announcement was lost: %+v", j)
	}
	d.done(d.now, task, j, stored())
	d.idle()
}

// TestAnnouncingAgain: repeated registrations are announced, but not without
// a pause.
func TestAnnouncingAgain(t *testing.T) {
	d := newDrill(t)
	rec := someRecord(t)
	d.announce(d.now, rec, TableOwn)
	task, j := d.start()
	d.done(d.now, task, j, stored())
	for range 5 {
		d.announce(d.now, rec, TableOwn)
	}
	d.idle()
	d.wait(10*time.Second, 10*time.Second)
	task, j = d.start()
	d.done(d.now, task, j, stored())

	wallet := newWallet(t, acn.FetchAI)
	d = newDrill(t)
	d.announce(d.now, represent(t, wallet, newIdentity(t), 0, 0), TableOwn)
	task, j = d.start()
	d.done(d.now, task, j, stored())
	d.announce(d.now, represent(t, wallet, newIdentity(t), 0, 0), TableOwn)
	d.start() // another statement does not wait
}

func TestNeighbours(t *testing.T) {
	for name, test := range map[string]struct {
		r    result
		told bool
	}{
		"alone":          {result{outcome: OutcomeAlone}, true},
		"few peers":      {result{outcome: OutcomeStored, holders: 9, peers: 9}, true},
		"enough holders": {stored(), false},
		"moved on":       {result{outcome: OutcomeYielded}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDrill(t)
			d.announce(d.now, someRecord(t), TableOwn)
			task, j := d.start()
			d.done(d.now, task, j, test.r)
			d.now = d.now.Add(time.Second)
			d.neighbours(d.now)
			switch {
			case !test.told:
				d.idle()
			case test.r.outcome == OutcomeStored:
				d.idle()
				d.wait(9*time.Second, 9*time.Second)
				d.start()
			default:
				d.start()
			}
		})
	}
}

func TestMoved(t *testing.T) {
	d := newDrill(t)
	d.announce(d.now, someRecord(t), TableOwn)
	task, j := d.start()
	d.done(d.now, task, j, stored())
	d.moved(d.now)
	task, j = d.start()
	d.moved(d.now) // while it is running
	d.done(d.now, task, j, stored())
	d.start()
}

func TestWithdraw(t *testing.T) {
	d := newDrill(t)
	rec := someRecord(t)
	d.withdraw(d.now, rec.Address) // never announced
	d.idle()
	d.announce(d.now, rec, TableLegacy)
	d.withdraw(d.now, rec.Address)
	d.idle()
	if len(d.tasks) != 0 {
		t.Error("a provider record is still announced")
	}

	d.announce(d.now, rec, TableOwn)
	task, j := d.start()
	d.withdraw(d.now, rec.Address) // while it is being published
	if d.announcing(rec.Address, TableOwn) {
		t.Error("still announcing")
	}
	d.done(d.now, task, j, stored())
	task, j = d.start()
	if !j.gone {
		t.Fatal("no tombstone")
	}
	d.announce(d.now, rec, TableOwn) // the agent is back before it is out
	d.done(d.now, task, j, stored())
	task, j = d.start()
	if j.gone || j.published {
		t.Fatalf("the agent that came back: %+v", j)
	}
	d.done(d.now, task, j, stored())

	d.withdraw(d.now, rec.Address)
	d.withdraw(d.now, rec.Address)
	for range tombstoneTries {
		task, j = d.start()
		d.done(d.now, task, j, result{outcome: OutcomeAlone})
		d.now = d.now.Add(time.Hour)
	}
	d.idle()
	if len(d.tasks) != 0 {
		t.Error("a tombstone is tried for ever")
	}
}

func TestWithdrawProviderWhileRunning(t *testing.T) {
	d := newDrill(t)
	rec := someRecord(t)
	d.announce(d.now, rec, TableLegacy)
	task, j := d.start()
	d.withdraw(d.now, rec.Address)
	d.done(d.now, task, j, stored())
	if len(d.tasks) != 0 || len(d.queue) != 0 {
		t.Error("came back after it was withdrawn")
	}
	d.announce(d.now, rec, TableLegacy)
	d.start()
}

// TestManyTasks checks the queue against a plain list.
func TestManyTasks(t *testing.T) {
	d := newDrill(t)
	for range 200 {
		d.announce(d.now.Add(time.Duration(d.rand.IntN(1000))*time.Second), someRecord(t), TableOwn)
	}
	d.now = d.now.Add(time.Hour)
	var last time.Time
	for range 200 {
		task, j, ok := d.take(d.now)
		if !ok {
			t.Fatal("a task is missing")
		}
		if task.due.Before(last) {
			t.Fatal("out of order")
		}
		last = task.due
		d.done(d.now, task, j, stored())
		d.now = later(d.now, last)
	}
	d.idle()
}

func TestDecide(t *testing.T) {
	here, there := newIdentity(t), newIdentity(t)
	wallet := newWallet(t, acn.FetchAI)
	undated := represent(t, wallet, here, 0, 0)
	dated := represent(t, wallet, here, 5, 0)
	now := uint64(epoch.UnixMilli())
	// found is a record out there, of a registration and sequence so many
	// milliseconds from now.
	found := func(node *acn.Identity, number uint64, since, seq int, k kind) *record {
		rec := represent(t, wallet, node, number, 0)
		c := claimOf(t, rec, epoch.Add(time.Duration(seq)*time.Millisecond))
		c.since = now + uint64(since)
		if c.kind = k; k == kindTombstone {
			c.addrs = nil
		}
		c.sign(node)
		return must(c.verify(new(acn.Verifier)))
	}
	// registered is a job of a registration so many milliseconds ago, some of
	// whose records are out already.
	registered := func(rec *acn.Record, ago int) job {
		return job{rec: rec, since: now - uint64(ago), registered: epoch.Add(-time.Duration(ago) * time.Millisecond), published: true}
	}
	fresh := func(j job) job {
		j.published = false
		return j
	}
	gone := func(j job) job {
		j.gone = true
		return j
	}
	for name, test := range map[string]struct {
		j       job
		newest  *record
		floor   order
		publish bool
		since   int // from now
		seq     int
	}{
		"nothing there":                  {j: registered(undated, 9), publish: true, since: -9},
		"ours, older":                    {j: registered(undated, 9), newest: found(here, 0, -9, -5, kindLocation), publish: true, since: -9},
		"ours, clock went back":          {j: registered(undated, 9), newest: found(here, 0, -9, 9, kindLocation), publish: true, since: -9, seq: 10},
		"ours, of a run with that clock": {j: registered(undated, 0), newest: found(here, 0, 7, 9, kindLocation), publish: true, since: 7, seq: 10},
		"our tombstone":                  {j: registered(undated, 0), newest: found(here, 0, -9, -5, kindTombstone), publish: true},
		"only our floor heard of it":     {j: registered(undated, 9), newest: found(here, 0, -9, -5, kindLocation), floor: order{0, now - 9, now - 2}, publish: true, since: -9},
		"came here from there":           {j: registered(undated, 4), newest: found(there, 0, -9, -5, kindLocation), publish: true, since: -4},
		"they repeat it meanwhile":       {j: registered(undated, 4), newest: found(there, 0, -9, 5, kindLocation), publish: true, since: -4, seq: 6},
		"moved there":                    {j: registered(undated, 9), newest: found(there, 0, -4, -4, kindLocation)},
		"moved there, nobody has it now": {j: registered(undated, 9), floor: order{0, now - 4, now - 4}},
		"their clock is ahead":           {j: fresh(registered(undated, 4)), newest: found(there, 0, 3, 5, kindLocation), publish: true, since: 4, seq: 6},
		"too late to blame the clock":    {j: fresh(registered(undated, 10000)), newest: found(there, 0, -4, -4, kindLocation)},
		"moved there and left":           {j: registered(undated, 9), newest: found(there, 0, -4, -2, kindTombstone), publish: true, since: -3},
		"wallet chose another node":      {j: fresh(registered(undated, 0)), newest: found(there, 5, -9, -9, kindLocation)},
		"wallet chose us":                {j: registered(dated, 9), newest: found(there, 0, 9, 9, kindLocation), publish: true, since: -9},
		"same statement, both named":     {j: registered(dated, 9), newest: found(there, 5, -4, -4, kindLocation)},
		"floor of a later statement":     {j: fresh(registered(undated, 0)), floor: order{5, 0, 0}},
		"bury ours":                      {j: gone(registered(undated, 9)), newest: found(here, 0, -9, -5, kindLocation), publish: true, since: -9},
		"bury nothing":                   {j: gone(registered(undated, 9))},
		"bury what is buried":            {j: gone(registered(undated, 9)), newest: found(here, 0, -9, -5, kindTombstone)},
		"bury what others announce":      {j: gone(fresh(registered(undated, 0))), newest: found(there, 0, -9, -9, kindLocation)},
		"bury for the wallet's new node": {j: gone(registered(dated, 9)), newest: found(there, 0, -9, -9, kindLocation)},
	} {
		t.Run(name, func(t *testing.T) {
			rank, publish := decide(test.j, test.newest, test.floor, epoch)
			want := order{test.j.rec.Epoch(), now + uint64(test.since), now + uint64(test.seq)}
			if publish != test.publish || publish && rank != want {
				t.Errorf("publish %v as %v, want %v as %v", publish, rank, test.publish, want)
			}
			if publish && test.newest != nil && rank.compare(test.newest.order()) <= 0 {
				t.Error("would be refused as older")
			}
		})
	}
}

// TestCompose: a record keeps the rules even where since or sequence run far
// ahead of the clock.
func TestCompose(t *testing.T) {
	w := newWorld(t)
	cfg := quick()
	cfg.Now = func() time.Time { return epoch }
	m := w.join(cfg)
	now := uint64(epoch.UnixMilli())
	for name, rank := range map[string]order{
		"usual":          {5, now, now},
		"since ahead":    {5, now + 300_000, now},
		"sequence ahead": {5, now, now + 300_000},
		"long ago":       {5, now - 1<<35, now},
	} {
		rec := represent(t, newWallet(t, acn.FetchAI), m.identity, 5, 0)
		raw := m.compose(job{rec: rec}, rank, epoch).sign(m.identity)
		if _, err := m.validator.admit(rec.Address.RecordKey(), raw); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
