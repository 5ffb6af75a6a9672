package registry

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// What requests may take of a registry. Bodies and answers have to move at
// slowest bytes a second after some patience, so that nobody holds a slot for
// long by doing nothing.
const (
	maxInFlight   = 256 // requests at once
	maxOfPlace    = 64  // of one place
	maxStatus     = 16  // questions for the status at once, which take no such slot
	maxStatusOf   = 4   // of one place
	slowest       = 16 << 10
	askPatience   = 10 * time.Second // for what brings no package
	readPatience  = 30 * time.Second // for a package
	writePatience = 30 * time.Second // for an answer, from its first byte
)

// slots count requests under way.
type slots struct {
	most, ofPlace int

	mu     sync.Mutex
	all    int
	places map[netip.Addr]int
}

// enter tells whether there is a slot left.
func (s *slots) enter(from netip.Addr) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all >= s.most || s.places[from] >= s.ofPlace {
		return false
	}
	if s.places == nil {
		s.places = make(map[netip.Addr]int)
	}
	s.all++
	s.places[from]++
	return true
}

func (s *slots) leave(from netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.places[from]--; s.places[from] == 0 {
		delete(s.places, from)
	}
}

// place is whom a request counts against: the IPv4 address, or the IPv6 network
// of 64 bits, which is what one customer has. All that is neither is one place.
func place(req *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(req.RemoteAddr)
	addr := at.Addr().Unmap().WithZone("")
	if err != nil || addr.Is4() {
		return addr
	}
	network, err := addr.Prefix(64)
	if err != nil {
		return netip.Addr{}
	}
	return network.Addr()
}

// Limited refuses what is more than most requests at once, or than ofPlace from
// one place, and ends what is too slow.
func Limited(most, ofPlace int, next http.Handler) http.Handler {
	s := &slots{most: most, ofPlace: ofPlace}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		control := http.NewResponseController(w)
		w, req = &paced{ResponseWriter: w, control: control}, patiently(req, control)
		from := place(req)
		if !s.enter(from) {
			answer(w, nil, refuse(CodeBusy))
			return
		}
		defer s.leave(from)
		next.ServeHTTP(w, req)
	})
}

// patiently bounds how long the body of a request may take, read or not.
func patiently(req *http.Request, control *http.ResponseController) *http.Request {
	if req.ContentLength == 0 {
		return req
	}
	body := &patient{ReadCloser: req.Body, control: control, begun: time.Now(), patience: askPatience}
	if kind, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type")); kind == carType {
		body.patience = readPatience
	}
	_ = body.extend() // it fails where there are no deadlines
	req = req.WithContext(req.Context())
	req.Body = body
	return req
}

// patient reads a body at its pace.
type patient struct {
	io.ReadCloser
	control  *http.ResponseController
	begun    time.Time
	patience time.Duration
	n        int64
}

func (p *patient) extend() error {
	err := p.control.SetReadDeadline(p.begun.Add(p.patience + time.Duration(p.n/slowest)*time.Second))
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.extend(); err != nil {
		return 0, err
	}
	n, err := p.ReadCloser.Read(b)
	p.n += int64(n)
	if errors.Is(err, io.EOF) {
		// The server goes on reading, to notice who hangs up: that must not
		// end the request after a while.
		_ = p.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// paced writes an answer that has to be taken.
type paced struct {
	http.ResponseWriter
	control *http.ResponseController
	begun   time.Time
	n       int64
}

// Unwrap is for http.ResponseController.
func (p *paced) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p *paced) Write(b []byte) (int, error) {
	if p.begun.IsZero() {
		p.begun = time.Now()
	}
	p.n += int64(len(b))
	deadline := p.begun.Add(writePatience + time.Duration(p.n/slowest)*time.Second)
	if err := p.control.SetWriteDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return p.ResponseWriter.Write(b)
}
