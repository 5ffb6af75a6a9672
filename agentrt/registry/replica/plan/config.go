package plan

import (
	"errors"
	"fmt"
	"time"
)

// Config tunes a Machine. A field left zero means its default.
type Config struct {
	// Self is this node.
	Self Node
	// Capacity is this node's share of packages compared with that of others, 1
	// to MaxCapacity; 1.
	Capacity int
	// Factor is how many nodes hold each package, or all if there are fewer; 3.
	Factor int

	// Silence is how long a member that was heard is taken for alive; 30 s.
	Silence time.Duration
	// Grace is how long a silent member keeps its place; then its packages are
	// repaired elsewhere. 1 min, at least Silence.
	Grace time.Duration
	// Settle is how long a member that was gone must be back before it is
	// given packages, so that one that comes and goes moves nothing; 1 min.
	Settle time.Duration
	// Patience is how long a member may lack a package it should hold before
	// the next one holds it in its stead; 10 min.
	Patience time.Duration
	// DropAfter is how long a package must have been held by enough others
	// before the copy here is given up; 10 min, at least ProofFresh.
	DropAfter time.Duration
	// ProofFresh is how old a proof may be on which a copy is given up; 5 min.
	ProofFresh time.Duration
	// Keep is how long a copy is kept that another node relies on; 15 min, more
	// than twice ProofFresh.
	Keep time.Duration

	// Period is the time between two challenges of one holder for one package,
	// give or take a quarter; 6 h.
	Period time.Duration
	// Pause is the least time between the beginnings of two challenges; 1 s.
	Pause time.Duration
	// Timeouts is how many challenges in a row may go unanswered before the
	// claim is void; 3.
	Timeouts int
	// Suspect is how long a void claim counts for nothing; 1 h. A challenge
	// passed in between restores it.
	Suspect time.Duration
	// Quarantine is how long a member that gave wrong bytes is shut out; 24 h.
	Quarantine time.Duration

	// RetryMin and RetryMax bound the pause after a failure, which doubles;
	// 5 s and 5 min.
	RetryMin, RetryMax time.Duration
	// Announce is the time between two announcements of a package; 10 h.
	Announce time.Duration

	// Fetches, Challenges, Drops and Announcements bound what is under way at
	// a time; 4, 4, 64 and 4.
	Fetches, Challenges, Drops, Announcements int
}

// WithDefaults fills in what is zero.
func (c Config) WithDefaults() Config {
	setDefault(&c.Capacity, 1)
	setDefault(&c.Factor, 3)
	setDefault(&c.Silence, 30*time.Second)
	setDefault(&c.Grace, time.Minute)
	setDefault(&c.Settle, time.Minute)
	setDefault(&c.Patience, 10*time.Minute)
	setDefault(&c.DropAfter, 10*time.Minute)
	setDefault(&c.ProofFresh, 5*time.Minute)
	setDefault(&c.Keep, 15*time.Minute)
	setDefault(&c.Period, 6*time.Hour)
	setDefault(&c.Pause, time.Second)
	setDefault(&c.Timeouts, 3)
	setDefault(&c.Suspect, time.Hour)
	setDefault(&c.Quarantine, 24*time.Hour)
	setDefault(&c.RetryMin, 5*time.Second)
	setDefault(&c.RetryMax, 5*time.Minute)
	setDefault(&c.Announce, 10*time.Hour)
	setDefault(&c.Fetches, 4)
	setDefault(&c.Challenges, 4)
	setDefault(&c.Drops, 64)
	setDefault(&c.Announcements, 4)
	return c
}

func setDefault[T ~int | ~int64](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}

// Validate wants defaults filled in. It reports everything at once.
func (c Config) Validate() error {
	var errs []error
	refuse := func(bad bool, format string, args ...any) {
		if bad {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	refuse(c.Self == "", "no node id")
	refuse(c.Capacity < 1 || c.Capacity > MaxCapacity, "capacity is %d, want 1 to %d", c.Capacity, MaxCapacity)
	refuse(c.Factor < 1 || c.Factor > MaxMembers, "factor is %d, want 1 to %d", c.Factor, MaxMembers)
	refuse(c.Grace < c.Silence, "grace %s is below silence %s", c.Grace, c.Silence)
	refuse(c.Keep <= 2*c.ProofFresh, "keep %s is not above twice the %s of a proof", c.Keep, c.ProofFresh)
	// A node that forgets its promises in a crash must not give up its copy
	// while others rely on it.
	refuse(c.DropAfter < c.ProofFresh, "drop after %s is below the %s of a proof", c.DropAfter, c.ProofFresh)
	refuse(c.RetryMax < c.RetryMin, "longest pause %s is below the shortest %s", c.RetryMax, c.RetryMin)
	for _, field := range []struct {
		name  string
		value int64
	}{
		{"silence", int64(c.Silence)}, {"settle", int64(c.Settle)}, {"patience", int64(c.Patience)}, {"drop after", int64(c.DropAfter)},
		{"proof fresh", int64(c.ProofFresh)}, {"period", int64(c.Period)}, {"pause", int64(c.Pause)}, {"timeouts", int64(c.Timeouts)},
		{"suspect", int64(c.Suspect)}, {"quarantine", int64(c.Quarantine)}, {"retry min", int64(c.RetryMin)}, {"announce", int64(c.Announce)},
		{"fetches", int64(c.Fetches)}, {"challenges", int64(c.Challenges)}, {"drops", int64(c.Drops)}, {"announcements", int64(c.Announcements)},
	} {
		refuse(field.value < 0, "%s is negative: %d", field.name, field.value)
	}
	return errors.Join(errs...)
}
