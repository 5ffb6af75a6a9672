package delegate

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"go-acn/acn"
	"go-acn/envelope"
)

const (
	maxHeader     = 16 << 10
	sessionHeader = "Session-Id"
)

// refusal is an answer other than 200. Existing clients look at the code only;
// the texts are those they log.
type refusal struct {
	code int
	text string
}

func (r *refusal) Error() string { return r.text }

func refuse(text string) error { return &refusal{code: http.StatusBadRequest, text: text} }

// Refusals with fixed texts.
var (
	errMethod    = refuse("invalid method")
	errSessionID = refuse("invalid session_id header")
	errEmptyBody = refuse("Empty body")
	errBody      = refuse("cannot read body")
	errRecord    = refuse("Error on agent record deserialize")
	errProof     = refuse("Invalid PoR")
	errAnnounce  = refuse("failed to register address over dht")
	errBodySize  = &refusal{code: http.StatusRequestEntityTooLarge, text: "body too large"}
	errNoRoom    = &refusal{code: http.StatusServiceUnavailable, text: "too many mailboxes"}
)

// handler is the routes of the service.
func (m *Mailbox) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/ssl_signature", route(http.MethodGet, m.serveSignature))
	mux.Handle("/register", route(http.MethodPost, m.serveRegister))
	mux.Handle("/send_envelope", route(http.MethodPost, m.serveSend))
	mux.Handle("/get_envelope", route(http.MethodGet, m.serveFetch))
	mux.Handle("/unregister", route(http.MethodGet, m.serveUnregister))
	return mux
}

// route writes the refusals of serve. Other errors mean that the answer could
// not be written, so there is nobody to tell.
func route(method string, serve func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := errMethod
		if r.Method == method {
			err = serve(w, r)
		}
		var refused *refusal
		if !errors.As(err, &refused) {
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(refused.code)
		_, _ = io.WriteString(w, refused.text)
	})
}

func (m *Mailbox) serveSignature(w http.ResponseWriter, _ *http.Request) error {
	return writeBytes(w, m.cert.Signature())
}

func (m *Mailbox) serveRegister(w http.ResponseWriter, r *http.Request) error {
	raw, err := readBody(w, r, MaxOpening)
	if err != nil {
		return err
	}
	record, err := acn.ParseRecord(raw, acn.Expect{Node: m.cert.Node()})
	if err == nil {
		err = checkCurrent(record, time.Now())
	}
	status := acn.StatusOf(err)
	m.cfg.Observer.registered(status)
	switch status {
	case acn.StatusSuccess:
	case acn.StatusDecode:
		return errRecord
	default:
		m.cfg.Logger.Debug("mailbox registration refused", "remote", r.RemoteAddr, "err", err)
		return errProof
	}
	b, err := m.register(record)
	if errors.Is(err, errSessions) {
		return errNoRoom
	} else if err != nil {
		return errAnnounce
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = io.WriteString(w, b.id)
	return err
}

func (m *Mailbox) serveSend(w http.ResponseWriter, r *http.Request) error {
	b, err := m.session(r)
	if err != nil {
		return err
	}
	raw, err := readBody(w, r, acn.MaxEnvelope)
	if err != nil {
		return err
	}
	e, err := envelope.Parse(raw)
	if err != nil {
		return refuse(acn.StatusDecode.String())
	}
	if e.Sender != b.record.Address {
		m.cfg.Observer.wrongSender()
		return refuse("Envelope sender is not registered locally " + string(e.Sender))
	}
	ctx, cancel := context.WithTimeout(r.Context(), m.cfg.SubmitTimeout)
	defer cancel()
	status := submitStatus(m.router.Submit(ctx, b.record, e))
	m.cfg.Observer.submitted(status, len(raw))
	if status != acn.StatusSuccess {
		return refuse(status.String())
	}
	return nil
}

func (m *Mailbox) serveFetch(w http.ResponseWriter, r *http.Request) error {
	b, err := m.session(r)
	if err != nil {
		return err
	}
	return b.fetch(r.Context(), func(raw []byte) error { return writeBytes(w, raw) })
}

func (m *Mailbox) serveUnregister(_ http.ResponseWriter, r *http.Request) error {
	b, err := m.session(r)
	if err == nil {
		b.end()
	}
	return err
}

// session is the mailbox a request names.
func (m *Mailbox) session(r *http.Request) (*box, error) {
	b := m.lookup(r.Header.Get(sessionHeader))
	if b == nil {
		return nil, errSessionID
	}
	b.touch(time.Now())
	return b, nil
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, errBodySize
	case err != nil:
		return nil, errBody
	case len(raw) == 0:
		return nil, errEmptyBody
	}
	return raw, nil
}

// writeBytes returns nil only when the kernel has taken all of the answer.
func writeBytes(w http.ResponseWriter, raw []byte) error {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(raw)))
	if _, err := w.Write(raw); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}
