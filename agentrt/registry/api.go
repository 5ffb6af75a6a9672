package registry

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"go-acn/acn"
	"go-acn/agentrt/pkg"
	"go-acn/agentrt/pkg/store"
	"go-acn/agentrt/registry/pin"
)

// The HTTP API, version 1. Answers are JSON; one that is no success is a
// Refusal. A pin travels in base64.
//
//	GET  /v1/status               Status
//	GET  /v1/publishers/ADDRESS   Account
//	GET  /v1/pins                 PinList; ?publisher=, ?after=, ?limit=
//	POST /v1/pins                 Accepted: a pin of what is here, or a withdrawal; body: the pin's bytes; ?copies=
//	POST /v1/missing              which blocks are not here; body and answer Blocks; header Acn-Pin
//	POST /v1/packages             Accepted: a package; body: CAR file, or JSON of metadata; header Acn-Pin; ?copies=
//	GET  /ipfs/CID                trustless gateway; files of metadata also as they are
const (
	pinHeader = "Acn-Pin"
	carType   = "application/vnd.ipld.car"
	jsonType  = "application/json"

	maxBlocks  = 10_000  // in one request to /v1/missing
	maxAsk     = 1 << 20 // bytes of a request that brings no content
	maxPinList = 500
)

// Status is what a registry says about itself.
type Status struct {
	Version  int         `json:"version"` // of the API
	Operator acn.Address `json:"operator"`
	Packages int         `json:"packages"`
	Files    int         `json:"files"`
	Bytes    int64       `json:"bytes"`
	Pins     int         `json:"pins"`
	Digest   string      `json:"digest"` // of the set of pins
	Quota    pin.Quota   `json:"quota"`  // of publishers without one of their own
	Waiting  int         `json:"waiting"`
}

// Account is what a registry keeps for one publisher.
type Account struct {
	Publisher acn.Address `json:"publisher"`
	Quota     pin.Quota   `json:"quota"`
	Used      pin.Quota   `json:"used"`
}

// PinRow is a pin in JSON.
type PinRow struct {
	Publisher acn.Address `json:"publisher"`
	Ledger    acn.Ledger  `json:"ledger"`
	Package   pkg.Hash    `json:"package"`
	Name      string      `json:"name,omitempty"` // if the package is here
	Size      int64       `json:"size"`
	Sequence  uint64      `json:"sequence"`
	Issued    time.Time   `json:"issued"`
	Until     time.Time   `json:"until"`
	Pin       []byte      `json:"pin"` // the pin itself
}

// PinList is a page of pins. Next, unless it is empty, is ?after= of the next.
type PinList struct {
	Pins []PinRow `json:"pins"`
	Next string   `json:"next,omitempty"`
}

// Blocks are the hashes of blocks.
type Blocks struct {
	Blocks []pkg.Hash `json:"blocks"`
}

// statuses are the HTTP statuses of codes; others are 400.
var statuses = map[Code]int{
	CodeClosed: http.StatusForbidden, CodeBytes: http.StatusForbidden, CodePackages: http.StatusForbidden,
	CodeFull: http.StatusInsufficientStorage, CodeDiskFull: http.StatusInsufficientStorage, CodeReadOnly: http.StatusInsufficientStorage,
	CodeOlder: http.StatusConflict, CodeMissing: http.StatusConflict, CodeGate: http.StatusUnprocessableEntity,
	CodeContent: http.StatusUnprocessableEntity, CodeMetadata: http.StatusUnprocessableEntity, CodeSize: http.StatusUnprocessableEntity,
	CodeNotFound: http.StatusNotFound, CodeBusy: http.StatusServiceUnavailable, CodeTooLarge: http.StatusRequestEntityTooLarge,
	CodeTimeout: http.StatusRequestTimeout, CodeInternal: http.StatusInternalServerError,
}

// Handler serves the API and the gateway. Serve has the timeouts it needs.
func (r *Registry) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/publishers/{address}", answering(r.serveAccount))
	mux.HandleFunc("GET /v1/pins", answering(r.servePins))
	mux.HandleFunc("POST /v1/pins", answering(r.accepting(r.takePin)))
	mux.HandleFunc("POST /v1/missing", answering(r.serveMissing))
	mux.HandleFunc("POST /v1/packages", answering(r.accepting(r.takePackage)))
	mux.HandleFunc("GET /ipfs/{cid}", r.serveContent(store.Handler(r.store)))
	all := http.NewServeMux()
	// An operator can ask how a registry is that others keep busy.
	all.Handle("GET /v1/status", Limited(maxStatus, maxStatusOf, answering(r.serveStatus)))
	all.Handle("/", Limited(maxInFlight, maxOfPlace, mux))
	return all
}

// answering makes a handler of what gives a value or an error.
func answering(serve func(http.ResponseWriter, *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		value, err := serve(w, req)
		answer(w, value, err)
	}
}

func answer(w http.ResponseWriter, value any, err error) {
	status := http.StatusOK
	if err != nil {
		refusal := RefusalOf(err)
		value, status = refusal, http.StatusBadRequest
		if known, ok := statuses[refusal.Code]; ok {
			status = known
		}
		if refusal.Code == CodeBusy {
			w.Header().Set("Retry-After", "10")
		}
	}
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // a client that hangs up is no failure of ours
}

func (r *Registry) serveStatus(_ http.ResponseWriter, req *http.Request) (any, error) {
	packages, err := r.store.Packages(req.Context())
	if err != nil {
		return nil, r.explain(err, CodeInternal)
	}
	files, err := r.store.Files(req.Context())
	if err != nil {
		return nil, r.explain(err, CodeInternal)
	}
	digest := r.pins.Digest()
	s := Status{
		Version: 1, Operator: r.Operator(), Packages: len(packages), Files: len(files), Pins: r.pins.Len(),
		Digest: hex.EncodeToString(digest[:]), Quota: r.cfg.Quota, Waiting: len(r.waiting.all()),
	}
	for _, entry := range append(packages, files...) {
		s.Bytes += entry.Size
	}
	return s, nil
}

func (r *Registry) serveAccount(_ http.ResponseWriter, req *http.Request) (any, error) {
	addr, _, err := acn.ParseAddress(req.PathValue("address"))
	if err != nil {
		return nil, refuse(CodeRequest)
	}
	return Account{addr, r.cfg.quota(addr), r.pins.Used(addr, time.Now())}, nil
}

func (r *Registry) servePins(_ http.ResponseWriter, req *http.Request) (any, error) {
	query := req.URL.Query()
	limit := maxPinList
	if text := query.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxPinList {
			return nil, refuse(CodeRequest)
		}
		limit = n
	}
	var publisher acn.Address
	if query.Has("publisher") {
		var err error
		if publisher, _, err = acn.ParseAddress(query.Get("publisher")); err != nil {
			return nil, refuse(CodeRequest)
		}
	}
	list := PinList{Pins: []PinRow{}}
	cursor := func(p *pin.Pin) string { return string(p.Publisher) + "/" + hex.EncodeToString(p.Package[:]) }
	for _, p := range r.pins.All() {
		if cursor(p) <= query.Get("after") || publisher != "" && p.Publisher != publisher {
			continue
		}
		if len(list.Pins) == limit {
			last := list.Pins[limit-1]
			list.Next = string(last.Publisher) + "/" + last.Package.Hex()
			break
		}
		row := PinRow{p.Publisher, p.Ledger, p.Package, "", p.Size, p.Sequence, p.Issued, p.Until, p.Bytes()}
		if entry, err := r.store.Find(req.Context(), p.Package); err == nil {
			row.Name = entry.Name
		}
		list.Pins = append(list.Pins, row)
	}
	return list, nil
}

func (r *Registry) takePin(w http.ResponseWriter, req *http.Request) (store.Entry, error) {
	raw, err := read(w, req, pin.MaxBytes)
	if err != nil {
		return store.Entry{}, err
	}
	p, err := pin.Parse(raw)
	if err != nil {
		return store.Entry{}, refusing(CodePin, "%w", err)
	}
	return r.Pin(req.Context(), p, req.RemoteAddr)
}

// read reads a body that fits into memory.
func read(w http.ResponseWriter, req *http.Request, most int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, most))
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		return nil, refuse(CodeTooLarge)
	case err != nil:
		return nil, refusalOf(err, CodeRequest)
	}
	return body, nil
}

// pinOf reads the pin beside a body.
func pinOf(req *http.Request) (*pin.Pin, error) {
	text := req.Header.Get(pinHeader)
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(raw) > pin.MaxBytes {
		return nil, refuse(CodePin)
	}
	p, err := pin.Parse(raw)
	if err != nil {
		return nil, refusing(CodePin, "%w", err)
	}
	return p, nil
}

// serveMissing answers those who could push, as nobody else needs to know what
// is on its way.
func (r *Registry) serveMissing(w http.ResponseWriter, req *http.Request) (any, error) {
	p, err := pinOf(req)
	if err != nil {
		return nil, err
	}
	if err := r.pins.Check(p); err != nil {
		return nil, r.explain(err, CodeInternal)
	}
	var ask Blocks
	decoder := json.NewDecoder(http.MaxBytesReader(w, req.Body, maxAsk))
	if err := decoder.Decode(&ask); err != nil || len(ask.Blocks) > maxBlocks {
		return nil, refusalOf(err, CodeRequest)
	}
	lacking, err := r.store.Lacking(req.Context(), ask.Blocks)
	if err != nil {
		return nil, r.explain(err, CodeInternal)
	}
	return Blocks{lacking}, nil
}

func (r *Registry) takePackage(w http.ResponseWriter, req *http.Request) (store.Entry, error) {
	p, err := pinOf(req)
	if err != nil {
		return store.Entry{}, err
	}
	kind, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	switch kind {
	case carType:
		return r.Push(req.Context(), p, req.Body, req.RemoteAddr)
	case jsonType:
		text, err := read(w, req, store.MaxFile)
		if err != nil {
			return store.Entry{}, err
		}
		return r.PushMetadata(req.Context(), p, text, req.RemoteAddr)
	}
	return store.Entry{}, refuse(CodeRequest)
}

// serveContent is the gateway. It also takes CIDs in base16, which is how
// registries on chains write them, and gives files of metadata as they are to
// who asks for no format.
func (r *Registry) serveContent(gateway http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		h, err := pkg.ParseTokenURI("/" + req.PathValue("cid"))
		if err == nil {
			req = req.Clone(req.Context())
			req.URL.Path = "/ipfs/" + h.String()
		} else {
			h, err = pkg.ParseHash(req.PathValue("cid"))
		}
		if err == nil && !req.URL.Query().Has("format") && !strings.Contains(req.Header.Get("Accept"), "application/vnd.ipld.") {
			if text, err := r.store.File(req.Context(), h); err == nil {
				w.Header().Set("Content-Type", jsonType)
				w.Header().Set("X-Content-Type-Options", "nosniff")
				_, _ = w.Write(text)
				return
			}
		}
		gateway.ServeHTTP(w, req)
	}
}

// lastAnswers is how long a server that is to stop goes on with what it has
// begun.
const lastAnswers = 5 * time.Second

// Serve serves a handler until ctx ends, with timeouts for a registry.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, MaxHeaderBytes: 16 << 10,
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 15 * time.Minute, WriteTimeout: 30 * time.Minute, IdleTimeout: time.Minute,
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAnswers)
		defer cancel()
		if err := server.Shutdown(last); err != nil {
			return server.Close()
		}
		return nil
	})
	return group.Wait()
}
