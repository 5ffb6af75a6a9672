package load

// Counts is what became of envelopes.
type Counts struct {
	Sent       int64 `json:"sent"`
	Delivered  int64 `json:"delivered"`  // each once
	Refused    int64 `json:"refused"`    // by a status, or because a connection broke
	Lost       int64 `json:"lost"`       // neither delivered nor refused
	Duplicates int64 `json:"duplicates"` // delivered again
	Misordered int64 `json:"misordered"` // delivered after one that was sent later
	Damaged    int64 `json:"damaged"`    // arrived, but not as anything that was sent
}

// Clean tells whether everything arrived once, whole and in order.
func (c Counts) Clean() bool {
	return c.Delivered == c.Sent && c.Refused+c.Lost+c.Duplicates+c.Misordered+c.Damaged == 0
}

// Add adds another account to this one.
func (c *Counts) Add(other Counts) {
	c.Sent += other.Sent
	c.Delivered += other.Delivered
	c.Refused += other.Refused
	c.Lost += other.Lost
	c.Duplicates += other.Duplicates
	c.Misordered += other.Misordered
	c.Damaged += other.Damaged
}

// tally accounts for the envelopes of one pair, numbered from 0. Its memory is
// that of the gaps, which the window bounds unless envelopes are lost.
type tally struct {
	next       uint64              // above the highest number that arrived
	missing    map[uint64]struct{} // below next, not arrived
	refused    map[uint64]struct{} // the sender was told; not arrived
	duplicates int64
	misordered int64
	damaged    int64
	delivered  int64
}

// arrived takes the number of an envelope of which sent have been sent, and
// says how many places in the window it frees. Envelopes it overtook free
// theirs now, as most networks that drop never deliver them: a place held
// until the end would slow the measurement down.
func (t *tally) arrived(number, sent uint64) (freed int, first bool) {
	switch {
	case number >= sent:
		t.damaged++
		return 0, false
	case number >= t.next:
		for gap := t.next; gap < number; gap++ {
			if _, known := t.refused[gap]; !known {
				t.mark(&t.missing, gap)
				freed++
			}
		}
		if _, known := t.refused[number]; !known {
			freed++
		}
		t.next = number + 1
	default:
		_, wasMissing := t.missing[number]
		_, wasRefused := t.refused[number]
		if !wasMissing && !wasRefused {
			t.duplicates++
			return 0, false
		}
		t.misordered++
	}
	delete(t.missing, number)
	delete(t.refused, number)
	t.delivered++
	return freed, true
}

// refuse notes that the sender was told that an envelope failed, and says how
// many places that frees. It may arrive nevertheless: when a connection breaks,
// nobody knows how far it got.
func (t *tally) refuse(number uint64) (freed int) {
	if number < t.next {
		if _, missing := t.missing[number]; !missing {
			return 0 // it had arrived already
		}
		delete(t.missing, number) // its place was freed by what overtook it
		t.mark(&t.refused, number)
		return 0
	}
	t.mark(&t.refused, number)
	return 1
}

func (t *tally) mark(set *map[uint64]struct{}, number uint64) {
	if *set == nil {
		*set = make(map[uint64]struct{})
	}
	(*set)[number] = struct{}{}
}

// counts closes the account after sent envelopes.
func (t *tally) counts(sent uint64) Counts {
	refused := int64(len(t.refused))
	return Counts{
		Sent: int64(sent), Delivered: t.delivered, Refused: refused, Lost: int64(sent) - t.delivered - refused,
		Duplicates: t.duplicates, Misordered: t.misordered, Damaged: t.damaged,
	}
}
