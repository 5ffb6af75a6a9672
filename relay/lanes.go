package relay

import "go-acn/acn"

// lanes is the order of business with a peer that takes one envelope a stream:
// one outstanding envelope per destination, up to most destinations side by
// side, first come first served. Pure; the driver calls take and done.
type lanes struct {
	backlog *backlog
	most    int

	byDest map[acn.Address]*lane
	ready  fifo[*lane]
	active int
}

// lane is one destination with something waiting or outstanding. It is in
// lanes.ready if and only if nothing is outstanding.
type lane struct{ waiting fifo[posting] }

func newLanes(b *backlog, most int) *lanes {
	return &lanes{backlog: b, most: most, byDest: make(map[acn.Address]*lane)}
}

// sort moves what was submitted into its lane, or settles it if an earlier one
// was refused meanwhile.
func (l *lanes) sort(out []outcome) []outcome {
	for l.backlog.waiting.len() > 0 {
		p := l.backlog.waiting.pop()
		if l.backlog.overtaken(&p) {
			out = append(out, l.backlog.settle(p.envelope.To, p.size(), p.receipt, errBehind))
			continue
		}
		dest := l.byDest[p.envelope.To]
		if dest == nil {
			dest = new(lane)
			l.byDest[p.envelope.To] = dest
			l.ready.push(dest)
		}
		dest.waiting.push(p)
	}
	return out
}

// take is the next envelope to send, if there is one and room for it.
func (l *lanes) take(out []outcome) (posting, bool, []outcome) {
	out = l.sort(out)
	if l.active >= l.most || l.ready.len() == 0 {
		return posting{}, false, out
	}
	l.active++
	return l.ready.pop().waiting.pop(), true, out
}

// done settles an envelope that was taken. A refusal takes everything behind
// it in its lane along.
func (l *lanes) done(p posting, err error, out []outcome) []outcome {
	l.active--
	to := p.envelope.To
	out = append(out, l.backlog.settle(to, p.size(), p.receipt, err))
	dest := l.byDest[to]
	for err != nil && dest.waiting.len() > 0 {
		behind := dest.waiting.pop()
		out = append(out, l.backlog.settle(to, behind.size(), behind.receipt, errBehind))
	}
	if dest.waiting.len() == 0 {
		delete(l.byDest, to)
	} else {
		l.ready.push(dest)
	}
	return out
}

// fail settles everything that waits; what was taken stays taken.
func (l *lanes) fail(err error, out []outcome) []outcome {
	for l.ready.len() > 0 {
		dest := l.ready.pop()
		for dest.waiting.len() > 0 {
			p := dest.waiting.pop()
			out = append(out, l.backlog.settle(p.envelope.To, p.size(), p.receipt, err))
		}
	}
	clear(l.byDest)
	return l.backlog.fail(err, out)
}
