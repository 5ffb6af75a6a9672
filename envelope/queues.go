package envelope

import "go-acn/acn"

// deque is a first-in first-out queue that keeps its memory small: it forgets
// its array when it runs empty after having been large.
type deque[T any] struct {
	items []T
	head  int
}

func (q *deque[T]) len() int { return len(q.items) - q.head }

func (q *deque[T]) front() T { return q.items[q.head] }

func (q *deque[T]) push(item T) {
	if q.head > 32 && q.head*2 >= len(q.items) && len(q.items) == cap(q.items) {
		n := copy(q.items, q.items[q.head:])
		clear(q.items[n:])
		q.items, q.head = q.items[:n], 0
	}
	q.items = append(q.items, item)
}

func (q *deque[T]) pop() T {
	item := q.items[q.head]
	var zero T
	q.items[q.head] = zero
	q.head++
	if q.head == len(q.items) {
		q.head = 0
		if cap(q.items) > 64 {
			q.items = nil
		} else {
			q.items = q.items[:0]
		}
	}
	return item
}

// wakeHeap orders destinations by their wake time; container/heap drives it.
type wakeHeap []*destination

func (h wakeHeap) Len() int           { return len(h) }
func (h wakeHeap) Less(i, j int) bool { return h[i].wake.Before(h[j].wake) }
func (h wakeHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].wakeIndex, h[j].wakeIndex = i, j
}

// Push and Pop are for container/heap.
func (h *wakeHeap) Push(x any) {
	d := x.(*destination)
	d.wakeIndex = len(*h)
	*h = append(*h, d)
}

// Pop removes the last.
func (h *wakeHeap) Pop() any {
	old := *h
	d := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	d.wakeIndex = -1
	return d
}

// searchQueue lets so many searches run at once, in all and per sender, and
// serves waiting senders in turn.
type searchQueue struct {
	most, mostPerSender int
	running             int
	bySender            map[acn.Address]*senderSearches
	turn                deque[acn.Address] // senders with something waiting
}

type senderSearches struct {
	running int
	waiting deque[*destination]
	queued  bool // in turn
}

// want queues a search for d and lists in start what may run now.
func (q *searchQueue) want(d *destination, start func(*destination)) {
	if q.bySender == nil {
		q.bySender = make(map[acn.Address]*senderSearches)
	}
	s := q.bySender[d.sender]
	if s == nil {
		s = new(senderSearches)
		q.bySender[d.sender] = s
	}
	s.waiting.push(d)
	q.enqueue(d.sender, s)
	q.run(start)
}

// done ends a search of sender, running or still waiting.
func (q *searchQueue) done(d *destination, ran bool, start func(*destination)) {
	s := q.bySender[d.sender]
	if s == nil {
		return
	}
	if ran {
		q.running--
		s.running--
	}
	q.enqueue(d.sender, s)
	q.tidy(d.sender, s)
	q.run(start)
}

func (q *searchQueue) enqueue(sender acn.Address, s *senderSearches) {
	if !s.queued && s.waiting.len() > 0 && s.running < q.mostPerSender {
		s.queued = true
		q.turn.push(sender)
	}
}

func (q *searchQueue) run(start func(*destination)) {
	for q.running < q.most && q.turn.len() > 0 {
		sender := q.turn.pop()
		s := q.bySender[sender]
		s.queued = false
		for s.waiting.len() > 0 {
			d := s.waiting.pop()
			if d.state != destSearching || d.searching || d.gone {
				continue // answered or emptied meanwhile
			}
			d.searching = true
			q.running++
			s.running++
			start(d)
			break
		}
		q.enqueue(sender, s)
		q.tidy(sender, s)
	}
}

func (q *searchQueue) tidy(sender acn.Address, s *senderSearches) {
	if s.running == 0 && s.waiting.len() == 0 && !s.queued {
		delete(q.bySender, sender)
	}
}
