package store

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"go-acn/agentrt/pkg"
)

// Types of what a trustless gateway gives.
const (
	rawType = "application/vnd.ipld.raw"
	carType = "application/vnd.ipld.car"
)

// Handler serves a store as a trustless HTTP gateway: GET or HEAD /ipfs/CID
// with ?format=raw, or the type in Accept, is a block; with ?format=car it is a
// whole package. Whoever asks verifies the answer, as Gateway does. The server
// around it has to have timeouts.
func Handler(s *Store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ipfs/{cid}", func(w http.ResponseWriter, r *http.Request) {
		h, err := pkg.ParseHash(r.PathValue("cid"))
		if err != nil {
			http.Error(w, "not the CID of a package or of a part of one", http.StatusBadRequest)
			return
		}
		switch format(r) {
		case rawType:
			s.serveBlock(w, r, h)
		case carType:
			s.serveCAR(w, r, h)
		default:
			http.Error(w, "ask for format=raw or format=car", http.StatusNotAcceptable)
		}
	})
	return mux
}

// format is the type that a request asks for, empty if none of ours.
func format(r *http.Request) string {
	accept := r.Header.Get("Accept")
	switch name := r.URL.Query().Get("format"); {
	case name == "raw" || name == "" && strings.Contains(accept, rawType):
		return rawType
	case name == "car" || name == "" && strings.Contains(accept, carType):
		return carType
	}
	return ""
}

func (s *Store) serveBlock(w http.ResponseWriter, r *http.Request, h pkg.Hash) {
	data, err := s.Block(r.Context(), h)
	if err != nil {
		answerError(w, err)
		return
	}
	describe(w, rawType, h, "raw")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // a client that hangs up is no failure of ours
}

func (s *Store) serveCAR(w http.ResponseWriter, r *http.Request, h pkg.Hash) {
	if _, _, err := s.Open(r.Context(), h); err != nil {
		answerError(w, err)
		return
	}
	describe(w, carType+"; version=1; order=dfs; dups=n", h, "car")
	if r.Method == http.MethodHead {
		return
	}
	if err := s.Export(r.Context(), w, h); err != nil {
		panic(http.ErrAbortHandler) // the client must not take what it has for all of it
	}
}

// describe sets the headers of an answer, which never changes.
func describe(w http.ResponseWriter, contentType string, h pkg.Hash, extension string) {
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "public, max-age=29030400, immutable")
	header.Set("ETag", fmt.Sprintf("%q", h.String()+"."+extension))
	header.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", h.String()+"."+extension))
}

func answerError(w http.ResponseWriter, err error) {
	if errors.Is(err, ErrNotFound) {
		http.Error(w, "not here", http.StatusNotFound)
		return
	}
	http.Error(w, "the store is broken", http.StatusInternalServerError)
}
